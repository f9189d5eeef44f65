"""Reasons behind an option, made short from what explains a conclusion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from attrs import frozen

from ipt_rules import results
from ipt_rules.evaluation import Evaluation
from ipt_rules.explain.standing import Statement
from ipt_rules.explain.steps import Condition, Step
from ipt_rules.quiz.values import Reason
from ipt_rules.rulebase import RuleBase
from ipt_rules.rulebase.language import Citation

MOST = 4
"""Reasons that one option shows: an explanation has as many as there are."""


def of_support(says: str, support: results.Support) -> Reason:
    """A sentence of a result with the rule and the sources behind it."""
    return Reason(says, support.rule, support.sources)


def of_entry(says: str, name: str, rules: RuleBase) -> Reason:
    """A sentence that a file of knowledge carries which is no rule, such as a scale."""
    folder, _, own = name.partition("/")
    held: Mapping[str, Mapping[str, _Cited]] = {
        "techniques": rules.techniques,
        "not_ipt": rules.foreign,
        "instruments": rules.instruments,
        "profiles": rules.profiles,
        "tasks": rules.tasks,
    }
    return Reason(says, name, _notes(held[folder][own].sources, rules))


def of_rule(says: str, name: str, rules: RuleBase) -> Reason:
    """A sentence that a rule carries, whether or not it holds in a case."""
    return Reason(says, name, _notes(rules[name].sources, rules))


class _Cited(Protocol):
    """What every file of knowledge has."""

    @property
    def sources(self) -> tuple[Citation, ...]: ...


def _notes(cited: Iterable[Citation], rules: RuleBase) -> tuple[results.SourceNote, ...]:
    return tuple(results.SourceNote(c.ref, rules.sources[c.ref].title, c.evidence) for c in cited)


def why(evaluation: Evaluation, of: object) -> tuple[Reason, ...]:
    """Why a conclusion was drawn, in a few lines."""
    return _few(_reasons(evaluation.why(of).because))


def why_not(evaluation: Evaluation, of: object) -> tuple[Reason, ...]:
    """Why a conclusion was not drawn: what stands against it, then the rule that came nearest."""
    told = evaluation.why_not(of)
    return _few((*_reasons(told.decided), *_reasons(told.rules[:2])))


def nearest(evaluation: Evaluation, of: object) -> tuple[Reason, ...]:
    """The rule that came nearest to a conclusion, with what it lacks, and nothing that it has."""
    return _few(_reasons(evaluation.why_not(of).rules[:1]))


@frozen
class Behind:
    """Everything that carries a conclusion, however few of its reasons are shown.

    `rules` are all rules on the way to it; `facts` are the answers, as `record.field`, that their
    conditions needed and found. What rules concluded counts by the answers behind it.
    """

    rules: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


def behind(evaluation: Evaluation, *parts: object) -> Behind:
    """All rules and answers behind conclusions: parts of the result, or names such as an area.

    >>> from ipt_rules import evaluate, load_inventory, load_rules, rules_folder
    >>> lena = load_inventory(rules_folder() / "cases" / "lena-renegotiation.yaml")
    >>> found = behind(evaluate(lena, load_rules()), "role_dispute")
    >>> "relationship:husband.conflict_course" in found.facts
    True
    """
    steps = [step for part in parts for step in _steps(evaluation.why(part).because)]
    rules = dict.fromkeys(step.rule for step in steps)
    facts = dict.fromkeys(fact for step in steps for fact in _needed(step))
    return Behind(tuple(rules), tuple(facts))


def _steps(parts: Iterable[Statement | Step]) -> Iterator[Step]:
    for part in parts:
        if isinstance(part, Step):
            yield part
            for record in part.records:
                yield from _steps(record.concluded_by)
        elif not part.aside:
            yield from _steps(part.rests_on)


def _needed(step: Step) -> Iterator[str]:
    for record in step.records:
        for condition in record.conditions if not record.concluded_by else ():
            if condition.state in ("held", "presumed"):
                for read in condition.found:
                    yield f"{read.fact}.{read.field}"


def _few(found: Iterable[Reason]) -> tuple[Reason, ...]:
    once = {reason.says: reason for reason in found if reason.says}
    return tuple(once.values())[:MOST]


def _reasons(parts: Iterable[Statement | Step]) -> Iterator[Reason]:
    for part in parts:
        if isinstance(part, Step):
            yield Reason(part.says or _lacking(part), part.rule, part.sources)
        elif not part.aside:
            yield Reason(part.says)
            yield from _reasons(part.rests_on)


def _lacking(step: Step) -> str:
    """What keeps a rule from holding."""
    found = [
        *(_against(c) for record in step.records for c in record.conditions),
        *(record.note for record in step.records),
    ]
    details = "; ".join(dict.fromkeys(filter(None, found)))
    return f"Not met: {step.title} ({details})." if details else f"Not met: {step.title}."


def _against(condition: Condition) -> str:
    if condition.state in ("held", "presumed"):
        return ""
    values = ", ".join(found.says for found in condition.found if found.says)
    return f"needed: {condition.needed}; on record: {values or 'not known'}"

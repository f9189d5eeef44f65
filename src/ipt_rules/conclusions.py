"""Verdicts to conclusions: what each rule says of this case, and what it could not tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from attrs import frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.facts import Fact, Span, Value, vocabulary
from ipt_rules.model import Formulation
from ipt_rules.reference import FactsByPosition, RuleVerdict
from ipt_rules.rulebase import RuleBase
from ipt_rules.rulebase import language as r

C = TypeVar("C")


@frozen
class _OnFacts:
    """A rule and the facts it is about, in the order of its patterns."""

    rule: r.Rule
    facts: tuple[Fact, ...]

    @property
    def subject(self) -> str:
        """The event or relationship it speaks of, or the case."""
        for fact in self.facts:
            if fact.subject != "case":
                return fact.subject
        return "case"


@frozen
class Firing(_OnFacts):
    """One rule that holds on certain facts; `presumed` are the fields counted as met."""

    presumed: tuple[tuple[Fact, str], ...]


@frozen
class Open(_OnFacts):
    """One rule that could still hold on certain facts; `unknown` are the fields that decide."""

    unknown: tuple[tuple[Fact, str], ...]


@frozen
class Drawn:
    """What one stratum gave."""

    firings: tuple[Firing, ...]
    opens: tuple[Open, ...]

    def firing(self, kind: type[C]) -> Iterator[tuple[Firing, C]]:
        """The firings with a conclusion of one kind."""
        for firing in self.firings:
            if isinstance(firing.rule.then, kind):
                yield firing, firing.rule.then

    def open(self, kind: type[C]) -> Iterator[tuple[Open, C]]:
        """The open rules with a conclusion of one kind."""
        for gap in self.opens:
            if isinstance(gap.rule.then, kind):
                yield gap, gap.rule.then


def draw(rules: Sequence[r.Rule], found: Sequence[RuleVerdict], facts: FactsByPosition) -> Drawn:
    """Put rules, verdicts and facts together, in the order of the rules."""
    firings, opens = [], []
    for rule, verdict in zip(rules, found, strict=True):
        for match in verdict.matches:
            chosen = tuple([facts[position] for position in match.positions])
            presumed = tuple([(facts[position], field) for position, field in match.presumed])
            firings.append(Firing(rule, chosen, presumed))
        for gap in verdict.gaps:
            chosen = tuple([facts[position] for position in gap.positions])
            unknown = tuple([(facts[position], field) for position, field in gap.unknown])
            opens.append(Open(rule, chosen, unknown))
    return Drawn(tuple(firings), tuple(opens))


# --- words -----------------------------------------------------------------------------------


def support(firing: Firing, rules: RuleBase) -> results.Support:
    """What a conclusion rests on."""
    rule = firing.rule
    return results.Support(
        rule=rule.id,
        title=rule.title,
        facts=tuple([fact.id for fact in firing.facts]),
        presumed=tuple([f"{fact.id}.{field}" for fact, field in firing.presumed]),
        sources=rules.once(rule.id, lambda: _notes(rule, rules)),
        status=rule.status,
    )


def _notes(rule: r.Rule, rules: RuleBase) -> tuple[results.SourceNote, ...]:
    return tuple(
        results.SourceNote(c.ref, rules.sources[c.ref].title, c.evidence) for c in rule.sources
    )


def because(firing: Firing) -> str:
    """The rule's sentence with its facts filled in, and what was presumed."""
    sentence = firing.rule.because
    if "{" in sentence:
        sentence = _filled(firing)
        sentence = sentence[:1].upper() + sentence[1:]
    if not firing.presumed:
        return sentence
    taken = "; ".join(dict.fromkeys(_taken(firing, fact, field) for fact, field in firing.presumed))
    return f"{sentence} Not known, and taken to be so until it is: {taken}."


def _taken(firing: Firing, fact: Fact, field: str) -> str:
    """A field that was presumed, with the words it was taken to be: never the field alone."""
    allowed = {
        word
        for pattern, filler in zip(firing.rule.when, firing.facts, strict=True)
        if filler is fact
        for test in pattern.presumes
        if test.field == field
        for word in test.allowed
    }
    listed = [w for w in vocabulary()[fact.kind].fields[field].values if w in allowed]
    said = [word.replace("_", " ") for word in listed or sorted(allowed)]
    shown = " or ".join(said) if len(said) <= _NAMED else f"one of {len(said)} kinds"
    return f"{field.replace('_', ' ')}: {shown}"


_NAMED = 4


def _filled(firing: Firing) -> str:
    by_alias = {p.alias: fact for p, fact in zip(firing.rule.when, firing.facts, strict=True)}

    def said(match: re.Match[str]) -> str:
        fact, name = by_alias[match[1]], match[2]
        text = words(fact.values.get(name))
        is_word = vocabulary()[fact.kind].fields[name].type == "word"
        return text.replace("_", " ") if is_word else text

    return r.PLACEHOLDER.sub(said, firing.rule.because)


def words(value: Value | None) -> str:
    """A value as a person reads it; a span shows both its ends.

    >>> words(frozenset({"at_onset", "long_before"}))
    'at onset or long before'
    >>> words(Span(7, 13))
    '7 to 13'
    """
    if value is None:
        return "(not recorded)"
    if isinstance(value, frozenset):
        return " or ".join(sorted(word.replace("_", " ") for word in value))
    if isinstance(value, Span):
        low, high = (None if end is None else round(end, 1) for end in (value.low, value.high))
        if low is None or high is None:
            return f"at least {low:g}" if low is not None else f"at most {high:g}"
        return f"{low:g}" if low == high else f"{low:g} to {high:g}"
    return f"{value:g}" if isinstance(value, float) else str(value)


# --- conclusions as facts for the next stratum -------------------------------------------------


def concluded_facts(drawn: Drawn) -> Iterator[Fact]:
    """Alerts, remarks and findings as facts for later strata."""
    for firing, alert in drawn.firing(r.RaisesAlert):
        values = {
            "name": firing.rule.id,
            "level": alert.level.value,
            "family": firing.rule.id.split("/")[1],
            "holds_focus": "yes" if "focus" in alert.holds else "no",
        }
        yield Fact("alert", concluded_id(firing), values, firing.subject)
    for firing, remark in drawn.firing(r.SaysSuitability):
        values = {"name": firing.rule.id, "fit": remark.fit.value}
        yield Fact("suitability", concluded_id(firing), values, firing.subject)
    for firing, finding in drawn.firing(r.Finds):
        values = {"name": finding.finding, "about": firing.subject}
        yield Fact("finding", concluded_id(firing), values, firing.subject)


def concluded_id(firing: Firing) -> str:
    """The id of the fact that a firing concludes."""
    return f"{firing.rule.id}({','.join(fact.id for fact in firing.facts)})"


def alerts(drawn: Drawn, rules: RuleBase) -> tuple[results.Alert, ...]:
    """The alerts of a stratum, most urgent first."""
    found = [
        results.Alert(
            firing.rule.id, then.level, because(firing), then.action, then.holds,
            support(firing, rules),
        )
        for firing, then in drawn.firing(r.RaisesAlert)
    ]  # fmt: skip
    levels = list(t.AlertLevel)
    urgent = {f.rule.id for f, then in drawn.firing(r.RaisesAlert) if then.urgent}
    return tuple(sorted(found, key=lambda a: (levels.index(a.level), a.name not in urgent, a.name)))


def remarks(drawn: Drawn, rules: RuleBase) -> tuple[results.Remark, ...]:
    """The remarks on suitability of a stratum, weightiest first."""
    found = [
        results.Remark(
            firing.rule.id, then.fit, because(firing), then.action, support(firing, rules)
        )
        for firing, then in drawn.firing(r.SaysSuitability)
    ]
    fits = list(t.Suitability)
    return tuple(sorted(found, key=lambda remark: (fits.index(remark.fit), remark.name)))


_TRIED = (
    t.FocusVerdict.CONTRADICTED,
    t.FocusVerdict.PREMATURE,
    t.FocusVerdict.SUPPORTED,
    t.FocusVerdict.DEFENSIBLE,
    t.FocusVerdict.UNSUPPORTED,
)
"""What stands in the way comes first, then the best that can be said."""


def chosen_areas(
    drawn: Drawn,
    areas: Iterable[results.AreaStanding],
    formulation: Formulation | None,
    rules: RuleBase,
) -> tuple[results.ChosenArea, ...]:
    """The verdict on each area that was chosen, in the order of the formulation."""
    if formulation is None:
        return ()
    judged: dict[str, list[tuple[Firing, r.JudgesFocus]]] = {}
    for firing, then in drawn.firing(r.JudgesFocus):
        chosen = next(fact for fact in firing.facts if fact.kind == "formulation_area")
        judged.setdefault(str(chosen.values["area"]), []).append((firing, then))
    standing = {area.area: area for area in areas}
    found = []
    for area in dict.fromkeys(formulation.areas):
        said = judged.get(area.value)
        if said is None:
            continue  # a rule base without verdicts says none
        firing, then = min(said, key=lambda one: (_TRIED.index(one[1].verdict), one[0].rule.id))
        arguments = standing[area].arguments
        found.append(
            results.ChosenArea(
                area, then.verdict, because(firing), then.action, then.question,
                tuple(sorted(arguments, key=lambda a: a.side != "for")),
                tuple(dict.fromkeys(a.about for a in arguments if a.side == "for")),
                tuple(dict.fromkeys(formulation.linked_to)), support(firing, rules),
            )
        )  # fmt: skip
    return tuple(found)


def issues(drawn: Drawn, rules: RuleBase) -> tuple[results.Issue, ...]:
    """The issues in a formulation, errors first; what reads the same is said once."""
    found = [
        results.Issue(
            name=firing.rule.id,
            severity=then.severity,
            because=because(firing),
            expected=then.expected,
            action=then.action,
            question=then.question,
            support=support(firing, rules),
        )
        for firing, then in drawn.firing(r.RaisesIssue)
    ]
    severities = list(t.Severity)
    once = {(issue.name, issue.because): issue for issue in reversed(found)}.values()
    return tuple(sorted(once, key=lambda i: (severities.index(i.severity), i.name, i.because)))

"""What a name, or a part of a result, stands for when somebody asks about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.exceptions import IptRulesError
from ipt_rules.rulebase import language as r
from ipt_rules.rulebase.reader import unknown_word
from ipt_rules.strata import Run


@frozen
class TheProposal:
    """The proposal as a whole."""

    label: str = "the proposal"


@frozen
class AnArea:
    """A problem area, with its standing."""

    area: t.ProblemArea

    @property
    def label(self) -> str:
        """How a sentence calls it."""
        return self.area.label


@frozen
class ARule:
    """A rule by its id."""

    rule: r.Rule

    @property
    def label(self) -> str:
        """How a sentence calls it."""
        return f"the rule {self.rule.id}"


@frozen
class ATechnique:
    """A technique by its name."""

    name: str
    title: str

    @property
    def label(self) -> str:
        """How a sentence calls it."""
        return f"the technique {self.title!r}"


@frozen
class ATask:
    """A task by its name."""

    name: str
    title: str

    @property
    def label(self) -> str:
        """How a sentence calls it."""
        return f"the task {self.title!r}"


@frozen
class AnOutcome:
    """An outcome that the proposal could have."""

    outcome: t.Outcome

    @property
    def label(self) -> str:
        """How a sentence calls it."""
        return f"the outcome {self.outcome.label!r}"


@frozen
class AGroup:
    """All techniques, all tasks, or the focus, as something that can be held."""

    name: str

    @property
    def label(self) -> str:
        """How a sentence calls it."""
        return f"holding {self.name}"


@frozen
class APart:
    """One part of a result that carries its own support, or a question."""

    part: (
        results.Alert
        | results.Remark
        | results.Argument
        | results.Task
        | results.Suggestion
        | results.Held
        | results.ChosenArea
        | results.Issue
        | results.Question
    )

    @property
    def label(self) -> str:
        """How a sentence calls it."""
        return "this part of the result"


Subject = (
    TheProposal | AnArea | ARule | ATechnique | ATask | AnOutcome | AGroup | APart
)  # fmt: skip

_PARTS = (
    results.Alert,
    results.Remark,
    results.Argument,
    results.Task,
    results.Suggestion,
    results.Held,
    results.ChosenArea,
    results.Issue,
    results.Question,
)


def subject_of(of: object, run: Run) -> Subject:
    """What is meant, by a part of the result or by a name.

    Names are those of reports and of `ipt-rules rules show`: "proposal", an area, an outcome, a
    technique, a task, or a rule by its id or by the end of it. Raises `IptRulesError` for anything
    else, and for a name that may mean more than one thing.
    """
    if isinstance(of, results.Proposal):
        return TheProposal()
    if isinstance(of, results.AreaStanding | results.Focus):
        return AnArea(of.area)
    if isinstance(of, _PARTS):
        return APart(of)
    if isinstance(of, str):
        return _named(of, run)
    raise IptRulesError(
        "expected a part of the evaluation, or a name such as 'proposal' or 'grief'"
    )


def _named(name: str, run: Run) -> Subject:
    known = run.rules.once("subjects", lambda: _subjects(run))
    key = _key(name)
    if key in known:
        return known[key]
    rules = [rule for rule in run.rules.rules if rule.status is not t.RuleStatus.RETIRED]
    ends = [rule for rule in rules if _key("/" + rule.id.replace("#", "/")).endswith("/" + key)]
    either = [known[f"{folder}/{key}"] for folder in ("techniques", "tasks")
              if f"{folder}/{key}" in known]  # fmt: skip
    if len(either) == 1:
        return either[0]
    if either:
        folders = " or ".join(f"'{folder}/{name}'" for folder in ("techniques", "tasks"))
        raise IptRulesError(f"{name!r} is a technique and a task; say {folders}")
    if len(ends) == 1:
        return ARule(ends[0])
    if ends:
        shown = ", ".join(rule.id for rule in ends[:_SHOWN])
        more = f" and {len(ends) - _SHOWN} more" if len(ends) > _SHOWN else ""
        raise IptRulesError(f"{name!r} may be any of: {shown}{more}")
    words = [*_spelled(run), *(rule.id.rpartition("/")[2] for rule in rules)]
    message = unknown_word(name, words, "a conclusion that this rule base can draw")
    raise IptRulesError(message.partition("; known:")[0])


_SHOWN = 6


def _key(name: str) -> str:
    return name.strip().strip("/").casefold().replace("_", " ").replace("-", " ")


def _subjects(run: Run) -> Mapping[str, Subject]:
    """What whole names stand for. Techniques and tasks also go by their name alone; see above."""
    found: dict[str, Subject] = {_key(rule.id): ARule(rule) for rule in run.rules.rules}
    for name, technique in run.rules.techniques.items():
        found[_key(f"techniques/{name}")] = ATechnique(name, technique.title)
    for name, task in _task_titles(run).items():
        found[_key(f"tasks/{name}")] = ATask(name, task)
    found |= {_key(name): AGroup(name) for name in r.GROUPS}
    # Where a focus is supported, so is an area: the outcome is what an outcome is called.
    found |= {_key(outcome.value): AnOutcome(outcome) for outcome in t.Outcome}
    found |= {_key(area.value): AnArea(area) for area in t.ProblemArea}
    return {**found, "proposal": TheProposal()}


def _task_titles(run: Run) -> Mapping[str, str]:
    return {
        rule.then.task: rule.then.title
        for rule in run.rules.rules
        if isinstance(rule.then, r.AssignsTask)
    }


def _spelled(run: Run) -> Iterator[str]:
    yield "proposal"
    yield from (area.value for area in t.ProblemArea)
    yield from (outcome.value for outcome in t.Outcome)
    yield from run.rules.techniques
    yield from _task_titles(run)
    yield from (rule.id for rule in run.rules.rules)


def was_drawn(subject: Subject, run: Run, result: results.Result) -> bool:
    """Whether there is something to explain: a conclusion that stands in the result."""
    match subject:
        case AnArea(area):  # it always has a standing; a conclusion it is where a rule argues
            return any(found.area is area and found.arguments for found in run.areas)
        case ATechnique(name):
            return any(found.technique == name for found in result.suggestions)
        case ATask(name):
            return any(found.task == name for found in result.tasks)
        case AnOutcome(outcome):
            return result.proposal.outcome is outcome
        case AGroup(name):
            return any(found.what == name for found in result.held)
        case ARule(rule):
            return any(f.rule.id == rule.id for drawn in run.drawn.values() for f in drawn.firings)
    return True

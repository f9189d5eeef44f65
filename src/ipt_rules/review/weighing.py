"""What a supervisor would raise first, what is missing, and what may stay as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.evaluation import Evaluation
from ipt_rules.exceptions import Path
from ipt_rules.review.values import Missing, ReviewIssue, ToRaise

RAISED_FIRST = 3
"""How many things are put first: what one hour of supervision can hold. A choice of ours."""

At = Sequence[tuple[ReviewIssue, Path]]
"""Issues, each with its path in the record."""


# --- what to raise first -------------------------------------------------------------------------


def raised_first(found: Evaluation, issues: At) -> tuple[ToRaise, ...]:
    """Safety, then what contradicts the choice of the focus, then the rest by its weight."""
    return tuple(_raised(found, issues))[:RAISED_FIRST]


def _raised(found: Evaluation, issues: At) -> Iterator[ToRaise]:
    grave_alerts = [a for a in found.alerts if a.level in (t.AlertLevel.STOP, t.AlertLevel.REFER)]
    # Every alert stands before all this; here the first of each family leaves room for more.
    families = {alert.name.rpartition("/")[0]: alert for alert in reversed(grave_alerts)}
    for alert in (a for a in grave_alerts if a in families.values()):
        yield ToRaise(alert.name, alert.because, alert.action, None)
    safety = [issue for issue, path in issues if _is_of_safety(issue, path)]
    yield from map(_issue, safety)
    grave = [c for verdict in _GRAVE for c in found.chosen if c.verdict is verdict]
    yield from map(_chosen, grave)
    # What is wrong with an area was said with its verdict.
    said = [issue for issue, path in issues if grave and path[:2] == ("formulation", "areas")]
    rest = [issue for issue, _ in issues if issue not in safety and issue not in said]
    yield from (_issue(issue) for issue in rest if issue.severity is t.Severity.ERROR)
    yield from (_chosen(c) for c in found.chosen if c.verdict is t.FocusVerdict.UNSUPPORTED)
    yield from (_issue(issue) for issue in rest if issue.severity is not t.Severity.ERROR)


_GRAVE = (t.FocusVerdict.CONTRADICTED, t.FocusVerdict.PREMATURE)


def _is_of_safety(issue: ReviewIssue, path: Path) -> bool:
    """Whether it lies in the risk screen, or plans what has to wait."""
    return path[:1] == ("risk",) or any(fact.startswith("held:") for fact in issue.support.facts)


def _issue(issue: ReviewIssue) -> ToRaise:
    return ToRaise(issue.name, issue.because, issue.action, issue.question)


def _chosen(chosen: results.ChosenArea) -> ToRaise:
    return ToRaise(chosen.support.rule, chosen.because, chosen.action, chosen.question)


# --- what is missing, and what stands ------------------------------------------------------------


def missing(found: Evaluation, issues: Iterable[ReviewIssue]) -> Iterator[Missing]:
    """What rules found blank, then what would decide the proposal.

    What is open about safety stands by itself, before everything else.
    """
    for issue in issues:
        if any(fact.startswith("lacking:") for fact in issue.support.facts):
            yield Missing(issue.because, issue.question, issue.place)
    for text in dict.fromkeys(question.text for question in found.proposal.decided_by):
        yield Missing(f"It would decide the proposal: {text}", text, None)


def stands(found: Evaluation, paths: Collection[Path]) -> Iterator[str]:
    """What may stay as it is: areas that hold, and parts that are there and raise nothing."""
    for chosen in found.chosen:
        if chosen.verdict in (t.FocusVerdict.SUPPORTED, t.FocusVerdict.DEFENSIBLE):
            yield chosen.because
    formulation = found.run.inventory.formulation
    assert formulation is not None
    unsound = {path[1] for path in paths if path[:1] == ("formulation",) and len(path) > 1}
    for name, says in _PARTS.items():
        value = getattr(formulation, name)
        absent = isinstance(value, t.Absence) or value in ((), frozenset(), t.Answer.NO)
        if not absent and name not in unsound:
            yield says
    agreed = formulation.contract.sessions, formulation.contract.ends_on
    if "contract" not in unsound and not all(isinstance(part, t.Absence) for part in agreed):
        yield "A time limit is part of the contract."


_PARTS = {
    "diagnosis": "The illness is named.",
    "linked_to": "The focus is tied to an event or to a person.",
    "onset_link": "It is said how the focus goes with the onset.",
    "dispute_stage": "The stage of the dispute is given.",
    "goals": "Goals are stated.",
    "strengths": "Strengths are named.",
    "alternatives_considered": "Other areas were considered.",
    "reason_for_choice": "A reason for the choice is given.",
    "patient_agreed": "The patient has agreed.",
    "statement": "What is said to the patient is written down.",
    "plan": "Sessions are planned.",
}
"""Parts of a formulation, as a supervisor would name what is in order."""

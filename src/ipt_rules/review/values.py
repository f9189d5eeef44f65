"""What a review holds: verdicts, issues in their place, what to raise first."""

from __future__ import annotations

from attrs import frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.review.course import CourseSoFar
from ipt_rules.review.record import Spot

FORMAT = "ipt-rules/review/1"
"""Name and version of the form in which reviews are written."""


@frozen
class ReviewIssue:
    """Something a supervisor would raise, and where it stands; advice, never a mark.

    `codes` are the checks that its rule implements (F01 to F48 among them).
    """

    name: str
    codes: tuple[str, ...]
    severity: t.Severity
    place: Spot
    because: str
    expected: str
    action: str
    question: str
    support: results.Support


@frozen
class Missing:
    """Something that is not on record and would be needed, with the question that asks for it."""

    what: str
    question: str
    place: Spot | None


@frozen
class ToRaise:
    """What to raise in supervision, and how: the reason, what to do, the question to ask.

    `name` is the alert, the verdict or the issue behind it.
    """

    name: str
    because: str
    action: str
    question: str | None


@frozen
class Reviewed(results.AsData):
    """Everything a review found, alerts first.

    `proposal` is what the rules propose by themselves; `chosen` says of each area in the
    formulation what the record says of it. Without session notes `course` is `None`.
    """

    format: str
    pseudonym: str
    alerts: tuple[results.Alert, ...]
    crisis: results.CrisisHelp | None
    open_safety: tuple[results.Question, ...]
    raise_first: tuple[ToRaise, ...]
    chosen: tuple[results.ChosenArea, ...]
    proposal: results.Proposal
    stands: tuple[str, ...]
    missing: tuple[Missing, ...]
    issues: tuple[ReviewIssue, ...]
    course: CourseSoFar | None
    record: results.Record

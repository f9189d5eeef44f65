"""What a caseload holds."""

from __future__ import annotations

from attrs import frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.caseloads.rows import CaseRow

FORMAT = "ipt-rules/caseload/1"
"""Name and version of the form in which caseloads are written."""


@frozen
class Overdue:
    """A task, and the cases in which it is past its session and on no note."""

    task: str
    title: str
    cases: tuple[str, ...]


@frozen
class Abstention:
    """A cause for which no focus is proposed, and in how many cases.

    A case that is held for several causes counts with each. `cases` is `None` where the number is
    kept back; `shown` says in words what may be said of it.
    """

    outcome: t.Outcome
    cause: str
    reason: str
    cases: int | None
    shown: str


@frozen
class Habit:
    """In how many of the cases of one trainee, or of all, a question stands open.

    `cases` is `None` where the number is kept back, and `habitual` where it would tell; `of` is how
    many cases there are.
    """

    trainee: str | None
    asks: str
    text: str
    why: str
    purpose: results.Purpose
    cases: int | None
    of: int
    shown: str
    habitual: bool | None


@frozen
class Contents:
    """Many cases, the most urgent first, and what they have in common.

    `cases` is the supervisor's own list and complete. `overdue` names its cases as well.
    `abstentions` and `habits` count cases and may be passed on: a count from 1 to below `smallest`
    is kept back, and whatever would tell it. `notes` say what to bear in mind on reading.
    """

    format: str
    smallest: int
    by_trainee: bool
    notes: tuple[str, ...]
    cases: tuple[CaseRow, ...]
    overdue: tuple[Overdue, ...]
    abstentions: tuple[Abstention, ...]
    habits: tuple[Habit, ...]

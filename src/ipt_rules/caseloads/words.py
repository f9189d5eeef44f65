"""Words that the text and the HTML of a caseload share."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_rules import terms as t
from ipt_rules.caseloads.contents import Abstention, Contents
from ipt_rules.caseloads.rows import URGENCY, CaseRow
from ipt_rules.report.wording import OUTCOMES

CASES_NOTE = (
    "This list names cases: it is the supervisor's own and hides nothing. "
    "The report of a case says more, crisis services included."
)
OVERDUE_NOTE = "Past their session and on no note; they may well have been done."


def one_line(text: str) -> str:
    """Text in which no line break can pass for another part."""
    return " ".join(text.split())


def begun(text: str) -> str:
    """Text that begins with a capital letter.

    >>> begun("no IPT focus is indicated")
    'No IPT focus is indicated'
    """
    return text[:1].upper() + text[1:]


def counted(number: int, one: str, more: str | None = None) -> str:
    """A number with its noun.

    >>> counted(1, "case"), counted(2, "case")
    ('1 case', '2 cases')
    """
    return f"{number} {one if number == 1 else more or one + 's'}"


def aggregate_note(load: Contents) -> str:
    """What is kept back in the tables that may be passed on."""
    if load.smallest == 1:
        return "Every count is shown: keep these tables to those who may know the cases."
    return (
        f"May be passed on: counts of fewer than {load.smallest} cases are kept back, "
        "and counts that would tell one."
    )


def by_level(load: Contents) -> Iterator[tuple[t.AlertLevel | None, list[CaseRow]]]:
    """The cases by their most urgent alert, those without one last; no empty group."""
    for level in (*URGENCY, None):
        rows = [row for row in load.cases if row.level is level]
        if rows:
            yield level, rows


def course(row: CaseRow) -> str:
    """Where a case stands in its course."""
    of = "" if row.phase.planned_sessions is None else f" of {row.phase.planned_sessions}"
    phase = "" if row.phase.phase is None else f", {row.phase.phase.label}"
    return f"{row.phase.session}{of}{phase}"


def foci(row: CaseRow) -> list[str]:
    """The proposed areas, each with its rank and whether the patient agreed."""
    if row.outcome is t.Outcome.UNDECIDED_PAIR:
        return [f"{focus.area.label} (one of two)" for focus in row.foci]
    return [f"{focus.area.label} ({focus.rank}, {focus.standing.label})" for focus in row.foci]


def issues(row: CaseRow) -> str:
    """How many issues of each severity, none where there is none."""
    numbers = (
        (row.errors, "error", None),
        (row.warnings, "warning", None),
        (row.infos, "info", "info"),
    )
    return ", ".join(counted(number, one, more) for number, one, more in numbers if number)


def cause(row: Abstention) -> str:
    """A cause as a person reads it: the family of rules, or the areas.

    >>> cause(Abstention(t.Outcome.WITHHELD, "safety/violence", "", 7, "7"))
    'safety: violence'
    """
    return row.cause.replace("/", ": ").replace("_", " ").replace("-", " ")


def outcome(of: t.Outcome) -> str:
    """An outcome as reports say it."""
    return "the focus is held" if of is t.Outcome.WITHHELD else OUTCOMES[of]

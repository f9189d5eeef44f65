"""A caseload as plain text, alerts first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ipt_rules.caseloads import words as s
from ipt_rules.caseloads.contents import Contents
from ipt_rules.caseloads.rows import CaseRow
from ipt_rules.report.text import wrapped
from ipt_rules.report.wording import OUTCOMES, PURPOSE, clean


def caseload_text(load: Contents) -> str:
    """The caseload as text: what comes first matters first."""
    number = sum(len(row.alerts) for row in load.cases)
    parts = [
        _block(f"Caseload: {s.counted(len(load.cases), 'case')}", [PURPOSE, *load.notes]),
        _block(f"ALERTS ({number})", _alerts(load)),
        _block("Cases, the most urgent first", [s.CASES_NOTE, *map(_case, load.cases)]),
        _block("Not on record as done", _overdue(load)),
        _block("Why no focus is proposed", _abstentions(load)),
        _block("Questions habitually left open", _habits(load)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(title: str, lines: Iterable[str]) -> str:
    """A part with its title; nothing where it would be empty. Blanks before a line set it in."""
    told = list(lines)
    if not told:
        return ""
    return "\n".join([wrapped(title, 0), *map(_line, told)])


def _line(line: str) -> str:
    depth = len(line) - len(line.lstrip(" "))
    return wrapped(s.one_line(clean(line)), depth + 2)


def _alerts(load: Contents) -> Iterator[str]:
    for row in load.cases:
        if row.alerts:
            yield _who(row)
        for alert in row.alerts:
            yield f"  {alert.level.upper()}: {alert.because} {alert.action}"
        if row.alerts and row.holds:
            yield f"  Holds back: {', '.join(row.holds)}."


def _who(row: CaseRow) -> str:
    return row.pseudonym if row.trainee is None else f"{row.pseudonym} ({row.trainee})"


def _case(row: CaseRow) -> str:
    level = f"{row.level.upper()}: " if row.level is not None else ""
    said = [
        f"{level}{_who(row)}",
        f"session {s.course(row)}",
        "; ".join([OUTCOMES[row.outcome], *s.foci(row)]),
    ]
    if row.phase.sessions_left is not None:
        said[1] += f", {row.phase.sessions_left} left"
    if row.safety_questions:
        said.append(f"{s.counted(len(row.safety_questions), 'question')} of safety open")
    if row.overdue:
        said.append(f"{s.counted(len(row.overdue), 'task')} not on record")
    if row.due:
        said.append(f"{row.due} due")
    if issues := s.issues(row):
        said.append(issues)
    return " · ".join(said)


def _overdue(load: Contents) -> Iterator[str]:
    if load.overdue:
        yield s.OVERDUE_NOTE
    for task in load.overdue:
        yield f"{task.title} ({len(task.cases)}): {', '.join(task.cases)}"


def _abstentions(load: Contents) -> Iterator[str]:
    if load.abstentions:
        yield s.aggregate_note(load)
    for row in load.abstentions:
        named = f" ({s.cause(row)})" if row.cause else ""
        yield f"{row.shown}: {s.outcome(row.outcome)}{named}. {row.reason}"


def _habits(load: Contents) -> Iterator[str]:
    habits = [habit for habit in load.habits if habit.habitual]
    if load.habits:
        yield s.aggregate_note(load)
    for habit in habits:
        who = f"{habit.trainee or 'no trainee named'}: " if load.by_trainee else ""
        yield f"{who}{habit.text} ({habit.purpose}; open in {habit.shown} of {habit.of} cases)"
    others = len(load.habits) - len(habits)
    if others:
        more = "others are" if habits else "questions are"
        yield f"{others} {more} open less often, or too seldom to be counted; the tables hold them."

"""The tables of a caseload as columns and rows, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal

from attrs import frozen

from ipt_rules.caseloads.contents import Contents
from ipt_rules.exceptions import IptRulesError
from ipt_rules.report.wording import clean
from ipt_rules.rulebase.reader import unknown_word

Kind = Literal["text", "number", "truth", "date"]
"""What a column holds; every column may lack a value."""

Row = tuple[Any, ...]


@frozen
class Table:
    """A table: the columns, always the same, and how a caseload fills them."""

    columns: Mapping[str, Kind]
    rows: Callable[[Contents], Iterable[Row]]


def table_of(name: str) -> Table:
    """The table of that name. Raises `IptRulesError` for an unknown one."""
    if name not in TABLES:
        raise IptRulesError(unknown_word(name, list(TABLES), "a table of a caseload"))
    return TABLES[name]


def csv_text(load: Contents, name: str) -> str:
    """A table as CSV, harmless in a spreadsheet."""
    table = table_of(name)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_cell(value) for value in row] for row in table.rows(load))
    return out.getvalue()


_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""With what a formula begins; some spreadsheets take the wide forms too."""


def _cell(value: Any) -> str:
    """A value as one line of text that no spreadsheet runs.

    >>> _cell("=1+1"), _cell(-1), _cell(True), _cell(None)
    ("'=1+1", '-1', 'yes', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return str(value)
    text = " ".join(clean(value).split())
    risky = value.startswith(("\t", "\r")) or text.startswith(_FORMULA)
    return f"'{text}" if risky else text


# --- what is in them ---------------------------------------------------------------------------


def _cases(load: Contents) -> Iterator[Row]:
    for row in load.cases:
        after = row.focus_after_stabilisation
        yield (
            row.pseudonym, row.trainee, row.level and row.level.value, len(row.alerts),
            _together(f"{alert.level.upper()}: {alert.because}" for alert in row.alerts),
            _together(row.holds), row.outcome.value, row.because,
            _together(focus.area.value for focus in row.foci), after and after.value, row.settled,
            row.phase.profile, row.phase.phase and row.phase.phase.value, row.phase.session,
            row.phase.planned_sessions, row.phase.sessions_left, len(row.safety_questions),
            row.mandatory, row.questions, len(row.overdue),
            _together(task.title for task in row.overdue), row.due,
            row.errors, row.warnings, row.infos, row.as_of,
            row.rules_name, row.rules_version, row.rules_digest, row.library_version,
        )  # fmt: skip


def _alerts(load: Contents) -> Iterator[Row]:
    for row in load.cases:
        for a in row.alerts:
            holds = _together(a.holds)
            yield (
                row.pseudonym, row.trainee, a.level.value, a.name, a.because, a.action, holds
            )  # fmt: skip


def _overdue(load: Contents) -> Iterator[Row]:
    rows = {row.pseudonym: row for row in load.cases}
    for task in load.overdue:
        for name in task.cases:
            yield task.task, task.title, name, rows[name].trainee, rows[name].phase.session


def _abstentions(load: Contents) -> Iterator[Row]:
    for row in load.abstentions:
        yield row.outcome.value, row.cause, row.reason, row.cases, row.shown


def _habits(load: Contents) -> Iterator[Row]:
    for row in load.habits:
        yield (
            row.trainee, row.asks, row.text, row.why, row.purpose,
            row.cases, row.of, row.shown, row.habitual,
        )  # fmt: skip


def _together(texts: Iterable[str]) -> str:
    return "; ".join(texts)


TABLES: Mapping[str, Table] = {
    "cases": Table(
        {
            "pseudonym": "text",
            "trainee": "text",
            "level": "text",
            "alerts": "number",
            "because": "text",
            "holds": "text",
            "outcome": "text",
            "outcome_because": "text",
            "foci": "text",
            "focus_after_stabilisation": "text",
            "settled": "truth",
            "profile": "text",
            "phase": "text",
            "session": "number",
            "planned_sessions": "number",
            "sessions_left": "number",
            "safety_questions": "number",
            "mandatory_questions": "number",
            "questions": "number",
            "overdue": "number",
            "overdue_tasks": "text",
            "due": "number",
            "errors": "number",
            "warnings": "number",
            "infos": "number",
            "as_of": "date",
            "rules_name": "text",
            "rules_version": "text",
            "rules_digest": "text",
            "library_version": "text",
        },
        _cases,
    ),
    "alerts": Table(
        {
            "pseudonym": "text",
            "trainee": "text",
            "level": "text",
            "name": "text",
            "because": "text",
            "action": "text",
            "holds": "text",
        },
        _alerts,
    ),
    "overdue": Table(
        {
            "task": "text",
            "title": "text",
            "pseudonym": "text",
            "trainee": "text",
            "session": "number",
        },
        _overdue,
    ),
    "abstentions": Table(
        {
            "outcome": "text",
            "cause": "text",
            "reason": "text",
            "cases": "number",
            "shown": "text",
        },
        _abstentions,
    ),
    "habits": Table(
        {
            "trainee": "text",
            "asks": "text",
            "text": "text",
            "why": "text",
            "purpose": "text",
            "cases": "number",
            "of": "number",
            "shown": "text",
            "habitual": "truth",
        },
        _habits,
    ),
}

"""A caseload as HTML: a fragment for notebooks, and a page whose tables sort."""

from __future__ import annotations

from collections.abc import Sequence

from ipt_rules.caseloads import words as s
from ipt_rules.caseloads.contents import Contents, Habit
from ipt_rules.caseloads.layout import STYLE, Cell, body, folded, number, table
from ipt_rules.caseloads.rows import URGENCY, CaseAlert, CaseRow
from ipt_rules.caseloads.sorting import SCRIPT
from ipt_rules.report.markup import Html, join, tag
from ipt_rules.report.page import fragment, page
from ipt_rules.report.wording import OUTCOMES, PURPOSE

_HINT = (
    "A click on a heading sorts by it, a second turns the order round, "
    "a third brings back the order by urgency."
)


def caseload_html(load: Contents) -> Html:
    """The caseload as a fragment: no script, no link, no image; alerts first."""
    return fragment(
        tag("style", Html(STYLE)),
        tag(
            "div",
            tag("h2", f"Caseload: {s.counted(len(load.cases), 'case')}"),
            tag("p", PURPOSE, class_="note"),
            *(_level(str(level or ""), rows) for level, rows in s.by_level(load)),
            _cases(load),
            _overdue(load),
            _abstentions(load),
            _habits(load),
            *(tag("p", note, class_="note") for note in load.notes),
            class_="caseload",
        ),
    )


def caseload_page(load: Contents) -> str:
    """The caseload as one file that loads nothing and sorts by itself."""
    return page("IPT caseload", caseload_html(load), Html(SCRIPT))


def _level(level: str, rows: Sequence[CaseRow]) -> Html:
    """Who has an alert of this level as the most urgent one; this stays first however one sorts."""
    names = ", ".join(s.one_line(row.pseudonym) for row in rows)
    cases = s.counted(len(rows), "case")
    if not level:
        said = f"No alert: {cases}. That does not mean no risk; see the open questions of safety."
        return tag("p", said, class_="note")
    return tag(
        "div", tag("strong", f"{level.upper()}: {cases}"), tag("div", names, class_="names"),
        class_=f"alert {level}",
    )  # fmt: skip


# --- the cases ---------------------------------------------------------------------------------


def _cases(load: Contents) -> Html:
    heads = [
        ("Case", "text", "middling"),
        ("Alert", "number", "narrow"),
        ("Proposal", "text", ""),
        ("Session", "number", "narrow"),
        ("Left", "number", "tiny"),
        ("Safety open", "number", "narrow"),
        ("Overdue", "number", "narrow"),
        ("Issues", "number", "narrow"),
    ]
    if load.by_trainee:
        heads.insert(2, ("Trainee", "text", "narrow"))
    return join(
        tag("h3", "Cases, the most urgent first"),
        tag("p", s.CASES_NOTE, class_="note"),
        tag("p", _HINT, class_="note hint", hidden="hidden"),
        table(heads, (_case(row, load.by_trainee) for row in load.cases)),
    )


def _case(row: CaseRow, by_trainee: bool) -> Html:
    left = row.phase.sessions_left
    urgency = 0 if row.level is None else len(URGENCY) - URGENCY.index(row.level)
    cells: list[Cell] = [
        (s.one_line(row.pseudonym), None),
        (tag("strong", row.level.upper()) if row.level is not None else "–", str(urgency)),
        (_proposal(row), None),
        (s.course(row), str(row.phase.session)),
        ("–" if left is None else str(left), "" if left is None else str(left)),
        number(len(row.safety_questions)),
        number(len(row.overdue)),
        (s.issues(row) or "–", str((row.errors * 1000 + row.warnings) * 1000 + row.infos)),
    ]
    if by_trainee:
        cells.insert(2, (row.trainee or "–", row.trainee or ""))
    return body(cells, _behind(row))


def _behind(row: CaseRow) -> Html:
    """Every alert whole; behind a click, and on paper: what to do, to ask, and what is overdue."""
    several = "all" if len(row.alerts) > 1 else "one"
    alerts = tag("div", *map(_alert, row.alerts), class_=several) if row.alerts else ""
    held = tag("div", f"Held back: {', '.join(row.holds)}.", class_="note") if row.holds else ""
    return join(
        alerts,
        held,
        folded("What to do", dict.fromkeys(alert.action for alert in row.alerts)),
        folded("Open questions of safety", row.safety_questions),
        folded("Not on record as done", [task.title for task in row.overdue]),
    )


def _alert(alert: CaseAlert) -> Html:
    level = tag("strong", f"{alert.level.upper()}:")
    return tag("div", level, f" {alert.because}", class_=f"says {alert.level}")


def _proposal(row: CaseRow) -> Html:
    after = row.focus_after_stabilisation
    return join(
        tag("strong", s.begun(OUTCOMES[row.outcome])),
        *(tag("p", focus) for focus in s.foci(row)),
        "" if row.foci else tag("p", row.because, class_="note"),
        tag("p", f"Likely later, not proposed now: {after.label}.", class_="note") if after else "",
    )


# --- what they have in common ------------------------------------------------------------------


def _overdue(load: Contents) -> Html:
    if not load.overdue:
        return join()
    rows = [
        [
            (task.title, None),
            (str(len(task.cases)), None),
            (", ".join(map(s.one_line, task.cases)), None),
        ]
        for task in load.overdue
    ]
    heads = [("Task", "text", "broad"), ("Cases", "number", "narrow"), ("Who", "text", "")]
    return join(
        tag("h3", "Not on record as done"),
        tag("p", s.OVERDUE_NOTE, class_="note"),
        table(heads, map(body, rows)),
    )


def _abstentions(load: Contents) -> Html:
    if not load.abstentions:
        return join()
    heads = [
        ("Outcome", "text", ""),
        ("Cause", "text", ""),
        ("Reason", "text", "broad"),
        ("Cases", "number", "middling"),
    ]
    rows = [
        [
            (s.begun(s.outcome(row.outcome)), None),
            (s.cause(row) or "–", s.cause(row)),
            (row.reason, None),
            (row.shown, str(row.cases or "")),
        ]
        for row in load.abstentions
    ]
    return join(
        tag("h3", "Why no focus is proposed"),
        tag("p", s.aggregate_note(load), class_="note"),
        table(heads, map(body, rows)),
    )


def _habits(load: Contents) -> Html:
    if not load.habits:
        return join()
    habits = [habit for habit in load.habits if habit.habitual]
    others = [habit for habit in load.habits if not habit.habitual]
    more = f"{len(others)} that are open less often, or too seldom to be counted"
    return join(
        tag("h3", "Questions habitually left open"),
        tag("p", f"In half of the cases or more. {s.aggregate_note(load)}", class_="note"),
        _habit_table(habits, load.by_trainee) if habits else tag("p", "None."),
        tag("details", tag("summary", more), _habit_table(others, load.by_trainee))
        if others
        else "",
    )


def _habit_table(habits: Sequence[Habit], by_trainee: bool) -> Html:
    heads = [
        ("Question", "text", ""),
        ("Why it is asked", "text", ""),
        ("For", "text", "middling"),
        ("Open in", "number", "narrow"),
        ("Of", "number", "tiny"),
    ]
    rows: list[list[Cell]] = [
        [
            (habit.text, None),
            (habit.why, None),
            (habit.purpose, None),
            (habit.shown, str(habit.cases or "")),
            (str(habit.of), None),
        ]
        for habit in habits
    ]
    if by_trainee:
        heads.insert(0, ("Trainee", "text", "middling"))
        for habit, cells in zip(habits, rows, strict=True):
            cells.insert(0, (habit.trainee or "–", habit.trainee or ""))
    return table(heads, map(body, rows))

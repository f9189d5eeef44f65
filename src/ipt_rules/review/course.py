"""The course so far: sessions, focus, scores, tasks, the ending, and what comes next."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.evaluation import Evaluation
from ipt_rules.facts import Fact, bounds
from ipt_rules.facts.course import agreed_course
from ipt_rules.facts.review import announces, has_score
from ipt_rules.model import Inventory, SessionNote
from ipt_rules.model.values import Maybe
from ipt_rules.strata import Run


@frozen
class SessionSeen:
    """What the note of a session shows; `None` where it does not say.

    `on_focus` is whether the area worked on is one that was chosen.
    """

    session: int
    date: dt.date | None
    phase: t.Phase | None
    focus: t.ProblemArea | None
    on_focus: bool | None
    techniques: tuple[str, ...]
    tasks_done: tuple[str, ...]
    risk_checked: bool | None
    scored: bool


@frozen
class Score:
    """One administration of a scale. `low` and `high` differ where items are blank.

    `change` is counted from the first score, in points, less being better. The judgements are
    `None` where the score leaves them open, or where the scale has no such number. A reliable
    change is told against the first score, deterioration against the lowest before it.
    """

    instrument: t.Instrument
    title: str
    session: int | None
    date: dt.date | None
    low: float | None
    high: float | None
    band: str | None
    change_low: float | None
    change_high: float | None
    response: bool | None
    remission: bool | None
    reliable_improvement: bool | None
    deteriorated: bool | None


@frozen
class Ending:
    """The countdown to the end. `announce_with_left` is when the course has it announced."""

    sessions_left: int | None
    announce_with_left: int | None
    announced_in: tuple[int, ...]
    overdue: bool
    ends_on: dt.date | None


@frozen
class NextSession:
    """What the next session should hold, as the evaluation has it."""

    session: int
    phase: t.Phase | None
    overdue: tuple[results.Task, ...]
    due: tuple[results.Task, ...]
    every_session: tuple[results.Task, ...]
    suggestions: tuple[results.Suggestion, ...]
    planned: tuple[str, ...]


@frozen
class CourseSoFar:
    """The course as its notes show it; what no note says is not there."""

    phase: results.PhaseStanding
    sessions: tuple[SessionSeen, ...]
    without_note: tuple[int, ...]
    chosen: tuple[t.ProblemArea, ...]
    off_focus: tuple[int, ...]
    scores: tuple[Score, ...]
    done: tuple[results.Task, ...]
    ending: Ending
    next: NextSession


def course_so_far(evaluation: Evaluation) -> CourseSoFar:
    """Read the course off an evaluation and the notes behind it.

    >>> from ipt_rules import evaluate, load_inventory, load_rules, rules_folder
    >>> zofia = load_inventory(rules_folder() / "cases" / "zofia-halfway.yaml")
    >>> course = course_so_far(evaluate(zofia, load_rules()))
    >>> course.phase.session, course.ending.sessions_left
    (18, 16)

    Raises `IptRulesError` for an evaluation that came from another process.
    """
    run = evaluation.run
    inventory = run.inventory
    chosen = inventory.formulation.areas if inventory.formulation is not None else ()
    notes = sorted(inventory.sessions, key=lambda note: note.session_no)
    seen = tuple(_seen(note, chosen, run) for note in notes)
    numbers = {note.session_no for note in notes}
    once = [task for task in evaluation.tasks if not task.every_session]
    return CourseSoFar(
        phase=evaluation.phase,
        sessions=seen,
        without_note=tuple(n for n in range(1, evaluation.phase.session) if n not in numbers),
        chosen=tuple(dict.fromkeys(chosen)),
        off_focus=tuple(session.session for session in seen if session.on_focus is False),
        scores=scores_of(run),
        done=tuple(task for task in once if task.state is t.TaskState.DONE),
        ending=_ending(evaluation, notes),
        next=_next(evaluation, once),
    )


def _seen(note: SessionNote, chosen: tuple[t.ProblemArea, ...], run: Run) -> SessionSeen:
    frame, planned = agreed_course(run.inventory, run.rules.settings)
    focus = None if isinstance(note.focus_worked, t.Absence) else note.focus_worked
    phase = None
    if frame is not None and not isinstance(planned, t.Absence):
        phase = frame.phase(note.session_no, planned)
    return SessionSeen(
        session=note.session_no,
        date=None if isinstance(note.date, t.Absence) else note.date,
        phase=phase,
        focus=focus,
        on_focus=None if focus is None or not chosen else focus in chosen,
        techniques=tuple(_title(name, run) for name in note.techniques),
        tasks_done=tuple(run.rules.tasks[name].title for name in note.tasks_done),
        risk_checked=_answered(note.risk_checked),
        scored=has_score(run.inventory, note),
    )


def _answered(answer: Maybe[t.Answer]) -> bool | None:
    return {t.Answer.YES: True, t.Answer.NO: False}.get(answer)  # type: ignore[arg-type]


def _title(name: str, run: Run) -> str:
    technique = run.rules.techniques.get(name)
    return name if technique is None else technique.title


# --- scores --------------------------------------------------------------------------------------


def scores_of(run: Run) -> tuple[Score, ...]:
    """Every score with what the scale says of it, in the order of the record, scale by scale."""
    facts = [
        fact for fact in run.facts[t.Stratum.SAFETY]
        if fact.kind == "measure" and not fact.stands_for
    ]  # fmt: skip
    found = [_score(fact, run) for fact in facts]
    return tuple(sorted(found, key=lambda s: (s.title, str(s.date or ""), s.session or 0)))


def _score(fact: Fact, run: Run) -> Score:
    measure = run.inventory.measures[int(fact.id.partition(":")[2])]
    scale = run.rules.scales.get(measure.instrument)
    values = fact.values
    low, high = bounds(values["total"]) if "total" in values else (None, None)
    fell, rose = bounds(values["change"]) if "change" in values else (None, None)
    band = values.get("band")
    reliable = None if scale is None else scale.reliable_change
    improved = None
    if reliable is not None and fell is not None and rose is not None:
        improved = True if -rose >= reliable else False if -fell < reliable else None
    return Score(
        instrument=measure.instrument,
        title=str(values["scale"]),
        session=None if isinstance(measure.session_no, t.Absence) else measure.session_no,
        date=None if isinstance(measure.date, t.Absence) else measure.date,
        low=low,
        high=high,
        band=" or ".join(sorted(band)) if isinstance(band, frozenset) else _word(band),
        change_low=fell,
        change_high=rose,
        response=_said(fact, "response"),
        remission=_said(fact, "in_remission"),
        reliable_improvement=None if values.get("first") == "yes" else improved,
        deteriorated=_said(fact, "deteriorated"),
    )


def _word(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _said(fact: Fact, name: str) -> bool | None:
    word = fact.values.get(name)
    return None if word is None else word == "yes"


# --- the ending and the next session -------------------------------------------------------------


def _ending(evaluation: Evaluation, notes: list[SessionNote]) -> Ending:
    run = evaluation.run
    frame, _ = agreed_course(run.inventory, run.rules.settings)
    said = tuple(note.session_no for note in notes if announces(note))
    left = evaluation.phase.sessions_left
    at = None if frame is None else frame.announce_ending_left
    return Ending(
        sessions_left=left,
        announce_with_left=at,
        announced_in=said,
        overdue=left is not None and at is not None and left < at and not said,
        ends_on=_ends_on(run.inventory),
    )


def _ends_on(inventory: Inventory) -> dt.date | None:
    if inventory.formulation is None:
        return None
    day = inventory.formulation.contract.ends_on
    return None if isinstance(day, t.Absence) else day


def _next(evaluation: Evaluation, once: list[results.Task]) -> NextSession:
    run, session = evaluation.run, evaluation.phase.session
    plan = run.inventory.formulation.plan if run.inventory.formulation is not None else ()
    planned = [name for entry in plan if entry.session_no == session for name in entry.techniques]
    return NextSession(
        session=session,
        phase=evaluation.phase.phase,
        overdue=tuple(task for task in once if task.state is t.TaskState.OVERDUE),
        due=tuple(task for task in once if task.state is t.TaskState.DUE),
        every_session=tuple(task for task in evaluation.tasks if task.every_session),
        suggestions=evaluation.suggestions,
        planned=tuple(_title(name, run) for name in planned),
    )

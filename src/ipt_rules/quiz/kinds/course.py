"""Where a session stands in the course, and what it has to hold."""

from __future__ import annotations

from ipt_rules import terms as t
from ipt_rules.quiz import reasons
from ipt_rules.quiz.kinds.kind import (
    Judged,
    Kind,
    few,
    one_of,
    phases_of,
    refused,
    sentence,
    takes,
)
from ipt_rules.quiz.scene import NO_CASE, Found, Scene
from ipt_rules.quiz.values import RIGHT, WRONG, Reason
from ipt_rules.rulebase.readings import profile_reading

PHASES = tuple(phase.value for phase in t.Phase)


def _judge_phase(scene: Scene, answer: str) -> Judged:
    if answer not in PHASES:
        raise refused(answer, PHASES, "a phase")
    phase = t.Phase(answer)
    if scene.about is not None:
        return _of_technique(scene, phase)
    found = scene.evaluation.phase
    label = "" if found.phase is None else found.phase.label
    says = f"Session {found.session} of {found.planned_sessions} lies in the {label} phase."
    behind: tuple[Reason, ...] = ()
    if found.profile is not None:
        profile = scene.rules.profiles[found.profile]
        lines = [x for x in profile_reading(profile, scene.rules) if "sessions" in x]
        behind = (reasons.of_entry(" ".join(lines[:1]), f"profiles/{found.profile}", scene.rules),)
    credit = RIGHT if phase is found.phase else WRONG
    return Judged(
        sentence(f"{phase.label} phase"), credit, says, behind, ("course.session", "case.profile")
    )


def _of_technique(scene: Scene, phase: t.Phase) -> Judged:
    document = scene.rules.techniques[scene.about or ""]
    says = f"{document.title}: {phases_of(document) if document.phases else 'any phase'}."
    definition = " ".join(document.definition.split())
    reason = reasons.of_entry(definition, f"techniques/{scene.about}", scene.rules)
    fits = phase in document.phases or not document.phases
    return Judged(sentence(f"{phase.label} phase"), RIGHT if fits else WRONG, says, (reason,))


def _misfits_phase(scene: Scene) -> Found:
    found = takes(scene, "about")
    found += one_of("about", scene.about, scene.rules.techniques, "a technique")
    if (scene.about is None) is (scene.case is None):
        found.append((("about",), "give either a case, or a technique in 'about'"))
    elif scene.case is not None and scene.evaluation.phase.phase is None:
        found.append((("case",), "its phase is not known: which course, and how many sessions?"))
    elif scene.case is not None and (scene.evaluation.phase.sessions_left or 0) < 0:
        planned = scene.evaluation.phase.planned_sessions
        found.append((("session",), f"the course has {planned} sessions"))
    return found


def _stem_of_phase(scene: Scene) -> str:
    if scene.about is not None:
        title = scene.rules.techniques[scene.about].title
        return f"To which phase of the treatment does this belong: {title}?"
    found = scene.evaluation.phase
    many = f" of {found.planned_sessions}" if found.planned_sessions is not None else ""
    return f"In which phase of the treatment is session {found.session}{many}?"


PHASE = Kind(
    name=t.QuizKind.PHASE,
    asks="Which phase is this session in; or, to which phases does a technique belong?",
    answers=f"a phase ({', '.join(f'`{phase}`' for phase in PHASES)})",
    needs="`case`, or a technique in `about`",
    stem=_stem_of_phase,
    known=lambda scene: PHASES,
    judge=_judge_phase,
    offered=lambda scene: [p for p in PHASES if p != "maintenance" or _is_late(scene)],
    misfits=_misfits_phase,
)


def _is_late(scene: Scene) -> bool:
    """Whether maintenance is a phase that the item speaks of, or a distractor worth having."""
    if scene.about is not None:
        return True
    return scene.evaluation.phase.phase is t.Phase.MAINTENANCE


# --- tasks ---------------------------------------------------------------------------------------

_OPEN = (t.TaskState.DUE, t.TaskState.OVERDUE)
STATES = tuple(state.value for state in t.TaskState)


def _asked_for(scene: Scene) -> tuple[t.TaskState, ...]:
    return _OPEN if scene.asks is None else (t.TaskState(scene.asks),)


def _judge_task(scene: Scene, answer: str) -> Judged:
    rules, found = scene.rules, scene.evaluation
    if answer not in rules.tasks:
        raise refused(answer, rules.tasks, "a task (`ipt-rules rules list tasks/`)")
    title = rules.tasks[answer].title
    task = next((x for x in found.tasks if x.task == answer), None)
    if task is None:
        behind = reasons.why_not(found, f"tasks/{answer}")
        return Judged(title, WRONG, "It does not come up in this session.", behind)
    state = {
        t.TaskState.DUE: "It is due in this session.",
        t.TaskState.OVERDUE: "Its session is past, and nobody recorded it as done.",
        t.TaskState.DONE: "It is on record as done.",
    }[task.state]
    credit = RIGHT if task.state in _asked_for(scene) else WRONG
    rests = reasons.behind(found, task) if credit == RIGHT else reasons.Behind()
    return Judged(
        title, credit, f"{state} {task.because}", reasons.why(found, task),
        rests.facts, rests.rules,
    )  # fmt: skip


def _right_tasks(scene: Scene) -> list[str]:
    return [x.task for x in scene.evaluation.tasks if x.state in _asked_for(scene)]


def _offered_tasks(scene: Scene) -> list[str]:
    found = scene.evaluation
    once = [x.task for x in found.tasks if x.state in _asked_for(scene) and not x.every_session]
    done = [x.task for x in found.tasks if x.task not in _right_tasks(scene)]
    profile = scene.rules.profiles.get(found.phase.profile or "")
    later = [] if profile is None else [placed.task for placed in profile.tasks]
    near = [name for name in (*later, *done) if name not in _right_tasks(scene)]
    seed = found.record.input_digest
    return few(once or _right_tasks(scene), near, scene.rules.tasks, seed)


def _misfits_tasks(scene: Scene) -> Found:
    found = takes(scene, "asks")
    if scene.case is None:
        return [(("case",), NO_CASE), *found]
    found += one_of("asks", scene.asks, STATES, f"one of {', '.join(STATES)}")
    if not found and not _right_tasks(scene):
        found.append((("case",), "no task of this state comes up in this session"))
    return found


def _stem_of_tasks(scene: Scene) -> str:
    session = scene.evaluation.phase.session
    if scene.asks == t.TaskState.OVERDUE:
        return f"Before session {session}: which task is past its session and not on record?"
    if scene.asks == t.TaskState.DONE:
        return f"Before session {session}: which task is on record as done?"
    return f"What does session {session} have to hold?"


SESSION_TASK = Kind(
    name=t.QuizKind.SESSION_TASK,
    asks="What does this session have to hold?",
    answers="a task (`ipt-rules rules list tasks/`)",
    needs=f"`case`; `asks` for one state only ({', '.join(f'`{state}`' for state in STATES)})",
    stem=_stem_of_tasks,
    known=lambda scene: scene.rules.tasks,
    judge=_judge_task,
    offered=_offered_tasks,
    misfits=_misfits_tasks,
)

"""Tasks, techniques and what must wait, for one session."""

from __future__ import annotations

from collections.abc import Iterable

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.conclusions import Drawn, Firing, because, support
from ipt_rules.facts import Fact
from ipt_rules.model import Inventory
from ipt_rules.rulebase import RuleBase
from ipt_rules.rulebase import language as r

_GROUPS = {
    "focus": "The choice of a focus",
    "techniques": "All techniques",
    "tasks": "The tasks of the session",
}


def phase_standing(course: Fact) -> results.PhaseStanding:
    """Where the treatment stands, from the fact about the course."""
    values = course.values
    phase = values.get("phase")
    return results.PhaseStanding(
        profile=str(values["profile"]) if "profile" in values else None,
        session=int(values["session_no"]),  # type: ignore[arg-type]
        planned_sessions=_whole(values.get("planned_sessions")),
        sessions_left=_whole(values.get("sessions_left")),
        phase=t.Phase(phase) if isinstance(phase, str) else None,
    )


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def held(
    drawn: Iterable[Drawn],
    alerts: Iterable[results.Alert],
    remarks: Iterable[results.Remark],
    rules: RuleBase,
) -> tuple[results.Held, ...]:
    """Everything that must wait, each with every reason for it."""
    found: list[results.Held] = []
    holding: list[results.Alert | results.Remark] = [*alerts, *remarks]
    for said in holding:
        found += [
            results.Held(what, _title(what, rules), said.because, said.action, said.support)
            for what in said.holds
        ]
    for stratum in drawn:
        for firing, then in stratum.firing(r.HoldsTechniques):
            found += [
                results.Held(
                    what, _title(what, rules), because(firing), then.action, support(firing, rules)
                )
                for what in then.techniques
            ]
    groups = list(_GROUPS)
    return tuple(
        sorted(
            found,
            key=lambda h: (
                groups.index(h.what) if h.what in groups else len(groups),
                h.what,
                h.support.rule,
                h.support.facts,
            ),
        )
    )


def _title(what: str, rules: RuleBase) -> str:
    return _GROUPS.get(what) or rules.techniques[what].title


def suggestions(
    drawn: Drawn, waiting: tuple[results.Held, ...], rules: RuleBase
) -> tuple[results.Suggestion, ...]:
    """The techniques that fit and need not wait, each once."""
    names = {h.what for h in waiting}
    found: dict[str, results.Suggestion] = {}
    for firing, then in drawn.firing(r.SuggestsTechnique):
        technique = rules.techniques[then.technique]
        if then.technique in names or ("techniques" in names and not technique.safety):
            continue
        if then.technique not in found:
            found[then.technique] = results.Suggestion(
                then.technique,
                technique.title,
                because(firing),
                technique.cautions,
                tuple(rules.techniques[name].title for name in technique.needs),
                support(firing, rules),
            )
    specific = {name: bool(rules.techniques[name].areas) for name in found}
    safety = {name: rules.techniques[name].safety for name in found}
    return tuple(
        found[name] for name in sorted(found, key=lambda n: (not safety[n], not specific[n], n))
    )


def tasks(
    drawn: Drawn,
    inventory: Inventory,
    standing: results.PhaseStanding,
    waiting: tuple[results.Held, ...],
    rules: RuleBase,
) -> tuple[results.Task, ...]:
    """The tasks of the session: overdue ones first, then those due, then those done.

    Where tasks are held, those of safety stand.
    """
    wait = any(h.what == "tasks" for h in waiting)
    found = [
        _task(firing, then, inventory, standing, rules)
        for firing, then in drawn.firing(r.AssignsTask)
        if then.safety or not wait
    ]
    states = list(t.TaskState)
    profile = rules.profiles.get(standing.profile or "")
    order = [task.task for task in profile.tasks] if profile else []
    return tuple(
        sorted(
            found,
            key=lambda task: (
                states.index(task.state),
                task.every_session,
                order.index(task.task),
            ),
        )
    )


def _task(
    firing: Firing,
    then: r.AssignsTask,
    inventory: Inventory,
    standing: results.PhaseStanding,
    rules: RuleBase,
) -> results.Task:
    sessions = [note.session_no for note in inventory.sessions if then.task in note.tasks_done]
    done = standing.session in sessions if then.every_session else bool(sessions)
    if done:
        state = t.TaskState.DONE
    elif not then.every_session and _past(then, standing):
        state = t.TaskState.OVERDUE
    else:
        state = t.TaskState.DUE
    return results.Task(
        then.task, then.title, state, then.every_session, because(firing), support(firing, rules)
    )


def _past(then: r.AssignsTask, standing: results.PhaseStanding) -> bool:
    if then.due_session is not None and standing.session > then.due_session:
        return True
    left = standing.sessions_left
    return then.due_sessions_left is not None and left is not None and left < then.due_sessions_left

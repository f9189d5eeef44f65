"""Tasks, techniques and what must wait, for one session."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.budget import left, needs
from ipt_rules.conclusions import Drawn, Firing, because, support
from ipt_rules.facts import UNDER_WAY_NONE, Fact, Value
from ipt_rules.model import Inventory
from ipt_rules.rulebase import RuleBase, TechniqueDocument
from ipt_rules.rulebase import language as r
from ipt_rules.rulebase.techniques import sessions_asked_for

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
    found.sort(key=_of_held)
    return tuple(sorted([*found, *_with_what_they_need(found, rules)], key=_of_held))


def held_facts(waiting: Iterable[results.Held], rules: RuleBase) -> Iterator[Fact]:
    """Every technique that has to wait, by itself or with all of them, as a fact."""
    reasons: dict[str, str] = {}
    for one in waiting:
        if one.what == "techniques":
            every = (name for name, technique in rules.techniques.items() if not technique.safety)
            reasons |= {name: one.because for name in every if name not in reasons}
        elif one.what in rules.techniques:
            reasons.setdefault(one.what, one.because)
    for name, reason in sorted(reasons.items()):
        title = rules.techniques[name].title
        values: dict[str, Value] = {"technique": name, "title": title, "because": reason}
        yield Fact("held", f"held:{name}", values)


def _of_held(held: results.Held) -> tuple[int, str, str, tuple[str, ...]]:
    groups = list(_GROUPS)
    place = groups.index(held.what) if held.what in groups else len(groups)
    return place, held.what, held.support.rule, held.support.facts


def _with_what_they_need(found: list[results.Held], rules: RuleBase) -> Iterator[results.Held]:
    """Techniques that cannot come before one that waits; they wait for the same reason."""
    waiting = {h.what: h for h in reversed(found) if h.what in rules.techniques}
    grown = True
    while grown:
        grown = False
        for name, technique in sorted(rules.techniques.items()):
            if name in waiting or technique.safety:
                continue
            first = next((need for need in technique.needs if need in waiting), None)
            either = technique.needs_one_of
            if first is None and either and all(need in waiting for need in either):
                first = either[0]
            if first is not None:
                cause = waiting[first]
                because = f"It needs something first that has to wait: {_title(first, rules)}."
                waiting[name] = results.Held(
                    name, technique.title, because, cause.action, cause.support
                )
                yield waiting[name]
                grown = True


def _title(what: str, rules: RuleBase) -> str:
    return _GROUPS.get(what) or rules.techniques[what].title


def suggestions(
    drawn: Drawn,
    waiting: tuple[results.Held, ...],
    not_now: tuple[results.NotNow, ...],
    standing: results.PhaseStanding,
    rules: RuleBase,
) -> tuple[results.Suggestion, ...]:
    """The techniques that fit and need not wait, each once.

    Where nothing but the number of sessions left is open, they are suggested and say so.
    """
    names = {h.what for h in waiting}
    late = {
        n.technique
        for n in not_now
        if n.when == "too_late" and standing.phase in n.phases
        # what is needed each time may well have been done before; it says nothing of what follows
        if not rules.techniques[n.technique].needed_each_time
    }
    found: dict[str, results.Suggestion] = {}
    fits = [(firing, then, _timing(firing)) for firing, then in drawn.firing(r.SuggestsTechnique)]
    for firing, then, timing in (*fits, *_but_for_the_time_left(drawn)):
        technique = rules.techniques[then.technique]
        if then.technique in names or ("techniques" in names and not technique.safety):
            continue
        if then.technique not in found:
            found[then.technique] = results.Suggestion(
                technique=then.technique,
                title=technique.title,
                areas=technique.areas,
                safety=technique.safety,
                because=because(firing),
                cautions=technique.cautions,
                needs=_needs(technique, rules),
                sessions_needed=_asked_for(firing.rule, rules),
                timing=timing,
                time_note=_time_note(timing, technique, late, standing, rules),
                support=support(firing, rules),
            )
    return tuple(sorted(found.values(), key=lambda s: (not s.safety, not s.areas, s.technique)))


def _asked_for(rule: r.Rule, rules: RuleBase) -> int | None:
    return rules.once(("sessions asked for", rule.id), lambda: sessions_asked_for(rule))


def _but_for_the_time_left(
    drawn: Drawn,
) -> Iterator[tuple[Firing, r.SuggestsTechnique, results.Timing]]:
    """Suggestions of which nothing is open but how many sessions are left: a gap never silences."""
    for gap, then in drawn.open(r.SuggestsTechnique):
        if gap.unknown and all(field == "sessions_left" for _, field in gap.unknown):
            yield Firing(gap.rule, gap.facts, ()), then, "not_known"


def _timing(firing: Firing) -> results.Timing:
    going_on = (fact.values["under_way"] for fact in firing.facts if fact.kind == "budget")
    return "under_way" if any(word != UNDER_WAY_NONE for word in going_on) else "in_time"


def _time_note(
    timing: results.Timing,
    technique: TechniqueDocument,
    late: Collection[str],
    standing: results.PhaseStanding,
    rules: RuleBase,
) -> str | None:
    """What there is to say of the time: begun before, not checked, or too late for a first step."""
    said = []
    if technique.sessions_needed is not None and timing == "under_way":
        rest = needs(technique.sessions_needed)
        there = "it is not known how many are left"
        if standing.sessions_left is not None:
            there = left(standing.sessions_left)
        said.append(f"Begun in an earlier session, it may go on; to begin, it {rest}, and {there}.")
    if technique.sessions_needed is not None and timing == "not_known":
        rest = needs(technique.sessions_needed)
        said.append(f"It {rest}; how many are left is not known, so this could not be checked.")
    first = [name for name in technique.needs if name in late]
    either = technique.needs_one_of
    if either and all(name in late for name in either):
        first.append(either[0])
    if first:
        titles = "; ".join(rules.techniques[name].title for name in first)
        said.append(f"Only if this was done already, as it is too late to begin it now: {titles}.")
    return " ".join(said) or None


def _needs(technique: TechniqueDocument, rules: RuleBase) -> tuple[str, ...]:
    """The titles of what comes first; where one of several will do, they stand together."""
    needs = tuple([rules.techniques[name].title for name in technique.needs])
    either = " or ".join([rules.techniques[name].title for name in technique.needs_one_of])
    return (*needs, either) if either else needs


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
    rest = standing.sessions_left
    return then.due_sessions_left is not None and rest is not None and rest < then.due_sessions_left

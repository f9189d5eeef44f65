"""Techniques that fit the focus and not the time: too early still, or too late to begin."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from attrs import frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.conclusions import Drawn, Firing, draw, support
from ipt_rules.facts import Facts, Frame, time_facts
from ipt_rules.reference import Reading
from ipt_rules.rulebase import Rule, RuleBase
from ipt_rules.rulebase import language as r
from ipt_rules.rulebase.techniques import all_but_time, nothing_but_time, sessions_asked_for


def not_now(
    planned: Drawn, facts: Facts, waiting: Collection[str], rules: RuleBase
) -> tuple[results.NotNow, ...]:
    """What would be suggested at another time of the same course, and was not in this session.

    The rules whose time fails are read once more without it. Nothing is said of a technique that is
    held, that is under way or still open, or for which this course has no phase at all. Where phase
    or length of the course is not known, nothing is too early and nothing too late.
    """
    values = next(fact.values for fact in facts if fact.kind == "course")
    session, course = values["session_no"], _course(values, rules)
    if course is None or not isinstance(session, int):
        return ()
    settled = {rule.id for rule in _rules_of(planned)}
    failing = {x.rule.id: x for x in course.entries if session not in x.suits}
    timeless = rules.once(("all but time", *failing), lambda: _AllButTime(failing.values()))
    found: dict[str, results.NotNow] = {}
    for firing, then in timeless.read(facts).firing(r.SuggestsTechnique):
        name, rule = then.technique, firing.rule.id
        held = name in waiting or ("techniques" in waiting and not rules.techniques[name].safety)
        if name not in found and not held and rule not in settled:
            found[name] = _said(firing, name, failing[rule], course, session, rules)
    last = {name: failing[said.support.rule].own[-1] for name, said in found.items()}
    return tuple(sorted(found.values(), key=lambda said: _order(said, last[said.technique])))


def _rules_of(planned: Drawn) -> Iterable[Rule]:
    yield from (firing.rule for firing in planned.firings)
    yield from (gap.rule for gap in planned.opens)


def _order(said: results.NotNow, last: int) -> tuple[bool, int, int, int, str, bool, str]:
    """What comes next, then what was possible last; what is made for the focus before the rest."""
    late, begins = said.when == "too_late", said.from_session or 0
    return late, begins, -last, len(said.phases), said.because, not said.areas, said.technique


class _AllButTime:
    """Rules made ready to be read as if it were the right time for each."""

    def __init__(self, entries: Iterable[_Entry]) -> None:
        self._rules = tuple(all_but_time(entry.rule) for entry in entries)
        self._reading = Reading(self._rules)

    def read(self, facts: Facts) -> Drawn:
        return draw(self._rules, self._reading.verdicts(facts), facts)


# --- the course ----------------------------------------------------------------------------------


@frozen
class _Entry:
    """A technique in a course: the sessions of its phases, and those whose time suits its rule."""

    rule: Rule
    needed: int | None
    phases: tuple[t.Phase, ...]
    own: tuple[int, ...]
    suits: tuple[int, ...]


@frozen
class _Course:
    """A course of so many sessions, and the techniques that have a time in it."""

    frame: Frame
    planned: int
    entries: tuple[_Entry, ...]


def _course(values: Mapping[str, object], rules: RuleBase) -> _Course | None:
    frame, planned = rules.settings.frames.get(str(values.get("profile"))), None
    planned = values.get("planned_sessions")
    if frame is None or not isinstance(planned, int):
        return None
    key = "techniques in", frame.profile, planned
    return rules.once(key, lambda: _Course(frame, planned, tuple(_entries(frame, planned, rules))))


def _entries(frame: Frame, planned: int, rules: RuleBase) -> Iterable[_Entry]:
    """The techniques that ask for a time which this course has or, left too late, would have."""
    timed = [
        rule
        for rule in rules.strata[t.Stratum.PLAN]
        if isinstance(rule.then, r.SuggestsTechnique) and nothing_but_time(rule).when
    ]
    first = 1 if frame.preparation is t.Preparation.NONE else 0
    phases = {session: frame.phase(session, planned) for session in range(first, planned + 1)}
    reading = Reading([nothing_but_time(rule) for rule in timed])
    suits: dict[str, list[int]] = {rule.id: [] for rule in timed}
    for session in phases:
        verdicts = reading.verdicts(time_facts(frame, planned, session))
        for rule, verdict in zip(timed, verdicts, strict=True):
            if verdict.verdict is t.Verdict.FIRES:
                suits[rule.id].append(session)
    for rule in timed:
        assert isinstance(rule.then, r.SuggestsTechnique)
        listed = rules.techniques[rule.then.technique].phases
        own = tuple(session for session, phase in phases.items() if phase in listed or not listed)
        if own:  # else the course has no such phase: it never has a time here
            named = tuple(p for p in t.Phase if p in listed and p in phases.values())
            needed = sessions_asked_for(rule)
            yield _Entry(rule, needed, named, own, tuple(suits[rule.id]))


# --- what is said --------------------------------------------------------------------------------


def _said(
    firing: Firing, name: str, entry: _Entry, course: _Course, session: int, rules: RuleBase
) -> results.NotNow:
    technique = rules.techniques[name]
    begins = next((later for later in entry.suits if later > session), None)
    if begins is None:
        because = _too_late(entry, course, session)
    else:
        because = f"It belongs to {_named(entry.phases)} and can begin with session {begins}."
    return results.NotNow(
        technique=name,
        title=technique.title,
        areas=technique.areas,
        when="too_late" if begins is None else "too_early",
        because=because,
        phases=entry.phases,
        from_phase=None if begins is None else course.frame.phase(begins, course.planned),
        from_session=begins,
        sessions_needed=entry.needed,
        sessions_left=course.planned - session,
        support=support(firing, rules),
    )


def _too_late(entry: _Entry, course: _Course, session: int) -> str:
    """Why no session of the course is left for it."""
    planned, phases = course.planned, entry.phases
    ahead = [later for later in entry.own if later > session]
    if entry.needed is not None and (not phases or course.frame.phase(session, planned) in phases):
        return f"It {needs(entry.needed)}, and {left(planned - session)}."
    if entry.needed is not None and ahead:
        rest = needs(entry.needed, f"session {ahead[0]}")
        return (
            f"It belongs to {_named(phases)} and {rest}, when {left(planned - ahead[0])}: "
            "this course is too short for it."
        )
    if phases == (t.Phase.PREPARATION,):
        return f"It belongs to {_named(phases)}, which is over."
    ended = "whose time for it is over" if ahead else f"which ended with session {entry.own[-1]}"
    return f"It belongs to {_named(phases)}, {ended}."


def _named(phases: Sequence[t.Phase]) -> str:
    if not phases:
        return "every phase"
    if list(phases) == [t.Phase.PREPARATION]:
        return "the meeting before the first session"
    *others, last = [phase.label for phase in phases]
    return f"the {', '.join(others)} and {last} phases" if others else f"the {last} phase"


def needs(sessions: int, after: str = "this one") -> str:
    """How many sessions have to follow.

    >>> needs(1)
    'needs 1 more session after this one'
    """
    return f"needs {sessions} more {'session' if sessions == 1 else 'sessions'} after {after}"


def left(sessions: int) -> str:
    """How many sessions are left; past the plan there is none.

    >>> left(1), left(-2)
    ('1 is left', 'none is left')
    """
    if sessions < 1:
        return "none is left"
    return f"{sessions} {'is' if sessions == 1 else 'are'} left"

"""Techniques that fit the focus and not the time: too early still, or too late to begin."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from attrs import frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.conclusions import Drawn, Firing, draw, support
from ipt_rules.facts import Fact, Facts, Frame, time_facts
from ipt_rules.reference import Reading
from ipt_rules.rulebase import Rule, RuleBase
from ipt_rules.rulebase import language as r
from ipt_rules.rulebase.techniques import all_but_time, nothing_but_time, sessions_asked_for


def not_now(
    planned: Drawn, facts: Facts, waiting: Collection[str], rules: RuleBase
) -> tuple[results.NotNow, ...]:
    """What would be suggested at another time of the same course, and was not in this session.

    The same rules are read once more without their time, and nothing is said of a technique that is
    held, that is still open, or for which this course has no phase at all. Where phase or length of
    the course is not known, nothing is too early and nothing too late.
    """
    time = _time(facts, rules)
    if time is None:
        return ()
    timeless = rules.once("all but time", lambda: _AllButTime(rules))
    settled = {rule.id for rule in _rules_of(planned)}
    found: dict[str, results.NotNow] = {}
    for firing, then in timeless.read(facts).firing(r.SuggestsTechnique):
        name = then.technique
        held = name in waiting or ("techniques" in waiting and not rules.techniques[name].safety)
        if name not in found and not held and firing.rule.id not in settled:
            said = _said(firing, name, time, rules)
            if said is not None:
                found[name] = said
    return tuple(sorted(found.values(), key=_order))


def _rules_of(planned: Drawn) -> Iterable[Rule]:
    yield from (firing.rule for firing in planned.firings)
    yield from (gap.rule for gap in planned.opens)


def _order(entry: results.NotNow) -> tuple[bool, int, str, bool, str]:
    late, begins = entry.when == "too_late", entry.from_session or 0
    return late, begins, entry.because, not entry.areas, entry.technique


class _AllButTime:
    """The rules of the techniques that ask for a time, made ready to be read without it."""

    def __init__(self, rules: RuleBase) -> None:
        self._rules = tuple(all_but_time(rule) for rule in _timed(rules))
        self._reading = Reading(self._rules)

    def read(self, facts: Facts) -> Drawn:
        return draw(self._rules, self._reading.verdicts(facts), facts)


def _timed(rules: RuleBase) -> Sequence[Rule]:
    return [
        rule
        for rule in rules.strata[t.Stratum.PLAN]
        if isinstance(rule.then, r.SuggestsTechnique) and nothing_but_time(rule).when
    ]


# --- the course ----------------------------------------------------------------------------------


@frozen
class _Time:
    """One session in its course, and the sessions whose time would suit each rule."""

    session: int
    planned: int
    frame: Frame
    suits: Mapping[str, Sequence[int]]

    @property
    def left(self) -> int:
        """The sessions after this one."""
        return self.planned - self.session

    def phase(self, session: int) -> t.Phase:
        """The phase of a session."""
        return self.frame.phase(session, self.planned)

    @property
    def sessions(self) -> range:
        """The sessions of the course, with the meeting before them."""
        return _sessions(self.frame, self.planned)


def _sessions(frame: Frame, planned: int) -> range:
    return range(1 if frame.preparation is t.Preparation.NONE else 0, planned + 1)


def _time(facts: Iterable[Fact], rules: RuleBase) -> _Time | None:
    values = next(fact.values for fact in facts if fact.kind == "course")
    frame = rules.settings.frames.get(str(values.get("profile")))
    session, planned = values["session_no"], values.get("planned_sessions")
    if frame is None or not isinstance(session, int) or not isinstance(planned, int):
        return None
    key = "suiting sessions", frame.profile, planned
    return _Time(session, planned, frame, rules.once(key, lambda: _suiting(frame, planned, rules)))


def _suiting(frame: Frame, planned: int, rules: RuleBase) -> Mapping[str, Sequence[int]]:
    """For each rule, the sessions of a course in which nothing of its time fails."""
    timed = [nothing_but_time(rule) for rule in _timed(rules)]
    reading = Reading(timed)
    found: dict[str, list[int]] = {rule.id: [] for rule in timed}
    for session in _sessions(frame, planned):
        verdicts = reading.verdicts(time_facts(frame, planned, session))
        for rule, verdict in zip(timed, verdicts, strict=True):
            if verdict.verdict is t.Verdict.FIRES:
                found[rule.id].append(session)
    return found


# --- what is said --------------------------------------------------------------------------------


def _said(firing: Firing, name: str, time: _Time, rules: RuleBase) -> results.NotNow | None:
    technique, rule = rules.techniques[name], rules[firing.rule.id]
    own = [s for s in time.sessions if not technique.phases or time.phase(s) in technique.phases]
    if not own:
        return None  # the course has no such phase: it never had a time here
    phases = tuple(p for p in t.Phase if p in technique.phases and p in map(time.phase, own))
    begins = next((s for s in time.suits[rule.id] if s > time.session), None)
    needed = sessions_asked_for(rule)
    if begins is not None:
        because = f"It belongs to {_named(phases)} and can begin with session {begins}."
    else:
        because = _too_late(phases, own, needed, time)
    return results.NotNow(
        technique=name,
        title=technique.title,
        areas=technique.areas,
        when="too_late" if begins is None else "too_early",
        because=because,
        phases=phases,
        from_phase=None if begins is None else time.phase(begins),
        from_session=begins,
        sessions_needed=needed,
        sessions_left=time.left,
        support=support(firing, rules),
    )


def _too_late(phases: tuple[t.Phase, ...], own: list[int], needed: int | None, time: _Time) -> str:
    """Why no session of the course is left for it."""
    ahead = [session for session in own if session > time.session]
    if needed is not None and (not phases or time.phase(time.session) in phases):
        return f"It {needs(needed)}, and {left(time.left)}."
    if needed is not None and ahead:
        first = ahead[0]
        return (
            f"It belongs to {_named(phases)} and {needs(needed, f'session {first}')}, when "
            f"{left(time.planned - first)}: this course is too short for it."
        )
    if phases == (t.Phase.PREPARATION,):
        return f"It belongs to {_named(phases)}, which is over."
    ended = f"which ended with session {own[-1]}" if not ahead else "whose time for it is over"
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

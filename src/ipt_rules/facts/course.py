"""Where the treatment stands: session, phase, checks that are past, the time left."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_rules import terms as t
from ipt_rules.facts.settings import Frame, Settings
from ipt_rules.facts.values import Fact, Value, yes_no
from ipt_rules.model import Inventory
from ipt_rules.model.values import Maybe


def session_of(inventory: Inventory, settings: Settings, session: int | None = None) -> int:
    """The session a plan is for: the one asked for, else the one after the last note.

    A course that needs a meeting before its first session begins with that, as session 0.
    """
    if session is not None:
        return session
    if inventory.sessions:
        return max(note.session_no for note in inventory.sessions) + 1
    frame, _ = agreed_course(inventory, settings)
    return 0 if frame is not None and frame.preparation is t.Preparation.REQUIRED else 1


def agreed_course(inventory: Inventory, settings: Settings) -> tuple[Frame | None, Maybe[int]]:
    """The course that was agreed, and its number of sessions.

    The number is the one on record, else that of the contract in the formulation, else its own.
    """
    profile, planned = inventory.case.profile, inventory.case.planned_sessions
    if isinstance(planned, t.Absence) and inventory.formulation is not None:
        planned = inventory.formulation.contract.sessions
    frame = None if isinstance(profile, t.Absence) else settings.frames.get(profile)
    if frame is not None and isinstance(planned, t.Absence):
        planned = frame.sessions
    return frame, planned


def course_fact(inventory: Inventory, settings: Settings, session: int) -> Fact:
    """The one fact about the course; what the agreed profile does not say is left out."""
    values: dict[str, Value] = {}
    case = inventory.case
    frame, planned = agreed_course(inventory, settings)
    if not isinstance(case.profile, t.Absence):
        values["profile"] = case.profile
    values |= _place(frame, planned, session)
    if frame is not None:
        values |= _checks(frame, session, planned)
        if not isinstance(planned, t.Absence):
            values["extended"] = yes_no(planned > frame.sessions)
        if frame.announce_ending_left is not None and not isinstance(planned, t.Absence):
            values["announcement_past"] = yes_no(planned - session < frame.announce_ending_left)
        if not isinstance(case.age_years, t.Absence):
            values["age_fits"] = yes_no(_fits(frame, case.age_years))
    if inventory.formulation is not None:
        values["formulation_recorded"] = "yes"
    latest = max(inventory.sessions, key=lambda note: note.session_no, default=None)
    if latest is not None and not isinstance(latest.incident.what_was_said, t.Absence):
        values["incident_recorded"] = "yes"
    return Fact("course", "course", values)


def _place(frame: Frame | None, planned: Maybe[int], session: int) -> dict[str, Value]:
    values: dict[str, Value] = {"session_no": session}
    if not isinstance(planned, t.Absence):
        values["planned_sessions"] = planned
        values["sessions_left"] = planned - session
        if frame is not None:
            phase = frame.phase(session, planned)
            values["phase"] = phase.value
            values["closes_phase"] = yes_no(phase is not frame.phase(session + 1, planned))
    return values


UNDER_WAY_NONE = "none"
"""The word of the budget of whatever is still to be begun."""


def budget_facts(inventory: Inventory, settings: Settings, session: int) -> Iterator[Fact]:
    """The sessions left for a technique still to be begun, and a fact for each one under way.

    Under way is what a note of an earlier session records, among the techniques that may go on
    when it would be too late to begin them.
    """
    _, planned = agreed_course(inventory, settings)
    values: dict[str, Value] = {"under_way": UNDER_WAY_NONE}
    if not isinstance(planned, t.Absence):
        values["sessions_left"] = planned - session
    yield Fact("budget", "budget", values)
    used = {
        name for note in inventory.sessions if note.session_no < session for name in note.techniques
    }
    for name in sorted(used & settings.going_on):
        yield Fact("budget", f"budget:{name}", {**values, "under_way": name})


def time_facts(frame: Frame, planned: int, session: int) -> tuple[Fact, Fact]:
    """The time that a session of a course gives to whatever is still to be begun."""
    place = _place(frame, planned, session)
    left: dict[str, Value] = {"under_way": UNDER_WAY_NONE, "sessions_left": planned - session}
    return (
        Fact("course", "course", {"profile": frame.profile, **place}),
        Fact("budget", "budget", left),
    )


def _checks(frame: Frame, session: int, planned: Maybe[int]) -> dict[str, Value]:
    midpoint = frame.midpoint
    if midpoint is not None and isinstance(planned, int) and planned != frame.sessions:
        midpoint = (planned + 1) // 2
    passed = {
        "formulation_expected": frame.formulation_by,
        "past_first_check": frame.first_check,
        "past_midpoint": midpoint,
    }
    return {name: yes_no(session > at) for name, at in passed.items() if at is not None}


def _fits(frame: Frame, age: int) -> bool:
    old_enough = frame.age_from is None or age >= frame.age_from
    return old_enough and (frame.age_to is None or age <= frame.age_to)

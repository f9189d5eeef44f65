"""Where the treatment stands: session, phase, checks that are past."""

from __future__ import annotations

from ipt_rules import terms as t
from ipt_rules.facts.settings import Frame, Settings
from ipt_rules.facts.values import Fact, Value
from ipt_rules.model import Inventory


def session_of(inventory: Inventory, settings: Settings, session: int | None = None) -> int:
    """The session a plan is for: the one asked for, else the one after the last note.

    A course that needs a meeting before its first session begins with that, as session 0.
    """
    if session is not None:
        return session
    if inventory.sessions:
        return max(note.session_no for note in inventory.sessions) + 1
    frame = _frame(inventory, settings)
    return 0 if frame is not None and frame.preparation is t.Preparation.REQUIRED else 1


def _frame(inventory: Inventory, settings: Settings) -> Frame | None:
    profile = inventory.case.profile
    return None if isinstance(profile, t.Absence) else settings.frames.get(profile)


def course_fact(inventory: Inventory, settings: Settings, session: int) -> Fact:
    """The one fact about the course; what the agreed profile does not say is left out."""
    values: dict[str, Value] = {"session_no": session}
    case, frame = inventory.case, _frame(inventory, settings)
    if not isinstance(case.profile, t.Absence):
        values["profile"] = case.profile
    planned = case.planned_sessions
    if isinstance(planned, t.Absence) and frame is not None:
        planned = frame.sessions
    if not isinstance(planned, t.Absence):
        values["planned_sessions"] = planned
        values["sessions_left"] = planned - session
        if frame is not None:
            values["phase"] = frame.phase(session, planned).value
    if frame is not None:
        values |= _checks(frame, session, planned)
        if not isinstance(planned, t.Absence):
            values["extended"] = _yes(planned > frame.sessions)
        if frame.announce_ending_left is not None and not isinstance(planned, t.Absence):
            values["announcement_past"] = _yes(planned - session < frame.announce_ending_left)
        if not isinstance(case.age_years, t.Absence):
            values["age_fits"] = _yes(_fits(frame, case.age_years))
    if inventory.formulation is not None:
        values["formulation_recorded"] = "yes"
    latest = max(inventory.sessions, key=lambda note: note.session_no, default=None)
    if latest is not None and not isinstance(latest.incident.what_was_said, t.Absence):
        values["incident_recorded"] = "yes"
    return Fact("course", "course", values)


def _checks(frame: Frame, session: int, planned: int | t.Absence) -> dict[str, Value]:
    midpoint = frame.midpoint
    if midpoint is not None and isinstance(planned, int) and planned != frame.sessions:
        midpoint = (planned + 1) // 2
    passed = {
        "formulation_expected": frame.formulation_by,
        "past_first_check": frame.first_check,
        "past_midpoint": midpoint,
    }
    return {name: _yes(session > at) for name, at in passed.items() if at is not None}


def _fits(frame: Frame, age: int) -> bool:
    old_enough = frame.age_from is None or age >= frame.age_from
    return old_enough and (frame.age_to is None or age <= frame.age_to)


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"

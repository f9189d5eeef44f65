"""Inventory to facts: flat, known values only, in one documented vocabulary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ipt_rules import terms as t
from ipt_rules.facts.counts import contradictions, count_fact, is_ill_without_diagnosis
from ipt_rules.facts.events import event_facts, illness_facts, relationship_facts
from ipt_rules.facts.measures import measure_facts
from ipt_rules.facts.records import record_values
from ipt_rules.facts.settings import Band, Frame, Scale, Settings, Windows
from ipt_rules.facts.time import Period, months_between, onset_period
from ipt_rules.facts.values import Fact, Facts, Span, Value, bounds, sorted_facts
from ipt_rules.facts.words import FactField, FactKind, Vocabulary, vocabulary
from ipt_rules.model import Formulation, Inventory

__all__ = [
    "Band",
    "Fact",
    "FactField",
    "FactKind",
    "Facts",
    "Frame",
    "Scale",
    "Settings",
    "Span",
    "Value",
    "Vocabulary",
    "Windows",
    "bounds",
    "facts_of",
    "session_of",
    "sorted_facts",
    "vocabulary",
]


def facts_of(
    inventory: Inventory,
    settings: Settings,
    *,
    as_of: dt.date | None = None,
    session: int | None = None,
) -> Facts:
    """Everything that is known of a case, as facts in a fixed order.

    `as_of` is the date of the inventory unless given; `session` is the one after the last note
    unless given. Unknown answers leave no trace; a domain that was not asked completely leaves a
    placeholder (`Fact.stands_for`) which no rule can match, only leave open.
    """
    as_of = as_of or inventory.assessment_date
    windows = settings.windows
    onset = onset_period(inventory)
    events = list(event_facts(inventory, onset, windows, as_of))
    illnesses = list(illness_facts(inventory, onset, windows))
    facts = [
        _case(inventory, onset, as_of),
        Fact("asked", "asked", record_values(inventory.asked)),
        _risk(inventory, as_of),
        count_fact(inventory, events, illnesses),
        _course(inventory, settings, session_of(inventory, session)),
        *_diagnoses(inventory, settings),
        *events,
        *illnesses,
        *relationship_facts(inventory, onset, windows),
        *measure_facts(inventory, settings.scales),
        *contradictions(inventory, onset, windows, settings.scales),
        *(
            Fact("session", f"session:{note.session_no:02d}", record_values(note))
            for note in inventory.sessions
        ),
    ]
    if inventory.formulation is not None:
        facts += _formulation(inventory.formulation)
    return sorted_facts(facts)


def session_of(inventory: Inventory, session: int | None = None) -> int:
    """The session a plan is for: the one asked for, else the one after the last note."""
    if session is not None:
        return session
    return max((note.session_no for note in inventory.sessions), default=0) + 1


def _case(inventory: Inventory, onset: Period | None, as_of: dt.date) -> Fact:
    values = record_values(inventory.case)
    if onset is not None:
        values["onset_months_ago"] = months_between(onset, as_of)
    if inventory.case.diagnoses:
        values["diagnosis_recorded"] = "yes"
    stage = inventory.case.perinatal.stage
    if not isinstance(stage, t.Absence):
        # After the loss of a pregnancy nobody is told that she has become a mother.
        lost = any(event.type is t.EventType.PREGNANCY_LOSS for event in inventory.events)
        values["recent_birth"] = (
            "yes" if stage is t.PerinatalStage.POSTPARTUM and not lost else "no"
        )
    confiding = any(
        person.is_confidant is t.Answer.YES and person.alive is not t.Answer.NO
        for person in inventory.relationships
    )
    if confiding and values.get("has_confidant") == "no":
        del values["has_confidant"]  # the record contradicts itself; see `contradictions`
    elif confiding:
        values["has_confidant"] = "yes"
    return Fact("case", "case", values)


def _risk(inventory: Inventory, as_of: dt.date) -> Fact:
    values = record_values(inventory.risk)
    if isinstance(inventory.risk.checked_on, dt.date):
        values["checked_days_ago"] = (as_of - inventory.risk.checked_on).days
    return Fact("risk", "risk", values)


def _diagnoses(inventory: Inventory, settings: Settings) -> Iterator[Fact]:
    if not inventory.case.diagnoses:
        stands_for = "case.diagnosis_recorded"
        yield Fact("diagnosis", f"diagnosis:?{stands_for}", {}, stands_for=stands_for)
    torn = is_ill_without_diagnosis(inventory, settings.scales)
    for number, diagnosis in enumerate(inventory.case.diagnoses):
        values = record_values(diagnosis)
        if torn:
            values.pop("status", None)  # the record contradicts itself; see `contradictions`
        yield Fact("diagnosis", f"diagnosis:{number}", values)


def _course(inventory: Inventory, settings: Settings, session: int) -> Fact:
    values: dict[str, Value] = {"session_no": session}
    case = inventory.case
    frame = None
    if not isinstance(case.profile, t.Absence):
        values["profile"] = case.profile
        frame = settings.frames.get(case.profile)
    planned = case.planned_sessions
    if isinstance(planned, t.Absence) and frame is not None:
        planned = frame.sessions
    if not isinstance(planned, t.Absence):
        values["planned_sessions"] = planned
        values["sessions_left"] = planned - session
        if frame is not None:
            values["phase"] = frame.phase(session, planned).value
    if inventory.formulation is not None:
        values["formulation_recorded"] = "yes"
    latest = max(inventory.sessions, key=lambda note: note.session_no, default=None)
    if latest is not None and not isinstance(latest.incident.what_was_said, t.Absence):
        values["incident_recorded"] = "yes"
    return Fact("course", "course", values)


def _formulation(formulation: Formulation) -> Iterator[Fact]:
    values = record_values(formulation)
    values |= {
        "areas_chosen": len(set(formulation.areas)),
        "goals_stated": len(formulation.goals),
        "records_linked": len(formulation.linked_to),
    }
    yield Fact("formulation", "formulation", values)
    for area in dict.fromkeys(formulation.areas):
        yield Fact("formulation_area", f"formulation_area:{area}", {"area": area.value})
    for name in dict.fromkeys(formulation.planned_techniques):
        yield Fact("planned_technique", f"planned_technique:{name}", {"technique": name})

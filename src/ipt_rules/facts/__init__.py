"""Inventory to facts: flat, known values only, in one documented vocabulary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ipt_rules import terms as t
from ipt_rules.facts.births import birth_values
from ipt_rules.facts.counts import contradictions, count_fact, is_ill_without_diagnosis
from ipt_rules.facts.course import (
    UNDER_WAY_NONE,
    budget_facts,
    course_fact,
    session_of,
    time_facts,
)
from ipt_rules.facts.course_kinds import TIME
from ipt_rules.facts.events import event_facts, illness_facts, relationship_facts
from ipt_rules.facts.formulation import formulation_facts
from ipt_rules.facts.measures import measure_facts
from ipt_rules.facts.records import record_values
from ipt_rules.facts.review import review_facts
from ipt_rules.facts.settings import (
    Band,
    ForeignNote,
    Frame,
    Scale,
    Settings,
    TechniqueNote,
    Windows,
    plain_name,
)
from ipt_rules.facts.time import Period, months_between, onset_period
from ipt_rules.facts.values import Fact, Facts, Span, Value, bounds, sorted_facts
from ipt_rules.facts.words import FactField, FactKind, Vocabulary, vocabulary
from ipt_rules.model import Inventory

__all__ = [
    "Band",
    "Fact",
    "FactField",
    "FactKind",
    "Facts",
    "ForeignNote",
    "Frame",
    "Scale",
    "Settings",
    "Span",
    "TIME",
    "TechniqueNote",
    "UNDER_WAY_NONE",
    "Value",
    "Vocabulary",
    "Windows",
    "bounds",
    "facts_of",
    "plain_name",
    "review_facts",
    "session_of",
    "sorted_facts",
    "time_facts",
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

    `as_of` is the latest day of the record unless given; `session` is the one after the last note
    unless given. Unknown answers leave no trace; a domain that was not asked completely leaves a
    placeholder (`Fact.stands_for`) which no rule can match, only leave open.
    """
    as_of = as_of or inventory.latest_day
    windows, number = settings.windows, session_of(inventory, settings, session)
    onset = onset_period(inventory)
    events = list(event_facts(inventory, onset, windows, as_of))
    illnesses = list(illness_facts(inventory, onset, windows))
    case = _case(inventory, events, onset, as_of)
    facts = [
        case,
        Fact("asked", "asked", record_values(inventory.asked)),
        _risk(inventory, as_of, case),
        count_fact(inventory, events, illnesses),
        course_fact(inventory, settings, number),
        *budget_facts(inventory, settings, number),
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
        facts += formulation_facts(inventory, inventory.formulation, settings)
    return sorted_facts(facts)


def _case(inventory: Inventory, events: list[Fact], onset: Period | None, as_of: dt.date) -> Fact:
    # What a school calls an area is no answer of a patient: unless it is said, the usual holds.
    values: dict[str, Value] = {
        "grief_reading": t.GriefReading.NARROW.value,
        "area_model": t.AreaModel.FOUR_AREAS.value,
        **record_values(inventory.case),
    }
    if onset is not None:
        values["onset_months_ago"] = months_between(onset, as_of)
    if inventory.case.diagnoses:
        values["diagnosis_recorded"] = "yes"
    values |= birth_values(inventory, events)
    confiding = any(
        person.is_confidant is t.Answer.YES and person.alive is not t.Answer.NO
        for person in inventory.relationships
    )
    if confiding and values.get("has_confidant") == "no":
        del values["has_confidant"]  # the record contradicts itself; see `contradictions`
    elif confiding:
        values["has_confidant"] = "yes"
    return Fact("case", "case", values)


def _risk(inventory: Inventory, as_of: dt.date, case: Fact) -> Fact:
    values = record_values(inventory.risk)
    if case.values.get("recent_birth") == "no":
        values.setdefault("infant_harm_thoughts", "no")  # there is no infant to be harmed
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

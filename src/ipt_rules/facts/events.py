"""Events, illnesses and people as facts, with their timing; placeholders for what was not asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from attrs import evolve

from ipt_rules import terms as t
from ipt_rules.facts.phrases import event_words
from ipt_rules.facts.records import record_values
from ipt_rules.facts.settings import Windows
from ipt_rules.facts.time import Period, months_between, near_worsening, period, timings
from ipt_rules.facts.values import Fact, Value
from ipt_rules.model import Inventory, LifeEvent, MedicalIllness, Relationship
from ipt_rules.model.values import Maybe, PartialDate

_CHANGE_GROUPS = frozenset(
    g.value for g in t.EventGroup if g not in (t.EventGroup.BEREAVEMENT, t.EventGroup.CONFLICT)
)


def event_facts(
    inventory: Inventory, onset: Period | None, windows: Windows, as_of: dt.date
) -> Iterator[Fact]:
    """Life events, deaths known only from a relationship, and the placeholders of open domains."""
    events = [*inventory.events, *implied_deaths(inventory)]
    people: dict[object, Relationship] = {person.id: person for person in inventory.relationships}
    for event in events:
        yield _event(event, people.get(event.person), inventory, onset, windows, as_of)
    asked = inventory.asked
    if asked.deaths is not t.Coverage.COMPLETE:
        yield _unasked("life_event", "asked.deaths", {"group": t.EventGroup.BEREAVEMENT.value})
    if asked.changes is not t.Coverage.COMPLETE:
        yield _unasked("life_event", "asked.changes", {"group": _CHANGE_GROUPS})
        yield _unasked("medical_illness", "asked.changes", {})
    if asked.conflicts is not t.Coverage.COMPLETE:
        yield _unasked("life_event", "asked.conflicts", {"group": t.EventGroup.CONFLICT.value})
    if asked.relationships is not t.Coverage.COMPLETE:
        yield _unasked("relationship", "asked.relationships", {})


def recorded_deaths(inventory: Inventory) -> dict[object, LifeEvent]:
    """The bereavements on record as events, by the person who died."""
    bereaved = t.EventGroup.BEREAVEMENT
    return {event.person: event for event in inventory.events if event.group is bereaved}


def _unasked(kind: str, stands_for: str, values: dict[str, Value]) -> Fact:
    return Fact(kind, f"{kind}:?{stands_for}", values, stands_for=stands_for)


_DEATHS = {
    t.RelationshipKind.PET: t.EventType.PET_DEATH,
    t.RelationshipKind.UNBORN_OR_LOST_CHILD: t.EventType.PREGNANCY_LOSS,
}


def _death_of(person: Relationship) -> t.EventType:
    """What kind of bereavement it is, from who died."""
    return _DEATHS.get(person.kind, t.EventType.DEATH_OF_PERSON)


def implied_deaths(inventory: Inventory) -> Iterator[LifeEvent]:
    """The deaths that are known only from a person, as events under the id of that person."""
    mourned = recorded_deaths(inventory)
    for person in inventory.relationships:
        if person.alive is t.Answer.NO and person.id not in mourned and not is_torn(person):
            yield _implied_death(person)


def _implied_death(person: Relationship) -> LifeEvent:
    """A person recorded as dead is a recorded death, even where nobody wrote the event down."""
    return LifeEvent(
        id=person.id,
        group=t.EventGroup.BEREAVEMENT,
        type=_death_of(person),
        date=person.death_date,
        person=person.id,
    )


def _event(
    event: LifeEvent,
    person: Relationship | None,
    inventory: Inventory,
    onset: Period | None,
    windows: Windows,
    as_of: dt.date,
) -> Fact:
    values = record_values(event)
    if event.group is t.EventGroup.BEREAVEMENT and person is not None:
        if "type" not in values and person.kind is not t.RelationshipKind.UNSPECIFIED:
            values["type"] = _death_of(person).value
        if isinstance(event.date, t.Absence):
            event = evolve(event, date=person.death_date)
    values["event_id"] = event.id
    values["who"] = _UNNAMED.get(event.type, "someone") if person is None else person.label
    values["event"] = event_words(event, person)
    when = period(event.date)
    if when is not None:
        values["months_ago"] = months_between(when, as_of)
    if near_worsening(event, inventory, windows):
        if event.near_worsening is t.Answer.NO:
            del values["near_worsening"]  # the record contradicts itself; see `contradictions`
        else:
            values["near_worsening"] = "yes"
    anchored = inventory.case.episode_onset.anchor_event == event.id
    _set_timing(values, event.timing_to_onset, event.date, onset, windows, anchored=anchored)
    quarrel = event.group is t.EventGroup.CONFLICT and person is not None
    subject = f"relationship:{event.person}" if quarrel else f"event:{event.id}"
    return Fact("life_event", f"life_event:{event.id}", values, subject)


_UNNAMED: Mapping[object, str] = {
    t.EventType.PREGNANCY_LOSS: "the child who was expected",
    t.EventType.PET_DEATH: "a pet",
}


def illness_facts(inventory: Inventory, onset: Period | None, windows: Windows) -> Iterator[Fact]:
    """Bodily illnesses, placed around the onset."""
    for number, illness in enumerate(inventory.case.medical_illness):
        values = record_values(illness)
        values["illness"] = illness.name
        _set_timing(values, t.Absence.NOT_ASKED, illness.onset, onset, windows)
        yield Fact("medical_illness", f"medical_illness:{number}", values, f"illness:{number}")


def relationship_facts(
    inventory: Inventory, onset: Period | None, windows: Windows
) -> Iterator[Fact]:
    """The people of the inventory."""
    mourned = recorded_deaths(inventory)
    quarrels = {
        event.person
        for event in inventory.events
        if event.group is t.EventGroup.CONFLICT and event.still_active is not t.Answer.NO
    }
    for person in inventory.relationships:
        values = record_values(person)
        values |= {"relationship": person.id, "person": person.label}
        values.pop("conflict_timing", None)
        if "alive" not in values and _in_touch(person):
            values["alive"] = "yes"
        if person.kind in _PEOPLE:
            values.setdefault("counterpart", t.Counterpart.PERSON.value)
        if inventory.asked.changes is t.Coverage.COMPLETE:
            values.setdefault("ended", "no")  # an ending is a change, and all were asked for
        if person.id in mourned and person.alive is t.Answer.YES:
            del values["alive"]  # the record contradicts itself; see `contradictions`
        _set_timing(
            values, person.conflict_timing, person.conflict_started, onset, windows,
            name="conflict_timing",
        )  # fmt: skip
        if is_torn(person):
            for name in [n for n in values if n == "alive" or n.startswith("conflict_")]:
                del values[name]
        elif not isinstance(person.conflict, t.Absence):
            values["conflict_present"] = "yes" if in_conflict(person) else "no"
        violence = person.violence
        asked = (violence.ongoing, violence.physical, violence.coercive_control, violence.fear)
        private = inventory.risk.violence_asked_in_private is t.Answer.YES
        if private and not any(isinstance(answer, t.Absence) for answer in asked):
            values["violence_screened"] = "yes"
        if values.get("alive") == "no":  # as a fact: a death that is contradicted clears nothing
            values.setdefault("violence_ongoing", "no")
            values.setdefault("violence_fear", "no")  # of somebody who can still do harm
        if person.id in quarrels and "conflict_present" not in values and not is_torn(person):
            values["conflict_present"] = "yes"
        yield Fact("relationship", f"relationship:{person.id}", values, f"relationship:{person.id}")


_K = t.RelationshipKind
_PEOPLE = frozenset(
    (_K.PARTNER, _K.EX_PARTNER, _K.CO_PARENT, _K.PARENT, _K.STEP_PARENT, _K.CHILD, _K.STEP_CHILD,
     _K.SIBLING, _K.GRANDPARENT, _K.OTHER_KIN, _K.IN_LAW, _K.FRIEND, _K.NEIGHBOUR)
)  # fmt: skip
"""Kinds that can only be persons."""


def in_conflict(person: Relationship) -> bool:
    """Whether open or hidden conflict is recorded as present."""
    if isinstance(person.conflict, t.Absence):
        return False
    return bool(person.conflict & {t.Conflict.OVERT, t.Conflict.COVERT})


def is_torn(person: Relationship) -> bool:
    """Whether a person is recorded as dead and in a present conflict: neither can be used."""
    return person.alive is t.Answer.NO and in_conflict(person)


def _in_touch(person: Relationship) -> bool:
    """Whether the record shows the person to be living, though nobody wrote that down."""
    contact = person.contact_per_week
    return person.lives_with is t.Answer.YES or (not isinstance(contact, t.Absence) and contact > 0)


def _set_timing(
    values: dict[str, Value],
    entered: Maybe[t.Timing],
    date: Maybe[PartialDate],
    onset: Period | None,
    windows: Windows,
    *,
    anchored: bool = False,
    name: str = "timing_to_onset",
) -> None:
    """Set the timing from what was entered and what dates allow; where they clash, from neither."""
    possible = possible_timings(date, onset, windows, anchored=anchored)
    if not isinstance(entered, t.Absence):
        if possible is None or entered.value in possible:
            values[name] = entered.value
        else:
            values.pop(name, None)
    elif possible is not None and len(possible) < len(t.Timing):
        values[name] = next(iter(possible)) if len(possible) == 1 else possible


def possible_timings(
    date: Maybe[PartialDate], onset: Period | None, windows: Windows, *, anchored: bool = False
) -> frozenset[str] | None:
    """The timings that the dates on record allow, or nothing when a date is missing."""
    if anchored:
        return frozenset({t.Timing.AT_ONSET.value})
    when = period(date)
    if when is None or onset is None:
        return None
    return timings(when, onset, windows)


def illness_is_change(illness: MedicalIllness) -> bool | None:
    """Whether an illness changed the patient's role; unknown while its loss of function is."""
    if isinstance(illness.function_loss, t.Absence):
        return None
    return illness.function_loss > 0

"""What happened and when, as a timeline shows it: the episode, events, deaths, illnesses."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator

import attrs
from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.facts.events import implied_deaths, in_conflict, is_torn
from ipt_rules.facts.phrases import event_words
from ipt_rules.facts.time import Period, onset_period, period
from ipt_rules.model import Inventory, LifeEvent, Relationship

_TIMINGS = {
    t.Timing.LONG_BEFORE: "long before the onset",
    t.Timing.SHORTLY_BEFORE: "shortly before the onset",
    t.Timing.AT_ONSET: "at the onset",
    t.Timing.AFTER_ONSET: "after the onset",
}
ORDER = tuple(_TIMINGS.values())
"""The places around the onset, in order."""


class Role(enum.Enum):
    """What a happening is to the episode."""

    ONSET = "onset"
    WORSENING = "worsening"
    LIFE = "life"


@frozen
class Happening:
    """Something that happened: what, when as far as it is known, and what more is on record.

    `when` holds every day it may have been, `said` is that in words; without a date, `timing` says
    where it lies around the onset, or nothing.
    """

    what: str
    when: Period | None = None
    said: str = ""
    timing: str = ""
    details: tuple[str, ...] = ()
    role: Role = Role.LIFE

    @property
    def placed(self) -> str:
        """When it was, in words."""
        return self.said or self.timing or "no date recorded"

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.when is not None and self.when.earliest == self.when.latest

    @property
    def note(self) -> str:
        """Everything but its name."""
        return "; ".join(part for part in (self.placed, *self.details) if part)


def onset(inventory: Inventory) -> Happening:
    """The onset of the episode, from the best that is on record."""
    recorded = inventory.case.episode_onset
    state = "" if isinstance(recorded.state, t.Absence) else recorded.state.label
    what, details = "onset of the episode", (state,) if state else ()
    if not isinstance(recorded.date, t.Absence):
        said = str(recorded.date)
    elif not isinstance(recorded.months_before_assessment, t.Absence):
        months = recorded.months_before_assessment
        said = f"about {months:g} months before {inventory.assessment_date}"
    elif not isinstance(recorded.anchor_event, t.Absence):
        known = {event.id: event for event in inventory.events}
        anchor = known.get(recorded.anchor_event)
        named = "an event" if anchor is None else _event_words(anchor, inventory)
        if anchor is None or isinstance(anchor.date, t.Absence):
            return Happening(
                what, timing=f"after {named}, which has no date", details=details, role=Role.ONSET
            )
        said = f"after {named}, read as within a month of it"
    else:
        return Happening(what, details=details, role=Role.ONSET)
    return Happening(what, onset_period(inventory), said, details=details, role=Role.ONSET)


def worsenings(inventory: Inventory) -> Iterator[Happening]:
    """The times at which the episode got worse."""
    for date in inventory.case.episode_worsening_dates:
        yield Happening("the episode got worse", period(date), str(date), role=Role.WORSENING)


def happenings(inventory: Inventory) -> tuple[Happening, ...]:
    """Everything else with a place in time, first what has a date, from the earliest on."""
    found = [
        *(_event(event, inventory) for event in inventory.events),
        *(_event(event, inventory) for event in implied_deaths(inventory)),
        *_conflicts(inventory),
        *_illnesses(inventory),
    ]
    places = {timing: number for number, timing in enumerate(ORDER)}

    def order(happening: Happening) -> tuple[int, dt.date, dt.date, int]:
        last = places.get(happening.timing, len(ORDER))
        if happening.when is None:
            return 1, dt.date.max, dt.date.max, last
        return 0, happening.when.earliest, happening.when.latest, last

    return tuple(sorted(found, key=order))


def _person(event: LifeEvent, inventory: Inventory) -> Relationship | None:
    return next((p for p in inventory.relationships if p.id == event.person), None)


def _event_words(event: LifeEvent, inventory: Inventory) -> str:
    return event_words(event, _person(event, inventory))


def _event(event: LifeEvent, inventory: Inventory) -> Happening:
    person = _person(event, inventory)
    died = event.group is t.EventGroup.BEREAVEMENT and isinstance(event.date, t.Absence)
    if died and person is not None and not is_torn(person):
        event = attrs.evolve(event, date=person.death_date)
    what = event_words(event, person)
    kind = event.group.label if isinstance(event.type, t.Absence) else event.type.label
    timing = "" if isinstance(event.timing_to_onset, t.Absence) else _TIMINGS[event.timing_to_onset]
    dated = not isinstance(event.date, t.Absence)
    details = (
        kind if kind not in (what, t.EventType.OTHER.label) else "",
        person.label if person is not None and person.label not in what else "",
        "" if isinstance(event.valence, t.Absence) else event.valence.label,
        "came gradually" if event.is_gradual is t.Answer.YES else "",
        f"recorded as {timing}" if timing and dated else "",
        "near a worsening" if event.near_worsening is t.Answer.YES else "",
    )
    return Happening(what, period(event.date), _said(event.date), timing, _known(details))


def _conflicts(inventory: Inventory) -> Iterator[Happening]:
    for person in inventory.relationships:
        started, timing = person.conflict_started, person.conflict_timing
        dated = not isinstance(started, t.Absence)
        if is_torn(person):
            yield Happening(
                person.label, details=("recorded as dead and as in conflict now: not placed",)
            )
        elif dated or (in_conflict(person) and not isinstance(timing, t.Absence)):
            words = "" if isinstance(timing, t.Absence) else _TIMINGS[timing]
            details = (f"recorded as {words}" if words and dated else "",)
            yield Happening(
                f"the conflict with {person.label} began",
                period(started),
                _said(started),
                words,
                _known(details),
            )


def _illnesses(inventory: Inventory) -> Iterator[Happening]:
    for illness in inventory.case.medical_illness:
        yield Happening(
            illness.name, period(illness.onset), _said(illness.onset), details=("illness",)
        )
    for diagnosis in inventory.case.diagnoses:
        if not isinstance(diagnosis.onset, t.Absence):
            yield Happening(
                diagnosis.name.label,
                period(diagnosis.onset),
                _said(diagnosis.onset),
                details=("diagnosis: its beginning",),
            )


def _said(date: object) -> str:
    return "" if isinstance(date, t.Absence) else str(date)


def _known(details: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(detail for detail in details if detail)

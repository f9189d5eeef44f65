"""Sentences on what happened: events, deaths and bodily illness."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_rules import terms as t
from ipt_rules.model import LifeEvent
from ipt_rules.quiz.generating.teller import Teller, exact
from ipt_rules.quiz.generating.voice import Sentence, day, full, guessed
from ipt_rules.quiz.generating.words import events


def event(teller: Teller, event: LifeEvent) -> Iterator[Sentence]:
    """One event: what and when it was, and what came after it."""
    record = f"life_event:{event.id}"
    yield _what(teller, event, record)
    who = _label_of(teller, event)
    yield from teller.groups(record, events.GROUPS, teller.named(event), who)
    yield from teller.rest(record, _TOLD_OF_EVENT)


def _what(teller: Teller, event: LifeEvent, record: str) -> Sentence:
    person = teller.person_of(event)
    named = teller.named(event)
    when = _when(teller, event)
    text = f"{when} came {named}" if when else f"there was {named}"
    notes = []
    if isinstance(event.type, t.Absence) or event.type is t.EventType.OTHER:
        notes.append(events.GROUPS_OF_EVENTS[event.group])
    elif not _says_it(named, event.type):
        notes.append(events.TYPES[event.type])
    if person is not None and person.label not in named:
        notes.append(f"it concerned {person.label}")
    text += f" ({'; '.join(notes)})" if notes else ""
    fields = ("type", "group", "label", "date", "person")
    return Sentence(full([text]), tuple(f"{record}.{f}" for f in fields))


def _says_it(named: str, type: t.EventType) -> bool:
    """Whether the name of an event says by itself what kind of event it was."""
    if type is t.EventType.DEATH_OF_PERSON and named.startswith("the death of"):
        return True
    return guessed(named, events.GUESSED) == type.value or named == events.TYPES[type]


def _when(teller: Teller, event: LifeEvent) -> str:
    if isinstance(event.date, t.Absence):
        return ""
    return f"{'on' if exact(event.date) else 'in'} {day(event.date)}"


def _label_of(teller: Teller, event: LifeEvent) -> str:
    person = teller.person_of(event)
    return "the one who died" if person is None else person.label


def illness(teller: Teller, number: int) -> Sentence:
    """A bodily illness."""
    illness = teller.inventory.case.medical_illness[number]
    clauses = [f"{teller.voice.name} has a bodily illness: {illness.name}"]
    if not isinstance(illness.onset, t.Absence):
        clauses.append(f"it began or got worse in {day(illness.onset)}")
    if not isinstance(illness.function_loss, t.Absence):
        clauses.append(f"what it takes from daily life is put at {illness.function_loss} of 4")
    places = tuple(f"medical_illness:{number}.{f}" for f in ("onset", "function_loss"))
    return Sentence(full(clauses), places)


_TOLD_OF_EVENT = frozenset(
    [field for fields in events.GROUPS for field in fields]
    + ["type", "group", "label", "date", "person", "old_role_gains", "skills_missing",
       "supports_lost"]
)  # fmt: skip

"""What an inventory says that cannot all be true, as far as a record alone can show it.

Clinical data may contradict itself (an event said to be at the onset, dated years before): that is
for rules. Here is only what makes a document impossible: a reference to nothing, a date in the
future, two records with one id.
"""

from __future__ import annotations

import datetime as dt
import difflib
import functools
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen

from ipt_rules.exceptions import Path
from ipt_rules.model.inventory import Inventory
from ipt_rules.model.values import PartialDate, Ref
from ipt_rules.terms import EVENT_GROUPS, Absence, Answer, Diagnosis, EventType, OnsetState, Term

Found = Iterator[tuple[Path, str]]

_MAX_SUGGESTIONS = 20
_MAX_CANDIDATES = 500


def inconsistencies(
    inventory: Inventory, also_known: frozenset[str] = frozenset()
) -> list[tuple[Path, str]]:
    """List everything that cannot be true together, each with its path.

    `also_known` are ids of records that exist but could not be built; references to them hold.

    >>> from ipt_rules.model import Case, Onset
    >>> onset = Onset(state=OnsetState.ANCHORED_TO_EVENT, anchor_event="move")
    >>> case = Case(pseudonym="Lena", episode_onset=onset)
    >>> inconsistencies(Inventory(dt.date(2026, 3, 1), case))
    [(('case', 'episode_onset', 'anchor_event'), "no record in events has the id 'move'")]
    """
    leaves = list(_leaves(inventory, None, ()))
    return [
        *_repeated_ids(inventory),
        *_dangling(inventory, leaves, also_known),
        *_reserved_texts(leaves),
        *_future_dates(inventory, leaves),
        *_before_birth(inventory, leaves),
        *_onset_without_anchor(inventory),
        *_wrong_groups(inventory),
        *_dead_and_alive(inventory),
        *_repeated_numbers(inventory),
        *_none_and_another(inventory),
    ]


# --- every single value of the inventory -----------------------------------------------------


@frozen
class _Leaf:
    """One value, the lists it may point into, and whether an absence could stand instead."""

    path: Path
    value: object
    refers_to: tuple[str, ...]
    may_be_absent: bool


def _leaves(value: Any, hint: Any, path: Path) -> Iterator[_Leaf]:
    if isinstance(value, Term) or value is None:
        return
    record: Any = type(value)
    if attrs.has(record) and record is not PartialDate:
        for name, field_hint in _fields(record):
            yield from _leaves(getattr(value, name), field_hint, (*path, name))
    elif isinstance(value, tuple | list):
        for index, item in enumerate(value):
            yield from _leaves(item, _item_hint(hint), (*path, index))
    elif not isinstance(value, frozenset):
        yield _Leaf(path, value, _refers_to(hint), Absence in get_args(hint))


@functools.cache
def _fields(record: Any) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(record, include_extras=True)
    return tuple((field.name, hints[field.name]) for field in attrs.fields(record) if field.init)


def _alternatives(hint: Any) -> tuple[Any, ...]:
    """The types a value may have; a type that is no union has one."""
    return (hint,) if get_origin(hint) in (Annotated, tuple, None) else get_args(hint)


@functools.cache
def _item_hint(hint: Any) -> Any:
    return next(get_args(kind)[0] for kind in _alternatives(hint) if get_origin(kind) is tuple)


@functools.cache
def _refers_to(hint: Any) -> tuple[str, ...]:
    notes = (
        note
        for kind in _alternatives(hint)
        if get_origin(kind) is Annotated
        for note in get_args(kind)[1:]
    )
    return next((note.to for note in notes if isinstance(note, Ref)), ())


# --- ids and references ----------------------------------------------------------------------


def _repeated_ids(inventory: Inventory) -> Found:
    seen: set[str] = set()
    for name in ("relationships", "events"):
        for index, record in enumerate(getattr(inventory, name)):
            if record.id in seen:
                path = (name, index, "id")
                yield path, f"the id '{record.id}' is taken; every record needs its own"
            seen.add(record.id)


def _dangling(inventory: Inventory, leaves: Iterable[_Leaf], also_known: frozenset[str]) -> Found:
    people = {person.id for person in inventory.relationships} | also_known
    events = {event.id for event in inventory.events} | also_known
    known = {
        ("relationships",): people,
        ("events",): events,
        ("relationships", "events"): people | events,
    }
    suggestions = 0
    for leaf in leaves:
        if not leaf.refers_to or leaf.value in known[leaf.refers_to]:
            continue
        message = f"no record in {' or '.join(leaf.refers_to)} has the id '{leaf.value}'"
        near: list[str] = []
        if suggestions < _MAX_SUGGESTIONS:  # likeness is slow, and a file may be hostile
            suggestions += 1
            candidates = sorted(known[leaf.refers_to])[:_MAX_CANDIDATES]
            near = difflib.get_close_matches(str(leaf.value), candidates, 1)
        yield leaf.path, f"{message}; did you mean '{near[0]}'?" if near else message


def _reserved_texts(leaves: Iterable[_Leaf]) -> Found:
    words = {word.value for word in Absence}
    for leaf in leaves:
        if type(leaf.value) is not str:
            continue
        if leaf.value in words or (leaf.may_be_absent and leaf.value == "unknown"):
            yield leaf.path, f"'{leaf.value}' is kept for values that are absent; write a text"


# --- dates -----------------------------------------------------------------------------------


def _future_dates(inventory: Inventory, leaves: Iterable[_Leaf]) -> Found:
    """What is told of the life ends with the assessment; what was done goes on to the last note."""
    assessed, followed = inventory.assessment_date, inventory.followed_until
    if followed is not None and followed < assessed:
        yield ("followed_until",), f"{followed} lies before the assessment date, {assessed}"
    for leaf in leaves:
        if leaf.path in (("followed_until",), ("formulation", "contract", "ends_on")):
            continue
        date = leaf.value
        begins = date.earliest if isinstance(date, PartialDate) else date
        goes_on = leaf.path[0] in _GOES_ON or leaf.path[-1] == "planned_sessions_agreed_on"
        if followed is not None and goes_on:
            last, said = followed, "the last day of the record"
        else:
            last, said = assessed, "the assessment date"
        if isinstance(begins, dt.date) and begins > last:
            yield leaf.path, f"{date} lies after {said}, {last}"


_GOES_ON = ("sessions", "measures", "risk", "formulation")


def _before_birth(inventory: Inventory, leaves: Iterable[_Leaf]) -> Found:
    """Dates of the case itself are about the patient, who must have been born by then."""
    age = inventory.case.age_years
    if isinstance(age, Absence):
        return
    recorded = inventory.assessment_date
    born_after = _years_before(recorded, age + 1)
    for leaf in leaves:
        if leaf.path[0] != "case":
            continue
        if isinstance(leaf.value, PartialDate) and leaf.value.latest < born_after:
            yield leaf.path, f"{leaf.value} lies before birth: the patient was {age} on {recorded}"
    months = inventory.case.episode_onset.months_before_assessment
    if not isinstance(months, Absence) and months > (age + 1) * 12:
        path: Path = ("case", "episode_onset", "months_before_assessment")
        yield path, f"{months:g} months ago lies before birth: the patient was {age} on {recorded}"


def _years_before(date: dt.date, years: int) -> dt.date:
    if date.year - years < 1:
        return dt.date.min
    try:
        return date.replace(year=date.year - years)
    except ValueError:  # 29 February
        return date.replace(year=date.year - years, day=28)


# --- answers that exclude each other ---------------------------------------------------------


def _onset_without_anchor(inventory: Inventory) -> Found:
    onset = inventory.case.episode_onset
    if onset.state is OnsetState.ANCHORED_TO_EVENT and isinstance(onset.anchor_event, Absence):
        path = ("case", "episode_onset", "anchor_event")
        yield path, "state is anchored_to_event, but no event is named; give the id of the event"


def _wrong_groups(inventory: Inventory) -> Found:
    for index, event in enumerate(inventory.events):
        if isinstance(event.type, Absence) or event.type is EventType.OTHER:
            continue
        group = EVENT_GROUPS[event.type]
        if event.group is not group:
            message = f"{event.type} belongs to the group {group}, not to {event.group}"
            yield ("events", index, "type"), message


def _dead_and_alive(inventory: Inventory) -> Found:
    for index, person in enumerate(inventory.relationships):
        if person.alive is Answer.YES and isinstance(person.death_date, PartialDate):
            path = ("relationships", index, "death_date")
            yield path, "a date of death, but alive is yes; correct one of the two"


def _repeated_numbers(inventory: Inventory) -> Found:
    sessions = [session.session_no for session in inventory.sessions]
    for index in _repeated(sessions):
        path: Path = ("sessions", index, "session_no")
        yield path, f"session {sessions[index]} is recorded twice"
    plan = inventory.formulation.plan if inventory.formulation is not None else ()
    planned = [entry.session_no for entry in plan]
    for index in _repeated(planned):
        path = ("formulation", "plan", index, "session_no")
        yield path, f"session {planned[index]} is planned twice"
    for number, measure in enumerate(inventory.measures):
        items = [score.item for score in measure.items]
        for index in _repeated(items):
            path = ("measures", number, "items", index, "item")
            yield path, f"item {items[index]} is scored twice"


def _repeated(numbers: list[int]) -> list[int]:
    seen: Counter[int] = Counter()
    again = []
    for index, number in enumerate(numbers):
        if seen[number]:
            again.append(index)
        seen[number] += 1
    return again


def _none_and_another(inventory: Inventory) -> Found:
    names = [diagnosis.name for diagnosis in inventory.case.diagnoses]
    if len(names) > 1 and Diagnosis.NONE in names:
        path = ("case", "diagnoses", names.index(Diagnosis.NONE), "name")
        yield path, "none stands beside another diagnosis; keep one or the other"

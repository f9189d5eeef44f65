"""Places in a record where an answer stands or is missing: named, read and filled in."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

import attrs
from attrs import evolve, frozen

from ipt_rules import model
from ipt_rules import terms as t
from ipt_rules.facts.events import implied_deaths
from ipt_rules.facts.read_from import read_from
from ipt_rules.facts.words import shapes
from ipt_rules.model import Inventory, PartialDate
from ipt_rules.model.values import About


@frozen(order=True)
class Place:
    """One answer of a record, named as facts name it.

    `record` is the id of the fact that the record becomes, `field` the attribute in it.

    >>> print(Place("life_event:e1", "closeness"))
    life_event:e1.closeness
    """

    record: str
    field: str

    def __str__(self) -> str:
        return f"{self.record}.{self.field}"

    @property
    def kind(self) -> str:
        """The kind of record: `life_event`, `case`, `risk` and so on."""
        return self.record.partition(":")[0]

    @property
    def answer(self) -> str:
        """The answer whatever record it stands in: `life_event.closeness`."""
        return f"{self.kind}.{self.field}"


@frozen
class Attribute:
    """An answer that a kind of record can hold: how facts spell it, and where it stands."""

    name: str
    path: tuple[str, ...]
    type: Any
    limits: tuple[Any, ...]
    about: About
    may_be_absent: bool


_RECORDS: Mapping[str, type] = {
    "case": model.Case,
    "asked": model.Asked,
    "risk": model.RiskScreen,
    "relationship": model.Relationship,
    "life_event": model.LifeEvent,
    "medical_illness": model.MedicalIllness,
    "diagnosis": model.DiagnosisRecord,
    "measure": model.Measure,
}


@cache
def attributes(kind: str) -> Mapping[str, Attribute]:
    """Every answer that a kind of record can hold, by the name that facts use.

    >>> attributes("life_event")["closeness"].path
    ('grief', 'closeness')
    """
    record = _RECORDS.get(kind)
    found = () if record is None else _attributes(record, (), "")
    return types.MappingProxyType({attribute.name: attribute for attribute in found})


def _attributes(record: type, above: tuple[str, ...], prefix: str) -> Iterator[Attribute]:
    hints = typing.get_type_hints(record, include_extras=True)
    every: Any = attrs.fields(record)
    for a in every:
        about = a.metadata.get("about", _NO_ABOUT)
        name = prefix + a.name
        kind, limits, may_be_absent = _bare(hints[a.name])
        if attrs.has(kind) and kind is not PartialDate:
            own = f"{name}_" if about.prefix is None else about.prefix
            yield from _attributes(kind, (*above, a.name), own)
        elif may_be_absent or (isinstance(kind, type) and issubclass(kind, t.Term)):
            yield Attribute(name, (*above, a.name), kind, limits, about, may_be_absent)


_NO_ABOUT = About("", "", "design")


def _bare(hint: Any) -> tuple[Any, tuple[Any, ...], bool]:
    """A type without its absence and its limits, and whether the answer may be absent."""
    if get_origin(hint) in (Union, types.UnionType):
        inner = [kind for kind in get_args(hint) if kind not in (t.Absence, type(None))]
        kind, limits, _ = _bare(inner[0])
        return kind, limits, t.Absence in get_args(hint)
    if get_origin(hint) is Annotated:
        return get_args(hint)[0], get_args(hint)[1:], False
    return hint, (), False


# --- from facts to places ----------------------------------------------------------------------


@cache
def attribute_of(kind: str, field: str) -> str | None:
    """The attribute that a field of a fact repeats, such as `conflict` for `conflict_overt`."""
    record = _RECORDS.get(kind)
    if record is None:
        return None
    by_path = {attribute.path: attribute.name for attribute in attributes(kind).values()}
    for shape in shapes(record):
        if shape.fact_field == field:
            return by_path.get(shape.attributes)
    return None


@cache
def answers_behind(kind: str, field: str) -> tuple[str, ...]:
    """The answers that could tell a field of a fact, its own first.

    >>> answers_behind("relationship", "conflict_overt")
    ('relationship.conflict', 'relationship.alive')
    """
    own = attribute_of(kind, field)
    return tuple(
        dict.fromkeys([*([] if own is None else [f"{kind}.{own}"]), *read_from(kind, field)])
    )


# --- reading and filling -------------------------------------------------------------------------


def open_places(inventory: Inventory) -> Iterator[Place]:
    """Every answer of the record that is absent, in the order of the inventory."""
    for record, held in records(inventory):
        for attribute in attributes(record.partition(":")[0]).values():
            if isinstance(_get(held, attribute.path), t.Absence):
                yield Place(record, attribute.name)


def known_places(inventory: Inventory) -> Iterator[Place]:
    """Every answer of the record that is there, in the order of the inventory."""
    for record, held in records(inventory):
        for attribute in attributes(record.partition(":")[0]).values():
            if not isinstance(_get(held, attribute.path), t.Absence):
                yield Place(record, attribute.name)


def records(inventory: Inventory) -> Iterator[tuple[str, Any]]:
    """The records of an inventory under the ids of the facts that they become."""
    yield "case", inventory.case
    yield "asked", inventory.asked
    for person in inventory.relationships:
        yield f"relationship:{person.id}", person
    for event in (*inventory.events, *implied_deaths(inventory)):
        yield f"life_event:{event.id}", event
    for number, illness in enumerate(inventory.case.medical_illness):
        yield f"medical_illness:{number}", illness
    for number, diagnosis in enumerate(inventory.case.diagnoses):
        yield f"diagnosis:{number}", diagnosis
    for number, measure in enumerate(inventory.measures):
        yield f"measure:{number}", measure
    yield "risk", inventory.risk


def answer_at(inventory: Inventory, place: Place) -> Any:
    """The answer that stands at a place, or why it is absent.

    Raises `KeyError` where the inventory has no such place.
    """
    return _get(dict(records(inventory))[place.record], attributes(place.kind)[place.field].path)


def filled(inventory: Inventory, answers: Mapping[Place, Any]) -> Inventory:
    """The inventory with answers put in their places, typed as the model types them.

    Nothing is checked: whoever takes answers from outside checks the result.
    """
    # First of all, as another answer may say that the person is alive.
    inventory = with_deaths(inventory, answers)
    for place, answer in answers.items():
        inventory = _filled(inventory, place, answer)
    return inventory


def with_deaths(inventory: Inventory, places: Iterable[Place]) -> Inventory:
    """The inventory with an event of its own for each death that is known only from the person.

    Only for those of which something is said; the event still goes by the id of the person.
    """
    spoken_of = {place.record for place in places}
    implied = [d for d in implied_deaths(inventory) if f"life_event:{d.id}" in spoken_of]
    return evolve(inventory, events=(*inventory.events, *implied)) if implied else inventory


def _filled(inventory: Inventory, place: Place, answer: Any) -> Inventory:
    path = attributes(place.kind)[place.field].path
    kind, _, key = place.record.partition(":")

    def with_answer(records: tuple[Any, ...], at: int) -> tuple[Any, ...]:
        return (*records[:at], _set(records[at], path, answer), *records[at + 1 :])

    def position(records: tuple[Any, ...]) -> int:
        return next(n for n, record in enumerate(records) if record.id == key)

    case = inventory.case
    match kind:
        case "case" | "asked" | "risk":
            return evolve(inventory, **{kind: _set(getattr(inventory, kind), path, answer)})
        case "relationship":
            people = inventory.relationships
            return evolve(inventory, relationships=with_answer(people, position(people)))
        case "life_event":
            events = inventory.events
            return evolve(inventory, events=with_answer(events, position(events)))
        case "measure":
            return evolve(inventory, measures=with_answer(inventory.measures, int(key)))
        case "medical_illness":
            illnesses = with_answer(case.medical_illness, int(key))
            return evolve(inventory, case=evolve(case, medical_illness=illnesses))
        case "diagnosis":
            diagnoses = with_answer(case.diagnoses, int(key))
            return evolve(inventory, case=evolve(case, diagnoses=diagnoses))
    raise KeyError(place)


def with_own_ids(inventory: Inventory) -> Inventory:
    """The inventory with an id of its own for every death that was known only from a person.

    While answers are tried out such an event goes by the id of the person, as its fact does.
    """
    people = {person.id for person in inventory.relationships}
    taken = people | {event.id for event in inventory.events}
    events = []
    for event in inventory.events:
        if event.id in people:
            names = (f"{event.id[:30]}-death{number or ''}" for number in range(len(taken) + 1))
            name = next(name for name in names if name not in taken)
            taken.add(name)
            event = evolve(event, id=name)
        events.append(event)
    return evolve(inventory, events=tuple(events))


def _get(record: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        record = getattr(record, name)
    return record


def _set(record: Any, path: tuple[str, ...], answer: Any) -> Any:
    name, *rest = path
    if rest:
        answer = _set(getattr(record, name), tuple(rest), answer)
    return evolve(record, **{name: answer})


def is_exact(answer: Any) -> bool:
    """Whether an answer says all there is to say: a date known to the day, anything else that is.

    >>> is_exact(PartialDate("2025-03"))
    False
    """
    if isinstance(answer, t.Absence):
        return False
    return not isinstance(answer, PartialDate) or answer.earliest == answer.latest

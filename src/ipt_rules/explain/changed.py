"""An inventory with some of its answers changed, checked as strictly as one that is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from ipt_rules.documents.inventories import check_inventory, dump_inventory, load_inventory
from ipt_rules.documents.refusals import Reason, listed
from ipt_rules.documents.source import read_mapping
from ipt_rules.documents.structure import unstructure
from ipt_rules.exceptions import DocumentError, Path, Problem
from ipt_rules.facts.events import implied_deaths
from ipt_rules.model import Inventory
from ipt_rules.places import Place, attributes, records, with_deaths, with_own_ids

_FILE = "<changes>"


def changed(inventory: Inventory, changes: Mapping[str, Any]) -> Inventory:
    """Put other answers in their places; nothing else changes.

    A place is a record and a field as facts name them (`life_event:e1.closeness`,
    `case.has_confidant`, `asked.deaths`); an answer is spelled as in documents. A death known only
    from the person becomes an event of its own when something is said of it.

    >>> from ipt_rules import load_inventory, rules_folder
    >>> lena = load_inventory(rules_folder() / "cases" / "lena-renegotiation.yaml")
    >>> other = changed(lena, {"relationship:husband.conflict": ["covert"]})
    >>> sorted(other.relationships[0].conflict)
    [<Conflict.COVERT: 'covert'>]

    Raises `DocumentError` that lists every problem: places that are not there, answers that the
    model refuses, answers that contradict each other.
    """
    check_inventory(inventory)
    places, problems = _places(inventory, changes)
    inventory = with_deaths(inventory, places.values())
    data = dump_inventory(with_own_ids(inventory))
    paths = {_path(inventory, place): name for name, place in places.items()}
    for path, name in paths.items():
        try:
            _put(data, path, read_mapping({name: unstructure(changes[name])}, _FILE).data[name])
        except DocumentError as error:  # not even plain data; the others are looked at still
            problems += error.problems
    made = None
    try:
        made = load_inventory(data)
    except DocumentError as error:
        problems += [_placed(problem, paths) for problem in error.problems]
    if made is None or problems:
        order = {str(name): number for number, name in enumerate(changes)}
        problems.sort(key=lambda problem: order.get(str(problem.path[0]), len(order)))
        raise DocumentError(problems)
    return made


def places_of(inventory: Inventory, changes: Mapping[str, Any]) -> tuple[Place, ...]:
    """The places that changes name, in their order.

    Raises `DocumentError` for those that the inventory does not have.
    """
    places, problems = _places(inventory, changes)
    if problems:
        raise DocumentError(problems)
    return tuple(places.values())


def _places(
    inventory: Inventory, changes: Mapping[str, Any]
) -> tuple[dict[str, Place], list[Problem]]:
    known = [name for name, _ in records(inventory)]
    implied = {f"life_event:{death.id}" for death in implied_deaths(inventory)}
    found: dict[str, Place] = {}
    problems = []
    for name in changes:
        record, dot, field = name.rpartition(".") if type(name) is str else ("", "", "")
        kind = record.partition(":")[0]
        if not dot:
            spelled = Reason("expected a record and a field, like 'life_event:e1.closeness'")
            problems.append(_problem(str(name)[:80], spelled))
        elif record not in known:
            none = Reason(
                "this case has no such record", (), record, tuple(known),
                f"; its records: {listed(known)}",
            )  # fmt: skip
            problems.append(_problem(name, none))
        elif field not in attributes(kind):
            fields = tuple(attributes(kind))
            unknown = Reason(
                "unknown field", (), field, fields, f"; known fields: {listed(fields)}"
            )
            problems.append(_problem(name, unknown))
        elif field == "person" and record in implied:
            theirs = Reason("this death is known from the person alone, and nobody else's")
            problems.append(_problem(name, theirs))
        else:
            found[name] = Place(record, field)
    return found, problems


def _problem(name: str, reason: Reason) -> Problem:
    return Problem(_FILE, None, None, (name,), reason.sentence())


_LISTS = {
    "relationship": ("relationships",),
    "life_event": ("events",),
    "measure": ("measures",),
    "medical_illness": ("case", "medical_illness"),
    "diagnosis": ("case", "diagnoses"),
}


def _path(inventory: Inventory, place: Place) -> Path:
    """Where an answer stands in a document."""
    kind, _, key = place.record.partition(":")
    path = attributes(place.kind)[place.field].path
    if kind not in _LISTS:
        return (kind, *path)
    if kind in ("relationship", "life_event"):
        held: tuple[Any, ...] = inventory.relationships
        held = held if kind == "relationship" else inventory.events
        return (*_LISTS[kind], next(n for n, record in enumerate(held) if record.id == key), *path)
    return (*_LISTS[kind], int(key), *path)


def _put(data: Any, path: Path, answer: Any) -> None:
    *above, last = path
    for part in above:
        data = data[part] if isinstance(part, int) else data.setdefault(part, {})
    data[last] = answer


def _placed(problem: Problem, paths: Mapping[Path, str]) -> Problem:
    """The problem under the name of the change that made it, if one did."""
    for path, name in paths.items():
        if problem.path[: len(path)] == path:
            return Problem(_FILE, None, None, (name, *problem.path[len(path) :]), problem.message)
    return evolve(problem, file=_FILE)

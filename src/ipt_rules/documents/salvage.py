"""What can still be checked of an inventory that cannot be built.

Its broken parts are taken out of a copy; what is left is built and checked for consistency, so that
a person sees every problem at once and not one layer after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from ipt_rules.documents.structure import structure
from ipt_rules.exceptions import Path
from ipt_rules.model.consistency import inconsistencies
from ipt_rules.model.inventory import Inventory

Found = list[tuple[Path, str]]
Kept = dict[Path, list[int]]
"""For each list of the copy, the indexes its elements had in the document."""

_REPLACED: tuple[Path, ...] = (("assessment_date",), ("case",), ("case", "pseudonym"))
_RECORDS = ("relationships", "events")


def salvage(data: Any, found: Found) -> Found:
    """List what else is wrong with data in which `found` is wrong already."""
    if not isinstance(data, dict):
        return []
    dropped: set[Path] = set()
    more: Found = []
    latest, inventory, kept = found, None, Kept()
    while inventory is None:
        drop = {_to_drop(path, data, dropped) for path, _ in latest}
        if drop <= dropped or () in drop:
            return more  # nothing is left that could be built
        dropped |= drop
        kept = {}
        rest = _with_stand_ins(_without(data, dropped, (), (), kept))
        inventory, problems = structure(rest, Inventory)
        latest = [(_original(path, kept), message) for path, message in problems]
        more += [(path, message) for path, message in latest if path not in dropped]
    known = frozenset(_ids_out_of_sight(data, dropped))
    found = [
        (_original(path, kept), message) for path, message in inconsistencies(inventory, known)
    ]
    # What was taken out is not missing.
    return more + [(path, message) for path, message in found if path not in dropped]


def _to_drop(path: Path, data: Any, dropped: set[Path]) -> Path:
    """What must go for a problem to go: the value itself, or the record that cannot lack it."""
    if path in _REPLACED or not path:
        return path
    for part in path[:-1]:
        data = data[part]
    missing = isinstance(data, dict) and path[-1] not in data
    return path[:-1] if missing or path in dropped else path


def _without(value: Any, dropped: set[Path], old: Path, new: Path, kept: Kept) -> Any:
    if isinstance(value, dict):
        return {
            key: _without(item, dropped, (*old, key), (*new, key), kept)
            for key, item in value.items()
            if (*old, key) not in dropped
        }
    if isinstance(value, list):
        kept[new] = [index for index in range(len(value)) if (*old, index) not in dropped]
        return [
            _without(value[index], dropped, (*old, index), (*new, place), kept)
            for place, index in enumerate(kept[new])
        ]
    return value


def _original(path: Path, kept: Kept) -> Path:
    return tuple(
        kept[path[:depth]][part] if isinstance(part, int) else part
        for depth, part in enumerate(path)
    )


def _with_stand_ins(rest: dict[str, Any]) -> dict[str, Any]:
    """Fill what an inventory cannot be without, so that no check finds fault with it."""
    case = {"pseudonym": "-", **rest.get("case", {})}
    if "assessment_date" not in rest:
        case.pop("age_years", None)  # without a date the age says nothing
    return {"assessment_date": "9999-12-31", **rest, "case": case}


def _ids_out_of_sight(data: dict[str, Any], dropped: Iterable[Path]) -> Iterator[str]:
    """The ids that records taken out of sight may have: references to them are no problem."""
    fields = {field.name for field in attrs.fields(Inventory) if field.init} - set(_RECORDS)
    if any(len(path) == 1 and path[0] not in fields for path in dropped):
        yield from _texts(data)  # a whole list of records is gone or misnamed
    for path in dropped:
        if len(path) == 2 and path[0] in _RECORDS:
            record = data[path[0]][path[1]]
            values = record.values() if isinstance(record, dict) else [record]
            yield from (value for value in values if isinstance(value, str))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)

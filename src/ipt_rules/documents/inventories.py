"""Inventories in documents: read with every problem at once, written so that nothing is lost."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import yaml

from ipt_rules.documents.plain import NUMBER
from ipt_rules.documents.refusals import unknown_field
from ipt_rules.documents.salvage import salvage
from ipt_rules.documents.source import place, read, read_mapping
from ipt_rules.documents.structure import structure, unstructure
from ipt_rules.exceptions import DocumentError, Path
from ipt_rules.model.consistency import inconsistencies
from ipt_rules.model.inventory import Inventory

Found = list[tuple[Path, str]]

CASE_FIELDS = ("inventory", "title", "vignette", "expects", "session")
"""What a case file may hold; beside the inventory it says what the case is for."""


def load_inventory(source: str | os.PathLike[str] | Mapping[str, Any]) -> Inventory:
    """Read an inventory from a file or a mapping, or from the case file that holds it.

    >>> lena = load_inventory({"assessment_date": "2026-03-01", "case": {"pseudonym": "Lena"}})
    >>> lena.case.age_years
    <Absence.NOT_ASKED: 'not_asked'>

    Raises `DocumentError` that lists every problem, in the order of the document.
    """
    document = read(source)
    prefix, found = where_inventory_is(document.data)
    if prefix is None:
        raise DocumentError(place(document, found))
    inventory, problems = _build(document.data[prefix[0]] if prefix else document.data)
    found += [((*prefix, *path), message) for path, message in problems]
    if found or inventory is None:
        raise DocumentError(place(document, found))
    object.__setattr__(inventory, "origin", document.origin)
    return _fingerprinted(inventory)


def dump_inventory(inventory: Inventory) -> dict[str, Any]:
    """Write an inventory as plain data. What was not asked is left out.

    >>> from datetime import date
    >>> from ipt_rules.model import Case
    >>> dump_inventory(Inventory(assessment_date=date(2026, 3, 1), case=Case(pseudonym="Lena")))
    {'assessment_date': '2026-03-01', 'case': {'pseudonym': 'Lena'}}
    """
    data: dict[str, Any] = unstructure(inventory)
    return data


def inventory_to_yaml(inventory: Inventory) -> str:
    """Write an inventory as YAML; reading that text gives the same inventory.

    >>> from datetime import date
    >>> from ipt_rules.model import Case
    >>> print(inventory_to_yaml(Inventory(date(2026, 3, 1), Case(pseudonym="1e5"))), end="")
    assessment_date: '2026-03-01'
    case:
      pseudonym: '1e5'
    """
    return yaml_text(dump_inventory(inventory))


def yaml_text(data: Mapping[str, Any]) -> str:
    """Write plain data as YAML that is read back as the same data."""
    text: str = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return text


def check_inventory(inventory: Inventory) -> None:
    """Check an inventory that was built in Python as strictly as one that was read.

    An inventory never changes, so it is checked once. Raises `DocumentError`, whose problems have a
    path but no place.
    """
    if inventory.fingerprint:
        return
    source = read_mapping(dump_inventory(inventory), "<inventory>")
    built, found = _build(source.data)
    if not found:
        found = list(_of_other_types(inventory, built, ()))
    if found:
        raise DocumentError(place(source, found))
    _fingerprinted(inventory)


def _fingerprinted(inventory: Inventory) -> Inventory:
    data = dump_inventory(inventory)
    text = json.dumps(data, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    object.__setattr__(inventory, "fingerprint", digest)
    return inventory


def where_inventory_is(data: Any) -> tuple[Path | None, Found]:
    """Say where a document holds its inventory: a case file holds it under a key."""
    if not isinstance(data, dict) or not data.keys() & set(CASE_FIELDS):
        return (), []
    unknown = [unknown_field((), key, CASE_FIELDS) for key in data if key not in CASE_FIELDS]
    found = [(reason.path, reason.sentence()) for reason in unknown]
    if "inventory" in data:
        return ("inventory",), found
    return None, [*found, (("inventory",), "required field 'inventory' is missing")]


def _build(data: Any) -> tuple[Inventory | None, Found]:
    inventory, found = structure(data, Inventory)
    if inventory is None:
        return None, found + salvage(data, found)
    return inventory, inconsistencies(inventory)


def _of_other_types(given: Any, built: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Find where `"yes"` stands for `Answer.YES`: equal, written alike, but not the same."""
    if given is built:  # every word of the vocabulary, and so most of an inventory
        return
    if type(given) is not type(built):
        if (type(given), type(built)) != (int, float):
            wanted = type(built).__name__
            yield path, f"expected the type {wanted} of the model, got {type(given).__name__[:40]}"
    elif attrs.has(type(built)):
        for field in (field for field in attrs.fields(type(built)) if field.init):
            inner = getattr(given, field.name), getattr(built, field.name)
            yield from _of_other_types(*inner, (*path, field.name))
    elif isinstance(built, tuple | frozenset):
        pairs = zip(sorted(given, key=str), sorted(built, key=str), strict=True)
        if isinstance(built, tuple):
            pairs = zip(given, built, strict=True)
        for index, (one, other) in enumerate(pairs):
            yield from _of_other_types(one, other, (*path, index))


# --- YAML text -------------------------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    """Quotes every text that YAML 1.1 or the core schema of 1.2 would read as something else."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_FIRST_OF_A_NUMBER = list("-+.0123456789")
_Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(rf"(?:{NUMBER.pattern})\Z"), _FIRST_OF_A_NUMBER
)
_Dumper.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"[yYnN]\Z"), list("yYnN"))

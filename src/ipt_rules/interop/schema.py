"""JSON Schema of documents and results, made from the classes themselves."""

from __future__ import annotations

import datetime as dt
import enum
import types
import typing
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args, get_origin

import annotated_types as at
import attrs

from ipt_rules import results
from ipt_rules.model import Formulation, Inventory, PartialDate, SessionLog
from ipt_rules.terms import AREA_ALIASES, ProblemArea

SCHEMAS: Mapping[str, type] = {
    "inventory": Inventory,
    "formulation": Formulation,
    "notes": SessionLog,
    "evaluation": results.Result,
}
"""What has a schema: the documents that go in and the result that comes out."""

_PARTIAL_DATE = r"^\d{4}(-\d{2}(-\d{2})?|-(spring|summer|autumn|winter))?$"


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of `inventory`, `formulation`, `notes` or `evaluation`.

    >>> schema("inventory")["$defs"]["Absence"]["enum"]
    ['not_asked', 'declined', 'unknown_to_patient']

    Raises `KeyError` for any other name.
    """
    definitions: dict[str, Any] = {}
    written_whole = name == "evaluation"
    root = _schema(SCHEMAS[name], definitions, written_whole)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": results.FORMAT if written_whole else f"ipt-rules/{name}/1",
        **root,
        "$defs": definitions,
    }


def _schema(kind: Any, definitions: dict[str, Any], whole: bool) -> dict[str, Any]:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        limits = [_limits(extra) for extra in arguments[1:]]
        merged = {key: value for limit in limits for key, value in limit.items()}
        return {**_schema(arguments[0], definitions, whole), **merged}
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [_schema(member, definitions, whole) for member in arguments]}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (tuple, list, frozenset):
        items = {"type": "array", "items": _schema(arguments[0], definitions, whole)}
        return {**items, "uniqueItems": True} if origin is frozenset else items
    if origin is dict:
        return {
            "type": "object",
            "additionalProperties": _schema(arguments[1], definitions, whole),
        }
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        # A document may use other names of an area; a result never does.
        others = [] if whole or kind is not ProblemArea else list(AREA_ALIASES)
        definitions.setdefault(kind.__name__, {"enum": [*(m.value for m in kind), *others]})
    elif kind.__name__ not in definitions:
        definitions[kind.__name__] = {}  # a class may hold itself
        definitions[kind.__name__] = _record(kind, definitions, whole)
    return {"$ref": f"#/$defs/{kind.__name__}"}


_PLAIN: Mapping[Any, Mapping[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    dt.date: {"type": "string", "format": "date"},
    PartialDate: {
        "anyOf": [
            {"type": "string", "pattern": _PARTIAL_DATE},
            {"type": "integer", "minimum": 1900, "maximum": 2100},  # a year without quotes
        ]
    },
}


def _record(kind: type, definitions: dict[str, Any], whole: bool) -> dict[str, Any]:
    hints = typing.get_type_hints(kind, include_extras=True)
    properties, required = {}, []
    for attribute in attrs.fields(kind):
        if not attribute.init:
            continue
        about = attribute.metadata.get("about")
        described = {"description": about.question} if about is not None else {}
        properties[attribute.name] = {
            **_schema(hints[attribute.name], definitions, whole),
            **described,
        }
        if whole or attribute.default is attrs.NOTHING:
            required.append(attribute.name)
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": required,
    }


def _limits(extra: Any) -> dict[str, Any]:
    if isinstance(extra, at.Ge):
        return {"minimum": extra.ge}
    if isinstance(extra, at.Le):
        return {"maximum": extra.le}
    if isinstance(extra, at.MinLen):
        return {"minLength": extra.min_length}
    return {"maxLength": extra.max_length} if isinstance(extra, at.MaxLen) else {}

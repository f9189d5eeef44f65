"""The words that rules may use: every kind of fact, its fields, and the question behind each."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, get_args, get_origin

import attrs
from attrs import frozen

from ipt_rules import model
from ipt_rules import terms as t
from ipt_rules.facts.derived import Derived
from ipt_rules.facts.kinds import CONCLUDED, DERIVED
from ipt_rules.facts.review_kinds import REVIEWED
from ipt_rules.model.values import About, Ref

FieldType = Literal["word", "number", "reference", "text"]


@frozen
class FactField:
    """A field of a fact. Words have listed `values`, or none listed when the rule base names them.

    `origin` is the inventory field it is read from, `None` when it is derived.
    """

    name: str
    type: FieldType
    values: tuple[str, ...]
    question: str
    why: str
    source: str
    unit: str | None = None
    origin: str | None = None


@frozen
class FactKind:
    """A kind of fact with its fields; `concluded` kinds come from rules, not from inventories."""

    name: str
    meaning: str
    fields: Mapping[str, FactField]
    concluded: bool = False


Vocabulary = Mapping[str, FactKind]

RECORDS: Mapping[str, tuple[type, str, str]] = {
    "case": (model.Case, "case", "what is recorded once"),
    "diagnosis": (model.DiagnosisRecord, "case.diagnoses[]", "a diagnosis"),
    "medical_illness": (model.MedicalIllness, "case.medical_illness[]", "a bodily illness"),
    "asked": (model.Asked, "asked", "which domains were asked about"),
    "relationship": (model.Relationship, "relationships[]", "a person of the inventory"),
    "life_event": (model.LifeEvent, "events[]", "an event or change"),
    "risk": (model.RiskScreen, "risk", "the risk screen"),
    "measure": (model.Measure, "measures[]", "one administration of a scale"),
    "session": (model.SessionNote, "sessions[]", "a session note"),
    "formulation": (model.Formulation, "formulation", "the clinician's formulation"),
}
"""Kinds that mirror a record of the inventory: the record, its path, its meaning."""


@functools.cache
def vocabulary() -> Vocabulary:
    """Every kind of fact that rules may name.

    >>> vocabulary()["life_event"].fields["mourning"].values
    ('full', 'partial', 'avoided', 'unremitting')
    """
    kinds, worked_out = {}, {**DERIVED, **REVIEWED}
    for name, (record, path, meaning) in RECORDS.items():
        fields = {f.name: f for f in _record_fields(record, path)}
        fields |= {f.name: f for f in map(_derived, worked_out.get(name, ()))}
        kinds[name] = FactKind(name, meaning, fields)
    for name in (name for name in worked_out if name not in RECORDS):
        fields = {f.name: f for f in map(_derived, worked_out[name])}
        kinds[name] = FactKind(name, _MEANINGS[name], fields)
    for name, derived in CONCLUDED.items():
        fields = {f.name: f for f in map(_derived, derived)}
        kinds[name] = FactKind(name, _MEANINGS[name], fields, concluded=True)
    return types.MappingProxyType(kinds)


_MEANINGS = {
    "inventory": "counts over the lists of the inventory",
    "course": "where the treatment stands",
    "budget": "the sessions left for a technique",
    "contradiction": "two answers that cannot both hold",
    "formulation_area": "an area chosen in the formulation",
    "planned_technique": "a technique planned in the formulation",
    "used_technique": "a technique that a session note records",
    "linked": "an event or a person that the formulation is tied to",
    "lacking": "what the record does not show, among what rules ask it for",
    "wording": "words in the formulation that a supervisor would stop at",
    "late_disclosure": "what came to light after the formulation",
    "notes": "the session notes taken together",
    "alert": "an alert that was raised",
    "suitability": "a remark on suitability",
    "argument": "an argument for or against an area",
    "area": "the standing of an area",
    "finding": "a named abstraction for later rules",
    "held": "a technique that has to wait",
    "proposal": "the outcome of the proposal",
    "focus": "an area that was proposed",
}


def _derived(d: Derived) -> FactField:
    return FactField(d.name, d.type, d.values, d.question, d.why, d.source, d.unit)


def _record_fields(record: type, path: str) -> Iterator[FactField]:
    for shape in shapes(record):
        yield FactField(
            shape.fact_field,
            shape.type,
            shape.values,
            shape.about.question,
            shape.about.why,
            shape.about.source,
            shape.about.unit,
            f"{path}.{'.'.join(shape.attributes)}",
        )


@frozen
class Shape:
    """How one attribute of a record becomes one field of a fact."""

    attributes: tuple[str, ...]
    fact_field: str
    type: FieldType
    values: tuple[str, ...]
    how: Literal["word", "number", "reference", "flag", "recorded"]
    about: About
    member: t.Term | None = None


@functools.cache
def shapes(record: type) -> tuple[Shape, ...]:
    """The fields that a record has as facts, nested records flattened, sets spread into yes/no."""
    return tuple(_shapes(record, (), ""))


_NO_ABOUT = About("", "", "design")


def _shapes(record: type, above: tuple[str, ...], prefix: str) -> Iterator[Shape]:
    hints = typing.get_type_hints(record, include_extras=True)
    for attribute in attrs.fields(record):
        about = attribute.metadata.get("about", _NO_ABOUT)
        path, name = (*above, attribute.name), prefix + attribute.name
        kind, ref = _bare(hints[attribute.name])
        if attrs.has(kind) and kind is not model.PartialDate:
            own = f"{name}_" if about.prefix is None else about.prefix
            yield from _shapes(kind, path, own)
        elif get_origin(kind) is frozenset:
            own = f"{name}_" if about.prefix is None else about.prefix
            for member in get_args(kind)[0]:
                flag = f"{own}{member.value}"
                yield Shape(path, flag, "word", _YES_NO, "flag", about, member)
        elif isinstance(kind, type) and issubclass(kind, enum.Enum):
            values = tuple(m.value for m in kind)
            yield Shape(path, name, "word", values, "word", about)
        elif ref is not None:
            yield Shape(path, name, "reference", (), "reference", about)
        elif kind in (int, float):
            yield Shape(path, name, "number", (), "number", about)
        elif attribute.name in ("profile", "crisis_region"):
            yield Shape(path, name, "word", (), "word", about)
        elif about is _NO_ABOUT:
            continue  # ids, labels and lists that are facts of their own
        elif kind in (str, dt.date, model.PartialDate) or get_origin(kind) is tuple:
            yield Shape(path, f"{name}_recorded", "word", _YES_NO, "recorded", about)


_YES_NO = ("yes", "no")


def _bare(hint: Any) -> tuple[Any, Ref | None]:
    """Take `Maybe`, `| None` and `Annotated` off a type; keep what it refers to."""
    if get_origin(hint) in (typing.Union, types.UnionType):
        inner = [a for a in get_args(hint) if a not in (t.Absence, type(None))]
        return _bare(inner[0])
    if get_origin(hint) is Annotated:
        kind, *extras = get_args(hint)
        refs = [e for e in extras if isinstance(e, Ref)]
        return kind, refs[0] if refs else None
    return hint, None

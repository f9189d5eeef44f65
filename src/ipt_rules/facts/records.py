"""One record of the inventory to the values of one fact, field by field."""

from __future__ import annotations

from functools import cache
from typing import Any

import attrs

from ipt_rules.facts.values import Value
from ipt_rules.facts.words import Shape, shapes
from ipt_rules.terms import Absence, Term


def record_values(record: Any) -> dict[str, Value]:
    """The known fields of a record; absent answers leave no trace.

    >>> from ipt_rules.model import Asked
    >>> from ipt_rules.terms import Coverage
    >>> record_values(Asked(deaths=Coverage.COMPLETE))
    {'deaths': 'complete'}
    """
    values: dict[str, Value] = {}
    _add(record, values)
    return values


def _add(record: Any, values: dict[str, Value]) -> None:
    kind: Any = type(record)
    for name, default, own, inner in _plan(kind):
        answer = getattr(record, name)
        if answer is default or answer is None or isinstance(answer, Absence):
            continue  # nothing is known of it, nor of anything inside it
        for shape in own:
            values[shape.fact_field] = _value(shape, answer)
        if inner:
            for part, shapes_of_part in inner.items():
                known = getattr(answer, part)
                if not isinstance(known, Absence):
                    for shape in shapes_of_part:
                        values[shape.fact_field] = _value(shape, known)


_Step = tuple[str, object, tuple[Shape, ...], dict[str, list[Shape]]]


@cache
def _plan(kind: Any) -> tuple[_Step, ...]:
    """For each attribute: its default, its own shapes, and those of the record inside it."""
    own: dict[str, list[Shape]] = {}
    inner: dict[str, dict[str, list[Shape]]] = {}
    for shape in shapes(kind):
        name, *deeper = shape.attributes
        own.setdefault(name, [])
        if deeper:
            inner.setdefault(name, {}).setdefault(deeper[0], []).append(shape)
        else:
            own[name].append(shape)
    defaults = {a.name: a.default for a in attrs.fields(kind) if a.name in inner}
    return tuple(
        (name, defaults.get(name, _NO_DEFAULT), tuple(own[name]), inner.get(name, {}))
        for name in own
    )


_NO_DEFAULT = object()


def _value(shape: Shape, answer: Any) -> Value:
    if isinstance(answer, Term):
        return answer._value_  # what `value` looks up, without the detour
    if shape.how == "flag":
        return "yes" if shape.member in answer else "no"
    if shape.how == "recorded":
        return "no" if answer == () else "yes"
    return answer  # type: ignore[no-any-return]

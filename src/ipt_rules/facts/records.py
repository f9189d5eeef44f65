"""One record of the inventory to the values of one fact, field by field."""

from __future__ import annotations

from functools import cache
from operator import attrgetter
from typing import Any

from ipt_rules.facts.values import Value
from ipt_rules.facts.words import Shape, shapes
from ipt_rules.terms import Absence


def record_values(record: Any) -> dict[str, Value]:
    """The known fields of a record; absent answers leave no trace.

    >>> from ipt_rules.model import Asked
    >>> from ipt_rules.terms import Coverage
    >>> record_values(Asked(deaths=Coverage.COMPLETE))
    {'deaths': 'complete'}
    """
    values: dict[str, Value] = {}
    kind: Any = type(record)
    for get, attribute_shapes in _plan(kind):
        answer = get(record)
        if isinstance(answer, Absence) or answer is None:
            continue
        for shape in attribute_shapes:
            values[shape.fact_field] = _value(shape, answer)
    return values


@cache
def _plan(record: Any) -> tuple[tuple[Any, tuple[Shape, ...]], ...]:
    grouped: dict[tuple[str, ...], list[Shape]] = {}
    for shape in shapes(record):
        grouped.setdefault(shape.attributes, []).append(shape)
    return tuple((attrgetter(".".join(path)), tuple(found)) for path, found in grouped.items())


def _value(shape: Shape, answer: Any) -> Value:
    if shape.how == "flag":
        return "yes" if shape.member in answer else "no"
    if shape.how == "recorded":
        return "no" if answer == () else "yes"
    return answer.value if shape.how == "word" and shape.values else answer  # type: ignore[no-any-return]

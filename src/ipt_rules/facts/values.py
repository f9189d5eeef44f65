"""Facts: flat records of what is known. A field that is not known is not there."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping

from attrs import field, frozen


@frozen
class Span:
    """A number known to lie between `low` and `high`; `None` is an open end."""

    low: float | None
    high: float | None


Value = str | int | float | Span | frozenset[str]
"""A word, an exact number, a span, or the set of words of which one holds."""


def bounds(value: Value) -> tuple[float | None, float | None]:
    """Read a number as (low, high).

    >>> bounds(3)
    (3, 3)
    """
    if isinstance(value, Span):
        return value.low, value.high
    assert not isinstance(value, str)
    assert not isinstance(value, frozenset)
    return value, value


def yes_no(holds: bool) -> str:
    """The word for a truth.

    >>> yes_no(True)
    'yes'
    """
    return "yes" if holds else "no"


def _read_only(values: Mapping[str, Value]) -> Mapping[str, Value]:
    return types.MappingProxyType(values)  # a view: whoever made the mapping leaves it alone


@frozen
class Fact:
    """One record of what is known.

    `id` names it (`relationship:r1`); `values` holds the known fields only; `subject` is the event
    or relationship that counts once, however many facts speak of it; `stands_for` is set on the
    placeholder of a record nobody asked about yet (`asked.deaths`) and empty on real facts.
    """

    kind: str
    id: str
    values: Mapping[str, Value] = field(converter=_read_only, hash=False)
    subject: str = "case"
    stands_for: str = ""

    def __reduce__(self) -> tuple[object, ...]:
        return Fact, (self.kind, self.id, dict(self.values), self.subject, self.stands_for)


Facts = tuple[Fact, ...]


def sorted_facts(facts: Iterable[Fact]) -> Facts:
    """Put facts in the one order in which engines see them, whatever order they came in."""
    return tuple(sorted(facts, key=lambda fact: (fact.kind, fact.id)))

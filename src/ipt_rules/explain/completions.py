"""Every way in which a few open answers could turn out, looked at one by one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any, Generic, TypeVar

from attrs import frozen

from ipt_rules.explain.changes import NO_CHANGE, Answers, Change
from ipt_rules.explain.gaps import Inquiry
from ipt_rules.explain.undecided import Spot
from ipt_rules.explain.variants import Variants
from ipt_rules.places import Place

V = TypeVar("V", bound=Hashable)

Read = Callable[[Variants, Answers, Change], V]
"""What is looked at in a variant of the case."""

MOST = 2000
"""Ways that are looked at one by one; where there are more, only a bound is given."""

_Row = tuple[int, ...]
"""For each place the number of the answer that is given there; 0 where it stays open."""


@frozen(eq=False)
class Completions(Generic[V]):
    """What comes of every way in which some places may be answered or stay open."""

    places: tuple[Place, ...]
    rows: Mapping[_Row, V]

    @property
    def constant(self) -> bool:
        """Whether it comes to the same in every way."""
        return len(set(self.rows.values())) == 1

    def matters(self, place: Place) -> bool:
        """Whether some answer there, beside some answers elsewhere, changes what comes of it."""
        at = self.places.index(place)
        seen: dict[_Row, V] = {}
        for row, value in self.rows.items():
            if seen.setdefault((*row[:at], *row[at + 1 :]), value) != value:
                return True
        return False

    def settling(self) -> tuple[tuple[Place, ...], ...]:
        """The smallest sets of places whose answers, whatever they are, leave nothing open."""
        found: list[tuple[int, ...]] = []
        relevant = [at for at, place in enumerate(self.places) if self.matters(place)]
        for size in range(1, len(relevant) + 1):
            for chosen in combinations(relevant, size):
                smaller = any(set(other) <= set(chosen) for other in found)
                if not smaller and self._settles(chosen):
                    found.append(chosen)
        return tuple(tuple(self.places[at] for at in chosen) for chosen in found)

    def _settles(self, chosen: Sequence[int]) -> bool:
        seen: dict[_Row, V] = {}
        for row, value in self.rows.items():
            answers = tuple(row[at] for at in chosen)
            if all(answers) and seen.setdefault(answers, value) != value:
                return False
        return bool(seen)


def completions(
    inquiry: Inquiry, places: Sequence[Place], read: Read[V], most: int = MOST
) -> Completions[V] | None:
    """Look at every way in which places may be answered; nothing where there are too many.

    Only answers that add to the record count. Answers between which no rule can tell stand for each
    other. Nothing is given either where what was tried does not stand for every answer there is.
    """
    options = []
    size = 1
    for place in places:
        if not inquiry.answers.complete(place):
            return None
        options.append([None, *distinct_answers(inquiry, place, places)])
        size *= len(options[-1])
        if size > most:
            return None
    rows: dict[_Row, V] = {}
    for row in product(*(range(len(answers)) for answers in options)):
        answers: dict[Place, Any] = {
            place: given[at] for place, given, at in zip(places, options, row, strict=True) if at
        }
        change = inquiry.variants.changes.of(answers) if answers else NO_CHANGE
        if change.fits and change.adds:
            rows[row] = read(inquiry.variants, answers, change)
    return Completions(tuple(places), rows)


def distinct_answers(inquiry: Inquiry, place: Place, beside: Sequence[Place] = ()) -> Iterator[Any]:
    """The answers that add to the record, one of each kind that rules tell apart.

    Where a field is worked out from this answer and one of those `beside` it, all are kept: what
    is alike by itself may not be alike together.
    """
    changes = inquiry.variants.changes
    if any(other != place and not changes.independent(place, other) for other in beside):
        for alike in kinds_of_answers(inquiry, place):
            yield from alike
    else:
        yield from (alike[0] for alike in kinds_of_answers(inquiry, place))


def kinds_of_answers(inquiry: Inquiry, place: Place) -> tuple[tuple[Any, ...], ...]:
    """The answers that add to the record; those between which no rule can tell stand together."""
    found: dict[object, list[Any]] = {}
    for answer in inquiry.answers.at(place):
        change = inquiry.variants.changes.one(place, answer)
        if change.fits and change.adds:
            found.setdefault(inquiry.variants.alike(place, answer), []).append(answer)
    return tuple(map(tuple, found.values()))


def primary(inquiry: Inquiry, spots: frozenset[Spot]) -> tuple[Place, ...]:
    """The open answers that tell these fields of facts most directly."""
    found = {place for spot in spots for place in inquiry.behind(spot)}
    return tuple(place for place in inquiry.gaps if place in found)

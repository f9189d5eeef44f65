"""Days along a line: where a day stands, which days are written beneath it, what is too far off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from ipt_rules.facts.time import DAYS_PER_MONTH

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000)
"""Months from one written day to the next."""
_ROOM = 76
"""Pixels that the writing of a day takes."""
_JUMP = 3
"""How many times longer one older day may make the line before it counts as too far off."""
_SHORTEST = 365
"""Days that are shown before anything counts as too far off."""


@frozen
class Axis:
    """A line from one day to another, between two places in pixels."""

    first: dt.date
    last: dt.date
    left: float
    right: float

    def at(self, day: dt.date) -> float:
        """Where a day stands, in pixels; a day outside stands at the end that is nearer.

        >>> Axis(dt.date(2025, 1, 1), dt.date(2025, 1, 11), 0, 100).at(dt.date(2025, 1, 6))
        50.0
        """
        days = max(1, (self.last - self.first).days)
        part = (day - self.first).days / days
        return self.left + (self.right - self.left) * min(1.0, max(0.0, part))

    def ticks(self) -> Iterator[tuple[float, str]]:
        """The days that are written beneath the line: where, and how.

        >>> [said for _, said in Axis(dt.date(2024, 5, 1), dt.date(2026, 6, 1), 0, 300).ticks()]
        ['2025', '2026']
        """
        most = max(1, int((self.right - self.left) / _ROOM))
        months = (self.last - self.first).days / DAYS_PER_MONTH
        if months < 3:
            yield from self._days(most)
            return
        step = next((s for s in _STEPS if months / s <= most), _STEPS[-1])
        number = (
            -(-(self.first.year * 12 + self.first.month - (self.first.day == 1)) // step) * step
        )
        while number // 12 <= self.last.year:
            day = dt.date(number // 12, number % 12 + 1, 1)
            if self.first <= day <= self.last:
                said = f"{day.year}" if step >= 12 else f"{_MONTHS[day.month - 1]} {day.year}"
                yield self.at(day), said
            number += step

    def _days(self, most: int) -> Iterator[tuple[float, str]]:
        span = (self.last - self.first).days
        step = next(s for s in (1, 7, 14, 28, 56, 112) if span / s <= most)
        for ordinal in range(self.first.toordinal() + step // 2, self.last.toordinal() + 1, step):
            day = dt.date.fromordinal(ordinal)
            yield self.at(day), str(day)


def padded(days: Iterable[dt.date], left: float, right: float) -> Axis:
    """A line that holds all these days, with a little room at both ends."""
    ordinals = [day.toordinal() for day in days]
    low, high = min(ordinals), max(ordinals)
    room = max(7, (high - low) // 20)
    first, last = max(1, low - room), min(dt.date.max.toordinal(), high + room)
    return Axis(dt.date.fromordinal(first), dt.date.fromordinal(last), left, right)


def recent(spans: Sequence[tuple[dt.date, dt.date]]) -> dt.date:
    """The first day worth a place on the line; what ended before it would squeeze all the others.

    Going back in time, a span that would make the line more than three times as long stays off it.

    >>> spans = [(dt.date(y, 6, 1), dt.date(y, 6, 1)) for y in (1998, 2024, 2025)]
    >>> recent(spans)
    datetime.date(2024, 6, 1)
    """
    newest = max(end for _, end in spans)
    shown = newest
    for start, _ in sorted(spans, reverse=True):
        length = max(_SHORTEST, (newest - shown).days)
        if (newest - start).days > _JUMP * length:
            break
        shown = min(shown, start)
    return shown

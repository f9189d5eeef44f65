"""Where the scores of a course stand from left to right, and the sessions beneath them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.model import Inventory
from ipt_rules.report.markup import Html, join
from ipt_rules.report.pictures import svg
from ipt_rules.report.pictures.axis import padded
from ipt_rules.report.pictures.lettering import width
from ipt_rules.report.pictures.scored import Scored, by_day, by_session

_Ticks = tuple[tuple[float, str], ...]


@frozen
class Course:
    """The places of the scores, in pixels, and what is written under the line.

    `named` says what runs from left to right; `ticks` are its days or numbers, `sessions` the
    sessions on record beside them.
    """

    places: tuple[float, ...]
    named: str
    ticks: _Ticks
    sessions: _Ticks
    left: float
    right: float

    def drawn(self, y: float) -> tuple[Html, float]:
        """The line beneath the plot with its days and its sessions, and where it ends."""
        parts = [join(*self._row(self.ticks, y, 16))]
        low = y + 16
        if self.sessions:
            parts += self._row(self.sessions, low + 8, 16)
            parts.append(svg.words(self.right + 12, low + 24, "sessions", 100, size=svg.SMALL))
            low += 24
        parts.append(svg.words(self.right + 12, y + 16, self.named, 180, size=svg.SMALL))
        return join(*parts), low + 6

    def _row(self, ticks: _Ticks, y: float, down: float) -> Iterator[Html]:
        free = self.left - 40
        for x, said in ticks:
            yield svg.stroke(x, y, x, y + 5, ink=svg.INK)
            half = width(said, svg.SMALL) / 2
            middle = min(max(x, self.left - 40 + half), self.right - half)
            if middle - half >= free:
                yield svg.words(
                    middle, y + down, said, 2 * half + 1, size=svg.SMALL, anchor="middle"
                )
                free = middle + half + 5


def course(inventory: Inventory, found: Sequence[Scored], left: float, right: float) -> Course:
    """The scores by date where all have one, else by session, else as listed; two at one place
    stand a little apart."""
    if by_day(found):
        return _by_day(inventory, found, left, right)
    if by_session(found):
        numbers = [float(score.session or 0) for score in found]
        named = "session"
    else:
        numbers = [float(number) for number in range(1, len(found) + 1)]
        named = "as listed: not all are dated"
    low, high = min(numbers) - 0.5, max(numbers) + 0.5
    wide = (right - left) / (high - low)
    ticks = tuple((left + (number - low) * wide, f"{number:g}") for number in sorted(set(numbers)))
    places = _apart([left + (number - low) * wide for number in numbers])
    return Course(places, named, ticks, (), left, right)


def _by_day(inventory: Inventory, found: Sequence[Scored], left: float, right: float) -> Course:
    days = [score.day for score in found if score.day is not None]
    held: dict[dt.date, int] = {
        note.date: note.session_no
        for note in inventory.sessions
        if not isinstance(note.date, t.Absence)
    }
    for score in found:
        if score.day is not None and score.session is not None:
            held.setdefault(score.day, score.session)
    axis = padded([*days, *held], left, right)
    return Course(
        places=_apart([axis.at(day) for day in days]),
        named="date",
        ticks=tuple(axis.ticks()),
        sessions=tuple((axis.at(day), str(number)) for day, number in sorted(held.items())),
        left=left,
        right=right,
    )


def _apart(places: list[float]) -> tuple[float, ...]:
    """The same places, those that coincide moved a little to the right one after another."""
    moved: list[float] = []
    for place in places:
        while any(abs(place - other) < 1 for other in moved):
            place += 9
        moved.append(place)
    return tuple(moved)

"""Mood beneath the timeline: scores as they were recorded, a lane for each scale."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.facts.measures import total
from ipt_rules.facts.values import bounds
from ipt_rules.model import Inventory, Measure
from ipt_rules.report.markup import Html, join, tag
from ipt_rules.report.pictures import svg
from ipt_rules.report.pictures.axis import Axis
from ipt_rules.report.pictures.lettering import width

_HIGH = 40.0
"""Pixels from the foot of a lane to its highest score."""
_ROOM = 256.0
"""Pixels for the words to the left of the line."""


@frozen
class Score:
    """One total as it was written down; `total` is `None` where none is known."""

    scale: str
    day: dt.date | None
    session: int | None
    total: float | None

    @property
    def scored(self) -> str:
        """The scale and the total."""
        known = "total not known" if self.total is None else f"{self.total:g}"
        return f"{self.scale}: {known}"

    @property
    def placed(self) -> str:
        """When it was, in words."""
        if self.day is not None:
            return f"on {self.day}"
        return "no date recorded" if self.session is None else f"session {self.session}, no date"

    @property
    def words(self) -> str:
        """All of it."""
        comma = "," if self.day is None else ""
        return f"{self.scored}{comma} {self.placed}"


def scores(inventory: Inventory) -> tuple[Score, ...]:
    """The scores on record, scale by scale, those with a date first and in order."""
    found = [_score(measure) for measure in inventory.measures]
    return tuple(sorted(found, key=lambda s: (s.scale, s.day is None, s.day or dt.date.min)))


def scale_name(instrument: t.Instrument) -> str:
    """A scale as people write it, where no rule base says its title.

    >>> scale_name(t.Instrument.QIDS_SR16)
    'QIDS-SR-16'
    """
    if instrument is t.Instrument.OTHER:
        return "another scale"
    return re.sub(r"(?<=[A-Z])(?=\d)", "-", instrument.value.upper().replace("_", "-"))


def _score(measure: Measure) -> Score:
    known = total(measure, None)
    return Score(
        scale=scale_name(measure.instrument),
        day=None if isinstance(measure.date, t.Absence) else measure.date,
        session=None if isinstance(measure.session_no, t.Absence) else measure.session_no,
        total=None if known is None else bounds(known)[0],
    )


def lanes(
    scored: Sequence[Score], sessions: Sequence[dt.date], axis: Axis, start: dt.date, y: float
) -> tuple[Html, float]:
    """A lane for every scale with a dated total, one for the sessions, and where they end."""
    parts = []
    shown = [score for score in scored if score.day is not None and score.total is not None]
    for scale in dict.fromkeys(score.scale for score in shown):
        dated = [s for s in scored if s.scale == scale and s.day is not None]
        near = [s for s in dated if s.day is not None and s.day >= start]
        far = len(dated) - len(near)
        note = "totals as recorded" + (f"; {far} earlier" if far else "")
        parts.append(_named(scale, note, y))
        parts.append(tag("g", *_drawn(near, axis, y + _HIGH + 16), class_="scores"))
        y += _HIGH + 34
    if sessions:
        parts.append(_named("Sessions", f"{len(sessions)} with a date", y))
        for day in sessions:
            if day >= start:
                x = axis.at(day)
                parts.append(svg.stroke(x, y - 4, x, y + 8, ink=svg.INK))
        y += 34
    return join(*parts), y


def _named(name: str, note: str, y: float) -> Html:
    return join(
        svg.words(svg.MARGIN, y + 4, name, _ROOM, bold=True),
        svg.words(svg.MARGIN, y + 4 + svg.LINE, note, _ROOM, size=svg.SMALL, fill=svg.QUIET),
    )


def _drawn(near: Sequence[Score], axis: Axis, foot: float) -> Iterator[Html]:
    """Dots at the height of their total, seen from the highest; where none is known, a break."""
    yield svg.stroke(axis.left, foot, axis.right, foot)
    highest = max((s.total for s in near if s.total is not None), default=0) or 1
    runs: list[list[tuple[float, float]]] = [[]]
    numbers = []
    for score in near:
        if score.day is None or score.total is None:
            runs.append([])
            continue
        x = axis.at(score.day)
        runs[-1].append((x, foot - (_HIGH - 4) * score.total / highest))
        numbers.append((x, f"{score.total:g}"))
    for run in runs:
        if len(run) > 1:
            yield svg.polyline(run, ink=svg.BLUE, wide=1.5)
        for x, y in run:
            yield svg.shape(svg.Shape.CIRCLE, x, y, 2.6, fill=svg.BLUE, edge=svg.BLUE)
    yield from _numbers(numbers, axis, foot - _HIGH - 8)


def _numbers(numbers: Sequence[tuple[float, str]], axis: Axis, y: float) -> Iterator[Html]:
    """The totals above their dots in one row: the last, the first, others where there is room."""
    taken: list[tuple[float, float]] = []
    for x, said in (*numbers[-1:], *numbers[:1], *reversed(numbers[1:-1])):
        half = width(said, svg.SMALL) / 2
        middle = min(max(x, axis.left + half), axis.right - half)
        if all(middle + half + 4 < low or high + 4 < middle - half for low, high in taken):
            yield svg.rect(middle - half, y - 9, 2 * half, 12, fill=svg.WHITE)
            yield svg.words(middle, y, said, 2 * half + 1, size=svg.SMALL, anchor="middle")
            taken.append((middle - half, middle + half))

"""The ground of a trajectory: totals from low to high, bands, and the lines that matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.facts.settings import Scale
from ipt_rules.report.markup import Html
from ipt_rules.report.pictures import svg
from ipt_rules.report.pictures.lettering import wrapped
from ipt_rules.report.pictures.scored import Scored

LEFT, RIGHT = 46.0, 520.0
"""Where the plot begins and ends; the names of the bands stand to its right."""
TOP, HIGH = 54.0, 240.0


@frozen
class Plot:
    """Where totals stand: the scale and the ends of what is drawn of it."""

    scale: Scale | None
    low: float
    high: float

    def y(self, total: float) -> float:
        """How far down a total stands, in pixels; one beyond the ends stands at the end."""
        part = (total - self.low) / ((self.high - self.low) or 1)
        return TOP + HIGH * (1 - min(1.0, max(0.0, part)))


def range_words(scale: Scale | None) -> str:
    """The totals that a scale can have, in words."""
    if scale is None:
        return "a scale that the rule base does not know"
    if scale.scoring is t.Scoring.ANSWERS:
        return "answers that are never summed to a total"
    return f"totals from {scale.low} to {scale.high}"


@frozen
class Threshold:
    """A total at which something changes, and what."""

    at: float
    words: str
    dash: str


def thresholds(found: Sequence[Scored], scale: Scale | None) -> Iterator[Threshold]:
    """Response and remission, where the scale defines them and the first score is one total."""
    if scale is None:
        return
    first = {(score.low, score.high) for score in found if score.first}
    begun = next(iter(first))[0] if len(first) == 1 and _is_exact(found) else None
    if begun is not None and scale.response_drop_percent is not None:
        at = begun * (100 - scale.response_drop_percent) / 100
        said = f"{scale.response_drop_percent} % below the first score of {begun:g}"
        yield Threshold(at, f"response: {at:g} or less, {said}", "8 3 2 3")
    if begun is not None and scale.response_drop_points is not None:
        at = begun - scale.response_drop_points
        if at >= scale.low:
            said = f"{scale.response_drop_points} points below the first score of {begun:g}"
            yield Threshold(at, f"response: {at:g} or less, {said}", "8 3 2 3")
    if scale.remission_at_most is not None:
        yield Threshold(
            scale.remission_at_most, f"remission: {scale.remission_at_most} or less", "5 4"
        )


def _is_exact(found: Sequence[Scored]) -> bool:
    return all(score.exact for score in found if score.first)


def ground(plot: Plot, lines: Sequence[Threshold]) -> Iterator[Html]:
    """What the scores are drawn on."""
    yield from _bands(plot)
    yield from _measured(plot)
    for line in lines:
        y = plot.y(line.at)
        yield svg.stroke(LEFT, y, RIGHT, y, ink=svg.INK, wide=1.3, dash=line.dash)


def _bands(plot: Plot) -> Iterator[Html]:
    """The bands as stripes, the first shaded and every other one, with their names beside them."""
    bands = () if plot.scale is None else plot.scale.bands
    ends = []
    for number, band in enumerate(bands):
        top, foot = plot.y(band.high + 0.5), plot.y(band.low - 0.5)
        fill = svg.WHITE if number % 2 else svg.FAINT
        yield svg.rect(LEFT, top, RIGHT - LEFT, foot - top, fill=fill)
        yield svg.stroke(RIGHT, top, RIGHT + 6, top)
        ends.append((top, foot, f"{band.name}, {band.low}–{band.high}"))
    lowest = TOP + HIGH + 6
    for top, foot, said in ends:
        room = svg.WIDTH - svg.MARGIN - RIGHT - 12
        most = max(1, min(3, int((foot - top) / svg.LINE)))
        lines = wrapped(said, room, svg.SMALL, most)
        y = min((top + foot) / 2 + svg.LINE * len(lines) / 2 - 4, lowest)
        lowest = y - svg.LINE * len(lines)
        for back, line in enumerate(reversed(lines)):
            yield svg.words(RIGHT + 12, y - back * svg.LINE, line, room, size=svg.SMALL)


def _measured(plot: Plot) -> Iterator[Html]:
    """The frame and the totals along its left side."""
    yield svg.rect(LEFT, TOP, RIGHT - LEFT, HIGH, fill="none", edge=svg.RULE)
    step = next((s for s in (1, 2, 5, 10, 20, 50) if (plot.high - plot.low) / s <= 8), 100)
    values = [v for v in range(int(plot.low), int(plot.high) + 1) if v % step == 0]
    for value in values:
        y = plot.y(value)
        yield svg.stroke(LEFT - 4, y, LEFT, y)
        yield svg.words(LEFT - 8, y + 4, str(value), 30, size=svg.SMALL, anchor="end")

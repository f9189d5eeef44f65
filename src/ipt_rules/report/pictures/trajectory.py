"""The trajectory: how the scores of each scale went, beside what the scale says of a total."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ipt_rules import terms as t
from ipt_rules.facts.settings import Scale
from ipt_rules.model import Inventory
from ipt_rules.report.markup import Html, join, tag
from ipt_rules.report.pictures import svg
from ipt_rules.report.pictures.course import course
from ipt_rules.report.pictures.lettering import width
from ipt_rules.report.pictures.moods import scale_name
from ipt_rules.report.pictures.picture import Picture
from ipt_rules.report.pictures.plot import (
    HIGH,
    LEFT,
    RIGHT,
    TOP,
    Plot,
    Threshold,
    ground,
    range_words,
    thresholds,
)
from ipt_rules.report.pictures.scored import Scored, scored
from ipt_rules.rulebase import RuleBase


def trajectory(inventory: Inventory, rules: RuleBase) -> tuple[Picture, ...]:
    """One picture for each scale on record, in the order in which scales are listed.

    Across: the date where all scores of the scale have one, else the session, else the order in
    which they are listed. Up: the total, over the bands of the scale. A total with blank items is a
    bar from the least to the most it can be; an unknown total is said in words and never drawn.
    Without any score there is one picture that says so.

    >>> from ipt_rules import load_inventory, load_rules, rules_folder
    >>> lena = load_inventory(rules_folder() / "cases" / "lena-renegotiation.yaml")
    >>> (picture,) = trajectory(lena, load_rules())
    >>> print(picture.says)
    PHQ-9 of Lena, totals from 0 to 27.
    session 1, 2026-01-12: 16; moderately severe; first score.
    session 4, 2026-02-09: 13; moderate; no response.
    Response: 8 or less, 50 % below the first score of 16.
    Remission: 4 or less.
    """
    used = [i for i in t.Instrument if any(m.instrument is i for m in inventory.measures)]
    if not used:
        return (_nothing(inventory),)
    return tuple(_trajectory(inventory, instrument, rules) for instrument in used)


def _nothing(inventory: Inventory) -> Picture:
    said = "Nothing recorded: no score is on record."
    return svg.picture(
        f"Scores: {inventory.case.pseudonym}",
        [said],
        f"{inventory.case.pseudonym} · scores",
        64,
        svg.words(svg.MARGIN, 48, said, svg.WIDTH - 2 * svg.MARGIN),
    )


def _trajectory(inventory: Inventory, instrument: t.Instrument, rules: RuleBase) -> Picture:
    scale = rules.scales.get(instrument)
    name = scale_name(instrument) if scale is None else scale.title
    found = scored(inventory, instrument, rules.scales)
    pseudonym = inventory.case.pseudonym
    lines = list(thresholds(found, scale))
    says = [
        f"{name} of {pseudonym}, {range_words(scale)}.",
        *(f"{score.when}: {score.words}." for score in found),
        *(f"{line.words[0].upper()}{line.words[1:]}." for line in lines),
    ]
    parts: list[Html] = []
    y = TOP
    if any(score.low is not None for score in found):
        highs = [score.high for score in found if score.high is not None]
        low, high = (0, max(highs)) if scale is None else (scale.low, scale.high)
        plot, across = Plot(scale, low, high), course(inventory, found, LEFT, RIGHT)
        below, y = across.drawn(TOP + HIGH)
        parts += [*ground(plot, lines), below, *_totals(plot, across.places, found)]
        marks, y = svg.key(list(_key(found, lines, scale)), y + 12)
        parts.append(marks)
    table, y = _table(found, y + 16)
    return svg.picture(f"{name}: {pseudonym}", says, f"{pseudonym} · {name}", y, *parts, table)


# --- the scores ---------------------------------------------------------------------------------


def _totals(plot: Plot, places: Sequence[float], found: Sequence[Scored]) -> Iterator[Html]:
    """The scores: joined where nothing unknown lies between two exact ones."""
    for (x1, one), (x2, other) in zip(
        zip(places, found, strict=True), zip(places[1:], found[1:], strict=True), strict=False
    ):
        if one.exact and other.exact and one.low is not None and other.low is not None:
            yield svg.stroke(x1, plot.y(one.low), x2, plot.y(other.low), ink=svg.BLUE, wide=2)
    taken: list[float] = []
    for x, score in zip(places, found, strict=True):
        if score.low is None or score.high is None:
            continue
        low, high = plot.y(score.low), plot.y(score.high)
        parts = [_mark(score, x, low, high)]
        said = score.total.replace(" to ", "–")
        word = _word(score)
        half = width(said, svg.SMALL, bold=True) / 2
        if all(abs(x - other) > half + 9 for other in taken):
            parts += _number(x, high - 10, said, half)
            taken.append(x)
        near = [abs(x - other) for other in places if other != x]
        if word and min(near, default=200.0) > 52 and high - 30 > TOP:
            parts.append(svg.words(x, high - 24, word, 44, size=svg.SMALL, anchor="middle"))
        yield tag("g", *parts, class_="score")


def _number(x: float, y: float, said: str, half: float) -> Iterator[Html]:
    """A total in figures, on a ground of its own so that no line runs through it."""
    yield svg.rect(x - half + 1, y - 9, 2 * half - 2, 11, fill=svg.WHITE)
    yield svg.words(x, y, said, 2 * half + 1, size=svg.SMALL, anchor="middle", bold=True)


def _mark(score: Scored, x: float, low: float, high: float) -> Html:
    if not score.exact:
        return _between(x, low, high)
    shape, fill = _SHAPES[_word(score)]
    return svg.shape(shape, x, low, 5 if score.better or score.worse else 4, fill=fill)


def _between(x: float, low: float, high: float) -> Html:
    caps = [svg.stroke(x - 5, y, x + 5, y, ink=svg.BLUE, wide=2) for y in (low, high)]
    return join(svg.stroke(x, low, x, high, ink=svg.BLUE, wide=2), *caps)


def _word(score: Scored) -> str:
    return "worse" if score.worse else "better" if score.better else ""


_SHAPES = {
    "": (svg.Shape.CIRCLE, svg.BLUE),
    "better": (svg.Shape.DOWN, svg.BLUE),
    "worse": (svg.Shape.UP, svg.VERMILLION),
}


def _key(
    found: Sequence[Scored], lines: Sequence[Threshold], scale: Scale | None
) -> Iterator[svg.Entry]:
    """The marks that occur here."""
    points = "" if scale is None else f" by {scale.reliable_change} points or more"
    means = {
        "": "total",
        "better": f"better: below the first score{points}, a reliable change",
        "worse": f"worse: above the lowest score before{points}, a reliable change",
    }
    for word, said in means.items():
        if any(score.exact and _word(score) == word for score in found):
            yield svg.Entry(_shape_of(word), said)
    if any(score.low is not None and not score.exact for score in found):
        yield svg.Entry(
            lambda x, y: _between(x, y + 8, y - 8), "items left blank: the total lies between"
        )
    for line in lines:
        yield svg.Entry(_dashed(line.dash), line.words)


def _shape_of(word: str) -> Callable[[float, float], Html]:
    shape, fill = _SHAPES[word]
    return lambda x, y: svg.shape(shape, x, y, 5, fill=fill)


def _dashed(dash: str) -> Callable[[float, float], Html]:
    return lambda x, y: svg.stroke(x - 13, y, x + 13, y, ink=svg.INK, wide=1.3, dash=dash)


def _table(found: Sequence[Scored], y: float) -> tuple[Html, float]:
    """Every score in words, also those that cannot be drawn."""
    total, said = svg.MARGIN + 172, svg.MARGIN + 280
    parts = []
    for score in found:
        when = svg.words(svg.MARGIN, y, score.when, 166)
        value = svg.words(total, y, score.total, 104, bold=True)
        rest, y = svg.paragraph(
            said, y, "; ".join(score.remarks), svg.WIDTH - svg.MARGIN - said, most=3
        )
        parts.append(tag("g", when, value, rest, class_="row"))
        y += 3
    return join(*parts), y

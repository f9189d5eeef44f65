"""The circle itself: rings, the people in them, arrows, and names where there is room."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.report.markup import Html, join, tag
from ipt_rules.report.pictures import svg
from ipt_rules.report.pictures.lettering import shorten, width
from ipt_rules.report.pictures.people import Person

MOST = 42
"""How many people fit into the circle and stay legible."""
FOOT = 36 + 480.0
"""Where the circle ends."""
EDGE = svg.MARGIN + 480.0
"""Where it ends to the right."""
_Box = tuple[float, float, float, float]
_MIDDLE = (svg.MARGIN + 240.0, 36 + 240.0)
_GAP = math.radians(36)
"""Left free at the top for the names of the rings."""


@frozen
class _Layout:
    """Where the rings end, seen from the middle, and at which distances people of a ring stand.

    Many people take the distances of their ring in turns, and the inner ring needs more of it.
    """

    edges: tuple[float, ...]
    tracks: tuple[tuple[float, ...], ...]
    radius: float


_FEW = _Layout((112, 176, 240), ((74,), (144,), (208,)), 11)
_MORE = _Layout((130, 186, 240), ((58, 106), (145, 171), (200, 226)), 11)
_MANY = _Layout((150, 196, 240), ((54, 95, 136), (163, 184), (208, 228)), 9.5)


def circle(placed: Sequence[Person]) -> Iterator[Html]:
    """The rings with everybody who has a place, as far as they fit."""
    drawn = placed[:MOST]
    layout = _FEW if len(drawn) <= 12 else _MORE if len(drawn) <= 24 else _MANY
    yield from _rings(layout)
    yield from _standing(drawn, layout)


def _rings(layout: _Layout) -> Iterator[Html]:
    x, y = _MIDDLE
    for radius in reversed(layout.edges):
        yield svg.shape(svg.Shape.CIRCLE, x, y, radius, fill=svg.WHITE, edge=svg.RULE, wide=1.2)
    for ring, radius in zip(t.Closeness, layout.edges, strict=True):
        yield svg.words(
            x, y - radius + 15, ring.label, 60, size=svg.SMALL, anchor="middle", fill=svg.QUIET
        )
    yield svg.words(x, y + 4, "patient", 60, size=svg.SMALL, anchor="middle", bold=True)


def _standing(drawn: Sequence[Person], layout: _Layout) -> Iterator[Html]:
    """Everybody with a place, each in a direction of their own, so that no arrows cross."""
    step = (2 * math.pi - _GAP) / max(1, len(drawn))
    taken = [_around(_MIDDLE[0], _MIDDLE[1], 24, 9)]
    taken += [_around(_MIDDLE[0], _MIDDLE[1] - r + 11, 20, 8) for r in layout.edges]
    stands = []
    for turn, person in enumerate(drawn):
        angle = -math.pi / 2 + _GAP / 2 + (turn + 0.5) * step
        now, wanted = (_at(ring, angle, turn, layout) for ring in (person.now, person.wanted))
        stands.append((person, now, wanted))
        taken += _boxes(now, wanted)
    for _, now, wanted in stands:
        if now is not None and wanted is not None and now != wanted:
            yield svg.arrow(*now, *wanted, gap=layout.radius + 3)
    for person, now, wanted in stands:
        at = now or wanted
        name = _name(person, at, taken) if at is not None and len(drawn) <= 10 else join()
        yield tag("g", *_person(person, now, wanted, layout.radius), name, class_="person")


def _at(
    ring: t.Closeness | None, angle: float, turn: int, layout: _Layout
) -> tuple[float, float] | None:
    if ring is None:
        return None
    tracks = layout.tracks[list(t.Closeness).index(ring)]
    radius = tracks[turn % len(tracks)]
    return _MIDDLE[0] + radius * math.cos(angle), _MIDDLE[1] + radius * math.sin(angle)


def _person(
    person: Person,
    now: tuple[float, float] | None,
    wanted: tuple[float, float] | None,
    radius: float,
) -> Iterator[Html]:
    state = person.state
    if wanted is not None:
        beyond = 3.5 if now == wanted else 0
        yield svg.shape(state.shape, *wanted, radius + beyond, fill=svg.WHITE)
        if now != wanted:
            yield number(person, *wanted, svg.INK)
    if now is not None:
        yield svg.shape(state.shape, *now, radius, fill=state.fill)
        yield number(person, *now, state.ink)
    x, y = now or wanted or _MIDDLE
    if person.conflict:
        yield zigzag(x + radius + 2, y - radius)
    if person.support:
        yield plus(x - radius - 2, y - radius)


def number(person: Person, x: float, y: float, ink: str) -> Html:
    """The number of a person within their shape."""
    low = 7.5 if person.state.shape is svg.Shape.UP else 4
    return svg.words(
        x, y + low, str(person.number), 26, size=svg.SMALL, anchor="middle", bold=True, fill=ink
    )


def zigzag(x: float, y: float) -> Html:
    """The mark of a conflict."""
    bolt = [(x - 2, y - 7), (x + 3, y - 3), (x - 3, y + 1), (x + 2, y + 6)]
    return join(
        svg.polyline(bolt, ink=svg.WHITE, wide=5), svg.polyline(bolt, ink=svg.VERMILLION, wide=2.4)
    )


def plus(x: float, y: float) -> Html:
    """The mark of support."""

    def lines(ink: str, wide: float, reach: float) -> Html:
        return join(
            svg.stroke(x - reach, y, x + reach, y, ink=ink, wide=wide),
            svg.stroke(x, y - reach, x, y + reach, ink=ink, wide=wide),
        )

    return join(lines(svg.WHITE, 5, 6), lines(svg.GREEN, 2.4, 5))


# --- names, where there is room ---------------------------------------------------


def _around(x: float, y: float, wide: float, high: float) -> _Box:
    return x - wide, y - high, x + wide, y + high


def _boxes(now: tuple[float, float] | None, wanted: tuple[float, float] | None) -> Iterator[_Box]:
    """What the shapes of one person and the arrow between them cover."""
    for at in (now, wanted):
        if at is not None:
            yield _around(*at, 19, 19)
    if now is not None and wanted is not None:
        for part in range(1, 10):
            x = now[0] + (wanted[0] - now[0]) * part / 10
            yield _around(x, now[1] + (wanted[1] - now[1]) * part / 10, 4, 4)


def _name(person: Person, at: tuple[float, float], taken: list[_Box]) -> Html:
    """The name beside a shape, on the first side with room for it; none if all are taken."""
    name = shorten(person.label, 96, svg.SMALL)
    half = width(name, svg.SMALL) / 2
    x, y = at
    for dx, dy in ((0, 27), (0, -27), (22 + half, 0), (-22 - half, 0)):
        box = _around(x + dx, y + dy, half, 7)
        inside = box[0] > svg.MARGIN and box[2] < EDGE + 10 and 34 < box[1] < FOOT - 14
        if inside and not any(_meet(box, other) for other in taken):
            taken.append(box)
            ground = svg.rect(box[0], box[1], 2 * half, 14, fill=svg.WHITE)
            said = svg.words(
                x + dx, y + dy + 4, name, 2 * half + 1, size=svg.SMALL, anchor="middle"
            )
            return join(ground, said)
    return join()


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]

"""The few marks that drawings are made of, as SVG text; the same marks give the same bytes."""

from __future__ import annotations

import enum
import math
from collections.abc import Callable, Iterable, Sequence

from attrs import frozen

from ipt_rules.report.markup import Html, join, tag, void
from ipt_rules.report.pictures.lettering import line, shorten, wrapped
from ipt_rules.report.pictures.picture import Picture

WIDTH = 720
"""Pixels; every drawing is that wide, so that a notebook shows it at its own size."""
MARGIN = 12
TEXT, SMALL = 12, 11
"""Sizes of letters, in pixels."""
LINE = 15
"""From one line of text to the next, in pixels."""

INK, QUIET, RULE, THIN = "#1b1f24", "#4b535d", "#8a929c", "#d5d9de"
FAINT, PALE, WHITE = "#eceef0", "#cfe3f1", "#ffffff"
BLUE, VERMILLION, ORANGE = "#0072b2", "#d55e00", "#e69f00"
GREEN, PURPLE, GREY = "#00664a", "#7b4a8c", "#c4c9cf"
"""After Okabe and Ito, some darker to stand out on paper; no colour says a thing alone."""


class Shape(enum.Enum):
    """Shapes that are told apart without colour."""

    CIRCLE = "circle"
    SQUARE = "square"
    DIAMOND = "diamond"
    UP = "triangle up"
    DOWN = "triangle down"
    OCTAGON = "octagon"


_CORNERS = {
    Shape.SQUARE: ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    Shape.DIAMOND: ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    Shape.UP: ((0, -1.3), (1.35, 1), (-1.35, 1)),
    Shape.DOWN: ((0, 1.3), (1.35, -1), (-1.35, -1)),
    Shape.OCTAGON: ((-0.42, -1), (0.42, -1), (1, -0.42), (1, 0.42), (0.42, 1), (-0.42, 1),
                    (-1, 0.42), (-1, -0.42)),
}  # fmt: skip
"""Corners seen from the middle, as multiples of the radius."""


def num(value: float) -> str:
    """A length in pixels as it is written: one decimal at most.

    >>> num(12.0), num(-0.04), num(1.25)
    ('12', '0', '1.2')
    """
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def words(
    x: float,
    y: float,
    said: str,
    room: float,
    *,
    size: float = TEXT,
    anchor: str = "start",
    bold: bool = False,
    fill: str = INK,
) -> Html:
    """One line of text on the base line `y`, cut with "…" to `room` pixels; nothing if it is empty.

    `anchor` says what `x` is: the "start", the "middle" or the "end" of the line.
    """
    drawn = shorten(said, room, size, bold=bold)
    weight = {"font_weight": "bold"} if bold else {}
    given = {"x": num(x), "y": num(y), "font_size": num(size), "fill": fill, **weight}
    if anchor != "start":
        given["text_anchor"] = anchor
    return tag("text", drawn, **given) if drawn else join()


def paragraph(
    x: float,
    y: float,
    said: str,
    room: float,
    *,
    size: float = TEXT,
    most: int = 2,
    bold: bool = False,
    fill: str = INK,
) -> tuple[Html, float]:
    """Text broken into at most so many lines from the base line `y` on, and where the next goes."""
    lines = wrapped(said, room, size, most, bold=bold)
    drawn = (
        words(x, y + number * LINE, text, room, size=size, bold=bold, fill=fill)
        for number, text in enumerate(lines)
    )
    return join(*drawn), y + LINE * len(lines)


def rect(
    x: float, y: float, wide: float, high: float, *, fill: str, edge: str = "none", dash: str = ""
) -> Html:
    """A rectangle."""
    dashed = {"stroke_dasharray": dash} if dash else {}
    return void(
        "rect", x=num(x), y=num(y), width=num(wide), height=num(high), fill=fill, stroke=edge,
        **dashed,
    )  # fmt: skip


def stroke(
    x1: float, y1: float, x2: float, y2: float, *, ink: str = RULE, wide: float = 1, dash: str = ""
) -> Html:
    """A straight line."""
    dashed = {"stroke_dasharray": dash} if dash else {}
    return void(
        "line", x1=num(x1), y1=num(y1), x2=num(x2), y2=num(y2), stroke=ink,
        stroke_width=num(wide), **dashed,
    )  # fmt: skip


def polyline(points: Iterable[tuple[float, float]], *, ink: str, wide: float = 2) -> Html:
    """Points joined in order."""
    placed = " ".join(f"{num(x)},{num(y)}" for x, y in points)
    return void("polyline", points=placed, fill="none", stroke=ink, stroke_width=num(wide))


def shape(
    kind: Shape, x: float, y: float, radius: float, *, fill: str, edge: str = INK, wide: float = 1.5
) -> Html:
    """A shape around a point."""
    given = {"fill": fill, "stroke": edge, "stroke_width": num(wide)}
    if kind is Shape.CIRCLE:
        return void("circle", cx=num(x), cy=num(y), r=num(radius), **given)
    placed = " ".join(f"{num(x + dx * radius)},{num(y + dy * radius)}" for dx, dy in _CORNERS[kind])
    return void("polygon", points=placed, stroke_linejoin="round", **given)


def arrow(x1: float, y1: float, x2: float, y2: float, *, gap: float) -> Html:
    """An arrow from one point to another that keeps `gap` pixels away from both; none if near."""
    far = math.hypot(x2 - x1, y2 - y1)
    if far <= 2 * gap:
        return join()
    dx, dy = (x2 - x1) / far, (y2 - y1) / far
    start, tip = (x1 + dx * gap, y1 + dy * gap), (x2 - dx * gap, y2 - dy * gap)
    sides = [(tip[0] - 6 * dx + 4 * s * dy, tip[1] - 6 * dy - 4 * s * dx) for s in (1, -1)]
    head = " ".join(f"{num(x)},{num(y)}" for x, y in (tip, *sides))
    return join(
        stroke(*start, tip[0] - 5 * dx, tip[1] - 5 * dy, ink=INK, wide=1.5),
        void("polygon", points=head, fill=INK, stroke="none"),
    )


def hatched(x: float, y: float, wide: float, high: float, *, ink: str, edge: str = INK) -> Html:
    """A rectangle filled with slanting lines, drawn one by one so that no name is needed."""
    lines = []
    for step in range(4, int(wide + high), 6):
        left, right = max(0.0, step - high), min(float(step), wide)
        if right > left:
            lines.append(stroke(x + left, y + step - left, x + right, y + step - right, ink=ink,
                                wide=1.5))  # fmt: skip
    box = rect(x, y, wide, high, fill=WHITE)
    return join(box, *lines, rect(x, y, wide, high, fill="none", edge=edge))


@frozen
class Entry:
    """What a mark means: how the mark is drawn around a point, and the words for it."""

    mark: Callable[[float, float], Html]
    means: str


def key(entries: Sequence[Entry], y: float) -> tuple[Html, float]:
    """What the marks mean, in columns from `y` down, and where it ends."""
    columns = 2
    room = (WIDTH - 2 * MARGIN) / columns - 44
    parts, row = [], y + 10
    for first in range(0, len(entries), columns):
        ends = []
        for column, entry in enumerate(entries[first : first + columns]):
            x = MARGIN + column * (room + 44)
            said, end = paragraph(x + 34, row + 4, entry.means, room, size=SMALL, most=3)
            parts.append(tag("g", entry.mark(x + 14, row), said, class_="key"))
            ends.append(end)
        row = max(ends) + 3
    return join(*parts), row - 6


def picture(title: str, says: Iterable[str], header: str, height: float, *parts: Html) -> Picture:
    """A drawing `height` pixels high under a line that says whose and of when it is."""
    told = "\n".join(line(said) for said in says)
    title = line(title)
    body = tag(
        "svg",
        tag("title", title),
        tag("desc", told),
        rect(0, 0, WIDTH, height, fill=WHITE),
        words(MARGIN, 22, header, WIDTH - 2 * MARGIN, size=13, bold=True),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {num(height)}",
        width=str(WIDTH),
        height=num(height),
        role="img",
        font_family="Helvetica, Arial, sans-serif",
    )
    return Picture(title=title, svg=str(body), says=told)

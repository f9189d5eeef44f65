"""What speaks for and against each area, side by side, and what was made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.report import wording as w
from ipt_rules.report.markup import Html, join, tag
from ipt_rules.report.pictures import svg
from ipt_rules.report.pictures.picture import Picture

_WIDTHS = {t.Strength.STRONG: 54.0, t.Strength.MODERATE: 36.0, t.Strength.WEAK: 20.0, None: 30.0}
"""Pixels for an argument of each strength; one that excludes has none and is a mark by itself."""
_GAP, _HIGH = 3.0, 24.0
_NAMES = 168.0
"""Pixels for the names of the areas."""
_ROOM = svg.WIDTH - 2 * svg.MARGIN


@frozen
class _Numbered:
    """An argument with the number under which it is explained."""

    number: int
    argument: results.Argument

    @property
    def mark(self) -> str:
        return w.argument_mark(self.argument)

    @property
    def wide(self) -> float:
        return _WIDTHS[self.argument.strength if self.argument.side != "excludes" else None]


_Row = tuple[results.AreaStanding, list[_Numbered]]


def arguments(result: results.Result) -> Picture:
    """Arguments against an area to the left, those for it to the right, wider the stronger.

    An argument that was presumed is hatched, one that excludes the area is an octagon; every one is
    numbered and said in words beneath. Alerts come first, then the proposal, or why there is none.

    >>> from ipt_rules import evaluate, load_inventory, load_rules, rules_folder
    >>> omar = load_inventory(rules_folder() / "cases" / "omar-deficits.yaml")
    >>> drawn = arguments(evaluate(omar, load_rules()))
    >>> print(drawn.says.splitlines()[3])
    Grief: excluded.
    """
    numbered, rows = 1, []
    for area in result.areas:
        held = [_Numbered(n, argument) for n, argument in enumerate(area.arguments, numbered)]
        numbered += len(held)
        rows.append((area, sorted(held, key=lambda one: -one.wide)))
    head, y = _head(result)
    bars, y = _bars(rows, y)
    marks, y = svg.key(list(_key(rows)), y + 8)
    said, y = _explained(rows, y + 18)
    note, y = svg.paragraph(svg.MARGIN, y + 8, w.PURPOSE, _ROOM, size=svg.SMALL, fill=svg.QUIET)
    return svg.picture(
        f"Arguments: {result.pseudonym}",
        _said(result, rows),
        w.heading(result),
        y,
        head,
        bars,
        marks,
        said,
        note,
    )


def _said(result: results.Result, rows: Sequence[_Row]) -> Iterator[str]:
    yield f"Arguments for and against each area: {w.heading(result)}."
    yield from _alerts(result)
    yield f"Proposal: {' '.join(_proposal(result))}"
    for area, held in rows:
        yield f"{area.area.label.capitalize()}: {w.area_line(area)}."
        for one in sorted(held, key=lambda one: one.number):
            yield f"{one.number} {one.mark}: {one.argument.because}"
    if not any(held for _, held in rows):
        yield _NOTHING


_NOTHING = "Nothing recorded speaks for or against an area."


def _alerts(result: results.Result) -> Iterator[str]:
    yield from dict.fromkeys(f"{a.level.upper()}: {a.because}" for a in result.alerts)


def _proposal(result: results.Result) -> Iterator[str]:
    proposal = result.proposal
    yield f"{w.OUTCOMES[proposal.outcome]}."
    for focus in proposal.foci:
        yield f"{w.focus_line(focus, result).capitalize()}."
    yield proposal.because
    after = proposal.focus_after_stabilisation
    if after is not None:
        yield f"Seems likely once the case is stable, not proposed now: {after.label}."


def _head(result: results.Result) -> tuple[Html, float]:
    """Alerts, each in a frame that is thicker than any other line here, and the proposal."""
    parts, y = [], 36.0
    for said in _alerts(result):
        text, end = svg.paragraph(svg.MARGIN + 14, y + 15, said, _ROOM - 24, most=3)
        parts.append(svg.rect(svg.MARGIN, y, 6, end - y - 4, fill=svg.INK))
        parts.append(svg.rect(svg.MARGIN, y, _ROOM, end - y - 4, fill="none", edge=svg.INK))
        parts.append(text)
        y = end + 2
    outcome, *rest = _proposal(result)
    bold, y = svg.paragraph(svg.MARGIN, y + 16, f"Proposal: {outcome}", _ROOM, bold=True)
    told, y = svg.paragraph(svg.MARGIN, y, " ".join(rest), _ROOM, most=5)
    return join(*parts, bold, told), y


# --- bars ----------------------------------------------------------------------------------------


def _bars(rows: Sequence[_Row], y: float) -> tuple[Html, float]:
    """A row for each area: its name and standing, and its arguments on both sides of a line."""
    left, right = svg.MARGIN + _NAMES, svg.WIDTH - svg.MARGIN
    against = max([_needed(_on(held, "left")) for _, held in rows], default=0)
    in_favour = max([_needed(_on(held, "right")) for _, held in rows], default=0)
    middle = left + (right - left) / 2
    if against + in_favour <= right - left - 120:
        middle = left + max(60.0, against + (right - left - 120 - against - in_favour) / 2 + 60)
    y += 12
    parts = [
        svg.words(middle - 8, y, "← against", middle - left, anchor="end", bold=True),
        svg.words(middle + 8, y, "for →", right - middle, bold=True),
    ]
    top, y = y + 8, y + 20
    for area, held in rows:
        name, end = svg.paragraph(
            svg.MARGIN, y + 12, area.area.label.capitalize(), _NAMES - 8, bold=True
        )
        standing, end = svg.paragraph(
            svg.MARGIN, end, w.area_line(area), _NAMES - 8, size=svg.SMALL, most=3
        )
        low = end - 8
        for side, sign in (("left", -1), ("right", 1)):
            room = (middle - left if sign < 0 else right - middle) - 6
            blocks, foot = _side(_on(held, side), middle, sign, y, room)
            parts.append(blocks)
            low = max(low, foot)
        if not held:
            parts.append(svg.words(middle + 8, y + 16, "no argument", 120, fill=svg.QUIET))
        parts += [name, standing]
        parts.append(svg.stroke(svg.MARGIN, low + 7, right, low + 7, ink=svg.THIN))
        y = low + 14
    parts.append(svg.stroke(middle, top, middle, y - 7, ink=svg.INK, wide=1.5))
    return join(*parts), y


def _on(held: Sequence[_Numbered], side: str) -> list[_Numbered]:
    return [one for one in held if (one.argument.side == "for") is (side == "right")]


def _needed(blocks: Sequence[_Numbered]) -> float:
    return sum(one.wide + _GAP for one in blocks)


def _side(
    blocks: Sequence[_Numbered], middle: float, sign: int, y: float, room: float
) -> tuple[Html, float]:
    """The blocks of one side from the middle outwards, in further lines where one is full."""
    parts, out = [], _GAP
    for one in blocks:
        if out > _GAP and out + one.wide > room:
            out, y = _GAP, y + _HIGH + _GAP
        x = middle + out if sign > 0 else middle - out - one.wide
        parts.append(tag("g", _block(one, x, y), class_="argument"))
        out += one.wide + _GAP
    return join(*parts), y + _HIGH


def _block(one: _Numbered, x: float, y: float) -> Html:
    number = str(one.number)
    middle, line = x + one.wide / 2, y + _HIGH / 2
    argument = one.argument
    presumed = bool(argument.support.presumed)
    ink = svg.INK
    if argument.side == "excludes":
        body = _octagon(middle, line)
    elif presumed:
        body = join(
            _hatched(argument.side, x, y, one.wide),
            svg.rect(middle - 8, line - 7, 16, 14, fill=svg.WHITE),
        )
    else:
        body = _filled(argument.side, x, y, one.wide)
        ink = svg.WHITE if argument.side == "for" else svg.INK
    said = svg.words(middle, line + 4, number, one.wide, size=svg.SMALL, anchor="middle",
                     bold=True, fill=ink)  # fmt: skip
    return join(body, said)


def _octagon(x: float, y: float) -> Html:
    return svg.shape(svg.Shape.OCTAGON, x, y, 12, fill=svg.WHITE, wide=2.5)


def _filled(side: str, x: float, y: float, wide: float) -> Html:
    return svg.rect(x, y, wide, _HIGH, fill=_INKS[side], edge=svg.INK)


def _hatched(side: str, x: float, y: float, wide: float) -> Html:
    return svg.hatched(x, y, wide, _HIGH, ink=_INKS[side])


_INKS = {"for": svg.BLUE, "against": svg.ORANGE}


# --- words ---------------------------------------------------------------------------------------


def _key(rows: Sequence[_Row]) -> Iterator[svg.Entry]:
    held = [one.argument for _, arguments in rows for one in arguments]
    widths = {a.strength for a in held if a.strength is not None and a.side != "excludes"}
    for strength in t.Strength:
        if strength in widths:
            yield svg.Entry(_wide(_WIDTHS[strength] / 2), f"as wide as this: {strength.label}")
    if any(a.support.presumed and a.side != "excludes" for a in held):
        yield svg.Entry(
            lambda x, y: svg.hatched(x - 13, y - 7, 26, 14, ink=svg.INK),
            "hatched: presumed while an answer is open, one strength lower",
        )
    if any(a.side == "excludes" for a in held):
        yield svg.Entry(
            lambda x, y: svg.shape(svg.Shape.OCTAGON, x, y, 8, fill=svg.WHITE, wide=2.5),
            "octagon: excludes the area, whatever speaks for it",
        )


def _wide(wide: float) -> Callable[[float, float], Html]:
    return lambda x, y: svg.rect(x - wide / 2, y - 6, wide, 12, fill=svg.GREY, edge=svg.INK)


def _explained(rows: Sequence[_Row], y: float) -> tuple[Html, float]:
    """Every argument in words, area by area."""
    if not any(held for _, held in rows):
        return svg.paragraph(svg.MARGIN, y, _NOTHING, _ROOM)
    parts = []
    for area, held in rows:
        if not held:
            continue
        parts.append(svg.words(svg.MARGIN, y, area.area.label.capitalize(), _ROOM, bold=True))
        y += svg.LINE + 2
        for one in sorted(held, key=lambda one: one.number):
            number = svg.words(svg.MARGIN + 20, y, str(one.number), 26, anchor="end", bold=True)
            said = f"{one.mark}: {one.argument.because}"
            told, y = svg.paragraph(svg.MARGIN + 28, y, said, _ROOM - 28, most=4)
            parts.append(tag("g", number, told, class_="explained"))
            y += 3
        y += 6
    return join(*parts), y

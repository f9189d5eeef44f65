"""The timeline: what happened around the episode, and how the scores went meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.model import Inventory
from ipt_rules.report.markup import Html, join, tag
from ipt_rules.report.pictures import svg
from ipt_rules.report.pictures.axis import Axis, padded, recent
from ipt_rules.report.pictures.happenings import Happening, Role, happenings, onset, worsenings
from ipt_rules.report.pictures.lettering import line as plain
from ipt_rules.report.pictures.lettering import width
from ipt_rules.report.pictures.moods import Score, lanes, scores
from ipt_rules.report.pictures.picture import Picture

_NAMES = 256.0
"""Pixels for the words to the left of the line."""
_EARLIER = 56.0
"""Pixels for what is too far back to stand on the line."""
_TOP = 54.0


@frozen
class _Line:
    """The line of time: its days, and the first day that is not too far back for it."""

    axis: Axis
    start: dt.date
    as_of: dt.date
    has_earlier: bool

    def is_earlier(self, happening: Happening) -> bool:
        return happening.when is not None and happening.when.latest < self.start


def timeline(inventory: Inventory, as_of: dt.date | None = None) -> Picture:
    """Life events, deaths, illnesses, the onset and the scores along one line of time.

    A date that is known in part is a bar over all the days it may mean. What has no date stands
    beneath in words. What lies so far back that it would squeeze everything else stands in a lane
    of its own, marked as earlier. `as_of` is the day of the record unless given.

    >>> from ipt_rules import load_inventory, rules_folder
    >>> camille = load_inventory(rules_folder() / "cases" / "camille-a-long-course.yaml")
    >>> print(timeline(camille).says)
    Timeline of Camille, as of 2026-10-05.
    onset of the episode: 2026-07; dated.
    the wedding: 2026-06; marriage; her husband; wanted.
    PHQ-9: 13 on 2026-10-05.
    All deaths and changes were asked about.
    """
    day = as_of or inventory.assessment_date
    episode = [onset(inventory), *worsenings(inventory)]
    told = [*episode, *happenings(inventory)]
    scored = scores(inventory)
    sessions = sorted({n.date for n in inventory.sessions if not isinstance(n.date, t.Absence)})
    line = _line(told, [*sessions, *(s.day for s in scored if s.day is not None)], day)
    rows, y = _rows([h for h in told if h.when is not None], line, _TOP + 14)
    moods, bottom = lanes(scored, sessions, line.axis, line.start, y)
    loose, y = _loose([h for h in told if h.when is None], scored, bottom + 10)
    marks, y = svg.key(list(_key(line, told)), y + 6)
    note, y = svg.paragraph(
        svg.MARGIN, y + 12, _covered(inventory), svg.WIDTH - 2 * svg.MARGIN,
        size=svg.SMALL, fill=svg.QUIET,
    )  # fmt: skip
    return svg.picture(
        f"Timeline: {inventory.case.pseudonym}",
        _said(inventory, day, told, scored, sessions),
        f"{inventory.case.pseudonym} · timeline as of {day}",
        y,
        *_ground(line, episode[0], bottom),
        rows,
        moods,
        loose,
        marks,
        note,
    )


def _line(told: Sequence[Happening], days: Sequence[dt.date], as_of: dt.date) -> _Line:
    spans = [(h.when.earliest, h.when.latest) for h in told if h.when is not None]
    spans += [(day, day) for day in (*days, as_of)]
    start = recent(spans)
    has_earlier = any(end < start for _, end in spans)
    left = svg.MARGIN + _NAMES + 12 + (_EARLIER if has_earlier else 0)
    near = [day for first, last in spans if last >= start for day in (max(first, start), last)]
    return _Line(padded(near, left, svg.WIDTH - svg.MARGIN), start, as_of, has_earlier)


def _said(
    inventory: Inventory,
    day: dt.date,
    told: Sequence[Happening],
    scored: Sequence[Score],
    sessions: Sequence[dt.date],
) -> Iterator[str]:
    yield f"Timeline of {inventory.case.pseudonym}, as of {day}."
    for happening in told:
        yield f"{plain(happening.what)}: {happening.note}."
    for score in scored:
        yield f"{score.words}."
    if sessions:
        yield f"Sessions on {', '.join(map(str, sessions))}."
    yield _covered(inventory)


def _covered(inventory: Inventory) -> str:
    """How complete the record is, and that there is nothing on it where there is nothing."""
    asked = inventory.asked
    whole = asked.deaths is t.Coverage.COMPLETE and asked.changes is t.Coverage.COMPLETE
    said = (
        "All deaths and changes were asked about."
        if whole
        else "It is not recorded that all deaths and changes were asked about."
    )
    nothing = not happenings(inventory)
    return f"Nothing recorded: no event is on record. {said}" if nothing else said


# --- the line ------------------------------------------------------------------------------------


def _ground(line: _Line, began: Happening, bottom: float) -> Iterator[Html]:
    """What runs through all rows: the months or years, the onset, the day as of which it is."""
    axis = line.axis
    if began.when is not None and not line.is_earlier(began):
        left, right = axis.at(began.when.earliest), axis.at(began.when.latest)
        yield svg.rect(left - 1, _TOP, right - left + 2, bottom - _TOP, fill=svg.FAINT)
        for x in (left - 1, right + 1):
            yield svg.stroke(x, _TOP, x, bottom, ink=svg.RULE, dash="1 3")
    yield svg.stroke(axis.left, _TOP, axis.right, _TOP, ink=svg.INK)
    free = axis.left
    for x, said in axis.ticks():
        yield svg.stroke(x, _TOP - 4, x, _TOP + 4, ink=svg.INK)
        half = width(said, svg.SMALL) / 2
        middle = min(max(x, axis.left + half), axis.right - half)
        if middle - half >= free:
            yield svg.words(middle, _TOP - 8, said, 2 * half + 1, size=svg.SMALL, anchor="middle")
            free = middle + half + 4
    if line.has_earlier:
        x = axis.left - 8
        yield svg.words(x - 40, _TOP - 8, "earlier", 50, size=svg.SMALL, bold=True)
        turns = [(x + (3 if n % 2 else -3), _TOP + 6.0 * n) for n in range(int(bottom - _TOP) // 6)]
        yield svg.polyline(turns, ink=svg.RULE, wide=1)
    today = axis.at(line.as_of)
    yield svg.stroke(today, _TOP, today, bottom, ink=svg.INK, dash="6 4")


def _rows(told: Sequence[Happening], line: _Line, y: float) -> tuple[Html, float]:
    """A row for each thing with a date: words on the left, its mark on the line."""
    parts = []
    for happening in told:
        name, end = svg.paragraph(svg.MARGIN, y + 4, happening.what, _NAMES, bold=True)
        note, end = svg.paragraph(
            svg.MARGIN, end, happening.note, _NAMES, size=svg.SMALL, most=3, fill=svg.QUIET
        )
        parts.append(tag("g", name, note, _mark(happening, line, y), class_="happening"))
        parts.append(svg.stroke(svg.MARGIN, end - 6, svg.WIDTH - svg.MARGIN, end - 6, ink=svg.THIN))
        y = end + 10
    return join(*parts), y


def _mark(happening: Happening, line: _Line, y: float) -> Html:
    when, axis = happening.when, line.axis
    if when is None:
        return join()
    if line.is_earlier(happening):
        return _backwards(axis.left - _EARLIER / 2, y)
    left, right = axis.at(max(when.earliest, line.start)), axis.at(when.latest)
    if happening.exact:
        return _shape_of(happening.role)(left, y)
    wide = max(12.0, right - left)
    return _bar(happening.role, min((left + right - wide) / 2, axis.right - wide), y, wide)


_SHAPES = {
    Role.ONSET: (svg.Shape.DIAMOND, svg.VERMILLION),
    Role.WORSENING: (svg.Shape.UP, svg.VERMILLION),
    Role.LIFE: (svg.Shape.CIRCLE, svg.BLUE),
}


def _bar(role: Role, x: float, y: float, wide: float) -> Html:
    """A date that is known in part: it lies somewhere within the bar."""
    if role is Role.ONSET:
        return svg.hatched(x, y - 6, wide, 12, ink=svg.VERMILLION)
    return svg.rect(x, y - 6, wide, 12, fill=svg.PALE, edge=svg.INK)


def _backwards(x: float, y: float) -> Html:
    return svg.arrow(x + 12, y, x - 12, y, gap=0)


def _loose(told: Sequence[Happening], scored: Sequence[Score], y: float) -> tuple[Html, float]:
    """What has no date, and scores without a total: the name, and the place in words."""
    entries = [(h.what, h.placed, h.details) for h in told]
    entries += [(s.scored, s.placed, ()) for s in scored if s.day is None or s.total is None]
    if not entries:
        return join(), y
    x = svg.MARGIN + _NAMES + 12
    parts = [svg.words(svg.MARGIN, y + 12, "Not on the line", _NAMES, bold=True)]
    y += 34
    for what, placed, details in entries:
        name, end = svg.paragraph(svg.MARGIN, y, what, _NAMES)
        rest = "; ".join((placed, *details))
        place, low = svg.paragraph(x, y, rest, svg.WIDTH - svg.MARGIN - x, fill=svg.QUIET)
        parts.append(tag("g", name, place, class_="happening"))
        y = max(end, low) + 3
    return join(*parts), y


def _key(line: _Line, told: Sequence[Happening]) -> Iterator[svg.Entry]:
    """The marks that this timeline uses, and the two that every timeline has."""
    life, onset_ = Role.LIFE, Role.ONSET
    dated = [h for h in told if h.when is not None and not line.is_earlier(h)]
    exact = {h.role for h in dated if h.exact}
    for role in Role:
        if role in exact:
            yield svg.Entry(_shape_of(role), f"{_MEANS[role]}, the day is known")
    if any(h.role is onset_ and not h.exact for h in dated):
        yield svg.Entry(
            lambda x, y: _bar(onset_, x - 12, y, 24),
            "the onset lies somewhere within the bar, and in the band beneath it",
        )
    if any(h.role is not onset_ and not h.exact for h in dated):
        yield svg.Entry(
            lambda x, y: _bar(life, x - 12, y, 24),
            "known in part (the month, the season, the year): somewhere within the bar",
        )
    if line.has_earlier:
        yield svg.Entry(_backwards, "further back than the line reaches")
    yield svg.Entry(
        lambda x, y: svg.stroke(x, y - 9, x, y + 9, ink=svg.INK, dash="6 4"),
        f"the timeline is as of {line.as_of}",
    )


_MEANS = {
    Role.ONSET: "onset of the episode",
    Role.WORSENING: "the episode got worse",
    Role.LIFE: "what happened",
}


def _shape_of(role: Role) -> Callable[[float, float], Html]:
    shape, fill = _SHAPES[role]
    return lambda x, y: svg.shape(shape, x, y, 6, fill=fill)

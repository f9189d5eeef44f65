"""How much room text takes when it is drawn, and how it is made to fit.

Nothing is measured with a font: the widths are those of Helvetica and a sixth more, for the wider
fonts that stand in for it.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from ipt_rules.report.wording import clean

_MARKS_DRAWN = 2
"""How many accents one letter keeps in a drawing; a tower of them would cover its neighbours."""

_WIDTHS = {
    **dict.fromkeys("ijl|'", 0.25),
    **dict.fromkeys(" .,;:/\\!ftI[]", 0.3),
    **dict.fromkeys("()-r`{}", 0.37),
    **dict.fromkeys('ckszxyvJ*^"', 0.55),
    **dict.fromkeys("0123456789$abdeghnopquFLTZ?_", 0.61),
    **dict.fromkeys("+=<>~ABEKPSVXY&", 0.73),
    **dict.fromkeys("CDHNRUwGOQ", 0.83),
    **dict.fromkeys("mMW%—", 1.0),
    "@": 1.12,
}
_SPARE, _BOLD = 1.06, 1.14


def line(text: str) -> str:
    """Text as one line that drives nothing: cleaned, every break and run of blanks one blank.

    >>> line("her\\n  sister")
    'her sister'
    """
    return " ".join(clean(text).split())


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The room that a line needs at most, in pixels, at a font size in pixels.

    >>> width("sister", 10) < width("sister", 12) < width("her sister", 12)
    True
    """
    return sum(map(_em, text)) * size * (_BOLD if bold else _SPARE)


def shorten(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """A line cut with "…" so that it takes no more than `room` pixels; empty where none fits.

    >>> shorten("her husband", 200, 12), shorten("her husband", 50, 12)
    ('her husband', 'her h…')
    """
    cut = "…"
    taken, kept, fits = 0.0, "", ""
    left = room - width(cut, size, bold=bold)
    for character in _few_marks(line(text)):
        taken += width(character, size, bold=bold)
        if taken > room:
            return fits.rstrip(" \u200d\u00ad") + cut if left >= 0 else ""
        kept += character
        if taken <= left:
            fits = kept
    return kept


def wrapped(text: str, room: float, size: float, most: int, *, bold: bool = False) -> list[str]:
    """A text as at most `most` lines of no more than `room` pixels, the last one cut with "…".

    >>> wrapped("what came with the change", 80, 12, 2)
    ['what came', 'with the ch…']
    """
    lines: list[str] = []
    words = line(text).split()
    while words and len(lines) < most - 1:
        count = 1
        while count < len(words) and width(" ".join(words[: count + 1]), size, bold=bold) <= room:
            count += 1
        lines.append(shorten(" ".join(words[:count]), room, size, bold=bold))
        words = words[count:]
    return [*lines, shorten(" ".join(words), room, size, bold=bold)] if words else lines


def _few_marks(text: str) -> str:
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= _MARKS_DRAWN:
            kept.append(character)
    return "".join(kept)


@cache
def _em(character: str) -> float:
    """The width of a character, of the size of the font."""
    known = _WIDTHS.get(character)
    if known is not None:
        return known
    if unicodedata.category(character) in ("Mn", "Me") or character in "\u200d\u00ad":
        return 0.0
    parts = unicodedata.normalize("NFKD", character)
    if parts != character:
        return sum(map(_em, parts))
    if unicodedata.category(character) == "So" or ord(character) > 0xFFFF:
        return 1.4
    if unicodedata.east_asian_width(character) in "WF":
        return 1.1
    return 0.85 if ord(character) < 0x0530 else 1.1

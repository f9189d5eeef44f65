"""A tree of short lines, for whatever is explained, as text and as HTML.

It knows nothing of what it shows. One screen comes first; what is marked as folded, and what does
not fit the screen, waits behind "… n more" until somebody asks for it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from attrs import field, frozen

from ipt_rules.report.markup import Html, join, tag
from ipt_rules.report.page import fragment, page
from ipt_rules.report.text import wrapped
from ipt_rules.report.wording import clean

SCREEN = 40
"""Lines that are shown at first."""


def _together(children: Iterable[Outline]) -> tuple[Outline, ...]:
    return tuple(children)


@frozen
class Outline:
    """A line with what stands behind it.

    `mark` is a word or two before the line, for reading down a list ("failed"); `note` is said more
    quietly after it (a name, a place, a source). A `folded` item, with all that is under it, is
    shown on request only. Line breaks in what people wrote become spaces.
    """

    text: str
    note: str = ""
    children: tuple[Outline, ...] = field(default=(), converter=_together)
    folded: bool = False
    mark: str = ""

    def __len__(self) -> int:
        """How many lines of thought it holds, its own included."""
        return 1 + sum(len(child) for child in self.children)

    def __bool__(self) -> bool:
        return True


_Path = tuple[int, ...]
"""The way to an item: the number of the child to take at each step."""


def outline_text(outline: Outline, full: bool = False) -> str:
    """The tree as indented text, one screen of it, or all of it.

    The first line and what stands directly under it are always there, unless marked as folded;
    the rest opens from the top down as long as the screen has room.

    >>> behind = Outline("from the rule base", folded=True)
    >>> print(outline_text(Outline("Grief", children=(Outline("a death", "e1"), behind))), end="")
    Grief
      a death [e1]
      … 1 more
    >>> print(outline_text(Outline("Grief", children=(behind,)), full=True), end="")
    Grief
      from the rule base
    """
    opened = None if full else _opened(outline)
    return "\n".join(_lines(outline, (), opened)) + "\n"


def outline_html(outline: Outline, full: bool = False) -> Html:
    """The tree as an HTML fragment; what is folded opens with a click, without any script.

    >>> "<li>1 &lt; 2</li>" in outline_html(Outline("Why", children=(Outline("1 < 2"),)))
    True
    """
    opened = None if full else _opened(outline)
    return fragment(tag("h2", *_said(outline)), *_listed(outline, (), opened))


def outline_page(outline: Outline, full: bool = False) -> str:
    """The tree as one file that loads nothing from anywhere."""
    return page(_line(outline), outline_html(outline, full))


# --- what is open at first ---------------------------------------------------------------------


def _opened(outline: Outline) -> frozenset[_Path]:
    """The items that show what is under them: level by level, as long as it fits the screen."""
    opened = set()
    left = SCREEN - len(_wrapped(outline, ()))
    waiting: deque[tuple[_Path, Outline]] = deque([((), outline)])
    while waiting:
        path, item = waiting.popleft()
        shown = [(n, child) for n, child in enumerate(item.children) if not child.folded]
        needed = sum(_height(child, (*path, n)) for n, child in shown)
        needed += sum(1 for run in _runs(item) if run[0].folded)
        if path:
            needed -= 1  # in place of the line that says how much there is
        if path and needed > left:
            continue
        left -= needed
        opened.add(path)
        waiting.extend(((*path, n), child) for n, child in shown if child.children)
    return frozenset(opened)


def _height(item: Outline, path: _Path) -> int:
    """The lines of an item that is shut."""
    return len(_wrapped(item, path)) + bool(item.children)


def _runs(item: Outline) -> Iterator[list[Outline]]:
    """The children in order: those that are shown one by one, those that are folded together."""
    run: list[Outline] = []
    for child in item.children:
        if run and not child.folded:
            yield run
            run = []
        run.append(child)
        if not child.folded:
            yield run
            run = []
    if run:
        yield run


def _more(items: Iterable[Outline]) -> str:
    return f"… {sum(len(item) for item in items)} more"


# --- text --------------------------------------------------------------------------------------


def _lines(item: Outline, path: _Path, opened: frozenset[_Path] | None) -> Iterator[str]:
    """The item and what is under it; everything is open where no set of open items is given."""
    yield from _wrapped(item, path)
    margin = "  " * (len(path) + 1)
    if opened is not None and path not in opened:
        if item.children:
            yield margin + _more(item.children)
        return
    number = 0
    for run in _runs(item):
        if opened is not None and run[0].folded:
            yield margin + _more(run)
        else:
            for place, child in enumerate(run, number):
                yield from _lines(child, (*path, place), opened)
        number += len(run)


def _wrapped(item: Outline, path: _Path) -> list[str]:
    return wrapped(_line(item), 2 * len(path)).split("\n")


def _line(item: Outline) -> str:
    mark = f"{item.mark}: " if item.mark else ""
    note = f" [{item.note}]" if item.note else ""
    return " ".join(clean(f"{mark}{item.text}{note}").split())


# --- HTML --------------------------------------------------------------------------------------


def _listed(item: Outline, path: _Path, opened: frozenset[_Path] | None) -> list[Html]:
    """What is under an item: a list, or the same list behind a click."""
    if not item.children:
        return []
    shown: list[Html] = []
    number = 0
    for run in _runs(item):
        entries = [
            tag("li", *_said(child), *_listed(child, (*path, place), opened))
            for place, child in enumerate(run, number)
        ]
        if run[0].folded and (opened is None or path in opened):
            shown.append(tag("li", _fold(run, entries, is_open=opened is None)))
        else:
            shown += entries
        number += len(run)
    if opened is not None and path not in opened:
        return [_fold(item.children, shown, is_open=False)]
    return [tag("ul", *shown)]


def _fold(items: Iterable[Outline], entries: list[Html], *, is_open: bool) -> Html:
    attributes = {"open": "open"} if is_open else {}
    return tag("details", tag("summary", _more(items)), tag("ul", *entries), **attributes)


def _said(item: Outline) -> list[Html]:
    said = [tag("strong", f"{item.mark}:"), join(" ")] if item.mark else []
    said.append(join(item.text))
    return [*said, join(" "), tag("span", item.note, class_="note")] if item.note else said

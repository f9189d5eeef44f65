"""A report as plain blocks, told once and written as text, as Markdown and as HTML."""

from __future__ import annotations

from attrs import frozen

from ipt_rules.report.pictures.picture import Picture


@frozen
class Heading:
    """A heading; level 1 is the title of the report."""

    text: str
    level: int = 2


@frozen
class Paragraph:
    """A paragraph; a note is said more quietly."""

    text: str
    note: bool = False


@frozen
class Box:
    """What nobody may miss: an alert. `kind` is its level."""

    kind: str
    lead: str
    lines: tuple[str, ...] = ()


@frozen
class Item:
    """An entry of a list: a word in front of it, the sentence, and lines below it.

    `place` says where it stands in a document; `behind` are lines that a page opens on a click and
    that text and print always show.
    """

    text: str
    mark: str = ""
    lines: tuple[str, ...] = ()
    place: str = ""
    behind: tuple[str, ...] = ()


@frozen
class Items:
    """A list of entries, numbered where their order counts."""

    items: tuple[Item, ...]
    numbered: bool = False


@frozen
class Table:
    """A table of words; the first cell of a row is its head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@frozen
class Figure:
    """A picture with its text."""

    picture: Picture


@frozen
class PageBreak:
    """What follows begins on a new page of paper."""


Block = Heading | Paragraph | Box | Items | Table | Figure | PageBreak
Document = tuple[Block, ...]

"""A report as text for a terminal, and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ipt_rules.report import document as d
from ipt_rules.report.text import wrapped
from ipt_rules.report.wording import clean


def document_text(document: d.Document) -> str:
    """The report as plain text, one idea a line; pictures are said in words.

    >>> print(document_text((d.Heading("Review", 1), d.Paragraph("All is well."))), end="")
    REVIEW
      All is well.
    """
    parts: list[str] = []
    for block in document:
        lines = list(_TEXT[type(block)](block))
        if isinstance(block, d.Heading | d.Box) and parts:
            parts.append("")
        parts += lines
    return "\n".join(parts) + "\n"


def _line(text: str, indent: int = 2) -> str:
    return wrapped(" ".join(clean(text).split()), indent)


def _heading(block: d.Heading) -> Iterator[str]:
    text = " ".join(clean(block.text).split())
    yield text.upper() if block.level == 1 else text


def _paragraph(block: d.Paragraph) -> Iterator[str]:
    yield _line(block.text)


def _box(block: d.Box) -> Iterator[str]:
    yield _line(f"!! {block.lead}", 0)
    yield from (_line(line, 3) for line in block.lines)


def _items(block: d.Items) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        lead = f"{number}. " if block.numbered else "- "
        mark = f"{item.mark}: " if item.mark else ""
        yield _line(f"{lead}{mark}{item.text}")
        if item.place:
            yield _line(f"at {item.place}", 6)
        yield from (_line(line, 6) for line in (*item.lines, *item.behind))


def _table(block: d.Table) -> Iterator[str]:
    for row in block.rows:
        named = zip(block.head[1:], row[1:], strict=True)
        said = "; ".join(f"{name}: {cell}" for name, cell in named if cell)
        yield _line(f"{row[0]}: {said}" if said else row[0])


def _figure(block: d.Figure) -> Iterator[str]:
    yield _line(f"[{block.picture.title}] {block.picture.says}")


def _page_break(block: d.PageBreak) -> Iterator[str]:
    yield ""


_TEXT: dict[type, Callable[..., Iterable[str]]] = {
    d.Heading: _heading,
    d.Paragraph: _paragraph,
    d.Box: _box,
    d.Items: _items,
    d.Table: _table,
    d.Figure: _figure,
    d.PageBreak: _page_break,
}


# --- Markdown ------------------------------------------------------------------------------------


def document_markdown(document: d.Document) -> str:
    """The report as Markdown (GitHub's); whatever people wrote stays text.

    >>> print(document_markdown((d.Heading("Review", 1), d.Paragraph("1 < 2"))), end="")
    # Review
    <BLANKLINE>
    1 \\< 2
    """
    return "\n\n".join("\n".join(_MARKDOWN[type(block)](block)) for block in document) + "\n"


_ALWAYS = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_AT_START = re.compile(r"^(\s*)([-+=]|\d+[.)])")


def _md(text: str) -> str:
    """Text with everything escaped that Markdown, HTML or mathematics would read as its own."""
    flat = " ".join(clean(text).split())
    flat = _ALWAYS.sub(r"\\\1", flat).replace("://", ":\\//")
    return _AT_START.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", flat)


def _md_heading(block: d.Heading) -> Iterator[str]:
    yield f"{'#' * block.level} {_md(block.text)}"


def _md_paragraph(block: d.Paragraph) -> Iterator[str]:
    yield f"*{_md(block.text)}*" if block.note else _md(block.text)


def _md_box(block: d.Box) -> Iterator[str]:
    yield f"> **{_md(block.lead)}**"
    for line in block.lines:
        yield ">"
        yield f"> {_md(line)}"


def _md_items(block: d.Items) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        lead = f"{number}. " if block.numbered else "- "
        yield lead + _md_item(item)
        for line in (*([f"at {item.place}"] if item.place else []), *item.lines, *item.behind):
            yield f"{' ' * len(lead)}- {_md(line)}"


def _md_item(item: d.Item) -> str:
    return f"**{_md(item.mark)}:** {_md(item.text)}" if item.mark else _md(item.text)


def _md_table(block: d.Table) -> Iterator[str]:
    yield _row(block.head)
    yield "|" + " --- |" * len(block.head)
    yield from map(_row, block.rows)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(map(_md, cells)) + " |"


def _md_figure(block: d.Figure) -> Iterator[str]:
    yield f"**{_md(block.picture.title)}.** {_md(block.picture.says)}"


def _md_page_break(block: d.PageBreak) -> Iterator[str]:
    yield "---"  # for those who show no HTML
    yield ""
    yield '<div style="break-after: page"></div>'


_MARKDOWN: dict[type, Callable[..., Iterable[str]]] = {
    d.Heading: _md_heading,
    d.Paragraph: _md_paragraph,
    d.Box: _md_box,
    d.Items: _md_items,
    d.Table: _md_table,
    d.Figure: _md_figure,
    d.PageBreak: _md_page_break,
}

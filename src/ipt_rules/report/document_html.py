"""A report as an HTML fragment and as one self-contained page."""

from __future__ import annotations

from collections.abc import Callable

from ipt_rules.report import document as d
from ipt_rules.report.markup import Html, join, tag
from ipt_rules.report.page import fragment, page


def document_html(document: d.Document) -> Html:
    """The report as a fragment: no script, no link; pictures are inside it.

    >>> "<h2>1 &lt; 2</h2>" in document_html((d.Heading("1 < 2", 1),))
    True
    """
    return fragment(*(_HTML[type(block)](block) for block in document))


def document_page(title: str, document: d.Document) -> str:
    """The report as one file that loads nothing from anywhere."""
    return page(title, document_html(document))


def _heading(block: d.Heading) -> Html:
    return tag("h2" if block.level == 1 else "h3", block.text)


def _paragraph(block: d.Paragraph) -> Html:
    return tag("p", block.text, **({"class_": "note"} if block.note else {}))


def _box(block: d.Box) -> Html:
    return tag(
        "div",
        tag("strong", block.lead),
        *(tag("div", line) for line in block.lines),
        class_=f"alert {block.kind}",
        role="alert",
    )


def _items(block: d.Items) -> Html:
    return tag("ol" if block.numbered else "ul", *map(_item, block.items))


def _item(item: d.Item) -> Html:
    behind = join()
    if item.behind:
        lines = [tag("div", line) for line in item.behind]
        behind = tag("details", tag("summary", "why"), tag("div", *lines, class_="note"))
    return tag(
        "li",
        join(tag("strong", item.mark), ": ") if item.mark else "",
        item.text,
        *(tag("div", line) for line in item.lines),
        tag("div", tag("code", item.place), class_="note") if item.place else "",
        behind,
    )


def _table(block: d.Table) -> Html:
    head = tag("tr", *(tag("th", name, scope="col") for name in block.head))
    rows = [
        tag("tr", tag("th", row[0], scope="row"), *(tag("td", cell) for cell in row[1:]))
        for row in block.rows
    ]
    return tag("table", tag("thead", head), tag("tbody", *rows))


def _figure(block: d.Figure) -> Html:
    return block.picture.to_html()


def _page_break(block: d.PageBreak) -> Html:
    return tag("div", style="break-after:page")


_HTML: dict[type, Callable[..., Html]] = {
    d.Heading: _heading,
    d.Paragraph: _paragraph,
    d.Box: _box,
    d.Items: _items,
    d.Table: _table,
    d.Figure: _figure,
    d.PageBreak: _page_break,
}

"""How the tables of a caseload are laid out: the style sheet, heads, bodies, cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ipt_rules.report.markup import Html, join, tag

STYLE = """
.ipt:has(>.caseload){max-width:none}
.caseload .wide{overflow-x:auto}
.caseload table{table-layout:fixed;min-width:36rem}
.caseload th,.caseload td{overflow-wrap:break-word;padding:.35rem .3rem}
.caseload thead th{border-bottom:2px solid #57606a;vertical-align:bottom;font-size:.87em}
.caseload tbody .whole{border-top:0;padding:0 .3rem .6rem}
.caseload td p,.caseload td ul{margin:.15rem 0}.caseload td ul{padding-left:1.1rem}
.caseload .all{columns:24rem;column-gap:1rem}
.caseload .says{border-left-style:solid;border-left-width:.35rem;padding-left:.5rem;
margin-bottom:.3rem;break-inside:avoid}.caseload h3{margin-top:1.75rem}
.caseload .tiny{width:6%}.caseload .narrow{width:8.5%}.caseload .middling{width:12%}
.caseload .broad{width:40%}
.caseload th button{font:inherit;color:#0b4f8a;background:none;border:0;padding:0;text-align:left;
cursor:pointer;text-decoration:underline;text-underline-offset:.2em;max-width:100%}
.caseload th[aria-sort=ascending] button::after{content:" ↑"}
.caseload th[aria-sort=descending] button::after{content:" ↓"}
@media(max-width:65rem){.caseload table{font-size:.87rem}}
@media print{.ipt{font-size:11px;padding:0}.caseload .hint{display:none}
.caseload tbody,.caseload .alert{break-inside:avoid}.caseload .wide{overflow:visible}
.caseload th button{color:inherit;text-decoration:none}}
"""
"""For what stands in a `caseload`; `.ipt` may be wide where it holds one."""

Cell = tuple[str, str | None]
"""What a cell shows, and by what it is sorted where that is something else."""

Head = tuple[str, str, str]
"""The title of a column, whether it sorts as text or as number, and the class of its width."""


def table(heads: Sequence[Head], bodies: Iterable[Html]) -> Html:
    """A table; what sorts together stands in one body."""
    head = [
        tag("th", title, scope="col", data_sort=kind, **({"class_": width} if width else {}))
        for title, kind, width in heads
    ]
    listed = tag("table", tag("thead", tag("tr", *head)), *bodies, class_="sortable")
    return tag("div", listed, class_="wide")


def body(cells: Sequence[Cell], below: str = "") -> Html:
    """A row that its first cell names, and what stands below it over the whole width."""
    row = tag("tr", *(_cell("td" if place else "th", cell) for place, cell in enumerate(cells)))
    if not below:
        return tag("tbody", row)
    whole = tag("tr", tag("td", below, colspan=str(len(cells)), class_="whole"))
    return tag("tbody", row, whole)


def _cell(name: str, cell: Cell) -> Html:
    shows, sorts = cell
    attributes = {"scope": "row"} if name == "th" else {}
    if sorts is not None:
        attributes["data_sort"] = sorts
    return tag(name, shows, **attributes)


def folded(title: str, texts: Iterable[str]) -> Html:
    """Texts behind a click; nothing where there are none."""
    items = [tag("li", text) for text in texts]
    return tag("details", tag("summary", title), tag("ul", *items)) if items else join()


def number(of: int) -> Cell:
    """A number that sorts; a dash for none."""
    return str(of or "–"), str(of)

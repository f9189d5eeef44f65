"""A picture: what is drawn, what it is called, and everything it says in words."""

from __future__ import annotations

import base64
from typing import Any

from attrs import frozen

from ipt_rules.report.markup import Html, tag, void


@frozen
class Picture:
    """A drawing for people, in full also for those who do not see it.

    `title` is its caption; `svg` the drawing, at most 760 pixels wide, without script, link or
    anything outside itself; `says` the text alternative: every person, event, score or argument
    that is drawn, one a line. In a notebook it shows itself, also in one that is not trusted.

    >>> from datetime import date
    >>> from ipt_rules.model import Case, Inventory
    >>> from ipt_rules.report.pictures import closeness_circle
    >>> drawn = closeness_circle(Inventory(date(2026, 3, 1), Case("Lena")))
    >>> drawn.title
    'Closeness circle: Lena'
    >>> print(drawn)
    Closeness circle of Lena, as recorded on 2026-03-01.
    Nothing recorded: no person is on record, and it is not recorded that everybody was asked about.
    >>> sorted(drawn._repr_mimebundle_())
    ['image/svg+xml', 'text/html', 'text/plain']
    """

    title: str
    svg: str
    says: str

    def to_html(self) -> Html:
        """The picture as a figure with its caption, for a page: an image that loads nothing."""
        data = base64.b64encode(self.svg.encode("utf-8")).decode("ascii")
        image = void(
            "img",
            src=f"data:image/svg+xml;base64,{data}",
            alt=self.says,
            style="max-width:100%;height:auto",
        )
        return tag("figure", image, tag("figcaption", self.title), class_="picture")

    def __str__(self) -> str:
        return self.says

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {
            "text/plain": self.says,
            "text/html": self.to_html(),
            "image/svg+xml": self.svg,
        }

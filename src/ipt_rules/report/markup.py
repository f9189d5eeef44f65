"""HTML by construction: text is escaped unless it was built here."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from ipt_rules.report.wording import clean


class Html(str):
    """Text that is HTML already. Only `tag`, `void` and `join` make it."""

    __slots__ = ()


def tag(name: str, *children: str, **attributes: str) -> Html:
    """An element. Children that are plain text are cleaned and escaped.

    >>> tag("p", "1 < 2", class_="note")
    '<p class="note">1 &lt; 2</p>'
    """
    return Html(f"<{name}{_given(attributes)}>{join(*children)}</{name}>")


def void(name: str, **attributes: str) -> Html:
    """An element that holds nothing, such as an image; written so that XML takes it as well.

    >>> void("img", alt="1 < 2")
    '<img alt="1 &lt; 2"/>'
    """
    return Html(f"<{name}{_given(attributes)}/>")


def _given(attributes: Mapping[str, str]) -> str:
    return "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(clean(value), quote=True)}"'
        for key, value in attributes.items()
    )


def join(*children: str) -> Html:
    """Pieces one after the other, plain text escaped."""
    return Html(
        "".join(
            child if isinstance(child, Html) else escape(clean(child), quote=True)
            for child in children
        )
    )

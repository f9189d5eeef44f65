"""HTML by construction: text is escaped unless it was built here."""

from __future__ import annotations

from html import escape

from ipt_rules.report.wording import clean


class Html(str):
    """Text that is HTML already. Only `tag` and `join` make it."""

    __slots__ = ()


def tag(name: str, *children: str, **attributes: str) -> Html:
    """An element. Children that are plain text are cleaned and escaped.

    >>> tag("p", "1 < 2", class_="note")
    '<p class="note">1 &lt; 2</p>'
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(clean(value), quote=True)}"'
        for key, value in attributes.items()
    )
    return Html(f"<{name}{given}>{join(*children)}</{name}>")


def join(*children: str) -> Html:
    """Pieces one after the other, plain text escaped."""
    return Html(
        "".join(
            child if isinstance(child, Html) else escape(clean(child), quote=True)
            for child in children
        )
    )

"""What the answers to a quiz come to, as a value that shows itself in every form."""

from __future__ import annotations

from typing import Any

from ipt_rules.report.document import Document
from ipt_rules.report.document_html import document_html, document_page
from ipt_rules.report.document_text import document_markdown, document_text
from ipt_rules.results import AsData


class Shown(AsData):
    """Whatever is told as the blocks of a report: text, Markdown, HTML, and a notebook's cell."""

    __slots__ = ()

    def _told(self) -> Document:
        raise NotImplementedError

    def _heading(self) -> str:
        raise NotImplementedError

    def to_text(self) -> str:
        """All of it as plain text."""
        return document_text(self._told())

    def to_markdown(self) -> str:
        """All of it as Markdown; whatever people wrote stays text."""
        return document_markdown(self._told())

    def to_html(self) -> str:
        """All of it as an HTML fragment; no script, nothing is loaded."""
        return document_html(self._told())

    def to_page(self) -> str:
        """All of it as one HTML file that loads nothing and prints well."""
        return document_page(self._heading(), self._told())

    def __str__(self) -> str:
        return self.to_text()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.to_text(), "text/html": self.to_html()}

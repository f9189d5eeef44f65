"""Whatever is told as a report: one value, shown as text, Markdown, HTML and a notebook's cell."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from ipt_rules.report.document import Document
from ipt_rules.report.document_html import document_html, document_page
from ipt_rules.report.document_text import document_markdown, document_text
from ipt_rules.results import AsData


class Told(AsData, ABC):
    """A result that is told as the blocks of a report."""

    __slots__ = ()

    @abstractmethod
    def _told(self) -> Document:
        """The blocks, in their order."""

    @abstractmethod
    def _heading(self) -> str:
        """The title of its page."""

    def to_text(self) -> str:
        """All of it as plain text; pictures are said in words."""
        return document_text(self._told())

    def to_markdown(self) -> str:
        """All of it as Markdown; whatever people wrote stays text."""
        return document_markdown(self._told())

    def to_html(self) -> str:
        """All of it as an HTML fragment with its pictures; no script, nothing is loaded."""
        return document_html(self._told())

    def to_page(self) -> str:
        """All of it as one HTML file that loads nothing and prints well."""
        return document_page(self._heading(), self._told())

    def __str__(self) -> str:
        return self.to_text()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.to_text(), "text/html": self.to_html()}

"""What every explanation can do: show itself as text, as HTML and as data."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from attrs import evolve, field, frozen

from ipt_rules.report.outline import Outline, outline_html, outline_page, outline_text
from ipt_rules.results import AsData, Result


@frozen
class Shown(AsData, ABC):
    """An explanation. It says what it is as an `Outline`; all forms but the data are made of that.

    Text and HTML show one screen; `full` shows everything. Data is always complete. The alerts that
    stand in the case come first in every form, whatever is explained.
    """

    standing_alerts: tuple[str, ...] = field(default=(), kw_only=True)

    @abstractmethod
    def outline(self) -> Outline:
        """The tree that is shown, after the alerts."""

    def _whole(self) -> Outline:
        told = self.outline()
        alerts = [Outline(says, mark="Alert") for says in self.standing_alerts]
        return evolve(told, children=(*alerts, *told.children))

    def to_text(self, full: bool = False) -> str:
        """The tree as indented text."""
        return outline_text(self._whole(), full)

    def to_html(self, full: bool = False) -> str:
        """The tree as an HTML fragment without script or link."""
        return outline_html(self._whole(), full)

    def to_page(self, full: bool = False) -> str:
        """The tree as one HTML file that loads nothing."""
        return outline_page(self._whole(), full)

    def __str__(self) -> str:
        return self.to_text()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.to_text(), "text/html": self.to_html()}


def alert_lines(result: Result) -> tuple[str, ...]:
    """The alerts that stand in a case, the most urgent first, each once."""
    return tuple(dict.fromkeys(f"{a.level.upper()}: {a.because}" for a in result.alerts))

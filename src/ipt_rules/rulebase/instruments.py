"""Instruments: the numbers of a scale, as its file spells them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

import annotated_types as at
from attrs import field, frozen

from ipt_rules import terms as t
from ipt_rules.facts import Band, Scale
from ipt_rules.rulebase.files import Citations, Line, Prose

ItemHigh = Annotated[int, at.Ge(1), at.Le(8)]


@frozen
class BandDocument:
    """A named stretch of totals, both ends included."""

    name: Line
    low: int
    high: int


@frozen
class Grouping:
    """Another table of bands over the same totals, such as that of a guideline."""

    name: Line
    title: Line
    bands: Annotated[tuple[BandDocument, ...], at.MinLen(1)]


@frozen
class InstrumentDocument:
    """A scale's numbers; item texts are never stored.

    `item_high` is the most an item can score, or `item_highs` one number an item where they differ.
    `reliable_change` is larger than the wavering of the scale; `smallest_noticed_points` is what
    patients notice. They answer different questions and are never mixed.
    """

    title: Line
    instrument: t.Instrument
    items: Annotated[int, at.Ge(1), at.Le(60)]
    rationale: Prose
    sources: Citations
    low: int = 0
    high: int = 0
    item_high: ItemHigh | None = None
    item_highs: tuple[ItemHigh, ...] | None = None
    scoring: t.Scoring = t.Scoring.SUM
    bands: tuple[BandDocument, ...] = ()
    groupings: tuple[Grouping, ...] = ()
    alert_items: tuple[int, ...] = ()
    caseness_from: int | None = None
    remission_at_most: int | None = None
    response_drop_percent: Annotated[int, at.Ge(1), at.Le(99)] | None = None
    response_drop_points: Annotated[int, at.Ge(1)] | None = None
    reliable_change: Annotated[int, at.Ge(1)] | None = None
    smallest_noticed_points: float | None = None
    rater: tuple[t.Rater, ...] = ()
    defaults: dict[str, t.Evidence] = field(factory=dict)
    status: t.RuleStatus = t.RuleStatus.DRAFT
    reviewed_by: Line | None = None
    reviewed_on: dt.date | None = None
    replaced_by: Line | None = None
    implements: tuple[Line, ...] = ()

    def scale(self) -> Scale:
        """Its numbers, as facts and reports read them."""
        return Scale(
            instrument=self.instrument,
            title=self.title,
            low=self.low,
            high=self.high,
            item_highs=self._highs(),
            bands=tuple(Band(band.name, band.low, band.high) for band in self.bands),
            scoring=self.scoring,
            alert_items=self.alert_items,
            remission_at_most=self.remission_at_most,
            response_drop_percent=self.response_drop_percent,
            response_drop_points=self.response_drop_points,
            reliable_change=self.reliable_change,
        )

    def _highs(self) -> tuple[int, ...]:
        if self.item_highs is not None:
            return self.item_highs
        return (self.item_high or 1,) * self.items

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is wrong with the numbers, as (key, message)."""
        if (self.item_high is None) == (self.item_highs is None):
            yield "items", "give either item_high or item_highs"
        if self.item_highs is not None and len(self.item_highs) != self.items:
            yield "item_highs", f"{len(self.item_highs)} numbers for {self.items} items"
        elif self.scoring is t.Scoring.SUM and sum(self._highs()) != self.high:
            yield "high", f"the items add up to {sum(self._highs())}, not to {self.high}"
        if self.response_drop_percent is not None and self.response_drop_points is not None:
            yield "response_drop_points", "response is a drop in per cent or in points, not both"
        if len(set(self.alert_items)) < len(self.alert_items):
            yield "alert_items", "an item stands there twice"
        for item in self.alert_items:
            if not 1 <= item <= self.items:
                yield "alert_items", f"there is no item {item}"
        if self.scoring is t.Scoring.ANSWERS:
            if self.bands or self.groupings or self.high:
                yield "scoring", "answers are never summed: there is no total, and no bands"
            return
        for key, bands in (
            ("bands", self.bands),
            *(("groupings", g.bands) for g in self.groupings),
        ):
            for fault in self._band_faults(bands):
                yield key, fault
        for key in ("remission_at_most", "caseness_from"):
            number = getattr(self, key)
            if number is not None and not self.low <= number <= self.high:
                yield key, f"totals lie between {self.low} and {self.high}"

    def _band_faults(self, bands: tuple[BandDocument, ...]) -> Iterator[str]:
        """Gaps and overlaps in the bands: every total must lie in exactly one."""
        expected = self.low
        if len({band.name for band in bands}) < len(bands):
            yield "two bands have the same name"
        for band in bands:
            if band.low != expected or band.high < band.low:
                yield f"band {band.name!r} must begin at {expected} and not end before"
            expected = band.high + 1
        if expected != self.high + 1:
            yield f"the bands must end at {self.high}"

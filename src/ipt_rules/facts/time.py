"""Spans of time, computed from dates that are known in part."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from ipt_rules.facts.settings import Windows
from ipt_rules.facts.values import Span
from ipt_rules.model import Inventory, LifeEvent, PartialDate
from ipt_rules.terms import Absence, Answer, OnsetState, Timing

DAYS_PER_MONTH = 30.4375


@frozen
class Period:
    """Every day a date may mean."""

    earliest: dt.date
    latest: dt.date


def period(date: PartialDate | Absence) -> Period | None:
    """The days a partial date may mean, or nothing when it is absent."""
    return None if isinstance(date, Absence) else Period(date.earliest, date.latest)


def onset_period(inventory: Inventory) -> Period | None:
    """When the episode began, from the best of: its date, months ago, its anchor, not chronic.

    "Five months ago" is read as four and a half to five and a half; an onset after an event is
    read as within a month of it. Both are choices of this project.
    """
    onset = inventory.case.episode_onset
    if onset.state is OnsetState.LIFELONG:
        return None
    if isinstance(onset.date, PartialDate):
        return period(onset.date)
    if not isinstance(onset.months_before_assessment, Absence):
        months, day = onset.months_before_assessment, inventory.assessment_date
        return Period(_back(day, months + 0.5), min(day, _back(day, months - 0.5)))
    for event in inventory.events:
        if event.id == onset.anchor_event and isinstance(event.date, PartialDate):
            return Period(event.date.earliest, event.date.latest + dt.timedelta(days=30))
    if inventory.case.chronic_2y is Answer.NO:  # then the episode is younger than that
        return Period(_back(inventory.assessment_date, 24.5), inventory.assessment_date)
    return None


def _back(day: dt.date, months: float) -> dt.date:
    return dt.date.fromordinal(max(1, day.toordinal() - round(months * DAYS_PER_MONTH)))


def months_between(earlier: Period, day: dt.date) -> Span:
    """Months from a period to a day, as a span."""
    return Span(
        (day - earlier.latest).days / DAYS_PER_MONTH,
        (day - earlier.earliest).days / DAYS_PER_MONTH,
    )


def timings(event: Period, onset: Period, windows: Windows) -> frozenset[str]:
    """Every timing that the dates allow."""
    least = (onset.earliest - event.latest).days
    most = (onset.latest - event.earliest).days
    edges = (
        (Timing.AFTER_ONSET, None, -windows.at_onset_days_after - 1),
        (Timing.AT_ONSET, -windows.at_onset_days_after, windows.at_onset_days_before),
        (Timing.SHORTLY_BEFORE, windows.at_onset_days_before + 1, windows.shortly_before_days),
        (Timing.LONG_BEFORE, windows.shortly_before_days + 1, None),
    )
    return frozenset(
        timing.value
        for timing, low, high in edges
        if (low is None or most >= low) and (high is None or least <= high)
    )


def near_worsening(event: LifeEvent, inventory: Inventory, windows: Windows) -> bool:
    """Whether the event certainly fell around a recorded worsening."""
    when = period(event.date)
    return when is not None and any(
        (worse.earliest - when.latest).days >= -windows.worsening_days_after
        and (worse.latest - when.earliest).days <= windows.worsening_days_before
        for worse in inventory.case.episode_worsening_dates
    )

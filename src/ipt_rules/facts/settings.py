"""The numbers that turn dates and scores into facts; the rule base supplies them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import annotated_types as at
from attrs import field, frozen

from ipt_rules.terms import Instrument, Phase

Days = Annotated[int, at.Ge(0), at.Le(3650)]


@frozen
class Windows:
    """How near to the onset counts as near, in days. No source gives a number: all are defaults."""

    at_onset_days_before: Days
    at_onset_days_after: Days
    shortly_before_days: Days
    worsening_days_before: Days
    worsening_days_after: Days


@frozen
class Band:
    """A named stretch of totals, both ends included."""

    name: str
    low: int
    high: int


@frozen
class Scale:
    """An instrument's numbers: never its item texts."""

    instrument: Instrument
    title: str
    low: int
    high: int
    items: int
    item_high: int
    bands: tuple[Band, ...]
    alert_items: tuple[int, ...] = ()
    remission_at_most: int | None = None
    response_drop_percent: int | None = None
    reliable_change: int | None = None


@frozen
class Frame:
    """How long a course is and where its phases lie."""

    profile: str
    sessions: int
    initial_sessions: int
    ending_sessions: int

    def phase(self, session_no: int, planned: int) -> Phase:
        """The phase of a session; a session past the plan belongs to the ending.

        >>> Frame("standard-16", 16, 3, 4).phase(13, 16)
        <Phase.ENDING: 'ending'>
        """
        if session_no > planned - self.ending_sessions:
            return Phase.ENDING
        return Phase.INITIAL if session_no <= self.initial_sessions else Phase.MIDDLE


@frozen
class Settings:
    """Everything outside the inventory that facts depend on."""

    windows: Windows
    scales: Mapping[Instrument, Scale] = field(hash=False)
    frames: Mapping[str, Frame] = field(hash=False)

"""What facts need to know of a rule base: windows, scales, courses, techniques, words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated

import annotated_types as at
from attrs import field, frozen

from ipt_rules.terms import Foreign, Instrument, Phase, Preparation, Scoring, Tradition

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
    """An instrument's numbers: never its item texts. `item_highs` has one entry an item."""

    instrument: Instrument
    title: str
    low: int
    high: int
    item_highs: tuple[int, ...]
    bands: tuple[Band, ...] = ()
    scoring: Scoring = Scoring.SUM
    alert_items: tuple[int, ...] = ()
    remission_at_most: int | None = None
    response_drop_percent: int | None = None
    response_drop_points: int | None = None
    reliable_change: int | None = None

    @property
    def items(self) -> int:
        """How many items it has."""
        return len(self.item_highs)

    def band(self, total: float) -> str:
        """The name of the band a total lies in; `KeyError` outside the range.

        >>> Scale(Instrument.GAD7, "GAD-7", 0, 21, (3,) * 7, (Band("any", 0, 21),)).band(8)
        'any'
        """
        for band in self.bands:
            if band.low <= total <= band.high:
                return band.name
        raise KeyError(total)


@frozen
class Frame:
    """How long a course is, where its phases and checks lie, and for which ages it is made."""

    profile: str
    sessions: int
    initial_sessions: int
    ending_sessions: int
    preparation: Preparation = Preparation.NONE
    maintenance: bool = False
    age_from: int | None = None
    age_to: int | None = None
    formulation_by: int | None = None
    announce_ending_left: int | None = None
    first_check: int | None = None
    midpoint: int | None = None

    def phase(self, session_no: int, planned: int) -> Phase:
        """The phase of a session; a session past the plan belongs to the ending.

        Where another number was agreed than the course has, both outer phases are a fifth of it,
        rounded up: the first at most as long as the course has it, the ending two at least.

        >>> Frame("standard-16", 16, 3, 4).phase(13, 16)
        <Phase.ENDING: 'ending'>
        >>> Frame("standard-16", 16, 3, 4).phase(9, 12)
        <Phase.MIDDLE: 'middle'>
        """
        if session_no == 0:
            return Phase.PREPARATION
        if self.maintenance:
            return Phase.MAINTENANCE
        initial, ending = self.initial_sessions, self.ending_sessions
        if planned != self.sessions:
            fifth = math.ceil(planned / 5)
            initial, ending = min(initial, fifth), max(2, fifth)
        if session_no > planned - ending:
            return Phase.ENDING
        return Phase.INITIAL if session_no <= initial else Phase.MIDDLE


@frozen
class TechniqueNote:
    """Where a technique belongs: its title, its phases (none: any), what comes before it.

    `may_go_on` marks one that may, once begun, go on when it would be too late to begin.
    """

    title: str
    phases: frozenset[Phase]
    needs: tuple[str, ...] = ()
    needs_one_of: tuple[str, ...] = ()
    may_go_on: bool = False


@frozen
class ForeignNote:
    """Something that is not IPT: what it is, where it comes from, what IPT has instead."""

    name: str
    kind: Foreign
    tradition: Tradition
    instead: str = "nothing of its own"


def plain_name(written: str) -> str:
    """A name as it is compared: small letters, one space where the writer put anything else.

    >>> plain_name("Two-Chair  work")
    'two chair work'
    """
    return " ".join("".join(c if c.isalnum() else " " for c in written.casefold()).split())


@frozen
class Settings:
    """Everything outside the inventory that facts depend on.

    `foreign` finds what is not IPT by any of its names (see `plain_name`); `phrases` are the lists
    of words that a supervisor would stop at; `lacking` names what rules ask the record for.
    """

    windows: Windows
    scales: Mapping[Instrument, Scale] = field(hash=False)
    frames: Mapping[str, Frame] = field(hash=False)
    techniques: Mapping[str, TechniqueNote] = field(hash=False, factory=dict)
    foreign: Mapping[str, ForeignNote] = field(hash=False, factory=dict)
    phrases: Mapping[str, tuple[str, ...]] = field(hash=False, factory=dict)
    lacking: frozenset[str] = frozenset()

    @cached_property
    def going_on(self) -> frozenset[str]:
        """The techniques that may, once begun, go on when it would be too late to begin."""
        return frozenset(name for name, note in self.techniques.items() if note.may_go_on)

    @cached_property
    def technique_names(self) -> Mapping[str, str]:
        """Techniques by what people write: the name or the title, in any spelling."""
        return {
            plain_name(written): name
            for name, note in self.techniques.items()
            for written in (name, note.title)
        }

    @cached_property
    def wordings(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Every list of words that formulations are searched for, those of the catalogue too.

        Of the catalogue only the therapies that are taken for IPT are looked for, and what belongs
        to them alone: other names stand in a formulation for good reasons.
        """
        notes = self.foreign.items()
        therapies = tuple(
            name
            for name, note in notes
            if note.tradition is Tradition.DIT
            or (note.kind is Foreign.THERAPY and note.tradition is Tradition.MIT)
        )
        misnamed = tuple(name for name, note in notes if note.kind is Foreign.CLAIM)
        lists = {**self.phrases, "not_ipt": therapies, "misnamed": misnamed}
        return tuple(sorted(lists.items()))

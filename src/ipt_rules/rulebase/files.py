"""The files of a rule base: rules, techniques, profiles, instruments, policy, bibliography."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import annotated_types as at
from attrs import field, frozen

from ipt_rules import terms as t
from ipt_rules.facts import Band, Frame, Scale, Windows
from ipt_rules.rulebase.language import Citation

Line = Annotated[str, at.MinLen(1), at.MaxLen(300)]
Prose = Annotated[str, at.MinLen(1), at.MaxLen(4000)]
Citations = Annotated[tuple[Citation, ...], at.MinLen(1)]
Sessions = Annotated[int, at.Ge(1), at.Le(60)]
HalfLevels = Annotated[int, at.Ge(0), at.Le(20)]


@frozen
class Identity:
    """Name and version of a rule base (`rulebase.yaml`)."""

    name: Line
    version: Line
    language: Literal[1]


@frozen
class BibliographyEntry:
    """A source; `seen` says how much of it was read."""

    title: Line
    kind: Line
    seen: Line
    authors: Line | None = None
    year: int | None = None
    where: Line | None = None
    note: Line | None = None


@frozen
class RuleDocument:
    """A rule as its file spells it."""

    title: Line
    when: Any
    then: Any
    because: Line
    rationale: Prose
    sources: Citations
    examples: Annotated[tuple[Any, ...], at.MinLen(3)]
    presumes: Any = field(factory=dict)
    defaults: dict[str, t.Evidence] = field(factory=dict)
    stratum: t.Stratum | None = None
    status: t.RuleStatus = t.RuleStatus.DRAFT
    reviewed_by: Line | None = None
    reviewed_on: dt.date | None = None
    replaced_by: Line | None = None
    implements: tuple[Line, ...] = ()


@frozen
class TechniqueDocument:
    """A technique as its file spells it: its definition, and when it is suggested.

    Phase and areas become conditions of the suggestion by themselves. `suggest_when` adds to them.
    """

    title: Line
    definition: Prose
    because: Line
    rationale: Prose
    sources: Citations
    examples: Annotated[tuple[Any, ...], at.MinLen(3)]
    phases: tuple[t.Phase, ...] = ()
    areas: tuple[t.ProblemArea, ...] = ()
    needs: tuple[Line, ...] = ()
    cautions: tuple[Line, ...] = ()
    suggest_when: Any = field(factory=dict)
    safety: bool = False
    status: t.RuleStatus = t.RuleStatus.DRAFT
    reviewed_by: Line | None = None
    reviewed_on: dt.date | None = None
    replaced_by: Line | None = None
    implements: tuple[Line, ...] = ()


@frozen
class TaskDocument:
    """A task of a profile: from a session on, or from a number of sessions left on."""

    task: Line
    title: Line
    because: Line
    sources: Citations
    from_session: Sessions | None = None
    due_session: Sessions | None = None
    from_sessions_left: Annotated[int, at.Ge(0), at.Le(60)] | None = None
    due_sessions_left: Annotated[int, at.Ge(0), at.Le(60)] | None = None
    every_session: bool = False
    safety: bool = False


@frozen
class ProfileDocument:
    """A course of treatment: its length, its phases and the tasks of its sessions."""

    title: Line
    sessions: Sessions
    initial_sessions: Sessions
    ending_sessions: Sessions
    tasks: Annotated[tuple[TaskDocument, ...], at.MinLen(1)]
    rationale: Prose
    sources: Citations
    age_from: Annotated[int, at.Ge(0), at.Le(120)] | None = None
    age_to: Annotated[int, at.Ge(0), at.Le(120)] | None = None
    status: t.RuleStatus = t.RuleStatus.DRAFT
    implements: tuple[Line, ...] = ()

    def frame(self, name: str) -> Frame:
        """Its length and phases."""
        return Frame(name, self.sessions, self.initial_sessions, self.ending_sessions)


@frozen
class BandDocument:
    """A named stretch of totals, both ends included."""

    name: Line
    low: int
    high: int


@frozen
class InstrumentDocument:
    """A scale's numbers; item texts are never stored."""

    title: Line
    instrument: t.Instrument
    low: int
    high: int
    items: Annotated[int, at.Ge(1), at.Le(60)]
    item_high: Annotated[int, at.Ge(1), at.Le(8)]
    bands: Annotated[tuple[BandDocument, ...], at.MinLen(1)]
    rationale: Prose
    sources: Citations
    alert_items: tuple[int, ...] = ()
    remission_at_most: int | None = None
    response_drop_percent: int | None = None
    reliable_change: int | None = None
    defaults: dict[str, t.Evidence] = field(factory=dict)
    status: t.RuleStatus = t.RuleStatus.DRAFT

    def scale(self) -> Scale:
        """Its numbers, as facts and reports read them."""
        return Scale(
            self.instrument,
            self.title,
            self.low,
            self.high,
            self.items,
            self.item_high,
            tuple(Band(band.name, band.low, band.high) for band in self.bands),
            self.alert_items,
            self.remission_at_most,
            self.response_drop_percent,
            self.reliable_change,
        )

    def band_faults(self) -> list[str]:
        """Gaps and overlaps in the bands: every total must lie in exactly one."""
        faults, expected = [], self.low
        for band in self.bands:
            if band.low != expected or band.high < band.low:
                faults.append(f"band {band.name!r} must begin at {expected} and not end before")
            expected = band.high + 1
        if expected != self.high + 1:
            faults.append(f"the bands must end at {self.high}")
        return faults


@frozen
class Levels:
    """Half levels of argument, on one ladder: all are defaults of this project."""

    strong: HalfLevels
    moderate: HalfLevels
    weak: HalfLevels

    def of(self, strength: t.Strength) -> int:
        """The half levels a strength is worth."""
        return int(getattr(self, strength.value))


@frozen
class Policy:
    """Thresholds and tie-breaks (`focus/policy.yaml`): every number is a default of this project.

    Arguments count in half levels. An area is supported from `supported_from` on, possible from
    `possible_from` on; a proposal is provisional from `provisional_from` on; a rival is an area
    closer than `rival_within`.
    """

    title: Line
    windows: Windows
    argues_for: Levels
    argues_against: Levels
    corroboration: HalfLevels
    supported_from: HalfLevels
    possible_from: HalfLevels
    provisional_from: HalfLevels
    rival_within: HalfLevels
    rationale: Prose
    sources: Citations

    def faults(self) -> list[str]:
        """Thresholds that stand in the wrong order."""
        ladder = self.supported_from, self.provisional_from, self.possible_from
        if list(ladder) != sorted(ladder, reverse=True) or self.possible_from < 1:
            return ["supported_from, provisional_from and possible_from must not rise, nor be 0"]
        if self.windows.shortly_before_days <= self.windows.at_onset_days_before:
            return [
                "windows: shortly_before_days must reach back further than at_onset_days_before"
            ]
        return []


Bibliography = Mapping[str, BibliographyEntry]

"""Thresholds and tie-breaks (`focus/policy.yaml`)."""

from __future__ import annotations

from typing import Annotated

import annotated_types as at
from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.facts import Windows
from ipt_rules.rulebase.files import Citations, Line, Prose

HalfLevels = Annotated[int, at.Ge(0), at.Le(20)]


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
    implements: tuple[Line, ...] = ()

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

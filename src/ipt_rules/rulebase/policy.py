"""Thresholds, tie-breaks and the cost of questions (`focus/policy.yaml`, `focus/asking.yaml`)."""

from __future__ import annotations

from typing import Annotated

import annotated_types as at
from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.facts import Windows, vocabulary
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


Weight = Annotated[int, at.Ge(1), at.Le(5)]


@frozen
class QuestionCost:
    """What a question costs: `asks` is a field such as `life_event.mourning`, or `risk.*`."""

    asks: Line
    burden: Weight = 1
    sensitivity: Weight = 1


@frozen
class Asking:
    """What questions cost (`focus/asking.yaml`): every number is a default of this project.

    A question that is not listed costs what its kind does, and 1 where that is not listed either.
    """

    title: Line
    costs: tuple[QuestionCost, ...]
    rationale: Prose
    sources: Citations
    implements: tuple[Line, ...] = ()

    def cost(self, asks: str) -> QuestionCost:
        """What a question costs, from its own line or that of its kind."""
        listed = {cost.asks: cost for cost in self.costs}
        kind = f"{asks.partition('.')[0]}.*"
        return listed.get(asks) or listed.get(kind) or QuestionCost(asks)

    def faults(self) -> list[tuple[int, str]]:
        """Lines that name no question, or one that was named before."""
        found, seen = [], set[str]()
        for number, cost in enumerate(self.costs):
            kind, _, field = cost.asks.partition(".")
            known = vocabulary().get(kind)
            if known is None or (field != "*" and field not in known.fields):
                found.append((number, f"{cost.asks!r} is no field that could be asked for"))
            if cost.asks in seen:
                found.append((number, f"{cost.asks!r} is listed twice"))
            seen.add(cost.asks)
        return found

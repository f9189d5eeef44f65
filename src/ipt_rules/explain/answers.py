"""The answers worth trying at a place: one for everything that rules tell apart there."""

from __future__ import annotations

import datetime as dt
import enum
import itertools
from collections.abc import Iterable, Iterator
from typing import Any, get_args, get_origin

import annotated_types as at

from ipt_rules import terms as t
from ipt_rules.facts.time import DAYS_PER_MONTH, onset_period, period
from ipt_rules.model import Inventory, PartialDate
from ipt_rules.places import Attribute, Place, attributes
from ipt_rules.rulebase import RuleBase
from ipt_rules.rulebase import language as r

DECIDING = (t.Stratum.SAFETY, t.Stratum.AREAS, t.Stratum.FOCUS)
"""The strata that lead to a proposal."""

_SUBSETS_OF = 5
"""Of a list with more members that rules read, only small subsets are tried."""


class Answers:
    """The answers that matter to a rule base, place by place, for one inventory.

    Words are all tried, lists as subsets of the members that rules read, numbers at and beside
    every threshold, dates at and beside every edge of a window. `complete` says whether what is
    tried stands for every answer there is.
    """

    def __init__(self, inventory: Inventory, rules: RuleBase, as_of: dt.date) -> None:
        self._inventory, self._rules, self._as_of = inventory, rules, as_of
        self._read = read_by_rules(rules)
        self._cuts = rules.once("cuts", lambda: _cuts(rules))
        self._days: tuple[dt.date, ...] | None = None

    def at(self, place: Place) -> tuple[Any, ...]:
        """The answers to try at a place, typed as the model types them; none for free text."""
        attribute = attributes(place.kind)[place.field]
        kind = attribute.type
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            return (t.Coverage.COMPLETE,) if kind is t.Coverage else tuple(kind)
        if get_origin(kind) is frozenset:
            return tuple(self._subsets(place, attribute))
        if kind in (int, float):
            return tuple(self._numbers(place, attribute))
        if kind is PartialDate:
            return tuple(PartialDate(day.isoformat()) for day in self._critical_days())
        if kind is dt.date:
            return self._critical_days()
        return ()

    def complete(self, place: Place) -> bool:
        """Whether the answers tried at a place stand for every answer there is."""
        attribute = attributes(place.kind)[place.field]
        if get_origin(attribute.type) is frozenset:
            return len(self._members(place, attribute)) <= _SUBSETS_OF
        return attribute.type is not t.Coverage and bool(self.at(place))

    def _members(self, place: Place, attribute: Attribute) -> list[t.Term]:
        prefix = attribute.about.prefix
        prefix = f"{attribute.name}_" if prefix is None else prefix
        return [
            member
            for member in get_args(attribute.type)[0]
            if (place.kind, prefix + member.value) in self._read
        ]

    def _subsets(self, place: Place, attribute: Attribute) -> Iterator[frozenset[t.Term]]:
        members = self._members(place, attribute)
        most = len(members) if len(members) <= _SUBSETS_OF else 1
        for size in range(most + 1):
            yield from map(frozenset, itertools.combinations(members, size))

    def _numbers(self, place: Place, attribute: Attribute) -> Iterable[Any]:
        limits: dict[type, Any] = {type(limit): limit for limit in attribute.limits}
        low, high = limits[at.Ge].ge, limits[at.Le].le
        if attribute.type is int and high - low <= 10:
            return range(low, high + 1)
        step = 1 if attribute.type is int else 0.5
        cuts = self._cuts.get(place.answer, ())
        near = {attribute.type(cut + side) for cut in cuts for side in (-step, 0, step)}
        return sorted(n for n in {low, low + 1, high, *near} if low <= n <= high)

    def _critical_days(self) -> tuple[dt.date, ...]:
        if self._days is None:
            self._days = tuple(sorted(self._all_days()))
        return self._days

    def _all_days(self) -> Iterator[dt.date]:
        """A day inside each stretch of time that windows and thresholds tell apart."""
        edges = set(self._edges())
        last = self._inventory.assessment_date.toordinal()
        first = dt.date(1900, 1, 1).toordinal()
        known = sorted(edge for edge in edges if first <= edge <= last)
        known = [*known, last]
        before = max(first, known[0] - 400)
        days = {last, before}
        for low, high in itertools.pairwise([before, *known]):
            days |= {low, high, (low + high) // 2}
        yield from map(dt.date.fromordinal, sorted(days))

    def _edges(self) -> Iterator[int]:
        w = self._rules.policy.windows
        onset = onset_period(self._inventory)
        if onset is not None:
            for end in (onset.earliest, onset.latest):
                for days in (
                    w.at_onset_days_after, w.at_onset_days_after + 1,
                    -w.at_onset_days_before, -w.at_onset_days_before - 1,
                    -w.shortly_before_days, -w.shortly_before_days - 1,
                ):  # fmt: skip
                    yield end.toordinal() + days
        for event in self._inventory.events:  # an onset is placed by the events around it
            when = period(event.date)
            if when is not None and onset is None:
                for end in (when.earliest, when.latest):
                    for days in (
                        -w.at_onset_days_after, -w.at_onset_days_after - 1,
                        w.at_onset_days_before, w.at_onset_days_before + 1,
                        w.shortly_before_days, w.shortly_before_days + 1,
                    ):  # fmt: skip
                        yield end.toordinal() + days
        for worse in self._inventory.case.episode_worsening_dates:
            yield worse.earliest.toordinal() - w.worsening_days_before
            yield worse.latest.toordinal() + w.worsening_days_after
        today = self._as_of.toordinal()
        for months in {*self._cuts.get("life_event.months_ago", ()), 12.1}:
            for step in (-1, 0, 1):
                yield today - round(months * DAYS_PER_MONTH) + step
        for days in map(round, self._cuts.get("risk.checked_days_ago", ())):
            for step in (-1, 0, 1):
                yield today - days + step


def read_by_rules(rules: RuleBase) -> frozenset[tuple[str, str]]:
    """The fields, as (kind, field), that rules on the way to a proposal test."""
    return rules.once("fields read", lambda: _fields_read(rules))


def _fields_read(rules: RuleBase) -> frozenset[tuple[str, str]]:
    return frozenset(
        (pattern.kind, field)
        for stratum in DECIDING
        for rule in rules.strata[stratum]
        for pattern in rule.when
        for field in pattern_fields(pattern)
    )


def pattern_fields(pattern: r.Pattern) -> Iterator[str]:
    """Every field that a pattern tests, presumptions and alternatives included."""
    for test in (*pattern.tests, *pattern.presumes):
        yield from (part.field for part in r.single_tests(test))


def _cuts(rules: RuleBase) -> dict[str, tuple[float, ...]]:
    """The thresholds of every number that rules test, by `kind.field`."""
    found: dict[str, set[float]] = {}
    for stratum in DECIDING:
        for rule in rules.strata[stratum]:
            for pattern in rule.when:
                for test in (part for each in pattern.tests for part in r.single_tests(each)):
                    if isinstance(test, r.NumberTest):
                        ends = [end for end in (test.low, test.high) if end is not None]
                        found.setdefault(f"{pattern.kind}.{test.field}", set()).update(ends)
    ages = [a for p in rules.profiles.values() for a in _ages(p)]
    found.setdefault("case.age_years", set()).update(ages)
    return {field: tuple(sorted(cuts)) for field, cuts in found.items()}


def _ages(profile: Any) -> Iterator[int]:
    frame = profile.frame("")
    yield from (age for age in (frame.age_from, frame.age_to) if age is not None)

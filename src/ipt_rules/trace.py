"""What the reference evaluator found, test by test, on one choice of facts.

Every truth here comes from the functions that give the verdict, so that an explanation cannot say
otherwise than the verdict did.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from ipt_rules.facts import Fact, Value
from ipt_rules.reference import holds, join_gaps, verdicts
from ipt_rules.rulebase.language import (
    AnyTest,
    JoinTest,
    NumberTest,
    Pattern,
    Rule,
    Test,
    WordTest,
)
from ipt_rules.terms import Verdict


@frozen
class Read:
    """A field that a test read, and the value it found; `None` where the fact does not say."""

    fact: Fact
    field: str
    value: Value | None


@frozen
class Tested:
    """One test with the truth found: `None` while it is open.

    `presumed` marks a default that counts as met while its field is unknown. For a test of
    alternatives, `read` holds what those alternatives read that are as true as the whole.
    """

    test: Test
    holds: bool | None
    read: tuple[Read, ...]
    presumed: bool = False

    @property
    def decides(self) -> bool:
        """Whether it keeps the rule from holding: it is false, or open and not presumed."""
        return self.holds is False or (self.holds is None and not self.presumed)


@frozen
class Filled:
    """A pattern and the fact that was chosen for it; `None` where there is no fact of its kind."""

    pattern: Pattern
    fact: Fact | None
    tests: tuple[Tested, ...]


@frozen
class Trace:
    """A rule on one choice of facts, one for each pattern."""

    rule: Rule
    filled: tuple[Filled, ...]

    @property
    def failed(self) -> int:
        """How much is false: tests, and records that are not there."""
        missing = sum(part.fact is None for part in self.filled)
        return missing + sum(test.holds is False for test in self._tests())

    @property
    def unknown(self) -> int:
        """How much is open: tests, records nobody asked about, and all a missing record holds."""
        missing = [part for part in self.filled if part.fact is None]
        return (
            sum(test.holds is None and not test.presumed for test in self._tests())
            + sum(part.fact is not None and bool(part.fact.stands_for) for part in self.filled)
            + sum(len(part.pattern.tests) for part in missing)
        )

    @property
    def verdict(self) -> Verdict:
        """What the rule says on these facts."""
        if self.failed:
            return Verdict.SILENT
        if self.unknown:
            return Verdict.UNKNOWN
        presumed = any(test.presumed for test in self._tests())
        return Verdict.PRESUMED if presumed else Verdict.FIRES

    def _tests(self) -> Iterator[Tested]:
        for part in self.filled:
            yield from part.tests


def trace(rule: Rule, chosen: Sequence[Fact | None]) -> Trace:
    """The rule on one choice of facts, in the order of its patterns.

    >>> from ipt_rules import load_rules
    >>> rule = load_rules()["areas/grief/death-near-onset"]
    >>> found = trace(rule, [Fact("life_event", "life_event:e", {"group": "work"})])
    >>> found.filled[0].tests[0].holds, found.verdict.value
    (False, 'silent')
    """
    places = {pattern.alias: place for place, pattern in enumerate(rule.when)}
    filled = []
    for place, (pattern, fact) in enumerate(zip(rule.when, chosen, strict=True)):
        tests: list[Tested] = []
        if fact is not None:
            for test in pattern.tests:
                if isinstance(test, JoinTest):
                    tests.append(_joined(test, place, places[test.alias], chosen))
                else:
                    tests.append(Tested(test, holds(test, fact), tuple(_read(test, fact))))
            tests += [_default(test, fact) for test in pattern.presumes]
        filled.append(Filled(pattern, fact, tuple(tests)))
    return Trace(rule, tuple(filled))


def _default(test: WordTest, fact: Fact) -> Tested:
    truth = holds(test, fact)
    return Tested(test, truth, tuple(_read(test, fact)), presumed=truth is None)


def _joined(test: JoinTest, place: int, other: int, chosen: Sequence[Fact | None]) -> Tested:
    here, there = chosen[place], chosen[other]
    assert here is not None
    read = [Read(here, test.field, here.values.get(test.field))]
    if there is None:
        return Tested(test, None, tuple(read))
    read.append(Read(there, test.other_field, there.values.get(test.other_field)))
    gaps = join_gaps(test, 0, 1, (here, there))
    return Tested(test, False if gaps is None else None if gaps else True, tuple(read))


def _read(test: WordTest | NumberTest | AnyTest, fact: Fact) -> Iterator[Read]:
    if isinstance(test, AnyTest):
        truth = holds(test, fact)
        parts = [
            part
            for alternative in test.alternatives
            if holds(AnyTest((alternative,)), fact) is truth
            for part in alternative
        ]
    else:
        parts = [test]
    for name in dict.fromkeys(part.field for part in parts):
        yield Read(fact, name, fact.values.get(name))


# --- the nearest choice --------------------------------------------------------------------------


def nearest(rule: Rule, facts: Sequence[Fact]) -> Trace:
    """The choice of facts on which a rule comes nearest to holding.

    Fewest tests that fail, then fewest that are open, then the first facts by their id; a different
    fact for each pattern. A rule that holds, or could hold, is shown where it does. Exact, unless
    there are more choices than `_CHOICES`: then the best among those.
    """
    (found,) = verdicts([rule], facts)
    where = [match.positions for match in found.matches] or [gap.positions for gap in found.gaps]
    if where:
        traces = [trace(rule, [facts[p] for p in positions]) for positions in where[:_CHOICES]]
        return min(traces, key=_nearness)
    return _Search(rule, facts).best()


_CHOICES = 2000


def _nearness(found: Trace) -> tuple[int, int, tuple[str, ...]]:
    ids = tuple("" if part.fact is None else part.fact.id for part in found.filled)
    return found.failed, found.unknown, ids


_Cost = tuple[int, int]
"""What fails, and what is open."""


class _Search:
    """Branch and bound over the choices: the cheapest fillers first, no branch that cannot win."""

    def __init__(self, rule: Rule, facts: Sequence[Fact]) -> None:
        self._rule = rule
        self._fillers = [_fillers(pattern, facts) for pattern in rule.when]
        cheapest = [min(cost for cost, _ in fillers) for fillers in self._fillers]
        self._ahead = [_sum(cheapest[place:]) for place in range(len(cheapest) + 1)]
        self._left = _CHOICES
        self._best: Trace | None = None

    def best(self) -> Trace:
        """The nearest choice."""
        self._choose((), (0, 0))
        assert self._best is not None
        return self._best

    def _choose(self, chosen: tuple[Fact | None, ...], cost: _Cost) -> None:
        place = len(chosen)
        if place == len(self._rule.when):
            self._left -= 1
            found = trace(self._rule, chosen)
            if self._best is None or _nearness(found) < _nearness(self._best):
                self._best = found
            return
        free = [
            filler
            for filler in self._fillers[place]
            if filler[1] is None or filler[1] not in chosen
        ]
        *records, nothing = free  # no record at all is tried only where there is none left
        for own, fact in records or [nothing]:
            spent = _sum([cost, own])
            if self._best is not None:
                least = _sum([spent, self._ahead[place + 1]])
                if self._left <= 0 or least > (self._best.failed, self._best.unknown):
                    return  # the fillers that follow cost as much or more
            self._choose((*chosen, fact), spent)


def _sum(costs: Sequence[_Cost]) -> _Cost:
    return sum(failed for failed, _ in costs), sum(unknown for _, unknown in costs)


def _fillers(pattern: Pattern, facts: Sequence[Fact]) -> list[tuple[_Cost, Fact | None]]:
    """The facts of its kind with what each costs, nearest first; no fact at all comes last.

    Joins are left out: they can only add to the cost.
    """
    found: list[tuple[_Cost, Fact]] = []
    for fact in facts:
        if fact.kind == pattern.kind:
            truths = [holds(t, fact) for t in pattern.tests if not isinstance(t, JoinTest)]
            denied = sum(holds(default, fact) is False for default in pattern.presumes)
            unknown = truths.count(None) + bool(fact.stands_for)
            found.append(((truths.count(False) + denied, unknown), fact))
    found.sort(key=lambda filler: (filler[0], filler[1].id))
    return [*found, ((1, len(pattern.tests)), None)]

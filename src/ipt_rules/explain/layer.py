"""The rules of one stratum over the facts of a case, ready to be read again in part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ipt_rules import terms as t
from ipt_rules.facts import Fact
from ipt_rules.reference import NOTHING, Candidate, Reading, RuleVerdict
from ipt_rules.rulebase import Rule, RuleBase


def _join_fields(rule: Rule) -> Iterator[tuple[str, str]]:
    """The fields by which a rule joins records, as (kind, field)."""
    kinds = {pattern.alias: pattern.kind for pattern in rule.when}
    for pattern in rule.when:
        for join in pattern.joins:
            yield pattern.kind, join.field
            yield kinds[join.alias], join.other_field


_Fillers = tuple[tuple[int, Candidate], ...]
"""How a fact may fill a rule: the place of the pattern, and what it leaves open there."""


class Layer:
    """The rules of one stratum over the facts of the case, ready to be read again in part."""

    def __init__(self, rules: RuleBase, stratum: t.Stratum) -> None:
        self.rules = rules.running(stratum, None)
        self.reading = rules.once(("whole reading", stratum), lambda: Reading(self.rules))
        self.base: list[RuleVerdict] = []
        self._joins = [frozenset(_join_fields(rule)) for rule in self.rules]
        self._facts: dict[int, Fact] = {}
        self._fillers: dict[int, list[list[Candidate]]] = {}
        self._filled: dict[int, dict[int, _Fillers]] = {}
        self._news: dict[tuple[int, int], tuple[Fact, dict[int, _Fillers]]] = {}

    def settle(self, facts: Iterable[tuple[int, Fact]]) -> None:
        """Read the case as it is."""
        by_position = self._facts = dict(facts)
        for at, fact in by_position.items():
            self._filled[at] = self._of(at, fact)
            for number, found in self._filled[at].items():
                fillers = self._fillers.setdefault(number, [[] for _ in self.rules[number].when])
                for place, candidate in found:
                    fillers[place].append(candidate)
        self.base = [
            self.reading.verdict(n, self._fillers[n], by_position)
            if n in self._fillers
            else NOTHING
            for n in range(len(self.rules))
        ]

    def verdicts(
        self, changed: Mapping[int, Fact | None], facts: Mapping[int, Fact]
    ) -> dict[int, RuleVerdict]:
        """The verdicts that differ once some facts have changed, by the number of the rule."""
        touched: set[int] = set()
        for at, fact in changed.items():
            touched.update(self._filled.get(at, ()) if fact is None else self._news_of(at, fact))
        differing = {}
        for number in sorted(touched):
            kept = self._fillers.get(number) or [[] for _ in self.rules[number].when]
            fillers = [[c for c in place if c[0] not in changed] for place in kept]
            for at, fact in changed.items():
                if fact is not None:
                    for place, candidate in self._now(at, fact, number):
                        fillers[place].append(candidate)
            verdict = self.reading.verdict(number, fillers, facts)
            if verdict != self.base[number]:
                differing[number] = verdict
        return differing

    def touched(self, changed: Mapping[int, Fact | None]) -> object:
        """How changed facts fill rules otherwise: the same for variants that are alike here."""
        return tuple(
            (at, None if fact is None else tuple(self._news_of(at, fact).items()))
            for at, fact in sorted(changed.items())
            if fact is None or self._news_of(at, fact)
        )

    def notices(self, at: int, fact: Fact) -> bool:
        """Whether a changed fact fills any rule otherwise than before."""
        return bool(self._news_of(at, fact))

    def _news_of(self, at: int, fact: Fact) -> dict[int, _Fillers]:
        """The rules that a changed fact fills otherwise than before, and how it does."""
        key = at, id(fact)
        if key not in self._news:
            before, now = self._filled.get(at, {}), self._of(at, fact)
            news = {
                number: now.get(number, ())
                for number in before.keys() | now.keys()
                if before.get(number) != now.get(number) or self._joins_anew(number, at, fact)
            }
            self._news[key] = fact, news  # the fact stays alive, and its id its own
        return self._news[key][1]

    def _joins_anew(self, number: int, at: int, fact: Fact) -> bool:
        """Whether a changed fact may now be joined with others that it was not joined with."""
        base = self._facts.get(at)
        return any(
            base is None or fact.values.get(field) != base.values.get(field)
            for kind, field in self._joins[number]
            if kind == fact.kind
        )

    def _now(self, at: int, fact: Fact, number: int) -> _Fillers:
        news = self._news_of(at, fact)
        return news[number] if number in news else self._filled.get(at, {}).get(number, ())

    def _of(self, at: int, fact: Fact) -> dict[int, _Fillers]:
        found: dict[int, list[tuple[int, Candidate]]] = {}
        for number, place, candidate in self.reading.candidates(at, fact):
            found.setdefault(number, []).append((place, candidate))
        return {number: tuple(fillers) for number, fillers in found.items()}

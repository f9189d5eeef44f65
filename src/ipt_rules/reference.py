"""The reference evaluator: a three-valued reading of the same rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from ipt_rules.facts import Fact, Value, bounds
from ipt_rules.rulebase.language import AnyTest, JoinTest, NumberTest, Pattern, Rule, WordTest
from ipt_rules.terms import Verdict

Place = tuple[int, str]
"""A field of a fact: the fact's position, and the field's name."""


@frozen
class Match:
    """Facts on which a rule holds, by position, one for each pattern.

    `presumed` are the fields that were unknown and counted as met.
    """

    positions: tuple[int, ...]
    presumed: tuple[Place, ...] = ()


@frozen
class Gap:
    """Facts on which a rule could still hold, and the fields that would decide it."""

    positions: tuple[int, ...]
    unknown: tuple[Place, ...]


@frozen
class RuleVerdict:
    """What one rule says of the facts: where it holds, and where it is open."""

    matches: tuple[Match, ...]
    gaps: tuple[Gap, ...]

    @property
    def verdict(self) -> Verdict:
        """The verdict on the case as a whole: the best any combination of facts gives."""
        if any(not match.presumed for match in self.matches):
            return Verdict.FIRES
        if self.matches:
            return Verdict.PRESUMED
        return Verdict.UNKNOWN if self.gaps else Verdict.SILENT


Candidate = tuple[int, tuple[Place, ...], tuple[Place, ...]]
"""A fact that may fill a pattern: its position, its unknown fields, its presumed fields."""

FactsByPosition = Sequence[Fact] | Mapping[int, Fact]


def verdicts(rules: Sequence[Rule], facts: Sequence[Fact]) -> tuple[RuleVerdict, ...]:
    """Read every rule over the facts, in strong Kleene logic.

    A match needs a different fact for each pattern. A placeholder for what was not asked
    (`Fact.stands_for`) can leave a rule open, never fulfil it.
    """
    return Reading(rules).verdicts(facts)


class Reading:
    """Rules made ready to be read over many cases."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        self._kinds: dict[str, _Kind] = {}
        for number, rule in enumerate(self._rules):
            for place, pattern in enumerate(rule.when):
                self._kinds.setdefault(pattern.kind, _Kind()).add(number, place, pattern)

    def verdicts(self, facts: Sequence[Fact]) -> tuple[RuleVerdict, ...]:
        """The verdict of each rule, in the order of the rules."""
        fillers: dict[int, list[list[Candidate]]] = {}
        for position, fact in enumerate(facts):
            for number, place, candidate in self.candidates(position, fact):
                if number not in fillers:
                    fillers[number] = [[] for _ in self._rules[number].when]
                fillers[number][place].append(candidate)
        return tuple(
            self.verdict(number, fillers[number], facts) if number in fillers else NOTHING
            for number in range(len(self._rules))
        )

    def candidates(self, position: int, fact: Fact) -> Iterator[tuple[int, int, Candidate]]:
        """The patterns that one fact may fill: the rule, the place of the pattern, and how."""
        kind = self._kinds.get(fact.kind)
        for number, place, pattern in kind.not_refuted(fact) if kind else ():
            candidate = _candidate(pattern, position, fact)
            if candidate is not None:
                yield number, place, candidate

    def verdict(
        self, number: int, candidates: list[list[Candidate]], facts: FactsByPosition
    ) -> RuleVerdict:
        """The verdict of one rule on the facts that may fill its patterns."""
        return _verdict(self._rules[number], candidates, facts)


NOTHING = RuleVerdict((), ())
"""The verdict of a rule that nothing on record fits."""


class _Kind:
    """The patterns over one kind of fact, told apart by the words they test.

    Most facts are refuted by one word. For each field and word a bit mask says which patterns that
    word leaves standing, so that the others are never looked at. What stands is then read in full.
    """

    def __init__(self) -> None:
        self._patterns: list[tuple[int, int, Pattern]] = []
        self._tested: dict[str, list[tuple[int, frozenset[str]]]] = {}
        self._standing: dict[str, dict[Value, int]] = {}

    def add(self, number: int, place: int, pattern: Pattern) -> None:
        bit = 1 << len(self._patterns)
        self._patterns.append((number, place, pattern))
        words = (*pattern.words, *((test.field, test.allowed) for test in pattern.presumes))
        for field, allowed in words:
            self._tested.setdefault(field, []).append((bit, allowed))
            self._standing.setdefault(field, {})

    def not_refuted(self, fact: Fact) -> list[tuple[int, int, Pattern]]:
        standing = (1 << len(self._patterns)) - 1
        for field, value in fact.values.items():
            masks = self._standing.get(field)
            if masks is not None:
                mask = masks.get(value)
                standing &= self._mask(field, value) if mask is None else mask
        found = []
        while standing:
            bit = standing & -standing
            found.append(self._patterns[bit.bit_length() - 1])
            standing ^= bit
        return found

    def _mask(self, field: str, value: Value) -> int:
        mask = (1 << len(self._patterns)) - 1
        for bit, allowed in self._tested[field]:
            if _word_holds(allowed, value) is False:
                mask &= ~bit
        if len(self._standing[field]) < _REMEMBERED:
            self._standing[field][value] = mask
        return mask


_REMEMBERED = 512  # values of a field; profiles and techniques have names that nobody lists


def _verdict(rule: Rule, candidates: list[list[Candidate]], facts: FactsByPosition) -> RuleVerdict:
    matches: list[Match] = []
    gaps: list[Gap] = []
    if len(candidates) == 1:
        for position, unknown, presumed in candidates[0]:
            if unknown or facts[position].stands_for:
                gaps.append(Gap((position,), unknown))
            else:
                matches.append(Match((position,), presumed))
    elif all(candidates):
        for chosen, joins_open in _combinations(rule.when, candidates, facts):
            positions = tuple([position for position, _, _ in chosen])
            unknown = (*(place for _, places, _ in chosen for place in places), *joins_open)
            if unknown or any(facts[p].stands_for for p in positions):
                gaps.append(Gap(positions, unknown))
            else:
                presumed = tuple([place for _, _, places in chosen for place in places])
                matches.append(Match(positions, presumed))
    return RuleVerdict(tuple(matches), tuple(gaps)) if matches or gaps else NOTHING


def _candidate(pattern: Pattern, position: int, fact: Fact) -> Candidate | None:
    """The fact as a filler of the pattern, joins aside; nothing when a test is false."""
    get = fact.values.get
    unknown: tuple[Place, ...] = ()
    for field, allowed in pattern.words:
        value = get(field)
        if value.__class__ is str:
            if value not in allowed:
                return None
            continue
        holds = _word_holds(allowed, value)
        if holds is False:
            return None
        if holds is None:
            unknown += ((position, field),)
    for test in pattern.others:
        holds = _holds(test, fact)
        if holds is False:
            return None
        if holds is None:
            unknown += tuple([(position, field) for field in open_fields(test, fact)])
    presumed: tuple[Place, ...] = ()
    for default in pattern.presumes:
        holds = _word_holds(default.allowed, get(default.field))
        if holds is False:
            return None
        if holds is None:
            presumed += ((position, default.field),)
    return position, unknown, presumed


def _combinations(
    patterns: tuple[Pattern, ...], candidates: list[list[Candidate]], facts: FactsByPosition
) -> Iterable[tuple[tuple[Candidate, ...], tuple[Place, ...]]]:
    """Every choice of different facts whose joins are not false, with the joins left open."""
    partial: list[tuple[tuple[Candidate, ...], tuple[Place, ...]]] = [((), ())]
    aliases = {pattern.alias: place for place, pattern in enumerate(patterns)}
    for pattern, fillers in zip(patterns, candidates, strict=True):
        grown = []
        for chosen, still_open in partial:
            taken = {position for position, _, _ in chosen}
            for filler in fillers:
                if filler[0] in taken:
                    continue
                opened = still_open
                for join in pattern.joins:
                    other = chosen[aliases[join.alias]][0]
                    found = join_gaps(join, filler[0], other, facts)
                    if found is None:
                        break
                    opened += found
                else:
                    grown.append(((*chosen, filler), opened))
        partial = grown
    return partial


def join_gaps(
    join: JoinTest, position: int, other: int, facts: FactsByPosition
) -> tuple[Place, ...] | None:
    """The fields a join still needs: none when it holds, `None` when it is false."""
    here = facts[position].values.get(join.field)
    there = facts[other].values.get(join.other_field)
    if isinstance(here, str) and isinstance(there, str):
        return () if here == there else None
    places = ((position, join.field, here), (other, join.other_field, there))
    return tuple((p, field) for p, field, value in places if not isinstance(value, str))


def _holds(test: NumberTest | AnyTest, fact: Fact) -> bool | None:
    if isinstance(test, NumberTest):
        return _number_holds(test, fact.values.get(test.field))
    undecided = False
    for alternative in test.alternatives:
        holds = _all_hold(alternative, fact)
        if holds:
            return True
        undecided |= holds is None
    return None if undecided else False


def _all_hold(parts: tuple[WordTest | NumberTest, ...], fact: Fact) -> bool | None:
    result: bool | None = True
    for part in parts:
        found = holds(part, fact)
        if found is False:
            return False
        if found is None:
            result = None
    return result


def holds(test: WordTest | NumberTest | AnyTest, fact: Fact) -> bool | None:
    """Whether one test holds on a fact; nothing while the fact does not say.

    >>> holds(WordTest("group", frozenset({"work"})), Fact("life_event", "e", {"group": "work"}))
    True
    """
    if isinstance(test, WordTest):
        return _word_holds(test.allowed, fact.values.get(test.field))
    return _holds(test, fact)


def _word_holds(allowed: frozenset[str], value: Value | None) -> bool | None:
    if value is None:
        return None
    if isinstance(value, str):
        return value in allowed
    if isinstance(value, frozenset):
        if value <= allowed:
            return True
        return False if value.isdisjoint(allowed) else None
    return False


def _number_holds(test: NumberTest, value: Value | None) -> bool | None:
    if value is None:
        return None
    if isinstance(value, str) or isinstance(value, frozenset):  # noqa: SIM101  # half the time
        return False
    low, high = bounds(value)
    enough = test.low is None or (low is not None and low >= test.low)
    within = test.high is None or (high is not None and high <= test.high)
    if enough and within:
        return True
    too_low = test.low is not None and high is not None and high < test.low
    too_high = test.high is not None and low is not None and low > test.high
    return False if too_low or too_high else None


def open_fields(test: NumberTest | AnyTest, fact: Fact) -> tuple[str, ...]:
    """The fields that leave a test open, each once."""
    if isinstance(test, NumberTest):
        return (test.field,)
    fields = [
        part.field
        for alternative in test.alternatives
        if _all_hold(alternative, fact) is None
        for part in alternative
        if holds(part, fact) is None
    ]
    return tuple(dict.fromkeys(fields))

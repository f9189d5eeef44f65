"""Rules to C rules, and facts to what C is told of them.

C sees small whole numbers only. Word tests are decided here and sent as flags, numbers as their
rank among the limits that rules set, and joined words as codes: its own comparisons of text, of
mixed types and of floats (read with the decimal comma of the locale) cannot be trusted. It is left
what it does well: conjunctions, joins, and different facts for each pattern.
"""

from __future__ import annotations

import functools
import itertools
import json
import math
import operator
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ipt_rules.facts import Fact, Value, bounds
from ipt_rules.rulebase.language import (
    AnyTest,
    JoinTest,
    NumberTest,
    Pattern,
    Rule,
    WordTest,
)

Match = tuple[int, tuple[int, ...]]
"""A rule's position and the positions of its facts, one for each pattern."""

MAX_FACTS = 20_000  # in one call; each takes 7 KB in C
MAX_PATTERNS = 15  # of a rule; the C library has room for 16
MAX_JOINS = 20  # of a pattern; the C library has room for 29
MAX_C_RULES = 4_000  # in a network; the C library has room for 4,096
MAX_PROPERTIES = 240  # of a fact; the C library has room for 252
BUCKET = 31  # patterns behind one first test; more overflow a stack of 64 or a table of 255
MAX_BUCKETS = 480  # first tests in a network; with 513 the C library hangs
MAX_KIND_PATTERNS = 32 * BUCKET  # patterns of one kind in a network: 32 on the stack, 31 behind one
REMEMBERED = 512  # values of a field whose properties are kept

Text = tuple[int, str]
_Json = dict[str, Any]
_Plain = WordTest | NumberTest | JoinTest
_ALIASES = "abcdefghijklmno"
_HEADS = [f'"{alias}":{{' for alias in _ALIASES]
SENTINEL: Match = (-1, (MAX_FACTS,))  # matched in every run, so that silence is never an answer
SENTINEL_RULE: _Json = {"cap": 60_000, "all": [{"a": {"z": 1}}]}
SENTINEL_TEXT = (MAX_FACTS, f'{{"id":"{MAX_FACTS}","z":1}}')


def compile_rules(rules: Sequence[Rule]) -> tuple[Network, ...]:
    """Put rules with one pattern in one network and rules with several in another."""
    networks = Network(joined=False), Network(joined=True)
    for index, rule in enumerate(rules):
        try:
            _check(rule)
            networks[len(rule.when) > 1].add(index, rule)
        except ValueError as problem:
            raise ValueError(f"{rule.id}: {problem}") from None
    for network in networks:
        network.learn()
    return networks


def _check(rule: Rule) -> None:
    if not 1 <= len(rule.when) <= MAX_PATTERNS:
        raise ValueError(f"{len(rule.when)} patterns; there can be 1 to {MAX_PATTERNS}")
    earlier: set[str] = set()
    for pattern in rule.when:
        joined = [test.alias for test in pattern.tests if isinstance(test, JoinTest)]
        if pattern.alias in earlier:
            raise ValueError(f"two patterns are called {pattern.alias}")
        if len(joined) > MAX_JOINS:
            raise ValueError(f"{pattern.alias} has {len(joined)} joins; there can be {MAX_JOINS}")
        if not earlier.issuperset(joined):
            raise ValueError(f"{pattern.alias} joins a pattern that does not come before it")
        earlier.add(pattern.alias)


def _choices(pattern: Pattern) -> list[tuple[tuple[_Plain, ...], ...]]:
    """The tests of a pattern, each as its alternatives."""
    return [t.alternatives if isinstance(t, AnyTest) else ((t,),) for t in pattern.tests]


class _Field(dict[Value | None, str]):
    """What rules ask of a field, and the properties with which each value answers, as JSON.

    A property for each thing asked: t (a word test is true), p (a presumed one is not false), n
    (there is a number), l and h (how many of the lower and the upper limits it keeps).
    """

    def __init__(self, numbers: Iterator[int]) -> None:
        super().__init__()
        self.names: dict[tuple[str, frozenset[str]], str] = {}
        self._numbers = numbers
        self._limits: dict[str, list[float]] = {"l": [], "h": []}

    def ask(self, test: WordTest | NumberTest, word: str) -> list[_Json]:
        """Say in C that a test holds; `word` is t, or p where it is presumed."""
        if isinstance(test, WordTest):
            return [{self._name(word, test.allowed): 1}]
        asked: list[_Json] = []
        for letter, end in _ends(test.low, test.high):
            insort(self._limits[letter], end)
            rank = functools.partial(self._rank, letter, end)  # known when all limits are
            asked.append({"$gte": {self._name(letter): rank}})
        return asked or [{self._name("n"): 1}]

    def _name(self, letter: str, words: frozenset[str] = frozenset()) -> str:
        if (letter, words) not in self.names:
            self.names[letter, words] = f"{letter}{next(self._numbers)}"
        return self.names[letter, words]

    def _rank(self, letter: str, end: float) -> int:
        return bisect_right(self._limits[letter], end)

    def learn(self) -> None:
        """Prepare the answers of unknown and of the words that rules know."""
        known = frozenset[str]().union(*(words for _, words in self.names))
        self.update({value: self._text(value) for value in (None, *known)})

    def __missing__(self, value: Value | None) -> str:
        if isinstance(value, str):
            return ""  # and not remembered: it can be any word, of any length
        text = self._text(value)
        if len(self) < REMEMBERED:
            self[value] = text
        return text

    def _text(self, value: Value | None) -> str:
        """Answer what is asked; nothing stands for no."""
        answers = []
        ends: dict[str, float] = {}
        possible = frozenset((value,)) if isinstance(value, str) else value
        if not (value is None or isinstance(possible, frozenset)):
            ends = dict(_ends(*bounds(value)))
        for (letter, words), name in self.names.items():
            if letter in ends:
                answer = self._rank(letter, ends[letter])
            elif isinstance(possible, frozenset):
                true = letter in "tp" and possible <= words
                answer = int(true or (letter == "p" and not possible.isdisjoint(words)))
            else:
                answer = int(letter == ("p" if value is None else "n"))
            answers.append(f',"{name}":{answer}' if answer else "")
        return "".join(answers)


def _ends(low: float | None, high: float | None) -> list[tuple[str, float]]:
    """The ends there are, both as numbers of which more keeps more limits."""
    ends = [("l", low), ("h", None if high is None else -high)]
    if any(end != end for _, end in ends):
        raise ValueError("NaN cannot be compared")
    return [(letter, end) for letter, end in ends if end is not None]


class _Kind:
    """What rules ask of the facts of one kind."""

    def __init__(self) -> None:
        self._numbers = itertools.count()
        self.fields: dict[str, _Field] = defaultdict(lambda: _Field(self._numbers))
        self.joins: dict[str, str] = defaultdict(lambda: f"j{next(self._numbers)}")
        self.buckets: list[str] = []
        self.patterns = 0
        self.takes_all = False  # a pattern has no tests
        self._header = ""
        self._absent: list[tuple[str, str]] = []

    def check(self) -> None:
        """Raise ValueError where C has no room."""
        names = sum(len(field.names) for field in self.fields.values())
        if self.patterns > MAX_KIND_PATTERNS:
            raise ValueError(f"more than {MAX_KIND_PATTERNS} patterns of one kind")
        if names + len(self.joins) + len(self.buckets) > MAX_PROPERTIES:
            raise ValueError(f"more than {MAX_PROPERTIES} different tests of one kind")

    def learn(self, every: Iterable[str]) -> None:
        """Prepare what all facts say, and what those say that lack a field."""
        self._header = "".join([f',"{name}":1' for name in (*every, *self.buckets)])
        for field in self.fields.values():
            field.learn()
        self._absent = [(n, field[None]) for n, field in self.fields.items() if field[None]]

    def write(self, fact: Fact, codes: dict[str, int]) -> str:
        """What the fact tells C; nothing if no pattern can take it."""
        values, fields = fact.values, self.fields
        told = [fields[name][value] for name, value in values.items() if name in fields]
        told += [text for name, text in self._absent if name not in values]
        for name, code in self.joins.items():
            word = values.get(name)
            if isinstance(word, str):
                told.append(f',"{code}":{codes.setdefault(word, len(codes))}')
        text = "".join(told)
        return self._header + text if text or self.takes_all else ""


class Network:
    """Rules as one C ruleset, and what it must be told of facts.

    `targets` has the rule and the number of patterns of each C rule; the first is the sentinel.
    """

    def __init__(self, *, joined: bool) -> None:
        self.joined = joined
        self.targets = [(SENTINEL[0], 1)]
        self._definitions = {"r0": SENTINEL_RULE}
        self._kinds: dict[str, _Kind] = {}
        self._buckets = 0

    def definition(self) -> str:
        """The C rules as JSON; limits of numbers become ranks now that all are known."""
        return json.dumps(self._definitions, separators=(",", ":"), default=operator.call)

    def add(self, index: int, rule: Rule) -> None:
        """Add a C rule for every way to choose among alternatives."""
        choices = [_choices(pattern) for pattern in rule.when]
        ways = math.prod(len(choice) for pattern in choices for choice in pattern)
        if len(self.targets) + ways > MAX_C_RULES:
            raise ValueError(f"with it, alternatives counted, there are over {MAX_C_RULES:,} rules")
        if not ways:  # an empty choice never holds
            return
        chosen = [[tuple(itertools.chain(*way)) for way in itertools.product(*c)] for c in choices]
        for tests in itertools.product(*chosen):
            name, patterns = f"r{len(self.targets)}", self._patterns(rule, tests)
            self._definitions[name] = {"cap": 60_000, "all": patterns}
            self.targets.append((index, len(rule.when)))

    def _patterns(self, rule: Rule, tests: Sequence[Sequence[_Plain]]) -> list[_Json]:
        places = {pattern.alias: place for place, pattern in enumerate(rule.when)}
        kinds = [self._kinds.setdefault(pattern.kind, _Kind()) for pattern in rule.when]
        asked: list[list[_Json]] = [[] for _ in rule.when]
        joins: list[list[_Json]] = [[] for _ in rule.when]
        for place, (kind, pattern) in enumerate(zip(kinds, rule.when, strict=True)):
            for presumed in pattern.presumes:
                asked[place] += kind.fields[presumed.field].ask(presumed, "p")
            for test in tests[place]:
                if not isinstance(test, JoinTest):
                    asked[place] += kind.fields[test.field].ask(test, "t")
                    continue
                other = places[test.alias]
                here, there = kind.joins[test.field], kinds[other].joins[test.other_field]
                joins[place].append({here: {_ALIASES[other]: there}})
                asked[place].append({"$ex": {here: 1}})  # without both properties, C has an error
                asked[other].append({"$ex": {there: 1}})
            if joins[place]:  # C reads out of bounds where the last join is false; "one" is true
                joins[place].append({"one": {"a": "one"}})
        patterns = []
        for kind, alias, tested, equal in zip(kinds, _ALIASES, asked, joins, strict=False):
            if kind.patterns % BUCKET == 0:
                kind.buckets.append(f"b{self._buckets}")
                self._buckets += 1
            kind.patterns += 1
            kind.takes_all |= not tested
            kind.check()
            patterns.append({alias: {"$and": [{kind.buckets[-1]: 1}, *tested, *equal]}})
        if self._buckets > MAX_BUCKETS:
            raise ValueError(f"more than {MAX_BUCKETS} kinds, or groups of patterns of one kind")
        return patterns

    def learn(self) -> None:
        """Prepare for facts, now that all rules are known."""
        for kind in self._kinds.values():
            kind.learn(["one"] if self.joined else [])

    def write(self, facts: Sequence[Fact]) -> list[Text]:
        """The facts that some pattern may take: position and JSON."""
        codes: dict[str, int] = {}
        return [
            (position, f'{{"id":"{position}"{told}}}')
            for position, fact in enumerate(facts)
            if (kind := self._kinds.get(fact.kind)) is not None
            and not fact.stands_for
            and (told := kind.write(fact, codes))
        ]

    def read(self, messages: Iterable[str], taken: set[int]) -> set[Match]:
        """Matches from the messages of actions; all must be of rules and facts that there are."""
        found: set[Match] = set()
        for message in messages:
            index, size = self.targets[int(message[3 : message.index('"', 3)])]
            parts = message.split('"id":"')
            places = [int(part[: part.index('"')]) for part in parts[1:]]
            heads = [part[-5:] for part in parts[:-1]]
            sound = heads == _HEADS[:size] * (len(places) // size) != []
            if not sound or not taken.issuperset(places):
                raise RuntimeError("an unreadable match")
            found.update(zip(itertools.repeat(index), zip(*[iter(places)] * size, strict=True)))
        return found

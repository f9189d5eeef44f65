"""How fast `Matcher` is beside durable_rules' own Host, both measured in one run.

Both go from facts to matches. The Host gets the very rules that `Matcher` compiles, facts in one
batch, and only those that some pattern takes (it stops at the first other one).
Its timers are off, as they crash when states are deleted. Every case is a new state, deleted after.
"""

from __future__ import annotations

import itertools
import json
import random
import time
from collections.abc import Callable, Sequence
from typing import Any

from durable.engine import Host, MessageNotHandledException  # the layer the library never uses

from ipt_rules.engine import Matcher
from ipt_rules.facts import Fact, Value
from ipt_rules.networks import SENTINEL, SENTINEL_TEXT, Match
from ipt_rules.rulebase.language import (
    Finds,
    JoinTest,
    NumberTest,
    Pattern,
    Rule,
    Test,
    WordTest,
)
from ipt_rules.terms import Stratum

FIELDS = tuple(f"field_{n}" for n in range(8))
WORDS = tuple(f"word_{n}" for n in range(5))
SIZES = ((150, 0, 30), (150, 15, 30), (40, 4, 30), (150, 15, 10), (150, 15, 100))
"""How many rules, how many of them joined, how many facts."""


class QuietHost(Host):  # type: ignore[misc]
    """A Host without timers."""

    def _run(self) -> None:
        pass


def make_rules(chance: random.Random, count: int, joined: int) -> list[Rule]:
    rules = []
    for n in range(count):
        tests: list[Test] = [
            WordTest(field, frozenset(chance.sample(WORDS, 3)))
            for field in chance.sample(FIELDS, 3)
        ]
        if n % 3 == 0:
            tests.append(NumberTest("score", chance.randrange(6), None))
        presumes = (WordTest(chance.choice(FIELDS), frozenset(WORDS[:3])),) if n % 4 == 0 else ()
        when = [Pattern("a", f"kind_{n % 10}", tuple(tests), presumes)]
        if n < joined:
            same = JoinTest("who", "a", "who")
            when.append(Pattern("b", f"kind_{(n + 1) % 10}", (same,)))
        rules.append(Rule(f"r{n}", "", Stratum.AREAS, tuple(when), Finds("x"), "", "", ()))
    return rules


def make_facts(chance: random.Random, count: int) -> list[Fact]:
    facts = []
    for n in range(count):
        values: dict[str, Value] = {
            f: chance.choice(WORDS) for f in FIELDS if chance.random() < 0.8
        }
        values |= {"score": chance.randrange(10), "who": f"person_{chance.randrange(count // 4)}"}
        facts.append(Fact(f"kind_{n % 10}", str(n), values))
    return facts


def on_host(matcher: Matcher, facts: Sequence[Fact], expected: list[Match]) -> Callable[[], object]:
    """One case on the Host, from facts to matches, checked once against what `Matcher` finds."""
    found: set[Match] = set()
    rulesets: dict[str, Any] = {}
    batches: dict[str, list[dict[str, Any]]] = {}
    networks = dict(zip(("single", "joined"), matcher._networks, strict=True))
    for name, network in networks.items():
        texts = network.write(facts)
        if texts:
            rulesets[name] = json.loads(network.definition())
            batches[name] = [json.loads(text) for _, text in (SENTINEL_TEXT, *texts)]
            for rule, definition in rulesets[name].items():
                definition["run"] = collector(found, *network.targets[int(rule[1:])])
    host, sids = QuietHost(rulesets), itertools.count(1)

    def takes(name: str, fact: dict[str, Any]) -> bool:
        try:
            host.assert_fact(name, {**fact, "sid": "trial"})
        except MessageNotHandledException:
            return False
        return True

    for name, batch in batches.items():
        batches[name] = [fact for fact in batch if takes(name, fact)]

    def case() -> list[Match]:
        found.clear()
        sid = f"s{next(sids)}"
        for name, batch in batches.items():
            networks[name].write(facts)  # the Host needs the facts in this form as well
            host.assert_facts(name, [{**fact, "sid": sid} for fact in batch])
            host.delete_state(name, sid)
        return sorted(found)

    assert [match for match in case() if match != SENTINEL] == expected
    return case


def collector(found: set[Match], index: int, size: int) -> Callable[[Any], None]:
    """An action that takes down which facts a rule matched."""
    aliases = "abcdefghijklmno"[:size]

    def run(c: Any) -> None:
        for frame in c.m:
            found.add((index, tuple(int(getattr(frame, alias).id) for alias in aliases)))

    return run


def best(cases: Sequence[Callable[[], object]], rounds: int = 300) -> list[float]:
    """The shortest time of each in microseconds, taking turns."""
    times = [float("inf")] * len(cases)
    for _ in range(rounds):
        for n, case in enumerate(cases):
            start = time.perf_counter()
            case()
            times[n] = min(times[n], time.perf_counter() - start)
    return [1e6 * seconds for seconds in times]


def compare(rules: int, joined: int, facts: int) -> str:
    """One line of the table."""
    chance = random.Random(9)
    matcher, given = Matcher(make_rules(chance, rules, joined)), make_facts(chance, facts)
    expected = matcher.match(given)
    ours, theirs = best([lambda: matcher.match(given), on_host(matcher, given, expected)])
    line = f"{rules:5}  {joined:6}  {facts:5}  {len(expected):7}  {ours:10.0f}  {theirs:7.0f}"
    return f"{line}  {theirs / ours:14.1f}"


def main() -> None:
    print("rules  joined  facts  matches  Matcher µs  Host µs  Host / Matcher")
    for sizes in SIZES:
        print(compare(*sizes))


if __name__ == "__main__":
    main()

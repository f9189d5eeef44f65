"""The engine on durable_rules: equal to the reference, and proof against every known hazard."""

import gc
import json
import os
import pickle
import re
import subprocess
import sys
import threading
import weakref
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ipt_rules import engine, networks
from ipt_rules.engine import Matcher
from ipt_rules.facts import Fact, Span, Value
from ipt_rules.networks import Match
from ipt_rules.reference import verdicts
from ipt_rules.rulebase.language import AnyTest, JoinTest, NumberTest, Pattern, Rule
from tests import rule_strategies as some
from tests.rule_strategies import among, rule

durable = pytest.importorskip(
    "durable_rules_engine",
    reason="durable_rules is not installable on this Python",
    exc_type=ImportError,
)

MORE = settings(
    max_examples=10 * settings().max_examples,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def expected(rules: list[Rule], facts: list[Fact]) -> list[Match]:
    """What the reference says, in the words of the engine."""
    found = enumerate(verdicts(rules, facts))
    return sorted((index, match.positions) for index, one in found for match in one.matches)


def fact(kind: str = "person", **fields: Value) -> Fact:
    return Fact(kind, "", fields)


def anyone(alias: str = "p", kind: str = "person") -> Pattern:
    return Pattern(alias, kind)


def at_least(low: float) -> NumberTest:
    return NumberTest("score", low, None)


def watch(function: str, patched: pytest.MonkeyPatch) -> list[str]:
    """The texts that a function of the C library is called with from now on."""
    real, texts = getattr(durable, function), []

    def watched(first: Any, text: str) -> Any:
        texts.append(text)
        return real(first, text)

    patched.setattr(durable, function, watched)
    return texts


@pytest.fixture
def both() -> Matcher:
    """A rule with one pattern and a joined one, which `PAIR` fulfils."""
    same = JoinTest("who", "p", "who")
    joined = rule(anyone(), Pattern("e", "event", (same,)))
    return Matcher([rule(Pattern("p", "person", (at_least(1),))), joined])


PAIR = [fact(who="ann", score=2), fact("event", who="ann")]
BOTH: list[Match] = [(0, (0,)), (1, (0, 1))]


# --- it says what the reference says ---------------------------------------------------------


@MORE
@given(some.cases(max_batches=3))
def test_finds_what_the_reference_finds(case: tuple[list[Rule], list[list[Fact]]]) -> None:
    """On any rules and facts the engine's matches are the reference's, run after run."""
    rules, batches = case
    matcher = Matcher(rules)
    for facts in [*batches, batches[0]]:
        assert matcher.match(facts) == expected(rules, facts)


@MORE
@given(some.rules(max_patterns=1), st.data())
def test_finds_what_the_reference_finds_on_one_fact(rule: Rule, data: st.DataObject) -> None:
    """The tests of one pattern come out on one fact as they do in the reference."""
    facts = data.draw(some.fulfilling(rule))
    assert Matcher([rule]).match(facts) == expected([rule], facts)


@settings(max_examples=max(10, settings().max_examples // 10))
@given(some.cases(min_rules=40, max_rules=60))
def test_finds_what_the_reference_finds_in_many_rules(
    case: tuple[list[Rule], list[list[Fact]]],
) -> None:
    """Rules do not disturb each other, however many of them look at one fact."""
    rules, (facts,) = case
    assert Matcher(rules).match(facts) == expected(rules, facts)


@given(st.lists(some.numbers, max_size=6), st.lists(some.values, min_size=1, max_size=6))
@example([1e-07, 0.0, 1e22], [-0.0, 1e-07, 1e22, Span(None, 1e-07)])
@example([2**53, 2**53 + 1], [float(2**53), 2**53 + 1])
def test_compares_numbers_exactly(limits: list[float], values: list[Value]) -> None:
    """Numbers compare as in Python, whatever their size, type and spelling."""
    tests = [NumberTest("score", *ends) for n in limits for ends in ((n, None), (None, n), (n, n))]
    rules = [rule(Pattern("p", "person", (test,))) for test in tests]
    facts = [fact(score=value) for value in values]
    assert Matcher(rules).match(facts) == expected(rules, facts)


def test_a_number_is_not_the_word_it_looks_like() -> None:
    """The word 1 is no number, the number 1 no word, and a presumption knows the difference."""
    tests = [
        Pattern("p", "person", (among("score", "1"),)),
        Pattern("p", "person", (NumberTest("score", 1, 1),)),
        Pattern("p", "person", (NumberTest("score", None, None),)),
        Pattern("p", "person", (), (among("score", "1"),)),
    ]
    rules = [rule(pattern) for pattern in tests]
    found = Matcher(rules).match([fact(score="1"), fact(score=1), fact(score=1.0), fact()])
    assert found == [(0, (0,)), (1, (1,)), (1, (2,)), (2, (1,)), (2, (2,)), (3, (0,)), (3, (3,))]


@pytest.mark.parametrize("word", some.RARE_WORDS, ids=lambda word: ascii(word[:10]))
def test_any_text_is_a_word(word: str) -> None:
    """Quotes, control characters, half surrogates and 70,000 letters are tested and joined."""
    rules = [
        rule(Pattern("p", "person", (among("who", word),))),
        rule(anyone(), Pattern("e", "event", (JoinTest("who", "p", "who"),))),
    ]
    facts = [fact(who=word), fact("event", who=word), fact("event", who=word + "!")]
    assert Matcher(rules).match(facts) == [(0, (0,)), (1, (0, 1))]


def test_kinds_and_fields_have_any_name() -> None:
    """Names of kinds and fields never reach C, where `$and`, `id` and dots mean something."""
    names = ("$and", "id", "sid", "$s", "z", "one", 'a"b', "a.b", "", "\ud800")
    rules = [rule(Pattern("p", name, (among(other, "a"),))) for name in names for other in names]
    facts = [Fact(name, "", {other: "a"}) for name in names for other in names]
    assert Matcher(rules).match(facts) == [(n, (n,)) for n in range(len(names) ** 2)]


@given(some.cases())
def test_c_is_told_only_what_it_understands(case: tuple[list[Rule], list[list[Fact]]]) -> None:
    """C sees no text and no float, which it would read by the locale, and few operators.

    A join comes with its guards, and last in a pattern is one that is always true.
    """
    rules, (facts,) = case
    with pytest.MonkeyPatch.context() as patched:
        asserted, defined = watch("assert_fact", patched), watch("create_ruleset", patched)
        Matcher(rules).match(facts)
    for text in asserted:
        assert re.fullmatch(r'\{"id":"\d{1,5}"(,"[a-z]{1,3}\d{0,3}":\d{1,3})+\}', text)
    for text in defined:
        assert set(re.findall(r'"(\$[^"]*)":', text)) <= {"$and", "$gte", "$ex"}
        for definition in list(json.loads(text).values())[1:]:
            conditions = {a: c["$and"] for pattern in definition["all"] for a, c in pattern.items()}
            for own in conditions.values():
                for test in own:
                    for here, other in test.items():
                        if isinstance(other, dict) and not here.startswith("$") and here != "one":
                            ((alias, there),) = other.items()
                            assert own[-1] == {"one": {"a": "one"}}
                            assert {"$ex": {here: 1}} in own
                            assert {"$ex": {there: 1}} in conditions[alias]


def test_names_and_numbers_of_facts_never_hash_alike() -> None:
    """C knows properties and facts by a 32-bit hash only; ours differ, and from its own words."""

    def fnv(text: str) -> int:
        value = 2166136261
        for byte in text.encode():
            value = (value ^ byte) * 16777619 % 2**32
        return value

    operators = "lt lte gt gte eq neq mt imt iall iany ex nex or and m add sub mul div l r i s"
    names = {"one", "z", "id", "sid", *(f"${word}" for word in operators.split())}
    names |= {"all", "any", "pri", "count", "cap", "dist", "name", "$forward"}
    names |= {f"{letter}{n}" for letter in "tpnlhj" for n in range(networks.MAX_PROPERTIES + 20)}
    names |= {f"b{n}" for n in range(networks.MAX_BUCKETS + 20)}
    assert fnv("id") == 926444256  # as in the C source
    assert len(set(map(fnv, names))) == len(names)
    ids = {str(n) for n in range(networks.MAX_FACTS + 1)} | {"sid-0"}
    assert len(set(map(fnv, ids))) == len(ids)


# --- joins, alternatives, presumptions -------------------------------------------------------


def test_the_facts_of_a_match_are_different() -> None:
    """One fact never fills two patterns; both orders of two facts are matches."""
    pair = rule(anyone("p"), Pattern("q", "person", (JoinTest("who", "p", "who"),)))
    facts = [fact(who="ann"), fact(who="ann"), fact(who="bob")]
    assert Matcher([pair]).match(facts) == [(0, (0, 1)), (0, (1, 0))]


def test_a_false_join_is_false_wherever_it_stands() -> None:
    """A false join at the end of a pattern, where C would read out of bounds, only fails."""
    fields = ("who", "role", "place")
    joins = tuple(JoinTest(field, "p", field) for field in fields)
    rules = [rule(anyone(), Pattern("e", "event", joins[n:] + joins[:n])) for n in range(3)]
    words = [{"who": w, "role": r, "place": p} for w in "ab" for r in "ab" for p in "ab"]
    facts = [fact(kind, **each) for kind in ("person", "event") for each in words]
    matcher = Matcher(rules)
    for _ in range(50):
        assert matcher.match(facts) == [(n, (m, m + 8)) for n in range(3) for m in range(8)]


def test_what_is_not_one_known_word_never_joins() -> None:
    """A join needs both fields, each with one word: C raises where the earlier one is missing."""
    join = rule(anyone(), Pattern("e", "event", (JoinTest("who", "p", "who"),)))
    unknown: list[dict[str, Value]] = [{}, {"who": 1}, {"who": frozenset({"a"})}]
    facts = [fact(kind, **each) for kind in ("person", "event") for each in unknown]
    assert Matcher([join]).match(facts) == []
    assert Matcher([join]).match([*facts, fact(who="a"), fact("event", who="a")]) == [(0, (6, 7))]


def test_joins_reach_back_over_patterns() -> None:
    """A chain of the most patterns a rule may have holds for every chain of facts."""
    chain = [Pattern("p0", "k0")]
    chain += [Pattern(f"p{n}", f"k{n}", (JoinTest("w", f"p{n - 1}", "w"),)) for n in range(1, 15)]
    facts = [fact(f"k{n}", w=word) for word in "ab" for n in range(15)]
    found = Matcher([rule(*chain)]).match(facts)
    assert found == [(0, tuple(range(15))), (0, tuple(range(15, 30)))]


def test_the_most_joins_of_a_pattern() -> None:
    """Twenty joins in one pattern are all looked at."""
    joins = tuple(JoinTest(f"f{n}", "p", f"f{n}") for n in range(networks.MAX_JOINS))
    same = {f"f{n}": "a" for n in range(networks.MAX_JOINS)}
    facts = [fact(**same), fact("event", **same), fact("event", **{**same, "f19": "b"})]
    assert Matcher([rule(anyone(), Pattern("e", "event", joins))]).match(facts) == [(0, (0, 1))]


def test_alternatives_that_hold_together_match_once() -> None:
    """A match is reported once, though several alternatives hold on the same facts."""
    either = AnyTest(((among("who", "ann"),), (among("role", "aunt"),), (at_least(0),)))
    rules = [
        rule(Pattern("p", "person", (either,))),
        rule(Pattern("p", "person", (either,)), Pattern("q", "person", (either,))),
    ]
    facts = [fact(who="ann", role="aunt", score=1), fact(role="aunt")]
    assert Matcher(rules).match(facts) == [(0, (0,)), (0, (1,)), (1, (0, 1)), (1, (1, 0))]


def test_an_empty_choice_never_holds() -> None:
    """Without alternatives there is none that holds; an alternative without tests always does."""
    facts = [fact()]
    assert Matcher([rule(Pattern("p", "person", (AnyTest(()),)))]).match(facts) == []
    assert Matcher([rule(Pattern("p", "person", (AnyTest(((),)),)))]).match(facts) == [(0, (0,))]
    endless = Pattern("q", "person", (choice(1_000),) * 10)
    assert Matcher([rule(Pattern("p", "person", (AnyTest(()),)), endless)]).match(facts) == []


def test_a_presumption_holds_until_it_is_known_to_be_false() -> None:
    """A presumed field may be missing or open; a word outside the test, or a number, ends it."""
    presuming = rule(Pattern("p", "person", (), (among("role", "aunt", "uncle"),)))
    given: list[dict[str, Value]] = [
        {},
        {"role": "aunt"},
        {"role": frozenset({"aunt", "friend"})},
        {"role": "friend"},
        {"role": frozenset({"friend", "boss"})},
        {"role": 1},
    ]
    found = Matcher([presuming]).match([fact(**each) for each in given])
    assert found == [(0, (0,)), (0, (1,)), (0, (2,))]


# --- many of everything ----------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 31, 32, 63, 64, 65, 255, 256, 257, 513, 992])
@pytest.mark.parametrize("joined", [False, True])
def test_many_rules_look_at_one_fact(count: int, joined: bool) -> None:
    """Up to 992 rules on one kind all see a fact; C alone fails at 64, and crashes at 256."""
    more = (anyone("e", "event"),) if joined else ()
    rules = [rule(Pattern("p", "person", (at_least(n),)), *more) for n in range(count)]
    facts = [fact(score=count), fact(score=count // 2), *[fact("event")] * joined]
    assert Matcher(rules).match(facts) == expected(rules, facts)


def test_many_rules_with_the_same_test() -> None:
    """The same condition in 992 rules is no problem, though C has room for 255."""
    rules = [rule(Pattern("p", "person", (among("who", "ann"),)))] * networks.MAX_KIND_PATTERNS
    assert Matcher(rules).match([fact(who="ann")]) == [(n, (0,)) for n in range(len(rules))]


def test_rules_on_many_kinds() -> None:
    """As many kinds as are allowed are told apart; C hangs at 513 first tests."""
    rules = [rule(Pattern("p", f"k{n}", (at_least(0),))) for n in range(networks.MAX_BUCKETS)]
    facts = [fact(f"k{n}", score=n % 2 - 1) for n in range(networks.MAX_BUCKETS)]
    found = Matcher(rules).match(facts)
    assert found == [(n, (n,)) for n in range(1, networks.MAX_BUCKETS, 2)]


def test_a_fact_with_as_many_properties_as_allowed() -> None:
    """A fact on which all of the most different tests hold matches."""
    tests = tuple(among(f"f{n}", "a") for n in range(networks.MAX_PROPERTIES - 1))
    full = {test.field: "a" for test in tests}
    facts = [fact(**full), fact(**{**full, "f7": "b"})]
    assert Matcher([rule(Pattern("p", "person", tests))]).match(facts) == [(0, (0,))]


def test_a_rule_with_many_limits_on_one_number() -> None:
    """A thousand limits on one number in one pattern all count."""
    tests = tuple(NumberTest("score", n, 5_000 - n) for n in range(1_000))
    facts = [fact(score=n) for n in (998, 999, 4_001, 4_002)]
    assert Matcher([rule(Pattern("p", "person", tests))]).match(facts) == [(0, (1,)), (0, (2,))]


def test_thousands_of_facts(both: Matcher) -> None:
    """Facts up to the limit are matched; one more is a clear error and the matcher goes on."""
    facts = [fact(who=str(n), score=n % 2) for n in range(networks.MAX_FACTS - 5)]
    facts += [fact("event", who=str(n)) for n in range(5)]
    odd: list[Match] = [(0, (n,)) for n in range(1, networks.MAX_FACTS - 5, 2)]
    own: list[Match] = [(1, (n, networks.MAX_FACTS - 5 + n)) for n in range(5)]
    assert both.match(facts) == odd + own
    with pytest.raises(ValueError, match=r"20,001 facts; at most 20,000"):
        both.match([*facts, fact()])
    assert both.match(PAIR) == BOTH


def test_more_matches_than_c_returns_at_once() -> None:
    """A rule that holds 90,000 times is not cut at the 60,000 that one answer of C holds."""
    pair = rule(anyone(), anyone("e", "event"))
    facts = [fact()] * 300 + [fact("event")] * 300
    found = Matcher([pair]).match(facts)
    assert found == [(0, (n, m)) for n in range(300) for m in range(300, 600)]


def test_nothing_to_match(both: Matcher) -> None:
    """No facts, no rules and facts no rule looks at give no match."""
    assert both.match([]) == []
    assert both.match([fact("unheard_of"), fact("unheard_of", who="ann")]) == []
    assert Matcher([]).match(PAIR) == []
    assert both.match(PAIR) == BOTH


def test_a_rule_without_tests_sees_only_our_facts() -> None:
    """A pattern without tests takes every fact of its kind, and nothing that C adds itself."""
    facts = [fact("event"), fact(who="a"), fact(), fact("event")]
    assert Matcher([rule(anyone())]).match(facts) == [(0, (1,)), (0, (2,))]


def test_placeholders_fulfil_nothing() -> None:
    """The placeholder of a record nobody asked about is never matched."""
    placeholder = Fact("person", "", {"who": "ann", "score": 2}, stands_for="asked.persons")
    matcher = Matcher([rule(anyone()), rule(anyone(), anyone("q"))])
    assert matcher.match([placeholder, fact(), fact()]) == [
        *[(0, (1,)), (0, (2,))],
        *[(1, (1, 2)), (1, (2, 1))],
    ]
    assert matcher.match([placeholder]) == []


def test_equal_facts_count_each() -> None:
    """Facts with the same content are different facts; C alone would refuse the second."""
    found = Matcher([rule(anyone()), rule(anyone(), anyone("q"))]).match([fact(), fact()])
    assert found == [(0, (0,)), (0, (1,)), (1, (0, 1)), (1, (1, 0))]


def test_runs_do_not_see_each_other(both: Matcher) -> None:
    """No fact of one run is there in the next, matched or not."""
    person, event = PAIR
    for facts in ([person], [event], [person], [fact(who="ann"), event], [event, person], []):
        rules = list(both._rules)
        assert both.match(facts) == expected(rules, facts)


# --- limits are errors in words --------------------------------------------------------------


def joins(count: int, to: str = "p") -> Pattern:
    return Pattern("e", "event", tuple(JoinTest(f"f{n}", to, "who") for n in range(count)))


def choice(count: int) -> AnyTest:
    return AnyTest(((among("who", "a"),),) * count)


BEYOND = {
    "0 patterns": [rule()],
    "16 patterns": [rule(*[anyone(f"p{n}") for n in range(16)])],
    "two patterns are called p": [rule(anyone(), anyone())],
    "21 joins": [rule(anyone(), joins(21))],
    "joins a pattern that does not come before": [rule(joins(1, to="p"), anyone())],
    "joins a pattern that does not": [rule(anyone("q"), joins(1, to="p"))],
    "joins a pattern": [rule(joins(1, to="e"))],
    "NaN": [rule(Pattern("p", "person", (at_least(float("nan")),)))],
    "over 4,000 rules": [rule(Pattern("p", "person", (choice(1000),) * 10))],
    "over 4,000": [rule(Pattern("p", f"k{n % 8}", (choice(500),))) for n in range(8)],
    "more than 992 patterns": [rule(Pattern("p", "person", (at_least(n),))) for n in range(993)],
    "more than 992": [
        rule(Pattern("p", "person", (at_least(n),)), anyone("e", "event")) for n in range(993)
    ],
    "240 different tests": [
        rule(Pattern("p", "person", tuple(among(f"f{n}", "a") for n in range(240))))
    ],
    "more than 480": [rule(anyone("p", f"k{n}")) for n in range(481)],
}


@pytest.mark.parametrize("problem", BEYOND)
def test_rules_beyond_a_limit_are_refused(problem: str) -> None:
    """Rules that C has no room for are a ValueError that names rule and reason."""
    matcher = Matcher(BEYOND[problem])
    for _ in range(2):
        with pytest.raises(ValueError, match=f"^rule: .*{problem}"):
            matcher.match(PAIR)


@pytest.mark.parametrize(
    ("value", "error"),
    [(float("nan"), ValueError), (Span(float("nan"), None), ValueError), ([], TypeError)],
)
def test_a_bad_value_leaves_the_engine_usable(
    both: Matcher, value: Any, error: type[Exception]
) -> None:
    """A value that cannot be compared is an error before the engine is touched."""
    for good in (PAIR, []):
        with pytest.raises(error):
            both.match([*good, fact(score=value)])
        assert both.match(PAIR) == BOTH


# --- failures are never silent ---------------------------------------------------------------

ANSWERS = {
    "a fact seen before": ("assert_fact", (2, 1)),
    "a fact put off": ("assert_fact", (3, 1)),
    "no fact is taken": ("assert_fact", (1, 1)),
    "no code": ("assert_fact", None),
    "no match at all": ("start_action_for_state", None),
    "nothing but the state": ("start_action_for_state", ("{}", None)),
    "no text": ("start_action_for_state", ("{}", "garbage")),
    "a rule that is not there": ("start_action_for_state", ("{}", '{"r9":[{"a":{"id":"0"}}]}')),
    "a fact that is not there": ("complete_and_start_action", '{"r1":[{"a":{"id":"77"}}]}'),
    "a pattern too many": (
        "complete_and_start_action",
        '{"r1":[{"a":{"id":"0"},"b":{"id":"0"}}]}',
    ),
    "a pattern in the wrong place": ("complete_and_start_action", '{"r1":[{"b":{"id":"0"}}]}'),
    "a pattern we do not have": ("complete_and_start_action", '{"r1":[{"x":{"id":"0"}}]}'),
    "a match of nothing": ("complete_and_start_action", '{"r1":[]}'),
    "matches that end early": ("complete_and_start_action", None),
    "an error on a fact": ("assert_fact", MemoryError()),
    "an error on a rule": ("create_ruleset", durable.error("107")),
    "an error on an action": ("complete_and_start_action", durable.error("404")),
    "an error on forgetting a fact": ("retract_facts", durable.error("309")),
    "an error on forgetting a run": ("delete_state", durable.error("309")),
}
ACTIONS = ("start_action_for_state", "complete_and_start_action")


@pytest.mark.parametrize("warm", [False, True])
@pytest.mark.parametrize("answer", ANSWERS)
def test_an_unexpected_answer_is_an_error(
    both: Matcher, answer: str, warm: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever C may answer wrongly is a RuntimeError; the engine is then built anew."""
    function, given = ANSWERS[answer]
    if warm and function != "create_ruleset":
        assert both.match(PAIR) == BOTH
    real = getattr(durable, function)

    def wrong(*arguments: Any) -> Any:
        if function in ACTIONS and real(*arguments) is None:  # C crashes on steps left out
            return None
        if isinstance(given, Exception):
            raise given
        return given

    with monkeypatch.context() as patched:
        patched.setattr(durable, function, wrong)
        with pytest.raises(RuntimeError, match="durable_rules failed"):
            both.match(PAIR)
    for _ in range(2):
        assert both.match(PAIR) == BOTH


UNREADABLE = {
    "nothing": '{"r1":[]}',
    "half": '{"r1":[{"a":{"id":"0"}}]}',
    "order": '{"r1":[{"b":{"id":"1"},"a":{"id":"0"}}]}',
    "alias": '{"r1":[{"x":{"id":"0"},"y":{"id":"1"}}]}',
    "stranger": '{"r1":[{"a":{"id":"0"},"b":{"id":"7"}}]}',
    "no position": '{"r1":[{"a":{"id":"0"},"b":{"id":"1"}},{"a":{"id":"x"},"b":{"id":"y"}}]}',
}


@pytest.mark.parametrize("message", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_match_of_a_joined_rule_is_an_error(
    message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A joined match that cannot be read is not passed over."""
    matcher = Matcher([rule(anyone(), joins_who())])
    real = durable.complete_and_start_action
    with monkeypatch.context() as patched:
        patched.setattr(
            durable, "complete_and_start_action", lambda *where: real(*where) and message
        )
        with pytest.raises(RuntimeError, match="durable_rules failed"):
            matcher.match(PAIR)
    assert matcher.match(PAIR) == [(0, (0, 1))]


def test_an_interrupted_run_is_not_continued(
    both: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an interrupt half way through, the next run starts on an engine of its own."""

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    assert both.match(PAIR) == BOTH
    for function in ("assert_fact", "complete_and_start_action", "retract_facts", "delete_state"):
        with monkeypatch.context() as patched:
            patched.setattr(durable, function, interrupt)
            with pytest.raises(KeyboardInterrupt):
                both.match(PAIR)
        assert both.match(PAIR) == BOTH


def test_without_durable_rules(both: Matcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the library is missing or broken, `available` says so and a match is an ImportError."""
    assert engine.available()
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "durable_rules_engine", None)
        engine.available.cache_clear()
        assert not engine.available()
        engine.available.cache_clear()
        with pytest.raises(ImportError):
            both.match(PAIR)
    assert both.match(PAIR) == BOTH


def test_the_unsafe_layer_is_never_loaded() -> None:
    """A match loads the C library alone, not the package around it with its threads."""
    run_python(
        "import sys, threading; from tests.test_engine import PAIR, Matcher, anyone, rule\n"
        "assert Matcher([rule(anyone())]).match(PAIR) == [(0, (0,))]\n"
        "assert 'durable' not in sys.modules and threading.active_count() == 1\n"
    )


# --- threads, processes, memory --------------------------------------------------------------


def run_python(code: str) -> None:
    """Run code in a process of its own that can import what this one can; it must stay silent."""
    path = os.pathsep.join([str(Path(__file__).parents[1]), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_threads_share_a_matcher(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight threads on one matcher share an engine, and each gets the matches of its own facts."""
    pairs = rule(Pattern("p", "person", (at_least(3),)), joins_who())
    rules = [rule(Pattern("p", "person", (at_least(2),))), pairs]
    matcher, wrong, start = Matcher(rules), [], threading.Barrier(8)

    def work(seed: int) -> None:
        start.wait()
        for turn in range(100):
            mixed = [(seed * 7 + turn * n) % 5 for n in range(8)]
            facts = [fact(("person", "event")[n % 2], who=str(n % 3), score=n) for n in mixed]
            if matcher.match(facts) != expected(rules, facts):
                wrong.append(facts)

    built = watch("create_ruleset", monkeypatch)
    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert not wrong
    assert len(built) == 2


def joins_who() -> Pattern:
    return Pattern("e", "event", (JoinTest("who", "p", "who"),))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_child_has_an_engine_of_its_own() -> None:
    """A child forked while another thread is inside the engine matches, and the parent goes on."""
    run_python(
        "import os, sys, gc; from tests.test_engine import *\n"
        "matcher = Matcher([rule(anyone()), rule(anyone(), joins_who())])\n"
        "found = matcher.match(PAIR)\n"
        "assert found == BOTH\n"
        "with matcher._engines[os.getpid()].lock:\n"  # as if another thread were inside
        "    child = os.fork()\n"
        "    if child == 0:\n"
        "        right = [matcher.match(PAIR) for _ in range(3)] == [BOTH] * 3\n"
        "        matcher.close(); del matcher; gc.collect()\n"
        "        os._exit(0 if right else 1)\n"
        "assert os.waitpid(child, 0)[1] == 0\n"
        "assert matcher.match(PAIR) == BOTH\n"
    )


def test_a_spawned_worker_matches(both: Matcher) -> None:
    """A matcher travels to another process, used or not, and matches there."""
    both.match(PAIR)
    assert pickle.loads(pickle.dumps(both)).match(PAIR) == BOTH
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(both.match, [PAIR] * 3)) == [BOTH] * 3


def test_closing(both: Matcher) -> None:
    """A closed matcher builds its engine again; closing twice, or unused, does nothing."""
    both.close()
    for _ in range(3):
        assert both.match(PAIR) == BOTH
        both.close()
        both.close()
    both.match([PAIR[0]])
    both.close()


def memory() -> int:
    """Resident memory in KB."""
    gc.collect()
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


needs_proc = pytest.mark.skipif(
    not os.path.exists("/proc/self/statm"), reason="this system does not tell its memory"
)


def growth_of_runs() -> int:
    """How much 3,000 runs with ever new words and numbers leave behind."""
    rules = [rule(Pattern("p", "person", (at_least(n), among("who", "u1")))) for n in range(20)]
    rules += [rule(Pattern("p", "person", (at_least(n),)), joins_who()) for n in range(5)]
    matcher = Matcher(rules)

    def run(turns: range) -> None:
        for turn in turns:
            words = [frozenset({f"u{turn}", f"v{n}"}) if n % 2 else f"u{turn}" for n in range(8)]
            facts = [fact("person", who=word, score=turn + 0.5) for word in words]
            matcher.match([*facts, fact("event", who=f"u{turn}", score=Span(turn, None))])

    run(range(1_000))
    before = memory()
    run(range(1_000, 4_000))
    return memory() - before


def growth_of_matchers(close: bool) -> int:
    """How much 100 matchers leave behind that are closed, or only forgotten."""
    rules = [rule(Pattern("p", "person", (at_least(n),))) for n in range(50)]
    rules += [rule(anyone(), joins_who())] * 20

    def build(count: int) -> None:
        for _ in range(count):
            matcher = Matcher(rules)
            assert len(matcher.match(PAIR)) == 23
            if close:
                matcher.close()

    build(30)
    before = memory()
    build(100)
    return memory() - before


@needs_proc
@pytest.mark.parametrize(
    "growth", ["growth_of_runs()", "growth_of_matchers(True)", "growth_of_matchers(False)"]
)
def test_memory_stays_flat(growth: str) -> None:
    """Thousands of runs, and matchers closed or only forgotten, leave nothing behind."""
    run_python(f"from tests.test_engine import *\ngrown = {growth}\nassert grown < 600, grown")


def test_words_that_no_rule_knows_are_forgotten() -> None:
    """What a record says, of any length, is not kept when a run is over."""

    class Text(str):
        """A word that can be watched."""

    matcher = Matcher([rule(Pattern("p", "person", (among("who", "ann"),)), joins_who())])
    said = Text("confided")
    watched = weakref.ref(said)
    assert matcher.match([fact(who=said), fact("event", who="confided")]) == []
    del said
    gc.collect()
    assert watched() is None

"""Hypothesis strategies for rules, for facts that fulfil them, and for values that trip engines."""

from __future__ import annotations

from hypothesis import strategies as st

from ipt_rules.facts import Fact, Span, Value
from ipt_rules.rulebase.language import (
    AnyTest,
    Finds,
    JoinTest,
    NumberTest,
    Pattern,
    Rule,
    Test,
    WordTest,
)
from ipt_rules.terms import Stratum

KINDS = ("person", "event", "scale")
FIELDS = ("who", "role", "score", 'od"d')
WORDS = ("a", "b", "c")
RARE_WORDS = (
    *("", "A", "a ", "a!", "1", "1.0", "true", "null", "$m", "$and", "id", "z", "\x00", "\n"),
    *(
        'a"b',
        "a\\",
        '"a":{"id":"7"',
        "é",
        "e\u0301",
        "\u2028",
        "\U0001f642",
        "\ud800",
        "x" * 70_000,
    ),
)
RARE_NUMBERS = (
    *(0.0, -0.0, 1.0, 2.5, -1.5, 0.1 + 0.2, 0.3, 1e-07, 1e22, 5e-324, 1.5e300, float("inf")),
    *(2**31, 2**53, 2**53 + 1, float(2**53), -(2**53), 2**63, 10**30, 10**400),
)


def rule(*when: Pattern, name: str = "rule") -> Rule:
    """A rule of which only the conditions matter."""
    return Rule(name, name, Stratum.AREAS, when, Finds("found"), "because", "rationale", ())


def among(field: str, *allowed: str) -> WordTest:
    return WordTest(field, frozenset(allowed))


words = st.sampled_from(WORDS) | st.sampled_from(WORDS + RARE_WORDS)
numbers: st.SearchStrategy[float] = st.one_of(
    st.integers(-2, 3), st.integers(-2, 3), st.sampled_from(RARE_NUMBERS), st.floats(-3, 3)
)
_ends = st.none() | numbers
spans = st.builds(Span, _ends, _ends)
values: st.SearchStrategy[Value] = st.one_of(
    st.sampled_from(WORDS), words, numbers, spans, st.frozensets(words, max_size=3)
)
facts = st.builds(
    lambda kind, values, stands_for: Fact(kind, "", values, stands_for=stands_for),
    st.sampled_from((*KINDS, *KINDS, *KINDS, "unheard_of")),
    st.dictionaries(st.sampled_from(FIELDS), values, max_size=4),
    st.sampled_from(("", "", "", "", "", "", "asked.persons")),
)
"""One fact, at times of a kind that no rule names, at times a placeholder."""

_fields = st.sampled_from(FIELDS)
_word_fields = st.sampled_from(("who", "role", 'od"d')) | _fields
_number_fields = st.sampled_from(("score", "score", "score", "who"))
_allowed = st.frozensets(words, min_size=1, max_size=4)
word_tests = st.builds(WordTest, _word_fields, _allowed | _allowed | st.just(frozenset()))
_between = st.tuples(numbers, numbers).map(lambda ends: (min(ends), max(ends)))
number_tests = st.builds(
    lambda field, ends: NumberTest(field, *ends),
    _number_fields,
    _between | st.tuples(_ends, st.none()) | st.tuples(_ends, _ends),
)
_plain_tests = word_tests | number_tests
_alternatives = st.lists(
    st.lists(_plain_tests, min_size=1, max_size=2).map(tuple), min_size=1, max_size=3
).map(tuple)
any_tests = st.builds(AnyTest, _alternatives | _alternatives | st.sampled_from(((), ((),))))


@st.composite
def patterns(draw: st.DrawFn, alias: str, earlier: tuple[str, ...] = ()) -> Pattern:
    """A pattern, joined at times to one of the `earlier` aliases."""
    tests = draw(st.lists(word_tests | number_tests | word_tests | any_tests, max_size=2))
    if earlier:
        joins = st.builds(JoinTest, _word_fields, st.sampled_from(earlier), _word_fields)
        tests += draw(st.lists(joins, max_size=2))
    presumes = draw(st.lists(word_tests, max_size=2) | st.just([]))
    return Pattern(alias, draw(st.sampled_from(KINDS)), tuple(tests), tuple(presumes))


@st.composite
def rules(draw: st.DrawFn, max_patterns: int = 3) -> Rule:
    """A rule of up to `max_patterns` patterns."""
    aliases = tuple(f"p{n}" for n in range(draw(st.integers(1, max_patterns))))
    return rule(*[draw(patterns(alias, aliases[:n])) for n, alias in enumerate(aliases)])


@st.composite
def fulfilling(draw: st.DrawFn, rule: Rule) -> list[Fact]:
    """A fact for each pattern that mostly fulfils it, joins included."""
    found: dict[str, dict[str, Value]] = {}
    for pattern in rule.when:
        tests: list[Test] = list(pattern.presumes if draw(st.booleans()) else ())
        for test in pattern.tests:
            choices = test.alternatives if isinstance(test, AnyTest) else ((test,),)
            tests += draw(st.sampled_from(choices or ((),)))
        fact = found[pattern.alias] = {}
        for test in sorted(tests, key=lambda test: not isinstance(test, JoinTest)):
            if isinstance(test, JoinTest):
                word = found[test.alias].setdefault(test.other_field, draw(words))
                fact[test.field] = word
            elif isinstance(test, NumberTest):
                ends = [end for end in (test.low, test.high) if end is not None]
                span = Span(test.low, test.high)
                fact.setdefault(test.field, draw(st.sampled_from([*ends, span]) | numbers))
            elif isinstance(test, WordTest) and test.allowed:
                allowed = sorted(test.allowed)
                some = st.sampled_from(allowed) | st.frozensets(st.sampled_from(allowed))
                fact.setdefault(test.field, draw(some))
    return [Fact(pattern.kind, "", found[pattern.alias]) for pattern in rule.when]


@st.composite
def batches(draw: st.DrawFn, rules: list[Rule], max_size: int = 6) -> list[Fact]:
    """Facts in any order, many of which fulfil a rule."""
    batch = draw(st.lists(facts, max_size=max_size))
    for rule in draw(st.lists(st.sampled_from(rules), min_size=1, max_size=4)):
        batch += draw(fulfilling(rule))
    return draw(st.permutations(batch))


@st.composite
def cases(
    draw: st.DrawFn, min_rules: int = 1, max_rules: int = 4, max_batches: int = 1
) -> tuple[list[Rule], list[list[Fact]]]:
    """Rules, and batches of facts for them."""
    drawn = draw(st.lists(rules(), min_size=min_rules, max_size=max_rules))
    return drawn, draw(st.lists(batches(drawn), min_size=1, max_size=max_batches))

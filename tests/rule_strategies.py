"""Hypothesis strategies for rules and facts that meet, and for values that break careless engines.

Kinds, fields and words are few, so that rules hold often; one value in several is a rare one.
"""

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

batches = st.lists(facts, max_size=9)

_fields = st.sampled_from(FIELDS)
word_tests = st.builds(WordTest, _fields, st.frozensets(words, max_size=4))
number_tests = st.builds(NumberTest, _fields, _ends, _ends)
_plain_tests = word_tests | number_tests
any_tests = st.builds(
    AnyTest, st.lists(st.lists(_plain_tests, max_size=2).map(tuple), max_size=3).map(tuple)
)


@st.composite
def patterns(draw: st.DrawFn, alias: str, earlier: tuple[str, ...] = ()) -> Pattern:
    """A pattern, joined at times to one of the `earlier` aliases."""
    tests = draw(st.lists(word_tests | number_tests | word_tests | any_tests, max_size=2))
    if earlier:
        joins = st.builds(JoinTest, _fields, st.sampled_from(earlier), _fields)
        tests += draw(st.lists(joins, max_size=2))
    presumes = draw(st.lists(word_tests, max_size=2) | st.just([]))
    return Pattern(alias, draw(st.sampled_from(KINDS)), tuple(tests), tuple(presumes))


@st.composite
def rules(draw: st.DrawFn, max_patterns: int = 3) -> Rule:
    """A rule of up to `max_patterns` patterns, half of the rules with a single one."""
    aliases = tuple(f"p{n}" for n in range(draw(st.just(1) | st.integers(1, max_patterns))))
    return rule(*[draw(patterns(alias, aliases[:n])) for n, alias in enumerate(aliases)])

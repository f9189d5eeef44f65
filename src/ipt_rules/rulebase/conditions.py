"""Plain data to patterns, every name checked against the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ipt_rules import terms as t
from ipt_rules.exceptions import Path
from ipt_rules.facts import FactField, FactKind, vocabulary
from ipt_rules.rulebase.language import (
    AnyTest,
    JoinTest,
    NumberTest,
    Pattern,
    Test,
    WordTest,
)
from ipt_rules.rulebase.reader import Reader

_STRATA = list(t.Stratum)
MAX_PATTERNS, MAX_ALTERNATIVES = 6, 12
"""More than a person can read at once, and far less than the engine can take."""
ALIAS = re.compile(r"[a-z][a-z0-9_]{0,30}")
_SEEN_FROM = {
    "alert": t.Stratum.AREAS,
    "suitability": t.Stratum.AREAS,
    "finding": t.Stratum.AREAS,
    "argument": t.Stratum.FOCUS,
    "area": t.Stratum.FOCUS,
    "proposal": t.Stratum.PLAN,
    "focus": t.Stratum.PLAN,
    "held": t.Stratum.FORMULATION,
    "formulation": t.Stratum.FORMULATION,
    "formulation_area": t.Stratum.FORMULATION,
    "planned_technique": t.Stratum.FORMULATION,
    "used_technique": t.Stratum.FORMULATION,
    "linked": t.Stratum.FORMULATION,
    "lacking": t.Stratum.FORMULATION,
    "wording": t.Stratum.FORMULATION,
    "late_disclosure": t.Stratum.FORMULATION,
    "notes": t.Stratum.FORMULATION,
}
"""The first stratum in which a kind of fact exists or may be read."""


def read_patterns(
    reader: Reader, when: Any, presumes: Any, stratum: t.Stratum, under: str = "when"
) -> tuple[Pattern, ...]:
    """The patterns of a rule, which stand `under` that key of its file.

    What is wrong is said to the reader; what is right is returned.
    """
    patterns: list[Pattern] = []
    specs = reader.mapping((under,), when, "named patterns, such as `death: {fact: life_event}`")
    if specs == {} and isinstance(when, Mapping):
        reader.say((under,), "a rule needs at least one pattern")
    if len(specs) > MAX_PATTERNS:
        reader.say((under,), f"at most {MAX_PATTERNS} patterns; a rule is one idea")
    presumed = reader.mapping(("presumes",), presumes, "names of patterns with what they presume")
    for alias in presumed:
        reader.known(("presumes", alias), alias, specs, "a pattern of this rule")
    for alias, spec in specs.items():
        path: Path = (under, alias)
        if not ALIAS.fullmatch(alias):
            reader.say(path, "a pattern is named with small letters, digits and _")
        pattern = reader.mapping(path, spec, "a pattern, such as `{fact: life_event, group: work}`")
        kind = read_kind(reader, path, pattern, stratum) if isinstance(spec, Mapping) else None
        if kind is None:
            continue
        rest = {name: value for name, value in pattern.items() if name != "fact"}
        tests = tuple(_tests(reader, path, kind, rest, patterns))
        defaults = presumed.get(alias, {})
        patterns.append(Pattern(alias, kind.name, tests, _presumes(reader, alias, kind, defaults)))
    return tuple(patterns)


def read_kind(
    reader: Reader, path: Path, spec: Mapping[str, Any], stratum: t.Stratum | None
) -> FactKind | None:
    """The kind of fact that a pattern names, if it may be read in that stratum."""
    if "fact" not in spec:
        reader.say(path, "the kind of fact is missing; begin with `fact: life_event`, for instance")
        return None
    name = spec["fact"]
    if not reader.known((*path, "fact"), name, vocabulary(), "a kind of fact"):
        return None
    first = _SEEN_FROM.get(name, t.Stratum.SAFETY)
    if stratum is not None and _STRATA.index(stratum) < _STRATA.index(first):
        reader.say((*path, "fact"), f"{name} facts exist from the {first} stratum on")
        return None
    return vocabulary()[name]


def read_field(reader: Reader, path: Path, kind: FactKind, name: str) -> FactField | None:
    """A field of a kind of fact, or nothing and a problem."""
    if name not in kind.fields:
        reader.known((*path, name), name, kind.fields, f"a field of {kind.name}")
        return None
    return kind.fields[name]


def _tests(
    reader: Reader,
    path: Path,
    kind: FactKind,
    spec: Mapping[str, Any],
    earlier: list[Pattern],
) -> Iterator[Test]:
    for name, value in spec.items():
        if name == "any":
            yield from _any(reader, (*path, "any"), kind, value)
            continue
        field = read_field(reader, path, kind, name)
        if field is None:
            continue
        test = (
            _join(reader, (*path, name), field, value, earlier)
            if field.type == "reference" or _is_join(field, value)
            else _plain(reader, (*path, name), field, value)
        )
        if test is not None:
            yield test


def _any(reader: Reader, path: Path, kind: FactKind, value: Any) -> Iterator[AnyTest]:
    if not isinstance(value, list) or len(value) < 2:
        reader.say(path, "expected a list of two or more alternatives")
        return
    alternatives = []
    for number, spec in enumerate(value):
        here = (*path, number)
        tests = []
        for name, constraint in reader.mapping(here, spec, "fields with what they must be").items():
            field = read_field(reader, here, kind, name)
            if field is None:
                continue
            test = _plain(reader, (*here, name), field, constraint)
            if test is not None:
                tests.append(test)
        alternatives.append(tuple(tests))
    if len(alternatives) > MAX_ALTERNATIVES:
        reader.say(path, f"at most {MAX_ALTERNATIVES} alternatives")
    yield AnyTest(tuple(alternatives))


def _presumes(reader: Reader, alias: str, kind: FactKind, spec: Any) -> tuple[WordTest, ...]:
    path: Path = ("presumes", alias)
    found = []
    for name, value in reader.mapping(path, spec, "fields with what they are taken to be").items():
        field = read_field(reader, path, kind, name)
        if field is None:
            continue
        test = _plain(reader, (*path, name), field, value)
        if isinstance(test, WordTest):
            found.append(test)
        elif test is not None:
            reader.say((*path, name), "only fields with words can be presumed, numbers cannot")
    return tuple(found)


def _plain(
    reader: Reader, path: Path, field: FactField, value: Any
) -> WordTest | NumberTest | None:
    if field.type == "word":
        return read_words(reader, path, field, value)
    if field.type == "number":
        return read_number(reader, path, field, value)
    if field.type == "reference":
        reader.say(path, f"{field.name} names a record; that cannot stand under any")
    else:
        reader.say(path, f"{field.name} is for sentences; a rule cannot test it")
    return None


_WORD_OPERATORS = ("is", "in", "not_in")
_NUMBER_OPERATORS = ("is", "at_least", "at_most", "from", "to")


def read_words(reader: Reader, path: Path, field: FactField, value: Any) -> WordTest | None:
    """A test of words: `field: word`, or with is, in or not_in."""
    operator, given = "is", value
    if isinstance(value, Mapping):
        if not _operators(reader, path, value, _WORD_OPERATORS):
            return None
        if len(value) != 1:
            reader.say(path, "one comparison at a time: is, in or not_in")
            return None
        ((operator, given),) = value.items()
        path = (*path, operator)
    words = given if isinstance(given, list) and operator != "is" else [given]
    if not words or not all(_is_word(reader, path, field, word) for word in words):
        if not words:
            reader.say(path, "expected at least one word")
        return None
    if operator != "not_in":
        return WordTest(field.name, frozenset(words))
    if not field.values:
        reader.say(path, f"{field.name} has no fixed list of words, so not_in cannot be used")
        return None
    others = frozenset(field.values) - set(words)
    if not others:
        reader.say(path, f"this leaves no word that {field.name} could be")
        return None
    return WordTest(field.name, others)


def _is_word(reader: Reader, path: Path, field: FactField, word: Any) -> bool:
    if field.values:
        return reader.known(path, word, field.values, f"a value of {field.name}")
    if isinstance(word, str):
        return True
    reader.say(path, "expected a word")
    return False


def read_number(reader: Reader, path: Path, field: FactField, value: Any) -> NumberTest | None:
    """A test of numbers: `field: 3`, or with at_least, at_most, from and to."""
    places = {name: (*path, name) for name in value} if isinstance(value, Mapping) else {"is": path}
    if not isinstance(value, Mapping):
        value = {"is": value}
    if not value:
        reader.say(path, "expected a number, or a comparison such as {at_least: 3}")
    if not value or not _operators(reader, path, value, _NUMBER_OPERATORS):
        return None
    for operator, number in value.items():
        if isinstance(number, bool) or not isinstance(number, int | float):
            reader.say(places[operator], "expected a number")
            return None
    lows = [value[name] for name in ("is", "at_least", "from") if name in value]
    highs = [value[name] for name in ("is", "at_most", "to") if name in value]
    if len(lows) > 1 or len(highs) > 1 or (lows and highs and lows[0] > highs[0]):
        reader.say(path, "these comparisons cannot stand together")
        return None
    return NumberTest(field.name, lows[0] if lows else None, highs[0] if highs else None)


def _operators(
    reader: Reader, path: Path, value: Mapping[str, Any], allowed: tuple[str, ...]
) -> bool:
    known = [reader.known((*path, name), name, allowed, "a comparison") for name in value]
    return all(known)  # a list, so that every wrong word is said


def _is_join(field: FactField, value: Any) -> bool:
    return field.type == "word" and isinstance(value, Mapping) and set(value) == {"same_as"}


def _join(
    reader: Reader, path: Path, field: FactField, value: Any, earlier: list[Pattern]
) -> JoinTest | None:
    target = value.get("same_as") if isinstance(value, Mapping) and len(value) == 1 else None
    alias, dot, name = target.partition(".") if isinstance(target, str) else ("", "", "")
    if not dot:
        reader.say(path, f"{field.name} names a record; compare it with {{same_as: alias.field}}")
        return None
    kinds = {pattern.alias: vocabulary()[pattern.kind] for pattern in earlier}
    if not reader.known((*path, "same_as"), alias, kinds, "an earlier pattern of this rule"):
        return None
    fields = kinds[alias].fields
    if not reader.known((*path, "same_as"), name, fields, f"a field of {kinds[alias].name}"):
        return None
    other = fields[name]
    if field.type == "reference" and other.type != "reference":
        reader.say((*path, "same_as"), f"{name} does not name a record")
        return None
    if field.type == "word" and (other.type, other.values) != ("word", field.values):
        reader.say((*path, "same_as"), f"{name} does not have the same words as {field.name}")
        return None
    return JoinTest(field.name, alias, name)

"""The examples of a rule: tiny cases, with facts as a person writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipt_rules import terms as t
from ipt_rules.exceptions import Path
from ipt_rules.facts import Fact, FactField, Span, Value, vocabulary
from ipt_rules.rulebase.conditions import read_field, read_kind, read_number, read_words
from ipt_rules.rulebase.language import Example
from ipt_rules.rulebase.reader import Reader


def read_examples(reader: Reader, data: Any) -> tuple[Example, ...]:
    """The examples of a rule: tiny cases with the verdict it must give."""
    examples = []
    for number, given in enumerate(data):
        path: Path = ("examples", number)
        spec = reader.mapping(path, given, "an example with a name, facts and a verdict")
        if not isinstance(given, Mapping):
            continue
        for key in spec.keys() - {"name", "facts", "verdict", "asks"}:
            reader.say((*path, key), "unknown field of an example")
        facts = spec.get("facts", [])
        if not isinstance(facts, list) or not isinstance(spec.get("name"), str):
            reader.say(path, "an example has a name and a list of facts")
            continue
        if not reader.known((*path, "verdict"), spec.get("verdict"), list(t.Verdict), "a verdict"):
            continue
        asks = spec.get("asks", [])
        if not isinstance(asks, list):
            reader.say((*path, "asks"), "expected a list of fields, such as [life_event.closeness]")
            continue
        for place, field in enumerate(asks):
            _asked_field(reader, (*path, "asks", place), field)
        read = [read_fact(reader, (*path, "facts", i), fact, i) for i, fact in enumerate(facts)]
        if None not in read:
            whole = tuple(fact for fact in read if fact is not None)
            verdict = t.Verdict(spec["verdict"])
            examples.append(Example(spec["name"], whole, verdict, frozenset(map(str, asks))))
    return tuple(examples)


def _asked_field(reader: Reader, path: Path, asked: Any) -> None:
    kind, _, field = asked.partition(".") if isinstance(asked, str) else (asked, "", "")
    if reader.known(path, kind, vocabulary(), "a kind of fact"):
        reader.known(path, field, vocabulary()[kind].fields, f"a field of {kind}")


def read_fact(reader: Reader, path: Path, data: Any, number: int) -> Fact | None:
    """A fact as examples write it: `{fact: life_event, group: work}`.

    A list of words is a set of which one holds, `{from: 7, to: 13}` a span, and
    `not_asked: asked.deaths` makes it the placeholder of an unasked domain.
    """
    spec = reader.mapping(path, data, "a fact, such as `{fact: life_event, group: work}`")
    kind = read_kind(reader, path, spec, None) if isinstance(data, Mapping) else None
    if kind is None:
        return None
    values: dict[str, Value] = {}
    for name, value in spec.items():
        if name in ("fact", "not_asked"):
            continue
        field = read_field(reader, path, kind, name)
        if field is None:
            continue
        read = _fact_value(reader, (*path, name), field, value)
        if read is not None:
            values[name] = read
    if "not_asked" in spec:
        _asked_field(reader, (*path, "not_asked"), spec["not_asked"])
    stands_for = str(spec.get("not_asked", ""))
    return Fact(kind.name, f"{kind.name}:{number}", values, stands_for=stands_for)


def _fact_value(reader: Reader, path: Path, field: FactField, value: Any) -> Value | None:
    if field.type == "number":
        test = read_number(reader, path, field, value)
        if test is None:
            return None
        exact = test.low is not None and test.low == test.high
        return test.low if exact else Span(test.low, test.high)
    if field.type == "word":
        words = read_words(reader, path, field, {"in": value} if isinstance(value, list) else value)
        if words is None:
            return None
        return words.allowed if len(words.allowed) > 1 else next(iter(words.allowed))
    if isinstance(value, str):
        return value
    reader.say(path, "expected text")
    return None

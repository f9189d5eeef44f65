"""What only the rule base as a whole can show: names that point from one file to another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ipt_rules.exceptions import Path, Problem
from ipt_rules.rulebase.base import RuleBase
from ipt_rules.rulebase.language import (
    GROUPS,
    AnyTest,
    HoldsTechniques,
    RaisesAlert,
    Rule,
    SuggestsTechnique,
    WordTest,
)
from ipt_rules.rulebase.reader import Reader


def cross_problems(
    rules: RuleBase, readers: Mapping[str, Reader], names: Collection[str]
) -> Iterator[Problem]:
    """Sources, techniques and rules that are named but do not exist.

    `names` are the files found, those that could not be read among them: they are not missing.
    """
    before = {name: len(reader.problems) for name, reader in readers.items()}
    techniques = [name.removeprefix("techniques/") for name in names if _is_technique(name)]
    broken = {name for name in names if name not in readers or readers[name].problems}
    ids = broken.union(rule.id for rule in rules.rules)
    for rule in rules.rules:
        _check_rule(rule, techniques, sorted(ids), readers[rule.id.partition("#")[0]])
    for name, technique in rules.techniques.items():
        reader = readers[f"techniques/{name}"]
        _names(reader, ("needs",), technique.needs, techniques, "a technique")
    if rules.sources:  # else the bibliography itself is broken, and said to be
        for reader in readers.values():
            for path, ref in _citations(reader.source.data, ()):
                reader.known(path, ref, rules.sources, "a source of sources.yaml")
    for name, reader in readers.items():
        yield from reader.problems[before[name] :]


def _is_technique(name: str) -> bool:
    return name.startswith("techniques/")


def _check_rule(
    rule: Rule, techniques: Collection[str], ids: Collection[str], reader: Reader
) -> None:
    if rule.replaced_by is not None:
        others = [other for other in ids if other != rule.id]
        reader.known(("replaced_by",), rule.replaced_by, others, "another rule")
    for name in _rules_read(rule):
        section = "suggest_when" if _is_technique(rule.id) else "when"
        reader.known((section,), name, ids, "a rule")
    if isinstance(rule.then, HoldsTechniques):
        _names(reader, ("then", "hold"), rule.then.techniques, techniques, "a technique")
    if isinstance(rule.then, RaisesAlert):
        allowed = [*GROUPS, *techniques]
        _names(reader, ("then", "holds"), rule.then.holds, allowed, "a technique, or a group")
    if isinstance(rule.then, SuggestsTechnique) and not _is_technique(rule.id):
        reader.known(("then", "technique"), rule.then.technique, techniques, "a technique")


def _rules_read(rule: Rule) -> Iterator[str]:
    """The rules whose alerts or remarks this rule reads by name."""
    for pattern in rule.when:
        if pattern.kind in ("alert", "suitability"):
            tests = [*pattern.tests]
            for test in pattern.tests:
                if isinstance(test, AnyTest):
                    tests += [part for parts in test.alternatives for part in parts]
            for test in tests:
                if isinstance(test, WordTest) and test.field == "name":
                    yield from sorted(test.allowed)


def _citations(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every `ref` in a file, with its path."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key == "ref" and isinstance(value, str):
                yield (*path, key), value
            yield from _citations(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _citations(value, (*path, number))


def _names(
    reader: Reader,
    path: tuple[str, ...],
    names: Iterable[str],
    allowed: Iterable[str],
    what: str,
) -> None:
    known = list(allowed)
    for number, name in enumerate(names):
        reader.known((*path, number), name, known, what)

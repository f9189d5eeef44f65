"""What only the rule base as a whole can show: names that point from one file to another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ipt_rules.exceptions import Path, Problem
from ipt_rules.facts import plain_name, vocabulary
from ipt_rules.rulebase.base import RuleBase
from ipt_rules.rulebase.language import (
    GROUPS,
    HoldsTechniques,
    RaisesAlert,
    Rule,
    word_tests,
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
        reader = readers[rule.id.partition("#")[0]]
        _check_rule(rule, techniques, sorted(ids), reader)
        _check_lacking(rule, rules, reader)
    for name, technique in rules.techniques.items():
        reader = readers[f"techniques/{name}"]
        _names(reader, ("needs",), technique.needs, techniques, "a technique")
        _names(reader, ("needs_one_of",), technique.needs_one_of, techniques, "a technique")
    for name, profile in rules.profiles.items():
        tasks = [task.removeprefix("tasks/") for task in names if task.startswith("tasks/")]
        for number, placed in enumerate(profile.tasks):
            path: Path = ("tasks", number, "task")
            readers[f"profiles/{name}"].known(path, placed.task, tasks, "a task of rules/tasks")
    _check_names(rules, readers)
    _check_foreign(rules, readers)
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


def _rules_read(rule: Rule) -> Iterator[str]:
    """The rules whose alerts or remarks this rule reads by name."""
    for pattern in rule.when:
        if pattern.kind in ("alert", "suitability"):
            for test in word_tests(pattern):
                if test.field == "name":
                    yield from sorted(test.allowed)


def _check_lacking(rule: Rule, rules: RuleBase, reader: Reader) -> None:
    """What a rule asks the record for has to be something that the record can hold."""
    names = [f"technique.{name}" for name in rules.techniques]
    names += [f"task.{name}" for name in rules.tasks]
    kinds = [kind for kind in vocabulary().values() if not kind.concluded]
    names += ["formulation", *(f"{kind.name}.{field}" for kind in kinds for field in kind.fields)]
    for pattern in rule.when:
        if pattern.kind == "lacking":
            for test in word_tests(pattern):
                for word in sorted(test.allowed) if test.field == "field" else ():
                    reader.known(
                        ("when", pattern.alias, "field"), word, names, "a field of a record"
                    )


def _check_names(rules: RuleBase, readers: Mapping[str, Reader]) -> None:
    """Every name or phrase that is looked for has a letter or a digit in it."""
    for name, foreign in rules.foreign.items():
        for number, known in enumerate(foreign.known_as):
            if not plain_name(known):
                readers[f"not_ipt/{name}"].say(("known_as", number), _NOTHING_TO_FIND)
    for name, phrases in rules.phrases.items():
        for number, phrase in enumerate(phrases.phrases):
            if not plain_name(phrase):
                readers[f"phrases/{name}"].say(("phrases", number), _NOTHING_TO_FIND)


_NOTHING_TO_FIND = "there is no letter and no digit in it to look for"


def _check_foreign(rules: RuleBase, readers: Mapping[str, Reader]) -> None:
    """What is not IPT has names of its own: none of a technique, none twice."""
    taken = {plain_name(name): f"the technique {name}" for name in rules.techniques}
    taken |= {
        plain_name(document.title): f"the technique {name}"
        for name, document in rules.techniques.items()
    }
    for name, document in rules.foreign.items():
        reader = readers[f"not_ipt/{name}"]
        _names(reader, ("instead",), document.instead, list(rules.techniques), "a technique")
        own = {plain_name(name), plain_name(document.title)}
        for number, known in enumerate(document.known_as):
            other = taken.get(plain_name(known))
            if other is not None and plain_name(known) not in own:
                reader.say(("known_as", number), f"{known!r} is a name of {other} already")
        for known in own:
            if known in taken:
                reader.say((), f"{known!r} is a name of {taken[known]} already")
        taken |= dict.fromkeys([*map(plain_name, document.known_as), *own], f"not_ipt/{name}")


def _citations(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every `ref` in a file, with its path."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key in ("ref", "source") and isinstance(value, str):
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

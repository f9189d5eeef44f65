"""Everything in a rule base that has a name, in one form: for commands, pages and an index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.rulebase import readings
from ipt_rules.rulebase.base import RuleBase
from ipt_rules.rulebase.language import AssignsTask, Citation, Example, SuggestsTechnique
from ipt_rules.rulebase.reading import reading


@frozen
class Entry:
    """A rule, a technique, a course, an instrument, a list of words, or what is not IPT.

    `reading` is said from the logic; `sources` carry their evidence mark.
    """

    name: str
    kind: str
    title: str
    status: t.RuleStatus
    reading: tuple[str, ...]
    because: str
    rationale: str
    sources: tuple[str, ...]
    examples: tuple[Example, ...]
    implements: tuple[str, ...]


def entries(rules: RuleBase) -> Iterator[Entry]:
    """Every entry, by name; the tasks of a course are shown with the course."""
    for name in sorted(_names(rules)):
        yield entry(name, rules)


def _names(rules: RuleBase) -> Iterator[str]:
    for rule in rules.rules:
        if not isinstance(rule.then, AssignsTask | SuggestsTechnique):
            yield rule.id
    for folder, held in _folders(rules).items():
        yield from (f"{folder}/{name}" for name in held)


def _folders(rules: RuleBase) -> dict[str, list[str]]:
    return {
        "techniques": list(rules.techniques),
        "tasks": list(rules.tasks),
        "profiles": list(rules.profiles),
        "instruments": list(rules.instruments),
        "not_ipt": list(rules.foreign),
        "phrases": list(rules.phrases),
    }


def entry(name: str, rules: RuleBase) -> Entry:
    """The entry of that name; `KeyError` if there is none.

    >>> from ipt_rules import load_rules
    >>> entry("instruments/phq-9", load_rules()).title
    'PHQ-9'
    """
    folder, _, own = name.partition("/")
    if folder == "techniques":
        technique = rules.techniques[own]
        rule = rules.get(name)
        said = tuple(readings.technique_reading(own, rules))
        return _entry(name, "technique", technique, rules, said, technique.because,
                      rule.examples if rule else ())  # fmt: skip
    if folder == "profiles":
        profile = rules.profiles[own]
        return _entry(name, "course", profile, rules, readings.profile_reading(profile, rules))
    if folder == "instruments":
        scale = rules.instruments[own]
        return _entry(name, "instrument", scale, rules, readings.instrument_reading(scale))
    if folder == "not_ipt":
        foreign = rules.foreign[own]
        said = tuple(readings.foreign_reading(own, rules))
        return _entry(name, f"not IPT, {foreign.kind}", foreign, rules, said, foreign.because)
    if folder == "phrases":
        phrases = rules.phrases[own]
        return _entry(name, "list of words", phrases, rules, sorted(phrases.phrases))
    if folder == "tasks":
        task = rules.tasks[own]
        return _entry(name, "task", task, rules, readings.task_reading(own, rules), task.because)
    found = rules[name]
    kind = f"rule, {found.stratum.label}"
    said = tuple(str(reading(found)).splitlines())
    return _entry(name, kind, found, rules, said, found.because, found.examples)


class _Document(Protocol):
    """What every file of knowledge has."""

    @property
    def title(self) -> str: ...
    @property
    def status(self) -> t.RuleStatus: ...
    @property
    def rationale(self) -> str: ...
    @property
    def sources(self) -> tuple[Citation, ...]: ...
    @property
    def implements(self) -> tuple[str, ...]: ...


def _entry(
    name: str,
    kind: str,
    document: _Document,
    rules: RuleBase,
    said: Iterable[str],
    because: str = "",
    examples: tuple[Example, ...] = (),
) -> Entry:
    return Entry(
        name,
        kind,
        document.title,
        document.status,
        tuple(said),
        because,
        document.rationale.strip(),
        tuple(cited(citation, rules) for citation in document.sources),
        examples,
        document.implements,
    )


def cited(citation: Citation, rules: RuleBase) -> str:
    """A source with its evidence mark, as a reader needs it."""
    found = rules.sources[citation.ref]
    who = f"{found.authors} " if found.authors else ""
    year = f"({found.year}). " if found.year else ""
    where = f". {found.where}" if found.where else ""
    return f"[{citation.evidence}] {who}{year}{found.title}{where} [{citation.ref}]"

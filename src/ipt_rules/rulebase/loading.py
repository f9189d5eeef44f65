"""A folder of YAML files to a rule base, with every problem of every file at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from importlib.resources import files
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar

from attrs import evolve, field, frozen

from ipt_rules.documents.source import read
from ipt_rules.documents.structure import structure
from ipt_rules.exceptions import DocumentError, Problem, RuleError
from ipt_rules.rulebase import files as f
from ipt_rules.rulebase.base import RuleBase
from ipt_rules.rulebase.courses import ProfileDocument, TaskDocument
from ipt_rules.rulebase.instruments import InstrumentDocument
from ipt_rules.rulebase.language import Rule
from ipt_rules.rulebase.policy import Asking, Policy
from ipt_rules.rulebase.reader import Reader
from ipt_rules.rulebase.rules import (
    STRATUM_OF,
    Signed,
    Task,
    profile_rules,
    read_review,
    read_rule,
    read_task,
)
from ipt_rules.rulebase.techniques import technique_rule
from ipt_rules.rulebase.whole import cross_problems

T = TypeVar("T")
S = TypeVar("S", bound=Signed)

_NOT_KNOWLEDGE = ("cases", "quizzes")


def load_rules(folder: str | PathLike[str] | None = None) -> RuleBase:
    """Read the rule base in a folder, or the one that ships with the library.

    >>> load_rules().name
    'ipt-core'

    Raises `RuleError` listing every problem of every file, with file, line and column.
    """
    root = rules_folder() if folder is None else Path(folder)
    if not (root / "rulebase.yaml").is_file():
        message = "not a rule base: it holds no rulebase.yaml"
        raise RuleError([Problem(str(root), None, None, (), message)])
    shelf = _Shelf()
    for path in sorted(root.rglob("*.yaml")):
        name = path.relative_to(root).with_suffix("").as_posix()
        if name.split("/")[0] not in _NOT_KNOWLEDGE:
            shelf.take(name, path)
    for path in sorted(root.rglob("*.yml")):
        shelf.problems.append(Problem(str(path), None, None, (), "not read; name it .yaml"))
    return shelf.rule_base(root)


def rules_folder() -> Path:
    """The folder of the rule base that ships with the library: in the wheel, or in a checkout."""
    installed = Path(str(files("ipt_rules"))) / "rules"
    if (installed / "rulebase.yaml").is_file():
        return installed
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "pyproject.toml").is_file() and (checkout / "rules").is_dir():
        return checkout / "rules"
    message = "the rule files of ipt_rules are not installed"
    raise RuleError([Problem(str(installed), None, None, (), message)])


@frozen
class _Shelf:
    """The files read so far, by kind, and what is wrong with them."""

    problems: list[Problem] = field(factory=list)
    names: list[str] = field(factory=list)
    readers: dict[str, Reader] = field(factory=dict)
    rules: dict[str, Rule] = field(factory=dict)
    techniques: dict[str, f.TechniqueDocument] = field(factory=dict)
    tasks: dict[str, Task] = field(factory=dict)
    profiles: dict[str, ProfileDocument] = field(factory=dict)
    instruments: dict[str, InstrumentDocument] = field(factory=dict)
    foreign: dict[str, f.ForeignDocument] = field(factory=dict)
    phrases: dict[str, f.PhrasesDocument] = field(factory=dict)
    sources: dict[str, f.BibliographyEntry] = field(factory=dict)
    single: dict[str, Any] = field(factory=dict)

    def take(self, name: str, path: Path) -> None:
        """Read one file into its place."""
        self.names.append(name)
        try:
            reader = Reader(read(path))
        except DocumentError as error:
            self.problems.extend(error.problems)
            return
        self.readers[name] = reader
        if "#" in name:
            reader.say(
                (), "a file of knowledge has no # in its name; that marks the tasks of a course"
            )
            self.problems.extend(reader.problems)
            return
        folder, below, _ = name.partition("/")
        place = self._files().get(name) or (self._folders().get(folder) if below else None)
        if place is None:
            reader.say((), "no such place in a rule base; see rules/README.md")
        else:
            place(name, reader)
        self.problems.extend(reader.problems)

    def _files(self) -> dict[str, Callable[[str, Reader], None]]:
        return {
            "rulebase": self._single(f.Identity),
            "focus/policy": self._single(Policy),
            "focus/asking": self._single(Asking),
            "crisis": self._single(f.CrisisDocument),
            "sources": self._sources,
        }

    def _folders(self) -> dict[str, Callable[[str, Reader], None]]:
        return {
            "techniques": self._technique,
            "tasks": self._task,
            "profiles": self._keeps(ProfileDocument, self.profiles),
            "not_ipt": self._keeps(f.ForeignDocument, self.foreign),
            "phrases": self._keeps(f.PhrasesDocument, self.phrases),
            "instruments": self._instrument,
            **dict.fromkeys(STRATUM_OF, self._rule),
        }

    def _single(self, kind: type[Any]) -> Callable[[str, Reader], None]:
        def place(name: str, reader: Reader) -> None:
            self.single[name] = document = _structured(reader, kind)
            if isinstance(document, f.CrisisDocument):
                for region in document.regions:
                    if not (len(region) == 2 and region.isascii() and region.isupper()):
                        reader.say(("regions", region), "a region is two capital letters, ISO 3166")
            if isinstance(document, Asking):
                for line, fault in document.faults():
                    reader.say(("costs", line, "asks"), fault)
            if isinstance(document, Policy):
                for fault in document.faults():
                    reader.say((), fault)

        return place

    def _sources(self, name: str, reader: Reader) -> None:
        entries = _structured(reader, dict[str, f.BibliographyEntry])
        self.sources.update(entries or {})

    def _rule(self, name: str, reader: Reader) -> None:
        document = _structured(reader, f.RuleDocument)
        if document is not None:
            self._add(read_rule(reader, name, document))

    def _technique(self, name: str, reader: Reader) -> None:
        document = _structured(reader, f.TechniqueDocument)
        if document is not None:
            technique = name.partition("/")[2]
            self.techniques[technique] = document
            self._add(technique_rule(reader, name, technique, document))

    def _task(self, name: str, reader: Reader) -> None:
        document = _structured(reader, TaskDocument)
        if document is not None:
            self.tasks[name.partition("/")[2]] = read_task(reader, document)

    def _keeps(self, kind: type[S], kept: dict[str, S]) -> Callable[[str, Reader], None]:
        def place(name: str, reader: Reader) -> None:
            document = _structured(reader, kind)
            if document is not None:
                read_review(reader, document)
                kept[name.partition("/")[2]] = document

        return place

    def _instrument(self, name: str, reader: Reader) -> None:
        document = _structured(reader, InstrumentDocument)
        if document is None:
            return
        read_review(reader, document)
        for key, fault in document.faults():
            reader.say((key,), fault)
        if document.instrument in {other.instrument for other in self.instruments.values()}:
            reader.say(("instrument",), f"{document.instrument.value} has a file already")
        self.instruments[name.partition("/")[2]] = document

    def _place_tasks(self) -> None:
        """The rules of the profiles, once every task has been read."""
        for name, profile in self.profiles.items():
            reader = self.readers[f"profiles/{name}"]
            before = len(reader.problems)
            for rule in profile_rules(reader, f"profiles/{name}", profile, self.tasks):
                self._add(rule)
            self.problems.extend(reader.problems[before:])

    def _add(self, rule: Rule | None) -> None:
        if rule is not None:
            self.rules[rule.id] = rule

    def rule_base(self, root: Path) -> RuleBase:
        """The whole, or every problem."""
        missing = [name for name in ("focus/policy", "sources") if name not in self.names]
        self.problems.extend(
            Problem(str(root / f"{name}.yaml"), None, None, (), "this file is missing")
            for name in missing
        )
        self._place_tasks()
        policy: Policy | None = self.single.get("focus/policy")
        if policy is None:
            raise RuleError(sorted(self.problems, key=_by_place))
        whole = RuleBase(
            name="",
            version="",
            digest=self._digest(),
            rules=tuple(rule for _, rule in sorted(self.rules.items())),
            techniques=self.techniques,
            tasks={name: task.document for name, task in self.tasks.items()},
            profiles=self.profiles,
            instruments=self.instruments,
            foreign=self.foreign,
            phrases=self.phrases,
            crisis=self.single.get("crisis"),
            policy=policy,
            asking=self.single.get("focus/asking"),
            sources=self.sources,
        )
        self.problems.extend(cross_problems(whole, self.readers, self.names))
        if self.problems:
            raise RuleError(sorted(self.problems, key=_by_place))
        identity: f.Identity = self.single["rulebase"]
        return evolve(whole, name=identity.name, version=identity.version)

    def _digest(self) -> str:
        content = {name: reader.source.data for name, reader in self.readers.items()}
        text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _by_place(problem: Problem) -> tuple[str, int, int, str]:
    return problem.file, problem.line or 0, problem.column or 0, problem.message


def _structured(reader: Reader, kind: type[T]) -> T | None:
    value, problems = structure(reader.source.data, kind)
    for path, message in problems:
        reader.say(path, message)
    return value

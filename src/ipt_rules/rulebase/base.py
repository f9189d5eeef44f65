"""The rule base: every rule, technique, profile and scale of one folder, frozen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from attrs import field, frozen

from ipt_rules import terms as t
from ipt_rules.facts import ForeignNote, Scale, Settings, TechniqueNote, plain_name
from ipt_rules.rulebase.courses import ProfileDocument, TaskDocument
from ipt_rules.rulebase.files import (
    Bibliography,
    CrisisDocument,
    ForeignDocument,
    PhrasesDocument,
    TechniqueDocument,
)
from ipt_rules.rulebase.instruments import InstrumentDocument
from ipt_rules.rulebase.language import AssignsTask, Rule, word_tests
from ipt_rules.rulebase.policy import Asking, Policy

T = TypeVar("T")


@frozen(eq=False)
class RuleBase:
    """The knowledge of one folder. Two rule bases are equal when their digests are.

    `rules` are sorted by id. `digest` is the SHA-256 of the content of all files of knowledge;
    comments, the order of keys and the order of files do not change it.
    """

    name: str
    version: str
    digest: str
    rules: tuple[Rule, ...] = field(repr=lambda rules: f"<{len(rules)} rules>")
    techniques: Mapping[str, TechniqueDocument] = field(repr=False)
    tasks: Mapping[str, TaskDocument] = field(repr=False)
    profiles: Mapping[str, ProfileDocument] = field(repr=False)
    instruments: Mapping[str, InstrumentDocument] = field(repr=False)
    foreign: Mapping[str, ForeignDocument] = field(repr=False)
    phrases: Mapping[str, PhrasesDocument] = field(repr=False)
    crisis: CrisisDocument | None = field(repr=False)
    policy: Policy = field(repr=False)
    asking: Asking | None = field(repr=False)
    sources: Bibliography = field(repr=False)
    _made: dict[object, Any] = field(factory=dict, init=False, repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RuleBase) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __getitem__(self, rule_id: str) -> Rule:
        """The rule of that id; `KeyError` if there is none."""
        return self._by_id[rule_id]

    def get(self, rule_id: str) -> Rule | None:
        """The rule of that id, or nothing."""
        return self._by_id.get(rule_id)

    @cached_property
    def _by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def scales(self) -> Mapping[t.Instrument, Scale]:
        """The numbers of each instrument that has a file."""
        return {document.instrument: document.scale() for document in self.instruments.values()}

    @cached_property
    def settings(self) -> Settings:
        """What facts need to know of this rule base."""
        return Settings(
            windows=self.policy.windows,
            scales=self.scales,
            frames={name: profile.frame(name) for name, profile in self.profiles.items()},
            techniques={
                name: TechniqueNote(
                    doc.title,
                    frozenset(doc.phases),
                    doc.needs,
                    doc.needs_one_of,
                    doc.sessions_needed is not None and not doc.needed_each_time,
                )
                for name, doc in self.techniques.items()
            },
            foreign=self._foreign_names,
            phrases={
                name: tuple(map(plain_name, document.phrases))
                for name, document in self.phrases.items()
                if document.status is not t.RuleStatus.RETIRED
            },
            lacking=frozenset(
                word
                for rule in self.rules
                for pattern in rule.when
                if pattern.kind == "lacking"
                for test in word_tests(pattern)
                if test.field == "field"
                for word in test.allowed
            ),
        )

    @cached_property
    def _foreign_names(self) -> Mapping[str, ForeignNote]:
        return {
            plain_name(known): ForeignNote(
                name, document.kind, document.tradition, self._instead(document)
            )
            for name, document in self.foreign.items()
            if document.status is not t.RuleStatus.RETIRED
            for known in (name, document.title, *document.known_as)
        }

    def _instead(self, document: ForeignDocument) -> str:
        titles = [
            self.techniques[n].title.lower() for n in document.instead if n in self.techniques
        ]
        return " and ".join(titles) or "nothing of its own"

    def not_ipt(self, name: str) -> ForeignDocument | None:
        """What the catalogue of what is not IPT says of a name, however it is written.

        >>> from ipt_rules import load_rules
        >>> load_rules().not_ipt("Imagery rescripting").tradition.value
        'mit'
        """
        note = self._foreign_names.get(plain_name(name))
        return None if note is None else self.foreign[note.name]

    @cached_property
    def strata(self) -> Mapping[t.Stratum, tuple[Rule, ...]]:
        """The rules that run in each stratum, retired ones left out."""
        return {
            stratum: tuple(
                rule
                for rule in self.rules
                if rule.stratum is stratum and rule.status is not t.RuleStatus.RETIRED
            )
            for stratum in t.Stratum
        }

    def running(self, stratum: t.Stratum, profile: str | None) -> tuple[Rule, ...]:
        """The rules of a stratum that can say anything in a course.

        The tasks of other courses are left out: their first word refutes them. Where no course is
        agreed, those of one course stand for all, since each could only ask which it is.
        """
        own = self.course(stratum, profile)
        return self.once(("running", stratum, own), lambda: self._running(stratum, own))

    def course(self, stratum: t.Stratum, profile: str | None) -> str | None:
        """The course whose tasks run in a stratum; only the plan has tasks."""
        if stratum is not t.Stratum.PLAN:
            return None
        return min(self.profiles, default="") if profile is None else profile

    def _running(self, stratum: t.Stratum, course: str | None) -> tuple[Rule, ...]:
        return tuple(
            rule
            for rule in self.strata[stratum]
            if not isinstance(rule.then, AssignsTask) or rule.id.startswith(f"profiles/{course}#")
        )

    def once(self, key: object, make: Callable[[], T]) -> T:
        """What others make of this rule base, such as a compiled stratum, made only once."""
        if key not in self._made:
            # Two threads may both get here; the first one's result serves both.
            self._made.setdefault(key, make())
        found: T = self._made[key]
        return found

"""The rule base: every rule, technique, profile and scale of one folder, frozen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from attrs import field, frozen

from ipt_rules import terms as t
from ipt_rules.facts import Scale, Settings
from ipt_rules.rulebase.files import Bibliography, Policy, ProfileDocument, TechniqueDocument
from ipt_rules.rulebase.language import Rule

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
    profiles: Mapping[str, ProfileDocument] = field(repr=False)
    scales: Mapping[t.Instrument, Scale] = field(repr=False)
    policy: Policy = field(repr=False)
    sources: Bibliography = field(repr=False)
    _made: dict[object, Any] = field(factory=dict, init=False, repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RuleBase) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __getitem__(self, rule_id: str) -> Rule:
        """The rule of that id; `KeyError` if there is none."""
        return self._by_id[rule_id]

    @cached_property
    def _by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def settings(self) -> Settings:
        """What facts need to know of this rule base."""
        frames = {name: profile.frame(name) for name, profile in self.profiles.items()}
        return Settings(self.policy.windows, self.scales, frames)

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

    def once(self, key: object, make: Callable[[], T]) -> T:
        """What others make of this rule base, such as a compiled stratum, made only once."""
        if key not in self._made:
            # Two threads may both get here; the first one's result serves both.
            self._made.setdefault(key, make())
        found: T = self._made[key]
        return found

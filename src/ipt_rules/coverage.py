"""Which rules and which of their conditions the examples and the cases exercise.

A rule is exercised when one case makes it fire and another keeps it silent; a rule without a
condition, which puts its question to everybody, cannot be silent. A condition is
exercised when it was seen to hold, and seen to fail where nothing else in its pattern failed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.documents.cases import CaseFile
from ipt_rules.documents.formulations import SampleCase
from ipt_rules.exceptions import DocumentError, Problem
from ipt_rules.facts import Fact, vocabulary
from ipt_rules.fit import fit_problems
from ipt_rules.reference import Reading, holds
from ipt_rules.rulebase import Rule, RuleBase
from ipt_rules.rulebase.language import (
    AnyTest,
    AssignsTask,
    JoinTest,
    NumberTest,
    Pattern,
    WordTest,
)
from ipt_rules.rulebase.reading import say_test
from ipt_rules.strata import strata_of


@frozen
class ConditionCoverage:
    """One condition of a rule: whether it was seen to hold, and to fail by itself."""

    pattern: str
    condition: str
    held: bool
    failed: bool


@frozen
class RuleCoverage:
    """One rule: the verdicts of its examples, the cases that fire it and those that do not."""

    rule: str
    examples: tuple[t.Verdict, ...]
    fired_by: tuple[str, ...]
    silent_in: tuple[str, ...]
    conditions: tuple[ConditionCoverage, ...]
    is_task: bool

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is missing, a line each."""
        return tuple(self._gaps())

    def _gaps(self) -> Iterator[str]:
        shown = set(self.examples)
        if not self.is_task:  # a line of a profile has no examples of its own
            if not shown & {t.Verdict.FIRES, t.Verdict.PRESUMED}:
                yield "no example in which it fires"
            if t.Verdict.SILENT not in shown:
                yield "no example in which it is silent"
            if not shown & {t.Verdict.UNKNOWN, t.Verdict.PRESUMED}:
                yield "no example of what it does not know"
        if not self.fired_by:
            yield "no case fires it"
        if not self.silent_in and self.conditions:  # without a condition nothing can
            yield "no case keeps it silent"
        for c in self.conditions:
            if not c.held:
                yield f"{c.pattern}: never seen to hold: {c.condition}"
            if not c.failed:
                yield f"{c.pattern}: never seen to fail by itself: {c.condition}"


@frozen
class Coverage:
    """The coverage of a rule base by its examples and cases."""

    cases: int
    rules: tuple[RuleCoverage, ...]

    @property
    def counts(self) -> Mapping[str, tuple[int, int]]:
        """For each thing counted: how many are covered, of how many."""
        conditions = [c for rule in self.rules for c in rule.conditions]
        own = [rule for rule in self.rules if not rule.is_task]
        total = len(self.rules)
        can_be = [r for r in self.rules if r.conditions]
        return {
            "rules with examples of each kind": (sum(_has_examples(r) for r in own), len(own)),
            "rules fired by a case": (sum(bool(r.fired_by) for r in self.rules), total),
            "rules held silent by a case": (sum(bool(r.silent_in) for r in can_be), len(can_be)),
            "conditions seen to hold": (sum(c.held for c in conditions), len(conditions)),
            "conditions seen to fail by themselves": (
                sum(c.failed for c in conditions),
                len(conditions),
            ),
        }

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return all(done == total for done, total in self.counts.values())

    def to_text(self) -> str:
        """The counts, then every gap."""
        lines = [f"{self.cases} cases, {len(self.rules)} rules"]
        for name, (done, total) in self.counts.items():
            share = 100 * done / total if total else 100.0
            lines.append(f"{done:>5} of {total:<5} {share:5.1f} %  {name}")
        for rule in self.rules:
            if rule.gaps:
                lines.append(f"\n{rule.rule}")
                lines += [f"  {gap}" for gap in rule.gaps]
        return "\n".join(lines) + "\n"

    def to_json(self) -> str:
        """The same as JSON, with what each rule is exercised by."""
        data: dict[str, Any] = {
            "complete": self.complete,
            "cases": self.cases,
            "counts": {name: {"covered": a, "of": b} for name, (a, b) in self.counts.items()},
            "rules": [{**results.plain(rule), "gaps": list(rule.gaps)} for rule in self.rules],
        }
        return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _has_examples(rule: RuleCoverage) -> bool:
    return not any("example" in gap for gap in rule.gaps)


def coverage(rules: RuleBase, cases: Mapping[str, CaseFile | SampleCase]) -> Coverage:
    """Measure how far the examples of the rules and the cases exercise the rules.

    A sample of a formulation counts as one more case.

    >>> from ipt_rules import load_case, load_rules, rules_folder
    >>> lena = load_case(rules_folder() / "cases" / "lena-impasse.yaml")
    >>> coverage(load_rules(), {"lena-impasse": lena}).complete
    False

    Raises `DocumentError` when a case does not fit the rule base, as `evaluate` would.
    """
    misfits = [
        Problem(f"{name}.yaml", None, None, path, message)
        for name, case in sorted(cases.items())
        for path, message in fit_problems(case.inventory, rules)
    ]
    if misfits:
        raise DocumentError(misfits)
    chosen = {stratum: rules.strata[stratum] for stratum in t.Stratum}
    readings = {stratum: Reading(running) for stratum, running in chosen.items()}
    tallies = {r.id: _Tally(r) for running in chosen.values() for r in running}
    for tally in tallies.values():
        for example in tally.rule.examples:
            tally.see(example.facts)
    for name, case in sorted(cases.items()):
        seen = strata_of(case.inventory, rules, session=case.session).facts
        for stratum, facts in seen.items():
            found = readings[stratum].verdicts(facts)
            for rule, verdict in zip(chosen[stratum], found, strict=True):
                tallies[rule.id].note(name, verdict.verdict)
                tallies[rule.id].see(facts)
    return Coverage(len(cases), tuple(tallies[name].coverage() for name in sorted(tallies)))


_Test = WordTest | NumberTest | JoinTest


@frozen
class _Tally:
    """What has been seen of one rule so far."""

    rule: Rule
    fired_by: list[str] = field(factory=list)
    silent_in: list[str] = field(factory=list)
    held: set[tuple[str, _Test]] = field(factory=set)
    failed: set[tuple[str, _Test]] = field(factory=set)

    def note(self, case: str, verdict: t.Verdict) -> None:
        if verdict in (t.Verdict.FIRES, t.Verdict.PRESUMED):
            self.fired_by.append(case)
        elif verdict is t.Verdict.SILENT:
            self.silent_in.append(case)

    def see(self, facts: Sequence[Fact]) -> None:
        """Note every condition that holds on one of the facts, or alone fails on one."""
        for pattern in self.rule.when:
            conditions = _conditions(pattern)
            if all(self._done(pattern.alias, test) for tests in conditions for test in tests):
                continue
            for fact in facts:
                if fact.kind == pattern.kind and not fact.stands_for:
                    self._see(pattern, conditions, fact, facts)

    def _done(self, alias: str, test: _Test) -> bool:
        return (alias, test) in self.held and (alias, test) in self.failed

    def _see(
        self,
        pattern: Pattern,
        conditions: Sequence[Sequence[_Test]],
        fact: Fact,
        facts: Sequence[Fact],
    ) -> None:
        verdicts = [[self._holds(test, fact, facts) for test in tests] for tests in conditions]
        for number, (tests, found) in enumerate(zip(conditions, verdicts, strict=True)):
            for place, (test, verdict) in enumerate(zip(tests, found, strict=True)):
                rest = [v for at, v in enumerate(found) if at != place]
                others = [
                    _either(other)
                    for at, other in enumerate(verdicts)
                    if at != number and tuple(conditions[at]) != (test,)  # it stands there too
                ]
                if verdict:
                    self.held.add((pattern.alias, test))
                elif verdict is False and False not in others and not any(rest):
                    self.failed.add((pattern.alias, test))

    def _holds(self, test: _Test, fact: Fact, facts: Sequence[Fact]) -> bool | None:
        if not isinstance(test, JoinTest):
            return holds(test, fact)
        (kind,) = (p.kind for p in self.rule.when if p.alias == test.alias)
        here = fact.values.get(test.field)
        there = {f.values.get(test.other_field) for f in facts if f.kind == kind} - {None}
        if here is None or not there:
            return None
        return here in there

    def coverage(self) -> RuleCoverage:
        """What was seen, as the result."""
        return RuleCoverage(
            self.rule.id,
            tuple(sorted({example.verdict for example in self.rule.examples})),
            tuple(self.fired_by),
            tuple(self.silent_in),
            tuple(
                ConditionCoverage(
                    pattern.alias,
                    say_test(test, pattern.kind),
                    (pattern.alias, test) in self.held,
                    (pattern.alias, test) in self.failed,
                )
                for pattern in self.rule.when
                for tests in _conditions(pattern)
                for test in tests
            ),
            isinstance(self.rule.then, AssignsTask),
        )


def _either(found: Iterable[bool | None]) -> bool | None:
    known = list(found)
    return True if any(known) else None if None in known else False


def _conditions(pattern: Pattern) -> list[tuple[_Test, ...]]:
    """The conditions of a pattern, alternatives of one choice together, presumptions included."""
    found: list[tuple[_Test, ...]] = []
    for test in pattern.tests:
        if isinstance(test, AnyTest):
            found.append(tuple(dict.fromkeys(p for parts in test.alternatives for p in parts)))
        else:
            found.append((test,))
    found += [(test,) for test in pattern.presumes]
    kept = [tuple(test for test in tests if not _asks_only(test, pattern.kind)) for tests in found]
    return [tests for tests in kept if tests]


def _asks_only(test: _Test, kind: str) -> bool:
    """Whether every word will do: it asks that something is known, and cannot fail."""
    if not isinstance(test, WordTest):
        return False
    words = vocabulary()[kind].fields[test.field].values
    return bool(words) and test.allowed.issuperset(words)

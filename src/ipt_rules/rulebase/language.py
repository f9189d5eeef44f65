"""What a rule is: named patterns over facts, one conclusion, and where it comes from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cached_property

from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.facts import Fact

# --- conditions ------------------------------------------------------------------------------


@frozen
class WordTest:
    """The field's word is one of `allowed`."""

    field: str
    allowed: frozenset[str]


@frozen
class NumberTest:
    """The field's number lies between `low` and `high`, both included; `None` is an open end."""

    field: str
    low: float | None
    high: float | None


@frozen
class JoinTest:
    """The field names the same record as the field of an earlier pattern."""

    field: str
    alias: str
    other_field: str


@frozen
class AnyTest:
    """At least one of the alternatives holds; each is a set of tests that must all hold."""

    alternatives: tuple[tuple[WordTest | NumberTest, ...], ...]


Test = WordTest | NumberTest | JoinTest | AnyTest


@frozen
class Pattern:
    """A fact of one kind that passes all `tests`.

    `presumes` count as passed while their field is unknown, and fail once it is known otherwise.
    """

    alias: str
    kind: str
    tests: tuple[Test, ...] = ()
    presumes: tuple[WordTest, ...] = ()

    @cached_property
    def words(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """Its plain word tests as (field, allowed): most facts are told apart by these."""
        return tuple((t.field, t.allowed) for t in self.tests if isinstance(t, WordTest))

    @cached_property
    def others(self) -> tuple[NumberTest | AnyTest, ...]:
        """Its tests that are neither plain words nor joins."""
        return tuple(t for t in self.tests if isinstance(t, NumberTest | AnyTest))

    @cached_property
    def joins(self) -> tuple[JoinTest, ...]:
        """Its joins with earlier patterns."""
        return tuple(t for t in self.tests if isinstance(t, JoinTest))


GROUPS = ("focus", "techniques", "tasks")
"""What can be held as a whole, beside single techniques."""


# --- conclusions -----------------------------------------------------------------------------


@frozen
class ArguesFor:
    """An argument for an area."""

    area: t.ProblemArea
    strength: t.Strength


@frozen
class ArguesAgainst:
    """An argument against an area."""

    area: t.ProblemArea
    strength: t.Strength


@frozen
class Excludes:
    """A gate that failed: the area cannot be the focus."""

    area: t.ProblemArea


@frozen
class RaisesAlert:
    """An alert with what to do; `holds` names what it holds back, `urgent` puts it first.

    `focus`, `techniques` and `tasks` hold all of their kind, anything else is one technique.
    """

    level: t.AlertLevel
    action: str
    holds: tuple[str, ...] = ()
    urgent: bool = False


@frozen
class SaysSuitability:
    """A remark on how IPT in this form fits."""

    fit: t.Suitability
    action: str


@frozen
class Finds:
    """A named abstraction for later rules."""

    finding: str


@frozen
class AssignsTask:
    """A task of a session. Due at a session, or when few sessions are left; or in every session.

    A task of safety stands even where an alert holds the others back.
    """

    task: str
    title: str
    due_session: int | None = None
    due_sessions_left: int | None = None
    every_session: bool = False
    safety: bool = False


@frozen
class SuggestsTechnique:
    """A technique that fits."""

    technique: str


@frozen
class HoldsTechniques:
    """Techniques that must wait."""

    techniques: tuple[str, ...]
    action: str


@frozen
class RaisesIssue:
    """An issue in a formulation or a note: what to do, what was expected, and what to ask."""

    severity: t.Severity
    action: str
    expected: str
    question: str


@frozen
class JudgesFocus:
    """What is to be said of an area that a formulation has chosen; advice, never a mark.

    The rule names the area by its one pattern of the kind `formulation_area`.
    """

    verdict: t.FocusVerdict
    action: str
    question: str


@frozen
class Asks:
    """A question that is put while the field is unknown."""

    alias: str
    field: str


@frozen
class ConcludesOutcome:
    """The proposal ends here, with this outcome."""

    outcome: t.Outcome


Conclusion = (
    ArguesFor
    | ArguesAgainst
    | Excludes
    | RaisesAlert
    | SaysSuitability
    | Finds
    | AssignsTask
    | SuggestsTechnique
    | HoldsTechniques
    | RaisesIssue
    | JudgesFocus
    | Asks
    | ConcludesOutcome
)


PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)\}")
"""How `because` names a fact: `{death.who}`."""


def placeholders(sentence: str) -> tuple[tuple[str, str], ...]:
    """The (alias, field) pairs that a sentence is filled from.

    >>> placeholders("{death.who} died.")
    (('death', 'who'),)
    """
    return tuple(PLACEHOLDER.findall(sentence))


def single_tests(test: Test) -> Iterator[WordTest | NumberTest | JoinTest]:
    """A test by itself, or every one among its alternatives.

    >>> work, three = WordTest("group", frozenset({"work"})), NumberTest("mastery", 3, None)
    >>> [part.field for part in single_tests(AnyTest(((work,), (three,))))]
    ['group', 'mastery']
    """
    if isinstance(test, AnyTest):
        for parts in test.alternatives:
            yield from parts
    else:
        yield test


def word_tests(pattern: Pattern) -> Iterator[WordTest]:
    """The tests of words in a pattern, those among alternatives too."""
    for test in pattern.tests:
        yield from (part for part in single_tests(test) if isinstance(part, WordTest))


# --- the rule --------------------------------------------------------------------------------


@frozen
class Citation:
    """A source and how well it carries the statement."""

    ref: str
    evidence: t.Evidence


@frozen
class Example:
    """A tiny case with the verdict the rule must give; `asks` names the fields it leaves open."""

    name: str
    facts: tuple[Fact, ...]
    verdict: t.Verdict
    asks: frozenset[str] = frozenset()


@frozen
class Review:
    """Who signed the rule, and when."""

    by: str
    on: dt.date


@frozen
class Rule:
    """One idea of IPT: when all patterns hold, the conclusion follows.

    `id` is the path of its file below `rules/`; `because` says the conclusion aloud, with
    `{alias.field}` filled from the facts.
    """

    id: str
    title: str
    stratum: t.Stratum
    when: tuple[Pattern, ...]
    then: Conclusion
    because: str
    rationale: str
    sources: tuple[Citation, ...]
    examples: tuple[Example, ...] = ()
    defaults: tuple[str, ...] = ()
    status: t.RuleStatus = t.RuleStatus.DRAFT
    review: Review | None = None
    replaced_by: str | None = None
    implements: tuple[str, ...] = ()

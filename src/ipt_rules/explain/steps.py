"""Rules as they were read on this case: each test with the value found and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from attrs import field, frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.conclusions import Firing, because, concluded_id, support, words
from ipt_rules.explain.origins import origin_of, record_name
from ipt_rules.facts import Fact, Span, vocabulary
from ipt_rules.questions import question_text
from ipt_rules.rulebase import language as r
from ipt_rules.rulebase.reading import conclusion, say_test
from ipt_rules.strata import Run
from ipt_rules.trace import Filled, Read, Tested, Trace, trace

State = Literal["held", "presumed", "failed", "unknown"]
"""What became of a condition; `presumed` counts as met while nobody knows."""


@frozen
class Found:
    """A value that a condition read, and where it stands in the inventory.

    `value` is as the rule saw it, `says` as a person reads it; both say nothing where it is not
    known, and `place` then says where the answer would stand, or why it is missing.
    """

    fact: str
    field: str
    value: str | float | Span | tuple[str, ...] | None
    says: str
    place: str
    question: str


@frozen
class Condition:
    """One condition of a rule: what was needed, what became of it, and the values found."""

    needed: str
    state: State
    found: tuple[Found, ...]


@frozen
class Record:
    """The record that was taken for one pattern of a rule, with what was asked of it.

    `fact` is empty where there is no record of that kind; `note` then says whether it was asked
    about. `concluded_by` are the rules behind a fact that rules concluded.
    """

    role: str
    kind: str
    fact: str
    name: str
    note: str
    conditions: tuple[Condition, ...]
    concluded_by: tuple[Step, ...] = ()


@frozen
class Step:
    """A rule as it was read on certain facts.

    `says` is its own sentence with the facts filled in, where it holds; `failed` and `unknown`
    count what keeps it from holding.
    """

    rule: str
    title: str
    status: t.RuleStatus
    effect: str
    verdict: t.Verdict
    says: str
    failed: int
    unknown: int
    records: tuple[Record, ...]
    sources: tuple[results.SourceNote, ...]


@frozen(slots=False)
class Trail:
    """A run, with the way back from every conclusion to the rule that drew it."""

    run: Run = field(repr=False)

    @cached_property
    def firings(self) -> dict[tuple[str, tuple[str, ...]], tuple[Firing, t.Stratum]]:
        """Every firing by its rule and its facts."""
        return {
            (firing.rule.id, tuple(fact.id for fact in firing.facts)): (firing, stratum)
            for stratum, drawn in self.run.drawn.items()
            for firing in drawn.firings
        }

    @cached_property
    def concluded(self) -> dict[str, tuple[Firing, t.Stratum]]:
        """The firings by the id of the fact they concluded."""
        return {concluded_id(firing): (firing, at) for firing, at in self.firings.values()}

    def behind(self, found: results.Support) -> Step:
        """The rule behind a conclusion."""
        return self.fired(*self.firings[found.rule, found.facts])

    def fired(self, firing: Firing, stratum: t.Stratum) -> Step:
        """A rule that holds."""
        made = support(firing, self.run.rules)
        return self._step(
            trace(firing.rule, firing.facts), stratum, because(firing), bool(made.presumed)
        )

    def not_fired(self, read: Trace, stratum: t.Stratum) -> Step:
        """A rule that does not hold, on the facts on which it comes nearest."""
        return self._step(read, stratum, "", False)

    def _step(self, read: Trace, stratum: t.Stratum, says: str, presumed: bool) -> Step:
        rule, rules = read.rule, self.run.rules
        sources = rules.once(
            ("sources", rule.id),
            lambda: tuple(
                results.SourceNote(c.ref, rules.sources[c.ref].title, c.evidence)
                for c in rule.sources
            ),
        )
        return Step(
            rule=rule.id,
            title=rule.title,
            status=rule.status,
            effect=_effect(rule, presumed, self.run),
            verdict=read.verdict,
            says=says,
            failed=read.failed,
            unknown=read.unknown,
            records=tuple(self._record(part, stratum) for part in read.filled),
            sources=sources,
        )

    def _record(self, part: Filled, stratum: t.Stratum) -> Record:
        pattern, fact = part.pattern, part.fact
        kind = vocabulary()[pattern.kind]
        return Record(
            role=pattern.alias.replace("_", " "),
            kind=kind.name,
            fact="" if fact is None else fact.id,
            name=kind.meaning if fact is None else record_name(fact),
            note=_asked_about(part, self.run),
            conditions=tuple(self._condition(test, pattern) for test in part.tests),
            concluded_by=()
            if fact is None or not kind.concluded
            else tuple(self._concluding(fact, stratum)),
        )

    def _condition(self, test: Tested, pattern: r.Pattern) -> Condition:
        state: State = "unknown"
        if test.holds is not None:
            state = "held" if test.holds else "failed"
        elif test.presumed:
            state = "presumed"
        return Condition(
            say_test(test.test, pattern.kind),
            state,
            tuple(_found(read, self.run) for read in test.read),
        )

    def _concluding(self, fact: Fact, stratum: t.Stratum) -> Iterator[Step]:
        """The rules behind a fact that earlier strata concluded."""
        name = fact.id.removeprefix("argument:")
        if name in self.concluded:
            yield self.fired(*self.concluded[name])
        elif fact.kind == "proposal":
            yield from map(self.behind, self.run.proposal.support)
        else:
            for area in self.run.areas:
                if area.area.value == fact.values.get("area"):
                    for argument in area.arguments:
                        firing, drawn_in = self.firings[
                            argument.support.rule, argument.support.facts
                        ]
                        if drawn_in is not stratum:  # a gate of the focus comes after its facts
                            yield self.fired(firing, drawn_in)


def _effect(rule: r.Rule, presumed: bool, run: Run) -> str:
    """What the rule does, with the number it counts where it counts."""
    match rule.then:
        case r.ArguesFor(_, strength) | r.ArguesAgainst(_, strength):
            strength = strength.lowered if presumed else strength
            supports = isinstance(rule.then, r.ArguesFor)
            levels = run.rules.policy.argues_for if supports else run.rules.policy.argues_against
            side = "for" if supports else "against"
            lowered = ", presumed" if presumed else ""
            return f"{side}, {strength}{lowered}, counts {levels.of(strength)}"
        case r.Excludes():
            return "excludes"
    return conclusion(rule.then)


def _found(read: Read, run: Run) -> Found:
    place = origin_of(read.fact, read.field, run.inventory)
    value = tuple(sorted(read.value)) if isinstance(read.value, frozenset) else read.value
    question, _ = question_text(read.fact, read.field) if value is None else ("", "")
    kind = vocabulary()[read.fact.kind]
    if value is None:
        where = _why_missing(read, run)
    elif place.is_answered:
        where = place.path
    else:
        where = "" if kind.concluded else "worked out from the record"
    return Found(
        fact=read.fact.id,
        field=read.field,
        value=value,
        says="" if read.value is None else _said(read, run),
        place=where,
        question=question if question.endswith("?") else "",
    )


def _said(read: Read, run: Run) -> str:
    """The value in words; a reference by the name of what it refers to."""
    assert read.value is not None
    if vocabulary()[read.fact.kind].fields[read.field].type == "reference":
        for person in run.inventory.relationships:
            if person.id == read.value:
                return person.label
    text = words(read.value)
    is_word = vocabulary()[read.fact.kind].fields[read.field].type == "word"
    return text.replace("_", " ") if is_word else text


def _why_missing(read: Read, run: Run) -> str:
    if read.fact.stands_for:
        return f"{read.fact.stands_for}: not asked about completely"
    place = origin_of(read.fact, read.field, run.inventory)
    if place.is_answered:
        return f"{place.path}: on record, but contradicted elsewhere, so not used"
    if isinstance(place.answer, t.Absence):
        return f"{place.path}: {place.answer.label}"
    return place.path


_DOMAINS = {
    "relationship": ("relationships",),
    "medical_illness": ("changes",),
    "life_event": ("deaths", "changes", "conflicts"),
}


def _asked_about(part: Filled, run: Run) -> str:
    """Where no record fits: what was asked about its domain."""
    fact, pattern = part.fact, part.pattern
    groups = {w for test in pattern.tests if isinstance(test, r.WordTest) and test.field == "group"
              for w in test.allowed}  # fmt: skip
    other = any(
        test.holds is False and any(read.field == "group" for read in test.read)
        for test in part.tests
    )
    if fact is not None and not other:
        return ""
    domains = _DOMAINS.get(pattern.kind, ())
    if groups:
        of_group = {"bereavement": "deaths", "conflict": "conflicts"}
        domains = tuple(dict.fromkeys(of_group.get(group, "changes") for group in sorted(groups)))
    what = words(frozenset(groups)) if groups else vocabulary()[pattern.kind].meaning
    said = []
    for domain in domains:
        asked = getattr(run.inventory.asked, domain)
        how = {t.Coverage.COMPLETE: "were asked about completely",
               t.Coverage.PARTIAL: "were asked about in part"}.get(
            asked, f"were not asked about ({asked.label})"
        )  # fmt: skip
        said.append(f"{domain} {how}")
    missing = _NOTHING.get(pattern.kind, f"no {_bare(what)} is on record")
    return f"{missing}; {', '.join(said)}" if said else missing


_NOTHING = {
    "alert": "no alert was raised",
    "suitability": "no remark on suitability was made",
    "argument": "no argument was drawn",
    "finding": "no finding was made",
    "focus": "no area was proposed",
}


def _bare(what: str) -> str:
    for article in ("a ", "an ", "the "):
        if what.startswith(article):
            return what[len(article) :]
    return what

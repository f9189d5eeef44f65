"""Arguments that open answers could still make or unmake, and what else they could decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from attrs import evolve, frozen

from ipt_rules import terms as t
from ipt_rules.conclusions import Drawn, Firing, Open, draw
from ipt_rules.explain.answers import DECIDING, pattern_fields
from ipt_rules.facts import Fact, vocabulary
from ipt_rules.reference import Reading
from ipt_rules.rulebase import language as r
from ipt_rules.standing import (
    SPEAKS_OF_AREA,
)
from ipt_rules.strata import Run

Spot = tuple[str, str]
"""A field of a fact: the id of the fact, and the name of the field."""


@frozen(eq=False)
class Undecided:
    """An argument that is open or presumed, and the fields on which it depends."""

    area: t.ProblemArea
    said: Firing | Open
    spots: frozenset[Spot]
    outcomes: tuple[tuple[Firing, ...], ...]


def undecided_arguments(run: Run) -> Iterator[Undecided]:
    """Every argument that could still come or go, with what it may come to."""
    drawn, behind = _argued(run)
    for firing in drawn.firings:
        if isinstance(firing.rule.then, SPEAKS_OF_AREA):
            spots = {(fact.id, field) for fact, field in firing.presumed}
            for fact in firing.facts:
                spots |= behind.get(fact.id, set())
            if spots:
                firm = evolve(firing, presumed=())
                yield Undecided(
                    firing.rule.then.area, firing, frozenset(spots), ((), (firing,), (firm,))
                )
    for gap in drawn.opens:
        if isinstance(gap.rule.then, SPEAKS_OF_AREA):
            spots = {(fact.id, field) for fact, field in gap.unknown}
            for fact in gap.facts:
                spots |= behind.get(fact.id, set())
                if fact.stands_for and fact.id not in behind:
                    spots.add((fact.id, ""))
            spots |= {
                (fact.id, test.field)
                for pattern, fact in zip(gap.rule.when, gap.facts, strict=True)
                for test in pattern.presumes
                if test.field not in fact.values or not isinstance(fact.values[test.field], str)
            }
            yield Undecided(gap.rule.then.area, gap, frozenset(spots), tuple(_outcomes(gap)))


def _outcomes(gap: Open) -> Iterator[tuple[Firing, ...]]:
    """What an open argument may come to: nothing, itself, or several where nobody asked."""
    yield ()
    presumed = tuple(
        (fact, test.field)
        for pattern, fact in zip(gap.rule.when, gap.facts, strict=True)
        for test in pattern.presumes
    )
    asked = [fact for fact in gap.facts if not fact.stands_for]
    subjects = {gap.subject} if len(asked) == len(gap.facts) else {gap.subject, "new:1"}
    for subject in sorted(subjects):
        facts = tuple(_about(fact, subject) for fact in gap.facts)
        for taken in {(), presumed}:
            yield (Firing(gap.rule, facts, taken),)
    if len(asked) < len(gap.facts):
        both = [tuple(_about(fact, f"new:{n}") for fact in gap.facts) for n in (1, 2)]
        yield tuple(Firing(gap.rule, facts, ()) for facts in both)


def _about(fact: Fact, subject: str) -> Fact:
    """A record that nobody asked about yet, as one that turned up."""
    if not fact.stands_for:
        return fact
    return Fact(fact.kind, fact.id, fact.values, subject if subject != "case" else "new:1")


def _argued(run: Run) -> tuple[Drawn, Mapping[str, set[Spot]]]:
    """The stratum of arguments, with room for what open rules of safety could still conclude.

    Beside it, for each fact that an open or presumed rule concludes: what that rule depends on.
    """
    areas, safety = t.Stratum.AREAS, run.drawn[t.Stratum.SAFETY]
    read = {pattern.kind for rule in run.rules.strata[areas] for pattern in rule.when}
    behind: dict[str, set[Spot]] = {}
    possible: dict[str, Fact] = {}
    for gap in safety.opens:
        fact = _possible_conclusion(gap)
        if fact is not None and fact.kind in read:
            possible[fact.id] = fact
            behind.setdefault(fact.id, set()).update((f.id, field) for f, field in gap.unknown)
            behind[fact.id] |= {(f.id, "") for f in gap.facts if f.stands_for}
    for firing in safety.firings:
        if firing.presumed:
            name = f"{firing.rule.id}({','.join(fact.id for fact in firing.facts)})"
            behind.setdefault(name, set()).update((f.id, field) for f, field in firing.presumed)
    if not possible:
        return run.drawn[areas], behind
    facts = [*run.facts[areas], *possible.values()]
    rules = run.rules.strata[areas]
    reading = run.rules.once(("whole reading", areas), lambda: Reading(rules))
    return draw(rules, reading.verdicts(facts), facts), behind


def _possible_conclusion(gap: Open) -> Fact | None:
    then, name = gap.rule.then, f"{gap.rule.id}?({','.join(fact.id for fact in gap.facts)})"
    if isinstance(then, r.RaisesAlert):
        family = gap.rule.id.split("/")[1] if "/" in gap.rule.id else ""
        values = {"name": gap.rule.id, "level": then.level.value, "family": family}
        return Fact("alert", name, values, gap.subject, stands_for=name)
    if isinstance(then, r.SaysSuitability):
        return Fact(
            "suitability", name, {"name": gap.rule.id, "fit": then.fit.value}, gap.subject,
            stands_for=name,
        )  # fmt: skip
    if isinstance(then, r.Finds):
        return Fact("finding", name, {"name": then.finding}, gap.subject, stands_for=name)
    return None


def open_holds(safety: Drawn) -> tuple[set[str], frozenset[Spot]]:
    """What may or may not hold the focus: which kinds, and on what that depends."""
    kinds: set[str] = set()
    spots: set[Spot] = set()
    sayings: list[Firing | Open] = [*(f for f in safety.firings if f.presumed), *safety.opens]
    for said in sayings:
        kind = what_holds(said.rule.then)
        if kind is None:
            continue
        kinds.add(kind)
        open_fields = said.unknown if isinstance(said, Open) else said.presumed
        spots |= {(fact.id, field) for fact, field in open_fields}
        spots |= {(fact.id, "") for fact in said.facts if fact.stands_for}
    return kinds, frozenset(spots)


def what_holds(then: r.Conclusion) -> str | None:
    """What of a conclusion would hold the focus: an alert, or a remark on suitability."""
    if isinstance(then, r.RaisesAlert) and "focus" in then.holds:
        return "alert"
    if isinstance(then, r.SaysSuitability) and then.fit is t.Suitability.NOT_SUITABLE:
        return "remark"
    return None


def open_outcomes(run: Run) -> frozenset[Spot]:
    """What rules that end the proposal depend on, while they are open or presumed."""
    focus = run.drawn[t.Stratum.FOCUS]
    found = {
        (fact.id, field) for gap, _ in focus.open(r.ConcludesOutcome) for fact, field in gap.unknown
    }
    found |= {
        (fact.id, "")
        for gap, _ in focus.open(r.ConcludesOutcome)
        for fact in gap.facts
        if fact.stands_for
    }
    found |= {
        (fact.id, field)
        for firing, _ in focus.firing(r.ConcludesOutcome)
        for fact, field in firing.presumed
    }
    return frozenset(found)


def is_plain(run: Run) -> bool:
    """Whether the rules keep to what this bound can follow.

    Gates after the arguments read the standing of areas, outcomes the record; and no rule needs two
    records of a kind of which some may not be asked about yet.
    """
    safety, areas, focus = DECIDING
    for rule in run.rules.strata[focus]:
        for pattern in rule.when:
            if isinstance(rule.then, r.Excludes):
                fields = set(pattern_fields(pattern))
                if pattern.kind != "area" or not fields <= {"area", "status", "settled"}:
                    return False
            elif isinstance(rule.then, r.ConcludesOutcome) and vocabulary()[pattern.kind].concluded:
                return False
    unasked = {fact.kind for fact in run.facts[safety] if fact.stands_for}
    return not any(
        unasked & {kind for kind, many in Counter(p.kind for p in rule.when).items() if many > 1}
        for stratum in (safety, areas)
        for rule in run.rules.strata[stratum]
        if not isinstance(rule.then, r.Asks)
    )


def tie_breaks(run: Run) -> Iterator[Spot]:
    """Open answers that break ties between areas, whether or not there is one."""
    if isinstance(run.inventory.case.main_problem_patient, t.Absence):
        yield "case", "main_problem_patient_recorded"
    timings = {
        "life_event": "timing_to_onset",
        "medical_illness": "timing_to_onset",
        "relationship": "conflict_timing",
    }
    for fact in run.facts[t.Stratum.SAFETY]:
        if fact.stands_for:
            continue
        if fact.kind in ("life_event", "relationship") and "manageable_in_time" not in fact.values:
            yield fact.id, "manageable_in_time"
        timing = timings.get(fact.kind)
        if timing is not None and not isinstance(fact.values.get(timing), str):
            yield fact.id, timing

"""Arguments that open answers could still make or unmake, and what else they could decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from attrs import evolve, frozen

from ipt_rules import terms as t
from ipt_rules.conclusions import Drawn, Firing, Open, concluded_id, draw
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
    drawn, behind = argued(run)
    people = tuple(f.subject for f in run.facts[t.Stratum.SAFETY] if f.kind == "relationship")
    for firing in drawn.firings:
        if isinstance(firing.rule.then, SPEAKS_OF_AREA):
            spots = spots_of(firing, behind)
            if spots:
                firm = evolve(firing, presumed=())
                yield Undecided(firing.rule.then.area, firing, spots, ((), (firing,), (firm,)))
    for gap in drawn.opens:
        if isinstance(gap.rule.then, SPEAKS_OF_AREA):
            outcomes = tuple(_outcomes(gap, behind, people))
            yield Undecided(gap.rule.then.area, gap, spots_of(gap, behind), outcomes)


def spots_of(said: Firing | Open, behind: Mapping[str, set[Spot]] | None = None) -> frozenset[Spot]:
    """On what it depends whether a rule holds: what is open there, and what was or is presumed.

    `behind` says on what the conclusions depend that it reads.
    """
    behind = behind or {}
    if isinstance(said, Firing):
        spots = {(fact.id, field) for fact, field in said.presumed}
    else:
        spots = {(fact.id, field) for fact, field in said.unknown}
        spots |= {(fact.id, field) for fact, field in _presumptions(said)}
        spots |= {(fact.id, "") for fact in said.facts if fact.stands_for and fact.id not in behind}
    return frozenset(spots.union(*(behind.get(fact.id, ()) for fact in said.facts)))


def _presumptions(gap: Open) -> tuple[tuple[Fact, str], ...]:
    """What an open rule would presume: an answer may refute it, or make it firm."""
    return tuple(
        (fact, test.field)
        for pattern, fact in zip(gap.rule.when, gap.facts, strict=True)
        for test in pattern.presumes
        if not isinstance(fact.values.get(test.field), str)
    )


def _outcomes(
    gap: Open, behind: Mapping[str, set[Spot]], people: Sequence[str]
) -> Iterator[tuple[Firing, ...]]:
    """What an open argument may come to: nothing, itself, or several where nobody asked."""
    yield ()
    if isinstance(gap.rule.then, r.Excludes):
        yield (Firing(gap.rule, gap.facts, ()),)  # a gate shuts, whoever it is about
        return
    presumed = _presumptions(gap)
    new = [at for at, fact in enumerate(gap.facts) if _is_new(fact, behind)]

    def about(subject: str) -> tuple[Fact, ...]:
        return tuple(
            evolve(fact, subject=subject, stands_for="") if at in new else fact
            for at, fact in enumerate(gap.facts)
        )

    # Of two that weigh the same, the name decides; so a record that turns up may come first or
    # last. A new quarrel may be one with a person who is on record.
    subjects = [gap.subject] if not new else ["d:new:1", "z:new:1"]
    if any(_is_quarrel(spot) for fact in gap.facts for spot in _records_of(fact, behind)):
        subjects += people
    for subject in subjects:
        for taken in {(), presumed}:
            yield (Firing(gap.rule, about(subject), taken),)
    if new:
        for place in "dz":
            yield tuple(Firing(gap.rule, about(f"{place}:new:{n}"), ()) for n in (1, 2))


def _records_of(fact: Fact, behind: Mapping[str, set[Spot]]) -> Iterator[str]:
    """The placeholders that a fact is, or that it rests on."""
    if fact.id in behind:
        yield from (record for record, field in behind[fact.id] if not field)
    elif fact.stands_for:
        yield fact.id


def _is_new(fact: Fact, behind: Mapping[str, set[Spot]]) -> bool:
    """Whether a fact would speak of a record that nobody asked about yet."""
    return any(not record.startswith("diagnosis:") for record in _records_of(fact, behind))


def _is_quarrel(record: str) -> bool:
    return record == "life_event:?asked.conflicts"


def argued(run: Run) -> tuple[Drawn, Mapping[str, set[Spot]]]:
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
            behind.setdefault(fact.id, set()).update(spots_of(gap))
    for firing in safety.firings:
        if firing.presumed:
            behind.setdefault(concluded_id(firing), set()).update(spots_of(firing))
    if not possible:
        return run.drawn[areas], behind
    facts = [*run.facts[areas], *possible.values()]
    rules = run.rules.strata[areas]
    reading = run.rules.once(("whole reading", areas), lambda: Reading(rules))
    return draw(rules, reading.verdicts(facts), facts), behind


def spots_of_candidates(run: Run, rules: Sequence[r.Rule]) -> frozenset[Spot]:
    """What is open wherever a record could fill a pattern of these rules, whatever fills the rest.

    The widest bound: it does not look at what holds beside it.
    """
    spots: set[Spot] = set()
    facts = run.facts[t.Stratum.SAFETY]
    joined = [
        {*(j.field for j in p.joins), *(f for a, f in _joined_to(rule) if a == p.alias)}
        for rule in rules
        for p in rule.when
    ]
    places = list(accumulate((len(rule.when) for rule in rules), initial=0))
    reading = Reading(rules)
    for at, fact in enumerate(facts):
        for number, place, (_, unknown, presumed) in reading.candidates(at, fact):
            spots |= {(fact.id, field) for _, field in (*unknown, *presumed)}
            fields = joined[places[number] + place]
            spots |= {(fact.id, f) for f in fields if not isinstance(fact.values.get(f), str)}
            if fact.stands_for:
                spots.add((fact.id, ""))
    return frozenset(spots)


def _joined_to(rule: r.Rule) -> Iterator[tuple[str, str]]:
    for pattern in rule.when:
        yield from ((join.alias, join.other_field) for join in pattern.joins)


def deciding_rules(run: Run) -> tuple[r.Rule, ...]:
    """The rules on the way to a proposal, but for those that only ask."""
    return tuple(
        rule
        for stratum in DECIDING
        for rule in run.rules.strata[stratum]
        if not isinstance(rule.then, r.Asks)
    )


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
        spots |= spots_of(said)
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
    ending: list[Firing | Open] = [
        *(gap for gap, _ in focus.open(r.ConcludesOutcome)),
        *(firing for firing, _ in focus.firing(r.ConcludesOutcome)),
    ]
    return frozenset(spot for said in ending for spot in spots_of(said))


def is_plain(run: Run) -> bool:
    """Whether the rules keep to what this bound can follow.

    Gates after the arguments read the standing of areas, outcomes the record; and no rule needs two
    records of a kind of which some may not be asked about yet.
    """
    for rule in run.rules.strata[t.Stratum.FOCUS]:
        for pattern in rule.when:
            if isinstance(rule.then, r.Excludes):
                fields = set(pattern_fields(pattern))
                if pattern.kind != "area" or not fields <= {"area", "status", "settled"}:
                    return False
            elif isinstance(rule.then, r.ConcludesOutcome) and vocabulary()[pattern.kind].concluded:
                return False
    return not any(
        needs_two_unasked(rule, run)
        for stratum in DECIDING
        for rule in run.rules.strata[stratum]
        if not isinstance(rule.then, r.Asks)
    )


def needs_two_unasked(rule: r.Rule, run: Run) -> bool:
    """Whether a rule needs two records of a kind of which some may not be asked about yet.

    One placeholder stands for all of them, and never fills two patterns. The same goes for what
    rules conclude from such records.
    """
    many = {kind for kind, count in Counter(p.kind for p in rule.when).items() if count > 1}
    if not many:
        return False
    unasked = {fact.kind for fact in run.facts[t.Stratum.SAFETY] if fact.stands_for}
    unasked |= {
        fact.kind
        for gap in run.drawn[t.Stratum.SAFETY].opens
        if any(f.stands_for for f in gap.facts) and (fact := _possible_conclusion(gap)) is not None
    }
    return bool(unasked & many)


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

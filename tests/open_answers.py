"""Small random rule bases and records, and everything that open answers could make of them.

What is here is written apart from the code that it tests: answers are filled in one by one, facts
are compared as a whole, and every variant is evaluated as a case of its own.
"""

from __future__ import annotations

import datetime as dt
import enum
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, get_args, get_origin

import annotated_types as at
from attrs import evolve, frozen
from hypothesis import strategies as st

from ipt_rules import model as m
from ipt_rules import terms as t
from ipt_rules.explain.variants import Decision
from ipt_rules.facts import Fact, Span, Value, bounds, facts_of, vocabulary
from ipt_rules.fit import fit_problems
from ipt_rules.model import Inventory, PartialDate
from ipt_rules.model.consistency import inconsistencies
from ipt_rules.places import (
    Place,
    answer_at,
    answers_behind,
    attribute_of,
    attributes,
    filled,
)
from ipt_rules.places import records as records_of
from ipt_rules.rulebase import RuleBase
from ipt_rules.rulebase import language as r
from ipt_rules.strata import Run, strata_of
from tests.shipped import RULES

DAY = dt.date(2026, 3, 1)

# --- random rules ----------------------------------------------------------------------------

_READ = {
    "case": ("has_confidant", "perinatal_stage", "chronic_2y", "recent_birth"),
    "risk": ("ideation", "psychosis"),
    "diagnosis": ("status",),
    "life_event": (
        "group", "group", "closeness", "timing_to_onset", "still_active", "near_worsening", "type",
        "manageable_in_time",
    ),
    "relationship": (
        "alive", "expectations", "conflict_present", "conflict_overt", "is_confidant",
        "manageable_in_time",
    ),
    "inventory": ("deaths_recorded", "changes_recorded", "conflicts_recorded", "acute_events"),
    "asked": ("deaths", "conflicts"),
}  # fmt: skip
_FINDINGS = ("first", "second")
_STRENGTHS = st.sampled_from(t.Strength)
_AREAS = st.sampled_from((*t.ProblemArea, t.ProblemArea.GRIEF, t.ProblemArea.GRIEF))


@st.composite
def _word_test(draw: st.DrawFn, kind: str, field: str) -> r.WordTest:
    words = vocabulary()[kind].fields[field].values
    allowed = draw(st.lists(st.sampled_from(words), min_size=1, max_size=2, unique=True))
    return r.WordTest(field, frozenset(allowed))


def _test(kind: str, field: str) -> st.SearchStrategy[r.WordTest | r.NumberTest]:
    if vocabulary()[kind].fields[field].type == "number":
        ends = st.sampled_from(((1, None), (None, 0), (2, None), (None, 1), (1, 1)))
        return ends.map(lambda pair: r.NumberTest(field, *pair))
    return _word_test(kind, field)


@st.composite
def _pattern(
    draw: st.DrawFn, alias: str, pool: _Pool, others: Sequence[str], earlier: str
) -> r.Pattern:
    kind = draw(st.sampled_from((*pool, *pool, *others)))
    if kind == "finding":
        named = r.WordTest("name", frozenset({draw(st.sampled_from(_FINDINGS))}))
        return r.Pattern(alias, kind, (named,))
    if kind == "alert":
        return r.Pattern(alias, kind, (r.WordTest("level", frozenset({"stop", "urgent"})),))
    fields = st.sampled_from(pool[kind])
    tests: list[r.Test] = [
        draw(_test(kind, f)) for f in draw(st.lists(fields, max_size=2, unique=True))
    ]
    if len(tests) == 2 and draw(st.booleans()):
        tests = [r.AnyTest(((tests[0],), (tests[1],)))]  # type: ignore[arg-type,list-item]
    presumes = []
    words = [f for f in pool[kind] if vocabulary()[kind].fields[f].type == "word"]
    if words and draw(st.integers(0, 2)) == 0:
        presumes.append(draw(_word_test(kind, draw(st.sampled_from(words)))))
    if earlier == "life_event" and kind == "relationship" and draw(st.booleans()):
        tests.append(r.JoinTest("relationship", "p0", "person"))
    return r.Pattern(alias, kind, tuple(tests), tuple(presumes))


_Pool = Mapping[str, Sequence[str]]
"""The fields that the rules of one rule base read, by their kind: few, so that rules meet."""


@st.composite
def _pools(draw: st.DrawFn) -> _Pool:
    drawn = draw(st.lists(st.sampled_from(_PAIRS), min_size=1, max_size=4, unique=True))
    pool: dict[str, list[str]] = {}
    for kind, field in drawn:
        pool.setdefault(kind, []).append(field)
    return pool


_PAIRS = sorted((kind, field) for kind, fields in _READ.items() for field in set(fields))


@st.composite
def _rule(draw: st.DrawFn, number: int, stratum: t.Stratum, pool: _Pool) -> r.Rule:
    others: Sequence[str] = ()
    then: r.Conclusion
    if stratum is t.Stratum.SAFETY:
        then = draw(
            st.one_of(
                st.sampled_from(_FINDINGS).map(r.Finds),
                st.sampled_from(_FINDINGS).map(r.Finds),
                st.sampled_from((("focus",), ())).map(
                    lambda holds: r.RaisesAlert(t.AlertLevel.STOP, "act", holds)
                ),
                st.sampled_from(t.Suitability).map(lambda fit: r.SaysSuitability(fit, "act")),
            )
        )
    elif stratum is t.Stratum.AREAS:
        others = ("finding", "finding", "alert")
        argues = st.builds(r.ArguesFor, _AREAS, _STRENGTHS)
        against = st.builds(r.ArguesAgainst, _AREAS, _STRENGTHS)
        then = draw(st.one_of(argues, argues, argues, against, st.builds(r.Excludes, _AREAS)))
    else:
        then = draw(
            st.one_of(
                st.builds(r.Excludes, _AREAS),
                st.builds(r.ConcludesOutcome, st.just(t.Outcome.NO_FOCUS_INDICATED)),
            )
        )
    name = f"{stratum.value}/r{number}"
    if isinstance(then, r.Excludes) and stratum is t.Stratum.FOCUS and draw(st.integers(0, 3)):
        tests = [
            r.WordTest("area", frozenset({draw(_AREAS).value})),
            draw(_word_test("area", draw(st.sampled_from(("status", "settled"))))),
        ]
        when = [r.Pattern("p0", "area", tuple(tests))]
    else:
        when = [draw(_pattern("p0", pool, others, ""))]
        if draw(st.integers(0, 2)) == 0:
            when.append(draw(_pattern("p1", pool, others, when[0].kind)))
    return r.Rule(name, name, stratum, tuple(when), then, "because", "rationale", ())


@st.composite
def rule_bases(draw: st.DrawFn) -> RuleBase:
    """Rule bases of a few rules in the three strata that lead to a proposal."""
    strata = draw(
        st.lists(
            st.sampled_from(
                (t.Stratum.SAFETY, t.Stratum.AREAS, t.Stratum.AREAS, t.Stratum.AREAS,
                 t.Stratum.FOCUS)
            ),
            min_size=2, max_size=7,
        )
    )  # fmt: skip
    pool = draw(_pools())
    drawn = [draw(_rule(number, stratum, pool)) for number, stratum in enumerate(strata)]
    rules = tuple(sorted(drawn, key=lambda rule: rule.id))
    policy = RULES.policy
    if draw(st.booleans()):
        policy = evolve(
            policy,
            corroboration=draw(st.integers(0, 2)),
            rival_within=draw(st.integers(1, 4)),
            supported_from=(supported := draw(st.integers(2, 5))),
            provisional_from=(provisional := draw(st.integers(1, supported))),
            possible_from=draw(st.integers(1, provisional)),
        )
    return evolve(RULES, rules=rules, policy=policy)


# --- random records --------------------------------------------------------------------------

_COVERAGE = st.sampled_from((t.Coverage.COMPLETE, t.Coverage.COMPLETE, t.Coverage.PARTIAL,
                             t.Absence.NOT_ASKED))  # fmt: skip
_ASKED = st.builds(
    m.Asked, deaths=_COVERAGE, changes=_COVERAGE, conflicts=_COVERAGE, relationships=_COVERAGE
)
_DATES = tuple(map(PartialDate, ("2026-01-20", "2025-10-10", "2025-11", "2020", "2025")))


@st.composite
def small_records(draw: st.DrawFn, complete: bool = False) -> Inventory:
    """Records of at most two people and two events in which most answers are known."""
    asked = m.Asked(*[t.Coverage.COMPLETE] * 5) if complete else draw(_ASKED)
    people = tuple(
        m.Relationship(id=f"r{n}", label=f"R{n}") for n in range(draw(st.integers(0, 2)))
    )
    events = tuple(
        m.LifeEvent(
            id=f"e{n}",
            group=draw(st.sampled_from(t.EventGroup)),
            person=draw(st.sampled_from([*(p.id for p in people), t.Absence.NOT_ASKED])),
        )
        for n in range(draw(st.integers(0, 2)))
    )
    named = [*(p.id for p in people), *(e.id for e in events)]
    listed = draw(st.lists(st.sampled_from(named), max_size=2, unique=True)) if named else []
    diagnoses = (m.DiagnosisRecord(name=next(iter(t.Diagnosis))),)
    case = m.Case(
        pseudonym="X",
        main_problem_patient=tuple(listed) if draw(st.booleans()) else t.Absence.NOT_ASKED,
        diagnoses=draw(st.sampled_from((diagnoses, diagnoses, ()))),
    )
    record = Inventory(
        assessment_date=DAY, case=case, asked=asked, relationships=people, events=events
    )
    for place in sorted({p for p in _places(record) if p.kind != "asked"}):
        if draw(st.integers(0, 3 if complete else 2)) == 0:
            continue
        answer = draw(st.sampled_from(possible_answers(place)))
        changed = filled(record, {place: answer})
        if not inconsistencies(changed):
            record = changed
    return record


def _places(inventory: Inventory) -> Iterator[Place]:
    """The answers that some random rule, or a tie-break, could read."""
    read = {
        answer
        for kind, fields in _READ.items()
        for f in fields
        for answer in answers_behind(kind, f)
    } | {"relationship.conflict_timing"}
    for record, _ in records_of(inventory):
        for name in attributes(record.partition(":")[0]):
            place = Place(record, name)
            if place.answer in read and possible_answers(place):
                yield place


def possible_answers(place: Place, exact: bool = False) -> tuple[Any, ...]:
    """Answers to try at a place; of numbers, dates and lists only some.

    Where it has to be `exact`, dates are known to the day and domains asked to the end.
    """
    attribute = attributes(place.kind)[place.field]
    kind = attribute.type
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        complete = exact and kind is t.Coverage
        return (t.Coverage.COMPLETE,) if complete else tuple(kind)
    if get_origin(kind) is frozenset:
        members = tuple(get_args(kind)[0])
        pairs = itertools.combinations(members, 2)
        return (frozenset(), *map(frozenset, pairs), *(frozenset({m}) for m in members))
    if kind in (int, float):
        limits: dict[type, Any] = {type(limit): limit for limit in attribute.limits}
        return tuple(sorted({limits[at.Ge].ge, kind(limits[at.Ge].ge + 1), limits[at.Le].le}))
    if kind is PartialDate:
        return _DATES[:2] if exact else _DATES
    if kind is dt.date:
        return (DAY, DAY - dt.timedelta(days=40))
    return ()


# --- what may be added -----------------------------------------------------------------------


def adds_only(run: Run, inventory: Inventory, run_facts: Sequence[Fact] = ()) -> bool:
    """Whether a record says all that the one of the run says, and fits its form."""
    if _misfits(inventory) or fit_problems(inventory, run.rules):
        return False
    before = {fact.id: fact for fact in run_facts or _facts(run, run.inventory)}
    after = {fact.id: fact for fact in _facts(run, inventory)}
    domains = [fact for fact in before.values() if fact.stands_for]
    for name, fact in before.items():
        if name not in after:
            if not fact.stands_for:
                return False
        elif after[name].subject != fact.subject or not all(
            field in ("who", "event", "person", "detail")
            or (field in after[name].values and _narrows(after[name].values[field], value))
            for field, value in fact.values.items()
        ):
            return False
    return all(
        any(domain.kind == fact.kind and _has_room(domain, fact) for domain in domains)
        for name, fact in after.items()
        if name not in before
    )


def _misfits(inventory: Inventory) -> bool:
    """Whether a record contradicts its form; a death known from a person may share its id."""
    people = {person.id for person in inventory.relationships}
    for path, _ in inconsistencies(inventory):
        if not (path[0] == "events" and path[-1] == "id"):
            return True
        if inventory.events[int(path[1])].id not in people:
            return True
    return False


def _facts(run: Run, inventory: Inventory) -> Sequence[Fact]:
    return facts_of(inventory, run.rules.settings, as_of=run.as_of, session=run.session)


def _has_room(domain: Fact, fact: Fact) -> bool:
    return all(
        _narrows(fact.values[f], value) for f, value in domain.values.items() if f in fact.values
    )


def _narrows(now: Value, before: Value) -> bool:
    if now == before:
        return True
    if isinstance(before, frozenset):
        return (now if isinstance(now, frozenset) else {now}) <= before
    if isinstance(before, Span) and isinstance(now, int | float | Span):
        (low, high), (least, most) = bounds(now), bounds(before)
        return (least is None or (low is not None and low >= least)) and (
            most is None or (high is not None and high <= most)
        )
    return False


# --- everything it may come to -----------------------------------------------------------------


@frozen
class Seen:
    """What one variant of a case comes to: its decision, its areas, and what each rule says."""

    decision: Decision
    statuses: Mapping[str, t.AreaStatus]
    verdicts: Mapping[str, t.Verdict]

    def of(self, subject: str) -> object:
        """What it says of the proposal, of an area or of a rule."""
        if subject == "proposal":
            return self.decision
        return self.statuses.get(subject) or self.verdicts[subject]


def seen(run: Run) -> Seen:
    """What a run comes to."""
    verdicts = {
        rule.id: t.Verdict.SILENT
        for stratum in (t.Stratum.SAFETY, t.Stratum.AREAS)
        for rule in run.rules.strata[stratum]
    }
    for stratum in (t.Stratum.SAFETY, t.Stratum.AREAS):
        for gap in run.drawn[stratum].opens:
            verdicts[gap.rule.id] = t.Verdict.UNKNOWN
        for presumed in (True, False):
            for firing in run.drawn[stratum].firings:
                if bool(firing.presumed) is presumed:
                    verdicts[firing.rule.id] = t.Verdict.PRESUMED if presumed else t.Verdict.FIRES
    statuses = {found.area.value: found.status for found in run.areas}
    return Seen(Decision.of(run.proposal), statuses, verdicts)


def subjects(run: Run) -> list[str]:
    """What can be asked about: the proposal, each area, each rule of safety and of the areas."""
    found = seen(run)
    return ["proposal", *found.statuses, *found.verdicts]


Row = tuple[int, ...]


@frozen(eq=False)
class Table:
    """What comes of some places, each left open or answered in some ways."""

    places: tuple[Place, ...]
    rows: Mapping[Row, Seen]
    whole: bool

    def matters(self, place: Place, subject: str) -> bool:
        """Whether an answer there changes something, whatever stands beside it."""
        at_place = self.places.index(place)
        seen: dict[Row, object] = {}
        for row, what in self.rows.items():
            rest = (*row[:at_place], *row[at_place + 1 :])
            if seen.setdefault(rest, what.of(subject)) != what.of(subject):
                return True
        return False

    def settles(self, chosen: Iterable[Place], subject: str) -> bool:
        """Whether answers to these places leave nothing open, whatever they are."""
        numbers = [self.places.index(place) for place in chosen]
        seen: dict[Row, object] = {}
        for row, what in self.rows.items():
            given = tuple(row[number] for number in numbers)
            if all(given) and seen.setdefault(given, what.of(subject)) != what.of(subject):
                return False
        return True

    def settling(self, subject: str) -> set[frozenset[Place]]:
        """The smallest sets of places that settle it."""
        found: set[frozenset[Place]] = set()
        places = [place for place in self.places if self.matters(place, subject)]
        for size in range(1, len(places) + 1):
            for chosen in map(frozenset, itertools.combinations(places, size)):
                if not any(less <= chosen for less in found) and self.settles(chosen, subject):
                    found.add(chosen)
        return found

    def constant(self, subject: str) -> bool:
        """Whether it comes to the same everywhere."""
        return len({what.of(subject) for what in self.rows.values()}) == 1


def fields_read(rules: RuleBase) -> dict[tuple[str, str], set[str]]:
    """The fields that the rules test, with the words that they ask for."""
    found: dict[tuple[str, str], set[str]] = {}
    for pattern in (pattern for rule in rules.rules for pattern in rule.when):
        for test in (*pattern.tests, *pattern.presumes):
            parts = (
                [p for parts in test.alternatives for p in parts]
                if isinstance(test, r.AnyTest)
                else [test]
            )
            for part in parts:
                words = part.allowed if isinstance(part, r.WordTest) else ()
                found.setdefault((pattern.kind, part.field), set()).update(words)
    return found


def open_places_read(run: Run) -> list[Place]:
    """The open answers that the rules could depend on, the most direct first."""
    read = fields_read(run.rules)
    direct = {(kind, attribute_of(kind, field)) for kind, field in read}
    behind = {name for kind, field in read for name in answers_behind(kind, field)}
    found = []
    for place in dict.fromkeys(_places(run.inventory)):
        answer = answer_at(run.inventory, place)
        vague = isinstance(answer, PartialDate) and answer.earliest != answer.latest
        if isinstance(answer, t.Absence) or vague or answer is t.Coverage.PARTIAL:
            far = 0 if (place.kind, place.field) in direct else 1 if place.answer in behind else 2
            found.append((far, place))
    return [place for _, place in sorted(found, key=lambda pair: pair[0])]


def _worth_trying(place: Place, rules: RuleBase) -> tuple[Any, ...]:
    """Some answers at a place: the words that rules ask for there, and another."""
    words = fields_read(rules).get((place.kind, place.field), set())
    answers = possible_answers(place)
    if len(answers) <= 3 or not isinstance(answers[0], t.Term):
        return answers[:5]
    others = [answer for answer in answers if answer.value not in words]
    return (*(answer for answer in answers if answer.value in words), *others[:1])


def table(run: Run, order: Sequence[Place], most: int, every: bool = False) -> Table:
    """Evaluate every way of filling places, as many in their order as stay below `most` ways."""
    chosen: dict[Place, tuple[Any, ...]] = {}
    size, whole = 1, True
    facts = _facts(run, run.inventory)
    for place in order:
        answers = [
            answer
            for answer in (
                possible_answers(place, exact=True) if every else _worth_trying(place, run.rules)
            )
            if adds_only(run, filled(run.inventory, {place: answer}), facts)
        ]
        if size * (len(answers) + 1) > most:
            answers, whole = answers[-1:], False
        if answers and size * (len(answers) + 1) <= most:
            chosen[place] = tuple(answers)
            size *= len(answers) + 1
    rows = {}
    for row in itertools.product(*(range(len(answers) + 1) for answers in chosen.values())):
        given = {p: a[n - 1] for n, (p, a) in zip(row, chosen.items(), strict=True) if n}
        inventory = filled(run.inventory, given)
        if adds_only(run, inventory, facts):
            rows[row] = seen(again(run, inventory))
    return Table(tuple(chosen), rows, whole)


def again(run: Run, inventory: Inventory) -> Run:
    """The same run on another record."""
    return strata_of(inventory, run.rules, session=run.session, as_of=run.as_of)


# --- records that turn up ------------------------------------------------------------------------


@st.composite
def with_a_new_record(draw: st.DrawFn, run: Run) -> Inventory | None:
    """The record with an event or a person more, where an open domain leaves room for it."""
    inventory = run.inventory
    name = draw(st.sampled_from(("a", "e00", "m", "zz")))
    anyone = st.sampled_from([*(p.id for p in inventory.relationships), t.Absence.NOT_ASKED])
    if draw(st.integers(0, 2)):
        group = draw(st.sampled_from(t.EventGroup))
        event = m.LifeEvent(id=name, group=group, person=draw(anyone))
        grown = evolve(inventory, events=(*inventory.events, event))
        record = f"life_event:{name}"
    else:
        person = m.Relationship(id=name, label="New")
        grown = evolve(inventory, relationships=(*inventory.relationships, person))
        record = f"relationship:{name}"
    facts = _facts(run, inventory)
    if not adds_only(run, grown, facts):
        return None
    read = fields_read(run.rules)
    own = [p for p in _places(grown) if p.record == record and p.field not in ("group", "kind")]
    direct = [p for p in own if any(attribute_of(k, f) == p.field for k, f in read)]
    for place in (*direct, *draw(st.lists(st.sampled_from(own), max_size=2))):
        if draw(st.integers(0, 4)):
            answer = draw(st.sampled_from(_worth_trying(place, run.rules)))
            filled_in = filled(grown, {place: answer})
            if adds_only(run, filled_in, facts):
                grown = filled_in
    return grown


def without_new_names(decision: Decision, run: Run) -> Decision:
    """A decision in which what is about a record that turned up is about something new."""
    known = {fact.subject for fact in _facts(run, run.inventory)} | {"case", None}
    foci = tuple(
        (area, rank, about if about in known else "new") for area, rank, about in decision.foci
    )
    return evolve(decision, foci=foci)

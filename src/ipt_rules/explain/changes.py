"""What answers change in the facts of a case, worked out once and put together after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from attrs import evolve, frozen

from ipt_rules.exceptions import Path
from ipt_rules.facts import Fact, Span, Value, bounds, facts_of
from ipt_rules.facts.events import implied_deaths
from ipt_rules.facts.read_from import feeds
from ipt_rules.fit import fit_problems
from ipt_rules.model import Formulation, Inventory
from ipt_rules.model.consistency import inconsistencies
from ipt_rules.places import Place, filled
from ipt_rules.strata import Run

Answers = Mapping[Place, Any]


OF_THE_FORMULATION = frozenset(
    ("formulation", "formulation_area", "linked", "planned_technique", "phrase")
)
"""Kinds of facts that stand in the last stratum alone: what they say comes after a proposal."""

_SOME_FORMULATION = Formulation()


@frozen(eq=False)
class Change:
    """What certain answers change: each fact that is new or different, `None` where it is gone.

    `fits` says whether a record with these answers can be: nothing in it contradicts its form.
    `adds` says whether the answers only add to what is known; otherwise one of them takes back
    something that is on record, and is a correction.
    """

    facts: Mapping[str, Fact | None]
    fits: bool
    adds: bool


NO_CHANGE = Change({}, True, True)


class Changes:
    """The facts of a case under other answers.

    Answers that no field is worked out from together change the facts independently of each other:
    their changes are worked out one by one and merged. All others are worked out together.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self.base: Mapping[str, Fact] = self._facts(run.inventory)
        self._implied = {f"life_event:{death.id}" for death in implied_deaths(run.inventory)}
        self._ones: dict[tuple[Place, Any], Change] = {}
        self._merged: dict[tuple[str, tuple[tuple[Place, Any], ...]], Fact] = {}
        self._apart: dict[tuple[Place, Place], bool] = {}
        self._known: dict[object, Fact] = {}

    def of(self, answers: Answers) -> Change:
        """What these answers change together."""
        items = sorted(answers.items(), key=lambda item: item[0])
        if len(items) == 1:
            return self.one(*items[0])
        if any(not self.independent(a, b) for (a, _), (b, _) in combinations(items, 2)):
            return self._worked_out(answers)
        return self._together(items)

    def one(self, place: Place, answer: Any) -> Change:
        """What one answer changes by itself."""
        key = place, answer
        if key not in self._ones:
            self._ones[key] = self._worked_out({place: answer})
        return self._ones[key]

    def independent(self, one: Place, other: Place) -> bool:
        """Whether no field is worked out from both answers."""
        key = one, other
        if key not in self._apart:
            self._apart[key] = self._independent(one, other)
        return self._apart[key]

    def _independent(self, one: Place, other: Place) -> bool:
        if feeds(one.answer) & feeds(other.answer):
            return False
        return not ({one.record, other.record} & self._implied)

    def inventory(self, answers: Answers) -> Inventory:
        """The record with these answers."""
        return filled(self._run.inventory, answers)

    def _worked_out(self, answers: Answers) -> Change:
        inventory = filled(self._run.inventory, answers)
        fits = self._fits(answers, inventory)
        by_id = self._facts(inventory)
        changed: dict[str, Fact | None] = {
            name: self._same(fact) for name, fact in by_id.items() if fact != self.base.get(name)
        }
        changed |= {name: None for name in self.base if name not in by_id}
        return Change(changed, fits, self._only_adds(changed))

    def _same(self, fact: Fact) -> Fact:
        """One object for all facts that are equal: what was worked out for it serves again."""
        key = fact.id, fact.subject, frozenset(fact.values.items())
        return self._known.setdefault(key, fact)

    def _facts(self, inventory: Inventory) -> dict[str, Fact]:
        """The facts of a record, without those that are read after a proposal only."""
        run = self._run
        if inventory.formulation is not None:
            agreed = inventory.formulation.contract  # the course may be as long as it says
            inventory = evolve(inventory, formulation=evolve(_SOME_FORMULATION, contract=agreed))
        found = facts_of(inventory, run.rules.settings, as_of=run.as_of, session=run.session)
        return {fact.id: fact for fact in found if fact.kind not in OF_THE_FORMULATION}

    def _fits(self, answers: Answers, inventory: Inventory) -> bool:
        """Whether a record can be so; answers that each fit can only clash where two are bound."""
        if len(answers) > 1 and all(self.one(*item).fits for item in answers.items()):
            bound = any(_bound_together(a, b) for a, b in combinations(answers, 2))
            return not bound or not _misfits(inventory, self._run, answers)
        return not any(map(_may_misfit, answers)) or not _misfits(inventory, self._run, answers)

    def _together(self, items: list[tuple[Place, Any]]) -> Change:
        changes = [self.one(place, answer) for place, answer in items]
        facts: dict[str, Fact | None] = {}
        for name in {name for change in changes for name in change.facts}:
            by = [(item, c) for item, c in zip(items, changes, strict=True) if name in c.facts]
            if len(by) == 1:
                facts[name] = by[0][1].facts[name]
                continue
            base = self.base.get(name)
            others = [change.facts[name] for _, change in by]
            if base is None or any(other is None for other in others):
                return self._worked_out(dict(items))  # one answer makes or unmakes the record
            key = name, tuple(item for item, _ in by)
            if key not in self._merged:
                merged = _merge(base, [other for other in others if other is not None])
                self._merged[key] = self._same(merged)
            facts[name] = self._merged[key]
        fits = all(change.fits for change in changes)
        if fits and any(_bound_together(a, b) for (a, _), (b, _) in combinations(items, 2)):
            fits = not _misfits(self.inventory(dict(items)), self._run, dict(items))
        return Change(facts, fits, all(change.adds for change in changes))

    def _only_adds(self, changed: Mapping[str, Fact | None]) -> bool:
        open_records = [fact for fact in self.base.values() if fact.stands_for]
        for name, fact in changed.items():
            base = self.base.get(name)
            if base is None:
                assert fact is not None
                if not any(_belongs(fact, domain) for domain in open_records):
                    return False
            elif fact is None:
                if not base.stands_for:  # a domain may be closed, a record never goes
                    return False
            elif not _refines(base, fact):
                return False
        return True


_JOINTLY = frozenset(
    (
        "type",
        "group",
        "alive",
        "age_years",
        "profile",
        "planned_sessions",
        "name",
        "total",
        "kind",
        "instrument",
    )
)


def _may_misfit(place: Place) -> bool:
    """Whether an answer there could contradict the form of the record."""
    name = place.field
    return name in _JOINTLY or "date" in name or "onset" in name or name == "checked_on"


_PAIRS = ("type", "group"), ("alive", "death_date"), ("instrument", "total")
_OF_THE_PATIENT = frozenset(("case", "diagnosis", "medical_illness"))


def _bound_together(one: Place, other: Place) -> bool:
    """Whether two answers, each fitting by itself, could contradict the form of the record."""
    if one.record == other.record and any({one.field, other.field} <= set(pair) for pair in _PAIRS):
        return True
    if one.answer == other.answer == "diagnosis.name":
        return True
    both = {one.kind, other.kind} <= _OF_THE_PATIENT
    return both and sum(p.field == "age_years" or "onset" in p.field for p in (one, other)) == 2


def _misfits(inventory: Inventory, run: Run, places: Iterable[Place]) -> bool:
    # What is on record fits; notes and formulation cannot clash with another answer elsewhere.
    measured = any(place.kind == "measure" for place in places)
    rest = inventory.measures if measured else ()
    inside = evolve(inventory, sessions=(), formulation=None, measures=rest)
    people = {person.id for person in inventory.relationships}
    found = [
        path
        for path, _ in inconsistencies(inside)
        # While it is tried out, a death known only from a person goes by the id of the person.
        if not (path[0] == "events" and path[-1] == "id" and _event_id(inventory, path) in people)
    ]
    if found:
        return True
    framed = measured or any(place.field == "profile" for place in places)
    return framed and bool(fit_problems(inventory, run.rules))


def _event_id(inventory: Inventory, path: Path) -> str:
    assert isinstance(path[1], int)
    return inventory.events[path[1]].id


def _merge(base: Fact, others: Iterable[Fact]) -> Fact:
    values = dict(base.values)
    subject = base.subject
    for other in others:
        for field in {*base.values, *other.values}:
            here, there = base.values.get(field), other.values.get(field)
            if here != there:
                if there is None:
                    values.pop(field, None)
                else:
                    values[field] = there
        if other.subject != base.subject:
            subject = other.subject
    return Fact(base.kind, base.id, values, subject, base.stands_for)


def _belongs(fact: Fact, domain: Fact) -> bool:
    """Whether a new record is one that an open domain left room for."""
    return fact.kind == domain.kind and all(
        fact.values.get(field) in (value if isinstance(value, frozenset) else {value})
        for field, value in domain.values.items()
    )


def _refines(base: Fact, fact: Fact) -> bool:
    return base.subject == fact.subject and all(
        field in fact.values and _within(fact.values[field], value)
        for field, value in base.values.items()
        if field not in _TEXTS
    )


_TEXTS = frozenset(("event", "who", "person", "detail"))


def _within(value: Value, base: Value) -> bool:
    """Whether a value says what the earlier one said, or more."""
    if value == base:
        return True
    if isinstance(base, frozenset):
        return value <= base if isinstance(value, frozenset) else value in base
    if isinstance(base, Span) and not isinstance(value, str | frozenset):
        (low, high), (least, most) = bounds(value), bounds(base)
        enough = least is None or (low is not None and low >= least)
        return enough and (most is None or (high is not None and high <= most))
    return False

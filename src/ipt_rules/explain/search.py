"""A search through the variants of a case: single answers first, then pairs, in plausible order."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, get_origin

from attrs import frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.conclusions import Drawn, alerts, remarks
from ipt_rules.explain.answers import read_by_rules
from ipt_rules.explain.gaps import Inquiry
from ipt_rules.explain.plausible import Weight, weight
from ipt_rules.explain.variants import BREAK_TIES, READ_FROM_THE_RECORD, Decision, View
from ipt_rules.facts.read_from import READ_FROM
from ipt_rules.places import Place, answer_at, answers_behind, attributes, known_places
from ipt_rules.rulebase import RuleBase

MOST = 5000
"""Variants that are looked at; where there are more, the least plausible pairs are left out."""

Reaches = Callable[[Decision], bool]
"""Whether a decision is what the search is for."""


@frozen(eq=False)
class Candidate:
    """Another answer to one question, how far-fetched it is, and what it changes by itself.

    Of answers that rules do not tell apart one `represents` the others. Beside a change to other
    facts it is tried alone, and not at all unless it is `noticed`: rules tell them apart one by
    one. Beside a change to the same facts all are tried, but of dates and numbers that one.
    """

    place: Place
    answer: Any
    weight: Weight
    facts: frozenset[str]
    represents: bool
    noticed: bool
    one_of_many: bool


@frozen(eq=False)
class Hit:
    """One or two answers that lead to what the search is for.

    `lifts` says that something is no longer held back that was.
    """

    answers: Mapping[Place, Any]
    decision: Decision
    lifts: bool
    weight: Weight


@frozen(eq=False)
class Searched:
    """Every hit, the most plausible first, of so many variants; `complete` where these are all."""

    hits: tuple[Hit, ...]
    looked_at: int
    complete: bool


def search(inquiry: Inquiry, reaches: Reaches, most: int = MOST) -> Searched:
    """Look for the smallest changes that lead to a decision: every single one, then pairs."""
    variants = inquiry.variants
    lifting = _Lifting(inquiry)
    hits: list[Hit] = []
    useful: list[Candidate] = []  # a pair that contains a hit is not the smallest
    looked_at = 0
    for candidate in candidates(inquiry):
        answers = {candidate.place: candidate.answer}
        view = variants.of(answers, variants.changes.of(answers))
        looked_at += 1
        if reaches(view.decision):
            hits.append(Hit(answers, view.decision, lifting(view), candidate.weight))
        else:
            useful.append(candidate)
    complete = True
    for one, other, weighs in _pairs(useful):
        if not _worth_trying(one, other, inquiry):
            continue
        if looked_at >= most:
            complete = False
            break
        answers = {one.place: one.answer, other.place: other.answer}
        change = variants.changes.of(answers)
        if not change.fits:
            continue
        looked_at += 1
        view = variants.of(answers, change)
        if reaches(view.decision):
            hits.append(Hit(answers, view.decision, lifting(view), weighs))
    return Searched(tuple(hits), looked_at, complete)


def _worth_trying(one: Candidate, other: Candidate, inquiry: Inquiry) -> bool:
    """Whether two answers together could come to more than each by itself, or one like them."""
    if one.place == other.place:
        return False
    if one.represents and other.represents and one.noticed and other.noticed:
        return True
    if any(tried.one_of_many and not tried.represents for tried in (one, other)):
        return False
    changes = inquiry.variants.changes
    return bool(one.facts & other.facts) or not changes.independent(one.place, other.place)


def _pairs(ordered: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate, Weight]]:
    """Every pair, the most plausible first, without making them all at once."""

    def entry(i: int, j: int) -> tuple[Weight, int, int]:
        (hard, far), (harder, farther) = ordered[i].weight, ordered[j].weight
        return (hard + harder, far + farther), i, j

    waiting = [entry(0, 1)] if len(ordered) > 1 else []
    while waiting:
        weighs, i, j = heapq.heappop(waiting)
        yield ordered[i], ordered[j], weighs
        if j + 1 < len(ordered):
            heapq.heappush(waiting, entry(i, j + 1))
        if j == i + 1 and j + 1 < len(ordered):
            heapq.heappush(waiting, entry(i + 1, j + 1))


# --- what is tried -----------------------------------------------------------------------------


def candidates(inquiry: Inquiry) -> list[Candidate]:
    """Other answers to what is known, where rules on the way to a proposal read it."""
    inventory, variants = inquiry.run.inventory, inquiry.variants
    read = answers_read(inquiry.run.rules)
    found = []
    for place in known_places(inventory):
        if place.answer not in read:
            continue
        now = answer_at(inventory, place)
        for answer in other_answers(inquiry, place, now):
            if variants.changes.one(place, answer).fits:
                found.append((weight(place, now, answer), place, answer))
    found.sort(key=lambda item: item[0])  # else in the order of the inventory
    seen = set()
    made = []
    for weighs, place, answer in found:
        alike = place, variants.alike(place, answer)
        many = not isinstance(answer, t.Term | frozenset)
        facts = frozenset(variants.changes.one(place, answer).facts)
        noticed = variants.noticed(place, answer)
        made.append(Candidate(place, answer, weighs, facts, alike not in seen, noticed, many))
        seen.add(alike)
    return made


def answers_read(rules: RuleBase) -> frozenset[str]:
    """The answers that rules on the way to a proposal read, directly or through other fields."""
    return rules.once("answers read", lambda: _answers_read(rules))


def _answers_read(rules: RuleBase) -> frozenset[str]:
    fields = read_by_rules(rules) | {
        (kind, field)
        for kind in ("life_event", "relationship", "medical_illness")
        for field in BREAK_TIES
    }
    found = set(READ_FROM_THE_RECORD)
    for kind, field in fields:
        found.update(answers_behind(kind, field))
    for kind in {kind for kind, _ in fields}:
        whole = (behind for name, behind in READ_FROM.items() if name.startswith(f"{kind}.*"))
        found.update(*whole)
    return frozenset(found)


def other_answers(inquiry: Inquiry, place: Place, now: Any) -> Iterator[Any]:
    """The answers to try instead of one that is known."""
    found = inquiry.answers.at(place)
    if get_origin(attributes(place.kind)[place.field].type) is frozenset:
        yield from _other_sets(now, found)
    elif place.answer == "case.main_problem_patient":
        yield from _other_orders(inquiry, now)
    else:
        yield from (answer for answer in found if answer != now)


def _other_sets(now: frozenset[Any], tried: Sequence[frozenset[Any]]) -> Iterator[frozenset[Any]]:
    """One member more or less, and every set that is tried; what no rule reads stays as it is."""
    read: frozenset[Any] = frozenset().union(*tried)
    sets = [now ^ {member} for member in sorted(read)]
    sets += [chosen | (now - read) for chosen in tried]
    yield from (chosen for chosen in dict.fromkeys(sets) if chosen != now)


def _other_orders(inquiry: Inquiry, now: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Another problem that matters most to the patient, before the others."""
    inventory = inquiry.run.inventory
    problems = [person.id for person in inventory.relationships]
    problems += [event.id for event in inventory.events]
    for first in problems:
        order = (first, *(other for other in now if other != first))
        if order != now:
            yield order


# --- what holds ----------------------------------------------------------------------------------


class _Lifting:
    """Whether a variant lifts something that holds back the focus, techniques or tasks."""

    def __init__(self, inquiry: Inquiry) -> None:
        self._rules = inquiry.run.rules
        self._held = self._holding(inquiry.variants.base.safety)
        self._known: dict[int, tuple[Drawn, bool]] = {}

    def __call__(self, view: View) -> bool:
        if not self._held:
            return False
        key = id(view.safety)
        if key not in self._known:
            lifts = not self._held <= self._holding(view.safety)
            self._known[key] = view.safety, lifts  # it stays alive, and its id its own
        return self._known[key][1]

    def _holding(self, safety: Drawn) -> frozenset[tuple[str, tuple[str, ...]]]:
        rules = self._rules
        said: list[results.Alert | results.Remark] = [*alerts(safety, rules)]
        said += remarks(safety, rules)
        return frozenset((a.support.rule, a.support.facts) for a in said if a.holds)

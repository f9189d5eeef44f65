"""Interviews in play: a complete inventory is hidden and told answer by answer.

Somebody asks; what the complete inventory says goes into the record. Records that a domain brings
to light come with their kind alone, the rest is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from attrs import evolve, frozen

from ipt_rules import terms as t
from ipt_rules.explain.asking import NextQuestion, ask
from ipt_rules.explain.gaps import Inquiry
from ipt_rules.explain.variants import Decision
from ipt_rules.model import Asked, Case, Inventory, LifeEvent, Relationship
from ipt_rules.places import Place, answer_at, filled, open_places, records, with_own_ids
from ipt_rules.rulebase import RuleBase
from ipt_rules.strata import Run, strata_of

COMPLETE = t.Coverage.COMPLETE


def completed(inventory: Inventory, rules: RuleBase, random: Random) -> Inventory:
    """An inventory without gaps: what was not recorded is answered at random, as it could be."""
    asked = dict.fromkeys(("deaths", "changes", "conflicts", "relationships", "risk"), COMPLETE)
    inventory = evolve(inventory, asked=Asked(**asked), sessions=(), formulation=None)
    inquiry = Inquiry(strata_of(inventory, rules))
    answers: dict[Place, Any] = {}
    places = [p for p in inquiry.gaps if inquiry.is_read(p)]
    random.shuffle(places)
    places.sort(key=lambda place: place.field in _OF_A_DISPUTE)
    for place in places:
        if not _makes_sense(place, filled(inquiry.run.inventory, answers)):
            continue
        options = list(inquiry.answers.at(place))
        random.shuffle(options)
        if place.kind == "risk" or place.field.startswith("violence_"):
            options = [o for o in options if o in _HARMLESS] or options  # or all would be withheld
        for option in options[:4]:
            change = inquiry.variants.changes.of({**answers, place: option})
            if change.fits and change.adds:
                answers[place] = option
                break
    return with_own_ids(filled(inventory, answers))


_HARMLESS = frozenset((t.Concern.NO, t.Answer.NO, t.Ideation.NONE, t.Recency.OLDER))
_OF_A_DISPUTE = frozenset(
    ("dispute_stage", "dispute_stalled", "ended", "low_intensity_irritability",
     "manageable_in_time")
)  # fmt: skip
_CHILDREN = ("child", "step_child", "unborn_or_lost_child", "pet")


def _makes_sense(place: Place, inventory: Inventory) -> bool:
    """Whether an answer there is one a person could give: no stage of a dispute without one."""
    if place.kind == "life_event":
        return True
    person = next((p for p in inventory.relationships if place.record.endswith(f":{p.id}")), None)
    if person is None:
        return True
    if person.alive is t.Answer.NO:
        return False
    disputed = person.expectations is t.Expectations.MISMATCHED or (
        isinstance(person.conflict, frozenset) and bool(person.conflict)
    )
    if place.field in _OF_A_DISPUTE:
        return disputed
    return disputed or not (place.field.startswith("violence_") and person.kind in _CHILDREN)


def blank(inventory: Inventory) -> Inventory:
    """What is known before the first question: who it is, the day, and the scores at hand."""
    return Inventory(
        inventory.assessment_date,
        Case(
            inventory.case.pseudonym,
            age_years=inventory.case.age_years,
            diagnoses=inventory.case.diagnoses,
        ),
        measures=inventory.measures,
    )


def told(record: Inventory, whole: Inventory, places: tuple[Place, ...]) -> Inventory:
    """The record once these places have been asked for."""
    for place in places:
        if place.kind == "asked":
            record = _opened(record, whole, place)
        else:
            held = dict(records(whole))
            if place.record not in held:  # a death that was known only from the person so far
                record = _opened(record, whole, Place("asked", "deaths"))
                continue
            answer = answer_at(whole, place)
            if not isinstance(answer, t.Absence):
                record = filled(record, {place: answer})
    return record


def _opened(record: Inventory, whole: Inventory, place: Place) -> Inventory:
    """A domain asked to the end: every record in it comes to light, with its kind alone."""
    groups = {
        "deaths": {t.EventGroup.BEREAVEMENT},
        "conflicts": {t.EventGroup.CONFLICT},
        "changes": set(t.EventGroup) - {t.EventGroup.BEREAVEMENT, t.EventGroup.CONFLICT},
    }.get(place.field, set())
    events = [
        LifeEvent(event.id, event.group, label=event.label, person=event.person)
        for event in whole.events
        if event.group in groups
    ]
    mentioned = {event.person for event in events}
    people = [
        Relationship(person.id, person.label, person.kind)
        for person in whole.relationships
        if place.field == "relationships" or person.id in mentioned
    ]
    known = {p.id for p in record.relationships} | {e.id for e in record.events}
    illnesses = whole.case.medical_illness if place.field == "changes" else ()
    illnesses = tuple(evolve(i, onset=t.Absence.NOT_ASKED, function_loss=t.Absence.NOT_ASKED)
                      for i in illnesses)  # fmt: skip
    return evolve(
        record,
        case=evolve(record.case, medical_illness=record.case.medical_illness or illnesses),
        asked=evolve(record.asked, **{place.field: getattr(whole.asked, place.field)}),
        relationships=(*record.relationships, *(p for p in people if p.id not in known)),
        events=(*record.events, *(e for e in events if e.id not in known)),
    )


@frozen
class Interview:
    """How an interview went: the decision before the first question, and after each."""

    decisions: tuple[Decision, ...]

    def reached_after(self, final: Decision) -> int | None:
        """After how many questions the final decision stood for good."""
        if self.decisions[-1] != final:
            return None
        last = len(self.decisions)
        while last > 0 and self.decisions[last - 1] == final:
            last -= 1
        return last


def interview(
    whole: Inventory, rules: RuleBase, following: Callable[[Run, set[Place]], tuple[Place, ...]]
) -> Interview:
    """Ask one question after the other until nothing is left to ask."""
    record = blank(whole)
    asked: set[Place] = set()
    decisions = []
    for _ in range(600):
        run = strata_of(record, rules)
        decisions.append(Decision.of(run.proposal))
        places = following(run, asked)
        if not places:
            break
        asked |= set(places)
        record = told(record, whole, places)
    return Interview(tuple(decisions))


def by_usefulness(run: Run, asked: set[Place]) -> tuple[Place, ...]:
    """The question that the library would put next; nothing once it certifies that none helps."""
    found = ask(run)
    if found.certificate is not None:
        return ()
    for question in found.questions:
        places = _to_ask(question, asked)
        if places:
            return places
    return ()


def _to_ask(question: NextQuestion, asked: set[Place]) -> tuple[Place, ...]:
    places = tuple(Place(*name.rsplit(".", 1)) for name in question.places)
    at_hand = ("measures_recorded", "diagnosis_recorded")
    places = tuple(place for place in places if place.field not in at_hand)
    if not any("violence" in place.field for place in places):
        places = places[:1]  # a question asks for one answer; the subject of violence is one
    return tuple(place for place in places if place not in asked)


def in_order(run: Run, asked: set[Place]) -> tuple[Place, ...]:
    """The fixed order of the inventory, safety first, of the answers that any rule reads."""
    inquiry = Inquiry(run)
    for place in _fixed(run.inventory):
        if place not in asked and (place.kind == "asked" or inquiry.is_read(place)):
            return (place,)
    return ()


def _fixed(inventory: Inventory) -> Iterator[Place]:
    places = list(open_places(inventory))
    unasked = [Place("asked", name) for name in ("deaths", "changes", "conflicts", "relationships")]
    yield from (p for p in places if p.kind == "risk")
    yield from (p for p in places if p.kind == "case")
    yield from unasked
    yield from (p for p in places if p.kind not in ("risk", "case", "asked"))

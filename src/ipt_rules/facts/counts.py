"""Counts over lists, closed only where their domain was asked; and what contradicts itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ipt_rules import terms as t
from ipt_rules.facts.events import (
    illness_is_change,
    in_conflict,
    is_torn,
    possible_timings,
    recorded_deaths,
)
from ipt_rules.facts.measures import Scales, clash_of_total, denies_item, item_alert, total
from ipt_rules.facts.phrases import event_words
from ipt_rules.facts.settings import Windows
from ipt_rules.facts.time import Period, near_worsening
from ipt_rules.facts.values import Fact, Span, Value, bounds
from ipt_rules.model import Inventory, PartialDate, Relationship

_NEAR = frozenset({t.Timing.SHORTLY_BEFORE.value, t.Timing.AT_ONSET.value})
_PERINATAL = (t.PerinatalStage.PREGNANT, t.PerinatalStage.POSTPARTUM)


def count(answers: Iterable[bool | None], *, complete: bool) -> Span:
    """How many hold: at least the certain ones; at most the possible ones, if the list is closed.

    >>> count([True, None, False], complete=True)
    Span(low=1, high=2)
    """
    known = list(answers)
    possible = sum(answer is not False for answer in known)
    return Span(sum(answer is True for answer in known), possible if complete else None)


def count_fact(inventory: Inventory, events: list[Fact], illnesses: list[Fact]) -> Fact:
    """The counts over the lists of the inventory; `events` and `illnesses` are its facts."""
    asked, complete = inventory.asked, t.Coverage.COMPLETE
    events = [fact for fact in events if not fact.stands_for and fact.kind == "life_event"]
    groups = [fact.values["group"] for fact in events]
    changes: list[bool | None] = [g not in ("bereavement", "conflict") for g in groups]
    changes += [illness_is_change(i) for i in inventory.case.medical_illness]
    if inventory.case.perinatal.stage in _PERINATAL:
        changes.append(True)
    if inventory.case.mourns_healthy_self is t.Answer.YES:
        changes.append(True)  # the life before the illness has gone
    changes += [person.ended is t.Answer.YES for person in inventory.relationships]
    near = [_is_near(fact.values.get("timing_to_onset")) for fact in (*events, *illnesses)]
    values: dict[str, Value] = {
        "deaths_recorded": count(
            [
                *(g == "bereavement" for g in groups),
                *(None for person in inventory.relationships if is_torn(person)),
            ],
            complete=asked.deaths is complete,
        ),
        "changes_recorded": count(changes, complete=asked.changes is complete),
        "acute_events": count(
            near, complete=asked.deaths is complete and asked.changes is complete
        ),
        "conflicts_recorded": count(
            [*_conflicts(inventory), *(g == "conflict" for g in groups)],
            complete=asked.conflicts is complete,
        ),
        "people_recorded": count(
            [True] * len(inventory.relationships), complete=asked.relationships is complete
        ),
        "measures_recorded": len(inventory.measures),
    }  # fmt: skip
    return Fact("inventory", "inventory", values)


def _is_near(timing: Value | None) -> bool | None:
    if timing is None:
        return None
    possible = timing if isinstance(timing, frozenset) else {timing}
    return True if possible <= _NEAR else False if not possible & _NEAR else None


def _conflicts(inventory: Inventory) -> Iterator[bool | None]:
    """With each living person: open or hidden conflict, or expectations that do not match."""
    for person in inventory.relationships:
        if is_torn(person):
            yield None
        elif person.alive is t.Answer.NO:
            yield False
        elif person.expectations is t.Expectations.MISMATCHED:
            yield True
        elif isinstance(person.conflict, t.Absence):
            yield None
        elif in_conflict(person):
            yield True
        else:
            yield False if person.expectations is t.Expectations.MATCHED else None


def contradictions(
    inventory: Inventory, onset: Period | None, windows: Windows, scales: Scales
) -> Iterator[Fact]:
    """Pairs of answers that cannot both hold. Neither is used; both are shown."""
    people: dict[object, Relationship] = {person.id: person for person in inventory.relationships}
    if is_ill_without_diagnosis(inventory, scales):
        yield _clash(
            "case", "diagnosis", "no diagnosis is recorded beside a full depressive picture"
        )
    for event in inventory.events:
        if event.near_worsening is t.Answer.NO and near_worsening(event, inventory, windows):
            yield _clash(
                f"event:{event.id}",
                "worsening",
                f"{event_words(event, people.get(event.person))} is recorded as away from any "
                "worsening, but the dates say otherwise",
            )
        anchored = inventory.case.episode_onset.anchor_event == event.id
        possible = possible_timings(event.date, onset, windows, anchored=anchored)
        entered = event.timing_to_onset
        if isinstance(entered, t.Absence) or possible is None or entered.value in possible:
            continue
        allowed = " or ".join(sorted(p.replace("_", " ") for p in possible))
        said = (
            "the episode is recorded as begun after it" if anchored else f"the dates say {allowed}"
        )
        yield _clash(
            f"event:{event.id}",
            "timing",
            f"{event_words(event, people.get(event.person))} is recorded as {entered.label}, "
            f"but {said}",
        )
    deaths = recorded_deaths(inventory)
    for person in inventory.relationships:
        death = deaths.get(person.id)
        if death is not None and person.alive is t.Answer.YES:
            yield _clash(
                f"relationship:{person.id}",
                "alive",
                f"{person.label} is recorded as living, and the death as an event",
            )
        if death is not None and _apart(person.death_date, death.date):
            yield _clash(
                f"relationship:{person.id}",
                "death",
                f"{person.label} is recorded as having died in {person.death_date}, "
                f"and the death as an event in {death.date}",
            )
        if is_torn(person):
            yield _clash(
                f"relationship:{person.id}",
                "conflict",
                f"{person.label} is recorded as dead and in a present conflict",
            )
        if (
            person.is_confidant is t.Answer.YES
            and person.alive is not t.Answer.NO
            and inventory.case.has_confidant is t.Answer.NO
        ):
            yield _clash(
                f"relationship:{person.id}",
                "confidant",
                f"{person.label} is recorded as a confidant, yet the patient as having none",
            )
    for number, measure in enumerate(inventory.measures):
        scale = scales.get(measure.instrument)
        if scale is not None and item_alert(measure, scale) and denies_item(measure, inventory):
            yield _clash(
                f"measure:{number}",
                "item",
                f"the {scale.title} item on self-harm is above zero, "
                "but the risk screen of that day records no recent thoughts",
            )
        clash = clash_of_total(measure, scale)
        if scale is not None and clash is not None:
            yield _clash(
                f"measure:{number}",
                "total",
                f"the {scale.title} total is recorded as {measure.total}, "
                f"but its items give {clash}",
            )


def _apart(one: object, other: object) -> bool:
    """Whether two dates, as far as they are known, cannot be the same."""
    if not isinstance(one, PartialDate) or not isinstance(other, PartialDate):
        return False
    return one.latest < other.earliest or other.latest < one.earliest


def is_ill_without_diagnosis(inventory: Inventory, scales: Scales) -> bool:
    """Whether `none` is the diagnosis although the record shows a depressive picture."""
    if all(diagnosis.name is not t.Diagnosis.NONE for diagnosis in inventory.case.diagnoses):
        return False
    scale = scales.get(t.Instrument.PHQ9)
    totals = [
        total(measure, scale)
        for measure in inventory.measures
        if measure.instrument is t.Instrument.PHQ9
    ]
    lows = [bounds(score)[0] for score in totals if score is not None]
    return any(low is not None and low >= _CASENESS for low in lows) or any(
        event.grief.full_depressive_syndrome is t.Answer.YES for event in inventory.events
    )


_CASENESS = 10  # the usual cut of the PHQ-9 for a depressive episode


def _clash(about: str, of: str, detail: str) -> Fact:
    values: dict[str, Value] = {"about": about, "detail": detail}
    return Fact("contradiction", f"contradiction:{about}.{of}", values, about)

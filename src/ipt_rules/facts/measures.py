"""Scores as facts: totals as spans, change since the first score, item alerts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ipt_rules import terms as t
from ipt_rules.facts.records import record_values
from ipt_rules.facts.settings import Scale
from ipt_rules.facts.values import Fact, Span, Value, bounds
from ipt_rules.model import Inventory, Measure

Scales = Mapping[t.Instrument, Scale]


def measure_facts(inventory: Inventory, scales: Scales) -> Iterator[Fact]:
    """Every administration of a scale, and a placeholder while there is none."""
    if not inventory.measures:
        stands_for = "inventory.measures_recorded"
        yield Fact("measure", f"measure:?{stands_for}", {"latest": "yes"}, stands_for=stands_for)
    numbers = {id(measure): number for number, measure in enumerate(inventory.measures)}
    for instrument in sorted({measure.instrument for measure in inventory.measures}):
        course = _in_order([m for m in inventory.measures if m.instrument is instrument])
        scale = scales.get(instrument)
        for place, together in enumerate(course):
            before = [total(m, scale) for earlier in course[:place] for m in earlier]
            first = _joined([total(m, scale) for m in course[0]]) if place else None
            for measure in together:
                values = _values(measure, scale, inventory)
                values["scale"] = measure.instrument.value if scale is None else scale.title
                values["first"] = "yes" if place == 0 else "no"
                values["latest"] = "yes" if place == len(course) - 1 else "no"
                values |= _scored(total(measure, scale), first, before, place, scale)
                yield Fact("measure", f"measure:{numbers[id(measure)]}", values)


def _scored(
    score: Value | None,
    first: Value | None,
    before: list[Value | None],
    place: int,
    scale: Scale | None,
) -> dict[str, Value]:
    """What a total says by itself and beside the earlier ones."""
    if score is None:
        return {}
    values: dict[str, Value] = {"total": score, **_read_off(score, scale)}
    if place == 0:
        return {**values, **_change(score, score), "rise": 0}
    if first is not None:
        values |= _change(first, score)
        values["rise"] = _rise(before, score)
        values |= _judged(values, values["rise"], place, scale)
    return values


def _joined(scores: list[Value | None]) -> Value | None:
    """Scores of one day as the span that holds them all; nothing while one of them is open."""
    known = [bounds(score) for score in scores if score is not None]
    lows = [low for low, _ in known if low is not None]
    highs = [high for _, high in known if high is not None]
    if len(lows) < len(scores) or len(highs) < len(scores):
        return None
    return lows[0] if min(lows) == max(highs) else Span(min(lows), max(highs))


def _read_off(score: Value, scale: Scale | None) -> dict[str, Value]:
    """What the scale says of a total: its band and remission; open where the total is."""
    low, high = bounds(score)
    if scale is None or low is None or high is None:
        return {}
    values: dict[str, Value] = {}
    names = frozenset(b.name for b in scale.bands if b.low <= high and b.high >= low)
    if names:
        values["band"] = next(iter(names)) if len(names) == 1 else names
    if scale.remission_at_most is not None:
        values |= _answer("in_remission", high <= scale.remission_at_most,
                          low > scale.remission_at_most)  # fmt: skip
    return values


def _judged(
    values: Mapping[str, Value], rise: Value, place: int, scale: Scale | None
) -> dict[str, Value]:
    """Response and deterioration as the scale counts them; the first score shows neither."""
    if scale is None or place == 0:
        return {}
    judged: dict[str, Value] = {}
    for needed, of, sign in (
        (scale.response_drop_percent, "drop_percent", 1),
        (scale.response_drop_points, "change", -1),
    ):
        if needed is not None and of in values:
            ends = [None if end is None else sign * end for end in bounds(values[of])]
            known = [end for end in ends if end is not None]
            if len(known) == 2:
                judged |= _answer("response", min(known) >= needed, max(known) < needed)
    low, high = bounds(rise)
    if scale.reliable_change is not None and low is not None and high is not None:
        judged |= _answer(
            "deteriorated", low >= scale.reliable_change, high < scale.reliable_change
        )
    return judged


def _answer(name: str, holds: bool, fails: bool) -> dict[str, Value]:
    """A yes or a no, or nothing where the score leaves it open."""
    return {name: "yes"} if holds else {name: "no"} if fails else {}


def _in_order(measures: list[Measure]) -> list[list[Measure]]:
    """By date where all have one, else by session where all have one, else as listed.

    Scores of one day stand together unless their sessions tell them apart: the order in which they
    were written down says nothing.
    """
    if all(not isinstance(m.date, t.Absence) for m in measures):
        sessions = all(not isinstance(m.session_no, t.Absence) for m in measures)
        return _together(measures, lambda m: (m.date, m.session_no if sessions else 0))
    if all(not isinstance(m.session_no, t.Absence) for m in measures):
        return _together(measures, lambda m: m.session_no)
    return [[measure] for measure in measures]


def _together(measures: list[Measure], key: Callable[[Measure], Any]) -> list[list[Measure]]:
    found: dict[Any, list[Measure]] = {}
    for measure in sorted(measures, key=key):
        found.setdefault(key(measure), []).append(measure)
    return list(found.values())


def total(measure: Measure, scale: Scale | None) -> Value | None:
    """The total, exact or as the span that blank items leave open; never a sum of what is there.

    >>> from ipt_rules.model import ItemScore
    >>> phq9 = Scale(t.Instrument.PHQ9, "PHQ-9", 0, 27, (3,) * 9)
    >>> total(Measure(t.Instrument.PHQ9, items=tuple(ItemScore(n, 1) for n in range(1, 8))), phq9)
    Span(low=7, high=13)
    """
    summed = _summed(measure, scale)
    if scale is not None and scale.scoring is t.Scoring.ANSWERS:
        return None
    if isinstance(measure.total, t.Absence):
        return summed
    return None if clash_of_total(measure, scale) else measure.total


def _summed(measure: Measure, scale: Scale | None) -> Value | None:
    points = {i.item: i.points for i in measure.items if not isinstance(i.points, t.Absence)}
    if scale is None or scale.scoring is not t.Scoring.SUM or not points:
        return None
    blank = [high for item, high in enumerate(scale.item_highs, 1) if item not in points]
    low = sum(points.values())
    return Span(low, low + sum(blank)) if blank else low


def clash_of_total(measure: Measure, scale: Scale | None) -> str | None:
    """What the items give, where the recorded total cannot be right."""
    summed = _summed(measure, scale)
    if summed is None or isinstance(measure.total, t.Absence):
        return None
    low, high = bounds(summed)
    if low is None or high is None or low <= measure.total <= high:
        return None
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _values(measure: Measure, scale: Scale | None, inventory: Inventory) -> dict[str, Value]:
    values = record_values(measure)
    values.pop("total", None)
    raised = item_alert(measure, scale)
    if raised is not None:
        values["item_alert"] = "yes" if raised else "no"
    checked = _followed_up(measure, raised is True, inventory)
    if checked is not None:
        values["risk_checked_that_day"] = "yes" if checked else "no"
    return values


def _followed_up(measure: Measure, raised: bool, inventory: Inventory) -> bool | None:
    """Whether risk was asked about on the day of a score or later; a date alone says nothing.

    Without an answer on suicidal thoughts nobody knows, and an answer that denies what the item
    says on the same day does not settle it (see `denies_item`).
    """
    risk = inventory.risk
    if isinstance(measure.date, t.Absence) or isinstance(risk.checked_on, t.Absence):
        return None
    if risk.checked_on < measure.date:
        return False
    if isinstance(risk.ideation, t.Absence) or (raised and denies_item(measure, inventory)):
        return None
    return True


def denies_item(measure: Measure, inventory: Inventory) -> bool:
    """Whether the risk screen of the same day records no thoughts, or none for a long time.

    Where a scale asks for behaviour apart from thoughts, its answer is held against behaviour.
    """
    risk = inventory.risk
    if isinstance(measure.date, t.Absence) or measure.date != risk.checked_on:
        return False
    if _raised_by_behaviour_alone(measure):
        return risk.suicidal_behaviour is t.Concern.NO
    long_ago = risk.ideation_recency in (t.Recency.PAST_12_MONTHS, t.Recency.OLDER)
    return risk.ideation is t.Ideation.NONE or long_ago


_BEHAVIOUR = {t.Instrument.CSSRS: 6}  # the item of a scale that asks for behaviour, ever


def _raised_by_behaviour_alone(measure: Measure) -> bool:
    raised = {i.item for i in measure.items if not isinstance(i.points, t.Absence) and i.points}
    return raised == {_BEHAVIOUR.get(measure.instrument)}


def item_alert(measure: Measure, scale: Scale | None) -> bool | None:
    """Whether an item on self-harm was scored above zero; nobody knows while it is blank."""
    if scale is None or not scale.alert_items:
        return None
    points = {i.item: i.points for i in measure.items if not isinstance(i.points, t.Absence)}
    alerts = [points.get(item) for item in scale.alert_items]
    if any(alerts):
        return True
    return False if measure.total == 0 or None not in alerts else None


def _rise(earlier: list[Value | None], latest: Value) -> Value:
    """How far the total lies above the lowest one before it; spans where it is not exact."""
    known = [bounds(score) for score in earlier if score is not None]
    low, high = bounds(latest)
    lows = [bottom for bottom, _ in known if bottom is not None]
    highs = [top for _, top in known if top is not None]
    if not lows or not highs or low is None or high is None:
        return 0
    return Span(low - min(highs), high - min(lows))


def _change(first: Value, latest: Value) -> dict[str, Value]:
    (first_low, first_high), (low, high) = bounds(first), bounds(latest)
    assert first_low is not None
    assert first_high is not None
    assert low is not None
    assert high is not None
    changed: dict[str, Value] = {"change": Span(low - first_high, high - first_low)}
    if first_low > 0:
        changed["drop_percent"] = Span(
            100 * (first_low - high) / first_low, 100 * (first_high - low) / first_high
        )
    return changed

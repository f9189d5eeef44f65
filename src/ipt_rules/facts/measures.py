"""Scores as facts: totals as spans, change since the first score, item alerts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
        first = total(course[0], scale)
        for place, measure in enumerate(course):
            values = _values(measure, scale, inventory)
            values["first"] = "yes" if place == 0 else "no"
            values["latest"] = "yes" if place == len(course) - 1 else "no"
            score = total(measure, scale)
            if score is not None:
                values["total"] = score
            if score is not None and first is not None:
                values |= _change(first, score)
                values["rise"] = _rise([total(m, scale) for m in course[:place]], score)
            yield Fact("measure", f"measure:{numbers[id(measure)]}", values)


def _in_order(measures: list[Measure]) -> list[Measure]:
    """By date where all have one, else by session where all have one, else as listed."""
    dated = [(m.date, m) for m in measures if not isinstance(m.date, t.Absence)]
    if len(dated) == len(measures):
        return [m for _, m in sorted(dated, key=lambda pair: pair[0])]
    numbered = [(m.session_no, m) for m in measures if not isinstance(m.session_no, t.Absence)]
    if len(numbered) == len(measures):
        return [m for _, m in sorted(numbered, key=lambda pair: pair[0])]
    return measures


def total(measure: Measure, scale: Scale | None) -> Value | None:
    """The total, exact or as the span that blank items leave open; never a sum of what is there.

    >>> from ipt_rules.model import ItemScore
    >>> phq9 = Scale(t.Instrument.PHQ9, "PHQ-9", 0, 27, 9, 3, ())
    >>> total(Measure(t.Instrument.PHQ9, items=tuple(ItemScore(n, 1) for n in range(1, 8))), phq9)
    Span(low=7, high=13)
    """
    summed = _summed(measure, scale)
    if isinstance(measure.total, t.Absence):
        return summed
    return None if clash_of_total(measure, scale) else measure.total


def _summed(measure: Measure, scale: Scale | None) -> Value | None:
    points = [i.points for i in measure.items if not isinstance(i.points, t.Absence)]
    if scale is None or not points:
        return None
    blank, low = scale.items - len(points), sum(points)
    return Span(low, low + blank * scale.item_high) if blank else low


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
    """Whether the risk screen of the same day records no thoughts, or none for a long time."""
    risk = inventory.risk
    if measure.date != risk.checked_on:
        return False
    long_ago = risk.ideation_recency in (t.Recency.PAST_12_MONTHS, t.Recency.OLDER)
    return risk.ideation is t.Ideation.NONE or long_ago


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

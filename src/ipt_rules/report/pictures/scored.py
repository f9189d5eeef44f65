"""The scores of one scale in order, with what the facts say of each, as a trajectory shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.facts.measures import measure_facts, total
from ipt_rules.facts.settings import Scale
from ipt_rules.facts.values import Value, bounds
from ipt_rules.model import Inventory, Measure

Scales = Mapping[t.Instrument, Scale]


@frozen
class Scored:
    """One score: when it was, its total, and what the scale says of it.

    `low` and `high` are the ends of the total, the same where it is exact, both `None` where it is
    not known. `better` and `worse` mark a reliable change since the first and above the lowest.
    `summed` is false where answers are never added up to a total.
    """

    day: dt.date | None
    session: int | None
    low: float | None
    high: float | None
    first: bool
    better: bool
    worse: bool
    summed: bool
    remarks: tuple[str, ...]

    @property
    def when(self) -> str:
        """The session and the day, in words."""
        said = [] if self.session is None else [f"session {self.session}"]
        said += [] if self.day is None else [str(self.day)]
        return ", ".join(said) or "no date, no session"

    @property
    def total(self) -> str:
        """The total in words."""
        if self.low is None or self.high is None:
            return "total not known" if self.summed else "never summed"
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g} to {self.high:g}"

    @property
    def words(self) -> str:
        """The total with everything that is said of it."""
        return "; ".join((self.total, *self.remarks))

    @property
    def exact(self) -> bool:
        """Whether there is one total."""
        return self.low is not None and self.low == self.high


def scored(inventory: Inventory, instrument: t.Instrument, scales: Scales) -> tuple[Scored, ...]:
    """The scores of a scale: by date where all have one, else by session, else as listed."""
    facts = {fact.id: fact.values for fact in measure_facts(inventory, scales)}
    scale = scales.get(instrument)
    found = [
        _scored(measure, facts[f"measure:{number}"], scale)
        for number, measure in enumerate(inventory.measures)
        if measure.instrument is instrument
    ]
    return tuple(sorted(found, key=lambda s: _order(s, by_day(found), by_session(found))))


def by_day(found: Sequence[Scored]) -> bool:
    """Whether all scores have a date."""
    return all(score.day is not None for score in found)


def by_session(found: Sequence[Scored]) -> bool:
    """Whether all scores have a session."""
    return all(score.session is not None for score in found)


def _order(score: Scored, days: bool, sessions: bool) -> tuple[dt.date, int]:
    return (
        score.day if days and score.day is not None else dt.date.min,
        score.session if sessions and score.session is not None else 0,
    )


def _scored(measure: Measure, fact: Mapping[str, Value], scale: Scale | None) -> Scored:
    value = total(measure, scale)
    low, high = (None, None) if value is None else bounds(value)
    return Scored(
        day=None if isinstance(measure.date, t.Absence) else measure.date,
        session=None if isinstance(measure.session_no, t.Absence) else measure.session_no,
        low=low,
        high=high,
        first=fact["first"] == "yes",
        better=_better(fact, scale),
        worse=fact.get("deteriorated") == "yes",
        summed=scale is None or scale.scoring is not t.Scoring.ANSWERS,
        remarks=tuple(_remarks(measure, fact, scale)),
    )


def _better(fact: Mapping[str, Value], scale: Scale | None) -> bool:
    """Whether the total has come down since the first by more than the scale wavers."""
    if scale is None or scale.reliable_change is None or "change" not in fact:
        return False
    _, least = bounds(fact["change"])
    return least is not None and -least >= scale.reliable_change


def _remarks(measure: Measure, fact: Mapping[str, Value], scale: Scale | None) -> Iterator[str]:
    if scale is not None and scale.scoring is t.Scoring.ANSWERS:
        yield from _answers(measure)
    band = fact.get("band")
    if isinstance(band, str):
        yield band
    elif isinstance(band, frozenset) and scale is not None:
        yield " or ".join(b.name for b in scale.bands if b.name in band)
    first = fact["first"] == "yes"
    if first:
        yield "first score"
    if _better(fact, scale):
        yield "reliably better than the first"
    if fact.get("deteriorated") == "yes":
        yield "worse: reliably above the lowest before"
    yield from _said_of(fact, "response", "response", "no response", "")
    yield from _said_of(fact, "in_remission", "in remission", "", "")
    if scale is not None and scale.alert_items and scale.scoring is not t.Scoring.ANSWERS:
        yield from _said_of(
            fact, "item_alert", "item on self-harm above zero", "", "item on self-harm not known"
        )
    if not isinstance(measure.rater, t.Absence):
        yield f"{measure.rater.label}-rated"


def _said_of(
    fact: Mapping[str, Value], name: str, yes: str, no: str, unknown: str
) -> Iterator[str]:
    said = {"yes": yes, "no": no}.get(str(fact.get(name)), unknown)
    if said:
        yield said


def _answers(measure: Measure) -> Iterator[str]:
    """The answers of a scale whose items are answered yes or no and never summed."""
    points = {i.item: i.points for i in measure.items if not isinstance(i.points, t.Absence)}
    for word, items in (
        ("yes", [item for item, given in points.items() if given]),
        ("no", [item for item, given in points.items() if not given]),
    ):
        if items:
            yield f"{word} to item{'s' if len(items) > 1 else ''} {', '.join(map(str, items))}"
    if not points:
        yield "no answers recorded"

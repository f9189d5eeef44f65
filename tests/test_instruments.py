"""The shipped scales: bands over every total, totals as spans, change as each scale counts it."""

import datetime as dt
import itertools

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ipt_rules import terms as t
from ipt_rules.evaluation import evaluate
from ipt_rules.exceptions import DocumentError
from ipt_rules.facts import Scale, bounds
from ipt_rules.facts.measures import measure_facts, total
from ipt_rules.model import ItemScore, Measure
from ipt_rules.rulebase import InstrumentDocument
from tests.shipped import CASES, RULES

DOCUMENTS = sorted(RULES.instruments.items())
SUMMED = [s for s in RULES.scales.values() if s.scoring is t.Scoring.SUM]
WITH_TOTAL = [s for s in RULES.scales.values() if s.scoring is not t.Scoring.ANSWERS]
LENA = CASES["lena-renegotiation"].inventory

every_scale = pytest.mark.parametrize("scale", WITH_TOTAL, ids=lambda s: s.instrument.value)


@every_scale
def test_every_possible_total_lies_in_one_band(scale: Scale) -> None:
    """No gap, no overlap, over all totals from the lowest to the highest; none outside."""
    for score in range(scale.low, scale.high + 1):
        assert sum(band.low <= score <= band.high for band in scale.bands) == 1
        assert scale.band(score) in {band.name for band in scale.bands}
    for outside in (scale.low - 1, scale.high + 1):
        with pytest.raises(KeyError):
            scale.band(outside)


@pytest.mark.parametrize(("name", "document"), DOCUMENTS)
def test_every_other_table_of_bands_covers_every_total_too(
    name: str, document: InstrumentDocument
) -> None:
    """A guideline's own bands leave no gap either; names of bands are not used twice."""
    for bands in (document.bands, *(grouping.bands for grouping in document.groupings)):
        totals = [n for band in bands for n in range(band.low, band.high + 1)]
        assert totals == (list(range(document.low, document.high + 1)) if bands else [])
        assert len({band.name for band in bands}) == len(bands)


@pytest.mark.parametrize(("name", "document"), DOCUMENTS)
def test_numbers_that_no_source_carries_are_marked(name: str, document: InstrumentDocument) -> None:
    """What `defaults` marks is a field that is set, and each is recalled or a choice of ours."""
    for key, mark in document.defaults.items():
        assert getattr(document, key) not in (None, ())
        assert mark is not t.Evidence.VERIFIED
    for text in (document.title, document.rationale):
        assert "?" not in text  # the text of an item is a question; none is stored


@st.composite
def partly_filled(draw: st.DrawFn) -> tuple[Scale, Measure]:
    """A scale whose total is the sum of its items, with some of them blank."""
    scale = draw(st.sampled_from(SUMMED))
    points = [draw(st.none() | st.integers(0, high)) for high in scale.item_highs]
    items = tuple(ItemScore(n, p) for n, p in enumerate(points, 1) if p is not None)
    return scale, Measure(scale.instrument, date=dt.date(2026, 3, 1), items=items)


@given(partly_filled())
def test_a_partial_total_is_a_span_and_never_a_sum(pair: tuple[Scale, Measure]) -> None:
    """Blank items leave everything open that they could add, item by item."""
    scale, measure = pair
    score = total(measure, scale)
    if not measure.items:
        assert score is None
        return
    assert score is not None
    known = {item.item: item.points for item in measure.items}
    low = sum(p for p in known.values() if isinstance(p, int))
    blank = sum(high for n, high in enumerate(scale.item_highs, 1) if n not in known)
    assert bounds(score) == (low, low + blank)


@given(partly_filled(), st.data())
def test_filling_in_what_was_blank_only_settles(
    pair: tuple[Scale, Measure], data: st.DataObject
) -> None:
    """Band, remission and item alert once known stay as they are when blanks are filled in."""
    scale, measure = pair
    known = {item.item for item in measure.items}
    more = tuple(
        ItemScore(n, data.draw(st.integers(0, high)))
        for n, high in enumerate(scale.item_highs, 1)
        if n not in known
    )
    before, after = (
        next(measure_facts(evolve(LENA, measures=(m,)), RULES.scales)).values
        for m in (measure, evolve(measure, items=(*measure.items, *more)))
    )
    for name in ("band", "in_remission", "item_alert"):
        value = before.get(name)
        if isinstance(value, frozenset):
            assert after[name] in value or value == after[name]
        elif value is not None:
            assert after[name] == value


@every_scale
@given(data=st.data())
def test_change_is_judged_by_the_numbers_of_the_scale(scale: Scale, data: st.DataObject) -> None:
    """Response, remission and deterioration say what the numbers of the file say."""
    first, last = (data.draw(st.integers(scale.low, scale.high)) for _ in range(2))
    days = dt.date(2026, 3, 1), dt.date(2026, 4, 1)
    measures = tuple(
        Measure(scale.instrument, date=d, total=n) for d, n in zip(days, (first, last), strict=True)
    )
    _, fact = measure_facts(evolve(LENA, measures=measures), RULES.scales)
    said = fact.values
    assert said["band"] == scale.band(last)
    if scale.remission_at_most is not None:
        assert said["in_remission"] == ("yes" if last <= scale.remission_at_most else "no")
    if scale.response_drop_percent is not None and first > 0:
        responded = 100 * (first - last) >= scale.response_drop_percent * first
        assert said["response"] == ("yes" if responded else "no")
    if scale.response_drop_points is not None:
        assert said["response"] == ("yes" if first - last >= scale.response_drop_points else "no")
    if scale.reliable_change is not None:
        assert said["deteriorated"] == ("yes" if last - first >= scale.reliable_change else "no")


def test_answers_that_are_never_summed_have_no_total() -> None:
    """The screener refuses a total, and its answers give none."""
    scale = RULES.scales[t.Instrument.CSSRS]
    answers = tuple(ItemScore(n, 1) for n in range(1, 7))
    asked = Measure(t.Instrument.CSSRS, date=LENA.assessment_date, items=answers)
    assert total(asked, scale) is None
    summed = evolve(LENA, measures=(evolve(asked, total=6),))
    with pytest.raises(DocumentError, match="never summed"):
        evaluate(summed, RULES)


def test_a_yes_on_the_screener_is_followed_up_on_the_same_day() -> None:
    """Any yes raises the alert of an item that nobody followed up; all no raises none."""
    for yes, no in itertools.product((True, False), repeat=2):
        items = (
            ItemScore(1, int(yes)),
            ItemScore(2, int(no)),
            *(ItemScore(n, 0) for n in range(3, 7)),
        )
        measure = Measure(t.Instrument.CSSRS, date=LENA.assessment_date, items=items)
        risk = evolve(LENA.risk, checked_on=dt.date(2020, 1, 1))
        found = evaluate(evolve(LENA, measures=(measure,), risk=risk), RULES)
        raised = "safety/suicide/item-alert" in {alert.name for alert in found.alerts}
        assert raised == (yes or no)


def test_items_of_groups_do_not_make_a_total() -> None:
    """Where a total is made of groups of items, the items alone give none."""
    scale = RULES.scales[t.Instrument.QIDS_SR16]
    items = tuple(ItemScore(n, 1) for n in range(1, scale.items + 1))
    assert total(Measure(t.Instrument.QIDS_SR16, items=items), scale) is None
    assert total(Measure(t.Instrument.QIDS_SR16, total=9, items=items), scale) == 9

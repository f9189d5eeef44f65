"""Facts: spans, counts, closed lists and timing, each with its name and its test."""

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ipt_rules import terms as t
from ipt_rules.facts import Fact, Span, facts_of, vocabulary
from ipt_rules.facts.measures import total
from ipt_rules.facts.time import Period, timings
from ipt_rules.model import (
    Asked,
    Case,
    DiagnosisRecord,
    Grief,
    Inventory,
    ItemScore,
    LifeEvent,
    Measure,
    MedicalIllness,
    Onset,
    PartialDate,
    Relationship,
    RiskScreen,
    Violence,
)
from tests.shipped import RULES, fitting

DAY = dt.date(2026, 3, 1)
WINDOWS = RULES.settings.windows
PHQ9 = RULES.scales[t.Instrument.PHQ9]


def made(**parts: object) -> Inventory:
    """An inventory with the given parts."""
    return Inventory(**{"assessment_date": DAY, "case": Case(pseudonym="X"), **parts})  # type: ignore[arg-type]


def only(inventory: Inventory, kind: str) -> Fact:
    """The one real fact of a kind."""
    (fact,) = [
        f for f in facts_of(inventory, RULES.settings) if f.kind == kind and not f.stands_for
    ]
    return fact


@given(fitting())
def test_every_fact_is_in_the_vocabulary(inventory: Inventory) -> None:
    """Each kind, field and word that an inventory gives is one that rules may name."""
    for fact in facts_of(inventory, RULES.settings):
        kind = vocabulary()[fact.kind]
        for name, value in fact.values.items():
            field = kind.fields[name]
            words = value if isinstance(value, frozenset) else {value}
            if field.type == "word" and field.values:
                assert words <= set(field.values)
            if field.type == "number":
                assert isinstance(value, int | float | Span)


@given(fitting())
def test_ids_of_facts_are_unique(inventory: Inventory) -> None:
    """No two facts share an id, so a conclusion names exactly what it rests on."""
    ids = [fact.id for fact in facts_of(inventory, RULES.settings)]
    assert len(set(ids)) == len(ids)


def test_what_was_not_asked_leaves_no_trace() -> None:
    """Absent answers of every reason are not asserted."""
    case = Case(
        pseudonym="X",
        chronic_2y=t.Absence.DECLINED,
        has_confidant=t.Absence.UNKNOWN_TO_PATIENT,
    )
    values = only(made(case=case), "case").values
    assert not {"chronic_2y", "has_confidant", "age_years"} & set(values)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [(t.Absence.NOT_ASKED, Span(0, None)), (t.Coverage.PARTIAL, Span(0, None)),
     (t.Coverage.COMPLETE, Span(0, 0))],
)  # fmt: skip
def test_no_deaths_is_a_fact_only_when_deaths_were_asked_about(
    asked: t.Coverage | t.Absence, expected: Span
) -> None:
    """An empty list is closed by a complete question and by nothing else."""
    counts = only(made(asked=Asked(deaths=asked)), "inventory")
    assert counts.values["deaths_recorded"] == expected


def test_a_person_recorded_as_dead_is_a_recorded_death() -> None:
    """The death of a person in the list counts although nobody wrote the event down."""
    sister = Relationship("s", "her sister", alive=t.Answer.NO, death_date=PartialDate("2025-01"))
    inventory = made(relationships=(sister,), asked=Asked(deaths=t.Coverage.COMPLETE))
    assert only(inventory, "life_event").values["who"] == "her sister"
    assert only(inventory, "inventory").values["deaths_recorded"] == Span(1, 1)


def test_a_death_that_is_an_event_already_counts_once() -> None:
    """A dead person whose death is an event of its own is not counted again."""
    sister = Relationship("s", "her sister", alive=t.Answer.NO)
    death = LifeEvent("d", t.EventGroup.BEREAVEMENT, person="s")
    inventory = made(
        relationships=(sister,), events=(death,), asked=Asked(deaths=t.Coverage.COMPLETE)
    )
    assert only(inventory, "inventory").values["deaths_recorded"] == Span(1, 1)


days = st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1))


@given(days, days, days, days)
def test_partial_dates_allow_every_timing_that_an_exact_date_in_them_would_give(
    a: dt.date, b: dt.date, c: dt.date, d: dt.date
) -> None:
    """Timing from periods contains the timing of any days inside them."""
    event, onset = Period(min(a, b), max(a, b)), Period(min(c, d), max(c, d))
    exact = timings(Period(a, a), Period(c, c), WINDOWS)
    assert len(exact) == 1
    assert exact <= timings(event, onset, WINDOWS)


def test_the_event_an_onset_is_anchored_to_lies_at_onset() -> None:
    """ "After the divorce" needs no date."""
    onset = Onset(state=t.OnsetState.ANCHORED_TO_EVENT, anchor_event="e")
    event = LifeEvent("e", t.EventGroup.RELATIONSHIP_BEGIN_OR_END)
    inventory = made(case=Case("X", episode_onset=onset), events=(event,))
    assert only(inventory, "life_event").values["timing_to_onset"] == "at_onset"


def test_a_timing_that_the_dates_deny_is_not_used_and_both_are_shown() -> None:
    """Contradictory answers give no timing, and a contradiction that names both."""
    event = LifeEvent(
        "e", t.EventGroup.WORK, date=PartialDate("2026-02"), timing_to_onset=t.Timing.LONG_BEFORE
    )
    case = Case("X", episode_onset=Onset(date=PartialDate("2025-06")))
    inventory = made(case=case, events=(event,))
    assert "timing_to_onset" not in only(inventory, "life_event").values
    assert "after onset" in str(only(inventory, "contradiction").values["detail"])


def test_a_year_alone_leaves_the_timing_open_between_what_it_allows() -> None:
    """A date known to the year gives the set of timings it may mean."""
    event = LifeEvent("e", t.EventGroup.WORK, date=PartialDate("2025"))
    case = Case("X", episode_onset=Onset(date=PartialDate("2025-12")))
    timing = only(made(case=case, events=(event,)), "life_event").values["timing_to_onset"]
    assert timing == {"shortly_before", "at_onset"}


@given(st.lists(st.integers(0, 3), min_size=1, max_size=9))
def test_a_total_with_blanks_is_a_span_and_never_a_sum(points: list[int]) -> None:
    """PHQ-9 with n blanks lies in [s, s + 3n]."""
    measure = Measure(
        t.Instrument.PHQ9, items=tuple(ItemScore(n, p) for n, p in enumerate(points, 1))
    )
    blanks = 9 - len(points)
    low = sum(points)
    assert total(measure, PHQ9) == (Span(low, low + 3 * blanks) if blanks else low)


def test_bands_hold_every_total_once() -> None:
    """Each scale's bands leave no gap and no overlap over all its totals."""
    for scale in RULES.scales.values():
        if scale.scoring is t.Scoring.ANSWERS:
            assert not scale.bands
            continue
        for score in range(scale.low, scale.high + 1):
            assert sum(band.low <= score <= band.high for band in scale.bands) == 1
            assert scale.band(score)


@pytest.mark.parametrize(
    ("points", "expected"),
    [(0, "no"), (1, "yes"), (t.Absence.DECLINED, None)],
)
def test_a_blank_item_on_self_harm_is_neither_alert_nor_all_clear(
    points: int | t.Absence, expected: str | None
) -> None:
    """Only an answered item says something."""
    measure = Measure(t.Instrument.PHQ9, items=(ItemScore(9, points),))
    assert only(made(measures=(measure,)), "measure").values.get("item_alert") == expected


def test_an_illness_counts_as_a_change_once_it_takes_something_away() -> None:
    """Loss of function makes an illness a change; while it is unknown the count is open."""

    def counted(loss: int | t.Absence) -> object:
        case = Case("X", medical_illness=(MedicalIllness("asthma", function_loss=loss),))
        inventory = made(case=case, asked=Asked(changes=t.Coverage.COMPLETE))
        return only(inventory, "inventory").values["changes_recorded"]

    assert (counted(0), counted(2), counted(t.Absence.NOT_ASKED)) == (
        Span(0, 0), Span(1, 1), Span(0, 1),
    )  # fmt: skip


def test_violence_counts_as_screened_only_when_its_core_questions_are_answered() -> None:
    """One answer about violence does not make a screen, nor do answers given beside somebody."""
    part = Relationship("p", "P", violence=Violence(ongoing=t.Concern.NO))
    assert "violence_screened" not in only(made(relationships=(part,)), "relationship").values
    no = t.Concern.NO
    whole = Relationship(
        "p", "P", violence=Violence(ongoing=no, physical=no, coercive_control=no, fear=no)
    )
    beside_somebody = made(relationships=(whole,))
    assert "violence_screened" not in only(beside_somebody, "relationship").values
    private = RiskScreen(violence_asked_in_private=t.Answer.YES)
    screened = made(relationships=(whole,), risk=private)
    assert only(screened, "relationship").values["violence_screened"] == "yes"


def test_placeholders_stand_for_domains_that_were_not_asked() -> None:
    """What was not asked is open for rules, and gone once it was asked completely."""
    open_ones = {f.stands_for for f in facts_of(made(), RULES.settings) if f.stands_for}
    assert {"asked.deaths", "asked.changes", "asked.conflicts", "asked.relationships"} <= open_ones
    complete = t.Coverage.COMPLETE
    asked = Asked(complete, complete, complete, complete, complete)
    case = Case("X", diagnoses=(DiagnosisRecord(t.Diagnosis.NONE),))
    closed = made(asked=asked, case=case, measures=(Measure(t.Instrument.PHQ9, total=3),))
    assert not [f for f in facts_of(closed, RULES.settings) if f.stands_for]


def test_as_of_moves_spans_and_nothing_else() -> None:
    """Months since a death are reckoned from the day asked for; the clock is never read."""
    death = LifeEvent(
        "d",
        t.EventGroup.BEREAVEMENT,
        t.EventType.DEATH_OF_PERSON,
        date=PartialDate("2026-01-01"),
        grief=Grief(),
    )
    inventory = made(events=(death,))
    now = facts_of(inventory, RULES.settings)
    later = facts_of(inventory, RULES.settings, as_of=DAY + dt.timedelta(days=365))
    changed = [(a, b) for a, b in zip(now, later, strict=True) if a.values != b.values]
    assert [a.id for a, _ in changed] == ["life_event:d"]
    ((before, after),) = changed
    assert set(before.values) == set(after.values)


@given(st.integers(1, 60))
def test_the_session_is_the_one_after_the_last_note_unless_given(number: int) -> None:
    """A plan is for the next session, or for the one asked for."""
    course = {f.kind: f for f in facts_of(made(), RULES.settings, session=number)}["course"]
    assert course.values["session_no"] == number
    assert only(made(), "course").values["session_no"] == 1


def test_evolve_keeps_facts_of_other_records() -> None:
    """Changing one record leaves the facts of the others as they were."""
    one, two = Relationship("a", "A"), Relationship("b", "B")
    before = facts_of(made(relationships=(one, two)), RULES.settings)
    after = facts_of(
        made(relationships=(evolve(one, kind=t.RelationshipKind.FRIEND), two)), RULES.settings
    )
    assert [f for f in before if f.id != "relationship:a"] == [
        f for f in after if f.id != "relationship:a"
    ]


def test_an_anchor_and_a_timing_that_cannot_both_hold_are_a_contradiction() -> None:
    """An episode that began after an event, and the event long before it: neither is used."""
    death = LifeEvent(
        "d", t.EventGroup.BEREAVEMENT, timing_to_onset=t.Timing.LONG_BEFORE, grief=Grief()
    )
    inventory = made(events=(death,))
    onset = evolve(inventory.case.episode_onset, anchor_event="d")
    torn = evolve(inventory, case=evolve(inventory.case, episode_onset=onset))
    for record, clashes in ((inventory, 0), (torn, 1)):
        facts = facts_of(record, RULES.settings)
        found = [str(f.values["detail"]) for f in facts if f.kind == "contradiction"]
        assert len(found) == clashes
        assert all("begun after it" in detail for detail in found)

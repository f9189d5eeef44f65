"""Variants of a case: worked out from what they change, they come to what the strata come to."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ipt_rules import terms as t
from ipt_rules.documents.inventories import check_inventory, load_inventory
from ipt_rules.exceptions import DocumentError
from ipt_rules.explain.answers import DECIDING, Answers
from ipt_rules.explain.changes import OF_THE_FORMULATION
from ipt_rules.explain.gaps import Inquiry
from ipt_rules.explain.variants import Decision
from ipt_rules.facts import Fact, facts_of
from ipt_rules.facts.read_from import feeds
from ipt_rules.fit import fit_problems
from ipt_rules.model import Inventory
from ipt_rules.places import (
    Place,
    answer_at,
    attribute_of,
    filled,
    known_places,
    open_places,
    with_own_ids,
)
from ipt_rules.strata import strata_of
from tests.shipped import CASES, RULES, fitting

SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def fits(inventory: Inventory) -> bool:
    """Whether a record can be read and fits the rule base."""
    try:
        check_inventory(with_own_ids(inventory))
    except DocumentError:
        return False
    return not fit_problems(inventory, RULES)


def some_answers(data: st.DataObject, inventory: Inventory, most: int = 3) -> dict[Place, Any]:
    """Up to three answers of a case, known or open, each with another answer in its place."""
    places = [*known_places(inventory), *open_places(inventory)]
    trying = Answers(inventory, RULES, inventory.assessment_date)
    found: dict[Place, Any] = {}
    for place in data.draw(st.lists(st.sampled_from(places), max_size=most, unique=True)):
        others = [a for a in trying.at(place) if a != answer_at(inventory, place)]
        if others:
            found[place] = data.draw(st.sampled_from(others))
    return found


def facts_before_a_proposal(inventory: Inventory, session: int | None) -> dict[str, Fact]:
    """All facts but those of the formulation, which is read after a proposal is made."""
    found = facts_of(inventory, RULES.settings, session=session)
    return {fact.id: fact for fact in found if fact.kind not in OF_THE_FORMULATION}


def check_variant(inventory: Inventory, answers: dict[Place, Any], session: int | None) -> None:
    """The facts and the decision of a variant are those of the record that is filled in."""
    run = strata_of(inventory, RULES, session=session)
    inquiry = Inquiry(run)
    change = inquiry.variants.changes.of(answers)
    other = filled(inventory, answers)
    assert change.fits == fits(other)
    assume(change.fits)
    expected = facts_before_a_proposal(other, session)
    base = dict(inquiry.variants.changes.base)
    assert base == facts_before_a_proposal(inventory, session)
    merged = base | {name: fact for name, fact in change.facts.items() if fact is not None}
    for name, fact in change.facts.items():
        if fact is None:
            del merged[name]
    assert merged == expected
    decision = Decision.of(strata_of(other, RULES, session=session).proposal)
    assert inquiry.variants.of(answers, change).decision == decision


@pytest.mark.parametrize("name", CASES)
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_variant_of_a_shipped_case_is_what_the_strata_make_of_it(
    name: str, data: st.DataObject
) -> None:
    """One, two or three answers are changed together: same facts, same decision."""
    case = CASES[name]
    check_variant(case.inventory, some_answers(data, case.inventory), case.session)


@SLOW
@given(fitting(), st.data())
def test_a_variant_of_any_case_is_what_the_strata_make_of_it(
    inventory: Inventory, data: st.DataObject
) -> None:
    """The same holds whatever the inventory says."""
    check_variant(inventory, some_answers(data, inventory), None)


@SLOW
@given(fitting(), st.data())
def test_no_field_is_read_from_an_answer_that_is_not_listed(
    inventory: Inventory, data: st.DataObject
) -> None:
    """Whatever a changed answer changes repeats it, or is listed as worked out from it."""
    answers = some_answers(data, inventory, 4)
    before = {f.id: f for f in facts_of(inventory, RULES.settings)}
    after = {f.id: f for f in facts_of(filled(inventory, answers), RULES.settings)}
    for name in before.keys() | after.keys():
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        kind = name.partition(":")[0]
        if kind in OF_THE_FORMULATION:
            continue  # read after the proposal, from anything; variants do without
        listed = {field.partition(" of ")[0] for place in answers for field in feeds(place.answer)}
        domains = {f"{place}" for place in answers if place.kind == "asked"}
        if old is None or new is None:
            placeholder = name.partition(":?")[2]
            assert f"{kind}.*" in listed or placeholder in domains, (name, answers)
            continue
        for field in sorted(old.values.keys() | new.values.keys()):
            if old.values.get(field) == new.values.get(field):
                continue
            own = attribute_of(kind, field)
            repeats = own is not None and Place(name, own) in answers
            assert repeats or f"{kind}.{field}" in listed or f"{kind}.*" in listed, (
                name, field, answers,
            )  # fmt: skip


def test_answers_that_feed_one_field_are_worked_out_together() -> None:
    """A date of an event and the onset place the event between them; two ratings do not."""
    case = CASES["lena-renegotiation"]
    changes = Inquiry(strata_of(case.inventory, RULES)).variants.changes
    date, onset = Place("life_event:e1", "date"), Place("case", "onset_date")
    assert not changes.independent(date, onset)
    wants, stage = Place("relationship:husband", "patient_wants"), Place("case", "pattern_scope")
    assert changes.independent(wants, stage)
    assert changes.one(stage, t.PatternScope.SEVERAL).facts.keys() == {"case"}


def test_no_rule_before_a_proposal_reads_the_formulation() -> None:
    """So variants do without its facts."""
    rules = [rule for stratum in DECIDING for rule in RULES.strata[stratum]]
    assert not {p.kind for rule in rules for p in rule.when} & OF_THE_FORMULATION


def test_a_death_known_from_the_person_is_spoken_of_beside_the_word_that_the_person_lives() -> None:
    """The two cannot both be so, in whichever order they are given."""
    run = strata_of(CASES["pavel-warning-signs"].inventory, RULES)
    answers = {
        Place("relationship:father", "alive"): t.Answer.YES,
        Place("life_event:father", "timing_to_onset"): t.Timing.AT_ONSET,
    }
    for given_in_order in (answers, dict(reversed(answers.items()))):
        assert not Inquiry(run).variants.changes.of(given_in_order).fits


def test_a_course_is_as_long_as_the_contract_says_in_every_variant() -> None:
    """The formulation is left out of variants; the number of sessions that it agrees on is not."""
    inventory = load_inventory(
        {
            "assessment_date": "2026-01-01",
            "case": {"pseudonym": "Nuria", "profile": "adolescent-12"},
            "formulation": {"contract": {"sessions": 5}},
        }
    )
    base = Inquiry(strata_of(inventory, RULES)).variants.changes.base
    assert base == facts_before_a_proposal(inventory, None)
    assert base["budget"].values["sessions_left"] == 4

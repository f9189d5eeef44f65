"""Open answers that are said not to matter never do: against brute force on small random cases."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ipt_rules import agreement
from ipt_rules.explain.completions import primary
from ipt_rules.explain.gaps import Inquiry, touches
from ipt_rules.explain.reach import area_reach, reach
from ipt_rules.explain.unknowns import Unknowns, unknowns
from ipt_rules.explain.variants import Variants
from ipt_rules.facts import facts_of
from ipt_rules.model import Inventory
from ipt_rules.places import Place, filled, open_places
from ipt_rules.rulebase import RuleBase
from ipt_rules.strata import Run, strata_of
from ipt_rules.terms import ProblemArea
from tests.open_answers import (
    Table,
    adds_only,
    again,
    open_places_read,
    possible_answers,
    rule_bases,
    seen,
    small_records,
    subjects,
    table,
    with_a_new_record,
    without_new_names,
)
from tests.shipped import RULES, fitting

pytestmark = pytest.mark.usefixtures("_plain_and_quick")
_quick = settings(suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def _plain_and_quick() -> Iterator[None]:
    """Without what is tested elsewhere: the other engine, and answers that correct the record.

    A gap in which an answer would only be a correction then stands among those that cannot matter.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(agreement, "available", lambda: False)
        module = sys.modules["ipt_rules.explain.unknowns"]
        patched.setattr(module, "_corrects", lambda *_: False)
        yield


def _drawn_from(run: Run, data: st.DataObject) -> dict[str, Unknowns]:
    """What is said of the proposal, and of a few areas and rules."""
    some = data.draw(st.lists(st.sampled_from(subjects(run)[1:]), max_size=2, unique=True))
    return {subject: unknowns(run, subject) for subject in ("proposal", *some)}


def _named(said: Unknowns) -> set[str]:
    return {gap.place for gap in (*said.decisive, *said.may_matter, *said.domains)}


def _assert_sound(said: Unknowns, subject: str, tried: Table, gaps: Sequence[Place]) -> None:
    for place in tried.places:
        if place in gaps and str(place) not in _named(said):
            assert not tried.matters(place, subject), (subject, place)


@_quick
@given(rule_bases(), small_records(), st.data())
def test_what_cannot_matter_never_does(
    rules: RuleBase, inventory: Inventory, data: st.DataObject
) -> None:
    """No gap but those that are named changes the proposal, an area or a rule, whatever is filled.

    What is called settled stays as it is in every variant. Where the proposal is bounded, it stays
    within the bound.
    """
    run = strata_of(inventory, rules)
    order = open_places_read(run)
    tried = table(run, data.draw(st.permutations(order) | st.just(order)), 50)
    bound = reach(run).decisions
    if bound is not None:
        assert {what.decision for what in tried.rows.values()} <= bound
    inquiry = Inquiry(run)
    assert set(tried.places) <= {*inquiry.gaps, *inquiry.domains}
    for subject, said in _drawn_from(run, data).items():
        _assert_sound(said, subject, tried, tried.places)
        if said.settled:
            assert tried.constant(subject), subject


@_quick
@given(rule_bases(), small_records(), st.data())
def test_a_record_that_turns_up_changes_nothing_settled(
    rules: RuleBase, inventory: Inventory, data: st.DataObject
) -> None:
    """An event or a person more, where a domain is open, changes nothing that is settled.

    Nor does it make a gap matter that could not, or lead beyond the bound; its name aside.
    """
    run = strata_of(inventory, rules)
    grown = data.draw(with_a_new_record(run))
    assume(grown is not None)
    assert grown is not None
    after = again(run, grown)
    bound, gaps = reach(run).decisions, open_places_read(run)
    tried = table(after, open_places_read(after), 30)
    if bound is not None:
        named = {without_new_names(decision, run) for decision in bound}
        assert {without_new_names(w.decision, run) for w in tried.rows.values()} <= named
    for subject, said in _drawn_from(run, data).items():
        _assert_sound(said, subject, tried, gaps)
        if said.settled:
            assert {w.of(subject) for w in tried.rows.values()} == {seen(run).of(subject)}, subject


@_quick
@given(rule_bases(), small_records(complete=True))
def test_enumeration_is_exact(rules: RuleBase, inventory: Inventory) -> None:
    """Where every answer was tried, what is said is what brute force finds: neither more nor less.

    The decisive gaps, the smallest sets that settle it, and whether it is settled.
    """
    run = strata_of(inventory, rules)
    inquiry = Inquiry(run)
    for subject in ("proposal", *ProblemArea):
        live = (
            inquiry.reach.live if subject == "proposal" else area_reach(run, ProblemArea(subject))
        )
        said = unknowns(run, subject) if live else None
        if said is None or said.basis != "enumeration":
            continue
        tried = table(run, primary(inquiry, live), 100, every=True)
        if not tried.whole:
            continue
        matter = [place for place in tried.places if tried.matters(place, subject)]
        assert [gap.place for gap in said.decisive] == [str(place) for place in matter]
        assert said.settled is tried.constant(subject)
        assert {frozenset(gap.place for gap in gaps) for gaps in said.settled_by} == {
            frozenset(map(str, places)) for places in tried.settling(subject)
        }


@_quick
@given(rule_bases(), small_records(), st.data())
def test_what_settles_settles(rules: RuleBase, inventory: Inventory, data: st.DataObject) -> None:
    """Once the answers of a set are in that is said to settle it, nothing open changes it.

    And what is settled stays settled whatever is filled in, though it may be said by other means.
    """
    run = strata_of(inventory, rules)
    for subject, said in _drawn_from(run, data).items():
        sets = [tuple(gap.place for gap in gaps) for gaps in said.settled_by]
        if not said.settled and not sets:
            continue
        chosen = data.draw(st.sampled_from(sets)) if sets else ()
        places = [place for place in Inquiry(run).gaps if str(place) in chosen]
        after = _filled_in(run, places, data)
        if after is None:
            continue
        tried = table(after, open_places_read(after), 30)
        assert tried.constant(subject), (subject, chosen)


def _filled_in(run: Run, places: Sequence[Place], data: st.DataObject) -> Run | None:
    """The run with an exact answer in each of these places, where that can be."""
    inventory = run.inventory
    for place in places:
        answers = possible_answers(place, exact=True)
        if not answers:
            return None
        inventory = filled(inventory, {place: data.draw(st.sampled_from(answers))})
    return again(run, inventory) if adds_only(run, inventory) else None


@_quick
@given(rule_bases(), small_records(), st.data())
def test_certificates_are_not_taken_back(
    rules: RuleBase, inventory: Inventory, data: st.DataObject
) -> None:
    """Once the proposal is settled, filling a gap leaves it settled, and as it was."""
    run = strata_of(inventory, rules)
    assume(reach(run).settled)
    place = data.draw(st.sampled_from([p for p in open_places_read(run) if possible_answers(p)]))
    after = _filled_in(run, [place], data)
    assume(after is not None)
    assert after is not None
    assert reach(after).settled
    assert seen(after).decision == seen(run).decision


# --- what an answer touches ------------------------------------------------------------------


@_quick
@given(fitting(), st.data())
def test_no_changed_field_is_missed(inventory: Inventory, data: st.DataObject) -> None:
    """Every open field of a fact that an answer changes is one that the answer is said to touch.

    So is every record that an answer makes, by the domain that left room for it.
    """
    run = strata_of(inventory, RULES)
    before = {fact.id: fact for fact in run.facts[next(iter(run.facts))]}
    gaps = [place for place in open_places(inventory) if possible_answers(place)]
    for place in data.draw(st.lists(st.sampled_from(gaps), min_size=1, max_size=8)):
        changed = filled(inventory, {place: data.draw(st.sampled_from(possible_answers(place)))})
        if not adds_only(run, changed):
            continue
        for fact in facts_of(changed, RULES.settings):
            old = before.get(fact.id)
            if old is None:
                room = {(f.id, "") for f in before.values() if f.stands_for and f.kind == fact.kind}
                assert touches(place, frozenset(room)), (place, fact.id)
                continue
            for field, value in fact.values.items():
                if old.values.get(field) != value and field not in ("event", "who"):
                    assert touches(place, frozenset({(fact.id, field)})), (place, fact.id, field)


@_quick
@given(rule_bases(), small_records(), st.data())
def test_variants_are_what_evaluation_gives(
    rules: RuleBase, inventory: Inventory, data: st.DataObject
) -> None:
    """What answers add, and what they decide, is told as if the record were evaluated anew."""
    run = strata_of(inventory, rules)
    places = open_places_read(run)
    chosen = data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=3, unique=True))
    answers = {place: data.draw(st.sampled_from(possible_answers(place))) for place in chosen}
    variants = Variants(run)
    change, changed = variants.changes.of(answers), filled(inventory, answers)
    one_by_one = all(adds_only(run, filled(inventory, {p: a})) for p, a in answers.items())
    if one_by_one or (change.fits and change.adds):
        assert (change.fits and change.adds) == adds_only(run, changed)
    if change.fits and change.adds:
        assert variants.view(answers).decision == seen(again(run, changed)).decision

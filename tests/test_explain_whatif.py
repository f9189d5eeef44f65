"""What if, flips and rivals: what they say would change is what changes, on any case."""

from __future__ import annotations

import json
from typing import Any

import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipt_rules import changed
from ipt_rules import terms as t
from ipt_rules.cli import BROKEN, FINE, main
from ipt_rules.documents.inventories import check_inventory, dump_inventory
from ipt_rules.documents.structure import unstructure
from ipt_rules.evaluation import Evaluation, evaluate
from ipt_rules.exceptions import DocumentError, IptRulesError
from ipt_rules.explain.altered import decided
from ipt_rules.explain.flips import Flip, Flips
from ipt_rules.explain.gaps import Inquiry
from ipt_rules.explain.plausible import weight
from ipt_rules.explain.search import other_answers, search
from ipt_rules.explain.shown import Shown
from ipt_rules.explain.whatif import WhatIf
from ipt_rules.facts.events import implied_deaths
from ipt_rules.model import Inventory, Relationship
from ipt_rules.places import Place, answer_at, known_places, open_places
from ipt_rules.rulebase import rules_folder
from tests.shipped import CASES, RULES, fitting

SLOW = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)
FEW = settings(SLOW, max_examples=20)
SOME = list(CASES)[::12]
LENA = rules_folder() / "cases" / "lena-renegotiation.yaml"


def evaluation(name: str) -> Evaluation:
    return evaluate(CASES[name].inventory, RULES, session=CASES[name].session)


def check_shown(answer: Shown) -> None:
    assert json.loads(answer.to_json()) == answer.to_dict()
    assert not any(ord(c) < 32 and c != "\n" for c in answer.to_text(full=True))
    assert "<script" not in answer.to_page(full=True)


def told(e: Evaluation) -> dict[str, Any]:
    return {name: value for name, value in e.to_dict().items() if name != "record"}


# --- changed -------------------------------------------------------------------------------------


@SLOW
@given(fitting(), st.data())
def test_an_answer_put_back_gives_the_same_inventory(
    inventory: Inventory, data: st.DataObject
) -> None:
    """Whatever is known, set to what it is, whatever its record is called, changes nothing."""
    own = {f"life_event:{death.id}" for death in implied_deaths(inventory)}
    places = [place for place in known_places(inventory) if place.record not in own]
    chosen = data.draw(st.lists(st.sampled_from(places), max_size=5)) if places else []
    changes = {str(place): unstructure(answer_at(inventory, place)) for place in chosen}
    assert changed(inventory, changes) == inventory


@SLOW
@given(fitting(), st.data())
def test_only_what_is_said_changes(inventory: Inventory, data: st.DataObject) -> None:
    """An answer is taken back, and every other one stays; the given inventory never changes."""
    places = [p for p in known_places(inventory) if p.field not in ("group", "kind", "name")]
    before = dump_inventory(inventory)
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    try:
        made = changed(inventory, {str(place): "not_asked"})
    except DocumentError:
        return  # it cannot be absent, or something else rests on it
    assert dump_inventory(inventory) == before
    if place in set(known_places(made)) | set(open_places(made)):
        assert answer_at(made, place) is t.Absence.NOT_ASKED
    kept = [p for p in known_places(inventory) if p.record != place.record]
    for other in kept:
        if other in set(known_places(made)):
            assert answer_at(made, other) == answer_at(inventory, other)


def test_a_death_known_from_the_person_stays_theirs() -> None:
    """To take the person from it would make a second death of one."""
    kofi = CASES["kofi-brother-far-away"].inventory
    brother = Relationship("uncle", "his uncle", alive=t.Answer.NO)
    kofi = evolve(kofi, relationships=(*kofi.relationships, brother))
    with pytest.raises(DocumentError, match="known from the person alone"):
        changed(kofi, {"life_event:uncle.person": "not_asked"})


def test_every_problem_is_told_in_one_error() -> None:
    """Unknown records and fields, refused values and contradictions, each under its own change."""
    lena = CASES["lena-renegotiation"].inventory
    with pytest.raises(DocumentError) as error:
        changed(
            lena,
            {
                "relationship:husbnd.conflict": ["overt"],
                "relationship:husband.conflic": 1,
                "relationship:husband.conflict": ["overd"],
                "case.age_years": "forty",
                "case.main_problem_patient": ["nobody"],
                "case.chronic_2y": object(),
                "risk.plan": None,
                "life_event": 3,
                7: "x",  # type: ignore[dict-item]
            },
        )
    assert str(error.value).splitlines() == [
        "<changes>: relationship:husbnd.conflict: this case has no such record; did you mean "
        "'relationship:husband'?",
        "<changes>: relationship:husband.conflic: unknown field; did you mean 'conflict'?",
        "<changes>: relationship:husband.conflict[0]: 'overd' is not one of covert, overt, "
        "past_only; did you mean 'overt'?",
        "<changes>: case.age_years: expected a whole number, got 'forty'",
        "<changes>: case.main_problem_patient[0]: no record in relationships or events has the id "
        "'nobody'",
        "<changes>: case.chronic_2y: object is not plain data; write text, a number, a list or a "
        "mapping",
        "<changes>: risk.plan: empty; give a value or one of not_asked, declined, "
        "unknown_to_patient, or leave the field out",
        "<changes>: life_event: expected a record and a field, like 'life_event:e1.closeness'",
        "<changes>: 7: expected a record and a field, like 'life_event:e1.closeness'",
    ]


def test_a_result_that_contradicts_itself_is_refused() -> None:
    """A person who lives has no day of death."""
    lena = CASES["lena-renegotiation"].inventory
    with pytest.raises(DocumentError, match=r"husband\.death_date: a date of death, but alive"):
        changed(lena, {"relationship:husband.death_date": "2024-01"})


def test_a_death_known_only_from_a_person_becomes_an_event() -> None:
    """It goes by the id of the person before and by one of its own after."""
    lena = CASES["lena-renegotiation"].inventory
    dead = changed(lena, {"relationship:sister.alive": "no"})
    made = changed(dead, {"life_event:sister.closeness": "very_close"})
    assert made.events[0].id == "sister-death"
    assert made.events[0].grief.closeness is t.Bond.VERY_CLOSE
    answer = evaluate(dead, RULES).what_if({"life_event:sister.closeness": "very_close"})
    assert answer.changes[0].after == "very_close"
    check_inventory(made)


def test_ids_may_hold_anything() -> None:
    """A record called like a path is still found by its last dot."""
    lena = CASES["lena-renegotiation"].inventory
    odd = evolve(lena.relationships[1], id="a.b=c:d.alive")
    lena = evolve(lena, relationships=(lena.relationships[0], odd))
    made = changed(lena, {"relationship:a.b=c:d.alive.is_confidant": "no"})
    assert made.relationships[1].is_confidant is t.Answer.NO


# --- what if -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SOME)
def test_without_changes_nothing_changes(name: str) -> None:
    """And it says so plainly."""
    answer = evaluation(name).what_if({})
    assert not answer.differs
    assert answer.to_text().startswith("Nothing was changed, so nothing changes.\n")


@FEW
@given(fitting(), st.data())
def test_what_if_says_what_two_evaluations_differ_in(
    inventory: Inventory, data: st.DataObject
) -> None:
    """Its evaluation is that of the changed inventory, and every difference is one."""
    e = evaluate(inventory, RULES)
    inquiry = Inquiry(e.run)
    changes: dict[str, Any] = {}
    known = list(known_places(inventory))  # none, where nothing was asked yet
    places = st.lists(st.sampled_from(known), max_size=3) if known else st.just([])
    for place in data.draw(places):
        tried = list(other_answers(inquiry, place, answer_at(inventory, place)))
        if tried:
            changes[str(place)] = unstructure(data.draw(st.sampled_from(tried)))
    try:
        other = evaluate(changed(inventory, changes), RULES)
    except DocumentError:
        with pytest.raises(DocumentError):
            e.what_if(changes)
        return
    answer = e.what_if(changes)
    assert answer.evaluation == other
    check_what_if(answer, e, other)


def check_what_if(answer: WhatIf, e: Evaluation, other: Evaluation) -> None:
    check_shown(answer)
    assert answer.differs is (told(e) != told(other))
    assert answer.before.outcome is e.proposal.outcome
    assert answer.after.outcome is other.proposal.outcome
    for shift, old, new in zip(answer.areas, e.areas, other.areas, strict=True):
        assert (shift.level_before, shift.status_before) == (old.level, old.status)
        assert (shift.level, shift.status) == (new.level, new.status)
    before, after = {s.technique for s in e.suggestions}, {s.technique for s in other.suggestions}
    assert {said.name for said in answer.techniques.came} == after - before
    assert {said.name for said in answer.techniques.went} == before - after
    assert not {a.name for a in answer.alerts.came} - {a.name for a in other.alerts}
    assert not {a.name for a in answer.alerts.went} - {a.name for a in e.alerts}
    if not answer.differs and answer.changes:
        assert "nothing changes" in answer.to_text()


def test_alerts_come_before_all_else() -> None:
    """A new alert is said right after the changes; one that is gone is no all-clear."""
    lena = evaluation("lena-renegotiation").what_if({"risk.plan": "yes"})
    [_, first, *_] = lena.outline().children
    assert first.mark == "Alert, new"
    ruth = evaluation("ruth-violence").what_if({"relationship:husband.violence_fear": "no"})
    assert "not because the danger is" in " ".join(ruth.to_text().split())


# --- flips ---------------------------------------------------------------------------------------


def every(found: Flips) -> list[Flip]:
    return [*found.flips, *found.holds, *found.corrections]


def check_flips(e: Evaluation, found: Flips) -> None:
    check_shown(found)
    now = decided(e.proposal, e.run.facts[t.Stratum.SAFETY])
    by_name = {str(place): place for place in known_places(e.run.inventory)}
    singles = [f.changes[0] for f in every(found) if len(f.changes) == 1]
    for flip in every(found):
        answer = e.what_if({one.place: one.after for one in flip.changes})
        assert answer.after.says == flip.to.says
        assert answer.areas == flip.areas
        assert answer.after.decision != now.decision
        assert len(flip.changes) in (1, 2)
        if len(flip.changes) == 2:
            assert not any(one in singles for one in flip.changes)
            for one in flip.changes:
                alone = e.what_if({one.place: one.after})
                assert alone.after.decision == now.decision
        lifted = {h.rule for h in answer.held.went} & {a.support.rule for a in e.alerts}
        if lifted and not answer.held.came:
            assert flip in found.corrections
    for group in (found.flips, found.holds, found.corrections):
        order = []
        for flip in group:
            weights = []
            for one in flip.changes:
                place = by_name[one.place]
                before = answer_at(e.run.inventory, place)
                made = changed(e.run.inventory, {one.place: one.after})
                try:
                    weights.append(weight(place, before, answer_at(made, place)))
                except KeyError:  # a death that got an id of its own
                    weights.append((0, 0.0))
            order.append((len(flip.changes), sum(hard for hard, _ in weights)))
        assert order == sorted(order)


@pytest.mark.parametrize("name", SOME)
def test_every_flip_of_a_shipped_case_flips(name: str) -> None:
    """By a whole evaluation; it is minimal, changes one or two answers, and comes in order."""
    e = evaluation(name)
    check_flips(e, e.flips(limit=3, most=800))


@settings(FEW, max_examples=8)
@given(fitting())
def test_every_flip_of_any_case_flips(inventory: Inventory) -> None:
    """The same holds whatever the inventory says."""
    e = evaluate(inventory, RULES)
    check_flips(e, e.flips(limit=3, most=600))


@pytest.mark.parametrize("name", SOME)
def test_no_single_change_is_missed(name: str) -> None:
    """Every answer tried at every known place, whether or not a rule is known to read it."""
    e = evaluation(name)
    inquiry = Inquiry(e.run)
    variants = inquiry.variants
    found = search(inquiry, lambda decision: decision != variants.base.decision, most=0)
    hits = {(place, answer) for hit in found.hits for place, answer in hit.answers.items()}
    expected = set()
    for place in known_places(e.run.inventory):
        for answer in other_answers(inquiry, place, answer_at(e.run.inventory, place)):
            change = variants.changes.one(place, answer)
            if change.fits and variants.of({place: answer}, change).decision != (
                variants.base.decision
            ):
                expected.add((place, answer))
    assert hits == expected


@pytest.mark.parametrize("name", ["ruth-violence", "vera-first-contact", "milo-ten-years-old"])
def test_no_pair_is_missed_where_the_search_is_complete(name: str) -> None:
    """Of the words, all pairs of answers that do not flip alone are looked at, by brute force."""
    e = evaluation(name)
    inquiry = Inquiry(e.run)
    variants, now = inquiry.variants, inquiry.variants.base.decision
    found = search(inquiry, lambda decision: decision != now, most=10_000)
    assert found.complete
    reached = {(frozenset(hit.answers), hit.decision) for hit in found.hits}
    alone = []
    for place in known_places(e.run.inventory):
        for answer in other_answers(inquiry, place, answer_at(e.run.inventory, place)):
            change = variants.changes.one(place, answer)
            words = isinstance(answer, t.Term | frozenset)
            if words and change.fits and variants.view({place: answer}).decision == now:
                alone.append((place, answer))
    for number, one in enumerate(alone):
        for other in alone[number + 1 :: 3]:  # every third, for time
            pair = dict([one, other])
            change = variants.changes.of(pair)
            if len(pair) == 2 and change.fits:
                decision = variants.of(pair, change).decision
                assert decision == now or (frozenset(pair), decision) in reached, pair


def test_flips_to_a_certain_proposal() -> None:
    """An area or an outcome is asked for; what is that already needs no change."""
    e = evaluation("lena-renegotiation")
    held = e.flips("withheld", limit=4)
    assert held.flips
    assert all(flip.to.outcome is t.Outcome.WITHHELD for flip in held.flips)
    assert e.flips("role_dispute").already
    assert "that already" in e.flips("role_dispute").to_text()
    for name in ("greif", "agree-focus", 7):
        with pytest.raises(IptRulesError):
            e.flips(name)


def test_a_safety_answer_is_never_an_option() -> None:
    """What would lift a hold is a group of its own, the last, under a sentence that says so."""
    found = evaluation("ruth-violence").flips("role_dispute")
    assert not found.flips
    assert found.corrections
    assert "not options" in " ".join(found.to_text().split())


# --- rivals --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(CASES)[::20])
def test_rivals_are_the_standings_side_by_side(name: str) -> None:
    """Level, status and arguments are those of the evaluation; what would flip an area does."""
    e = evaluation(name)
    found = e.rivals()
    check_shown(found)
    assert found.supported_from == RULES.policy.supported_from
    for rival, standing in zip(found.areas, e.areas, strict=True):
        assert (rival.area, rival.status, rival.level) == (
            standing.area, standing.status, standing.level,
        )  # fmt: skip
        arguments = (*rival.speaks_for, *rival.against, *rival.gates)
        assert sorted(arguments, key=str) == sorted(standing.arguments, key=str)
        if rival.nearest is not None:
            answer = e.what_if({one.place: one.after for one in rival.nearest.changes})
            [primary] = [area for area, rank, _ in answer.after.foci if rank == "primary"]
            assert primary is rival.area


# --- how it is shown -----------------------------------------------------------------------------


def test_hostile_labels_are_disarmed() -> None:
    """What people wrote is text in HTML, and drives no terminal."""
    lena = CASES["lena-renegotiation"].inventory
    bad = "<script>alert(1)</script>\x1b[31m"
    husband = evolve(lena.relationships[0], label=bad[:40].replace("\x1b", ""))
    e = evaluate(evolve(lena, relationships=(husband, lena.relationships[1])), RULES)
    shown: list[Shown] = [
        e.what_if({"relationship:husband.expectations": "matched"}), e.flips(limit=4), e.rivals(),
    ]  # fmt: skip
    for answer in shown:
        assert "<script" not in answer.to_page(full=True)
        assert "&lt;script" in answer.to_page(full=True)


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_the_commands_print_what_the_methods_return(form: str) -> None:
    """Each in every form."""
    e = evaluation("lena-renegotiation")
    whole = {
        ("what-if", "--set", "risk.plan=yes", "--set", "relationship:husband.conflict=[]"): (
            e.what_if({"risk.plan": "yes", "relationship:husband.conflict": []})
        ),
        ("what-if", "--to", "grief"): e.flips("grief"),
        ("rivals",): e.rivals(),
    }
    for (command, *options), answer in whole.items():
        result = CliRunner().invoke(main, [command, str(LENA), *options, "--format", form])
        assert result.exit_code == FINE
        made = {"text": answer.to_text(), "json": answer.to_json(), "html": answer.to_page()}
        assert result.output == made[form]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--set", "risk.plan"], "--set: risk.plan: expected PLACE=VALUE"),
        (["--set", "risk.plan=yes", "--set", "risk.plan=no"], "risk.plan: set twice"),
        (["--set", "risk.plan=[a"], "--set: risk.plan: not YAML"),
        (["--set", "risk.plan=maybe"], "risk.plan: 'maybe' is not one of yes, suspected, no"),
        (["--to", "greif"], "did you mean 'grief'?"),
        (["--to", "grief", "--set", "risk.plan=yes"], "give one of the two"),
    ],
)
def test_a_call_that_is_broken_is_refused(options: list[str], says: str) -> None:
    """With one message, nothing printed, and exit code 2."""
    result = CliRunner().invoke(main, ["what-if", str(LENA), *options])
    assert result.exit_code == BROKEN
    assert result.stdout == ""
    assert says in result.stderr


def test_weights_put_judgements_before_facts() -> None:
    """A rating by one step, then from end to end; then a death, whatever the distance."""
    near = weight(Place("life_event:e", "closeness"), t.Bond.CLOSE, t.Bond.VERY_CLOSE)
    far = weight(Place("life_event:e", "closeness"), t.Bond.DISTANT, t.Bond.VERY_CLOSE)
    death = weight(Place("relationship:r", "alive"), t.Answer.YES, t.Answer.NO)
    assert near < far < death

"""The promises that every evaluation keeps, on random inventories as well as the shipped cases."""

import json
import random
import re
from typing import get_args

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipt_rules import agreement, results
from ipt_rules.evaluation import evaluate
from ipt_rules.exceptions import DocumentError, EngineDisagreement
from ipt_rules.model import Case, Grief, Inventory, LifeEvent, Violence
from ipt_rules.results import Alert
from ipt_rules.rulebase.language import HoldsTechniques, RaisesAlert
from ipt_rules.terms import (
    Absence,
    AlertLevel,
    Bond,
    Concern,
    EventGroup,
    EventType,
    Outcome,
    ProblemArea,
    Stratum,
    Timing,
)
from tests.shipped import CASES, RULES, fitting

SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
LENA = CASES["lena-renegotiation"].inventory
RUTH = CASES["ruth-violence"].inventory


@SLOW
@given(fitting())
def test_both_engines_agree_on_the_shipped_rules(inventory: Inventory) -> None:
    """On any inventory the two engines agree (they raise otherwise), and the record says so."""
    assert evaluate(inventory, RULES).record.engine == agreement.engine_name()


@SLOW
@given(fitting(), st.randoms(use_true_random=False))
def test_order_never_matters(inventory: Inventory, rng: random.Random) -> None:
    """Rules, people, events and notes in any other order give the same bytes."""
    before = evaluate(inventory, RULES)
    rules = list(RULES.rules)
    rng.shuffle(rules)
    shuffled = evolve(RULES, rules=tuple(rules))
    people, events, notes = map(
        list, (inventory.relationships, inventory.events, inventory.sessions)
    )
    for records in (people, events, notes):
        rng.shuffle(records)
    other = evolve(
        inventory, relationships=tuple(people), events=tuple(events), sessions=tuple(notes)
    )
    after = evaluate(other, shuffled)
    record = evolve(after.record, input_digest=before.record.input_digest)
    assert evolve(after, record=record).to_json() == before.to_json()


@SLOW
@given(fitting())
def test_two_runs_give_the_same_bytes(inventory: Inventory) -> None:
    """The same input replayed on the same rules gives identical bytes."""
    assert evaluate(inventory, RULES).to_json() == evaluate(inventory, RULES).to_json()


@SLOW
@given(fitting())
def test_what_is_held_is_never_suggested(inventory: Inventory) -> None:
    """A technique that an alert or a hold keeps back is not suggested by any rule."""
    found = evaluate(inventory, RULES)
    held = {waiting.what for waiting in found.held}
    suggested = {suggestion.technique for suggestion in found.suggestions}
    assert not held & suggested
    if "techniques" in held:
        assert all(RULES.techniques[name].safety for name in suggested)
    if "tasks" in held:
        assert all(RULES[task.support.rule].then.safety for task in found.tasks)  # type: ignore[union-attr]
    if any("focus" in alert.holds for alert in found.alerts):
        assert found.proposal.outcome is Outcome.WITHHELD
        assert not found.proposal.foci


def test_an_unscreened_partner_holds_what_could_do_harm_and_nothing_else() -> None:
    """While violence was not asked about, the focus stands and joint or confronting work waits."""
    husband = evolve(LENA.relationships[0], violence=Violence())
    unscreened = evolve(LENA, relationships=(husband, *LENA.relationships[1:]))
    before, after = evaluate(LENA, RULES), evaluate(unscreened, RULES)
    names = {suggestion.technique for suggestion in before.suggestions}
    left = {suggestion.technique for suggestion in after.suggestions}
    held = {waiting.what for waiting in after.held}
    assert {"communication-analysis", "role-play"} <= names & held
    assert left == names - held
    assert after.proposal.foci == before.proposal.foci
    assert "relationship.violence_screened" in {question.asks for question in after.questions}


@pytest.mark.parametrize("concern", [Concern.YES, Concern.SUSPECTED])
def test_a_stop_leaves_nothing_but_safety(concern: Concern) -> None:
    """A stop withholds the focus, every technique but safety planning and every other task."""
    found = evaluate(evolve(LENA, risk=evolve(LENA.risk, psychosis=concern)), RULES)
    assert found.proposal.outcome is Outcome.WITHHELD
    assert found.proposal.focus_after_stabilisation is ProblemArea.ROLE_DISPUTE
    assert {suggestion.technique for suggestion in found.suggestions} <= {"safety-planning"}
    assert {task.task for task in found.tasks} <= {
        "check-risk", "screen-risk", "first-measure", "repeat-measure",
    }  # fmt: skip


@SLOW
@given(fitting())
def test_every_conclusion_names_its_rule_facts_and_sources(inventory: Inventory) -> None:
    """Nothing is concluded without a rule of the rule base, facts of the case and sources."""
    found = evaluate(inventory, RULES)
    groups = (found.alerts, found.suitability, found.tasks, found.suggestions, found.held)
    supports = [item.support for group in (*groups, found.issues) for item in group]
    supports += [argument.support for area in found.areas for argument in area.arguments]
    supports += found.proposal.support
    for support in supports:
        assert RULES[support.rule]
        assert support.facts
        assert support.sources
        assert all(note.ref in RULES.sources for note in support.sources)


@SLOW
@given(fitting())
def test_every_alert_is_in_every_display_and_comes_first(inventory: Inventory) -> None:
    """No alert is cut or outranked: text and HTML show each one before the proposal."""
    found = evaluate(inventory, RULES)
    bundle = found._repr_mimebundle_()
    assert bundle["text/plain"] == str(found)
    text = bundle["text/plain"].partition("PROPOSAL:")[0]
    page = bundle["text/html"].partition("Proposal:")[0]
    for alert in found.alerts:
        assert f"[{alert.name}]" in text.replace("\n", " ").replace("  ", " ")
        assert alert.name in page
    levels = [list(AlertLevel).index(alert.level) for alert in found.alerts]
    assert levels == sorted(levels)


@SLOW
@given(fitting())
def test_at_most_two_foci_and_never_a_held_or_excluded_one(inventory: Inventory) -> None:
    """A proposal has at most two foci, none of them excluded, the primary first."""
    found = evaluate(inventory, RULES)
    excluded = {area.area for area in found.areas if area.status.value == "excluded"}
    foci = [focus.area for focus in found.proposal.foci]
    assert len(foci) <= 2
    assert len(set(foci)) == len(foci)
    assert not excluded & set(foci)
    assert [focus.rank for focus in found.proposal.foci] == ["primary", "secondary"][: len(foci)]


def test_unknown_risk_asks_and_never_clears() -> None:
    """Without a risk screen every mandatory question of safety is put, and nothing is cleared."""
    found = evaluate(evolve(LENA, risk=type(LENA.risk)()), RULES)
    asked = {question.asks for question in found.questions if question.purpose == "safety"}
    assert {"risk.ideation", "risk.suicidal_behaviour", "risk.psychosis", "risk.mania"} <= asked


def test_safety_questions_come_first() -> None:
    """Questions are put in the order safety, focus, suitability, plan."""
    found = evaluate(CASES["vera-first-contact"].inventory, RULES)
    purposes = [question.purpose for question in found.questions]
    assert purposes == sorted(purposes, key=get_args(results.Purpose).index)


def test_agreement_of_the_patient_makes_a_focus_agreed() -> None:
    """A focus stays proposed until the formulation records that the patient agreed."""
    assert evaluate(LENA, RULES).proposal.foci[0].standing == "agreed"
    without = evaluate(evolve(LENA, formulation=None), RULES)
    assert without.proposal.foci[0].standing == "proposed"


def test_the_result_carries_what_it_was_made_from() -> None:
    """Rule base, digest, engine, dates and a digest of the input stand in the record."""
    record = evaluate(LENA, RULES, session=7).record
    assert (record.format, record.rules_name, record.rules_digest, record.session) == (
        results.FORMAT,
        RULES.name,
        RULES.digest,
        7,
    )
    assert record.as_of == LENA.assessment_date
    other = evaluate(evolve(LENA, case=evolve(LENA.case, age_years=42)), RULES, session=7)
    assert other.record.input_digest != record.input_digest


def test_a_call_that_cannot_be_right_says_everything_wrong_with_it() -> None:
    """An unknown profile, a score out of range, a session and a day out of reach: one error."""
    case = evolve(LENA.case, profile="standrd-16")
    measure = evolve(LENA.measures[0], total=40)
    broken = evolve(LENA, case=case, measures=(measure,))
    with pytest.raises(DocumentError) as caught:
        evaluate(broken, RULES, session=99, as_of=LENA.assessment_date.replace(year=2000))
    text = str(caught.value)
    assert "did you mean 'standard-16'?" in text
    assert "measures[0].total" in text
    assert "session: expected a whole number from 0 to 60" in text
    assert "before the inventory was recorded" in text


def test_an_inventory_built_in_python_is_checked_as_well() -> None:
    """A dangling reference is an error, not a silent no."""
    with pytest.raises(DocumentError, match=r"main_problem_patient\[0\]"):
        evaluate(evolve(LENA, case=evolve(LENA.case, main_problem_patient=("nobody",))), RULES)


def test_where_durable_rules_is_missing_the_reference_serves_and_the_record_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without durable_rules the same conclusions come from the reference alone."""
    with_both = evaluate(RUTH, RULES)
    monkeypatch.setattr(agreement, "available", lambda: False)
    alone = evaluate(RUTH, RULES)
    assert alone.record.engine == "reference alone"
    assert evolve(alone, record=with_both.record).to_json() == with_both.to_json()


@pytest.mark.skipif(not agreement.available(), reason="durable_rules is not installable here")
def test_engines_that_differ_stop_everything(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    """A lost match raises, and the smallest reproduction is saved without a patient's words."""
    original = agreement.Matcher.match

    def forgetful(self: agreement.Matcher, facts: object) -> object:
        found = original(self, facts)  # type: ignore[arg-type]
        return [m for m in found if facts[m[1][0]].kind != "relationship"]  # type: ignore[index]

    monkeypatch.setattr(agreement.Matcher, "match", forgetful)
    target = f"{tmp_path}/found.json"
    with pytest.raises(EngineDisagreement) as caught:
        evaluate(RUTH, RULES, save_disagreement_to=target)
    with open(target, encoding="utf-8") as file:
        saved = json.load(file)
    assert caught.value.saved_to == target
    assert saved["rule"] == caught.value.disagreement.rule
    assert len(saved["facts"]) == 1
    assert "her husband" not in json.dumps(saved)


def test_a_minimal_inventory_is_evaluated() -> None:
    """A pseudonym and a date are enough to be told what to ask."""
    bare = Inventory(assessment_date=LENA.assessment_date, case=Case(pseudonym="X"))
    found = evaluate(bare, RULES)
    assert found.proposal.outcome is Outcome.NEEDS_INFORMATION
    assert found.questions


def test_every_stratum_has_rules() -> None:
    """Each of the five strata runs on rules of its own."""
    assert all(RULES.strata[stratum] for stratum in Stratum)


@SLOW
@given(fitting())
def test_what_needs_something_held_is_held_as_well(inventory: Inventory) -> None:
    """No technique is suggested whose first step has to wait; the report says for what it waits."""
    found = evaluate(inventory, RULES)
    held = {waiting.what for waiting in found.held}
    for suggestion in found.suggestions:
        technique = RULES.techniques[suggestion.technique]
        assert technique.safety or not held.intersection(technique.needs)
        assert technique.safety or not (
            technique.needs_one_of and held.issuperset(technique.needs_one_of)
        )


@pytest.mark.parametrize("name", CASES)
def test_the_most_urgent_alert_comes_first_among_its_level(name: str) -> None:
    """Levels in their order, and within a level what its rule marks as urgent before the rest."""
    case = CASES[name]
    found = evaluate(case.inventory, RULES, session=case.session)

    def place(alert: Alert) -> tuple[int, bool]:
        then = RULES[alert.name].then
        assert isinstance(then, RaisesAlert)
        return list(AlertLevel).index(alert.level), not then.urgent

    places = [place(alert) for alert in found.alerts]
    assert places == sorted(places)


def test_what_was_presumed_is_said_with_what_it_was_taken_to_be() -> None:
    """Nobody reads that something was done where it was only taken not to be."""
    found = evaluate(CASES["duarte-after-attempt"].inventory, RULES)
    said = {alert.name: alert.because for alert in found.alerts}
    assert "means safety done: no" in said["safety/suicide/means-not-made-safer"]
    for alert in found.alerts:
        assert ("taken to be so" in alert.because) == bool(alert.support.presumed)


@pytest.mark.parametrize("name", CASES)
def test_the_order_in_which_scores_are_listed_does_not_matter(name: str) -> None:
    """Scores that all have a date give the same result in any order, those of one day too."""
    case = CASES[name]
    twice = (*case.inventory.measures, *case.inventory.measures[:1])
    if any(isinstance(m.date, Absence) for m in twice):
        return
    results = [
        evaluate(evolve(case.inventory, measures=listed), RULES, session=case.session).to_dict()
        for listed in (twice, twice[::-1])
    ]
    for result in results:
        del result["record"]
    texts = [re.sub(r"measure:\d+", "measure", json.dumps(result)) for result in results]
    assert texts[0] == texts[1]


def test_a_technique_waits_with_the_one_it_comes_after() -> None:
    """Where only the encouragement of affect is held, what builds on it is held and says why."""
    rule = RULES["safety/violence/unscreened-partner"]
    narrow = evolve(rule, then=HoldsTechniques(("encouragement-of-affect",), "Wait."))
    others = tuple(narrow if r.id == rule.id else r for r in RULES.rules)
    husband = evolve(LENA.relationships[0], violence=Violence())
    unscreened = evolve(LENA, relationships=(husband, *LENA.relationships[1:]))
    found = evaluate(unscreened, evolve(RULES, rules=others))
    held = {waiting.what: waiting.because for waiting in found.held}
    assert "accepting-painful-affect" in held
    assert "needs something first that has to wait" in held["using-affect-in-relationships"]
    assert not {s.technique for s in found.suggestions} & set(held)


def test_what_speaks_against_one_event_leaves_another_alone() -> None:
    """A neighbour hardly known takes nothing from the grief for somebody close."""
    halina = CASES["halina-two-years-on"].inventory
    distant = LifeEvent(
        "neighbour",
        EventGroup.BEREAVEMENT,
        EventType.DEATH_OF_PERSON,
        timing_to_onset=Timing.AT_ONSET,
        grief=Grief(closeness=Bond.DISTANT),
    )
    with_neighbour = evolve(halina, events=(*halina.events, distant))
    before, after = evaluate(halina, RULES), evaluate(with_neighbour, RULES)
    assert "areas/grief/distant-death" in {
        argument.support.rule for area in after.areas for argument in area.arguments
    }
    assert after.proposal.outcome is before.proposal.outcome is Outcome.PROVISIONAL
    assert [f.area for f in after.proposal.foci] == [f.area for f in before.proposal.foci]

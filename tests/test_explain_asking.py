"""What to ask next: safety first, nothing that cannot matter, and a certificate never wrong."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipt_rules import terms as t
from ipt_rules.evaluation import Evaluation, evaluate
from ipt_rules.explain.asking import Asking
from ipt_rules.explain.gaps import Inquiry
from ipt_rules.explain.variants import Decision
from ipt_rules.facts.events import is_torn
from ipt_rules.model import Inventory
from ipt_rules.places import Place, filled
from ipt_rules.strata import strata_of
from tests.interviews import (
    by_usefulness,
    completed,
    in_order,
    interview,
)
from tests.shipped import CASES, RULES, fitting

NAMES = sorted(CASES)
FOUND: dict[str, Evaluation] = {
    name: evaluate(CASES[name].inventory, RULES, session=CASES[name].session) for name in NAMES
}
LISTS = ("asked.", "inventory.", "case.diagnosis_recorded")
"""Questions that a list answers, and no field."""
ASKED: dict[str, Asking] = {name: FOUND[name].ask() for name in NAMES}


def place(name: str) -> Place:
    return Place(*name.rsplit(".", 1))


def walks(inquiry: Inquiry, random: Random, steps: int) -> Any:
    """Admissible answers given one after the other, each with the decision before and after."""
    answers: dict[Place, Any] = {}
    before = inquiry.variants.base.decision
    places = [*inquiry.gaps, *inquiry.domains]
    for _ in range(steps):
        chosen = random.choice(places)
        known = chosen.kind in ("case", "inventory") and chosen.field.endswith("_recorded")
        options = [] if known else inquiry.answers.at(chosen)
        if not options:
            continue
        now = {**answers, chosen: random.choice(options)}
        change = inquiry.variants.changes.of(now)
        if change.fits and change.adds:
            after = inquiry.variants.of(now, change).decision
            yield chosen, before, after
            answers, before = now, after


@pytest.mark.parametrize("name", NAMES)
def test_safety_comes_first(name: str) -> None:
    """Whatever could raise an alert is asked before anything else."""
    about_alerts = ["alerts" in question.matters_to for question in ASKED[name].questions]
    assert about_alerts == sorted(about_alerts, reverse=True)


@pytest.mark.parametrize("name", NAMES)
def test_every_open_question_of_safety_is_asked(name: str) -> None:
    """What the evaluation asks for safety's sake is among what is asked next, certified or not."""
    texts = {question.text for question in ASKED[name].questions}
    written = {place(where) for question in ASKED[name].questions for where in question.places[:1]}
    inquiry = Inquiry(FOUND[name].run)
    for question in FOUND[name].questions:
        if question.purpose == "safety" and question.text not in texts:
            behind = inquiry.behind((question.record, question.asks.partition(".")[2]))
            assert written.intersection(behind), question.text  # asked for in other words


@pytest.mark.parametrize("name", NAMES[::2])
def test_nothing_is_asked_that_cannot_matter(name: str) -> None:
    """A question for the focus is about an answer that the analysis of what is open lets matter."""
    open_ = FOUND[name].unknowns()
    proved = {gap.place for gap in open_.cannot_matter}
    for question in ASKED[name].questions:
        assert question.matters_to
        if "proposal" in question.matters_to:
            assert not open_.settled
            assert not question.places or not proved.issuperset(question.places)


@pytest.mark.parametrize("name", NAMES[::4])
def test_each_answer_does_what_is_said_of_it(name: str) -> None:
    """The outcome that is named for an answer is the one that an evaluation with it finds."""
    run = FOUND[name].run
    inquiry = Inquiry(run)
    for question in ASKED[name].questions:
        if len(question.places) != 1 or question.places[0].startswith(LISTS):
            continue
        at = place(question.places[0])
        seen = set()
        for answer in inquiry.answers.at(at):
            change = inquiry.variants.changes.one(at, answer)
            if change.fits and change.adds:
                again = strata_of(filled(run.inventory, {at: answer}), RULES, session=run.session)
                decision = Decision.of(again.proposal)
                seen.add(decision != Decision.of(run.proposal))
        assert seen == {effect.changes for effect in question.effects}


@pytest.mark.parametrize("name", [name for name in NAMES if ASKED[name].certificate])
def test_a_certificate_holds_whatever_is_answered(name: str) -> None:
    """Once asking can stop, no answer that is covered moves the proposal, beside any others."""
    certificate = ASKED[name].certificate
    assert certificate is not None
    covered = {*certificate.fields, *certificate.domains}
    assert not covered & set(certificate.except_for)
    random = Random(name)
    for _ in range(20):
        for chosen, before, after in walks(Inquiry(FOUND[name].run), random, 40):
            if str(chosen) in covered:
                assert before == after, chosen
            if not certificate.except_for:
                assert after == Decision.of(FOUND[name].run.proposal)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(fitting(), st.randoms(use_true_random=False))
def test_what_cannot_matter_never_does(inventory: Inventory, random: Random) -> None:
    """Over random records: no gap proved idle moves the proposal, and safety stays first."""
    found = evaluate(inventory, RULES)
    asked, open_ = found.ask(), found.unknowns()
    idle = {gap.place for gap in open_.cannot_matter}
    covered = set() if asked.certificate is None else {*asked.certificate.fields}
    about_alerts = ["alerts" in question.matters_to for question in asked.questions]
    assert about_alerts == sorted(about_alerts, reverse=True)
    for chosen, before, after in walks(Inquiry(found.run), random, 25):
        if str(chosen) in idle | covered:
            assert before == after, chosen


NEVER = 1000
PLAYED = NAMES[::24]


@pytest.fixture(scope="module")
def played() -> dict[str, tuple[Decision, Any, Any]]:
    found = {}
    for name in PLAYED:
        whole = completed(CASES[name].inventory, RULES, Random(name))
        final = Decision.of(strata_of(whole, RULES).proposal)
        found[name] = (
            final,
            interview(whole, RULES, by_usefulness),
            interview(whole, RULES, in_order),
        )
    return found


def test_asking_by_usefulness_reaches_the_proposal(
    played: dict[str, tuple[Decision, Any, Any]],
) -> None:
    """When asking stops, the proposal is the one that the complete inventory leads to."""
    for name, (final, useful, _) in played.items():
        assert useful.decisions[-1] == final, name


def test_asking_by_usefulness_takes_fewer_questions(
    played: dict[str, tuple[Decision, Any, Any]],
) -> None:
    """The final proposal is reached in fewer questions than in the fixed order of the inventory."""
    for name, (final, useful, fixed) in played.items():
        assert (useful.reached_after(final) or 0) < (fixed.reached_after(final) or NEVER), name


def test_a_certificate_says_on_what_it_rests() -> None:
    """It names the basis, counts what it covers, and says that a correction is not covered."""
    given_ = [asked.certificate for asked in ASKED.values() if asked.certificate]
    assert given_
    for certificate in given_:
        assert certificate.basis in ("bound", "enumeration")
        assert f"None of {len(certificate.fields)} open answers" in certificate.says
        assert "correction" in certificate.says


@pytest.mark.parametrize("name", NAMES[::6])
def test_what_to_ask_next_shows_itself(name: str) -> None:
    """Text fits a screen or so, JSON round-trips, HTML brings no script."""
    asked = ASKED[name]
    assert json.loads(asked.to_json())["proposal"] == asked.proposal
    assert len(asked.to_text().splitlines()) <= 60
    assert "<script" not in asked.to_page(full=True)
    assert asked.to_json() == evaluate(
        CASES[name].inventory, RULES, session=CASES[name].session
    ).ask().to_json()  # fmt: skip


def test_weights_come_from_the_rule_base() -> None:
    """A question costs what `focus/asking.yaml` says, its own line before that of its kind."""
    assert RULES.asking is not None
    mourning, plan = RULES.asking.cost("life_event.mourning"), RULES.asking.cost("risk.plan")
    assert (mourning.burden, mourning.sensitivity) == (2, 3)
    assert (plan.burden, plan.sensitivity) == (1, 3)
    assert RULES.asking.cost("life_event.valence").burden == 1


def test_nobody_is_asked_about_present_danger_from_the_dead() -> None:
    """Violence, fear and the stage of a dispute are not asked of a person who has died."""
    for name, asked in ASKED.items():
        dead = {
            person.id
            for person in CASES[name].inventory.relationships
            if person.alive is t.Answer.NO and not is_torn(person)
        }
        for question in asked.questions:
            for where in question.places:
                found = place(where)
                if found.record in {f"relationship:{person}" for person in dead}:
                    assert not found.field.startswith(("violence_", "dispute_")), (name, where)


@pytest.mark.parametrize("name", [name for name in NAMES if FOUND[name].alerts][::3])
def test_alerts_come_first_in_every_explanation(name: str) -> None:
    """Whatever is explained, the alerts that stand are said before it, in text and in data."""
    found = FOUND[name]
    for told in (
        found.why(),
        found.why_not("no_focus_indicated"),
        found.unknowns(),
        found.ask(),
        found.what_if({}),
    ):
        assert len(told.standing_alerts) == len({alert.because for alert in found.alerts})
        assert "Alert: " in told.to_text()
        first_item = told.to_html().partition("<li>")[2]
        assert first_item.startswith("<strong>Alert:")
        data = json.loads(told.to_json())
        assert data["standing_alerts"] == list(told.standing_alerts)
        for alert in found.alerts:
            assert any(alert.because in said for said in told.standing_alerts)

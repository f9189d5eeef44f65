"""What a supervisor would insist on: small changes to the shipped cases, and what must follow."""

import datetime as dt

import pytest
from attrs import evolve

from ipt_rules.evaluation import Evaluation, evaluate
from ipt_rules.exceptions import DocumentError
from ipt_rules.model import (
    DiagnosisRecord,
    ItemScore,
    LifeEvent,
    Measure,
    PartialDate,
    Relationship,
    RiskScreen,
    Violence,
)
from ipt_rules.terms import (
    Absence,
    Answer,
    Concern,
    Coping,
    Diagnosis,
    EventGroup,
    EventType,
    Ideation,
    Impairment,
    Instrument,
    Outcome,
    ProblemArea,
    RelationshipKind,
    Timing,
)
from tests.shipped import CASES, RULES

ANA = CASES["ana-after-birth"].inventory
BEN = CASES["ben-no-diagnosis"].inventory
LENA = CASES["lena-renegotiation"].inventory
OMAR = CASES["omar-deficits"].inventory
RUTH = CASES["ruth-violence"].inventory


def alerts(found: Evaluation) -> set[str]:
    """The names of the alerts."""
    return {alert.name for alert in found.alerts}


def suggested(found: Evaluation) -> set[str]:
    """The techniques suggested."""
    return {suggestion.technique for suggestion in found.suggestions}


@pytest.mark.parametrize(
    "risk",
    [
        RiskScreen(checked_on=ANA.assessment_date),
        RiskScreen(checked_on=ANA.assessment_date, psychosis=Concern.NO),
        RiskScreen(checked_on=ANA.assessment_date, ideation=Ideation.NONE),
        RiskScreen(checked_on=dt.date(2026, 4, 1), ideation=Ideation.NONE),
    ],
    ids=["a bare date", "another question", "denied the same day", "asked before the score"],
)
def test_a_raised_item_is_followed_up_by_an_answer_and_by_nothing_less(risk: RiskScreen) -> None:
    """A score above zero on self-harm holds the focus until suicidal thoughts were asked about."""
    found = evaluate(evolve(ANA, risk=risk), RULES, session=5)
    assert "safety/suicide/item-alert" in alerts(found)
    assert found.proposal.outcome is Outcome.WITHHELD


def test_an_earlier_raised_item_is_not_forgotten() -> None:
    """A later scale without the item does not do away with one that nobody followed up."""
    earlier = Measure(
        Instrument.PHQ9, date=dt.date(2026, 1, 12), items=(ItemScore(9, 2),), total=16
    )
    later = Measure(Instrument.PHQ9, date=dt.date(2026, 2, 9), total=13)
    risk = evolve(LENA.risk, checked_on=Absence.NOT_ASKED)
    found = evaluate(evolve(LENA, measures=(earlier, later), risk=risk), RULES)
    assert "safety/suicide/item-alert" in alerts(found)


@pytest.mark.parametrize(
    "kind", [RelationshipKind.PARTNER, RelationshipKind.SIBLING, RelationshipKind.UNSPECIFIED]
)
def test_confronting_work_waits_whoever_the_quarrel_is_with(kind: RelationshipKind) -> None:
    """Where violence was not asked about, nothing brings a quarrel to a head."""
    other = evolve(LENA.relationships[0], kind=kind, violence=Violence())
    found = evaluate(evolve(LENA, relationships=(other, *LENA.relationships[1:])), RULES)
    assert not {"communication-analysis", "role-play", "renegotiation-plan"} & suggested(found)


def test_answers_given_beside_somebody_do_not_open_it() -> None:
    """No, said while the partner listens, is not a screen."""
    risk = evolve(LENA.risk, violence_asked_in_private=Answer.NO)
    assert "communication-analysis" not in suggested(evaluate(evolve(LENA, risk=risk), RULES))


def test_a_quarrel_that_is_an_event_counts_as_conflict() -> None:
    """A row with the husband, written down as an event, holds as well."""
    husband = Relationship("husband", "her husband", kind=RelationshipKind.PARTNER)
    row = LifeEvent("row", EventGroup.CONFLICT, person="husband", timing_to_onset=Timing.AT_ONSET)
    inventory = evolve(LENA, relationships=(husband, *LENA.relationships[1:]), events=(row,))
    found = evaluate(inventory, RULES)
    assert "communication-analysis" in {waiting.what for waiting in found.held}


def test_where_ipt_does_not_suit_nothing_of_it_is_suggested() -> None:
    """Severe cognitive impairment withholds focus, techniques and all but the tasks of safety."""
    case = evolve(LENA.case, cognitive_impairment=Impairment.SEVERE)
    found = evaluate(evolve(LENA, case=case), RULES)
    assert found.proposal.outcome is Outcome.WITHHELD
    assert not suggested(found)


def test_a_minor_without_a_course_is_held_as_on_one_for_adults() -> None:
    """Fifteen years old, no course agreed: the course comes first."""
    case = evolve(LENA.case, age_years=15, profile=Absence.NOT_ASKED)
    found = evaluate(evolve(LENA, case=case), RULES)
    assert "safety/course/minor-with-adult-course" in alerts(found)


def test_no_diagnosis_beside_a_full_picture_is_a_contradiction() -> None:
    """A recorded `none` does not end the proposal while the record shows depression."""
    score = Measure(Instrument.PHQ9, total=22)
    found = evaluate(evolve(BEN, measures=(score,)), RULES)
    assert "safety/questions/contradiction" in alerts(found)
    assert found.proposal.outcome is not Outcome.NO_FOCUS_INDICATED


def test_a_rise_after_an_improvement_is_seen() -> None:
    """20, 8, 15: worse than it was, though better than at the start."""
    scores = tuple(
        Measure(Instrument.PHQ9, session_no=n, total=total)
        for n, total in ((1, 20), (4, 8), (8, 15))
    )
    found = evaluate(evolve(LENA, measures=scores), RULES)
    assert "safety/course/deterioration" in alerts(found)


def test_past_violence_of_someone_who_died_does_not_stop_the_work() -> None:
    """A widow is not asked whether it goes on."""
    husband = evolve(
        RUTH.relationships[0],
        alive=Answer.NO,
        conflict=Absence.NOT_ASKED,
        violence=Violence(physical=Concern.YES),
    )
    found = evaluate(evolve(RUTH, relationships=(husband,)), RULES)
    assert "safety/violence/physical-or-sexual" not in alerts(found)
    assert not [q for q in found.questions if q.record == "relationship:husband"]


def test_a_death_that_the_record_contradicts_clears_no_violence() -> None:
    """Dead in one place and quarrelling in another: nothing is concluded for safety from that."""
    husband = evolve(
        RUTH.relationships[0], alive=Answer.NO, violence=Violence(physical=Concern.YES)
    )
    found = evaluate(evolve(RUTH, relationships=(husband,)), RULES)
    assert {"safety/violence/physical-or-sexual", "safety/questions/contradiction"} <= alerts(found)
    assert found.proposal.outcome is Outcome.WITHHELD


def test_every_contradiction_of_a_score_is_shown() -> None:
    """A score that its items deny, and that the risk screen denies as well, is shown as both."""
    score = Measure(
        Instrument.PHQ9,
        date=LENA.assessment_date,
        total=27,
        items=tuple(ItemScore(n, 1) for n in range(1, 10)),
    )
    found = evaluate(evolve(LENA, measures=(score,)), RULES)
    said = " ".join(a.because for a in found.alerts if a.name == "safety/questions/contradiction")
    assert "its items give 9" in said
    assert "the risk screen of that day" in said


def test_deficits_wait_while_a_recorded_death_is_not_asked_out() -> None:
    """A mother's death without a word on closeness is no reason to turn to deficits."""
    mother = Relationship("mother", "his mother", RelationshipKind.PARENT, alive=Answer.NO)
    death = LifeEvent("death", EventGroup.BEREAVEMENT, person="mother")
    people = (*OMAR.relationships, mother)
    found = evaluate(evolve(OMAR, relationships=people, events=(death,)), RULES)
    assert ProblemArea.INTERPERSONAL_DEFICITS not in {f.area for f in found.proposal.foci}


def test_deficits_wait_while_no_domain_was_asked() -> None:
    """A lifelong pattern alone, with nothing else asked, needs information first."""
    found = evaluate(evolve(OMAR, asked=type(OMAR.asked)()), RULES)
    assert found.proposal.outcome is Outcome.NEEDS_INFORMATION


def test_a_mourning_that_is_expressed_reads_as_normal_grief_first() -> None:
    """Five weeks, mourned fully, the syndrome not asked: not a supported focus."""
    death = evolve(
        BEN.events[0],
        grief=evolve(BEN.events[0].grief, full_depressive_syndrome=Absence.NOT_ASKED),
    )
    diagnosis = DiagnosisRecord(Diagnosis.BEREAVEMENT_REACTION)
    case = evolve(BEN.case, diagnoses=(diagnosis,))
    found = evaluate(evolve(BEN, case=case, events=(death,)), RULES)
    assert found.proposal.outcome is not Outcome.SUPPORTED


def test_after_a_stillbirth_nobody_is_told_she_became_a_mother() -> None:
    """The loss of a pregnancy silences what belongs to a living child."""
    loss = LifeEvent(
        "birth", EventGroup.BEREAVEMENT, EventType.PREGNANCY_LOSS, date=PartialDate("2026-03")
    )
    found = evaluate(evolve(ANA, events=(loss,)), RULES)
    rules = {a.support.rule for area in found.areas for a in area.arguments}
    assert "areas/role_transition/postpartum" not in rules
    assert "risk.infant_harm_thoughts" not in {question.asks for question in found.questions}


def test_what_is_gradual_is_still_placed_in_time() -> None:
    """An onset eight months ago, however gradual, is not near a migration of 2001."""
    move = LifeEvent(
        "move", EventGroup.PLACE_OR_CULTURE, date=PartialDate("2001"), coping=Coping.POOR
    )
    found = evaluate(evolve(OMAR, events=(move,)), RULES)
    transition = next(a for a in found.areas if a.area is ProblemArea.ROLE_TRANSITION)
    assert "areas/role_transition/change-near-onset" not in {
        argument.support.rule for argument in transition.arguments
    }


def test_an_episode_that_is_not_chronic_did_not_begin_with_a_death_of_1998() -> None:
    """Less than two years of low mood bound the onset, though nobody can date it."""
    death = LifeEvent(
        "death", EventGroup.BEREAVEMENT, EventType.DEATH_OF_PERSON, date=PartialDate("1998"),
        grief=BEN.events[0].grief,
    )  # fmt: skip
    onset = evolve(OMAR.case.episode_onset, months_before_assessment=Absence.NOT_ASKED)
    case = evolve(OMAR.case, episode_onset=onset)
    found = evaluate(evolve(OMAR, case=case, events=(death,)), RULES)
    assert not [a for area in found.areas for a in area.arguments if "near-onset" in a.support.rule]


def test_going_past_the_last_session_is_not_silent() -> None:
    """Session 17 of 16 warns."""
    assert "safety/course/past-the-last-session" in alerts(evaluate(LENA, RULES, session=17))


def test_the_patients_priority_counts_for_every_record_an_area_speaks_of() -> None:
    """To name the quarrel is to name the dispute, though the dispute is about the person."""
    father = Relationship("father", "his father", RelationshipKind.PARENT, alive=Answer.NO)
    death = LifeEvent(
        "death", EventGroup.BEREAVEMENT, person="father", timing_to_onset=Timing.AT_ONSET,
        grief=evolve(BEN.events[0].grief, full_depressive_syndrome=Answer.YES),
    )  # fmt: skip
    row = LifeEvent(
        "row", EventGroup.CONFLICT, person="husband", timing_to_onset=Timing.AT_ONSET,
        still_active=Answer.YES,
    )  # fmt: skip
    case = evolve(LENA.case, main_problem_patient=("row", "death"))
    people = (*LENA.relationships, father)
    inventory = evolve(LENA, case=case, relationships=people, events=(death, row))
    found = evaluate(inventory, RULES)
    assert [f.area for f in found.proposal.foci] == [ProblemArea.ROLE_DISPUTE, ProblemArea.GRIEF]
    assert "matters less to the patient" in found.proposal.because


def test_a_misspelt_task_is_an_error_and_not_a_task_undone() -> None:
    """Names of tasks and techniques are checked like the name of a profile."""
    note = evolve(LENA.sessions[0], tasks_done=("take-consnt",))
    with pytest.raises(DocumentError, match=r"sessions\[0\].tasks_done\[0\].*'take-consent'"):
        evaluate(evolve(LENA, sessions=(note,)), RULES)

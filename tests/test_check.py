"""A formulation read against a case: verdicts, issues in their place, what comes first."""

from __future__ import annotations

import datetime as dt
import json
import pickle
from pathlib import Path
from typing import Any

import pytest
import sarif_pydantic
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt_rules import terms as t
from ipt_rules.documents.cases import load_case
from ipt_rules.documents.formulations import load_formulation, load_notes
from ipt_rules.documents.inventories import inventory_to_yaml, load_inventory
from ipt_rules.evaluation import Evaluation, evaluate
from ipt_rules.exceptions import DocumentError, IptRulesError
from ipt_rules.model import Formulation, Inventory, Measure, RiskScreen, SessionLog, SessionNote
from ipt_rules.model.whole import joined
from ipt_rules.review.check import check
from ipt_rules.review.course import course_so_far
from ipt_rules.review.places import issue_path
from ipt_rules.review.review import Review
from ipt_rules.review.weighing import RAISED_FIRST
from ipt_rules.rulebase import rules_folder
from ipt_rules.rulebase.language import JudgesFocus, RaisesIssue
from tests.shipped import CASES, RULES, fitting
from tests.strategies import records

LENA = CASES["lena-renegotiation"].inventory
RUTH = CASES["ruth-violence"].inventory
LENA_FILE = rules_folder() / "cases" / "lena-renegotiation.yaml"
assert LENA.formulation is not None
SOUND: Formulation = LENA.formulation
SOME = settings(max_examples=40, deadline=None)

formulations = st.builds(
    evolve,
    records(Formulation, 8),
    linked_to=st.just(()),
    plan=st.just(()),
)


def reviewed(inventory: Inventory, formulation: Formulation, **more: Any) -> Review:
    return check(formulation, evaluate(inventory, RULES), **more)


# --- verdicts ------------------------------------------------------------------------------------


@SOME
@given(fitting(), formulations)
def test_every_chosen_area_gets_one_verdict(inventory: Inventory, formulation: Formulation) -> None:
    """Whatever the case: one verdict an area, in the order of the formulation, from a rule."""
    review = reviewed(inventory, formulation)
    assert [c.area for c in review.chosen] == list(dict.fromkeys(formulation.areas))
    for chosen in review.chosen:
        then = RULES[chosen.support.rule].then
        assert isinstance(then, JudgesFocus)
        assert (then.verdict, then.action, then.question) == (
            chosen.verdict, chosen.action, chosen.question,
        )  # fmt: skip


@SOME
@given(fitting(), formulations)
def test_verdicts_say_what_the_evaluation_says(
    inventory: Inventory, formulation: Formulation
) -> None:
    """No verdict is at odds with the standing of its area or with the proposal."""
    review = reviewed(inventory, formulation)
    status = {area.area: area.status for area in review.evaluation.areas}
    outcome, foci = review.proposal.outcome, {focus.area for focus in review.proposal.foci}
    for chosen in review.chosen:
        verdict = chosen.verdict
        if status[chosen.area] is t.AreaStatus.EXCLUDED or outcome is t.Outcome.NO_FOCUS_INDICATED:
            assert verdict is t.FocusVerdict.CONTRADICTED
        elif outcome is t.Outcome.WITHHELD:
            assert verdict in (t.FocusVerdict.PREMATURE, t.FocusVerdict.CONTRADICTED)
        if verdict is t.FocusVerdict.SUPPORTED:
            assert outcome is t.Outcome.SUPPORTED
            assert chosen.area in foci
        if verdict is t.FocusVerdict.UNSUPPORTED:
            assert status[chosen.area] is t.AreaStatus.UNSUPPORTED
        if verdict is t.FocusVerdict.DEFENSIBLE:
            assert status[chosen.area] in (t.AreaStatus.SUPPORTED, t.AreaStatus.POSSIBLE)


def test_a_formulation_changes_no_proposal() -> None:
    """What a person chose argues for nothing: areas and outcome stay what they were."""
    for name, case in CASES.items():
        bare = evolve(case.inventory, formulation=None)
        before = evaluate(bare, RULES, session=case.session)
        for area in t.ProblemArea:
            after = check(Formulation(areas=(area,)), before).evaluation
            assert after.areas == before.areas, name
            assert after.proposal == before.proposal, name


def test_safety_comes_before_a_well_supported_focus() -> None:
    """Ruth's dispute is likely, and violence holds it: premature, and raised as safety first."""
    review = reviewed(RUTH, Formulation(areas=(t.ProblemArea.ROLE_DISPUTE,)))
    (chosen,) = review.chosen
    assert chosen.verdict is t.FocusVerdict.PREMATURE
    assert review.raise_first[0].name == review.alerts[0].name
    assert len(review.alerts) > 3  # of one family: they leave room for what else there is
    assert {one.name.split("/")[0] for one in review.raise_first} > {"safety"}


@pytest.mark.parametrize(
    ("name", "changes", "planned"),
    [
        ("formulation/risk-not-recorded", {"ideation": None, "suicidal_behaviour": None}, ()),
        (
            "formulation/held-technique-planned",
            {"violence_asked_in_private": t.Answer.NO},
            ("communication-analysis",),
        ),
    ],
)
def test_what_concerns_safety_is_raised_before_the_focus(
    name: str, changes: dict[str, Any], planned: tuple[str, ...]
) -> None:
    """Risk that nobody recorded, a technique that has to wait: before the wrong area."""
    answers = {n: t.Absence.NOT_ASKED if a is None else a for n, a in changes.items()}
    inventory = evolve(LENA, risk=evolve(LENA.risk, **answers))
    review = reviewed(
        inventory, Formulation(areas=(t.ProblemArea.GRIEF,), planned_techniques=planned)
    )
    (chosen,) = review.chosen
    assert chosen.verdict in (t.FocusVerdict.CONTRADICTED, t.FocusVerdict.PREMATURE)
    names = [one.name for one in review.raise_first]
    assert name in names
    if chosen.support.rule in names:
        assert names.index(name) < names.index(chosen.support.rule)


# --- issues and their places ---------------------------------------------------------------------


def _at(data: Any, path: tuple[str | int, ...]) -> bool:
    """Whether a path exists in plain data, or is missing from a mapping that does."""
    for number, part in enumerate(path):
        if isinstance(data, dict) and part not in data:
            return number > 0 or part in Inventory.__annotations__
        data = data[part]
    return True


@SOME
@given(fitting())
def test_every_issue_stands_where_the_record_has_something_to_say(inventory: Inventory) -> None:
    """Each path leads to a value of the record, or to a field that a record there could have."""
    found = evaluate(inventory, RULES)
    data = json.loads(json.dumps(load_yaml(inventory)))
    for issue in found.issues:
        path = issue_path(issue, found.run)
        assert path or inventory.formulation is None
        assert _at(data, path), (issue.name, path)


def load_yaml(inventory: Inventory) -> Any:
    from ipt_rules.documents.source import read_yaml

    return read_yaml(inventory_to_yaml(inventory)).data


FORMULATION = """\
areas: [role_dispute]
diagnosis: mdd_recurrent
linked_to: [husband]
onset_link: It began with the quarrel.
dispute_stage: renegotiation
goals:
  - to be heard
  - to stop being manipulative
reason_for_choice: The mood follows it.
patient_agreed: yes
planned_techniques: [communication analysis, mindfulness]
plan:
  - session_no: 2
    techniques: [role play]
"""
NOTES = """\
sessions:
  - session_no: 5
    focus_worked: role_dispute
    techniques: [decision-analysis, grounding]
    measure_done: yes
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    formulation, notes = tmp_path / "formulation.yaml", tmp_path / "notes.yaml"
    formulation.write_text(FORMULATION)
    notes.write_text(NOTES)
    return formulation, notes


def test_an_issue_names_file_line_and_column(files: tuple[Path, Path]) -> None:
    """Of three files, the one in which it stands, down to the word that raised it."""
    formulation, notes = files
    lena = evaluate(load_inventory(LENA_FILE), RULES)
    review = check(load_formulation(formulation), lena, load_notes(notes))
    places = {issue.name.rpartition("/")[2]: str(issue.place) for issue in review.issues}
    assert places == {
        "early-non-response-without-a-review": f"{LENA_FILE}:76:5: inventory.sessions",
        "other-technique-planned": f"{formulation}:11:46: planned_techniques[1]",
        "other-technique-used": f"{notes}:4:37: sessions[0].techniques[1]",
        "blaming-words": f"{formulation}:8:5: goals[1]",
        "planned-in-another-phase": f"{formulation}:14:18: plan[0].techniques[0]",
    }


def test_a_file_that_was_changed_gives_no_line(files: tuple[Path, Path]) -> None:
    """Lines of another text would mislead: the file is named, and no line."""
    formulation, _ = files
    read = load_formulation(formulation)
    formulation.write_text("# one line more\n" + FORMULATION.replace("to be heard", "to hear"))
    review = check(read, evaluate(LENA, RULES))
    lines = {issue.place.line for issue in review.issues if issue.place.file == str(formulation)}
    assert lines == {None}


def test_values_made_in_python_have_a_path_and_no_file() -> None:
    """Without a document there is still a path."""
    review = check(evolve(SOUND, goals=()), evaluate(evolve(LENA), RULES))
    (issue,) = review.issues
    assert str(issue.place) == "formulation.goals"


def test_problems_are_said_in_the_file_in_which_they_stand(files: tuple[Path, Path]) -> None:
    """A person nobody knows, a session noted twice: each with its file, all in one error."""
    formulation, notes = files
    formulation.write_text(FORMULATION.replace("[husband]", "[husbnd]"))
    wrong = NOTES.replace("session_no: 5", "session_no: 4").replace("-analysis", "-analyses")
    notes.write_text(wrong)
    given_formulation, given_notes = load_formulation(formulation), load_notes(notes)
    with pytest.raises(DocumentError) as caught:
        check(given_formulation, evaluate(LENA, RULES), given_notes)
    assert [str(problem) for problem in caught.value.problems] == [
        f"{formulation}:3:13: linked_to[0]: no record in relationships or events has the id "
        "'husbnd'; did you mean 'husband'?",
        f"{notes}:2:17: sessions[0].session_no: session 4 is recorded twice",
        f"{notes}:4:18: sessions[0].techniques[0]: 'decision-analyses' is not a technique of this "
        "rule base; did you mean 'decision-analysis'?",
    ]


def test_what_is_given_must_be_what_is_asked_for() -> None:
    """A path in place of a value: said for every argument at once."""
    with pytest.raises(DocumentError) as caught:
        check("lena.yaml", LENA, "notes.yaml")  # type: ignore[arg-type]
    assert [problem.path for problem in caught.value.problems] == [
        ("formulation",), ("evaluation",), ("notes",),
    ]  # fmt: skip


# --- select and ignore ---------------------------------------------------------------------------


def test_issues_are_selected_by_name_and_by_code() -> None:
    """By rule, by the end of its name, by code; alerts and verdicts stay whatever is left out."""
    evaluation, flawed = evaluate(RUTH, RULES), Formulation(areas=(t.ProblemArea.ROLE_DISPUTE,))
    whole = check(flawed, evaluation)
    names = {issue.name for issue in whole.issues}
    for chosen in ("formulation/no-goals", "no-goals", "F25", "f25"):
        only = check(flawed, evaluation, select=[chosen])
        assert {issue.name for issue in only.issues} == {"formulation/no-goals"}
        without = check(flawed, evaluation, ignore=[chosen])
        assert {issue.name for issue in without.issues} == names - {"formulation/no-goals"}
        assert (only.alerts, only.chosen) == (whole.alerts, whole.chosen)


def test_an_issue_that_no_rule_raises_is_refused() -> None:
    """A slip of the pen in select would else leave everything out."""
    with pytest.raises(IptRulesError, match="did you mean 'no-goals'") as caught:
        check(SOUND, evaluate(LENA, RULES), select=["no-goal", "F99"])
    assert len(str(caught.value).splitlines()) == 2


# --- notes ---------------------------------------------------------------------------------------


def test_notes_go_on_after_the_day_of_the_assessment() -> None:
    """The record is followed to the last note, and reckoned from there."""
    day = LENA.assessment_date + dt.timedelta(days=30)
    log = SessionLog((SessionNote(5, date=day),), (Measure(t.Instrument.PHQ9, date=day, total=9),))
    review = check(SOUND, evaluate(LENA, RULES), log)
    assert review.record.as_of == day
    assert review.course is not None
    assert (review.course.phase.session, review.course.sessions[-1].session) == (6, 5)


def test_a_newer_risk_screen_adds_and_its_blanks_take_nothing_away() -> None:
    """What was recorded stays until it is answered anew."""
    older = evolve(LENA.risk, ideation=t.Ideation.ACTIVE_WITH_METHOD)
    log = SessionLog(risk=RiskScreen(self_injury=t.Concern.YES))
    risk = joined(evolve(LENA, risk=older), SOUND, log).risk
    assert (risk.ideation, risk.self_injury) == (t.Ideation.ACTIVE_WITH_METHOD, t.Concern.YES)
    assert risk.checked_on == older.checked_on


@SOME
@given(fitting())
def test_a_course_is_counted_from_its_notes(inventory: Inventory) -> None:
    """Every note once and in order, off focus only what is off focus, scores as they are."""
    course = course_so_far(evaluate(inventory, RULES))
    assert [s.session for s in course.sessions] == sorted(n.session_no for n in inventory.sessions)
    worked = {n.session_no: n.focus_worked for n in inventory.sessions}
    areas = inventory.formulation.areas if inventory.formulation is not None else ()
    off = {n for n, a in worked.items() if areas and a in set(t.ProblemArea) - set(areas)}
    assert set(course.off_focus) == off
    assert len(course.scores) == len(inventory.measures)
    assert all(s.low is None or s.high is None or s.low <= s.high for s in course.scores)
    assert {*course.next.overdue, *course.next.due, *course.done}.isdisjoint(
        course.next.every_session
    )


def test_scores_say_response_remission_and_reliable_change() -> None:
    """20, 19 with two blanks, 9, 4, 15: each judged as the scale has it, open where it is open."""
    totals = (20, 9, 4, 15)
    measures = tuple(
        Measure(t.Instrument.PHQ9, session_no=n + 1, total=x) for n, x in enumerate(totals)
    )
    bare = evolve(LENA, measures=measures, sessions=(), formulation=None)
    found = course_so_far(evaluate(bare, RULES)).scores
    said = [(s.response, s.remission, s.reliable_improvement, s.deteriorated) for s in found]
    assert said == [
        (None, False, None, None),
        (True, False, True, False),
        (True, True, True, False),
        (False, False, False, True),
    ]


# --- what a supervisor reads ---------------------------------------------------------------------


@SOME
@given(fitting(), formulations)
def test_a_review_puts_safety_first_and_cuts_no_alert(
    inventory: Inventory, formulation: Formulation
) -> None:
    """Every alert stands in every form, and before anything else that was found."""
    review = reviewed(inventory, formulation)
    assert len(review.raise_first) <= RAISED_FIRST
    first = review.to_text().find("What to raise first")
    for text in (review.to_text(), review.to_markdown(), review.to_html(), review.to_sarif()):
        assert text.count(t.AlertLevel.STOP.value.upper() + ": ") >= sum(
            alert.level is t.AlertLevel.STOP for alert in review.alerts
        )
    for alert in review.alerts:
        assert alert.name in json.dumps(review.to_dict()["alerts"])
        assert alert.name in review.to_sarif()
        assert review.to_text().find(f"!! {alert.level.upper()}") >= 0
        assert first == -1 or review.to_text().find(f"!! {alert.level.upper()}") < first


@SOME
@given(fitting(), formulations)
def test_a_review_is_the_same_every_time(inventory: Inventory, formulation: Formulation) -> None:
    """The same input gives the same bytes, and the data survives another process."""
    one, other = (reviewed(inventory, formulation) for _ in range(2))
    for form in (Review.to_json, Review.to_page, Review.to_markdown, Review.to_sarif):
        assert form(one) == form(other)
    there = pickle.loads(pickle.dumps(one))
    assert there == one
    assert there.to_json() == one.to_json()
    with pytest.raises(IptRulesError, match="another process"):
        _ = there.evaluation
    assert there.to_text().splitlines()[0] == one.to_text().splitlines()[0]


@pytest.mark.parametrize(
    "name", ["tomasz-plan-from-elsewhere", "lena-renegotiation", "zofia-halfway"]
)
def test_sarif_is_what_the_standard_says(name: str, tmp_path: Path) -> None:
    """Read back by a reader of the standard: every issue with rule, level, message and place."""
    path = rules_folder() / "cases" / f"{name}.yaml"
    case = load_case(path)
    assert case.inventory.formulation is not None
    review = check(case.inventory.formulation, evaluate(case.inventory, RULES))
    saved = review.save(tmp_path / "review.sarif")
    (run,) = sarif_pydantic.load(saved).runs
    results = run.results or []
    assert len(results) == len(review.issues) + len(review.alerts)
    rules = run.tool.driver.rules or []
    for result, issue in zip(results[len(review.alerts) :], review.issues, strict=True):
        assert rules[result.rule_index].id == result.rule_id == issue.name  # type: ignore[index]
        (location,) = result.locations or []
        region = location.physical_location and location.physical_location.region
        assert region is not None
        assert region.start_line == issue.place.line
        assert location.physical_location.artifact_location.uri == str(path)  # type: ignore[union-attr]


def test_a_review_is_saved_by_the_ending_of_its_name(tmp_path: Path) -> None:
    """Five endings, five forms; another ending is refused and nothing is written."""
    review = reviewed(LENA, SOUND)
    forms = {
        "html": review.to_page(), "md": review.to_markdown(), "txt": review.to_text(),
        "json": review.to_json(), "sarif": review.to_sarif(),
    }  # fmt: skip
    for ending, text in forms.items():
        assert review.save(tmp_path / f"r.{ending}").read_text(encoding="utf-8") == text
    with pytest.raises(IptRulesError, match=r"expected a name ending in \.html"):
        review.save(tmp_path / "r.pdf")
    assert not (tmp_path / "r.pdf").exists()


def test_every_issue_says_what_to_do_and_what_to_ask() -> None:
    """Expected, to do, to ask and the source stand in text, Markdown and HTML alike."""
    case = CASES["tomasz-plan-from-elsewhere"].inventory
    assert case.formulation is not None
    review = check(case.formulation, evaluate(case, RULES))
    flat = [" ".join(form.split()) for form in (review.to_text(), review.to_html())]
    for issue in review.issues:
        for said in (issue.expected, issue.action, issue.question):
            assert said in flat[0]
        assert issue.name in flat[0]
        assert issue.name in flat[1]
    assert len({issue.name for issue in review.issues}) > 5


def test_a_review_never_marks_a_person() -> None:
    """Nowhere in the words of rules for formulations is there a grade or a verdict on a person."""
    for rule in RULES.rules:
        if isinstance(rule.then, RaisesIssue | JudgesFocus):
            said = f"{rule.because} {rule.then.action} {rule.then.question}".casefold()
            for word in ("incompetent", "careless", "score of", "grade", "fail", "you should have"):
                assert word not in said, rule.id


def test_an_evaluation_of_another_process_is_refused() -> None:
    """It left its case behind."""
    there: Evaluation = pickle.loads(pickle.dumps(evaluate(LENA, RULES)))
    with pytest.raises(IptRulesError, match="another process"):
        check(SOUND, there)

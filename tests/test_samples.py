"""The shipped samples: each formulation is reviewed and held against what its file expects."""

from pathlib import Path

import pytest

from ipt_rules.documents.formulations import FormulationSample, load_sample, sample_cases
from ipt_rules.documents.source import read
from ipt_rules.evaluation import evaluate
from ipt_rules.exceptions import DocumentError
from ipt_rules.review.check import check
from ipt_rules.review.review import Review
from ipt_rules.rulebase import rules_folder
from ipt_rules.terms import FocusVerdict, ProblemArea
from tests.shipped import CASES, RULES, SAMPLES

FOLDER = rules_folder() / "cases" / "formulations"


def reviewed(sample: FormulationSample) -> Review:
    """The review of a sample, read against its case."""
    case = CASES[sample.case]
    session = case.session if sample.session is None else sample.session
    evaluation = evaluate(case.inventory, RULES, session=session)
    return check(sample.formulation, evaluation, sample.notes)


REVIEWS = {name: reviewed(sample) for name, sample in SAMPLES.items()}
each = pytest.mark.parametrize("name", SAMPLES)


@each
def test_the_verdicts_are_those_the_sample_expects(name: str) -> None:
    """Every chosen area has a verdict, and it is the one in the file."""
    found = {chosen.area: chosen.verdict for chosen in REVIEWS[name].chosen}
    assert found == SAMPLES[name].expects.verdicts
    assert list(found) == list(SAMPLES[name].formulation.areas)


@each
def test_the_issues_are_those_the_sample_expects_and_no_other(name: str) -> None:
    """What a supervisor would raise is listed in the file, whole and each rule once."""
    expected = SAMPLES[name].expects.issues
    assert {issue.name for issue in REVIEWS[name].issues} == set(expected)
    assert len(expected) == len(set(expected))


@each
def test_every_issue_points_into_the_file_it_names(name: str) -> None:
    """File, line and column are known, and the line holds text from that column on."""
    files = {str(FOLDER / f"{name}.yaml"), str(FOLDER.parent / f"{SAMPLES[name].case}.yaml")}
    for issue in REVIEWS[name].issues:
        spot = issue.place
        assert spot.file in files
        assert spot.line is not None
        assert spot.column is not None
        line = Path(spot.file).read_text(encoding="utf-8").splitlines()[spot.line - 1]
        assert line[spot.column - 1 :].strip()


@each
def test_an_issue_about_an_entry_points_at_that_entry(name: str) -> None:
    """Where the path of an issue leads to something written, its line holds what is written."""
    for issue in REVIEWS[name].issues:
        spot = issue.place
        assert spot.file is not None
        assert spot.line is not None
        value = read(spot.file).data
        try:
            for part in spot.path:
                value = value[part]
        except (KeyError, IndexError):
            continue  # a blank: the place is where it would stand
        if isinstance(value, str):
            lines = Path(spot.file).read_text(encoding="utf-8").splitlines()
            shown = " ".join(lines[spot.line - 1 : spot.line + 1])
            assert value.split()[0] in shown


def test_three_samples_are_sound_and_raise_nothing() -> None:
    """A dispute, a grief and a transition with all that belongs to a formulation."""
    sound = {name: sample for name, sample in SAMPLES.items() if not sample.expects.issues}
    areas = [area for sample in sound.values() for area in sample.formulation.areas]
    assert sorted(areas) == sorted(set(ProblemArea) - {ProblemArea.INTERPERSONAL_DEFICITS})
    for name, sample in sound.items():
        assert REVIEWS[name].issues == ()
        assert {chosen.verdict for chosen in REVIEWS[name].chosen} == {FocusVerdict.SUPPORTED}
        assert len(REVIEWS[name].stands) >= 10
        written = sample.formulation
        assert all((written.goals, written.strengths, written.alternatives_considered))
        assert isinstance(written.contract.sessions, int)
        assert len(written.plan) >= 6
    noted = [s for s in sound.values() if s.notes is not None]
    assert 8 in {note.session_no for s in noted if s.notes for note in s.notes.sessions}


def test_every_verdict_is_shown_by_a_sample() -> None:
    """Supported, defensible, premature, unsupported and contradicted all occur."""
    judged = {chosen.verdict for review in REVIEWS.values() for chosen in review.chosen}
    assert judged == set(FocusVerdict)


def test_the_story_is_told_and_the_persons_are_said_to_be_invented() -> None:
    """Two to four sentences of story, and a first line that nobody can take for a record."""
    for name, sample in SAMPLES.items():
        assert 2 <= sample.story.count(". ") + 1 <= 4, name
        text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
        assert text.startswith("# A fictional formulation of a fictional case; every person")


@each
def test_a_sample_as_a_case_is_what_its_review_evaluates(name: str) -> None:
    """Coverage and review read the same record, for the same session."""
    (whole,) = sample_cases({name: SAMPLES[name]}, CASES).values()
    run = REVIEWS[name].evaluation.run
    assert whole.inventory == run.inventory
    assert evaluate(whole.inventory, RULES, session=whole.session).issues == (
        REVIEWS[name].evaluation.issues
    )


def test_the_course_of_two_samples_goes_wrong_in_the_notes() -> None:
    """Drift and missing scores in one; a deterioration and an ending not spoken of in another."""
    kofi = {issue.name.rpartition("/")[2] for issue in REVIEWS["kofi-the-shifts-at-work"].issues}
    assert kofi == {"off-focus", "scores-missing"}
    valentina = REVIEWS["valentina-without-a-word-about-the-end"]
    assert {issue.name.rpartition("/")[2] for issue in valentina.issues} == {
        "ending-not-announced",
        "no-relapse-plan",
    }
    assert "safety/course/deterioration" in {alert.name for alert in valentina.alerts}


def test_a_broken_sample_is_one_error_with_every_place(tmp_path: Path) -> None:
    """A misspelt area, an unknown key and a bad note: all of them, each with its line."""
    path = tmp_path / "broken.yaml"
    path.write_text(
        "title: Broken\nstory: Nothing fits.\ncase: lena-renegotiation\nwhat: ever\n"
        "formulation: {areas: [greif]}\nnotes: {sessions: [{session_no: one}]}\n"
        "expects: {verdicts: {role_disput: supported}}\n"
    )
    with pytest.raises(DocumentError) as caught:
        load_sample(path)
    assert [problem.line for problem in caught.value.problems] == [4, 5, 6]
    path.write_text(
        "title: Broken\nstory: Nothing fits.\ncase: lena-renegotiation\n"
        "formulation: {areas: [grief]}\nexpects: {verdicts: {role_disput: supported}}\n"
    )
    with pytest.raises(DocumentError, match=r"5:\d+: .*'role_disput' is not a problem area"):
        load_sample(path)

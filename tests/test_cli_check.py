"""`ipt-rules check`: a formulation held against a case, as a linter would."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ipt_rules.cli import BROKEN, FINE, ISSUES, main
from ipt_rules.documents.formulations import load_formulation, load_notes
from ipt_rules.evaluation import evaluate
from ipt_rules.review.check import check
from ipt_rules.review.review import Review
from ipt_rules.rulebase import rules_folder
from tests.shipped import CASES, RULES

CASE = str(rules_folder() / "cases" / "lena-renegotiation.yaml")
LENA = CASES["lena-renegotiation"].inventory
GOOD = """\
session_no: 3
areas: [role_dispute]
diagnosis: mdd_recurrent
linked_to: [husband]
onset_link: The quarrel began in the weeks in which her mood fell.
dispute_stage: renegotiation
goals: [to be heard]
alternatives_considered: [role_transition]
patient_agreed: yes
"""
NOTES = "sessions:\n  - {session_no: 5, focus_worked: grief, measure_done: yes}\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


@pytest.fixture
def good(tmp_path: Path) -> str:
    path = tmp_path / "good.yaml"
    path.write_text(GOOD)
    return str(path)


@pytest.fixture
def flawed(tmp_path: Path) -> str:
    path = tmp_path / "flawed.yaml"
    path.write_text(
        GOOD.replace("goals: [to be heard]\n", "").replace(
            "alternatives_considered: [role_transition]\n", ""
        )
    )
    return str(path)


def test_a_sound_formulation_ends_with_0(good: str) -> None:
    """Nothing to raise: said in words, exit code 0."""
    result = run(CASE, good)
    assert (result.exit_code, result.stderr) == (FINE, "")
    assert "No rule raises an issue." in result.stdout


@pytest.mark.parametrize("form", ["text", "json", "html", "markdown", "sarif"])
def test_every_form_is_that_of_the_library(form: str, flawed: str, tmp_path: Path) -> None:
    """The command writes what the library gives, notes included, byte for byte."""
    notes = tmp_path / "notes.yaml"
    notes.write_text(NOTES)
    review = check(load_formulation(flawed), evaluate(LENA, RULES), load_notes(notes))
    forms = {
        "text": review.to_text(), "json": review.to_json(), "html": review.to_page(),
        "markdown": review.to_markdown(), "sarif": review.to_sarif(),
    }  # fmt: skip
    result = run(CASE, flawed, "--notes", str(notes), "--format", form)
    assert (result.exit_code, result.stdout) == (ISSUES, forms[form])


def test_without_a_file_the_formulation_on_record_is_read() -> None:
    """Lena's own formulation is sound; Omar's case holds none, and that is said."""
    assert run(CASE).exit_code == FINE
    omar = str(rules_folder() / "cases" / "omar-deficits.yaml")
    result = run(omar)
    assert result.exit_code == BROKEN
    assert result.stderr == f"{omar}: holds no formulation; name the file that does\n"


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [("info", ISSUES), ("warning", ISSUES), ("error", FINE), ("never", FINE)],
)
def test_fail_on_draws_the_line(flawed: str, fail_on: str, code: int) -> None:
    """A warning and a remark are there: they count from their own severity on."""
    assert run(CASE, flawed, "--fail-on", fail_on).exit_code == code


def test_a_contradicted_focus_is_an_error_whatever_is_ignored(tmp_path: Path) -> None:
    """Grief without a death: no list of names takes the verdict away."""
    path = tmp_path / "grief.yaml"
    path.write_text("areas: [grief]\n")
    names = sorted({issue.name for issue in _review(path).issues})
    result = run(CASE, str(path), "--ignore", ",".join(names), "--fail-on", "error")
    assert result.exit_code == ISSUES
    assert "Grief: contradicted" in result.stdout
    assert "No rule raises an issue." in result.stdout


def _review(path: Path) -> Review:
    return check(load_formulation(path), evaluate(LENA, RULES))


def test_issues_are_selected_and_ignored(flawed: str) -> None:
    """By rule, by the end of its name, by code, several at once."""
    data = json.loads(run(CASE, flawed, "--format", "json").stdout)
    assert {i["name"] for i in data["issues"]} == {
        "formulation/no-goals", "formulation/no-alternatives",
    }  # fmt: skip
    only = json.loads(run(CASE, flawed, "--format", "json", "--select", "F25").stdout)
    assert [i["name"] for i in only["issues"]] == ["formulation/no-goals"]
    assert run(CASE, flawed, "--ignore", "no-goals, F44").exit_code == FINE


def test_a_name_that_no_rule_has_is_broken_input(flawed: str) -> None:
    """A slip is said with what was probably meant; nothing is written."""
    result = run(CASE, flawed, "--ignore", "no-goal")
    assert (result.exit_code, result.stdout) == (BROKEN, "")
    assert "did you mean 'no-goals'?" in result.stderr


def test_every_problem_of_a_file_is_said_with_its_place(tmp_path: Path) -> None:
    """A broken formulation: every mistake, file, line and column; standard output stays empty."""
    path = tmp_path / "broken.yaml"
    path.write_text("areas: [greif]\nlinked: [husband]\nsession_no: three\npatient_agreed: maybe\n")
    result = run(CASE, str(path))
    assert (result.exit_code, result.stdout) == (BROKEN, "")
    lines = result.stderr.splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        f"{path}:1:9", f"{path}:2:1", f"{path}:3:13", f"{path}:4:17",
    ]  # fmt: skip
    assert "did you mean 'grief'?" in lines[0]
    assert "did you mean 'linked_to'?" in lines[1]


def test_the_input_is_never_written_over(good: str) -> None:
    """An output with the name of an input is refused, and the file stays."""
    result = run(CASE, good, "--output", good)
    assert result.exit_code == BROKEN
    assert Path(good).read_text() == GOOD

"""`ipt-rules quiz`, called as a trainer would: every command, every exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ipt_rules import rules_folder
from ipt_rules.cli import main
from ipt_rules.quiz import EXPORTS, KINDS, load_quiz
from ipt_rules.quiz.taking.letters import letters
from tests.shipped import RULES

BASICS = rules_folder() / "quizzes" / "basics.yaml"
TWO = """
title: Two questions
items:
  - {id: lena, kind: focus, case: lena-renegotiation, key: role_dispute}
  - {id: plan, kind: phase, about: relapse-plan, key: ending}
"""


@pytest.fixture
def quiz(tmp_path: Path) -> Path:
    file = tmp_path / "two.yaml"
    file.write_text(TWO)
    return file


def run(*arguments: object, **given: Any) -> Result:
    return CliRunner().invoke(main, ["quiz", *map(str, arguments)], **given)


def test_the_kinds_are_listed_with_what_they_need() -> None:
    listed = run("kinds").output
    for kind in KINDS.values():
        assert f"{kind.name}: {kind.asks}" in listed


def test_a_quiz_is_shown_with_its_keys_and_as_data(quiz: Path) -> None:
    shown = run("show", quiz)
    assert shown.exit_code == 0
    assert "Role dispute is the primary focus" in shown.output
    data = json.loads(run("show", quiz, "--format", "json").output)
    assert data == load_quiz(quiz, RULES).to_dict()


@pytest.mark.parametrize("form", EXPORTS)
def test_a_quiz_is_exported_to_the_file_that_is_named(form: str, quiz: Path) -> None:
    target = quiz.parent / "out"
    done = run("export", quiz, "--to", form, "-o", target)
    assert done.exit_code == 0, done.output
    assert target.read_bytes() == EXPORTS[form].write(load_quiz(quiz, RULES))


def test_an_export_never_takes_the_place_of_the_quiz(quiz: Path) -> None:
    refused = run("export", quiz, "--to", "markdown", "-o", quiz)
    assert refused.exit_code == 2
    assert quiz.read_text() == TWO


def test_a_quiz_is_taken_and_what_was_missed_comes_back(quiz: Path) -> None:
    lena, plan = load_quiz(quiz, RULES).items
    right = {answer: letter for letter, answer in letters(plan).items()}["ending"]
    wrong = {answer: letter for letter, answer in letters(lena).items()}["grief"]
    progress = quiz.parent / "mine.json"
    call = ("take", quiz, "--progress", progress, "--format", "json")
    done = run(*call, "--at", "2026-03-02", input=f"{wrong}\nx\n{right}\n")
    assert done.exit_code == 0, done.output
    sheet = json.loads(done.stdout)
    assert (sheet["total"]["credit"], sheet["total"]["possible"]) == (1.0, 2.0)
    assert "areas/grief/no-death-recorded" in done.stderr
    again = run(*call, "--at", "2026-03-03", "--due", input="q\n")
    assert "Question 1 of 1" in again.stderr
    assert "Lena" in again.stderr
    early = run(*call, "--at", "2026-03-01", input=f"{wrong}\n")
    assert early.exit_code == 2
    assert "lies before" in early.stderr


def test_a_day_and_a_file_of_progress_go_together(quiz: Path) -> None:
    for given in (["--due"], ["--at", "2026-03-02"], ["--progress", "mine.json"]):
        assert run("take", quiz, *given).exit_code == 2


def test_answers_of_a_group_are_read_back(quiz: Path) -> None:
    answers = quiz.parent / "answers.csv"
    rows = [f"Person {n},lena,{'role_dispute' if n % 3 else 'grief'}" for n in range(40)]
    rows += [f"Person {n},plan,{'ending' if n % 2 else 'middle'}" for n in range(40)]
    answers.write_text("\n".join(["learner,item,answer", *rows]))
    found = run("stats", quiz, answers, "--format", "json")
    assert found.exit_code in (0, 1), found.output
    data = json.loads(found.stdout)
    assert data["whole"]["learners"] == 40
    assert "Person" not in found.stdout
    answers.write_text("learner,item,answer\nAnn,nobody,grief\n")
    broken = run("stats", quiz, answers)
    assert broken.exit_code == 2
    assert "answers.csv:2:" in broken.stderr


def test_a_generated_quiz_is_a_file_that_verifies(tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    call = ("generate", "--seed", 7, "--kind", "focus", "-n", 4)
    assert run(*call, "-o", file).exit_code == 0
    assert run("verify", file).exit_code == 0
    assert run(*call).output == file.read_text()
    assert len(load_quiz(file, RULES).items) == 4


def test_a_seed_gives_the_same_bytes_however_python_hashes() -> None:
    call = [sys.executable, "-m", "ipt_rules", "quiz", "generate", "--seed", "3", "-n", "6"]
    made = [
        subprocess.run(
            call, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]
    assert made[0] == made[1]
    assert made[0]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["--kind", "focuss"], "did you mean 'focus'"),
        (["--area", "greif"], "did you mean 'grief'"),
        (["--difficulty", "many"], "give a number"),
        (["--about", "areas/grief/nothing"], "areas/grief/nothing"),
    ],
)
def test_a_call_that_cannot_be_met_says_why(given: list[str], says: str) -> None:
    refused = run("generate", "--seed", 1, *given)
    assert refused.exit_code == 2
    assert says in refused.stderr


@pytest.mark.parametrize("command", ["show", "take"])
def test_a_broken_quiz_is_refused_with_every_place(command: str, quiz: Path) -> None:
    quiz.write_text(TWO.replace("key: role_dispute", "key: grief").replace("ending", "midle"))
    refused = run(command, quiz)
    assert refused.exit_code == 2
    assert "two.yaml:4:" in refused.stderr
    assert "two.yaml:5:" in refused.stderr
    assert refused.stdout == ""
    assert run(command, quiz.parent / "nowhere.yaml").exit_code == 2


def test_another_rule_base_brings_its_own_cases() -> None:
    assert run("verify", BASICS, "--rules", rules_folder()).exit_code == 0

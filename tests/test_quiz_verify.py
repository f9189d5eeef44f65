"""Stale items: a threshold moves, and exactly the items whose keys moved are named, with why."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from ipt_rules import DocumentError, load_rules, rules_folder
from ipt_rules.cli import main
from ipt_rules.quiz import load_quiz, read_quiz
from ipt_rules.quiz.keying import key_items
from ipt_rules.quiz.stored import StoredItem, keys_file
from ipt_rules.quiz.verifying import Verified, accept, quiz_files, verify
from ipt_rules.rulebase import RuleBase
from tests.shipped import RULES

SHELF = rules_folder() / "quizzes"
THRESHOLDS: list[tuple[str, str, str]] = [
    ("instruments/phq-9.yaml", "remission_at_most: 4", "remission_at_most: 9"),
    ("instruments/phq-9.yaml", "response_drop_percent: 50", "response_drop_percent: 20"),
    ("instruments/phq-9.yaml", "reliable_change: 6", "reliable_change: 3"),
    ("focus/policy.yaml", "supported_from: 5", "supported_from: 8"),
    ("focus/policy.yaml", "rival_within: 2", "rival_within: 6"),
]


@pytest.fixture(scope="module")
def altered(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., RuleBase]:
    """A rule base in which one number is another."""
    folder = tmp_path_factory.mktemp("rules")

    def with_other(file: str, before: str, after: str) -> RuleBase:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(rules_folder(), folder)
        text = (folder / file).read_text()
        assert before in text, f"{file} no longer holds {before!r}"
        (folder / file).write_text(text.replace(before, after))
        return load_rules(folder)

    return with_other


def keys(rules: RuleBase) -> dict[tuple[str, str], tuple[str, ...]]:
    """Every shipped key, worked out without `verify`."""
    return {
        (path.stem, keyed.item.id): keyed.item.key
        for path in quiz_files(SHELF)
        for keyed in key_items(read_quiz(path), rules)
        if keyed.item is not None
    }


@pytest.mark.parametrize(("file", "before", "after"), THRESHOLDS)
def test_a_threshold_that_moves_names_exactly_the_items_whose_keys_moved(
    altered: Callable[..., RuleBase], file: str, before: str, after: str
) -> None:
    rules = altered(file, before, after)
    now, then = keys(rules), keys(RULES)
    expected = {name for name, key in then.items() if set(now[name]) != set(key)}
    found = verify(SHELF, rules)
    assert {(moved.quiz, moved.id) for moved in found.moved} == expected
    assert found.broken == ()
    for moved in found.moved:
        assert set(moved.after) == set(now[moved.quiz, moved.id])
        assert set(moved.before) == set(then[moved.quiz, moved.id])
        assert re.fullmatch(r".*\.yaml:\d+:\d+", moved.place)
        assert moved.says


def test_some_threshold_moves_something(altered: Callable[..., RuleBase]) -> None:
    """Or else the test above would show nothing."""
    assert any(verify(SHELF, altered(*threshold)).moved for threshold in THRESHOLDS)


def test_nothing_has_moved_in_what_is_shipped() -> None:
    found = verify(SHELF, RULES)
    assert found.fine, str(found)
    assert found.unstored == ()
    assert found.items >= 40


PHQ9 = "instruments/phq-9.yaml"
SCORE = """
title: Scores
items:
  - {id: band, kind: score_reading, case: lena-renegotiation, about: phq9}
  - {id: response, kind: score_reading, case: lena-renegotiation, about: phq9, asks: response}
  - {id: focus, kind: focus, case: lena-renegotiation, key: role_dispute}
"""


def test_an_item_that_claims_no_key_is_seen_to_move_by_what_was_stored(
    tmp_path: Path, altered: Callable[..., RuleBase]
) -> None:
    quiz = tmp_path / "scores.yaml"
    quiz.write_text(SCORE)
    assert verify(tmp_path, RULES).unstored == ("scores",)
    stored = accept(quiz, load_quiz(quiz, RULES), RULES)
    assert stored == keys_file(quiz)
    first = stored.read_bytes()
    assert verify(tmp_path, RULES).fine
    changed = "reliable_change: 6", "reliable_change: 3"
    assert verify(tmp_path, altered(PHQ9, *changed)).fine
    rules = altered(PHQ9, "response_drop_percent: 50", "response_drop_percent: 10")
    [moved] = verify(tmp_path, rules).moved
    assert (moved.id, moved.before, moved.after) == ("response", ("no",), ("yes",))
    assert any("drop of 50 per cent" in line and "drop of 10" in line for line in moved.rules)
    accept(quiz, load_quiz(quiz, rules), rules)
    assert verify(tmp_path, rules).fine
    assert not verify(tmp_path, RULES).fine
    accept(quiz, load_quiz(quiz, RULES), RULES)
    assert stored.read_bytes() == first


def test_what_cannot_be_worked_out_is_listed_and_hides_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SCORE.replace("key: role_dispute", "key: grief"))
    (tmp_path / "b.yaml").write_text(SCORE.replace("phq9, asks", "phq10, asks"))
    (tmp_path / "c.yaml").write_text("title: [")
    found = verify(tmp_path, RULES)
    assert [(moved.quiz, moved.id) for moved in found.moved] == [("a", "focus")]
    assert {Path(problem.file).name for problem in found.broken} == {"b.yaml", "c.yaml"}
    assert "did you mean 'phq9'" in str(found.broken[0])
    assert not found.fine


def test_an_option_that_is_worth_more_than_before_is_said_apart(tmp_path: Path) -> None:
    quiz = tmp_path / "scores.yaml"
    quiz.write_text(SCORE)
    file = accept(quiz, load_quiz(quiz, RULES), RULES)
    data = json.loads(file.read_text())
    data["items"]["focus"]["options"]["grief"] = 0.5
    file.write_text(json.dumps(data))
    found = verify(tmp_path, RULES)
    assert found.moved == ()
    [one] = found.recredited
    assert "grief was worth 0.5 and is worth 0" in one.says


def test_a_stored_file_that_is_no_such_file_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "scores.yaml").write_text(SCORE)
    keys_file(tmp_path / "scores.yaml").write_text('{"format": "something", "items": {}}')
    found = verify(tmp_path, RULES)
    assert all(problem.line for problem in found.broken)
    assert any("format" in str(problem) for problem in found.broken)


def test_a_folder_without_a_quiz_is_an_error(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(DocumentError):
            verify(place, RULES)


@given(
    st.dictionaries(st.text(max_size=5), st.sampled_from([0.0, 0.5, 1.0]), max_size=5),
)
def test_a_stored_key_is_what_is_worth_a_whole_point(options: dict[str, float]) -> None:
    assert StoredItem(options).key == tuple(a for a, credit in options.items() if credit == 1.0)


def test_the_command_names_what_moved_and_says_so_by_its_exit_code(tmp_path: Path) -> None:
    quiz = tmp_path / "scores.yaml"
    quiz.write_text(SCORE)
    run = CliRunner().invoke
    assert run(main, ["quiz", "verify", str(tmp_path), "--accept"]).exit_code == 0
    fine = run(main, ["quiz", "verify", str(tmp_path)])
    assert fine.exit_code == 0, fine.output
    rules = tmp_path / "rules"
    shutil.copytree(rules_folder(), rules)
    text = (rules / PHQ9).read_text()
    for before, after in (
        ("name: moderate, low: 10, high: 14", "name: moderate, low: 10, high: 12"),
        ("moderately severe, low: 15", "moderately severe, low: 13"),
    ):
        assert before in text
        text = text.replace(before, after)
    (rules / PHQ9).write_text(text)
    moved = run(main, ["quiz", "verify", str(tmp_path), "--rules", str(rules)])
    assert moved.exit_code == 1
    assert "scores: band: it was moderate, it is moderately_severe" in moved.output
    data = json.loads(
        run(
            main, ["quiz", "verify", str(tmp_path), "--rules", str(rules), "--format", "json"]
        ).output
    )
    assert [one["id"] for one in data["moved"]] == ["band"]
    broken = run(main, ["quiz", "verify", str(tmp_path / "nowhere")])
    assert broken.exit_code == 2


def test_what_is_verified_shows_itself(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SCORE.replace("key: role_dispute", "key: grief"))
    found = verify(tmp_path, RULES)
    shown = found._repr_mimebundle_()
    assert shown["text/plain"] == str(found)
    assert "role_dispute" in shown["text/html"]
    assert isinstance(found, Verified)
    assert "<script" not in found.to_page()

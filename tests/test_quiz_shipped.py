"""The shipped quizzes: every key holds, and nothing gives the answer away."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from ipt_rules import terms as t
from ipt_rules.documents.source import read
from ipt_rules.quiz import Item, Quiz, load_quiz, read_quiz
from ipt_rules.quiz.written import WrittenItem
from ipt_rules.rulebase import rules_folder
from tests.shipped import RULES

FOLDER = rules_folder() / "quizzes"
FILES = sorted(FOLDER.glob("*.yaml"))
WRITTEN: dict[str, WrittenItem] = {}
QUIZZES: dict[str, Quiz] = {}
for file in FILES:
    QUIZZES[file.stem] = load_quiz(file, RULES)
    WRITTEN |= {item.id: item for item in read_quiz(file).items}
ITEMS: dict[str, Item] = {item.id: item for quiz in QUIZZES.values() for item in quiz.items}

each = pytest.mark.parametrize("name", ITEMS)
CITED = re.compile(r"\[([a-z0-9-]+), (verified|recalled|design)\]")
AREA_WORDS = re.compile(r"grief|griev|dispute|transition|deficit|sensitivit", re.IGNORECASE)


def citations(data: Any) -> Iterator[tuple[str, str]]:
    """Every source with its mark, wherever it stands in a file of the rule base."""
    if isinstance(data, dict):
        if set(data) == {"ref", "evidence"}:
            yield data["ref"], data["evidence"]
        for value in data.values():
            yield from citations(value)
    elif isinstance(data, list):
        for value in data:
            yield from citations(value)


IN_RULES = {
    pair
    for path in rules_folder().glob("*/**/*.yaml")
    if path.parts[len(rules_folder().parts)] not in ("cases", "quizzes")
    for pair in citations(read(path).data)
}


def test_there_are_three_quizzes_with_items_enough_for_a_course() -> None:
    """Three files, at least forty items, no id twice, and a title and an introduction each."""
    assert sorted(QUIZZES) == ["basics", "choosing-the-focus", "reviewing-formulations"]
    numbers = [len(quiz.items) for quiz in QUIZZES.values()]
    assert sum(numbers) >= 40
    assert len(ITEMS) == sum(numbers) == len(WRITTEN)
    assert all(quiz.title and quiz.about for quiz in QUIZZES.values())


def test_every_kind_and_both_ways_of_choosing_appear() -> None:
    """No kind is left without an example."""
    assert {item.kind for item in ITEMS.values()} == set(t.QuizKind)
    assert {item.choose for item in ITEMS.values()} == set(t.Choose)


def test_there_are_items_written_in_every_way() -> None:
    """Cases by name, cases written out, and changes that make pairs."""
    assert sum(isinstance(item.case, dict) for item in WRITTEN.values()) >= 2
    assert sum(bool(item.changes) for item in WRITTEN.values()) >= 6
    assert sum(item.formulation is not None for item in WRITTEN.values()) >= 8


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_says_that_its_persons_are_invented(path: Any) -> None:
    """The first line says so, and no line is too long to read."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# A quiz; every person in it is invented."
    assert max(map(len, lines)) <= 120


@each
def test_every_item_has_a_key_a_comment_and_tags(name: str) -> None:
    """The claimed key is that of the rules, and there is something to take away."""
    written, item = WRITTEN[name], ITEMS[name]
    assert set(written.claimed) == set(item.key)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert len(item.comment) > 40
    assert item.tags
    assert item.question.count("\n\n") <= 1


@each
def test_every_citation_in_a_comment_is_one_that_the_rules_give(name: str) -> None:
    """It names a source of the bibliography, with a mark that some rule gives it."""
    comment = ITEMS[name].comment
    for ref, mark in CITED.findall(comment):
        assert ref in RULES.sources
        assert (ref, mark) in IN_RULES
    assert comment.count("[") == len(CITED.findall(comment))


@each
def test_the_options_are_few_and_of_about_the_same_length(name: str) -> None:
    """Three to six options; the right ones do not stand out by their length."""
    item = ITEMS[name]
    assert 3 <= len(item.options) <= 6
    assert max(len(option.text) for option in item.options) <= 80
    right = [len(option.text) for option in item.options if option.right]
    others = [len(option.text) for option in item.options if not option.right]
    if item.kind not in (t.QuizKind.FOCUS, t.QuizKind.SCORE_READING):
        assert max(right) <= 1.5 * max(others) + 10


@each
def test_an_item_on_the_focus_does_not_name_an_area_or_an_option(name: str) -> None:
    """Neither what is told nor the question gives the answer away."""
    item = ITEMS[name]
    if item.kind is not t.QuizKind.FOCUS:
        return
    assert item.vignette
    assert not AREA_WORDS.search(item.question)
    for option in item.options:
        assert option.text.casefold() not in item.question.casefold()


@each
def test_no_vignette_repeats_a_technical_word(name: str) -> None:
    """A learner reads English, and no word of the rules such as `role_dispute`."""
    item = ITEMS[name]
    texts = [item.question, item.comment, *(option.text for option in item.options)]
    assert not re.search(r"[a-z]_[a-z]|[a-z]/[a-z]", " ".join(texts))


def test_the_right_option_stands_in_every_place() -> None:
    """Where one option is right, its place tells nothing."""
    single = [item for item in ITEMS.values() if item.choose is t.Choose.ONE]
    places = Counter(
        [option.right for option in item.options].index(True) for item in single
    )  # fmt: skip
    assert set(places) >= {0, 1, 2, 3}
    assert max(places.values()) <= len(single) / 2


_NO_RULE = ("ask_first", "hold_focus", "no_focus", "go_on", "nothing")
"""Answers that rest on what is missing rather than on one rule."""


@each
def test_the_feedback_of_every_option_says_why(name: str) -> None:
    """Each option says something, and names a rule or a source where the kind gives one."""
    for option in ITEMS[name].options:
        assert option.says
        if option.answer in _NO_RULE or not option.reasons:
            continue
        assert any(reason.note for reason in option.reasons) or _of_the_case_alone(name)


def _of_the_case_alone(name: str) -> bool:
    """Whether the kind speaks of the record and of questions, without a rule for each option."""
    return ITEMS[name].kind in (t.QuizKind.NEXT_QUESTION, t.QuizKind.WHAT_WOULD_CHANGE)


@each
def test_the_key_rests_on_a_rule_unless_it_is_that_nothing_holds(name: str) -> None:
    """So that a change of a rule shows up in the quiz."""
    item = ITEMS[name]
    assert item.rests_on or set(item.key) & set(_NO_RULE)

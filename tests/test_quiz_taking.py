"""Answers graded, told and asked for: never more than the key gives, and nobody's name."""

import ast
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ipt_rules import terms as t
from ipt_rules.exceptions import DocumentError
from ipt_rules.quiz.taking import grade, letters
from ipt_rules.quiz.taking.grading import credit_of, key_digest
from ipt_rules.quiz.taking.samples import SAMPLE
from ipt_rules.quiz.taking.terminal import ask
from ipt_rules.quiz.values import Item, Option, Quiz
from ipt_rules.report.wording import clean
from tests.quiz_taking_strategies import answered, items, quizzes

Answers = dict[str, tuple[str, ...]]
LENA, SIGNS = SAMPLE.items


# --- grading -----------------------------------------------------------------------------------


@given(answered())
def test_totals_are_the_sums_of_the_items(taken: tuple[Quiz, Answers]) -> None:
    """Each item counts once in the total, and once in its kind; a credit is from 0 to 1."""
    quiz, answers = taken
    sheet = grade(quiz, answers)
    assert [item.id for item in sheet.items] == [item.id for item in quiz.items]
    assert all(0 <= item.credit <= item.possible == 1 for item in sheet.items)
    assert sheet.total.credit == pytest.approx(sum(item.credit for item in sheet.items))
    assert sheet.total.credit == pytest.approx(sum(kind.credit for kind in sheet.kinds))
    assert sheet.total.items == sum(kind.items for kind in sheet.kinds) == len(quiz.items)
    assert sheet.total.answered == sum(bool(chosen) for chosen in answers.values())
    for tally in sheet.areas:
        of_area = [i for i in sheet.items if t.ProblemArea(tally.name) in i.areas]
        assert (tally.items, tally.credit) == (
            len(of_area),
            pytest.approx(sum(i.credit for i in of_area)),
        )


@given(items("one"), st.data())
def test_partial_credit_counts_right_less_wrong(item: Item, data: st.DataObject) -> None:
    """The formula, set by set; what is half right beside others counts neither way."""
    words = [option.answer for option in item.options]
    chosen = set(data.draw(st.lists(st.sampled_from(words), unique=True, min_size=1)))
    worth = {option.answer: option.credit for option in item.options}
    several = evolve(item, choose=t.Choose.ALL)
    right, wrong = (sum(worth[word] == credit for word in chosen) for credit in (1.0, 0.0))
    assert credit_of(several, chosen) == max(0, (right - wrong) / len(item.key))
    assert credit_of(several, item.key) == 1
    assert credit_of(several, words) < 1 or 0.0 not in worth.values()
    for word in words:
        assert credit_of(evolve(item, choose=t.Choose.ONE), [word]) == worth[word]


@given(answered(), st.randoms(use_true_random=False))
def test_the_order_in_which_answers_are_given_changes_nothing(
    taken: tuple[Quiz, Answers], chance: Random
) -> None:
    """Neither of items nor of options, and leaving out is the same as choosing nothing."""
    quiz, answers = taken
    mixed = [(name, list(chosen)) for name, chosen in answers.items() if chosen]
    chance.shuffle(mixed)
    for _, chosen in mixed:
        chance.shuffle(chosen)
    assert grade(quiz, dict(mixed)) == grade(quiz, answers)
    assert grade(quiz, dict(mixed)).to_json() == grade(quiz, answers).to_json()


@given(answered())
def test_what_was_missed_is_what_to_read_next(taken: tuple[Quiz, Answers]) -> None:
    """Every rule behind a missed item is named once; nothing is read for what was left out."""
    quiz, answers = taken
    sheet = grade(quiz, answers)
    missed = {item.id for item in sheet.items if item.answered and item.credit < 1}
    expected = {(rule, i.id) for i in quiz.items if i.id in missed for rule in i.rests_on}
    assert {(one.rule, name) for one in sheet.read_next for name in one.items} == expected
    assert len({one.rule for one in sheet.read_next}) == len(sheet.read_next)


def test_what_was_not_answered_is_never_wrong() -> None:
    """It has no points, and is said as not answered; half a credit is said as such."""
    sheet = grade(SAMPLE, {"signs": []})
    assert {item.verdict for item in sheet.items} == {"Not answered."}
    assert "Not right" not in sheet.to_text().replace("Right.", "")
    assert sheet.read_next == ()
    partly = grade(SAMPLE, {"lena": "role_transition", "signs": ["stuck"]})
    assert [(i.credit, i.verdict) for i in partly.items] == [(0.5, "Partly right.")] * 2


def test_an_item_without_a_right_option_does_not_count() -> None:
    """Nothing can be had from it, and the sheet says so."""
    bare = evolve(LENA, options=(Option("a", "A", 0.5, ""), Option("b", "B", 0.0, "")))
    sheet = grade(evolve(SAMPLE, items=(bare, SIGNS)), {"lena": "a"})
    assert (sheet.items[0].credit, sheet.total.possible) == (0.0, 1.0)
    assert "Not counted" in sheet.items[0].verdict


def test_everything_wrong_with_answers_is_said_at_once() -> None:
    """Each with the item it stands at, and with the word that was probably meant."""
    with pytest.raises(DocumentError) as error:
        grade(SAMPLE, {"lna": "grief", "lena": ["grief", "role_disputes"], "signs": ["stuck"] * 2})
    problems = error.value.problems
    assert [p.path for p in problems] == [("lna",), ("lena",), ("lena",), ("signs",)]
    assert all(p.file == "<answers>" for p in problems)
    said = str(error.value)
    assert "did you mean 'lena'" in said
    assert "did you mean 'role_dispute'" in said
    assert "one option is to be chosen, got 2" in said
    assert "listed twice" in said


@pytest.mark.parametrize(
    "odd", [[], None, {"lena": 5}, {"lena": None}, {3: "grief"}, {"lena": [1]}]
)
def test_what_is_no_answer_is_refused(odd: object) -> None:
    """Whatever a caller gives, it is refused as a document is."""
    with pytest.raises(DocumentError):
        grade(SAMPLE, odd)  # type: ignore[arg-type]


@given(items("one"))
def test_the_digest_of_a_key_changes_with_the_key_alone(item: Item) -> None:
    """Words around an item may be bettered; an option or its credit may not change unseen."""
    reworded = evolve(item, vignette="Another", comment="!", options=item.options[::-1])
    assert key_digest(reworded) == key_digest(item)
    first, *others = item.options
    worth = 0.0 if first.credit else 1.0
    assert key_digest(evolve(item, options=(evolve(first, credit=worth), *others))) != key_digest(
        item
    )
    assert key_digest(evolve(item, options=tuple(others))) != key_digest(item)


# --- the sheet ---------------------------------------------------------------------------------


def flat(text: str) -> str:
    return " ".join(clean(text).split())


@given(answered())
def test_a_sheet_tells_alerts_and_feedback_in_every_form(taken: tuple[Quiz, Answers]) -> None:
    """Alerts and comments whatever was answered; the feedback of what was chosen and of the key."""
    quiz, answers = taken
    sheet = grade(quiz, answers)
    text = flat(sheet.to_text())
    for item in quiz.items:
        for line in (*item.alerts, item.comment):
            assert flat(line) in text
        for option in item.options:
            if option.answer in answers[item.id] or option.right:
                assert flat(option.feedback) in text
    bundle = sheet._repr_mimebundle_()
    assert bundle == {"text/plain": sheet.to_text(), "text/html": sheet.to_html()}
    assert str(sheet) == sheet.to_text()
    assert "<script" not in sheet.to_page()
    assert sheet.to_markdown().startswith("# ")
    data = json.loads(sheet.to_json())
    assert data == sheet.to_dict()
    assert [item["general"] for item in data["items"]] == [item.general for item in quiz.items]


def test_what_a_quiz_says_cannot_become_markup() -> None:
    """A text of an item stays text on a page and in Markdown."""
    nasty = evolve(LENA, stem="<script>alert(1)</script> [x](http://x.example)", alerts=("<b>",))
    sheet = grade(evolve(SAMPLE, items=(nasty,)), {})
    assert "<script" not in sheet.to_page()
    assert "&lt;b&gt;" in sheet.to_html()
    assert "[x](" not in sheet.to_markdown()


def test_a_sheet_has_no_place_for_a_name() -> None:
    """What it stores is about items; no field could hold a person."""
    words = {key for item in grade(SAMPLE, {}).to_dict()["items"] for key in item}
    words |= set(grade(SAMPLE, {}).to_dict())
    assert not words & {"name", "learner", "person", "student", "user", "email"}


# --- at a terminal -----------------------------------------------------------------------------


def reader(lines: list[str]) -> Callable[[str], str]:
    """A terminal at which these lines are written, and then the end of input."""
    left: Iterator[str] = iter(lines)

    def read(_: str) -> str:
        try:
            return next(left)
        except StopIteration:
            raise EOFError from None

    return read


@given(answered(), st.sampled_from([" ", "", ", ", ";"]), st.booleans())
def test_letters_at_a_terminal_come_back_as_options(
    taken: tuple[Quiz, Answers], between: str, upper: bool
) -> None:
    """Whatever stands between the letters; what is skipped is not among the answers."""
    quiz, answers = taken
    lines = []
    for item in quiz.items:
        named = {answer: letter for letter, answer in letters.letters(item).items()}
        line = between.join(named[answer] for answer in answers[item.id]) or "s"
        lines.append(line.upper() if upper else line)
    found = ask(quiz, [item.id for item in quiz.items], reader(lines), lambda text: None)
    assert {name: set(chosen) for name, chosen in found.items()} == {
        name: set(chosen) for name, chosen in answers.items() if chosen
    }
    grade(quiz, found)


@given(quizzes(), st.lists(st.text(max_size=8), max_size=12))
def test_whatever_is_typed_nothing_breaks_and_answers_can_be_graded(
    quiz: Quiz, lines: list[str]
) -> None:
    """Odd input is asked for again; what reaches the terminal cannot drive it."""
    said: list[str] = []
    found = ask(quiz, [item.id for item in quiz.items], reader(lines), said.append)
    grade(quiz, found)
    assert all(clean(text) == text for text in said)


def test_the_case_is_shown_before_and_the_key_only_after() -> None:
    """No verdict, alert or comment before the answer; all of it afterwards."""
    item = evolve(LENA, alerts=("STOP: ask about safety.",), comment="See chapter 2.")
    said: list[str] = []
    before: list[str] = []

    def read(prompt: str) -> str:
        before.extend(said)
        return "a"

    ask(evolve(SAMPLE, items=(item,)), ["lena"], read, said.append)
    shown, after = "\n".join(before), "\n".join(said[len(before) :])
    for text in (item.vignette, item.stem, "a) Grief", "b) Role dispute"):
        assert text in shown
        assert text not in after
    for text in (
        "Not right.",
        "Nobody died.",
        "The quarrel came first.",
        *item.general.split("\n"),
    ):
        assert text not in shown
        assert text in after


def test_odd_input_is_asked_again_with_a_sentence() -> None:
    """An empty line, a letter that is not there, two letters where one is right."""
    said: list[str] = []
    found = ask(SAMPLE, ["lena"], reader(["", "z", "ab", "b"]), said.append)
    assert found == {"lena": ("role_dispute",)}
    assert said[1] == "Write a letter: a, b, c."
    assert said[2] == "'z' is not a letter of an option; the letters are a, b, c."
    assert said[3] == "Only one option is to be chosen."


@pytest.mark.parametrize("stop", ["q", EOFError, KeyboardInterrupt])
def test_stopping_keeps_what_was_answered(stop: object) -> None:
    """By a letter, the end of input or an interruption alike."""
    lines: list[object] = ["b", stop]

    def read(_: str) -> str:
        line = lines.pop(0)
        if isinstance(line, str):
            return line
        raise line  # type: ignore[misc]

    assert ask(SAMPLE, ["lena", "signs"], read, lambda _: None) == {"lena": ("role_dispute",)}


def test_letters_go_on_where_the_alphabet_ends() -> None:
    """With many options s and q are options, and words skip and stop."""
    many = tuple(Option(f"word{n}", f"Text {n}", float(n == 18), "") for n in range(30))
    quiz = evolve(SAMPLE, items=(evolve(LENA, options=many),))
    say: Callable[[str], None] = lambda _: None  # noqa: E731
    assert ask(quiz, ["lena"], reader(["s"]), say) == {"lena": ("word18",)}
    assert ask(quiz, ["lena"], reader(["ad"]), say) == {"lena": ("word29",)}
    assert ask(quiz, ["lena"], reader(["skip"]), say) == {}


def test_items_that_are_not_of_the_quiz_are_refused_before_anything_is_asked() -> None:
    """All of them at once."""
    with pytest.raises(DocumentError) as error:
        ask(SAMPLE, ["lna", "signs", "xx"], reader([]), lambda _: pytest.fail("said"))
    assert len(error.value.problems) == 2


# --- the packages --------------------------------------------------------------------------------


def test_what_a_learner_takes_rests_on_no_engine() -> None:
    """Grading and figures need the values of a quiz and the words of a report, and nothing else."""
    folder = Path(grade.__code__.co_filename).parents[1]
    allowed = {"quiz", "report", "results", "documents", "rulebase", "terms", "exceptions"}
    for path in [*folder.glob("taking/*.py"), *folder.glob("statistics/*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module != "ipt_rules":
                parts = str(node.module).split(".")
                assert parts[0] != "ipt_rules" or parts[1] in allowed, path

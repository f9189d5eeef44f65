"""Answers of many learners: read from three forms, counted as others count, told without names."""

import contextlib
import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ipt_rules import terms as t
from ipt_rules.exceptions import DocumentError, Problem
from ipt_rules.quiz.statistics import ItemStatistics, cells, read, statistics
from ipt_rules.quiz.statistics.cells import Reader, rows_of
from ipt_rules.quiz.statistics.figures import Scored, item_figures, quiz_figures
from ipt_rules.quiz.statistics.flags import THRESHOLDS, flags_of
from ipt_rules.quiz.statistics.read import Responses, read_answers
from ipt_rules.quiz.statistics.report import analysed
from ipt_rules.quiz.taking.grading import credit_of
from ipt_rules.quiz.taking.letters import letters
from ipt_rules.quiz.taking.samples import SAMPLE
from ipt_rules.quiz.values import Option, Quiz
from tests.quiz_taking_strategies import answers_to, quizzes

Answers = dict[str, tuple[str, ...]]
LENA, SIGNS = SAMPLE.items


@st.composite
def tables(draw: st.DrawFn, least: int = 0, most: int = 12) -> tuple[Quiz, list[Answers]]:
    """A quiz with the answers of some learners, each of whom answered at least one item."""
    quiz = draw(quizzes(4))
    learner = answers_to(quiz).filter(lambda answers: any(answers.values()))
    return quiz, draw(st.lists(learner, min_size=least, max_size=most))


def responses(learners: Iterable[Answers]) -> Responses:
    return Responses("plain", tuple(learners), 0)


# --- the forms, as others write them -------------------------------------------------------------

NAMES = ("Zebulon", "Quimby-Ott", "z.quimby@uni.example", "UNI-Of-Nowhere", "Q1234567")


def written(rows: Sequence[Sequence[object]], delimiter: str = ",", bom: bool = True) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode("utf-8-sig" if bom else "utf-8")


def plain_rows(quiz: Quiz, learners: list[Answers], chance: Random) -> list[list[str]]:
    """Answers by technical word or letter, in any order of rows."""
    rows = []
    for number, answers in enumerate(learners):
        for item in quiz.items:
            named = {answer: letter for letter, answer in letters(item).items()}
            said = list(answers[item.id])
            if chance.random() < 0.3 and not set(named) & set(named.values()):
                said = [named[answer] for answer in said]
            if said or chance.random() < 0.5:
                rows.append([f"{NAMES[0]} {number}", item.id, ";".join(said)])
    chance.shuffle(rows)
    return [["learner", "item", "answer"], *rows]


def moodle_rows(quiz: Quiz, learners: list[Answers], chance: Random) -> list[list[str]]:
    """As mod/quiz/report/responses writes them: summaries of questions with shuffled choices."""
    personal = ["Last name", "First name", "Email address", "Institution", "ID number"]
    times = ["Status", "Started", "Completed", "Duration", "Grade/10.00"]
    heading = personal + times
    for number in range(1, len(quiz.items) + 1):
        heading += [f"Question {number}", f"Response {number}", f"Right answer {number}"]
    rows = [heading]
    for answers in learners:
        row = [NAMES[1], NAMES[0], NAMES[2], NAMES[3], NAMES[4]]
        row += ["Finished", "1 May 2026 9:00 AM", "1 May 2026 9:10 AM", "10 mins", "7.50"]
        for item in quiz.items:
            options = list(item.options)
            chance.shuffle(options)
            chosen = [option.text for option in options if option.answer in answers[item.id]]
            row.append(f"{item.question}: {'; '.join(option.text for option in options)}")
            row.append("; ".join(chosen).strip() if chosen else "-")
            row.append("; ".join(option.text for option in options if option.right))
        rows.append(row)
    return rows


def canvas_rows(quiz: Quiz, learners: list[Answers]) -> list[list[str]]:
    """As the Student Analysis of Canvas has them: a column of points after each question."""
    heading = ["name", "id", "sis_id", "section", "section_id", "section_sis_id", "submitted"]
    for number, item in enumerate(quiz.items, 100):
        heading += [f"{number}: {item.question}", "1.0"]
    rows = [[*heading, "n correct", "n incorrect", "score"]]
    for answers in learners:
        row = [
            f"{NAMES[0]} {NAMES[1]}",
            "77",
            NAMES[4],
            NAMES[3],
            "5",
            "",
            "2026-05-01 09:00:00 UTC",
        ]
        for item in quiz.items:
            texts = [option.text for option in item.options if option.answer in answers[item.id]]
            if item.choose is t.Choose.ALL:
                texts = [text.replace(",", "\\,") for text in texts]
            row += [",".join(texts), "0.0"]
        rows.append([*row, "1", "2", "3.0"])
    return rows


def unmistakable(quiz: Quiz) -> Quiz:
    """The quiz with texts that keep their separators, and that no program could confuse."""
    return evolve(
        quiz,
        items=tuple(
            evolve(
                item,
                options=tuple(
                    evolve(option, text=f"o{n}: {option.text.replace(chr(38), 'and')}; {n}, end")
                    for n, option in enumerate(item.options)
                ),
                stem=f"{number}th: {item.stem.replace(chr(38), 'and')}",
            )
            for number, item in enumerate(quiz.items)
        ),
    )


def sets(learners: Iterable[object]) -> list[dict[str, set[str]]]:
    return [{name: set(chosen) for name, chosen in dict(one).items()} for one in learners]  # type: ignore[call-overload]


@given(tables(1), st.randoms(use_true_random=False), st.sampled_from(",;\t"), st.booleans())
def test_the_plain_form_is_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    table: tuple[Quiz, list[Answers]],
    chance: Random,
    delimiter: str,
    bom: bool,
) -> None:
    """Whatever separates the cells; learners come out as they are, without their names."""
    quiz, learners = table
    path = tmp_path_factory.mktemp("plain") / "answers.csv"
    path.write_bytes(written(plain_rows(quiz, learners, chance), delimiter, bom))
    found = read_answers(quiz, path)
    assert (found.form, found.without_answers) == ("plain", 0)
    by_text = lambda one: sorted((name, sorted(chosen)) for name, chosen in one.items())  # noqa: E731
    assert sorted(sets(found.learners), key=by_text) == sorted(sets(learners), key=by_text)


@given(tables(1), st.randoms(use_true_random=False), st.sampled_from(",;\t"), st.booleans())
def test_the_reports_of_moodle_and_canvas_are_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    table: tuple[Quiz, list[Answers]],
    chance: Random,
    delimiter: str,
    by_order: bool,
) -> None:
    """Options with separators in them, shuffled choices, with and without the questions."""
    quiz, learners = unmistakable(table[0]), table[1]
    path = tmp_path_factory.mktemp("reports") / "answers.csv"
    rows = moodle_rows(quiz, learners, chance)
    if by_order:
        kept = [n for n, name in enumerate(rows[0]) if not name.startswith("Question")]
        rows = [[row[n] for n in kept] for row in rows]
    path.write_bytes(written(rows, delimiter))
    moodle = read_answers(quiz, path)
    path.write_bytes(written(canvas_rows(quiz, learners), delimiter))
    canvas = read_answers(quiz, path)
    assert (moodle.form, canvas.form) == ("moodle", "canvas")
    assert sets(moodle.learners) == sets(canvas.learners) == sets(learners)


@given(tables(1), st.randoms(use_true_random=False))
def test_nobody_can_be_found_in_what_comes_out(
    tmp_path_factory: pytest.TempPathFactory,
    table: tuple[Quiz, list[Answers]],
    chance: Random,
) -> None:
    """No name, address or number of a person is in any form of the statistics."""
    quiz, learners = unmistakable(table[0]), table[1]
    for rows in (
        plain_rows(quiz, learners, chance),
        moodle_rows(quiz, learners, chance),
        canvas_rows(quiz, learners),
    ):
        path = tmp_path_factory.mktemp("names") / "answers.csv"
        path.write_bytes(written(rows))
        found = statistics(quiz, path)
        forms = [
            found.to_text(),
            found.to_markdown(),
            found.to_page(),
            found.to_json(),
            repr(found),
        ]
        assert not [name for name in NAMES for form in forms if name in form]
        assert not [name for name in NAMES if name in repr(read_answers(quiz, path))]


@given(
    st.lists(st.lists(st.text('ab",;\t\n é', max_size=6), min_size=2, max_size=4), min_size=1),
    st.sampled_from(",;\t"),
    st.sampled_from(["\r\n", "\n", "\r"]),
)
def test_cells_are_those_that_others_find_and_stand_where_they_say(
    rows: list[list[str]], delimiter: str, ending: str
) -> None:
    """Read as the csv module does; each place is that of the cell in the text."""
    stream = io.StringIO(newline="")
    # With an ending of \r alone the csv module leaves \n bare, which would end a row as well.
    quoting = csv.QUOTE_ALL if ending == "\r" else csv.QUOTE_MINIMAL
    csv.writer(stream, delimiter=delimiter, lineterminator=ending, quoting=quoting).writerows(rows)
    text = stream.getvalue()
    found = list(rows_of(text, delimiter, Reader("t")))
    assert [[cell.text for cell in row] for row in found] == rows
    lines = re.split(r"\r\n|\r|\n", text)
    for cell in (cell for row in found for cell in row):
        here = "\n".join(lines[cell.line - 1 :])[cell.column - 1 :]
        escaped = cell.text.replace('"', '""')
        assert here.startswith((cell.text, f'"{escaped}"'))


@given(st.text(max_size=60) | st.text('learner,itemansw;"\n\t:1Rp', max_size=80))
def test_whatever_stands_in_a_file_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    """Never another error, with a good heading or without."""
    path = tmp_path_factory.mktemp("odd") / "answers.csv"
    for heading in ("", "learner,item,answer\n", "Response 1,Response 2\n", "1: What,2: Who\n"):
        path.write_bytes((heading + text).encode("utf-8", "replace"))
        with contextlib.suppress(DocumentError):
            statistics(SAMPLE, path).to_text()


# --- what is refused -----------------------------------------------------------------------------


def refused(tmp_path: Path, text: str, quiz: Quiz = SAMPLE) -> tuple[Problem, ...]:
    path = tmp_path / "answers.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError) as error:
        statistics(quiz, path)
    assert all(problem.file == str(path) for problem in error.value.problems)
    return error.value.problems


def test_columns_of_moodle_are_read_by_their_numbers(tmp_path: Path) -> None:
    """Wherever they stand, and with the right answers beside them."""
    path = tmp_path / "answers.csv"
    path.write_text(
        "Response 2,Right answer 2,Surname,Response 1\nA death,x,Quimby,Grief\n-,x,Y,-\n"
    )
    found = read_answers(SAMPLE, path)
    assert sets(found.learners) == [{"lena": {"grief"}, "signs": {"death"}}]
    assert found.without_answers == 1


def test_options_that_differ_by_a_comma_are_told_apart_in_canvas(tmp_path: Path) -> None:
    """A comma inside an option is escaped where several can be chosen."""
    options = (Option("both", "Death, grief", 1.0, ""), Option("one", "Death grief", 0.0, ""))
    quiz = evolve(SAMPLE, items=(evolve(SIGNS, options=options),))
    path = tmp_path / "answers.csv"
    rows = f"name,9: {SIGNS.stem},1\nA,{{}},0\n"
    for cell, expected in (("Death\\, grief", {"both"}), ("Death grief", {"one"})):
        path.write_text(rows.format(f'"{cell}"'))
        assert sets(read_answers(quiz, path).learners) == [{"signs": expected}]
    path.write_text(rows.format('"Death grief,Death\\, grief"'))
    assert sets(read_answers(quiz, path).learners) == [{"signs": {"both", "one"}}]


def test_an_option_is_named_once(tmp_path: Path) -> None:
    """Twice in one cell is no answer that anybody can give."""
    (problem,) = refused(tmp_path, "learner,item,answer\n1,signs,a;a\n")
    assert (problem.line, problem.column) == (2, 9)
    assert "'a;a' is not an option of this item" in problem.message


def test_everything_wrong_is_said_at_once_at_its_place(tmp_path: Path) -> None:
    """Unknown items and options, two answers where one is right, repetition, missing cells."""
    problems = refused(
        tmp_path,
        "learner,item,answer\n"
        "Ann,lna,grief\n"
        "Ann,lena,grif\n"
        'Bo,lena,"grief;role_dispute"\n'
        "Bo,signs,a;b\n"
        "Bo,signs,c\n"
        ",signs,c\n"
        "Bo,signs\n",
    )
    assert [(p.line, p.column) for p in problems] == [
        (2, 5), (3, 10), (4, 9), (6, 4), (7, 1), (8, 1),
    ]  # fmt: skip
    for problem, part in zip(
        problems,
        ("did you mean 'lena'", "did you mean 'grief'", "got 2", "above", "no learner", "2 cells"),
        strict=True,
    ):
        assert part in problem.message


def test_columns_that_nobody_knows_are_refused(tmp_path: Path) -> None:
    """Misspelt, missing and repeated columns of the plain form; a file of no form at all."""
    said = [p.message for p in refused(tmp_path, "learner,item,anwser,item\nAnn,lena,grief,x\n")]
    assert said[0] == "the column answer is missing"
    assert "did you mean 'answer'" in said[1]
    assert "twice" in said[2]
    for text in ("", "\n", "name,points\nAnn,3\n", '"learner,item,answer\n'):
        (problem,) = refused(tmp_path, text)
        assert (problem.line, problem.column) == (1, 1)
        assert "expected the columns learner, item and answer" in problem.message


def test_what_could_be_meant_in_two_ways_is_refused(tmp_path: Path) -> None:
    """A text that is one option and the letter of another; texts that come apart in two ways."""
    options = (Option("x", "B", 1.0, ""), Option("y", "C", 0.0, ""))
    quiz = evolve(SAMPLE, items=(evolve(LENA, options=options),))
    (problem,) = refused(tmp_path, "learner,item,answer\n1,lena,b\n", quiz)
    assert "can mean more than one" in problem.message
    texts = ("one", "two", "one; two")
    quiz = evolve(
        SAMPLE,
        items=(
            evolve(SIGNS, options=tuple(Option(f"w{i}", s, 1.0, "") for i, s in enumerate(texts))),
        ),
    )
    (problem,) = refused(tmp_path, "name,Response 1\nAnn,one; two\n", quiz)
    assert "can mean more than one" in problem.message


def test_a_report_of_moodle_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    """More responses than items, a question of another quiz, a question without its column."""
    (problem,) = refused(tmp_path, "name,Response 1\nAnn,Grief\n")
    assert "1 columns of responses, but 2 items" in problem.message
    problems = refused(
        tmp_path,
        "Surname,Question 1,Response 1,Response 2\n"
        "Quimby,What is IPT?: A; B,A,-\n"
        "Quimby,-,-,-\n"
        "Quimby,-,Grief,-\n",
    )
    assert [(p.line, p.column) for p in problems] == [(1, 31), (2, 8), (4, 8)]
    assert "no column 'Question 2'" in problems[0].message
    assert "no item of this quiz has the question 'What is IPT?: A; B'" in problems[1].message
    assert not any("Quimby" in str(problem) for problem in problems)


def test_what_a_report_of_moodle_has_twice_is_refused(tmp_path: Path) -> None:
    """A column, and an item that a learner was asked in two columns."""
    question = f'"{LENA.question}: Grief"'
    problems = refused(
        tmp_path,
        "Question 1,Response 1,Question 2,Response 2,Response 2\n"
        f"{question},Grief,{question},Grief,Grief\n",
    )
    assert [(p.line, p.message.rpartition(";")[0] or p.message) for p in problems] == [
        (1, "the column Response 2 is there twice"),
        (6, "the item was asked in a column before"),  # questions have lines of their own
    ]


def test_a_report_of_canvas_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    """A question of another quiz that was answered; a text between questions is passed over."""
    question = f'"7: {LENA.question}",1.0'
    text = "name,{},{}\nAnn,{},,Grief,0\n"
    (problem,) = refused(tmp_path, text.format('"5: Who?",1', question, "me"))
    assert (problem.line, problem.column) == (1, 6)
    path = tmp_path / "answers.csv"
    path.write_text(text.format('"5: Read this.",0', question, ""))
    assert sets(read_answers(SAMPLE, path).learners) == [{"lena": {"grief"}}]
    assert statistics(SAMPLE, path).items[1].difficulty.why_not == "nobody was asked it"
    assert "twice" not in str(refused(tmp_path, f"name,{question},{question}\nA,Grief,,Grief,\n"))


def test_two_questions_that_read_alike_are_told_apart_by_their_options(tmp_path: Path) -> None:
    """Or refused, where their options are the same as well."""
    other = evolve(LENA, id="other", options=SIGNS.options[:2])
    quiz = evolve(SAMPLE, items=(LENA, other))
    path = tmp_path / "answers.csv"
    path.write_text(
        f'Question 1,Response 1\n"{LENA.question}: Grief; Role dispute; Role transition",Grief\n'
        f'"{LENA.question}: An open quarrel; Expectations that do not meet",An open quarrel\n'
    )
    assert sets(read_answers(quiz, path).learners) == [{"lena": {"grief"}}, {"other": {"quarrel"}}]
    twin = evolve(SAMPLE, items=(LENA, evolve(LENA, id="twin")))
    problems = refused(
        tmp_path, path.read_text().split("\n")[0] + f'\n"{LENA.question}",Grief', twin
    )
    assert "is that of more than one item: lena, twin" in problems[0].message


def test_files_that_cannot_be_read_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing, a folder, in another encoding, too large, too many cells, never closed."""
    path = tmp_path / "answers.csv"
    path.write_bytes("learner,item,answer\nÄ,lena,a".encode("latin-1"))
    for odd, part in (
        (tmp_path / "none", "no such"),
        (tmp_path, "directory"),
        (path, "UTF-8"),
        (path / "below", "cannot be read"),
        ("no\0name", "no file can have this name"),
    ):
        with pytest.raises(DocumentError, match=part):
            statistics(SAMPLE, odd)
    (problem,) = refused(tmp_path, 'learner,item,answer\n1,lena,"gri\nef')
    assert (problem.line, problem.column) == (2, 8)
    monkeypatch.setattr(cells, "MAX_CELLS", 4)
    assert "more than 4 cells" in refused(tmp_path, "learner,item,answer\n1,lena,a\n")[0].message
    monkeypatch.setattr(read, "MAX_BYTES", 10)
    assert "larger" in refused(tmp_path, "learner,item,answer\n")[0].message


def test_only_the_first_hundred_problems_are_listed(tmp_path: Path) -> None:
    """And how many more there are."""
    rows = "".join(f"{n},lena,x{n}\n" for n in range(150))
    problems = refused(tmp_path, "learner,item,answer\n" + rows)
    assert len(problems) == 101
    assert problems[-1].message == "and 50 more problems"


# --- figures -------------------------------------------------------------------------------------


def credits_of(quiz: Quiz, learners: list[Answers]) -> pd.DataFrame:
    """The credits as others would keep them: a row for each learner, a column for each item."""
    return pd.DataFrame(
        [[credit_of(item, answers[item.id]) for item in quiz.items] for answers in learners],
        columns=[item.id for item in quiz.items],
        dtype=float,
    )


@given(tables(2, 20))
def test_figures_are_those_that_pandas_and_numpy_find(table: tuple[Quiz, list[Answers]]) -> None:
    """Mean, deviation, alpha, difficulty, item-rest and option-rest correlations."""
    quiz, learners = table
    frame = credits_of(quiz, learners)
    totals = frame.sum(axis=1)
    scored = Scored(quiz, tuple(learners))
    whole = quiz_figures(scored)
    assert whole.mean.value == pytest.approx(totals.mean())
    assert whole.deviation.value == pytest.approx(totals.std())
    k, varies = len(quiz.items), totals.round(9).nunique() > 1
    assert (whole.alpha.value is not None) == (k > 1 and varies)
    if whole.alpha.value is not None:
        expected = k / (k - 1) * (1 - frame.var().sum() / totals.var())
        assert whole.alpha.value == pytest.approx(expected)
    for item in quiz.items:
        found, rest = item_figures(scored, item), totals - frame[item.id]
        assert found.difficulty.value == pytest.approx(frame[item.id].mean())
        assert found.answered == sum(bool(answers[item.id]) for answers in learners)
        assert found.answered + found.skipped == len(learners)
        _same_correlation(found.discrimination.value, frame[item.id], rest, k)
        of_item = [answers[item.id] for answers in learners]
        answered = pd.Series([bool(chosen) for chosen in of_item])
        for option in found.options:
            chose = pd.Series([float(option.answer in chosen) for chosen in of_item])
            assert option.chosen == chose.sum()
            if answered.any():
                assert option.share.value == pytest.approx(chose[answered].mean())
            if k > 1 and option.chosen:
                mean = (rest / (k - 1))[chose == 1].mean()
                assert option.mean_rest.value == pytest.approx(mean)
            _same_correlation(option.option_rest.value, chose[answered], rest[answered], k)


def _same_correlation(value: float | None, first: pd.Series, rest: pd.Series, k: int) -> None:
    defined = k > 1 and min(first.round(9).nunique(), rest.round(9).nunique()) > 1
    assert (value is not None) == defined
    if defined:
        assert value == pytest.approx(np.corrcoef(first, rest)[0, 1], abs=1e-9)


@given(tables(4, 20))
def test_the_upper_lower_index_is_the_mean_over_all_orders_of_equals(
    table: tuple[Quiz, list[Answers]],
) -> None:
    """With each learner a hundred times, so that 27 % are whole, and equals shared out evenly."""
    quiz, learners = table
    frame = credits_of(quiz, learners)
    totals = frame.sum(axis=1).round(9)
    scored = Scored(quiz, tuple(learners))
    for item in quiz.items:
        found = item_figures(scored, item).upper_lower.value
        if totals.nunique() == 1:
            assert found is None
            continue
        credit = frame[item.id].groupby(totals).transform("mean")  # of equals, each the same
        ordered = credit.iloc[totals.argsort()].repeat(100)
        size = 27 * len(learners)
        expected = ordered.iloc[-size:].mean() - ordered.iloc[:size].mean()
        assert found == pytest.approx(expected, abs=1e-9)


@given(tables(0, 15), st.randoms(use_true_random=False))
def test_the_order_of_learners_changes_nothing(
    table: tuple[Quiz, list[Answers]], chance: Random
) -> None:
    """Not one byte of it."""
    quiz, learners = table
    mixed = chance.sample(learners, len(learners))
    first, second = (analysed(quiz, responses(some)) for some in (learners, mixed))
    assert first == second
    assert first.to_json() == second.to_json()


@given(tables(0, 4))
def test_what_cannot_be_computed_says_why(table: tuple[Quiz, list[Answers]]) -> None:
    """A figure is a number or has a reason; few learners are never flagged, and it is said why."""
    quiz, learners = table
    found = analysed(quiz, responses(learners))
    figures = [found.whole.mean, found.whole.deviation, found.whole.alpha]
    for item in found.items:
        figures += [item.difficulty, item.discrimination, item.upper_lower]
        for option in item.options:
            figures += [option.share, option.mean_rest, option.option_rest]
    assert all((figure.value is None) == bool(figure.why_not) for figure in figures)
    assert found.flags == ()
    assert "nothing is flagged with fewer than 5" in found.to_text().replace("\n    ", " ")


def test_an_item_without_a_right_option_counts_nowhere() -> None:
    """Neither in scores nor in alpha; its options are still counted."""
    bare = evolve(LENA, options=tuple(evolve(option, credit=0.0) for option in LENA.options))
    quiz = evolve(SAMPLE, items=(bare, SIGNS))
    learners = [{"lena": ("grief",), "signs": ("stuck",)}, {"lena": (), "signs": SIGNS.key}]
    found = analysed(quiz, responses(learners))
    assert (found.whole.items, found.whole.mean.value) == (1, 0.75)
    assert found.items[0].difficulty.why_not == "no option of it is right"
    assert found.items[0].options[0].chosen == 1


# --- flags ---------------------------------------------------------------------------------------


def flagged(quiz: Quiz, learners: list[Answers]) -> set[tuple[str, str, str]]:
    found = analysed(quiz, responses(learners))
    return {(flag.name, flag.item, flag.option) for flag in found.flags}


@given(tables(5, 40))
def test_flags_follow_from_the_figures_and_the_table_of_bounds(
    table: tuple[Quiz, list[Answers]],
) -> None:
    """Each flag where its bound is passed and nowhere else; small numbers are said to be small."""
    quiz, learners = table
    found = analysed(quiz, responses(learners))
    bound = {name: threshold.value for name, threshold in THRESHOLDS.items()}
    expected = set()
    for item in found.items:
        mean, value = item.difficulty.value, item.discrimination.value
        assert mean is not None
        asked = item.answered + item.skipped
        held = {
            "too_easy": mean >= bound["too_easy"],
            "too_hard": mean <= bound["too_hard"] or (item.chance or 0) > mean,
            "negative_discrimination": value is not None and value < 0,
            "low_discrimination": value is not None and 0 <= value < bound["low_discrimination"],
            "many_skips": item.skipped >= bound["many_skips"] * asked,
        }
        expected |= {(name, item.id, "") for name, holds in held.items() if holds}
        keys = [one.option_rest.value for one in item.options if one.credit == 1]
        of_key = max((one for one in keys if one is not None), default=-2.0)
        for option in item.options:
            if option.credit == 0 and item.answered:
                if option.chosen < bound["unused_distractor"] * item.answered:
                    expected.add(("unused_distractor", item.id, option.answer))
                drawn = option.option_rest.value
                if drawn is not None and drawn > 0 and drawn > of_key:
                    expected.add(("stronger_learners", item.id, option.answer))
    assert {(flag.name, flag.item, flag.option) for flag in found.flags} == expected
    small = len(learners) < bound["small_numbers"]
    assert all(bool(flag.caution) == small and flag.says and flag.to_do for flag in found.flags)
    text = " ".join(found.to_text().split())
    assert all(" ".join(flag.to_do.split()) in text for flag in found.flags)


def test_a_wrong_option_of_strong_learners_is_sent_to_be_verified() -> None:
    """Those with the other items right choose it, those with the key do not."""
    strong = [{"lena": ("grief",), "signs": SIGNS.key}] * 20
    weak = [{"lena": ("role_dispute",), "signs": ("death",)}] * 20
    found = analysed(SAMPLE, responses([*strong, *weak]))
    names = {(flag.name, flag.item, flag.option) for flag in found.flags}
    assert ("stronger_learners", "lena", "grief") in names
    assert ("negative_discrimination", "lena", "") in names
    assert not any(flag.caution for flag in found.flags)
    for flag in found.flags:
        if flag.name == "stronger_learners":
            assert "`ipt-rules quiz verify`" in flag.to_do


def test_easy_hard_and_skipped_items_are_flagged() -> None:
    """Each by its own flag, and a good item by none."""
    right, wrong = {"lena": LENA.key}, {"lena": ("grief",)}
    assert ("too_easy", "lena", "") in flagged(SAMPLE, [{**right, "signs": ()}] * 30)
    assert ("too_hard", "lena", "") in flagged(SAMPLE, [{**wrong, "signs": ()}] * 30)
    assert ("many_skips", "signs", "") in flagged(SAMPLE, [{**wrong, "signs": ()}] * 30)
    good = [{**right, "signs": SIGNS.key}] * 20 + [{**wrong, "signs": ("death",)}] * 20
    two = evolve(SAMPLE, items=(evolve(LENA, options=LENA.options[:2]), SIGNS))
    assert flagged(two, good) == set()
    assert flags_of(quiz_figures(Scored(two, ())), ()) == ()


@pytest.mark.parametrize(
    ("right", "skipped", "expected"),
    [
        (19, 0, {"too_easy"}),
        (18, 0, set()),
        (4, 0, {"too_hard"}),
        (9, 0, {"too_hard"}),  # below the chance of one in two
        (10, 0, set()),
        (16, 4, {"many_skips"}),
        (16, 3, set()),
    ],
)
def test_a_bound_counts_from_itself_on(right: int, skipped: int, expected: set[str]) -> None:
    """At the bound an item is flagged, one learner off it is not."""
    quiz = evolve(SAMPLE, items=(evolve(LENA, options=LENA.options[:2]),))
    chosen = [LENA.key] * right + [()] * skipped
    chosen += [("grief",)] * (20 - len(chosen))
    found = flagged(quiz, [{"lena": one} for one in chosen])
    assert {name for name, _, _ in found if name != "unused_distractor"} == expected


# --- what is shown -------------------------------------------------------------------------------


def test_statistics_show_themselves_in_every_form(tmp_path: Path) -> None:
    """As text, Markdown, a page, data and in a notebook; whatever an item says stays text."""
    item = evolve(LENA, stem="<script>x</script>")
    quiz = evolve(SAMPLE, items=(item, SIGNS))
    path = tmp_path / "answers.csv"
    path.write_text(
        "learner,item,answer\n" + "".join(f"{n},lena,a\n" for n in range(6)) + "x,lena,\n"
    )
    found = statistics(quiz, path)
    assert isinstance(found, ItemStatistics)
    assert found.without_answers == 1
    assert "Left out, as nothing was answered: 1." in found.to_text()
    assert found._repr_mimebundle_() == {"text/plain": str(found), "text/html": found.to_html()}
    assert "<script" not in found.to_page()
    assert found.to_markdown().startswith("# Item statistics")
    assert found.to_dict()["thresholds"][0]["name"] == "too_easy"
    assert "defaults of this project" in found.to_text()


def test_rows_of_a_report_are_said_to_count_as_learners(tmp_path: Path) -> None:
    """As attempts are not told apart."""
    path = tmp_path / "answers.csv"
    path.write_bytes(written(canvas_rows(SAMPLE, [{"lena": ("grief",), "signs": ()}])))
    assert any("counts as one learner" in note for note in statistics(SAMPLE, path).notes)

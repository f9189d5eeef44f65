"""Items asked again: what was missed comes sooner; files of progress are read strictly."""

import datetime as dt
import json
import sys
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from ipt_rules import terms as t
from ipt_rules.exceptions import DocumentError, IptRulesError
from ipt_rules.quiz.taking import grade
from ipt_rules.quiz.taking.progress import Progress, load_progress
from ipt_rules.quiz.taking.samples import SAMPLE
from ipt_rules.quiz.taking.spacing import after, due
from ipt_rules.quiz.values import Item, Quiz
from tests.quiz_taking_strategies import answers_to, items, quizzes

MONDAY = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
WAITS = st.timedeltas(dt.timedelta(0), dt.timedelta(400))
HISTORIES = st.lists(st.tuples(st.booleans(), WAITS), max_size=6)


def answer(item: Item, well: bool) -> tuple[str, ...]:
    """The key, or an option that is not right at all."""
    if well:
        return item.key
    return next((option.answer,) for option in item.options if option.credit == 0.0)


@st.composite
def progresses(draw: st.DrawFn) -> tuple[Quiz, Progress, dt.datetime]:
    """A quiz taken a few times."""
    quiz, progress, moment = draw(quizzes(3)), Progress(), MONDAY
    for _ in range(draw(st.integers(0, 4))):
        progress = after(progress, grade(quiz, draw(answers_to(quiz))), moment)
        moment += draw(WAITS)
    return quiz, progress, moment


@given(items("one"), HISTORIES)
def test_a_missed_item_comes_back_sooner_than_one_answered_right(
    item: Item, history: list[tuple[bool, dt.timedelta]]
) -> None:
    """Whatever went before, and what was half right comes no later than what was right."""
    assume(any(option.credit == 0.0 for option in item.options))
    quiz = evolve(SAMPLE, items=(item,))
    progress, moment = Progress(), MONDAY
    for well, wait in history:
        progress = after(progress, grade(quiz, {"one": answer(item, well)}), moment)
        moment += wait
    right, wrong = (
        after(progress, grade(quiz, {"one": answer(item, well)}), moment).known[0]
        for well in (True, False)
    )
    assert moment < wrong.due_at < right.due_at
    assert (wrong.missed, right.missed) == (True, False)
    assert right.due_at - moment >= dt.timedelta(days=1)


@given(progresses())
def test_the_same_input_gives_the_same_bytes(taken: tuple[Quiz, Progress, dt.datetime]) -> None:
    """Neither chance nor the clock has a part in it."""
    quiz, progress, moment = taken
    sheet = grade(quiz, {item.id: item.key for item in quiz.items})
    assert after(progress, sheet, moment).to_json() == after(progress, sheet, moment).to_json()


@given(progresses())
def test_a_time_zone_is_only_another_way_to_write_a_time(
    taken: tuple[Quiz, Progress, dt.datetime],
) -> None:
    """The same moment elsewhere comes to the same."""
    quiz, progress, moment = taken
    elsewhere = moment.astimezone(dt.timezone(dt.timedelta(hours=-7)))
    sheet = grade(quiz, {item.id: item.key for item in quiz.items})
    assert after(progress, sheet, moment) == after(progress, sheet, elsewhere)
    assert due(progress, quiz, moment) == due(progress, quiz, elsewhere)


@given(progresses())
def test_progress_is_read_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, taken: tuple[Quiz, Progress, dt.datetime]
) -> None:
    """From a mapping and from a file; what is due stays the same."""
    quiz, progress, moment = taken
    path = tmp_path_factory.mktemp("progress") / "progress.json"
    path.write_text(progress.to_json(), encoding="utf-8")
    assert load_progress(path) == load_progress(progress.to_dict()) == progress
    assert due(load_progress(path), quiz, moment) == due(progress, quiz, moment)


@given(progresses(), WAITS)
def test_what_is_due_was_missed_or_is_due_or_is_new(
    taken: tuple[Quiz, Progress, dt.datetime], wait: dt.timedelta
) -> None:
    """Every item that was never answered, every one whose time has come, in that order."""
    quiz, progress, moment = taken
    asked = due(progress, quiz, moment + wait)
    known = {one.item: one for one in progress.known}
    come = {name for name, one in known.items() if one.due_at <= moment + wait}
    new = [item.id for item in quiz.items if item.id not in known]
    assert len(set(asked)) == len(asked)
    assert set(asked) == come | set(new)
    assert list(asked[len(come) :]) == new
    order = [(not known[name].missed, known[name].due_at) for name in asked[: len(come)]]
    assert order == sorted(order)


@given(progresses())
def test_what_was_not_answered_stays_as_it_was(taken: tuple[Quiz, Progress, dt.datetime]) -> None:
    """A sheet without answers changes nothing."""
    quiz, progress, moment = taken
    assert after(progress, grade(quiz, {}), moment) == progress


def test_a_card_is_forgotten_when_the_key_has_changed() -> None:
    """The item is new again, and what comes next does not rest on the old answers."""
    first, signs = SAMPLE.items
    wrong = grade(SAMPLE, {"lena": "grief"})
    progress = after(Progress(), wrong, MONDAY)
    options = tuple(evolve(o, credit=float(o.answer == "grief")) for o in first.options)
    changed = evolve(SAMPLE, items=(evolve(first, options=options), signs))
    later = MONDAY + dt.timedelta(days=3)
    assert due(progress, SAMPLE, later) == ("lena", "signs")
    assert due(progress, changed, MONDAY) == ("lena", "signs")
    anew = after(Progress(), grade(changed, {"lena": "grief"}), later)
    assert after(progress, grade(changed, {"lena": "grief"}), later) == anew
    reworded = evolve(SAMPLE, items=(evolve(first, vignette="Other words."), signs))
    assert due(progress, reworded, MONDAY) == ("signs",)


def test_other_quizzes_are_kept_apart() -> None:
    """The same item id in another quiz is another item; progress holds both."""
    other = evolve(SAMPLE, title="Another")
    progress = after(Progress(), grade(SAMPLE, {"lena": "grief"}), MONDAY)
    assert due(progress, other, MONDAY) == ("lena", "signs")
    both = after(progress, grade(other, {"lena": "role_dispute"}), MONDAY)
    assert [(one.quiz, one.missed) for one in both.known] == [
        ("Another", False),
        ("Two questions", True),
    ]


def test_an_item_that_nobody_can_answer_is_never_asked() -> None:
    """Without a right option there is nothing to learn from it."""
    bare = evolve(
        SAMPLE.items[0], options=tuple(evolve(o, credit=0.0) for o in SAMPLE.items[0].options)
    )
    quiz = evolve(SAMPLE, items=(bare,))
    assert due(Progress(), quiz, MONDAY) == ()
    assert after(Progress(), grade(quiz, {"lena": "grief"}), MONDAY) == Progress()


@pytest.mark.parametrize(
    "at",
    [
        dt.datetime(2026, 1, 5, 9),
        dt.datetime(9999, 12, 31, tzinfo=dt.UTC),
        dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=9))),
        MONDAY - dt.timedelta(seconds=1),
    ],
)
def test_times_that_cannot_be_meant_are_refused(at: dt.datetime) -> None:
    """Without a zone, out of any calendar in use, or before an answer on record."""
    progress = after(Progress(), grade(SAMPLE, {"lena": "grief"}), MONDAY)
    with pytest.raises(IptRulesError):
        after(progress, grade(SAMPLE, {"lena": "grief"}), at)


def test_years_of_right_answers_can_be_written_and_read() -> None:
    """Answered right each time it is due, until the calendar of the library ends."""
    progress, moment = Progress(), MONDAY
    while moment.year < 2900:
        progress = after(progress, grade(SAMPLE, {"lena": "role_dispute"}), moment)
        moment = progress.known[0].due_at
    assert load_progress(progress.to_dict()) == progress


# --- files that are not in order -----------------------------------------------------------------

GOOD = after(Progress(), grade(SAMPLE, {"lena": "grief"}), MONDAY).to_dict()["known"][0]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quiz", 3),
        ("item", None),
        ("key", "abc"),
        ("missed", "yes"),
        ("state", "new"),
        ("step", -1),
        ("step", None),
        ("stability", 0),
        ("stability", None),
        ("difficulty", 11),
        ("due", "tomorrow"),
        ("due", "2026-01-06"),
        ("due", "2026-01-05T10:00:00"),
        ("due", "2026-01-05T10:00:00+01:00"),
        ("due", "2026-01-05T10:00:00Z"),
        ("due", "2026-01-05T09:00:00+00:00"),
        ("last_review", 5),
        ("last_review", "9999-12-31T00:00:00+00:00"),
    ],
)
def test_a_field_that_is_wrong_is_refused_at_its_place(
    field: str, value: object, tmp_path: Path
) -> None:
    """In its file, with its line and column."""
    path = tmp_path / "progress.json"
    whole = {"format": "ipt-rules/progress/1", "known": [{**GOOD, field: value}]}
    path.write_text(json.dumps(whole, indent=1))
    with pytest.raises(DocumentError) as error:
        load_progress(path)
    (problem,) = error.value.problems
    assert problem.path == ("known", 0, field)
    line = path.read_text().split("\n")[(problem.line or 0) - 1]
    assert line[(problem.column or 0) - 1 :].rstrip(",") == json.dumps(value)


def test_everything_wrong_with_a_file_is_said_at_once() -> None:
    """Fields that are wrong, missing, unknown or repeated."""
    less = {key: value for key, value in GOOD.items() if key != "missed"}
    known = [GOOD, {**GOOD, "due": "soon", "difficulty": 0}, {**less, "item": "x", "name": "Ann"}]
    with pytest.raises(DocumentError) as error:
        load_progress({"format": "ipt-rules/progress/2", "known": known})
    assert {problem.path for problem in error.value.problems} == {
        ("format",),
        ("known", 1, "due"),
        ("known", 1, "difficulty"),
        ("known", 1, "item"),
        ("known", 2, "missed"),
        ("known", 2, "name"),
    }
    assert len(error.value.problems) == 6


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from([*GOOD, "format", "known", "x"]), inner)
        ),
    )
)
def test_whatever_stands_in_a_file_it_is_read_or_refused(data: object) -> None:
    """Never another error."""
    for given_data in (data, {"known": [data]}, {"known": data}):
        if isinstance(given_data, dict):
            with pytest.raises(DocumentError):
                load_progress(given_data)


def test_without_fsrs_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where it is needed: what is due can be said without it."""
    monkeypatch.setitem(sys.modules, "fsrs", None)
    assert due(Progress(), SAMPLE, MONDAY) == ("lena", "signs")
    with pytest.raises(IptRulesError, match=r"pip install 'ipt-rules\[quiz\]'"):
        after(Progress(), grade(SAMPLE, {"lena": "grief"}), MONDAY)


def test_half_right_comes_back_as_missed() -> None:
    """After what was wrong, before what was right."""
    quiz = evolve(SAMPLE, items=SAMPLE.items[:1])
    assert quiz.items[0].choose is t.Choose.ONE
    times = [
        after(Progress(), grade(quiz, {"lena": word}), MONDAY).known[0].due_at
        for word in ("grief", "role_transition", "role_dispute")
    ]
    assert times == sorted(set(times))

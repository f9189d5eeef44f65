"""Caseloads: alerts first, complete, the same in whatever order, and harmless to look at."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import time
from collections import Counter
from typing import Any

import attrs
import pandas as pd
import polars as pl
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ipt_rules import Caseload, DocumentError, IptRulesError, caseload
from ipt_rules import terms as t
from ipt_rules.caseloads.sorting import SCRIPT
from ipt_rules.caseloads.tables import TABLES
from ipt_rules.evaluation import evaluate
from ipt_rules.report.wording import clean
from ipt_rules.results import Result
from tests.caseloads import FOUND, TRAINEES, made_up
from tests.shipped import CASES, RULES
from tests.test_report import ESCAPES, HOSTILE, Reader, check_plain, squeezed

LOAD = caseload(FOUND, trainees=TRAINEES)
OPEN = caseload(FOUND, trainees=TRAINEES, smallest=1)
"""The same with every count shown."""
BY_NAME = {found.pseudonym: found for found in FOUND}
LEVELS = list(t.AlertLevel)


def records(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# --- order -----------------------------------------------------------------------------------


@given(st.permutations(FOUND), st.permutations(sorted(TRAINEES)))
def test_the_order_of_the_input_never_matters(found: list[Result], names: list[str]) -> None:
    """Evaluations and trainees in whatever order give an equal caseload."""
    load = caseload(iter(found), trainees={name: TRAINEES[name] for name in names})
    assert load == LOAD


def test_the_same_cases_give_the_same_bytes() -> None:
    """In every form, whatever the order of the input."""
    load = caseload(reversed(FOUND), trainees=dict(reversed(TRAINEES.items())))
    for form in (Caseload.to_json, Caseload.to_page, Caseload.to_text):
        assert form(load) == form(LOAD)
    for table in TABLES:
        assert load.to_csv(table) == LOAD.to_csv(table)


def test_the_most_urgent_case_comes_first() -> None:
    """By the most urgent alert, then open questions of safety, then what is overdue, then name."""
    keys = []
    for row in LOAD.cases:
        found = BY_NAME[row.pseudonym]
        level = min((LEVELS.index(a.level) for a in found.alerts), default=len(LEVELS))
        asked = sum(q.mandatory and q.purpose == "safety" for q in found.questions)
        late = sum(task.state is t.TaskState.OVERDUE for task in found.tasks)
        keys.append((level, -asked, -late, row.pseudonym))
    assert keys == sorted(keys)
    assert {key[0] for key in keys} == set(range(5))
    assert len({key[1] for key in keys}) > 2
    assert len({key[2] for key in keys}) > 2


# --- what is in it ---------------------------------------------------------------------------


def test_no_alert_is_ever_cut() -> None:
    """Every alert of every case, with its reason and what to do, is in every form."""
    alerts = [
        (f.pseudonym, TRAINEES.get(f.pseudonym), a.level, a.name, a.because, a.action)
        for f in FOUND
        for a in f.alerts
    ]
    assert len(alerts) > 100
    rows = [
        (row.pseudonym, row.trainee, a.level, a.name, a.because, a.action)
        for row in LOAD.cases
        for a in row.alerts
    ]
    assert Counter(rows) == Counter(alerts)
    listed = [tuple(row.values())[:6] for row in records(LOAD.to_csv("alerts"))]
    assert Counter(listed) == Counter((n, who or "", *rest) for n, who, *rest in alerts)
    shown = squeezed(Reader(LOAD.to_html()).text)
    told = squeezed(LOAD.to_text())
    cell = " ".join(row["because"] for row in records(LOAD.to_csv()))
    for *_, level, _, because, action in alerts:
        assert squeezed(f"{level.upper()}: {because}") in shown
        assert squeezed(action) in shown
        assert squeezed(f"{level.upper()}: {because} {action}") in told
        assert f"{level.upper()}: {because}" in cell


def test_alerts_are_seen_first() -> None:
    """Nothing but the title stands before the alerts, in text and in HTML."""
    before, _, _ = LOAD.to_text().partition("STOP:")
    assert "Cases, the most urgent" not in before
    assert f"ALERTS ({sum(len(f.alerts) for f in FOUND)})" in before
    shown = Reader(LOAD.to_html()).text
    first, _, rest = shown.partition("STOP: ")
    assert len(first) < 200
    boxes, _, _ = rest.partition("No alert: ")
    names = re.sub(r"(?:[A-Z]+: )?\d+ cases", ", ", boxes).split(", ")
    assert Counter(filter(None, names)) == Counter(f.pseudonym for f in FOUND if f.alerts)


def test_a_row_says_what_its_evaluation_says() -> None:
    """Nothing is lost or made up between an evaluation and its row."""
    assert {row.pseudonym for row in LOAD.cases} == set(BY_NAME)
    assert len(LOAD.cases) == len(FOUND)
    for row in LOAD.cases:
        found = BY_NAME[row.pseudonym]
        assert row.trainee == TRAINEES.get(row.pseudonym)
        assert (row.outcome, row.because) == (found.proposal.outcome, found.proposal.because)
        assert (row.foci, row.phase) == (found.proposal.foci, found.phase)
        late = [task.title for task in found.tasks if task.state is t.TaskState.OVERDUE]
        assert [task.title for task in row.overdue] == late
        now = [x for x in found.tasks if x.state is t.TaskState.DUE and not x.every_session]
        assert row.due == len(now)
        assert row.questions == len(found.questions)
        assert row.mandatory == sum(question.mandatory for question in found.questions)
        severities = Counter(issue.severity for issue in found.issues)
        assert (row.errors, row.warnings, row.infos) == tuple(severities[s] for s in t.Severity)
        assert (row.as_of, row.rules_digest) == (found.record.as_of, RULES.digest)
        groups = {h.what for h in found.held} & {"focus", "techniques", "tasks"}
        assert groups <= set(row.holds)
        if "focus" in row.holds:
            assert row.outcome is t.Outcome.WITHHELD
    for kind in ("holds", "foci", "overdue", "due", "errors", "safety_questions"):
        assert (
            len({bool(getattr(row, kind)) for row in LOAD.cases}) == 2
        )  # some have, some have not


def test_who_is_overdue_for_what_is_the_rows_turned_round() -> None:
    """Every overdue task of every row, and no other; what most are overdue for comes first."""
    by_task = {(task.title, name) for task in LOAD.overdue for name in task.cases}
    by_row = {(task.title, row.pseudonym) for row in LOAD.cases for task in row.overdue}
    assert by_task == by_row != set()
    sizes = [len(task.cases) for task in LOAD.overdue]
    assert sizes == sorted(sizes, reverse=True)
    assert len(records(LOAD.to_csv("overdue"))) == sum(sizes)
    text = squeezed(LOAD.to_text())
    for task in LOAD.overdue:
        assert squeezed(f"{task.title} ({len(task.cases)}): {', '.join(task.cases)}") in text


def test_abstentions_are_counted_by_cause() -> None:
    """A case that is held counts with each family that holds it; any other counts once."""
    held = Counter(
        rule
        for found in FOUND
        if found.proposal.outcome is t.Outcome.WITHHELD
        for rule in {s.rule.rpartition("/")[0] for s in found.proposal.support}
    )
    counted = {a.cause: a.cases for a in OPEN.abstentions if a.outcome is t.Outcome.WITHHELD}
    assert counted == held
    assert held["safety/suicide"] > 1
    outcomes: Counter[t.Outcome] = Counter()
    for row in OPEN.abstentions:
        outcomes[row.outcome] += row.cases or 0
    said = Counter(found.proposal.outcome for found in FOUND)
    for outcome in t.Outcome:
        if outcome not in (t.Outcome.WITHHELD, t.Outcome.SUPPORTED, t.Outcome.PROVISIONAL):
            assert outcomes[outcome] == said[outcome] > 0
    reasons = {row.reason for row in OPEN.abstentions}
    assert "Role dispute and role transition cannot be told apart yet." in reasons
    assert "IPT in this form does not suit the case." in reasons


def test_habits_are_counted_by_trainee() -> None:
    """For each question in how many of a trainee's cases it is open, of how many, and why."""
    groups: dict[str | None, list[Result]] = {}
    for found in FOUND:
        groups.setdefault(TRAINEES.get(found.pseudonym), []).append(found)
    expected = {
        (name, asks): (count, len(cases), count * 2 >= len(cases))
        for name, cases in groups.items()
        for asks, count in Counter(
            asks for found in cases for asks in {question.asks for question in found.questions}
        ).items()
    }
    rows = {(h.trainee, h.asks): (h.cases, h.of, h.habitual) for h in OPEN.habits}
    assert rows == expected
    assert {trainee for trainee, _ in rows} == {"Ada", "Bo", "Cy", None}
    assert {habitual for _, _, habitual in rows.values()} == {True, False}
    assert all(habit.text.endswith(("?", ".", "fully")) and habit.why for habit in OPEN.habits)


def test_without_trainees_habits_are_those_of_all() -> None:
    """With nobody named, all cases are one group, and no column of trainees is shown."""
    load = caseload(FOUND)
    assert {(habit.trainee, habit.of) for habit in load.habits} == {(None, len(FOUND))}
    assert "Trainee" not in Reader(load.to_html()).text
    assert "Trainee" in Reader(LOAD.to_html()).text


def test_tables_that_may_be_passed_on_name_nobody() -> None:
    """No label that a therapist wrote, and no pseudonym, is in the counted tables."""
    marked = []
    for number, case in enumerate(CASES.values()):
        inventory = evolve(
            case.inventory,
            case=evolve(case.inventory.case, pseudonym=f"zebra {number}"),
            relationships=tuple(
                evolve(person, label=f"zebra of {n}")
                for n, person in enumerate(case.inventory.relationships)
            ),
            events=tuple(evolve(event, label="the zebra") for event in case.inventory.events),
        )
        marked.append(evaluate(inventory, RULES, session=case.session))
    load = caseload(marked, smallest=1)
    assert "zebra" in load.to_csv("alerts")
    assert any("zebra" in question.text for found in marked for question in found.questions)
    for table in ("abstentions", "habits"):
        assert len(load.to_csv(table).splitlines()) > 5
        assert "zebra" not in load.to_csv(table)


def test_different_rule_bases_are_said_and_no_error() -> None:
    """Another digest, or another version of the library, is a note in every form."""
    assert not any("were made with" in note for note in LOAD.notes)
    first, second, *others = FOUND
    digest = evolve(second, record=evolve(second.record, rules_digest="f" * 64))
    release = evolve(first, record=evolve(first.record, library_version="0.0.1"))
    load = caseload([release, digest, *others])
    rules, library, *_ = load.notes
    assert "2 rule bases" in rules
    assert "ffffffffffff" in rules
    assert "2 versions of the library" in library
    for note in (rules, library):
        assert squeezed(note) in squeezed(load.to_text())
        assert note in Reader(load.to_html()).text
        assert note in load.to_dict()["notes"]


def test_a_caseload_of_nobody_is_one() -> None:
    """No case at all is an empty caseload in every form."""
    load = caseload([])
    assert load.to_text().startswith("Caseload: 0 cases\n")
    assert "Caseload: 0 cases" in Reader(load.to_page()).text
    assert load.to_dict()["cases"] == []
    assert [records(load.to_csv(table)) for table in TABLES] == [[]] * 5


def test_a_thousand_cases_take_a_moment() -> None:
    """Building and showing a thousand cases takes seconds at most."""
    many = [
        evolve(found, pseudonym=f"{found.pseudonym} {n}")
        for n in range(1 + 1000 // len(FOUND))
        for found in FOUND
    ][:1000]
    names = {found.pseudonym: f"trainee {n % 20}" for n, found in enumerate(many)}
    before = time.perf_counter()
    load = caseload(many, trainees=names)
    assert load.to_page()
    assert load.to_text()
    assert time.perf_counter() - before < 5
    assert len(load.cases) == 1000


# --- what is refused -------------------------------------------------------------------------


def test_everything_wrong_with_a_call_is_one_error() -> None:
    """What is no evaluation, cases that look alike, strange trainees: all of it at once."""
    lena, ruth, *_ = FOUND
    alike = evolve(ruth, pseudonym=f"{lena.pseudonym} ")
    trainees: Any = {"Ruht": "Kim", lena.pseudonym: " ", 3: "Kim"}
    with pytest.raises(DocumentError) as raised:
        caseload([lena, alike, "Ruth", lena], trainees=trainees, smallest=0)  # type: ignore[list-item]
    problems = {problem.path: problem.message for problem in raised.value.problems}
    assert set(problems) == {
        ("evaluations", 1, "pseudonym"),
        ("evaluations", 2),
        ("evaluations", 3, "pseudonym"),
        ("trainees", "Ruht"),
        ("trainees", lena.pseudonym),
        ("trainees", "3"),
        ("smallest",),
    }
    assert "looks like" in problems["evaluations", 1, "pseudonym"]
    assert "is taken by evaluation 0" in problems["evaluations", 3, "pseudonym"]
    assert "is not a case of this caseload" in problems["trainees", "Ruht"]


@pytest.mark.parametrize("evaluations", [FOUND[0], None, 3])
def test_one_evaluation_is_no_list_of_them(evaluations: Any) -> None:
    """What is no list of evaluations is refused by name."""
    with pytest.raises(DocumentError, match="expected a list of evaluations, got"):
        caseload(evaluations)


@pytest.mark.parametrize(
    ("trainees", "said"),
    [
        (["Kim"], "expected a mapping"),
        ({FOUND[0].pseudonym: "Kim", FOUND[1].pseudonym: "Kim\u200b"}, None),
        ({FOUND[0].pseudonym: "Kim", FOUND[1].pseudonym: "Kim "}, "looks like 'Kim'"),
        ({FOUND[0].pseudonym: None}, "expected the name of a trainee"),
    ],
)
def test_trainees_are_names(trainees: Any, said: str | None) -> None:
    """Trainees that nobody could tell apart on a page are refused; others are taken."""
    if said is None:
        assert {row.trainee for row in caseload(FOUND, trainees=trainees).cases} >= {"Kim\u200b"}
    else:
        with pytest.raises(DocumentError, match=said):
            caseload(FOUND, trainees=trainees)


@pytest.mark.parametrize("smallest", [0, -1, 2, 2.5, True, "5"])
def test_the_smallest_count_is_a_number_that_hides_something(smallest: Any) -> None:
    """Fewer than 2 is 1, so 2 hides nothing; anything but a whole number is refused too."""
    with pytest.raises(DocumentError, match=r"<call>: smallest: "):
        caseload(FOUND, smallest=smallest)


# --- tables ----------------------------------------------------------------------------------

PANDAS = {"text": "string", "number": "Int64", "truth": "boolean", "date": "datetime64[s]"}
POLARS = {"text": pl.String, "number": pl.Int64, "truth": pl.Boolean, "date": pl.Date}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("load", [LOAD, caseload([])], ids=["full", "empty"])
def test_frames_have_the_same_columns_and_types_whatever_they_hold(
    load: Caseload, table: str
) -> None:
    """pandas and polars give the columns of the table, with its types, also without a row."""
    kinds = TABLES[table].columns
    frame, polar = load.to_pandas(table), load.to_polars(table)
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        name: PANDAS[kind] for name, kind in kinds.items()
    }
    assert dict(polar.schema) == {name: POLARS[kind] for name, kind in kinds.items()}
    rows = list(TABLES[table].rows(load))
    assert bool(rows) is (load is LOAD)
    assert polar.rows() == rows
    back = [
        tuple(None if pd.isna(value) else value for value in row)
        for row in frame.itertuples(index=False, name=None)
    ]
    assert back == [
        tuple(
            pd.Timestamp(v) if k == "date" else v for v, k in zip(row, kinds.values(), strict=True)
        )
        for row in rows
    ]


def test_cases_are_the_table_unless_another_is_named() -> None:
    """The first table is that of the cases; an unknown one is refused with the known ones."""
    assert LOAD.to_pandas().equals(LOAD.to_pandas("cases"))
    assert LOAD.to_polars().equals(LOAD.to_polars("cases"))
    assert LOAD.to_csv() == LOAD.to_csv("cases")
    for form in (LOAD.to_csv, LOAD.to_pandas, LOAD.to_polars):
        with pytest.raises(IptRulesError, match=r"did you mean 'alerts'\?"):
            form("alert")


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_missing_library_is_named(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pandas or polars all else works, and asking for a frame says what to install."""
    monkeypatch.setitem(sys.modules, library, None)
    assert LOAD.to_csv("habits")
    with pytest.raises(IptRulesError, match=rf"{library} .*pip install 'ipt-rules\[frames\]'"):
        getattr(LOAD, f"to_{library}")()


def test_data_is_whole_and_plain() -> None:
    """JSON holds every part, and says the form it is written in."""
    data = json.loads(LOAD.to_json())
    assert data == LOAD.to_dict()
    assert data["format"] == "ipt-rules/caseload/1"
    for name in ("cases", "overdue", "abstentions", "habits"):
        assert len(data[name]) == len(getattr(LOAD, name)) > 0


# --- hostile words ---------------------------------------------------------------------------


CLOSED = {"purpose", "rank", "side", "when", "timing"}
"""Fields whose words the type lists."""


def everywhere(value: Any, word: str) -> Any:
    """A value with a word at the beginning of every text in it."""
    if isinstance(value, tuple):
        return tuple(everywhere(item, word) for item in value)
    if type(value) is str:
        return f"{word} {value}"
    if attrs.has(type(value)):
        names = [a.name for a in attrs.fields(type(value)) if a.init and a.name not in CLOSED]
        return evolve(value, **{name: everywhere(getattr(value, name), word) for name in names})
    return value


@pytest.mark.parametrize("word", [*HOSTILE, *ESCAPES, "\t=1", "\r=1", "+1", "＝1+1"])
def test_hostile_words_stay_words(word: str) -> None:
    """Markup, formulas, escapes and bidi marks in every field of a case are text everywhere."""
    found = [everywhere(each, word) for each in FOUND[::9]]
    names = {each.pseudonym: f"{word} Kim" for each in found}
    load = caseload(found, trainees=names, smallest=1)
    page, fragment = Reader(load.to_page()), Reader(load.to_html())
    for read in (page, fragment):
        assert not read.oddities
        assert set(read.tags) <= {
            "html", "head", "meta", "title", "body", "style", "script", "div", "h2", "h3", "p",
            "strong", "ul", "li", "details", "summary", "table", "thead", "tbody", "tr", "th", "td",
        }  # fmt: skip
        for _, name, _ in read.attributes:
            assert name in {
                "class", "scope", "colspan", "hidden", "data-sort", "lang", "charset", "name",
                "content", "http-equiv",
            }  # fmt: skip
        assert squeezed(clean(f"{word} Kim")) in squeezed(read.text)
    assert fragment.tags.count("script") == 0
    assert page.tags.count("script") == 1
    for text in (load.to_text(), load.to_html(), *map(load.to_csv, TABLES)):
        check_plain(text)
    unset = [line for line in load.to_text().splitlines() if line and not line.startswith(" ")]
    assert len(unset) <= 8  # no line break in a name makes a heading
    for table in TABLES:
        rows = list(csv.reader(io.StringIO(load.to_csv(table))))
        assert len(rows) == 1 + len(list(TABLES[table].rows(load)))
        numbers = [place for place, k in enumerate(TABLES[table].columns.values()) if k == "number"]
        for row in rows:
            assert len(row) == len(TABLES[table].columns)
            for place, cell in enumerate(row):
                assert place in numbers or not cell.startswith(tuple("=+-@\t\r＝＋－＠"))
                assert "\n" not in cell


def test_what_is_no_formula_is_left_as_it_is() -> None:
    """Only what a spreadsheet would run gets an apostrophe; numbers below nothing do not."""
    found = [made_up("=1"), made_up("O'Neill = me"), evolve(FOUND[0], pseudonym="-")]
    found[1] = evolve(found[1], phase=evolve(found[1].phase, sessions_left=-1))
    rows = {row["pseudonym"]: row for row in records(caseload(found).to_csv())}
    assert set(rows) == {"'=1", "O'Neill = me", "'-"}
    assert rows["O'Neill = me"]["sessions_left"] == "-1"


# --- the page --------------------------------------------------------------------------------


def test_a_page_holds_one_script_and_names_it_by_its_digest() -> None:
    """The policy lets the sorting script run and nothing else; nothing is loaded."""
    page = LOAD.to_page()
    assert page.count("<script>") == page.count("</script>") == 1
    assert page.count("script-src") == 1
    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'; " in page
    assert "script-src 'sha256-" in page
    assert page.index("Content-Security-Policy") < page.index("<style>")
    for needle in ("http:", "https:", "//", "<link", "@import", "url(", "<img", "href", "src="):
        assert needle not in page.replace("<!doctype html>", "")
    for needle in ("fetch", "XMLHttp", "eval", "innerHTML", "import", "localStorage", "cookie"):
        assert needle not in SCRIPT


def test_a_notebook_gets_html_and_text() -> None:
    """A caseload shows itself without a script; text serves where HTML is not shown."""
    bundle = LOAD._repr_mimebundle_(include=None, exclude=None)
    assert bundle == {"text/plain": LOAD.to_text(), "text/html": LOAD.to_html()}
    assert str(LOAD) == LOAD.to_text()
    assert "script" not in Reader(LOAD.to_html()).tags
    assert "<script" not in LOAD.to_html()

"""Inventories in and out of documents: exact round trips, every mistake with its place."""

from __future__ import annotations

import datetime as dt
import enum
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import annotated_types as at
import attrs
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ipt_rules import terms as t
from ipt_rules.documents import (
    check_inventory,
    dump_inventory,
    inventory_to_yaml,
    load_inventory,
)
from ipt_rules.documents.source import read_json, read_yaml
from ipt_rules.documents.structure import structure, unstructure
from ipt_rules.exceptions import DocumentError, show_path
from ipt_rules.model import (
    Case,
    Inventory,
    LifeEvent,
    Onset,
    PartialDate,
    Relationship,
    RiskScreen,
)
from ipt_rules.model.consistency import inconsistencies
from tests.strategies import inventories, texts

BROKEN = Path(__file__).parent / "fixtures" / "broken"
LENA: dict[str, Any] = {"assessment_date": "2026-03-01", "case": {"pseudonym": "Lena"}}


def problems_of(source: Any) -> list[str]:
    try:
        load_inventory(source)
    except DocumentError as error:
        return [str(problem) for problem in error.problems]
    return []


# --- one fixture per mistake -----------------------------------------------------------------

EXPECTATION = re.compile(r"# expect: (\d+):(\d+) (\S+): (.+)")


@pytest.mark.parametrize(
    "file",
    [file for file in sorted(BROKEN.iterdir()) if file.suffix != ".expect"],
    ids=lambda file: file.name,
)
def test_every_mistake_is_reported_at_its_place(file: Path) -> None:
    """Each broken document has the problems it announces, in their order, and no others."""
    notes = file if file.suffix == ".yaml" else file.with_name(f"{file.name}.expect")
    expected = EXPECTATION.findall(notes.read_text("utf-8"))
    assert expected, "a broken document says what is wrong with it"
    with pytest.raises(DocumentError) as caught:
        load_inventory(file)
    problems = caught.value.problems
    found = [(str(p.line), str(p.column), show_path(p.path) or ".") for p in problems]
    assert found == [(line, column, path) for line, column, path, _ in expected]
    for problem, (_, _, _, fragment) in zip(problems, expected, strict=True):
        assert fragment in problem.message


# --- round trips -----------------------------------------------------------------------------


@given(inventories())
def test_drawn_inventories_are_valid(inventory: Inventory) -> None:
    """The strategy that other tests build on draws nothing that could not be recorded."""
    assert inconsistencies(inventory) == []
    check_inventory(inventory)


@given(inventories())
def test_an_inventory_survives_its_documents(inventory: Inventory) -> None:
    """Through a mapping, JSON and YAML nothing is lost, added or changed in type."""
    data = dump_inventory(inventory)
    again = load_inventory(data)
    assert again == inventory
    check_inventory(again)
    assert dump_inventory(again) == data
    assert read_json(json.dumps(data)).data == data
    assert read_yaml(inventory_to_yaml(inventory)).data == data


@given(inventories())
def test_other_readers_of_yaml_see_the_same(inventory: Inventory) -> None:
    """The text is quoted so that YAML 1.1 readers do not turn a word into something else."""
    assert yaml.safe_load(inventory_to_yaml(inventory)) == dump_inventory(inventory)


@pytest.mark.parametrize(
    "word", ["no", "y", "N", "1e5", "0o17", "012", ".inf", "2025", "12:30", "=", "~"]
)
def test_words_that_look_like_something_else_are_quoted(word: str) -> None:
    """Whatever YAML 1.1 or 1.2 would read as a number, a truth or nothing is written in quotes."""
    inventory = Inventory(dt.date(2026, 3, 1), Case(pseudonym=word))
    assert f"pseudonym: '{word}'" in inventory_to_yaml(inventory)


def test_a_dump_is_short_and_in_order() -> None:
    """Defaults are left out, absences are words, sets are sorted, keys follow the class."""
    anna = Relationship(
        id="anna",
        label="Anna",
        alive=t.Answer.NO,
        death_date=PartialDate("2025-autumn"),
        closeness_now=t.Absence.DECLINED,
        conflict=frozenset({t.Conflict.OVERT, t.Conflict.COVERT}),
        communication=frozenset(),
    )
    inventory = Inventory(dt.date(2026, 3, 1), Case("Lena", age_years=30), relationships=(anna,))
    assert inventory_to_yaml(inventory) == (
        "assessment_date: '2026-03-01'\n"
        "case:\n  pseudonym: Lena\n  age_years: 30\n"
        "relationships:\n- id: anna\n  label: Anna\n  alive: 'no'\n  death_date: 2025-autumn\n"
        "  closeness_now: declined\n  conflict:\n  - covert\n  - overt\n  communication: []\n"
    )


def test_files_of_both_kinds_are_read(tmp_path: Path) -> None:
    """YAML, JSON and the case file that holds an inventory give the same."""
    for name, text in {
        "a.yaml": "assessment_date: 2026-03-01\ncase: {pseudonym: Lena}\n",
        "a.json": json.dumps(LENA),
        "b.yaml": "title: A case\nvignette: Once\nexpects: {}\ninventory:\n"
        "  assessment_date: 2026-03-01\n  case: {pseudonym: Lena}\n",
    }.items():
        (tmp_path / name).write_text(text)
        assert load_inventory(tmp_path / name) == load_inventory(LENA)
    assert load_inventory({"inventory": LENA}) == load_inventory(LENA)


def test_words_become_answers_only_where_the_field_says_so() -> None:
    """`no` is an answer in a question and text in a note; a year needs no quotes."""
    case = {"pseudonym": "no", "chronic_2y": "no", "episode_onset": {"date": 2025}}
    loaded = load_inventory({**LENA, "case": case}).case
    assert loaded.pseudonym == "no"
    assert loaded.chronic_2y is t.Answer.NO
    assert loaded.episode_onset.date == PartialDate("2025")


# --- hostile and broken data -----------------------------------------------------------------

junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from([*t.Answer, *t.Absence, "unknown", "anna", "2025", "none", "overt"]).map(str),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "label", "date", "group", "x"]), inner, max_size=4)
    ),
    max_leaves=10,
)
names = [field.name for field in attrs.fields(Inventory) if field.init]
sketches = st.dictionaries(st.sampled_from([*names, "inventory", "title"]), junk, max_size=5)


@given(junk | sketches)
def test_any_json_is_loaded_or_refused(value: Any) -> None:
    """No mapping makes loading raise anything but `DocumentError`."""
    for source in (value if isinstance(value, dict) else {"case": value}, {"inventory": value}):
        problems_of(source)


@given(st.data(), inventories(), junk)
def test_one_broken_value_is_found(data: st.DataObject, inventory: Inventory, value: Any) -> None:
    """Put anything anywhere: the document loads, or names a problem; it never crashes."""
    document = dump_inventory(inventory)
    box: Any = document
    while True:
        key = data.draw(st.sampled_from(sorted(box) if isinstance(box, dict) else range(len(box))))
        if not isinstance(box[key], dict | list) or not box[key] or data.draw(st.booleans()):
            break
        box = box[key]
    box[key] = value
    problems_of(document)


@given(texts(40, 40))
def test_no_message_repeats_a_long_text(text: str) -> None:
    """What a patient said does not end up in an error at length."""
    long = text * 40
    document = {**LENA, long: 1, "asked": {"deaths": long, "risk": {}}, "risk": {"plan": [long]}}
    document["case"] = {"pseudonym": long, "age_years": long, "format": long, "profile": [long]}
    for line in problems_of(document):
        assert text not in line
        assert len(line) < 400


def test_dropping_what_is_broken_invents_nothing() -> None:
    """A reference to a record that is itself broken is not called dangling."""
    document = {
        **LENA,
        "relationships": [{"id": "anna"}, {"id": "bert", "label": "B", "alive": "maybe"}],
        "events": [
            {"id": "e1", "group": "work", "person": "anna"},
            {"id": "e2", "group": "work", "person": "bert"},
            {"id": "e3", "group": "work", "person": "carl"},
        ],
    }
    assert [line.split(": ")[1] for line in problems_of(document)] == [
        "relationships[0].label",
        "relationships[1].alive",
        "events[2].person",
    ]


def test_many_problems_take_little_time() -> None:
    """Tens of thousands of misspelt names are listed; only the first get a suggestion."""
    unknown = {f"relationshop{number}": 1 for number in range(20_000)}
    case = {"pseudonym": "x", "main_problem_patient": [f"anne{n}" for n in range(20_000)]}
    people = [{"id": f"anna{number}", "label": "x"} for number in range(20_000)]
    assert len(problems_of({**LENA, **unknown})) == 20_000
    assert len(problems_of({**LENA, "case": case, "relationships": people})) == 20_000


# --- consistency -----------------------------------------------------------------------------


def test_contradictory_clinical_data_is_no_inconsistency() -> None:
    """An onset years away from its anchor is for rules to question, not for the document."""
    onset = Onset(t.OnsetState.ANCHORED_TO_EVENT, PartialDate("2025-06"), anchor_event="move")
    move = LifeEvent("move", t.EventGroup.PLACE_OR_CULTURE, date=PartialDate("2010"))
    assert (
        inconsistencies(
            Inventory(dt.date(2026, 3, 1), Case("Lena", episode_onset=onset), events=(move,))
        )
        == []
    )


def test_partial_dates_are_given_the_benefit_of_the_doubt() -> None:
    """This year may be an earlier day of it; a year may reach to the birthday."""
    case = Case("Lena", age_years=30, episode_onset=Onset(date=PartialDate("1995")))
    plan = RiskScreen(safety_plan_date=PartialDate("2026"))
    assert inconsistencies(Inventory(dt.date(2026, 3, 1), case, risk=plan)) == []


def test_also_known_ids_hold() -> None:
    """Ids that are known from elsewhere are no dangling references, and can be suggested."""
    case = Case("Lena", main_problem_patient=("anna", "bertt"))
    found = inconsistencies(Inventory(dt.date(2026, 3, 1), case), frozenset({"anna", "bert"}))
    (problem,) = found
    assert problem[0] == ("case", "main_problem_patient", 1)
    assert problem[1].endswith("has the id 'bertt'; did you mean 'bert'?")


@pytest.mark.parametrize("day", [dt.date(1, 1, 1), dt.date(2024, 2, 29), dt.date.max])
def test_ages_reach_back_over_any_date(day: dt.date) -> None:
    """Counting back to a birth works from the first day of the calendar and from 29 February."""
    case = Case("Lena", age_years=30, episode_onset=Onset(months_before_assessment=2.0))
    assert inconsistencies(Inventory(day, case)) == []


def test_an_inventory_built_in_python_is_checked_as_strictly() -> None:
    """Limits, references, reserved words and look-alikes of the right type are all found."""

    def found(case: Case, **more: Any) -> list[str]:
        with pytest.raises(DocumentError) as caught:
            check_inventory(Inventory(dt.date(2026, 3, 1), case, **more))
        return [str(problem) for problem in caught.value.problems]

    lookalike: Any = "yes"
    assert found(Case("Lena", has_confidant=lookalike)) == [
        "<inventory>: case.has_confidant: expected the type Answer of the model, got str"
    ]
    assert found(Case("Lena", age_years=-1)) == [
        "<inventory>: case.age_years: must be at least 0, got -1"
    ]
    assert found(Case("declined")) == [
        "<inventory>: case.pseudonym: 'declined' is kept for values that are absent; write a text"
    ]
    assert found(Case("Lena"), relationships=[]) == [
        "<inventory>: relationships: expected the type tuple of the model, got list"
    ]
    assert "no record in events" in found(Case("L", episode_onset=Onset(anchor_event="e")))[0]
    assert "set is not plain data" in found(Case("Lena", personality_traits={t.Trait.AVOIDANT}))[0]  # type: ignore[arg-type]
    check_inventory(Inventory(dt.date(2026, 3, 1), Case("Lena", frequency_per_month=4)))


def test_reserved_words_are_found_in_any_text() -> None:
    """A text that reads as an absence would be lost in a document."""
    case = Case("unknown", culture_notes="unknown", profile="not_asked")
    paths = [path for path, _ in inconsistencies(Inventory(dt.date(2026, 3, 1), case))]
    assert paths == [("case", "culture_notes"), ("case", "profile")]


# --- other classes ---------------------------------------------------------------------------


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


@attrs.frozen
class Part:
    size: Annotated[float, at.Interval(gt=0, lt=10)] = 1.0


@attrs.frozen
class Thing:
    kind: Literal["a", "b", 3]
    colour: Colour | None = None
    parts: dict[str, Part] = attrs.field(factory=dict)
    tags: Annotated[tuple[str, ...], at.Len(1, 2)] = ("x",)
    mixed: str | int | bool | tuple[str, ...] | Part | None = None
    flag: bool = attrs.field(default=False, validator=attrs.validators.in_([True, False]))
    even: int = attrs.field(default=0)

    @even.validator
    def _check(self, _: Any, value: int) -> None:
        if value % 2:
            raise ValueError("must be even")


@pytest.mark.parametrize("mixed", ["declined", 5, True, ("a", "b"), Part(2.0), None])
def test_any_attrs_class_makes_the_round_trip(mixed: Any) -> None:
    """Literals, optional values, mappings and alternatives told apart by shape are read back."""
    thing = Thing("b", Colour.BLUE, {"p": Part(3.0)}, ("y",), mixed, even=2)
    assert structure(unstructure(thing), Thing) == (thing, [])
    assert unstructure(Thing("a")) == {"kind": "a"}


def test_any_attrs_class_lists_its_problems() -> None:
    """All fields are looked at, whatever their kind; validators speak last."""
    bad = {
        "kind": "c",
        "colour": "rd",
        "parts": {"p": {"size": 10}, "q": 1},
        "tags": [],
        "mixed": 1.5,
        "flag": 1,
    }
    assert structure(bad, Thing) == (
        None,
        [
            (("kind",), "'c' is not one of a, b, 3"),
            (("colour",), "'rd' is not one of red, blue; did you mean 'red'?"),
            (("parts", "p", "size"), "must be less than 10, got 10"),
            (("parts", "q"), "expected a mapping, got 1"),
            (("tags",), "must have at least 1 entry, has 0"),
            (("mixed",), "expected text, got 1.5; put it in quotes if it is text"),
            (("flag",), "expected true or false, got 1"),
        ],
    )
    assert structure({"kind": 3, "even": 1}, Thing) == (None, [((), "must be even")])
    assert structure([], Thing) == (None, [((), "expected a mapping, got a list")])


def test_importing_the_readers_costs_little() -> None:
    """cattrs is imported when the first document is structured, not before."""
    code = "import sys, ipt_rules.documents; sys.exit('cattrs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

"""The JSON Schemas: valid by the standard, and of one mind with the readers and the results."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.documents.inventories import dump_inventory, load_inventory
from ipt_rules.documents.source import read
from ipt_rules.evaluation import evaluate
from ipt_rules.exceptions import DocumentError
from ipt_rules.interop.schema import SCHEMAS, schema
from ipt_rules.model import Inventory
from ipt_rules.rulebase import rules_folder
from tests.shipped import CASES, RULES, fitting

SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
VALIDATORS = {name: Draft202012Validator(schema(name)) for name in SCHEMAS}
WRITTEN = {
    name: read(rules_folder() / "cases" / f"{name}.yaml").data["inventory"] for name in CASES
}
"""The inventories as their files spell them."""


def valid(name: str, data: Any) -> bool:
    return bool(VALIDATORS[name].is_valid(data))


def explain(name: str, data: Any) -> str:
    return "\n".join(f"{e.json_path}: {e.message}" for e in VALIDATORS[name].iter_errors(data))


# --- the schemas themselves ------------------------------------------------------------------


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_by_the_standard(name: str) -> None:
    """Each schema says it is one of 2020-12, is one, is JSON and is the same every time."""
    made = schema(name)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(made)
    assert json.loads(json.dumps(made)) == made == schema(name)


def _references(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "$ref":
                yield value.removeprefix("#/$defs/")
            else:
                yield from _references(value)
    elif isinstance(data, list):
        for value in data:
            yield from _references(value)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_stands_alone(name: str) -> None:
    """Every reference leads to a definition of the same schema, and none is left over."""
    made = schema(name)
    assert {*_references(made)} | {SCHEMAS[name].__name__} == set(made["$defs"])
    assert all(definition for definition in made["$defs"].values())


@pytest.mark.parametrize("name", SCHEMAS)
def test_records_are_closed(name: str) -> None:
    """No record takes a field that it does not know."""
    records = [d for d in schema(name)["$defs"].values() if d.get("type") == "object"]
    assert records
    assert all(record["additionalProperties"] is False for record in records)


def test_a_result_has_every_key_always() -> None:
    """Whoever reads an evaluation need not ask whether a key is there."""
    made = schema("evaluation")
    assert made["$id"] == results.FORMAT
    records = [d for d in made["$defs"].values() if d.get("type") == "object"]
    assert all(record["required"] == list(record["properties"]) for record in records)


def test_fields_carry_their_questions() -> None:
    """The question that asks for a field describes it in the schema."""
    case = schema("inventory")["$defs"]["Case"]
    assert case["properties"]["age_years"]["description"] == "How old is the patient?"
    assert case["required"] == ["pseudonym"]


def test_words_are_listed() -> None:
    """A closed vocabulary is an enum, and absence may stand wherever an answer may."""
    made = schema("inventory")
    assert made["$defs"]["Answer"] == {"enum": [word.value for word in t.Answer]}
    chronic = made["$defs"]["Case"]["properties"]["chronic_2y"]["anyOf"]
    assert {"$ref": "#/$defs/Absence"} in chronic


def test_there_is_no_other_schema() -> None:
    """Any other name is a mistake."""
    with pytest.raises(KeyError):
        schema("rules")


# --- what is read and what is written --------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_a_shipped_case_is_valid_as_written_and_as_dumped(name: str) -> None:
    """The file's own spelling is valid, and so is what the library writes."""
    assert explain("inventory", WRITTEN[name]) == ""
    assert explain("inventory", dump_inventory(CASES[name].inventory)) == ""


@pytest.mark.parametrize("name", CASES)
def test_the_evaluation_of_a_shipped_case_is_valid(name: str) -> None:
    """The result keeps to its schema, as a mapping and as JSON text."""
    found = evaluate(CASES[name].inventory, RULES)
    assert explain("evaluation", found.to_dict()) == ""
    assert json.loads(found.to_json()) == found.to_dict()


@SLOW
@given(fitting())
def test_any_inventory_and_its_evaluation_are_valid(inventory: Inventory) -> None:
    """Whatever can be loaded is valid when dumped, and so is what the rules say of it."""
    assert explain("inventory", dump_inventory(inventory)) == ""
    assert explain("evaluation", evaluate(inventory, RULES).to_dict()) == ""


# --- one mistake -----------------------------------------------------------------------------


def _places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _places(value, (*path, key))


PLACES = {name: list(_places(data)) for name, data in WRITTEN.items()}
TERMS = [term for term in vars(t).values() if isinstance(term, type) and issubclass(term, t.Term)]
WORDS = sorted({word.value for term in TERMS for word in term})
VALUES = (
    st.sampled_from([None, True, False, "", "unknown", "not_asked", "declined", [], {}, [None]])
    | st.sampled_from(WORDS)
    | st.integers(-2, 3000)
    | st.floats(-10, 3000, allow_nan=False)
    | st.dates().map(str)
    | st.sampled_from(["2025", "2025-03", "2025-13", "2025-winter", "25", 2025, 2025.0, 999])
    | st.integers(0, 2100).map(lambda size: "x" * size)
    | st.lists(st.sampled_from(WORDS), max_size=3)
)


@st.composite
def mutations(draw: st.DrawFn) -> Any:
    """A shipped case in which one thing is another, too much, missing or misnamed."""
    name = draw(st.sampled_from(sorted(WRITTEN)))
    data = copy.deepcopy(WRITTEN[name])
    path = draw(st.sampled_from(PLACES[name][1:]))
    box = data
    for part in path[:-1]:
        box = box[part]
    last = path[-1]
    kind = draw(st.sampled_from(["change", "change", "change", "drop", "rename", "double", "add"]))
    if kind == "change":
        box[last] = draw(VALUES)
    elif kind == "drop":
        del box[last]
    elif kind == "double" and isinstance(box, list):
        box.append(copy.deepcopy(box[last]))
    elif isinstance(box, dict):
        value = box.pop(last) if kind == "rename" else draw(VALUES)
        box[draw(st.sampled_from([f"{last}s", "note", "id", "label", "x"]))] = value
    return data


def _loads(data: Any) -> bool:
    try:
        load_inventory(data)
    except DocumentError:
        return False
    return True


@settings(SLOW, max_examples=4 * settings().max_examples)
@given(mutations())
def test_what_the_schema_refuses_the_reader_refuses(data: Any) -> None:
    """A file that an editor marks as wrong cannot be loaded; the reader is the stricter one."""
    if not valid("inventory", data):
        assert not _loads(data), explain("inventory", data)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("case", "age_years"), "old"),
        (("case", "age_years"), 121),
        (("case", "age_yaers"), 41),
        (("case", "chronic_2y"), True),
        (("case", "pseudonym"), ""),
        (("case", "pseudonym"), "x" * 61),
        (("case", "profile"), None),
        (("assessment_date",), 2026),
        (("relationships",), {}),
        (("asked", "deaths"), "unknown"),
    ],
)
def test_common_mistakes_are_refused_by_both(path: tuple[str, ...], value: Any) -> None:
    """What people get wrong is marked by an editor with the schema already."""
    data = copy.deepcopy(WRITTEN["lena-renegotiation"])
    box = data
    for part in path[:-1]:
        box = box[part]
    box[path[-1]] = value
    assert not valid("inventory", data)
    assert not _loads(data)


def test_a_year_needs_no_quotes() -> None:
    """YAML reads a bare year as a number; schema and reader both take it as a date."""
    data = copy.deepcopy(WRITTEN["lena-renegotiation"])
    data["case"]["episode_onset"] = {"state": "dated", "date": 2025}
    assert _loads(data)
    assert valid("inventory", data)
    data["case"]["episode_onset"]["date"] = 99
    assert not _loads(data)
    assert not valid("inventory", data)


def test_schema_and_code_share_no_state() -> None:
    """A schema that a caller changes leaves the next one as it was."""
    first = schema("inventory")
    first["$defs"].clear()
    assert schema("inventory")["$defs"]

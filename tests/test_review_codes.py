"""Every check F01 to F48, on a record that raises it and on one that nearly does."""

import copy
from pathlib import Path
from typing import Any

import pytest

from ipt_rules.documents.formulations import load_formulation, load_notes
from ipt_rules.documents.inventories import load_inventory
from ipt_rules.documents.source import read
from ipt_rules.evaluation import evaluate
from ipt_rules.review.check import check
from ipt_rules.rulebase import rules_folder
from tests.shipped import CASES, RULES, SAMPLES

Documents = dict[str, Any]

CODES: Documents = read(Path(__file__).parent / "fixtures" / "review_codes.yaml").data
NUMBERS = [f"F{number:02}" for number in range(1, 49)]
FOLDER = rules_folder() / "cases"
SOUND = {name for name, sample in SAMPLES.items() if not sample.expects.issues}
SOUND |= {name for name, case in CASES.items() if not case.expects.issues}


def documents(base: str) -> Documents:
    """The plain data of a base: inventory, formulation and notes, as its files hold them."""
    if base in CASES:
        case = read(FOLDER / f"{base}.yaml").data
        told = {"formulation": case["inventory"]["formulation"]}
    else:
        told = read(FOLDER / "formulations" / f"{base}.yaml").data
        case = read(FOLDER / f"{told['case']}.yaml").data
    found = {
        "inventory": case["inventory"],
        "formulation": told["formulation"],
        "notes": told.get("notes", {}),
    }
    return copy.deepcopy(found)


def changed(base: str, changes: Documents) -> Documents:
    """The documents of a base with some places of them written anew, or emptied."""
    found = documents(base)
    for path, value in changes.items():
        *way, last = path.split(".")
        place: Any = found
        for part in way:
            place = place[key(place, part)]
        if value is None:
            del place[key(place, last)]
        else:
            place[key(place, last)] = value
    return found


def key(place: Any, part: str) -> str | int:
    """A part of a path as a key of a mapping, or as the place of an entry in a list."""
    if not isinstance(place, list):
        return part
    if part.isdigit():
        return int(part)
    return [entry["id"] for entry in place].index(part)


def raised(base: str, found: Documents) -> set[str]:
    """The codes of all issues in the review of some documents."""
    sample = SAMPLES.get(base)
    case = CASES[base if sample is None else sample.case]
    session = case.session if sample is None or sample.session is None else sample.session
    evaluation = evaluate(load_inventory(found["inventory"]), RULES, session=session)
    notes = load_notes(found["notes"]) if found["notes"] else None
    review = check(load_formulation(found["formulation"]), evaluation, notes)
    return {code for issue in review.issues for code in issue.codes}


def test_every_check_of_the_list_is_here() -> None:
    """The file holds F01 to F48, in order, each with a reason; and rules implement them all."""
    assert list(CODES) == NUMBERS
    assert all(set(entry) == {"base", "raises", "nearly", "why"} for entry in CODES.values())
    implemented = {code for rule in RULES.rules for code in rule.implements}
    assert implemented >= set(NUMBERS)


@pytest.mark.parametrize("side", ["raises", "nearly"])
@pytest.mark.parametrize("code", NUMBERS)
def test_a_check_is_raised_where_it_should_be_and_not_where_it_nearly_is(
    code: str, side: str
) -> None:
    """The record that raises a check has its code among the issues; the one beside it has not."""
    entry = CODES[code]
    found = raised(entry["base"], changed(entry["base"], entry[side]))
    assert (code in found) is (side == "raises")


@pytest.mark.parametrize("code", NUMBERS)
def test_the_two_records_of_a_check_lie_close_together(code: str) -> None:
    """They differ, and in no more than two fields."""
    entry = CODES[code]
    paths = {*entry["raises"], *entry["nearly"]}
    left = "left alone"
    different = {p for p in paths if entry["raises"].get(p, left) != entry["nearly"].get(p, left)}
    assert len(different) in (1, 2)
    assert changed(entry["base"], entry["raises"]) != changed(entry["base"], entry["nearly"])


@pytest.mark.parametrize("base", sorted({entry["base"] for entry in CODES.values()}))
def test_a_sound_base_raises_nothing_by_itself(base: str) -> None:
    """Whatever is raised comes from what was changed; the other bases raise what they expect."""
    found = raised(base, documents(base))
    if base in SOUND:
        assert found == set()
    else:
        expected = SAMPLES[base].expects.issues
        assert found == {code for name in expected for code in RULES[name].implements}


def test_most_checks_are_raised_from_a_sound_base() -> None:
    """Where the base is sound, one change alone turns a good formulation into one to talk about."""
    sound = [code for code, entry in CODES.items() if entry["base"] in SOUND]
    assert len(sound) >= 36

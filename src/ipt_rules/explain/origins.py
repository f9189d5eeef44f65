"""Where the value of a fact stands in the inventory, and what a record is called there."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.conclusions import words
from ipt_rules.facts import Fact, vocabulary
from ipt_rules.model import Inventory


@frozen
class Origin:
    """The answer behind a field of a fact.

    `path` is where it stands (`events[e1].grief.closeness`), empty where no single answer holds it;
    `answer` is what stands there, or why nothing does.
    """

    path: str
    answer: object

    @property
    def is_answered(self) -> bool:
        """Whether an answer stands there."""
        return self.answer is not None and not isinstance(self.answer, t.Absence)


def origin_of(fact: Fact, field: str, inventory: Inventory) -> Origin:
    """Find the answer behind a field.

    >>> from ipt_rules import load_inventory, rules_folder
    >>> lena = load_inventory(rules_folder() / "cases" / "lena-renegotiation.yaml")
    >>> origin_of(Fact("case", "case", {"age_years": 41}), "age_years", lena)
    Origin(path='case.age_years', answer=41)
    """
    origin = vocabulary()[fact.kind].fields[field].origin
    found = _record(fact, inventory)
    if origin is None or found is None:
        return Origin("", None)
    path, record = found
    attributes = origin[len(_PATHS[fact.kind]) :].lstrip("[].").split(".")
    answer: Any = record
    for name in attributes:
        if answer is None or isinstance(answer, t.Absence):
            break
        answer = getattr(answer, name)
    return Origin(f"{path}.{'.'.join(attributes)}", answer)


_PATHS = {
    "case": "case",
    "asked": "asked",
    "risk": "risk",
    "formulation": "formulation",
    "diagnosis": "case.diagnoses",
    "medical_illness": "case.medical_illness",
    "measure": "measures",
    "relationship": "relationships",
    "life_event": "events",
    "session": "sessions",
}


def _record(fact: Fact, inventory: Inventory) -> tuple[str, Any] | None:
    """The record of a fact with its path; none for what is worked out from several."""
    name = fact.id.partition(":")[2]
    path = _PATHS.get(fact.kind)
    if path is None or fact.stands_for:
        return None
    held: Any = inventory
    for part in path.split("."):
        held = getattr(held, part)
    if not isinstance(held, tuple):
        return path, held
    for number, record in enumerate(held):
        own = {"life_event": "id", "relationship": "id", "session": "session_no"}.get(fact.kind)
        if own is None:
            if str(number) == name:
                return f"{path}[{number}]", record
        elif own == "session_no":
            if record.session_no == int(name):
                return f"{path}[session {record.session_no}]", record
        elif record.id == name:
            return f"{path}[{name}]", record
    return None  # a death that is known from the person alone


_ONCE = {
    "case": "the patient",
    "inventory": "the inventory, counted",
    "course": "the course of the treatment",
    "asked": "what was asked about",
    "formulation": "the formulation",
    "proposal": "the proposal",
}


def record_name(fact: Fact) -> str:
    """What a person calls the record of a fact."""
    if fact.stands_for:
        return "a record that nobody has asked about yet"
    for field in ("event", "person", "illness", "scale", "title"):
        if field in fact.values:
            return words(fact.values[field])
    if fact.kind in ("area", "focus", "argument", "formulation_area"):
        return words(fact.values["area"]).replace("_", " ")
    if fact.kind == "diagnosis" and "name" in fact.values:
        return f"the diagnosis {words(fact.values['name']).replace('_', ' ')}"
    if fact.kind == "session":
        return f"the note of session {int(fact.id.partition(':')[2])}"
    if fact.kind in ("finding", "alert", "suitability"):
        return f"{fact.kind} {words(fact.values['name']).replace('_', ' ')}"
    return _ONCE.get(fact.kind) or vocabulary()[fact.kind].meaning

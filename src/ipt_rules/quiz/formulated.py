"""A formulation as its reader sees it: what an item about a formulation shows of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ipt_rules import terms as t
from ipt_rules.model import Formulation, Inventory, PlannedSession, SessionNote
from ipt_rules.rulebase import RuleBase


def formulation_text(inventory: Inventory, rules: RuleBase) -> str:
    """The formulation on record with its plan, then the session notes, a line for each part.

    What is left out in it is not mentioned: to see that is a part of reading it.

    >>> from ipt_rules import load_inventory, load_rules
    >>> record = load_inventory({"assessment_date": "2026-03-02", "case": {"pseudonym": "Marta"},
    ...     "formulation": {"areas": ["grief"], "goals": ["to visit the grave"]}})
    >>> print(formulation_text(record, load_rules()))
    The formulation:
    Area: grief.
    Goals: to visit the grave.
    """
    if inventory.formulation is None:
        return ""
    lines = [f"{name}: {said.rstrip('.')}." for name, said in _parts(inventory, rules) if said]
    return "\n".join(["The formulation:", *lines])


def _parts(inventory: Inventory, rules: RuleBase) -> Iterator[tuple[str, str]]:
    written = inventory.formulation
    assert written is not None
    labels = {person.id: person.label for person in inventory.relationships}
    labels |= {e.id: e.label for e in inventory.events if not isinstance(e.label, t.Absence)}
    yield "Area", _listed(area.label for area in written.areas)
    yield "Tied to", _listed(labels.get(str(name), str(name)) for name in written.linked_to)
    yield from _answers(written)
    yield "Techniques", _titles(written.planned_techniques, rules)
    contract = written.contract
    if not isinstance(contract.sessions, t.Absence):
        yield "Agreed", f"{contract.sessions} sessions"
    if not isinstance(contract.ends_on, t.Absence):
        yield "Last day", str(contract.ends_on)
    yield "Plan", "; ".join(_planned(session, rules) for session in written.plan)
    yield "Session notes", "; ".join(_noted(note, rules) for note in inventory.sessions)


def _answers(written: Formulation) -> Iterator[tuple[str, str]]:
    for name, answer in (
        ("Diagnosis", written.diagnosis),
        ("Link with the onset", written.onset_link),
        ("Stage of the dispute", written.dispute_stage),
        ("Goals", written.goals),
        ("Strengths", written.strengths),
        ("Also considered", tuple(sorted(written.alternatives_considered))),
        ("Reason for the choice", written.reason_for_choice),
        ("The patient agreed", written.patient_agreed),
        ("Said to the patient", written.statement),
    ):
        if isinstance(answer, tuple):
            yield name, _listed(_said(part) for part in answer)
        elif not isinstance(answer, t.Absence):
            yield name, _said(answer)


def _said(answer: object) -> str:
    text = answer.label if isinstance(answer, t.Term) else str(answer)
    return " ".join(text.split())


def _planned(session: PlannedSession, rules: RuleBase) -> str:
    aim = "" if isinstance(session.aim, t.Absence) else f" ({_said(session.aim)})"
    return f"session {session.session_no}, {_titles(session.techniques, rules) or 'open'}{aim}"


def _noted(note: SessionNote, rules: RuleBase) -> str:
    parts = [_titles(note.techniques, rules)]
    if not isinstance(note.focus_worked, t.Absence):
        parts.insert(0, f"on {note.focus_worked.label}")
    return f"session {note.session_no}: {', '.join(filter(None, parts)) or 'held'}"


def _titles(names: Iterable[str], rules: RuleBase) -> str:
    known = {name: document.title for name, document in rules.techniques.items()}
    known |= {name: document.title for name, document in rules.foreign.items()}
    return _listed(known.get(name, name) for name in names)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)

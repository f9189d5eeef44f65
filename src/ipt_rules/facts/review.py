"""The record read as a document, for the formulation stratum alone.

A supervisor who reads a record sees what is not in it. Everywhere else a blank is no fact; here it
is one, about the document and never about the patient.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ipt_rules import terms as t
from ipt_rules.exceptions import Path
from ipt_rules.facts.events import in_conflict
from ipt_rules.facts.formulation import in_session, technique_values
from ipt_rules.facts.settings import Settings, plain_name
from ipt_rules.facts.values import Fact, Facts, Value, yes_no
from ipt_rules.model import Formulation, Inventory, LifeEvent, Relationship, SessionNote

_REFERENCE = {"relationship": "relationship", "life_event": "event_id"}


def review_facts(inventory: Inventory, settings: Settings, facts: Facts) -> list[Fact]:
    """What the record leaves out, how it is worded, and what its notes show.

    `facts` are those of the case. Nothing without a formulation or a note to read.
    """
    if inventory.formulation is None and not inventory.sessions:
        return []
    notes = sorted(inventory.sessions, key=lambda note: note.session_no)
    found = [*_lacking(inventory, notes, settings.lacking, facts)]
    if inventory.formulation is not None:
        found += _wordings(inventory.formulation, settings)
        found += _late_disclosures(inventory, inventory.formulation)
    if notes:
        found += _used(inventory, notes, settings)
        found.append(_notes(inventory, notes))
    return found


# --- what is not there -------------------------------------------------------------------------


def _lacking(
    inventory: Inventory, notes: Sequence[SessionNote], names: frozenset[str], facts: Facts
) -> Iterator[Fact]:
    by_kind: dict[str, list[Fact]] = {}
    for fact in facts:
        if not fact.stands_for:
            by_kind.setdefault(fact.kind, []).append(fact)
    done = {name for note in notes for name in note.tasks_done}
    used = {name for note in notes for name in note.techniques}
    for name in sorted(names):
        kind, _, field = name.partition(".")
        if name == "formulation":
            missing = inventory.formulation is None
        elif kind in ("task", "technique"):
            missing = field not in (done if kind == "task" else used)
        else:
            yield from _blanks(name, field, by_kind.get(kind, ()))
            continue
        if missing:
            yield Fact("lacking", f"lacking:{name}", {"field": name, "said": "blank"})


def _blanks(name: str, field: str, facts: Iterable[Fact]) -> Iterator[Fact]:
    for fact in facts:
        value = fact.values.get(field)
        if value is None or value == "no":
            values: dict[str, Value] = {"field": name, "said": "blank" if value is None else "no"}
            about = fact.values.get(_REFERENCE.get(fact.kind, ""))
            if about is not None:
                values["about"] = about
            yield Fact("lacking", f"lacking:{name}:{fact.id}", values)


# --- how it is worded --------------------------------------------------------------------------


def _wordings(formulation: Formulation, settings: Settings) -> Iterator[Fact]:
    """Each list of words that the formulation uses, with the first words found in each place."""
    for number, (path, text) in enumerate(texts_of(formulation)):
        place = str(path[0])
        written = f" {plain_name(text)} "
        capitals = frozenset(_CAPITALS.findall(text))
        for name, phrases in settings.wordings:
            found = [phrase for phrase in phrases if f" {phrase} " in written]
            if name not in settings.phrases:  # names: a short one is a word in some language
                found = [n for n in found if len(n) > _SHORT or n.upper() in capitals]
            if found:
                longest = min(found, key=lambda phrase: (-len(phrase), phrase))
                values: dict[str, Value] = {"list": name, "phrase": longest, "place": place}
                yield Fact("wording", f"wording:{name}:{place}:{number}", values)


_SHORT = 4  # letters of a name that counts in capitals only
_CAPITALS = re.compile(r"\b[A-Z]{2,4}\b")


def texts_of(formulation: Formulation) -> Iterator[tuple[Path, str]]:
    """Every text of a formulation that words are looked for in, with its path."""
    single = {
        "statement": formulation.statement,
        "onset_link": formulation.onset_link,
        "reason_for_choice": formulation.reason_for_choice,
    }
    for place, text in single.items():
        if not isinstance(text, t.Absence):
            yield (place,), text
    for place, texts in (("goals", formulation.goals), ("strengths", formulation.strengths)):
        yield from (((place, index), text) for index, text in enumerate(texts))
    for index, planned in enumerate(formulation.plan):
        if not isinstance(planned.aim, t.Absence):
            yield ("plan", index, "aim"), planned.aim


# --- what came to light late -------------------------------------------------------------------


def _late_disclosures(inventory: Inventory, formulation: Formulation) -> Iterator[Fact]:
    offered = formulation.session_no
    if isinstance(offered, t.Absence):
        return
    dead = (p for p in inventory.relationships if p.alive is t.Answer.NO)
    found: list[tuple[str, LifeEvent | Relationship]] = [
        *(("death", p) for p in dead),
        *(("death", e) for e in inventory.events if e.group is t.EventGroup.BEREAVEMENT),
        *(("conflict", p) for p in inventory.relationships if in_conflict(p)),
    ]
    for of, record in found:
        session = record.disclosed_in_session
        if not isinstance(session, t.Absence) and session > offered:
            values: dict[str, Value] = {"of": of, "about": record.id, "session_no": session}
            yield Fact("late_disclosure", f"late_disclosure:{record.id}", values)


# --- the notes ---------------------------------------------------------------------------------


def _used(inventory: Inventory, notes: Sequence[SessionNote], settings: Settings) -> Iterator[Fact]:
    """Every technique a note records, with whether it fits the phase and what came before it."""
    known = frozenset[str]()
    for note in notes:
        known = known.union(note.techniques)
        for name in dict.fromkeys(note.techniques):
            values = technique_values(name, known, settings)
            values |= in_session(name, note.session_no, inventory, settings)
            yield Fact("used_technique", f"used_technique:{note.session_no:02d}:{name}", values)


def _notes(inventory: Inventory, notes: Sequence[SessionNote]) -> Fact:
    agreed = inventory.formulation.areas if inventory.formulation is not None else ()
    worked = [n.focus_worked for n in notes if not isinstance(n.focus_worked, t.Absence)]
    off = _trailing(bool(agreed) and area not in agreed for area in worked)
    areas = set(worked[len(worked) - off :])
    values: dict[str, Value] = {
        "sessions_noted": len(notes),
        "sessions_without_score": _trailing(not has_score(inventory, note) for note in notes),
        "sessions_off_focus": off,
        "same_other_area": yes_no(len(areas) == 1),
        "ending_announced": yes_no(any(map(announces, notes))),
    }
    return Fact("notes", "notes", values)


def _trailing(holds: Iterable[bool]) -> int:
    """How many of the last ones hold, in a row.

    >>> _trailing([True, False, True, True])
    2
    """
    run = 0
    for held in holds:
        run = run + 1 if held else 0
    return run


def announces(note: SessionNote) -> bool:
    """Whether a note shows that the ending was mentioned, or how many sessions are left."""
    stated = not isinstance(note.sessions_left_stated, t.Absence)
    return stated or note.termination_mentioned is t.Answer.YES


def has_score(inventory: Inventory, note: SessionNote) -> bool:
    """Whether a score belongs to the session of a note, by its number or by its date."""
    if note.measure_done is t.Answer.YES:
        return True
    return any(
        measure.session_no == note.session_no
        or (not isinstance(note.date, t.Absence) and measure.date == note.date)
        for measure in inventory.measures
    )

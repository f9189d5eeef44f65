"""The clinician's formulation as facts: what it says, what it is tied to, what it plans."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_rules import terms as t
from ipt_rules.facts.course import agreed_course
from ipt_rules.facts.records import record_values
from ipt_rules.facts.settings import Settings, plain_name
from ipt_rules.facts.values import Fact, Value, yes_no
from ipt_rules.model import Formulation, Inventory, Relationship
from ipt_rules.model.course import Names
from ipt_rules.model.values import Maybe


def formulation_facts(
    inventory: Inventory, formulation: Formulation, settings: Settings
) -> Iterator[Fact]:
    """The formulation, its areas, what it is tied to, and the techniques it plans."""
    people = {person.id: person for person in inventory.relationships}
    concerned = {event.id: event.person for event in inventory.events}
    refs = {concerned.get(ref, ref) for ref in formulation.linked_to}
    linked = [person for person in inventory.relationships if person.id in refs]
    values = record_values(formulation)
    values |= {
        "areas_chosen": len(set(formulation.areas)),
        "goals_stated": len(formulation.goals),
        "records_linked": len(set(formulation.linked_to)),
        "living_people_linked": sum(p.alive is not t.Answer.NO for p in linked),
        "alternatives_stated": len(formulation.alternatives_considered),
        **_agreed(inventory, formulation, settings),
        **_told(formulation.statement),
        **_offered(inventory, formulation, settings),
        **_rests_on(inventory),
    }
    yield Fact("formulation", "formulation", values)
    for area in dict.fromkeys(formulation.areas):
        yield Fact("formulation_area", f"formulation_area:{area}", {"area": area.value})
    for ref in dict.fromkeys(formulation.linked_to):
        record = "relationship" if ref in people else "life_event"
        yield Fact("linked", f"linked:{ref}", {"about": ref, "record": record})
    yield from _planned(inventory, formulation, settings)


def _planned(inventory: Inventory, formulation: Formulation, settings: Settings) -> Iterator[Fact]:
    """The techniques that are planned, for a session or for some time or other."""
    names = settings.technique_names

    def by_name(written: Names) -> list[str]:
        return list(dict.fromkeys(names.get(plain_name(name), name) for name in written))

    at_some_time = by_name(formulation.planned_techniques)
    at = {entry.session_no: by_name(entry.techniques) for entry in formulation.plan}
    used = {name for note in inventory.sessions for name in note.techniques}
    known = frozenset(used).union(at_some_time, *at.values())
    for name in at_some_time:
        values = technique_values(name, known, settings)
        yield Fact("planned_technique", f"planned_technique:{name}", values)
    for session, techniques in at.items():
        for name in techniques:
            values = technique_values(name, known, settings)
            values |= in_session(name, session, inventory, settings)
            yield Fact("planned_technique", f"planned_technique:{session:02d}:{name}", values)


def in_session(
    name: str, session: int, inventory: Inventory, settings: Settings
) -> dict[str, Value]:
    """The session of a technique, its phase, and whether the technique belongs to that phase."""
    values: dict[str, Value] = {"session_no": session}
    frame, planned = agreed_course(inventory, settings)
    listed = settings.techniques.get(name)
    if listed is not None and frame is not None and not isinstance(planned, t.Absence):
        phase = frame.phase(session, planned)
        fits = not listed.phases or phase in listed.phases
        values |= {"phase": phase.value, "fits_phase": yes_no(fits)}
    return values


def _told(statement: Maybe[str]) -> dict[str, Value]:
    return {} if isinstance(statement, t.Absence) else {"words": len(statement.split())}


def _agreed(inventory: Inventory, formulation: Formulation, settings: Settings) -> dict[str, Value]:
    """Where its contract and its plan are at odds with what was agreed, as far as both say so."""
    contract, agreed = formulation.contract.sessions, inventory.case.planned_sessions
    both = not isinstance(contract, t.Absence) and not isinstance(agreed, t.Absence)
    _, planned = agreed_course(inventory, settings)
    planned = planned if isinstance(contract, t.Absence) else contract
    last = max((entry.session_no for entry in formulation.plan), default=0)
    return {
        "contract_differs": yes_no(both and contract != agreed),
        "planned_past_the_end": yes_no(not isinstance(planned, t.Absence) and last > planned),
    }


def _offered(
    inventory: Inventory, formulation: Formulation, settings: Settings
) -> dict[str, Value]:
    """Whether it came late, by what the agreed course expects."""
    session = formulation.session_no
    frame, planned = agreed_course(inventory, settings)
    if isinstance(session, t.Absence) or frame is None or isinstance(planned, t.Absence):
        return {}
    values: dict[str, Value] = {"offered_in_last_quarter": yes_no(4 * session > 3 * planned)}
    first = isinstance(formulation.version, t.Absence) or formulation.version == 1
    if frame.formulation_by is not None and first:  # a later version may come late
        values["offered_late"] = yes_no(session > frame.formulation_by)
    return values


def _rests_on(inventory: Inventory) -> dict[str, Value]:
    """What the record behind it describes, read as a document: a blank is not described."""
    onset, case = inventory.case.episode_onset, inventory.case
    placed = onset.date, onset.anchor_event, onset.months_before_assessment
    gradual = onset.state in (t.OnsetState.GRADUAL, t.OnsetState.LIFELONG)
    supports = [case.has_confidant, case.social_support_level]
    supports += [p.support_received for p in inventory.relationships]
    supports += [p.is_confidant for p in inventory.relationships]
    return {
        "onset_placed": yes_no(gradual or any(not isinstance(a, t.Absence) for a in placed)),
        "people_described": len(inventory.relationships),
        "present_people_described": sum(map(_is_present, inventory.relationships)),
        "support_described": yes_no(any(not isinstance(a, t.Absence) for a in supports)),
    }


def _is_present(person: Relationship) -> bool:
    """Whether somebody is part of the patient's life now, as far as the record says otherwise."""
    return person.alive is not t.Answer.NO and person.ended is not t.Answer.YES


def technique_values(name: str, known: frozenset[str], settings: Settings) -> dict[str, Value]:
    """What a technique is, by the catalogue; `known` are the techniques planned or used so far.

    Something that is not IPT is known by all its names. What no file lists stays unlisted.
    """
    foreign = settings.foreign.get(plain_name(name))
    if foreign is not None:
        return {
            "technique": foreign.name,
            "title": name,
            "model": "not_ipt",
            "kind": foreign.kind.value,
            "tradition": foreign.tradition.value,
            "instead": foreign.instead,
        }
    note = settings.techniques.get(name)
    if note is None:
        return {"technique": name, "title": name, "model": "unlisted"}
    prepared = known.issuperset(note.needs)
    prepared = prepared and (not note.needs_one_of or not known.isdisjoint(note.needs_one_of))
    title = note.title[:1].lower() + note.title[1:]
    return {"technique": name, "title": title, "model": "ipt", "prepared": yes_no(prepared)}

"""The place of an issue in the record: what its rule looked at, as a path of the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.exceptions import Path
from ipt_rules.facts import Fact, plain_name
from ipt_rules.facts.review import texts_of
from ipt_rules.facts.words import RECORDS, shapes
from ipt_rules.model import Formulation, Inventory
from ipt_rules.rulebase.language import Pattern, single_tests
from ipt_rules.strata import Run


def issue_path(issue: results.Issue, run: Run) -> Path:
    """Where an issue stands: the words, the entry or the blank that raised it.

    Of several things that a rule looks at, the most particular one is named.
    """
    known = {fact.id: fact for fact in run.facts[t.Stratum.FORMULATION]}
    seen = list(
        zip(run.rules[issue.support.rule].when, map(known.get, issue.support.facts), strict=True)
    )
    asked = [(pattern, fact) for pattern, fact in seen if pattern.tests and fact is not None]
    for kind, find in _BY_KIND.items():
        for pattern, fact in asked:
            if fact.kind == kind:
                return find(pattern, fact, run)
    return ("formulation",) if run.inventory.formulation is not None else ()


def _formulation(run: Run) -> Formulation:
    assert run.inventory.formulation is not None
    return run.inventory.formulation


def _wording(pattern: Pattern, fact: Fact, run: Run) -> Path:
    number = int(fact.id.rpartition(":")[2])
    path, _ = list(texts_of(_formulation(run)))[number]
    return ("formulation", *path)


def _planned(pattern: Pattern, fact: Fact, run: Run) -> Path:
    formulation = _formulation(run)
    names = run.rules.settings.technique_names
    wanted = fact.id.partition(":")[2]
    session = fact.values.get("session_no")
    if session is None:
        written, under = formulation.planned_techniques, ("planned_techniques",)
        return ("formulation", *under, _index(written, wanted, names))
    at = [entry.session_no for entry in formulation.plan].index(int(session))  # type: ignore[arg-type]
    name = wanted.partition(":")[2]
    written = formulation.plan[at].techniques
    return ("formulation", "plan", at, "techniques", _index(written, name, names))


def _index(written: tuple[str, ...], wanted: str, names: Mapping[str, str]) -> int:
    return [names.get(plain_name(name), name) for name in written].index(wanted)


def _used(pattern: Pattern, fact: Fact, run: Run) -> Path:
    session, _, name = fact.id.partition(":")[2].partition(":")
    at = [note.session_no for note in run.inventory.sessions].index(int(session))
    return ("sessions", at, "techniques", run.inventory.sessions[at].techniques.index(name))


def _late(pattern: Pattern, fact: Fact, run: Run) -> Path:
    return (*_record(str(fact.values["about"]), run.inventory), "disclosed_in_session")


def _linked(pattern: Pattern, fact: Fact, run: Run) -> Path:
    return (
        "formulation",
        "linked_to",
        _formulation(run).linked_to.index(str(fact.values["about"])),
    )


def _area(pattern: Pattern, fact: Fact, run: Run) -> Path:
    area = t.ProblemArea(str(fact.values["area"]))
    return ("formulation", "areas", _formulation(run).areas.index(area))


def _notes(pattern: Pattern, fact: Fact, run: Run) -> Path:
    numbers = [note.session_no for note in run.inventory.sessions]
    return ("sessions", numbers.index(max(numbers)))


def _own(pattern: Pattern, fact: Fact, run: Run) -> Path:
    """A field of a record that the rule tests, or the record."""
    fields = [part.field for test in pattern.tests for part in single_tests(test)]
    for name in fields:
        if (fact.kind, name) in _WORKED_OUT:
            return _WORKED_OUT[fact.kind, name]
        path = _field(fact.kind, name)
        if path is not None:
            return (*_home(fact, run.inventory), *path)
    return _home(fact, run.inventory)


def _lacking(pattern: Pattern, fact: Fact, run: Run) -> Path:
    """What is not there: the path at which it would stand."""
    kind, _, name = str(fact.values["field"]).partition(".")
    if kind in ("task", "technique"):
        return ("sessions",)
    if (kind, name) in _WORKED_OUT:
        return _WORKED_OUT[kind, name]
    about = fact.values.get("about")
    home = (kind,) if about is None else _record(str(about), run.inventory)
    return (*home, *(_field(kind, name) or ()))


def _home(fact: Fact, inventory: Inventory) -> Path:
    if fact.kind in ("relationship", "life_event"):
        return _record(fact.id.partition(":")[2], inventory)
    if fact.kind == "course":
        return ("case",)
    return (fact.kind,)


def _record(name: str, inventory: Inventory) -> Path:
    for part in ("relationships", "events"):
        for index, record in enumerate(getattr(inventory, part)):
            if record.id == name:
                return (part, index)
    return ()


@cache
def _field(kind: str, name: str) -> Path | None:
    """The attributes behind a field of a fact, as they stand in the record."""
    if kind not in RECORDS:
        return None
    return next((s.attributes for s in shapes(RECORDS[kind][0]) if s.fact_field == name), None)


_WORKED_OUT: Mapping[tuple[str, str], Path] = {
    **{
        ("formulation", name): ("formulation", *path)
        for name, path in {
            "areas_chosen": ("areas",),
            "goals_stated": ("goals",),
            "records_linked": ("linked_to",),
            "living_people_linked": ("linked_to",),
            "alternatives_stated": ("alternatives_considered",),
            "words": ("statement",),
            "offered_late": ("session_no",),
            "offered_in_last_quarter": ("session_no",),
            "contract_differs": ("contract", "sessions"),
            "planned_past_the_end": ("plan",),
        }.items()
    },
    ("formulation", "onset_placed"): ("case", "episode_onset"),
    ("formulation", "people_described"): ("relationships",),
    ("formulation", "present_people_described"): ("relationships",),
    ("formulation", "support_described"): ("relationships",),
    ("inventory", "measures_recorded"): ("measures",),
    ("course", "extended"): ("case", "planned_sessions"),
    ("course", "planned_sessions"): ("case", "planned_sessions"),
}
"""Where fields that are worked out have their answer."""

_BY_KIND: Mapping[str, Callable[[Pattern, Fact, Run], Path]] = {
    "wording": _wording,
    "planned_technique": _planned,
    "used_technique": _used,
    "late_disclosure": _late,
    "lacking": _lacking,
    "asked": _own,
    "notes": _notes,
    "formulation_area": _area,
    "linked": _linked,
    "formulation": _own,
    "life_event": _own,
    "relationship": _own,
    "case": _own,
    "course": _own,
    "inventory": _own,
}
"""What a rule may look at, the most particular first."""

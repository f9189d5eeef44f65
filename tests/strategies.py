"""Hypothesis strategies for valid, consistent inventories, shared by all tests.

A record draws a few of its fields and leaves the others at their default, as real records do; that
keeps examples small and drawing fast. References, ids and numbers are repaired at the end.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import types
from collections.abc import Callable
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

import annotated_types as at
import attrs
from hypothesis import strategies as st

from ipt_rules import terms as t
from ipt_rules.model import Inventory, LifeEvent, PartialDate, Ref, Relationship
from ipt_rules.model.values import Identifier

T = TypeVar("T")

_FIRST_DAY, _LAST_DAY = dt.date(2005, 1, 1), dt.date(2025, 12, 31)
_ASSESSED = (dt.date(2026, 1, 1), dt.date(2027, 12, 31))
_YOUNGEST = 23
"""Old enough to have been born before every date that is drawn."""

_TRICKY = (
    "no", "yes", "on", "y", "null", "~", "1e5", "012", "0x1F", "0o17", "1_000", "12:30", "2025",
    "2025-03-14", ".inf", "=", "<<", "- a", "a: b", "# x", "{}", "'", '"', "a\nb", " a ", "\ta\t",
    "é😀", "<b>&amp;</b>", "\u2028", "\r\n", "true", "-", "?", "%", "@a", "`", "|", "> x", "\\n",
)  # fmt: skip
_RESERVED = {*t.Absence, "unknown"}


def texts(min_size: int = 1, max_size: int = 40) -> st.SearchStrategy[str]:
    """Text that a document may hold, with a taste for what YAML reads as something else."""
    letters = st.characters(
        codec="utf-8", categories=("L", "N", "P", "S", "Z"), include_characters="\n\t\r"
    )
    fitting = [text for text in _TRICKY if min_size <= len(text) <= max_size]
    drawn = st.text(letters, min_size=min_size, max_size=min(max_size, 40))
    tricky = st.sampled_from(fitting) if fitting else st.nothing()
    return st.one_of(tricky, drawn).filter(lambda text: text not in _RESERVED)


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    """A date in any of its spellings, whose earliest day has passed."""
    day = draw(st.dates(_FIRST_DAY, _LAST_DAY))
    winter_began = day.year - (day.month < 3)
    season = ("winter", "spring", "summer", "autumn")[day.month % 12 // 3]
    season_year = winter_began if season == "winter" else day.year
    spellings = (f"{day.year}", f"{day:%Y-%m}", f"{day}", f"{season_year}-{season}")
    return PartialDate(draw(st.sampled_from(spellings)))


st.register_type_strategy(PartialDate, partial_dates())


def records(
    cls: type[T], max_fields: int = 6, **fixed: st.SearchStrategy[Any]
) -> st.SearchStrategy[T]:
    """Records of a class with its required fields and at most `max_fields` others."""
    hints = get_type_hints(cls, include_extras=True)
    every: Any = attrs.fields(cls)  # type: ignore[arg-type]
    fields = [field for field in every if field.init]
    needed = {
        field.name: fixed[field.name] if field.name in fixed else values(hints[field.name])
        for field in fields
        if field.default is attrs.NOTHING or field.name in fixed
    }
    others = {field.name: values(hints[field.name]) for field in fields if field.name not in needed}
    if not others:
        return st.builds(cls, **needed)

    @st.composite
    def record(draw: st.DrawFn) -> T:
        names = draw(st.lists(st.sampled_from(sorted(others)), unique=True, max_size=max_fields))
        return cls(**{name: draw(held) for name, held in needed.items()}, **{
            name: draw(others[name]) for name in names
        })  # fmt: skip

    return record()


@functools.cache
def values(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type as the model declares it."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return st.one_of([st.none() if kind is type(None) else values(kind) for kind in inner])
    if origin is Annotated:
        return _limited(inner[0], inner[1:])
    if origin is tuple:
        return st.lists(values(inner[0]), max_size=3).map(tuple)
    if origin is frozenset:
        return st.frozensets(values(inner[0]), max_size=3)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return st.sampled_from(hint)
    if hint is dt.date:
        return st.dates(_FIRST_DAY, _LAST_DAY)
    if attrs.has(hint) and hint is not PartialDate:
        return st.deferred(lambda: records(hint, max_fields=4))
    return st.from_type(hint)


def _limited(kind: Any, notes: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    limits: dict[type, Any] = {type(note): note for note in notes}
    if kind is str:
        return texts(limits[at.MinLen].min_length, limits[at.MaxLen].max_length)
    low, high = limits[at.Ge].ge, limits[at.Le].le
    if kind is int:
        return st.integers(low, high)
    return st.floats(low, high, allow_nan=False)


@st.composite
def inventories(
    draw: st.DrawFn, *, max_relationships: int = 3, max_events: int = 3, max_fields: int = 6
) -> Inventory:
    """Inventories that can be loaded: valid, and free of inconsistencies."""
    drawn = draw(_unrepaired(max_relationships, max_events, max_fields))
    count = len(drawn.relationships) + len(drawn.events)
    ids = draw(st.lists(values(Identifier), unique=True, min_size=count, max_size=count))
    return _repaired(drawn, ids, lambda known: draw(st.sampled_from(known)))


@functools.cache
def _unrepaired(
    max_relationships: int, max_events: int, max_fields: int
) -> st.SearchStrategy[Inventory]:
    people = st.lists(records(Relationship, max_fields), max_size=max_relationships)
    events = st.lists(records(LifeEvent, max_fields), max_size=max_events)
    return records(
        Inventory,
        max_fields,
        assessment_date=st.dates(*_ASSESSED),
        relationships=people.map(tuple),
        events=events.map(tuple),
    )


def _repaired(drawn: Inventory, ids: list[str], pick: Callable[[list[str]], str]) -> Inventory:
    people = tuple(map(_repaired_person, drawn.relationships, ids))
    events = tuple(map(_repaired_event, drawn.events, ids[len(people) :]))
    known = {
        "relationships": [person.id for person in people],
        "events": [event.id for event in events],
    }
    whole = attrs.evolve(
        drawn,
        relationships=people,
        events=events,
        sessions=_numbered(drawn.sessions, "session_no"),
        formulation=None
        if drawn.formulation is None
        else attrs.evolve(drawn.formulation, plan=_numbered(drawn.formulation.plan, "session_no")),
        measures=tuple(
            attrs.evolve(measure, items=_numbered(measure.items, "item"))
            for measure in drawn.measures
        ),
    )
    if whole.followed_until is not None:
        later = whole.assessment_date + dt.timedelta(days=whole.followed_until.toordinal() % 200)
        whole = attrs.evolve(whole, followed_until=later)
    whole = _with_references(whole, known, pick)
    repaired: Inventory = attrs.evolve(whole, case=_repaired_case(whole.case))
    return repaired


def _repaired_person(person: Relationship, identifier: str) -> Relationship:
    alive = t.Answer.NO if isinstance(person.death_date, PartialDate) else person.alive
    return attrs.evolve(person, id=identifier, alive=alive)


def _repaired_event(event: LifeEvent, identifier: str) -> LifeEvent:
    kind = event.type
    if isinstance(kind, t.EventType) and kind is not t.EventType.OTHER:
        return attrs.evolve(event, id=identifier, group=t.EVENT_GROUPS[kind])
    return attrs.evolve(event, id=identifier)


def _repaired_case(case: Any) -> Any:
    onset = case.episode_onset
    months = onset.months_before_assessment
    if isinstance(months, float):
        onset = attrs.evolve(onset, months_before_assessment=min(months, 12.0 * _YOUNGEST))
    if onset.state is t.OnsetState.ANCHORED_TO_EVENT and isinstance(onset.anchor_event, t.Absence):
        onset = attrs.evolve(onset, state=t.OnsetState.GRADUAL)
    age = case.age_years
    diagnoses = case.diagnoses
    if len(diagnoses) > 1:
        diagnoses = tuple(made for made in diagnoses if made.name is not t.Diagnosis.NONE)
    return attrs.evolve(
        case,
        age_years=age if isinstance(age, t.Absence) else max(age, _YOUNGEST),
        episode_onset=onset,
        diagnoses=diagnoses,
    )


def _numbered(records: tuple[Any, ...], name: str) -> tuple[Any, ...]:
    return tuple(
        attrs.evolve(record, **{name: number}) for number, record in enumerate(records, start=1)
    )


def _with_references(
    value: Any, known: dict[str, list[str]], pick: Callable[[list[str]], str]
) -> Any:
    """Let every reference name a record; where there is none, the reference goes."""
    if isinstance(value, tuple):
        return tuple(_with_references(item, known, pick) for item in value)
    if not attrs.has(type(value)) or isinstance(value, PartialDate):
        return value
    changed = {}
    hints = get_type_hints(type(value), include_extras=True)
    for name in (field.name for field in attrs.fields(type(value)) if field.init):
        held = getattr(value, name)
        ref = _ref_in(hints[name])
        ids = [identifier for to in ref.to for identifier in known[to]] if ref else []
        if ref is None:
            changed[name] = _with_references(held, known, pick)
        elif isinstance(held, tuple):
            changed[name] = tuple(pick(ids) for _ in held) if ids else ()
        elif not isinstance(held, t.Absence):
            changed[name] = pick(ids) if ids else t.Absence.NOT_ASKED
    return attrs.evolve(value, **changed)


def _ref_in(hint: Any) -> Ref | None:
    if isinstance(hint, Ref):
        return hint
    found = (_ref_in(inner) for inner in (*get_args(hint), *getattr(hint, "__metadata__", ())))
    return next(filter(None, found), None)

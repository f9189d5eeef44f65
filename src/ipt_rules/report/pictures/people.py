"""What a picture says of a person: the shape that stands for them, and the words."""

from __future__ import annotations

from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.facts.events import in_conflict, is_torn, recorded_deaths
from ipt_rules.model import Inventory, Relationship
from ipt_rules.report.pictures.svg import BLUE, GREY, INK, PURPLE, WHITE, Shape

SUPPORT_FROM = 3
"""From which level on, of 4, recorded support is marked as support; a default of this project."""


@frozen
class State:
    """Whether a person lives and the relationship goes on: in words, as a shape, in two inks."""

    means: str
    shape: Shape
    fill: str
    ink: str


LIVING = State("living", Shape.CIRCLE, BLUE, WHITE)
DEAD = State("dead", Shape.SQUARE, INK, WHITE)
OVER = State("relationship over", Shape.DIAMOND, PURPLE, WHITE)
NOT_KNOWN = State("living or dead: not known", Shape.UP, GREY, INK)
STATES = (LIVING, DEAD, OVER, NOT_KNOWN)


@frozen
class Person:
    """A person of the inventory as the picture shows them.

    `now` and `wanted` are places in the circle, `None` where none is recorded.
    """

    number: int
    label: str
    kind: str
    state: State
    conflict: bool
    support: bool
    now: t.Closeness | None
    wanted: t.Closeness | None
    ties: str

    @property
    def place(self) -> str:
        """Where they are and where the patient wants them, in words."""
        if self.now is None and self.wanted is None:
            return "place not recorded"
        now = "place now not recorded" if self.now is None else f"now {self.now.label}"
        return f"{now}, wanted {self.wanted.label}" if self.wanted is not None else now

    @property
    def words(self) -> str:
        """Everything but the name."""
        said = (self.kind, self.state.means, self.ties, self.place)
        return "; ".join(part for part in said if part)


def people(inventory: Inventory) -> tuple[Person, ...]:
    """The people on record, numbered from 1: first those with a place, from the inside out."""
    rings = list(t.Closeness)

    def nearness(person: Relationship) -> tuple[int, int]:
        now, wanted = _place(person.closeness_now), _place(person.closeness_wanted)
        return (
            len(rings) if now is None else rings.index(now),
            len(rings) if wanted is None else rings.index(wanted),
        )

    dead = recorded_deaths(inventory)
    ordered = sorted(inventory.relationships, key=nearness)
    return tuple(_person(n, record, record.id in dead) for n, record in enumerate(ordered, 1))


def _person(number: int, record: Relationship, mourned: bool) -> Person:
    state, unclear = _state(record, mourned)
    conflict = in_conflict(record) and not is_torn(record)
    level = record.support_received
    received = None if isinstance(level, t.Absence) else level
    confidant = record.is_confidant is t.Answer.YES
    ties = [
        unclear,
        "relationship over"
        if record.ended is t.Answer.YES and state is not OVER
        else "",
        _of_conflict(record),
        "confidant" if confidant else "",
        "" if received is None else f"support {received} of 4",
    ]  # fmt: skip
    return Person(
        number=number,
        label=record.label,
        kind=_kind(record),
        state=state,
        conflict=conflict,
        support=confidant or (received is not None and received >= SUPPORT_FROM),
        now=_place(record.closeness_now),
        wanted=_place(record.closeness_wanted),
        ties="; ".join(tie for tie in ties if tie),
    )


def _place(answer: t.Closeness | t.Absence) -> t.Closeness | None:
    return None if isinstance(answer, t.Absence) else answer


def _state(record: Relationship, mourned: bool) -> tuple[State, str]:
    """The state, and what the record says against itself; then nothing is taken from it."""
    if is_torn(record):
        return NOT_KNOWN, "recorded as dead and as in conflict now"
    if mourned and record.alive is t.Answer.YES:
        return NOT_KNOWN, "recorded as living, and the death as an event"
    if record.alive is t.Answer.NO:
        return DEAD, ""
    if record.ended is t.Answer.YES:
        return OVER, "" if record.alive is t.Answer.YES else NOT_KNOWN.means
    return (LIVING if record.alive is t.Answer.YES else NOT_KNOWN), ""


def _kind(record: Relationship) -> str:
    kind = "" if record.kind is t.RelationshipKind.UNSPECIFIED else record.kind.label
    counterpart = record.counterpart
    if isinstance(counterpart, t.Absence) or counterpart is t.Counterpart.PERSON:
        return kind
    return f"{kind} ({counterpart.label})" if kind else counterpart.label


_CONFLICTS = {
    t.Conflict.OVERT: "open conflict",
    t.Conflict.COVERT: "hidden conflict",
    t.Conflict.PAST_ONLY: "conflict in the past",
}


def _of_conflict(record: Relationship) -> str:
    if is_torn(record):
        return ""
    if isinstance(record.conflict, t.Absence):
        return "conflict not recorded"
    said = [words for kind, words in _CONFLICTS.items() if kind in record.conflict]
    return " and ".join(said) or "no conflict"

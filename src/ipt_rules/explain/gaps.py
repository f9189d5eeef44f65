"""What is open in a record, and which of it the proposal could still depend on."""

from __future__ import annotations

from functools import cached_property

from ipt_rules import terms as t
from ipt_rules.explain.answers import Answers, read_by_rules
from ipt_rules.explain.reach import Reach, reach
from ipt_rules.explain.undecided import Spot
from ipt_rules.explain.variants import Variants
from ipt_rules.facts import Fact, Facts, vocabulary
from ipt_rules.facts.read_from import feeds
from ipt_rules.model import PartialDate
from ipt_rules.places import (
    Place,
    answer_at,
    answers_behind,
    attribute_of,
    attributes,
    is_exact,
    known_places,
    open_places,
)
from ipt_rules.strata import Run


class Inquiry:
    """One case with what is open in it; each part is worked out when it is first needed."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.facts: Facts = run.facts[t.Stratum.SAFETY]
        self.by_id: dict[str, Fact] = {fact.id: fact for fact in self.facts}

    @cached_property
    def variants(self) -> Variants:
        """What the case would come to under other answers."""
        return Variants(self.run)

    @cached_property
    def answers(self) -> Answers:
        """The answers worth trying."""
        day = self.run.as_of or self.run.inventory.latest_day
        return Answers(self.run.inventory, self.run.rules, day)

    @cached_property
    def reach(self) -> Reach:
        """How far open answers could move the proposal."""
        return reach(self.run)

    @cached_property
    def domains(self) -> tuple[Place, ...]:
        """What was not asked about, or not to the end: records may be missing."""
        found = {fact.stands_for for fact in self.facts if fact.stands_for}
        return tuple(Place(*name.split(".")) for name in sorted(found))

    @cached_property
    def gaps(self) -> tuple[Place, ...]:
        """Every answer that is missing, or known in part, in the order of the inventory."""
        inventory = self.run.inventory
        vague = (
            place
            for place in known_places(inventory)
            if isinstance(answer := answer_at(inventory, place), PartialDate)
            and not is_exact(answer)
        )
        none = {*self.domains}
        none |= {
            Place(f"relationship:{person.id}", "death_date")
            for person in inventory.relationships
            if person.alive is t.Answer.YES
        }
        return tuple(p for p in (*open_places(inventory), *vague) if p not in none)

    def is_read(self, place: Place) -> bool:
        """Whether any rule on the way to a proposal, or a tie, reads an answer there."""
        if place.field in ("main_problem_patient", "manageable_in_time"):
            return True
        spots = {
            (place.record if kind == place.kind else kind, name)
            for kind, name in read_by_rules(self.run.rules)
        }
        return touches(place, frozenset(spots))

    def behind(self, spot: Spot) -> tuple[Place, ...]:
        """The open answers that would tell a field of a fact: its own, or all it is read from."""
        record, field = spot
        kind = record.partition(":")[0]
        if "?" in record or not field:
            return ()
        own = attribute_of(kind, field)
        if own is not None and Place(record, own) in self._open:
            return (Place(record, own),)
        behind = set(answers_behind(kind, field))
        return tuple(
            place
            for place in (*self.gaps, *self.domains)
            if place.answer in behind and (place.kind != kind or place.record == record)
        )

    @cached_property
    def _open(self) -> frozenset[Place]:
        return frozenset(self.gaps) | frozenset(self.domains)

    def question(self, place: Place) -> str:
        """The question that an answer at a place would answer."""
        if place in self.domains:
            return vocabulary()[place.kind].fields[place.field].question
        text = attributes(place.kind)[place.field].about.question
        fact = self.by_id.get(place.record)
        if fact is not None and "{" in text:
            about = fact.values.get("person" if fact.kind == "relationship" else "who")
            text = text.replace("{person}", str(about or "this person"))
            text = text.replace("{event}", str(fact.values.get("event") or "this event"))
        return text or place.field.replace("_", " ")


def touches(place: Place, spots: frozenset[Spot]) -> bool:
    """Whether an answer at a place could tell one of these fields of facts.

    >>> touches(Place("life_event:e1", "closeness"), frozenset({("life_event:e1", "closeness")}))
    True
    """
    for record, field in spots:
        if record == place.record and attribute_of(place.kind, field) == place.field:
            return True
    read = {(record.partition(":")[0], field) for record, field in spots}
    unasked = {record.partition(":")[0] for record, _ in spots if ":?" in record}
    if any(record.endswith(f":?{place}") for record, _ in spots):
        return True
    return any(
        (kind, field) in read
        or (field == "*" and kind == "life_event" and kind in unasked)
        or (field == "*" and kind == "course" and any(other == kind for other, _ in read))
        for kind, _, field in (name.partition(".") for name in feeds(place.answer))
    )

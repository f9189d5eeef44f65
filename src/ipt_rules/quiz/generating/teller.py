"""What a vignette says of any answer, and how its sentences are put together."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.facts.events import implied_deaths
from ipt_rules.facts.phrases import event_words
from ipt_rules.model import Inventory, LifeEvent, PartialDate, Relationship
from ipt_rules.places import Place, answer_at, attributes
from ipt_rules.quiz.generating.leaks import leaks
from ipt_rules.quiz.generating.voice import Sentence, Voice, day, definite, full, listed, wording_of
from ipt_rules.quiz.generating.words import TABLES, events, persons
from ipt_rules.rulebase import RuleBase


@frozen
class Teller:
    """Tells one inventory in one voice."""

    inventory: Inventory
    voice: Voice
    rules: RuleBase

    def known(self, record: str, field: str) -> Any:
        """The answer at a place, or nothing."""
        answer = answer_at(self.inventory, Place(record, field))
        return None if isinstance(answer, t.Absence) else answer

    def clause(self, record: str, field: str, x: str = "", w: str = "") -> str:
        """What is said of one answer; nothing where it is not known or cannot be told."""
        answer = self.known(record, field)
        if answer is None:
            return ""
        place = Place(record, field)
        table = TABLES.get(place.kind, {}).get(field)
        key, shown = spelled(answer, field)
        wordings = None if table is None else wording_of(table, key)
        if wordings is None:
            return f"{field.replace('_', ' ')}: {shown}"
        if leaks(shown):  # words of the record that would tell the key are left out
            return ""
        text = self.voice.choose(wordings, record, field)
        return self.voice.say(text, x=x, w=w or x, v=shown)

    def group(
        self, record: str, fields: Sequence[str], x: str = "", w: str = ""
    ) -> Sentence | None:
        """One sentence of the answers that belong together."""
        said = [(field, self.clause(record, field, x, w)) for field in fields]
        clauses = [clause for _, clause in said if clause]
        if not clauses:
            return None
        return Sentence(full(clauses), tuple(f"{record}.{field}" for field, c in said if c))

    def groups(
        self, record: str, all_of: Sequence[Sequence[str]], x: str = "", w: str = ""
    ) -> Iterator[Sentence]:
        """Sentence after sentence; a record that holds nothing of a group has none for it."""
        for fields in all_of:
            told = self.group(record, fields, x, w)
            if told is not None:
                yield told

    def rest(self, record: str, done: frozenset[str]) -> Iterator[Sentence]:
        """Answers that no wording is made for, by the name of the field: nothing is left unsaid."""
        for field in attributes(record.partition(":")[0]):
            answer = self.known(record, field)
            if field in done or answer is None:
                continue
            _, shown = spelled(answer, field)
            if not leaks(f"{field.replace('_', ' ')} {shown}"):
                name = record.partition(":")[0].replace("_", " ")
                text = full([f"of the {name} the record has, {field.replace('_', ' ')}: {shown}"])
                yield Sentence(text, (f"{record}.{field}",))

    def person_of(self, event: LifeEvent) -> Relationship | None:
        """Whom an event concerned."""
        people = {person.id: person for person in self.inventory.relationships}
        return None if isinstance(event.person, t.Absence) else people.get(event.person)

    def named(self, event: LifeEvent) -> str:
        """An event in a few words."""
        named = event_words(event, self.person_of(event))
        return "this event" if leaks(named) else named

    def name_of(self, id: str) -> str:
        """A person or an event in a few words."""
        for person in self.inventory.relationships:
            if person.id == id:
                return definite(person.label)
        for event in (*self.inventory.events, *implied_deaths(self.inventory)):
            if event.id == id:
                return self.named(event)
        return id


def spelled(answer: Any, field: str) -> tuple[str, str]:
    """An answer as a table has it, and as a reader sees it."""
    if isinstance(answer, frozenset):
        words = sorted(str(member.value) for member in answer)
        told = {"communication": persons.COMMUNICATION, "avoids": events.AVOIDS}.get(field, {})
        shown = listed([told.get(word, word.replace("_", " ")) for word in words]) if words else ""
        return "+".join(words), shown
    if isinstance(answer, tuple):
        return ("*" if answer else ""), ", ".join(map(str, answer))
    if isinstance(answer, enum.Enum):
        return str(answer.value), str(answer.value).replace("_", " ")
    if isinstance(answer, PartialDate | dt.date):
        return "*", day(answer)
    if isinstance(answer, str):
        return "*", answer[:1].lower() + answer[1:].rstrip(".") if answer[1:2] != "." else answer
    return f"{answer:g}", f"{answer:g}"


def exact(date: PartialDate) -> bool:
    """Whether a date is known to the day."""
    return date.earliest == date.latest

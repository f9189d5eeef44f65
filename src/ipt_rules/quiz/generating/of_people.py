"""Sentences on people: who they are, how things stand with them, what was said of violence."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_rules import terms as t
from ipt_rules.model import Relationship
from ipt_rules.quiz.generating.teller import Teller, exact
from ipt_rules.quiz.generating.voice import Sentence, day, definite, full, guessed, listed
from ipt_rules.quiz.generating.words import persons, risk


def person(teller: Teller, person: Relationship) -> Iterator[Sentence]:
    """One person: who it is, how things stand, and what was said of violence."""
    record, label = f"relationship:{person.id}", definite(person.label)
    yield from _who(teller, person, record)
    yield from teller.groups(record, persons.GROUPS, label)
    yield from _violence(teller, person, record)
    yield from teller.rest(record, _TOLD_OF_PERSON)


def _who(teller: Teller, person: Relationship, record: str) -> Iterator[Sentence]:
    label, kind = person.label, persons.KINDS[person.kind]
    clauses = []
    if guessed(label, persons.GUESSED) != person.kind.value:
        text = teller.voice.choose(("on record there is {v}", "{n} speaks of {v}"), record)
        clauses.append(
            teller.voice.say(text, v=f"{label} ({kind.removeprefix('a ').removeprefix('an ')})")
        )
    elif label != definite(label):
        text = teller.voice.choose(("there is {v}", "{n} speaks of {v}"), record)
        clauses.append(teller.voice.say(text, v=label))
    if person.alive is t.Answer.NO:
        clauses.append(f"{definite(label)} died{_died(teller, person)}")
    elif isinstance(person.alive, t.Absence):
        clauses.append(f"whether {definite(label)} is alive is not on record")
    elif not isinstance(person.death_date, t.Absence):
        clauses.append(f"a death is dated{_died(teller, person)}")
    if not isinstance(person.counterpart, t.Absence) and (
        person.counterpart is not t.Counterpart.PERSON
    ):
        clauses.append(teller.clause(record, "counterpart", label))
    if clauses:
        fields = ("kind", "alive", "death_date", "counterpart")
        yield Sentence(full(clauses), tuple(f"{record}.{field}" for field in fields))


def _died(teller: Teller, person: Relationship) -> str:
    if isinstance(person.death_date, t.Absence):
        return ""
    return f" {'on' if exact(person.death_date) else 'in'} {day(person.death_date)}"


def _violence(teller: Teller, person: Relationship, record: str) -> Iterator[Sentence]:
    answers = {
        name: getattr(person.violence, name)
        for name in risk.VIOLENCE
        if not isinstance(getattr(person.violence, name), t.Absence)
    }
    found = [concern(risk.VIOLENCE[n], a) for n, a in answers.items() if a is not t.Concern.NO]
    fine = [risk.VIOLENCE[n] for n, a in answers.items() if a is t.Concern.NO]
    words = {"x": definite(person.label)}
    clauses = []
    if answers and not found and len(fine) == len(risk.VIOLENCE):
        clauses.append(teller.voice.say(teller.voice.choose(risk.NO_VIOLENCE, record), **words))
    elif answers:
        clauses.append(f"asked in private about {definite(person.label)}, {teller.voice.name} "
                       + (f"reports {listed(found)}" if found else
                          f"says no to {listed(fine)}"))  # fmt: skip
        if found and fine:
            rest = "all other questions about violence" if len(fine) + len(found) == len(
                risk.VIOLENCE) else listed(fine)  # fmt: skip
            clauses.append(f"the answer is no to {rest}")
    for name, table in (("pattern", risk.PATTERN), ("direction", risk.DIRECTION)):
        answer = getattr(person.violence, name)
        if not isinstance(answer, t.Absence):
            clauses.append(teller.voice.say(table[answer], **words))
    if clauses:
        places = tuple(f"{record}.violence_{name}" for name in (*answers, "pattern"))
        yield Sentence(full(clauses), places)


def concern(words: str, answer: t.Concern) -> str:
    """A danger that is there, or suspected, in words."""
    return f"a suspicion of {words}" if answer is t.Concern.SUSPECTED else words


_TOLD_OF_PERSON = frozenset(
    [field for fields in persons.GROUPS for field in fields]
    + ["kind", "alive", "death_date", "counterpart", "positives", "negatives", "change_wanted",
       "satisfaction", "violence_pattern", "violence_direction"]
    + [f"violence_{name}" for name in risk.VIOLENCE]
)  # fmt: skip

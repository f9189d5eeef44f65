"""How a vignette speaks of its patient, and how it chooses among wordings."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from ipt_rules.model import Inventory, PartialDate
from ipt_rules.quiz.kinds.kind import drawn
from ipt_rules.terms import Absence

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_PRONOUNS = {"her": ("she", "her", "her"), "his": ("he", "him", "his")}


@frozen
class Sentence:
    """One sentence of a vignette, with the answers that it tells as `record.field`."""

    text: str
    places: tuple[str, ...] = ()


@frozen
class Voice:
    """The patient's name and the words that stand for it; `seed` chooses among wordings.

    Pronouns come from labels such as "her husband"; where none of them tells, the name is said.
    """

    name: str
    subject: str
    whom: str
    possessive: str
    seed: object

    @classmethod
    def of(cls, inventory: Inventory, seed: object) -> Voice:
        """The voice that a record itself has.

        >>> from ipt_rules import load_inventory, rules_folder
        >>> lena = load_inventory(rules_folder() / "cases" / "lena-renegotiation.yaml")
        >>> Voice.of(lena, 1).subject
        'she'
        """
        labels = [person.label for person in inventory.relationships]
        labels += [e.label for e in inventory.events if not isinstance(e.label, Absence)]
        found = Counter(label.split()[0] for label in labels if label.split()[0] in _PRONOUNS)
        name = inventory.case.pseudonym
        if len(found) != 1:
            return cls(name, name, name, f"{name}'s", seed)
        return cls(name, *_PRONOUNS[next(iter(found))], seed)

    def choose(self, wordings: Sequence[str], *about: object) -> str:
        """One of several wordings; the answer itself has no say in which."""
        if len(wordings) == 1:
            return wordings[0]
        numbers = [str(number) for number in range(len(wordings))]
        return wordings[int(drawn(numbers, "wording", self.seed, *about)[0])]

    def say(self, wording: str, **words: str) -> str:
        """A wording with names, pronouns and answers filled in."""
        return wording.format(n=self.name, s=self.subject, o=self.whom, ps=self.possessive, **words)


def full(clauses: Iterable[str]) -> str:
    """Clauses as one sentence.

    >>> full(["it was wanted", "it still weighs on her"])
    'It was wanted, and it still weighs on her.'
    """
    parts = [clause.strip().rstrip(".") for clause in clauses]
    text = ", and ".join(parts) if len(parts) < 3 else "; ".join(parts)
    end = "" if text.endswith(("?", "!")) else "."
    return f"{text[:1].upper()}{text[1:]}{end}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words in a row.

    >>> listed(["fear", "choking", "threats to kill"])
    'fear, choking and threats to kill'
    """
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end


def day(date: dt.date | PartialDate | str) -> str:
    """A date as far as it is known, in words.

    >>> day(PartialDate("2025-09")), day(dt.date(2026, 2, 9)), day(PartialDate("2025-autumn"))
    ('September 2025', '9 February 2026', 'autumn 2025')
    """
    year, _, rest = str(date).partition("-")
    if not rest:
        return year
    month, _, of_month = rest.partition("-")
    if not month.isdigit():
        return f"{rest} {year}"
    named = f"{_MONTHS[int(month) - 1]} {year}"
    return f"{int(of_month)} {named}" if of_month else named


def definite(label: str) -> str:
    """A label as it is said once it was mentioned.

    >>> definite("a neighbour"), definite("her husband")
    ('the neighbour', 'her husband')
    """
    article, _, rest = label.partition(" ")
    return f"the {rest}" if article in ("a", "an") and rest else label


def guessed(label: str, words: Iterable[tuple[str, tuple[str, ...]]]) -> str | None:
    """What a label says by itself, by the first word that stands in it."""
    low = f"{label.casefold()} "
    return next((kind for kind, parts in words if any(part in low for part in parts)), None)


def wording_of(table: Mapping[str, tuple[str, ...]], answer: str) -> tuple[str, ...] | None:
    """The wordings for an answer, or for any other where it has none of its own."""
    return table.get(answer) or table.get("*")

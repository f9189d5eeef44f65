"""The answers that a question may have, in words, and what each would put in the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ipt_rules import terms as t
from ipt_rules.explain.completions import kinds_of_answers
from ipt_rules.explain.gaps import Inquiry
from ipt_rules.places import Place

Answers = Mapping[Place, Any]


def replies(inquiry: Inquiry, places: tuple[Place, ...]) -> Iterator[tuple[str, Answers]]:
    """The answers to a question, in words, with what they would put in the record."""
    if not places:
        return
    first = places[0]
    if first in inquiry.domains:
        if first.kind == "asked":
            yield "nothing more", {first: t.Coverage.COMPLETE}
    elif first.field.startswith("violence_") and len(places) > 1:
        private = {p: t.Answer.YES for p in places if p.field not in HARM}
        harm = [p for p in places if p.field in HARM]
        yield "no", {**dict.fromkeys(harm, t.Concern.NO), **private}
        yield "yes", {**{p: t.Concern.YES for p in harm if "ongoing" in p.field}, **private}
    else:
        for alike in kinds_of_answers(inquiry, first):
            yield _either(alike), {first: alike[0]}


HARM = frozenset(
    ("violence_physical", "violence_sexual", "violence_coercive_control", "violence_economic",
     "violence_stalking", "violence_threats_to_kill", "violence_strangulation", "violence_fear",
     "violence_ongoing")
)  # fmt: skip


def _either(alike: tuple[Any, ...]) -> str:
    """Answers that come to the same, in words: a stretch of numbers or dates, a list of others."""
    first, last = alike[0], alike[-1]
    if isinstance(first, t.Term | frozenset) or len(alike) == 1:
        return " or ".join(map(in_words, alike))
    return f"{in_words(first)} to {in_words(last)}"


def in_words(answer: Any) -> str:
    """An answer as a person reads it.

    >>> in_words(frozenset({t.Conflict.OVERT}))
    'overt'
    """
    if isinstance(answer, t.Term):
        return answer.label
    if isinstance(answer, frozenset):
        return " and ".join(sorted(member.label for member in answer)) or "none"
    return f"{answer:g}" if isinstance(answer, float) else str(answer)

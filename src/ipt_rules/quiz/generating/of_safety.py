"""Sentences on safety: the screen in one, then what goes with it."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_rules import terms as t
from ipt_rules.quiz.generating.of_people import concern
from ipt_rules.quiz.generating.teller import Teller
from ipt_rules.quiz.generating.voice import Sentence, day, full, listed
from ipt_rules.quiz.generating.words import risk


def safety(teller: Teller) -> Iterator[Sentence]:
    """The screen in one sentence, then what goes with it."""
    screen = teller.inventory.risk
    found, asked = [], []
    if not isinstance(screen.ideation, t.Absence):
        asked.append("ideation")
        if screen.ideation is not t.Ideation.NONE:
            found.append(risk.IDEATION[screen.ideation])
    for name, words in risk.CONCERNS.items():
        answer = getattr(screen, name)
        if not isinstance(answer, t.Absence):
            asked.append(name)
            if answer is not t.Concern.NO:
                found.append(concern(words, answer))
    if asked:
        wordings = risk.FOUND if found else risk.CLEAR
        text = teller.voice.choose(wordings, "risk")
        said = teller.voice.say(text, v=listed(found) if found else "")
        yield Sentence(full([said]), tuple(f"risk.{name}" for name in asked))
    for fields in risk.GROUPS:
        clauses = [(field, _of_risk(teller, field)) for field in fields]
        if any(clause for _, clause in clauses):
            yield Sentence(
                full(clause for _, clause in clauses if clause),
                tuple(f"risk.{field}" for field, clause in clauses if clause),
            )


def _of_risk(teller: Teller, field: str) -> str:
    answer = getattr(teller.inventory.risk, field)
    if isinstance(answer, t.Absence):
        return ""
    key = field if field in risk.OTHERS else f"{field}:{answer}"
    shown = risk.RECENCY[answer] if isinstance(answer, t.Recency) else day(answer)
    return teller.voice.say(teller.voice.choose(risk.OTHERS[key], "risk", field), v=shown)

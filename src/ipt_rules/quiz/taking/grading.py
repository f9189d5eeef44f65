"""Answers against the keys of a quiz; pure, and strict about what an answer may be."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ipt_rules import terms as t
from ipt_rules.exceptions import DocumentError, Problem
from ipt_rules.quiz.taking.scores import (
    FORMAT,
    NOT_ANSWERED,
    NOT_COUNTED,
    Graded,
    ReadNext,
    Tally,
    Told,
)
from ipt_rules.quiz.taking.sheet import ScoreSheet
from ipt_rules.quiz.values import RIGHT, WRONG, Item, Option, Quiz
from ipt_rules.results import SourceNote
from ipt_rules.rulebase.reader import unknown_word

Answers = Mapping[str, Sequence[str] | str]
"""What was answered: the id of an item to one option, or to several."""


def grade(quiz: Quiz, answers: Answers) -> ScoreSheet:
    """Grade answers, given as the technical words of the options that were chosen.

    Where one option is right, an answer has the credit of the option chosen. Where all right ones
    are to be found it has (right chosen - wrong chosen) / number of right ones, and never less than
    0; an option with half a credit counts neither way. An item that is left out, or has no option,
    was not answered: that is 0 points, and is said as not answered, never as wrong.

    >>> from ipt_rules.quiz.taking.samples import SAMPLE
    >>> sheet = grade(SAMPLE, {"lena": "role_dispute"})
    >>> [(item.id, item.verdict) for item in sheet.items]
    [('lena', 'Right.'), ('signs', 'Not answered.')]

    Raises `DocumentError` that lists every item and option that is not of this quiz.
    """
    chosen = _chosen(quiz, answers)
    items = tuple(grade_item(item, chosen.get(item.id, ())) for item in quiz.items)
    return ScoreSheet(
        format=FORMAT,
        title=quiz.title,
        total=_tally("", items),
        items=items,
        kinds=_tallies(items, t.QuizKind, lambda item: (item.kind,)),
        areas=_tallies(items, t.ProblemArea, lambda item: item.areas),
        read_next=_read_next(quiz, items),
        record=quiz.record,
    )


def credit_of(item: Item, chosen: Iterable[str]) -> float:
    """What a choice of options is worth, from 0 to 1.

    >>> from ipt_rules.quiz.taking.samples import SAMPLE
    >>> signs = SAMPLE.items[1]
    >>> credit_of(signs, ["stuck", "quarrel"]), credit_of(signs, ["stuck", "death"])
    (1.0, 0.0)
    """
    options = [option for option in item.options if option.answer in set(chosen)]
    if not options or not item.key:
        return WRONG
    if item.choose is t.Choose.ONE:
        return options[0].credit
    wrong = sum(option.credit == WRONG for option in options)
    return max(0.0, (sum(option.right for option in options) - wrong) / len(item.key))


def grade_item(item: Item, chosen: Iterable[str]) -> Graded:
    """One item with the options that were chosen, which have to be of it."""
    answers = set(chosen)
    credit, possible = credit_of(item, answers), RIGHT if item.key else WRONG
    return Graded(
        id=item.id,
        kind=item.kind,
        areas=item.areas,
        question=item.question,
        chosen=tuple(_told(option) for option in item.options if option.answer in answers),
        right=tuple(_told(option) for option in item.options if option.right),
        credit=credit,
        possible=possible,
        verdict=_verdict(bool(answers), credit, possible),
        alerts=item.alerts,
        comment=item.comment,
        general=item.general,
        rests_on=item.rests_on,
        key_digest=key_digest(item),
    )


def key_digest(item: Item) -> str:
    """What the key of an item comes to: it changes when an option, or its credit, does."""
    credits = sorted((option.answer, option.credit) for option in item.options)
    said = json.dumps([item.choose.value, credits], ensure_ascii=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _told(option: Option) -> Told:
    return Told(option.answer, option.text, option.credit, option.feedback)


def _verdict(answered: bool, credit: float, possible: float) -> str:
    if not possible:
        return NOT_COUNTED
    if not answered:
        return NOT_ANSWERED
    return Option("", "", credit if credit in (RIGHT, WRONG) else 0.5, "").verdict


# --- totals --------------------------------------------------------------------------------------


def _tally(name: str, items: Iterable[Graded]) -> Tally:
    of_it = tuple(items)
    return Tally(
        name=name,
        items=len(of_it),
        answered=sum(item.answered for item in of_it),
        credit=sum(item.credit for item in of_it),
        possible=sum(item.possible for item in of_it),
    )


def _tallies(
    items: Iterable[Graded],
    words: Iterable[t.Term],
    words_of: Callable[[Graded], Iterable[t.Term]],
) -> tuple[Tally, ...]:
    of_word = {word: [item for item in items if word in words_of(item)] for word in words}
    return tuple(_tally(word.value, found) for word, found in of_word.items() if found)


def _read_next(quiz: Quiz, items: Iterable[Graded]) -> tuple[ReadNext, ...]:
    """The rules behind what was missed, those behind most of it first."""
    missed = {item.id for item in items if item.missed}
    behind: dict[str, list[Item]] = {}
    for item in quiz.items:
        for rule in dict.fromkeys(item.rests_on) if item.id in missed else ():
            behind.setdefault(rule, []).append(item)
    found = [
        ReadNext(rule, tuple(item.id for item in of_it), tuple(_sources(rule, of_it)))
        for rule, of_it in behind.items()
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.items), one.rule)))


def _sources(rule: str, items: Iterable[Item]) -> dict[SourceNote, None]:
    return dict.fromkeys(
        note
        for item in items
        for option in item.options
        for reason in option.reasons
        if reason.rule == rule
        for note in reason.sources
    )


# --- what an answer may be -----------------------------------------------------------------------


def _chosen(quiz: Quiz, answers: Any) -> dict[str, tuple[str, ...]]:
    items = {item.id: item for item in quiz.items}
    if not isinstance(answers, Mapping):
        message = "expected a mapping of items to the options that were chosen"
        raise DocumentError([Problem("<answers>", None, None, (), message)])
    chosen, problems = dict[str, tuple[str, ...]](), list[Problem]()
    for name, given in answers.items():
        if isinstance(name, str) and name in items:
            found = (given,) if isinstance(given, str) else given
            said = list(answer_problems(items[name], found))
        else:
            found, said = (), [unknown_word(name, items, "an item of this quiz")]
        problems += [Problem("<answers>", None, None, (str(name),), message) for message in said]
        if not said:
            chosen[name] = tuple(found)
    if problems:
        raise DocumentError(problems)
    return chosen


def answer_problems(item: Item, answer: Any) -> Iterator[str]:
    """Everything that stands against an answer to an item."""
    if isinstance(answer, str) or not isinstance(answer, Sequence):
        yield "expected an option, or a list of options"
        return
    known = [option.answer for option in item.options]
    for number, word in enumerate(answer):
        if word not in known:
            yield unknown_word(word, known, "an option of this item")
        elif word in answer[:number]:
            yield f"'{word}' is listed twice; keep one"
    if item.choose is t.Choose.ONE and len(answer) > 1:
        yield f"one option is to be chosen, got {len(answer)}"

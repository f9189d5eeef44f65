"""A quiz taken at a terminal; what is read and what is said come in as functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ipt_rules import terms as t
from ipt_rules.exceptions import DocumentError, Problem
from ipt_rules.quiz.taking.grading import grade_item
from ipt_rules.quiz.taking.letters import by_letters, letters
from ipt_rules.quiz.taking.scores import Graded
from ipt_rules.quiz.values import Item, Quiz
from ipt_rules.report.text import wrapped
from ipt_rules.report.wording import clean
from ipt_rules.rulebase.reader import unknown_word

_SKIP, _STOP = ("s", "skip"), ("q", "stop", "quit")


def ask(
    quiz: Quiz,
    item_ids: Iterable[str],
    read: Callable[[str], str],
    say: Callable[[str], None],
) -> dict[str, tuple[str, ...]]:
    """Ask items one after the other and say after each answer what the rules make of it.

    `read` is given a prompt and returns a line, as `input` does; `say` is given text, as `print`
    is. Letters are answers, `s` skips an item and `q` stops, as the end of input does: what was
    answered until then is returned. Alerts that stand in a case are said after the answer, as they
    would give it away.

    >>> from ipt_rules.quiz.taking.samples import SAMPLE
    >>> lines = iter(["s", "ac"])
    >>> ask(SAMPLE, ["lena", "signs"], lambda prompt: next(lines), lambda text: None)
    {'signs': ('quarrel', 'death')}

    Raises `DocumentError` for items that are not of this quiz.
    """
    items = {item.id: item for item in quiz.items}
    wanted = list(dict.fromkeys(item_ids))
    problems = [
        Problem("<items>", None, None, (), unknown_word(name, items, "an item of this quiz"))
        for name in wanted
        if name not in items
    ]
    if problems:
        raise DocumentError(problems)
    answers: dict[str, tuple[str, ...]] = {}
    for number, name in enumerate(wanted, 1):
        item = items[name]
        say(_lines(_question(item, f"Question {number} of {len(wanted)}")))
        try:
            chosen = _answer(item, read, say)
        except (EOFError, KeyboardInterrupt):
            break
        if chosen is None:
            break
        if chosen:
            answers[name] = chosen
            say(_lines(_feedback(grade_item(item, chosen))))
    return answers


def _answer(
    item: Item, read: Callable[[str], str], say: Callable[[str], None]
) -> tuple[str, ...] | None:
    """The options chosen; none to skip the item, `None` to stop."""
    named = list(letters(item))
    many = "one letter" if item.choose is t.Choose.ONE else "the letters of all that are right"
    prompt = f"{many[0].upper()}{many[1:]}, s to skip, q to stop: "
    while True:
        given = read(prompt).strip().casefold()
        # With more than sixteen options s and q are letters of options; the words always do.
        if given in _SKIP and given not in named:
            return ()
        if given in _STOP and given not in named:
            return None
        chosen = by_letters(item, given)
        if not isinstance(chosen, str):
            return chosen
        say(_lines([(chosen, 0)]))


def _question(item: Item, title: str) -> Iterator[tuple[str, int]]:
    yield "", 0
    yield title, 0
    yield from ((part, 2) for part in item.question.split("\n"))
    texts = {option.answer: option.text for option in item.options}
    yield from ((f"{letter}) {texts[answer]}", 2) for letter, answer in letters(item).items())


def _feedback(graded: Graded) -> Iterator[tuple[str, int]]:
    yield "", 0
    yield graded.verdict, 0
    chosen = {told.answer for told in graded.chosen}
    for lead, options in (
        ("You chose", graded.chosen),
        ("Right", [told for told in graded.right if told.answer not in chosen]),
    ):
        for told in options:
            yield f"{lead}: {told.text}", 2
            yield from ((line, 4) for line in told.feedback.split("\n"))
    yield from ((line, 0) for line in graded.general.split("\n") if line)


def _lines(lines: Iterable[tuple[str, int]]) -> str:
    """Lines, each with its indent, broken at the width of a report; nothing drives a terminal."""
    return "\n".join(wrapped(" ".join(clean(text).split()), indent) for text, indent in lines)

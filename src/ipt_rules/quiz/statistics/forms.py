"""The forms in which answers are read: what their columns mean, and which they pass over."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from attrs import field, frozen

from ipt_rules.quiz.statistics.cells import Cell, Reader, Row
from ipt_rules.quiz.statistics.matching import Found, Items, Matcher
from ipt_rules.quiz.values import Item, Quiz
from ipt_rules.rulebase.reader import unknown_word

Learner = Mapping[str, tuple[str, ...]]
"""What one learner was asked: the id of an item to the options chosen, none where it was skipped.

An item that the learner was not asked is not there.
"""

NOTHING = ("", "-")
"""How reports write that there is no answer."""


@frozen
class Table:
    """A table being read, with the items and options that its texts may mean."""

    quiz: Quiz
    reader: Reader
    heading: Row
    rows: tuple[Row, ...]
    _matchers: dict[str, Matcher] = field(init=False, factory=dict)
    _options: dict[tuple[str, str], Found] = field(init=False, factory=dict)
    _items: dict[str, Item | str] = field(init=False, factory=dict)
    _finder: Items = field(init=False)

    @_finder.default
    def _of_quiz(self) -> Items:
        return Items(self.quiz)

    def chosen(self, item: Item, cell: Cell, written: Written) -> tuple[str, ...] | None:
        """The options that a cell names; a problem and `None` where it names none of the item."""
        text = cell.text.strip()
        if text in NOTHING:
            return ()
        # Each text is looked up once: a report repeats them, and likeness is slow to compute.
        if (item.id, text) not in self._options:
            matcher = self._matchers.setdefault(item.id, Matcher(item, written.plain))
            found = matcher.chosen(text, written.parted, written.escaped)
            self._options[item.id, text] = found
        found = self._options[item.id, text]
        if isinstance(found, str):
            self.reader.say(cell, found, item.id)
            return None
        return found

    def item(self, question: str) -> Item | str:
        """The item of a question, or a sentence why there is none."""
        if question not in self._items:
            self._items[question] = self._finder.of(question)
        return self._items[question]


@frozen
class Written:
    """How a form writes several options in one cell, and whether words and letters are options."""

    parted: re.Pattern[str]
    escaped: str = ""
    plain: bool = False


@frozen
class Form:
    """A form: its name, whether a heading is one of it, and how its rows are read."""

    name: str
    is_of: Callable[[Sequence[str]], bool]
    read: Callable[[Table], list[Learner]]


# --- the plain form ------------------------------------------------------------------------------

_PLAIN = ("learner", "item", "answer")
_PLAINLY = Written(re.compile(r"[;\n]"), plain=True)


def _is_plain(heading: Sequence[str]) -> bool:
    return len({name.casefold() for name in heading} & set(_PLAIN)) > 1


def _plain(table: Table) -> list[Learner]:
    at: dict[str, int] = {}
    for place, cell in enumerate(table.heading):
        name = cell.text.strip().casefold()
        if name not in _PLAIN:
            table.reader.say(cell, unknown_word(cell.text.strip(), _PLAIN, "a column of this form"))
        elif name in at:
            table.reader.say(cell, f"the column {name} is there twice; keep one")
        at.setdefault(name, place)
    missing = [name for name in _PLAIN if name not in at]
    for name in missing:
        table.reader.say(table.heading[0], f"the column {name} is missing")
    if missing:
        return []
    items = {item.id: item for item in table.quiz.items}
    answers: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in table.rows:
        learner, asked, answer = (row[at[column]] for column in _PLAIN)
        if not learner.text.strip():
            table.reader.say(learner, "no learner; a number will do")
            continue
        of_learner = answers.setdefault(learner.text.strip(), {})
        item = items.get(asked.text.strip())
        if item is None:
            table.reader.say(asked, unknown_word(asked.text.strip(), items, "an item of this quiz"))
        elif item.id in of_learner:
            table.reader.say(
                asked, "this learner has answered it in a row above; keep one", item.id
            )
        else:
            of_learner[item.id] = table.chosen(item, answer, _PLAINLY) or ()
    return [{name: one.get(name, ()) for name in items} for one in answers.values()]


# --- the Responses report of Moodle --------------------------------------------------------------

_NUMBERED = re.compile(r"(Response|Question) ([0-9]{1,4})")
_BY_MOODLE = Written(re.compile(r"[;\n]"))


def _is_moodle(heading: Sequence[str]) -> bool:
    return any(re.fullmatch(r"Response [0-9]{1,4}", name) for name in heading)


def _moodle(table: Table) -> list[Learner]:
    columns: dict[str, dict[int, int]] = {"Response": {}, "Question": {}}
    for place, cell in enumerate(table.heading):
        found = _NUMBERED.fullmatch(cell.text.strip())
        if found is not None:
            numbered = columns[found[1]]
            if int(found[2]) in numbered:
                table.reader.say(cell, f"the column {found[0]} is there twice; keep one")
            numbered[int(found[2])] = place
    responses, questions = columns["Response"], columns["Question"]
    ordered = dict(zip(sorted(responses), table.quiz.items, strict=False))
    if questions:
        for number in sorted(set(responses) - set(questions)):
            message = f"has no column 'Question {number}', which says what was asked"
            table.reader.say(table.heading[responses[number]], message)
    elif len(responses) != len(table.quiz.items):
        message = (
            f"{len(responses)} columns of responses, but {len(table.quiz.items)} items; download "
            "the report with the question text, so that each response finds its item"
        )
        table.reader.say(table.heading[min(responses.values())], message)
        return []
    learners: list[Learner] = []
    for row in table.rows:
        of_learner: dict[str, tuple[str, ...]] = {}
        for number in sorted(responses):
            cell = row[responses[number]]
            asked = row[questions[number]] if number in questions else None
            item = _asked(table, asked, cell) if questions else ordered[number]
            if item is not None and item.id in of_learner:
                table.reader.say(cell, "the item was asked in a column before", item.id)
            elif item is not None:
                of_learner[item.id] = table.chosen(item, cell, _BY_MOODLE) or ()
        learners.append(of_learner)
    return learners


def _asked(table: Table, question: Cell | None, response: Cell) -> Item | None:
    if question is None:  # said at the heading
        return None
    if question.text.strip() in NOTHING and response.text.strip() in NOTHING:
        return None
    item = table.item(question.text)
    if isinstance(item, str):
        table.reader.say(question, item)
        return None
    return item


# --- the Student Analysis of Canvas --------------------------------------------------------------

_CANVAS = re.compile(r"[0-9]{1,18}:\s*(?P<question>\S.*)", re.DOTALL)
_BY_CANVAS = Written(re.compile(r"(?<!\\),"), escaped="\\,")


def _is_canvas(heading: Sequence[str]) -> bool:
    return any(map(_CANVAS.fullmatch, heading))


def _canvas(table: Table) -> list[Learner]:
    columns: dict[str, tuple[int, Item]] = {}
    for place, cell in enumerate(table.heading):
        found = _CANVAS.fullmatch(cell.text.strip())
        if found is None:
            continue
        item = table.item(found["question"])
        if isinstance(item, str):
            # A text between questions has a column as well, in which nobody answers.
            if any(row[place].text.strip() not in NOTHING for row in table.rows):
                table.reader.say(cell, item)
        elif item.id in columns:
            table.reader.say(cell, "two columns have the question of this item", item.id)
        else:
            columns[item.id] = (place, item)
    if not columns and not table.reader.problems:
        table.reader.say(table.heading[0], "no column has a question of this quiz")
    return [
        {
            name: table.chosen(item, row[place], _BY_CANVAS) or ()
            for name, (place, item) in columns.items()
        }
        for row in table.rows
    ]


FORMS = (
    Form("plain", _is_plain, _plain),
    Form("moodle", _is_moodle, _moodle),
    Form("canvas", _is_canvas, _canvas),
)
"""The forms that are known, each by its heading."""

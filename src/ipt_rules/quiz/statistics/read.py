"""Answers read back from CSV: our own plain form, and the reports of Moodle and of Canvas.

Whoever answered becomes a number; names, addresses and whatever else a report says of persons is
read over and never kept.
"""

from __future__ import annotations

import os

from attrs import frozen

from ipt_rules.documents.source import read_text
from ipt_rules.exceptions import DocumentError, Problem
from ipt_rules.quiz.statistics.cells import Reader, Row, rows_of
from ipt_rules.quiz.statistics.forms import FORMS, Form, Learner, Table
from ipt_rules.quiz.values import Quiz

MAX_BYTES = 20_000_000
NO_FORM = (
    "expected the columns learner, item and answer, or a Responses report of Moodle "
    "('Response 1', …), or a Student Analysis of Canvas ('123: <question>', …), in English"
)


@frozen
class Responses:
    """What learners answered; `form` is plain, moodle or canvas.

    `without_answers` counts rows in which nothing at all was answered: they are no learners.
    """

    form: str
    learners: tuple[Learner, ...]
    without_answers: int


def read_answers(quiz: Quiz, path: str | os.PathLike[str]) -> Responses:
    """Read the answers to a quiz from a CSV file, separated by comma, semicolon or tab.

    Three forms are known by their heading: the plain one with `learner,item,answer`, in which an
    answer is the technical word of an option, its text or its letter, and several are joined by
    `;`; the Responses report of Moodle, whose items are known by the columns `Question n` or, where
    these are not there, by their order; the Student Analysis of Canvas (classic quizzes), whose
    items are known by their question. In the last two each row counts as one learner, so one
    attempt of each learner is to be downloaded.

    Raises `DocumentError` that lists every problem with its line and column; nothing is half read.
    """
    name = os.fsdecode(path)
    text = read_text(name, MAX_BYTES, "quiz")
    delimiter, form = _recognised(text, name)
    reader = Reader(name)
    heading, *rows = rows_of(text, delimiter, reader)
    whole = tuple(row for row in rows if _is_whole(row, heading, reader))
    found = form.read(Table(quiz, reader, heading, whole))
    reader.finish()
    learners = tuple(one for one in found if any(one.values()))
    return Responses(form.name, learners, len(found) - len(learners))


def _recognised(text: str, name: str) -> tuple[str, Form]:
    """The separator with which the heading is that of a form; the widest, if there are several."""
    found: list[tuple[int, str, Form]] = []
    for delimiter in ",;\t":
        try:
            heading = next(rows_of(text, delimiter, Reader(name)), ())
        except DocumentError:  # it may be read with another separator
            continue
        form = next((form for form in FORMS if form.is_of([c.text.strip() for c in heading])), None)
        if form is not None:
            found.append((len(heading), delimiter, form))
    if not found:
        raise DocumentError([Problem(name, 1, 1, (), NO_FORM)])
    _, delimiter, form = max(found, key=lambda one: one[0])
    return delimiter, form


def _is_whole(row: Row, heading: Row, reader: Reader) -> bool:
    if len(row) != len(heading):
        reader.say(row[0], f"has {len(row)} cells, the heading has {len(heading)}")
    return len(row) == len(heading)

"""A quiz taken at the terminal, with what was missed remembered in a file if that is wanted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from ipt_rules.quiz import Progress, Quiz, ScoreSheet, after, due, grade, load_progress
from ipt_rules.quiz.taking.terminal import ask

FORMS = {"text": ScoreSheet.to_text, "json": ScoreSheet.to_json, "html": ScoreSheet.to_page}


def take(
    quiz: Quiz,
    *,
    progress: str | None,
    only_due: bool,
    at: dt.datetime | None,
    form: str,
) -> str:
    """Ask the items, remember what was missed, and give the score sheet in the form asked for."""
    if (progress is None) is not (at is None) or (only_due and progress is None):
        message = "--progress FILE and --at YYYY-MM-DD go together; --due needs both"
        raise click.UsageError(message)
    known, moment = Progress(), dt.datetime.min
    names: tuple[str, ...] = tuple(item.id for item in quiz.items)
    if progress is not None and at is not None:
        moment = at.replace(hour=12, tzinfo=dt.UTC)
        known = load_progress(progress) if Path(progress).exists() else known
        names = due(known, quiz, moment) if only_due else names
    if not names:
        return "Nothing of this quiz is due.\n"
    answers = ask(quiz, names, _read, lambda text: click.echo(text, err=True))
    sheet = grade(quiz, answers)
    if progress is not None:
        Path(progress).write_text(after(known, sheet, moment).to_json(), encoding="utf-8")
    return FORMS[form](sheet)


def _read(prompt: str) -> str:
    """A line from the terminal. The prompt goes the way of the questions: a sheet may be piped."""
    click.echo(prompt, nl=False, err=True)
    return input()

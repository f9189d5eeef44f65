"""What every command does: write its result, refuse in one way, end with one of three codes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from ipt_rules.explain.shown import Shown
from ipt_rules.report.wording import clean

FINE, ISSUES, BROKEN = 0, 1, 2
"""Exit codes: all is well; something was found wanting; the input or the call is broken."""


def written(answer: Shown, form: str, more: bool) -> str:
    """An explanation in the form that was asked for; JSON always holds everything."""
    if form == "json":
        return answer.to_json()
    return answer.to_page(more) if form == "html" else answer.to_text(more)


def write(text: str, output: str | None) -> None:
    """Write a result to a file, or to standard output whatever encoding the terminal names."""
    try:
        if output is None:
            click.echo(text.encode("utf-8"), nl=False)
        else:
            Path(output).write_text(text, encoding="utf-8")
    except OSError as error:
        refuse(error, output)


def write_bytes(data: bytes, output: str) -> None:
    """Write a file whose form is not text, such as a package of a course system."""
    try:
        Path(output).write_bytes(data)
    except OSError as error:
        refuse(error, output)


def refuse(error: Exception, output: str | None = None) -> NoReturn:
    """Say what is wrong and where, and end."""
    message = str(error)
    if isinstance(error, OSError):
        message = f"{error.filename or output or 'standard output'}: {error.strerror}"
    click.echo(clean(message), err=True)
    sys.exit(BROKEN)

"""What every command on a case shares: its options, and the way from a file to an evaluation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ipt_rules.documents.cases import load_case
from ipt_rules.documents.inventories import load_inventory
from ipt_rules.documents.source import place, read
from ipt_rules.evaluation import Evaluation, evaluate
from ipt_rules.exceptions import DocumentError
from ipt_rules.fit import fit_problems
from ipt_rules.model import Inventory
from ipt_rules.rulebase import RuleBase, load_rules

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--session", type=click.IntRange(0, 60), help="Plan for this session."),
    click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="YYYY-MM-DD",
        help="Reckon from this day (default: the assessment date).",
    ),
    click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", "html"]),
        default="text",
        show_default=True,
    ),
    click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write to a file."),
    click.option(
        "--rules", "folder", type=click.Path(), help="Another rule base than the shipped one."
    ),
    click.option(
        "--save-disagreement-to",
        type=click.Path(dir_okay=False),
        help="Where to save a minimal reproduction should the two engines differ.",
    ),
)


def case_options(command: F) -> F:
    """The options of a command that evaluates a case: session, day, form, output, rule base."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def evaluated(
    case: str,
    session: int | None,
    as_of: dt.datetime | None,
    output: str | None,
    folder: str | None,
    save_disagreement_to: str | None,
) -> Evaluation:
    """The evaluation of a case file, for the session it names unless another one is asked for."""
    _check_output(output, case)
    rules = load_rules(folder)
    inventory = _inventory(case, rules)
    return evaluate(
        inventory,
        rules,
        session=_session(case) if session is None else session,
        as_of=None if as_of is None else as_of.date(),
        save_disagreement_to=save_disagreement_to,
    )


def _inventory(case: str, rules: RuleBase) -> Inventory:
    """The inventory, checked against the rule base while places in its file are still known."""
    inventory = load_inventory(case)
    problems = fit_problems(inventory, rules)
    if problems:
        document = read(case)
        prefix = ("inventory",) if "inventory" in document.data else ()
        raise DocumentError(
            place(document, [((*prefix, *path), message) for path, message in problems])
        )
    return inventory


def _session(case: str) -> int | None:
    """The session that a case file names; an inventory by itself names none."""
    return load_case(case).session if "session" in read(case).data else None


def _check_output(output: str | None, case: str) -> None:
    """A report never takes the place of the case it is about."""
    if output is not None and Path(output).exists() and Path(output).samefile(case):
        raise click.UsageError("the report would overwrite the case; name another file")

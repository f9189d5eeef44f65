"""What every command on a case shares: its options, and the way from a file to an evaluation."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import attrs
import click
from attrs import frozen

from ipt_rules.cli.output import refuse, write
from ipt_rules.documents.cases import load_case
from ipt_rules.documents.inventories import load_inventory
from ipt_rules.documents.source import place, read
from ipt_rules.evaluation import Evaluation, evaluate
from ipt_rules.exceptions import DocumentError, IptRulesError
from ipt_rules.fit import fit_problems
from ipt_rules.model import Inventory
from ipt_rules.rulebase import RuleBase, load_rules

_OPTIONS = (
    click.option("--session", type=click.IntRange(0, 60), help="Plan for this session."),
    click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="YYYY-MM-DD",
        help="Reckon from this day (default: the latest day of the record).",
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


@frozen
class Call:
    """What every command on a case is called with."""

    case: str
    session: int | None
    as_of: dt.datetime | None
    form: str
    output: str | None
    folder: str | None
    save_disagreement_to: str | None


Command = Callable[..., None]


def case_options_with(forms: Iterable[str]) -> Callable[[Command], Command]:
    """The options of a command that evaluates a case, handed to it as one `Call`.

    `forms` are what its result can be written as, the first where nothing else is said.
    """
    choice = click.Choice(list(forms))
    form = click.option(
        "--format", "form", type=choice, default=choice.choices[0], show_default=True
    )

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def called(**given: Any) -> None:
            own = {field.name: given.pop(field.name) for field in attrs.fields(Call)}
            command(Call(**own), **given)

        with_options: Command = called
        for option in reversed((*_OPTIONS, form)):
            with_options = option(with_options)
        return with_options

    return decorate


case_options = case_options_with(("text", "json", "html"))


def answered(call: Call, told: Callable[[Evaluation], str]) -> Evaluation:
    """Evaluate the case and write what is told of it; end with a clear error where that fails."""
    try:
        result = _evaluated(call)
        write(told(result), call.output)
    except (IptRulesError, OSError) as error:
        refuse(error, call.output)
    return result


def _evaluated(call: Call) -> Evaluation:
    """The evaluation of a case file, for the session it names unless another one is asked for."""
    check_output(call.output, [call.case])
    rules = load_rules(call.folder)
    inventory = inventory_of(call.case, rules)
    return evaluate(
        inventory,
        rules,
        session=session_of(call.case) if call.session is None else call.session,
        as_of=None if call.as_of is None else call.as_of.date(),
        save_disagreement_to=call.save_disagreement_to,
    )


def inventory_of(case: str, rules: RuleBase) -> Inventory:
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


def session_of(case: str) -> int | None:
    """The session that a case file names; an inventory by itself names none."""
    return load_case(case).session if "session" in read(case).data else None


def check_output(output: str | None, inputs: Iterable[str]) -> None:
    """A report never takes the place of a document it is made from."""
    if output is not None and Path(output).exists():
        for document in inputs:
            if Path(document).exists() and Path(output).samefile(document):
                raise click.UsageError("the report would overwrite its input; name another file")

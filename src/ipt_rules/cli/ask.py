"""`ipt-rules ask CASE`: what to ask next, or that asking can stop."""

from __future__ import annotations

import datetime as dt
import sys

import click

from ipt_rules.cli.case import case_options, evaluated
from ipt_rules.cli.output import FINE, refuse, write, written
from ipt_rules.exceptions import IptRulesError
from ipt_rules.explain.shown import Shown


@click.command("ask")
@click.argument("case", type=click.Path())
@click.option(
    "--open",
    "of",
    metavar="WHAT",
    help="Show instead what is open about WHAT: the proposal, an area or a rule.",
)
@click.option("--more", is_flag=True, help="Show everything, not one screen.")
@case_options
def ask_command(
    case: str,
    of: str | None,
    more: bool,
    session: int | None,
    as_of: dt.datetime | None,
    form: str,
    output: str | None,
    folder: str | None,
    save_disagreement_to: str | None,
) -> None:
    """Say what to ask next in CASE, what each answer would do, or that asking can stop.

    Safety comes first. Nothing is asked that can change neither an alert nor the proposal.

    Exit code 0: answered. 2: the input or the call is broken.
    """
    try:
        result = evaluated(case, session, as_of, output, folder, save_disagreement_to)
        answer: Shown = result.ask() if of is None else result.unknowns(of)
        write(written(answer, form, more), output)
    except (IptRulesError, OSError) as error:
        refuse(error, output)
    sys.exit(FINE)

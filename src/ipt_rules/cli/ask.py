"""`ipt-rules ask CASE`: what to ask next, or that asking can stop."""

from __future__ import annotations

import sys

import click

from ipt_rules.cli.case import Call, answered, case_options
from ipt_rules.cli.output import FINE, written
from ipt_rules.evaluation import Evaluation
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
    call: Call,
    of: str | None,
    more: bool,
) -> None:
    """Say what to ask next in CASE, what each answer would do, or that asking can stop.

    Safety comes first. Nothing is asked that can change neither an alert nor the proposal.

    Exit code 0: answered. 2: the input or the call is broken.
    """

    def told(result: Evaluation) -> str:
        answer: Shown = result.ask() if of is None else result.unknowns(of)
        return written(answer, call.form, more)

    answered(call, told)
    sys.exit(FINE)

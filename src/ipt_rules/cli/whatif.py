"""`ipt-rules what-if CASE` and `ipt-rules rivals CASE`: what other answers would change."""

from __future__ import annotations

import sys
from typing import Any

import click

from ipt_rules.cli.case import Call, answered, case_options
from ipt_rules.cli.output import FINE, refuse, written
from ipt_rules.documents.source import read_yaml
from ipt_rules.evaluation import Evaluation
from ipt_rules.exceptions import DocumentError, IptRulesError, Problem
from ipt_rules.explain.shown import Shown


@click.command("what-if")
@click.argument("case", type=click.Path())
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="PLACE=VALUE",
    help="Put VALUE in this place, for instance life_event:e1.closeness=close.",
)
@click.option("--to", metavar="AREA|OUTCOME", help="What would lead to this, without --set.")
@click.option("--more", is_flag=True, help="Show everything, not one screen.")
@case_options
def what_if_command(
    call: Call,
    settings: tuple[str, ...],
    to: str | None,
    more: bool,
) -> None:
    """Say what other answers in CASE would change.

    With --set, evaluates CASE with these answers beside the case as it is. Without, lists the
    smallest changes, to one or two answers, that would change the proposal.

    Exit code 0: answered. 2: the input or the call is broken.
    """
    if settings and to is not None:
        raise click.UsageError("--to asks for changes and --set makes them; give one of the two")
    try:
        changes = _changes(settings)
    except IptRulesError as error:
        refuse(error, call.output)

    def told(result: Evaluation) -> str:
        answer: Shown = result.what_if(changes) if settings else result.flips(to)
        return written(answer, call.form, more)

    answered(call, told)
    sys.exit(FINE)


def _changes(settings: tuple[str, ...]) -> dict[str, Any]:
    """The changes, each value read as YAML by the rules of documents: `no` is text."""
    found: dict[str, Any] = {}
    problems = []
    for setting in settings:
        name, equals, text = setting.partition("=")
        name = name.strip()
        if not equals or not text.strip():
            message = "expected PLACE=VALUE; write [] to list nothing, or not_asked to take it back"
            problems.append(Problem("--set", None, None, (name,), message))
        elif name in found:
            problems.append(Problem("--set", None, None, (name,), "set twice; keep one"))
        else:
            try:
                found[name] = read_yaml(f"value: {text}", "--set").data["value"]
            except DocumentError as error:
                problems += [
                    Problem("--set", None, None, (name,), problem.message)
                    for problem in error.problems
                ]
    if problems:
        raise DocumentError(problems)
    return found


@click.command("rivals")
@click.argument("case", type=click.Path())
@click.option("--more", is_flag=True, help="Show everything, not one screen.")
@case_options
def rivals_command(
    call: Call,
    more: bool,
) -> None:
    """Put the four areas of CASE side by side: for, against, missing, and what would flip it.

    Exit code 0: answered. 2: the input or the call is broken.
    """
    answered(call, lambda result: written(result.rivals(), call.form, more))
    sys.exit(FINE)

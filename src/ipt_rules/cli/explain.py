"""`ipt-rules explain CASE [WHAT]`: why a conclusion was drawn, or why it was not."""

from __future__ import annotations

import sys

import click

from ipt_rules.cli.case import Call, answered, case_options
from ipt_rules.cli.output import FINE, ISSUES, written
from ipt_rules.evaluation import Evaluation
from ipt_rules.explain.names import subject_of, was_drawn
from ipt_rules.explain.shown import Shown
from ipt_rules.report.wording import clean


@click.command("explain")
@click.argument("case", type=click.Path())
@click.argument("what", default="proposal")
@click.option("--not", "negated", is_flag=True, help="Say why WHAT was not concluded.")
@click.option("--more", is_flag=True, help="Show everything, not one screen.")
@case_options
def explain_command(
    call: Call,
    what: str,
    negated: bool,
    more: bool,
) -> None:
    """Explain WHAT was concluded in CASE: rules, records, values and sources.

    WHAT is "proposal" (the default), an area such as grief, an outcome, a technique, a task or a
    rule, by its name. What was not concluded is answered with why not.

    Exit code 0: explained. 1: why was asked, and it was not concluded. 2: the input or the call is
    broken.
    """

    def is_drawn(result: Evaluation) -> bool:
        return was_drawn(subject_of(what, result.run), result.run, result)

    def told(result: Evaluation) -> str:
        because = is_drawn(result) and not negated
        answer: Shown = result.why(what) if because else result.why_not(what)
        return written(answer, call.form, more)

    result = answered(call, told)
    if not negated and not is_drawn(result):
        click.echo(clean(f"{what!r} was not concluded in this case; this says why not."), err=True)
        sys.exit(ISSUES)
    sys.exit(FINE)

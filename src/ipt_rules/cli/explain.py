"""`ipt-rules explain CASE [WHAT]`: why a conclusion was drawn, or why it was not."""

from __future__ import annotations

import datetime as dt
import sys

import click

from ipt_rules.cli.case import case_options, evaluated
from ipt_rules.cli.output import FINE, ISSUES, refuse, write, written
from ipt_rules.exceptions import IptRulesError
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
    case: str,
    what: str,
    negated: bool,
    more: bool,
    session: int | None,
    as_of: dt.datetime | None,
    form: str,
    output: str | None,
    folder: str | None,
    save_disagreement_to: str | None,
) -> None:
    """Explain WHAT was concluded in CASE: rules, records, values and sources.

    WHAT is "proposal" (the default), an area such as grief, an outcome, a technique, a task or a
    rule, by its name. What was not concluded is answered with why not.

    Exit code 0: explained. 1: why was asked, and it was not concluded. 2: the input or the call is
    broken.
    """
    try:
        result = evaluated(case, session, as_of, output, folder, save_disagreement_to)
        drawn = was_drawn(subject_of(what, result.run), result.run, result)
        answer: Shown = result.why(what) if drawn and not negated else result.why_not(what)
        write(written(answer, form, more), output)
    except (IptRulesError, OSError) as error:
        refuse(error, output)
    if not drawn and not negated:
        click.echo(clean(f"{what!r} was not concluded in this case; this says why not."), err=True)
        sys.exit(ISSUES)
    sys.exit(FINE)

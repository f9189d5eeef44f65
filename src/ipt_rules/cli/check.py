"""`ipt-rules check`: a formulation read against a case, with the manners of a linter."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

import click

from ipt_rules import terms as t
from ipt_rules.cli.case import Call, answered, case_options_with, check_output
from ipt_rules.cli.output import FINE, ISSUES
from ipt_rules.documents.formulations import load_formulation, load_notes
from ipt_rules.evaluation import Evaluation
from ipt_rules.exceptions import IptRulesError
from ipt_rules.review.check import check
from ipt_rules.review.review import Review

FORMS: dict[str, Callable[[Review], str]] = {
    "text": Review.to_text,
    "json": Review.to_json,
    "html": Review.to_page,
    "markdown": Review.to_markdown,
    "sarif": Review.to_sarif,
}
NEVER = "never"
_WEIGHT = {
    t.FocusVerdict.CONTRADICTED: t.Severity.ERROR,
    t.FocusVerdict.PREMATURE: t.Severity.WARNING,
    t.FocusVerdict.UNSUPPORTED: t.Severity.WARNING,
}
"""What a verdict weighs where a script asks whether something was found."""


@click.command("check")
@click.argument("case", type=click.Path())
@click.argument("formulation", required=False, type=click.Path())
@click.option("--notes", type=click.Path(), help="Session notes in a file of their own.")
@click.option("--select", multiple=True, metavar="NAME", help="Only this issue; repeat for more.")
@click.option("--ignore", multiple=True, metavar="NAME", help="Not this issue; repeat for more.")
@click.option(
    "--fail-on",
    type=click.Choice([*(severity.value for severity in t.Severity), NEVER]),
    default=t.Severity.INFO.value,
    show_default=True,
    help="The least severity that ends with exit code 1.",
)
@case_options_with(FORMS)
def check_command(
    call: Call,
    formulation: str | None,
    notes: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
) -> None:
    """Read FORMULATION against CASE: what stands, what is missing, what to raise first.

    Without FORMULATION the one on record in CASE is read. NAME is a rule as `ipt-rules rules show`
    knows it (formulation/no-goals, no-goals) or a code (F25); commas may join several. Alerts and
    verdicts are always shown.

    Exit code 0: fine. 1: an issue of the severity given or above; a contradicted focus counts as an
    error, a premature or unsupported one as a warning. 2: the input or the call is broken.
    """
    reviews: list[Review] = []

    def told(result: Evaluation) -> str:
        check_output(call.output, [name for name in (formulation, notes) if name is not None])
        given = result.run.inventory.formulation
        if formulation is not None:
            given = load_formulation(formulation)
        if given is None:
            raise IptRulesError(f"{call.case}: holds no formulation; name the file that does")
        log = None if notes is None else load_notes(notes)
        review = check(given, result, log, select=_names(select), ignore=_names(ignore))
        reviews.append(review)
        return FORMS[call.form](review)

    answered(call, told)
    sys.exit(ISSUES if _found(reviews[0], fail_on) else FINE)


def _names(given: Iterable[str]) -> list[str]:
    return [name.strip() for joined in given for name in joined.split(",") if name.strip()]


def _found(review: Review, fail_on: str) -> bool:
    if fail_on == NEVER:
        return False
    found = [issue.severity for issue in review.issues]
    found += [_WEIGHT[c.verdict] for c in review.chosen if c.verdict in _WEIGHT]
    severities = list(t.Severity)
    least = severities.index(t.Severity(fail_on))
    return any(severities.index(severity) <= least for severity in found)

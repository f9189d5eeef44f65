"""`ipt-rules caseload CASE...`: many cases side by side, alerts first."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import click
from attrs import evolve

from ipt_rules.caseloads import Caseload, caseload
from ipt_rules.caseloads.check import problems, trainee_problems
from ipt_rules.caseloads.gather import SMALLEST
from ipt_rules.caseloads.tables import TABLES
from ipt_rules.cli.case import check_output, inventory_of, session_of
from ipt_rules.cli.output import FINE, refuse, write
from ipt_rules.documents.source import Key, Source, place, read
from ipt_rules.evaluation import Evaluation, evaluate
from ipt_rules.exceptions import DocumentError, IptRulesError, Path, Problem
from ipt_rules.rulebase import RuleBase, load_rules

_FORMS = {"text": Caseload.to_text, "json": Caseload.to_json, "html": Caseload.to_page}


@click.command("caseload")
@click.argument("cases", metavar="CASE...", type=click.Path(), nargs=-1, required=True)
@click.option(
    "--trainees",
    "names",
    type=click.Path(),
    metavar="FILE",
    help="A YAML or JSON file that says who treats whom, as `pseudonym: trainee`.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([*_FORMS, "csv"]),
    default="text",
    show_default=True,
)
@click.option(
    "--table",
    type=click.Choice(list(TABLES)),
    help="The table that CSV holds (default: cases).",
)
@click.option(
    "--smallest",
    type=click.IntRange(1),
    default=SMALLEST,
    show_default=True,
    help="From which number on counts are shown in the tables that may be passed on.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write to a file.")
@click.option(
    "--rules", "folder", type=click.Path(), help="Another rule base than the shipped one."
)
def caseload_command(
    cases: tuple[str, ...],
    names: str | None,
    form: str,
    table: str | None,
    smallest: int,
    output: str | None,
    folder: str | None,
) -> None:
    """Put the CASEs side by side: alerts first, what is overdue, why there is no focus, habits.

    HTML is one page that loads nothing and whose tables sort. Each case is evaluated for the
    session that its file names, or the one after its last note.

    Exit code 0: fine, whatever the cases hold. 2: an input or the call is broken; every problem of
    every file is listed.
    """
    if table is not None and form != "csv":
        raise click.UsageError("--table goes with --format csv; the other formats hold all tables")
    try:
        check_output(output, cases if names is None else (*cases, names))
        load = _caseload(cases, names, smallest, load_rules(folder))
    except (IptRulesError, OSError) as error:
        refuse(error)
    write(load.to_csv(table or "cases") if form == "csv" else _FORMS[form](load), output)
    sys.exit(FINE)


def _caseload(cases: Sequence[str], names: str | None, smallest: int, rules: RuleBase) -> Caseload:
    """The caseload of files, or all their problems at once."""
    wrong: list[Problem] = []
    found: list[Evaluation] = []
    for case in cases:
        try:
            found.append(evaluate(inventory_of(case, rules), rules, session=session_of(case)))
        except DocumentError as error:
            wrong += (p if p.line else evolve(p, file=case) for p in error.problems)
    trainees: Source | None = None
    if names is not None:
        try:
            trainees = read(names)
            wrong += place(trainees, _of_file(trainee_problems(trainees.data)))
        except DocumentError as error:
            wrong += error.problems
    if wrong:
        raise DocumentError(wrong)
    given = trainees.data if trainees is not None else None
    said = problems(found, given, smallest, cases)
    if said:
        raise DocumentError(_placed(said, cases, trainees))
    return caseload(found, trainees=given, smallest=smallest)


def _of_file(said: Iterable[tuple[Path, str]]) -> list[tuple[Path, str]]:
    """Problems of the trainees as problems of the file that holds nothing else."""
    return [(path[1:], message) for path, message in said]


def _placed(
    said: Sequence[tuple[Path, str]], cases: Sequence[str], trainees: Source | None
) -> list[Problem]:
    """Each problem in the file it comes from."""
    wrong: list[Problem] = []
    of_trainees: list[tuple[Path, str]] = []
    for path, message in said:
        if path[0] == "evaluations":
            document = read(cases[int(path[1])])
            inner: Path = ("inventory",) if "inventory" in document.data else ()
            wrong += place(document, [((*inner, "case", *path[2:]), message)])
        elif path[0] == "trainees":
            of_trainees.append(((Key(path[1]),), message))
        else:
            wrong.append(Problem("<call>", None, None, path, message))
    return wrong + (place(trainees, of_trainees) if trainees is not None else [])

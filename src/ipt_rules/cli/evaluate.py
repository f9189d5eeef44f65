"""`ipt-rules evaluate CASE` and `ipt-rules schema NAME`."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import click

from ipt_rules.cli.output import FINE, ISSUES, refuse, write
from ipt_rules.documents.cases import load_case
from ipt_rules.documents.inventories import load_inventory
from ipt_rules.documents.source import place, read
from ipt_rules.evaluation import Evaluation, evaluate
from ipt_rules.exceptions import DocumentError, IptRulesError
from ipt_rules.fit import fit_problems
from ipt_rules.interop.schema import SCHEMAS, schema
from ipt_rules.model import Inventory
from ipt_rules.report import to_page, to_text
from ipt_rules.rulebase import RuleBase, load_rules

FORMATS = {"text": to_text, "json": Evaluation.to_json, "html": to_page}


@click.command("evaluate")
@click.argument("case", type=click.Path())
@click.option("--session", type=click.IntRange(0, 60), help="Plan for this session.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Reckon from this day (default: the assessment date).",
)
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write to a file.")
@click.option(
    "--rules", "folder", type=click.Path(), help="Another rule base than the shipped one."
)
@click.option(
    "--save-disagreement-to",
    type=click.Path(dir_okay=False),
    help="Where to save a minimal reproduction should the two engines differ.",
)
def evaluate_command(
    case: str,
    session: int | None,
    as_of: dt.datetime | None,
    form: str,
    output: str | None,
    folder: str | None,
    save_disagreement_to: str | None,
) -> None:
    """Evaluate the inventory in CASE, a YAML or JSON file.

    Exit code 0: fine. 1: the formulation on record has issues. 2: the input or the call is broken.
    """
    try:
        _check_output(output, case)
        rules = load_rules(folder)
        inventory = _inventory(case, rules)
        result = evaluate(
            inventory,
            rules,
            session=_session(case) if session is None else session,
            as_of=None if as_of is None else as_of.date(),
            save_disagreement_to=save_disagreement_to,
        )
        write(FORMATS[form](result), output)
    except (IptRulesError, OSError) as error:
        refuse(error, output)
    sys.exit(ISSUES if result.issues else FINE)


@click.command("schema")
@click.argument("name", type=click.Choice(list(SCHEMAS)))
def schema_command(name: str) -> None:
    """Print the JSON Schema of an inventory or of an evaluation."""
    write(json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n", None)


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

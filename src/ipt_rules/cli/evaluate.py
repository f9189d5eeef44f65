"""`ipt-rules evaluate CASE` and `ipt-rules schema NAME`."""

from __future__ import annotations

import datetime as dt
import json
import sys

import click

from ipt_rules.cli.case import case_options, evaluated
from ipt_rules.cli.output import FINE, ISSUES, refuse, write
from ipt_rules.evaluation import Evaluation
from ipt_rules.exceptions import IptRulesError
from ipt_rules.interop.schema import SCHEMAS, schema
from ipt_rules.report import to_page, to_text

FORMATS = {"text": to_text, "json": Evaluation.to_json, "html": to_page}


@click.command("evaluate")
@click.argument("case", type=click.Path())
@case_options
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
        result = evaluated(case, session, as_of, output, folder, save_disagreement_to)
        write(FORMATS[form](result), output)
    except (IptRulesError, OSError) as error:
        refuse(error, output)
    sys.exit(ISSUES if result.issues else FINE)


@click.command("schema")
@click.argument("name", type=click.Choice(list(SCHEMAS)))
def schema_command(name: str) -> None:
    """Print the JSON Schema of an inventory or of an evaluation."""
    write(json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n", None)

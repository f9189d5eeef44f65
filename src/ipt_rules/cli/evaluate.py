"""`ipt-rules evaluate CASE` and `ipt-rules schema NAME`."""

from __future__ import annotations

import json
import sys

import click

from ipt_rules.cli.case import Call, answered, case_options
from ipt_rules.cli.output import FINE, ISSUES, write
from ipt_rules.evaluation import Evaluation
from ipt_rules.interop.schema import SCHEMAS, schema
from ipt_rules.report import to_page, to_text

FORMATS = {"text": to_text, "json": Evaluation.to_json, "html": to_page}


@click.command("evaluate")
@click.argument("case", type=click.Path())
@case_options
def evaluate_command(
    call: Call,
) -> None:
    """Evaluate the inventory in CASE, a YAML or JSON file.

    Exit code 0: fine. 1: the formulation on record has issues. 2: the input or the call is broken.
    """
    result = answered(call, FORMATS[call.form])
    sys.exit(ISSUES if result.issues else FINE)


@click.command("schema")
@click.argument("name", type=click.Choice(list(SCHEMAS)))
def schema_command(name: str) -> None:
    """Print the JSON Schema of an inventory or of an evaluation."""
    write(json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n", None)

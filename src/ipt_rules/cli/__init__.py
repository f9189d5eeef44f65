"""The command line: `ipt-rules`."""

from __future__ import annotations

from importlib.metadata import version

import click

from ipt_rules.cli.ask import ask_command
from ipt_rules.cli.caseload import caseload_command
from ipt_rules.cli.check import check_command
from ipt_rules.cli.evaluate import evaluate_command, schema_command
from ipt_rules.cli.explain import explain_command
from ipt_rules.cli.output import BROKEN as BROKEN
from ipt_rules.cli.output import FINE as FINE
from ipt_rules.cli.output import ISSUES as ISSUES
from ipt_rules.cli.quiz import quiz_commands
from ipt_rules.cli.rules import rules_commands
from ipt_rules.cli.whatif import rivals_command, what_if_command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("ipt-rules"))
def main() -> None:
    """Interpersonal Psychotherapy as rules: decision support for trained clinicians."""


main.add_command(evaluate_command)
main.add_command(ask_command)
main.add_command(check_command)
main.add_command(explain_command)
main.add_command(what_if_command)
main.add_command(rivals_command)
main.add_command(caseload_command)
main.add_command(quiz_commands)
main.add_command(schema_command)
main.add_command(rules_commands)

"""`ipt-rules quiz`: verify, generate, take and export quizzes, and read answers back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from ipt_rules.cli.case import check_output
from ipt_rules.cli.output import FINE, ISSUES, refuse, write, write_bytes
from ipt_rules.exceptions import IptRulesError
from ipt_rules.quiz import KINDS, Quiz, load_quiz
from ipt_rules.quiz.exports import EXPORTS, export
from ipt_rules.quiz.verifying import Verified, accept, quiz_files, verify
from ipt_rules.rulebase import RuleBase, load_rules

_rules = click.option(
    "--rules", "folder", type=click.Path(), help="Another rule base than the shipped one."
)
_output = click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write to a file.")


@click.group("quiz")
def quiz_commands() -> None:
    """Quizzes whose keys are worked out by the rules."""


@quiz_commands.command("kinds")
def kinds_command() -> None:
    """List the kinds of items: what each asks, what narrows it, what its options may be."""
    for kind in KINDS.values():
        write(f"{kind.name}: {kind.asks}\n", None)
        write(f"    needs    {kind.needs}\n    options  {kind.answers}\n", None)


@quiz_commands.command("show")
@click.argument("quiz", type=click.Path())
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@_output
@_rules
def show_command(quiz: str, form: str, output: str | None, folder: str | None) -> None:
    """Show QUIZ with its keys, and the feedback on every option.

    Exit code 0: shown. 2: the quiz or the call is broken; every problem is listed with its place.
    """
    try:
        check_output(output, [quiz])
        found, _ = _loaded(quiz, folder)
        shown = found.to_json() if form == "json" else found.to_text()
    except (IptRulesError, OSError) as error:
        refuse(error, output)
    write(shown, output)
    sys.exit(FINE)


@quiz_commands.command("verify")
@click.argument("folder", type=click.Path())
@click.option("--accept", "accepts", is_flag=True, help="Store the keys as they are now.")
@click.option("--cases", type=click.Path(), help="Where the names of cases are looked up.")
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text")
@click.option("--rules", type=click.Path(), help="Another rule base than the shipped one.")
@_output
def verify_command(
    folder: str,
    accepts: bool,
    cases: str | None,
    form: str,
    rules: str | None,
    output: str | None,
) -> None:
    """Work out every key of the quizzes in FOLDER anew, and list what moved and why.

    A key that is claimed in a quiz is held against the rules. With --accept the keys are stored
    beside each quiz (NAME.keys.json); later calls say of every item what changed since, and name
    the rules that read otherwise. FOLDER may be one quiz.

    Exit code 0: every key stands. 1: a key moved. 2: a key cannot be worked out, or the call is
    broken.
    """
    try:
        base = load_rules(rules)
        found = verify(folder, base, cases=cases or _cases(rules))
        if accepts and not found.broken:
            _accept(folder, base, cases or _cases(rules))
            found = verify(folder, base, cases=cases or _cases(rules))
        forms = {"text": Verified.to_text, "json": Verified.to_json, "html": Verified.to_page}
        shown = forms[form](found)
    except (IptRulesError, OSError) as error:
        refuse(error, output)
    if accepts:
        stored = "nothing was stored, as not every key can be worked out"
        if not found.broken:
            stored = f"keys stored beside: {', '.join(found.quizzes)}"
        click.echo(stored, err=True)
    write(shown, output)
    sys.exit(2 if found.broken else FINE if found.fine else ISSUES)


def _accept(folder: str, rules: RuleBase, cases: Path | str | None) -> None:
    """Every quiz is read before anything is written: a claimed key that is wrong stores nothing."""
    loaded = {file: load_quiz(file, rules, cases=cases) for file in quiz_files(folder)}
    for file, quiz in loaded.items():
        accept(file, quiz, rules)


@quiz_commands.command("export")
@click.argument("quiz", type=click.Path())
@click.option(
    "--to",
    type=click.Choice(list(EXPORTS)),
    required=True,
    help="; ".join(f"{name}: {one.about}" for name, one in EXPORTS.items()),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="Write to this file (default: the name of the quiz, in this folder).",
)
@_rules
def export_command(quiz: str, to: str, output: str | None, folder: str | None) -> None:
    """Write QUIZ in the form of a course system, of a card box or of paper.

    Exit code 0: written. 2: the quiz or the call is broken.
    """
    target = output or Path(quiz).stem + EXPORTS[to].suffix
    try:
        check_output(target, [quiz])
        found, _ = _loaded(quiz, folder)
        write_bytes(export(found, to), target)
    except (IptRulesError, OSError) as error:
        refuse(error, target)
    click.echo(f"{len(found.items)} items written to {target}")
    sys.exit(FINE)


@quiz_commands.command("generate")
@click.option("--seed", type=int, required=True, help="The same seed gives the same quiz.")
@click.option("--kind", "kinds", multiple=True, help="Only this kind; repeat for more.")
@click.option("--area", "areas", multiple=True, help="Only this area; repeat for more.")
@click.option("--difficulty", help="How many facts decide an item: 3, or 2-4.")
@click.option("--about", metavar="RULE", help="An item whose key rests on this rule.")
@click.option("-n", "--count", type=click.IntRange(1, 200), default=10, show_default=True)
@_output
@_rules
def generate_command(
    seed: int,
    kinds: tuple[str, ...],
    areas: tuple[str, ...],
    difficulty: str | None,
    about: str | None,
    count: int,
    output: str | None,
    folder: str | None,
) -> None:
    """Generate a quiz from the shipped cases, as a file that can be edited and verified.

    Exit code 0: generated. 2: there are not so many items of this kind, or the call is broken.
    """
    from ipt_rules.quiz.generating import generate_written, quiz_to_yaml

    try:
        written = generate_written(
            load_rules(folder),
            seed=seed,
            kinds=kinds,
            areas=areas,
            difficulty=_span(difficulty),
            n=count,
            about=about,
            cases=_cases(folder),
        )
        text = quiz_to_yaml(written)
    except (IptRulesError, OSError) as error:
        refuse(error, output)
    write(text, output)
    sys.exit(FINE)


def _span(text: str | None) -> int | tuple[int, int] | None:
    """A number, or two with a dash between them."""
    if text is None:
        return None
    low, dash, high = text.partition("-")
    try:
        return (int(low), int(high)) if dash else int(low)
    except ValueError:
        raise click.UsageError(f"--difficulty {text}: give a number, or two as in 2-4") from None


@quiz_commands.command("take")
@click.argument("quiz", type=click.Path())
@click.option("--progress", type=click.Path(dir_okay=False), help="Remember what was missed here.")
@click.option("--due", "only_due", is_flag=True, help="Only what is due again, or new.")
@click.option(
    "--at",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day, with --progress: no clock is read.",
)
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text")
@_output
@_rules
def take_command(quiz: str, output: str | None, folder: str | None, **given: Any) -> None:
    """Take QUIZ at the terminal: answer, read the feedback, get a score sheet.

    With --progress and --at, what was missed is asked again sooner than what was known.

    Exit code 0: taken. 2: the quiz or the call is broken.
    """
    from ipt_rules.cli.taking import take

    try:
        check_output(output, [quiz])
        found, _ = _loaded(quiz, folder)
        shown = take(found, **given)
    except (IptRulesError, OSError) as error:
        refuse(error, output)
    write(shown, output)
    sys.exit(FINE)


@quiz_commands.command("stats")
@click.argument("quiz", type=click.Path())
@click.argument("answers", type=click.Path())
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "html", "markdown"]), default="text"
)
@_output
@_rules
def stats_command(
    quiz: str, answers: str, form: str, output: str | None, folder: str | None
) -> None:
    """Read the ANSWERS of a group back (CSV) and say how the items of QUIZ did.

    Read are the reports of Moodle (Responses) and of Canvas (Student analysis), and a plain table
    with the columns learner, item, answer. Names and addresses in them are read over.

    Exit code 0: no item is flagged. 1: some are. 2: the input or the call is broken.
    """
    from ipt_rules.quiz.statistics import ItemStatistics, statistics

    try:
        check_output(output, [quiz, answers])
        found = statistics(_loaded(quiz, folder)[0], answers)
        forms = {
            "text": ItemStatistics.to_text,
            "json": ItemStatistics.to_json,
            "html": ItemStatistics.to_page,
            "markdown": ItemStatistics.to_markdown,
        }
        shown = forms[form](found)
    except (IptRulesError, OSError) as error:
        refuse(error, output)
    write(shown, output)
    sys.exit(ISSUES if found.flags else FINE)


def _loaded(quiz: str, folder: str | None) -> tuple[Quiz, RuleBase]:
    rules = load_rules(folder)
    return load_quiz(quiz, rules, cases=_cases(folder)), rules


def _cases(folder: str | None) -> Path | None:
    """The cases of the rule base that is named, where it has any; else the shipped ones."""
    own = None if folder is None else Path(folder) / "cases"
    return own if own is not None and own.is_dir() else None

"""`ipt-rules rules`: look at the rule base, and measure what exercises it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from ipt_rules.cli.output import FINE, ISSUES, refuse, write
from ipt_rules.coverage import Coverage, coverage
from ipt_rules.documents.cases import CaseFile, load_cases
from ipt_rules.documents.formulations import SampleCase, load_samples, sample_cases
from ipt_rules.exceptions import IptRulesError
from ipt_rules.rulebase import RuleBase, load_rules, rules_folder
from ipt_rules.rulebase.entries import Entry, entries, entry
from ipt_rules.rulebase.reader import unknown_word

FORMS = {"text": Coverage.to_text, "json": Coverage.to_json}

folder_option = click.option(
    "--rules", "folder", type=click.Path(), help="Another rule base than the shipped one."
)


@click.group("rules")
def rules_commands() -> None:
    """Look at the rule base, and measure what exercises it."""


@rules_commands.command("list")
@click.argument("words", nargs=-1)
@folder_option
def list_command(words: tuple[str, ...], folder: str | None) -> None:
    """List rules, techniques, courses and instruments: those that carry all WORDS, or all.

    A word is looked for in names, titles and the ids an entry implements (P11, T23, S05, F08).
    """
    rules = _rules(folder)
    found = [e for e in entries(rules) if all(_carries(e, word.casefold()) for word in words)]
    write("".join(f"{e.name}  {e.title}\n" for e in found), None)
    if not found:
        click.echo(f"no entry carries {' and '.join(words)}", err=True)
    sys.exit(FINE if found else ISSUES)


def _carries(found: Entry, word: str) -> bool:
    ids = {name.casefold() for name in found.implements}
    return word in ids or word in found.name or word in found.title.casefold()


@rules_commands.command("show")
@click.argument("name")
@folder_option
def show_command(name: str, folder: str | None) -> None:
    """Show one entry by its NAME, such as `areas/grief/mourning-avoided` or `techniques/role-play`.

    What it means is said from its logic, not from prose written beside it.
    """
    rules = _rules(folder)
    write("\n".join(_shown(entry(_full_name(name, rules), rules))) + "\n", None)


def _full_name(name: str, rules: RuleBase) -> str:
    """The entry that is meant: by its whole name, or by the end of it where only one ends so."""
    known = {e.name: e for e in entries(rules)}
    ends = [other for other in known if f"/{other}".endswith(f"/{name.strip('/')}")]
    if name in known or len(ends) == 1:
        return name if name in known else ends[0]
    carrying = [e.name for e in known.values() if name.upper() in e.implements]
    if ends or carrying:
        raise click.UsageError(f"{name!r} may be any of: {', '.join(ends or carrying)}")
    parts = {other.rpartition("/")[2]: other for other in known}
    message = unknown_word(name, [*known, *parts], "an entry of this rule base")
    raise click.UsageError(message.partition("; known:")[0])


def _shown(found: Entry) -> Iterator[str]:
    yield f"{found.title}  [{found.name}]"
    yield f"{found.kind}, {found.status.label}"
    yield ""
    yield from found.reading
    if found.because:
        yield f"\nSaid as: {found.because}"
    yield f"\n{found.rationale}"
    yield "\nSources:"
    yield from (f"  {line}" for line in found.sources)
    if found.examples:
        yield "\nExamples:"
        yield from (f"  {example.verdict}: {example.name}" for example in found.examples)
    if found.implements:
        yield f"\nImplements: {', '.join(found.implements)}"


@rules_commands.command("coverage")
@click.option("--cases", type=click.Path(), help="Another folder of cases than that of the rules.")
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="text", show_default=True)
@folder_option
def coverage_command(cases: str | None, form: str, folder: str | None) -> None:
    """Measure how far examples and cases exercise the rules and their conditions.

    Samples of formulations, in the folder `formulations` beside the cases, count as cases.

    Exit code 0: everything is exercised. 1: something is not, and is named. 2: input is broken.
    """
    rules = _rules(folder)
    place = Path(cases) if cases else (Path(folder) if folder else rules_folder()) / "cases"
    try:
        if not place.is_dir():
            raise NotADirectoryError(None, "no such folder of cases", str(place))
        found = coverage(rules, _cases(place))
    except (IptRulesError, OSError) as error:
        refuse(error)
    write(FORMS[form](found), None)
    sys.exit(FINE if found.complete else ISSUES)


def _cases(place: Path) -> dict[str, CaseFile | SampleCase]:
    """The cases of a folder, and the samples of formulations in the folder below it."""
    cases = load_cases(place)
    if not cases:
        raise FileNotFoundError(None, "holds no case", str(place))
    return cases | sample_cases(load_samples(place / "formulations"), cases)


def _rules(folder: str | None) -> RuleBase:
    try:
        return load_rules(folder)
    except (IptRulesError, OSError) as error:
        refuse(error)

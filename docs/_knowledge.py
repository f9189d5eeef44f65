"""A page for every entry of the rule base, lists to browse them, and the table of the seeds."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from _markdown import RULES, code, head, plain, table

from ipt_rules import evaluate, rules_folder
from ipt_rules.coverage import RuleCoverage, coverage
from ipt_rules.documents.cases import CaseFile, load_cases
from ipt_rules.documents.formulations import load_samples, sample_cases
from ipt_rules.documents.source import read
from ipt_rules.report import to_text
from ipt_rules.rulebase.entries import Entry, entries
from ipt_rules.terms import ProblemArea

CASES = load_cases(rules_folder() / "cases")
SAMPLES = load_samples(rules_folder() / "cases" / "formulations")
ENTRIES = {entry.name: entry for entry in entries(RULES)}
LISTS = {
    "rules": (
        "The rules",
        {
            "safety": "Safety",
            "suitability": "Suitability",
            "areas": "Problem areas",
            "focus": "Focus",
            "formulation": "Formulation",
            "verdicts": "Verdicts on a chosen area",
        },
    ),
    "techniques": ("Techniques", {"techniques": "Techniques of IPT", "not_ipt": "What is not IPT"}),
    "profiles": ("Profiles and tasks", {"profiles": "Courses", "tasks": "Tasks of their sessions"}),
    "instruments": ("Instruments", {"instruments": "Scales", "phrases": "Lists of words"}),
}
"""The pages to browse: title, and the folders each lists."""


def knowledge_pages() -> dict[str, str]:
    """The text of every page, by its file below the folder of generated pages."""
    every = CASES | sample_cases(SAMPLES, CASES)
    fired = {rule.rule: rule for rule in coverage(RULES, every).rules}
    pages = {f"{name}.md": _text(entry_page(e, fired)) for name, e in ENTRIES.items()}
    pages |= {f"{name}.md": _text(list_page(name)) for name in LISTS}
    pages["knowledge.md"] = _text(index_page())
    pages["cases.md"] = _text(cases_page())
    return pages


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


# --- one entry -----------------------------------------------------------------------------------


def entry_page(entry: Entry, fired: dict[str, RuleCoverage]) -> Iterator[str]:
    """What an entry means, why, on which sources, with its examples and the cases that show it."""
    made_from = f"the file `rules/{entry.name}.yaml`"
    lead = f"{code(entry.name)}, {plain(entry.kind)}, {plain(entry.status.label)}."
    yield from head(plain(entry.title), made_from, lead)
    yield "## In plain language\n"
    yield "Said from the logic alone.\n"
    for line in "\n".join(entry.reading).splitlines():
        bullet = line.startswith("  - ")
        yield f"- {plain(line[4:])}" if bullet else f"\n{plain(line)}\n"
    yield ""
    if entry.because:
        yield f"Said to a therapist:\n\n> {plain(entry.because)}\n"
    yield f"## Why\n\n{plain(entry.rationale)}\n"
    yield "## Sources\n"
    yield from (f"- {plain(line)}" for line in entry.sources)
    yield ""
    if entry.examples:
        yield "## Examples\n"
        rows = ((plain(example.name), example.verdict.label) for example in entry.examples)
        yield from table(("example", "verdict"), rows)
    shown = fired.get(entry.name)
    if shown is not None and shown.fired_by:
        yield f"**Cases in which it fires:** {', '.join(_case(name) for name in shown.fired_by)}.\n"
    if entry.implements:
        yield f"**Clinical facts it carries out:** {', '.join(entry.implements)}.\n"


def _link(entry: Entry) -> str:
    return f"[{plain(entry.title)}](/reference/_generated/{entry.name}.md)"


def _case(name: str) -> str:
    sample = name.removeprefix("formulations/")
    if sample != name:
        return f"[{plain(SAMPLES[sample].title)}](#sample-{sample})"
    return f"[{plain(CASES[name].title)}](#case-{name})"


# --- to browse -----------------------------------------------------------------------------------


def list_page(name: str) -> Iterator[str]:
    """The entries of some folders, each with a link."""
    title, folders = LISTS[name]
    yield from head(title, f"the rule base `{RULES.name}` {RULES.version}")
    for folder, heading in folders.items():
        inside = [e for e in ENTRIES.values() if e.name.startswith(f"{folder}/")]
        yield f"## {heading} ({len(inside)})\n"
        for group in dict.fromkeys(e.name.rpartition("/")[0] for e in inside):
            if group != folder:
                below = group.removeprefix(f"{folder}/").replace("_", " ").replace("/", ", ")
                yield f"### {below.capitalize()}\n"
            yield from (f"- {_link(e)}" for e in inside if e.name.rpartition("/")[0] == group)
            yield ""
    yield "```{toctree}\n:hidden:\n:glob:\n"
    yield from (f"{folder}/**" for folder in folders)
    yield "```"


def index_page() -> Iterator[str]:
    """Everything in alphabetical order: the page to search in."""
    drafts = sum(e.status.value == "draft" for e in ENTRIES.values())
    yield from head(
        "Index of the knowledge",
        f"the rule base `{RULES.name}` {RULES.version}",
        f"Every rule, technique, task, course, instrument and list of words: {len(ENTRIES)} "
        "entries. Each has a page with its reading in plain language, its reasons and its sources. "
        "The search field of this documentation looks through all of them; a browser finds words "
        "on this page.",
        f"{drafts} of them are drafts that no clinician has signed.",
    )
    ordered = sorted(ENTRIES.values(), key=lambda e: (e.title.casefold(), e.name))
    rows = ((_link(e), plain(e.kind), ", ".join(e.implements), code(e.name)) for e in ordered)
    yield from table(("entry", "what it is", "clinical facts", "name"), rows)


def cases_page() -> Iterator[str]:
    """The fictional cases and the formulations of some, with what is expected of them."""
    yield from head(
        "The cases",
        "the files in `rules/cases/`",
        f"{len(CASES)} fictional cases, and {len(SAMPLES)} formulations of some, as trainees "
        "write them. Every person in them is invented.",
    )
    for name, case in CASES.items():
        yield f"(case-{name})=\n## {plain(case.title)}\n"
        yield f"{code(name)}. {plain(case.vignette)}\n"
        areas = ", ".join(area.label for area in case.expects.foci)
        yield f"**Expected:** {case.expects.outcome.label}{f', {areas}' if areas else ''}.\n"
    for name, sample in SAMPLES.items():
        yield f"(sample-{name})=\n## A formulation: {plain(sample.title)}\n"
        yield f"{code(f'formulations/{name}')}, on {_case(sample.case)}. {plain(sample.story)}\n"
        judged = sample.expects.verdicts.items()
        verdicts = (f"{ProblemArea(area).label}: {verdict.label}" for area, verdict in judged)
        issues = (_link(ENTRIES[issue]) for issue in sample.expects.issues)
        yield f"**Expected:** {'; '.join(verdicts)}. Issues: {', '.join(issues) or 'none'}.\n"


# --- the table of the seeds ----------------------------------------------------------------------


def rows() -> list[dict[str, Any]]:
    """The rows of `reference/coverage.yaml`."""
    found: list[dict[str, Any]] = read(Path(__file__).parent / "reference" / "coverage.yaml").data
    return found


def report_of(see: dict[str, Any]) -> str:
    """The report in which a row can be seen at work, without its line breaks."""
    case: CaseFile = CASES[see["case"]]
    session = see.get("session", case.session)
    return " ".join(to_text(evaluate(case.inventory, RULES, session=session)).split())


def coverage_page() -> str:
    """Every system and feature that the seed documents mention: at work, or refused with a reason.

    Raises `ValueError` for a row that names what is not there, or shows what does not appear.
    """
    faults = [f"row {row['row']}: {fault}" for row in rows() for fault in row_faults(row)]
    if faults:
        raise ValueError("; ".join(faults))
    return _text(_coverage_lines())


def row_faults(row: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a row."""
    known = {*ENTRIES, "focus/policy", "crisis", "sources"}
    yield from (f"{name} is no entry" for name in row.get("shown_by", []) if name not in known)
    see = row.get("see")
    if see is None and "refused" not in row:
        yield "neither seen at work nor refused"
    if see is not None and see["case"] not in CASES:
        yield f"{see['case']} is no case"
    elif see is not None and see["shows"] not in report_of(see):
        yield f"the report of {see['case']} does not say {see['shows']!r}"


def _coverage_lines() -> Iterator[str]:
    yield from head(
        "What the seed documents mention",
        "`coverage.yaml` beside this page and the rule base",
        "Every system, variant and feature that the five seed documents name, with what the "
        "library does about it. Each line that can be seen at work names a case and what its "
        "report says; the build evaluates the case and fails if the report no longer says it. "
        "[What the seeds say](../explanation/seeds.md) goes through their statements.",
    )
    for row in rows():
        yield f"## {row['row']}. {plain(row['name'])}\n"
        named = ", ".join(row["seen_in"])
        yield f"*{plain(row['model'])}; named in {named}.* {plain(row['says'])}\n"
        see = row.get("see")
        if see is not None:
            session = f" --session {see['session']}" if "session" in see else ""
            yield f"**See it work:** `ipt-rules evaluate rules/cases/{see['case']}.yaml{session}` "
            yield f"says \u201c{plain(see['shows'])}\u201d.\n"
        if "refused" in row:
            yield f"**Refused:** {plain(row['refused'])}\n"
        shown = [
            _link(ENTRIES[name]) if name in ENTRIES else code(name)
            for name in row.get("shown_by", [])
        ]
        if shown:
            yield f"**Entries:** {', '.join(shown)}.\n"

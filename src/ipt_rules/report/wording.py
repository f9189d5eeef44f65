"""Sentences that text and HTML reports share, so that both say the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Protocol

from ipt_rules import results
from ipt_rules import terms as t

PURPOSE = "Decision support for a trained clinician. It makes no diagnosis and rates no risk."
QUESTIONS_SHOWN = 8
"""How many questions a report shows at first; alerts and open questions of safety are never cut."""

OUTCOMES = {
    t.Outcome.SUPPORTED: "a focus is supported",
    t.Outcome.PROVISIONAL: "a provisional focus",
    t.Outcome.UNDECIDED_PAIR: "undecided between two areas",
    t.Outcome.NEEDS_INFORMATION: "more needs to be known",
    t.Outcome.NO_FOCUS_INDICATED: "no IPT focus is indicated",
    t.Outcome.WITHHELD: "withheld, safety first",
}

STATUSES = {
    t.AreaStatus.SUPPORTED: "supported",
    t.AreaStatus.POSSIBLE: "possible",
    t.AreaStatus.UNSUPPORTED: "not supported",
    t.AreaStatus.EXCLUDED: "excluded",
}

_SPACES = str.maketrans(dict.fromkeys("\t\r\x0b\x0c\x85\u2028\u2029", " "))
"""Breaks other than a line feed, which displays read in different ways."""


def clean(text: str) -> str:
    """Text without characters that could drive a terminal or turn the writing round.

    >>> clean("Lena\\x1b[31m")
    'Lena�[31m'
    """
    return "".join(
        "�"
        if (unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") and c not in "\n\u200d\u00ad")
        or c in "\ufffe\uffff"  # of no use to anybody, and no XML may hold them
        else c
        for c in text.translate(_SPACES)
    )


def open_safety(result: results.Result) -> list[results.Question]:
    """What rules of safety ask outright and nobody has answered: said before any proposal."""
    return [q for q in result.questions if q.mandatory and q.purpose == "safety"]


def other_questions(result: results.Result) -> list[results.Question]:
    """The questions that are not said with the alerts already."""
    said = open_safety(result)
    return [q for q in result.questions if q not in said]


def task_groups(result: results.Result) -> list[tuple[str, list[results.Task]]]:
    """The tasks as reports show them: what is due now, what every session holds, the rest."""
    once = [task for task in result.tasks if not task.every_session]
    always = [task for task in result.tasks if task.every_session]
    return [
        ("Due", [task for task in once if task.state is t.TaskState.DUE]),
        ("In every session", always),
        ("Not on record as done", [x for x in once if x.state is t.TaskState.OVERDUE]),
        ("Done", [task for task in once if task.state is t.TaskState.DONE]),
    ]


def technique_groups(
    result: results.Result,
) -> tuple[list[results.Suggestion], list[results.Suggestion]]:
    """The techniques of the focus and those of safety, then those that belong to every area."""
    own = [s for s in result.suggestions if s.areas or s.safety]
    general = [s for s in result.suggestions if not (s.areas or s.safety)]
    return (own, general) if own else (general, [])


def held_groups(result: results.Result) -> list[tuple[str, str]]:
    """What must wait, with every reason for it; what waits for the same reasons stands together."""
    reasons: dict[str, dict[str, None]] = {}
    for waiting in result.held:
        reasons.setdefault(waiting.title, {})[waiting.because] = None
    titles: dict[str, list[str]] = {}
    for title, because in reasons.items():
        titles.setdefault(" ".join(because), []).append(title)
    return [("; ".join(together), because) for because, together in titles.items()]


def not_now_groups(result: results.Result) -> list[tuple[str, str, str]]:
    """What is too early or too late: which of the two, the titles, and the reason they share."""
    titles: dict[tuple[str, str], list[str]] = {}
    for entry in result.not_now:
        titles.setdefault((entry.when, entry.because), []).append(entry.title)
    return [
        (when.replace("_", " ").capitalize(), "; ".join(together), _of_each(because, together))
        for (when, because), together in titles.items()
    ]


def _of_each(because: str, titles: list[str]) -> str:
    return because.replace("It ", "Each ", 1) if len(titles) > 1 else because


def heading(result: results.Result) -> str:
    """Who, when, and where in the course."""
    phase, record = result.phase, result.record
    course = f"session {phase.session}"
    if phase.planned_sessions is not None:
        course += f" of {phase.planned_sessions}"
    if phase.phase is not None:
        course += f", {phase.phase.label} phase"
    if phase.profile is not None:
        course += f", {phase.profile}"
    line = f"{result.pseudonym} · as of {record.as_of} · {course}"
    return " ".join(line.split())  # a pseudonym with line breaks cannot pass for another part


def focus_line(focus: results.Focus, result: results.Result) -> str:
    """One proposed area, with its rank and whether the patient agreed."""
    if result.proposal.outcome is t.Outcome.UNDECIDED_PAIR:
        return f"{focus.area.label} (one of two)"
    return f"{focus.area.label} ({focus.rank}, {focus.standing.label})"


def area_line(area: results.AreaStanding) -> str:
    """The standing of an area, and whether an open answer could change it."""
    settled = "" if area.settled else "; open answers could change this"
    return f"{STATUSES[area.status]}{settled}"


def argument_mark(argument: results.Argument) -> str:
    """For or against, and how strongly."""
    if argument.side == "excludes":
        return "excludes"
    presumed = ", presumed" if argument.support.presumed else ""
    return f"{argument.side}, {argument.strength}{presumed}"


def sources_line(support: results.Support) -> str:
    """The sources behind a conclusion with their evidence marks; what no source carries says so."""
    return notes_line(support.sources)


def notes_line(notes: Sequence[results.SourceNote]) -> str:
    """The same of a list of sources; nothing where there is none."""
    noted = [note for note in notes if note.evidence is t.Evidence.VERIFIED]
    text = "; ".join(f"{note.title} [{note.ref}]" for note in noted)
    if notes and not noted:
        return "a default of this rule base, not an established finding"
    return f"{text}; in part a default of this rule base" if len(noted) < len(notes) else text


def issue_lines(issue: results.Issue) -> tuple[str, str, str]:
    """What a supervisor needs beside the issue: what was expected, what to do, what to ask."""
    return (
        f"Expected: {issue.expected}",
        f"To do: {issue.action}",
        f"To ask in supervision: {issue.question}",
    )


def verdict_mark(chosen: results.ChosenArea) -> str:
    """A chosen area and the verdict on it."""
    return f"{chosen.area.label.capitalize()}: {chosen.verdict.label}"


def verdict_lines(chosen: results.ChosenArea) -> tuple[str, str]:
    """What a supervisor needs beside the verdict: what to do, what to ask."""
    return (f"To do: {chosen.action}", f"To ask in supervision: {chosen.question}")


def crisis_lines(crisis: results.CrisisHelp) -> list[str]:
    """Whom to turn to, each with the day it was looked up; the general line comes last."""
    lines = []
    for service in crisis.services:
        hours = f", {service.hours}" if service.hours else ""
        note = f" {service.note}" if service.note else ""
        seen = service.source.evidence is t.Evidence.VERIFIED
        checked = f"looked up {service.checked_on}" if seen else "from memory, look it up first"
        lines.append(
            f"{service.name} ({service.need.label}): {service.reach}{hours}.{note} [{checked}]"
        )
    return [*lines, crisis.generic]


def default_mark(support: results.Support) -> str:
    """Says that no source that was seen carries a conclusion; nothing where one does."""
    return " (a default of this rule base)" if support.is_default else ""


class _Recorded(Protocol):
    """Anything that says what it was made from."""

    @property
    def record(self) -> results.Record: ...


def record_line(result: _Recorded) -> str:
    """What the result was made from."""
    record = result.record
    return (
        f"rules {record.rules_name} {record.rules_version} ({record.rules_digest[:12]}) · "
        f"ipt-rules {record.library_version} · engine: {record.engine} · "
        f"input {record.input_digest[:12]}"
    )

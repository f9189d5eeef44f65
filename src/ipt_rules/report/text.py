"""A result as plain text, alerts first, one idea a line."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from ipt_rules import results
from ipt_rules.report import wording as w

WIDTH = 96


def to_text(result: results.Result) -> str:
    """The report as text for a terminal, a log or a notebook without HTML."""
    parts = [
        _block(w.heading(result), [w.PURPOSE]),
        _alerts(result),
        _crisis(result),
        _open_safety(result),
        _proposal(result),
        _areas(result),
        _questions(result),
        _suitability(result),
        _chosen(result),
        _issues(result),
        _tasks(result),
        _techniques(result),
        _held(result),
        _not_now(result),
        _block("Record", [w.record_line(result), result.record.note]),
    ]
    return w.clean("\n\n".join(part for part in parts if part)) + "\n"


def _block(title: str, lines: list[str] | Iterator[str]) -> str:
    wrapped = [_wrap(line) for line in lines if line]
    return "\n".join([title, *wrapped]) if wrapped else ""


def _wrap(line: str) -> str:
    body = line.lstrip(" ")
    return wrapped(body, len(line) - len(body) + 2)


def wrapped(text: str, indent: int) -> str:
    """A line that begins at `indent`, broken at the width of the report and set in below it."""
    margin = " " * indent
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=margin,
        subsequent_indent=margin + "  ",
        break_on_hyphens=False,
    )


def _alerts(result: results.Result) -> str:
    def lines() -> Iterator[str]:
        for alert in result.alerts:
            yield f"{alert.level.upper()}: {alert.because} {alert.action}"
            holds = f"Holds back: {', '.join(alert.holds)}. " if alert.holds else ""
            yield f"  {holds}[{alert.name}]{w.default_mark(alert.support)}"

    return _block(f"ALERTS ({len(result.alerts)})", lines())


def _crisis(result: results.Result) -> str:
    if result.crisis is None:
        return ""
    where = result.crisis.region or "the country is not recorded, or not listed"
    return _block(f"Crisis services to have at hand: {where}", w.crisis_lines(result.crisis))


def _open_safety(result: results.Result) -> str:
    lines = [f"{q.text} ({q.why})" for q in w.open_safety(result)]
    return _block("Safety: still to be asked", lines)


def _proposal(result: results.Result) -> str:
    proposal = result.proposal
    lines = [proposal.because]
    lines += [f"→ {w.focus_line(focus, result)}: {focus.because}" for focus in proposal.foci]
    if proposal.focus_after_stabilisation is not None:
        area = proposal.focus_after_stabilisation.label
        lines.append(f"Seems likely once the case is stable, not proposed now: {area}.")
    lines += [f"This would decide: {question.text}" for question in proposal.decided_by]
    if not proposal.settled and proposal.foci:
        lines.append("Open answers could still change this proposal.")
    return _block(f"PROPOSAL: {w.OUTCOMES[proposal.outcome]}", lines)


def _areas(result: results.Result) -> str:
    def lines() -> Iterator[str]:
        for area in result.areas:
            yield f"{area.area.label.capitalize()}: {w.area_line(area)}"
            for argument in area.arguments:
                yield f"  {w.argument_mark(argument)}: {argument.because} [{argument.support.rule}]"
                yield f"    Source: {w.sources_line(argument.support)}"

    return _block("The four areas", lines())


def _questions(result: results.Result) -> str:
    asked = w.other_questions(result)
    shown = asked[: w.QUESTIONS_SHOWN]
    lines = [f"{number}. {q.text} ({q.why})" for number, q in enumerate(shown, 1)]
    more = len(asked) - len(shown)
    if more > 0:
        lines.append(f"… and {more} more, in the HTML and the JSON form.")
    return _block("What to ask next", lines)


def _suitability(result: results.Result) -> str:
    return _block(
        "Suitability",
        [
            f"{r.fit.label}: {r.because} {r.action} [{r.name}]{w.default_mark(r.support)}"
            for r in result.suitability
        ],
    )


def _chosen(result: results.Result) -> str:
    def lines() -> Iterator[str]:
        for chosen in result.chosen:
            yield f"{w.verdict_mark(chosen)}. {chosen.because} [{chosen.support.rule}]"
            yield from (f"  {line}" for line in w.verdict_lines(chosen))

    return _block("The areas chosen in the formulation", lines())


def _issues(result: results.Result) -> str:
    def lines() -> Iterator[str]:
        for issue in result.issues:
            yield f"{issue.severity}: {issue.because} [{issue.name}]"
            yield from (f"  {line}" for line in w.issue_lines(issue))
            yield f"  Source: {w.sources_line(issue.support)}"

    return _block("Issues in the formulation and the notes", lines())


def _tasks(result: results.Result) -> str:
    (_, due), *others = w.task_groups(result)
    lines = [f"{task.title}: {task.because}{w.default_mark(task.support)}" for task in due]
    for title, tasks in others:
        if tasks:
            lines.append(f"{title}: {'; '.join(task.title for task in tasks)}.")
    return _block(f"Tasks of session {result.phase.session}", lines)


def _techniques(result: results.Result) -> str:
    def lines() -> Iterator[str]:
        own, general = w.technique_groups(result)
        for suggestion in own:
            mark = w.default_mark(suggestion.support)
            yield f"{suggestion.title}: {suggestion.because}{mark}"
            if suggestion.needs:
                yield f"  Comes after: {', '.join(suggestion.needs)}."
            if suggestion.time_note:
                yield f"  Time: {suggestion.time_note}"
            if suggestion.cautions:
                yield f"  Caution: {' '.join(suggestion.cautions)}"
        if general:
            yield f"In every area: {'; '.join(s.title for s in general)}."
        for suggestion in general:
            if suggestion.time_note:
                yield f"{suggestion.title}: {suggestion.time_note}"

    return _block("Techniques that fit", lines())


def _held(result: results.Result) -> str:
    return _block("Must wait", [f"{title}: {because}" for title, because in w.held_groups(result)])


def _not_now(result: results.Result) -> str:
    groups = w.not_now_groups(result)
    return _block("Not now", [f"{when}: {titles}. {because}" for when, titles, because in groups])

"""A review as the blocks of a report, in the order in which a supervisor needs them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.report import document as d
from ipt_rules.report import wording as w
from ipt_rules.report.pictures import Picture
from ipt_rules.review.course import CourseSoFar, Ending, Score
from ipt_rules.review.values import Reviewed, ReviewIssue, ToRaise

PURPOSE = (
    "Advice for supervision, for a trained clinician to weigh. It makes no diagnosis, rates no "
    "risk and marks nobody."
)


def review_document(review: Reviewed, pictures: Iterable[Picture] = ()) -> d.Document:
    """Alerts, what to raise first, the chosen focus, what stands and what is missing, the rest."""
    return tuple(_blocks(review, tuple(pictures)))


def _blocks(review: Reviewed, pictures: tuple[Picture, ...]) -> Iterator[d.Block]:
    yield d.Heading(f"Review of a formulation: {review.pseudonym}", 1)
    yield from _safety(review)
    yield d.Paragraph(PURPOSE, note=True)
    yield from _listed("What to raise first", map(_raise, review.raise_first), numbered=True)
    yield from _chosen(review)
    yield from _listed("What stands", (d.Item(says) for says in review.stands))
    missing = (
        d.Item(m.what, place="" if m.place is None else str(m.place)) for m in review.missing
    )
    yield from _listed("What is missing", missing)
    yield from _issues(review.issues)
    if review.course is not None:
        yield from _course(review.course)
    if pictures:
        yield d.Heading("The case in pictures")
        yield from map(d.Figure, pictures)
    yield d.Heading("Record")
    yield d.Paragraph(w.record_line(review), note=True)
    if review.record.note:
        yield d.Paragraph(review.record.note, note=True)


def _listed(title: str, items: Iterable[d.Item], numbered: bool = False) -> Iterator[d.Block]:
    found = tuple(items)
    if found:
        yield d.Heading(title)
        yield d.Items(found, numbered)


def _safety(review: Reviewed) -> Iterator[d.Block]:
    for alert in review.alerts:
        holds = f"Holds back: {', '.join(alert.holds)}." if alert.holds else ""
        yield d.Box(
            alert.level.value,
            f"{alert.level.upper()}: {alert.because}",
            tuple(line for line in (alert.action, holds + w.default_mark(alert.support)) if line),
        )
    if review.crisis is not None:
        where = review.crisis.region or "the country is not recorded, or not listed"
        lines = w.crisis_lines(review.crisis)
        yield from _listed(f"Crisis services to have at hand: {where}", map(d.Item, lines))
    open_safety = (d.Item(f"{q.text} ({q.why})") for q in review.open_safety)
    yield from _listed("Safety: still to be asked", open_safety)


def _raise(one: ToRaise) -> d.Item:
    asked = (f"To ask in supervision: {one.question}",) if one.question else ()
    return d.Item(one.because, lines=(f"To do: {one.action}", *asked))


# --- the chosen focus ----------------------------------------------------------------------------


def _chosen(review: Reviewed) -> Iterator[d.Block]:
    yield d.Heading("The chosen focus")
    yield (
        d.Items(tuple(map(_chosen_area, review.chosen)))
        if review.chosen
        else d.Paragraph("The formulation chooses no area.")
    )
    yield d.Paragraph(f"On the same record the rules come to: {_proposal(review)}")


def _chosen_area(chosen: results.ChosenArea) -> d.Item:
    tied = _tied(chosen)
    return d.Item(
        chosen.because,
        mark=w.verdict_mark(chosen),
        lines=(
            *([tied] if tied else []),
            *w.verdict_lines(chosen),
            *map(_argument, chosen.arguments),
            *(["No argument for or against it is on record."] if not chosen.arguments else []),
        ),
        behind=tuple(dict.fromkeys((*map(_sources, chosen.arguments), *_behind(chosen.support)))),
    )


def _tied(chosen: results.ChosenArea) -> str:
    """Where the formulation ties the focus to something that no argument speaks of."""
    rests_on = {about.partition(":")[2] for about in chosen.rests_on} - {""}
    if not rests_on or not chosen.linked_to or rests_on & set(chosen.linked_to):
        return ""
    tied, argued = ", ".join(chosen.linked_to), ", ".join(sorted(rests_on))
    return f"The formulation ties it to {tied}; the arguments on record speak of {argued}."


def _argument(argument: results.Argument) -> str:
    mark = w.argument_mark(argument)
    return f"{mark[:1].upper()}{mark[1:]}: {argument.because}"


def _sources(argument: results.Argument) -> str:
    return f"Rule {argument.support.rule}. Source: {w.sources_line(argument.support)}."


def _behind(support: results.Support) -> tuple[str, ...]:
    return (f"Rule {support.rule}. Source: {w.sources_line(support)}.",)


def _proposal(review: Reviewed) -> str:
    proposal = review.proposal
    foci = [f"{focus.area.label} ({focus.rank})" for focus in proposal.foci]
    after = proposal.focus_after_stabilisation
    if after is not None:
        foci.append(f"likely once the case is stable, not now: {after.label}")
    areas = f" – {', '.join(foci)}" if foci else ""
    return f"{w.OUTCOMES[proposal.outcome]}{areas}. {proposal.because}"


# --- issues --------------------------------------------------------------------------------------


def _issues(issues: tuple[ReviewIssue, ...]) -> Iterator[d.Block]:
    if not issues:
        yield d.Heading("Issues")
        yield d.Paragraph("No rule raises an issue.")
    for severity in t.Severity:
        of_it = [issue for issue in issues if issue.severity is severity]
        title = f"Issues: {_SEVERITIES[severity]} ({len(of_it)})"
        yield from _listed(title, map(_issue, of_it))


_SEVERITIES = {
    t.Severity.ERROR: "to settle before the work goes on",
    t.Severity.WARNING: "to look at soon",
    t.Severity.INFO: "to consider",
}


def _issue(issue: ReviewIssue) -> d.Item:
    codes = f" ({', '.join(issue.codes)})" if issue.codes else ""
    return d.Item(
        issue.because,
        place=str(issue.place),
        lines=(
            f"Expected: {issue.expected}",
            f"To do: {issue.action}",
            f"To ask in supervision: {issue.question}",
        ),
        behind=(f"Rule {issue.name}{codes}. Source: {w.sources_line(issue.support)}.",),
    )


# --- the course so far ---------------------------------------------------------------------------


def _course(course: CourseSoFar) -> Iterator[d.Block]:
    phase = course.phase
    of = "" if phase.planned_sessions is None else f" of {phase.planned_sessions}"
    yield d.Heading("The course so far")
    yield d.Paragraph(f"The next session is session {phase.session}{of}.{_ending(course.ending)}")
    if course.off_focus:
        numbers = ", ".join(map(str, course.off_focus))
        yield d.Paragraph(f"Worked on another area than was chosen: sessions {numbers}.")
    if course.without_note:
        yield d.Paragraph(f"No note of sessions {', '.join(map(str, course.without_note))}.")
    yield d.Table(
        ("Session", "Date", "Phase", "Focus", "Techniques", "Score", "Risk asked about"),
        tuple(
            (
                str(seen.session),
                "" if seen.date is None else seen.date.isoformat(),
                "" if seen.phase is None else seen.phase.label,
                _focus(seen.focus, seen.on_focus),
                "; ".join(seen.techniques),
                "yes" if seen.scored else "not on record",
                {True: "yes", False: "no", None: "not on record"}[seen.risk_checked],
            )
            for seen in course.sessions
        ),
    )
    if course.scores:
        yield d.Heading("Scores", 3)
        yield d.Table(
            ("Scale", "When", "Total", "Band", "Change", "What it shows"),
            tuple(map(_score, course.scores)),
        )
    upcoming = course.next
    yield from _listed("Overdue", (d.Item(task.title) for task in upcoming.overdue))
    items = [d.Item(task.title, mark="task") for task in (*upcoming.due, *upcoming.every_session)]
    items += [d.Item(name, mark="planned") for name in upcoming.planned]
    items += [d.Item(s.title, mark="fits") for s in upcoming.suggestions if s.areas or s.safety]
    yield from _listed(f"What session {upcoming.session} should hold", items)
    if course.done:
        done = "; ".join(task.title for task in course.done)
        yield d.Paragraph(f"On record as done: {done}.", note=True)


def _focus(focus: t.ProblemArea | None, on_focus: bool | None) -> str:
    if focus is None:
        return "not on record"
    return f"{focus.label}, not the one chosen" if on_focus is False else focus.label


def _ending(ending: Ending) -> str:
    said = []
    if ending.sessions_left is not None:
        many = "session is" if ending.sessions_left == 1 else "sessions are"
        said.append(f"After it {ending.sessions_left} {many} left.")
    if ending.ends_on is not None:
        said.append(f"The contract ends on {ending.ends_on}.")
    if ending.announced_in:
        numbers = ", ".join(map(str, ending.announced_in))
        said.append(f"The ending was mentioned in session {numbers}.")
    elif ending.overdue:
        said.append("The ending should have been announced and is in no note.")
    elif ending.announce_with_left is not None:
        said.append(f"The ending is announced with {ending.announce_with_left} sessions left.")
    return "".join(f" {sentence}" for sentence in said)


def _score(score: Score) -> tuple[str, ...]:
    when = [] if score.session is None else [f"session {score.session}"]
    when += [] if score.date is None else [score.date.isoformat()]
    shows = [
        words
        for value, words in (
            (score.response, "response"),
            (score.remission, "remission"),
            (score.reliable_improvement, "reliable improvement"),
            (score.deteriorated, "deterioration"),
        )
        if value
    ]
    return (
        score.title,
        ", ".join(when) or "not on record",
        _span(score.low, score.high) or "not known",
        score.band or "",
        _span(score.change_low, score.change_high, signed=True),
        ", ".join(shows),
    )


def _span(low: float | None, high: float | None, signed: bool = False) -> str:
    if low is None or high is None:
        return ""
    form = "+g" if signed else "g"
    return f"{low:{form}}" if low == high else f"{low:{form}} to {high:{form}}"

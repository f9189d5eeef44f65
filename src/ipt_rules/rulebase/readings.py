"""Techniques, courses and instruments said in plain language, made from their numbers and lists."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_rules import terms as t
from ipt_rules.rulebase.base import RuleBase
from ipt_rules.rulebase.courses import Placement, ProfileDocument
from ipt_rules.rulebase.files import ForeignDocument, TechniqueDocument
from ipt_rules.rulebase.instruments import BandDocument, InstrumentDocument
from ipt_rules.rulebase.reading import reading


def technique_reading(name: str, rules: RuleBase) -> Iterator[str]:
    """What a technique is, where it belongs, and when it is suggested."""
    document: TechniqueDocument = rules.techniques[name]
    titles = {key: other.title for key, other in rules.techniques.items()}
    yield document.definition.strip()
    yield f"It belongs to {_list(p.label for p in document.phases) or 'no phase in particular'}."
    yield f"It fits {_list(a.label for a in document.areas) or 'every problem area'}."
    if document.needs:
        yield f"Before it: {_list(titles[need] for need in document.needs)}."
    if document.needs_one_of:
        yield f"Before it, one of: {_list(titles[need] for need in document.needs_one_of)}."
    if document.sessions_needed is not None:
        count = document.sessions_needed
        more = "1 more session" if count == 1 else f"{count} more sessions"
        mark = document.defaults.get("sessions_needed")
        said = f" ({mark.label})" if mark is not None else ""
        each = document.needed_each_time
        rest = "each time" if each else "and once begun it may go on with fewer"
        yield f"It needs {more} after the one in which it begins, {rest}{said}."
    yield from (f"Caution: {caution}" for caution in document.cautions)
    if document.safety:
        yield "It may be suggested even while an alert holds techniques back."
    rule = rules.get(f"techniques/{name}")
    if rule is None:
        yield "It is known by name and never suggested by a rule."
    else:
        yield str(reading(rule))


def foreign_reading(name: str, rules: RuleBase) -> Iterator[str]:
    """What is not IPT: what it is, by which names it is recognised, what IPT has instead."""
    document: ForeignDocument = rules.foreign[name]
    yield document.definition.strip()
    yield f"It is not IPT and no rule suggests it. It is recognised as: {_list(document.known_as)}."
    if document.instead:
        titles = (rules.techniques[other].title for other in document.instead)
        yield f"IPT has for this purpose: {_list(titles)}."


def profile_reading(document: ProfileDocument, rules: RuleBase) -> Iterator[str]:
    """How long a course is, where its phases and checks lie, whom it is for, and its tasks."""
    yield document.for_whom.strip()
    yield from (f"Not for: {line}" for line in document.not_for)
    yield " ".join(_phases(document))
    if document.age_from is not None or document.age_to is not None:
        low, high = document.age_from, document.age_to
        ages = [f"from {low}"] if low is not None else []
        ages += [f"to {high}"] if high is not None else []
        yield f"It is made for ages {' '.join(ages)}; outside them a report says so first."
    if document.formulation_by is not None:
        yield f"A formulation is expected by session {document.formulation_by}."
    if document.first_check is not None:
        yield f"A first response is looked for by session {document.first_check}."
    if document.midpoint is not None:
        yield f"Focus, goals and other help are reviewed at session {document.midpoint}."
    if document.announce_ending_left is not None:
        yield f"The ending is announced when {document.announce_ending_left} sessions are left."
    for placed in document.tasks:
        yield f"{when(placed)}: {rules.tasks[placed.task].title}."


def task_reading(name: str, rules: RuleBase) -> Iterator[str]:
    """Which courses place a task, and where."""
    for profile, document in sorted(rules.profiles.items()):
        for placed in document.tasks:
            if placed.task == name:
                yield f"{profile}: {when(placed)[:1].lower()}{when(placed)[1:]}."
    if rules.tasks[name].safety:
        yield "It stands even while an alert holds other tasks back."


def _phases(document: ProfileDocument) -> Iterator[str]:
    if document.preparation is not t.Preparation.NONE:
        must = "There is" if document.preparation is t.Preparation.REQUIRED else "There may be"
        yield f"{must} a meeting before the first session, counted as session 0."
    if document.maintenance:
        yield f"{document.sessions} sessions, all of them maintenance."
        return
    first, last = document.initial_sessions, document.sessions - document.ending_sessions
    yield f"{document.sessions} sessions: {_stretch(1, first)} initial,"
    if last > first:
        yield f"{_stretch(first + 1, last)} middle,"
    yield f"{_stretch(last + 1, document.sessions)} ending."


def _stretch(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first} to {last}"


def when(placed: Placement) -> str:
    """The sessions of a task.

    >>> when(Placement("take-consent", from_session=1, due_session=2))
    'From session 1, due by session 2'
    """
    if placed.from_session is not None:
        if placed.every_session:
            return f"Every session from {placed.from_session} on"
        due = placed.due_session
        same = due in (None, placed.from_session)
        begin = f"session {placed.from_session}"
        return begin.capitalize() if same else f"From {begin}, due by session {due}"
    left, due = placed.from_sessions_left, placed.due_sessions_left
    if placed.every_session:
        return f"Every session once {left} are left"
    same = due in (None, left)
    return f"With {left} left" if same else f"With {left} left, due with {due} left"


def instrument_reading(document: InstrumentDocument) -> Iterator[str]:
    """The range of a scale, its bands, and how change is judged."""
    if document.scoring is t.Scoring.ANSWERS:
        yield f"{document.items} answers, yes or no, that are never summed."
    else:
        yield f"Totals run from {document.low} to {document.high}, over {document.items} items."
        if document.scoring is t.Scoring.GROUPED:
            yield "The total is made of groups of items, so single items do not bound it."
        else:
            yield "With items left blank the total is a span, from what is there to what could be."
        yield f"Bands: {'; '.join(map(_band, document.bands))}."
    for grouping in document.groupings:
        yield f"{grouping.title}: {'; '.join(map(_band, grouping.bands))}."
    if document.alert_items:
        items = _list(str(item) for item in document.alert_items)
        yield f"Any score above zero on item {items} is followed up on the same day."
    if document.caseness_from is not None:
        yield f"From {document.caseness_from} on, an assessment is called for."
    if document.response_drop_percent is not None:
        yield f"Response: a drop of {document.response_drop_percent} per cent of the first score."
    if document.response_drop_points is not None:
        yield f"Response: a drop of {document.response_drop_points} points."
    if document.remission_at_most is not None:
        yield f"Remission: {document.remission_at_most} or less."
    if document.reliable_change is not None:
        yield f"Reliable change: {document.reliable_change} points or more, up or down."
    if document.smallest_noticed_points is not None:
        points = f"{document.smallest_noticed_points:g}"
        yield f"Smallest difference that patients notice: about {points} points; another thing."
    marks = [f"{name.replace('_', ' ')} ({mark.label})" for name, mark in document.defaults.items()]
    if marks:
        yield f"Not established by a source that was seen: {_list(marks)}."


def _band(band: BandDocument) -> str:
    return f"{band.name} {_stretch(band.low, band.high)}"


def _list(words: Iterator[str] | tuple[str, ...] | list[str]) -> str:
    said = list(words)
    return ", ".join(said[:-1]) + f" and {said[-1]}" if len(said) > 1 else "".join(said)

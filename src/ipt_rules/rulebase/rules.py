"""Rule and profile documents to rules: all knowledge ends up in the one form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Protocol

from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.exceptions import Path
from ipt_rules.rulebase.conditions import read_patterns
from ipt_rules.rulebase.consequences import check_because, read_conclusion
from ipt_rules.rulebase.courses import Placement, ProfileDocument, TaskDocument
from ipt_rules.rulebase.examples import read_examples
from ipt_rules.rulebase.files import RuleDocument
from ipt_rules.rulebase.language import (
    AssignsTask,
    NumberTest,
    Pattern,
    Review,
    Rule,
    Test,
    WordTest,
)
from ipt_rules.rulebase.reader import Reader

STRATUM_OF = {
    "safety": t.Stratum.SAFETY,
    "suitability": t.Stratum.SAFETY,
    "areas": t.Stratum.AREAS,
    "focus": t.Stratum.FOCUS,
    "formulation": t.Stratum.FORMULATION,
    "verdicts": t.Stratum.FORMULATION,
}
"""The stratum of the rules in each folder, unless a rule names another."""


def read_rule(reader: Reader, name: str, document: RuleDocument) -> Rule | None:
    """A rule file as a rule; its path is its name."""
    folder, *below = name.split("/")
    stratum = document.stratum or STRATUM_OF[folder]
    if folder == "areas":
        reader.known((), below[0], [area.value for area in t.ProblemArea], "the folder of an area")
    patterns = read_patterns(reader, document.when, document.presumes, stratum)
    sound = not reader.problems
    then = read_conclusion(reader, document.then, patterns, stratum)
    examples, review = read_examples(reader, document.examples), read_review(reader, document)
    if sound:  # or else a sentence may name a pattern that could not be read
        check_because(reader, document.because, patterns)
    if reader.problems or then is None:
        return None
    return Rule(
        id=name,
        title=document.title,
        stratum=stratum,
        when=patterns,
        then=then,
        because=document.because,
        rationale=document.rationale.strip(),
        sources=document.sources,
        examples=examples,
        defaults=tuple(sorted(document.defaults)),
        status=document.status,
        review=review,
        replaced_by=document.replaced_by,
        implements=document.implements,
    )


def read_task(reader: Reader, document: TaskDocument) -> Task:
    """A task with its own conditions, if it has any."""
    when = reader.mapping(("when",), document.when, "named patterns, as in a rule")
    patterns = read_patterns(reader, when, {}, t.Stratum.PLAN) if when else ()
    for pattern in patterns:
        if pattern.kind == "course" or pattern.alias == "course":
            message = "the course is set by the profiles that place the task"
            reader.say(("when", pattern.alias), message)
    if not reader.problems:
        check_because(reader, document.because, (_ANY_COURSE, *patterns))
    return Task(document, patterns, read_review(reader, document))


_ANY_COURSE = Pattern("course", "course", ())


class Signed(Protocol):
    """Every file of knowledge that a clinician may sign."""

    @property
    def status(self) -> t.RuleStatus:
        """Draft, reviewed or retired."""

    @property
    def reviewed_by(self) -> str | None:
        """Who signed it."""

    @property
    def reviewed_on(self) -> dt.date | None:
        """When it was signed."""

    @property
    def replaced_by(self) -> str | None:
        """What stands in its place, if it is retired."""


@frozen
class Task:
    """A task, and the patterns under which it comes up at all."""

    document: TaskDocument
    when: tuple[Pattern, ...]
    review: Review | None


def profile_rules(
    reader: Reader, name: str, document: ProfileDocument, tasks: Mapping[str, Task]
) -> Iterator[Rule]:
    """One rule for each task that a profile places; `tasks` are those that could be read."""
    profile = name.partition("/")[2]
    for fault in _profile_faults(document):
        reader.say(*fault)
    seen: set[str] = set()
    if document.status is t.RuleStatus.RETIRED:
        return
    for number, placed in enumerate(document.tasks):
        path: Path = ("tasks", number)
        if placed.task in seen:
            reader.say((*path, "task"), f"{placed.task!r} stands twice in this profile")
        seen.add(placed.task)
        faults = list(_placement_faults(placed, document))
        for message in faults:
            reader.say(path, message)
        if placed.because is not None and placed.task in tasks:
            of = (_ANY_COURSE, *tasks[placed.task].when)
            check_because(reader, placed.because, of, (*path, "because"))
        if not faults and placed.task in tasks:
            yield _task_rule(profile, document, placed, tasks[placed.task])


def _profile_faults(document: ProfileDocument) -> Iterator[tuple[Path, str]]:
    if document.maintenance:
        if document.initial_sessions or document.ending_sessions:
            yield ("maintenance",), "a course of maintenance has no initial and no ending phase"
    elif not document.initial_sessions or not document.ending_sessions:
        yield ("sessions",), "a course has an initial and an ending phase of a session at least"
    elif document.initial_sessions + document.ending_sessions > document.sessions:
        yield ("sessions",), "fewer than the initial and the ending phase take together"
    ages = document.age_from, document.age_to
    if None not in ages and ages[0] > ages[1]:  # type: ignore[operator]
        yield ("age_from",), "the youngest age lies above the oldest"
    for key in ("formulation_by", "announce_ending_left", "first_check", "midpoint"):
        number = getattr(document, key)
        if number is not None and number > document.sessions:
            yield (key,), f"the course has {document.sessions} sessions"


def _placement_faults(placed: Placement, document: ProfileDocument) -> Iterator[str]:
    by_number = placed.from_session, placed.due_session
    by_rest = placed.from_sessions_left, placed.due_sessions_left
    if (by_number[0] is None) == (by_rest[0] is None):
        yield "give either from_session or from_sessions_left"
        return
    used, other = (by_number, by_rest) if by_rest[0] is None else (by_rest, by_number)
    if other[1] is not None:
        yield "a task that begins at a session is due at one, and with sessions left likewise"
    if placed.every_session and used[1] is not None:
        yield "a task of every session has no session at which it is due"
    too_early = used[1] is not None and used[0] is not None and used[1] < used[0]
    too_late = used[1] is not None and used[0] is not None and used[1] > used[0]
    if too_late if used is by_rest else too_early:
        yield "due before it begins"
    for number in (*by_number, *by_rest):
        if number is not None and number > document.sessions:
            yield f"{number} lies beyond the {document.sessions} sessions of the course"
    if by_number[0] == 0 and document.preparation is t.Preparation.NONE:
        yield "session 0 is a meeting before the first session, and this course has none"


def _task_rule(profile: str, document: ProfileDocument, placed: Placement, known: Task) -> Rule:
    task = known.document
    first = 1 if document.preparation is t.Preparation.NONE else 0
    begins: tuple[Test, ...] = ()  # from the first session on there is nothing to wait for
    if placed.from_sessions_left is not None:
        begins = (NumberTest("sessions_left", None, placed.from_sessions_left),)
    elif placed.from_session is not None and placed.from_session > first:
        begins = (NumberTest("session_no", placed.from_session, None),)
    left = placed.due_sessions_left
    own = WordTest("profile", frozenset({profile}))
    return Rule(
        id=f"profiles/{profile}#{placed.task}",
        title=task.title,
        stratum=t.Stratum.PLAN,
        when=(Pattern("course", "course", (own, *begins)), *known.when),
        then=AssignsTask(
            task=placed.task,
            title=task.title,
            due_session=placed.from_session if placed.due_session is None else placed.due_session,
            due_sessions_left=placed.from_sessions_left if left is None else left,
            every_session=placed.every_session,
            safety=task.safety,
        ),
        because=placed.because or task.because,
        rationale=f"{task.rationale.strip()} {document.rationale.strip()}",
        sources=tuple(dict.fromkeys((*task.sources, *placed.sources))),
        status=task.status,
        review=known.review,
        replaced_by=task.replaced_by,
        implements=task.implements,
    )


def read_review(reader: Reader, document: Signed) -> Review | None:
    """Who signed a file, and when; a file that claims more than it shows is refused."""
    signed = document.reviewed_by is not None and document.reviewed_on is not None
    if document.status is t.RuleStatus.REVIEWED and not signed:
        reader.say(("status",), "a reviewed rule names who reviewed it and when")
    if document.status is t.RuleStatus.RETIRED and document.replaced_by is None:
        reader.say(("status",), "a retired rule names the one that replaces it, in replaced_by")
    if document.reviewed_by is None or document.reviewed_on is None:
        return None
    return Review(document.reviewed_by, document.reviewed_on)

"""What an evaluation holds: every value names the rules, the facts and the sources behind it."""

from __future__ import annotations

import datetime as dt
import enum
import json
from collections.abc import Mapping
from typing import Any, Literal

import attrs
from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.rulebase.language import GROUPS

FORMAT = "ipt-rules/evaluation/1"
"""Name and version of the form in which results are written."""


Purpose = Literal["safety", "focus", "suitability", "plan"]
"""What a question is asked for, most urgent first."""


Timing = Literal["in_time", "under_way", "not_known"]
"""Whether there is time for what is suggested: enough, begun in time before, or not known."""


class AsData:
    """Whatever can be written as data: the same input gives the same bytes."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data, every key always there."""
        data = plain(self)
        assert isinstance(data, dict)
        return data

    def to_json(self) -> str:
        """Everything as JSON text; the same input gives the same bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"


@frozen
class SourceNote:
    """A source, as a reader needs it, and how well it carries the statement."""

    ref: str
    title: str
    evidence: t.Evidence


@frozen
class Support:
    """What a conclusion rests on.

    `facts` are ids such as `life_event:e1`; `presumed` names fields that were unknown and counted
    as met (`life_event:e1.timing_to_onset`); `status` is where the rule stands in clinical review.
    """

    rule: str
    title: str
    facts: tuple[str, ...]
    presumed: tuple[str, ...]
    sources: tuple[SourceNote, ...]
    status: t.RuleStatus

    @property
    def is_default(self) -> bool:
        """Whether no source that was seen carries it: a choice of this project, or recalled."""
        return all(note.evidence is not t.Evidence.VERIFIED for note in self.sources)


@frozen
class Alert:
    """What has to come first, and what it holds back."""

    name: str
    level: t.AlertLevel
    because: str
    action: str
    holds: tuple[str, ...]
    support: Support


@frozen
class CrisisService:
    """A service for people in danger, and the day on which the entry was last looked up."""

    name: str
    reach: str
    need: t.CrisisNeed
    hours: str | None
    note: str | None
    checked_on: dt.date
    source: SourceNote


@frozen
class CrisisHelp:
    """Whom to turn to while an alert stands. `region` is `None` where the country is not known.

    `generic` holds for every country; without a region it is all there is.
    """

    region: str | None
    generic: str
    services: tuple[CrisisService, ...]


@frozen
class Remark:
    """A remark on how IPT in this form fits the case."""

    name: str
    fit: t.Suitability
    because: str
    action: str
    support: Support

    @property
    def holds(self) -> tuple[str, ...]:
        """What it holds back, like an alert: everything where IPT does not suit the case."""
        return GROUPS if self.fit is t.Suitability.NOT_SUITABLE else ()


@frozen
class Argument:
    """One argument about an area. `strength` is already lowered where it rests on a presumption."""

    area: t.ProblemArea
    side: Literal["for", "against", "excludes"]
    strength: t.Strength | None
    because: str
    about: str
    support: Support


@frozen
class AreaStanding:
    """Where an area stands on what is known.

    `level` counts half levels of argument; `settled` means that no open answer could change the
    status; `about` is the event or relationship that carries it.
    """

    area: t.ProblemArea
    status: t.AreaStatus
    settled: bool
    level: int
    about: str | None
    arguments: tuple[Argument, ...]


@frozen
class Focus:
    """An area that is proposed, and what it is about."""

    area: t.ProblemArea
    rank: Literal["primary", "secondary"]
    standing: t.Standing
    about: str | None
    because: str


@frozen
class Question:
    """Something not known that could change a conclusion. Never asked where nobody can answer it.

    `asks` is the field (`relationship.expectations`), `record` the fact it belongs to; `rules` are
    the rules it could settle; `purpose` says what it is asked for, most urgent first. A mandatory
    question is one that a rule asks outright; reports never leave it out.
    """

    asks: str
    record: str
    text: str
    why: str
    purpose: Purpose
    mandatory: bool
    rules: tuple[str, ...]


@frozen
class Proposal:
    """The proposed focus, or why there is none.

    `foci` holds at most two. `decided_by` are the questions that would tell a pair apart, or that
    stand behind what the proposal presumes. While the focus is held, `focus_after_stabilisation`
    names an area that seems likely; it is not a proposal. `settled` means that no open answer could
    change it.
    """

    outcome: t.Outcome
    because: str
    foci: tuple[Focus, ...]
    focus_after_stabilisation: t.ProblemArea | None
    settled: bool
    decided_by: tuple[Question, ...]
    support: tuple[Support, ...]


@frozen
class Task:
    """A task of the session. Overdue means: its session is past, and nobody recorded it as done."""

    task: str
    title: str
    state: t.TaskState
    every_session: bool
    because: str
    support: Support


@frozen
class Suggestion:
    """A technique that fits the phase and the focus; `needs` are the titles of what comes first.

    `areas` are those it is made for, none where it belongs to every area; `safety` marks one that
    may be suggested even while techniques are held. `sessions_needed` are the sessions that have to
    follow this one, `None` where it never runs out of time. `timing` is `in_time`; `under_way`
    where it was begun in time and may go on; `not_known` where the sessions left are not known.
    `time_note` says what there is to say of the time.
    """

    technique: str
    title: str
    areas: tuple[t.ProblemArea, ...]
    safety: bool
    because: str
    cautions: tuple[str, ...]
    needs: tuple[str, ...]
    sessions_needed: int | None
    timing: Timing
    time_note: str | None
    support: Support


@frozen
class Held:
    """What must wait, a technique or a whole group, and why."""

    what: str
    title: str
    because: str
    action: str
    support: Support


@frozen
class NotNow:
    """A technique that fits the focus and not the time, with the numbers that were used.

    `phases` are those of this course to which it belongs. Too early: it may be suggested from
    session `from_session` on, in `from_phase`. Too late: no session of the course is left for it.
    `sessions_needed` are the sessions that have to follow the one in which it begins, `None` where
    it asks for none; `sessions_left` are those after the present one.
    """

    technique: str
    title: str
    areas: tuple[t.ProblemArea, ...]
    when: Literal["too_early", "too_late"]
    because: str
    phases: tuple[t.Phase, ...]
    from_phase: t.Phase | None
    from_session: int | None
    sessions_needed: int | None
    sessions_left: int
    support: Support


@frozen
class Issue:
    """What a supervisor would raise about the formulation or a note; advice, never a mark.

    `because` says what stands there, or does not; `expected` says what a good formulation or note
    shows at this place. `action` is what to do about it, `question` what to ask the trainee.
    """

    name: str
    severity: t.Severity
    because: str
    expected: str
    action: str
    question: str
    support: Support


@frozen
class ChosenArea:
    """What is to be said of an area that the formulation has chosen; advice, never a mark.

    `arguments` are those of the area, for it first; `rests_on` are the events and people they speak
    of, and `linked_to` those that the formulation ties its focus to.
    """

    area: t.ProblemArea
    verdict: t.FocusVerdict
    because: str
    action: str
    question: str
    arguments: tuple[Argument, ...]
    rests_on: tuple[str, ...]
    linked_to: tuple[str, ...]
    support: Support


@frozen
class PhaseStanding:
    """Where the treatment stands. Fields are `None` while the profile or its length is unknown."""

    profile: str | None
    session: int
    planned_sessions: int | None
    sessions_left: int | None
    phase: t.Phase | None


@frozen
class Record:
    """What a result was made from, so that it can be made again, byte for byte."""

    format: str
    library_version: str
    rules_name: str
    rules_version: str
    rules_digest: str
    engine: str
    input_digest: str
    assessment_date: dt.date
    as_of: dt.date
    session: int
    draft_rules: int
    note: str


@frozen
class Result(AsData):
    """Everything an evaluation found, alerts first."""

    pseudonym: str
    alerts: tuple[Alert, ...]
    crisis: CrisisHelp | None
    suitability: tuple[Remark, ...]
    areas: tuple[AreaStanding, ...]
    proposal: Proposal
    phase: PhaseStanding
    tasks: tuple[Task, ...]
    suggestions: tuple[Suggestion, ...]
    held: tuple[Held, ...]
    not_now: tuple[NotNow, ...]
    questions: tuple[Question, ...]
    chosen: tuple[ChosenArea, ...]
    issues: tuple[Issue, ...]
    record: Record


def plain(value: Any) -> Any:
    """A frozen value as plain data: classes to mappings, words to text, dates to ISO 8601.

    >>> plain(PhaseStanding("standard-16", 1, 16, 15, t.Phase.INITIAL))["phase"]
    'initial'
    """
    if attrs.has(type(value)):
        fields = attrs.fields(type(value))
        return {a.name: plain(getattr(value, a.name)) for a in fields if a.init}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, dt.date) else value

"""The course of the treatment: scores, session notes and the clinician's formulation."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import annotated_types as at
import attrs
from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.model.risk import RiskScreen
from ipt_rules.model.values import (
    Label,
    Maybe,
    PersonRef,
    ProblemRef,
    SessionCount,
    SessionNumber,
    Text,
    answer,
)

Score = Annotated[int, at.Ge(0), at.Le(200)]
ItemNumber = Annotated[int, at.Ge(1), at.Le(60)]
ItemPoints = Annotated[int, at.Ge(0), at.Le(8)]
Names = tuple[Label, ...]


@frozen
class ItemScore:
    """The points of one item; the text of the item is never stored."""

    item: ItemNumber
    points: Maybe[ItemPoints] = answer(
        "Which score was given for this item?", why="a blank item is not a zero", source="design"
    )


@frozen
class Measure:
    """One administration of a scale: a total, item scores, or both."""

    instrument: t.Instrument
    date: Maybe[dt.date] = answer("When was the scale filled in?", why="its place", source="foc06")
    session_no: Maybe[SessionNumber] = answer(
        "At which session?", why="its place in the course", source="foc06", unit="session"
    )
    total: Maybe[Score] = answer(
        "What was the total?", why="severity, response, remission", source="foc06", unit="points"
    )
    items: tuple[ItemScore, ...] = ()
    rater: Maybe[t.Rater] = answer("Who rated?", why="self or clinician", source="foc06")


@frozen
class Incident:
    """One recent exchange, in enough detail to be analysed."""

    who: Maybe[PersonRef] = answer("With whom?", why="one concrete exchange", source="cb-3")
    what_was_said: Maybe[Text] = answer(
        "What was said, in both directions?", why="communication analysis needs it", source="cb-3"
    )
    feelings: Maybe[Text] = answer(
        "What did the patient feel?", why="communication analysis needs it", source="cb-3"
    )
    wanted_outcome: Maybe[Text] = answer(
        "What had the patient wanted?", why="communication analysis needs it", source="cb-3"
    )


@frozen
class SessionNote:
    """What a session held."""

    session_no: SessionNumber
    date: Maybe[dt.date] = answer("When was the session?", why="its place", source="foc06")
    phase_declared: Maybe[t.Phase] = answer(
        "Which phase is it?", why="compared with the profile", source="iptuk"
    )
    measure_done: Maybe[t.Answer] = answer(
        "Was the scale repeated?", why="every session", source="foc06"
    )
    mood_reviewed: Maybe[t.Answer] = answer(
        "Was mood reviewed?", why="every session", source="iptuk"
    )
    event_affect_link_made: Maybe[t.Answer] = answer(
        "Was mood linked with an event?", why="every session", source="iptuk"
    )
    risk_checked: Maybe[t.Answer] = answer("Was risk asked about?", why="safety", source="design")
    incident: Incident = answer(
        "Which exchange was looked at?", why="see its fields", source="cb-3", prefix="incident_",
        default=Incident(),
    )  # fmt: skip
    tasks_done: Names = ()
    techniques: Names = ()
    focus_worked: Maybe[t.ProblemArea] = answer(
        "Which area was worked on?", why="shows drift", source="fr91"
    )
    termination_mentioned: Maybe[t.Answer] = answer(
        "Was the ending mentioned?", why="the ending is announced", source="cb-4"
    )
    sessions_left_stated: Maybe[Annotated[int, at.Ge(0), at.Le(60)]] = answer(
        "How many sessions were said to be left?",
        why="the ending is announced",
        source="cb-12",
        unit="sessions",
    )


@frozen
class SessionLog:
    """Session notes by themselves, as they are kept while the treatment goes on.

    `risk` is the screen at its newest: what it answers takes the place of older answers, and what
    it leaves open takes the place of nothing.
    """

    sessions: tuple[SessionNote, ...] = ()
    measures: tuple[Measure, ...] = ()
    risk: RiskScreen | None = None
    origin: str = attrs.field(default="", init=False, eq=False, repr=False)
    """The file it was read from, empty otherwise: a note on the value, not part of it."""


@frozen
class Contract:
    """The frame that was agreed with the patient."""

    sessions: Maybe[SessionCount] = answer(
        "How many sessions were agreed?", why="the time limit is set at the start", source="isipt",
        unit="sessions",
    )  # fmt: skip
    ends_on: Maybe[dt.date] = answer(
        "On which day does the treatment end?",
        why="the time limit is set at the start",
        source="isipt",
    )


@frozen
class PlannedSession:
    """What one session is planned to hold."""

    session_no: SessionNumber
    techniques: Names = ()
    aim: Maybe[Text] = answer(
        "What is the session for?", why="a plan can be read beside the focus", source="design"
    )


@frozen
class Formulation:
    """The clinician's own interpersonal formulation, offered to the patient."""

    version: Maybe[Annotated[int, at.Ge(1), at.Le(99)]] = answer(
        "Which version is it?", why="a focus may be agreed anew", source="design"
    )
    date: Maybe[dt.date] = answer("When was it offered?", why="versions differ", source="mar-p")
    session_no: Maybe[SessionNumber] = answer(
        "At which session was it offered?", why="it belongs in the first phase", source="foc06",
        unit="session",
    )  # fmt: skip
    diagnosis: Maybe[t.Diagnosis] = answer(
        "Which diagnosis does it name?", why="IPT has a target diagnosis", source="foc06"
    )
    areas: tuple[t.ProblemArea, ...] = ()
    linked_to: tuple[ProblemRef, ...] = ()
    onset_link: Maybe[Text] = answer(
        "How is the area linked with the onset?",
        why="the focus lies near the onset",
        source="isipt",
    )
    direction: Maybe[t.Direction] = answer(
        "Did the problem come before the episode, or follow from it?",
        why="either is accepted",
        source="foc06",
    )
    dispute_stage: Maybe[t.DisputeStage] = answer(
        "At which stage is the dispute?", why="the stage decides the plan", source="wmk18-d"
    )
    goals: tuple[Text, ...] = ()
    strengths: tuple[Text, ...] = ()
    alternatives_considered: frozenset[t.ProblemArea] = frozenset()
    reason_for_choice: Maybe[Text] = answer(
        "Why this area and not another?", why="shows the reasoning", source="wmk18-d"
    )
    patient_agreed: Maybe[t.Answer] = answer(
        "Has the patient agreed to the focus?",
        why="without agreement it stays a proposal",
        source="mar-h",
    )
    statement: Maybe[Text] = answer(
        "What was said to the patient, in a few plain sentences?",
        why="a formulation is given back in plain words",
        source="sr12-f",
    )
    planned_techniques: Names = ()
    contract: Contract = answer(
        "What was agreed on number and end?", why="see its fields", source="isipt",
        default=Contract(),
    )  # fmt: skip
    plan: tuple[PlannedSession, ...] = ()
    origin: str = attrs.field(default="", init=False, eq=False, repr=False)
    """The file it was read from, empty otherwise: a note on the value, not part of it."""

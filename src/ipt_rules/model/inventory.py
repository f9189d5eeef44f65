"""The interpersonal inventory: the one document that everything else reads."""

from __future__ import annotations

import datetime as dt

import attrs
from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.model.case import Case
from ipt_rules.model.course import Formulation, Measure, SessionNote
from ipt_rules.model.event import LifeEvent
from ipt_rules.model.relationship import Relationship
from ipt_rules.model.risk import RiskScreen
from ipt_rules.model.values import Maybe, answer


@frozen
class Asked:
    """Which domains were asked about; only a domain asked completely can be empty."""

    deaths: Maybe[t.Coverage] = answer(
        "Has anyone close died, at any time? Who has been important and is no longer here?",
        why="without the question, no recorded death does not mean no death",
        source="wmk18-8",
    )
    changes: Maybe[t.Coverage] = answer(
        "What has changed in life around the time the episode began?",
        why="without the question, no recorded change does not mean no change",
        source="mar-h",
    )
    conflicts: Maybe[t.Coverage] = answer(
        "Is there anyone with whom things are difficult, openly or silently?",
        why="without the question, no recorded conflict does not mean no conflict",
        source="rdn",
    )
    relationships: Maybe[t.Coverage] = answer(
        "Who are the people who matter, now and before?",
        why="a short list may be an unfinished one",
        source="isipt",
    )
    risk: Maybe[t.Coverage] = answer(
        "Has safety been asked about: suicidality, psychosis, mania, substances, violence?",
        why="unknown risk never counts as none",
        source="css",
    )


@frozen
class Inventory:
    """A case as it is known on `assessment_date`.

    Lists are open unless `asked` closes their domain. Where notes went on after that day,
    `followed_until` is the day of the last of them. The latest day of the record is the default
    `as_of` of an evaluation: no clock is read.

    >>> from datetime import date
    >>> Inventory(assessment_date=date(2026, 3, 1), case=Case(pseudonym="Lena")).asked.deaths
    <Absence.NOT_ASKED: 'not_asked'>
    """

    assessment_date: dt.date
    case: Case
    asked: Asked = attrs.field(default=Asked())
    relationships: tuple[Relationship, ...] = ()
    events: tuple[LifeEvent, ...] = ()
    measures: tuple[Measure, ...] = ()
    risk: RiskScreen = attrs.field(default=RiskScreen())
    sessions: tuple[SessionNote, ...] = ()
    formulation: Formulation | None = None
    followed_until: dt.date | None = None
    fingerprint: str = attrs.field(default="", init=False, eq=False, repr=False)
    """The SHA-256 of its content, once it was found consistent; empty until then.

    A note on a value that never changes, not part of it.
    """
    origin: str = attrs.field(default="", init=False, eq=False, repr=False)
    """The file it was read from, empty otherwise: a note on the value, not part of it."""

    @property
    def latest_day(self) -> dt.date:
        """The day up to which the record tells of the case."""
        return self.followed_until or self.assessment_date

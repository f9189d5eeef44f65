"""A case, a formulation and notes as one record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs
from attrs import evolve

from ipt_rules import terms as t
from ipt_rules.model.course import Formulation, SessionLog
from ipt_rules.model.inventory import Inventory
from ipt_rules.model.risk import RiskScreen


def joined(inventory: Inventory, formulation: Formulation, notes: SessionLog | None) -> Inventory:
    """The record with the formulation in it, and with the notes after its own.

    What a newer risk screen answers takes the place of older answers; its blanks take nothing away.
    """
    whole = evolve(inventory, formulation=formulation)
    if notes is None:
        return whole
    last = max([whole.latest_day, *_days(notes)])
    return evolve(
        whole,
        sessions=(*whole.sessions, *notes.sessions),
        measures=(*whole.measures, *notes.measures),
        risk=whole.risk if notes.risk is None else _renewed(whole.risk, notes.risk),
        followed_until=last if last > whole.assessment_date else whole.followed_until,
    )


def _days(notes: SessionLog) -> Iterator[dt.date]:
    days = [note.date for note in notes.sessions] + [score.date for score in notes.measures]
    days += [] if notes.risk is None else [notes.risk.checked_on]
    yield from (day for day in days if not isinstance(day, t.Absence))


def _renewed(older: RiskScreen, newer: RiskScreen) -> RiskScreen:
    answers = {a.name: getattr(newer, a.name) for a in attrs.fields(RiskScreen)}
    return evolve(older, **{n: v for n, v in answers.items() if not isinstance(v, t.Absence)})

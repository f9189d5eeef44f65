"""Courses of treatment: profiles, and the tasks they place in their sessions."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import annotated_types as at
from attrs import field, frozen

from ipt_rules import terms as t
from ipt_rules.facts import Frame
from ipt_rules.rulebase.files import Citations, Line, Prose
from ipt_rules.rulebase.language import Citation

Sessions = Annotated[int, at.Ge(1), at.Le(60)]
FromZero = Annotated[int, at.Ge(0), at.Le(60)]
Age = Annotated[int, at.Ge(0), at.Le(120)]


@frozen
class TaskDocument:
    """A task of a session, said once for every course that places it.

    A task of safety stands even where an alert holds the others back. `when` holds further
    patterns, as in a rule, for a task that is not for everybody (not named course).
    """

    title: Line
    because: Line
    rationale: Prose
    sources: Citations
    when: Any = field(factory=dict)
    safety: bool = False
    status: t.RuleStatus = t.RuleStatus.DRAFT
    reviewed_by: Line | None = None
    reviewed_on: dt.date | None = None
    replaced_by: Line | None = None
    implements: tuple[Line, ...] = ()


@frozen
class Placement:
    """Where a profile puts a task: from a session on, or from a number of sessions left on.

    `sources` carry the placement; without any it is a default of this project. `because` is given
    only where the course needs another sentence than the task's own.
    """

    task: Line
    from_session: FromZero | None = None
    due_session: FromZero | None = None
    from_sessions_left: FromZero | None = None
    due_sessions_left: FromZero | None = None
    every_session: bool = False
    because: Line | None = None
    sources: tuple[Citation, ...] = (Citation("design", t.Evidence.DESIGN),)


@frozen
class ProfileDocument:
    """A course of treatment: its length, its phases, its checks and the tasks of its sessions.

    `formulation_by` is the session by which a formulation is expected; `announce_ending_left` the
    number of sessions left at which the ending is announced; at `first_check` and `midpoint` the
    response is looked at.
    """

    title: Line
    for_whom: Prose
    not_for: Annotated[tuple[Line, ...], at.MinLen(1)]
    sessions: Sessions
    initial_sessions: FromZero
    ending_sessions: FromZero
    tasks: Annotated[tuple[Placement, ...], at.MinLen(1)]
    rationale: Prose
    sources: Citations
    preparation: t.Preparation = t.Preparation.NONE
    maintenance: bool = False
    age_from: Age | None = None
    age_to: Age | None = None
    formulation_by: Sessions | None = None
    announce_ending_left: FromZero | None = None
    first_check: Sessions | None = None
    midpoint: Sessions | None = None
    minutes: Annotated[int, at.Ge(15), at.Le(180)] | None = None
    sessions_per_month: Annotated[float, at.Ge(0.5), at.Le(8)] | None = None
    defaults: dict[str, t.Evidence] = field(factory=dict)
    status: t.RuleStatus = t.RuleStatus.DRAFT
    reviewed_by: Line | None = None
    reviewed_on: dt.date | None = None
    replaced_by: Line | None = None
    implements: tuple[Line, ...] = ()

    def frame(self, name: str) -> Frame:
        """Its length, phases and checks."""
        return Frame(
            profile=name,
            sessions=self.sessions,
            initial_sessions=self.initial_sessions,
            ending_sessions=self.ending_sessions,
            preparation=self.preparation,
            maintenance=self.maintenance,
            age_from=self.age_from,
            age_to=self.age_to,
            formulation_by=self.formulation_by,
            announce_ending_left=self.announce_ending_left,
            first_check=self.first_check,
            midpoint=self.midpoint,
        )

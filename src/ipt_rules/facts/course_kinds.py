"""The fields of the one fact about the course of the treatment, and of the time left in it."""

from __future__ import annotations

from ipt_rules import terms as t
from ipt_rules.facts.derived import YES_NO as _YES_NO
from ipt_rules.facts.derived import Derived, words_of

COURSE = (
    Derived(
        "profile",
        "word",
        "Which course was agreed?",
        why="phases and tasks follow from the course",
        source="isipt",
    ),
    Derived(
        "session_no",
        "number",
        "Which session is it?",
        why="phases and tasks follow from the session",
        unit="session",
    ),
    Derived(
        "planned_sessions",
        "number",
        "How many sessions were agreed?",
        why="the time limit is set at the start",
        source="isipt",
    ),
    Derived(
        "sessions_left",
        "number",
        "How many sessions are left after this one?",
        why="the ending follows from the number agreed",
    ),
    Derived(
        "phase",
        "word",
        "Which phase is it?",
        words_of(t.Phase),
        why="techniques belong to phases",
        source="foc06",
    ),
    Derived(
        "closes_phase",
        "word",
        "Which phase is it?",
        _YES_NO,
        why="whether the next session belongs to another phase",
    ),
    Derived(
        "incident_recorded",
        "word",
        "Is there one recent exchange that can be told in detail, word for word?",
        _YES_NO,
        why="communication analysis needs one concrete exchange",
        source="cb-3",
    ),
    Derived(
        "formulation_recorded",
        "word",
        "Is a formulation on record?",
        _YES_NO,
        why="the middle phase begins with one",
    ),
    Derived(
        "age_fits",
        "word",
        "How old is the patient?",
        _YES_NO,
        why="every course is made for some ages",
        source="muf24",
    ),
    Derived(
        "extended",
        "word",
        "How many sessions were agreed?",
        _YES_NO,
        why="whether more sessions were agreed than the course has",
        source="isipt",
    ),
    Derived(
        "formulation_expected",
        "word",
        "Which session is it?",
        _YES_NO,
        why="whether the session by which the course expects a formulation is past",
        source="foc06",
    ),
    Derived(
        "past_first_check",
        "word",
        "Which session is it?",
        _YES_NO,
        why="whether the session of the first look at the response is past",
        source="gs18",
    ),
    Derived("past_midpoint", "word", "Which session is it?", _YES_NO, why="whether half is past"),
    Derived(
        "announcement_past",
        "word",
        "How many sessions are left?",
        _YES_NO,
        why="whether the session at which the ending is announced is past",
        source="cb-4",
    ),
)

BUDGET = (
    Derived(
        "under_way",
        "word",
        "the technique that an earlier session note records, or none for what is to be begun",
    ),
    Derived(
        "sessions_left",
        "number",
        "How many sessions are left after this one?",
        why="what is begun has to be closed again before the end",
        unit="sessions",
    ),
)

TIME = frozenset(
    {
        "phase",
        "closes_phase",
        "session_no",
        "planned_sessions",
        "sessions_left",
        "formulation_expected",
        "past_first_check",
        "past_midpoint",
        "announcement_past",
    }
)
"""The fields of the course that say when it is, and nothing else."""

"""Unknown is not no: what is added to a record can only settle what was open."""

import datetime as dt
from typing import Any

import attrs
from attrs import evolve
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ipt_rules.facts import facts_of
from ipt_rules.model import Asked, Inventory
from ipt_rules.reference import verdicts
from ipt_rules.rulebase.language import Rule
from ipt_rules.terms import Absence, Stratum, Verdict
from tests.shipped import CASES, RULES, fitting

FROM_THE_RECORD: tuple[Rule, ...] = tuple(
    rule
    for stratum in Stratum
    if stratum is not Stratum.FORMULATION
    for rule in RULES.strata[stratum]
    if not any(
        pattern.kind in ("alert", "suitability", "finding", "area", "argument", "focus", "proposal")
        for pattern in rule.when
    )
)
"""The rules that read the record alone; later strata speak of what is known so far.

Those of the formulation stratum read the record as a document: what is added to it is what they
ask for, and an issue goes away with it.
"""

CLOSING = {"alive", "ended", "planned_sessions", "stage", "grief_reading", "area_model"}
"""Answers that another stands for: a closed domain for who died, a profile for its length; and the
school, which is the usual one unless it is named."""


def forget(value: Any, draw: st.DrawFn, share: int) -> Any:
    """The record with some answers taken back to not asked; records themselves stay."""
    if isinstance(value, tuple):
        return tuple(forget(item, draw, share) for item in value)
    if not attrs.has(type(value)) or isinstance(value, dt.date):
        return value
    changes = {}
    for attribute in attrs.fields(type(value)):
        if not attribute.init:
            continue
        answer = getattr(value, attribute.name)
        optional = attribute.default is Absence.NOT_ASKED
        if optional and attribute.name not in CLOSING and draw(st.integers(0, 9)) < share:
            changes[attribute.name] = Absence.NOT_ASKED
        elif attrs.has(type(answer)) or isinstance(answer, tuple):
            changes[attribute.name] = forget(answer, draw, share)
    return evolve(value, **changes)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Inventory, Inventory]:
    """A record, and the same record with less in it."""
    cases = st.sampled_from([case.inventory for case in CASES.values()])
    full = draw(st.one_of(fitting(), cases))
    share = draw(st.integers(1, 8))
    less = forget(full, draw, share)
    # Which score came last is a matter of order, not of knowledge; the onset's kind decides how
    # its date is read.
    onset = full.case.episode_onset
    case = evolve(less.case, episode_onset=evolve(less.case.episode_onset, state=onset.state))
    less = evolve(less, measures=full.measures, case=case)
    if full.formulation is None:
        less = evolve(less, formulation=None)
    return full, less


def _of(inventory: Inventory) -> tuple[list[Verdict], list[bool]]:
    facts = facts_of(inventory, RULES.settings)
    found = verdicts(FROM_THE_RECORD, facts)
    firm = [any(not match.presumed for match in one.matches) for one in found]
    return [one.verdict for one in found], firm


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(pairs())
def test_adding_answers_never_turns_a_verdict_round(pair: tuple[Inventory, Inventory]) -> None:
    """What fired on less still fires on more, what was silent stays silent."""
    full, less = pair
    clashes = [f for f in facts_of(full, RULES.settings) if f.kind == "contradiction"]
    assume(not clashes)  # a contradiction takes both answers out of use, on purpose
    after, after_firm = _of(full)
    before, before_firm = _of(less)
    for rule, old, new, old_firm, new_firm in zip(
        FROM_THE_RECORD, before, after, before_firm, after_firm, strict=True
    ):
        if old_firm:
            assert new_firm, f"{rule.id} no longer fires"
        if old is Verdict.SILENT:
            assert new is Verdict.SILENT, f"{rule.id} was silent and is {new}"


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(fitting())
def test_nothing_is_no_while_its_domain_was_not_asked(inventory: Inventory) -> None:
    """With no domain asked, no count has an upper end and nothing is excluded for being absent."""
    unasked = evolve(inventory, asked=Asked())
    facts = facts_of(unasked, RULES.settings)
    counts = next(fact for fact in facts if fact.kind == "inventory")
    for name in ("deaths_recorded", "changes_recorded", "conflicts_recorded", "people_recorded"):
        assert counts.values[name].high is None  # type: ignore[union-attr]

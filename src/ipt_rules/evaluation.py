"""The whole path: an inventory and a rule base to an evaluation that shows itself."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import version
from typing import Any

from attrs import frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.agreement import agreed, engine_name
from ipt_rules.conclusions import (
    Drawn,
    alerts,
    concluded_facts,
    draw,
    issues,
    remarks,
)
from ipt_rules.crisis import crisis_help
from ipt_rules.documents.inventories import check_inventory
from ipt_rules.exceptions import DocumentError, Problem
from ipt_rules.facts import Fact, Facts, Scale, facts_of, review_facts, sorted_facts
from ipt_rules.focus import focus_facts, propose
from ipt_rules.model import Inventory, Measure
from ipt_rules.plan import held, phase_standing, suggestions, tasks
from ipt_rules.questions import questions
from ipt_rules.report import to_html, to_text
from ipt_rules.rulebase import RuleBase
from ipt_rules.rulebase.language import Asks
from ipt_rules.rulebase.reader import unknown_word
from ipt_rules.standing import after_gates, area_facts, standings


@frozen
class Evaluation(results.Result):
    """What the rules say of a case. Shows itself in a notebook, as text and as data.

    It supports a trained clinician's judgement; it makes no diagnosis and rates no risk.
    """

    def __str__(self) -> str:
        return to_text(self)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": to_text(self), "text/html": to_html(self)}


def evaluate(
    inventory: Inventory,
    rules: RuleBase,
    *,
    session: int | None = None,
    as_of: dt.date | None = None,
    save_disagreement_to: str | os.PathLike[str] | None = None,
) -> Evaluation:
    """Run the rules over an inventory, stratum by stratum, on both engines.

    `session` is the session to plan for (default: the one after the last note); `as_of` is the day
    to reckon from (default: the day the inventory was recorded; no clock is read).

    >>> from ipt_rules import load_inventory, load_rules, rules_folder
    >>> lena = load_inventory(rules_folder() / "cases" / "lena-renegotiation.yaml")
    >>> evaluate(lena, load_rules()).proposal.outcome.value
    'supported'

    Raises `DocumentError` when the inventory contradicts its own form or does not fit the rule base
    or the call, and `EngineDisagreement` when the two engines differ; nothing is concluded then.
    """
    if not isinstance(inventory, Inventory):
        message = "expected an Inventory; see load_inventory"  # type: ignore[unreachable]
        raise DocumentError([Problem("<call>", None, None, ("inventory",), message)])
    check_inventory(inventory)
    _check_call(inventory, rules, session, as_of)
    run = strata_of(
        inventory, rules, session=session, as_of=as_of, save_disagreement_to=save_disagreement_to
    )
    return _assemble(inventory, rules, as_of, run)


@frozen
class Run:
    """One pass over the strata: what each saw and gave, and the standings in between."""

    facts: Mapping[t.Stratum, Facts]
    drawn: Mapping[t.Stratum, Drawn]
    areas: tuple[results.AreaStanding, ...]
    proposal: results.Proposal


def strata_of(
    inventory: Inventory,
    rules: RuleBase,
    *,
    session: int | None = None,
    as_of: dt.date | None = None,
    save_disagreement_to: str | os.PathLike[str] | None = None,
) -> Run:
    """Run the strata one after the other; the conclusions of one are facts for the next."""
    base = facts_of(inventory, rules.settings, as_of=as_of, session=session)
    profile = None if isinstance(inventory.case.profile, t.Absence) else inventory.case.profile
    seen: dict[t.Stratum, Facts] = {}
    drawn: dict[t.Stratum, Drawn] = {}

    def run(stratum: t.Stratum, facts: Iterable[Fact]) -> Drawn:
        seen[stratum] = sorted_facts(facts)
        found = agreed(rules, stratum, profile, seen[stratum], save_disagreement_to)
        drawn[stratum] = draw(rules.running(stratum, profile), found, seen[stratum])
        return drawn[stratum]

    safety = run(t.Stratum.SAFETY, base)
    known = [*base, *concluded_facts(safety)]
    argued = run(t.Stratum.AREAS, known)
    areas = standings(argued, rules)
    known += concluded_facts(argued)
    gated = run(t.Stratum.FOCUS, [*known, *area_facts(areas)])
    areas = after_gates(areas, gated, rules)
    proposal = propose(
        areas, alerts(safety, rules), remarks(safety, rules), argued, gated, inventory, base, rules
    )
    known += [*area_facts(areas), *focus_facts(proposal)]
    planned = run(t.Stratum.PLAN, known)
    document = review_facts(inventory, rules.settings, base)
    if document or inventory.formulation is not None:
        run(t.Stratum.FORMULATION, [*known, *concluded_facts(planned), *document])
    return Run(seen, drawn, areas, proposal)


def _assemble(inventory: Inventory, rules: RuleBase, as_of: dt.date | None, run: Run) -> Evaluation:
    nothing = Drawn((), ())
    strata = tuple(run.drawn.get(stratum, nothing) for stratum in t.Stratum)
    safety, argued, gated, planned, reviewed = strata
    base, proposal = run.facts[t.Stratum.SAFETY], run.proposal
    both = Drawn((*safety.firings, *planned.firings), ())
    found_alerts = alerts(both, rules)
    found_remarks = remarks(both, rules)
    waiting = held(strata, found_alerts, found_remarks, rules)
    course = next(fact for fact in base if fact.kind == "course")
    phase = phase_standing(course)
    return Evaluation(
        pseudonym=inventory.case.pseudonym,
        alerts=found_alerts,
        crisis=crisis_help(found_alerts, inventory, rules),
        suitability=found_remarks,
        areas=run.areas,
        proposal=proposal,
        phase=phase,
        tasks=tasks(planned, inventory, phase, waiting, rules),
        suggestions=suggestions(planned, waiting, rules),
        held=waiting,
        questions=questions(
            (
                (safety, "safety"),
                (_asking(argued) if proposal.settled else argued, "focus"),
                (gated, "focus"),
                (planned, "plan"),
                (reviewed, "plan"),
            ),
            proposal.decided_by,
            base,
        ),
        issues=issues(reviewed, rules),
        record=_record(inventory, rules, phase, as_of or inventory.assessment_date),
    )


def _asking(drawn: Drawn) -> Drawn:
    """What rules ask for, without what is merely open: that cannot change a settled proposal."""
    return Drawn(tuple(f for f in drawn.firings if isinstance(f.rule.then, Asks)), ())


_NO_SESSION_ZERO = (
    "session 0 is a meeting before the first session, and this course has none; start with 1"
)


def _check_call(
    inventory: Inventory, rules: RuleBase, session: int | None, as_of: dt.date | None
) -> None:
    """What only the rule base and the call can tell: all of it at once."""
    problems = [
        Problem("<inventory>", None, None, path, message)
        for path, message in fit_problems(inventory, rules)
    ]
    if session is not None and (type(session) is not int or not 0 <= session <= 60):
        message = f"expected a whole number from 0 to 60, got {session}"
        problems.append(Problem("<call>", None, None, ("session",), message))
    profile = rules.profiles.get(str(inventory.case.profile))
    if session == 0 and (profile is None or profile.preparation is t.Preparation.NONE):
        problems.append(Problem("<call>", None, None, ("session",), _NO_SESSION_ZERO))
    if as_of is not None and type(as_of) is not dt.date:
        message = f"expected a date, got {as_of!r}"
        problems.append(Problem("<call>", None, None, ("as_of",), message))
    elif as_of is not None and as_of < inventory.assessment_date:
        message = f"{as_of} lies before the inventory was recorded ({inventory.assessment_date})"
        problems.append(Problem("<call>", None, None, ("as_of",), message))
    if problems:
        raise DocumentError(problems)


def fit_problems(inventory: Inventory, rules: RuleBase) -> list[tuple[tuple[str | int, ...], str]]:
    """Where an inventory does not fit a rule base: profiles it lacks, scores out of range."""
    found: list[tuple[tuple[str | int, ...], str]] = []
    profile = inventory.case.profile
    if not isinstance(profile, t.Absence) and profile not in rules.profiles:
        message = unknown_word(profile, sorted(rules.profiles), "a profile of this rule base")
        found.append((("case", "profile"), message))
    known_profile = rules.profiles.get(str(profile))
    has_zero = known_profile is None or known_profile.preparation is not t.Preparation.NONE
    for number, note in enumerate(inventory.sessions):
        if note.session_no == 0 and not has_zero:
            found.append((("sessions", number, "session_no"), _NO_SESSION_ZERO))
        for field, names, known, what in (
            ("tasks_done", note.tasks_done, list(rules.tasks), "a task of this rule base"),
            (
                "techniques",
                note.techniques,
                list(rules.techniques),
                "a technique of this rule base",
            ),
        ):
            found += [
                (("sessions", number, field, place), unknown_word(name, sorted(known), what))
                for place, name in enumerate(names)
                if name not in known and (field == "tasks_done" or rules.not_ipt(name) is None)
            ]
    for number, measure in enumerate(inventory.measures):
        scale = rules.scales.get(measure.instrument)
        if scale is not None:
            found += [
                (("measures", number, *path), message)
                for path, message in _score_problems(measure, scale)
            ]
    return found


def _score_problems(measure: Measure, scale: Scale) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Scores that the scale cannot give."""
    total = measure.total
    if not isinstance(total, t.Absence):
        if scale.scoring is t.Scoring.ANSWERS:
            yield ("total",), f"the answers of the {scale.title} are never summed; give its items"
        elif not scale.low <= total <= scale.high:
            yield ("total",), f"{scale.title} totals lie between {scale.low} and {scale.high}"
    for place, item in enumerate(measure.items):
        if item.item > scale.items:
            yield ("items", place, "item"), f"{scale.title} has {scale.items} items"
        elif not isinstance(item.points, t.Absence):
            high = scale.item_highs[item.item - 1]
            if item.points > high:
                which = (
                    "items score" if len(set(scale.item_highs)) == 1 else f"item {item.item} scores"
                )
                yield ("items", place, "points"), f"{scale.title} {which} 0 to {high}"


@cache
def _library_version() -> str:
    return version("ipt-rules")


def _record(
    inventory: Inventory, rules: RuleBase, phase: results.PhaseStanding, as_of: dt.date
) -> results.Record:
    given = f"{inventory.fingerprint} {as_of.isoformat()} {phase.session}"
    drafts = rules.once("drafts", lambda: sum(r.status is t.RuleStatus.DRAFT for r in rules.rules))
    note = ""
    if drafts:
        note = f"{drafts} of {len(rules.rules)} rules are drafts that no clinician has signed yet."
    return results.Record(
        format=results.FORMAT,
        library_version=_library_version(),
        rules_name=rules.name,
        rules_version=rules.version,
        rules_digest=rules.digest,
        engine=engine_name(),
        input_digest=hashlib.sha256(given.encode()).hexdigest(),
        assessment_date=inventory.assessment_date,
        as_of=as_of,
        session=phase.session,
        draft_rules=drafts,
        note=note,
    )

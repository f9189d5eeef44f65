"""Standings to a proposal: at most two foci, or the reason for abstaining."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve, frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.conclusions import Drawn, because, support
from ipt_rules.facts import Fact
from ipt_rules.model import Inventory
from ipt_rules.questions import question_text
from ipt_rules.rulebase import Policy, RuleBase
from ipt_rules.rulebase import language as r
from ipt_rules.standing import record_id

CANDIDATES = (t.AreaStatus.SUPPORTED, t.AreaStatus.POSSIBLE)
"""The standings on which a proposal can rest."""


def propose(
    areas: tuple[results.AreaStanding, ...],
    alerts: Sequence[results.Alert],
    remarks: Sequence[results.Remark],
    argued: Drawn,
    drawn: Drawn,
    inventory: Inventory,
    facts: Sequence[Fact],
    rules: RuleBase,
) -> results.Proposal:
    """The proposal: safety first, then what a rule ends, then the areas by their standing."""
    ranked = ranking(areas, inventory, facts, rules.policy)
    # With two candidates an answer could still change which comes first.
    settled = all(area.settled for area in areas) and len(ranked) < 2
    holding = [alert for alert in alerts if "focus" in alert.holds]
    if holding:
        likely = ranked[0].standing.area if ranked and is_likely(ranked[0], rules.policy) else None
        return results.Proposal(
            t.Outcome.WITHHELD,
            "The focus is held: safety comes first.",
            (), likely, False, (), tuple(alert.support for alert in holding),
        )  # fmt: skip
    unsuitable = [remark for remark in remarks if "focus" in remark.holds]
    if unsuitable:
        return results.Proposal(
            t.Outcome.WITHHELD,
            "The focus is held: IPT in this form does not suit the case.",
            (), None, False, (), tuple(remark.support for remark in unsuitable),
        )  # fmt: skip
    for firing, then in drawn.firing(r.ConcludesOutcome):
        return results.Proposal(
            then.outcome, because(firing), (), None, True, (), (support(firing, rules),)
        )
    if not ranked:
        return _none(settled)
    if ranked[0].standing.area is _RESIDUAL and not settled:
        why = _too_early_for_deficits(argued, inventory)
        if why:
            return evolve(_none(False), because=why, support=_supports(ranked[:1]))
    return _from_ranked(ranked, settled, inventory, facts, rules.policy)


_RESIDUAL = t.ProblemArea.INTERPERSONAL_DEFICITS


def _too_early_for_deficits(argued: Drawn, inventory: Inventory) -> str:
    """Why deficits cannot be proposed yet: an event, or a whole domain, was not asked out."""
    events = [
        fact
        for gap, then in argued.open(r.ArguesFor)
        if then.area is not _RESIDUAL
        for fact in gap.facts
        if fact.kind == "life_event" and not fact.stands_for
    ]
    if events:  # the first by its id, whatever order the rules stand in
        event = min(events, key=lambda fact: fact.id).values.get("event", "an event")
        return f"Interpersonal deficits are what is left, and {event} is not asked out yet."
    asked = inventory.asked
    if any(isinstance(a, t.Absence) for a in (asked.deaths, asked.changes, asked.conflicts)):
        return "Interpersonal deficits are what is left, and not every domain was asked about."
    return ""


@frozen
class Ranked:
    """An area with what breaks ties: its place in the patient's list, and whether time suffices."""

    standing: results.AreaStanding
    priority: int | None
    manageable: str | None
    timing: int

    @property
    def order(self) -> tuple[int, int, int]:
        """The tie-breaks, the first to decide first."""
        return (
            99 if self.priority is None else self.priority,
            {"yes": 0, None: 1, "no": 2}[self.manageable],
            self.timing,
        )


def ranking(
    areas: Iterable[results.AreaStanding],
    inventory: Inventory,
    facts: Sequence[Fact],
    policy: Policy,
) -> list[Ranked]:
    """The candidates: by level, and within less than one level of the best by the tie-breaks."""
    listed = inventory.case.main_problem_patient
    priorities = () if isinstance(listed, t.Absence) else listed
    candidates = []
    for area in areas:
        if area.status not in CANDIDATES:
            continue
        records = _records(area)
        known = _of_record(facts, area.about)
        times = [_TIMING_ORDER.get(str(_timing(fact)), 3) for fact in known]
        manageable = [
            m for fact in known if isinstance(m := fact.values.get("manageable_in_time"), str)
        ]
        candidates.append(
            Ranked(
                area,
                min((n for n, ref in enumerate(priorities) if ref in records), default=None),
                manageable[0] if manageable else None,
                min(times, default=3),
            )
        )
    candidates.sort(
        key=lambda c: (-c.standing.level, c.order, list(t.ProblemArea).index(c.standing.area))
    )
    if not candidates:
        return []
    best = candidates[0].standing.level
    close = [c for c in candidates if best - c.standing.level < policy.rival_within]
    close.sort(key=lambda c: c.order)
    return close + candidates[len(close) :]


def _records(area: results.AreaStanding) -> set[str]:
    """Every event and person that the arguments for an area speak of."""
    facts = {fact for a in area.arguments if a.side == "for" for fact in a.support.facts}
    return {record_id(name) for name in facts} | {record_id(area.about or "")}


_TIMING_ORDER = {"at_onset": 0, "shortly_before": 1, "after_onset": 2}


def _timing(fact: Fact) -> object:
    return fact.values.get("timing_to_onset", fact.values.get("conflict_timing"))


def _of_record(facts: Sequence[Fact], subject: str | None) -> list[Fact]:
    kinds = ("life_event", "relationship", "medical_illness")
    return [fact for fact in facts if fact.kind in kinds and fact.subject == subject]


def is_likely(first: Ranked, policy: Policy) -> bool:
    """Whether enough speaks for an area to propose it, if nothing speaks against it."""
    return first.standing.level >= policy.provisional_from


def _none(settled: bool) -> results.Proposal:
    if settled:
        outcome, why = t.Outcome.NO_FOCUS_INDICATED, "What is known favours none of the four areas."
    else:
        outcome, why = t.Outcome.NEEDS_INFORMATION, "Too little is known to favour any area."
    return results.Proposal(outcome, why, (), None, settled, (), ())


def _from_ranked(
    ranked: list[Ranked],
    settled: bool,
    inventory: Inventory,
    facts: Sequence[Fact],
    policy: Policy,
) -> results.Proposal:
    """The proposal from the candidates that stand on their own feet."""
    fit = [candidate for candidate in ranked if stands(candidate, policy)]
    if not fit:
        why = f"What speaks for {_name(ranked[0]).lower()} is not enough to propose it."
        return evolve(_none(settled), because=why, support=_supports(ranked[:1]))
    best = max(candidate.standing.level for candidate in fit)
    close = [c for c in fit if best - c.standing.level < policy.rival_within]
    first = fit[0]
    residual = first.standing.area is _RESIDUAL
    if residual and len(fit) > 1:
        close = fit  # deficits are what is left; while another area stands, they are a rival
    if len(close) > 1 and (residual or not _told_apart(close[0], close[1])):
        return results.Proposal(
            t.Outcome.UNDECIDED_PAIR,
            f"{_name(close[0])} and {_name(close[1]).lower()} cannot be told apart yet.",
            _foci(close[:2], inventory),
            None, False, tuple(_deciding(close[:2], inventory, facts)), _supports(close[:2]),
        )  # fmt: skip
    supported = first.standing.status is t.AreaStatus.SUPPORTED
    if residual and not settled:
        outcome = t.Outcome.PROVISIONAL
        why = f"{_name(first)} is what is left, but the other areas are not yet ruled out."
    elif supported:
        outcome, why = t.Outcome.SUPPORTED, f"{_name(first)} is supported on what is known."
    else:
        outcome = t.Outcome.PROVISIONAL
        why = f"{_name(first)} rests on what is known so far, and nothing speaks against it."
    second = [
        c for c in fit[1:] if c.standing.status is t.AreaStatus.SUPPORTED or c in close
    ][:1]  # fmt: skip
    if second:
        why += f" {_name(second[0])} comes second{_reason(first, second[0], close)}."
    chosen = [first, *second]
    firming = tuple(_firming(chosen, facts))
    return results.Proposal(
        outcome, why, _foci(chosen, inventory), None, settled, firming, _supports(chosen)
    )


def _reason(first: Ranked, second: Ranked, close: list[Ranked]) -> str:
    """What told two areas apart that stand less than a level from each other."""
    if second not in close:
        return ""
    if first.order[0] != second.order[0]:
        return ", as it matters less to the patient"
    return ", as it is less likely to be worked through in the time left"


def stands(candidate: Ranked, policy: Policy) -> bool:
    """Whether an area may be proposed: supported, or likely with nothing against it."""
    if candidate.standing.status is t.AreaStatus.SUPPORTED:
        return True
    standing = candidate.standing
    opposed = any(
        argument.side == "against" and argument.about in ("case", standing.about)
        for argument in standing.arguments
    )
    return is_likely(candidate, policy) and not opposed


def _told_apart(one: Ranked, other: Ranked) -> bool:
    """Whether the patient's priority, or what time allows, decides between two areas."""
    return one.order[:2] != other.order[:2]


def _name(candidate: Ranked) -> str:
    return candidate.standing.area.label.capitalize()


def _foci(chosen: Sequence[Ranked], inventory: Inventory) -> tuple[results.Focus, ...]:
    formulation = inventory.formulation
    agreed = (
        formulation.areas
        if formulation is not None and formulation.patient_agreed is t.Answer.YES
        else ()
    )
    return tuple(
        results.Focus(
            candidate.standing.area,
            "primary" if place == 0 else "secondary",
            t.Standing.AGREED if candidate.standing.area in agreed else t.Standing.PROPOSED,
            candidate.standing.about,
            next((a.because for a in candidate.standing.arguments if a.side == "for"), ""),
        )
        for place, candidate in enumerate(chosen)
    )


def _supports(chosen: Sequence[Ranked]) -> tuple[results.Support, ...]:
    return tuple(argument.support for c in chosen for argument in c.standing.arguments)


def _deciding(
    pair: Sequence[Ranked], inventory: Inventory, facts: Sequence[Fact]
) -> Iterable[results.Question]:
    """The two questions that tell a pair apart: the patient's priority, and what time allows."""
    case = next(fact for fact in facts if fact.kind == "case")
    if isinstance(inventory.case.main_problem_patient, t.Absence):
        yield _question(case, "main_problem_patient_recorded", pair)
    for candidate in pair:
        for fact in _of_record(facts, candidate.standing.about)[:1]:
            if candidate.manageable is None and fact.kind in ("life_event", "relationship"):
                yield _question(fact, "manageable_in_time", pair)


def _firming(chosen: Sequence[Ranked], facts: Sequence[Fact]) -> Iterable[results.Question]:
    """The questions behind what the proposal presumes."""
    by_id = {fact.id: fact for fact in facts}
    presumed = dict.fromkeys(
        place
        for candidate in chosen
        for argument in candidate.standing.arguments
        if argument.side == "for"
        for place in argument.support.presumed
    )
    for place in presumed:
        record, _, field = place.rpartition(".")
        yield _question(by_id[record], field, chosen)


def _question(fact: Fact, field: str, pair: Sequence[Ranked]) -> results.Question:
    text, why = question_text(fact, field)
    rules = tuple(sorted({a.support.rule for c in pair for a in c.standing.arguments}))
    return results.Question(f"{fact.kind}.{field}", fact.id, text, why, "focus", True, rules)


def focus_facts(proposal: results.Proposal) -> Iterable[Fact]:
    """The proposal and its foci as facts for later strata.

    Of an undecided pair no focus is asserted: work on a focus waits until one is chosen.
    """
    yield Fact("proposal", "proposal", {"outcome": proposal.outcome.value})
    if proposal.outcome is t.Outcome.UNDECIDED_PAIR:
        return
    for focus in proposal.foci:
        values = {
            "area": focus.area.value,
            "rank": focus.rank,
            "standing": focus.standing.value,
        }
        if focus.about not in (None, "case"):
            values["about"] = record_id(focus.about or "")
        yield Fact("focus", f"focus:{focus.area}", values, focus.about or "case")

"""Areas and their standing in an explanation: the numbers that were used, and what they led to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.conclusions import alerts, remarks
from ipt_rules.explain.lines import step_outline
from ipt_rules.explain.steps import Step, Trail
from ipt_rules.focus import Ranked, is_likely, ranking, stands
from ipt_rules.report.outline import Outline
from ipt_rules.report.wording import area_line
from ipt_rules.rulebase import language as r
from ipt_rules.standing import reckon
from ipt_rules.strata import Run


@frozen
class Statement:
    """Something an explanation says, and what it rests on.

    `numbers` are those it was worked out from; an `aside` is shown on request only.
    """

    says: str
    mark: str = ""
    note: str = ""
    rests_on: tuple[Statement | Step, ...] = ()
    numbers: Mapping[str, float] = field(factory=dict, hash=False)
    aside: bool = False


def part_outline(part: Statement | Step) -> Outline:
    """A statement or a rule as an outline."""
    if isinstance(part, Step):
        return step_outline(part)
    return Outline(
        part.says, part.note, map(part_outline, part.rests_on), part.aside, part.mark
    )  # fmt: skip


def area_statement(area: results.AreaStanding, trail: Trail) -> Statement:
    """The standing of an area with its numbers, and every argument behind it."""
    policy = trail.run.rules.policy
    says = f"{area.area.label.capitalize()}: {area_line(area)}"
    numbers: dict[str, float] = {
        "level": area.level,
        "supported_from": policy.supported_from,
        "possible_from": policy.possible_from,
        "provisional_from": policy.provisional_from,
    }
    if area.status is not t.AreaStatus.EXCLUDED:
        says += f". {_reckoned(area, trail, numbers)}"
    return Statement(
        says,
        rests_on=tuple(trail.behind(argument.support) for argument in area.arguments),
        numbers=numbers,
    )


def _reckoned(area: results.AreaStanding, trail: Trail, numbers: dict[str, float]) -> str:
    """How the half levels of an area came about."""
    policy = trail.run.rules.policy
    firings = [
        trail.firings[argument.support.rule, argument.support.facts][0]
        for argument in area.arguments
    ]
    level = reckon(firings, policy)
    numbers |= {
        "strongest": level.strongest,
        "objections": level.objections,
        "corroboration": level.corroboration,
    }
    sums = f"{level.strongest} for the strongest argument"
    if level.objections:
        sums += f", less {level.objections} for what objects to it"
    if level.corroboration:
        sums += f", and {level.corroboration} as arguments bear each other out"
    made = f"{area.level} half levels ({sums})" if level.strongest else f"{area.level} half levels"
    proposed = ""
    if area.status is t.AreaStatus.POSSIBLE:
        proposed = (
            f"may be proposed from {policy.provisional_from} on if nothing speaks against it, "
        )
    return (
        f"It stands at {made}; an area is supported from {policy.supported_from} on, {proposed}"
        f"possible from {policy.possible_from} on."
    )


def step_in_focus(area: results.AreaStanding, run: Run) -> str:
    """Which step on the way to the proposal decided about an area."""
    proposal, policy = run.proposal, run.rules.policy
    if proposal.outcome is t.Outcome.WITHHELD:
        likely = proposal.focus_after_stabilisation is area.area
        after = " It seems likely once the case is stable." if likely else ""
        return f"No area is proposed. {proposal.because}{after}"
    if any(True for _ in run.drawn[t.Stratum.FOCUS].firing(r.ConcludesOutcome)):
        return f"No area is proposed. {proposal.because}"
    for focus in proposal.foci:
        if focus.area is area.area:
            pair = proposal.outcome is t.Outcome.UNDECIDED_PAIR
            return "It is one of two." if pair else f"It is proposed as the {focus.rank} focus."
    if area.status is t.AreaStatus.EXCLUDED:
        return "A gate excludes it, so it is not looked at as a focus."
    candidates = ranking(run.areas, run.inventory, run.facts[t.Stratum.SAFETY], policy)
    own = next((c for c in candidates if c.standing.area is area.area), None)
    if own is None:
        return (
            f"It stands at {area.level} half levels; "
            f"it would be looked at from {policy.possible_from} on."
        )
    if not stands(own, policy):
        if not is_likely(own, policy):
            return (
                f"It stands at {area.level} half levels; to be proposed it would need "
                f"{policy.provisional_from} with nothing against it, or {policy.supported_from}."
            )
        return (
            f"Something speaks against it; below {policy.supported_from} half levels "
            "an area is proposed only where nothing does."
        )
    if not proposal.foci:
        return f"No area is proposed. {proposal.because}"
    return _behind_others(own, [c for c in candidates if stands(c, policy)], run)


def _behind_others(own: Ranked, fit: list[Ranked], run: Run) -> str:
    """Why an area that could be proposed comes after those that are."""
    named = " and ".join(focus.area.label for focus in run.proposal.foci)
    if len(run.proposal.foci) > 1:
        return f"At most two areas are proposed, and {named} come before it."
    policy = run.rules.policy
    best = max(candidate.standing.level for candidate in fit)
    return (
        f"It stands {best - own.standing.level} half levels behind {named}; it would come second "
        f"less than {policy.rival_within} behind, or at {policy.supported_from} or more."
    )


def holding_focus(trail: Trail) -> Iterator[Step]:
    """The alerts and remarks that hold the focus."""
    drawn, rules = trail.run.drawn[t.Stratum.SAFETY], trail.run.rules
    found: list[results.Alert | results.Remark] = [*alerts(drawn, rules), *remarks(drawn, rules)]
    for said in found:
        if "focus" in said.holds:
            yield trail.behind(said.support)

"""One pass over the strata: each sees the facts so far, and concludes facts for the next."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping

from attrs import frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.agreement import agreed
from ipt_rules.conclusions import Drawn, alerts, concluded_facts, draw, remarks
from ipt_rules.facts import Fact, Facts, facts_of, review_facts, sorted_facts
from ipt_rules.focus import focus_facts, propose
from ipt_rules.model import Inventory
from ipt_rules.plan import held, held_facts
from ipt_rules.rulebase import RuleBase
from ipt_rules.standing import after_gates, area_facts, standings


@frozen
class Run:
    """One pass over the strata: what went in, what each saw and gave, and what stood in between."""

    inventory: Inventory
    rules: RuleBase
    session: int | None
    as_of: dt.date | None
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
    named = [focus.area for focus in proposal.foci]
    known += [*area_facts(areas, named), *focus_facts(proposal)]
    planned = run(t.Stratum.PLAN, known)
    document = review_facts(inventory, rules.settings, base)
    if document or inventory.formulation is not None:
        known += concluded_facts(planned)
        waiting = held(drawn.values(), *alerts_and_remarks(safety, planned, rules), rules)
        run(t.Stratum.FORMULATION, [*known, *held_facts(waiting, rules), *document])
    return Run(inventory, rules, session, as_of, seen, drawn, areas, proposal)


def alerts_and_remarks(
    safety: Drawn, planned: Drawn, rules: RuleBase
) -> tuple[tuple[results.Alert, ...], tuple[results.Remark, ...]]:
    """The alerts and the remarks of both strata that make them."""
    both = Drawn((*safety.firings, *planned.firings), ())
    return alerts(both, rules), remarks(both, rules)

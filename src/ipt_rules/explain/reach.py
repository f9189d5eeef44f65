"""How far open answers could still move the proposal: a bound that never claims too much.

Every argument that is open or presumed may come to hold or to fall, each by itself, whatever the
record allows: more than can happen, never less. What the proposal would be then is worked out by
the very functions that make it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise, product

from attrs import evolve, frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.conclusions import Drawn, Firing, Open, draw
from ipt_rules.explain.answers import pattern_fields
from ipt_rules.explain.ranges import Range, Shape, range_of
from ipt_rules.explain.undecided import (
    Spot,
    Undecided,
    deciding_rules,
    is_plain,
    open_holds,
    open_outcomes,
    spots_of_candidates,
    tie_breaks,
    undecided_arguments,
    what_holds,
)
from ipt_rules.explain.variants import Decision
from ipt_rules.focus import CANDIDATES, propose
from ipt_rules.reference import Reading
from ipt_rules.rulebase import language as r
from ipt_rules.standing import (
    after_gates,
    area_facts,
)
from ipt_rules.strata import Run

_MOST_WORLDS = 2000


@frozen(eq=False)
class Reach:
    """Everything the proposal could still be. `decisions` is `None` where there is too much of it.

    `live` are the fields of facts on which that may depend; a placeholder among them stands for
    records that nobody asked about yet.
    """

    decisions: frozenset[Decision] | None
    live: frozenset[Spot]

    @property
    def settled(self) -> bool:
        """Whether nothing that is open could change the proposal."""
        return self.decisions is not None and len(self.decisions) == 1 and not self.live


def reach(run: Run) -> Reach:
    """Bound what open answers could still make of the proposal."""
    safety = run.drawn[t.Stratum.SAFETY]
    held_by, holds = open_holds(safety)
    ends = open_outcomes(run)
    undecided = list(undecided_arguments(run))
    every = frozenset(spot for u in undecided for spot in u.spots)
    ties = frozenset(tie_breaks(run))
    if not is_plain(run):
        return Reach(None, spots_of_candidates(run, deciding_rules(run)) | ties)
    boundless = Reach(None, every | holds | ends | ties | _waiting(run, undecided))
    ranges = [range_of(area, run, undecided) for area in t.ProblemArea]
    worlds = [found for one in ranges if (found := one.standings()) is not None]
    modes = _modes(run, held_by)
    size = len(modes)
    for found in worlds:
        size *= len(found)
    if len(worlds) < len(ranges) or size > _MOST_WORLDS:
        return boundless
    table = _Table(run, [list(found.values()) for found in worlds], modes, undecided)
    live = set(ends) | (holds if table.moves(len(ranges)) else set())
    if table.waits:  # what keeps deficits waiting need not speak of the areas at all
        live |= _waiting(run, undecided)
    if table.tied_with_new or (table.tied and ties):
        # What would break the tie is open, and any argument may then count.
        return Reach(None, every | ties | live)
    for axis, (one, found) in enumerate(zip(ranges, worlds, strict=True)):
        if table.moves(axis):
            live |= _live(one, list(found), table.rows(axis))
    decisions = frozenset(decision for cell in table.cells.values() for decision in cell)
    if ends:
        decisions |= {Decision(outcome, (), None) for outcome in t.Outcome}
    return Reach(decisions, frozenset(live))


def area_reach(run: Run, area: t.ProblemArea) -> frozenset[Spot]:
    """The fields of facts on which the status of an area may still depend."""
    if not is_plain(run):
        return spots_of_candidates(run, deciding_rules(run))
    undecided = list(undecided_arguments(run))
    shut_by = [rule for rule in run.rules.strata[t.Stratum.FOCUS] if _shuts(rule, area)]
    if any("settled" in pattern_fields(p) for rule in shut_by for p in rule.when):
        return frozenset(spot for u in undecided for spot in u.spots)
    areas = list(t.ProblemArea) if shut_by else [area]  # a gate reads the other areas
    found: set[Spot] = set()
    for one in (range_of(each, run, undecided) for each in areas):
        worlds = one.standings()
        if worlds is None:
            found |= {spot for u in one.undecided for spot in u.spots}
            continue
        status = {shape: shape[0] for shape, _ in worlds}
        if len(set(status.values())) > 1:
            found |= {s for u in one.undecided if one.matters(u, status) for s in u.spots}
    return frozenset(found)


def _shuts(rule: r.Rule, area: t.ProblemArea) -> bool:
    return isinstance(rule.then, r.Excludes) and rule.then.area is area


def _waiting(run: Run, undecided: Iterable[Undecided]) -> frozenset[Spot]:
    """What deficits may wait for: events that are not asked out, domains not asked about."""
    spots = {spot for u in undecided if _holds_up(u) for spot in u.spots}
    asked = run.inventory.asked
    for name in ("deaths", "changes", "conflicts"):
        if isinstance(getattr(asked, name), t.Absence):
            spots.add(("asked", name))
    return frozenset(spots)


def _holds_up(u: Undecided) -> bool:
    return isinstance(u.said, Open) and isinstance(u.said.rule.then, r.ArguesFor)


def _live(
    one: Range, keys: Sequence[tuple[Shape, bool]], rows: Sequence[object]
) -> frozenset[Spot]:
    """The fields behind the arguments of an area that can make a difference."""
    by_shape: dict[Shape, set[object]] = {}
    for (shape, _), row in zip(keys, rows, strict=True):
        by_shape.setdefault(shape, set()).add(row)
    # Where it makes a difference that the area is settled, so does every answer that settles it.
    told_apart = any(len(found) > 1 for found in by_shape.values())
    row_of = {shape: frozenset(found) for shape, found in by_shape.items()}
    return frozenset(
        spot for u in one.undecided if told_apart or one.matters(u, row_of) for spot in u.spots
    )


# --- the decision in every world ---------------------------------------------------------------


_RESIDUAL = t.ProblemArea.INTERPERSONAL_DEFICITS
_Mode = tuple[bool, bool]
"""Whether an alert holds the focus, and whether a remark on suitability does."""


def _modes(run: Run, open_kinds: set[str]) -> list[_Mode]:
    """What may hold the focus, in every way that is open."""
    safety = run.drawn[t.Stratum.SAFETY]
    held = {
        kind: any(what_holds(f.rule.then) == kind and not f.presumed for f in safety.firings)
        for kind in ("alert", "remark")
    }
    choices = []
    for kind in ("alert", "remark"):
        if held[kind]:
            choices.append([True])
        elif kind in open_kinds:
            choices.append([True, False])
        else:
            choices.append([False])
    return [(alert, remark) for alert in choices[0] for remark in choices[1]]


class _Table:
    """The decision in every world: the four standings, and what holds the focus."""

    def __init__(
        self,
        run: Run,
        worlds: list[list[results.AreaStanding]],
        modes: Sequence[_Mode],
        undecided: Sequence[Undecided],
    ) -> None:
        self._run = run
        self._gated: dict[object, Drawn] = {}
        self.tied = self.tied_with_new = self.waits = False
        self.cells: dict[tuple[int, ...], frozenset[Decision]] = {}
        self._more_may_come = bool(_waiting(run, undecided))
        self._quarrels_may_come = any(
            fact.id == "life_event:?asked.conflicts" for fact in run.facts[t.Stratum.SAFETY]
        )
        for key in product(*(range(len(found)) for found in worlds), range(len(modes))):
            areas = tuple(found[at] for found, at in zip(worlds, key, strict=False))
            self.cells[key] = self._decide(areas, modes[key[-1]])

    def moves(self, axis: int) -> bool:
        """Whether the standing of one area, the others as they may be, changes the decision."""
        seen: dict[tuple[int, ...], frozenset[Decision]] = {}
        for key, decision in self.cells.items():
            rest = (*key[:axis], *key[axis + 1 :])
            if seen.setdefault(rest, decision) != decision:
                return True
        return False

    def rows(self, axis: int) -> list[object]:
        """For each standing of one area, the decisions beside all standings of the others."""
        found: dict[int, dict[tuple[int, ...], frozenset[Decision]]] = {}
        for key, cell in self.cells.items():
            found.setdefault(key[axis], {})[(*key[:axis], *key[axis + 1 :])] = cell
        return [frozenset(found[at].items()) for at in sorted(found)]

    def _decide(self, areas: tuple[results.AreaStanding, ...], mode: _Mode) -> frozenset[Decision]:
        run = self._run
        gated = self._gates(areas)
        areas = after_gates(areas, gated, run.rules)
        ranked = sorted((a for a in areas if a.status in CANDIDATES), key=lambda a: a.level)
        near = run.rules.policy.rival_within
        for one, other in pairwise(ranked):
            if other.level - one.level < near:
                self.tied = True
                self.tied_with_new |= self._may_be_new(one) or self._may_be_new(other)
        # While something is open, deficits wait for it; that may end, or begin anew.
        settled = all(a.settled for a in areas) and len(ranked) < 2
        waits = not settled and any(a.area is _RESIDUAL for a in ranked)
        found = {
            Decision.of(self._proposal(areas, gated, argued, mode))
            for argued in (run.drawn[t.Stratum.AREAS], *([Drawn((), ())] if waits else []))
        }
        if waits and (len(found) > 1 or self._more_may_come):
            self.waits = True
            found.add(Decision(t.Outcome.NEEDS_INFORMATION, (), None))
        return frozenset(found)

    def _may_be_new(self, area: results.AreaStanding) -> bool:
        """Whether an area could rest on a record that nobody asked about, whose timing is open."""
        about = area.about or ""
        return ":new:" in about or (self._quarrels_may_come and about.startswith("relationship:"))

    def _proposal(
        self,
        areas: tuple[results.AreaStanding, ...],
        gated: Drawn,
        argued: Drawn,
        mode: _Mode,
    ) -> results.Proposal:
        run = self._run
        base = run.facts[t.Stratum.SAFETY]
        held = ([_ALERT] if mode[0] else []), ([_REMARK] if mode[1] else [])
        return propose(areas, *held, argued, gated, run.inventory, base, run.rules)

    def _gates(self, areas: tuple[results.AreaStanding, ...]) -> Drawn:
        key = tuple((area.status, area.settled) for area in areas)
        if key not in self._gated:
            focus = t.Stratum.FOCUS
            rules = self._run.rules.strata[focus]
            reading = self._run.rules.once(("whole reading", focus), lambda: Reading(rules))
            own = [fact for fact in self._run.facts[focus] if fact.kind not in ("area", "argument")]
            facts = [*own, *(f for f in area_facts(areas) if f.kind == "area")]
            drawn = draw(rules, reading.verdicts(facts), facts)
            # What ends the proposal on a presumption may fall: then the areas count after all.
            firm = tuple(f for f in drawn.firings if not (_ends(f) and f.presumed))
            self._gated[key] = evolve(drawn, firings=firm)
        return self._gated[key]


def _ends(firing: Firing) -> bool:
    return isinstance(firing.rule.then, r.ConcludesOutcome)


_SUPPORT = results.Support("", "", (), (), (), t.RuleStatus.DRAFT)
_ALERT = results.Alert("", t.AlertLevel.STOP, "", "", ("focus",), _SUPPORT)
_REMARK = results.Remark("", t.Suitability.NOT_SUITABLE, "", "", _SUPPORT)

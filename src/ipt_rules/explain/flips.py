"""The smallest changes to answers on record that change the proposal, plausible ones first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.exceptions import IptRulesError
from ipt_rules.explain import names as n
from ipt_rules.explain.altered import Altered, Decided, altered, decided, said
from ipt_rules.explain.gaps import Inquiry
from ipt_rules.explain.search import MOST, Hit, Reaches, search
from ipt_rules.explain.shown import Shown, alert_lines
from ipt_rules.explain.variants import Decision
from ipt_rules.explain.whatif import AreaShift, argued_outlines, shift_text, shifts
from ipt_rules.model import Inventory
from ipt_rules.places import answer_at, with_own_ids
from ipt_rules.report.outline import Outline

if TYPE_CHECKING:
    from ipt_rules.evaluation import Evaluation

Again: TypeAlias = "Callable[[Inventory], Evaluation]"
"""Evaluates another inventory as the case itself was evaluated."""

CORRECTIONS = "Corrections of an answer that holds something back, for safety's sake: not options"
HOLDS = "These would hold the focus: safety, or the fit of IPT, comes first"


@frozen
class Flip:
    """One or two answers that lead to another decision.

    `also` are other answers at the same place that lead to the same decision. `areas` are those
    that move, with the rules whose arguments came or went.
    """

    changes: tuple[Altered, ...]
    to: Decided
    also: tuple[str, ...]
    areas: tuple[AreaShift, ...]


@frozen
class Flips(Shown):
    """The smallest changes to answers on record that change the proposal.

    `flips` come in order of plausibility. `holds` lead to a focus that is held. `corrections` would
    lift what holds something back: they say that a record was wrong, and are no options. Each was
    confirmed by a whole evaluation on both engines. `found` counts all there were; `variants` were
    looked at. `complete` says whether these were all pairs of the answers that rules tell apart.
    """

    of: str
    now: Decided
    already: bool
    flips: tuple[Flip, ...]
    holds: tuple[Flip, ...]
    corrections: tuple[Flip, ...]
    found: int
    variants: int
    complete: bool

    def outline(self) -> Outline:
        """Options by the number of answers, then what would hold the focus, then corrections."""
        if self.already:
            return Outline(f"{self.of}: the proposal is that already ({self.now.says}).")
        groups = [
            *(
                _group(f"Another answer to {words}", [f for f in self.flips if len(f.changes) == n])
                for n, words in ((1, "one question"), (2, "two questions"))
            ),
            _group(HOLDS, self.holds),
            _group(CORRECTIONS, self.corrections),
        ]
        shown = [group for group in groups if group.children]
        now = f"{self.of}. Now: {self.now.says}"
        return Outline(now, children=[*shown, self._how()])

    def _how(self) -> Outline:
        listed = len(self.flips) + len(self.holds) + len(self.corrections)
        most = "all that one or two answers can do" if self.complete else (
            "every change to one answer, and pairs by plausibility until the search was cut"
        )  # fmt: skip
        none = "No change to one or two answers does this. " if not self.found else ""
        more = f"; {listed} of {self.found} are listed" if self.found > listed else ""
        return Outline(f"{none}{self.variants} variants of the case were looked at: {most}{more}.")


def _group(title: str, flips: Iterable[Flip]) -> Outline:
    lines = [flip_outline(flip) for flip in flips]
    return Outline(f"{title} ({len(lines)})", children=lines)


def flip_outline(flip: Flip) -> Outline:
    """One flip: what is changed, what it leads to, and which arguments made the difference."""
    says = "; and ".join(one.says for one in flip.changes)
    also = f" (or {', '.join(flip.also)})" if flip.also else ""
    moved = [shift for shift in flip.areas if shift.differs]
    behind = [
        Outline(shift_text(shift), children=argued_outlines(shift.came, shift.went), folded=True)
        for shift in moved
    ]
    places = ", ".join(one.place for one in flip.changes)
    return Outline(f"{says}{also}: then {flip.to.says}", places, behind)


def flips(
    inquiry: Inquiry,
    result: results.Result,
    again: Again,
    to: object = None,
    limit: int = 12,
    most: int = MOST,
) -> Flips:
    """Find the smallest changes to answers on record that change the proposal.

    `to` is nothing, for any other proposal; an area, for that area as the primary focus; or an
    outcome. At most `limit` of a kind are listed, and `most` variants looked at. Raises
    `IptRulesError` for another `to`.
    """
    title, reaches = _target(to, inquiry, result)
    facts = inquiry.facts
    now = decided(result.proposal, facts)
    if reaches(inquiry.variants.base.decision):
        return Flips(title, now, True, (), (), (), 0, 0, True, standing_alerts=alert_lines(result))
    found = search(inquiry, reaches, most)
    options, holds, corrections = [], [], []
    for same in _together(found.hits):
        first = same[0]
        if first.lifts:
            corrections.append(same)
        elif first.decision.outcome is t.Outcome.WITHHELD and to is None:
            holds.append(same)
        else:
            options.append(same)

    def listed(group: Sequence[list[Hit]]) -> tuple[Flip, ...]:
        return tuple(_confirmed(same, inquiry, result, again) for same in group[:limit])

    return Flips(
        of=title,
        now=now,
        already=False,
        flips=listed(options),
        holds=listed(holds),
        corrections=listed(corrections),
        found=len(options) + len(holds) + len(corrections),
        variants=found.looked_at,
        complete=found.complete,
        standing_alerts=alert_lines(result),
    )


def _target(to: object, inquiry: Inquiry, result: results.Result) -> tuple[str, Reaches]:
    if to is None:
        now = inquiry.variants.base.decision
        return "What would change the proposal", lambda decision: decision != now
    match n.subject_of(to, inquiry.run):
        case n.AnArea(area):
            title = f"What would make {area.label} the primary focus"
            return title, lambda decision: leads_to(decision, area)
        case n.AnOutcome(outcome):
            title = f"What would lead to the outcome {outcome.label!r}"
            return title, lambda decision: decision.outcome is outcome
    raise IptRulesError(f"{to}: name an area, or an outcome such as 'withheld'")


def leads_to(decision: Decision, area: t.ProblemArea) -> bool:
    """Whether an area is proposed as the primary focus; one of an undecided pair is not."""
    undecided = decision.outcome is t.Outcome.UNDECIDED_PAIR
    return not undecided and any(
        found is area and rank == "primary" for found, rank, _ in decision.foci
    )


def _together(hits: Sequence[Hit]) -> Iterator[list[Hit]]:
    """Changes at the same places that lead to the same, the most plausible first."""
    groups: dict[object, list[Hit]] = {}
    for hit in hits:
        key = frozenset(hit.answers), hit.decision, hit.lifts
        groups.setdefault(key, []).append(hit)
    yield from groups.values()


def _confirmed(same: Sequence[Hit], inquiry: Inquiry, result: results.Result, again: Again) -> Flip:
    """The most plausible of the same flips, as a whole evaluation on both engines has it."""
    first, *others = same
    run = inquiry.run
    made = again(with_own_ids(inquiry.variants.changes.inventory(first.answers)))
    reached = Decision.of(made.proposal)
    if [f[:2] for f in reached.foci] != [f[:2] for f in first.decision.foci] or (
        reached.outcome is not first.decision.outcome
    ):
        changes = ", ".join(str(place) for place in first.answers)
        raise AssertionError(f"a variant and its evaluation differ: {changes}")
    one = len(first.answers) == 1
    return Flip(
        changes=tuple(
            altered(str(place), answer_at(run.inventory, place), answer, inquiry.by_id)
            for place, answer in first.answers.items()
        ),
        to=decided(made.proposal, made.run.facts[t.Stratum.SAFETY]),
        also=tuple(_answer(hit, inquiry) for hit in others[:_ALSO]) if one else (),
        areas=shifts(result, made),
    )


_ALSO = 4


def _answer(hit: Hit, inquiry: Inquiry) -> str:
    [answer] = hit.answers.values()
    return said(answer, inquiry.by_id)

"""Which open answers could still change a verdict, an area or the proposal, and which cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, Literal

from attrs import field, frozen

from ipt_rules import terms as t
from ipt_rules.conclusions import Drawn, Firing, Open
from ipt_rules.exceptions import IptRulesError
from ipt_rules.explain import names as n
from ipt_rules.explain.changes import NO_CHANGE, Answers, Change
from ipt_rules.explain.completions import Read, completions, primary
from ipt_rules.explain.gaps import Inquiry, touches
from ipt_rules.explain.reach import area_reach
from ipt_rules.explain.shown import Shown
from ipt_rules.explain.undecided import (
    Spot,
    argued,
    deciding_rules,
    needs_two_unasked,
    spots_of,
    spots_of_candidates,
)
from ipt_rules.explain.variants import Decision, Variants
from ipt_rules.facts import vocabulary
from ipt_rules.places import Place
from ipt_rules.report.outline import Outline
from ipt_rules.rulebase import Rule
from ipt_rules.strata import Run

Basis = Literal["bound", "enumeration"]
"""How it is known: by what arguments could still amount to, or by trying every answer."""


@frozen
class Gap:
    """An answer that is missing, or known in part.

    `place` names it (`life_event:e1.closeness`); `question` asks for it.
    """

    place: str
    question: str


@frozen
class Unknowns(Shown):
    """What is open about one verdict, and which of it matters.

    `decisive` answers change it beside some answers to the others, which was seen by trying them;
    `may_matter` could not be excluded; `cannot_matter` is proved. `domains` were not asked about to
    the end and may matter. `settled_by` are the smallest sets of answers that settle it, whatever
    they turn out to be. An answer in `corrections` would take back something on record, and is no
    answer but a change; see `what_if`.
    """

    of: str
    now: str
    settled: bool
    basis: Basis
    settled_by: tuple[tuple[Gap, ...], ...]
    decisive: tuple[Gap, ...]
    may_matter: tuple[Gap, ...]
    domains: tuple[Gap, ...]
    corrections: tuple[Gap, ...]
    cannot_matter: tuple[Gap, ...] = field(repr=lambda gaps: f"<{len(gaps)} gaps>")

    def outline(self) -> Outline:
        """What would settle it, what may matter, and what cannot."""
        how = {
            "bound": "by what open arguments could still amount to",
            "enumeration": "by trying every answer",
        }[self.basis]
        if self.settled:
            says = f"{self.of}: {self.now}. No open answer can change it, {how}."
        else:
            says = f"{self.of}: {self.now}. Open answers could still change it, {how}."
        parts = [
            _listed("Not asked to the end", self.domains),
            _listed("These answers decide", self.decisive),
            _listed("These answers may matter", self.may_matter),
            *(
                _listed("Together these settle it, whatever the answers are", gaps)
                for gaps in self.settled_by
            ),
            _listed("An answer here would correct the record", self.corrections, folded=True),
            _listed("These gaps cannot matter", self.cannot_matter, folded=True),
        ]
        return Outline(says, children=[part for part in parts if part.children])


def _listed(title: str, gaps: Iterable[Gap], *, folded: bool = False) -> Outline:
    found = [Outline(gap.question, gap.place) for gap in gaps]
    return Outline(f"{title} ({len(found)})", children=found, folded=folded)


def unknowns(run: Run, of: str = "proposal") -> Unknowns:
    """Say which open answers could still change the proposal, an area or the verdict of a rule.

    `of` is `proposal`, an area, or the id of a rule on the way to a proposal. Raises
    `IptRulesError` for anything else.
    """
    subject = n.subject_of(of, run)
    inquiry = Inquiry(run)
    match subject:
        case n.TheProposal():
            return of_proposal(inquiry)
        case n.AnArea(area):
            live = area_reach(run, area)
            standing = next(found for found in run.areas if found.area is area)
            read = partial(_status, area=area)
            return _unknowns(inquiry, area.label.capitalize(), standing.status, live, read)
        case n.ARule(rule):
            return _of_rule(inquiry, rule)
    raise IptRulesError(f"{of}: ask this of the proposal, of an area or of a rule")


def of_proposal(inquiry: Inquiry, *, corrections: bool = True) -> Unknowns:
    """Which open answers could still change the proposal, and which cannot.

    Corrections take longest to find; whoever does not need them may leave them out.
    """
    live = frozenset() if inquiry.reach.settled else inquiry.reach.live
    outcome = inquiry.run.proposal.outcome
    return _unknowns(inquiry, "The proposal", outcome, live, _decision, corrections=corrections)


def _decision(variants: Variants, answers: Answers, change: Change) -> Decision:
    return variants.of(answers, change).decision


def _status(
    variants: Variants, answers: Answers, change: Change, area: t.ProblemArea
) -> t.AreaStatus:
    view = variants.of(answers, change)
    return next(found.status for found in view.areas if found.area is area)


def _of_rule(inquiry: Inquiry, rule: Rule) -> Unknowns:
    """What is open about one rule: the fields that its own patterns leave open."""
    run = inquiry.run
    drawn = run.drawn.get(rule.stratum, Drawn((), ()))
    firings = [f for f in drawn.firings if f.rule.id == rule.id]
    if firings:
        verdict = t.Verdict.FIRES if any(not f.presumed for f in firings) else t.Verdict.PRESUMED
    else:
        is_open = any(gap.rule.id == rule.id for gap in drawn.opens)
        verdict = t.Verdict.UNKNOWN if is_open else t.Verdict.SILENT
    concludes = any(vocabulary()[pattern.kind].concluded for pattern in rule.when)
    behind: Mapping[str, set[Spot]] = {}
    if rule.stratum is t.Stratum.AREAS:
        drawn, behind = argued(run)
    firings = [f for f in drawn.firings if f.rule.id == rule.id]
    if any(not spots_of(firing, behind) for firing in firings):
        spots: frozenset[Spot] = frozenset()  # what holds somewhere holds
    elif concludes and rule.stratum not in (t.Stratum.SAFETY, t.Stratum.AREAS):
        # It reads what other rules conclude: it depends on all that they depend on.
        spots = spots_of_candidates(run, (*deciding_rules(run), rule))
    elif needs_two_unasked(rule, run):
        spots = spots_of_candidates(run, (*run.rules.strata[t.Stratum.SAFETY], rule))
    else:
        opens = [gap for gap in drawn.opens if gap.rule.id == rule.id]
        sayings: list[Firing | Open] = [*opens, *firings]
        spots = frozenset(spot for said in sayings for spot in spots_of(said, behind))
    read = None
    if rule.stratum in (t.Stratum.SAFETY, t.Stratum.AREAS) and not concludes:
        number = inquiry.run.rules.strata[rule.stratum].index(rule)
        read = partial(_verdict, stratum=rule.stratum, number=number)
    return _unknowns(inquiry, rule.id, verdict, spots, read)


def _verdict(
    variants: Variants, _: Answers, change: Change, stratum: t.Stratum, number: int
) -> t.Verdict:
    return variants.verdict(change, stratum, number).verdict


def _unknowns(
    inquiry: Inquiry,
    of: str,
    now: t.Term,
    live: frozenset[Spot],
    read: Read[Any] | None,
    *,
    corrections: bool = True,
) -> Unknowns:
    may = [place for place in inquiry.gaps if touches(place, live)]
    domains = [place for place in inquiry.domains if touches(place, live)]
    tried = None
    if live and not domains and read is not None:
        tried = completions(inquiry, primary(inquiry, live), read)
    decisive: list[Place] = []
    settling: list[tuple[Place, ...]] = [tuple(may)] if may and not domains else []
    if tried is not None:
        decisive = [place for place in tried.places if tried.matters(place)]
        settling = list(tried.settling())
        # What tells the same fields less directly matters where they do.
        fields = {s for s in live if set(inquiry.behind(s)) & set(decisive)}
        may = [
            place
            for place in may
            if place not in tried.places and touches(place, frozenset(fields))
        ]
    matters = {*may, *decisive}
    rest = [place for place in inquiry.gaps if place not in matters]
    corrected = [p for p in rest if corrections and read and _corrects(inquiry, p, read)]

    def shown(places: Iterable[Place]) -> tuple[Gap, ...]:
        return tuple(Gap(str(place), inquiry.question(place)) for place in places)

    return Unknowns(
        of=of,
        now=now.label,
        settled=not live or (tried is not None and tried.constant),
        basis="bound" if tried is None else "enumeration",
        settled_by=tuple(shown(places) for places in settling),
        decisive=shown(decisive),
        may_matter=shown(may),
        domains=shown(domains),
        corrections=shown(corrected),
        cannot_matter=shown(place for place in rest if place not in corrected),
    )


def _corrects(inquiry: Inquiry, place: Place, read: Read[Any]) -> bool:
    """Whether an answer would change it by taking back something that is on record."""
    if not inquiry.is_read(place):
        return False
    variants = inquiry.variants
    now = read(variants, {}, NO_CHANGE)
    for answer in inquiry.answers.at(place):
        change = variants.changes.one(place, answer)
        if change.fits and not change.adds and read(variants, {place: answer}, change) != now:
            return True
    return False

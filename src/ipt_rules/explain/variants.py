"""What many variants of one case come to, each worked out from what it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.conclusions import Drawn, alerts, concluded_facts, draw, remarks
from ipt_rules.explain.answers import DECIDING, pattern_fields
from ipt_rules.explain.changes import NO_CHANGE, Answers, Change, Changes
from ipt_rules.explain.layer import Layer
from ipt_rules.facts import Fact
from ipt_rules.focus import propose
from ipt_rules.places import Place
from ipt_rules.reference import RuleVerdict
from ipt_rules.standing import SPEAKS_OF_AREA, after_gates, area_facts, argued_of
from ipt_rules.strata import Run


@frozen
class Decision:
    """What a proposal decides: its outcome, and each focus with its rank and what it is about."""

    outcome: t.Outcome
    foci: tuple[tuple[t.ProblemArea, str, str | None], ...]
    after_stabilisation: t.ProblemArea | None

    @classmethod
    def of(cls, proposal: results.Proposal) -> Decision:
        """The decision that a proposal states."""
        foci = tuple((focus.area, focus.rank, focus.about) for focus in proposal.foci)
        return cls(proposal.outcome, foci, proposal.focus_after_stabilisation)


@frozen(eq=False)
class View:
    """What one variant comes to on the way to its proposal.

    `spreads` are the least and the most half levels that each area could still come to.
    """

    decision: Decision
    areas: tuple[results.AreaStanding, ...]
    spreads: Mapping[t.ProblemArea, tuple[int, int]]
    safety: Drawn


class Variants:
    """The decisions of many variants of a case, by the reference evaluator alone.

    Only rules that a changed fact touches are read again, and variants in which every rule says
    the same share one decision. `evaluate` gives the same, more slowly; a test compares them.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self.changes = Changes(run)
        self._positions = {name: place for place, name in enumerate(self.changes.base)}
        self._facts: dict[int, Fact] = {
            self._positions[name]: fact for name, fact in self.changes.base.items()
        }
        rules = run.rules
        base = list(self._facts.items())
        self._layers = {s: Layer(rules, s) for s in DECIDING}
        self._layers[t.Stratum.SAFETY].settle(base)
        self._layers[t.Stratum.FOCUS].settle(base)
        safety = self._drawn(t.Stratum.SAFETY, self._facts, {})
        self._concluded = {fact.id: fact for fact in concluded_facts(safety)}
        self._known = self._facts | dict(self._placed(self._concluded.values()))
        self._layers[t.Stratum.AREAS].settle(self._known.items())
        self._views: dict[object, View] = {}
        self._safety: dict[
            object, tuple[Drawn, tuple[results.Alert, ...], tuple[results.Remark, ...]]
        ] = {}
        self._standings: dict[object, tuple[results.AreaStanding, tuple[int, int]]] = {}
        self._gates: dict[object, Drawn] = {}
        self._numbers = {
            area: [
                number
                for number, rule in enumerate(self._layers[t.Stratum.AREAS].rules)
                if isinstance(rule.then, SPEAKS_OF_AREA) and rule.then.area is area
            ]
            for area in t.ProblemArea
        }
        # Gates that look only at how areas stand say the same wherever they stand alike.
        self._focus_reads_more = any(
            pattern.kind in ("finding", "argument", "alert", "suitability")
            or (pattern.kind == "area" and "opposed" in pattern_fields(pattern))
            for rule in self._layers[t.Stratum.FOCUS].rules
            for pattern in rule.when
        )
        self._conclusions: dict[object, dict[int, Fact | None]] = {}
        self.base = self.view({})

    def view(self, answers: Answers) -> View:
        """What the case comes to with these answers."""
        return self.of(answers, self.changes.of(answers) if answers else NO_CHANGE)

    def verdict(self, change: Change, stratum: t.Stratum, number: int) -> RuleVerdict:
        """What one rule says of the record itself, once it is known what has changed."""
        changed = {self._position(name): fact for name, fact in change.facts.items()}
        facts = self._facts | {at: fact for at, fact in changed.items() if fact is not None}
        layer = self._layers[stratum]
        return layer.verdicts(changed, facts).get(number, layer.base[number])

    def alike(self, place: Place, answer: Any) -> object:
        """What rules and proposal see of one answer: the same where they do not tell it apart."""
        facts = self.changes.one(place, answer).facts
        changed = {self._position(name): fact for name, fact in facts.items()}
        return (
            tuple(self._layers[stratum].touched(changed) for stratum in DECIDING),
            self._ties(changed),
            answer if place.answer in READ_FROM_THE_RECORD else None,
        )

    def noticed(self, place: Place, answer: Any) -> bool:
        """Whether any rule or tie-break sees that one answer is otherwise, all else being equal."""
        if place.answer in READ_FROM_THE_RECORD:
            return True
        for name, fact in self.changes.one(place, answer).facts.items():
            at, base = self._position(name), self.changes.base.get(name)
            if base is None or fact is None or _read_by_focus(fact) != _read_by_focus(base):
                return True
            if any(self._layers[stratum].notices(at, fact) for stratum in DECIDING):
                return True
        return False

    def of(self, answers: Answers, change: Change) -> View:
        """What the case comes to with these answers, once it is known what they change."""
        changed = {self._position(name): fact for name, fact in change.facts.items()}
        facts = self._known | {at: fact for at, fact in changed.items() if fact is not None}
        safety = self._layers[t.Stratum.SAFETY].verdicts(changed, facts)
        said = tuple(safety.items())
        if said not in self._conclusions:
            self._conclusions[said] = self._conclude(facts, safety)
        concluded = self._conclusions[said]
        if concluded:
            changed |= concluded
            facts |= {at: fact for at, fact in concluded.items() if fact is not None}
        areas = self._layers[t.Stratum.AREAS].verdicts(changed, facts)
        key = (
            said,
            tuple(areas.items()),
            self._layers[t.Stratum.FOCUS].touched(changed),
            self._ties(changed),
            tuple((p, a) for p, a in answers.items() if p.answer in READ_FROM_THE_RECORD),
        )
        if key not in self._views:
            self._views[key] = self._worked_out(answers, changed, facts, safety, areas)
        return self._views[key]

    def _ties(self, changed: Mapping[int, Fact | None]) -> object:
        """What breaks ties otherwise than in the case as it is."""
        return tuple(
            (at, now)
            for at, fact in sorted(changed.items())
            if (now := _read_by_focus(fact)) != _read_by_focus(self._facts.get(at))
        )

    def _conclude(
        self, facts: Mapping[int, Fact], safety: Mapping[int, RuleVerdict]
    ) -> dict[int, Fact | None]:
        """What the stratum of safety then concludes otherwise for the strata after it."""
        base = self._layers[t.Stratum.SAFETY].base
        if all(base[number].matches == verdict.matches for number, verdict in safety.items()):
            return {}
        drawn = self._drawn(t.Stratum.SAFETY, facts, safety)
        concluded = {fact.id: fact for fact in concluded_facts(drawn)}
        changed: dict[int, Fact | None] = {
            self._position(name): fact
            for name, fact in concluded.items()
            if fact != self._concluded.get(name)
        }
        gone = [name for name in self._concluded if name not in concluded]
        return changed | {self._position(name): None for name in gone}

    def _worked_out(
        self,
        answers: Answers,
        changed: Mapping[int, Fact | None],
        facts: Mapping[int, Fact],
        safety_verdicts: Mapping[int, RuleVerdict],
        areas_verdicts: Mapping[int, RuleVerdict],
    ) -> View:
        rules, none = self._run.rules, Drawn((), ())
        said = tuple(safety_verdicts.items())
        if said not in self._safety:
            drawn = self._drawn(t.Stratum.SAFETY, facts, safety_verdicts)
            self._safety[said] = drawn, alerts(drawn, rules), remarks(drawn, rules)
        safety, found_alerts, found_remarks = self._safety[said]
        subjects = tuple(
            (at, fact.subject)
            for at, fact in sorted(changed.items())
            if fact is not None and at in self._known and fact.subject != self._known[at].subject
        )
        argued = [self._argued(area, areas_verdicts, subjects, facts) for area in t.ProblemArea]
        areas = tuple(standing for standing, _ in argued)
        known = [fact for at, fact in facts.items() if changed.get(at, fact) is not None]
        base = [fact for fact in known if fact.id not in self._concluded]
        # Deficits wait while an event is open; nobody else looks at the arguments themselves.
        waits = any(a.area is t.ProblemArea.INTERPERSONAL_DEFICITS and a.level for a in areas)
        needed = waits or self._focus_reads_more
        whole = self._drawn(t.Stratum.AREAS, facts, areas_verdicts) if needed else none
        gated = self._gated(areas, whole, changed, known)
        areas = after_gates(areas, gated, rules)
        inventory = self.changes.inventory(answers)
        proposal = propose(areas, found_alerts, found_remarks, whole, gated, inventory, base, rules)
        spreads = {a.area: spread for a, (_, spread) in zip(areas, argued, strict=True)}
        return View(Decision.of(proposal), areas, spreads, safety)

    def _argued(
        self,
        area: t.ProblemArea,
        changed: Mapping[int, RuleVerdict],
        subjects: object,
        facts: Mapping[int, Fact],
    ) -> tuple[results.AreaStanding, tuple[int, int]]:
        """The standing of one area before gates, and how far it could still move."""
        numbers = self._numbers[area]
        own = tuple((number, changed[number]) for number in numbers if number in changed)
        key = area, own, subjects
        if key not in self._standings:
            layer = self._layers[t.Stratum.AREAS]
            rules = [layer.rules[number] for number in numbers]
            found = [changed.get(number, layer.base[number]) for number in numbers]
            drawn = draw(rules, found, facts)
            self._standings[key] = argued_of(area, drawn, self._run.rules)
        return self._standings[key]

    def _gated(
        self,
        areas: tuple[results.AreaStanding, ...],
        argued: Drawn,
        changed: Mapping[int, Fact | None],
        known: Sequence[Fact],
    ) -> Drawn:
        """What the stratum of the focus says of these standings."""
        focus = self._layers[t.Stratum.FOCUS]
        key: object = None
        if not self._focus_reads_more:
            key = tuple((a.status, a.settled) for a in areas), focus.touched(changed)
            if key in self._gates:
                return self._gates[key]
        facts = [*known, *concluded_facts(argued), *area_facts(areas)]
        gated = draw(focus.rules, focus.reading.verdicts(facts), facts)
        if key is not None:
            self._gates[key] = gated
        return gated

    def _drawn(
        self, stratum: t.Stratum, facts: Mapping[int, Fact], changed: Mapping[int, RuleVerdict]
    ) -> Drawn:
        layer = self._layers[stratum]
        found = [changed.get(number, verdict) for number, verdict in enumerate(layer.base)]
        return draw(layer.rules, found, facts)

    def _position(self, name: str) -> int:
        return self._positions.setdefault(name, len(self._positions))

    def _placed(self, facts: Iterable[Fact]) -> list[tuple[int, Fact]]:
        return [(self._position(fact.id), fact) for fact in facts]


READ_FROM_THE_RECORD = frozenset(
    ("case.main_problem_patient", "asked.deaths", "asked.changes", "asked.conflicts")
)


BREAK_TIES = ("timing_to_onset", "conflict_timing", "manageable_in_time")
"""The fields of events, people and illnesses that break ties between areas."""


def _read_by_focus(fact: Fact | None) -> Any:
    """What breaks ties, beside the arguments; it does not stand in any rule."""
    if fact is None:
        return None
    return (fact.subject, *map(fact.values.get, BREAK_TIES))

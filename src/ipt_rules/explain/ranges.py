"""Every standing that one area could still come to, as far as a bound can tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial, reduce
from typing import TypeVar

from attrs import evolve, field, frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.conclusions import Firing, Open
from ipt_rules.explain.undecided import (
    Undecided,
)
from ipt_rules.focus import CANDIDATES
from ipt_rules.rulebase import language as r
from ipt_rules.standing import (
    SPEAKS_OF_AREA,
    Count,
    count_of,
    standing_of,
    status_of,
)
from ipt_rules.strata import Run

_MOST_STANDINGS, _MOST_LOOKED_AT = 6000, 300

Shape = tuple[t.AreaStatus, int, str | None, bool, frozenset[str]]
"""What a proposal sees of a standing: status, level, whose it is, if opposed, what is named."""


_Objections = tuple[bool, tuple[tuple[str, int], ...]]
"""Whether a gate is shut, and the strongest objection on each subject."""
_Carried = tuple[int, tuple[int, str], int, frozenset[str]]
"""What counts of the arguments for an area: the best, whose it is, how many are firm, the named."""
_Effect = tuple[Count | None, frozenset[str]]
_Said = tuple[Firing, ...]


@frozen(eq=False)
class Range:
    """Every standing that one area could come to.

    `refs` are the records that the patient named as the main problem: they break ties.
    """

    area: t.ProblemArea
    run: Run
    undecided: tuple[Undecided, ...]
    fixed: _Said
    is_settled: bool
    refs: frozenset[str]
    _effects: dict[int, tuple[Firing, _Effect]] = field(factory=dict, init=False)

    def standings(self) -> dict[tuple[Shape, bool], results.AreaStanding] | None:
        """One standing of each shape, settled or not; nothing where there are too many."""
        combinations = self._combinations(self.undecided)
        if combinations is None:
            return None
        said_of = {self._shape(*parts): said for parts, said in combinations.items()}
        found: dict[tuple[Shape, bool], results.AreaStanding] = {}
        for shape, said in said_of.items():
            standing = _plain(standing_of(self.area, list(said), [], self.run.rules))
            for settled in {True, self.is_settled}:
                found[shape, settled] = evolve(standing, settled=settled)
        return found

    def matters(self, one: Undecided, rows: Mapping[Shape, object]) -> bool:
        """Whether what becomes of one argument can move the area to a shape of another row."""
        others = self._combinations([u for u in self.undecided if u is not one], _MOST_LOOKED_AT)
        if others is None:
            return True
        supports = _supports(one.said)
        for (objections, carried), said in others.items():
            seen = set()
            for more in one.outcomes:
                if supports:
                    now = reduce(partial(self._carry, dict(objections[1])), more, carried)
                    seen.add(rows[self._shape(objections, now)])
                else:
                    against = reduce(self._object, more, objections)
                    carry = partial(self._carry, dict(against[1]))
                    supporting = (f for f in said if _supports(f))
                    now = reduce(carry, supporting, _NOTHING_CARRIED)
                    seen.add(rows[self._shape(against, now)])
            if len(seen) > 1:
                return True
        return False

    def _combinations(
        self, undecided: Iterable[Undecided], most: int = _MOST_STANDINGS
    ) -> dict[tuple[_Objections, _Carried], _Said] | None:
        """What may come together, one of each kind that makes a difference.

        Objections come first: once they are fixed, each argument for the area weighs what it
        weighs, and all that counts of them is the best, whose it is, and whether a second bears
        it out.
        """
        opposing: list[Undecided] = []
        supporting: list[Undecided] = []
        alike: Counter[object] = Counter()
        for u in undecided:
            key = _supports(u.said), tuple(tuple(map(self._effect, said)) for said in u.outcomes)
            alike[key] += 1
            if alike[key] <= 2:  # a third that counts the same adds nothing: see `_carry`
                (supporting if _supports(u.said) else opposing).append(u)
        against = tuple(f for f in self.fixed if not _supports(f))
        in_favour = tuple(f for f in self.fixed if _supports(f))
        objections = _grown(
            {reduce(self._object, against, _NO_OBJECTION): against}, opposing, self._object, most
        )
        if objections is None:
            return None
        found: dict[tuple[_Objections, _Carried], _Said] = {}
        for objection, opposed in objections.items():
            carry = partial(self._carry, dict(objection[1]))
            carried = _grown(
                {reduce(carry, in_favour, _NOTHING_CARRIED): in_favour}, supporting, carry, most
            )
            if carried is None or len(found) > most:
                return None
            found |= {(objection, state): (*opposed, *said) for state, said in carried.items()}
        return found

    def _shape(self, objections: _Objections, carried: _Carried) -> Shape:
        (excluded, against), (best, (_, carrier), firm, named) = objections, carried
        policy = self.run.rules.policy
        level = best + (policy.corroboration if firm > 1 else 0)
        status = t.AreaStatus.EXCLUDED if excluded else status_of(level, policy)
        if status not in CANDIDATES:
            return status, 0, None, False, frozenset()
        opposed = bool({"case", carrier} & {subject for subject, _ in against})
        return status, level, carrier or None, opposed, named

    def _object(self, state: _Objections, firing: Firing) -> _Objections:
        excluded, against = state
        count = self._count(firing)
        if count is None:
            return True, against
        strongest = dict(against)
        strongest[count.subject] = max(strongest.get(count.subject, 0), count.half_levels)
        return excluded, tuple(sorted(strongest.items()))

    def _carry(self, against: Mapping[str, int], state: _Carried, firing: Firing) -> _Carried:
        best, carrier, firm, named = state
        count, names = self._effect(firing)
        assert count is not None
        named |= names
        net = count.half_levels - against.get("case", 0)
        if count.subject != "case":
            net -= against.get(count.subject, 0)
        firm = min(2, firm + (count.firm and net > 0))
        place = -count.half_levels, count.subject
        if net > best or (net == best > 0 and place < carrier):
            best, carrier = net, place
        return best, carrier, firm, named

    def _count(self, firing: Firing) -> Count | None:
        return self._effect(firing)[0]

    def _effect(self, firing: Firing) -> _Effect:
        """How an argument counts, and what it names of the main problem."""
        if id(firing) not in self._effects:
            count = count_of(firing, self.run.rules.policy, lowered=bool(firing.presumed))
            names = {fact.id.partition(":")[2] for fact in firing.facts} & self.refs
            self._effects[id(firing)] = firing, (count, frozenset(names))
        return self._effects[id(firing)][1]


_NO_OBJECTION: _Objections = (False, ())
_NOTHING_CARRIED: _Carried = (0, (0, ""), 0, frozenset())
S = TypeVar("S")


def _grown(
    states: dict[S, _Said],
    undecided: Iterable[Undecided],
    add: Callable[[S, Firing], S],
    most: int,
) -> dict[S, _Said] | None:
    """Every state that may come about, with what is said in it; nothing where they are too many."""
    for u in undecided:
        grown: dict[S, _Said] = {}
        for state, said in states.items():
            for more in u.outcomes:
                grown.setdefault(reduce(add, more, state), (*said, *more))
        states = grown
        if len(states) > most:
            return None
    return states


def range_of(area: t.ProblemArea, run: Run, undecided: Iterable[Undecided]) -> Range:
    """What an area could come to, from what is certain of it and what is not."""
    own = tuple(u for u in undecided if u.area is area)
    fixed = tuple(
        f
        for f in run.drawn[t.Stratum.AREAS].firings
        if isinstance(f.rule.then, SPEAKS_OF_AREA)
        and f.rule.then.area is area
        and not any(isinstance(u.said, Firing) and _same(u.said, f) for u in own)
    )
    listed = run.inventory.case.main_problem_patient
    firings = [*fixed, *(u.said for u in own if isinstance(u.said, Firing))]
    opens = [u.said for u in own if isinstance(u.said, Open)]
    return Range(
        area,
        run,
        own,
        fixed,
        standing_of(area, firings, opens, run.rules).settled,
        frozenset() if isinstance(listed, t.Absence) else frozenset(listed),
    )


def _supports(said: Firing | Open) -> bool:
    return isinstance(said.rule.then, r.ArguesFor)


def _same(one: Firing, other: Firing) -> bool:
    return one.rule is other.rule and one.facts == other.facts


def _plain(standing: results.AreaStanding) -> results.AreaStanding:
    """A standing that no proposal can rest on, without what then makes no difference."""
    if standing.status in CANDIDATES:
        return standing
    return evolve(standing, level=0, about=None, arguments=())

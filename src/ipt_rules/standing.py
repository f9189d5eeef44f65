"""Arguments to the standing of each area: counted in half levels, bounded by what is still open."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from attrs import evolve, frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.conclusions import Drawn, Firing, Open, because, support
from ipt_rules.facts import Fact
from ipt_rules.rulebase import Policy, RuleBase
from ipt_rules.rulebase import language as r

_ARGUES = (r.ArguesFor, r.ArguesAgainst)
SPEAKS_OF_AREA = (*_ARGUES, r.Excludes)


@frozen
class Count:
    """One argument as it counts: for or against, about whom, how much."""

    supports: bool
    subject: str
    half_levels: int
    firm: bool


@frozen
class Level:
    """The half levels of an area, and how they came about.

    `half_levels` is the strongest argument, less what objects to it, and the corroboration of
    others; `about` is the event or relationship that carries it.
    """

    half_levels: int
    about: str | None
    strongest: int
    objections: int
    corroboration: int


def standings(drawn: Drawn, rules: RuleBase) -> tuple[results.AreaStanding, ...]:
    """The standing of the four areas after the stratum of arguments."""
    firings: dict[t.ProblemArea, list[Firing]] = {area: [] for area in t.ProblemArea}
    opens: dict[t.ProblemArea, list[Open]] = {area: [] for area in t.ProblemArea}
    for firing in drawn.firings:
        if (area := _area(firing.rule)) is not None:
            firings[area].append(firing)
    for gap in drawn.opens:
        if (area := _area(gap.rule)) is not None:
            opens[area].append(gap)
    return tuple(standing_of(area, firings[area], opens[area], rules) for area in t.ProblemArea)


def standing_of(
    area: t.ProblemArea, firings: list[Firing], opens: list[Open], rules: RuleBase
) -> results.AreaStanding:
    """The standing of one area by the arguments that hold, bounded by those that are open."""
    policy = rules.policy
    excluded = any(isinstance(firing.rule.then, r.Excludes) for firing in firings)
    level = reckon(firings, policy)
    status = t.AreaStatus.EXCLUDED if excluded else status_of(level.half_levels, policy)
    return results.AreaStanding(
        area=area,
        status=status,
        settled=excluded or _bounds_meet(firings, opens, policy),
        level=0 if excluded else level.half_levels,
        about=None if excluded else level.about,
        arguments=tuple(sorted((_argument(f, rules) for f in firings), key=_weight)),
    )


def _area(rule: r.Rule) -> t.ProblemArea | None:
    then = rule.then
    return then.area if isinstance(then, SPEAKS_OF_AREA) else None


def _argument(firing: Firing, rules: RuleBase) -> results.Argument:
    then = firing.rule.then
    assert isinstance(then, SPEAKS_OF_AREA)
    sides = {r.ArguesFor: "for", r.ArguesAgainst: "against", r.Excludes: "excludes"}
    strength = None if isinstance(then, r.Excludes) else then.strength
    if strength is not None and firing.presumed:
        strength = strength.lowered  # it rests on a presumption
    return results.Argument(
        area=then.area,
        side=sides[type(then)],  # type: ignore[arg-type]
        strength=strength,
        because=because(firing),
        about=firing.subject,
        support=support(firing, rules),
    )


def _weight(argument: results.Argument) -> tuple[int, int, str, tuple[str, ...]]:
    sides, strengths = ("excludes", "for", "against"), list(t.Strength)
    strength = strengths.index(argument.strength) if argument.strength else 0
    rest = argument.support.rule, argument.support.facts
    return (sides.index(argument.side), strength, *rest)


# --- counting --------------------------------------------------------------------------------


def count_of(argument: Firing | Open, policy: Policy, *, lowered: bool) -> Count | None:
    """An argument as it counts; nothing for a gate, which does not count but excludes."""
    then = argument.rule.then
    if not isinstance(then, _ARGUES):
        return None
    supports = isinstance(then, r.ArguesFor)
    levels = policy.argues_for if supports else policy.argues_against
    strength = then.strength.lowered if lowered else then.strength
    return Count(supports, argument.subject, levels.of(strength), not lowered)


def _full(arguments: Iterable[Firing | Open], policy: Policy) -> list[Count]:
    counts = [count_of(argument, policy, lowered=False) for argument in arguments]
    return [count for count in counts if count is not None]


def reckon(firings: Iterable[Firing], policy: Policy) -> Level:
    """The half levels that the arguments about an area give; gates do not count."""
    counts = [count_of(f, policy, lowered=bool(f.presumed)) for f in firings]
    return _level([count for count in counts if count is not None], policy)


def _level(counts: Iterable[Count], policy: Policy) -> Level:
    """The half levels of an area, the subject that carries them, and how they came about.

    One event or relationship counts once: its strongest argument, less its strongest objection and
    the strongest one against the area as such. Two or more arguments that rest on no presumption
    and are not outweighed bear each other out and add one corroboration, never more.
    """
    counts = list(counts)
    objections: dict[str, int] = {"case": 0}
    for c in counts:
        if not c.supports:
            objections[c.subject] = max(objections.get(c.subject, 0), c.half_levels)
    best, carrier, firm, strongest = 0, None, 0, 0
    for c in sorted(counts, key=lambda c: (-c.half_levels, c.subject)):
        if not c.supports:
            continue
        against = objections["case"]
        if c.subject != "case":
            against += objections.get(c.subject, 0)
        net = c.half_levels - against
        firm += c.firm and net > 0
        if net > best:
            best, carrier, strongest = net, c.subject, c.half_levels
    added = policy.corroboration if firm > 1 else 0
    return Level(best + added, carrier, strongest, strongest - best, added)


def status_of(level: int, policy: Policy) -> t.AreaStatus:
    """The status that a level stands for."""
    if level >= policy.supported_from:
        return t.AreaStatus.SUPPORTED
    return t.AreaStatus.POSSIBLE if level >= policy.possible_from else t.AreaStatus.UNSUPPORTED


def _bounds_meet(firings: list[Firing], opens: list[Open], policy: Policy) -> bool:
    """Whether the best and the worst that open answers could bring give the same status.

    A bound, not a search: it may call an area unsettled that no answer would change, never the
    other way round. Best: all that could argue for it does, nothing more against it. Worst: the
    reverse, and every gate that could fail has failed.
    """
    if any(isinstance(gap.rule.then, r.Excludes) for gap in opens):
        return False
    worst, best = _spread(firings, opens, policy)
    return status_of(best, policy) is status_of(worst, policy)


def _spread(firings: list[Firing], opens: list[Open], policy: Policy) -> tuple[int, int]:
    firm = _full([f for f in firings if not f.presumed], policy)
    loose = _full([*(f for f in firings if f.presumed), *opens], policy)
    best = _level([*firm, *(c for c in loose if c.supports)], policy)
    worst = _level([*firm, *(c for c in loose if not c.supports)], policy)
    return worst.half_levels, best.half_levels


def argued_of(
    area: t.ProblemArea, drawn: Drawn, rules: RuleBase
) -> tuple[results.AreaStanding, tuple[int, int]]:
    """The standing of one area, with the least and the most half levels it could come to."""
    firings = [f for f in drawn.firings if _area(f.rule) is area]
    opens = [gap for gap in drawn.opens if _area(gap.rule) is area]
    spread = _spread(firings, opens, rules.policy)
    return standing_of(area, firings, opens, rules), spread


# --- the focus stratum -------------------------------------------------------------------------


def area_facts(
    areas: Iterable[results.AreaStanding], named: Collection[t.ProblemArea] | None = None
) -> Iterable[Fact]:
    """Standings and arguments as facts for later strata, negative ones included.

    `named` are the areas that the proposal names, those of an undecided pair among them; `None`
    while there is no proposal.
    """
    for area in areas:
        opposed = any(argument.side == "against" for argument in area.arguments)
        values = {
            "area": area.area.value,
            "status": area.status.value,
            "settled": "yes" if area.settled else "no",
            "opposed": "yes" if opposed else "no",
        }
        if named is not None:
            values["named"] = "yes" if area.area in named else "no"
        yield Fact("area", f"area:{area.area}", values, f"area:{area.area}")
        for argument in area.arguments:
            if argument.strength is not None:
                about = {} if argument.about == "case" else {"about": record_id(argument.about)}
                values = {
                    "area": area.area.value,
                    "side": argument.side,
                    "strength": argument.strength.value,
                    **about,
                }
                name = f"argument:{argument.support.rule}({','.join(argument.support.facts)})"
                yield Fact("argument", name, values, argument.about)


def record_id(subject: str) -> str:
    """The id of the record that a subject names: `relationship:r1` is `r1`."""
    return subject.partition(":")[2]


def after_gates(
    areas: tuple[results.AreaStanding, ...], drawn: Drawn, rules: RuleBase
) -> tuple[results.AreaStanding, ...]:
    """The standings once the gates of the focus stratum have been applied.

    Such a gate rests on the standing of other areas, so the area it could exclude is settled only
    when they are.
    """
    gated = {
        rule.then.area
        for rule in rules.strata[t.Stratum.FOCUS]
        if isinstance(rule.then, r.Excludes)
    }
    shut: dict[t.ProblemArea, list[Firing]] = {}
    for firing, then in drawn.firing(r.Excludes):
        shut.setdefault(then.area, []).append(firing)
    return tuple(
        area
        if area.area not in gated or area.status is t.AreaStatus.EXCLUDED
        else _gated(area, areas, shut.get(area.area, []), rules)
        for area in areas
    )


def _gated(
    area: results.AreaStanding,
    areas: tuple[results.AreaStanding, ...],
    shut: list[Firing],
    rules: RuleBase,
) -> results.AreaStanding:
    if not shut:
        others = all(other.settled for other in areas if other.area is not area.area)
        return evolve(area, settled=area.settled and others)
    firm = any(
        all(fact.values.get("settled", "yes") == "yes" for fact in firing.facts) for firing in shut
    )
    arguments = tuple(sorted([*area.arguments, *(_argument(f, rules) for f in shut)], key=_weight))
    return evolve(
        area, status=t.AreaStatus.EXCLUDED, settled=firm, level=0, about=None, arguments=arguments
    )

"""Why a conclusion was not drawn: every rule that could have drawn it, nearest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from attrs import frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.exceptions import IptRulesError
from ipt_rules.explain import names as n
from ipt_rules.explain.shown import Shown
from ipt_rules.explain.standing import (
    Statement,
    area_statement,
    holding_focus,
    part_outline,
    step_in_focus,
)
from ipt_rules.explain.steps import Step, Trail
from ipt_rules.report.outline import Outline
from ipt_rules.report.wording import OUTCOMES
from ipt_rules.rulebase import language as r
from ipt_rules.strata import Run
from ipt_rules.trace import nearest


@frozen
class WhyNot(Shown):
    """Why a conclusion was not drawn.

    `decided` is what stands against it: holds, gates, thresholds with their numbers. `rules` are
    those that could have drawn it and do not hold, nearest first: fewest conditions that failed,
    then fewest that are not known. Each is shown on the records on which it comes nearest.
    """

    of: str
    decided: tuple[Statement | Step, ...]
    rules: tuple[Step, ...]

    def outline(self) -> Outline:
        """What stands against it, then the rules, the nearest ones open."""
        lines = [part_outline(part) for part in self.decided]
        rules = [part_outline(step) for step in self.rules]
        shown, rest = rules[:_SHOWN], rules[_SHOWN:]
        lines += shown
        lines += [Outline(o.text, o.note, o.children, True, o.mark) for o in rest]
        return Outline(f"Why not {self.of}?", children=lines)


_SHOWN = 4


def why_not(run: Run, result: results.Result, of: object) -> WhyNot:
    """Say why a conclusion was not drawn.

    `of` is a name, or the standing of an area, or what must wait; see `subject_of`. Raises
    `IptRulesError` for a name that nobody knows, and for what was drawn; `why` explains that.
    """
    subject, trail = n.subject_of(of, run), Trail(run)
    if isinstance(subject, n.APart) and isinstance(subject.part, results.Held):
        what = subject.part.what
        subject = n.subject_of(what if what in r.GROUPS else f"techniques/{what}", run)
    area = next((a for a in run.areas if n.AnArea(a.area) == subject), None)
    proposed = area is not None and any(f.area is area.area for f in run.proposal.foci)
    if proposed or (area is None and n.was_drawn(subject, run, result)):
        raise IptRulesError(f"{subject.label} was drawn in this case; ask why of it")
    decided: Iterable[Statement | Step]
    match subject:
        case n.AnArea(named):
            assert area is not None
            decided = _against_area(area, trail)
            rules = _nearly(
                trail, lambda then: isinstance(then, r.ArguesFor) and then.area is named
            )
        case n.ATechnique(name):
            decided = _against_technique(name, trail, result)
            rules = _nearly(
                trail, lambda then: isinstance(then, r.SuggestsTechnique) and then.technique == name
            )
        case n.ATask(name):
            decided, rules = _against_task(name, trail, result)
        case n.AnOutcome(outcome):
            decided = _against_outcome(outcome, trail)
            withheld = outcome is t.Outcome.WITHHELD
            rules = _nearly(
                trail,
                lambda then: (
                    (isinstance(then, r.ConcludesOutcome) and then.outcome is outcome)
                    or (withheld and _holds("focus", then))
                ),
            )
        case n.AGroup(name):
            decided = ()
            rules = _nearly(trail, lambda then: _holds(name, then))
        case n.ARule(rule):
            decided = ()
            rules = _nearly(trail, lambda then: then is rule.then, rule)
        case _:
            raise TypeError(subject)
    return WhyNot(subject.label, tuple(decided), rules)


def _holds(group: str, then: r.Conclusion) -> bool:
    """Whether a conclusion would hold a whole group back."""
    if isinstance(then, r.SaysSuitability):
        return then.fit is t.Suitability.NOT_SUITABLE
    return isinstance(then, r.RaisesAlert) and group in then.holds


def _nearly(
    trail: Trail, draws: Callable[[r.Conclusion], bool], only: r.Rule | None = None
) -> tuple[Step, ...]:
    """The rules with such a conclusion that do not hold, each where it comes nearest."""
    run = trail.run
    fired = {rule for rule, _ in trail.firings}
    steps = [
        _nearest(rule, trail)
        for rule in ([only] if only else run.rules.rules)
        if draws(rule.then) and rule.id not in fired and rule.status is not t.RuleStatus.RETIRED
    ]
    return tuple(sorted(steps, key=lambda step: (step.failed, step.unknown, step.rule)))


def _nearest(rule: r.Rule, trail: Trail) -> Step:
    facts = trail.run.facts
    # Where there was no formulation and no note to read, its stratum did not run.
    seen = facts.get(rule.stratum, facts[t.Stratum.PLAN])
    return trail.not_fired(nearest(rule, seen), rule.stratum)


def _against_area(area: results.AreaStanding, trail: Trail) -> Iterator[Statement | Step]:
    yield Statement(step_in_focus(area, trail.run), mark="In the proposal")
    if trail.run.proposal.outcome is t.Outcome.WITHHELD:
        yield from holding_focus(trail)
    stated = area_statement(area, trail)
    if area.status is not t.AreaStatus.EXCLUDED:
        yield Statement(stated.says, numbers=stated.numbers)
    yield from stated.rests_on


def _against_technique(
    name: str, trail: Trail, result: results.Result
) -> Iterator[Statement | Step]:
    document = trail.run.rules.techniques[name]
    holds = [
        held
        for held in result.held
        if held.what == name or (held.what == "techniques" and not document.safety)
    ]
    yield from _waits("It must wait", holds, trail)
    if document.phases:
        phases = " or ".join(phase.label for phase in document.phases)
        now = result.phase.phase
        where = f"the treatment is in the {now.label} phase" if now else "the phase is not known"
        yield Statement(f"It belongs to the {phases} phase; {where}.")
    if document.areas:
        areas = " or ".join(area.label for area in document.areas)
        foci = " and ".join(focus.area.label for focus in trail.run.proposal.foci)
        yield Statement(f"It is made for {areas}; proposed is {foci or 'no area'}.")
    needs = [trail.run.rules.techniques[need].title for need in document.needs]
    either = [trail.run.rules.techniques[need].title for need in document.needs_one_of]
    if needs or either:
        needs += [" or ".join(either)] if either else []
        yield Statement(f"It comes after: {', '.join(needs)}.")
    for firing, then in trail.run.drawn[t.Stratum.PLAN].firing(r.SuggestsTechnique):
        if then.technique == name:
            yield Statement(
                "This would suggest it, were it not held.",
                rests_on=(trail.fired(firing, t.Stratum.PLAN),),
                aside=True,
            )


def _waits(how: str, holds: Iterable[results.Held], trail: Trail) -> Iterator[Statement]:
    """What holds it back: the rules together, and on its own what says more than its rule does."""
    direct = []
    for held in holds:
        step = trail.behind(held.support)
        if held.because == step.says:
            direct.append(step)
        else:
            yield Statement(held.because, mark=how, rests_on=(step,))
    if direct:
        yield Statement(f"{how}, because of what comes first:", rests_on=tuple(direct))


def _against_task(
    name: str, trail: Trail, result: results.Result
) -> tuple[list[Statement | Step], tuple[Step, ...]]:
    own = [
        rule
        for rule in trail.run.rules.rules
        if isinstance(rule.then, r.AssignsTask) and rule.then.task == name
    ]
    courses = [rule.id.partition("#")[0].removeprefix("profiles/") for rule in own]
    course = result.phase.profile
    holds = [held for held in result.held if held.what == "tasks"]
    decided: list[Statement | Step] = [*_waits("All tasks wait", holds, trail)]
    if course is None:
        decided.append(Statement("No course is agreed; which tasks a session has follows from it."))
    elif course not in courses:
        decided.append(
            Statement(f"It is no task of the course {course}, but of: {', '.join(courses)}.")
        )
    else:
        own = [rule for rule in own if rule.id.startswith(f"profiles/{course}#")]
    for firing, then in trail.run.drawn[t.Stratum.PLAN].firing(r.AssignsTask):
        if then.task == name:
            step = trail.fired(firing, t.Stratum.PLAN)
            decided.append(
                Statement("It would come up, were it not held.", rests_on=(step,), aside=True)
            )
    kept = {id(rule.then) for rule in own}
    return decided, _nearly(trail, lambda then: id(then) in kept)


def _against_outcome(outcome: t.Outcome, trail: Trail) -> Iterator[Statement | Step]:
    run = trail.run
    proposal, policy = run.proposal, run.rules.policy
    yield Statement(f"{OUTCOMES[proposal.outcome]}. {proposal.because}", mark="The proposal")
    yield Statement(
        {
            t.Outcome.SUPPORTED: f"an area at {policy.supported_from} half levels or more, and no "
            f"rival less than {policy.rival_within} behind it that cannot be told apart.",
            t.Outcome.PROVISIONAL: f"an area at {policy.provisional_from} half levels or more with "
            f"nothing against it, and below {policy.supported_from}; or deficits in the lead "
            "while other areas are open.",
            t.Outcome.UNDECIDED_PAIR: "two areas that may be proposed, less than "
            f"{policy.rival_within} half levels apart, which neither the patient's own main "
            "problem nor the time left tells apart.",
            t.Outcome.NEEDS_INFORMATION: "no area that may be proposed, while open answers could "
            "still change that.",
            t.Outcome.NO_FOCUS_INDICATED: "no area that may be proposed and no open answer that "
            "could change that; or a rule that ends the proposal.",
            t.Outcome.WITHHELD: "an alert, or a remark on suitability, that holds the focus.",
        }[outcome],
        mark="It would take",
    )
    for area in run.areas:
        yield area_statement(area, trail)

"""Why a conclusion was drawn: rules, records, values and sources behind it."""

from __future__ import annotations

from collections.abc import Iterator

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
from ipt_rules.report.wording import OUTCOMES, STATUSES, default_mark, issue_lines, verdict_lines
from ipt_rules.rulebase import language as r
from ipt_rules.strata import Run
from ipt_rules.trace import nearest


@frozen
class Why(Shown):
    """Why a conclusion was drawn.

    `of` names the conclusion, `says` is its own sentence; `because` is what carries it: statements
    with their numbers, and rules (`Step`) with their records, the values found in them and the
    sources. Every value is the one that the rule saw.
    """

    of: str
    says: str
    because: tuple[Statement | Step, ...]

    def outline(self) -> Outline:
        """The conclusion, and what carries it."""
        says = self.says
        for part in self.because[:1]:
            says = says.removeprefix(part.says).strip()  # said below, with its rule
        title = f"Why {self.of}: {says}" if says else f"Why {self.of}"
        return Outline(title, children=map(part_outline, self.because))


def why(run: Run, result: results.Result, of: object = "proposal") -> Why:
    """Say why a conclusion was drawn.

    `of` is a part of the result or a name; see `subject_of`. Raises `IptRulesError` for a name that
    nobody knows, and for what was not drawn; `why_not` explains that.
    """
    subject, trail = n.subject_of(of, run), Trail(run)
    if isinstance(of, str) and not n.was_drawn(subject, run, result):
        raise IptRulesError(f"{subject.label} was not drawn in this case; ask why_not of it")
    match subject:
        case n.TheProposal() | n.AnOutcome():
            return _of_proposal(trail)
        case n.AnArea(area):
            standing = next(found for found in run.areas if found.area is area)
            return _of_area(standing, trail)
        case n.ATechnique(name):
            return _of_part(next(s for s in result.suggestions if s.technique == name), trail)
        case n.ATask(name):
            return _of_part(next(task for task in result.tasks if task.task == name), trail)
        case n.AGroup(name):
            holding = [held for held in result.held if held.what == name]
            behind = tuple(trail.behind(held.support) for held in holding)
            return Why(f"{_lower(holding[0].title)} must wait", holding[0].action, behind)
        case n.ARule(rule):
            return _of_rule(rule, trail)
        case n.APart(part):
            return _of_part(part, trail)


def _of_proposal(trail: Trail) -> Why:
    proposal = trail.run.proposal
    return Why(
        f"{OUTCOMES[proposal.outcome]}",
        proposal.because,
        tuple(_behind_proposal(proposal, trail)),
    )


def _behind_proposal(proposal: results.Proposal, trail: Trail) -> Iterator[Statement | Step]:
    """What decided first, then the areas that are proposed, then the others."""
    run = trail.run
    if proposal.outcome is t.Outcome.WITHHELD:
        yield from holding_focus(trail)
    for firing, _ in run.drawn[t.Stratum.FOCUS].firing(r.ConcludesOutcome):
        if proposal.outcome is not t.Outcome.WITHHELD:
            yield trail.fired(firing, t.Stratum.FOCUS)
    chosen = [focus.area for focus in proposal.foci]
    if proposal.focus_after_stabilisation is not None:
        chosen.append(proposal.focus_after_stabilisation)
        likely = proposal.focus_after_stabilisation.label
        yield Statement(f"Seems likely once the case is stable, not proposed now: {likely}.")
    by_area = {standing.area: standing for standing in run.areas}
    for area in [*chosen, *(other for other in by_area if other not in chosen)]:
        yield area_statement(by_area[area], trail)
    for question in proposal.decided_by:
        yield Statement(question.text, mark="This would decide")
    if proposal.foci and not proposal.settled:
        yield Statement("Open answers could still change this proposal.")


def _of_area(area: results.AreaStanding, trail: Trail) -> Why:
    stated = area_statement(area, trail)
    own = Statement(stated.says, numbers=stated.numbers)
    nothing = "No rule argues about it on what is known; ask why_not for those that could."
    return Why(
        f"{area.area.label} is {STATUSES[area.status]}",
        step_in_focus(area, trail.run),
        (
            *([] if area.status is t.AreaStatus.EXCLUDED else [own]),
            *(stated.rests_on or (Statement(nothing),)),
        ),
    )


def _of_rule(rule: r.Rule, trail: Trail) -> Why:
    steps = [
        trail.fired(firing, stratum)
        for firing, stratum in trail.firings.values()
        if firing.rule.id == rule.id
    ]
    return Why(f"{rule.id} holds", rule.title + ".", tuple(steps))


def _of_part(part: object, trail: Trail) -> Why:
    match part:
        case results.Question():
            return _of_question(part, trail)
        case results.Suggestion():
            asides = tuple(_around(part, trail))
            return Why(
                f"{part.title} is suggested", part.because, (trail.behind(part.support), *asides)
            )
        case results.Task():
            state = {t.TaskState.OVERDUE: "not on record as done"}.get(part.state, part.state.label)
            return Why(
                f"{part.title!r} comes up ({state})", part.because, (trail.behind(part.support),)
            )
        case results.Held():
            says = f"{part.because} {part.action}"
            return Why(f"{_lower(part.title)} must wait", says, (trail.behind(part.support),))
        case results.Alert():
            says = f"{part.because} {part.action}"
            return Why(
                f"an alert is raised ({part.level.label})", says, (trail.behind(part.support),)
            )
        case results.Remark():
            says = f"{part.because} {part.action}"
            return Why(
                f"this remark is made ({part.fit.label})", says, (trail.behind(part.support),)
            )
        case results.Issue():
            says = " ".join((part.because, *issue_lines(part)))
            return Why(
                f"this issue is raised ({part.severity.label})", says, (trail.behind(part.support),)
            )
        case results.ChosenArea():
            says = " ".join((part.because, *verdict_lines(part)))
            return Why(
                f"{part.area.label}, as it was chosen, is said to be {part.verdict.label}",
                says,
                (trail.behind(part.support),),
            )
        case results.Argument():
            side = {"for": "this argues for", "against": "this argues against",
                    "excludes": "this excludes"}[part.side]  # fmt: skip
            return Why(
                f"{side} {part.area.label}",
                part.because + default_mark(part.support),
                (trail.behind(part.support),),
            )
    raise TypeError(part)


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def _around(part: results.Suggestion, trail: Trail) -> Iterator[Statement]:
    if part.needs:
        yield Statement(f"Comes after: {', '.join(part.needs)}.")
    for caution in part.cautions:
        yield Statement(caution, mark="Caution")


def _of_question(question: results.Question, trail: Trail) -> Why:
    return Why(
        "this is asked",
        f"{question.text} ({question.why})",
        tuple(_could_settle(question, trail)),
    )


def _could_settle(question: results.Question, trail: Trail) -> Iterator[Step]:
    """The rules that the answer could settle, each where it was read."""
    run = trail.run
    for name in question.rules:
        rule = run.rules[name]
        facts = run.facts.get(rule.stratum, run.facts[t.Stratum.PLAN])
        fired = [
            trail.fired(firing, stratum)
            for firing, stratum in trail.firings.values()
            if firing.rule.id == name
        ]
        about = [s for s in fired if any(record.fact == question.record for record in s.records)]
        if about or fired:
            yield (about or fired)[0]
        else:
            own = [fact for fact in facts if fact.id == question.record]
            kind = own[0].kind if own else ""
            narrowed = [fact for fact in facts if fact.kind != kind or fact in own]
            uses = any(pattern.kind == kind for pattern in rule.when)
            yield trail.not_fired(nearest(rule, narrowed if uses else facts), rule.stratum)

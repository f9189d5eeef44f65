"""What a supervisor would raise about a formulation."""

from __future__ import annotations

from ipt_rules import terms as t
from ipt_rules.quiz import reasons
from ipt_rules.quiz.kinds.kind import Judged, Kind, few, needs_case, refused
from ipt_rules.quiz.scene import Found, Scene
from ipt_rules.quiz.values import RIGHT, WRONG
from ipt_rules.report.wording import issue_lines
from ipt_rules.rulebase import RuleBase
from ipt_rules.rulebase.language import RaisesIssue

NOTHING = "nothing"


def issue_rules(rules: RuleBase) -> list[str]:
    """The rules that can raise an issue."""
    return [
        rule.id
        for rule in rules.strata[t.Stratum.FORMULATION]
        if isinstance(rule.then, RaisesIssue)
    ]


def _raised(scene: Scene) -> list[str]:
    return list(dict.fromkeys(issue.name for issue in scene.evaluation.issues))


def _judge(scene: Scene, answer: str) -> Judged:
    found = scene.evaluation
    if answer == NOTHING:
        text = "Nothing that a supervisor would raise"
        if not found.issues:
            return Judged(text, RIGHT, "No rule raises anything about this formulation.")
        first = found.issues[0]
        says = f"{len(_raised(scene))} points would be raised."
        return Judged(text, WRONG, says, (reasons.of_support(first.because, first.support),))
    name = answer if "/" in answer else f"formulation/{answer}"
    if name not in issue_rules(scene.rules):
        known = [rule.removeprefix("formulation/") for rule in issue_rules(scene.rules)]
        raise refused(answer, [*known, NOTHING], "an issue (`ipt-rules rules list formulation/`)")
    title = scene.rules[name].title
    issues = [issue for issue in found.issues if issue.name == name]
    if not issues:
        says = "Nothing in this formulation gives reason to raise it."
        return Judged(title, WRONG, says, reasons.why_not(found, name))
    expected, todo, question = issue_lines(issues[0])
    behind = tuple(reasons.of_support(i.because, i.support) for i in issues[: reasons.MOST])
    rests = reasons.behind(found, *issues)
    return Judged(
        title, RIGHT, f"{issues[0].because} {expected} {todo} {question}", behind,
        rests.facts, rests.rules,
    )  # fmt: skip


def _offered(scene: Scene) -> list[str]:
    """One of the gravest issues that are raised, among others that are not."""
    found = scene.evaluation.issues
    raised = list(dict.fromkeys(i.name for i in found if i.severity is found[0].severity))
    quiet = [name for name in issue_rules(scene.rules) if name not in _raised(scene)]
    seed = scene.evaluation.record.input_digest
    return few(raised or [NOTHING], quiet, [], seed)


def _misfits(scene: Scene) -> Found:
    found = needs_case(scene)
    if not found and scene.evaluation.run.inventory.formulation is None:
        found.append((("formulation",), "the case holds no formulation; name one or write it out"))
    return found


SPOT_THE_ISSUE = Kind(
    name=t.QuizKind.SPOT_THE_ISSUE,
    asks="What would a supervisor raise about this formulation?",
    answers="an issue (`ipt-rules rules list formulation/`), or `nothing`",
    needs="`formulation`, or a `case` that holds one",
    stem=lambda scene: "What would a supervisor raise about this formulation?",
    known=lambda scene: [*issue_rules(scene.rules), NOTHING],
    judge=_judge,
    offered=_offered,
    misfits=_misfits,
)

"""What comes before the focus."""

from __future__ import annotations

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.quiz import reasons
from ipt_rules.quiz.kinds.focus import ASK_FIRST
from ipt_rules.quiz.kinds.kind import Judged, Kind, drawn, few, needs_case, refused
from ipt_rules.quiz.scene import Scene
from ipt_rules.quiz.values import PARTLY, RIGHT, WRONG, Reason
from ipt_rules.report.wording import open_safety
from ipt_rules.rulebase import RuleBase
from ipt_rules.rulebase.language import RaisesAlert

GO_ON = "go_on"


def alert_rules(rules: RuleBase) -> list[str]:
    """The rules that can raise an alert."""
    return [rule.id for rule in rules.rules if isinstance(rule.then, RaisesAlert)]


def _first(found: results.Result) -> list[results.Alert]:
    """The alerts of the most urgent level that stands."""
    return [a for a in found.alerts if a.level is found.alerts[0].level] if found.alerts else []


def _judge(scene: Scene, answer: str) -> Judged:
    found, rules = scene.evaluation, scene.rules
    waiting = open_safety(found)
    if answer == GO_ON:
        text = "Nothing stands in the way: go on with the focus"
        if found.alerts or waiting:
            behind = _alerts(found) or tuple(Reason(q.text) for q in waiting[: reasons.MOST])
            return Judged(text, WRONG, "Something comes before the focus.", behind)
        return Judged(text, RIGHT, "No alert stands, and the questions of safety are answered.")
    if answer == ASK_FIRST:
        text = "Ask what is still open about safety, before anything else"
        asked = tuple(Reason(q.text) for q in waiting[: reasons.MOST])
        if not waiting:
            return Judged(text, WRONG, "Nothing that must be asked about safety is open.")
        if found.alerts:
            says = "It has to be asked, and what is known already calls for action first."
            return Judged(text, PARTLY, says, asked)
        facts = tuple(dict.fromkeys(f"{question.record}: {question.asks}" for question in waiting))
        return Judged(text, RIGHT, "Not known is not no: this comes first.", asked, facts)
    if answer not in alert_rules(rules):
        raise refused(
            answer, [*alert_rules(rules), ASK_FIRST, GO_ON],
            "an alert (`ipt-rules rules list safety/`), ask_first or go_on",
        )  # fmt: skip
    then = rules[answer].then
    assert isinstance(then, RaisesAlert)
    raised = [alert for alert in found.alerts if alert.name == answer]
    if not raised:
        says = "Nothing on record calls for this."
        return Judged(then.action, WRONG, says, reasons.why_not(found, answer))
    first = raised[0] in _first(found)
    says = raised[0].because if first else f"{raised[0].because} Something more urgent stands."
    behind = tuple(reasons.of_support(a.because, a.support) for a in raised[: reasons.MOST])
    rests = reasons.behind(found, *raised)
    credit = RIGHT if first else PARTLY
    return Judged(then.action, credit, says, behind, rests.facts, rests.rules, then.action)


def _alerts(found: results.Result) -> tuple[Reason, ...]:
    return tuple(reasons.of_support(a.because, a.support) for a in found.alerts[: reasons.MOST])


def _offered(scene: Scene) -> list[str]:
    found, rules = scene.evaluation, scene.rules
    right = list(dict.fromkeys(alert.name for alert in _first(found)))
    if not right:
        right = [ASK_FIRST if open_safety(found) else GO_ON]
    raised = {alert.name for alert in found.alerts}
    quiet = [name for name in alert_rules(rules) if name not in raised]
    family = {name.rpartition("/")[0] for name in right}
    seed = found.record.input_digest
    near: dict[str, str] = {}  # what alerts of one family ask for reads much the same
    for name in drawn(quiet, "families", seed):
        if name.rpartition("/")[0] not in family:
            near.setdefault(name.rpartition("/")[0], name)
    others = few(right, near.values(), quiet, seed)
    return others if GO_ON in others else [*others, GO_ON]


SAFETY_FIRST = Kind(
    name=t.QuizKind.SAFETY_FIRST,
    asks="What comes before the focus?",
    answers="an alert (`ipt-rules rules list safety/`), shown as what it asks to be done; "
    "`ask_first` or `go_on`; an alert that stands behind a more urgent one counts half",
    needs="`case`",
    stem=lambda scene: "What comes first?",
    known=lambda scene: [*alert_rules(scene.rules), ASK_FIRST, GO_ON],
    judge=_judge,
    offered=_offered,
    misfits=needs_case,
)

"""Ways to every rule: for each, the items whose key rests on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.evaluation import Evaluation
from ipt_rules.quiz import reasons
from ipt_rules.quiz.generating.bench import Bench
from ipt_rules.quiz.generating.singles import whole
from ipt_rules.quiz.kinds import KINDS
from ipt_rules.quiz.values import RIGHT
from ipt_rules.rulebase import RuleBase, rules_folder

K = t.QuizKind


@frozen
class Way:
    """An item whose key rests on a rule: its kind, its case, and its right option.

    `source` is empty where the item is about the rule itself and has no case.
    """

    kind: t.QuizKind
    source: str = ""
    answer: str = ""
    session: int | None = None


def reachable(rules: RuleBase, folder: Path | None = None) -> Mapping[str, tuple[Way, ...]]:
    """For each rule the items that can be made about it; those with a case come first.

    It is worked out once for a rule base and a folder of cases.

    >>> from ipt_rules import load_rules
    >>> len(reachable(load_rules())) == len(load_rules().rules)
    True
    """
    where = rules_folder() / "cases" if folder is None else folder
    return rules.once(("ways", str(where)), lambda: _reachable(Bench(rules, where, 0)))


def _reachable(bench: Bench) -> dict[str, tuple[Way, ...]]:
    found: dict[str, list[Way]] = {rule.id: [] for rule in bench.rules.rules}
    for way, rested_on in _ways(bench):
        for rule in rested_on:
            if rule in found:
                found[rule].append(way)
    return {
        rule: (*ways[:_MOST], Way(K.RULE_KNOWLEDGE, answer=rule)) for rule, ways in found.items()
    }


_MOST = 12
"""Ways that are kept of each rule: the general rules hold in every case."""


def _ways(bench: Bench) -> Iterator[tuple[Way, tuple[str, ...]]]:
    for name in bench.names():
        scene = bench.scene(whole(K.FOCUS, name, {"case": name}))
        if scene is None:
            continue
        found = scene.evaluation
        for kind, answer, part in _right(found):
            rests = reasons.behind(found, *part).rules if part else ()
            if kind is K.FOCUS:
                judged = KINDS[kind].judge(scene, answer)
                rests = judged.rules if judged.credit == RIGHT else ()
            yield Way(kind, name, answer), rests
    yield from _tasks(bench)
    for name in bench.samples():
        scene = bench.scene(whole(K.SPOT_THE_ISSUE, name, {"formulation": name}))
        for issue in () if scene is None else scene.evaluation.issues:
            assert scene is not None
            yield (
                Way(K.SPOT_THE_ISSUE, name, issue.name),
                (reasons.behind(scene.evaluation, issue).rules),
            )


def _tasks(bench: Bench) -> Iterator[tuple[Way, tuple[str, ...]]]:
    """Every session of every course that a case is on, with what is due in it."""
    profiles: dict[str, list[str]] = {}
    for name in bench.names():
        case = bench.case(name)
        if case is not None and not isinstance(case.inventory.case.profile, t.Absence):
            profiles.setdefault(case.inventory.case.profile, []).append(name)
    for names in profiles.values():
        scenes = (bench.scene(whole(K.PHASE, name, {"case": name})) for name in names[:_CASES])
        for name, scene in zip(names, scenes, strict=False):
            many = None if scene is None else scene.evaluation.phase.planned_sessions
            for session in range(1, (many or 0) + 1):
                data = {"case": name, "session": session}
                at = bench.scene(whole(K.SESSION_TASK, name, data))
                for task in () if at is None else at.evaluation.tasks:
                    if task.state is t.TaskState.DUE:
                        yield Way(K.SESSION_TASK, name, task.task, session), (task.support.rule,)


_CASES = 2
"""Cases of each course whose sessions are gone through, one by one."""


def _right(found: Evaluation) -> Iterator[tuple[t.QuizKind, str, tuple[object, ...]]]:
    """The right answers of a case, kind by kind, with the part of the result behind each."""
    for focus in found.proposal.foci:
        if focus.rank == "primary":
            yield K.FOCUS, focus.area.value, ()
    for answer in ("ask_first", "hold_focus", "no_focus"):
        yield K.FOCUS, answer, ()
    for alert in found.alerts:
        if alert.level is found.alerts[0].level:
            yield K.SAFETY_FIRST, alert.name, (alert,)
    for suggestion in found.suggestions:
        yield K.TECHNIQUE, suggestion.technique, (suggestion,)
    for task in found.tasks:
        if task.state is t.TaskState.DUE:
            yield K.SESSION_TASK, task.task, (task,)
    if found.run.inventory.formulation is not None:
        for issue in found.issues:
            yield K.SPOT_THE_ISSUE, issue.name, (issue,)

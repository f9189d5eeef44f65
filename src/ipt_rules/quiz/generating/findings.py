"""Findings that may be changed: plausible other answers, and where each would lead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ipt_rules import terms as t
from ipt_rules.explain.altered import altered
from ipt_rules.explain.plausible import ORDERED
from ipt_rules.explain.search import Candidate, candidates
from ipt_rules.places import Place, answer_at
from ipt_rules.quiz.generating.bench import Bench
from ipt_rules.quiz.scene import Scene

K = t.QuizKind


def spelled(scene: Scene, one: Candidate) -> Any:
    """A change as a document spells it."""
    before = answer_at(scene.evaluation.run.inventory, one.place)
    after = altered(str(one.place), before, one.answer, scene.inquiry.by_id).after
    return list(after) if isinstance(after, tuple) else after


def findings(bench: Bench, kind: t.QuizKind, source: str, scene: Scene) -> Iterator[Candidate]:
    """Plausible changes in the order of the seed: judgements that were nearly another, first."""
    found = plausible(scene)
    order = bench.draw([name_of(one) for one in found], "findings", kind, source)
    place = {name: number for number, name in enumerate(order)}
    found.sort(key=lambda one: (far(scene, one), place[name_of(one)]))
    if kind is K.DISPUTE_STAGE_PLAN:
        found.sort(key=lambda one: one.place.field != "dispute_stage")
    elif kind is K.SAFETY_FIRST:
        found.sort(key=lambda one: not of_safety(one))
    elif kind in (K.FOCUS, K.TECHNIQUE):
        to = {name_of(one): leads(scene, one) for one in found}
        found = [one for one in found if to[name_of(one)] < NOWHERE or kind is K.TECHNIQUE]
        if bench.draw(["safety", *_OTHERS], "first", source)[0] == "safety":
            found.sort(key=lambda one: (not of_safety(one), to[name_of(one)]))
        else:
            found.sort(key=lambda one: (to[name_of(one)], how_telling(one)))
    yield from found


_OTHERS = ("people", "events", "past", "scores", "course")
"""What comes first as often as safety does: so one pair in six turns on danger."""


def name_of(one: Candidate) -> str:
    """A change as one word."""
    return f"{one.place}={one.answer!r}"


def far(scene: Scene, one: Candidate) -> bool:
    """Whether an answer would go from one end of its scale to the other."""
    before = answer_at(scene.evaluation.run.inventory, one.place)
    return type(before) in ORDERED and one.weight[1] > _NEAR


_NEAR = 0.7
NOWHERE = 2
"""What does not lead to another proposal."""


def leads(scene: Scene, one: Candidate) -> int:
    """Where another answer leads: to a focus on another area, to another outcome, or nowhere."""
    variants = scene.inquiry.variants
    answers = {one.place: one.answer}
    now, then = variants.base.decision, variants.of(answers, variants.changes.of(answers)).decision
    areas = [[area for area, rank, _ in d.foci if rank == "primary"] for d in (now, then)]
    proposed = now.outcome in _PROPOSED and then.outcome in _PROPOSED
    if proposed and areas[0] != areas[1]:
        return 0
    return 1 if now.outcome is not then.outcome else NOWHERE


_PROPOSED = (t.Outcome.SUPPORTED, t.Outcome.PROVISIONAL)


def of_safety(one: Candidate) -> bool:
    """Whether a change is about danger: to the patient, or from another person."""
    return one.place.kind == "risk" or one.place.field.startswith("violence_")


def how_telling(one: Candidate) -> int:
    """What a case of IPT turns on comes before what comes before any treatment."""
    before = one.place.kind in ("case", "diagnosis") and one.place.field not in _OF_TIES
    return int(before or of_safety(one))


_OF_TIES = ("premorbid_relationships", "has_confidant", "main_problem_patient", "chronic_2y")


def _at_odds(scene: Scene, one: Candidate) -> bool:
    """Whether an answer would contradict, for any reader, what stands beside it."""
    if one.place.field not in ("coping", "mastery"):
        return False
    inventory = scene.evaluation.run.inventory
    beside = {
        name: answer_at(inventory, Place(one.place.record, name)) for name in ("coping", "mastery")
    } | {one.place.field: one.answer}
    level = beside["mastery"]
    if isinstance(level, t.Absence):
        return False
    low, high = _LEVELS.get(beside["coping"], (0, 4))
    return not low <= level <= high


_LEVELS = {t.Coping.MASTERED: (3, 4), t.Coping.MIXED: (1, 3), t.Coping.POOR: (0, 2)}
"""Levels of mastery, of 4, that go with each way of coping."""


def plausible(scene: Scene) -> list[Candidate]:
    """Other answers that could have been given: no hard facts, nothing that makes no sense."""
    inventory = scene.evaluation.run.inventory
    thoughts = inventory.risk.ideation is not t.Ideation.NONE
    birth = any(
        fact.kind == "case" and fact.values.get("recent_birth") == "yes"
        for fact in scene.inquiry.facts
    )
    without = set(_NEVER)
    without |= set() if thoughts else {"plan", "means", "preparation"}
    without |= set() if birth else {"infant_harm_thoughts"}
    return [
        one
        for one in candidates(scene.inquiry)
        if one.represents
        and not one.weight[0]
        and one.place.field not in without
        and one.place.kind != "measure"
        and not _at_odds(scene, one)
    ]


_NEVER = (
    "area_model", "checked_on", "command_hallucinations", "format", "grief_reading",
    "means_safety_done", "onset_anchor_event", "onset_state", "planned_sessions", "rank",
)  # fmt: skip
"""Answers that are changed in no pair: they make sense beside others only, or no difference."""

"""Counterfactuals: which other answer would lead to another focus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ipt_rules import terms as t
from ipt_rules.documents.source import read_yaml
from ipt_rules.exceptions import DocumentError, IptRulesError
from ipt_rules.explain.altered import altered
from ipt_rules.explain.flips import Flip
from ipt_rules.explain.plausible import HARD
from ipt_rules.explain.search import candidates
from ipt_rules.explain.whatif import WhatIf
from ipt_rules.places import Place, answer_at
from ipt_rules.quiz import reasons
from ipt_rules.quiz.kinds.kind import Judged, Kind, few, one_of, takes
from ipt_rules.quiz.scene import NO_CASE, Found, Scene
from ipt_rules.quiz.values import RIGHT, WRONG

AREAS = tuple(area.value for area in t.ProblemArea)
OUTCOMES = tuple(outcome.value for outcome in t.Outcome)


def changes_in(answer: str) -> dict[str, Any]:
    """The changes that an answer spells: `PLACE=VALUE`, several joined by `;`.

    >>> changes_in("life_event:move.coping=poor; case.has_confidant=no")
    {'life_event:move.coping': 'poor', 'case.has_confidant': 'no'}

    Raises `IptRulesError` for anything else.
    """
    found: dict[str, Any] = {}
    for part in answer.split(";"):
        place, equals, value = part.partition("=")
        if not equals or not value.strip() or not place.strip():
            raise IptRulesError(
                f"{answer!r}: a change is written PLACE=VALUE, such as risk.plan=yes"
            )
        if place.strip() in found:
            raise IptRulesError(f"{answer!r}: {place.strip()} is changed twice")
        try:
            found[place.strip()] = read_yaml(f"value: {value}").data["value"]
        except DocumentError as error:
            raise IptRulesError(f"{answer!r}: {error.problems[0].message}") from None
    return found


def spelled(changes: dict[str, Any]) -> str:
    """Changes as an answer spells them."""
    return "; ".join(f"{place}={_value(value)}" for place, value in changes.items())


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(str, value))}]"
    return str(value)


def _tried(scene: Scene, answer: str) -> WhatIf:
    if answer not in scene.memory:
        try:
            scene.memory[answer] = scene.evaluation.what_if(changes_in(answer))
        except DocumentError as error:
            message = "; ".join(problem.message for problem in error.problems)
            raise IptRulesError(f"{answer!r}: {message}") from None
    found: WhatIf = scene.memory[answer]
    return found


def _leads(scene: Scene, tried: WhatIf) -> bool:
    """Whether a change leads to what is asked for; to any other focus where nothing is."""
    if scene.asks is None:
        before = [(area, rank) for area, rank, _ in tried.before.foci]
        after = [(area, rank) for area, rank, _ in tried.after.foci]
        return (tried.before.outcome, before) != (tried.after.outcome, after)
    if scene.asks in OUTCOMES:
        return tried.after.outcome.value == scene.asks
    undecided = tried.after.outcome is t.Outcome.UNDECIDED_PAIR
    return not undecided and any(
        area.value == scene.asks and rank == "primary" for area, rank, _ in tried.after.foci
    )


def _judge(scene: Scene, answer: str) -> Judged:
    tried = _tried(scene, answer)
    text = "; ".join(one.says for one in tried.changes) or answer
    moved = [
        reasons.of_rule(("Then: " if came else "No longer: ") + one.because, one.rule, scene.rules)
        for shift in tried.areas
        for came, listed in ((True, shift.came), (False, shift.went))
        for one in listed
    ]
    if not tried.differs or not moved:
        moved += [
            reasons.of_rule(f"Then: {one.says}", one.rule, scene.rules)
            for one in (*tried.alerts.came, *tried.remarks.came)
        ]
    says = f"Then: {tried.after.says}. Now: {tried.before.says}."
    behind = tuple(dict.fromkeys(reason.rule for reason in moved))
    credit = RIGHT if _leads(scene, tried) else WRONG
    return Judged(
        text, credit, says, tuple(moved[: reasons.MOST]), tuple(changes_in(answer)), behind
    )


_LISTED, _SEARCHED = 8, 1000


def _flips(scene: Scene) -> tuple[Flip, ...]:
    if "flips" not in scene.memory:
        found = scene.evaluation.flips(scene.asks, limit=_LISTED, most=_SEARCHED)
        scene.memory["flips"] = (*found.flips, *found.holds)
    listed: tuple[Flip, ...] = scene.memory["flips"]
    return listed


def _offered(scene: Scene) -> list[str]:
    """One change that leads there, among plausible changes that do not."""
    right = [_of(flip) for flip in _flips(scene) if all(_is_fair(c.place) for c in flip.changes)]
    idle = [answer for answer in _plausible(scene) if not _leads(scene, _tried(scene, answer))]
    return few(right[:3], idle, [], scene.evaluation.record.input_digest)


def _plausible(scene: Scene) -> Iterator[str]:
    """The most plausible changes to the case, one to a place."""
    inquiry, inventory = scene.inquiry, scene.evaluation.run.inventory
    seen: set[Place] = set()
    for one in candidates(inquiry):
        if one.place not in seen and len(seen) < _TRIED and _is_fair(str(one.place)):
            seen.add(one.place)
            before = answer_at(inventory, one.place)
            after = altered(str(one.place), before, one.answer, inquiry.by_id).after
            yield spelled({str(one.place): after})


_TRIED = 24


def _is_fair(place: str) -> bool:
    """Whether a change makes a fair option by itself: no hard fact, and nothing of violence.

    What would be violence is read beside whether it goes on: one answer alone would mislead.
    """
    record, _, name = place.rpartition(".")
    hard = f"{record.partition(':')[0]}.{name}" in HARD
    return not hard and not name.startswith("violence")


def _of(flip: Flip) -> str:
    return spelled({one.place: one.after for one in flip.changes})


def _misfits(scene: Scene) -> Found:
    found = takes(scene, "asks")
    if scene.case is None:
        found.insert(0, (("case",), NO_CASE))
    found += one_of("asks", scene.asks, (*AREAS, *OUTCOMES), "an area or an outcome")
    return found


def _stem(scene: Scene) -> str:
    if scene.asks is None:
        return "Which of these, had it been otherwise, would lead to another proposal?"
    if scene.asks in AREAS:
        label = t.ProblemArea(scene.asks).label
        return f"Which of these, had it been otherwise, would make {label} the focus?"
    label = t.Outcome(scene.asks).label
    return f"Which of these, had it been otherwise, would lead to this outcome: {label}?"


WHAT_WOULD_CHANGE = Kind(
    name=t.QuizKind.WHAT_WOULD_CHANGE,
    asks="Which other answer would lead to another focus?",
    answers="a change, as `PLACE=VALUE`, several joined by `;`, such as "
    "`life_event:move.coping=poor`",
    needs="`case`; `asks` an area or an outcome to lead to",
    stem=_stem,
    known=lambda scene: (),
    judge=_judge,
    offered=_offered,
    misfits=_misfits,
)

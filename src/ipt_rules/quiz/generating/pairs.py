"""Minimal pairs: two items next to each other that differ in one finding, and in the key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.evaluation import Evaluation
from ipt_rules.exceptions import IptRulesError
from ipt_rules.quiz.generating import vignette as v
from ipt_rules.quiz.generating.bench import Bench, Data, Made
from ipt_rules.quiz.generating.findings import findings, spelled
from ipt_rules.quiz.generating.singles import FEW, FIXED, judged_options, left_open, tell, whole
from ipt_rules.quiz.generating.vignette import Vignette
from ipt_rules.quiz.kinds import KINDS
from ipt_rules.quiz.scene import Scene
from ipt_rules.quiz.values import RIGHT, WRONG

K = t.QuizKind
PAIRED = (K.FOCUS, K.TECHNIQUE, K.PHASE, K.SAFETY_FIRST, K.SCORE_READING, K.DISPUTE_STAGE_PLAN)
"""Kinds that come in pairs where a case has one.

One finding seldom changes what is to be asked next: questions of safety that are as urgent come
before all others, and each of them is right.
"""

_TRIED = {K.FOCUS: 60, K.TECHNIQUE: 40, K.SAFETY_FIRST: 40, K.DISPUTE_STAGE_PLAN: 60,
          K.PHASE: 20, K.SCORE_READING: 30}  # fmt: skip
"""How many changes to a case are tried before it is said to have no pair."""


def pair(bench: Bench, kind: t.QuizKind, source: str, data: Data) -> tuple[Made, Made] | None:
    """Two items about a case and about the same case with one finding changed."""
    scene = bench.scene(whole(kind, source, data))
    if scene is None:
        return None
    for number, change in enumerate(_changes(bench, kind, source, scene)):
        if number >= _TRIED[kind]:
            break
        other = bench.scene(whole(kind, source, {**data, **change}))
        if other is None or _lifts(scene.evaluation, other.evaluation):
            continue
        made = _both(bench, kind, source, (scene, other), (data, {**data, **change}))
        if made is not None:
            return made
    return None


def _both(
    bench: Bench, kind: t.QuizKind, source: str, scenes: tuple[Scene, Scene],
    data: tuple[Data, Data],
) -> tuple[Made, Made] | None:  # fmt: skip
    told = _told(bench, kind, source, scenes)
    if told[0].differs(told[1]) != 1:
        return None
    options = _options(bench, kind, source, scenes)
    if options is None:
        return None
    made = []
    for side, scene, text, own in zip("ab", scenes, told, data, strict=True):
        shown = [KINDS[kind].judge(scene, answer) for answer in options]
        if not bench.fits(text, shown, left_open(kind, scene)):
            return None
        item = {**whole(kind, source, own, side), "vignette": text.text, "options": options}
        made.append(bench.made(item))
    first, second = made
    if first is None or second is None or first.item.key == second.item.key:
        return None
    return first, second


def _told(
    bench: Bench, kind: t.QuizKind, source: str, scenes: tuple[Scene, Scene]
) -> tuple[Vignette, Vignette]:
    """Both vignettes; what is open in both is said to be, and what only one calls for is not."""
    asked, too = ({(q.record, q.asks): q for q in v.matters(s.evaluation)} for s in scenes)
    both = [question for key, question in asked.items() if key in too]
    one, other = (tell(bench, kind, source, scene, both) for scene in scenes)
    return one, other


def _options(
    bench: Bench, kind: t.QuizKind, source: str, scenes: tuple[Scene, Scene]
) -> list[str] | None:
    """The same options for both: a key for each, and what is wrong in either."""
    offered = [judged_options(kind, scene) for scene in scenes]
    answers = list(dict.fromkeys([*offered[0], *offered[1]]))
    try:
        credits = [
            {a: found[a].credit if a in found else KINDS[kind].judge(scene, a).credit
             for a in answers}
            for scene, found in zip(scenes, offered, strict=True)
        ]  # fmt: skip
    except IptRulesError:
        return None
    keys = []
    for own, other in ((0, 1), (1, 0)):
        right = [a for a in answers if credits[own][a] == RIGHT and credits[other][a] != RIGHT]
        if not right:
            return None
        keys.append(bench.draw(right, "key", kind, source)[0])
    if kind in FIXED:
        return answers if _one_right(credits, answers) else None
    wrong = [a for a in answers if credits[0][a] == credits[1][a] == WRONG]
    if len(wrong) + 2 < FEW:
        return None
    others = bench.draw(wrong, "wrong", kind, source)[: FEW - 2]
    return bench.draw([*keys, *others], "options", kind, source)


def _one_right(credits: Iterable[dict[str, float]], answers: Iterable[str]) -> bool:
    return all(sum(found[a] == RIGHT for a in answers) == 1 for found in credits)


def _lifts(found: Evaluation, other: Evaluation) -> bool:
    """Whether a change would lift what is held for safety's sake: no option that is."""
    return not _holding(found) <= _holding(other)


def _holding(found: Evaluation) -> frozenset[tuple[str, tuple[str, ...]]]:
    said: tuple[results.Alert | results.Remark, ...] = (*found.alerts, *found.suitability)
    return frozenset((one.support.rule, one.support.facts) for one in said if one.holds)


# --- what is changed -----------------------------------------------------------------------------


def _changes(bench: Bench, kind: t.QuizKind, source: str, scene: Scene) -> Iterator[Data]:
    if kind is K.PHASE:
        yield from _sessions(scene)
    elif kind is K.SCORE_READING:
        yield from _totals(bench, source, scene)
    else:
        for one in findings(bench, kind, source, scene):
            yield {"changes": {str(one.place): spelled(scene, one)}}


def _sessions(scene: Scene) -> Iterator[Data]:
    """Other sessions of the same course, the nearest first."""
    found = scene.evaluation.phase
    if found.planned_sessions is None:
        return
    others = [n for n in range(1, found.planned_sessions + 1) if n != found.session]
    yield from ({"session": n} for n in sorted(others, key=lambda n: abs(n - found.session)))


def _totals(bench: Bench, source: str, scene: Scene) -> Iterator[Data]:
    """Other last totals of the scale, the nearest first."""
    scale = v.scale_named(scene.rules, scene.about)
    held = [
        (number, measure.total)
        for number, measure in enumerate(scene.evaluation.run.inventory.measures)
        if measure.instrument is scale and not isinstance(measure.total, t.Absence)
    ]
    if not held:
        return
    number, total = held[-1]
    others = [total + step for step in range(-15, 16) if step and total + step >= 0]
    order = bench.draw(["up", "down"], "total", source)[0]
    others.sort(key=lambda n: (abs(n - total), (n > total) is (order == "down")))
    yield from ({"changes": {f"measure:{number}.total": n}} for n in others)

"""Items on what would change a proposal: one change that does, among others that do not."""

from __future__ import annotations

from typing import Any

from ipt_rules import terms as t
from ipt_rules.exceptions import DocumentError
from ipt_rules.explain.changed import changed
from ipt_rules.explain.search import Candidate
from ipt_rules.quiz.generating.bench import Bench, Data, Made
from ipt_rules.quiz.generating.findings import (
    NOWHERE,
    far,
    how_telling,
    leads,
    name_of,
    plausible,
    spelled,
)
from ipt_rules.quiz.generating.singles import FEW, tell, whole
from ipt_rules.quiz.generating.vignette import matters, vignette
from ipt_rules.quiz.kinds import KINDS
from ipt_rules.quiz.kinds.changes import spelled as spelled_answer
from ipt_rules.quiz.scene import Scene
from ipt_rules.quiz.values import RIGHT, WRONG

K = t.QuizKind


def leading(bench: Bench, source: str, data: Data) -> Made | None:
    """Which other answer would lead to another proposal, in one case."""
    kind = K.WHAT_WOULD_CHANGE
    scene = bench.scene(whole(kind, source, data))
    if scene is None or scene.evaluation.alerts:
        return None
    found = plausible(scene)
    order = bench.draw([name_of(one) for one in found], "leading", source)
    found.sort(key=lambda one: order.index(name_of(one)))
    moving = [one for one in found if leads(scene, one) < NOWHERE]
    moving.sort(key=lambda one: (leads(scene, one), how_telling(one), far(scene, one)))
    idle = [one for one in found if leads(scene, one) == NOWHERE]
    right = _judged(bench, source, scene, moving, RIGHT, 1)
    used = {one.place for one, _ in right.values()}
    idle = [one for one in idle if one.place not in used]
    wrong = _judged(bench, source, scene, idle, WRONG, FEW - 1)
    if not right or len(wrong) < FEW - 1:
        return None
    told = tell(bench, kind, source, scene)
    texts = {answer: text for found in (right, wrong) for answer, (_, text) in found.items()}
    answers = bench.draw(list(texts), "options", kind, source)
    chosen = [KINDS[kind].judge(scene, answer) for answer in answers]
    if not bench.fits(told, chosen, len(matters(scene.evaluation))):
        return None
    options = [{"answer": answer, "text": texts[answer]} for answer in answers]
    item = {**whole(kind, source, data), "stem": STEM, "vignette": told.text, "options": options}
    return bench.made(item)


STEM = "Which of these, in place of what is told above, would lead to another proposal?"


def _judged(
    bench: Bench, source: str, scene: Scene, ones: list[Candidate], credit: float, many: int
) -> dict[str, tuple[Candidate, str]]:
    """So many changes that the rules give this credit, one to a place, each as a sentence."""
    found: dict[str, tuple[Candidate, str]] = {}
    for one in ones[:_TRIED]:
        if len(found) == many:
            break
        change = {str(one.place): spelled(scene, one)}
        answer = spelled_answer(change)
        places = [other.place for other, _ in found.values()]
        text = _sentence(bench, source, scene, change)
        judge = KINDS[K.WHAT_WOULD_CHANGE].judge
        if one.place not in places and text and judge(scene, answer).credit == credit:
            found[answer] = one, text
    return found


_TRIED = 20


def _sentence(bench: Bench, source: str, scene: Scene, change: dict[str, Any]) -> str:
    """The one sentence that a change would make another; nothing where it makes more than one."""
    inventory, rules = scene.evaluation.run.inventory, scene.rules
    try:
        other = vignette(changed(inventory, change), rules, seed=(bench.seed, source))
    except DocumentError:
        return ""
    now = vignette(inventory, rules, seed=(bench.seed, source))
    if now.differs(other) != 1:
        return ""
    told = {sentence.text for sentence in now.sentences}
    return next(one.text for one in other.sentences if one.text not in told)

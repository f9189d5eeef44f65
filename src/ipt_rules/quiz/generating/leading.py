"""Items on what would change a proposal: one change that does, among others that do not."""

from __future__ import annotations

from ipt_rules import terms as t
from ipt_rules.explain.search import Candidate
from ipt_rules.quiz.generating.bench import Bench, Data, Made
from ipt_rules.quiz.generating.findings import NOWHERE, leads, name_of, plausible, spelled
from ipt_rules.quiz.generating.singles import FEW, tell, whole
from ipt_rules.quiz.generating.vignette import matters
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
    moving = sorted(
        (one for one in found if leads(scene, one) < NOWHERE), key=lambda o: leads(scene, o)
    )
    idle = [one for one in found if leads(scene, one) == NOWHERE]
    right = _judged(scene, moving, RIGHT, 1)
    used = {name_of(one).partition("=")[0] for one in right.values()}
    wrong = _judged(scene, [o for o in idle if str(o.place) not in used], WRONG, FEW - 1)
    if not right or len(wrong) < FEW - 1:
        return None
    options = bench.draw([*right, *wrong], "options", kind, source)
    told = tell(bench, kind, source, scene)
    chosen = [KINDS[kind].judge(scene, answer) for answer in options]
    if not bench.fits(told, chosen, len(matters(scene.evaluation))):
        return None
    return bench.made({**whole(kind, source, data), "vignette": told.text, "options": options})


def _judged(scene: Scene, ones: list[Candidate], credit: float, many: int) -> dict[str, Candidate]:
    """So many changes that the rules give this credit, one to a place."""
    found: dict[str, Candidate] = {}
    for one in ones[:_TRIED]:
        if len(found) == many:
            break
        answer = spelled_answer({str(one.place): spelled(scene, one)})
        places = [str(other.place) for other in found.values()]
        judge = KINDS[K.WHAT_WOULD_CHANGE].judge
        if str(one.place) not in places and judge(scene, answer).credit == credit:
            found[answer] = one
    return found


_TRIED = 20

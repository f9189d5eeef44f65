"""Single items: one case, or none, and one question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.quiz.generating import vignette as v
from ipt_rules.quiz.generating.bench import Bench, Data, Made, item_id
from ipt_rules.quiz.generating.of_course import planned, texts_are_told
from ipt_rules.quiz.generating.vignette import Vignette
from ipt_rules.quiz.kinds import KINDS, Judged
from ipt_rules.quiz.kinds.issues import NOTHING, issue_rules
from ipt_rules.quiz.scene import Scene
from ipt_rules.quiz.values import RIGHT, WRONG

K = t.QuizKind
FEW = 4
"""Options of an item, where its kind has no fixed number of them."""

FIXED = (K.FOCUS, K.PHASE, K.SCORE_READING)
"""Kinds whose options are the same, whatever the case."""


def single(
    bench: Bench, kind: t.QuizKind, source: str, data: Data, wanted: str | None = None
) -> Made | None:
    """An item about one case, or about none; `wanted` is the right option that it must have."""
    scene = bench.scene(whole(kind, source, data))
    if scene is None:
        return None
    more = [] if wanted is None else [wanted]
    if kind is K.SESSION_TASK:
        more += _other_tasks(bench, source, scene)
    if kind is K.SPOT_THE_ISSUE:
        more += bench.draw(issue_rules(scene.rules), "issues", source)[:_ISSUES]
    judged = judged_options(kind, scene, more)
    judged = {a: found for a, found in judged.items() if _is_told(scene, kind, a, found)}
    right = [answer for answer, found in judged.items() if found.credit == RIGHT]
    if wanted is not None:
        right = [answer for answer in right if answer == wanted]
    if not right:
        return None
    options = choose(bench, kind, source, judged, right[:1])
    made = dict(whole(kind, source, data), options=options)
    if scene.case is not None:
        told = tell(bench, kind, source, scene)
        chosen = [judged[answer] for answer in options]
        if not bench.fits(told, chosen, left_open(kind, scene)):
            return None
        made["vignette"] = told.text
    return bench.made(made)


def left_open(kind: t.QuizKind, scene: Scene) -> int:
    """How many questions a vignette says are open; none where it tells of the course alone."""
    return 0 if kind in _SHORT else len(v.matters(scene.evaluation))


_SHORT = (K.PHASE, K.SESSION_TASK, K.SCORE_READING)


def _other_tasks(bench: Bench, source: str, scene: Scene) -> list[str]:
    """Tasks that do not come up in the session at all, those of the same course first."""
    up = {task.task for task in scene.evaluation.tasks}
    profile = scene.rules.profiles.get(scene.evaluation.phase.profile or "")
    own = {placed.task for placed in profile.tasks} if profile is not None else set()
    others = [name for name in scene.rules.tasks if name not in up]
    drawn = bench.draw(others, "tasks", source)
    return sorted(drawn, key=lambda name: name not in own)[:FEW]


_ISSUES = 12
"""Issues that are looked at for more that would not be raised."""

_COURSE = frozenset({"course"})
_UNTOLD = frozenset({"notes", "used_technique", "late_disclosure", "budget", "course"})
"""Kinds of facts that vignettes say nothing of: what sessions held, one by one."""


def _is_told(scene: Scene, kind: t.QuizKind, answer: str, found: Judged) -> bool:
    """Whether an option can be judged by what the vignette tells."""
    if kind is K.SESSION_TASK:
        tasks = scene.evaluation.tasks
        states = {task.state for task in tasks if task.task == answer}
        if states & {t.TaskState.DONE}:  # told where everything before is done
            return all(task.state is not t.TaskState.OVERDUE for task in tasks)
        return states <= {t.TaskState.DUE} and all(
            _kinds(scene, rule) <= _COURSE for rule in found.rules
        )
    if kind is K.SPOT_THE_ISSUE and answer != NOTHING:
        name = answer if "/" in answer else f"formulation/{answer}"
        kinds = _kinds(scene, name)
        return not (
            kinds & _UNTOLD
            or ("wording" in kinds and not texts_are_told(scene.evaluation))
            or ("planned_technique" in kinds and not all(planned(scene.evaluation)))
        )
    return True


def _kinds(scene: Scene, rule: str) -> frozenset[str]:
    held = scene.rules.get(rule)
    return frozenset() if held is None else frozenset(pattern.kind for pattern in held.when)


def whole(kind: t.QuizKind, source: str, data: Data, side: str = "") -> dict[str, object]:
    """An item as its file spells it, with its id."""
    return {"id": item_id(kind, source, side), "kind": kind.value, **data}


def judged_options(kind: t.QuizKind, scene: Scene, more: Sequence[str] = ()) -> dict[str, Judged]:
    """The options that a kind offers, and others, each with what the rules make of it."""
    answers = dict.fromkeys([*more, *KINDS[kind].offered(scene)])
    return {answer: KINDS[kind].judge(scene, answer) for answer in answers}


def choose(
    bench: Bench, kind: t.QuizKind, source: str, judged: dict[str, Judged], key: Sequence[str]
) -> list[str]:
    """The key among options that are wrong, in an order that tells nothing."""
    if kind in FIXED:
        return [answer for answer in judged if judged[answer].credit != RIGHT or answer in key]
    partly = [a for a, found in judged.items() if found.credit not in (RIGHT, WRONG)]
    wrong = [a for a, found in judged.items() if found.credit == WRONG]
    others = [*partly[:1], *wrong][: FEW - len(key)]
    return bench.draw([*key, *others], "options", kind, source)


def tell(
    bench: Bench,
    kind: t.QuizKind,
    source: str,
    scene: Scene,
    asked: Iterable[results.Question] | None = None,
) -> Vignette:
    """The vignette that a kind needs: the whole case, or the part of it that is asked about.

    `asked` are the open questions that it says are open; those of the case where none are given.
    """
    found, seed = scene.evaluation, (bench.seed, source)
    asked = v.matters(found) if asked is None else asked
    if kind in (K.PHASE, K.SESSION_TASK):
        return v.of_course(found, seed=seed)
    if kind is K.SCORE_READING:
        return v.of_scores(found, seed=seed, scale=v.scale_named(scene.rules, scene.about))
    if kind is K.SPOT_THE_ISSUE:
        return v.of_formulation(found, seed=seed)
    if kind in (K.TECHNIQUE, K.DISPUTE_STAGE_PLAN):
        return v.of_session(found, seed=seed, open_to=asked)
    return v.vignette(found.run.inventory, found.run.rules, seed=seed, open_to=asked)

"""What to ask next: the questions that matter, and those that can change nothing."""

from __future__ import annotations

from ipt_rules import terms as t
from ipt_rules.explain.asking import NextQuestion
from ipt_rules.explain.plausible import HARD
from ipt_rules.explain.unknowns import Gap, Unknowns
from ipt_rules.places import Place, known_places
from ipt_rules.quiz import reasons
from ipt_rules.quiz.kinds.kind import Judged, Kind, few, needs_case, refused, sentence
from ipt_rules.quiz.scene import Found, Scene
from ipt_rules.quiz.values import PARTLY, RIGHT, WRONG, Reason


def _asked(scene: Scene) -> tuple[NextQuestion, ...]:
    if "asked" not in scene.memory:
        scene.memory["asked"] = scene.evaluation.ask().questions
    found: tuple[NextQuestion, ...] = scene.memory["asked"]
    return found


def _open(scene: Scene) -> Unknowns:
    if "open" not in scene.memory:
        scene.memory["open"] = scene.evaluation.unknowns()
    found: Unknowns = scene.memory["open"]
    return found


def _first(scene: Scene) -> list[NextQuestion]:
    """The first question, with those that come to the same.

    Of questions of safety that are as urgent none comes before another, whatever they cost to ask;
    of the others those that are worth as much.
    """
    asked = _asked(scene)
    return [q for q in asked if _weight(q) == _weight(asked[0])] if asked else []


def _weight(question: NextQuestion) -> tuple[object, ...]:
    worth = 0.0 if "alerts" in question.matters_to else question.settles / question.cost
    return question.matters_to, worth


def _places(question: NextQuestion) -> tuple[str, ...]:
    return question.places or (question.text,)


def _gaps(scene: Scene) -> dict[str, Gap]:
    found = _open(scene)
    groups = (found.decisive, found.may_matter, found.domains, found.cannot_matter)
    return {gap.place: gap for group in groups for gap in group}


def _answered(scene: Scene) -> dict[str, Place]:
    return {str(place): place for place in known_places(scene.evaluation.run.inventory)}


def _judge(scene: Scene, answer: str) -> Judged:
    asked = next((q for q in _asked(scene) if answer in _places(q)), None)
    if asked is not None:
        first = asked in _first(scene)
        effects = [Reason(f"{e.answer}: {e.proposal}") for e in asked.effects if e.changes]
        matters = " and ".join(asked.matters_to)
        says = f"Its answer matters to the {matters}. {sentence(asked.why)}."
        if not first:
            says = f"It is worth asking, and something else comes before it. {says}"
        rules = scene.rules
        behind = tuple(
            reasons.of_rule(rules[name].title + ".", name, rules) for name in asked.rules[:2]
        )
        return Judged(
            _shown(asked.text), RIGHT if first else PARTLY, says,
            (*behind, *effects[: reasons.MOST - len(behind)]),
            asked.places,
            asked.rules,
        )  # fmt: skip
    answered = _answered(scene)
    if answer in answered:
        asks = _shown(scene.inquiry.question(answered[answer]))
        return Judged(asks, WRONG, "The record answers this already.")
    gap = _gaps(scene).get(answer)
    if gap is None:
        raise refused(answer, _known(scene), "a place of this case, such as risk.ideation")
    if gap in _open(scene).cannot_matter:
        return Judged(_shown(gap.question), WRONG, "No answer to this can change the proposal.")
    return Judged(
        _shown(gap.question), WRONG, "It may come to matter, and is not what is asked next."
    )


def _shown(question: str) -> str:
    """A question without what it tells whoever fills in the record."""
    return question.partition(" An empty list records")[0]


def _known(scene: Scene) -> list[str]:
    asked = [place for question in _asked(scene) for place in _places(question)]
    return list(dict.fromkeys([*asked, *_gaps(scene), *_answered(scene)]))


def _offered(scene: Scene) -> list[str]:
    right = [_places(question)[0] for question in _first(scene)]
    later = [_places(question)[0] for question in _asked(scene) if question not in _first(scene)]
    idle = [gap.place for gap in _open(scene).cannot_matter]
    told = [name for name, place in _answered(scene).items() if _is_a_judgement(place)]
    seed = scene.evaluation.record.input_digest
    if _OPENS in right:
        right = [_OPENS]
    return few(right, idle[:12], [*later, *told], seed)


_OPENS = "risk.ideation"
"""Of all that is urgent the question that opens the others; asked for by itself where it may be."""


def _is_a_judgement(place: Place) -> bool:
    """Whether somebody might forget that it was asked: not who a person is, or who is alive."""
    return place.answer not in HARD and place.kind not in ("asked", "diagnosis", "measure")


def _misfits(scene: Scene) -> Found:
    found = needs_case(scene)
    if not found and not _asked(scene):
        found.append((("case",), "nothing is left to ask in this case that could change anything"))
    return found


NEXT_QUESTION = Kind(
    name=t.QuizKind.NEXT_QUESTION,
    asks="What should be asked next?",
    answers="a place of the case, such as `risk.ideation` or `life_event:move.coping`; "
    "a question that matters and comes later counts half",
    needs="`case`",
    stem=lambda scene: "What should be asked next?",
    known=_known,
    judge=_judge,
    offered=_offered,
    misfits=_misfits,
)

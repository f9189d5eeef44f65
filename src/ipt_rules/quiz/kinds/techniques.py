"""Which technique fits the session, what a dispute calls for, and what is not IPT at all."""

from __future__ import annotations

from collections.abc import Iterable

from ipt_rules import terms as t
from ipt_rules.quiz import reasons
from ipt_rules.quiz.kinds.kind import (
    Judged,
    Kind,
    drawn,
    few,
    needs_case,
    one_of,
    phases_of,
    refused,
    takes,
)
from ipt_rules.quiz.scene import Found, Scene
from ipt_rules.quiz.values import RIGHT, WRONG, Reason
from ipt_rules.rulebase import RuleBase
from ipt_rules.rulebase.language import word_tests

IN, OUT = "in", "out"


def _all(rules: RuleBase) -> list[str]:
    return [*rules.techniques, *rules.foreign]


def _suggested(scene: Scene) -> list[str]:
    return [suggestion.technique for suggestion in scene.evaluation.suggestions]


def _judge(scene: Scene, answer: str) -> Judged:
    rules, found = scene.rules, scene.evaluation
    if answer in rules.foreign:
        return _foreign(rules, answer, WRONG)
    if answer not in rules.techniques:
        raise refused(answer, _all(rules), "a technique, or a practice that is not IPT")
    title = rules.techniques[answer].title
    suggestion = next((s for s in found.suggestions if s.technique == answer), None)
    if suggestion is not None:
        rests = reasons.behind(found, suggestion)
        return Judged(
            title, RIGHT, suggestion.because, reasons.why(found, suggestion),
            rests.facts, rests.rules,
        )  # fmt: skip
    held = [h for h in found.held if h.what in (answer, "techniques")]
    if held and not rules.techniques[answer].safety:
        behind = tuple(reasons.of_support(h.because, h.support) for h in held[: reasons.MOST])
        return Judged(title, WRONG, f"It must wait. {held[0].action}", behind)
    other_time = next((n for n in found.not_now if n.technique == answer), None)
    says = "Nothing in this case calls for it now."
    if other_time is not None:
        says = f"It is {other_time.when.replace('_', ' ')}. {other_time.because}"
    return Judged(title, WRONG, says, reasons.nearest(found, f"techniques/{answer}"))


def _foreign(rules: RuleBase, name: str, credit: float) -> Judged:
    document = rules.foreign[name]
    instead = [rules.techniques[other].title.lower() for other in document.instead]
    says = f"It does not belong to IPT. {document.because}"
    if instead:
        says += f" IPT has for this purpose: {', '.join(instead)}."
    reason = reasons.of_entry(" ".join(document.definition.split()), f"not_ipt/{name}", rules)
    return Judged(document.title, credit, says, (reason,), (name,))


def _offered(scene: Scene) -> list[str]:
    """A technique of the focus before one that always fits; near misses of other areas."""
    rules, found = scene.rules, scene.evaluation
    own = [s.technique for s in found.suggestions if s.areas or s.safety] or _suggested(scene)
    near = [n.technique for n in found.not_now]
    near += [n for n, d in rules.techniques.items() if d.areas and n not in _suggested(scene)]
    near += [n for n, d in rules.foreign.items() if set(d.instead) & set(own)]
    return few(own, near, list(rules.foreign), found.record.input_digest)


def _misfits(scene: Scene) -> Found:
    found = needs_case(scene)
    if not found and not scene.evaluation.suggestions:
        found.append((("case",), "no technique is suggested in this case; ask safety_first of it"))
    return found


TECHNIQUE = Kind(
    name=t.QuizKind.TECHNIQUE,
    asks="Which technique fits this session?",
    answers="a technique (`ipt-rules rules list techniques/`), or a practice that is not IPT "
    "(`ipt-rules rules list not_ipt/`)",
    needs="`case`; `session` where it is not the one after the last note",
    stem=lambda scene: "Which of these fits this session?",
    known=lambda scene: _all(scene.rules),
    judge=_judge,
    offered=_offered,
    misfits=_misfits,
)


# --- what a dispute calls for --------------------------------------------------------------------


def staged(rules: RuleBase) -> list[str]:
    """The techniques that belong to a stage of a dispute: their rules ask for the stage."""
    return [
        name
        for name in rules.techniques
        if (rule := rules.get(f"techniques/{name}")) is not None
        and any(
            test.field == "dispute_stage" for pattern in rule.when for test in word_tests(pattern)
        )
    ]


def _offered_for_dispute(scene: Scene) -> list[str]:
    own = [name for name in _suggested(scene) if name in staged(scene.rules)]
    others = [
        n for n, d in scene.rules.techniques.items() if t.ProblemArea.ROLE_TRANSITION in d.areas
    ]
    near = [*staged(scene.rules), *(n for n in others if n not in _suggested(scene))]
    return few(own, near, [], scene.evaluation.record.input_digest)


def _misfits_for_dispute(scene: Scene) -> Found:
    found = needs_case(scene)
    if not found and not set(_suggested(scene)) & set(staged(scene.rules)):
        message = "no technique of a stage is suggested in this case: is the dispute the focus, " \
                  "its stage known, and the session one of the middle?"  # fmt: skip
        found.append((("case",), message))
    return found


DISPUTE_STAGE_PLAN = Kind(
    name=t.QuizKind.DISPUTE_STAGE_PLAN,
    asks="What does the dispute call for at its stage?",
    answers="a technique, as for `technique`",
    needs="`case` with a role dispute as the focus",
    stem=lambda scene: "Which way of working does this call for?",
    known=lambda scene: _all(scene.rules),
    judge=_judge,
    offered=_offered_for_dispute,
    misfits=_misfits_for_dispute,
)


# --- in or out of the model ----------------------------------------------------------------------


def _judge_practice(scene: Scene, answer: str) -> Judged:
    rules = scene.rules
    if scene.about is not None:
        return _belongs(rules, scene.about, answer)
    if answer in rules.foreign:
        return _foreign(rules, answer, RIGHT if scene.asks == OUT else WRONG)
    if answer not in rules.techniques:
        raise refused(answer, _all(rules), "a technique, or a practice that is not IPT")
    says, reason = _own(rules, answer)
    title = rules.techniques[answer].title
    return Judged(title, WRONG if scene.asks == OUT else RIGHT, says, (reason,), (answer,))


def _belongs(rules: RuleBase, name: str, answer: str) -> Judged:
    if answer not in (IN, OUT):
        raise refused(answer, (IN, OUT), "in or out")
    inside = name in rules.techniques
    credit = RIGHT if inside is (answer == IN) else WRONG
    text = "It belongs to IPT" if answer == IN else "It does not belong to IPT"
    if not inside:
        judged = _foreign(rules, name, credit)
        return Judged(text, credit, judged.says, judged.reasons, (name,))
    says, reason = _own(rules, name)
    return Judged(text, credit, says, (reason,), (name,))


def _own(rules: RuleBase, name: str) -> tuple[str, Reason]:
    document = rules.techniques[name]
    where = f" It has its place in the {phases_of(document)}." if document.phases else ""
    definition = " ".join(document.definition.split())
    return f"It belongs to IPT.{where}", reasons.of_entry(definition, f"techniques/{name}", rules)


def _offered_practices(scene: Scene) -> list[str]:
    if scene.about is not None:
        return [IN, OUT]
    rules = scene.rules
    inside, outside = list(rules.techniques), list(rules.foreign)
    if scene.asks == OUT:
        key = drawn(outside, "practices")[0]
        return few([key], rules.foreign[key].instead, inside, "practices")
    key = drawn((n for d in rules.foreign.values() for n in d.instead), "practices")[0]
    near = [n for n, d in rules.foreign.items() if key in d.instead]
    return few([key], near, outside, "practices")


def _stem_of_practice(scene: Scene) -> str:
    if scene.about is not None:
        known: Iterable[tuple[str, str]] = (
            (name, document.title)
            for held in (scene.rules.techniques, scene.rules.foreign)
            for name, document in held.items()
        )
        title = dict(known).get(scene.about, scene.about)
        return f"{title}: does it belong to IPT?"
    return f"Which of these {'does not belong' if scene.asks == OUT else 'belongs'} to IPT?"


def _misfits_practice(scene: Scene) -> Found:
    names = ("about",) if scene.about is not None else ("asks",)
    found = takes(scene, *names)
    found += one_of("about", scene.about, _all(scene.rules), "a technique, or what is not IPT")
    if scene.about is None:
        found += one_of("asks", scene.asks, (IN, OUT), "in or out")
    if scene.case is not None:
        found.append((("case",), "'case' means nothing in this kind of item; leave it out"))
    return found


IN_OR_OUT_OF_MODEL = Kind(
    name=t.QuizKind.IN_OR_OUT_OF_MODEL,
    asks="What belongs to IPT, and what is only taken for it?",
    answers="a technique or a practice that is not IPT; with `about`, `in` or `out`",
    needs="`asks: out` to ask which does not belong, or `about` to ask of one practice; no `case`",
    stem=_stem_of_practice,
    known=lambda scene: _all(scene.rules) if scene.about is None else (IN, OUT),
    judge=_judge_practice,
    offered=_offered_practices,
    misfits=_misfits_practice,
)

"""What a score says: its band, response, remission, reliable change."""

from __future__ import annotations

from ipt_rules import terms as t
from ipt_rules.quiz import reasons
from ipt_rules.quiz.kinds.kind import Judged, Kind, drawn, one_of, refused, sentence, takes
from ipt_rules.quiz.scene import NO_CASE, Found, Scene
from ipt_rules.quiz.values import RIGHT, WRONG
from ipt_rules.review.course import Score, scores_of
from ipt_rules.rulebase.instruments import InstrumentDocument
from ipt_rules.rulebase.readings import instrument_reading

BAND = "band"
_JUDGED = {
    "response": "response",
    "remission": "remission",
    "reliable_change": "reliable_improvement",
    "deterioration": "deteriorated",
}
_SAID = {"yes": "Yes", "no": "No", "not_known": "It cannot be told from these scores"}
READINGS = (BAND, *_JUDGED)


def _names(scene: Scene) -> dict[str, tuple[str, InstrumentDocument]]:
    """The scales by the word that inventories use and by the name of their file."""
    held = scene.rules.instruments.items()
    by_file = {name: (name, document) for name, document in held}
    return by_file | {document.instrument.value: (name, document) for name, document in held}


def _scale(scene: Scene) -> tuple[str, InstrumentDocument]:
    return _names(scene)[scene.about or ""]


def _score(scene: Scene) -> Score | None:
    """The last score of the scale."""
    _, document = _scale(scene)
    found = [s for s in scores_of(scene.evaluation.run) if s.instrument is document.instrument]
    return found[-1] if found else None


def _answers(scene: Scene) -> dict[str, str]:
    if scene.asks in _JUDGED:
        return _SAID
    return {band.name.replace(" ", "_"): sentence(band.name) for band in _scale(scene)[1].bands} | {
        "not_known": _SAID["not_known"]
    }


def _right(scene: Scene, score: Score) -> str:
    if scene.asks in _JUDGED:
        found = getattr(score, _JUDGED[scene.asks])
        return {True: "yes", False: "no", None: "not_known"}[found]
    known = score.band is not None and " or " not in score.band
    return str(score.band).replace(" ", "_") if known else "not_known"


def _judge(scene: Scene, answer: str) -> Judged:
    answers, score = _answers(scene), _score(scene)
    if answer not in answers:
        raise refused(answer, answers, f"what {scene.asks or BAND} can come to")
    assert score is not None
    name, document = _scale(scene)
    credit = RIGHT if answer == _right(scene, score) else WRONG
    says = _says(document, scene.asks or BAND, open_=score.low != score.high)
    reason = reasons.of_entry(says, f"instruments/{name}", scene.rules)
    return Judged(
        answers[answer], credit, _reading(score, document), (reason,), _FACTS[scene.asks or BAND]
    )


def _reading(score: Score, document: InstrumentDocument) -> str:
    total = _span(score.low, score.high)
    says = f"{document.title} {total}" if total else f"{document.title}: no total can be given"
    if score.change_low is not None and score.change_high is not None:
        moved = _span(score.change_low, score.change_high)
        says += f", a change of {moved} points since the first score"
    return f"{says}."


def _span(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return ""
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


_FACTS = {
    BAND: ("last total",),
    "response": ("first total", "last total"),
    "remission": ("last total",),
    "reliable_change": ("first total", "last total"),
    "deterioration": ("lowest total", "last total"),
}

_LINES = {
    BAND: ("Bands", ("bands",)),
    "response": ("Response", ("response_drop_percent", "response_drop_points")),
    "remission": ("Remission", ("remission_at_most",)),
    "reliable_change": ("Reliable", ("reliable_change",)),
    "deterioration": ("Reliable", ("reliable_change",)),
}
"""How the line of a scale begins that answers a question, and the numbers it is made from."""


def _says(document: InstrumentDocument, asks: str, *, open_: bool) -> str:
    """What the scale says, with a mark where no source that was seen carries the number."""
    begins, numbers = _LINES[asks]
    lines = [line for line in instrument_reading(document) if line.startswith(begins)]
    lines = lines or [f"{document.title} has no such number."]
    marks = [document.defaults[name].label for name in numbers if name in document.defaults]
    if open_ and document.scoring is t.Scoring.SUM:
        lines.append("With items left blank the total is a span.")
    return " ".join((*lines, *(f"({mark})" for mark in marks)))


def _misfits(scene: Scene) -> Found:
    found = takes(scene, "about", "asks")
    if scene.case is None:
        found.insert(0, (("case",), NO_CASE))
    if scene.about is None:
        found.append((("about",), "name the scale, such as phq9"))
    found += one_of("about", scene.about, _names(scene), "a scale of this rule base")
    found += one_of("asks", scene.asks, READINGS, f"one of {', '.join(READINGS)}")
    if found:
        return found
    if _score(scene) is None:
        return [(("about",), "the case holds no score of this scale")]
    _, document = _scale(scene)
    if not document.bands and scene.asks in (None, BAND):
        return [(("asks",), f"{document.title} has no bands")]
    return []


_QUESTIONS = {
    BAND: "In which band does the last {} score lie?",
    "response": "Do the {} scores show a response?",
    "remission": "Does the last {} score count as remission?",
    "reliable_change": "Do the {} scores show a reliable improvement?",
    "deterioration": "Do the {} scores show a deterioration?",
}


def _offered(scene: Scene) -> list[str]:
    answers, score = list(_answers(scene)), _score(scene)
    if scene.asks in _JUDGED or score is None:
        return answers
    right = _right(scene, score)
    others = sorted((a for a in answers if a != right), key=lambda a: _away(answers, a, right))
    kept = {right, *others[:3]}
    return [answer for answer in answers if answer in kept] or drawn(answers)


def _away(answers: list[str], answer: str, right: str) -> int:
    return abs(answers.index(answer) - answers.index(right))


SCORE_READING = Kind(
    name=t.QuizKind.SCORE_READING,
    asks="What does the last score say?",
    answers="for `band` a band of the scale, words joined by `_`; else `yes`, `no`, `not_known`",
    needs=f"`case`; `about` a scale; `asks` one of {', '.join(f'`{r}`' for r in READINGS)}",
    stem=lambda scene: _QUESTIONS[scene.asks or BAND].format(_scale(scene)[1].title),
    known=lambda scene: _answers(scene),
    judge=_judge,
    offered=_offered,
    misfits=_misfits,
)

"""Which area is the focus, or what comes before one."""

from __future__ import annotations

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.evaluation import Evaluation
from ipt_rules.exceptions import IptRulesError
from ipt_rules.quiz import reasons
from ipt_rules.quiz.kinds.kind import Judged, Kind, needs_case, refused, sentence
from ipt_rules.quiz.scene import Scene
from ipt_rules.quiz.values import PARTLY, RIGHT, WRONG, Reason

ASK_FIRST, HOLD_FOCUS, NO_FOCUS = "ask_first", "hold_focus", "no_focus"
_BEFORE = {
    ASK_FIRST: "None yet: something has to be asked first",
    HOLD_FOCUS: "None for now: something else comes before any focus",
    NO_FOCUS: "None: no focus of this treatment is indicated",
}
_OUTCOMES = {
    ASK_FIRST: (t.Outcome.UNDECIDED_PAIR, t.Outcome.NEEDS_INFORMATION),
    HOLD_FOCUS: (t.Outcome.WITHHELD,),
    NO_FOCUS: (t.Outcome.NO_FOCUS_INDICATED,),
}
_PROPOSED = (t.Outcome.SUPPORTED, t.Outcome.PROVISIONAL)
ANSWERS = (*(area.value for area in t.ProblemArea), *_BEFORE)


def _judge(scene: Scene, answer: str) -> Judged:
    if answer in _BEFORE:
        return _before(scene, answer)
    if answer not in ANSWERS:
        raise refused(answer, ANSWERS, "a problem area, ask_first, hold_focus or no_focus")
    found, area = scene.evaluation, t.ProblemArea(answer)
    focus = next((f for f in found.proposal.foci if f.area is area), None)
    credit = WRONG
    if focus is not None and found.proposal.outcome in _PROPOSED:
        credit = RIGHT if focus.rank == "primary" else PARTLY
    says = _says(found.proposal, focus, area)
    try:
        behind = reasons.why(found, answer) if credit else reasons.why_not(found, answer)
    except IptRulesError:  # one of an undecided pair: it was drawn, and is not the answer
        behind = reasons.why(found, answer)
    rests = reasons.behind(found, answer) if credit == RIGHT else reasons.Behind()
    return Judged(sentence(area.label), credit, says, behind, rests.facts, rests.rules)


def _says(proposal: results.Proposal, focus: results.Focus | None, area: t.ProblemArea) -> str:
    label = sentence(area.label)
    if focus is None:
        later = " It seems likely later." if proposal.focus_after_stabilisation is area else ""
        return f"{label}: not proposed as the focus.{later}"
    if proposal.outcome is t.Outcome.UNDECIDED_PAIR:
        return f"{label} is one of two between which the record does not decide. {proposal.because}"
    if proposal.outcome is t.Outcome.PROVISIONAL:
        return f"{label} is the provisional focus. {proposal.because}"
    return f"{label} is the {focus.rank} focus. {focus.because}"


def _before(scene: Scene, answer: str) -> Judged:
    found = scene.evaluation
    proposal = found.proposal
    if proposal.outcome in _OUTCOMES[answer]:
        rests = _rests(found, answer)
        return Judged(
            _BEFORE[answer], RIGHT, proposal.because, _behind(found, answer),
            rests.facts, rests.rules,
        )  # fmt: skip
    if answer == ASK_FIRST and proposal.outcome is t.Outcome.PROVISIONAL:
        asked = tuple(Reason(q.text) for q in proposal.decided_by[: reasons.MOST])
        says = "There is a provisional focus; what would settle it is asked as the work begins."
        return Judged(_BEFORE[answer], PARTLY, says, asked)
    says = {
        ASK_FIRST: "What is on record is enough to propose something, or something comes first.",
        HOLD_FOCUS: "Nothing on record holds the focus back.",
        NO_FOCUS: "The record does not show that no focus is indicated.",
    }[answer]
    return Judged(_BEFORE[answer], WRONG, f"{says} {proposal.because}")


def _behind(found: results.Result, answer: str) -> tuple[Reason, ...]:
    if answer == ASK_FIRST:
        return tuple(Reason(q.text) for q in found.proposal.decided_by[: reasons.MOST])
    holding = _holding(found) if answer == HOLD_FOCUS else []
    behind = [reasons.of_support(f"{a.because} {a.action}", a.support) for a in holding]
    behind += [reasons.of_support(found.proposal.because, s) for s in found.proposal.support]
    return tuple(behind[: reasons.MOST])


def _holding(found: results.Result) -> list[results.Alert | results.Remark]:
    said: tuple[results.Alert | results.Remark, ...] = (*found.alerts, *found.suitability)
    return [one for one in said if "focus" in one.holds]


def _rests(found: Evaluation, answer: str) -> reasons.Behind:
    """What holds the focus; what was looked at and leads to none; or what is open."""
    if answer == HOLD_FOCUS:
        return reasons.behind(found, *_holding(found))
    if answer == NO_FOCUS:
        return reasons.behind(found, "proposal")
    foci = [focus.area.value for focus in found.proposal.foci]
    rests = reasons.behind(found, *foci)
    asked = tuple(question.asks for question in found.proposal.decided_by)
    return reasons.Behind(rests.rules, (*rests.facts, *asked))


FOCUS = Kind(
    name=t.QuizKind.FOCUS,
    asks="Which area is the focus, or what comes before one?",
    answers="an area (`grief`, `role_dispute`, `role_transition`, `interpersonal_deficits`), "
    "`ask_first`, `hold_focus` or `no_focus`; a second focus counts half",
    needs="`case`",
    stem=lambda scene: "Which focus fits best, on what is known?",
    known=lambda scene: ANSWERS,
    judge=_judge,
    offered=lambda scene: ANSWERS,
    misfits=needs_case,
)

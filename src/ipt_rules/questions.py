"""What the strata leave open to questions: each once, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import get_args

from ipt_rules import results
from ipt_rules.conclusions import Drawn
from ipt_rules.facts import Fact, vocabulary
from ipt_rules.rulebase import language as r

Want = tuple[Fact, str, int, bool, str]
"""A field of a fact that is wanted: its urgency, whether a rule asks outright, and which rule."""

_PURPOSES: tuple[results.Purpose, ...] = get_args(results.Purpose)


def questions(
    strata: Iterable[tuple[Drawn, results.Purpose]],
    deciding: Iterable[results.Question],
    facts: Sequence[Fact],
) -> tuple[results.Question, ...]:
    """Every question that strata leave: what is presumed, what is open, what rules ask for.

    `deciding` are the questions that tell two areas apart. A remark on suitability is not urgent,
    and neither is a person nobody mentioned yet: questions for those come later even where a rule
    of safety leaves them. Nobody is asked how things go with a person who has died.
    """
    by_id = {fact.id: fact for fact in facts}
    by_kind = {fact.kind: fact for fact in facts if not fact.stands_for}
    fields = {fact.id: _askable(fact, by_kind["case"]) for fact in facts}
    wants = {
        (q.record, q.asks.partition(".")[2]): (_PURPOSES.index(q.purpose), True, set(q.rules))
        for q in deciding
    }
    for drawn, purpose in strata:
        for fact, field, urgency, asked, rule in _wants(
            drawn, _PURPOSES.index(purpose), by_kind, fields
        ):
            key = fact.id, field
            known = wants.get(key)
            if known is None:
                wants[key] = urgency, asked, {rule}
            else:
                known[2].add(rule)
                wants[key] = min(urgency, known[0]), asked or known[1], known[2]
    found = [_question(by_id[record], field, *want) for (record, field), want in wants.items()]
    said: dict[tuple[str, str], results.Question] = {}
    for question in sorted(found, key=_order):
        said.setdefault((question.record, question.text), question)  # one wording, asked once
    return tuple(said.values())


def _order(question: results.Question) -> tuple[int, bool, int, str, str]:
    urgency = _PURPOSES.index(question.purpose)
    return urgency, not question.mandatory, -len(question.rules), question.asks, question.record


def _question(
    fact: Fact, field: str, urgency: int, mandatory: bool, rules: set[str]
) -> results.Question:
    text, why = question_text(fact, field)
    names = tuple(sorted(rules))
    return results.Question(
        f"{fact.kind}.{field}", fact.id, text, why, _PURPOSES[urgency], mandatory, names
    )


def question_text(fact: Fact, field: str) -> tuple[str, str]:
    """The question behind a field of a record, and why it is asked."""
    asked = vocabulary()[fact.kind].fields[field]
    text = asked.question
    if "{" in text:
        about = fact.values.get("person" if fact.kind == "relationship" else "who")
        text = text.replace("{person}", str(about or "this person"))
        text = text.replace("{event}", str(fact.values.get("event") or "this event"))
    return text, asked.why


def _wants(
    drawn: Drawn, urgency: int, by_kind: Mapping[str, Fact], fields: Mapping[str, _Spelling | None]
) -> Iterator[Want]:
    for fact, field, at, asked, rule in _gaps(drawn, urgency, by_kind):
        spelling = fields.get(fact.id)  # none: a fact that rules concluded
        if spelling is not None:
            name = spelling.get(field, field)
            if name is not None:
                # The course is agreed in one place, however many facts speak of it.
                place = _PLACES.get((fact.kind, name), fact.kind)
                record = fact if place == fact.kind else by_kind[place]
                yield record, name, at, asked, rule


_PLACES = {
    ("course", "profile"): "case",
    ("budget", "sessions_left"): "course",
    ("risk", "recent_birth"): "case",
}
"""The kind of fact by which a field of another kind is asked for."""


def _gaps(drawn: Drawn, urgency: int, by_kind: Mapping[str, Fact]) -> Iterator[Want]:
    """What is presumed, asked for or open, before it is put as a question."""
    suitability, focus = _PURPOSES.index("suitability"), _PURPOSES.index("focus")
    for firing in drawn.firings:
        rule, then = firing.rule, firing.rule.then
        at = suitability if isinstance(then, r.SaysSuitability) else urgency
        for fact, field in firing.presumed:
            yield fact, field, at, isinstance(then, r.Asks), rule.id
        if isinstance(then, r.Asks):
            fact = firing.facts[[p.alias for p in rule.when].index(then.alias)]
            if then.field not in fact.values:
                yield fact, then.field, at, True, rule.id
    for gap in drawn.opens:
        rule = gap.rule
        if isinstance(rule.then, r.Asks):
            continue  # a question about whether to ask a question helps nobody
        at = suitability if isinstance(rule.then, r.SaysSuitability) else urgency
        unasked = next((fact.stands_for for fact in gap.facts if fact.stands_for), None)
        if unasked is not None:
            kind, _, field = unasked.partition(".")
            yield by_kind[kind], field, max(at, focus), False, rule.id
        else:
            for fact, field in gap.unknown:
                yield fact, field, at, False, rule.id


_Spelling = Mapping[str, str | None]
"""For fields that are asked for under another name, or, with `None`, not at all."""

_VIOLENCE = [name for name in vocabulary()["relationship"].fields if name.startswith("violence_")]
_HARM = [name for name in _VIOLENCE if name != "violence_screened"]
_ONE_FOR_ALL = dict.fromkeys(_VIOLENCE, "violence_screened")
_OF_A_DISPUTE = dict.fromkeys(
    (
        "conflict_course",
        "conflict_timing",
        "dispute_stage",
        "dispute_stalled",
        "ended",
        "low_intensity_irritability",
        "negotiation_possible",
        "patient_wants",
    )
)
_OF_A_BIRTH = dict.fromkeys(("recent_birth", "perinatal_stage", "perinatal_weeks"))
_TOO_OLD = 56  # years from which nobody is asked about a pregnancy; a choice of this project


def _askable(fact: Fact, case: Fact) -> _Spelling | None:
    """How fields of a fact are asked for, or nothing when nobody could answer.

    While nothing at all is known about violence, one question opens the subject, not ten, and none
    is put about a child. How a dispute stands is asked once there is one; thoughts about a baby
    once a birth is known; nobody is asked whether they depended on a pregnancy that was lost.
    """
    if fact.kind == "risk" and case.values.get("recent_birth") != "yes":
        # Thoughts about a baby are asked for once there is one: first whether there is.
        return {"infant_harm_thoughts": None if _past_births(case) else "recent_birth"}
    if fact.kind == "case":
        return _OF_A_BIRTH if _past_births(case) else {}
    if fact.kind in ("measure", "course"):
        return _worked_out(fact)
    if fact.kind in ("formulation_area", "planned_technique", "linked"):
        return None  # nothing that a patient could be asked
    if fact.kind == "formulation":
        return dict.fromkeys(("offered_late", "offered_in_last_quarter", "words"))
    if fact.kind == "life_event" and fact.values.get("type") == "pregnancy_loss":
        return _OF_A_PERSON
    if fact.kind != "relationship":
        return {}
    values = fact.values
    if values.get("alive") == "no" or values.get("counterpart") == "institution":
        return None
    spelling: dict[str, str | None] = {}
    in_conflict = values.get("conflict_present") == "yes"
    if not any(name in values for name in _VIOLENCE):
        of_a_child = values.get("kind") in _CHILDREN and not in_conflict
        spelling |= dict.fromkeys(_VIOLENCE) if of_a_child else _ONE_FOR_ALL
    if not in_conflict and values.get("expectations") != "mismatched":
        spelling |= _OF_A_DISPUTE
    if any(values.get(name) in ("yes", "suspected") for name in _HARM):
        spelling["other_expectation_recorded"] = None  # nobody goes and finds out what he wants
    return spelling


def _past_births(case: Fact) -> bool:
    age = case.values.get("age_years")
    return isinstance(age, int) and age >= _TOO_OLD


_CHILDREN = ("child", "step_child", "unborn_or_lost_child", "pet")
_OF_A_PERSON = dict.fromkeys(("closeness", "depended_on", "illness_mimicry"))


_OF_A_TOTAL = "band", "in_remission", "response", "deteriorated"
_OF_A_COURSE = (
    "age_fits",
    "extended",
    "formulation_expected",
    "past_first_check",
    "past_midpoint",
    "announcement_past",
)


def _worked_out(fact: Fact) -> _Spelling:
    """What is worked out from an answer is asked for by that answer, and not once it is there.

    A scale without a number for response leaves response open for ever; nobody can answer that.
    """
    fields, of = (_OF_A_TOTAL, "total") if fact.kind == "measure" else (_OF_A_COURSE, "profile")
    return dict.fromkeys(fields, None if of in fact.values else of)

"""What to ask next: safety first, then what settles most for what it costs, until nothing can."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from attrs import field, frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.explain.gaps import Inquiry, touches
from ipt_rules.explain.replies import HARM, Answers, replies
from ipt_rules.explain.shown import Shown
from ipt_rules.explain.undecided import Spot
from ipt_rules.explain.unknowns import Basis, of_proposal
from ipt_rules.explain.variants import Decision, View
from ipt_rules.places import Place
from ipt_rules.questions import question_text, questions
from ipt_rules.report.outline import Outline
from ipt_rules.report.wording import OUTCOMES
from ipt_rules.rulebase import QuestionCost
from ipt_rules.strata import Run


@frozen
class Effect:
    """What one answer would do, or several that come to the same.

    `proposal` is the outcome that follows; `changes` whether that is another proposal than now.
    """

    answer: str
    proposal: str
    changes: bool


@frozen
class NextQuestion:
    """One question, why it is asked, where its answer is written, and what each answer would do.

    `matters_to` is what it could change: an alert, the proposal, or both. `settles` is how many
    half levels of argument it is expected to settle, `cost` its burden times its sensitivity.
    """

    text: str
    why: str
    matters_to: tuple[Literal["alerts", "proposal"], ...]
    places: tuple[str, ...]
    effects: tuple[Effect, ...]
    settles: float
    burden: int
    sensitivity: int
    rules: tuple[str, ...]

    @property
    def cost(self) -> int:
        """Burden times sensitivity."""
        return self.burden * self.sensitivity


@frozen
class StopCertificate:
    """That no further question can change the proposal, and how that is known.

    It covers the open answers in `fields` and what might turn up in `domains`. Not covered are
    those in `except_for`: they could matter, and nobody is asked for them in this case, such as
    violence by a small child. It takes the record at its word: an answer that corrects it is not
    covered either.
    """

    says: str
    basis: Basis
    fields: tuple[str, ...] = field(repr=lambda fields: f"<{len(fields)} fields>")
    domains: tuple[str, ...]
    except_for: tuple[str, ...] = ()


@frozen
class Asking(Shown):
    """What to ask next, in this order, or the certificate that asking can stop.

    With a certificate, what is still asked concerns safety and cannot change the proposal.
    """

    proposal: str
    certificate: StopCertificate | None
    questions: tuple[NextQuestion, ...]

    def outline(self) -> Outline:
        """The certificate or the questions, the most useful first."""
        parts = []
        if self.certificate is not None:
            parts.append(_certificate_outline(self.certificate))
        safety = [q for q in self.questions if "alerts" in q.matters_to]
        others = [q for q in self.questions if "alerts" not in q.matters_to]
        for title, listed in (("Safety first", safety), ("Then for the focus", others)):
            if listed:
                head, rest = listed[:_SHOWN], listed[_SHOWN:]
                children = [_question_outline(q) for q in head]
                children += [_question_outline(q, folded=True) for q in rest]
                parts.append(Outline(f"{title} ({len(listed)})", children=children))
        title = f"What to ask next. The proposal now: {self.proposal}"
        return Outline(title, children=parts)


def _certificate_outline(certificate: StopCertificate) -> Outline:
    names = ", ".join(certificate.except_for)
    parts = [Outline(f"Not covered, and asked of nobody here: {names}")] if names else []
    for title, covered in (
        ("Open answers that it covers", certificate.fields),
        ("Domains that it covers", certificate.domains),
    ):
        if covered:
            listed = map(Outline, covered)
            parts.append(Outline(f"{title} ({len(covered)})", children=listed, folded=True))
    return Outline(certificate.says, children=parts)


_SHOWN = 6


def _question_outline(question: NextQuestion, *, folded: bool = False) -> Outline:
    changing = [e for e in question.effects if e.changes]
    children = [Outline(f"{effect.answer}: {effect.proposal}") for effect in changing]
    if question.effects and len(changing) < len(question.effects):
        same = [effect.answer for effect in question.effects if not effect.changes]
        children.append(Outline(f"{', '.join(same)}: the proposal stays as it is"))
    note = f"{', '.join(question.places[:2])}; cost {question.cost}"
    children.append(Outline("asked by", ", ".join(question.rules), folded=True))
    return Outline(f"{question.text} ({question.why})", note, children=children, folded=folded)


def ask(run: Run) -> Asking:
    """Say what to ask next, or that no further question can change the proposal.

    Safety comes first; nothing is asked that can change neither an alert nor the proposal.
    """
    inquiry = Inquiry(run)
    open_ = of_proposal(inquiry, corrections=False)
    now = _said(inquiry.variants.base.decision)
    live = frozenset[Spot]() if open_.settled else inquiry.reach.live
    matters = {gap.place for gap in (*open_.decisive, *open_.may_matter, *open_.domains)}
    found: dict[object, NextQuestion] = {}
    for question in _candidates(inquiry, live):
        places = _places(inquiry, question)
        same = places[:1] or _spot(question)
        if same in found or _is_count(question, places):
            continue  # what is written there is asked for in its own words
        to_proposal = not open_.settled and (
            any(str(place) in matters for place in places)
            or (not places and _spot(question) in live)
        )
        to_alerts = question.purpose == "safety"
        if to_proposal or to_alerts:
            found[same] = _next(inquiry, question, places, alerts=to_alerts, proposal=to_proposal)
    asked = {place for question in found.values() for place in question.places}
    certificate = None
    if not any("proposal" in question.matters_to for question in found.values()):
        unasked = set(_unasked(inquiry, live, matters, asked))
        certificate = StopCertificate(
            _certified(now, open_.basis, inquiry, matters),
            open_.basis,
            tuple(name for place in inquiry.gaps if (name := str(place)) not in matters),
            tuple(name for place in inquiry.domains if (name := str(place)) not in matters),
            tuple(sorted(unasked)),
        )
    return Asking(now, certificate, tuple(sorted(found.values(), key=_order)))


def _unasked(
    inquiry: Inquiry, live: frozenset[Spot], matters: set[str], asked: set[str]
) -> Iterator[str]:
    """What could matter and no question would tell."""
    places = [place for place in (*inquiry.gaps, *inquiry.domains) if str(place) in matters]
    for spot in live:
        telling = [str(place) for place in places if touches(place, frozenset({spot}))]
        if telling and not asked.intersection(telling):
            # Where there are several ways to tell it, its own answer stands for all.
            own = [str(place) for place in inquiry.behind(spot)]
            yield from own[:1] or telling


def _is_count(question: results.Question, places: tuple[Place, ...]) -> bool:
    """Whether it asks how many there are where the list is closed and single answers are open."""
    return question.record == "inventory" and not any(p.kind in _DOMAINS for p in places[:1])


_DOMAINS = ("asked", "inventory", "case")


def _certified(now: str, basis: Basis, inquiry: Inquiry, matters: set[str]) -> str:
    how = {
        "bound": "all that open arguments could still amount to was bounded",
        "enumeration": "every answer to what could matter was tried",
    }[basis]
    gaps = sum(str(place) not in matters for place in inquiry.gaps)
    domains = sum(str(place) not in matters for place in inquiry.domains)
    turns_up = f", nor what may turn up under {domains} domains not asked to the end"
    return (
        f"No further question can change the proposal ({now}). None of {gaps} open answers can"
        f"{turns_up if domains else ''}: {how}. The record is taken at its word; a correction "
        "could change it."
    )


def _order(question: NextQuestion) -> tuple[int, float, int, str, tuple[str, ...]]:
    urgency = 2 if "alerts" not in question.matters_to else 1
    if urgency == 1 and "proposal" in question.matters_to:
        urgency = 0  # what could put safety before the focus
    gain = -question.settles / question.cost
    return urgency, gain, -len(question.rules), question.text, question.places


def _spot(question: results.Question) -> Spot:
    return question.record, question.asks.partition(".")[2]


# --- candidates --------------------------------------------------------------------------------


def _candidates(inquiry: Inquiry, live: frozenset[Spot]) -> Iterator[results.Question]:
    """Every question that strata on the way to the proposal leave, and those that break a tie."""
    run, strata = inquiry.run, t.Stratum
    asked = questions(
        (
            (run.drawn[strata.SAFETY], "safety"),
            (run.drawn[strata.AREAS], "focus"),
            (run.drawn[strata.FOCUS], "focus"),
        ),
        run.proposal.decided_by,
        inquiry.facts,
    )
    yield from asked
    known = {_spot(question) for question in asked}
    for record, name in sorted(live - known):
        fact = inquiry.by_id.get(record)
        if name in _BREAKS_TIES and fact is not None and fact.values.get("alive") != "no":
            text, why = question_text(fact, name)
            yield results.Question(f"{fact.kind}.{name}", record, text, why, "focus", False, ())


_BREAKS_TIES = ("main_problem_patient_recorded", "manageable_in_time")


def _places(inquiry: Inquiry, question: results.Question) -> tuple[Place, ...]:
    """Where the answer to a question is written."""
    record, name = _spot(question)
    if Place(record, name) in inquiry.domains:
        return (Place(record, name),)
    if name == "violence_screened":
        private = Place("risk", "violence_asked_in_private")
        harm = [p for p in inquiry.gaps if p.record == record and p.field in HARM]
        return (*harm, *([private] if private in inquiry.gaps else []))
    behind = inquiry.behind((record, name))
    unasked = tuple(place for place in behind if place in inquiry.domains)
    return unasked[:1] or behind


def _next(
    inquiry: Inquiry,
    question: results.Question,
    places: tuple[Place, ...],
    *,
    alerts: bool,
    proposal: bool,
) -> NextQuestion:
    asking = inquiry.run.rules.asking
    cost = asking.cost(question.asks) if asking else QuestionCost(question.asks)
    views = [(label, _view(inquiry, given)) for label, given in replies(inquiry, places)]
    known = [(label, view) for label, view in views if view is not None]
    now = inquiry.variants.base
    effects = tuple(
        Effect(label, _said(view.decision), view.decision != now.decision) for label, view in known
    )
    gain = 0.0
    if known:
        open_now = _openness(now)
        gain = sum(open_now - _openness(view) for _, view in known) / len(known)
        gain += _DECIDES * sum(effect.changes for effect in effects) / len(known)
    matters: list[Literal["alerts", "proposal"]] = ["alerts"] if alerts else []
    return NextQuestion(
        text=question.text,
        why=question.why,
        matters_to=(*matters, *(["proposal"] if proposal else [])),  # type: ignore[arg-type]
        places=tuple(str(place) for place in places),
        effects=effects,
        settles=round(gain, 2),
        burden=cost.burden,
        sensitivity=cost.sensitivity,
        rules=question.rules,
    )


_DECIDES = 2.0  # half levels that an answer is worth which changes the proposal


def _openness(view: View) -> int:
    """How many half levels of argument are still open, in the areas that are."""
    return sum(
        view.spreads[area.area][1] - view.spreads[area.area][0]
        for area in view.areas
        if not area.settled
    )


def _view(inquiry: Inquiry, given: Answers) -> View | None:
    change = inquiry.variants.changes.of(given)
    return inquiry.variants.of(given, change) if change.fits and change.adds else None


def _said(decision: Decision) -> str:
    """A decision in words: the outcome, and the areas in their order."""
    said = OUTCOMES[decision.outcome]
    areas = [area.label for area, _, _ in decision.foci]
    if decision.after_stabilisation is not None:
        areas = [f"{decision.after_stabilisation.label} likely later"]
    return f"{said}: {', then '.join(areas)}" if areas else said

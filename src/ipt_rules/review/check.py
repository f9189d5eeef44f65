"""The whole path of a review: a formulation and an evaluation to what a supervisor would raise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.documents.inventories import check_inventory
from ipt_rules.evaluation import Evaluation, evaluate
from ipt_rules.exceptions import DocumentError, IptRulesError, Problem
from ipt_rules.model import Formulation, SessionLog
from ipt_rules.model.whole import joined
from ipt_rules.report.wording import open_safety
from ipt_rules.review.course import course_so_far
from ipt_rules.review.places import issue_path
from ipt_rules.review.record import Written
from ipt_rules.review.review import Review
from ipt_rules.review.values import FORMAT, Missing, ReviewIssue, ToRaise
from ipt_rules.rulebase import RuleBase
from ipt_rules.rulebase.language import RaisesIssue
from ipt_rules.rulebase.reader import unknown_word
from ipt_rules.strata import Run

RAISED_FIRST = 3
"""How many things are put first: what one hour of supervision can hold. A choice of ours."""


def check(
    formulation: Formulation,
    evaluation: Evaluation,
    notes: SessionLog | None = None,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> Review:
    """Read a formulation against the evaluation of its case.

    The formulation takes the place of one on record; `notes` are added to the notes on record. The
    case is evaluated anew with both, for the session after the last note. `select` and `ignore`
    name issues by rule (`formulation/no-goals`, or its last part) or by code (`F25`): where some
    are selected the others are left out. Alerts and verdicts are always there.

    >>> from ipt_rules import evaluate, load_formulation, load_inventory, load_rules, rules_folder
    >>> cases = rules_folder() / "cases"
    >>> evaluation = evaluate(load_inventory(cases / "lena-renegotiation.yaml"), load_rules())
    >>> formulation = load_formulation({"areas": ["grief"], "diagnosis": "mdd_recurrent"})
    >>> review = check(formulation, evaluation)
    >>> review.chosen[0].verdict.value, review.issues[0].codes
    ('contradicted', ('F08',))

    Raises `DocumentError` that lists every problem with what was given, each in its file, and
    `IptRulesError` for an evaluation from another process, or an issue that no rule raises.
    """
    problems = [
        Problem("<call>", None, None, (name,), f"expected a {kind.__name__}; see {reader}")
        for name, given, kind, reader in (
            ("formulation", formulation, Formulation, "load_formulation"),
            ("evaluation", evaluation, Evaluation, "evaluate"),
            ("notes", notes if notes is not None else SessionLog(), SessionLog, "load_notes"),
        )
        if not isinstance(given, kind)
    ]
    if problems:
        raise DocumentError(problems)
    run = evaluation.run
    wanted = _named(select, run.rules) or _named(None, run.rules)
    wanted -= _named(ignore, run.rules)
    written = Written(run.inventory, formulation, notes)
    whole = joined(run.inventory, formulation, notes)
    as_of = run.as_of if run.as_of is not None and run.as_of >= whole.latest_day else None
    session = run.session if notes is None or not notes.sessions else None
    try:
        check_inventory(whole)
        found = evaluate(whole, run.rules, session=session, as_of=as_of)
    except DocumentError as error:
        raise DocumentError(written.placed(error.problems)) from None
    return _review(found, written, wanted)


def _named(names: Iterable[str] | None, rules: RuleBase) -> set[str]:
    """The rules of issues that go by these names or codes; all of them where none are given."""
    raising = [rule for rule in rules.rules if isinstance(rule.then, RaisesIssue)]
    called: dict[str, set[str]] = {}
    for rule in raising:
        for name in (rule.id, rule.id.rpartition("/")[2], *rule.implements):
            called.setdefault(name.casefold(), set()).add(rule.id)
    if names is None:
        return {rule.id for rule in raising}
    given = list(names)
    unknown = [name for name in given if name.casefold() not in called]
    if unknown:
        said = [
            unknown_word(name, sorted(called), "an issue of this rule base") for name in unknown
        ]
        raise IptRulesError("\n".join(line.partition("; known:")[0] for line in said))
    return set().union(*(called[name.casefold()] for name in given))


def _review(found: Evaluation, written: Written, wanted: set[str]) -> Review:
    run = found.run
    kept = [issue for issue in found.issues if issue.name in wanted]
    paths = [issue_path(issue, run) for issue in kept]
    issues = tuple(
        ReviewIssue(
            name=issue.name,
            codes=run.rules[issue.name].implements,
            severity=issue.severity,
            place=written.spot(path),
            because=issue.because,
            expected=issue.expected,
            action=issue.action,
            question=issue.question,
            support=issue.support,
        )
        for issue, path in zip(kept, paths, strict=True)
    )
    at_risk = {issue for issue, path in zip(issues, paths, strict=True) if path[:1] == ("risk",)}
    about_area = {
        issue for issue, path in zip(issues, paths, strict=True)
        if path[:2] == ("formulation", "areas")
    }  # fmt: skip
    unsound = {path[1] for path in paths if path[:1] == ("formulation",) and len(path) > 1}
    review = Review(
        format=FORMAT,
        pseudonym=found.pseudonym,
        alerts=found.alerts,
        crisis=found.crisis,
        open_safety=tuple(open_safety(found)),
        raise_first=tuple(_raised(found, issues, at_risk, about_area))[:RAISED_FIRST],
        chosen=found.chosen,
        proposal=found.proposal,
        stands=tuple(_stands(found, run, unsound)),
        missing=tuple(_missing(found, issues)),
        issues=issues,
        course=course_so_far(found) if run.inventory.sessions else None,
        record=found.record,
    )
    object.__setattr__(review, "_evaluation", found)  # beside the review, never a part of it
    return review


# --- what to raise first -------------------------------------------------------------------------


def _raised(
    found: Evaluation,
    issues: Iterable[ReviewIssue],
    at_risk: set[ReviewIssue],
    about_area: set[ReviewIssue],
) -> Iterator[ToRaise]:
    """Safety, then what contradicts the choice of the focus, then the rest by its weight."""
    for alert in found.alerts:
        if alert.level in (t.AlertLevel.STOP, t.AlertLevel.REFER):
            yield ToRaise(alert.name, alert.because, alert.action, None)
    yield from (_to_raise(issue) for issue in issues if issue in at_risk)
    judged = False
    for verdict in (t.FocusVerdict.CONTRADICTED, t.FocusVerdict.PREMATURE):
        for chosen in found.chosen:
            if chosen.verdict is verdict:
                judged = True
                yield _chosen_to_raise(chosen)
    # What is wrong with an area was said with its verdict.
    rest = [i for i in issues if i not in at_risk and not (judged and i in about_area)]
    yield from (_to_raise(i) for i in rest if i.severity is t.Severity.ERROR)
    for chosen in found.chosen:
        if chosen.verdict is t.FocusVerdict.UNSUPPORTED:
            yield _chosen_to_raise(chosen)
    yield from (_to_raise(i) for i in rest if i.severity is not t.Severity.ERROR)


def _to_raise(issue: ReviewIssue) -> ToRaise:
    return ToRaise(issue.name, issue.because, issue.action, issue.question)


def _chosen_to_raise(chosen: results.ChosenArea) -> ToRaise:
    return ToRaise(chosen.support.rule, chosen.because, chosen.action, chosen.question)


# --- what is missing, and what stands ------------------------------------------------------------


def _missing(found: Evaluation, issues: Iterable[ReviewIssue]) -> Iterator[Missing]:
    """What rules found blank, then what would decide the proposal; each question once.

    What is open about safety stands by itself, before everything else.
    """
    asked = set()
    for issue in issues:
        if any(fact.startswith("lacking:") for fact in issue.support.facts):
            yield Missing(issue.because, issue.question, issue.place)
    for question in found.proposal.decided_by:
        if question.text not in asked:
            asked.add(question.text)
            yield Missing(f"It would decide the proposal: {question.text}", question.text, None)


def _stands(found: Evaluation, run: Run, unsound: set[str | int]) -> Iterator[str]:
    """What may stay as it is: areas that hold, and parts that are there and raise nothing."""
    for chosen in found.chosen:
        if chosen.verdict in (t.FocusVerdict.SUPPORTED, t.FocusVerdict.DEFENSIBLE):
            yield chosen.because
    formulation = run.inventory.formulation
    assert formulation is not None
    for name, says in _PARTS.items():
        value = getattr(formulation, name)
        absent = isinstance(value, t.Absence) or value in ((), frozenset(), t.Answer.NO)
        if not absent and name not in unsound:
            yield says
    contract = formulation.contract
    agreed = contract.sessions, contract.ends_on
    if "contract" not in unsound and not all(isinstance(part, t.Absence) for part in agreed):
        yield "A time limit is part of the contract."


_PARTS = {
    "diagnosis": "The illness is named.",
    "linked_to": "The focus is tied to an event or to a person.",
    "onset_link": "It is said how the focus goes with the onset.",
    "dispute_stage": "The stage of the dispute is given.",
    "goals": "Goals are stated.",
    "strengths": "Strengths are named.",
    "alternatives_considered": "Other areas were considered.",
    "reason_for_choice": "A reason for the choice is given.",
    "patient_agreed": "The patient has agreed.",
    "statement": "What is said to the patient is written down.",
    "plan": "Sessions are planned.",
}
"""Parts of a formulation, as a supervisor would name what is in order."""

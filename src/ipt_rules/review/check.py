"""The whole path of a review: a formulation and an evaluation to what a supervisor would raise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ipt_rules.documents.inventories import check_inventory
from ipt_rules.evaluation import Evaluation, evaluate
from ipt_rules.exceptions import DocumentError, IptRulesError, Problem
from ipt_rules.fit import fit_problems
from ipt_rules.model import Formulation, Inventory, SessionLog
from ipt_rules.model.whole import joined
from ipt_rules.report.wording import open_safety
from ipt_rules.review.course import course_so_far
from ipt_rules.review.places import issue_path
from ipt_rules.review.record import Written
from ipt_rules.review.review import Review
from ipt_rules.review.values import FORMAT, ReviewIssue
from ipt_rules.review.weighing import missing, raised_first, stands
from ipt_rules.rulebase import RuleBase
from ipt_rules.rulebase.language import RaisesIssue
from ipt_rules.rulebase.reader import unknown_word


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
        problems = [*error.problems, *_unfit(whole, run.rules)]
        raise DocumentError(written.placed(dict.fromkeys(problems))) from None
    return _review(found, written, wanted)


def _unfit(whole: Inventory, rules: RuleBase) -> Iterator[Problem]:
    """Names and scores that the rule base does not have, said with whatever else is wrong."""
    for path, message in fit_problems(whole, rules):
        yield Problem("<inventory>", None, None, path, message)


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
    review = Review(
        format=FORMAT,
        pseudonym=found.pseudonym,
        alerts=found.alerts,
        crisis=found.crisis,
        open_safety=tuple(open_safety(found)),
        raise_first=raised_first(found, tuple(zip(issues, paths, strict=True))),
        chosen=found.chosen,
        proposal=found.proposal,
        stands=tuple(stands(found, paths)),
        missing=tuple(missing(found, issues)),
        issues=issues,
        course=course_so_far(found) if run.inventory.sessions else None,
        record=found.record,
    )
    object.__setattr__(review, "_evaluation", found)  # beside the review, never a part of it
    return review

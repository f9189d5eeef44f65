"""Why no focus is proposed, and in how many cases.

Only the words of rules and areas are used here, never a sentence about a case: that may name
people, and these counts may be passed on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.caseloads.contents import Abstention
from ipt_rules.caseloads.small import shown_together

_Cause = tuple[t.Outcome, str, str]
"""The outcome, the cause by its name, and the reason in words."""

_ABSTAINS = (
    t.Outcome.WITHHELD,
    t.Outcome.UNDECIDED_PAIR,
    t.Outcome.NEEDS_INFORMATION,
    t.Outcome.NO_FOCUS_INDICATED,
)

_UNSUITABLE = "IPT in this form does not suit the case."
_SAFETY = "Safety comes first."
_NOTHING = {
    t.Outcome.NEEDS_INFORMATION: "Too little is known to favour any area.",
    t.Outcome.NO_FOCUS_INDICATED: "What is known favours none of the four areas.",
}


def abstentions(found: Sequence[results.Result], smallest: int) -> tuple[Abstention, ...] | None:
    """Every cause with its number of cases; `None` where the counts are too small for a table."""
    counted = Counter(cause for result in found for cause in _causes(result))
    causes = sorted(counted, key=lambda cause: cause[0] is t.Outcome.WITHHELD)
    apart = [cause for cause in causes if cause[0] is not t.Outcome.WITHHELD]
    overlapping = causes[len(apart) :]
    counts = shown_together(
        [counted[c] for c in apart], [counted[c] for c in overlapping], len(found), smallest
    )
    if counts is None:
        return None
    rows = [
        Abstention(*cause, count.cases, count.words)
        for cause, count in zip(causes, counts, strict=True)
    ]
    return tuple(sorted(rows, key=_order))


def _order(row: Abstention) -> tuple[int, int, str, str]:
    """By outcome, the largest count first; those kept back by name, so that order tells nothing."""
    return _ABSTAINS.index(row.outcome), -(row.cases or 0), row.cause, row.reason


def _causes(result: results.Result) -> Iterable[_Cause]:
    outcome = result.proposal.outcome
    if outcome is t.Outcome.WITHHELD:
        return set(_holding(result)) or [(outcome, "", _SAFETY)]
    return [_cause(result)] if outcome in _ABSTAINS else []


def _holding(result: results.Result) -> Iterator[_Cause]:
    """The families of the alerts that hold the focus, or of the remarks that it does not suit."""
    alerts = {alert.support.rule for alert in result.alerts}
    for support in result.proposal.support:
        reason = _SAFETY if support.rule in alerts else _UNSUITABLE
        yield t.Outcome.WITHHELD, support.rule.rpartition("/")[0], reason


def _cause(result: results.Result) -> _Cause:
    proposal = result.proposal
    if proposal.outcome is t.Outcome.UNDECIDED_PAIR:
        pair = sorted(focus.area for focus in proposal.foci)
        said = " and ".join(area.label for area in pair)
        return proposal.outcome, " + ".join(pair), f"{said} cannot be told apart yet.".capitalize()
    argued = {a.support.rule: area.area for area in result.areas for a in area.arguments}
    for support in proposal.support:
        area = argued.get(support.rule)
        if area is None:
            return proposal.outcome, support.rule, f"{support.title}."
        said = f"Something speaks for {area.label}, not enough to propose it."
        return proposal.outcome, area.value, said
    return proposal.outcome, "", _NOTHING[proposal.outcome]

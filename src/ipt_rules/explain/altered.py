"""A change to one answer, and what a proposal decides, as data and in words."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.explain.origins import record_name
from ipt_rules.facts import Fact
from ipt_rules.model import PartialDate
from ipt_rules.report.wording import OUTCOMES
from ipt_rules.results import plain


@frozen
class Altered:
    """Another answer at a place: `before` and `after` as documents spell them, `says` in words."""

    place: str
    before: Any
    after: Any
    says: str


def altered(place: str, before: Any, after: Any, facts: Mapping[str, Fact]) -> Altered:
    """A change to one answer, in words."""
    record, _, field = place.rpartition(".")
    name = record_name(facts[record]) if record in facts else record
    now, then = said(before, facts), said(after, facts)
    says = f"{name} – {field.replace('_', ' ')}: {then} instead of {now}"
    return Altered(place, _spelled(before), _spelled(after), says)


def said(answer: Any, facts: Mapping[str, Fact]) -> str:
    """An answer as a person reads it.

    >>> said(frozenset({t.Conflict.OVERT, t.Conflict.COVERT}), {})
    'covert and overt'
    """
    if isinstance(answer, t.Term):
        return answer.label
    if isinstance(answer, frozenset):
        return " and ".join(sorted(said(item, facts) for item in answer)) or "none recorded"
    if isinstance(answer, tuple):
        return ", then ".join(_named(item, facts) for item in answer) or "none recorded"
    return f"{answer:g}" if isinstance(answer, float) else str(answer)


def _named(item: Any, facts: Mapping[str, Fact]) -> str:
    for kind in ("relationship", "life_event"):
        if f"{kind}:{item}" in facts:
            return record_name(facts[f"{kind}:{item}"])
    return said(item, facts)


def _spelled(answer: Any) -> Any:
    if isinstance(answer, enum.Enum):
        return answer.value
    if isinstance(answer, PartialDate):
        return answer.text
    if isinstance(answer, frozenset):
        return tuple(sorted(str(_spelled(item)) for item in answer))
    return plain(answer) if not isinstance(answer, tuple) else tuple(plain(answer))


@frozen
class Decided:
    """What a proposal decides: the outcome, each focus, and in words.

    `foci` are areas with their rank and the record that each is about.
    """

    outcome: t.Outcome
    foci: tuple[tuple[t.ProblemArea, str, str | None], ...]
    after_stabilisation: t.ProblemArea | None
    says: str

    @property
    def decision(self) -> tuple[object, ...]:
        """What is decided, whatever the words."""
        return self.outcome, self.foci, self.after_stabilisation


def decided(proposal: results.Proposal, facts: Iterable[Fact]) -> Decided:
    """What a proposal decides."""
    foci = tuple((focus.area, str(focus.rank), focus.about) for focus in proposal.foci)
    later = proposal.focus_after_stabilisation
    named = {fact.subject: record_name(fact) for fact in facts if fact.kind in _ABOUT}
    return Decided(proposal.outcome, foci, later, _sentence(proposal, named))


_ABOUT = ("life_event", "relationship", "medical_illness")


def _sentence(proposal: results.Proposal, named: Mapping[str, str]) -> str:
    says = OUTCOMES[proposal.outcome]
    parts = []
    for focus in proposal.foci:
        about = named.get(focus.about or "")
        part = focus.area.label + (f" ({about})" if about else "")
        second = focus.rank == "secondary" and proposal.outcome is not t.Outcome.UNDECIDED_PAIR
        parts.append(f"{part} as second" if second else part)
    if proposal.outcome is t.Outcome.UNDECIDED_PAIR:
        return f"{says}: {' and '.join(parts)}"
    if proposal.focus_after_stabilisation is not None:
        return f"{says}; {proposal.focus_after_stabilisation.label} seems likely once stable"
    return f"{says}: {', '.join(parts)}" if parts else says

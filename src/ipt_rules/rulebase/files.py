"""The files of a rule base: rules, techniques, what is not IPT, crisis services, bibliography."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import annotated_types as at
from attrs import field, frozen

from ipt_rules import terms as t
from ipt_rules.rulebase.language import Citation

Line = Annotated[str, at.MinLen(1), at.MaxLen(300)]
Prose = Annotated[str, at.MinLen(1), at.MaxLen(4000)]
Citations = Annotated[tuple[Citation, ...], at.MinLen(1)]


@frozen
class Identity:
    """Name and version of a rule base (`rulebase.yaml`)."""

    name: Line
    version: Line
    language: Literal[1]


@frozen
class BibliographyEntry:
    """A source; `seen` says how much of it was read."""

    title: Line
    kind: Line
    seen: Line
    authors: Line | None = None
    year: int | None = None
    where: Line | None = None
    note: Line | None = None


@frozen
class RuleDocument:
    """A rule as its file spells it."""

    title: Line
    when: Any
    then: Any
    because: Line
    rationale: Prose
    sources: Citations
    examples: Annotated[tuple[Any, ...], at.MinLen(3)]
    presumes: Any = field(factory=dict)
    defaults: dict[str, t.Evidence] = field(factory=dict)
    stratum: t.Stratum | None = None
    status: t.RuleStatus = t.RuleStatus.DRAFT
    reviewed_by: Line | None = None
    reviewed_on: dt.date | None = None
    replaced_by: Line | None = None
    implements: tuple[Line, ...] = ()


@frozen
class TechniqueDocument:
    """A technique as its file spells it: its definition, and when it is suggested.

    Phase, areas and the sessions needed become conditions of the suggestion by themselves.
    `suggest_when` adds to them. `sessions_needed` are those after the session in which it begins,
    until what it opens is closed again; without a number it never runs out of time. Once begun it
    may go on with fewer, unless they are `needed_each_time`.
    """

    title: Line
    definition: Prose
    because: Line
    rationale: Prose
    sources: Citations
    examples: Annotated[tuple[Any, ...], at.MinLen(3)]
    phases: tuple[t.Phase, ...] = ()
    areas: tuple[t.ProblemArea, ...] = ()
    needs: tuple[Line, ...] = ()
    needs_one_of: tuple[Line, ...] = ()
    cautions: tuple[Line, ...] = ()
    suggest_when: Any = field(factory=dict)
    sessions_needed: Annotated[int, at.Ge(1), at.Le(20)] | None = None
    needed_each_time: bool = False
    defaults: dict[str, t.Evidence] = field(factory=dict)
    safety: bool = False
    status: t.RuleStatus = t.RuleStatus.DRAFT
    reviewed_by: Line | None = None
    reviewed_on: dt.date | None = None
    replaced_by: Line | None = None
    implements: tuple[Line, ...] = ()


@frozen
class ForeignDocument:
    """What is not IPT although it is taken for it: recognised by name, never suggested.

    `known_as` are names people write; `instead` are techniques that IPT offers for the purpose.
    """

    title: Line
    kind: t.Foreign
    tradition: t.Tradition
    definition: Prose
    known_as: Annotated[tuple[Line, ...], at.MinLen(1)]
    because: Line
    rationale: Prose
    sources: Citations
    instead: tuple[Line, ...] = ()
    status: t.RuleStatus = t.RuleStatus.DRAFT
    reviewed_by: Line | None = None
    reviewed_on: dt.date | None = None
    replaced_by: Line | None = None
    implements: tuple[Line, ...] = ()


@frozen
class PhrasesDocument:
    """Words a supervisor would stop at in a formulation; found as whole words."""

    title: Line
    phrases: Annotated[tuple[Line, ...], at.MinLen(1)]
    rationale: Prose
    sources: Citations
    status: t.RuleStatus = t.RuleStatus.DRAFT
    reviewed_by: Line | None = None
    reviewed_on: dt.date | None = None
    replaced_by: Line | None = None
    implements: tuple[Line, ...] = ()


@frozen
class CrisisService:
    """A service for people in danger; `checked_on` is the day the entry was last looked up."""

    name: Line
    reach: Line
    checked_on: dt.date
    source: Line
    evidence: t.Evidence
    need: t.CrisisNeed = t.CrisisNeed.ANY
    hours: Line | None = None
    note: Line | None = None


@frozen
class CrisisRegion:
    """The services of one country."""

    name: Line
    services: Annotated[tuple[CrisisService, ...], at.MinLen(1)]


@frozen
class CrisisDocument:
    """Crisis services by region (ISO 3166), and what is said where the region is not known."""

    title: Line
    generic: Line
    regions: dict[str, CrisisRegion]
    rationale: Prose
    sources: Citations
    implements: tuple[Line, ...] = ()


Bibliography = Mapping[str, BibliographyEntry]

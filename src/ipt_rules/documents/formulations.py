"""Formulations and session notes in documents of their own, and samples of them with a story."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

import annotated_types as at
from attrs import field, frozen

from ipt_rules import terms as t
from ipt_rules.documents.cases import CaseFile, load_folder
from ipt_rules.documents.refusals import unknown_field
from ipt_rules.documents.source import place, read
from ipt_rules.documents.structure import structure
from ipt_rules.exceptions import DocumentError, Problem
from ipt_rules.exceptions import Path as DocumentPath
from ipt_rules.model import Formulation, Inventory, SessionLog
from ipt_rules.model.whole import joined

F = TypeVar("F", Formulation, SessionLog)

SAMPLE_FIELDS = ("title", "story", "case", "session", "formulation", "notes", "expects")
"""What a sample may hold; beside the formulation it says which case it belongs to."""


def load_formulation(source: str | os.PathLike[str] | Mapping[str, Any]) -> Formulation:
    """Read a formulation from a file or a mapping, or from the sample that holds it.

    >>> load_formulation({"areas": ["grief"], "linked_to": ["father"]}).areas
    (<ProblemArea.GRIEF: 'grief'>,)

    Raises `DocumentError` that lists every problem with file, line and column.
    """
    return _read(source, "formulation", Formulation)


def load_notes(source: str | os.PathLike[str] | Mapping[str, Any]) -> SessionLog:
    """Read session notes from a file or a mapping, or from the sample that holds them.

    >>> len(load_notes({"sessions": [{"session_no": 4, "focus_worked": "grief"}]}).sessions)
    1

    Raises `DocumentError` that lists every problem with file, line and column.
    """
    return _read(source, "notes", SessionLog)


def _read(source: str | os.PathLike[str] | Mapping[str, Any], key: str, kind: type[F]) -> F:
    document = read(source)
    prefix: tuple[str, ...] = part_of(document.data, key)
    data = document.data[prefix[0]] if prefix else document.data
    value, problems = structure(data, kind)
    found = _below(prefix, problems)
    if prefix:
        unknown = [
            unknown_field((), k, SAMPLE_FIELDS) for k in document.data if k not in SAMPLE_FIELDS
        ]
        found += [(reason.path, reason.sentence()) for reason in unknown]
    if value is None or found:
        raise DocumentError(place(document, found))
    object.__setattr__(value, "origin", document.origin)
    return value


def _below(
    prefix: DocumentPath, found: list[tuple[DocumentPath, str]]
) -> list[tuple[DocumentPath, str]]:
    return [((*prefix, *path), message) for path, message in found]


def part_of(data: Any, key: str) -> tuple[str, ...]:
    """Where a document holds a formulation or notes: under a key in a sample, else at its top."""
    return (key,) if isinstance(data, dict) and key in data else ()


# --- samples -------------------------------------------------------------------------------------


@frozen
class ExpectedReview:
    """What the review of a sample must give: a verdict for each area, every issue and no other."""

    verdicts: dict[str, t.FocusVerdict] = field(factory=dict)
    issues: tuple[str, ...] = ()


@frozen
class FormulationSample:
    """A fictional formulation of a shipped case, with what its review must find.

    `case` is the name of a case file beside the folder of samples.
    """

    title: str
    story: str
    case: str
    formulation: Formulation
    notes: SessionLog | None
    expects: ExpectedReview
    session: int | None = None


@frozen
class _Told:
    title: str
    story: str
    case: str
    expects: ExpectedReview
    formulation: Any
    notes: Any = None
    session: Annotated[int, at.Ge(0), at.Le(60)] | None = None


def load_sample(path: str | os.PathLike[str]) -> FormulationSample:
    """Read a sample: its formulation, its notes, its story and what is expected.

    Raises `DocumentError` that lists every problem with file, line and column.
    """
    problems: list[Problem] = []
    document = read(path)
    told, found = structure(document.data, _Told)
    found += [
        (("expects", "verdicts", area), f"{area!r} is not a problem area")
        for area in (() if told is None else told.expects.verdicts)
        if area not in [known.value for known in t.ProblemArea]
    ]
    problems += place(document, found)
    formulation, notes = None, None
    try:
        formulation = load_formulation(path)
    except DocumentError as error:
        problems += error.problems
    if isinstance(document.data, dict) and "notes" in document.data:
        try:
            notes = load_notes(path)
        except DocumentError as error:
            problems += error.problems
    if problems or told is None or formulation is None:
        once = {(p.line or 0, p.column or 0, p.path): p for p in problems}
        raise DocumentError(
            [problem for _, problem in sorted(once.items(), key=lambda i: i[0][:2])]
        )
    return FormulationSample(
        told.title, told.story.strip(), told.case, formulation, notes, told.expects, told.session
    )


def load_samples(folder: str | os.PathLike[str]) -> dict[str, FormulationSample]:
    """Every sample of a folder, by its name.

    Raises `DocumentError` that lists every problem of every file.
    """
    return load_folder(folder, load_sample)


@frozen
class SampleCase:
    """The record that a sample makes of its case, and the session it is evaluated for."""

    inventory: Inventory
    session: int | None = None


def sample_cases(
    samples: Mapping[str, FormulationSample], cases: Mapping[str, CaseFile]
) -> dict[str, SampleCase]:
    """Each sample joined with its case, under the name `formulations/NAME`.

    Raises `DocumentError` that lists every sample of a case that is not there.
    """
    stray = [
        Problem(s.formulation.origin, None, None, ("case",), f"there is no case {s.case!r}")
        for s in samples.values()
        if s.case not in cases
    ]
    if stray:
        raise DocumentError(stray)
    return {f"formulations/{name}": _joined(s, cases[s.case]) for name, s in samples.items()}


def _joined(sample: FormulationSample, case: CaseFile) -> SampleCase:
    """As `check` reads them: with notes, for the session after the last of them."""
    whole = joined(case.inventory, sample.formulation, sample.notes)
    noted = sample.notes is not None and sample.notes.sessions
    asked = case.session if sample.session is None else sample.session
    return SampleCase(whole, None if noted else asked)

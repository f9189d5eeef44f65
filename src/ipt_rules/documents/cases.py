"""Case files: a fictional inventory with its story and what is expected of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import annotated_types as at
from attrs import field, frozen

from ipt_rules import terms as t
from ipt_rules.documents.inventories import load_inventory
from ipt_rules.documents.source import place, read
from ipt_rules.documents.structure import structure
from ipt_rules.exceptions import DocumentError, Problem
from ipt_rules.model import Inventory

D = TypeVar("D")


@frozen
class Expected:
    """What an evaluation of the case must give; what is not named is not tested.

    `alerts` names every alert that must be raised, `asks` fields that must be asked for (such as
    `relationship.expectations`), `suggests` techniques at the session of the case, `withholds`
    techniques that must not be suggested, `tasks` what the session must hold.
    """

    outcome: t.Outcome
    foci: tuple[t.ProblemArea, ...] = ()
    focus_after_stabilisation: t.ProblemArea | None = None
    areas: dict[str, t.AreaStatus] = field(factory=dict)
    alerts: tuple[str, ...] = ()
    suitability: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    suggests: tuple[str, ...] = ()
    withholds: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()


@frozen
class CaseFile:
    """A fictional case. The persons are invented.

    `session` is the session it is evaluated for, where that is not the one after the last note.
    """

    title: str
    vignette: str
    inventory: Inventory
    expects: Expected
    session: int | None = None


@frozen
class _Told:
    title: str
    vignette: str
    expects: Expected
    session: Annotated[int, at.Ge(0), at.Le(60)] | None = None


def load_case(path: str | os.PathLike[str]) -> CaseFile:
    """Read a case file: its inventory, its story and what is expected.

    Raises `DocumentError` that lists every problem with file, line and column.
    """
    inventory = load_inventory(path)
    document = read(path)
    told, problems = structure({k: v for k, v in document.data.items() if k != "inventory"}, _Told)
    if told is None:
        raise DocumentError(place(document, problems))
    return CaseFile(told.title, told.vignette.strip(), inventory, told.expects, told.session)


def load_cases(folder: str | os.PathLike[str]) -> dict[str, CaseFile]:
    """Every case file of a folder, by its name.

    Raises `DocumentError` that lists every problem of every file.
    """
    return load_folder(folder, load_case)


def load_folder(folder: str | os.PathLike[str], load: Callable[[Path], D]) -> dict[str, D]:
    """Every YAML file of a folder, by its name; one `DocumentError` for all that is wrong."""
    found: dict[str, D] = {}
    problems: list[Problem] = []
    for path in sorted(Path(folder).glob("*.yaml")):
        try:
            found[path.stem] = load(path)
        except DocumentError as error:
            problems += error.problems
    if problems:
        raise DocumentError(problems)
    return found

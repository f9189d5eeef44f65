"""Where each part of a joined record was written: the case, the formulation, the notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from attrs import field, frozen

from ipt_rules import terms as t
from ipt_rules.documents.formulations import load_formulation, load_notes, part_of
from ipt_rules.documents.inventories import load_inventory, where_inventory_is
from ipt_rules.documents.source import Positions, locate, read
from ipt_rules.exceptions import DocumentError, Path, Problem, show_path
from ipt_rules.model import Formulation, Inventory, SessionLog


@frozen
class Spot:
    """Where something stands: a file with line and column, as far as they are known.

    `path` is that of the file; without a file it is that of the record.

    >>> print(Spot("lena.yaml", 14, 9, ("formulation", "areas", 0)))
    lena.yaml:14:9: formulation.areas[0]
    """

    file: str | None
    line: int | None
    column: int | None
    path: Path

    def __str__(self) -> str:
        place = [part for part in (self.file, self.line, self.column) if part is not None]
        return ": ".join(part for part in (":".join(map(str, place)), show_path(self.path)) if part)


@frozen
class _Document:
    """A file, where in it the value begins, and the places of its parts."""

    file: str
    prefix: Path
    positions: Positions = field(repr=False)


@frozen
class Written:
    """Where the parts of a joined record were written.

    A file that was changed since it was read, or that is gone, gives its name and no line.
    """

    inventory: Inventory
    formulation: Formulation
    notes: SessionLog | None
    _documents: dict[str, _Document | None] = field(factory=dict, eq=False, repr=False)

    def spot(self, path: Path) -> Spot:
        """The file, line and column of a path of the joined record."""
        part, inner = self._part(path)
        document = self._document(part)
        if document is None:
            return Spot(None, None, None, path)
        there = (*document.prefix, *inner)
        line, column = locate(there, document.positions)
        return Spot(document.file, line, column, there)

    def placed(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems of the joined record, each in the file in which it was written."""
        found = []
        for problem in problems:
            at = self.spot(problem.path) if problem.path else Spot(None, None, None, ())
            file = at.file or problem.file
            found.append(
                Problem(file, at.line, at.column, at.path or problem.path, problem.message)
            )
        return sorted(found, key=lambda p: (p.file, p.line or 0, p.column or 0))

    def _part(self, path: Path) -> tuple[str, Path]:
        """The document that holds a path of the joined record, and the path in it."""
        if not path:
            return "case", path
        first, *rest = path
        if first == "formulation":
            own = self.formulation == self.inventory.formulation and not self.formulation.origin
            return ("case", path) if own else ("formulation", tuple(rest))
        if self.notes is not None and first in ("sessions", "measures"):
            count = len(getattr(self.inventory, first))
            if rest and isinstance(rest[0], int) and rest[0] >= count:
                return "notes", (first, rest[0] - count, *rest[1:])
            if not rest and not count:
                return "notes", (first,)
        if self.notes is not None and self.notes.risk is not None and first == "risk":
            asked = bool(rest) and getattr(self.notes.risk, str(rest[0]), None)
            return ("notes", path) if not isinstance(asked, t.Absence) else ("case", path)
        return "case", path

    def _document(self, part: str) -> _Document | None:
        if part not in self._documents:
            self._documents[part] = self._read(part)
        return self._documents[part]

    def _read(self, part: str) -> _Document | None:
        if part == "case":
            return _document(
                self.inventory, load_inventory, lambda data: where_inventory_is(data)[0]
            )
        if part == "formulation":
            return _document(
                self.formulation, load_formulation, lambda d: part_of(d, "formulation")
            )
        return _document(self.notes, load_notes, lambda data: part_of(data, "notes"))


V = TypeVar("V", Inventory, Formulation, SessionLog)


def _document(
    value: V | None, load: Callable[[str], V], where: Callable[[Any], Path | None]
) -> _Document | None:
    """The file that a value was read from, with its places if it still says the same."""
    if value is None or not value.origin:
        return None
    try:
        if load(value.origin) == value:
            source = read(value.origin)
            return _Document(value.origin, where(source.data) or (), source.positions)
    except DocumentError:
        pass  # it was changed, or is gone: its name is all that can be said
    return _Document(value.origin, (), {})

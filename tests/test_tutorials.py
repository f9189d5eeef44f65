"""The stored notebook shows what its code gives today."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

TUTORIALS = Path(__file__).resolve().parents[1] / "docs" / "tutorials"


def shown(cell: Any) -> list[str]:
    """What a cell shows, streams joined: they may be cut anywhere."""
    printed = "".join(o["text"] for o in cell.outputs if o.output_type == "stream")
    results = [
        output["data"][form]
        for output in cell.outputs
        if output.output_type == "execute_result"
        for form in sorted(output["data"])
    ]
    return [printed, *results]


# The kernel is asked to speak plain sockets; that nobody else listens is the machine's affair.
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", sorted(TUTORIALS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_stored_notebook_is_what_its_code_gives(path: Path) -> None:
    """Executed anew, every cell of a stored notebook shows what is stored."""
    stored = nbformat.read(path, as_version=4)
    fresh = nbformat.read(path, as_version=4)
    client = NotebookClient(fresh, timeout=300, resources={"metadata": {"path": str(path.parent)}})
    client.execute()
    for old, new in zip(stored.cells, fresh.cells, strict=True):
        if old.cell_type == "code":
            assert shown(old) == shown(new), old.source

"""The stored notebooks show what their code gives today."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

TUTORIALS = Path(__file__).resolve().parents[1] / "docs" / "tutorials"


pytestmark = pytest.mark.once

_MADE_FROM = re.compile(
    r"\([0-9a-f]{12}\)|(?<=input )[0-9a-f]{12}|(?<=input\n) *[0-9a-f]{12}|\d+ of \d+ rules"
)
"""What the last line of a report names: it changes with every rule, and the rest need not."""


def shown(cell: Any) -> list[str]:
    """What a cell shows, streams joined: they may be cut anywhere."""
    printed = "".join(o["text"] for o in cell.outputs if o.output_type == "stream")
    results = [
        output["data"][form]
        for output in cell.outputs
        if output.output_type in ("execute_result", "display_data")
        for form in sorted(output["data"])
    ]
    return [_MADE_FROM.sub("…", text) for text in (printed, *results)]


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


def test_four_lines_lead_from_files_to_a_printed_review() -> None:
    """The first hour shows them in one cell, and nothing before it but a folder with two files."""
    notebook = nbformat.read(TUTORIALS / "first-supervision-hour.ipynb", as_version=4)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert 'review.save("review.html")' in cells[1]
    assert len([line for line in cells[1].splitlines() if line.strip()]) == 4
    assert "ipt_rules import rules_folder" in cells[0]
    assert cells[0].count("shutil.copy") == 2

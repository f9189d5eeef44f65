"""Pages that are made from the rule base: the table of the seeds cannot rot."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).parents[1] / "docs"


def _module(name: str) -> ModuleType:
    sys.path.insert(0, str(DOCS))
    try:
        spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(DOCS))


KNOWLEDGE = _module("_knowledge")
ROWS = KNOWLEDGE.rows()


def test_every_row_of_the_founding_texts_has_a_line() -> None:
    """Rows 1 to 53, each once and in order, each with a line on the page."""
    assert [row["row"] for row in ROWS] == list(range(1, 54))
    page = (DOCS / "reference" / "coverage.md").read_text(encoding="utf-8")
    for row in ROWS:
        assert f"\n## {row['row']}. " in page


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["row"]))
def test_a_row_can_be_seen_at_work_or_is_refused(row: dict[str, object]) -> None:
    """The report of the case it names says what the row says; entries it names exist."""
    assert list(KNOWLEDGE.row_faults(row)) == []


def test_the_page_is_the_one_made_from_the_rules_as_they_are() -> None:
    """`docs/reference/coverage.md` is what the build would write now."""
    page = (DOCS / "reference" / "coverage.md").read_text(encoding="utf-8")
    assert page == KNOWLEDGE.coverage_page()


def test_a_row_that_rots_is_noticed() -> None:
    """A case that is gone, a sentence that is no longer said, an entry that was renamed."""
    rotten = {
        "row": 1,
        "shown_by": ["techniques/no-such"],
        "see": {"case": "lena-impasse", "shows": "something the report does not say"},
    }
    assert len(list(KNOWLEDGE.row_faults(rotten))) == 2
    assert list(KNOWLEDGE.row_faults({"row": 2, "see": {"case": "nobody", "shows": "x"}}))
    assert list(KNOWLEDGE.row_faults({"row": 3}))


def test_every_entry_has_a_page_and_stands_in_the_index() -> None:
    """Rules, techniques, instruments, courses: a page each, listed and linked."""
    pages = KNOWLEDGE.knowledge_pages()
    index = pages["knowledge.md"]
    for name, entry in KNOWLEDGE.ENTRIES.items():
        text = pages[f"{name}.md"]
        assert text.startswith(f"# {KNOWLEDGE.plain(entry.title)}\n")
        assert f"(/reference/_generated/{name}.md)" in index
        for line in entry.reading:
            for part in line.splitlines():
                assert KNOWLEDGE.plain(part.removeprefix("  - ")) in text

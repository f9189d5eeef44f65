"""Every row of the clinical facts is carried out by an entry of the rule base, or answered."""

from pathlib import Path

import pytest

from ipt_rules.rulebase.entries import entries
from tests.shipped import RULES

DOCS = Path(__file__).parents[1] / "docs"
ANSWERED = {"X24": "explanation/seeds.md"}
"""Rows that need no rule, with the page that answers them."""
ROWS = [
    f"{letter}{number:02d}"
    for letter, last in (("P", 62), ("T", 57), ("S", 35), ("F", 48), ("X", 30))
    for number in range(1, last + 1)
]
ENTRIES = list(entries(RULES))
CARRIED_OUT = {name for entry in ENTRIES for name in entry.implements}
CARRIED_OUT |= set(RULES.policy.implements)
CARRIED_OUT |= set(RULES.crisis.implements) if RULES.crisis is not None else set()
PROFILES = {
    "adolescent-12", "bpd-34", "brief-8", "group-8", "ipc-3", "ipc-6", "ipsrt", "late-life-16",
    "maintenance", "perinatal-12", "ptsd-14", "standard-12", "standard-16", "standard-16-seed",
}  # fmt: skip
INSTRUMENTS = {
    "phq9", "hamd17", "bdi2", "epds", "qids_sr16", "madrs", "wsas", "icg", "gad7", "caps", "cssrs",
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_a_row_of_the_clinical_facts_is_carried_out_or_answered(row: str) -> None:
    """Areas P, techniques T, safety S, formulation F and contradictions X, each by its number."""
    page = ANSWERED.get(row)
    if page is None:
        assert row in CARRIED_OUT
    else:
        assert row in (DOCS / page).read_text(encoding="utf-8")


def test_every_course_and_every_instrument_is_there() -> None:
    """The courses and scales that were asked for, and no other."""
    assert set(RULES.profiles) == PROFILES
    assert {document.instrument.value for document in RULES.instruments.values()} == INSTRUMENTS


def test_every_entry_has_reasons_and_sources_with_marks() -> None:
    """Nothing in the rule base stands without a rationale and a source."""
    for entry in ENTRIES:
        assert entry.rationale
        assert entry.sources, entry.name


def test_every_entry_is_a_draft_until_somebody_signs() -> None:
    """A reviewed entry names who signed it; until then it is a draft, and reports say so."""
    for rule in RULES.rules:
        assert (rule.status.value == "draft") == (rule.review is None)

"""Open answers that are said not to matter never do: against brute force on small random cases."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipt_rules import agreement
from ipt_rules.explain.gaps import Inquiry
from ipt_rules.explain.reach import reach
from ipt_rules.explain.unknowns import unknowns
from ipt_rules.model import Inventory
from ipt_rules.rulebase import RuleBase
from ipt_rules.strata import strata_of
from tests.open_answers import (
    open_places_read,
    rule_bases,
    small_records,
    subjects,
    table,
)

pytestmark = pytest.mark.usefixtures("_reference_alone")
_quick = settings(suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def _reference_alone():  # type: ignore[no-untyped-def]
    """The other engine is compared elsewhere; here it would only take time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(agreement, "available", lambda: False)
        yield


@_quick
@given(rule_bases(), small_records(), st.data())
def test_what_cannot_matter_never_does(
    rules: RuleBase, inventory: Inventory, data: st.DataObject
) -> None:
    """No gap outside the decisive ones changes the proposal, an area or a rule, anywhere.

    And what is called settled stays as it is in every variant; where the proposal is bounded, it
    stays within the bound.
    """
    run = strata_of(inventory, rules)
    order = open_places_read(run)
    tried = table(run, order, 60)
    bound = reach(run).decisions
    if bound is not None:
        assert {what.decision for what in tried.rows.values()} <= bound
    inquiry = Inquiry(run)
    for subject in subjects(run):
        said = unknowns(run, subject)
        named = {gap.place for gap in (*said.decisive, *said.may_matter, *said.domains)}
        for place in tried.places:
            assert place in (*inquiry.gaps, *inquiry.domains)
            if str(place) not in named:
                assert not tried.matters(place, subject), (subject, place)
        if said.settled:
            assert tried.constant(subject), subject

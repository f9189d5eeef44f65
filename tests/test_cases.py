"""The shipped cases: each is evaluated and held against what its file expects."""

import pytest

from ipt_rules.documents.cases import CaseFile
from ipt_rules.evaluation import Evaluation, evaluate
from ipt_rules.terms import Outcome
from tests.shipped import CASES, RULES

EVALUATED = {
    name: evaluate(case.inventory, RULES, session=case.session) for name, case in CASES.items()
}
PAIRS = [pytest.param(CASES[name], EVALUATED[name], id=name) for name in CASES]


@pytest.mark.parametrize(("case", "found"), PAIRS)
def test_the_proposal_is_the_one_the_case_expects(case: CaseFile, found: Evaluation) -> None:
    """Outcome, foci in order, and the area shown only for later."""
    proposal = found.proposal
    assert (
        proposal.outcome,
        tuple(focus.area for focus in proposal.foci),
        proposal.focus_after_stabilisation,
    ) == (case.expects.outcome, case.expects.foci, case.expects.focus_after_stabilisation)


@pytest.mark.parametrize(("case", "found"), PAIRS)
def test_the_areas_stand_as_the_case_expects(case: CaseFile, found: Evaluation) -> None:
    """Every area the case names has the status it names."""
    standing = {area.area.value: area.status for area in found.areas}
    assert standing | case.expects.areas == standing


@pytest.mark.parametrize(("case", "found"), PAIRS)
def test_everything_expected_is_there_and_nothing_withheld_is(
    case: CaseFile, found: Evaluation
) -> None:
    """Alerts, remarks, questions, techniques and issues the case names."""
    expected = case.expects
    assert set(expected.alerts) <= {alert.name for alert in found.alerts}
    assert set(expected.suitability) <= {remark.name for remark in found.suitability}
    assert set(expected.asks) <= {question.asks for question in found.questions}
    assert set(expected.issues) == {issue.name for issue in found.issues}
    suggested = {suggestion.technique for suggestion in found.suggestions}
    assert set(expected.suggests) <= suggested
    assert not set(expected.withholds) & suggested
    assert set(expected.tasks) <= {task.task for task in found.tasks}


def test_every_outcome_is_shown_by_a_case() -> None:
    """The shipped cases cover each outcome a proposal can have."""
    assert {found.proposal.outcome for found in EVALUATED.values()} == set(Outcome)

"""The shipped rule base and cases, read once for all tests; inventories that fit them."""

from attrs import evolve
from hypothesis import strategies as st

from ipt_rules.documents.cases import CaseFile, load_cases
from ipt_rules.model import Inventory, Measure
from ipt_rules.rulebase import RuleBase, load_rules, rules_folder
from ipt_rules.terms import Absence, Scoring
from tests.strategies import inventories

RULES: RuleBase = load_rules()
CASES: dict[str, CaseFile] = load_cases(rules_folder() / "cases")


@st.composite
def fitting(draw: st.DrawFn) -> Inventory:
    """Random inventories whose profile and scores the shipped rule base knows."""
    inventory = draw(inventories())
    profile = draw(st.sampled_from([*RULES.profiles, Absence.NOT_ASKED]))
    return evolve(
        inventory,
        case=evolve(inventory.case, profile=profile),
        sessions=tuple(evolve(s, tasks_done=(), techniques=()) for s in inventory.sessions),
        measures=tuple(_within_scale(measure) for measure in inventory.measures),
    )


def _within_scale(measure: Measure) -> Measure:
    scale = RULES.scales.get(measure.instrument)
    if scale is None:
        return measure
    total = measure.total
    items = tuple(
        item if isinstance(item.points, Absence)
        else evolve(item, points=min(item.points, scale.item_highs[item.item - 1]))
        for item in measure.items
        if item.item <= scale.items
    )  # fmt: skip
    if scale.scoring is Scoring.ANSWERS:
        total = Absence.NOT_ASKED
    within = total if isinstance(total, Absence) else max(min(total, scale.high), scale.low)
    return evolve(measure, total=within, items=items)

"""The shipped rule base, cases and samples, read once for all tests; inventories that fit them."""

from collections.abc import Iterable

from attrs import evolve
from hypothesis import strategies as st

from ipt_rules.documents.cases import CaseFile, load_cases
from ipt_rules.documents.formulations import FormulationSample, load_samples
from ipt_rules.model import Inventory, Measure
from ipt_rules.rulebase import RuleBase, load_rules, rules_folder
from ipt_rules.terms import Absence, Scoring
from tests.strategies import inventories

RULES: RuleBase = load_rules()
CASES: dict[str, CaseFile] = load_cases(rules_folder() / "cases")
SAMPLES: dict[str, FormulationSample] = load_samples(rules_folder() / "cases" / "formulations")


@st.composite
def fitting(draw: st.DrawFn) -> Inventory:
    """Random inventories whose profile and scores the shipped rule base knows."""
    inventory = draw(inventories())
    profile = draw(st.sampled_from([*RULES.profiles, Absence.NOT_ASKED]))
    return evolve(
        inventory,
        case=evolve(inventory.case, profile=profile),
        sessions=tuple(
            evolve(
                note,
                tasks_done=draw(_some(RULES.tasks)),
                techniques=draw(_some([*RULES.techniques, *RULES.foreign])),
            )
            for note in inventory.sessions
            if note.session_no > 0  # a meeting before the first session is not in every course
        ),
        measures=tuple(_within_scale(measure) for measure in inventory.measures),
    )


def _some(names: Iterable[str]) -> st.SearchStrategy[tuple[str, ...]]:
    chosen = st.lists(st.sampled_from(sorted(names)), max_size=3, unique=True)
    return chosen.map(tuple)


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

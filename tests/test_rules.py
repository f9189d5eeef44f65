"""The shipped rules: each is tried on its own examples."""

import pytest

from ipt_rules.reference import verdicts
from ipt_rules.rulebase import Rule, RuleBase, load_rules
from ipt_rules.rulebase.language import AssignsTask, Example
from ipt_rules.terms import Verdict

RULES: RuleBase = load_rules()
EXAMPLES = [(rule, example) for rule in RULES.rules for example in rule.examples]


@pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=[f"{r.id}: {e.name}" for r, e in EXAMPLES]
)
def test_a_rule_gives_the_verdict_its_example_states(rule: Rule, example: Example) -> None:
    """Every example in a rule file comes out as written, with exactly the questions it names."""
    (found,) = verdicts([rule], example.facts)
    assert found.verdict is example.verdict
    asked = set()
    if found.verdict is Verdict.PRESUMED:
        asked = {place for match in found.matches for place in match.presumed}
    elif found.verdict is Verdict.UNKNOWN:
        asked = {place for gap in found.gaps for place in gap.unknown}
        asked = {p for p in asked if not example.facts[p[0]].stands_for}
    names = {f"{example.facts[position].kind}.{field}" for position, field in asked}
    if found.verdict is Verdict.UNKNOWN:
        names |= {
            example.facts[position].stands_for
            for gap in found.gaps
            for position in gap.positions
            if example.facts[position].stands_for
        }
    assert names == example.asks


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_a_rule_has_an_example_of_each_verdict(rule: Rule) -> None:
    """Each rule shows when it fires, when it is silent and what it does not know."""
    if isinstance(rule.then, AssignsTask):
        return  # one line of a profile; test_profiles.py tries every session of it
    shown = {example.verdict for example in rule.examples}
    assert {Verdict.SILENT} <= shown
    assert shown & {Verdict.FIRES, Verdict.PRESUMED}
    assert shown & {Verdict.UNKNOWN, Verdict.PRESUMED}
    assert len(shown) >= 3 or Verdict.PRESUMED not in shown or len(rule.examples) >= 3

"""The shipped rules: each is tried on its own examples."""

import re

import pytest

from ipt_rules.reference import verdicts
from ipt_rules.rulebase import Rule, RuleBase, load_rules
from ipt_rules.rulebase.language import AssignsTask, Example, RaisesIssue
from ipt_rules.terms import Verdict

RULES: RuleBase = load_rules()
CLOSED = {
    "is", "are", "was", "were", "can", "could", "do", "does", "did", "has", "have", "would", "why",
}  # fmt: skip
"""How a question begins that asks for a yes or a no, or for a justification."""
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


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES.rules if isinstance(rule.then, RaisesIssue)],
    ids=lambda rule: rule.id,
)
def test_an_issue_says_what_is_expected_what_to_do_and_what_to_ask(rule: Rule) -> None:
    """One short sentence, something to do and a question, and none of them repeats another."""
    assert isinstance(rule.then, RaisesIssue)
    expected, action, question = rule.then.expected, rule.then.action, rule.then.question
    assert expected.endswith(".")
    assert len(expected) <= 160
    assert question.endswith("?")
    assert not action.endswith("?")
    for text in (expected, action, question):
        assert text[0].isupper()
        assert "In supervision:" not in text  # the report says so
        assert not any(brace in text for brace in "{}")  # only `because` is filled from facts
    assert question.split()[0].lower() not in CLOSED
    sentences = [
        {part.strip(" .?").lower() for part in re.split(r"(?<=[.?])\s", text)}
        for text in (rule.because, expected, action, question)
    ]
    assert sum(map(len, sentences)) == len(set().union(*sentences))

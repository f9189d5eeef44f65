"""The tool that measures what exercises the rules, and what it finds in the shipped ones."""

import json
import shutil
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner

from ipt_rules.cli import main
from ipt_rules.coverage import Coverage, RuleCoverage, coverage
from ipt_rules.documents.formulations import sample_cases
from ipt_rules.exceptions import DocumentError
from ipt_rules.facts import Fact
from ipt_rules.rulebase import Rule, rules_folder
from ipt_rules.rulebase.language import AssignsTask, Example, WordTest
from ipt_rules.terms import Verdict
from tests.shipped import CASES, RULES, SAMPLES

EVERY = CASES | sample_cases(SAMPLES, CASES)
FOUND: Coverage = coverage(RULES, EVERY)
BY_RULE = {rule.rule: rule for rule in FOUND.rules}
GRIEF = RULES["areas/grief/mourning-avoided"]
RUTH = "ruth-how-not-to-provoke-him"


def measured(rule: Rule, cases: bool = False) -> RuleCoverage:
    """The coverage of a rule base that holds this one rule."""
    alone = evolve(RULES, rules=(rule,))
    (found,) = coverage(alone, CASES if cases else {}).rules
    return found


def test_the_shipped_rules_are_covered_whole() -> None:
    """Every rule fires in a case and is silent in another; every condition held and failed."""
    assert FOUND.complete, FOUND.to_text()


def test_there_are_at_least_forty_cases_with_every_profile_and_area() -> None:
    """The shipped cases use every course, and propose or hold every area."""
    assert len(CASES) >= 40
    assert {case.inventory.case.profile for case in CASES.values()} >= set(RULES.profiles)
    proposed = {area for case in CASES.values() for area in case.expects.foci}
    assert len(proposed) == 4


def test_every_rule_that_runs_is_measured() -> None:
    """No rule is left out of the count, tasks included."""
    assert set(BY_RULE) == {rule.id for rule in RULES.rules}
    tasks = {rule.id for rule in RULES.rules if isinstance(rule.then, AssignsTask)}
    assert {rule.rule for rule in FOUND.rules if rule.is_task} == tasks


def test_a_rule_without_its_examples_shows_gaps() -> None:
    """Without examples and without cases everything is missing, and each gap is named."""
    found = measured(evolve(GRIEF, examples=()))
    assert not any(c.held or c.failed for c in found.conditions)
    assert {"no case fires it", "no case keeps it silent"} <= set(found.gaps)
    assert "no example in which it fires" in found.gaps
    assert sum("never seen to hold" in gap for gap in found.gaps) == len(found.conditions)


@pytest.mark.parametrize("number", range(len(GRIEF.examples)))
def test_an_example_less_never_covers_more(number: int) -> None:
    """Taking an example away can only lose coverage."""
    whole = measured(GRIEF)
    fewer = measured(evolve(GRIEF, examples=GRIEF.examples[:number] + GRIEF.examples[number + 1 :]))
    for before, after in zip(whole.conditions, fewer.conditions, strict=True):
        assert before.held >= after.held
        assert before.failed >= after.failed


def test_cases_fire_what_they_are_expected_to_fire() -> None:
    """A rule counts as fired by the cases whose files expect its alert."""
    for name, case in CASES.items():
        for alert in case.expects.alerts:
            assert name in BY_RULE[alert].fired_by


def test_the_command_says_the_same_as_the_library() -> None:
    """Text and JSON carry the counts; the exit code is 0 when nothing is missing."""
    text = CliRunner().invoke(main, ["rules", "coverage"])
    assert text.output == FOUND.to_text()
    assert text.exit_code == (0 if FOUND.complete else 1)
    data = json.loads(CliRunner().invoke(main, ["rules", "coverage", "--format", "json"]).output)
    assert data["cases"] == len(CASES) + len(SAMPLES)
    assert {rule["rule"] for rule in data["rules"]} == set(BY_RULE)


def test_the_command_names_what_is_missing_and_what_is_broken(tmp_path: Path) -> None:
    """With one case many rules are silent: exit code 1. No case, or no folder: exit code 2."""
    empty = CliRunner().invoke(main, ["rules", "coverage", "--cases", str(tmp_path)])
    assert (empty.exit_code, empty.stdout) == (2, "")
    assert "holds no case" in empty.stderr
    shutil.copy(rules_folder() / "cases" / "lena-impasse.yaml", tmp_path)
    one = CliRunner().invoke(main, ["rules", "coverage", "--cases", str(tmp_path)])
    assert (one.exit_code, "no case fires it" in one.output) == (1, True)
    nowhere = CliRunner().invoke(main, ["rules", "coverage", "--cases", str(tmp_path / "no")])
    assert nowhere.exit_code == 2
    assert "no such folder of cases" in nowhere.stderr


def test_a_sample_counts_as_a_case_by_its_own_name(tmp_path: Path) -> None:
    """A formulation beside the one case fires a verdict that the case alone does not."""
    folder = rules_folder() / "cases"
    shutil.copy(folder / "ruth-violence.yaml", tmp_path)
    told = ["rules", "coverage", "--cases", str(tmp_path), "--format", "json"]
    fired = {}
    for _ in range(2):
        data = json.loads(CliRunner().invoke(main, told).output)
        (held,) = (rule for rule in data["rules"] if rule["rule"] == "verdicts/focus-held")
        fired[data["cases"]] = held["fired_by"]
        (tmp_path / "formulations").mkdir(exist_ok=True)
        shutil.copy(folder / "formulations" / f"{RUTH}.yaml", tmp_path / "formulations")
    assert fired == {1: [], 2: [f"formulations/{RUTH}"]}


def test_a_sample_of_a_case_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """The file of the sample is named, with the case that it asks for."""
    folder = rules_folder() / "cases"
    shutil.copy(folder / "lena-impasse.yaml", tmp_path)
    (tmp_path / "formulations").mkdir()
    shutil.copy(folder / "formulations" / f"{RUTH}.yaml", tmp_path / "formulations")
    found = CliRunner().invoke(main, ["rules", "coverage", "--cases", str(tmp_path)])
    assert (found.exit_code, found.stdout) == (2, "")
    assert f"{RUTH}.yaml: case: there is no case 'ruth-violence'" in found.stderr


def test_a_case_that_does_not_fit_is_refused() -> None:
    """A case of a course that the rule base lacks is not counted in silence."""
    lena = CASES["lena-impasse"]
    other = evolve(lena.inventory, case=evolve(lena.inventory.case, profile="no-such-course"))
    with pytest.raises(DocumentError, match="no-such-course"):
        coverage(RULES, {"lena": evolve(lena, inventory=other)})


def test_a_condition_that_never_fails_by_itself_is_named() -> None:
    """Where two conditions of a pattern fail together, neither was tried by itself."""
    rule = RULES["areas/grief/mourning-avoided"]
    (pattern,) = rule.when
    both = evolve(
        pattern,
        tests=(WordTest("group", frozenset({"work"})), WordTest("coping", frozenset({"poor"}))),
        presumes=(),
    )
    facts = [
        Fact("life_event", "a", {"group": "work", "coping": "poor"}),
        Fact("life_event", "b", {"group": "trauma", "coping": "mastered"}),
    ]
    example = Example("both", tuple(facts), Verdict.FIRES)
    found = measured(evolve(rule, when=(both,), examples=(example,)))
    assert [(c.held, c.failed) for c in found.conditions] == [(True, False), (True, False)]
    alone = Fact("life_event", "c", {"group": "trauma", "coping": "poor"})
    more = evolve(example, facts=(*facts, alone))
    found = measured(evolve(rule, when=(both,), examples=(more,)))
    assert [(c.held, c.failed) for c in found.conditions] == [(True, True), (True, False)]

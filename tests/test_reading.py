"""Plain-language readings: made from the logic, and never behind it."""

import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from ipt_rules.cli import main
from ipt_rules.facts import vocabulary
from ipt_rules.rulebase import Rule
from ipt_rules.rulebase.entries import Entry, entries, entry
from ipt_rules.rulebase.language import AnyTest, JoinTest, NumberTest, Test, WordTest
from ipt_rules.rulebase.reading import reading
from tests.shipped import RULES

ENTRIES = list(entries(RULES))
some_rule = st.sampled_from(RULES.rules)


def parts(test: Test) -> list[WordTest | NumberTest | JoinTest]:
    if isinstance(test, AnyTest):
        return [part for alternative in test.alternatives for part in alternative]
    return [test]


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_a_reading_names_every_field_and_every_value(rule: Rule) -> None:
    """Each pattern has a line, and the line names what is tested and against what."""
    said = reading(rule)
    assert len(said.conditions) == len(rule.when)
    for line, pattern in zip(said.conditions, rule.when, strict=True):
        for test in (*pattern.tests, *pattern.presumes):
            for part in parts(test):
                assert part.field.replace("_", " ") in line
                if isinstance(part, WordTest):
                    assert all(w.replace("_", " ").replace("-", " ") in line for w in part.allowed)
                elif isinstance(part, NumberTest):
                    ends = [end for end in (part.low, part.high) if end is not None]
                    assert all(f"{end:g}" in line for end in ends)
        assert ("Presumed while unknown" in line) == bool(pattern.presumes)


@given(some_rule, st.data())
def test_a_reading_changes_with_the_logic(rule: Rule, data: st.DataObject) -> None:
    """Whatever test is taken out of a rule, its reading says something else."""
    tests = [(n, m) for n, p in enumerate(rule.when) for m in range(len(p.tests))]
    if not tests:
        return
    place, number = data.draw(st.sampled_from(tests))
    pattern = rule.when[place]
    fewer = evolve(pattern, tests=pattern.tests[:number] + pattern.tests[number + 1 :])
    changed = evolve(rule, when=(*rule.when[:place], fewer, *rule.when[place + 1 :]))
    assert str(reading(changed)) != str(reading(rule))


def test_a_reading_asks_for_what_it_presumes() -> None:
    """The question behind a presumed field stands among those that are asked."""
    rule = RULES["safety/suicide/item-alert"]
    (presumed,) = (test for pattern in rule.when for test in pattern.presumes)
    question = vocabulary()["measure"].fields[presumed.field].question
    assert question in reading(rule).asks
    bare = evolve(rule, when=tuple(evolve(p, presumes=()) for p in rule.when))
    assert question not in reading(bare).asks


def test_a_reading_does_not_depend_on_prose() -> None:
    """Title, sentence and rationale can say what they like: the reading stays."""
    for rule in RULES.rules:
        other = evolve(rule, title="x", because="x", rationale="x")
        assert reading(other) == reading(rule)


def test_every_entry_has_what_a_page_shows() -> None:
    """Each entry is found by its name, and has a reading, reasons and sources."""
    for found in ENTRIES:
        assert found == entry(found.name, RULES)
        assert found.reading
        assert found.rationale
        assert found.sources


OF_EACH_KIND = {found.kind: found for found in ENTRIES}


@pytest.mark.parametrize("found", OF_EACH_KIND.values(), ids=list(OF_EACH_KIND))
def test_an_entry_of_each_kind_can_be_shown(found: Entry) -> None:
    """`rules show` prints title, reading, reasons, sources and what it implements."""
    result = CliRunner().invoke(main, ["rules", "show", found.name])
    assert result.exit_code == 0
    for text in (found.title, *found.reading, found.rationale, *found.sources, *found.implements):
        assert text in result.output


def test_entries_are_every_file_of_knowledge_once() -> None:
    """Each name once; `rules list` shows them all, and fewer for a word or an id."""
    names = [found.name for found in ENTRIES]
    assert len(set(names)) == len(names)
    listed = CliRunner().invoke(main, ["rules", "list"]).output.splitlines()
    assert [line.split()[0] for line in listed] == names
    narrowed = CliRunner().invoke(main, ["rules", "list", "T23"]).output
    found = [line.split()[0] for line in narrowed.splitlines()]
    assert "techniques/communication-analysis" in found
    assert found == [e.name for e in ENTRIES if "T23" in e.implements]


def test_a_wrong_name_gets_the_one_that_was_meant() -> None:
    """A misspelt entry is a usage error with a suggestion; an empty list says so by its code."""
    wrong = CliRunner().invoke(main, ["rules", "show", "techniques/roleplay"])
    assert wrong.exit_code == 2
    assert "did you mean 'techniques/role-play'?" in wrong.output
    nothing = CliRunner().invoke(main, ["rules", "list", "no-such-word"])
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert "no entry carries no-such-word" in nothing.stderr


def test_the_end_of_a_name_is_enough_where_it_is_the_only_one() -> None:
    """`rules show role-play` works; an id or a name that several have says which they are."""
    short = CliRunner().invoke(main, ["rules", "show", "role-play"])
    assert (
        short.output == CliRunner().invoke(main, ["rules", "show", "techniques/role-play"]).output
    )
    several = CliRunner().invoke(main, ["rules", "show", "P11"])
    assert several.exit_code == 2
    assert "areas/grief/death-near-onset" in several.output

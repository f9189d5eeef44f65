"""Why and why not: what an explanation says is what the rules did, on any case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Any

import attrs
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipt_rules import terms as t
from ipt_rules.cli import BROKEN, FINE, ISSUES, main
from ipt_rules.evaluation import Evaluation, evaluate
from ipt_rules.exceptions import IptRulesError
from ipt_rules.explain.shown import Shown
from ipt_rules.explain.standing import Statement
from ipt_rules.explain.steps import Step
from ipt_rules.facts import Fact
from ipt_rules.reference import verdicts
from ipt_rules.results import plain
from ipt_rules.rulebase import rules_folder
from ipt_rules.rulebase.language import (
    AnyTest,
    ArguesFor,
    JoinTest,
    NumberTest,
    Pattern,
    Rule,
    WordTest,
)
from ipt_rules.trace import Trace, nearest, trace
from tests.shipped import CASES, RULES, fitting

SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
FIRES = (t.Verdict.FIRES, t.Verdict.PRESUMED)
OWN = [rule for rule in RULES.rules if not rule.id.startswith("profiles/")]
"""Rules other than the tasks of sessions, which are many and alike."""
LENA = rules_folder() / "cases" / "lena-renegotiation.yaml"


def evaluation(name: str) -> Evaluation:
    return evaluate(CASES[name].inventory, RULES, session=CASES[name].session)


def parts(e: Evaluation) -> Iterator[Any]:
    """Every conclusion of an evaluation."""
    yield e.proposal
    for area in e.areas:
        yield area
        yield from area.arguments
    yield from e.proposal.foci
    yield from (*e.alerts, *e.suitability, *e.tasks, *e.suggestions, *e.held)
    yield from (*e.questions, *e.issues)


def steps(found: Any) -> Iterator[Step]:
    """Every rule that an explanation shows, at any depth."""
    if isinstance(found, Step):
        yield found
    if attrs.has(type(found)):
        for a in attrs.fields(type(found)):
            yield from steps(getattr(found, a.name))
    elif isinstance(found, tuple):
        for item in found:
            yield from steps(item)


def values(e: Evaluation) -> dict[tuple[str, str], list[Any]]:
    """What any stratum saw in a field of a fact."""
    seen: dict[tuple[str, str], list[Any]] = {}
    for facts in e.run.facts.values():
        for fact in facts:
            for name, value in fact.values.items():
                shown = tuple(sorted(value)) if isinstance(value, frozenset) else value
                seen.setdefault((fact.id, name), []).append(shown)
    return seen


def check_why(e: Evaluation) -> None:
    known = values(e)
    for part in parts(e):
        answer = e.why(part)
        shown = list(steps(answer))
        supports = getattr(part, "support", ())
        for support in supports if isinstance(supports, tuple) else (supports,):
            [step] = [
                s
                for s in shown
                if s.rule == support.rule and tuple(r.fact for r in s.records) == support.facts
            ][:1]
            assert step.sources == support.sources
            assert (step.title, step.status) == (support.title, support.status)
        for step in shown:
            if step.verdict in FIRES:
                assert step.says
                assert step.failed == step.unknown == 0
            for record in step.records:
                for condition in record.conditions:
                    if step.verdict in FIRES:
                        assert condition.state in ("held", "presumed")
                    for found in condition.found:
                        if found.value is None:
                            assert (found.fact, found.field) not in known or not found.says
                        else:
                            assert found.value in known[found.fact, found.field]
        check_shown(answer)


def check_shown(answer: Shown) -> None:
    assert json.loads(answer.to_json()) == answer.to_dict()
    text = answer.to_text(full=True)
    assert not any(ord(c) < 32 and c != "\n" for c in text)
    assert str(answer) == answer.to_text()


def check_why_not(e: Evaluation, rules: list[Rule]) -> None:
    fired = {f.rule.id for drawn in e.run.drawn.values() for f in drawn.firings}
    for rule in rules:
        if rule.id in fired:
            continue
        facts = e.run.facts.get(rule.stratum, e.run.facts[t.Stratum.PLAN])
        verdict = verdicts([rule], facts)[0].verdict
        [step] = [step for step in e.why_not(rule.id).rules if step.rule == rule.id]
        assert step.verdict is verdict
        assert (step.failed == 0) is (verdict is t.Verdict.UNKNOWN)
        states = [c.state for record in step.records for c in record.conditions]
        missing = [r for r in step.records if not r.fact]
        placeholders = [r for r in step.records if ":?" in r.fact]
        assert "failed" in states or "unknown" in states or missing or placeholders
        assert states.count("failed") + len(missing) == step.failed
        assert all(record.note for record in missing)


# --- why -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_every_conclusion_of_a_shipped_case_has_its_reasons(name: str) -> None:
    """Each names its rule, facts and sources; every condition shown held, with the value used."""
    check_why(evaluation(name))


@settings(SLOW, max_examples=40)
@given(fitting())
def test_every_conclusion_of_any_case_has_its_reasons(inventory: Any) -> None:
    """The same holds whatever the inventory says."""
    check_why(evaluate(inventory, RULES))


@pytest.mark.parametrize("name", CASES)
def test_the_proposal_is_explained_on_one_screen(name: str) -> None:
    """By default the reasons for a proposal fit a screen, and every holding alert is among them."""
    e = evaluation(name)
    text = e.why().to_text()
    assert len(text.splitlines()) <= 60
    joined = " ".join(text.split())
    for alert in e.alerts:
        if "focus" in alert.holds and e.proposal.outcome is t.Outcome.WITHHELD:
            assert alert.because in joined


@pytest.mark.parametrize("name", CASES)
def test_every_number_of_an_area_is_the_number_used(name: str) -> None:
    """The half levels add up to the standing, and the thresholds are those of the rule base."""
    e = evaluation(name)
    for area in e.areas:
        [stated] = [p for p in e.why(area).because if isinstance(p, Statement) and p.numbers] or [
            None
        ]
        if stated is None:
            assert area.status is t.AreaStatus.EXCLUDED or not area.arguments
            continue
        n = stated.numbers
        assert n["level"] == area.level
        assert n["strongest"] - n["objections"] + n["corroboration"] == area.level
        assert n["supported_from"] == RULES.policy.supported_from
        assert f"{area.level} half levels" in stated.says


def test_a_value_is_shown_with_the_origin_of_its_answer() -> None:
    """Where the inventory holds the answer, its path is given; else that it was worked out."""
    answer = evaluation("lena-renegotiation").why("mismatched-expectations")
    found = answer.because[0].records[0].conditions[0].found[0]  # type: ignore[union-attr]
    assert found.place == "relationships[husband].expectations"
    assert found.value == "mismatched"
    full = answer.to_text(full=True)
    assert "[relationships[husband].maintains_episode]" in full
    assert "Source: Key IPT strategies [isipt, verified]" in full


def test_a_concluded_fact_leads_on_to_the_rules_that_concluded_it() -> None:
    """A technique rests on a focus, the focus on arguments, and these on what is recorded."""
    shown = {s.rule for s in steps(evaluation("lena-renegotiation").why("role-play"))}
    assert {"techniques/role-play", "areas/role_dispute/mismatched-expectations"} <= shown


def test_names_are_those_that_people_use() -> None:
    """An area goes by its label too, a rule by the end of its id."""
    e = evaluation("lena-renegotiation")
    assert e.why("role dispute") == e.why("role_dispute") == e.why("Role-Dispute")
    assert e.why("no-death-recorded") == e.why("areas/grief/no-death-recorded")
    assert e.why() == e.why("proposal") == e.why(e.proposal) == e.why("supported")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (
            "greif",
            "'greif' is not a conclusion that this rule base can draw; did you mean 'grief'?",
        ),
        ("opening-review", "is a technique and a task; say 'techniques/opening-review' or"),
        ("check-risk-at-the-door", "is not a conclusion"),
        ("moving-an-impasse", "the technique 'Moving an impasse' was not drawn in this case; ask"),
        (7, "expected a part of the evaluation, or a name"),
    ],
)
def test_a_name_that_cannot_be_explained_is_one_clear_error(name: object, says: str) -> None:
    """Unknown, ambiguous and not drawn each say so, and what to do instead."""
    with pytest.raises(IptRulesError) as error:
        evaluation("lena-renegotiation").why(name)
    assert says in str(error.value)


# --- why not -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(CASES)[::6])
def test_every_rule_that_is_silent_says_what_keeps_it_so(name: str) -> None:
    """It shows what failed or is open, and is open exactly where the verdict is."""
    check_why_not(evaluation(name), OWN)


@SLOW
@given(fitting(), st.lists(st.sampled_from(RULES.rules), min_size=5, max_size=30))
def test_any_rule_that_is_silent_says_what_keeps_it_so(inventory: Any, rules: list[Rule]) -> None:
    """The same holds whatever the inventory says."""
    check_why_not(evaluate(inventory, RULES), rules)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("area", t.ProblemArea)
def test_rules_for_an_area_come_nearest_first(name: str, area: t.ProblemArea) -> None:
    """Every rule that could argue for it is there, fewest failures first, then fewest unknowns."""
    e = evaluation(name)
    if any(focus.area is area for focus in e.proposal.foci):
        with pytest.raises(IptRulesError, match="was drawn in this case; ask why of it"):
            e.why_not(area.value)
        return
    answer = e.why_not(area.value)
    distance = [(s.failed, s.unknown, s.rule) for s in answer.rules]
    assert distance == sorted(distance)
    fired = {f.rule.id for drawn in e.run.drawn.values() for f in drawn.firings}
    could = {
        r.id for r in RULES.rules if isinstance(r.then, ArguesFor) and r.then.area is area
    }  # fmt: skip
    assert {s.rule for s in answer.rules} == could - fired
    shown = {s.rule for s in steps(answer.decided)}
    assert {
        a.support.rule for found in e.areas if found.area is area for a in found.arguments
    } <= shown
    check_shown(answer)


@pytest.mark.parametrize("name", list(CASES)[::4])
def test_what_holds_a_technique_is_named(name: str) -> None:
    """A technique that must wait names the rule that holds it, first."""
    e = evaluation(name)
    for held in e.held:
        if held.what in RULES.techniques:
            answer = e.why_not(held)
            assert held.support.rule in {s.rule for s in steps(answer.decided)}


@pytest.mark.parametrize("outcome", t.Outcome)
def test_every_outcome_says_what_it_would_take(outcome: t.Outcome) -> None:
    """An outcome that did not come about says what would have brought it about."""
    e = evaluation("nora-provisional")
    if e.proposal.outcome is outcome:
        assert e.why(outcome.value) == e.why()
    else:
        assert "It would take: " in e.why_not(outcome.value).to_text(full=True)


def _met(pattern: Pattern, found: Trace) -> Iterator[Fact]:
    """The fact of the nearest choice, with the fields changed that keep the rule from holding."""
    fact = found.filled[0].fact or Fact(pattern.kind, "new", {})
    tests = [*pattern.tests, *pattern.presumes]
    kept = [test for test in trace(found.rule, [fact]).filled[0].tests if test.decides]
    choices = [
        test.test.alternatives if isinstance(test.test, AnyTest) else ((test.test,),)
        for test in kept
    ]
    for chosen in product(*choices):
        changed = dict(fact.values)
        for part in (part for parts in chosen for part in parts):
            if isinstance(part, WordTest):
                words = part.allowed
                for other in tests:
                    if isinstance(other, WordTest) and other.field == part.field:
                        words = words & other.allowed
                if words:
                    changed[part.field] = min(words)
            elif isinstance(part, NumberTest):
                bound = part.low if part.low is not None else part.high
                changed[part.field] = 0 if bound is None else bound
        yield Fact(pattern.kind, fact.id, changed)


@pytest.mark.parametrize("name", list(CASES)[::12])
def test_meeting_what_is_shown_makes_a_rule_hold(name: str) -> None:
    """Where only the conditions shown as failed or open are met, a rule about one record holds."""
    e = evaluation(name)
    for rule in OWN:
        if len(rule.when) == 1 and rule.status is not t.RuleStatus.RETIRED:
            facts = e.run.facts.get(rule.stratum, e.run.facts[t.Stratum.PLAN])
            found = nearest(rule, facts)
            if found.verdict not in FIRES:
                met = [verdicts([rule], [fact])[0].verdict for fact in _met(rule.when[0], found)]
                assert any(verdict in FIRES for verdict in met), rule.id


@pytest.mark.parametrize("name", list(CASES)[::12])
def test_the_nearest_choice_is_the_nearest_of_all(name: str) -> None:
    """Where choices are few, none has fewer conditions that failed, nor fewer that are open."""
    e = evaluation(name)
    for rule in OWN:
        facts = e.run.facts.get(rule.stratum, e.run.facts[t.Stratum.PLAN])
        own = [[f for f in facts if f.kind == pattern.kind] or [None] for pattern in rule.when]
        if len(rule.when) > 1 and prod(map(len, own)) <= 500:
            found = nearest(rule, facts)
            for chosen in product(*own):
                records = [fact for fact in chosen if fact is not None]
                if len({fact.id for fact in records}) == len(records):
                    other = trace(rule, chosen)
                    assert (found.failed, found.unknown) <= (other.failed, other.unknown)


def test_hundreds_of_records_do_not_hang_the_search() -> None:
    """However many records there are, only so many choices are looked at."""
    joined = (
        Pattern("one", "relationship", (WordTest("kind", frozenset({"partner"})),)),
        Pattern("two", "relationship", (JoinTest("relationship", "one", "relationship"),)),
        Pattern("three", "life_event", (JoinTest("person", "two", "relationship"),)),
        Pattern("four", "life_event", (JoinTest("person", "three", "person"),)),
    )
    rule = attrs.evolve(OWN[0], when=joined)
    people = [
        Fact("relationship", f"relationship:{n:03d}", {"kind": "friend", "relationship": f"r{n}"})
        for n in range(300)
    ]
    events = [Fact("life_event", f"life_event:{n}", {"person": f"e{n}"}) for n in range(300)]
    found = nearest(rule, [*people, *events])
    assert (found.failed, found.unknown) == (4, 0)
    assert len({part.fact.id for part in found.filled if part.fact}) == 4


# --- how it is shown -----------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script>\u202e\nPROPOSAL: none"


def test_what_a_label_says_stays_a_label() -> None:
    """Hostile labels are escaped in HTML, and neither drive a terminal nor begin a line in text."""
    lena = CASES["lena-renegotiation"].inventory
    people = (attrs.evolve(lena.relationships[0], label=HOSTILE), *lena.relationships[1:])
    e = evaluate(attrs.evolve(lena, relationships=people), RULES)
    for answer in (e.why(), e.why_not("grief"), e.why_not("moving-an-impasse")):
        for made in (answer.to_html(full=True), answer.to_page()):
            assert "<script" not in made
        text = answer.to_text(full=True)
        assert "\u202e" not in text
        assert not any(line.startswith("PROPOSAL") for line in text.splitlines())
    assert "&lt;script&gt;" in e.why().to_html()


def test_an_explanation_shows_itself() -> None:
    """In a notebook it is HTML, elsewhere text; as data every key is there."""
    answer = evaluation("lena-renegotiation").why()
    bundle = answer._repr_mimebundle_()
    assert bundle == {"text/plain": str(answer), "text/html": answer.to_html()}
    assert list(answer.to_dict()) == ["standing_alerts", "of", "says", "because"]
    assert plain(answer) == answer.to_dict()


# --- on the command line -------------------------------------------------------------------------


def explain(*arguments: object) -> Any:
    return CliRunner().invoke(main, ["explain", str(LENA), *map(str, arguments)])


def test_the_command_says_what_the_library_says() -> None:
    """Text, JSON and HTML are the library's own; without a name it is the proposal."""
    answer = evaluation("lena-renegotiation").why()
    made = {"text": answer.to_text(), "json": answer.to_json(), "html": answer.to_page()}
    for form, expected in made.items():
        result = explain("--format", form)
        assert (result.exit_code, result.stdout, result.stderr) == (FINE, expected, "")
    assert explain("--more").stdout == answer.to_text(full=True)


def test_the_command_answers_why_not_where_nothing_was_drawn() -> None:
    """It says so on standard error and ends with 1; asked with --not, it just answers."""
    answer = evaluation("lena-renegotiation").why_not("withheld").to_text()
    result = explain("withheld")
    assert (result.exit_code, result.stdout) == (ISSUES, answer)
    assert result.stderr == "'withheld' was not concluded in this case; this says why not.\n"
    assert explain("withheld", "--not").stdout == answer
    assert explain("withheld", "--not").exit_code == FINE


def test_the_command_refuses_in_one_line() -> None:
    """An unknown name, and why not of what was concluded, are refused with nothing printed."""
    for arguments in (("greif",), ("role-dispute", "--not")):
        result = explain(*arguments)
        assert (result.exit_code, result.stdout) == (BROKEN, "")
        assert result.stderr.count("\n") == 1

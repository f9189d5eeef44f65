"""Keys come from the rules: for every kind, on every shipped case, whatever the options are."""

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt_rules import DocumentError, Evaluation, evaluate
from ipt_rules import terms as t
from ipt_rules.explain.plausible import HARD
from ipt_rules.quiz import KINDS, load_quiz, read_quiz
from ipt_rules.quiz.keying import Keyed, key_items
from ipt_rules.quiz.kinds.changes import changes_in
from ipt_rules.quiz.kinds.focus import ANSWERS
from ipt_rules.quiz.kinds.kind import drawn
from ipt_rules.report.wording import open_safety
from ipt_rules.rulebase.language import RaisesAlert
from tests.shipped import CASES, RULES, SAMPLES

SLOW = (t.QuizKind.WHAT_WOULD_CHANGE, t.QuizKind.NEXT_QUESTION)
OF_A_CASE = [
    kind
    for kind in t.QuizKind
    if kind
    not in (
        *SLOW,
        t.QuizKind.IN_OR_OUT_OF_MODEL,
        t.QuizKind.RULE_KNOWLEDGE,
        t.QuizKind.SCORE_READING,
    )
]
AREAS = [area.value for area in t.ProblemArea]
SOME = drawn(CASES, "some")[:8]


@cache
def evaluated(name: str) -> Evaluation:
    case = CASES[name]
    return evaluate(case.inventory, RULES, session=case.session)


def keyed(**item: Any) -> Keyed:
    quiz = read_quiz({"title": "A trial", "items": [{"id": "one", **item}]})
    [found] = key_items(quiz, RULES)
    return found


def problems(**item: Any) -> list[str]:
    try:
        load_quiz({"title": "A trial", "items": [{"id": "one", **item}]}, RULES)
    except DocumentError as error:
        return [str(problem) for problem in error.problems]
    return []


# --- every kind on every case --------------------------------------------------------------------


@pytest.mark.parametrize("kind", OF_A_CASE, ids=str)
def test_options_that_are_offered_make_a_sound_item_of_every_case_that_fits(
    kind: t.QuizKind,
) -> None:
    fitted = 0
    for name in CASES:
        found = keyed(kind=kind.value, case=name)
        if found.item is None:
            assert all(not fault.moved for fault in found.faults)
            assert found.faults, name
            continue
        fitted += 1
        assert found.faults == (), (name, found.faults)
        assert len(found.item.key) == 1
        assert len(found.item.options) >= 2
        for option in found.item.options:
            assert option.text.strip()
            assert option.says.strip(), (name, option.answer)
    assert fitted > 20 or kind in (t.QuizKind.DISPUTE_STAGE_PLAN, t.QuizKind.SPOT_THE_ISSUE), fitted
    assert fitted


@pytest.mark.parametrize("kind", SLOW, ids=str)
@pytest.mark.parametrize("name", SOME)
def test_options_that_are_offered_are_sound_where_they_take_a_search(
    kind: t.QuizKind, name: str
) -> None:
    found = keyed(kind=kind.value, case=name)
    if found.item is None:
        assert found.faults
    else:
        assert all(fault.moved for fault in found.faults)
        assert found.faults == () or not found.item.key, found.faults


def test_the_key_of_a_focus_is_the_proposal() -> None:
    for name in CASES:
        proposal = evaluated(name).proposal
        found = keyed(
            kind="focus", case=name, options=[*AREAS, "ask_first", "hold_focus", "no_focus"]
        )
        assert found.item is not None
        [key] = found.item.key
        worth = {option.answer: option.credit for option in found.item.options}
        match proposal.outcome:
            case t.Outcome.SUPPORTED | t.Outcome.PROVISIONAL:
                assert key == proposal.foci[0].area
                assert all(worth[focus.area] == 0.5 for focus in proposal.foci[1:])
            case t.Outcome.WITHHELD:
                assert key == "hold_focus"
            case t.Outcome.NO_FOCUS_INDICATED:
                assert key == "no_focus"
            case _:
                assert key == "ask_first"
        assert sum(worth[area] > 0 for area in AREAS) <= 2


def test_a_technique_that_waits_or_is_not_ipt_is_never_right() -> None:
    for name in CASES:
        found = evaluated(name)
        suggested = {suggestion.technique for suggestion in found.suggestions}
        item = {"kind": "technique", "case": name, "choose": "all"}
        judged = {}
        every = [*RULES.techniques, *RULES.foreign]
        for start in range(0, len(every), 12):
            part = keyed(**item, options=every[start : start + 12])
            judged |= {answer: one.credit for answer, one in part.judged.items()}
        if judged:  # a case in which nothing is suggested is refused
            assert {answer for answer, credit in judged.items() if credit == 1} == suggested
            assert set(judged) == set(every)
        held = {waiting.what for waiting in found.held}
        assert not {answer for answer, credit in judged.items() if credit} & (
            held | {*RULES.foreign}
        )


def test_going_on_is_right_only_where_no_alert_stands_and_nothing_of_safety_is_open() -> None:
    for name in CASES:
        found = evaluated(name)
        options = ["go_on", "ask_first", *dict.fromkeys(alert.name for alert in found.alerts)][:12]
        item = keyed(kind="safety_first", case=name, choose="all", options=options).item
        assert item is not None
        assert ("go_on" in item.key) == (not found.alerts and not open_safety(found))
        assert len(item.alerts) == len({(a.level, a.because) for a in found.alerts})
        if found.alerts:
            assert found.alerts[0].name in item.key
            for alert in found.alerts:
                if alert.level is not found.alerts[0].level:
                    assert alert.name not in item.key


def test_a_sample_is_read_with_its_case_its_notes_and_its_session() -> None:
    for name, sample in SAMPLES.items():
        expected = list(sample.expects.issues)
        found = keyed(
            kind="spot_the_issue",
            formulation=name,
            choose="all",
            options=[*expected, "nothing"][:12],
        )
        assert {a for a, one in found.judged.items() if one.credit == 1} == (
            set(expected[:12]) if expected else {"nothing"}
        )


def test_a_formulation_that_is_asked_about_is_shown() -> None:
    """Nobody can say what is wrong with a text that is not there."""
    for name, sample in SAMPLES.items():
        item = keyed(kind="spot_the_issue", formulation=name).item
        assert item is not None
        shown = " ".join(item.vignette.split())
        statement = sample.formulation.statement
        if not isinstance(statement, t.Absence):
            assert " ".join(statement.split()).rstrip(".") in shown
        for goal in sample.formulation.goals:
            assert " ".join(goal.split()) in shown
        for session in sample.formulation.plan:
            assert f"session {session.session_no}, " in shown


def test_what_is_to_be_done_is_said_under_any_text_of_an_option() -> None:
    name = "safety/suicide/plan"
    option = {"answer": name, "text": "See to the plan first"}
    item = keyed(
        kind="safety_first",
        case="lena-renegotiation",
        changes={"risk.plan": "yes"},
        options=[option, "go_on"],
    ).item
    assert item is not None
    then = RULES[name].then
    assert isinstance(then, RaisesAlert)
    assert then.action in item.options[0].feedback


@pytest.mark.parametrize("name", SOME)
def test_no_question_of_safety_that_is_as_urgent_comes_before_another(name: str) -> None:
    asked = evaluated(name).ask().questions
    urgent = [q for q in asked if q.matters_to == asked[0].matters_to and "alerts" in q.matters_to]
    options = [q.places[0] for q in urgent if q.places][:10]
    if options:
        item = keyed(kind="next_question", case=name, choose="all", options=options).item
        assert item is not None
        assert item.key == tuple(options)


@pytest.mark.parametrize("name", SOME[:4])
def test_no_change_is_offered_that_misleads(name: str) -> None:
    """Violence is read beside whether it goes on, and what somebody is was not just misheard."""
    item = keyed(kind="what_would_change", case=name).item
    for option in () if item is None else item.options:
        for place in changes_in(option.answer):
            record, _, field = place.rpartition(".")
            assert not field.startswith("violence")
            assert f"{record.partition(':')[0]}.{field}" not in HARD


# --- claims --------------------------------------------------------------------------------------


@given(name=st.sampled_from(sorted(CASES)), claim=st.sampled_from([*AREAS, "ask_first"]))
def test_a_claimed_key_is_refused_unless_the_rules_give_it(name: str, claim: str) -> None:
    options = list(ANSWERS)
    found = keyed(kind="focus", case=name, options=options, key=claim)
    assert found.item is not None
    if found.item.key == (claim,):
        assert found.faults == ()
    else:
        [fault] = found.faults
        assert fault.moved
        assert f"Against {claim}:" in fault.message
        assert f"For {found.item.key[0]}:" in fault.message


def test_both_arguments_are_shown_with_their_rules() -> None:
    [told] = problems(kind="focus", case="lena-renegotiation", key="grief")
    assert "[areas/grief/no-death-recorded]" in told
    assert "[areas/role_dispute/mismatched-expectations]" in told


def test_two_right_options_no_right_option_and_nothing_but_right_options_are_refused() -> None:
    case = {"kind": "technique", "case": "lena-renegotiation"}
    [two] = problems(**case, options=["role-play", "dispute-staging", "timeline"])
    assert "more than one option is right: role-play, dispute-staging" in two
    [none] = problems(**case, options=["timeline", "relapse-plan"])
    assert "no option is right. Right would be" in none
    [claimed] = problems(**case, options=["timeline", "relapse-plan"], key="timeline")
    assert "they give none of the options" in claimed
    assert "Right would be" in claimed
    [every] = problems(**case, options=["role-play", "dispute-staging"], choose="all")
    assert "every option is right" in every


@given(st.data())
def test_what_a_change_leads_to_is_what_the_rules_say_of_the_changed_case(
    data: st.DataObject,
) -> None:
    """The same case written with `changes`, and judged as a counterfactual, agree."""
    change = data.draw(
        st.sampled_from(
            [
                {"relationship:husband.dispute_stage": "impasse"},
                {"case.chronic_2y": "yes"},
                {"risk.plan": "yes"},
                {"relationship:husband.counterpart": "institution"},
                {"relationship:husband.maintains_episode": "not_asked"},
                {"asked.deaths": "not_asked"},
            ]
        )
    )
    options = list(ANSWERS)
    as_it_is = keyed(kind="focus", case="lena-renegotiation", options=options)
    case = {"case": "lena-renegotiation"}
    changed = keyed(kind="focus", **case, changes=change, options=options)
    [(place, value)] = change.items()
    judged = keyed(
        kind="what_would_change", **case, options=[f"{place}={value}", "case.n_prior_episodes=2"]
    )
    assert as_it_is.item is not None
    assert changed.item is not None
    flips = judged.judged[f"{place}={value}"].credit == 1
    same = {o.answer: o.credit for o in as_it_is.item.options} == {
        o.answer: o.credit for o in changed.item.options
    }
    if as_it_is.item.key != changed.item.key:
        assert flips
    if not flips:
        assert same


# --- draws ---------------------------------------------------------------------------------------


@given(st.sets(st.text(max_size=8), max_size=8), st.text(max_size=8), st.integers())
def test_a_draw_depends_on_nothing_but_seed_and_word(
    words: set[str], other: str, seed: int
) -> None:
    order = drawn(words, seed)
    assert order == drawn(sorted(words), seed)
    longer = drawn({*words, other}, seed)
    assert [word for word in longer if word in words] == order


def test_a_draw_is_the_same_on_every_machine() -> None:
    """Whatever Python, and however it hashes: these words were drawn once, and stay."""
    words = ["grief", "role_dispute", "role_transition", "interpersonal_deficits"]
    assert drawn(words, 7) == [words[1], words[0], words[2], words[3]]


def test_every_kind_says_what_it_asks_and_takes() -> None:
    assert set(KINDS) == set(t.QuizKind)
    for kind in KINDS.values():
        assert kind.asks.endswith("?")
        assert kind.answers
        assert kind.needs

"""Quizzes with every mistake: all are listed at once, each with its place and in plain words."""

import re
from pathlib import Path
from typing import Any

import pytest

from ipt_rules.exceptions import DocumentError, Problem, show_path
from ipt_rules.quiz import load_quiz
from tests.shipped import RULES

FIXTURES = Path(__file__).parent / "fixtures"

OF_FORM = [
    "3:1: author: unknown field; known fields: title, items, about",
    "8:5: items[0].stemm: unknown field; did you mean 'stem'?",
    "10:11: items[1].kind: 'area' is not one of focus, next_question, technique, phase, "
    "dispute_stage_plan, in_or_out_of_model, spot_the_issue, session_task, safety_first, "
    "score_reading, what_would_change, rule_knowledge",
    "12:5: items[2].id: required field 'id' is missing",
    "17:9: items[4].id: 'Twice' is the id of items[3] already; capital letters make no difference",
    "20:5: items[5].kind: required field 'kind' is missing",
    "25:11: items[6].stem: must have at least 1 character, has 0",
    "28:11: items[7].case: expected text, got 12; put it in quotes if it is text",
    "29:9: items[8].id: must have at least 1 character, has 0",
    "35:14: items[9].options: must have at most 12 entries, has 13",
    "39:15: items[10].options[0].answer: required field 'answer' is missing",
    "39:46: items[10].options[1].txt: unknown field; did you mean 'text'?",
    "39:59: items[10].options[2]: must have at least 1 character, has 0",
    "43:13: items[11].choose: 'many' is not one of one, all",
    "47:14: items[12].session: expected a whole number, got 'third'",
    "51:14: items[13].session: must be at least 0, got -1",
    "55:10: items[14].key: must have at least 1 entry, has 0",
    "59:14: items[15].options: expected a list, got 'grief'",
    "63:14: items[16].changes: expected a mapping, got a list",
    "67:11: items[17].tags: expected a list, got 'areas'",
    "68:5: items[18]: expected a mapping, got 'a line of text that is no item'",
]
"""What shows before a case is read, as line, column, place and message."""

OF_KEYS = [
    "6:11: items[0].case: 'lena-renegotation' is not a shipped case; did you mean 'lena-"
    "renegotiation'?",
    "9:11: items[1].case: 'my own patient' is not a shipped case; a file of your own is "
    "named with its ending, .yaml or .json",
    "12:11: items[2].case: there is no file 'cases/not-there.yaml', counted from the "
    "folder of the quiz",
    "17:60: items[3].case.case.has_confidant: 'perhaps' is not one of yes, no",
    "21:50: items[4].changes.relationship:husbnd.dispute_stage: this case has no such "
    "record; did you mean 'relationship:husband'?",
    "25:51: items[5].changes.relationship:husband.dispute_stage: 'stuck' is not one of "
    "renegotiation, impasse, dissolution",
    "28:14: items[6].changes: there is no case for it: name one in 'case', or leave this out",
    "32:14: items[7].session: there is no case for it: name one in 'case', or leave this out",
    "33:5: items[8].case: this kind of item needs a case: name one, or write it out",
    "35:5: items[9].case: this kind of item needs a case: name one, or write it out",
    "41:11: items[10].case: 'case' means nothing in this kind of item; leave it out",
    "45:12: items[11].about: 'about' means nothing in this kind of item; leave it out",
    "49:11: items[12].asks: 'asks' means nothing in this kind of item; leave it out",
    "53:12: items[13].about: 'phq8' is not a scale of this rule base; did you mean 'phq9'?",
    "58:11: items[14].asks: 'remision' is not one of band, response, remission, "
    "reliable_change, deterioration; did you mean 'remission'?",
    "62:12: items[15].about: the case holds no score of this scale",
    "63:5: items[16].about: name the scale, such as phq9",
    "66:5: items[17].about: give either a case, or a technique in 'about'",
    "71:12: items[18].about: give either a case, or a technique in 'about'",
    "74:11: items[19].case: its phase is not known: which course, and how many sessions?",
    "75:5: items[20].about: name a rule, or an area",
    "79:12: items[21].about: 'areas/grief/no-deaths-recorded' is not a rule or an area; "
    "did you mean 'areas/grief/no-death-recorded'?",
    "82:18: items[22].formulation: 'lena-what-she-expects' is not a shipped formulation; "
    "did you mean 'lena-what-each-expects'?",
    "86:27: items[23].formulation.areas[0]: 'gref' is not one of grief, role_dispute, "
    "role_transition, interpersonal_deficits; did you mean 'grief'?",
    "87:5: items[24].formulation: the case holds no formulation; name one or write it out",
    "92:11: items[25].case: no task of this state comes up in this session",
    "96:11: items[26].case: no technique is suggested in this case; ask safety_first of it",
    "99:11: items[27].case: no technique of a stage is suggested in this case: is the "
    "dispute the focus, its stage known, and the session one of the middle?",
    "103:29: items[28].options[1]: 'role_disputes' is not a problem area, ask_first, "
    "hold_focus or no_focus; did you mean 'role_dispute'?",
    "103:44: items[28].options[2]: 'greif' is not a problem area, ask_first, hold_focus "
    "or no_focus; did you mean 'grief'?",
    "107:39: items[29].options[1]: 'comunication-analysis' is not a technique, or a "
    "practice that is not IPT; did you mean 'communication-analysis'?",
    "107:62: items[29].options[2]: 'thought-diary' is not a technique, or a practice that"
    " is not IPT",
    "111:15: items[30].options[0]: 'relationship:husband.dispute_stage': a change is "
    "written PLACE=VALUE, such as risk.plan=yes",
    "111:53: items[30].options[1]: 'case.age_years=old': expected a whole number, got 'old'",
    "115:36: items[31].options[2]: 'role_dispute' is an option already",
    "119:14: items[32].options: 'role_dispute' and 'role_transition' read the same to a "
    "learner: a quarrel",
    "124:10: items[33].key: 'role_disput' is not one of the options (grief, "
    "role_transition, role_dispute)",
    "129:10: items[34].key: the rules contradict the key role_transition: they give role_dispute.",
    "134:10: items[35].key: the rules contradict the key role-play: they give role-play, timeline.",
    "139:10: items[36].key: the rules contradict the key role-play, thought-records, "
    "timeline: they give role-play, timeline.",
    "142:14: items[37].options: more than one option is right: role-play, timeline; take "
    "all but one out, or write 'choose: all'.",
    "145:14: items[38].options: more than one option is right: role-play, timeline; take "
    "all but one out, or write 'choose: all'.",
    "150:14: items[39].options: no option is right. Right would be role_dispute.",
    "154:14: items[40].options: every option is right: there is nothing to tell apart",
    "158:14: items[41].options: an item needs two options at least",
]
"""What shows once the cases are read; the arguments of the rules are left out here."""


def problems(source: Any) -> tuple[Problem, ...]:
    """What is wrong with a quiz."""
    with pytest.raises(DocumentError) as caught:
        load_quiz(source, RULES)
    return caught.value.problems


def told(problem: Problem) -> str:
    """A problem in a line, up to the arguments of the rules."""
    message = re.split(r" (?:For|Against) ", problem.message)[0]
    return f"{problem.line}:{problem.column}: {show_path(problem.path)}: {message}"


def keyed(**fields: Any) -> Problem:
    """The one problem of a quiz with one item."""
    item = {"id": "one", "case": "lena-renegotiation", "kind": "focus", **fields}
    (found,) = problems({"title": "One", "items": [item]})
    return found


@pytest.mark.parametrize(
    ("name", "expected"),
    [("quiz_with_every_mistake_of_form", OF_FORM), ("quiz_with_every_mistake", OF_KEYS)],
)
def test_every_mistake_is_listed_with_its_place(name: str, expected: list[str]) -> None:
    """In one go, in the order of the file; each problem names the file."""
    found = problems(FIXTURES / f"{name}.yaml")
    assert [told(problem) for problem in found] == expected
    assert {Path(problem.file).name for problem in found} == {f"{name}.yaml"}


@pytest.mark.parametrize("name", ["quiz_with_every_mistake_of_form", "quiz_with_every_mistake"])
def test_no_message_speaks_of_what_is_inside_the_program(name: str) -> None:
    """A trainer is no programmer; and a message is one sentence that ends without two marks."""
    for problem in problems(FIXTURES / f"{name}.yaml"):
        assert not re.search(
            r"\b(Traceback|\w*Error|None|object at|dict|tuple|str)\b", problem.message
        )
        assert "?;" not in problem.message


def test_a_quiz_without_items_is_refused() -> None:
    """It would be an empty page."""
    (found,) = problems({"title": "Nothing yet", "items": []})
    assert show_path(found.path) == "items"


def test_a_contradicted_key_is_shown_with_the_arguments_of_both_sides() -> None:
    """What speaks for the key of the rules, and against that of the trainer, with rule ids."""
    message = keyed(options=["grief", "role_transition", "role_dispute"], key="grief").message
    start, _, rest = message.partition(" For role_dispute: ")
    for_it, _, against = rest.partition(" Against grief: ")
    assert start == "the rules contradict the key grief: they give role_dispute."
    assert "[areas/role_dispute/mismatched-expectations]" in for_it
    assert "expect different things of each other" in for_it
    assert "[areas/grief/no-death-recorded]" in against


def test_a_key_that_leaves_something_out_is_told_what_is_missing() -> None:
    """Only the missing option is argued for; what both agree on needs no word."""
    options = ["role-play", "thought-records", "timeline"]
    message = keyed(
        kind="in_or_out_of_model", case=None, choose="all", options=options, key=["role-play"]
    ).message
    assert "For timeline: " in message
    assert "[techniques/timeline]" in message
    assert "For role-play" not in message


def test_two_right_options_are_both_argued_for_and_the_way_out_is_named() -> None:
    """Also where one of the two is the claimed key: the key is not wrong, the options are."""
    options = ["role-play", "thought-records", "timeline"]
    for key in (None, "role-play"):
        found = keyed(kind="in_or_out_of_model", case=None, options=options, key=key)
        assert show_path(found.path) == "items[0].options"
        assert "'choose: all'" in found.message
        assert "[techniques/role-play]" in found.message
        assert "[techniques/timeline]" in found.message


def test_where_no_option_is_right_the_right_one_is_named() -> None:
    """With its argument, so that the trainer can put it in or change the case."""
    message = keyed(options=["grief", "role_transition"]).message
    assert message.startswith("no option is right. Right would be role_dispute. ")
    assert "[areas/role_dispute/mismatched-expectations]" in message


def test_an_argument_says_nothing_twice() -> None:
    """The sentence that is the feedback stands once, with its rule behind it."""
    message = keyed(options=["grief", "role_dispute"], key="grief").message
    assert message.count("expect different things of each other") == 1

"""The shipped profiles: phases and tasks, session by session."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt_rules.facts import Fact, Frame, facts_of
from ipt_rules.model import Case, Inventory
from ipt_rules.reference import verdicts
from ipt_rules.rulebase import Rule, RuleBase, load_rules
from ipt_rules.rulebase.courses import Placement, ProfileDocument
from ipt_rules.rulebase.language import AnyTest, AssignsTask, SuggestsTechnique, Test, WordTest
from ipt_rules.terms import Phase, Preparation, Verdict

RULES: RuleBase = load_rules()
SESSIONS = [
    (name, session)
    for name, profile in sorted(RULES.profiles.items())
    for session in range(0 if profile.preparation is not Preparation.NONE else 1,
                         profile.sessions + 2)
]  # fmt: skip
ACUTE = sorted(name for name, profile in RULES.profiles.items() if not profile.maintenance)
TASKS = [(name, task) for name, profile in sorted(RULES.profiles.items()) for task in profile.tasks]
TASK_IDS = [f"{name}#{task.task}" for name, task in TASKS]
IN_ORDER = [Phase.INITIAL, Phase.MIDDLE, Phase.ENDING]

every_acute_profile = pytest.mark.parametrize("name", ACUTE)
every_profile = pytest.mark.parametrize("name", sorted(RULES.profiles))
every_session = pytest.mark.parametrize(("name", "session"), SESSIONS)
every_task = pytest.mark.parametrize(("name", "task"), TASKS, ids=TASK_IDS)


EVERYBODY = Fact("case", "case", {"pregnancy_lost": "no"})
"""What a task that is not for everybody asks for."""


def course(profile: str, session: int, planned: int | None = None) -> Fact:
    """The course of a patient who is about to have this session."""
    case = Case(pseudonym="Lena", profile=profile)
    if planned is not None:
        case = Case(pseudonym="Lena", profile=profile, planned_sessions=planned)
    inventory = Inventory(assessment_date=dt.date(2026, 3, 1), case=case)
    facts = facts_of(inventory, RULES.settings, session=session)
    (found,) = (fact for fact in facts if fact.kind == "course")
    return found


def rule_of(name: str, task: Placement) -> Rule:
    return RULES[f"profiles/{name}#{task.task}"]


def first_session(profile: ProfileDocument, task: Placement) -> int:
    """The session at which a task comes up, counted from the start."""
    if task.from_session is not None:
        return task.from_session
    assert task.from_sessions_left is not None
    return profile.sessions - task.from_sessions_left


def due_session(profile: ProfileDocument, task: Placement) -> int:
    """The session by which a task is due, counted from the start."""
    if task.from_session is not None:
        return task.from_session if task.due_session is None else task.due_session
    left = task.due_sessions_left
    return first_session(profile, task) if left is None else profile.sessions - left


def open_tasks(profile: str, session: int, planned: int | None = None) -> set[str]:
    """The tasks that have come up by this session."""
    rules = [rule for rule in RULES.rules if rule.id.startswith(f"profiles/{profile}#")]
    found = verdicts(rules, [course(profile, session, planned), EVERYBODY])
    return {
        rule.id.partition("#")[2]
        for rule, outcome in zip(rules, found, strict=True)
        if outcome.verdict is Verdict.FIRES
    }


# --- phases ----------------------------------------------------------------------------------


@every_session
def test_phases_lie_where_the_profile_declares_them(name: str, session: int) -> None:
    """The first sessions are initial, the last are ending, and what follows the plan is ending."""
    profile = RULES.profiles[name]
    if session == 0:
        expected = Phase.PREPARATION
    elif profile.maintenance:
        expected = Phase.MAINTENANCE
    elif session <= profile.initial_sessions:
        expected = Phase.INITIAL
    elif session <= profile.sessions - profile.ending_sessions:
        expected = Phase.MIDDLE
    else:
        expected = Phase.ENDING
    assert course(name, session).values["phase"] == expected.value


@every_acute_profile
def test_a_profile_has_room_for_every_phase(name: str) -> None:
    """No phase of a shipped profile is empty, and the first one has no more than three sessions."""
    profile = RULES.profiles[name]
    phases = {
        profile.frame(name).phase(n, profile.sessions) for n in range(1, profile.sessions + 1)
    }
    assert phases == set(IN_ORDER)
    assert profile.initial_sessions <= 3


frames = st.builds(
    Frame,
    profile=st.just("some"),
    sessions=st.integers(1, 60),
    initial_sessions=st.integers(1, 60),
    ending_sessions=st.integers(1, 60),
)


@given(frame=frames, planned=st.integers(1, 60))
def test_phases_never_go_backwards(frame: Frame, planned: int) -> None:
    """Whatever length was agreed, every session has one phase, and none comes back."""
    places = [IN_ORDER.index(frame.phase(session, planned)) for session in range(1, planned + 2)]
    assert places == sorted(places)
    assert places[-1] == IN_ORDER.index(Phase.ENDING)


@given(frame=frames, planned=st.integers(1, 60))
def test_the_outer_phases_follow_the_number_agreed(frame: Frame, planned: int) -> None:
    """Its own phases for its own length; else a fifth each, rounded up, the ending two at least."""
    phases = [frame.phase(session, planned) for session in range(1, planned + 1)]
    fifth = -(-planned // 5)
    own = planned == frame.sessions
    ending = frame.ending_sessions if own else max(2, fifth)
    initial = frame.initial_sessions if own else min(frame.initial_sessions, fifth)
    assert phases.count(Phase.ENDING) == min(ending, planned)
    assert phases.count(Phase.INITIAL) == min(initial, max(planned - ending, 0))


# --- tasks -----------------------------------------------------------------------------------


@every_task
def test_every_task_is_a_rule_of_its_own(name: str, task: Placement) -> None:
    """A task is found under `profiles/<name>#<task>` and says what its own file says."""
    rule = rule_of(name, task)
    assert isinstance(rule.then, AssignsTask)
    assert rule.then.task == task.task
    document = RULES.tasks[task.task]
    assert rule.then.title == rule.title == document.title
    assert rule.then.every_session == task.every_session
    assert rule.then.safety == document.safety
    assert rule.because == (task.because or document.because)
    assert set(rule.sources) == {*document.sources, *task.sources}


@every_task
def test_every_task_falls_within_its_course(name: str, task: Placement) -> None:
    """A task comes up in the course, not after it is due, and is due by the last session."""
    profile = RULES.profiles[name]
    first = 1 if profile.preparation is Preparation.NONE else 0
    assert first <= first_session(profile, task) <= due_session(profile, task) <= profile.sessions


@every_task
def test_a_rule_carries_the_session_its_task_is_due(name: str, task: Placement) -> None:
    """A task is due at a session or when few are left, never both, as its profile says."""
    then = rule_of(name, task).then
    assert isinstance(then, AssignsTask)
    due = due_session(RULES.profiles[name], task)
    if task.from_session is not None:
        assert (then.due_session, then.due_sessions_left) == (due, None)
    else:
        left = RULES.profiles[name].sessions - due
        assert (then.due_session, then.due_sessions_left) == (None, left)


@every_session
def test_a_task_comes_up_with_its_first_session_and_stays(name: str, session: int) -> None:
    """Every task that is due has come up, one that is overdue has not gone, and none is early."""
    profile = RULES.profiles[name]
    expected = {task.task for task in profile.tasks if first_session(profile, task) <= session}
    assert open_tasks(name, session) == expected


@every_profile
def test_the_ending_moves_with_the_number_of_sessions_agreed(name: str) -> None:
    """Where more sessions are agreed, the tasks of the ending come up as many sessions later."""
    profile = RULES.profiles[name]
    longer = profile.sessions + 4
    for task in profile.tasks:
        if task.from_sessions_left is None:
            continue
        first = longer - task.from_sessions_left
        assert task.task not in open_tasks(name, first - 1, longer)
        assert task.task in open_tasks(name, first, longer)


@every_task
def test_tasks_belong_to_one_profile(name: str, task: Placement) -> None:
    """A task is silent in every other course and open while no course is agreed."""
    session = due_session(RULES.profiles[name], task)
    left = RULES.profiles[name].sessions - session
    numbers = {"session_no": session, "sessions_left": left}
    other = Fact("course", "course", {"profile": "another", **numbers})
    nothing_agreed = Fact("course", "course", {**numbers})
    rule = rule_of(name, task)
    assert verdicts([rule], [other, EVERYBODY])[0].verdict is Verdict.SILENT
    assert verdicts([rule], [nothing_agreed, EVERYBODY])[0].verdict is Verdict.UNKNOWN


def test_after_the_loss_of_a_pregnancy_nobody_asks_about_a_baby() -> None:
    """The check on the baby is not among the tasks of somebody who has lost the child."""
    rule = RULES["profiles/perinatal-12#check-infant-safety"]
    lost = Fact("case", "case", {"pregnancy_lost": "yes"})
    assert verdicts([rule], [course("perinatal-12", 2), EVERYBODY])[0].verdict is Verdict.FIRES
    assert verdicts([rule], [course("perinatal-12", 2), lost])[0].verdict is Verdict.SILENT


@every_profile
def test_safety_is_asked_about_in_every_session(name: str) -> None:
    """From the first session on, every session has a risk check."""
    (check,) = (task for task in RULES.profiles[name].tasks if task.task == "check-risk")
    assert check.every_session
    assert first_session(RULES.profiles[name], check) == 1


@every_acute_profile
def test_the_contract_closes_the_initial_phase(name: str) -> None:
    """Diagnosis, formulation, focus and contract are due before the middle phase begins."""
    profile = RULES.profiles[name]
    due = {task.task: due_session(profile, task) for task in profile.tasks}
    closing = ("name-the-diagnosis", "offer-formulation", "agree-focus", "agree-contract")
    assert max(due[task] for task in closing) == profile.initial_sessions


@every_acute_profile
def test_the_ending_is_announced_by_its_first_session(name: str) -> None:
    """The patient hears how many sessions are left no later than when the ending phase begins."""
    profile = RULES.profiles[name]
    (announcing,) = (task for task in profile.tasks if task.task == "announce-the-ending")
    ending = max(profile.ending_sessions, 1)
    assert due_session(profile, announcing) <= profile.sessions - ending + 1


# --- techniques ------------------------------------------------------------------------------


def words(test: Test, field: str) -> frozenset[str]:
    """The words that a test allows in a field."""
    if isinstance(test, AnyTest):
        parts = [words(part, field) for alternative in test.alternatives for part in alternative]
        return frozenset().union(*parts)
    return test.allowed if isinstance(test, WordTest) and test.field == field else frozenset()


def test_a_technique_for_an_alert_names_rules_that_exist() -> None:
    """Renaming a safety rule cannot silently cost the suggestion that hangs on its alert."""
    named = {
        name
        for rule in RULES.rules
        if isinstance(rule.then, SuggestsTechnique)
        for pattern in rule.when
        if pattern.kind == "alert"
        for test in pattern.tests
        for name in words(test, "name")
    }
    assert named
    assert named <= {rule.id for rule in RULES.rules}

"""Phase and sessions left: what is suggested has time, and what has none says so and why."""

from collections.abc import Iterator

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipt_rules.evaluation import Evaluation, evaluate
from ipt_rules.facts import Fact, Frame, facts_of
from ipt_rules.model import Inventory, SessionNote
from ipt_rules.reference import Reading
from ipt_rules.report import to_html, to_text
from ipt_rules.results import NotNow
from ipt_rules.rulebase import RuleBase
from ipt_rules.rulebase.language import SuggestsTechnique
from ipt_rules.rulebase.techniques import all_but_time
from ipt_rules.terms import Absence, Evidence, Phase, Preparation, Stratum, Verdict
from tests.shipped import CASES, RULES, fitting

SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
LENA = CASES["lena-renegotiation"].inventory
IMPASSE = CASES["lena-impasse"].inventory
MARTA = CASES["marta-delayed-grief"].inventory
TIMELESS = [
    all_but_time(rule)
    for rule in RULES.strata[Stratum.PLAN]
    if isinstance(rule.then, SuggestsTechnique)
]


READING = Reading(TIMELESS)


def in_course(inventory: Inventory, profile: str, session: int) -> Evaluation:
    """The case, as if this course had been agreed, for one of its sessions."""
    first = 0 if RULES.profiles[profile].preparation is not Preparation.NONE else 1
    case = evolve(inventory.case, profile=profile, planned_sessions=Absence.NOT_ASKED)
    notes = tuple(note for note in inventory.sessions if note.session_no >= first)
    return evaluate(evolve(inventory, case=case, sessions=notes), RULES, session=session)


def phases(frame: Frame, planned: int) -> dict[int, Phase]:
    """The phase of each session of a course."""
    first = 1 if frame.preparation is Preparation.NONE else 0
    return {number: frame.phase(number, planned) for number in range(first, planned + 1)}


def fits_but_for_the_time(found: Evaluation) -> set[str]:
    """The techniques that would be suggested if it were always the right time for all of them."""
    facts = found.run.facts[Stratum.PLAN]
    return {
        rule.id.removeprefix("techniques/")
        for rule, one in zip(TIMELESS, READING.verdicts(facts), strict=True)
        if one.verdict is Verdict.FIRES
    }


def check(found: Evaluation, rules: RuleBase = RULES) -> None:
    """Everything that has to be true of the time of what is suggested and what is not."""
    standing, left = found.phase, found.phase.sessions_left
    begun = {
        name
        for note in found.run.inventory.sessions
        if note.session_no < standing.session
        for name in note.techniques
    }
    for suggestion in found.suggestions:
        technique = rules.techniques[suggestion.technique]
        assert not technique.phases or standing.phase in technique.phases
        needed = technique.sessions_needed
        assert suggestion.sessions_needed == needed
        assert not (technique.safety and needed is not None)
        if needed is None or (left is not None and left >= needed):
            assert suggestion.timing == "in_time"
        elif left is None:
            assert suggestion.timing == "not_known"
        else:
            assert suggestion.timing == "under_way"
            assert suggestion.technique in begun
            assert not technique.needed_each_time
        if suggestion.timing != "in_time":
            assert f"{needed} more" in str(suggestion.time_note)
    check_not_now(found, rules)


def check_not_now(found: Evaluation, rules: RuleBase) -> None:
    """Every entry is truly early or late, says the numbers, and stands nowhere else."""
    held = {waiting.what for waiting in found.held}
    suggested = {suggestion.technique for suggestion in found.suggestions}
    named = [entry.technique for entry in found.not_now]
    assert len(named) == len(set(named))
    assert not set(named) & (suggested | held)
    standing = found.phase
    if standing.phase is None or standing.sessions_left is None:
        assert not named
        return
    frame = rules.settings.frames[str(standing.profile)]
    total = standing.planned_sessions or 0
    course = phases(frame, total)
    foci = {focus.area for focus in found.proposal.foci}
    for entry in found.not_now:
        technique = rules.techniques[entry.technique]
        assert not technique.areas or foci & set(technique.areas)
        assert entry.sessions_left == standing.sessions_left == total - standing.session
        assert entry.sessions_needed == technique.sessions_needed
        assert set(entry.phases) == set(technique.phases) & set(course.values())
        assert entry.support.facts
        (check_early if entry.when == "too_early" else check_late)(entry, found, course)
    fits = fits_but_for_the_time(found)
    waiting = {n for n in fits if n in held or ("techniques" in held and n != "safety-planning")}
    elsewhere = {
        n for n in fits
        if rules.techniques[n].phases
        and not set(rules.techniques[n].phases) & set(course.values())
    }  # fmt: skip
    assert fits <= suggested | waiting | set(named) | elsewhere
    assert set(named) <= fits - elsewhere


def check_early(entry: NotNow, found: Evaluation, course: dict[int, Phase]) -> None:
    """It comes later, in a session of its phase with enough sessions after it."""
    begins = entry.from_session
    assert begins is not None
    assert begins > found.phase.session
    assert course[begins] is entry.from_phase
    assert entry.from_phase in entry.phases
    assert max(course) - begins >= (entry.sessions_needed or 0)
    if found.phase.phase not in entry.phases:
        own = [number for number, phase in course.items() if phase in entry.phases]
        assert all(number > found.phase.session for number in own)
    assert f"session {begins}" in entry.because
    assert entry.from_phase.label in entry.because


def check_late(entry: NotNow, found: Evaluation, course: dict[int, Phase]) -> None:
    """No session of its phase is still to come that has enough sessions after it."""
    assert entry.from_session is None
    assert entry.from_phase is None
    needed, left = entry.sessions_needed, entry.sessions_left
    own = [number for number, phase in course.items() if phase in entry.phases]
    room = [number for number in own if max(course) - number >= (needed or 0)]
    assert all(number <= found.phase.session for number in room)
    if found.phase.phase in entry.phases:
        assert needed is not None
        assert left < needed
        assert f"needs {needed} more" in entry.because
        assert (f"{left} " if left > 0 else "none is left") in entry.because
    elif not [number for number in own if number > found.phase.session]:
        assert entry.phases == (Phase.PREPARATION,) or f"session {own[-1]}" in entry.because
    else:
        assert "too short" in entry.because
        assert f"needs {needed} more" in entry.because


# --- what always holds ---------------------------------------------------------------------------


@SLOW
@given(fitting(), st.integers(1, 40))
def test_every_suggestion_has_its_phase_and_its_sessions(inventory: Inventory, at: int) -> None:
    """At any session of any record, what is suggested is in time, and what is not says why."""
    check(evaluate(inventory, RULES, session=at))


@pytest.mark.parametrize("profile", sorted(RULES.profiles))
def test_every_course_is_in_time_in_each_of_its_sessions(profile: str) -> None:
    """A case in every session of a course; what is too late never comes back.

    Each course is given a quarter of the shipped cases, another one than its neighbour, so that
    all cases meet several courses.
    """
    document = RULES.profiles[profile]
    first = 1 if document.preparation is Preparation.NONE else 0
    quarter = sorted(CASES)[sorted(RULES.profiles).index(profile) % 4 :: 4]
    for case in (CASES[name] for name in quarter):
        late: set[str] = set()
        before: set[str] = set()
        for session in range(first, document.sessions + 2):
            found = in_course(case.inventory, profile, session)
            check(found)
            suggested = {s.technique for s in found.suggestions if s.timing == "in_time"}
            early = {n.technique for n in found.not_now if n.when == "too_early"}
            assert not late & (suggested | early)
            assert not early & before
            late |= {n.technique for n in found.not_now if n.when == "too_late"}
            before |= suggested


@SLOW
@given(fitting(), st.integers(1, 40))
def test_where_the_time_is_not_known_nothing_is_early_or_late(
    inventory: Inventory, at: int
) -> None:
    """Without an agreed course, nothing is called too early or too late."""
    case = evolve(inventory.case, profile=Absence.NOT_ASKED, planned_sessions=Absence.NOT_ASKED)
    found = evaluate(evolve(inventory, case=case), RULES, session=at)
    assert found.not_now == ()
    assert all(suggestion.timing == "in_time" for suggestion in found.suggestions)


def closing() -> Iterator[tuple[str, Inventory, str]]:
    """A technique with a budget, a case that it fits, and each course whose end closes it."""
    for name, inventory in (
        ("communication-analysis", LENA),
        ("moving-an-impasse", IMPASSE),
        ("facilitating-mourning", MARTA),
    ):
        for profile, document in sorted(RULES.profiles.items()):
            if not document.maintenance and document.sessions > 8 and document.age_to is None:
                yield name, inventory, profile


@pytest.mark.parametrize(("technique", "inventory", "profile"), list(closing()))
def test_a_technique_that_was_suggested_turns_too_late_as_the_end_comes(
    technique: str, inventory: Inventory, profile: str
) -> None:
    """Too early at first, then suggested, then too late to the end: in this order, each once."""
    case = evolve(inventory.case, profile=profile, age_years=Absence.NOT_ASKED)
    states = []
    for session in range(1, RULES.profiles[profile].sessions + 1):
        found = evaluate(evolve(inventory, case=case), RULES, session=session)
        entries = {entry.technique: entry.when for entry in found.not_now}
        names = {suggestion.technique for suggestion in found.suggestions}
        states.append("suggested" if technique in names else entries[technique])
    order = ["too_early", "suggested", "too_late"]
    assert [order.index(state) for state in states] == sorted(map(order.index, states))
    assert set(states) == set(order)


# --- what a course has no time for ---------------------------------------------------------------


def entry(found: Evaluation, technique: str) -> NotNow:
    """What is said of a technique that is not for now."""
    (said,) = (entry for entry in found.not_now if entry.technique == technique)
    return said


def test_too_few_sessions_are_said_with_both_numbers() -> None:
    """With four sessions left there is none too many for an impasse, which needs five."""
    said = entry(evaluate(IMPASSE, RULES, session=12), "moving-an-impasse")
    assert said.because == "It needs 5 more sessions after this one, and 4 are left."
    assert (said.when, said.sessions_needed, said.sessions_left) == ("too_late", 5, 4)
    names = {s.technique for s in evaluate(IMPASSE, RULES, session=11).suggestions}
    assert "moving-an-impasse" in names


def test_a_course_that_is_too_short_promises_nothing() -> None:
    """What a course of three sessions never has room for is too late from its first session on."""
    said = entry(in_course(LENA, "ipc-3", 1), "role-play")
    assert said.when == "too_late"
    assert said.because == (
        "It belongs to the middle phase and needs 2 more sessions after session 2, when 1 is left: "
        "this course is too short for it."
    )


def test_a_course_of_three_sessions_has_room_for_a_formulation() -> None:
    """Where the first phase is one session long, formulation and contract belong to that one."""
    names = {s.technique for s in in_course(LENA, "ipc-3", 1).suggestions}
    assert {"interpersonal-formulation", "treatment-contract"} <= names
    first = {s.technique for s in evaluate(LENA, RULES, session=1).suggestions}
    assert not first & {"interpersonal-formulation", "treatment-contract"}
    assert entry(evaluate(LENA, RULES, session=1), "treatment-contract").from_session == 2


def test_a_phase_that_the_course_lacks_is_neither_early_nor_late() -> None:
    """In maintenance nobody is told that it is too late for the middle phase."""
    found = in_course(LENA, "maintenance", 5)
    assert all(Phase.MIDDLE not in entry.phases for entry in found.not_now)


def test_fewer_sessions_agreed_leave_less_time() -> None:
    """The number agreed counts, not the one that the course usually has."""
    case = evolve(IMPASSE.case, planned_sessions=10)
    found = evaluate(evolve(IMPASSE, case=case), RULES, session=6)
    assert entry(found, "moving-an-impasse").sessions_left == 4


# --- what was begun ------------------------------------------------------------------------------


def with_notes(inventory: Inventory, **techniques: int) -> Inventory:
    """The record with a note of the session in which each technique was used."""
    used = {name.replace("_", "-"): number for name, number in techniques.items()}
    notes = {note.session_no: note for note in inventory.sessions}
    for name, number in used.items():
        note = notes.get(number, SessionNote(number))
        notes[number] = evolve(note, techniques=(*note.techniques, name))
    return evolve(inventory, sessions=tuple(notes.values()))


def test_what_was_begun_in_time_may_go_on_and_says_so() -> None:
    """An impasse that was opened in session 9 is not dropped in session 12."""
    begun = with_notes(IMPASSE, moving_an_impasse=9)
    found = evaluate(begun, RULES, session=12)
    (said,) = (s for s in found.suggestions if s.technique == "moving-an-impasse")
    assert said.timing == "under_way"
    assert said.time_note == (
        "Begun in an earlier session, it may go on; to begin, it needs 5 more sessions after this "
        "one, and 4 are left."
    )
    assert "budget:moving-an-impasse" in said.support.facts
    for report in (to_text(found), to_html(found)):
        assert "Begun in an earlier session" in report


def test_what_a_later_note_records_was_not_begun_yet() -> None:
    """Planning session 12 again, a note of session 12 or later does not count as begun before."""
    for number in (12, 13):
        later = with_notes(IMPASSE, moving_an_impasse=number)
        found = evaluate(later, RULES, session=12)
        assert entry(found, "moving-an-impasse").when == "too_late"


def test_what_is_needed_each_time_is_not_waived_by_an_earlier_use() -> None:
    """A trial of an earlier week is no reason to try something after the last session."""
    found = evaluate(with_notes(LENA, between_session_experiment=8), RULES, session=16)
    assert entry(found, "between-session-experiment").sessions_left == 0


def test_a_first_step_that_is_too_late_is_named_where_it_comes_before() -> None:
    """With two sessions left a plan may be made only on what was gone through before."""
    found = in_course(LENA, "ipc-6", 4)
    (plan,) = (s for s in found.suggestions if s.technique == "renegotiation-plan")
    assert entry(found, "communication-analysis").when == "too_late"
    assert plan.timing == "in_time"
    assert plan.time_note == (
        "Only if this was done already, as it is too late to begin it now: Communication analysis."
    )
    done = with_notes(evolve(LENA, case=evolve(LENA.case, profile="ipc-6")),
                      communication_analysis=3)  # fmt: skip
    again = evaluate(done, RULES, session=4)
    (plan,) = (s for s in again.suggestions if s.technique == "renegotiation-plan")
    assert plan.time_note is None


def test_feelings_about_the_ending_wait_for_no_announcement() -> None:
    """In the last session they have their place, whether or not the ending was announced."""
    found = evaluate(LENA, RULES, session=16)
    (feelings,) = (s for s in found.suggestions if s.technique == "ending-feelings")
    assert feelings.time_note is None


# --- what is not known ---------------------------------------------------------------------------


def test_a_number_of_sessions_that_is_not_known_never_silences() -> None:
    """A technique of every phase that needs sessions is suggested, and says it was not checked."""
    document = evolve(RULES.techniques["closeness-circle"], phases=())
    rule = RULES["techniques/closeness-circle"]
    (pattern,) = rule.when
    phaseless = evolve(
        pattern,
        tests=tuple(test for test in pattern.tests if getattr(test, "field", "") != "phase"),
    )
    rules = evolve(
        RULES,
        rules=tuple(evolve(r, when=(phaseless,)) if r.id == rule.id else r for r in RULES.rules),
        techniques={**RULES.techniques, "closeness-circle": document},
    )
    case = evolve(LENA.case, profile=Absence.NOT_ASKED)
    found = evaluate(evolve(LENA, case=case), rules)
    (said,) = (s for s in found.suggestions if s.technique == "closeness-circle")
    assert said.timing == "not_known"
    assert "could not be checked" in str(said.time_note)
    assert "course.sessions_left" in {question.asks for question in found.questions}
    check(found, rules)


def test_the_question_for_the_sessions_left_is_put_once() -> None:
    """Budget and course speak of the same number, and it is asked for as one."""
    case = evolve(LENA.case, profile=Absence.NOT_ASKED)
    found = evaluate(evolve(LENA, case=case), RULES)
    assert [q.asks for q in found.questions].count("course.sessions_left") == 1
    assert not [q for q in found.questions if q.asks.startswith("budget.")]


# --- the files -----------------------------------------------------------------------------------


def test_every_budget_is_marked_as_a_choice_of_this_project() -> None:
    """No source states how many sessions a technique needs, and each file says so."""
    for technique in RULES.techniques.values():
        marked = technique.defaults == {"sessions_needed": Evidence.DESIGN}
        assert marked == (technique.sessions_needed is not None)


def test_a_technique_that_comes_first_is_not_begun_later_than_what_follows() -> None:
    """What follows in a chain needs no more sessions than what it comes after, where both count."""
    exempt = {"reconstructing-the-relationship", "moving-an-impasse", "dissolution-work"}
    for name, technique in RULES.techniques.items():
        first = [*technique.needs, *technique.needs_one_of]
        budgets = [RULES.techniques[need].sessions_needed for need in first]
        counted = [budget for budget in budgets if budget is not None]
        if counted and technique.sessions_needed is not None and name not in exempt:
            assert technique.sessions_needed <= max(counted), name


def test_the_budget_facts_are_of_the_session_that_is_planned() -> None:
    """One fact for what is still to be begun, and one for each thing that is under way."""
    facts = facts_of(with_notes(LENA, communication_analysis=5), RULES.settings, session=7)
    budgets = [fact for fact in facts if fact.kind == "budget"]
    assert [(fact.id, dict(fact.values)) for fact in budgets] == [
        ("budget", {"under_way": "none", "sessions_left": 9}),
        (
            "budget:communication-analysis",
            {"under_way": "communication-analysis", "sessions_left": 9},
        ),
    ]
    assert all(isinstance(fact, Fact) for fact in budgets)


@pytest.mark.parametrize("name", CASES)
def test_reports_show_everything_that_is_not_for_now(name: str) -> None:
    """Text and HTML name every technique that is too early or too late; JSON carries it all."""
    found = evaluate(CASES[name].inventory, RULES, session=CASES[name].session)
    text = " ".join(to_text(found).split()).partition("Not now")[2]
    page = to_html(found).partition("<h3>Not now</h3>")[2]
    for said in found.not_now:
        assert said.title in text
        assert said.title.replace("'", "&#x27;") in page
    assert [n["technique"] for n in found.to_dict()["not_now"]] == [
        n.technique for n in found.not_now
    ]

"""The record read as a document: what it leaves out, how it is worded, what its notes show."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ipt_rules import terms as t
from ipt_rules.evaluation import evaluate
from ipt_rules.exceptions import DocumentError
from ipt_rules.facts import Fact, facts_of, plain_name, review_facts
from ipt_rules.model import Formulation, Inventory, SessionNote
from ipt_rules.rulebase.language import SuggestsTechnique
from tests.shipped import CASES, RULES, fitting

LENA = CASES["lena-renegotiation"].inventory
BARE = evolve(LENA, formulation=None, sessions=())
assert LENA.formulation is not None
SOUND: Formulation = LENA.formulation


def read(inventory: Inventory, kind: str) -> list[Fact]:
    """The facts of one kind that a reader of the record would note."""
    facts = facts_of(inventory, RULES.settings)
    found = [*facts, *review_facts(inventory, RULES.settings, facts)]
    return [fact for fact in found if fact.kind == kind]


def written(**changes: object) -> Inventory:
    """Lena with another formulation."""
    return evolve(LENA, formulation=evolve(SOUND, **changes))


# --- blanks ----------------------------------------------------------------------------------


def test_without_a_document_nothing_is_read() -> None:
    """No formulation and no note: no blank, no issue, whatever else is missing."""
    facts = facts_of(BARE, RULES.settings)
    assert review_facts(BARE, RULES.settings, facts) == []
    assert evaluate(BARE, RULES).issues == ()


@given(fitting())
def test_a_blank_is_noted_exactly_where_a_record_does_not_show_a_field(
    inventory: Inventory,
) -> None:
    """For each field that rules ask for: a blank, a no, or an answer and then nothing."""
    inventory = evolve(inventory, formulation=Formulation())
    facts = [f for f in facts_of(inventory, RULES.settings) if not f.stands_for]
    noted = {
        (str(f.values["field"]), str(f.values.get("about", ""))): f.values["said"]
        for f in read(inventory, "lacking")
    }
    for name in RULES.settings.lacking:
        kind, _, field = name.partition(".")
        if kind not in ("case", "risk", "asked", "relationship", "life_event"):
            continue
        about = {"relationship": "relationship", "life_event": "event_id"}.get(kind, "")
        for fact in facts:
            if fact.kind == kind:
                value = fact.values.get(field)
                key = name, str(fact.values.get(about, ""))
                expected = {None: "blank", "no": "no"}.get(value if value is None else str(value))
                assert noted.get(key) == expected


def test_an_answer_that_is_recorded_takes_its_blank_away() -> None:
    """Culture is noted or it is blank; the issue comes and goes with it."""
    blank = evolve(LENA, case=evolve(LENA.case, culture_notes=t.Absence.NOT_ASKED))
    names = [{issue.name for issue in evaluate(i, RULES).issues} for i in (LENA, blank)]
    assert names[1] - names[0] == {"formulation/culture-not-considered"}


def test_a_no_is_lacking_as_well_and_says_so() -> None:
    """What was answered with a no is not there either, and is told apart from a blank."""
    for answer, expected in ((t.Answer.NO, ["no"]), (t.Absence.DECLINED, ["blank"])):
        unreviewed = evolve(LENA, case=evolve(LENA.case, medication_reviewed=answer))
        noted = [
            fact.values["said"]
            for fact in read(unreviewed, "lacking")
            if fact.values["field"] == "case.medication_reviewed"
        ]
        assert noted == expected


def test_a_sound_formulation_raises_no_issue() -> None:
    """Cases that expect no issue have none, and some of them have a formulation."""
    sound = [
        case for case in CASES.values()
        if case.inventory.formulation is not None and not case.expects.issues
    ]  # fmt: skip
    assert len(sound) >= 4
    for case in sound:
        assert evaluate(case.inventory, RULES, session=case.session).issues == ()


# --- words -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(RULES.phrases))
@given(data=st.data())
def test_a_phrase_is_found_however_it_is_written(name: str, data: st.DataObject) -> None:
    """Capital letters, hyphens and line breaks make no difference; parts of words do."""
    phrase = data.draw(st.sampled_from(sorted(RULES.phrases[name].phrases)))
    spelled = data.draw(st.sampled_from([phrase, phrase.upper(), phrase.replace(" ", "\n")]))
    before = data.draw(st.sampled_from(["", "So: ", "(", "and then, "]))
    found = read(written(statement=f"{before}{spelled}."), "wording")
    assert name in {fact.values["list"] for fact in found if fact.values["place"] == "statement"}
    longer = read(written(statement=f"x{plain_name(phrase)}x"), "wording")
    assert name not in {f.values["list"] for f in longer if f.values["place"] == "statement"}


def test_the_name_of_another_therapy_is_found_and_everyday_words_are_not() -> None:
    """DIT in a formulation is noticed; that somebody helps with homework is not."""
    for text, expected in (
        ("We work on the IPAF, as in dynamic interpersonal therapy.", True),
        ("He helps his son with homework, and exposure to noise is hard.", False),
    ):
        lists = {fact.values["list"] for fact in read(written(statement=text), "wording")}
        assert ("not_ipt" in lists) == expected


# --- what is not IPT -------------------------------------------------------------------------

KNOWN_AS = [
    (name, known)
    for name, document in RULES.foreign.items()
    for known in (document.title, *document.known_as)
]


@pytest.mark.parametrize(("name", "known"), KNOWN_AS)
def test_what_is_not_ipt_is_recognised_by_all_its_names(name: str, known: str) -> None:
    """Planned under any name, it is known for what it is, and where it comes from is said."""
    document = RULES.foreign[name]
    assert RULES.not_ipt(known) is document
    assert RULES.not_ipt(known.upper()) is document
    (fact,) = read(written(planned_techniques=(known[:60],)), "planned_technique")
    assert (fact.values["technique"], fact.values["model"]) == (name, "not_ipt")
    assert fact.values["tradition"] == document.tradition.value


@pytest.mark.parametrize(
    "planned",
    ["guided imagery", "body work", "mindfulness", "cognitive restructuring", "exposure therapy"],
)
def test_what_sources_name_as_another_treatment_is_an_error(planned: str) -> None:
    """Imagery, body work, mindfulness, restructuring and exposure in a plan are no small matter."""
    found = evaluate(written(planned_techniques=(planned,)), RULES)
    severities = {issue.name: issue.severity for issue in found.issues}
    assert severities["formulation/other-technique-planned"] is t.Severity.ERROR


@pytest.mark.parametrize("written_as", ["role-play", "Role play", "ROLE  PLAY", "role_play"])
def test_a_technique_of_ipt_is_known_however_it_is_written(written_as: str) -> None:
    """Name or title, in any spelling; what no list knows stays unlisted and is asked about."""
    (fact,) = read(written(planned_techniques=(written_as,)), "planned_technique")
    assert (fact.values["technique"], fact.values["model"]) == ("role-play", "ipt")
    (other,) = read(written(planned_techniques=("a walk",)), "planned_technique")
    assert other.values["model"] == "unlisted"


def test_what_is_not_ipt_can_be_suggested_by_no_rule() -> None:
    """No name of the catalogue is a technique, and every suggestion is of a technique."""
    assert not set(RULES.foreign) & set(RULES.techniques)
    for rule in RULES.rules:
        if isinstance(rule.then, SuggestsTechnique):
            assert rule.then.technique in RULES.techniques
            assert RULES.not_ipt(rule.then.technique) is None


@given(fitting())
def test_what_is_not_ipt_is_never_suggested(inventory: Inventory) -> None:
    """Whatever the case, nothing that is suggested goes by a name of the catalogue."""
    for suggestion in evaluate(inventory, RULES).suggestions:
        assert RULES.not_ipt(suggestion.technique) is None
        assert RULES.not_ipt(suggestion.title) is None


def test_a_note_may_record_what_is_not_ipt_but_nothing_unheard_of() -> None:
    """A note takes techniques and entries of the catalogue; a slip of the pen is refused."""
    note = SessionNote(5, techniques=("grounding", "communication-analysis"))
    (fact,) = [
        f for f in read(evolve(LENA, sessions=(note,)), "used_technique")
        if f.values["model"] == "not_ipt"
    ]  # fmt: skip
    assert fact.values["technique"] == "body-work"
    wrong = evolve(LENA, sessions=(SessionNote(5, techniques=("comunication-analysis",)),))
    with pytest.raises(DocumentError, match="did you mean 'communication-analysis'"):
        evaluate(wrong, RULES)


# --- the notes -------------------------------------------------------------------------------

notes = st.lists(
    st.builds(
        SessionNote,
        session_no=st.just(1),
        measure_done=st.sampled_from([t.Answer.YES, t.Answer.NO, t.Absence.NOT_ASKED]),
        focus_worked=st.sampled_from([*t.ProblemArea, t.Absence.NOT_ASKED]),
        termination_mentioned=st.sampled_from([t.Answer.YES, t.Answer.NO, t.Absence.NOT_ASKED]),
    ),
    min_size=1,
    max_size=8,
).map(lambda made: tuple(evolve(n, session_no=at) for at, n in enumerate(made, 1)))


@given(notes)
def test_the_notes_are_counted_from_the_last_one_back(noted: tuple[SessionNote, ...]) -> None:
    """Sessions in a row without a score, and those off the focus; blanks say nothing of it."""
    (fact,) = read(evolve(LENA, sessions=noted, measures=()), "notes")
    without = 0
    for note in reversed(noted):
        if note.measure_done is t.Answer.YES:
            break
        without += 1
    worked = [n.focus_worked for n in noted if not isinstance(n.focus_worked, t.Absence)]
    off = 0
    for area in reversed(worked):
        if area in SOUND.areas:
            break
        off += 1
    assert fact.values["sessions_noted"] == len(noted)
    assert fact.values["sessions_without_score"] == without
    assert fact.values["sessions_off_focus"] == off
    mentioned = any(n.termination_mentioned is t.Answer.YES for n in noted)
    assert fact.values["ending_announced"] == ("yes" if mentioned else "no")


@given(st.sampled_from(sorted(RULES.techniques)), st.integers(1, 16))
def test_a_technique_in_a_note_is_held_against_the_phases_of_its_file(
    name: str, session: int
) -> None:
    """It fits when its file lists the phase of that session, or no phase at all."""
    note = SessionNote(session, techniques=(name,))
    (fact,) = read(evolve(LENA, sessions=(note,)), "used_technique")
    profile = str(LENA.case.profile)
    phase = RULES.profiles[profile].frame(profile).phase(session, 16)
    phases = RULES.techniques[name].phases
    assert fact.values["fits_phase"] == ("yes" if not phases or phase in phases else "no")

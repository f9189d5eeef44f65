"""The facts of the formulation stratum: the record read as a document, with what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping

from ipt_rules import terms as t
from ipt_rules.facts.derived import YES_NO as _YES_NO
from ipt_rules.facts.derived import Derived, words_of

_TECHNIQUE = (
    Derived("technique", "word", "the technique, by the name of its file"),
    Derived("title", "text", "its title"),
    Derived("model", "word", "whether it belongs to IPT", ("ipt", "not_ipt", "unlisted")),
    Derived("kind", "word", "what it is, where it is not IPT", words_of(t.Foreign)),
    Derived("tradition", "word", "where it comes from, where it is not IPT", words_of(t.Tradition)),
    Derived("instead", "text", "what IPT has for the purpose, where it is not IPT"),
    Derived("prepared", "word", "whether what comes before it is there", _YES_NO),
)

_PLACES = ("statement", "onset_link", "reason_for_choice", "goals", "strengths", "plan")

_IN_SESSION = (
    Derived("session_no", "number", "the session"),
    Derived("phase", "word", "the phase of that session", words_of(t.Phase)),
    Derived("fits_phase", "word", "whether the technique belongs to that phase", _YES_NO),
)

REVIEWED: Mapping[str, tuple[Derived, ...]] = {
    "formulation": (
        Derived("areas_chosen", "number", "Which area was chosen?", unit="areas"),
        Derived("goals_stated", "number", "Which interpersonal goals were set?", unit="goals"),
        Derived("records_linked", "number", "Which event or person is it tied to?", unit="records"),
        Derived(
            "living_people_linked",
            "number",
            "Which living person is it tied to, by name or by an event?",
            source="cb-3",
            unit="people",
        ),
        Derived(
            "alternatives_stated", "number", "Which other areas were considered?", unit="areas"
        ),
        Derived(
            "contract_differs",
            "word",
            "Does the contract name another number of sessions than the record?",
            _YES_NO,
            why="the number of sessions carries the phases and the ending",
            source="isipt",
        ),
        Derived(
            "planned_past_the_end",
            "word",
            "Does the plan go past the last session that was agreed?",
            _YES_NO,
            why="a time limit works because both know it and keep it",
            source="isipt",
        ),
        Derived("words", "number", "What was said to the patient?", unit="words"),
        Derived("onset_placed", "word", "Does the record say when the episode began?", _YES_NO),
        Derived("people_described", "number", "Who is in the inventory?", unit="people"),
        Derived(
            "present_people_described",
            "number",
            "Who of them is part of the patient's life now?",
            source="foc06",
            unit="people",
        ),
        Derived(
            "support_described",
            "word",
            "Does the record say where support comes from?",
            _YES_NO,
            source="lm13",
        ),
        Derived(
            "offered_late",
            "word",
            "Was it offered after the session by which the course expects it?",
            _YES_NO,
            source="foc06",
        ),
        Derived(
            "offered_in_last_quarter",
            "word",
            "Was this version offered in the last quarter of the sessions?",
            _YES_NO,
        ),
    ),
    "formulation_area": (
        Derived("area", "word", "the area chosen", words_of(t.ProblemArea)),
    ),
    "planned_technique": (*_TECHNIQUE, *_IN_SESSION),
    "used_technique": (*_TECHNIQUE, *_IN_SESSION),
    "linked": (
        Derived("about", "reference", "the record the formulation is tied to"),
        Derived("record", "word", "what kind of record", ("relationship", "life_event")),
    ),
    "lacking": (
        Derived("field", "word", "what the record does not show, such as case.has_confidant"),
        Derived("said", "word", "whether nothing is recorded, or a no", ("blank", "no")),
        Derived("about", "reference", "the record in which it is missing"),
    ),
    "wording": (
        Derived("list", "word", "the list of words in which it stands"),
        Derived("phrase", "text", "the words found"),
        Derived("place", "word", "where they were found", _PLACES),
    ),
    "late_disclosure": (
        Derived("of", "word", "what came to light", ("death", "conflict")),
        Derived("about", "reference", "the event or the person"),
        Derived("session_no", "number", "the session in which it was first mentioned"),
    ),
    "notes": (
        Derived("sessions_noted", "number", "How many sessions have a note?", unit="sessions"),
        Derived(
            "sessions_without_score",
            "number",
            "How many of the last sessions in a row went without a score?",
            source="foc06",
            unit="sessions",
        ),
        Derived(
            "sessions_off_focus",
            "number",
            "How many of the last sessions in a row worked on another area than was agreed?",
            source="fr91",
            unit="sessions",
        ),
        Derived(
            "same_other_area",
            "word",
            "Did these sessions work on one and the same other area?",
            _YES_NO,
        ),
        Derived(
            "ending_announced", "word", "Was the ending mentioned in any note?", _YES_NO,
            source="cb-4",
        ),
    ),
}  # fmt: skip

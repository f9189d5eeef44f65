"""Sentences on the case: who it is, the history, what was asked, the frame."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_rules import terms as t
from ipt_rules.quiz.generating.leaks import leaks, rule_words
from ipt_rules.quiz.generating.teller import Teller, exact
from ipt_rules.quiz.generating.voice import Sentence, day, full, listed
from ipt_rules.quiz.generating.words.case import DIAGNOSES


def opening(teller: Teller) -> Iterator[Sentence]:
    """Who it is, the day, the diagnosis and how the episode began."""
    age, today = teller.known("case", "age_years"), day(teller.inventory.latest_day)
    years = "" if age is None else f", {age},"
    wordings = ("{n}{v} is seen on {d}", "it is {d}: {n}{v} comes to a session")
    text = teller.voice.choose(wordings, "opening")
    yield Sentence(full([teller.voice.say(text, v=years, d=today)]), ("case.age_years",))
    yield from _diagnoses(teller)
    yield from _onset(teller)
    yield from teller.groups("case", _HISTORY)


def _diagnoses(teller: Teller) -> Iterator[Sentence]:
    for number, diagnosis in enumerate(teller.inventory.case.diagnoses):
        name = DIAGNOSES[diagnosis.name]
        first = diagnosis.rank is t.DiagnosisRank.PRIMARY
        head = ("the diagnosis is {v}", "{n} comes with {v}") if first else (
            "beside it there is {v}", "a further diagnosis is {v}")  # fmt: skip
        clauses = [teller.voice.say(teller.voice.choose(head, "diagnosis", number), v=name)]
        if not isinstance(diagnosis.status, t.Absence):
            clauses[0] += f" ({diagnosis.status.label})"
        if not isinstance(diagnosis.specifier, t.Absence):
            none = diagnosis.specifier is t.Specifier.NONE
            clauses.append("no specifier applies" if none else
                           f"the specifier is {diagnosis.specifier.label}")  # fmt: skip
        if not isinstance(diagnosis.onset, t.Absence):
            clauses.append(f"it goes back to {day(diagnosis.onset)}")
        fields = ("name", "rank", "status", "specifier", "onset")
        yield Sentence(full(clauses), tuple(f"diagnosis:{number}.{f}" for f in fields))


def _onset(teller: Teller) -> Iterator[Sentence]:
    onset = teller.inventory.case.episode_onset
    head = _STATES.get(onset.state, "there is a low episode")
    parts = []
    if not isinstance(onset.anchor_event, t.Absence):
        name = teller.name_of(onset.anchor_event)
        parts.append(name if onset.state is t.OnsetState.ANCHORED_TO_EVENT else f"after {name}")
    if not isinstance(onset.date, t.Absence):
        parts.append(f"{'on' if exact(onset.date) else 'in'} {day(onset.date)}")
    if not isinstance(onset.months_before_assessment, t.Absence):
        months = onset.months_before_assessment
        parts.append(f"about {months:g} months before {day(teller.inventory.assessment_date)}")
    clauses = [f"{head}{',' if onset.state is t.OnsetState.GRADUAL else ''} {' '.join(parts)}"]
    fields = ("state", "date", "anchor_event", "months_before_assessment")
    if parts or not isinstance(onset.state, t.Absence):
        yield Sentence(full([clauses[0].rstrip(", ")]), tuple(f"case.onset_{f}" for f in fields))
    worse = teller.inventory.case.episode_worsening_dates
    if worse:
        yield Sentence(full([f"it got worse in {listed([day(date) for date in worse])}"]))


def frame(teller: Teller) -> Iterator[Sentence]:
    """What matters most, what was asked, and how the treatment is held."""
    main = teller.known("case", "main_problem_patient")
    if main:
        names = listed([teller.name_of(one) for one in main], "then")
        text = teller.voice.choose(_MATTERS, "main problem")
        yield Sentence(full([teller.voice.say(text, v=names)]), ("case.main_problem_patient",))
    yield from _asked(teller)
    yield from profile(teller)
    yield from teller.groups("case", _FRAME)
    yield from teller.rest("case", _TOLD_OF_CASE)


def profile(teller: Teller) -> Iterator[Sentence]:
    """Which course was agreed."""
    agreed = teller.known("case", "profile")
    if agreed is not None:
        held = teller.rules.profiles.get(agreed)
        title = agreed if held is None else f"{held.title[:1].lower()}{held.title[1:]}"
        if leaks(title, rule_words(teller.rules)):
            title = agreed
        wordings = ("the course that was agreed is this: {v}", "the two agreed on this course: {v}")
        text = teller.voice.say(teller.voice.choose(wordings, "course"), v=title)
        yield Sentence(full([text]), ("case.profile",))


def _asked(teller: Teller) -> Iterator[Sentence]:
    asked = teller.inventory.asked
    answers = {domain: getattr(asked, domain) for domain in _DOMAINS}
    whole = [_DOMAINS[d] for d, found in answers.items() if found is t.Coverage.COMPLETE]
    part = [_DOMAINS[d] for d, found in answers.items() if found is t.Coverage.PARTIAL]
    clauses = []
    if whole:
        wordings = (
            "{n} was asked about all {v}, and names nothing beyond what is told here",
            "on {v} the questions were asked to the end, and there is no more than this",
        )
        text = teller.voice.choose(wordings, "asked")
        clauses.append(teller.voice.say(text, v=listed(whole)))
    if part:
        clauses.append(f"of {listed(part)} only some were asked about")
    if clauses:
        places = tuple(f"asked.{d}" for d in answers if not isinstance(answers[d], t.Absence))
        yield Sentence(full(clauses), places)


_STATES: dict[object, str] = {
    t.OnsetState.DATED: "this episode began",
    t.OnsetState.ANCHORED_TO_EVENT: "this episode followed something that happened:",
    t.OnsetState.GRADUAL: "this episode came gradually",
    t.OnsetState.LIFELONG: "it has always been like this:",
}
_MATTERS = (
    "what matters most to {n} is {v}",
    "asked what would help most if it eased, {n} names {v}",
)
_DOMAINS = {
    "deaths": "deaths",
    "changes": "changes",
    "conflicts": "conflicts",
    "relationships": "the people who matter",
}
_HISTORY = (
    ("chronic_2y", "n_prior_episodes"),
    ("treatment_resistant", "remission_route"),
    ("medication", "medication_reviewed"),
    ("bipolar_history", "substance_severity", "substance_kind", "substance_in_treatment",
     "cognitive_impairment"),
    ("perinatal_stage", "perinatal_weeks"),
    ("personality_traits", "traits_judged"),
    ("attachment_style",),
    ("premorbid_relationships", "pattern_scope"),
    ("has_confidant", "n_significant_others_living", "social_support_level"),
    ("mourns_healthy_self",),
)  # fmt: skip
_FRAME = (
    ("shared_language", "interpreter"),
    ("format",),
    ("time_limit_agreed",),
    ("planned_sessions",),
    ("engagement_barriers",),
    ("grief_reading",),
    ("area_model",),
)
_TOLD_OF_CASE = frozenset(
    [field for fields in (*_HISTORY, *_FRAME) for field in fields]
    + ["age_years", "main_problem_patient", "onset_state", "onset_date", "onset_anchor_event",
       "onset_months_before_assessment", "profile", "culture_notes", "language", "session_minutes",
       "sick_role_given", "rationale_explained", "diagnosis_named", "patient_focus_preference",
       "main_problem_clinician", "planned_sessions_agreed_on", "frequency_per_month"]
)  # fmt: skip

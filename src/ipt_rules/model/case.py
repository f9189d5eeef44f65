"""The case: diagnosis, episode, history and the frame of the treatment."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import annotated_types as at
from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.model.values import (
    Count,
    EventRef,
    Label,
    Level,
    Maybe,
    PartialDate,
    ProblemRef,
    SessionCount,
    Text,
    answer,
)


@frozen
class DiagnosisRecord:
    """One diagnosis made by a clinician."""

    name: t.Diagnosis
    rank: t.DiagnosisRank = answer(
        "Is this the diagnosis the treatment is for?",
        why="IPT is aimed at a named diagnosis",
        source="foc06",
        default=t.DiagnosisRank.PRIMARY,
    )
    status: Maybe[t.DiagnosisStatus] = answer(
        "Is the diagnosis confirmed or provisional?",
        why="a provisional diagnosis is named with care",
        source="iptuk",
    )
    specifier: Maybe[t.Specifier] = answer(
        "Does a specifier apply, for instance peripartum?",
        why="points to an adapted profile",
        source="gr07",
    )
    onset: Maybe[PartialDate] = answer(
        "When did this condition begin?",
        why="keeps apart the episode and older conditions",
        source="iptuk",
    )


@frozen
class Onset:
    """What is known of how the present episode began; a date is welcome, not required."""

    state: Maybe[t.OnsetState] = answer(
        "Did this episode begin at a time you can name, after something that happened, "
        "gradually, or has it always been so?",
        why="the focus is looked for among what changed around the onset",
        source="iptuk",
    )
    date: Maybe[PartialDate] = answer(
        "When did this episode begin? The month or the season is enough.",
        why="events are placed before, at or after it",
        source="mar-h",
    )
    anchor_event: Maybe[EventRef] = answer(
        "Which event did it begin after?",
        why="an anchor places the onset without a date",
        source="design",
    )
    months_before_assessment: Maybe[Annotated[float, at.Ge(0), at.Le(1200)]] = answer(
        "About how many months ago did this episode begin?",
        why="places the onset when no date is remembered",
        source="design",
        unit="months",
    )


@frozen
class Substance:
    """Use of alcohol and other substances."""

    kind: Maybe[t.SubstanceClass] = answer(
        "Which substance matters most?", why="names what to review", source="wmk00-sud"
    )
    severity: Maybe[t.SubstanceSeverity] = answer(
        "How severe is the use of alcohol or other substances?",
        why="present dependence comes before a focus",
        source="wmk00-sud",
    )
    in_treatment: Maybe[t.Answer] = answer(
        "Is the use being treated?", why="decides what the message asks for", source="mk08"
    )


@frozen
class Perinatal:
    """Pregnancy and the time after birth."""

    stage: Maybe[t.PerinatalStage] = answer(
        "Is there a pregnancy, or was a child born in the past year?",
        why="a birth is a role transition and has its own safety questions",
        source="gr07",
    )
    weeks: Maybe[Annotated[int, at.Ge(0), at.Le(60)]] = answer(
        "How many weeks pregnant, or since the birth?",
        why="places the transition",
        source="cb-13",
        unit="weeks",
    )


@frozen
class MedicalIllness:
    """A bodily illness that matters for daily life."""

    name: Label
    onset: Maybe[PartialDate] = answer(
        "When did it begin or get worse?", why="a new illness is a change of role", source="isipt"
    )
    function_loss: Maybe[Level] = answer(
        "How much has it taken from what the patient can do? 0 none to 4 most",
        why="loss of function makes an illness a transition",
        source="mar-p",
        unit="level 0-4",
    )


@frozen
class Case:
    """Everything that is recorded once. Pseudonyms only: no field for a name or a birth date."""

    pseudonym: Label
    age_years: Maybe[Annotated[int, at.Ge(0), at.Le(120)]] = answer(
        "How old is the patient?", why="decides which profiles fit", source="muf24", unit="years"
    )
    diagnoses: tuple[DiagnosisRecord, ...] = ()
    episode_onset: Onset = answer(
        "How did this episode begin?",
        why="see its fields",
        source="iptuk",
        prefix="onset_",
        default=Onset(),
    )
    episode_worsening_dates: tuple[PartialDate, ...] = ()
    chronic_2y: Maybe[t.Answer] = answer(
        "Has the mood been low on most days for two years or more?",
        why="long-standing depression is formulated differently",
        source="wmk18-17",
    )
    n_prior_episodes: Maybe[Count] = answer(
        "How many earlier episodes were there?",
        why="recurrence matters for maintenance",
        source="fr07",
        unit="episodes",
    )
    treatment_resistant: Maybe[t.Answer] = answer(
        "Have earlier treatments, given well, not helped?",
        why="calls for a review of the treatment as a whole",
        source="seed1",
    )
    medication: Maybe[t.Medication] = answer(
        "Is medication taken for mood?",
        why="need for medication is reviewed in the first phase",
        source="mar-h",
    )
    medication_reviewed: Maybe[t.Answer] = answer(
        "Has the need for medication been reviewed?",
        why="severe depression calls for the review",
        source="mar-h",
    )
    remission_route: Maybe[t.RemissionRoute] = answer(
        "If there was a remission, how was it reached?",
        why="decides how well maintenance IPT alone may protect",
        source="fr07",
    )
    bipolar_history: Maybe[t.Concern] = answer(
        "Has there ever been a time of mania or hypomania?",
        why="plain IPT was not made for bipolar disorder",
        source="gr07",
    )
    mourns_healthy_self: Maybe[t.Answer] = answer(
        "Does the patient mourn the self of the time before the illness?",
        why="in bipolar disorder this loss can be worked on like a transition",
        source="ipars08",
    )
    substance: Substance = answer(
        "Which substances are used?",
        why="see its fields",
        source="wmk00-sud",
        prefix="substance_",
        default=Substance(),
    )
    cognitive_impairment: Maybe[t.Impairment] = answer(
        "Is thinking or memory impaired?",
        why="severe impairment does not suit IPT, a mild one calls for adapting it",
        source="cp05",
    )
    personality_traits: Maybe[frozenset[t.Trait]] = answer(
        "Which personality traits were seen outside the episode?",
        why="avoidant traits may do better in CBT",
        source="be17",
        prefix="trait_",
    )
    traits_judged: Maybe[t.TraitBasis] = answer(
        "Were these traits seen outside the episode, or only during it?",
        why="personality is not judged while the mood is low",
        source="cb-5",
    )
    attachment_style: Maybe[t.AttachmentStyle] = answer(
        "Which attachment style describes the patient best?",
        why="used only as a caution",
        source="mb06",
    )
    premorbid_relationships: Maybe[t.PremorbidPattern] = answer(
        "How were friendships and close relationships in the years before this episode?",
        why="keeps apart a lifelong pattern and depressive withdrawal",
        source="cb-5",
    )
    pattern_scope: Maybe[t.PatternScope] = answer(
        "Is the trouble with one person, with several, or in most relationships?",
        why="one stuck relationship points to a dispute",
        source="design",
    )
    n_significant_others_living: Maybe[Count] = answer(
        "How many living people matter most to the patient?",
        why="paucity of attachments is what deficits means",
        source="wmk18-8",
        unit="people",
    )
    has_confidant: Maybe[t.Answer] = answer(
        "Is there someone the patient can confide in?",
        why="a confidant speaks against interpersonal deficits",
        source="isipt",
    )
    social_support_level: Maybe[Level] = answer(
        "How much support is there from others? 0 none to 4 ample",
        why="support is one way in which IPT works",
        source="lm13",
        unit="level 0-4",
    )
    perinatal: Perinatal = answer(
        "Is there a pregnancy or a recent birth?",
        why="see its fields",
        source="gr07",
        prefix="perinatal_",
        default=Perinatal(),
    )
    medical_illness: tuple[MedicalIllness, ...] = ()
    main_problem_patient: Maybe[tuple[ProblemRef, ...]] = answer(
        "Which of these problems matters most to the patient: which, if it eased, would lift the "
        "mood? List them in that order.",
        why="the patient's own priority decides between two areas",
        source="wmk18-d",
    )
    main_problem_clinician: Maybe[tuple[ProblemRef, ...]] = answer(
        "Which of these problems matters most in the clinician's view?",
        why="recorded beside the patient's own view",
        source="mar-h",
    )
    grief_reading: Maybe[t.GriefReading] = answer(
        "Are losses other than a death worked on as grief here?",
        why="schools differ; unless it is said, grief means a death",
        source="citc",
    )
    area_model: Maybe[t.AreaModel] = answer(
        "Are interpersonal deficits an area of their own here?",
        why="schools differ; unless it is said, there are four areas",
        source="sr-19",
    )
    patient_focus_preference: Maybe[t.ProblemArea] = answer(
        "Which of the areas does the patient want to work on?",
        why="the focus needs the patient's agreement",
        source="mar-h",
    )
    culture_notes: Maybe[Text] = answer(
        "What should be known of culture, faith and background?",
        why="part of every formulation",
        source="sr12-f",
    )
    language: Maybe[Label] = answer(
        "Which language does the patient prefer?", why="IPT is talk", source="design"
    )
    shared_language: Maybe[t.Answer] = answer(
        "Do patient and therapist share a language?", why="IPT is talk", source="design"
    )
    interpreter: Maybe[t.Answer] = answer(
        "Is an interpreter arranged?", why="needed without a shared language", source="design"
    )
    format: Maybe[t.Format] = answer(
        "How are sessions held?", why="some tasks depend on the format", source="cb-20"
    )
    profile: Maybe[Label] = answer(
        "Which course was agreed, for instance standard-16 or standard-12?",
        why="phases and tasks follow from the profile",
        source="isipt",
    )
    planned_sessions: Maybe[SessionCount] = answer(
        "How many sessions were agreed?",
        why="the time limit is set at the start",
        source="isipt",
        unit="sessions",
    )
    planned_sessions_agreed_on: Maybe[dt.date] = answer(
        "When was this number of sessions agreed?",
        why="more sessions are agreed anew, with a date, and not slipped into",
        source="isipt",
    )
    session_minutes: Maybe[Annotated[int, at.Ge(15), at.Le(90)]] = answer(
        "How long is a session?", why="part of the contract", source="isipt", unit="minutes"
    )
    frequency_per_month: Maybe[Annotated[float, at.Ge(0.5), at.Le(8)]] = answer(
        "How many sessions a month?", why="part of the contract", source="fr07", unit="per month"
    )
    time_limit_agreed: Maybe[t.Answer] = answer(
        "Has the patient accepted a time limit?",
        why="without one it is not IPT as defined",
        source="isipt",
    )
    diagnosis_named: Maybe[t.Answer] = answer(
        "Has the diagnosis been named to the patient?",
        why="a task of the first session",
        source="foc06",
    )
    sick_role_given: Maybe[t.Answer] = answer(
        "Has the sick role been given?", why="a task of the first phase", source="wmk18-2"
    )
    rationale_explained: Maybe[t.Answer] = answer(
        "Has the way IPT works been explained?", why="a task of the first phase", source="iptuk"
    )
    engagement_barriers: Maybe[frozenset[t.Barrier]] = answer(
        "What may keep the patient from coming?",
        why="brief IPT begins with what stands in the way",
        source="iptb",
        prefix="barrier_",
    )

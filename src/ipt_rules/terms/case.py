"""Words for the case: diagnosis, onset, history, frame."""

from __future__ import annotations

from ipt_rules.terms.answers import Term


class ProblemArea(Term):
    """The four problem areas of IPT."""

    GRIEF = "grief"
    ROLE_DISPUTE = "role_dispute"
    ROLE_TRANSITION = "role_transition"
    INTERPERSONAL_DEFICITS = "interpersonal_deficits"


AREA_ALIASES = {
    "interpersonal_sensitivities": ProblemArea.INTERPERSONAL_DEFICITS,
    "social_isolation": ProblemArea.INTERPERSONAL_DEFICITS,
}
"""Other names of an area that documents may use; they are read, never written."""


class GriefReading(Term):
    """What counts as grief: a death alone, or other losses as well. Schools differ."""

    NARROW = "narrow"
    BROAD = "broad"


class AreaModel(Term):
    """Whether interpersonal deficits are an area of their own, or colour the other three."""

    FOUR_AREAS = "four_areas"
    THREE_AREAS = "three_areas"


class Diagnosis(Term):
    """Diagnoses that rules tell apart. The library never makes one."""

    MDD_SINGLE = "mdd_single"
    MDD_RECURRENT = "mdd_recurrent"
    DEPRESSION_UNSPECIFIED = "depression_unspecified"
    PDD_DYSTHYMIA = "pdd_dysthymia"
    BIPOLAR_DEPRESSION = "bipolar_depression"
    BIPOLAR_MANIC_MIXED = "bipolar_manic_mixed"
    PSYCHOTIC_DEPRESSION = "psychotic_depression"
    OTHER_PSYCHOSIS = "other_psychosis"
    PTSD = "ptsd"
    BULIMIA = "bulimia"
    BINGE_EATING = "binge_eating"
    ANOREXIA = "anorexia"
    SOCIAL_ANXIETY = "social_anxiety"
    PANIC = "panic"
    GENERALISED_ANXIETY = "generalised_anxiety"
    SPECIFIC_PHOBIA = "specific_phobia"
    OCD = "ocd"
    BORDERLINE_PERSONALITY = "borderline_personality"
    ADJUSTMENT = "adjustment"
    ACUTE_REACTION = "acute_reaction"
    BEREAVEMENT_REACTION = "bereavement_reaction"
    PROLONGED_GRIEF = "prolonged_grief"
    SUBSTANCE_USE = "substance_use"
    OTHER = "other"
    NONE = "none"


class DiagnosisRank(Term):
    """Whether a diagnosis is the target of treatment."""

    PRIMARY = "primary"
    COMORBID = "comorbid"


class DiagnosisStatus(Term):
    """How sure the diagnosis is."""

    CONFIRMED = "confirmed"
    PROVISIONAL = "provisional"


class Specifier(Term):
    """A specifier of a diagnosis."""

    PERIPARTUM = "peripartum"
    SEASONAL = "seasonal"
    MELANCHOLIC = "melancholic"
    ATYPICAL = "atypical"
    ANXIOUS_DISTRESS = "anxious_distress"
    NONE = "none"


class OnsetState(Term):
    """What is known of how the episode began."""

    DATED = "dated"
    ANCHORED_TO_EVENT = "anchored_to_event"
    GRADUAL = "gradual"
    LIFELONG = "lifelong"


class Medication(Term):
    """Medication for mood now. The library never names a drug."""

    NONE = "none"
    ANTIDEPRESSANT = "antidepressant"
    MOOD_STABILISER = "mood_stabiliser"
    BOTH = "both"
    OTHER = "other"


class RemissionRoute(Term):
    """How a remission, if any, was reached."""

    IPT_ALONE = "ipt_alone"
    IPT_PLUS_MEDICATION = "ipt_plus_medication"
    NONE = "none"


class SubstanceSeverity(Term):
    """Severity of substance use."""

    NONE = "none"
    RISKY = "risky"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class SubstanceClass(Term):
    """Class of the substance that matters most."""

    ALCOHOL = "alcohol"
    OPIOID = "opioid"
    STIMULANT = "stimulant"
    CANNABIS = "cannabis"
    SEDATIVE = "sedative"
    OTHER = "other"


class Impairment(Term):
    """Degree of cognitive impairment."""

    NONE = "none"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class Trait(Term):
    """Personality traits on record from outside a mood episode."""

    AVOIDANT = "avoidant"
    BORDERLINE = "borderline"
    DEPENDENT = "dependent"
    OBSESSIVE = "obsessive"
    ANTISOCIAL = "antisocial"


class TraitBasis(Term):
    """When personality traits were judged; low mood colours what is seen during an episode."""

    OUTSIDE_EPISODE = "outside_episode"
    DURING_EPISODE = "during_episode"


class AttachmentStyle(Term):
    """Attachment style as the clinician records it."""

    SECURE = "secure"
    ANXIOUS = "anxious"
    AVOIDANT = "avoidant"
    DISORGANISED = "disorganised"


class PremorbidPattern(Term):
    """How relationships were in the years before this episode."""

    NORMAL_BEFORE_EPISODE = "normal_before_episode"
    VARIABLE = "variable"
    LIFELONG_FEW = "lifelong_few"
    LIFELONG_SUPERFICIAL = "lifelong_superficial"
    LIFELONG_UNSTABLE = "lifelong_unstable"
    LIFELONG_CONFLICTUAL = "lifelong_conflictual"
    LIFELONG_MISTREATED = "lifelong_mistreated"


class PatternScope(Term):
    """How widely the interpersonal problem is felt."""

    ONE_PERSON = "one_person"
    SEVERAL = "several"
    MOST_RELATIONSHIPS = "most_relationships"


class PerinatalStage(Term):
    """Pregnancy and the time after birth."""

    NONE = "none"
    PREGNANT = "pregnant"
    POSTPARTUM = "postpartum"


class Format(Term):
    """How sessions are held."""

    INDIVIDUAL = "individual"
    GROUP = "group"
    CONJOINT = "conjoint"
    TELEPHONE = "telephone"
    ONLINE = "online"
    INPATIENT = "inpatient"


class Barrier(Term):
    """What may keep the patient from coming."""

    TRANSPORT = "transport"
    CHILDCARE = "childcare"
    STIGMA = "stigma"
    WORK = "work"
    CRISIS = "crisis"

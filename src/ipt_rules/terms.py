"""The field's vocabulary as enums: every word that an inventory, a rule or a result may use."""

from __future__ import annotations

import enum


class Term(enum.StrEnum):
    """A word of the vocabulary; its value is how documents and results spell it."""

    @property
    def label(self) -> str:
        """The word as a person reads it.

        >>> Timing.SHORTLY_BEFORE.label
        'shortly before'
        """
        return self.value.replace("_", " ")


# --- answers ---------------------------------------------------------------------------------


class Absence(Term):
    """Why a value is missing. None of these means no."""

    NOT_ASKED = "not_asked"
    DECLINED = "declined"
    UNKNOWN_TO_PATIENT = "unknown_to_patient"


class Answer(Term):
    """A plain answer."""

    YES = "yes"
    NO = "no"


class Concern(Term):
    """An answer about safety: a suspicion is neither yes nor no."""

    YES = "yes"
    SUSPECTED = "suspected"
    NO = "no"


class Coverage(Term):
    """How far a domain of the inventory was asked about."""

    COMPLETE = "complete"
    PARTIAL = "partial"


# --- the case --------------------------------------------------------------------------------


class ProblemArea(Term):
    """The four problem areas of IPT."""

    GRIEF = "grief"
    ROLE_DISPUTE = "role_dispute"
    ROLE_TRANSITION = "role_transition"
    INTERPERSONAL_DEFICITS = "interpersonal_deficits"


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


# --- relationships ---------------------------------------------------------------------------


class RelationshipKind(Term):
    """Who the person is to the patient."""

    PARTNER = "partner"
    EX_PARTNER = "ex_partner"
    CO_PARENT = "co_parent"
    PARENT = "parent"
    STEP_PARENT = "step_parent"
    CHILD = "child"
    STEP_CHILD = "step_child"
    UNBORN_OR_LOST_CHILD = "unborn_or_lost_child"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    OTHER_KIN = "other_kin"
    IN_LAW = "in_law"
    FRIEND = "friend"
    EMPLOYER = "employer"
    COLLEAGUE = "colleague"
    NEIGHBOUR = "neighbour"
    CLINICIAN = "clinician"
    FAITH = "faith"
    GROUP = "group"
    PET = "pet"
    OTHER = "other"
    UNSPECIFIED = "unspecified"


class Counterpart(Term):
    """Whether the record is about a person, people in an organisation, or the institution."""

    PERSON = "person"
    PERSONS_IN_ORGANISATION = "persons_in_organisation"
    INSTITUTION = "institution"


class Closeness(Term):
    """Rings of the closeness circle."""

    INNER = "inner"
    MIDDLE = "middle"
    OUTER = "outer"


class Expectations(Term):
    """Whether both sides expect the same of the relationship."""

    MATCHED = "matched"
    MISMATCHED = "mismatched"
    UNCERTAIN = "uncertain"


class Conflict(Term):
    """Forms a conflict takes; an empty set, recorded, means none."""

    COVERT = "covert"
    OVERT = "overt"
    PAST_ONLY = "past_only"


class ConflictCourse(Term):
    """How a conflict has developed."""

    NEW = "new"
    ESCALATED = "escalated"
    LONGSTANDING = "longstanding"
    EASING = "easing"


class DisputeStage(Term):
    """Stages of a role dispute."""

    RENEGOTIATION = "renegotiation"
    IMPASSE = "impasse"
    DISSOLUTION = "dissolution"


class Wish(Term):
    """What the patient wants of the relationship."""

    CONTINUE = "continue"
    END = "end"
    UNSURE = "unsure"


class Communication(Term):
    """Ways of communicating in this relationship."""

    AVOIDS_CONFLICT = "avoids_conflict"
    SUBMITS = "submits"
    EXPLODES = "explodes"
    INDIRECT = "indirect"
    SILENT = "silent"
    ASSERTIVE = "assertive"


class ViolencePattern(Term):
    """Whether violence flares up in quarrels or is part of control."""

    SITUATIONAL = "situational"
    COERCIVE = "coercive"


class ViolenceDirection(Term):
    """Who harms whom."""

    TOWARDS_PATIENT = "towards_patient"
    FROM_PATIENT = "from_patient"
    MUTUAL = "mutual"


# --- events ----------------------------------------------------------------------------------


class EventGroup(Term):
    """First level of event types."""

    BEREAVEMENT = "bereavement"
    RELATIONSHIP_BEGIN_OR_END = "relationship_begin_or_end"
    FAMILY_COMPOSITION = "family_composition"
    WORK = "work"
    OWN_HEALTH = "own_health"
    OTHERS_HEALTH = "others_health"
    PLACE_OR_CULTURE = "place_or_culture"
    LEAVING_AN_INSTITUTION = "leaving_an_institution"
    MONEY_OR_LEGAL = "money_or_legal"
    TRAUMA = "trauma"
    CONFLICT = "conflict"
    OTHER = "other"


class EventType(Term):
    """Second level of event types; `EVENT_GROUPS` says which group each belongs to."""

    DEATH_OF_PERSON = "death_of_person"
    PREGNANCY_LOSS = "pregnancy_loss"
    PET_DEATH = "pet_death"
    BREAKUP = "breakup"
    SEPARATION = "separation"
    DIVORCE = "divorce"
    MARRIAGE = "marriage"
    COHABITATION = "cohabitation"
    FRIENDSHIP_ENDED = "friendship_ended"
    BIRTH = "birth"
    PREGNANCY = "pregnancy"
    INFERTILITY = "infertility"
    CHILD_LEAVES = "child_leaves"
    WORK_GAIN = "work_gain"
    WORK_LOSS = "work_loss"
    WORK_DOWNGRADE = "work_downgrade"
    WORK_CHANGE = "work_change"
    WORK_SEARCH = "work_search"
    WORK_RETURN = "work_return"
    PROMOTION = "promotion"
    RETIREMENT = "retirement"
    ILLNESS_DIAGNOSIS = "illness_diagnosis"
    DISABILITY = "disability"
    CAREGIVING_START = "caregiving_start"
    ANTICIPATED_DEATH = "anticipated_death"
    MOVE = "move"
    MIGRATION = "migration"
    COMING_OUT = "coming_out"
    GRADUATION = "graduation"
    RELEASE_OR_DISCHARGE = "release_or_discharge"
    FINANCIAL_LOSS = "financial_loss"
    LEGAL = "legal"
    STATUS_GAIN = "status_gain"
    TRAUMATIC_EVENT = "traumatic_event"
    ARGUMENT_ESCALATION = "argument_escalation"
    OTHER = "other"


_G, _T = EventGroup, EventType
EVENT_GROUPS: dict[EventType, EventGroup] = {
    kind: group
    for group, kinds in {
        _G.BEREAVEMENT: (_T.DEATH_OF_PERSON, _T.PREGNANCY_LOSS, _T.PET_DEATH),
        _G.RELATIONSHIP_BEGIN_OR_END: (
            _T.BREAKUP,
            _T.SEPARATION,
            _T.DIVORCE,
            _T.MARRIAGE,
            _T.COHABITATION,
            _T.FRIENDSHIP_ENDED,
        ),
        _G.FAMILY_COMPOSITION: (_T.BIRTH, _T.PREGNANCY, _T.INFERTILITY, _T.CHILD_LEAVES),
        _G.WORK: (
            _T.WORK_GAIN,
            _T.WORK_LOSS,
            _T.WORK_DOWNGRADE,
            _T.WORK_CHANGE,
            _T.WORK_SEARCH,
            _T.WORK_RETURN,
            _T.PROMOTION,
            _T.RETIREMENT,
        ),
        _G.OWN_HEALTH: (_T.ILLNESS_DIAGNOSIS, _T.DISABILITY),
        _G.OTHERS_HEALTH: (_T.CAREGIVING_START, _T.ANTICIPATED_DEATH),
        _G.PLACE_OR_CULTURE: (_T.MOVE, _T.MIGRATION, _T.COMING_OUT),
        _G.LEAVING_AN_INSTITUTION: (_T.GRADUATION, _T.RELEASE_OR_DISCHARGE),
        _G.MONEY_OR_LEGAL: (_T.FINANCIAL_LOSS, _T.LEGAL, _T.STATUS_GAIN),
        _G.TRAUMA: (_T.TRAUMATIC_EVENT,),
        _G.CONFLICT: (_T.ARGUMENT_ESCALATION,),
    }.items()
    for kind in kinds
}
"""The group of each event type. `other` fits every group."""


class Timing(Term):
    """When an event fell, seen from the onset of the episode."""

    LONG_BEFORE = "long_before"
    SHORTLY_BEFORE = "shortly_before"
    AT_ONSET = "at_onset"
    AFTER_ONSET = "after_onset"


class Coping(Term):
    """How the patient manages what changed."""

    POOR = "poor"
    MIXED = "mixed"
    MASTERED = "mastered"


class SymptomEffect(Term):
    """What symptoms did when the event came; says nothing about cause."""

    BEGAN = "began"
    WORSE = "worse"
    NONE = "none"


class Valence(Term):
    """Whether the change was wanted."""

    WANTED = "wanted"
    UNWANTED = "unwanted"
    MIXED = "mixed"


class Bond(Term):
    """How close the person who died was."""

    VERY_CLOSE = "very_close"
    CLOSE = "close"
    DISTANT = "distant"


class Mourning(Term):
    """How far mourning was expressed."""

    FULL = "full"
    PARTIAL = "partial"
    AVOIDED = "avoided"
    UNREMITTING = "unremitting"


class Avoidance(Term):
    """What the bereaved person avoids."""

    THINGS = "things"
    PLACES = "places"
    TALK = "talk"
    FUNERAL_MISSED = "funeral_missed"


# --- measures, risk, course ------------------------------------------------------------------


class Instrument(Term):
    """Scales whose scores can be recorded. Item texts are never stored."""

    PHQ9 = "phq9"
    HAMD17 = "hamd17"
    MADRS = "madrs"
    QIDS_SR16 = "qids_sr16"
    BDI2 = "bdi2"
    GAD7 = "gad7"
    EPDS = "epds"
    WSAS = "wsas"
    ICG = "icg"
    PG13 = "pg13"
    CAPS = "caps"
    CSSRS = "cssrs"
    OTHER = "other"


class Rater(Term):
    """Who filled the scale in."""

    SELF = "self"
    CLINICIAN = "clinician"


class Ideation(Term):
    """Levels of suicidal ideation, in the order of the C-SSRS screener."""

    NONE = "none"
    WISH_TO_BE_DEAD = "wish_to_be_dead"
    ACTIVE_NON_SPECIFIC = "active_non_specific"
    ACTIVE_WITH_METHOD = "active_with_method"
    ACTIVE_WITH_INTENT = "active_with_intent"
    ACTIVE_WITH_PLAN_AND_INTENT = "active_with_plan_and_intent"


class Recency(Term):
    """When something last happened."""

    TODAY = "today"
    PAST_MONTH = "past_month"
    PAST_3_MONTHS = "past_3_months"
    PAST_12_MONTHS = "past_12_months"
    OLDER = "older"


class Phase(Term):
    """Phases of treatment."""

    INITIAL = "initial"
    MIDDLE = "middle"
    ENDING = "ending"
    MAINTENANCE = "maintenance"


class Direction(Term):
    """Whether an interpersonal problem came before the episode or follows from it."""

    PRECEDES = "precedes"
    CONSEQUENCE = "consequence"
    BOTH = "both"


# --- rules and results -----------------------------------------------------------------------


class Verdict(Term):
    """What a rule says of a case; `presumed` is a true that rests on a default."""

    FIRES = "fires"
    PRESUMED = "presumed"
    UNKNOWN = "unknown"
    SILENT = "silent"


class Stratum(Term):
    """The order in which families of rules run; later ones see earlier conclusions."""

    SAFETY = "safety"
    AREAS = "areas"
    FOCUS = "focus"
    PLAN = "plan"
    FORMULATION = "formulation"


class Strength(Term):
    """Strength of an argument, strongest first."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"

    @property
    def lowered(self) -> Strength:
        """One level lower; weak stays weak.

        >>> Strength.STRONG.lowered
        <Strength.MODERATE: 'moderate'>
        """
        return Strength.MODERATE if self is Strength.STRONG else Strength.WEAK


class Evidence(Term):
    """How well the clinical content of a statement is founded."""

    VERIFIED = "verified"
    RECALLED = "recalled"
    DESIGN = "design"


class RuleStatus(Term):
    """Where a rule stands in clinical review."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    RETIRED = "retired"


class AlertLevel(Term):
    """What an alert asks for, most urgent first."""

    STOP = "stop"
    REFER = "refer"
    WARN = "warn"
    ASK = "ask"


class Suitability(Term):
    """How IPT, in the recorded form, fits the case."""

    NOT_SUITABLE = "not_suitable"
    OTHER_PROFILE = "other_profile"
    CAUTION = "caution"
    OPTION = "option"


class AreaStatus(Term):
    """Standing of a problem area on what is known."""

    SUPPORTED = "supported"
    POSSIBLE = "possible"
    UNSUPPORTED = "unsupported"
    EXCLUDED = "excluded"


class Outcome(Term):
    """Outcomes of the proposal."""

    SUPPORTED = "supported"
    PROVISIONAL = "provisional"
    UNDECIDED_PAIR = "undecided_pair"
    NEEDS_INFORMATION = "needs_information"
    NO_FOCUS_INDICATED = "no_focus_indicated"
    WITHHELD = "withheld"


class Standing(Term):
    """Whether the patient has agreed to the focus."""

    PROPOSED = "proposed"
    AGREED = "agreed"


class TaskState(Term):
    """State of a session task."""

    OVERDUE = "overdue"
    DUE = "due"
    DONE = "done"


class Severity(Term):
    """Severity of an issue in a formulation."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

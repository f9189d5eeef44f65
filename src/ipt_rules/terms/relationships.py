"""Words for relationships."""

from __future__ import annotations

from ipt_rules.terms.answers import Term


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

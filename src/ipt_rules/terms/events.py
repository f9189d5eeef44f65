"""Words for life events, in two levels: group and type."""

from __future__ import annotations

from ipt_rules.terms.answers import Term


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

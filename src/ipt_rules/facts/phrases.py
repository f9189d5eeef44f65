"""Events in a few words, so that sentences and questions about them read well."""

from __future__ import annotations

from ipt_rules.model import LifeEvent, Relationship
from ipt_rules.terms import Absence, EventGroup, EventType

_TYPES = {
    EventType.CHILD_LEAVES: "a child leaving home",
    EventType.WORK_GAIN: "the new work",
    EventType.WORK_LOSS: "the loss of work",
    EventType.WORK_DOWNGRADE: "the step down at work",
    EventType.WORK_CHANGE: "the change at work",
    EventType.WORK_SEARCH: "the search for work",
    EventType.WORK_RETURN: "the return to work",
    EventType.ILLNESS_DIAGNOSIS: "the diagnosis of an illness",
    EventType.CAREGIVING_START: "the start of caring for someone",
    EventType.ANTICIPATED_DEATH: "a death that is coming",
    EventType.DEATH_OF_PERSON: "the death",
    EventType.PET_DEATH: "the death of a pet",
    EventType.PREGNANCY_LOSS: "the loss of a pregnancy",
    EventType.FRIENDSHIP_ENDED: "the end of a friendship",
    EventType.COHABITATION: "moving in together",
    EventType.COMING_OUT: "coming out",
    EventType.RELEASE_OR_DISCHARGE: "the release or discharge",
    EventType.LEGAL: "the legal matter",
    EventType.STATUS_GAIN: "the gain in standing",
    EventType.ARGUMENT_ESCALATION: "the growing quarrel",
    EventType.OTHER: "this event",
}
_GROUPS = {
    EventGroup.RELATIONSHIP_BEGIN_OR_END: "the change in a relationship",
    EventGroup.FAMILY_COMPOSITION: "the change in the family",
    EventGroup.WORK: "the change at work",
    EventGroup.OWN_HEALTH: "the change in health",
    EventGroup.OTHERS_HEALTH: "the illness of someone close",
    EventGroup.PLACE_OR_CULTURE: "the change of place or culture",
    EventGroup.LEAVING_AN_INSTITUTION: "leaving an institution",
    EventGroup.MONEY_OR_LEGAL: "the change in money or legal matters",
    EventGroup.OTHER: "this event",
}


def event_words(event: LifeEvent, person: Relationship | None) -> str:
    """An event in a few words: its label, or what kind it was.

    >>> event_words(LifeEvent("e", EventGroup.WORK, EventType.RETIREMENT), None)
    'the retirement'
    """
    if not isinstance(event.label, Absence):
        return event.label
    if event.group is EventGroup.BEREAVEMENT and person is not None:
        return f"the death of {person.label}"
    if isinstance(event.type, Absence):
        return _GROUPS.get(event.group) or f"the {event.group.label}"
    return _TYPES.get(event.type) or f"the {event.type.label}"

"""One life event, from a death to a new job."""

from __future__ import annotations

from typing import Annotated

import annotated_types as at
from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.model.values import (
    Identifier,
    Label,
    Level,
    Maybe,
    PartialDate,
    PersonRef,
    SessionNumber,
    Text,
    answer,
)

Texts = tuple[Text, ...]


@frozen
class Grief:
    """What is asked after a death."""

    closeness: Maybe[t.Bond] = answer(
        "How close was the patient to {person}?", why="grief is for someone close", source="isipt"
    )
    depended_on: Maybe[t.Answer] = answer(
        "Did the patient depend on {person}, or {person} on the patient?",
        why="a tie of dependency counts as closeness",
        source="design",
    )
    mourning: Maybe[t.Mourning] = answer(
        "How has the patient been able to mourn {person}?",
        why="mourning that was put off points to grief",
        source="wmk18-g",
    )
    avoids: Maybe[frozenset[t.Avoidance]] = answer(
        "What does the patient avoid that recalls {person}? An empty list records nothing.",
        why="avoidance points to mourning put off",
        source="wmk18-g",
        prefix="avoids_",
    )
    guilt_or_ambivalence: Maybe[t.Answer] = answer(
        "Are there guilt or mixed feelings about {person}?",
        why="a sign of difficult mourning",
        source="recalled",
    )
    survivor_guilt: Maybe[t.Answer] = answer(
        "Does the patient feel guilty for having survived?",
        why="a sign of difficult mourning",
        source="recalled",
    )
    idealisation: Maybe[t.Answer] = answer(
        "Is {person} remembered as without fault?",
        why="a sign of difficult mourning",
        source="recalled",
    )
    anniversary_onset: Maybe[t.Answer] = answer(
        "Did the episode begin near an anniversary, a similar loss or a reminder?",
        why="points to delayed grief",
        source="recalled",
    )
    preserved_environment: Maybe[t.Answer] = answer(
        "Is everything of {person}'s kept as it was?",
        why="a sign of difficult mourning",
        source="recalled",
    )
    illness_mimicry: Maybe[t.Answer] = answer(
        "Does the patient have symptoms like those {person} had?",
        why="a sign of distorted grief",
        source="recalled",
    )
    felt_sorrow: Maybe[t.Answer] = answer(
        "Does the patient feel sorrow about the death?",
        why="a bodily picture without sorrow points to distorted grief",
        source="seed2",
    )
    support_at_time: Maybe[Level] = answer(
        "How much support was there at the time? 0 none to 4 ample",
        why="mourning needs company",
        source="recalled",
        unit="level 0-4",
    )
    multiple_losses: Maybe[t.Answer] = answer(
        "Were there several losses together?", why="makes mourning harder", source="recalled"
    )
    sudden_or_traumatic: Maybe[t.Answer] = answer(
        "Was the death sudden or violent?", why="makes mourning harder", source="recalled"
    )
    yearning_most_days: Maybe[t.Answer] = answer(
        "Is there yearning for {person}, or thoughts of little else, on most days?",
        why="core sign of prolonged grief",
        source="pgd",
    )
    pgd_accessory_count: Maybe[Annotated[int, at.Ge(0), at.Le(8)]] = answer(
        "How many further signs of prolonged grief are present?",
        why="three or more belong to the criteria",
        source="pgd",
        unit="signs 0-8",
    )
    beyond_cultural_norm: Maybe[t.Answer] = answer(
        "Does the grief go beyond what the patient's culture would expect?",
        why="belongs to the criteria of prolonged grief",
        source="pgd",
    )
    full_depressive_syndrome: Maybe[t.Answer] = answer(
        "Is there a full depressive syndrome with worthlessness, suicidal thoughts or marked "
        "impairment, beyond waves of grief?",
        why="keeps apart normal grief and a depressive episode",
        source="ber",
    )
    construed_as_death: Maybe[t.Answer] = answer(
        "Does the patient experience the loss as the death of someone?",
        why="asked after the loss of a pregnancy or a pet",
        source="citc",
    )


@frozen
class Transition:
    """What is asked after a change of role."""

    old_role: Maybe[Text] = answer(
        "What was life like before?", why="the old role is mourned", source="tdm"
    )
    new_role: Maybe[Text] = answer(
        "What is the new role?", why="the new role is mastered", source="citc"
    )
    old_role_losses: Maybe[Texts] = answer(
        "What was lost with the old role?",
        why="losses count even when the change was wanted",
        source="cb-4",
    )
    old_role_gains: Maybe[Texts] = answer(
        "What was hard in the old role?", why="balances old and new", source="recalled"
    )
    new_role_demands: Maybe[Texts] = answer(
        "What does the new role demand?", why="shows what to learn", source="citc"
    )
    new_role_opportunities: Maybe[Texts] = answer(
        "What could be good in the new role?", why="balances old and new", source="recalled"
    )
    skills_missing: Maybe[Texts] = answer(
        "Which skills are missing for it?", why="shows what to learn", source="citc"
    )
    supports_lost: Maybe[Texts] = answer(
        "Whose support was lost with the change?",
        why="lost support weighs on a change",
        source="cb-4",
    )
    mastery: Maybe[Level] = answer(
        "How well does the patient manage the new role? 0 not at all to 4 fully",
        why="a mastered change is no focus",
        source="design",
        unit="level 0-4",
    )
    confidant_lost: Maybe[t.Answer] = answer(
        "Did the change take away a confidant or half of the contacts?",
        why="lost support weighs on a change",
        source="cb-4",
    )


@frozen
class LifeEvent:
    """One event or change; a death that was witnessed is one event, not two."""

    id: Identifier
    group: t.EventGroup
    type: Maybe[t.EventType] = answer(
        "What kind of event was it?", why="some kinds have rules of their own", source="isipt"
    )
    label: Maybe[Label] = answer("A few words for it", why="for reports", source="design")
    date: Maybe[PartialDate] = answer(
        "When did it happen? The month or the season is enough.",
        why="its place before, at or after the onset",
        source="iptuk",
    )
    timing_to_onset: Maybe[t.Timing] = answer(
        "Did {event} come long before, shortly before, at or after the onset of the episode?",
        why="the focus lies near the onset",
        source="isipt",
    )
    near_worsening: Maybe[t.Answer] = answer(
        "Did the episode get worse around {event}?",
        why="what worsens an episode counts like what came with its onset",
        source="isipt",
    )
    is_gradual: Maybe[t.Answer] = answer(
        "Did it come gradually?", why="a gradual change has no day", source="design"
    )
    person: Maybe[PersonRef] = answer(
        "Whom did it concern?", why="ties the event to a relationship", source="isipt"
    )
    valence: Maybe[t.Valence] = answer(
        "Was {event} wanted?", why="a wanted change can be a loss as well", source="citc"
    )
    patient_links_it: Maybe[t.Answer] = answer(
        "Does the patient link {event} with the low mood?",
        why="seeing the link is an aim of IPT",
        source="foc06",
    )
    symptom_effect: Maybe[t.SymptomEffect] = answer(
        "Did symptoms begin or get worse with {event}?",
        why="shows the link, in either direction",
        source="foc06",
    )
    still_active: Maybe[t.Answer] = answer(
        "Does {event} still weigh on the patient?",
        why="what maintains an episode can be its focus",
        source="isipt",
    )
    coping: Maybe[t.Coping] = answer(
        "How does the patient manage what {event} changed?",
        why="a change that is managed is no focus",
        source="isipt",
    )
    affect_intensity: Maybe[Level] = answer(
        "How strong are the feelings about {event}? 0 none to 4 overwhelming",
        why="IPT works where the feeling is",
        source="lm13",
        unit="level 0-4",
    )
    disclosed_in_session: Maybe[SessionNumber] = answer(
        "In which session was {event} first mentioned?",
        why="what comes to light late may reopen the choice of a focus",
        source="wmk18-8",
        unit="session",
    )
    manageable_in_time: Maybe[t.Answer] = answer(
        "Can what {event} left behind be worked on in the sessions left?",
        why="a focus has to be workable",
        source="iptb",
    )
    distress_centres_on_new_demands: Maybe[t.Answer] = answer(
        "What hurts most: missing the person, or managing life since? Yes means managing life.",
        why="tells grief from a transition after a death",
        source="recalled",
    )
    grief: Grief = answer(
        "What came after the death?", why="see its fields", source="wmk18-g", prefix="",
        default=Grief(),
    )  # fmt: skip
    transition: Transition = answer(
        "What came with the change?", why="see its fields", source="citc", prefix="",
        default=Transition(),
    )  # fmt: skip

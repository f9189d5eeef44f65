"""One person of the interpersonal inventory, living or dead."""

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
    SessionNumber,
    Text,
    answer,
)


@frozen
class Violence:
    """Violence in this relationship, always asked in private."""

    physical: Maybe[t.Concern] = answer(
        "Asked in private: has {person} hurt the patient, or the other way round?",
        why="violence comes before any work on a dispute",
        source="ipv",
    )
    sexual: Maybe[t.Concern] = answer(
        "Asked in private: has there been sexual force or pressure with {person}?",
        why="violence comes before any work on a dispute",
        source="ipv",
    )
    coercive_control: Maybe[t.Concern] = answer(
        "Asked in private: does {person} watch, forbid or control what the patient does?",
        why="coercive control is violence",
        source="ipv",
    )
    economic: Maybe[t.Concern] = answer(
        "Asked in private: does {person} control money against the patient's will?",
        why="economic control is violence",
        source="ipv",
    )
    stalking: Maybe[t.Concern] = answer(
        "Asked in private: does {person} follow or pester the patient?",
        why="stalking is violence",
        source="ipv",
    )
    threats_to_kill: Maybe[t.Concern] = answer(
        "Asked in private: has {person} threatened to kill anyone?",
        why="a sign of high danger",
        source="ipv",
    )
    strangulation: Maybe[t.Concern] = answer(
        "Asked in private: has {person} ever choked the patient?",
        why="a sign of high danger",
        source="ipv",
    )
    fear: Maybe[t.Concern] = answer(
        "Asked in private: is the patient afraid of {person}?",
        why="fear makes joint and confronting work unsafe",
        source="ipv",
    )
    ongoing: Maybe[t.Concern] = answer(
        "Asked in private: is any violence or control by {person} going on now?",
        why="present violence puts the safety pathway first",
        source="ipv",
    )
    pattern: Maybe[t.ViolencePattern] = answer(
        "Does it flare up in quarrels, or is it part of control?",
        why="control needs a specialist service",
        source="ipv",
    )
    direction: Maybe[t.ViolenceDirection] = answer(
        "Who harms whom?", why="the patient may be the source", source="design"
    )


@frozen
class Relationship:
    """What is known of one person. `label` is a pseudonym."""

    id: Identifier
    label: Label
    kind: t.RelationshipKind = answer(
        "Who is {person} to the patient?",
        why="disputes may involve a partner, a boss, a parent or a friend",
        source="cb-3",
        default=t.RelationshipKind.UNSPECIFIED,
    )
    counterpart: Maybe[t.Counterpart] = answer(
        "Is this a person, people in an organisation, or an institution?",
        why="a dispute needs a person",
        source="mar-p",
    )
    alive: Maybe[t.Answer] = answer(
        "Is {person} alive?", why="a dispute needs a living person", source="design"
    )
    death_date: Maybe[PartialDate] = answer(
        "When did {person} die?", why="places the death", source="isipt"
    )
    closeness_now: Maybe[t.Closeness] = answer(
        "In the closeness circle, where is {person} now?",
        why="shows who is near",
        source="popovic-2003",
    )
    closeness_wanted: Maybe[t.Closeness] = answer(
        "Where would the patient want {person} to be?",
        why="shows what the patient wants to change",
        source="popovic-2003",
    )
    contact_per_week: Maybe[Annotated[float, at.Ge(0), at.Le(50)]] = answer(
        "How often a week are they in touch with {person}?",
        why="detail of the inventory",
        source="recalled",
        unit="contacts per week",
    )
    lives_with: Maybe[t.Answer] = answer(
        "Does the patient live with {person}?", why="detail of the inventory", source="recalled"
    )
    is_confidant: Maybe[t.Answer] = answer(
        "Can the patient confide in {person}?",
        why="confiding is asked of every close tie",
        source="isipt",
    )
    support_given: Maybe[Level] = answer(
        "How much support does the patient give {person}? 0 none to 4 ample",
        why="sources of support",
        source="isipt",
        unit="level 0-4",
    )
    support_received: Maybe[Level] = answer(
        "How much support comes from {person}? 0 none to 4 ample",
        why="sources of support",
        source="isipt",
        unit="level 0-4",
    )
    patient_expectation: Maybe[Text] = answer(
        "What does the patient expect of {person}?",
        why="both sides' expectations are the core of the inventory",
        source="mar-h",
    )
    other_expectation: Maybe[Text] = answer(
        "What does {person} expect of the patient?",
        why="both sides' expectations are the core of the inventory",
        source="mar-h",
    )
    expectations: Maybe[t.Expectations] = answer(
        "Do the patient and {person} expect the same of each other?",
        why="expectations that do not match define a role dispute",
        source="isipt",
    )
    satisfaction: Maybe[Level] = answer(
        "How satisfying is the relationship with {person}? 0 not at all to 4 fully",
        why="quality of the relationship",
        source="isipt",
        unit="level 0-4",
    )
    positives: Maybe[Text] = answer(
        "What is good about the relationship with {person}?",
        why="detail of the inventory",
        source="recalled",
    )
    negatives: Maybe[Text] = answer(
        "What is difficult in the relationship with {person}?",
        why="detail of the inventory",
        source="recalled",
    )
    change_wanted: Maybe[Text] = answer(
        "What would the patient like to change with {person}?",
        why="detail of the inventory",
        source="recalled",
    )
    conflict: Maybe[frozenset[t.Conflict]] = answer(
        "Is there conflict with {person}, open or hidden? An empty list records none.",
        why="hidden conflict counts as well",
        source="rdn",
        prefix="conflict_",
    )
    conflict_course: Maybe[t.ConflictCourse] = answer(
        "Is the conflict with {person} new, growing, long-standing or easing?",
        why="a conflict that is new or growing fits a recent onset",
        source="rav21",
    )
    conflict_started: Maybe[PartialDate] = answer(
        "When did the conflict with {person} begin?", why="its place in time", source="rdn"
    )
    conflict_timing: Maybe[t.Timing] = answer(
        "Did the conflict with {person} begin or grow before, at or after the onset?",
        why="links the conflict to the episode when no date is known",
        source="rav21",
    )
    dispute_stage: Maybe[t.DisputeStage] = answer(
        "With {person}: are they still talking it over, has talk stopped, or is it past repair?",
        why="the stage decides the plan",
        source="wmk18-d",
    )
    dispute_stalled: Maybe[t.Answer] = answer(
        "Does the dispute with {person} go round in circles without hope of change?",
        why="a stalled dispute points to the focus",
        source="rdn",
    )
    patient_wants: Maybe[t.Wish] = answer(
        "Does the patient want to go on with {person}?", why="part of the stage", source="design"
    )
    negotiation_possible: Maybe[t.Answer] = answer(
        "Is this still a relationship the patient could negotiate in?",
        why="tells a dispute from a transition",
        source="design",
    )
    ended: Maybe[t.Answer] = answer(
        "Is the relationship with {person} over, and has the patient accepted that?",
        why="an accepted ending is a transition",
        source="citc",
    )
    change_near_onset: Maybe[t.Answer] = answer(
        "Did something change with {person} around the onset?",
        why="the focus lies near the onset",
        source="iptuk",
    )
    depression_changed_it: Maybe[t.Answer] = answer(
        "Has the low mood changed the relationship with {person}?",
        why="mood and relationships act on each other",
        source="mar-p",
    )
    maintains_episode: Maybe[t.Answer] = answer(
        "Does the mood move with what happens between the patient and {person}?",
        why="ties the relationship to the episode",
        source="isipt",
    )
    low_intensity_irritability: Maybe[t.Answer] = answer(
        "Is it more an irritable mood with everyone since the onset than a quarrel with {person}?",
        why="irritability can be a symptom",
        source="mar-p",
    )
    communication: Maybe[frozenset[t.Communication]] = answer(
        "How does the patient usually deal with differences with {person}?",
        why="depressed people often struggle to assert themselves",
        source="mar-h",
        prefix="communication_",
    )
    omitted_or_vague: Maybe[t.Answer] = answer(
        "Was {person} left out of the account, or described only vaguely?",
        why="what is left out may hide a conflict",
        source="rdn",
    )
    disclosed_in_session: Maybe[SessionNumber] = answer(
        "In which session did the trouble with {person} first come up?",
        why="what comes to light late may reopen the choice of a focus",
        source="wmk18-8",
        unit="session",
    )
    manageable_in_time: Maybe[t.Answer] = answer(
        "Can the problem with {person} be worked on in the sessions left?",
        why="a focus has to be workable",
        source="iptb",
    )
    violence: Violence = answer(
        "Is there violence in this relationship?",
        why="see its fields",
        source="ipv",
        prefix="violence_",
        default=Violence(),
    )

"""The risk screen: what was asked about safety, never a rating made by software."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import annotated_types as at
from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.model.values import Maybe, PartialDate, answer

_HOLD = "a yes or a suspicion puts safety before the focus"


@frozen
class RiskScreen:
    """Answers about safety as the clinician recorded them. Suspected is neither yes nor no."""

    checked_on: Maybe[dt.date] = answer(
        "When was risk last asked about?", why="an old answer is asked again", source="design"
    )
    ideation: Maybe[t.Ideation] = answer(
        "Are there thoughts of being dead or of suicide, and how far do they go?",
        why="decides whether focus work can go on",
        source="css",
    )
    ideation_recency: Maybe[t.Recency] = answer(
        "When were these thoughts last present?", why="recent thoughts weigh most", source="css"
    )
    suicidal_behaviour: Maybe[t.Concern] = answer(
        "Has there ever been a suicide attempt or preparation for one?",
        why=_HOLD,
        source="css",
    )
    suicidal_behaviour_recency: Maybe[t.Recency] = answer(
        "When was the last attempt or preparation?",
        why="behaviour in the past three months calls for assessment now",
        source="css",
    )
    plan: Maybe[t.Concern] = answer("Is there a plan?", why=_HOLD, source="css")
    means: Maybe[t.Concern] = answer("Are means at hand?", why=_HOLD, source="css")
    preparation: Maybe[t.Concern] = answer(
        "Have any preparations been made?", why=_HOLD, source="css"
    )
    past_admission: Maybe[t.Answer] = answer(
        "Has there been an admission for this?", why="part of the history of risk", source="design"
    )
    self_injury: Maybe[t.Concern] = answer(
        "Has there been self-injury without intent to die?", why="asked of everyone", source="css"
    )
    self_injury_recency: Maybe[t.Recency] = answer(
        "When was the last self-injury?",
        why="self-injury of unknown date is treated as recent",
        source="css",
    )
    safety_plan_date: Maybe[PartialDate] = answer(
        "Has a safety plan been made, and when?", why="comes before focus work", source="kl21"
    )
    means_safety_done: Maybe[t.Answer] = answer(
        "Has access to means been made safer?", why="part of the safety plan", source="kl21"
    )
    psychosis: Maybe[t.Concern] = answer(
        "Are there voices, delusions or other psychotic symptoms now?", why=_HOLD, source="gr07"
    )
    command_hallucinations: Maybe[t.Concern] = answer(
        "Do voices tell the patient to do harm?", why=_HOLD, source="design"
    )
    mania: Maybe[t.Concern] = answer(
        "Is there mania or a mixed state now?", why=_HOLD, source="gr07"
    )
    mania_signs_observed: Maybe[t.Concern] = answer(
        "Were signs of mania seen in the session?", why=_HOLD, source="design"
    )
    catatonia: Maybe[t.Concern] = answer(
        "Are there signs of catatonia?", why=_HOLD, source="recalled"
    )
    organic_cause: Maybe[t.Concern] = answer(
        "Could a bodily illness or a drug explain the picture?", why=_HOLD, source="design"
    )
    withdrawal: Maybe[t.Concern] = answer(
        "Is there a danger of withdrawal?", why=_HOLD, source="recalled"
    )
    eating_medical_risk: Maybe[t.Concern] = answer(
        "Is there medical danger from eating too little or purging?", why=_HOLD, source="min18"
    )
    marked_weight_loss: Maybe[t.Concern] = answer(
        "Has there been marked weight loss?", why="calls for a medical look", source="design"
    )
    child_or_dependant_at_risk: Maybe[t.Concern] = answer(
        "Is a child or another dependent person at risk?", why=_HOLD, source="recalled"
    )
    infant_harm_thoughts: Maybe[t.Concern] = answer(
        "After a birth: are there thoughts of harming the baby?", why=_HOLD, source="recalled"
    )
    violence_asked_in_private: Maybe[t.Answer] = answer(
        "Has the patient been asked in private about violence at home?",
        why="most violence stays unknown until asked for",
        source="ipv",
    )
    partner_may_see_notes: Maybe[t.Answer] = answer(
        "Could somebody at home, such as a partner or a parent, read these notes?",
        why="what is written may add danger",
        source="design",
    )
    crisis_region: Maybe[Annotated[str, at.MinLen(2), at.MaxLen(2)]] = answer(
        "In which country does the patient live? Two letters, ISO 3166.",
        why="crisis services differ by country",
        source="988",
        unit="ISO 3166-1 alpha-2",
    )

"""Wordings of what was asked about safety, and of violence."""

from __future__ import annotations

IDEATION = {
    "wish_to_be_dead": "a wish not to be alive any more",
    "active_non_specific": "thoughts of suicide without a method",
    "active_with_method": "thoughts of suicide with a method",
    "active_with_intent": "thoughts of suicide with some intent",
    "active_with_plan_and_intent": "thoughts of suicide with a plan and intent",
}

CONCERNS = {
    "suicidal_behaviour": "an attempt at suicide, or preparation for one, at some time",
    "plan": "a plan for suicide",
    "means": "means at hand",
    "preparation": "steps taken towards suicide",
    "self_injury": "self-injury without intent to die",
    "psychosis": "voices, delusions or other psychotic symptoms",
    "command_hallucinations": "voices that tell to do harm",
    "mania": "mania or a mixed state",
    "mania_signs_observed": "a manic impression in the session",
    "catatonia": "a catatonic picture",
    "organic_cause": "a bodily illness or a drug that could explain the picture",
    "withdrawal": "a risk of withdrawal symptoms",
    "eating_medical_risk": "bodily danger from eating too little or purging",
    "marked_weight_loss": "a loss of much weight",
    "child_or_dependant_at_risk": "danger to a child or another dependent person",
    "infant_harm_thoughts": "thoughts of doing something to the baby",
}

CLEAR = (
    "Every question about safety that was asked is answered with no: suicide, psychosis, mania, "
    "the body and those in {ps} care",
    "Asked about suicide, psychosis, mania, the body and people in {ps} care, {n} says nothing "
    "that raises concern",
    "The questions about safety bring up nothing: no thoughts of suicide, no psychosis, no mania, "
    "no danger to the body or to others",
)
FOUND = (
    "Asked about safety, {n} reports {v}; all else that was asked is answered with no",
    "The questions about safety bring up {v}, and nothing besides",
)

OTHERS = {
    "ideation_recency": ("the thoughts were last there {v}", "{v}: then these thoughts last came"),
    "suicidal_behaviour_recency": ("the last attempt or preparation was {v}",
                                   "an attempt or preparation was last made {v}"),
    "self_injury_recency": ("the last self-injury was {v}", "self-injury last happened {v}"),
    "past_admission:yes": ("there was an admission because of this",
                           "this once led to an admission"),
    "past_admission:no": ("there was never an admission because of suicide",
                          "suicide was never a reason for an admission"),
    "safety_plan_date": ("a safety plan was made: {v}", "the safety plan dates from {v}"),
    "means_safety_done:yes": ("access to means has been made safer",
                              "the means are out of reach now"),
    "means_safety_done:no": ("the means have not been put out of reach",
                             "the means are still in reach"),
    "violence_asked_in_private:yes": ("violence at home was asked about in private",
                                      "{n} was asked in private about violence at home"),
    "violence_asked_in_private:no": ("violence at home was not asked about in private",
                                     "{n} was not asked in private about violence at home"),
    "partner_may_see_notes:yes": ("somebody at home could read the notes",
                                  "the notes could be read by somebody at home"),
    "partner_may_see_notes:no": ("nobody at home could read the notes",
                                 "the notes are safe from eyes at home"),
    "checked_on": ("risk was last asked about on {v}",
                   "the last time risk was asked about was {v}"),
}  # fmt: skip

RECENCY = {
    "today": "today",
    "past_month": "within the past month",
    "past_3_months": "within the past three months",
    "past_12_months": "within the past twelve months",
    "older": "more than a year ago",
}

GROUPS = (
    ("ideation_recency", "suicidal_behaviour_recency", "self_injury_recency"),
    ("past_admission",),
    ("safety_plan_date", "means_safety_done"),
    ("violence_asked_in_private", "partner_may_see_notes"),
    ("checked_on",),
)

VIOLENCE = {
    "physical": "blows or other bodily violence",
    "sexual": "sexual force or pressure",
    "coercive_control": "being watched, forbidden and controlled",
    "economic": "control of money",
    "stalking": "being followed or pestered",
    "threats_to_kill": "threats against somebody's life",
    "strangulation": "choking",
    "fear": "fear",
    "ongoing": "such things at the present time",
}
NO_VIOLENCE = (
    "Asked in private, {n} knows neither violence, nor control, nor fear with {x}",
    "Asked in private about {x}, {n} says no to violence, to control and to fear",
)
PATTERN = {"situational": "it flares up in quarrels", "coercive": "it is part of control"}
DIRECTION = {
    "towards_patient": "it is {n} who is harmed",
    "from_patient": "it is {n} who does the harm",
    "mutual": "each harms the other",
}

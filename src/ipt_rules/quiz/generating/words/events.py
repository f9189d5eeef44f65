"""Wordings of what happened, and of what came after it."""

from __future__ import annotations

from ipt_rules.quiz.generating.words.table import Table

TYPES = {
    "death_of_person": "a death",
    "pregnancy_loss": "the loss of a pregnancy",
    "pet_death": "the death of a pet",
    "breakup": "a break-up",
    "separation": "a separation",
    "divorce": "a divorce",
    "marriage": "a marriage",
    "cohabitation": "moving in with a partner",
    "friendship_ended": "the end of a friendship",
    "birth": "a birth",
    "pregnancy": "a pregnancy",
    "infertility": "infertility",
    "child_leaves": "a child leaving home",
    "work_gain": "a new post",
    "work_loss": "the loss of work",
    "work_downgrade": "a step down at work",
    "work_change": "a change at work",
    "work_search": "a search for work",
    "work_return": "a return to work",
    "promotion": "a step up at work",
    "retirement": "retirement",
    "illness_diagnosis": "an illness found",
    "disability": "a lasting loss of bodily function",
    "caregiving_start": "the beginning of care for somebody",
    "anticipated_death": "a death that is expected",
    "move": "a change of home",
    "migration": "a move to another country",
    "coming_out": "a coming out",
    "graduation": "the end of school or studies",
    "release_or_discharge": "a discharge from an institution",
    "financial_loss": "a loss of money",
    "legal": "a matter of law",
    "status_gain": "a gain in standing",
    "traumatic_event": "an event that threatened life or limb",
    "argument_escalation": "a quarrel that got out of hand",
}

GUESSED = (
    ("cohabitation", ("moving in together",)),
    ("child_leaves", ("leaving home",)),
    ("pregnancy_loss", ("lost pregnancy", "miscarriage", "stillbirth")),
    ("infertility", ("no child",)),
    ("marriage", ("wedding",)),
    ("divorce", ("the divorce", "leaving the marriage")),
    ("separation", ("the separation",)),
    ("birth", ("the birth",)),
    ("pregnancy", ("the pregnancy",)),
    ("promotion", ("promotion", "becoming head")),
    ("work_loss", ("losing the job", "losing his post", "closing of the works",
                   "closing of the office")),
    ("work_gain", ("new job",)),
    ("caregiving_start", ("caring for",)),
    ("migration", ("leaving her country",)),
    ("move", ("move",)),
)  # fmt: skip
"""Words in a label that say what happened; the first that fits counts."""

GROUPS_OF_EVENTS = {
    "bereavement": "a loss by death",
    "relationship_begin_or_end": "something begun or ended with a person",
    "family_composition": "something in the make-up of the family",
    "work": "something at work",
    "own_health": "something in the patient's own health",
    "others_health": "something in the health of another",
    "place_or_culture": "another place or another culture",
    "leaving_an_institution": "leaving an institution",
    "money_or_legal": "something of money or law",
    "trauma": "something that threatened life or limb",
    "conflict": "a quarrel",
    "other": "of another kind",
}

EVENT: Table = {
    "timing_to_onset": {
        "long_before": ("it came long before the episode", "it lies long before the episode"),
        "shortly_before": ("it came shortly before the episode",
                           "the episode followed shortly after it"),
        "at_onset": ("it came as the episode began", "the episode began with it"),
        "after_onset": ("it came after the episode had begun", "by then the episode had begun"),
    },
    "near_worsening": {
        "yes": ("the episode got worse around it", "around that time the episode got worse"),
        "no": ("the episode did not get worse around it",
               "around that time the episode got no worse"),
    },
    "is_gradual": {
        "yes": ("it came gradually", "it came bit by bit"),
        "no": ("it came on one day", "it did not come bit by bit"),
    },
    "valence": {
        "wanted": ("{n} wanted it", "it was wanted"),
        "unwanted": ("{n} did not want it", "it was not wanted"),
        "mixed": ("{n} partly wanted it and partly not", "it was wanted and not wanted at once"),
    },
    "patient_links_it": {
        "yes": ("{n} links it with the low mood", "{n} sees a tie between it and the low mood"),
        "no": ("{n} does not link it with the low mood",
               "{n} sees no tie between it and the low mood"),
    },
    "symptom_effect": {
        "began": ("symptoms began with {x}", "with {x} the symptoms began"),
        "worse": ("symptoms got worse with {x}", "with {x} the symptoms got worse"),
        "none": ("symptoms did not change with {x}", "with {x} the symptoms stayed as they were"),
    },
    "still_active": {
        "yes": ("it still weighs on {n}", "it weighs on {n} to this day"),
        "no": ("it no longer weighs on {n}", "it weighs on {n} no more"),
    },
    "coping": {
        "poor": ("{n} manages badly with what is different since",
                 "what is different since is too much for"
                 " {n}"),
        "mixed": ("{n} manages some of what is different since, and not the rest",
                  "with what is different since {n} does well in part"),
        "mastered": ("{n} manages well with what is different since",
                     "what is different since gives {n} no trouble"),
    },
    "mastery": {
        "*": ("how well the new situation is managed is put at {v} of 4",
              "on a scale of 4 the new situation is managed at {v}"),
    },
    "affect_intensity": {
        "*": ("the feelings about it are put at {v} of 4",
              "on a scale of 4 the feelings about it are at {v}"),
    },
    "confidant_lost": {
        "yes": ("someone to confide in, or half of the contacts, was lost with it",
                "it took away somebody to confide in, or half of the contacts"),
        "no": ("nobody to confide in was lost with it", "it took away nobody to confide in"),
    },
    "old_role_losses": {
        "": ("{n} names nothing that was lost with it", "nothing is named that was lost with it"),
        "*": ("what was lost with it, in {ps} words: {v}", "{n} misses since: {v}"),
    },
    "old_role": {"*": ("life before: {v}", "what life was like before: {v}")},
    "new_role": {"*": ("life now: {v}", "what life is now: {v}")},
    "new_role_demands": {
        "": ("nothing is named that is asked of {n} now",
             "{n} names nothing that is asked of {o} now"),
        "*": ("what is asked of {n} now: {v}", "new to {n}: {v}"),
    },
    "new_role_opportunities": {
        "": ("{n} sees nothing good in it", "nothing good is named"),
        "*": ("what could be good now: {v}", "good in it, says {n}: {v}"),
    },
    "disclosed_in_session": {"*": ("it was first mentioned in session {v}",
                                   "session {v} was the first to hear of it")},
    "manageable_in_time": {
        "yes": ("it can be worked on in the sessions left", "the sessions left are enough for it"),
        "no": ("it cannot be worked on in the sessions left",
               "the sessions left are not enough for it"),
    },
    "distress_centres_on_new_demands": {
        "yes": ("what hurts most is managing life since, not missing {w}",
                "managing life since hurts more than missing {w}"),
        "no": ("what hurts most is missing {w}, not managing life since",
               "missing {w} hurts more than managing life since"),
    },
    "closeness": {
        "very_close": ("{n} was very close to {w}", "{w} and {n} were very close"),
        "close": ("{n} was close to {w}", "{w} and {n} were close"),
        "distant": ("{n} was not close to {w}", "{w} and {n} were not close"),
    },
    "depended_on": {
        "yes": ("one of the two depended on the other", "there was a tie of dependency"),
        "no": ("neither depended on the other", "there was no tie of dependency"),
    },
    "mourning": {
        "full": ("{n} has been able to mourn", "there was room to mourn, and {n} did"),
        "partial": ("{n} has mourned in part", "{n} has mourned, and not to the end"),
        "avoided": ("{n} has put mourning off", "{n} has not let the loss come near"),
        "unremitting": ("{n} mourns without respite", "the mourning does not let up"),
    },
    "avoids": {
        "": ("{n} avoids nothing that recalls it", "nothing that recalls it is avoided"),
        "*": ("{n} {v}", "since then {n} {v}"),
    },
    "guilt_or_ambivalence": {
        "yes": ("there are guilt or mixed feelings", "guilt or mixed feelings are there"),
        "no": ("there are neither guilt nor mixed feelings", "guilt and mixed feelings are absent"),
    },
    "survivor_guilt": {
        "yes": ("{n} feels guilty for having survived", "to have survived is felt as guilt"),
        "no": ("{n} does not feel guilty for having survived",
               "to have survived is not felt as guilt"),
    },
    "idealisation": {
        "yes": ("{w} is remembered as without fault", "in memory {w} has no fault"),
        "no": ("{w} is not remembered as without fault", "in memory {w} has faults too"),
    },
    "anniversary_onset": {
        "yes": ("the episode began near an anniversary, a similar loss or a reminder",
                "an anniversary, a similar loss or a reminder came just before the episode"),
        "no": ("no anniversary, similar loss or reminder lay near the beginning of the episode",
               "the episode did not begin near an anniversary, a similar loss or a reminder"),
    },
    "preserved_environment": {
        "yes": ("everything is kept as it was", "nothing in the rooms has been touched"),
        "no": ("things are not kept as they were", "the rooms have been changed since"),
    },
    "illness_mimicry": {
        "yes": ("{n} has symptoms like those {w} had", "the symptoms are like those {w} had"),
        "no": ("{n} has no symptoms like those {w} had", "the symptoms are not like those {w} had"),
    },
    "felt_sorrow": {
        "yes": ("{n} feels sorrow about it", "there is sorrow about it"),
        "no": ("{n} feels no sorrow about it", "there is no sorrow about it"),
    },
    "support_at_time": {"*": ("the support at that time is put at {v} of 4",
                              "on a scale of 4 the support at that time was {v}")},
    "multiple_losses": {
        "yes": ("several losses came together", "it was not the only loss at that time"),
        "no": ("there were no other losses with it", "it was the only loss at that time"),
    },
    "sudden_or_traumatic": {
        "yes": ("it was sudden or violent", "it came suddenly or with violence"),
        "no": ("it was neither sudden nor violent", "it did not come suddenly or with violence"),
    },
    "yearning_most_days": {
        "yes": ("on most days there is yearning, or there are thoughts of little else",
                "most days are filled with yearning"),
        "no": ("there is no yearning on most days", "yearning does not fill most days"),
    },
    "pgd_accessory_count": {
        "*": ("of the further signs of prolonged mourning {v} are present",
              "{v} further signs of prolonged mourning were counted"),
    },
    "beyond_cultural_norm": {
        "yes": ("this goes beyond what {ps} culture expects", "{ps} culture would expect less"),
        "no": ("this does not go beyond what {ps} culture expects",
               "{ps} culture would expect no less"),
    },
    "full_depressive_syndrome": {
        "yes": ("there is a full depressive syndrome, beyond waves of sorrow",
                "it is more than waves of sorrow: a full depressive syndrome"),
        "no": ("there are waves of sorrow, and no full depressive syndrome",
               "a full depressive syndrome is not there: the sorrow comes in waves"),
    },
    "construed_as_death": {
        "yes": ("{n} lives through the loss as the death of someone",
                "to {n} it is the death of someone"),
        "no": ("{n} does not live through the loss as a death",
               "to {n} it is not the death of someone"),
    },
}  # fmt: skip
"""Wordings for an event; what and when it was have a sentence of their own."""

GROUPS = (
    ("timing_to_onset", "near_worsening", "is_gradual"),
    ("valence",),
    ("symptom_effect", "still_active"),
    ("patient_links_it",),
    ("closeness", "depended_on"),
    ("construed_as_death",),
    ("mourning", "avoids"),
    ("felt_sorrow", "guilt_or_ambivalence", "survivor_guilt"),
    ("illness_mimicry",),
    ("anniversary_onset",),
    ("idealisation", "preserved_environment"),
    ("sudden_or_traumatic", "multiple_losses", "support_at_time"),
    ("full_depressive_syndrome",),
    ("yearning_most_days", "pgd_accessory_count", "beyond_cultural_norm"),
    ("distress_centres_on_new_demands",),
    ("coping", "mastery"),
    ("affect_intensity",),
    ("old_role", "new_role"),
    ("old_role_losses",),
    ("confidant_lost",),
    ("new_role_demands",),
    ("new_role_opportunities",),
    ("disclosed_in_session", "manageable_in_time"),
)
"""Fields whose answers stand in one sentence, in the order in which they are told."""

AVOIDS = {
    "things": "keeps away from things that recall it",
    "places": "keeps away from places that recall it",
    "talk": "does not talk about it",
    "funeral_missed": "was not at the funeral",
}

"""Wordings of what is known of a person and of the relationship."""

from __future__ import annotations

from ipt_rules.quiz.generating.words.table import Table

KINDS = {
    "partner": "a partner",
    "ex_partner": "a former partner",
    "co_parent": "the other parent of a child",
    "parent": "a parent",
    "step_parent": "a step-parent",
    "child": "a child",
    "step_child": "a step-child",
    "unborn_or_lost_child": "a child that was lost or never born",
    "sibling": "a brother or sister",
    "grandparent": "a grandparent",
    "other_kin": "a relative",
    "in_law": "a relative by marriage",
    "friend": "a friend",
    "employer": "an employer",
    "colleague": "a colleague",
    "neighbour": "a neighbour",
    "clinician": "a helper by profession",
    "faith": "a person of the same faith",
    "group": "a group",
    "pet": "a pet",
    "other": "another acquaintance",
    "unspecified": "to the patient not said who",
}

GUESSED = (
    ("ex_partner", ("former husband", "former wife", "former girlfriend", "former boyfriend",
                    "first husband", "former fianc")),
    ("in_law", ("in-law",)),
    ("step_parent", ("stepfather", "stepmother", "foster mother")),
    ("grandparent", ("grandmother", "grandfather")),
    ("unborn_or_lost_child", ("unborn",)),
    ("partner", ("husband", "wife", "girlfriend", "boyfriend", "partner")),
    ("friend", ("friend",)),
    ("sibling", ("brother", "sister")),
    ("parent", ("mother", "father", "parents")),
    ("child", ("daughter", "son", "children", "baby")),
    ("other_kin", ("aunt", "uncle", "cousin", "niece", "nephew")),
    ("colleague", ("colleague",)),
    ("neighbour", ("neighbour",)),
    ("pet", ("cat ", "dog")),
)  # fmt: skip
"""Words in a label that say who somebody is; the first that fits counts."""

PERSON: Table = {
    "counterpart": {
        "persons_in_organisation": ("{n} means people in an organisation by this",),
        "institution": ("this is an institution, not a person",),
    },
    "lives_with": {
        "yes": ("{n} lives with {x}", "{n} and {x} share a home"),
        "no": ("{n} does not live with {x}", "{n} and {x} live apart"),
    },
    "contact_per_week": {
        "1": ("they are in touch about once a week", "contact comes to about once a week"),
        "*": ("they are in touch about {v} times a week",
              "contact comes to about {v} times a week"),
    },
    "closeness_now": {
        "inner": ("{n} counts {x} among the closest now", "very near is where {n} puts {x} now"),
        "middle": ("{n} puts {x} at a middle distance now",
                   "neither very near nor far is where {n} puts {x} now"),
        "outer": ("{n} puts {x} far off now", "at the edge is where {n} puts {x} now"),
    },
    "closeness_wanted": {
        "inner": ("{n} wants {x} very near", "very near is where {n} wants {x}"),
        "middle": ("{n} wants {x} at a middle distance", "a middle distance is what {n} wants"),
        "outer": ("{n} wants {x} further off", "at the edge is where {n} wants {x}"),
    },
    "is_confidant": {
        "yes": ("{n} can confide in {x}", "{n} confides in {x}"),
        "no": ("{n} does not confide in {x}", "{n} tells {x} nothing that is private"),
    },
    "support_received": {"*": ("the support that comes from {x} is put at {v} of 4",
                               "support from {x}: {v} on a scale of 4")},
    "support_given": {"*": ("the support {n} gives {x} is put at {v} of 4",
                            "{n} gives {x} support: {v} on a scale of 4")},
    "conflict": {
        "": ("there is no conflict with {x}", "{n} and {x} have no quarrel, open or hidden"),
        "overt": ("there are open arguments with {x}", "{n} and {x} quarrel openly"),
        "covert": ("there is a hidden conflict with {x}",
                   "{n} and {x} are at odds and do not say so"),
        "covert+overt": ("there are open arguments with {x}, and hidden ones",
                         "{n} and {x} quarrel openly, and more stays unsaid"),
        "past_only": ("the quarrels with {x} are a thing of the past",
                      "{n} and {x} had quarrels, and have them no more"),
        "*": ("the record has of conflict with {x}: {v}",
              "of conflict with {x} the record has: {v}"),
    },
    "expectations": {
        "matched": ("the two expect the same of each other", "their expectations agree"),
        "mismatched": ("the two expect different things of each other",
                       "their expectations do not agree"),
        "uncertain": ("it is not clear whether the two expect the same of each other",
                      "whether their expectations agree is uncertain"),
    },
    "maintains_episode": {
        "yes": ("the mood moves with what happens between them",
                "what happens between them is felt in the mood"),
        "no": ("the mood does not move with what happens between them",
               "what happens between them is not felt in the mood"),
    },
    "conflict_course": {
        "new": ("the conflict is new", "it is a new conflict"),
        "escalated": ("the conflict has grown sharper", "it is a conflict that has grown"),
        "longstanding": ("the conflict is an old one and stays as it was",
                         "it is a conflict of many years, no worse than before"),
        "easing": ("the conflict is easing", "it is a conflict that is getting less"),
    },
    "conflict_timing": {
        "long_before": ("it began long before the episode",
                        "its beginning lies long before the episode"),
        "shortly_before": ("it began or grew shortly before the episode",
                           "it came up shortly before the episode"),
        "at_onset": ("it began or grew as the episode began",
                     "it came up just as the episode began"),
        "after_onset": ("it began or grew after the episode had begun",
                        "it came up once the episode had begun"),
    },
    "conflict_started": {"*": ("it dates from {v}", "it goes back to {v}")},
    "dispute_stage": {
        "renegotiation": ("{n} and {x} still talk it over",
                          "the talk about it between {n} and {x} goes on"),
        "impasse": ("{n} and {x} no longer talk about it",
                    "the talk about it between {n} and {x} has"
                    " stopped"),
        "dissolution": ("between {n} and {x} it is past repair",
                        "{n} and {x} cannot be brought together again"),
    },
    "dispute_stalled": {
        "yes": ("it goes round in circles without hope of change",
                "nothing moves, and nobody hopes it will"),
        "no": ("it does not just go round in circles", "there is still movement in it"),
    },
    "patient_wants": {
        "continue": ("{n} wants to go on with {x}", "{n} means to stay in touch with {x}"),
        "end": ("{n} wants an end with {x}", "{n} means to part from {x}"),
        "unsure": ("{n} is unsure whether to go on with {x}",
                   "{n} does not know whether to stay or part"),
    },
    "negotiation_possible": {
        "yes": ("{n} could still come to terms with {x}", "terms could still be found"),
        "no": ("{n} cannot come to terms with {x} any more", "terms can no longer be found"),
    },
    "ended": {
        "yes": ("the relationship is over, and {n} has accepted that",
                "{n} has accepted that the relationship is over"),
        "no": ("the relationship is not over, or {n} has not accepted that it is",
               "{n} does not look on the relationship as over"),
    },
    "change_near_onset": {
        "yes": ("something changed with {x} as the episode began",
                "around the beginning of the episode things changed with {x}"),
        "no": ("nothing changed with {x} as the episode began",
               "around the beginning of the episode things with {x} stayed the same"),
    },
    "depression_changed_it": {
        "yes": ("the low mood has changed the relationship",
                "the relationship suffers from the low mood"),
        "no": ("the low mood has not changed the relationship",
               "the relationship has not suffered from the low mood"),
    },
    "low_intensity_irritability": {
        "yes": ("since the episode began it is more a short temper with everyone than with {x}",
                "since the episode began {n} has been short with everyone, {x} among them"),
        "no": ("no short temper with everyone shows with {x}",
               "{n} has not been short with everyone since the episode began"),
    },
    "communication": {
        "": ("no particular way of dealing with differences is on record",
             "on how they deal with differences nothing stands out"),
        "*": ("when they differ, {n} {v}", "{n} {v} when the two differ"),
    },
    "omitted_or_vague": {
        "yes": ("{n} left {x} out at first, or was vague",
                "of {x} the account was vague, or came late"),
        "no": ("{n} spoke clearly of {x}", "of {x} the account was clear"),
    },
    "disclosed_in_session": {"*": ("the trouble first came up in session {v}",
                                   "session {v} was the first in which it came up")},
    "manageable_in_time": {
        "yes": ("it can be worked on in the sessions left", "the sessions left are enough for it"),
        "no": ("it cannot be worked on in the sessions left",
               "the sessions left are not enough for it"),
    },
    "patient_expectation": {"*": ("{n} expects of {x}: {v}", "what {n} expects of {x}: {v}")},
    "other_expectation": {"*": ("what comes from {x} is the expectation {v}",
                                "on the side of {x} the expectation is {v}")},
}  # fmt: skip
"""Wordings for a person; who they are and violence have sentences of their own."""

GROUPS = (
    ("lives_with", "contact_per_week"),
    ("closeness_now", "closeness_wanted"),
    ("is_confidant", "support_received", "support_given"),
    ("conflict", "expectations", "maintains_episode"),
    ("patient_expectation",),
    ("other_expectation",),
    ("low_intensity_irritability",),
    ("conflict_course", "conflict_timing", "conflict_started"),
    ("dispute_stage", "dispute_stalled"),
    ("patient_wants", "negotiation_possible"),
    ("ended",),
    ("change_near_onset", "depression_changed_it"),
    ("communication",),
    ("omitted_or_vague", "disclosed_in_session"),
    ("manageable_in_time",),
)
"""Fields whose answers stand in one sentence, in the order in which they are told."""

COMMUNICATION = {
    "avoids_conflict": "steers clear of the quarrel",
    "submits": "gives in",
    "explodes": "flares up",
    "indirect": "hints and does not say it",
    "silent": "falls silent",
    "assertive": "says plainly what is wanted",
}

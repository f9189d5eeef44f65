"""The facts that no single answer holds: spans, counts, closed lists, and what rules conclude."""

from __future__ import annotations

from collections.abc import Mapping

from ipt_rules import terms as t
from ipt_rules.facts.course_kinds import BUDGET, COURSE
from ipt_rules.facts.derived import YES_NO as _YES_NO
from ipt_rules.facts.derived import Derived, words_of

DERIVED: Mapping[str, tuple[Derived, ...]] = {
    "case": (
        Derived(
            "onset_months_ago",
            "number",
            "When did this episode begin? The month or the season is enough.",
            why="places events around the onset",
            unit="months",
        ),
        Derived(
            "diagnosis_recorded",
            "word",
            "Which diagnosis was made, or was it found that there is none?",
            _YES_NO,
            why="IPT is aimed at a named diagnosis",
            source="foc06",
        ),
        Derived(
            "recent_birth",
            "word",
            "Was a child born to the patient in the past year?",
            _YES_NO,
            why="a birth is a role transition and has its own safety questions",
            source="gr07",
        ),
        Derived(
            "pregnancy_lost",
            "word",
            "Is the loss of this pregnancy, or of the child, on record?",
            _YES_NO,
            why="after a loss nobody speaks of a baby",
        ),
    ),
    "diagnosis": (),
    "medical_illness": (
        Derived("illness", "text", "the illness"),
        Derived(
            "timing_to_onset",
            "word",
            "When did the illness begin or get worse, seen from the onset of the episode?",
            words_of(t.Timing),
            why="the focus lies near the onset",
        ),
    ),
    "relationship": (
        Derived("relationship", "reference", "the record itself"),
        Derived("person", "text", "the person's label"),
        Derived(
            "conflict_present",
            "word",
            "Is there conflict with {person} now, open or hidden?",
            _YES_NO,
            why="a dispute needs a conflict or mismatched expectations",
            source="rdn",
        ),
        Derived(
            "violence_screened",
            "word",
            "Asked in private: violence, control and fear with {person}, and whether it goes on?",
            _YES_NO,
            why="violence is asked before any work on a dispute",
            source="ipv",
        ),
    ),
    "life_event": (
        Derived("event", "text", "the event in words"),
        Derived("event_id", "reference", "the record itself"),
        Derived("who", "text", "the label of the person it concerns"),
        Derived(
            "months_ago",
            "number",
            "When did {event} happen? The month or the season is enough.",
            why="recent deaths are told from older ones",
            unit="months",
        ),
    ),
    "risk": (
        Derived(
            "checked_days_ago", "number", "When was risk last asked about?",
            why="an old answer is asked again", unit="days"
        ),
    ),
    "measure": (
        Derived("scale", "text", "the title of the scale"),
        Derived("latest", "word", "whether it is the latest of its scale", _YES_NO),
        Derived("first", "word", "whether it is the first of its scale", _YES_NO),
        Derived(
            "item_alert",
            "word",
            "What was answered on the item about self-harm?",
            _YES_NO,
            why="any score above zero is followed up on the same day",
            source="epds",
        ),
        Derived(
            "risk_checked_that_day",
            "word",
            "Was risk asked about on the day of this score?",
            _YES_NO,
            why="a raised item is followed up on the same day",
            source="epds",
        ),
        Derived(
            "change",
            "number",
            "What were the first and the latest total?",
            why="deterioration and response",
            unit="points since the first score; negative is better",
        ),
        Derived(
            "rise",
            "number",
            "What were the earlier totals?",
            why="deterioration after an improvement",
            unit="points above the lowest earlier score",
        ),
        Derived(
            "drop_percent",
            "number",
            "What were the first and the latest total?",
            why="response",
            unit="per cent of the first score",
        ),
        Derived("band", "word", "What was the total?", why="the band of the scale it lies in"),
        Derived(
            "in_remission",
            "word",
            "What was the total?",
            _YES_NO,
            why="remission as the scale counts it",
        ),
        Derived(
            "response",
            "word",
            "What were the first and the latest total?",
            _YES_NO,
            why="response as the scale counts it, since the first score",
        ),
        Derived(
            "deteriorated",
            "word",
            "What were the earlier totals?",
            _YES_NO,
            why="whether it rose by the reliable change of the scale or more",
            source="ntt",
        ),
    ),
    "session": (),
    "inventory": (
        Derived(
            "deaths_recorded",
            "number",
            "Has anyone close died, at any time?",
            why="grief needs a death",
            source="wmk18-8",
            unit="deaths",
        ),
        Derived(
            "changes_recorded",
            "number",
            "What has changed in life around the time the episode began?",
            why="a transition needs a change",
            source="wmk18-8",
            unit="changes",
        ),
        Derived(
            "acute_events",
            "number",
            "What happened around the time the episode began?",
            why="without one, a long-standing depression is formulated differently",
            source="wmk18-17",
            unit="events",
        ),
        Derived(
            "conflicts_recorded",
            "number",
            "Is there anyone with whom things are difficult, openly or silently?",
            why="a dispute needs a conflict",
            source="rdn",
            unit="people",
        ),
        Derived(
            "people_recorded",
            "number",
            "Who are the people who matter, now and before?",
            why="a short list may be an unfinished one",
            source="isipt",
            unit="people",
        ),
        Derived(
            "measures_recorded",
            "number",
            "What is the present score on a symptom scale, for instance the PHQ-9?",
            why="severity and course are followed with a scale",
            source="foc06",
            unit="scores",
        ),
    ),
    "course": COURSE,
    "budget": BUDGET,
    "contradiction": (
        Derived("about", "reference", "the record in which it stands"),
        Derived("detail", "text", "the two answers"),
    ),
}  # fmt: skip

CONCLUDED: Mapping[str, tuple[Derived, ...]] = {
    "alert": (
        Derived("name", "word", "the rule that raised it"),
        Derived("family", "word", "what it is about, by the folder of its rule, such as suicide"),
        Derived("level", "word", "its level", words_of(t.AlertLevel)),
        Derived("holds_focus", "word", "whether it holds the focus", _YES_NO),
    ),
    "suitability": (
        Derived("name", "word", "the rule that says it"),
        Derived("fit", "word", "what it says", words_of(t.Suitability)),
    ),
    "argument": (
        Derived("area", "word", "the area argued about", words_of(t.ProblemArea)),
        Derived("side", "word", "for or against", ("for", "against")),
        Derived("strength", "word", "its strength", words_of(t.Strength)),
        Derived("about", "reference", "the event or relationship argued from"),
    ),
    "area": (
        Derived("area", "word", "the area", words_of(t.ProblemArea)),
        Derived("status", "word", "its standing on what is known", words_of(t.AreaStatus)),
        Derived("settled", "word", "whether no answer could change it", _YES_NO),
        Derived("opposed", "word", "whether anything argues against it", _YES_NO),
        Derived("named", "word", "whether the proposal names it, alone or beside another", _YES_NO),
    ),
    "finding": (
        Derived("name", "word", "the finding"),
        Derived("about", "reference", "the event or relationship it was found in"),
    ),
    "held": (
        Derived("technique", "word", "the technique, by the name of its file"),
        Derived("title", "text", "its title"),
        Derived("because", "text", "why it has to wait"),
    ),
    "proposal": (
        Derived("outcome", "word", "the outcome", words_of(t.Outcome)),
    ),
    "focus": (
        Derived("area", "word", "the area proposed", words_of(t.ProblemArea)),
        Derived("rank", "word", "primary or secondary", ("primary", "secondary")),
        Derived("standing", "word", "proposed or agreed", words_of(t.Standing)),
        Derived("about", "reference", "the event or relationship argued from"),
    ),
}  # fmt: skip

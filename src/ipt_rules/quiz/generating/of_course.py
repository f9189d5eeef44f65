"""Sentences on the treatment: scores, the session, and the formulation that was written."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_rules import terms as t
from ipt_rules.evaluation import Evaluation
from ipt_rules.model import Measure
from ipt_rules.quiz.generating.leaks import leaks, rule_words
from ipt_rules.quiz.generating.teller import Teller
from ipt_rules.quiz.generating.voice import Sentence, day, full, listed

SCALES = {
    t.Instrument.PHQ9: "the PHQ-9",
    t.Instrument.HAMD17: "the HAM-D-17",
    t.Instrument.MADRS: "the MADRS",
    t.Instrument.QIDS_SR16: "the QIDS-SR16",
    t.Instrument.BDI2: "the BDI-II",
    t.Instrument.GAD7: "the GAD-7",
    t.Instrument.EPDS: "the EPDS",
    t.Instrument.WSAS: "the WSAS",
    t.Instrument.ICG: "the ICG",
    t.Instrument.PG13: "the PG-13",
    t.Instrument.CAPS: "the CAPS (DSM-IV)",
    t.Instrument.CSSRS: "the C-SSRS screener",
    t.Instrument.OTHER: "another scale",
}


def score_sentences(teller: Teller, scale: t.Instrument | None = None) -> Iterator[Sentence]:
    """Every score, a sentence for each scale."""
    held = list(enumerate(teller.inventory.measures))
    for name in dict.fromkeys(m.instrument for _, m in held):
        if scale is None or name is scale:
            own = [(number, m) for number, m in held if m.instrument is name]
            places = tuple(f"measure:{n}.{f}" for n, _ in own for f in ("total", "date"))
            says = f"on {SCALES[name]}: {'; '.join(_score(m) for _, m in own)}"
            yield Sentence(full([says]), places)


def _score(measure: Measure) -> str:
    total = (
        "filled in"
        if measure.instrument is t.Instrument.CSSRS
        else "no total"
        if isinstance(measure.total, t.Absence)
        else str(measure.total)
    )
    said = []
    if not isinstance(measure.date, t.Absence):
        said.append(f"on {day(measure.date)}")
    if not isinstance(measure.session_no, t.Absence):
        said.append(f"session {measure.session_no}")
    raised = [
        f"item {item.item}: {item.points}"
        for item in measure.items
        if not isinstance(item.points, t.Absence)
    ]
    said += [listed(raised)] if raised and len(raised) < _FEW_ITEMS else []
    return f"{total} ({', '.join(said)})" if said else total


_FEW_ITEMS = 4


def course(teller: Teller, found: Evaluation) -> Iterator[Sentence]:
    """Which session comes now, and what was told in the last."""
    number, many = found.phase.session, found.phase.planned_sessions
    of = f" of {many}" if many is not None else ""
    wordings = ("session {v} comes now", "the next session is session {v}")
    text = teller.voice.choose(wordings, "session")
    yield Sentence(full([teller.voice.say(text, v=f"{number}{of}")]), ("course.session",))
    if number > 1 and not any(task.state is t.TaskState.OVERDUE for task in found.tasks):
        yield Sentence("Everything planned for the sessions before is on record as done.")
    last = teller.inventory.sessions[-1:]
    for note in last:
        if not isinstance(note.incident.what_was_said, t.Absence):
            said = note.incident.what_was_said.rstrip(".")
            if not leaks(said):
                yield Sentence(f"Last time one exchange was told in detail: {said}.")


AREAS = {
    t.ProblemArea.GRIEF: "mourning a death",
    t.ProblemArea.ROLE_DISPUTE: "a conflict with a person who matters",
    t.ProblemArea.ROLE_TRANSITION: "a change in life and what it asks",
    t.ProblemArea.INTERPERSONAL_DEFICITS: "few or thin relationships",
}
"""The areas as a formulation may speak of them without naming one."""

_STAGES = {
    t.DisputeStage.RENEGOTIATION: "both still talk it over",
    t.DisputeStage.IMPASSE: "talk has stopped",
    t.DisputeStage.DISSOLUTION: "it is past repair",
}
_DIRECTIONS = {
    t.Direction.PRECEDES: "the problem is said to have come before the episode",
    t.Direction.CONSEQUENCE: "the problem is said to follow from the episode",
    t.Direction.BOTH: "problem and episode are said to feed each other",
}


def chosen(teller: Teller, found: Evaluation) -> Iterator[Sentence]:
    """What the formulation says: every part that is there, and which parts are not."""
    written = found.run.inventory.formulation
    if written is None:
        return
    names = [AREAS[area] for area in written.areas]
    when = "" if isinstance(written.session_no, t.Absence) else f" in session {written.session_no}"
    about = listed(names) if names else "no area at all"
    yield Sentence(full([f"the therapist offered a formulation{when}; it works on {about}"]))
    if written.linked_to:
        linked = listed([teller.name_of(id) for id in written.linked_to])
        yield Sentence(full([f"it is tied to {linked}"]))
    else:
        yield Sentence("It is tied to no person and no event.")
    absent = []
    for name, text in (
        ("a tie with the beginning of the episode", written.onset_link),
        ("a reason for the choice", written.reason_for_choice),
        ("a statement to the patient", written.statement),
    ):
        if isinstance(text, t.Absence):
            absent.append(name)
        elif not leaks(text):
            yield Sentence(full([f"{name}: {' '.join(text.split())}"]))
    if not isinstance(written.direction, t.Absence):
        yield Sentence(full([_DIRECTIONS[written.direction]]))
    if not isinstance(written.dispute_stage, t.Absence):
        yield Sentence(full([f"on the conflict it says that {_STAGES[written.dispute_stage]}"]))
    others = sorted(written.alternatives_considered)
    if others:
        yield Sentence(full([f"it also weighed {listed([AREAS[area] for area in others])}"]))
    goals = [goal for goal in written.goals if not leaks(goal)]
    yield from _row("its goals", goals)
    yield from _row("it plans", [text for text in planned(found) if text])
    contract = written.contract.sessions
    if not isinstance(contract, t.Absence):
        yield Sentence(full([f"it agrees on {contract} sessions"]))
    if written.plan:
        numbers = [session.session_no for session in written.plan]
        yield Sentence(
            full([f"it says what is planned for session {listed(list(map(str, numbers)))}"])
        )
    culture = found.run.inventory.case.culture_notes
    if isinstance(culture, t.Absence):
        absent.append("anything of culture and family background")
    elif not leaks(culture):
        yield Sentence(full([f"on culture the record has this: {' '.join(culture.split())}"]))
    absent += [] if others else ["another area that was weighed"]
    absent += [] if goals else ["goals"]
    agreed = {t.Answer.YES: "the patient has agreed", t.Answer.NO: "the patient has not agreed"}
    if isinstance(written.patient_agreed, t.Absence):
        absent.append("whether the patient agreed")
    else:
        yield Sentence(full([agreed[written.patient_agreed]]))
    if absent:
        yield Sentence(full([f"it does not say: {', '.join(absent)}"]))


def _row(head: str, parts: list[str]) -> Iterator[Sentence]:
    if parts:
        yield Sentence(full([f"{head}: {', '.join(part.rstrip('.') for part in parts)}"]))


def planned(found: Evaluation) -> list[str]:
    """What is planned, each by its title; empty where the title would tell the key."""
    written, rules = found.run.inventory.formulation, found.run.rules
    if written is None:
        return []
    names = dict.fromkeys(
        [*written.planned_techniques, *(n for session in written.plan for n in session.techniques)]
    )
    titles = {name: document.title for name, document in rules.techniques.items()}
    titles |= {name: document.title for name, document in rules.foreign.items()}
    planned = [titles.get(name, name.replace("-", " ")) for name in names]
    return ["" if leaks(title, rule_words(rules)) else title.lower() for title in planned]


def texts_are_told(found: Evaluation) -> bool:
    """Whether every text of the formulation can be shown: none names an area."""
    written = found.run.inventory.formulation
    if written is None:
        return False
    texts = [written.onset_link, written.reason_for_choice, written.statement, *written.goals]
    return not any(leaks(text) for text in texts if not isinstance(text, t.Absence))

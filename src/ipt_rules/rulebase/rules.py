"""Rule, technique and profile documents to rules: all knowledge ends up in the one form."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_rules import terms as t
from ipt_rules.rulebase.conditions import read_examples, read_patterns
from ipt_rules.rulebase.consequences import check_because, read_conclusion
from ipt_rules.rulebase.files import (
    ProfileDocument,
    RuleDocument,
    TaskDocument,
    TechniqueDocument,
)
from ipt_rules.rulebase.language import (
    AssignsTask,
    NumberTest,
    Pattern,
    Review,
    Rule,
    SuggestsTechnique,
    WordTest,
)
from ipt_rules.rulebase.reader import Reader

STRATUM_OF = {
    "safety": t.Stratum.SAFETY,
    "suitability": t.Stratum.SAFETY,
    "areas": t.Stratum.AREAS,
    "focus": t.Stratum.FOCUS,
    "formulation": t.Stratum.FORMULATION,
}
"""The stratum of the rules in each folder, unless a rule names another."""


def read_rule(reader: Reader, name: str, document: RuleDocument) -> Rule | None:
    """A rule file as a rule; its path is its name."""
    folder, *below = name.split("/")
    stratum = document.stratum or STRATUM_OF[folder]
    if folder == "areas":
        reader.known((), below[0], [area.value for area in t.ProblemArea], "the folder of an area")
    patterns = read_patterns(reader, document.when, document.presumes, stratum)
    sound = not reader.problems
    then = read_conclusion(reader, document.then, patterns, stratum)
    examples, review = read_examples(reader, document.examples), _review(reader, document)
    if sound:  # or else a sentence may name a pattern that could not be read
        check_because(reader, document.because, patterns)
    if reader.problems or then is None:
        return None
    return Rule(
        id=name,
        title=document.title,
        stratum=stratum,
        when=patterns,
        then=then,
        because=document.because,
        rationale=document.rationale.strip(),
        sources=document.sources,
        examples=examples,
        defaults=tuple(sorted(document.defaults)),
        status=document.status,
        review=review,
        replaced_by=document.replaced_by,
        implements=document.implements,
    )


def technique_rule(
    reader: Reader, name: str, technique: str, document: TechniqueDocument
) -> Rule | None:
    """The rule that suggests a technique: its phases, its areas, and what its file adds.

    A technique without phases and without `suggest_when` is known by name and never suggested.
    """
    what = "named patterns, such as `exchange: {fact: course}`"
    when = dict(reader.mapping(("suggest_when",), document.suggest_when, what))
    if not document.phases and not when:
        return None
    for alias, own_list in (("phase", "phases"), ("focus", "areas")):
        if alias in when:
            reader.say(("suggest_when", alias), f"{alias} is set by the file's own {own_list}")
    own: dict[str, object] = {}
    if document.phases:
        phase = {"phase": {"in": [p.value for p in document.phases]}}
        # A match takes a different fact for each pattern, and there is one fact about the course:
        # a file that says more about it gets the phase added to its own pattern.
        on_course = [
            alias
            for alias, spec in when.items()
            if isinstance(spec, dict) and spec.get("fact") == "course"
        ]
        for alias in on_course:
            when[alias] = {**when[alias], **phase}
        if not on_course:
            own["phase"] = {"fact": "course", **phase}
    if document.areas:
        own["focus"] = {"fact": "focus", "area": {"in": [a.value for a in document.areas]}}
    patterns = read_patterns(reader, {**own, **when}, {}, t.Stratum.PLAN, "suggest_when")
    sound = not reader.problems
    examples, review = read_examples(reader, document.examples), _review(reader, document)
    if sound:
        check_because(reader, document.because, patterns)
    if reader.problems:
        return None
    return Rule(
        id=name,
        title=document.title,
        stratum=t.Stratum.PLAN,
        when=patterns,
        then=SuggestsTechnique(technique),
        because=document.because,
        rationale=document.rationale.strip(),
        sources=document.sources,
        examples=examples,
        status=document.status,
        review=review,
        replaced_by=document.replaced_by,
        implements=document.implements,
    )


def profile_rules(
    reader: Reader, name: str, profile: str, document: ProfileDocument
) -> Iterator[Rule]:
    """One rule for each task of a profile."""
    if document.initial_sessions + document.ending_sessions > document.sessions:
        reader.say(("sessions",), "fewer than the initial and the ending phase take together")
    seen: set[str] = set()
    for number, task in enumerate(document.tasks):
        if task.task in seen:
            reader.say(("tasks", number, "task"), f"{task.task!r} stands twice in this profile")
        seen.add(task.task)
        begin = task.from_session is not None, task.from_sessions_left is not None
        if begin.count(True) != 1:
            reader.say(("tasks", number), "give either from_session or from_sessions_left")
            continue
        yield Rule(
            id=f"{name}#{task.task}",
            title=task.title,
            stratum=t.Stratum.PLAN,
            when=(_task_pattern(profile, task),),
            then=AssignsTask(
                task=task.task,
                title=task.title,
                due_session=task.due_session or task.from_session,
                due_sessions_left=(
                    task.from_sessions_left
                    if task.due_sessions_left is None
                    else task.due_sessions_left
                ),
                every_session=task.every_session,
                safety=task.safety,
            ),
            because=task.because,
            rationale=document.rationale.strip(),
            sources=task.sources,
            status=document.status,
            implements=document.implements,
        )


def _task_pattern(profile: str, task: TaskDocument) -> Pattern:
    begins = (
        NumberTest("session_no", task.from_session, None)
        if task.from_session is not None
        else NumberTest("sessions_left", None, task.from_sessions_left)
    )
    return Pattern("course", "course", (WordTest("profile", frozenset({profile})), begins))


def _review(reader: Reader, document: RuleDocument | TechniqueDocument) -> Review | None:
    signed = document.reviewed_by is not None and document.reviewed_on is not None
    if document.status is t.RuleStatus.REVIEWED and not signed:
        reader.say(("status",), "a reviewed rule names who reviewed it and when")
    if document.status is t.RuleStatus.RETIRED and document.replaced_by is None:
        reader.say(("status",), "a retired rule names the one that replaces it, in replaced_by")
    if document.reviewed_by is None or document.reviewed_on is None:
        return None
    return Review(document.reviewed_by, document.reviewed_on)

"""Technique documents to rules, and those rules with nothing but their time, or all but it."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ipt_rules import terms as t
from ipt_rules.facts import TIME, UNDER_WAY_NONE
from ipt_rules.rulebase.conditions import read_patterns
from ipt_rules.rulebase.consequences import check_because
from ipt_rules.rulebase.examples import read_examples
from ipt_rules.rulebase.files import TechniqueDocument
from ipt_rules.rulebase.language import (
    NumberTest,
    Pattern,
    Rule,
    SuggestsTechnique,
    Test,
    single_tests,
)
from ipt_rules.rulebase.reader import Reader
from ipt_rules.rulebase.rules import read_review

_OWN = {"phase": "phases", "focus": "areas", "budget": "sessions_needed"}
"""The patterns that a file gets by itself, and what of the file they are made from."""

_ON_COURSE = {"phase": "phases", "sessions_left": "sessions_needed"}
"""The same for the fields of the course, of which there is one fact only."""


def technique_rule(
    reader: Reader, name: str, technique: str, document: TechniqueDocument
) -> Rule | None:
    """The rule that suggests a technique: its phases, its areas, its budget, what its file adds.

    A technique without phases and without `suggest_when` is known by name and never suggested.
    """
    what = "named patterns, such as `exchange: {fact: course}`"
    when = dict(reader.mapping(("suggest_when",), document.suggest_when, what))
    _check_budget(reader, document)
    if not document.phases and not when:
        return None
    for alias, key in _OWN.items():
        if alias in when:
            reader.say(("suggest_when", alias), f"{alias} is set by the file's own {key}")
    for alias, spec in when.items():
        if isinstance(spec, dict) and spec.get("fact") == "budget":
            message = "the budget is set by the file's own sessions_needed"
            reader.say(("suggest_when", alias, "fact"), message)
    own = _own_patterns(reader, technique, document, when)
    patterns = read_patterns(reader, {**own, **when}, {}, t.Stratum.PLAN, "suggest_when")
    sound = not reader.problems
    examples, review = read_examples(reader, document.examples), read_review(reader, document)
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
        defaults=tuple(sorted(document.defaults)),
        status=document.status,
        review=review,
        replaced_by=document.replaced_by,
        implements=document.implements,
    )


def _check_budget(reader: Reader, document: TechniqueDocument) -> None:
    if document.sessions_needed is not None and document.safety:
        reader.say(("sessions_needed",), "a technique of safety never runs out of time")
    if document.sessions_needed is None and document.needed_each_time:
        reader.say(("needed_each_time",), "say how many, in sessions_needed")
    for key in document.defaults:
        reader.known(("defaults", key), key, ("sessions_needed",), "a number of a technique")


def _own_patterns(
    reader: Reader, technique: str, document: TechniqueDocument, when: dict[str, Any]
) -> dict[str, object]:
    """The patterns made from phases, areas and budget; what is on the course joins its pattern."""
    own: dict[str, object] = {}
    needed, each_time = document.sessions_needed, document.needed_each_time
    time: dict[str, object] = {}
    if document.phases:
        time["phase"] = {"in": [p.value for p in document.phases]}
    if needed is not None and each_time:
        time["sessions_left"] = {"at_least": needed}
    if time:
        # A match takes a different fact for each pattern, and there is one fact about the course:
        # a file that says more about it gets phase and sessions added to its own pattern.
        on_course = [
            alias
            for alias, spec in when.items()
            if isinstance(spec, dict) and spec.get("fact") == "course"
        ]
        for alias in on_course:
            for field in when[alias].keys() & time.keys():
                message = f"{field} is set by the file's own {_ON_COURSE[field]}"
                reader.say(("suggest_when", alias, field), message)
            when[alias] = {**when[alias], **time}
        if len(on_course) > 1:
            reader.say(("suggest_when", on_course[1]), "there is one fact about the course")
        if not on_course:
            own["phase"] = {"fact": "course", **time}
    if document.areas:
        own["focus"] = {"fact": "focus", "area": {"in": [a.value for a in document.areas]}}
    if needed is not None and not each_time:
        enough = {"under_way": UNDER_WAY_NONE, "sessions_left": {"at_least": needed}}
        own["budget"] = {"fact": "budget", "any": [enough, {"under_way": technique}]}
    return own


# --- time and everything else --------------------------------------------------------------------


def all_but_time(rule: Rule) -> Rule:
    """The rule as it would read if it were always the right time."""
    kept = (
        evolve(pattern, tests=tuple(x for x in pattern.tests if not _on_time(pattern, x)))
        for pattern in rule.when
        if pattern.kind != "budget"
    )
    return evolve(rule, when=tuple(kept))


def nothing_but_time(rule: Rule) -> Rule:
    """What the rule asks of the time alone; without a pattern where it asks nothing of it."""
    kept = (
        evolve(pattern, tests=tuple(x for x in pattern.tests if _on_time(pattern, x)))
        for pattern in rule.when
        if any(_on_time(pattern, test) for test in pattern.tests)
    )
    return evolve(rule, when=tuple(kept))


def sessions_asked_for(rule: Rule) -> int | None:
    """How many sessions have to be left for the rule to hold, if it asks for any."""
    lows = [
        part.low
        for pattern in rule.when
        for test in pattern.tests
        for part in single_tests(test)
        if isinstance(part, NumberTest) and part.field == "sessions_left" and part.low is not None
    ]
    return int(max(lows)) if lows else None


def _on_time(pattern: Pattern, test: Test) -> bool:
    """Whether a test asks when it is; a choice between time and something else does as well."""
    if pattern.kind == "budget":
        return True
    return pattern.kind == "course" and any(part.field in TIME for part in single_tests(test))

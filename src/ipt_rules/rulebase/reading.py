"""A rule said in plain language, made from its logic alone.

Prose written by hand can say one thing while the logic does another; this cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.facts import vocabulary
from ipt_rules.rulebase import language as r

_STRENGTHS = {
    t.Strength.STRONG: "strongly",
    t.Strength.MODERATE: "moderately",
    t.Strength.WEAK: "weakly",
}


@frozen
class Reading:
    """What a rule says: when it holds, what follows, and what it asks while something is open."""

    conditions: tuple[str, ...]
    conclusion: str
    asks: tuple[str, ...]

    def __str__(self) -> str:
        many = len(self.conditions) > 1
        head = "It holds when all of these do, each on a record of its own:" if many else (
            "It holds when this does:"
        )  # fmt: skip
        lines = [head, *(f"  - {line}" for line in self.conditions), f"Then {self.conclusion}"]
        if self.asks:
            lines += ["While these are open it stays open, and asks:"]
            lines += [f"  - {question}" for question in self.asks]
        return "\n".join(lines)


def reading(rule: r.Rule) -> Reading:
    """Say a rule aloud.

    >>> from ipt_rules import load_rules
    >>> print(reading(load_rules()["areas/role_transition/no-change-recorded"]).conclusion)
    role transition is excluded.
    """
    return Reading(
        tuple(condition(pattern) for pattern in rule.when),
        conclusion(rule.then),
        tuple(dict.fromkeys(_questions(rule))),
    )


def condition(pattern: r.Pattern) -> str:
    """One pattern of a rule: a record, and what has to be true of it."""
    kind = vocabulary()[pattern.kind]
    said = "; and ".join(say_test(test, pattern.kind) for test in pattern.tests)
    taken = "; ".join(say_test(test, pattern.kind) for test in pattern.presumes)
    text = f"{pattern.alias.replace('_', ' ')}: {kind.meaning}"
    text += f", where {said}" if said else ""
    return f"{text}. Presumed while unknown, one strength lower: {taken}" if taken else text


def say_test(test: r.Test, kind: str) -> str:
    """One test of a field, in words."""
    match test:
        case r.WordTest(field, allowed):
            return f"{_label(field)} is {_or(_in_order(allowed, kind, field))}"
        case r.NumberTest(field, low, high):
            return f"{_label(field)} is {_range(low, high)}{_unit(kind, field)}"
        case r.JoinTest(field, alias, other):
            return f"{_label(field)} is the same as {_label(other)} of {alias.replace('_', ' ')}"
        case r.AnyTest(alternatives):
            return "either " + ", or ".join(
                " and ".join(say_test(part, kind) for part in parts) for parts in alternatives
            )
    raise TypeError(test)


def _in_order(words: Iterable[str], kind: str, field: str) -> list[str]:
    """Words in the order in which the vocabulary lists them."""
    listed = vocabulary()[kind].fields[field].values
    found = set(words)
    return [*(word for word in listed if word in found), *sorted(found - set(listed))]


def _range(low: float | None, high: float | None) -> str:
    if low is not None and low == high:
        return f"exactly {low:g}"
    ends = [f"at least {low:g}"] if low is not None else []
    ends += [f"at most {high:g}"] if high is not None else []
    return " and ".join(ends) or "any number"


def _unit(kind: str, field: str) -> str:
    unit = vocabulary()[kind].fields[field].unit
    return f" ({unit})" if unit else ""


def conclusion(then: r.Conclusion) -> str:
    """What follows, as the rest of a sentence that begins with "then"."""
    match then:
        case r.ArguesFor(area, strength):
            return f"it argues {_STRENGTHS[strength]} for {area.label}."
        case r.ArguesAgainst(area, strength):
            return f"it argues {_STRENGTHS[strength]} against {area.label}."
        case r.Excludes(area):
            return f"{area.label} is excluded."
        case r.RaisesAlert(level, action, holds):
            held = f" It holds back: {', '.join(_label(name) for name in holds)}." if holds else ""
            return f"an alert is raised ({level.label}): {action}{held}"
        case r.SaysSuitability(fit, action):
            return f"a remark on suitability is made ({fit.label}): {action}"
        case r.Finds(finding):
            return f"the finding {_label(finding)!r} is noted for later rules."
        case r.AssignsTask():
            return f"the task {then.title!r} comes up{_due(then)}."
        case r.SuggestsTechnique(technique):
            return f"the technique {_label(technique)!r} is suggested, unless something holds it."
        case r.HoldsTechniques(techniques, action):
            return f"these techniques wait: {', '.join(map(_label, techniques))}. {action}"
        case r.RaisesIssue(severity, action, expected, question):
            said = f"Expected: {expected} To do: {action} To ask in supervision: {question}"
            return f"an issue is raised in the formulation ({severity.label}). {said}"
        case r.JudgesFocus(verdict, action, question):
            said = f"To do: {action} To ask in supervision: {question}"
            return f"the chosen area is said to be {verdict.label}. {said}"
        case r.Asks(alias, field):
            return f"{_label(field)} of {_label(alias)} is asked for while it is unknown."
        case r.ConcludesOutcome(outcome):
            return f"the proposal ends: {outcome.label}."


def _due(then: r.AssignsTask) -> str:
    if then.every_session:
        return ", in every session"
    if then.due_session is not None:
        return f" and is due by session {then.due_session}"
    left = then.due_sessions_left
    return f" and is due with {left} {'session' if left == 1 else 'sessions'} left"


def _questions(rule: r.Rule) -> Iterator[str]:
    for pattern in rule.when:
        fields = vocabulary()[pattern.kind].fields
        for test in (*pattern.tests, *pattern.presumes):
            for name in (part.field for part in r.single_tests(test)):
                question = fields[name].question
                if question.endswith("?"):
                    text = question.replace("{person}", "this person")
                    yield text.replace("{event}", "this event")


def _label(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def _or(words: list[str]) -> str:
    said = [_label(word) for word in words]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} or {said[-1]}"

"""Plain data to the conclusion of a rule."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ipt_rules import terms as t
from ipt_rules.documents.refusals import shown
from ipt_rules.exceptions import Path
from ipt_rules.facts import vocabulary
from ipt_rules.rulebase import language as r
from ipt_rules.rulebase.reader import Reader

E = TypeVar("E", bound=enum.StrEnum)

_STRATA = t.Stratum
_ALLOWED_IN: Mapping[str, tuple[t.Stratum, ...]] = {
    "argues_for": (_STRATA.AREAS,),
    "argues_against": (_STRATA.AREAS,),
    "excludes": (_STRATA.AREAS, _STRATA.FOCUS),
    "alert": (_STRATA.SAFETY, _STRATA.PLAN),
    "suitability": (_STRATA.SAFETY, _STRATA.PLAN),
    "finding": (_STRATA.SAFETY, _STRATA.AREAS),
    "outcome": (_STRATA.FOCUS,),
    "hold": (_STRATA.SAFETY, _STRATA.AREAS, _STRATA.PLAN),
    "issue": (_STRATA.FORMULATION,),
    "verdict": (_STRATA.FORMULATION,),
    "ask": tuple(_STRATA),
}
_EXTRAS = {
    "argues_for": ("strength",),
    "argues_against": ("strength",),
    "alert": ("action", "holds", "urgent"),
    "suitability": ("action",),
    "hold": ("action",),
    "issue": ("expected", "action", "question"),
    "verdict": ("action", "question"),
}
_CALLED: Mapping[type[enum.StrEnum], str] = {
    t.ProblemArea: "a problem area",
    t.Strength: "a strength",
    t.AlertLevel: "a level of alert",
    t.Suitability: "a remark on suitability",
    t.Severity: "a severity",
    t.Outcome: "an outcome",
    t.FocusVerdict: "a verdict on a chosen area",
}
_NOT_PRESUMED = ("excludes", "outcome", "finding", "issue", "verdict")


def read_conclusion(
    reader: Reader, then: Any, patterns: tuple[r.Pattern, ...], stratum: t.Stratum
) -> r.Conclusion | None:
    """The conclusion of a rule, or nothing when something is wrong with it."""
    spec = reader.mapping(("then",), then, "one conclusion, such as `argues_for: grief`")
    named = [key for key in spec if key in _ALLOWED_IN]
    if not isinstance(then, Mapping):
        return None
    if len(named) != 1:
        reader.say(("then",), f"expected exactly one of {', '.join(_ALLOWED_IN)}")
        return None
    (name,) = named
    for key in spec:
        if key != name:
            reader.known(("then", key), key, _EXTRAS.get(name, ()), f"a part of {name}")
    holds = spec.get("holds")
    if isinstance(holds, list) and "focus" in holds and stratum is not t.Stratum.SAFETY:
        reader.say(("then", "holds"), "only an alert of the safety stratum can hold the focus")
    if stratum not in _ALLOWED_IN[name]:
        reader.say(("then", name), f"a rule of the {stratum} stratum cannot conclude this")
        return None
    if name in _NOT_PRESUMED and any(pattern.presumes for pattern in patterns):
        reader.say(("presumes",), f"{name} cannot rest on what is presumed")
    return _READERS[name](_Then(reader, spec, patterns))


class _Then:
    """The parts of a conclusion, read one at a time."""

    def __init__(
        self, reader: Reader, spec: Mapping[str, Any], patterns: tuple[r.Pattern, ...]
    ) -> None:
        self.reader, self.spec, self.patterns = reader, spec, patterns

    def word(self, key: str, term: type[E]) -> E | None:
        path: Path = ("then", key) if key in self.spec else ("then",)
        if key not in self.spec:
            self.reader.say(path, f"{key} is missing")
            return None
        found = self.reader.known(path, self.spec[key], [m.value for m in term], _CALLED[term])
        return term(self.spec[key]) if found else None

    def text(self, key: str) -> str | None:
        value = self.spec.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.reader.say(("then",), f"{key} is missing or not text")
        return None

    def names(self, key: str) -> tuple[str, ...] | None:
        value = self.spec.get(key, [])
        if isinstance(value, list) and all(isinstance(name, str) for name in value):
            return tuple(value)
        self.reader.say(("then", key), "expected a list of names")
        return None


def _argues(make: Callable[[t.ProblemArea, t.Strength], r.Conclusion], key: str) -> Any:
    def read(then: _Then) -> r.Conclusion | None:
        area, strength = then.word(key, t.ProblemArea), then.word("strength", t.Strength)
        return None if area is None or strength is None else make(area, strength)

    return read


def _excludes(then: _Then) -> r.Conclusion | None:
    area = then.word("excludes", t.ProblemArea)
    return None if area is None else r.Excludes(area)


def _alert(then: _Then) -> r.Conclusion | None:
    level, action, holds = (
        then.word("alert", t.AlertLevel),
        then.text("action"),
        then.names("holds"),
    )
    urgent = then.spec.get("urgent", False)
    if not isinstance(urgent, bool):
        then.reader.say(("then", "urgent"), "expected true or false")
        return None
    if level is None or action is None or holds is None:
        return None
    return r.RaisesAlert(level, action, holds, urgent)


def _suitability(then: _Then) -> r.Conclusion | None:
    fit, action = then.word("suitability", t.Suitability), then.text("action")
    return None if fit is None or action is None else r.SaysSuitability(fit, action)


def _finding(then: _Then) -> r.Conclusion | None:
    finding = then.text("finding")
    return None if finding is None else r.Finds(finding)


def _hold(then: _Then) -> r.Conclusion | None:
    techniques, action = then.names("hold"), then.text("action")
    if techniques == ():
        then.reader.say(("then", "hold"), "expected at least one technique")
    if not techniques or action is None:
        return None
    return r.HoldsTechniques(techniques, action)


def _issue(then: _Then) -> r.Conclusion | None:
    severity = then.word("issue", t.Severity)
    expected, action, question = map(then.text, ("expected", "action", "question"))
    if severity is None or expected is None or action is None or question is None:
        return None
    return r.RaisesIssue(severity, action, expected, question)


def _verdict(then: _Then) -> r.Conclusion | None:
    verdict, action = then.word("verdict", t.FocusVerdict), then.text("action")
    question = then.text("question")
    if sum(pattern.kind == "formulation_area" for pattern in then.patterns) != 1:
        then.reader.say(("then", "verdict"), "expected one pattern of the kind formulation_area")
        return None
    if verdict is None or action is None or question is None:
        return None
    return r.JudgesFocus(verdict, action, question)


def _outcome(then: _Then) -> r.Conclusion | None:
    outcome = then.word("outcome", t.Outcome)
    return None if outcome is None else r.ConcludesOutcome(outcome)


def _ask(then: _Then) -> r.Conclusion | None:
    target = then.spec["ask"]
    alias, _, field = target.partition(".") if isinstance(target, str) else ("", "", "")
    kinds = {pattern.alias: pattern.kind for pattern in then.patterns}
    if not then.reader.known(("then", "ask"), alias, kinds, "a pattern of this rule"):
        return None
    fields = vocabulary()[kinds[alias]].fields
    if not then.reader.known(("then", "ask"), field, fields, f"a field of {kinds[alias]}"):
        return None
    return r.Asks(alias, field)


_READERS: Mapping[str, Callable[[_Then], r.Conclusion | None]] = {
    "argues_for": _argues(r.ArguesFor, "argues_for"),
    "argues_against": _argues(r.ArguesAgainst, "argues_against"),
    "excludes": _excludes,
    "alert": _alert,
    "suitability": _suitability,
    "finding": _finding,
    "hold": _hold,
    "issue": _issue,
    "verdict": _verdict,
    "outcome": _outcome,
    "ask": _ask,
}


def check_because(
    reader: Reader,
    because: str,
    patterns: tuple[r.Pattern, ...],
    path: Path = ("because",),
) -> None:
    """Say which placeholders of a sentence have nothing to be filled from."""
    kinds = {pattern.alias: pattern.kind for pattern in patterns}
    for alias, field in r.placeholders(because):
        if reader.known(path, alias, kinds, "a pattern of this rule"):
            known = vocabulary()[kinds[alias]].fields
            reader.known(path, field, known, f"a field of {kinds[alias]}")
    if "{" in r.PLACEHOLDER.sub("", because) or "}" in r.PLACEHOLDER.sub("", because):
        reader.say(path, f"a stray brace in {shown(because)}; write {{alias.field}}")

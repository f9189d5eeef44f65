"""How an inventory and a call fit a rule base: what only the three together can tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ipt_rules import terms as t
from ipt_rules.exceptions import DocumentError, Problem
from ipt_rules.facts import Scale
from ipt_rules.model import Inventory, Measure
from ipt_rules.rulebase import RuleBase
from ipt_rules.rulebase.reader import unknown_word

_NO_SESSION_ZERO = (
    "session 0 is a meeting before the first session, and this course has none; start with 1"
)


def check_call(
    inventory: Inventory, rules: RuleBase, session: int | None, as_of: dt.date | None
) -> None:
    """What only the rule base and the call can tell: all of it at once."""
    problems = [
        Problem("<inventory>", None, None, path, message)
        for path, message in fit_problems(inventory, rules)
    ]
    if session is not None and (type(session) is not int or not 0 <= session <= 60):
        message = f"expected a whole number from 0 to 60, got {session}"
        problems.append(Problem("<call>", None, None, ("session",), message))
    profile = rules.profiles.get(str(inventory.case.profile))
    if session == 0 and (profile is None or profile.preparation is t.Preparation.NONE):
        problems.append(Problem("<call>", None, None, ("session",), _NO_SESSION_ZERO))
    if as_of is not None and type(as_of) is not dt.date:
        message = f"expected a date, got {as_of!r}"
        problems.append(Problem("<call>", None, None, ("as_of",), message))
    elif as_of is not None and as_of < inventory.latest_day:
        message = f"{as_of} lies before the inventory was recorded ({inventory.latest_day})"
        problems.append(Problem("<call>", None, None, ("as_of",), message))
    if problems:
        raise DocumentError(problems)


def fit_problems(inventory: Inventory, rules: RuleBase) -> list[tuple[tuple[str | int, ...], str]]:
    """Where an inventory does not fit a rule base: profiles it lacks, scores out of range."""
    found: list[tuple[tuple[str | int, ...], str]] = []
    profile = inventory.case.profile
    if not isinstance(profile, t.Absence) and profile not in rules.profiles:
        message = unknown_word(profile, sorted(rules.profiles), "a profile of this rule base")
        found.append((("case", "profile"), message))
    known_profile = rules.profiles.get(str(profile))
    has_zero = known_profile is None or known_profile.preparation is not t.Preparation.NONE
    for number, note in enumerate(inventory.sessions):
        if note.session_no == 0 and not has_zero:
            found.append((("sessions", number, "session_no"), _NO_SESSION_ZERO))
        for field, names, known, what in (
            ("tasks_done", note.tasks_done, list(rules.tasks), "a task of this rule base"),
            (
                "techniques",
                note.techniques,
                list(rules.techniques),
                "a technique of this rule base",
            ),
        ):
            found += [
                (("sessions", number, field, place), unknown_word(name, sorted(known), what))
                for place, name in enumerate(names)
                if name not in known and (field == "tasks_done" or rules.not_ipt(name) is None)
            ]
    for number, measure in enumerate(inventory.measures):
        scale = rules.scales.get(measure.instrument)
        if scale is not None:
            found += [
                (("measures", number, *path), message)
                for path, message in _score_problems(measure, scale)
            ]
    return found


def _score_problems(measure: Measure, scale: Scale) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Scores that the scale cannot give."""
    total = measure.total
    if not isinstance(total, t.Absence):
        if scale.scoring is t.Scoring.ANSWERS:
            yield ("total",), f"the answers of the {scale.title} are never summed; give its items"
        elif not scale.low <= total <= scale.high:
            yield ("total",), f"{scale.title} totals lie between {scale.low} and {scale.high}"
    for place, item in enumerate(measure.items):
        if item.item > scale.items:
            yield ("items", place, "item"), f"{scale.title} has {scale.items} items"
        elif not isinstance(item.points, t.Absence):
            high = scale.item_highs[item.item - 1]
            if item.points > high:
                which = (
                    "items score" if len(set(scale.item_highs)) == 1 else f"item {item.item} scores"
                )
                yield ("items", place, "points"), f"{scale.title} {which} 0 to {high}"

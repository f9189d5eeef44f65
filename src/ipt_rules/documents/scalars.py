"""Single values as documents spell them: numbers, text, words of the vocabulary, dates."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import re
from typing import Any

from ipt_rules.documents.refusals import Reason, Refused, expected, listed, refusal, shown
from ipt_rules.model.values import PartialDate
from ipt_rules.terms import AREA_ALIASES, ProblemArea

# Each takes a value and the type that was asked for, as cattrs calls its hooks.


def read_bool(value: Any, _: Any) -> bool:
    """Read `true` or `false`; `yes` is a word and 1 a number."""
    if type(value) is not bool:
        raise expected("true or false", value)
    return value


def read_int(value: Any, _: Any) -> int:
    """Read a whole number; 3.0 is not written as one."""
    if type(value) is not int:
        raise expected("a whole number", value)
    return value


def read_float(value: Any, _: Any) -> float:
    """Read a number, whole or not."""
    if type(value) not in (int, float):
        raise expected("a number", value)
    try:
        return float(value)
    except OverflowError:
        raise refusal("the number is too large") from None


def read_text_or_term(value: Any, hint: Any) -> Any:
    """Read text, or a word if the type is an enum of texts."""
    # cattrs dispatches on base classes first, so enums of texts arrive here too.
    return _text(value) if hint is str else read_term(value, hint)


def _text(value: Any) -> str:
    if type(value) is str:
        return value
    if type(value) in (int, float, bool):
        raise refusal(f"expected text, got {shown(value)}; put it in quotes if it is text")
    raise expected("text", value)


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_date(value: Any, _: Any) -> dt.date:
    """Read a full date."""
    if type(value) is not str or not _DAY.fullmatch(value):
        raise expected("a date like 2026-01-31", value)
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise refusal(f"{value} is no date: {error}") from None


def read_partial_date(value: Any, _: Any) -> PartialDate:
    """Read a date as far as it is known; a year needs no quotes."""
    text = str(value) if type(value) is int and 1000 <= value <= 9999 else value
    if type(text) is not str or len(text) > 20:
        raise expected("a date like 2025, 2025-03, 2025-03-14 or 2025-autumn", value)
    try:
        return PartialDate(text)
    except ValueError as error:
        raise refusal(str(error)) from None


def read_term(value: Any, hint: type[enum.Enum]) -> enum.Enum:
    """Read a word of a closed vocabulary."""
    members = _members(hint)
    if type(value) is str and value in members:
        return members[value]
    if hint is ProblemArea and value in AREA_ALIASES:
        return AREA_ALIASES[value]
    if type(value) is bool and {"yes", "no"} <= members.keys():
        raise refusal(f"{shown(value)} is not an answer here; write yes or no")
    raise not_among(tuple(members), value)


@functools.cache
def _members(hint: type[enum.Enum]) -> dict[str, enum.Enum]:
    return {member.value: member for member in hint}


def not_among(words: tuple[str, ...], value: object) -> Refused:
    """Refuse what is none of the words that may stand here."""
    if value is None:
        return refusal(f"empty; expected one of {listed(words)}")
    word = value if isinstance(value, str) else None
    return Refused(Reason(f"{shown(value)} is not one of {listed(words)}", (), word, words))

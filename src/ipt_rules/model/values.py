"""The building blocks of the inventory: absent answers, partial dates, what a field is about."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Annotated, Any, TypeAlias, TypeVar

import annotated_types as at
import attrs
from attrs import frozen

from ipt_rules.terms import Absence

T = TypeVar("T")

Maybe: TypeAlias = T | Absence
"""A value, or the reason why there is none. The default everywhere is `not_asked`."""

Text = Annotated[str, at.MinLen(1), at.MaxLen(2000)]
Label = Annotated[str, at.MinLen(1), at.MaxLen(60)]
Identifier = Annotated[str, at.MinLen(1), at.MaxLen(40)]
Level = Annotated[int, at.Ge(0), at.Le(4)]
Count = Annotated[int, at.Ge(0), at.Le(99)]
SessionNumber = Annotated[int, at.Ge(0), at.Le(60)]
"""Counted from 1; 0 is a meeting before the first session, where the course has one."""
SessionCount = Annotated[int, at.Ge(1), at.Le(60)]


@frozen
class Ref:
    """Marks a text as the id of another record; `to` names the lists it may come from."""

    to: tuple[str, ...]


PersonRef = Annotated[Identifier, Ref(("relationships",))]
EventRef = Annotated[Identifier, Ref(("events",))]
ProblemRef = Annotated[Identifier, Ref(("relationships", "events"))]


@frozen
class About:
    """What a field is for, readable at run time.

    `question` asks for it (`{person}` and `{event}` stand for the label of the record); `why` says
    what it decides; `source` is a key of `rules/sources.yaml`; `unit` is the unit, if any; `prefix`
    is how the fields of a nested record are spelled as facts.
    """

    question: str
    why: str
    source: str
    unit: str | None = None
    prefix: str | None = None


def answer(
    question: str,
    *,
    why: str,
    source: str,
    unit: str | None = None,
    prefix: str | None = None,
    default: Any = Absence.NOT_ASKED,
) -> Any:
    """Declare a field together with what it is about."""
    about = About(question, why, source, unit, prefix)
    return attrs.field(default=default, metadata={"about": about})


def about(record: type, name: str) -> About:
    """Say what a field of a record is about.

    >>> from ipt_rules.model import Case
    >>> about(Case, "age_years").unit
    'years'

    Raises `KeyError` for a name that is not a field with a question.
    """
    fields = {a.name: a.metadata.get("about") for a in attrs.fields(record)}
    found = fields[name]
    if found is None:
        raise KeyError(name)
    assert isinstance(found, About)
    return found


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-(spring|summer|autumn|winter))?")


@frozen
class PartialDate:
    """A date as far as it is known: `2025`, `2025-03`, `2025-03-14` or `2025-autumn`.

    It stands for every day it may mean, from `earliest` to `latest`. Seasons are northern ones and
    winter is named after the year its December falls in; elsewhere, write the month or the year.

    >>> PartialDate("2025-03").latest
    datetime.date(2025, 3, 31)
    >>> PartialDate("2025-winter").latest
    datetime.date(2026, 2, 28)

    Raises `ValueError` for anything else, or for years outside 1900 to 2100.
    """

    text: str
    earliest: dt.date = attrs.field(init=False, eq=False, repr=False)
    latest: dt.date = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        earliest, latest = _span(self.text)
        object.__setattr__(self, "earliest", earliest)
        object.__setattr__(self, "latest", latest)

    def __str__(self) -> str:
        return self.text


def _span(text: str) -> tuple[dt.date, dt.date]:
    match = _DATE.fullmatch(text) if text.isascii() else None
    if match is None:
        raise ValueError(
            f"expected a date like 2025, 2025-03, 2025-03-14 or 2025-autumn, got {text!r}"
        )
    year, month, day, season = match.groups()
    first_year = int(year)
    if not 1900 <= first_year <= 2100:
        raise ValueError(f"the year must lie between 1900 and 2100, got {year}")
    if day:
        exact = dt.date(first_year, int(month), int(day))
        return exact, exact
    if month:
        return dt.date(first_year, int(month), 1), _end_of_month(first_year, int(month))
    if season:
        start = _SEASONS[season]
        end_year, end = divmod(start + 1, 12)
        return dt.date(first_year, start, 1), _end_of_month(first_year + end_year, end + 1)
    return dt.date(first_year, 1, 1), dt.date(first_year, 12, 31)


def _end_of_month(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])

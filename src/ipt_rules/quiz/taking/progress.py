"""What is known of each item a learner has answered, as a file that holds no name."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

import annotated_types as at
from attrs import frozen

from ipt_rules.documents.source import place, read
from ipt_rules.documents.structure import structure
from ipt_rules.exceptions import DocumentError, Path
from ipt_rules.results import AsData

FORMAT = "ipt-rules/progress/1"
"""Name and version of the form in which progress is written."""

STATES: tuple[Literal["learning", "review", "relearning"], ...] = (
    "learning",
    "review",
    "relearning",
)
"""The states of a card, in the order of their numbers in fsrs."""

MAX_STABILITY = 1e9


@frozen
class Known:
    """What is known of one item: the card of fsrs as plain data, and the key it was asked with.

    `key` is a digest; with another key the card no longer counts. Times are in UTC.
    """

    quiz: str
    item: str
    key: Annotated[str, at.Len(64, 64)]
    missed: bool
    state: Literal["learning", "review", "relearning"]
    step: Annotated[int, at.Ge(0), at.Le(0)] | None
    stability: Annotated[float, at.Gt(0), at.Le(MAX_STABILITY)]
    difficulty: Annotated[float, at.Ge(1), at.Le(10)]
    due: str
    last_review: str

    @property
    def due_at(self) -> dt.datetime:
        """When the item is to be asked again."""
        return dt.datetime.fromisoformat(self.due)

    @property
    def reviewed_at(self) -> dt.datetime:
        """When the item was answered last."""
        return dt.datetime.fromisoformat(self.last_review)


@frozen
class Progress(AsData):
    """What is known of the items of any number of quizzes; whose it is stands nowhere in it."""

    format: Literal["ipt-rules/progress/1"] = "ipt-rules/progress/1"
    known: tuple[Known, ...] = ()


def load_progress(source: str | os.PathLike[str] | Mapping[str, Any]) -> Progress:
    """Read progress from a file, or from a mapping such as `Progress.to_dict` makes.

    >>> load_progress({"format": "ipt-rules/progress/1", "known": []})
    Progress(format='ipt-rules/progress/1', known=())

    Raises `DocumentError` that lists every problem at its place.
    """
    document = read(source)
    progress, found = structure(document.data, Progress)
    at_fault = {path for path, _ in found}
    found += [one for one in _inner_problems(document.data) if one[0] not in at_fault]
    if isinstance(document.data, Mapping) and "format" not in document.data:
        found.append((("format",), f"required field 'format' is missing; write {FORMAT}"))
    if found or progress is None:
        raise DocumentError(place(document, found))
    return progress


def _inner_problems(data: Any) -> Iterator[tuple[Path, str]]:
    """What fields do not show one by one: times, the step that goes with a state, repetition."""
    known = data.get("known") if isinstance(data, Mapping) else None
    seen: set[tuple[str, str]] = set()
    for number, one in enumerate(known if isinstance(known, list) else ()):
        if not isinstance(one, Mapping):
            continue
        here: Path = ("known", number)
        times = {}
        for name in ("due", "last_review"):
            if isinstance(one.get(name), str):
                times[name] = _time(one[name])
                if times[name] is None:
                    yield (*here, name), "expected a time such as 2026-01-05T09:00:00+00:00, in UTC"
        due, last = times.get("due"), times.get("last_review")
        if due is not None and last is not None and due <= last:
            yield (*here, "due"), "has to lie after last_review"
        if one.get("state") in STATES and (one["state"] == "review") != (one.get("step") is None):
            yield (*here, "step"), "an item has a step unless its state is review"
        quiz, item = one.get("quiz"), one.get("item")
        if isinstance(quiz, str) and isinstance(item, str):
            if (quiz, item) in seen:
                yield (*here, "item"), "is known already; keep one"
            seen.add((quiz, item))


def _time(text: str) -> dt.datetime | None:
    """A time in UTC in the form in which this library writes it, or nothing."""
    try:
        time = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    in_utc = time.tzinfo == dt.UTC and 1970 <= time.year < 3200
    return time if in_utc and time.isoformat() == text else None

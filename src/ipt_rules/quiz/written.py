"""A quiz as its trainer writes it: items with a case, a question, and perhaps options and a key."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import annotated_types as at
from attrs import field, frozen

from ipt_rules import terms as t
from ipt_rules.documents.source import Source, place, read
from ipt_rules.documents.structure import structure
from ipt_rules.exceptions import DocumentError, Path

Word = Annotated[str, at.MinLen(1), at.MaxLen(200)]
Answer = Annotated[str, at.MinLen(1), at.MaxLen(400)]
Text = Annotated[str, at.MinLen(1), at.MaxLen(4000)]
Told = Annotated[str, at.MaxLen(4000)]

MOST_OPTIONS = 12


@frozen
class WrittenOption:
    """An option by its technical word, with a text of the trainer's own, or one that comes with it.

    In a file a plain word stands for an option without a text of its own.
    """

    answer: Answer
    text: Text | None = None


@frozen
class WrittenItem:
    """An item as its file spells it.

    `case` is the name of a shipped case, a path beside the quiz, or an inventory written out;
    `changes` puts other answers into it. `formulation` is the name of a shipped sample, a path, or
    a formulation written out. `about` and `asks` narrow the question; what they may be depends on
    the kind. A `vignette` that is left out is the one of the case; an empty one shows none. `key`
    is what the trainer takes to be right: the rules have to agree.
    """

    id: Annotated[str, at.MinLen(1), at.MaxLen(80)]
    kind: t.QuizKind
    stem: Text | None = None
    case: Word | dict[str, Any] | None = None
    changes: dict[str, Any] = field(factory=dict)
    session: Annotated[int, at.Ge(0), at.Le(60)] | None = None
    formulation: Word | dict[str, Any] | None = None
    about: Word | None = None
    asks: Word | None = None
    vignette: Told | None = None
    choose: t.Choose | None = None
    options: Annotated[tuple[Answer | WrittenOption, ...], at.MaxLen(MOST_OPTIONS)] = ()
    key: Answer | Annotated[tuple[Answer, ...], at.MinLen(1)] | None = None
    comment: Told = ""
    tags: tuple[Word, ...] = ()

    @property
    def given(self) -> tuple[WrittenOption, ...]:
        """The options, each with its word."""
        return tuple(o if isinstance(o, WrittenOption) else WrittenOption(o) for o in self.options)

    @property
    def claimed(self) -> tuple[str, ...]:
        """What the trainer takes to be right; nothing where no key is claimed."""
        if self.key is None:
            return ()
        return (self.key,) if isinstance(self.key, str) else self.key


@frozen
class _Quiz:
    title: Word
    items: Annotated[tuple[WrittenItem, ...], at.MinLen(1)]
    about: Told = ""


@frozen
class WrittenQuiz:
    """A quiz before its keys are worked out, with the document that it came from."""

    title: str
    about: str
    items: tuple[WrittenItem, ...]
    source: Source = field(repr=False)


def read_quiz(source: str | os.PathLike[str] | Mapping[str, Any]) -> WrittenQuiz:
    """Read a quiz from a file or a mapping; no key is worked out yet.

    >>> item = {"id": "one", "kind": "focus", "case": "lena-renegotiation"}
    >>> read_quiz({"title": "One question", "items": [item]}).items[0].kind
    <QuizKind.FOCUS: 'focus'>

    Raises `DocumentError` that lists every problem with file, line and column.
    """
    document = read(source)
    made, found = structure(document.data, _Quiz)
    found += list(_twice(document.data))
    if made is None or found:
        raise DocumentError(place(document, found))
    return WrittenQuiz(made.title, made.about.strip(), made.items, document)


def _twice(data: Any) -> Iterator[tuple[Path, str]]:
    """Ids that stand at two items, also where something else is wrong with them."""
    items = data.get("items") if isinstance(data, dict) else None
    seen: dict[str, int] = {}
    for number, item in enumerate(items if isinstance(items, list) else []):
        name = item.get("id") if isinstance(item, dict) else None
        if isinstance(name, str):
            if name.casefold() in seen:
                first = seen[name.casefold()]
                message = f"{name!r} is the id of items[{first}] already"
                yield ("items", number, "id"), f"{message}; capital letters make no difference"
            seen.setdefault(name.casefold(), number)

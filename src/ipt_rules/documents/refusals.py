"""Why a value of a document was refused: reasons first, sentences last."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

import attrs

from ipt_rules.documents.plain import short
from ipt_rules.documents.source import Key
from ipt_rules.exceptions import Path


@attrs.frozen
class Reason:
    """One reason: a message and, if a word was wrong, the words it could have been.

    `otherwise` ends the sentence when none of these words is near.
    """

    message: str
    path: Path = ()
    word: str | None = None
    among: tuple[str, ...] = ()
    otherwise: str = ""

    def sentence(self, *, suggest: bool = True) -> str:
        """Word the reason; a suggestion takes time, so it can be left out."""
        near = nearest(self.word, self.among) if suggest and self.word else None
        return f"{self.message}; did you mean '{near}'?" if near else self.message + self.otherwise


class Refused(Exception):
    """A value cannot be read, for one or more reasons."""

    def __init__(self, *reasons: Reason) -> None:
        self.reasons = reasons
        super().__init__(*reasons)


def refusal(message: str) -> Refused:
    """Refuse a value for a single reason."""
    return Refused(Reason(message))


def expected(kind: str, value: object) -> Refused:
    """Refuse a value of the wrong kind."""
    if value is None:
        return refusal(f"empty; expected {kind}")
    return refusal(f"expected {kind}, got {shown(value)}")


def reasons_of(error: BaseException, path: Path) -> Iterator[Reason]:
    """Flatten what cattrs and its hooks raised, each reason with its whole path."""
    from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError

    if isinstance(error, Refused):
        for reason in error.reasons:
            yield attrs.evolve(reason, path=path + reason.path)
    elif isinstance(error, ClassValidationError):
        of_fields, of_the_whole = error.group_exceptions()
        for inner, note in of_fields:
            here = (*path, note.name)
            if isinstance(inner, KeyError):
                yield Reason(f"required field '{note.name}' is missing", here)
            else:
                yield from reasons_of(inner, here)
        for inner in of_the_whole:
            yield from reasons_of(inner, path)
    elif isinstance(error, ForbiddenExtraKeysError):
        known = tuple(field.name for field in attrs.fields(error.cl) if field.init)
        for key in sorted(error.extra_fields):
            yield unknown_field(path, key, known)
    elif isinstance(error, ValueError | TypeError):  # a validator of the class
        yield Reason(str(error)[:100], path)
    else:
        raise error


def unknown_field(path: Path, key: str, known: tuple[str, ...]) -> Reason:
    """A mapping has a field that its class does not know."""
    here = (*path, Key(key))
    return Reason("unknown field", here, key, known, f"; known fields: {listed(known)}")


EVERYDAY = {
    "depression": "depression_unspecified",
    "major_depression": "mdd_single",
    "mdd": "mdd_single",
    "dysthymia": "pdd_dysthymia",
    "wife": "partner",
    "husband": "partner",
    "spouse": "partner",
    "boyfriend": "partner",
    "girlfriend": "partner",
    "mother": "parent",
    "father": "parent",
    "stepmother": "step_parent",
    "stepfather": "step_parent",
    "son": "child",
    "daughter": "child",
    "brother": "sibling",
    "sister": "sibling",
    "boss": "employer",
    "passive": "wish_to_be_dead",
    "death": "bereavement",
}
"""Words people write first, and the one they mean: likeness alone would guess another."""


def nearest(word: str, among: Iterable[str]) -> str | None:
    """Find the word that was probably meant, if any is near.

    >>> nearest("Very close", ["close", "very_close"])
    'very_close'
    >>> nearest("wife", ["child", "partner", "friend"])
    'partner'
    """
    if len(word) > 60:
        return None
    plain = word.strip().lower().replace(" ", "_").replace("-", "_")
    among = list(among)
    meant = EVERYDAY.get(plain)
    if meant in among:
        return meant
    return next(iter(difflib.get_close_matches(plain, among, 1)), None)


def listed(words: Iterable[str]) -> str:
    """List words, the first twelve if there are more."""
    words = list(words)
    return ", ".join(words[:12]) + (", …" if len(words) > 12 else "")


def shown(value: object) -> str:
    """Show a value as documents spell it, in a few characters."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return short(value)
    if isinstance(value, int) and value.bit_length() > 64:
        return "a very large number"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else "something else"

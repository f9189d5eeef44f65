"""A field of a fact that is worked out, not read from one answer."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from ipt_rules.terms import Term


@frozen
class Derived:
    """A derived field of a fact; `question` says what it means where no question asks for it."""

    name: str
    type: Literal["word", "number", "reference", "text"]
    question: str
    values: tuple[str, ...] = ()
    why: str = ""
    source: str = "design"
    unit: str | None = None


def words_of(term: type[Term]) -> tuple[str, ...]:
    """The words of an enum.

    >>> from ipt_rules.terms import Coverage
    >>> words_of(Coverage)
    ('complete', 'partial')
    """
    return tuple(member.value for member in term)


YES_NO = ("yes", "no")

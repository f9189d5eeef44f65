"""A word of the vocabulary, and the words for answers."""

from __future__ import annotations

import enum


class Term(enum.StrEnum):
    """A word of the vocabulary; its value is how documents and results spell it."""

    @property
    def label(self) -> str:
        """The word as a person reads it.

        >>> Absence.NOT_ASKED.label
        'not asked'
        """
        return self.value.replace("_", " ")


class Absence(Term):
    """Why a value is missing. None of these means no."""

    NOT_ASKED = "not_asked"
    DECLINED = "declined"
    UNKNOWN_TO_PATIENT = "unknown_to_patient"


class Answer(Term):
    """A plain answer."""

    YES = "yes"
    NO = "no"


class Concern(Term):
    """An answer about safety: a suspicion is neither yes nor no."""

    YES = "yes"
    SUSPECTED = "suspected"
    NO = "no"


class Coverage(Term):
    """How far a domain of the inventory was asked about."""

    COMPLETE = "complete"
    PARTIAL = "partial"

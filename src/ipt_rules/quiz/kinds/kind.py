"""What every kind of item can do: judge any answer, and offer options where none are written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

from attrs import evolve, frozen

from ipt_rules import terms as t
from ipt_rules.exceptions import IptRulesError
from ipt_rules.quiz.scene import NO_CASE, Found, Scene
from ipt_rules.quiz.values import Reason
from ipt_rules.rulebase.files import TechniqueDocument
from ipt_rules.rulebase.reader import unknown_word


@frozen
class Judged:
    """What the rules make of one answer.

    `text` is what a learner reads as the option; `acts` is what it asks to be done, kept for the
    feedback where a trainer puts other words in its place. `rules` are all rules that carry it,
    where they are more than the reasons shown; `facts` are the answers on record (`record.field`)
    that they needed, or, where the answer is knowledge of a rule alone, its conditions.
    """

    text: str
    credit: float
    says: str
    reasons: tuple[Reason, ...] = ()
    facts: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    acts: str = ""

    def in_words_of(self, trainer: str | None) -> Judged:
        """The same under a text of the trainer's own; what is to be done is still said."""
        if trainer is None:
            return self
        return evolve(self, text=trainer, says=f"{self.says} {self.acts}".strip())


@frozen
class Kind:
    """A kind of item.

    `asks` says what it asks, `answers` what an option may be, `needs` which fields narrow it. All
    functions take the scene of an item: `stem` is the question where the trainer writes none,
    `known` are the answers that may stand, `judge` says what the rules make of one of them,
    `offered` are options where none are written, `misfits` what is wrong with the item.
    """

    name: t.QuizKind
    asks: str
    answers: str
    needs: str
    stem: Callable[[Scene], str]
    known: Callable[[Scene], Iterable[str]]
    judge: Callable[[Scene, str], Judged]
    offered: Callable[[Scene], Sequence[str]]
    misfits: Callable[[Scene], Found]
    choose: t.Choose = t.Choose.ONE


def needs_case(scene: Scene) -> Found:
    """A case, and nothing that would narrow the question."""
    found = takes(scene)
    if scene.case is None:
        found.insert(0, (("case",), NO_CASE))
    return found


def takes(scene: Scene, *names: str) -> Found:
    """That only these of `about` and `asks` are given: anything else would say nothing."""
    return [
        ((name,), f"{name!r} means nothing in this kind of item; leave it out")
        for name in ("about", "asks")
        if getattr(scene, name) is not None and name not in names
    ]


def one_of(name: str, word: str | None, allowed: Iterable[str], what: str) -> Found:
    """That a field which narrows the question holds one of these words."""
    words = list(allowed)
    if word is None or word in words:
        return []
    return [((name,), unknown_word(word, words, what))]


def refused(answer: str, allowed: Iterable[str], what: str) -> IptRulesError:
    """That no such answer can stand here, and which may have been meant."""
    return IptRulesError(unknown_word(answer, list(allowed), what).partition("; known:")[0])


def drawn(words: Iterable[str], *seed: object) -> list[str]:
    """Words in an order that depends on nothing but the seed and the words themselves.

    A digest orders them, so that every machine and every version of Python draws alike, and a word
    that is added moves no other.

    >>> drawn(["role-play", "timeline"], 1) == drawn(["timeline", "role-play"], 1)
    True
    """
    named = repr(seed)
    return sorted(
        dict.fromkeys(words), key=lambda word: hashlib.sha256(f"{named} {word}".encode()).digest()
    )


def few(right: Sequence[str], near: Iterable[str], far: Iterable[str], seed: object) -> list[str]:
    """One right answer and three others, near misses first, in an order that tells nothing."""
    key = drawn(right, "right", seed)[:1]
    others = [w for w in (*drawn(near, "near", seed), *drawn(far, "far", seed)) if w not in right]
    return drawn([*key, *list(dict.fromkeys(others))[:3]], "order", seed)


def phases_of(document: TechniqueDocument) -> str:
    """The phases of a technique as a sentence names them.

    >>> from ipt_rules import load_rules
    >>> phases_of(load_rules().techniques["relapse-plan"])
    'ending phase'
    """
    *first, last = [phase.label for phase in document.phases]
    return f"{', '.join(first)} and {last} phases" if first else f"{last} phase"


def sentence(text: str) -> str:
    """A label as an option: with a capital.

    >>> sentence("role dispute")
    'Role dispute'
    """
    return text[:1].upper() + text[1:]

"""Which option, and which item, a text of a report means."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Mapping

from attrs import field, frozen

from ipt_rules import terms as t
from ipt_rules.documents.refusals import shown
from ipt_rules.quiz.taking.letters import letters
from ipt_rules.quiz.values import Item, Quiz
from ipt_rules.rulebase.reader import unknown_word

Found = tuple[str, ...] | str
"""Options by their technical words, or a sentence why a text means none."""

MAX_PIECES, MAX_WAYS = 60, 1_000


def squeezed(text: str) -> str:
    """A text with its blanks made one; what was written for HTML is read.

    >>> squeezed("a  &amp;\\n b")
    'a & b'
    """
    return " ".join(unicodedata.normalize("NFC", html.unescape(text)).split())


def bare(text: str) -> str:
    """The letters, digits and symbols of a text, as programs change the rest of it.

    >>> bare("Grief: <i>who</i> died?") == bare("grief – who died"), bare("≤ 5")
    (False, '≤5')
    """
    return "".join(
        c for c in squeezed(text).casefold() if unicodedata.category(c)[0] in ("L", "M", "N", "S")
    )


_SPELLED = "an answer is a word, a text or a letter, and several are joined by a semicolon"


@frozen
class Matcher:
    """The texts of one item; `plain` also takes technical words and letters."""

    item: Item
    plain: bool = False
    _words: Mapping[str, str] = field(init=False)
    _letters: Mapping[str, str] = field(init=False)
    _texts: tuple[tuple[Callable[[str], str], dict[str, set[str]]], ...] = field(init=False)

    @_words.default
    def _own_words(self) -> Mapping[str, str]:
        return {option.answer: option.answer for option in self.item.options if self.plain}

    @_letters.default
    def _own_letters(self) -> Mapping[str, str]:
        return letters(self.item) if self.plain else {}

    @_texts.default
    def _of_options(self) -> tuple[tuple[Callable[[str], str], dict[str, set[str]]], ...]:
        levels = []
        for level in (squeezed, bare):
            texts: dict[str, set[str]] = {}
            for option in self.item.options:
                texts.setdefault(level(option.text), set()).add(option.answer)
            texts.pop("", None)
            levels.append((level, texts))
        return tuple(levels)

    def one(self, text: str) -> set[str]:
        """The options that a text may mean: none, one, or several that it does not tell apart."""
        if text.strip() in self._words:
            return {text.strip()}
        by_letter = self._letters.get(text.strip().casefold())
        for level, texts in self._texts:
            if level(text) in texts:
                return texts[level(text)] | ({by_letter} if by_letter else set())
        return {by_letter} if by_letter else set()

    def chosen(self, text: str, parted: re.Pattern[str], escaped: str = "") -> Found:
        """The options that a cell names, as a whole or parted by separators.

        An option may hold the separator itself, so pieces are put together where that gives an
        option; they have to come out in one way only. `escaped` is how a separator inside an option
        is written.
        """

        def read(start: int, end: int) -> str:
            piece = text[start:end]
            return piece.replace(escaped, escaped[-1]) if escaped else piece

        cuts = [match.span() for match in parted.finditer(text)]
        starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
        pieces = [
            (start, end) for start, end in zip(starts, ends, strict=True) if text[start:end].strip()
        ]
        whole = self.one(text) if self.item.choose is t.Choose.ONE else set()
        ways = {frozenset({word}) for word in whole} or self._ways(pieces, read)
        if len(ways) > 1:
            return f"{shown(text)} can mean more than one choice of options of this item"
        if not ways:
            known = [option.answer if self.plain else option.text for option in self.item.options]
            alone = [read(*piece) for piece in pieces if not self.one(read(*piece))] or [text]
            told = unknown_word(alone[0].strip(), known, "an option of this item")
            return f"{told}; {_SPELLED}" if self.plain else told
        (way,) = ways
        if self.item.choose is t.Choose.ONE and len(way) > 1:
            return f"one option is to be chosen, got {len(way)}"
        return tuple(option.answer for option in self.item.options if option.answer in way)

    def _ways(
        self, pieces: list[tuple[int, int]], read: Callable[[int, int], str]
    ) -> set[frozenset[str]]:
        """Every choice of options that the pieces may come to, put together or one by one."""
        if not 0 < len(pieces) <= MAX_PIECES:
            return set()
        ways: list[set[frozenset[str]]] = [{frozenset()}]
        for last, (_, end) in enumerate(pieces):
            here: set[frozenset[str]] = set()
            for first, (start, _) in enumerate(pieces[: last + 1]):
                for answer in sorted(self.one(read(start, end))) if ways[first] else ():
                    here |= {way | {answer} for way in ways[first] if answer not in way}
            if len(here) > MAX_WAYS:
                return here
            ways.append(here)
        return ways[-1]


@frozen
class Items:
    """The items of a quiz, found by the text of their question."""

    quiz: Quiz
    _questions: tuple[tuple[str, tuple[str, ...], Item], ...] = field(init=False)

    @_questions.default
    def _of_items(self) -> tuple[tuple[str, tuple[str, ...], Item], ...]:
        return tuple(
            (bare(item.question), tuple(bare(option.text) for option in item.options), item)
            for item in self.quiz.items
        )

    def of(self, text: str) -> Item | str:
        """The item whose question stands in a text, or a sentence why there is none.

        >>> from ipt_rules.quiz.taking.samples import SAMPLE
        >>> Items(SAMPLE).of("What speaks for a dispute?: A death; An open quarrel").id
        'signs'
        """
        said = bare(text)
        found = [one for one in self._questions if one[0] in said]
        if len(found) > 1:  # the question of one item may be part of another, or be asked twice
            found = [one for one in found if all(option in said for option in one[1])] or found
            longest = max(len(question) for question, _, _ in found)
            found = [one for one in found if len(one[0]) == longest]
        if not found:
            return f"no item of this quiz has the question {shown(squeezed(text))}"
        if len(found) > 1:
            names = ", ".join(item.id for _, _, item in found)
            return f"the question {shown(squeezed(text))} is that of more than one item: {names}"
        return found[0][2]

"""Vignettes: a structured case in plain English, short sentences, nothing that tells the key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.evaluation import Evaluation
from ipt_rules.facts.events import implied_deaths
from ipt_rules.model import Inventory
from ipt_rules.quiz.generating.of_case import frame, opening, profile
from ipt_rules.quiz.generating.of_course import chosen, course, score_sentences
from ipt_rules.quiz.generating.of_events import event, illness
from ipt_rules.quiz.generating.of_people import person
from ipt_rules.quiz.generating.of_safety import safety
from ipt_rules.quiz.generating.teller import Teller
from ipt_rules.quiz.generating.voice import Sentence, Voice, listed
from ipt_rules.quiz.generating.words import UNASKED, risk
from ipt_rules.rulebase import RuleBase

MOST_UNASKED = 32
"""With more left open than this a vignette becomes a list, and its case is not used."""


@frozen
class Vignette:
    """A vignette, paragraph by paragraph, sentence by sentence."""

    paragraphs: tuple[tuple[Sentence, ...], ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)

    @property
    def text(self) -> str:
        """The vignette as it is read."""
        return "\n\n".join(" ".join(s.text for s in paragraph) for paragraph in self.paragraphs)

    def differs(self, other: Vignette) -> int:
        """How many sentences two vignettes do not have in common, place by place.

        Where one has more sentences than the other, each of those counts.
        """
        mine, theirs = [s.text for s in self.sentences], [s.text for s in other.sentences]
        if len(mine) != len(theirs):
            return max(2, abs(len(mine) - len(theirs)))
        return sum(a != b for a, b in zip(mine, theirs, strict=True))


def vignette(
    inventory: Inventory, rules: RuleBase, *, seed: object, open_to: Iterable[results.Question] = ()
) -> Vignette:
    """Tell a case: every answer on record that rules read on the way to a proposal.

    `seed` chooses among wordings. `open_to` are questions; what they ask is said to be open.

    >>> from ipt_rules import load_inventory, load_rules, rules_folder
    >>> lena = load_inventory(rules_folder() / "cases" / "lena-renegotiation.yaml")
    >>> vignette(lena, load_rules(), seed=1).sentences[0].places
    ('case.age_years',)
    """
    teller = Teller(inventory, Voice.of(inventory, seed), rules)
    events = [tuple(event(teller, e)) for e in (*inventory.events, *implied_deaths(inventory))]
    illnesses = range(len(inventory.case.medical_illness))
    last = [*score_sentences(teller), *safety(teller), *frame(teller)]
    return _whole(
        [
            tuple(opening(teller)),
            *(tuple(person(teller, one)) for one in inventory.relationships),
            *events,
            tuple(illness(teller, number) for number in illnesses),
            tuple(last),
            tuple(unasked(teller, open_to)),
        ]
    )


def of_session(found: Evaluation, *, seed: object, open_to: Iterable[results.Question]) -> Vignette:
    """The whole case, and where the treatment stands: for what is asked about a session."""
    whole = vignette(found.run.inventory, found.run.rules, seed=seed, open_to=open_to)
    teller = _teller(found, seed)
    return _whole([*whole.paragraphs, tuple(course(teller, found))])


def of_course(found: Evaluation, *, seed: object) -> Vignette:
    """Where the treatment stands, and nothing else."""
    teller = _teller(found, seed)
    return _whole([(next(opening(teller)), *profile(teller), *course(teller, found))])


def of_scores(found: Evaluation, *, seed: object, scale: t.Instrument) -> Vignette:
    """The scores of one scale, and nothing else."""
    teller = _teller(found, seed)
    return _whole([(next(opening(teller)), *score_sentences(teller, scale))])


def of_formulation(found: Evaluation, *, seed: object) -> Vignette:
    """The case with the formulation that was written for it."""
    whole = of_session(found, seed=seed, open_to=matters(found))
    teller = _teller(found, seed)
    return _whole([*whole.paragraphs, tuple(chosen(teller, found))])


def scale_named(rules: RuleBase, name: str | None) -> t.Instrument:
    """The scale that an item is about, by the name of its file or by its word in inventories."""
    held = rules.instruments.get(name or "")
    return t.Instrument(name or "") if held is None else held.instrument


def _teller(found: Evaluation, seed: object) -> Teller:
    inventory = found.run.inventory
    return Teller(inventory, Voice.of(inventory, seed), found.run.rules)


def _whole(paragraphs: Iterable[tuple[Sentence, ...]]) -> Vignette:
    return Vignette(tuple(paragraph for paragraph in paragraphs if paragraph))


def matters(found: results.Result) -> list[results.Question]:
    """The open questions whose answers the proposal may depend on."""
    return [q for q in found.questions if q.purpose in ("safety", "focus")]


def unasked(teller: Teller, questions: Iterable[results.Question]) -> Iterator[Sentence]:
    """What was not asked, in one sentence: not known is not no."""
    by_record: dict[str, dict[str, None]] = {}
    for question in questions:
        by_record.setdefault(question.record, {})[_words(question)] = None
    about: dict[tuple[str, ...], list[str]] = {}
    for record, words in by_record.items():
        kind, _, id = record.partition(":")
        named = kind in ("relationship", "life_event")
        about.setdefault(tuple(words), []).append(teller.name_of(id) if named else "")
    parts = [
        f"{listed(list(words), 'or')}{_of([name for name in names if name])}"
        for words, names in about.items()
    ]
    if parts:
        head = teller.voice.choose(("Not asked, or not known", "Open so far"), "unasked")
        yield Sentence(f"{head}: {'; '.join(parts)}.")


def _of(names: list[str]) -> str:
    return f" (about {listed(names)})" if names else ""


def _words(question: results.Question) -> str:
    name = question.asks.rpartition(".")[2].replace("_", " ")
    violence = risk.VIOLENCE.get(name.removeprefix("violence ").replace(" ", "_"))
    return UNASKED.get(question.asks) or violence or name

"""Quizzes made by a seed from the cases and the rules."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.documents.inventories import yaml_text
from ipt_rules.exceptions import IptRulesError
from ipt_rules.quiz.generating.bench import Bench, Made
from ipt_rules.quiz.generating.recipes import Source, make, sources
from ipt_rules.quiz.generating.singles import whole
from ipt_rules.quiz.generating.ways import Way, reachable
from ipt_rules.quiz.keying import load_quiz
from ipt_rules.quiz.values import Quiz
from ipt_rules.rulebase import RuleBase, rules_folder
from ipt_rules.rulebase.reader import unknown_word

K = t.QuizKind
MOST = 200
"""Items that a quiz may have."""

Words = str | Iterable[str] | None
Difficulty = int | tuple[int, int] | None


def generate(
    rules: RuleBase,
    *,
    seed: int,
    kinds: Words = None,
    areas: Words = None,
    difficulty: Difficulty = None,
    n: int = 10,
    about: str | None = None,
    cases: str | os.PathLike[str] | None = None,
) -> Quiz:
    """Make a quiz of `n` items; the same seed gives the same quiz.

    `kinds` and `areas` narrow the choice; `areas` by what the proposal of a case names, or by what
    a question without a case is about. `difficulty` is how many facts decide an item, as a number
    or as the lowest and the highest. `about` is a rule that every key has to rest on. `cases` is a
    folder of case files; the shipped ones where none is given.

    >>> from ipt_rules import load_rules
    >>> quiz = generate(load_rules(), seed=1, kinds="in_or_out_of_model", n=2)
    >>> [len(item.key) for item in quiz.items]
    [1, 1]

    Raises `IptRulesError` for unknown words, and where there are fewer such items than asked for.
    """
    made = generate_written(
        rules, seed=seed, kinds=kinds, areas=areas, difficulty=difficulty, n=n, about=about,
        cases=cases,
    )  # fmt: skip
    return load_quiz(made, rules, cases=cases)


def generate_written(
    rules: RuleBase,
    *,
    seed: int,
    kinds: Words = None,
    areas: Words = None,
    difficulty: Difficulty = None,
    n: int = 10,
    about: str | None = None,
    cases: str | os.PathLike[str] | None = None,
) -> dict[str, Any]:
    """The same quiz as `generate` makes, as its file spells it: to be saved and edited.

    `quiz_to_yaml` writes it as text; `load_quiz` reads either back as the same quiz.
    """
    wanted = _wanted(rules, kinds, areas, difficulty, n, about)
    folder = rules_folder() / "cases" if cases is None else Path(cases)
    bench = Bench(rules, folder, seed)
    items = _taken(bench, wanted)
    parts = [f"Made by rules, with the seed {seed}.", "Every person in it is invented."]
    return {
        "title": "A quiz made by rules",
        "about": " ".join(parts),
        "items": [dict(one.data) for one in items],
    }


def quiz_to_yaml(written: dict[str, Any]) -> str:
    """Write a quiz as YAML.

    >>> print(quiz_to_yaml({"title": "One", "items": [{"id": "a", "key": "no"}]}), end="")
    title: One
    items:
    - id: a
      key: 'no'
    """
    return yaml_text(written)


@frozen
class _Wanted:
    kinds: tuple[t.QuizKind, ...]
    areas: frozenset[t.ProblemArea]
    low: int
    high: int
    n: int
    about: str | None

    def fits(self, made: Made) -> bool:
        """Whether an item is one of those that were asked for, whatever its difficulty."""
        item = made.item
        in_area = not self.areas or bool(self.areas & set(item.areas))
        return in_area and (self.about is None or self.about in item.rests_on)

    def is_as_hard(self, made: Made) -> bool:
        """Whether an item is as difficult as was asked for."""
        return self.low <= made.item.decisive <= self.high


# --- what is asked for ---------------------------------------------------------------------------


def _wanted(
    rules: RuleBase, kinds: Words, areas: Words, difficulty: Difficulty, n: int, about: str | None
) -> _Wanted:
    if type(n) is not int or not 1 <= n <= MOST:
        raise IptRulesError(f"n is the number of items, from 1 to {MOST}; got {n!r}")
    if about is not None and about not in {rule.id for rule in rules.rules}:
        ids = [rule.id for rule in rules.rules]
        message = unknown_word(about, ids, "a rule of this rule base")
        raise IptRulesError(message.partition("; known:")[0])
    low, high = _range(difficulty)
    return _Wanted(
        tuple(map(t.QuizKind, _words(kinds, t.QuizKind, "a kind of item"))) or tuple(t.QuizKind),
        frozenset(map(t.ProblemArea, _words(areas, t.ProblemArea, "a problem area"))),
        low, high, n, about,
    )  # fmt: skip


def _words(given: Words, known: Iterable[str], what: str) -> list[str]:
    words = [given] if isinstance(given, str) else list(given or ())
    allowed = [str(word) for word in known]
    for word in words:
        if word not in allowed:
            raise IptRulesError(unknown_word(word, allowed, what))
    return list(dict.fromkeys(words))


def _range(difficulty: Difficulty) -> tuple[int, int]:
    if difficulty is None:
        return 0, 10**6
    ends = (difficulty, difficulty) if isinstance(difficulty, int) else tuple(difficulty)
    if len(ends) != 2 or any(type(end) is not int or end < 0 for end in ends) or ends[0] > ends[1]:
        raise IptRulesError(
            "difficulty is a number of decisive facts, or the lowest and the highest of them; "
            f"got {difficulty!r}"
        )
    return ends[0], ends[1]


# --- taking items --------------------------------------------------------------------------------


def _taken(bench: Bench, wanted: _Wanted) -> list[Made]:
    """As many items as asked for, kind after kind in turn."""
    taken: list[Made] = []
    seen: set[int] = set()
    for group in _groups(bench, wanted):
        fitting = [made for made in group if wanted.fits(made)]
        seen |= {made.item.decisive for made in fitting}
        kept = [made for made in fitting if wanted.is_as_hard(made)]
        ids = {made.item.id for made in taken}
        taken += [made for made in kept if made.item.id not in ids][: wanted.n - len(taken)]
        if len(taken) == wanted.n:
            return taken
    raise IptRulesError(_too_few(wanted, taken, seen))


def _too_few(wanted: _Wanted, taken: list[Made], seen: set[int]) -> str:
    if not taken and seen:
        known = ", ".join(map(str, sorted(seen)))
        return f"no such item has this difficulty; there are items with {known} decisive facts"
    if not taken:
        return "no such item can be made from these rules and cases"
    many = "is only one such item" if len(taken) == 1 else f"are only {len(taken)} such items"
    return f"there {many}, and {wanted.n} were asked for"


def _groups(bench: Bench, wanted: _Wanted) -> Iterator[tuple[Made, ...]]:
    if wanted.about is not None:
        yield from _about(bench, wanted, wanted.about)
        return
    open_to = bench.draw([kind.value for kind in wanted.kinds], "kinds")
    waiting = {kind: _of_areas(bench, wanted, t.QuizKind(kind)) for kind in open_to}
    while waiting:
        for kind in list(waiting):
            made = _next(bench, waiting[kind])
            if made:
                yield made
            else:
                del waiting[kind]


def _of_areas(bench: Bench, wanted: _Wanted, kind: t.QuizKind) -> Iterator[Source]:
    """Sources whose own case has one of the areas that are asked for."""
    for source in sources(bench, kind):
        scene = bench.scene(whole(kind, source.name, source.data)) if wanted.areas else None
        if (
            scene is None
            or scene.case is None
            or wanted.areas & {focus.area for focus in scene.case.proposal.foci}
        ):
            yield source


def _next(bench: Bench, left: Iterator[Source]) -> tuple[Made, ...]:
    """The next item or pair that can be made of what is left."""
    return next((made for source in left if (made := make(bench, source))), ())


def _about(bench: Bench, wanted: _Wanted, rule: str) -> Iterator[tuple[Made, ...]]:
    """Items about one rule: with a case as long as there are any."""
    ways = reachable(bench.rules, bench.folder)[rule]
    cases = [way for way in ways if way.source]
    order = bench.draw([f"{way.kind} {way.source} {way.answer}" for way in cases], "about", rule)
    cases.sort(key=lambda way: order.index(f"{way.kind} {way.source} {way.answer}"))
    for way in (*cases, *(way for way in ways if not way.source)):
        if way.kind in wanted.kinds:
            yield made_by(bench, way, rule)


def made_by(bench: Bench, way: Way, rule: str) -> tuple[Made, ...]:
    """The item that a way leads to, if one can be made of it that is sound."""
    if way.kind is K.RULE_KNOWLEDGE:
        return make(bench, Source(way.kind, rule, {"about": rule}))
    field = "formulation" if way.kind is K.SPOT_THE_ISSUE else "case"
    if field == "formulation" and way.source not in bench.samples():
        field = "case"
    name = f"{way.source}-{way.answer.rpartition('/')[2]}"
    data: dict[str, Any] = {field: way.source}
    if way.session is not None:
        data["session"] = way.session
        name = f"{name}-{way.session}"
    return make(bench, Source(way.kind, name, data), way.answer)

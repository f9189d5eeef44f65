"""Which questions a trainee habitually leaves open."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from ipt_rules import results
from ipt_rules.caseloads.contents import Habit
from ipt_rules.caseloads.small import named_groups, shown
from ipt_rules.facts import vocabulary

HABIT = 0.5
"""From which share of the cases on a question counts as habitually left open.

A default of this project (design); no source states one.
"""

_PURPOSES: tuple[results.Purpose, ...] = get_args(results.Purpose)


def habits(
    found: Sequence[results.Result], trainees: Mapping[str, str] | None, smallest: int
) -> tuple[tuple[Habit, ...], bool]:
    """Every question that is open somewhere, by trainee; and whether trainees were left out.

    A trainee with fewer than `smallest` cases has no habits yet.
    """
    groups: dict[str | None, list[results.Result]] = defaultdict(list)
    for result in found:
        groups[(trainees or {}).get(result.pseudonym)].append(result)
    named = named_groups({name: len(cases) for name, cases in groups.items()}, smallest)
    rows = [row for name in named for row in _of_group(name, groups[name], smallest)]
    return tuple(sorted(rows, key=_order)), len(named) < len(groups)


def _of_group(name: str | None, cases: list[results.Result], smallest: int) -> Iterator[Habit]:
    purposes: dict[str, results.Purpose] = {}
    counted: Counter[str] = Counter()
    for result in cases:
        counted.update({question.asks for question in result.questions})
        for question in result.questions:
            known = purposes.get(question.asks, question.purpose)
            purposes[question.asks] = min(known, question.purpose, key=_PURPOSES.index)
    of = len(cases)
    for asks, count in counted.items():
        text, why = _words(asks)
        may_be_said = shown(count, smallest)
        most = smallest - 1 if may_be_said.cases is None else count
        habitual = count >= HABIT * of if may_be_said.cases is not None else None
        if most < HABIT * of:
            habitual = False  # whatever the count is
        yield Habit(
            name, asks, text, why, purposes[asks],
            may_be_said.cases, of, may_be_said.words, habitual,
        )  # fmt: skip


def _words(asks: str) -> tuple[str, str]:
    """The question behind a field, for no one person and no one event, and why it is asked."""
    kind, _, name = asks.partition(".")
    known = vocabulary().get(kind)
    field = known.fields.get(name) if known else None
    if field is None:  # asked by another version of this library
        return asks, ""
    text = field.question.replace("{person}", "this person").replace("{event}", "this event")
    return text, field.why


def _order(habit: Habit) -> tuple[bool, str, bool, int, int, str]:
    """By trainee; habits first; those kept back by name, so that order tells nothing."""
    return (
        habit.trainee is None,
        habit.trainee or "",
        not habit.habitual,
        -(habit.cases or 0),
        _PURPOSES.index(habit.purpose),
        habit.asks,
    )

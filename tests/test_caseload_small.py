"""Small counts are kept back: whatever is published, no hidden count can be worked out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt_rules import caseload
from ipt_rules import terms as t
from ipt_rules.caseloads.small import KEPT_BACK, named_groups, shown_together
from ipt_rules.results import Result
from tests.caseloads import FOUND, TRAINEES, made_up


def check_nothing_is_told(worlds: dict[object, list[dict[object, int]]]) -> int:
    """All that could be true behind one publication: every hidden count has two values or more.

    The reader of `worlds` knows how the library chooses: a publication is listed with every world
    that gives just this one. Returns how many counts were hidden.
    """
    hidden = 0
    for published, possible in worlds.items():
        for key in possible[0]:
            hidden += 1
            assert len({world[key] for world in possible}) > 1, (published, key)
    return hidden


@pytest.mark.parametrize("smallest", [3, 4, 5])
@pytest.mark.parametrize(("apart", "overlapping"), [(1, 0), (2, 0), (3, 0), (0, 2), (1, 2), (2, 1)])
def test_no_count_of_a_table_can_be_worked_out(apart: int, overlapping: int, smallest: int) -> None:
    """Brute force over all counts that a small caseload can have, with its total known."""
    worlds: dict[object, list[dict[object, int]]] = defaultdict(list)
    words = set()
    for total in range(1, 9):
        for counts in product(range(1, total + 1), repeat=apart + overlapping):
            if sum(counts[:apart]) + max(counts[apart:], default=0) > total:
                continue
            shown = shown_together(counts[:apart], counts[apart:], total, smallest)
            if shown is None:
                continue
            for count, each in zip(counts, shown, strict=True):
                words.add(each.words)
                assert each.cases in (None, count)
                assert count >= smallest or each.cases is None
            hidden = {n: c for n, c in enumerate(counts) if shown[n].cases is None}
            worlds[total, tuple(each.words for each in shown)].append(hidden)
    assert check_nothing_is_told(worlds) > 5
    assert f"fewer than {smallest}" in words
    assert (KEPT_BACK in words) is (apart > 1 or bool(apart and overlapping))


QUESTIONS = ((), ("case.sex",), ("case.age_years",), ("case.sex", "case.age_years"))
STATES: tuple[tuple[tuple[str, ...], t.Outcome | None], ...] = (
    ((), None),
    ((), t.Outcome.NEEDS_INFORMATION),
    (("violence",), None),
    (("suicide",), None),
    (("violence", "suicide"), None),
)


def _abstaining(most: int) -> Iterator[list[Result]]:
    for size in range(1, most + 1):
        for chosen in combinations_with_replacement(STATES, size):
            yield [made_up(f"case {n}", *state) for n, state in enumerate(chosen)]


def test_no_number_of_abstentions_can_be_worked_out() -> None:
    """All small caseloads that can be told from their abstentions and how many cases they have."""
    worlds: dict[object, list[dict[object, int]]] = defaultdict(list)
    for found in _abstaining(7):
        kept, open_ = caseload(found, smallest=3), caseload(found, smallest=1)
        true = {(a.outcome, a.cause): a.cases or 0 for a in open_.abstentions}
        rows = tuple((a.outcome, a.cause, a.cases, a.shown) for a in kept.abstentions)
        hidden = {row[:2]: true[row[:2]] for row in rows if row[2] is None}
        worlds[len(found), rows, kept.notes].append(hidden)
    assert check_nothing_is_told(worlds) > 100


def test_no_number_of_open_questions_can_be_worked_out() -> None:
    """All small caseloads of two trainees: neither habits nor the flag tell a hidden count."""
    worlds: dict[object, list[dict[object, int]]] = defaultdict(list)
    states = list(product(("Ada", "Bo"), QUESTIONS))
    flags = set()
    for size in range(1, 7):
        for chosen in combinations_with_replacement(states, size):
            found = [made_up(f"case {n}", asks=asks) for n, (_, asks) in enumerate(chosen)]
            names = {f"case {n}": trainee for n, (trainee, _) in enumerate(chosen)}
            kept = caseload(found, trainees=names, smallest=3)
            true = {(h.trainee, h.asks): h.cases or 0 for h in
                    caseload(found, trainees=names, smallest=1).habits}  # fmt: skip
            rows = tuple((h.trainee, h.asks, h.cases, h.of, h.habitual) for h in kept.habits)
            flags |= {h.habitual for h in kept.habits if h.cases is None}
            hidden = {row[:2]: true[row[:2]] for row in rows if row[2] is None}
            worlds[size, rows, kept.notes].append(hidden)
    assert check_nothing_is_told(worlds) > 50
    assert flags == {None, False}


@given(
    st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(1, 12), min_size=1),
    st.integers(3, 6),
)
def test_how_many_cases_a_trainee_has_cannot_be_worked_out(
    sizes: dict[str, int], smallest: int
) -> None:
    """Those left out have none, or enough together; those named have enough; few are left out."""
    named = named_groups({**sizes}, smallest)
    left_out = [size for name, size in sizes.items() if name not in named]
    assert not left_out or sum(left_out) >= smallest or not named
    assert all(sizes[name or ""] >= smallest for name in named)
    if left_out and named:
        largest = max(left_out)
        assert min(left_out) < smallest
        assert largest <= min(sizes[name or ""] for name in named)
        assert sum(left_out) - largest < smallest or largest < smallest


def test_small_counts_of_the_shipped_cases_are_kept_back() -> None:
    """Counts from 1 to 4 are `None` and said to be fewer than 5; all others are as they are."""
    kept, open_ = caseload(FOUND, trainees=TRAINEES), caseload(FOUND, trainees=TRAINEES, smallest=1)
    causes = {(a.outcome, a.cause): a.cases or 0 for a in open_.abstentions}
    counts = [(causes[a.outcome, a.cause], a.cases, a.shown) for a in kept.abstentions]
    questions = {(h.trainee, h.asks): h.cases or 0 for h in open_.habits}
    counts += [(questions[h.trainee, h.asks], h.cases, h.shown) for h in kept.habits]
    assert len(counts) == len(causes) + len(questions)
    for true, cases, shown in counts:
        expected = (None, "fewer than 5") if true < 5 else (true, str(true))
        assert (cases, shown) == expected
    assert len({cases is None for _, cases, _ in counts}) == 2
    text = kept.to_text()
    assert "fewer than 5: the focus is held" in text


def test_the_order_of_hidden_counts_tells_nothing() -> None:
    """Among counts that are kept back the larger does not come first."""
    orders = set()
    for larger in ("violence", "suicide"):
        smaller = {"violence": "suicide", "suicide": "violence"}[larger]
        found = [made_up(f"{n}", [larger]) for n in range(3)]
        found += [made_up("last", [smaller])]
        found += [made_up(f"{n}", outcome=t.Outcome.SUPPORTED) for n in range(10, 20)]
        orders.add(tuple((a.cause, a.shown) for a in caseload(found).abstentions))
    assert orders == {(("safety/suicide", "fewer than 5"), ("safety/violence", "fewer than 5"))}


def test_a_trainee_with_few_cases_has_no_habits() -> None:
    """Nobody with fewer than five cases is in the table, nor whoever would give them away."""
    asks = ["case.sex"]
    names = {f"{n}": "Ada" for n in range(2)} | {f"{n}": "Bo" for n in range(2, 8)}
    names |= {f"{n}": "Cy" for n in range(8, 20)}
    load = caseload([made_up(name, asks=asks) for name in names], trainees=names)
    assert [(habit.trainee, habit.cases, habit.of) for habit in load.habits] == [("Cy", 12, 12)]
    assert any("fewer than 5 cases have no row" in note for note in load.notes)
    assert Counter(row.trainee for row in load.cases) == {"Ada": 2, "Bo": 6, "Cy": 12}


def test_a_table_that_cannot_be_made_safe_is_left_out() -> None:
    """One case that is held: any count would be 1. The row of the case still says it."""
    load = caseload([made_up("Ana", ["violence"])])
    assert load.abstentions == ()
    assert any("too small to be passed on" in note for note in load.notes)
    assert load.cases[0].outcome is t.Outcome.WITHHELD

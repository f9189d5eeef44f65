"""Small counts are kept back, and whatever would let a reader work one out.

What a reader is taken to know: everything that is shown, how many cases there are in all, and how
this module chooses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

KEPT_BACK = "not shown"
"""What is said of a count that is large enough, and would tell a small one."""


@frozen
class Shown:
    """A count as it may be passed on: `cases` is `None` where it is kept back."""

    cases: int | None
    words: str


def is_small(count: int, smallest: int) -> bool:
    """Whether a count is kept back for itself; none at all is no small count."""
    return 0 < count < smallest


def shown(count: int, smallest: int) -> Shown:
    """A count that nothing else tells.

    >>> shown(3, 5), shown(7, 5)
    (Shown(cases=None, words='fewer than 5'), Shown(cases=7, words='7'))
    """
    if is_small(count, smallest):
        return Shown(None, f"fewer than {smallest}")
    return Shown(count, str(count))


def shown_together(
    apart: Sequence[int], overlapping: Sequence[int], total: int, smallest: int
) -> tuple[Shown, ...] | None:
    """Counts of cases of one caseload, as they may stand in one table.

    No case counts twice in `apart`, nor both there and in `overlapping`; within `overlapping` it
    may. So the first and the largest of the others come to at most `total`. Where that would narrow
    a small count down to one number, all counts are kept back; where that is still too much, there
    is no table: `None`.

    >>> [each.words for each in shown_together([6, 2], [], 20, 5)]
    ['6', 'fewer than 5']
    >>> [each.words for each in shown_together([6, 1], [], 7, 5)]
    ['not shown', 'not shown']
    >>> shown_together([1, 1], [], 2, 5) is None
    True
    """
    counts = (*apart, *overlapping)
    if not any(is_small(count, smallest) for count in counts):
        return tuple(shown(count, smallest) for count in counts)
    as_shown = [
        (1, smallest - 1) if is_small(count, smallest) else (count, count) for count in counts
    ]
    if _all_open(as_shown, len(apart), total):
        return tuple(shown(count, smallest) for count in counts)
    if _all_open([(1, total)] * len(counts), len(apart), total):
        return tuple(Shown(None, KEPT_BACK) for _ in counts)
    return None


def _all_open(ranges: Sequence[tuple[int, int]], apart: int, total: int) -> bool:
    """Whether every count that is kept back could be another one, given the total.

    The low end is always possible, as no count has to make up for another; the question is whether
    the others, at their lowest, leave room for more.
    """
    lows = [low for low, _ in ranges]
    overlapping = max(lows[apart:], default=0)
    least = sum(lows[:apart]) + overlapping
    for place, (low, high) in enumerate(ranges):
        if low == high and low > 1:
            continue  # it is shown
        room = total - least + low if place < apart else total - least + overlapping
        if min(high, room) <= low:
            return False
    return True


def named_groups(sizes: Mapping[str | None, int], smallest: int) -> set[str | None]:
    """The groups that may be named with their size.

    Small ones may not. Were all others named, the total would tell how many cases the small ones
    have; so the next larger ones are left out as well, until those left out have enough together.

    >>> sorted(named_groups({"Ada": 2, "Bo": 6, "Cy": 9}, 5))
    ['Cy']
    >>> sorted(named_groups({"Ada": 2, "Bo": 3, "Cy": 9}, 5))
    ['Cy']
    """
    left_out = 0
    named = set(sizes)
    for name in sorted(sizes, key=lambda name: (sizes[name], name is None, name or "")):
        if sizes[name] >= smallest and not 0 < left_out < smallest:
            break
        left_out += sizes[name]
        named.remove(name)
    return named

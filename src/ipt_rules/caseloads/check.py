"""What can be wrong with what a caseload is made from: everything at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ipt_rules.exceptions import Path
from ipt_rules.report.wording import clean
from ipt_rules.results import Result
from ipt_rules.rulebase.reader import unknown_word

_Found = tuple[Path, str]


def problems(
    evaluations: Sequence[Any], trainees: Any, smallest: Any, files: Sequence[str] = ()
) -> list[_Found]:
    """Where the call is wrong, and why; paths begin with the name of the argument.

    `files` are the files from which the evaluations came, where they came from files.
    """
    return [
        *_of_evaluations(evaluations, files),
        *trainee_problems(trainees),
        *_of_names(evaluations, trainees),
        *_of_smallest(smallest),
    ]


def _of_evaluations(evaluations: Sequence[Any], files: Sequence[str]) -> Iterator[_Found]:
    first: dict[str, tuple[int, str]] = {}
    for place, found in enumerate(evaluations):
        path = ("evaluations", place)
        if not isinstance(found, Result):
            yield path, f"expected an evaluation, got {type(found).__name__}; see evaluate"
            continue
        earlier, name = first.setdefault(_seen(found.pseudonym), (place, found.pseudonym))
        if earlier != place:
            alike = "" if name == found.pseudonym else f" looks like {name!r} and"
            where = files[earlier] if files else f"evaluation {earlier}"
            yield (
                (*path, "pseudonym"),
                f"{found.pseudonym!r}{alike} is taken by {where}; "
                "give each case once, and a name of its own",
            )


def trainee_problems(trainees: Any) -> Iterator[_Found]:
    """What is no mapping from names to names, whatever the cases are called."""
    if trainees is None:
        return
    if not isinstance(trainees, Mapping):
        kind = type(trainees).__name__
        yield ("trainees",), f"expected a mapping of pseudonyms to trainees, got {kind}"
        return
    first: dict[str, str] = {}
    for pseudonym, trainee in trainees.items():
        path = ("trainees", str(pseudonym))
        if not isinstance(pseudonym, str):
            yield path, f"expected the pseudonym of a case, got {pseudonym!r}"
        if not isinstance(trainee, str) or not trainee.strip():
            yield path, f"expected the name of a trainee, got {trainee!r}"
        elif first.setdefault(_seen(trainee), trainee) != trainee:
            yield path, f"{trainee!r} looks like {first[_seen(trainee)]!r}; write it in one way"


def _of_names(evaluations: Sequence[Any], trainees: Any) -> Iterator[_Found]:
    if isinstance(trainees, Mapping):
        names = sorted({each.pseudonym for each in evaluations if isinstance(each, Result)})
        for pseudonym in trainees:
            if isinstance(pseudonym, str) and pseudonym not in names:
                said = unknown_word(pseudonym, names, "a case of this caseload")
                yield ("trainees", pseudonym), said


def _of_smallest(smallest: Any) -> Iterator[_Found]:
    if type(smallest) is not int or smallest < 1:
        yield ("smallest",), f"expected a whole number from 1 on, got {smallest!r}"
    elif smallest == 2:
        yield (
            ("smallest",),
            "2 hides nothing, as fewer than 2 is 1; take 1 to show every count, or 3 or more",
        )


def _seen(name: str) -> str:
    """A name as it looks on a page."""
    return " ".join(clean(name).split())

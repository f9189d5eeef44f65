"""A score sheet as the blocks of a report: how it went, what to read next, item by item."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_rules.quiz.taking.scores import Graded, ReadNext, Scores, Tally, Told
from ipt_rules.quiz.values import KeyRecord
from ipt_rules.report import document as d

PURPOSE = (
    "Feedback for learning, worked out from the rules: advice on what to read, never a mark on a "
    "person. The persons in the cases are invented."
)


def sheet_document(scores: Scores) -> d.Document:
    """The totals first, then what to read next, then each item with its feedback."""
    return tuple(_blocks(scores))


def _blocks(scores: Scores) -> Iterator[d.Block]:
    yield d.Heading(f"Answers to a quiz: {scores.title}", 1)
    yield d.Paragraph(PURPOSE, note=True)
    yield d.Paragraph(_total(scores.total))
    yield from _tallies("By kind of question", "Kind", scores.kinds)
    yield from _tallies("By problem area", "Problem area", scores.areas)
    if scores.read_next:
        yield d.Heading("Read next")
        yield d.Items(tuple(map(_read_next, scores.read_next)))
    for number, item in enumerate(scores.items, 1):
        yield from _item(number, item)
    yield d.Heading("Record")
    yield d.Paragraph(record_line(scores.record), note=True)
    if scores.record.note:
        yield d.Paragraph(scores.record.note, note=True)


def record_line(record: KeyRecord) -> str:
    """What the keys were worked out from."""
    return (
        f"keys by rules {record.rules_name} {record.rules_version} "
        f"({record.rules_digest[:12]}) · ipt-rules {record.library_version}"
    )


def points(credit: float) -> str:
    """A credit with at most two decimals.

    >>> points(2.0), points(1 / 3)
    ('2', '0.33')
    """
    return f"{credit:.2f}".rstrip("0").rstrip(".")


def _total(total: Tally) -> str:
    left = total.items - total.answered
    left_out = f" Not answered: {left}." if left else ""
    return (
        f"{points(total.credit)} of {points(total.possible)} points; "
        f"{total.answered} of {total.items} items answered.{left_out}"
    )


def _tallies(title: str, first: str, tallies: tuple[Tally, ...]) -> Iterator[d.Block]:
    if tallies:
        yield d.Heading(title)
        yield d.Table(
            (first, "Points", "Answered"),
            tuple(
                (
                    tally.name.replace("_", " "),
                    f"{points(tally.credit)} of {points(tally.possible)}",
                    f"{tally.answered} of {tally.items}",
                )
                for tally in tallies
            ),
        )


def _read_next(one: ReadNext) -> d.Item:
    sources = tuple(f"{note.title} ({note.ref}, {note.evidence})" for note in one.sources)
    return d.Item(f"{one.rule} – behind {', '.join(one.items)}", lines=sources)


def _item(number: int, item: Graded) -> Iterator[d.Block]:
    yield d.Heading(f"{number}. {item.id}: {item.verdict}")
    if item.alerts:
        yield d.Box("warn", "Alert in this case", item.alerts)
    yield from (d.Paragraph(part) for part in item.question.split("\n\n") if part.strip())
    yield d.Paragraph(f"{points(item.credit)} of {points(item.possible)} points.")
    chosen = {told.answer for told in item.chosen}
    told = [(told, "chosen, right" if told.credit == 1 else "chosen") for told in item.chosen]
    told += [(told, "right") for told in item.right if told.answer not in chosen]
    if told:
        yield d.Items(tuple(_option(one, mark) for one, mark in told))
    if item.comment:
        yield d.Paragraph(item.comment)


def _option(told: Told, mark: str) -> d.Item:
    return d.Item(told.text, mark=mark, lines=tuple(told.feedback.split("\n")))

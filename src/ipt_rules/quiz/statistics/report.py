"""Item statistics that show themselves: what to look at first, then every figure."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from ipt_rules.quiz.statistics.figures import Scored, item_figures, quiz_figures
from ipt_rules.quiz.statistics.flags import THRESHOLDS, flags_of, why_no_flags
from ipt_rules.quiz.statistics.read import Responses
from ipt_rules.quiz.statistics.values import (
    FORMAT,
    Analysed,
    Figure,
    Flag,
    ItemFigures,
    OptionFigures,
)
from ipt_rules.quiz.taking.telling import record_line
from ipt_rules.quiz.values import RIGHT, WRONG, Quiz
from ipt_rules.report import document as d
from ipt_rules.report.told import Told

PURPOSE = (
    "Figures about the items of a quiz, to better the items, and never a mark on a person. Who "
    "answered is not kept; with very few learners they can still show what one of them chose."
)


@frozen
class ItemStatistics(Analysed, Told):
    """What the answers of many learners say about the items of a quiz.

    It holds figures of items alone; who answered is not in it.
    """

    def _told(self) -> d.Document:
        return tuple(_blocks(self))

    def _heading(self) -> str:
        return f"Item statistics: {self.title}"


def analysed(quiz: Quiz, responses: Responses) -> ItemStatistics:
    """The figures and flags of a quiz from what was answered."""
    scored = Scored(quiz, responses.learners)
    whole = quiz_figures(scored)
    items = tuple(item_figures(scored, item) for item in quiz.items)
    return ItemStatistics(
        format=FORMAT,
        title=quiz.title,
        form=responses.form,
        without_answers=responses.without_answers,
        whole=whole,
        flags=flags_of(whole, items),
        items=items,
        notes=tuple(
            note for note in _notes(responses, whole.learners, why_no_flags(whole)) if note
        ),
        thresholds=tuple(THRESHOLDS.values()),
        record=quiz.record,
    )


def _notes(responses: Responses, learners: int, why_no_flags: str) -> Iterator[str]:
    yield why_no_flags
    if THRESHOLDS["too_few"].value <= learners < THRESHOLDS["small_numbers"].value:
        yield f"Only {learners} learners: every figure is uncertain."
    if responses.form != "plain":
        yield "Each row of the report counts as one learner; attempts are not told apart."
    if responses.without_answers:
        yield f"Left out, as nothing was answered: {responses.without_answers}."


# --- in words ------------------------------------------------------------------------------------


def _blocks(found: Analysed) -> Iterator[d.Block]:
    yield d.Heading(f"Item statistics: {found.title}", 1)
    yield d.Paragraph(PURPOSE, note=True)
    yield from (d.Paragraph(note) for note in found.notes)
    yield d.Heading("What to look at")
    if found.flags:
        yield d.Items(tuple(map(_flag, found.flags)))
    else:
        yield d.Paragraph("Nothing is flagged.")
    yield from _whole(found)
    yield d.Heading("The items")
    yield d.Table(
        ("Item", "Answered", "Skipped", "Difficulty", "Discrimination", "Upper-lower"),
        tuple(map(_row, found.items)),
    )
    for item in found.items:
        yield d.Heading(f"{item.id}: {item.stem}", 3)
        reasons = [
            f"{name} cannot be computed: {figure.why_not}."
            for name, figure in (
                ("Difficulty", item.difficulty),
                ("Discrimination", item.discrimination),
                ("Upper-lower index", item.upper_lower),
            )
            if figure.value is None
        ]
        yield from map(d.Paragraph, reasons)
        yield d.Table(
            ("Option", "Worth", "Chosen", "Share", "Mean rest score", "Correlation with rest"),
            tuple(map(_option, item.options)),
        )
    yield d.Heading("How to read the figures")
    yield d.Items(tuple(map(d.Item, READING)))
    yield d.Paragraph("Bounds of the flags, all of them defaults of this project:", note=True)
    bounds = tuple(d.Item(f"{bound.value:g}: {bound.says}.") for bound in found.thresholds)
    yield d.Items(bounds)
    yield d.Heading("Record")
    yield d.Paragraph(record_line(found.record), note=True)


READING = (
    "Difficulty is the mean credit, 0 where the item was skipped: high is easy.",
    "Discrimination is the corrected item-rest correlation: of the credit here with the mean "
    "credit in the other items.",
    "The upper-lower index is the mean credit of the best 27 % less that of the weakest 27 %.",
    "Cronbach's alpha says how far the items go together; one of many themes may have a low one.",
)


def _whole(found: Analysed) -> Iterator[d.Block]:
    whole = found.whole
    yield d.Heading("The quiz")
    yield d.Table(
        ("", "Learners", "Items", "Mean score", "Standard deviation", "Cronbach's alpha"),
        (
            (
                "All learners",
                str(whole.learners),
                str(whole.items),
                *map(_figure, (whole.mean, whole.deviation, whole.alpha)),
            ),
        ),
    )
    if whole.alpha.value is None:
        yield d.Paragraph(f"Cronbach's alpha cannot be computed: {whole.alpha.why_not}.")


def _flag(flag: Flag) -> d.Item:
    about = f"{flag.item}, option {flag.option}" if flag.option else flag.item
    lines = (f"To do: {flag.to_do}", *([flag.caution] if flag.caution else []))
    return d.Item(flag.says, mark=about, lines=lines)


def _figure(figure: Figure) -> str:
    return "–" if figure.value is None else f"{figure.value:.2f}"


def _row(item: ItemFigures) -> tuple[str, ...]:
    return (
        item.id,
        str(item.answered),
        str(item.skipped),
        *map(_figure, (item.difficulty, item.discrimination, item.upper_lower)),
    )


def _option(option: OptionFigures) -> tuple[str, ...]:
    return (
        option.text,
        {RIGHT: "right", WRONG: "wrong"}.get(option.credit, "partly right"),
        str(option.chosen),
        *map(_figure, (option.share, option.mean_rest, option.option_rest)),
    )

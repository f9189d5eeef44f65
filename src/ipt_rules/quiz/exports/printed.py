"""A quiz on paper: the questions first, the key and the reasons on a page of their own."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from ipt_rules.quiz.exports.shared import HINTS, labelled, lines, right_letters, title_of
from ipt_rules.quiz.values import Item, Option, Quiz
from ipt_rules.report import document as d
from ipt_rules.report.document_html import document_html
from ipt_rules.report.document_text import document_markdown
from ipt_rules.report.markup import Html, join, tag
from ipt_rules.report.page import page

_STYLE = Html("""
.ipt ul{list-style:none}.ipt li>div{margin-left:1rem}.ipt [style]+h2{margin-top:3rem}
@media print{.ipt h3{break-after:avoid}.ipt li,.ipt .alert{break-inside:avoid}}
""")


def quiz_markdown(quiz: Quiz) -> bytes:
    """The quiz as Markdown (GitHub's), the key after all questions."""
    return document_markdown(quiz_document(quiz)).encode()


def quiz_page(quiz: Quiz) -> bytes:
    """The quiz as one HTML file that loads nothing from anywhere; the key prints on a new page."""
    body = join(tag("style", _STYLE), document_html(quiz_document(quiz)))
    return page(title_of(quiz), body).encode()


def quiz_document(quiz: Quiz) -> d.Document:
    """The quiz as the blocks of a report."""
    return (*_questions(quiz), d.PageBreak(), *_key(quiz))


def _questions(quiz: Quiz) -> Iterator[d.Block]:
    yield d.Heading(title_of(quiz), 1)
    yield from map(d.Paragraph, lines(quiz.about))
    for number, item in enumerate(quiz.items, 1):
        yield d.Heading(f"Question {number}")
        yield from map(d.Paragraph, lines(item.question))
        yield d.Paragraph(HINTS[item.choose], note=True)
        yield d.Items(
            tuple(_entry(letter, lines(option.text)) for letter, option in labelled(item))
        )


def _key(quiz: Quiz) -> Iterator[d.Block]:
    yield d.Heading("Key and reasons", 1)
    for number, item in enumerate(quiz.items, 1):
        yield d.Heading(f"Question {number}: {right_letters(item)}")
        yield d.Items(tuple(_entry(letter, _said(option)) for letter, option in labelled(item)))
        yield from _general(item)
    record = quiz.record
    made = (
        f"Keys worked out by the rules {record.rules_name} {record.rules_version} "
        f"({record.rules_digest[:12]}) with ipt-rules {record.library_version}. {record.note}"
    )
    yield d.Paragraph(made, note=True)


def _said(option: Option) -> list[str]:
    """The feedback, its reasons without the dashes of a text: in a list they need none."""
    said = [f"{option.verdict} {option.says}", *(reason.line for reason in option.reasons)]
    return lines("\n".join(said))


def _entry(letter: str, said: list[str]) -> d.Item:
    first, *others = said or [""]
    return d.Item(first, mark=letter, lines=tuple(others))


def _general(item: Item) -> Iterator[d.Block]:
    """Each alert in a box, the comment below them: what is said after any answer."""
    for alert in item.alerts:
        first, *others = lines(evolve(item, alerts=(alert,), comment="").general)
        yield d.Box("stop", first, tuple(others))
    yield from map(d.Paragraph, lines(item.comment))

"""A quiz as Moodle XML, for the question bank of Moodle."""

from __future__ import annotations

from itertools import starmap
from xml.etree import ElementTree as ET

from ipt_rules import terms as t
from ipt_rules.quiz.exports.shared import (
    about_of,
    flat,
    number,
    plain,
    tags_of,
    title_of,
    weights,
    xml_bytes,
)
from ipt_rules.quiz.values import Item, Option, Quiz

FRACTIONS = (
    *(100.0, 90.0, 83.33333, 80.0, 75.0, 70.0, 66.66667, 60.0, 50.0, 40.0, 33.33333, 30.0, 25.0),
    *(20.0, 16.66667, 14.28571, 12.5, 11.11111, 10.0, 5.0, 0.0),
)
"""The shares of a score that Moodle knows, in percent; each may be lost as well."""

_ENOUGH = 0.001
"""How far a share may be from the one that is meant, as Moodle's own are rounded."""


def moodle_xml(quiz: Quiz) -> bytes:
    """The quiz as a category of questions; all text is plain text to Moodle, so that it stays text.

    Tags, and the ids of the items, are there to find questions again after the import.
    """
    root = ET.Element("quiz")
    category = ET.SubElement(root, "question", type="category")
    _text(category, "category", category_of(quiz))
    _text(category, "info", plain(about_of(quiz)), "plain_text")
    for item in quiz.items:
        root.append(_question(item))
    return xml_bytes(root)


def category_of(quiz: Quiz) -> str:
    """The category of the course that holds the questions; a slash is doubled so as not to part it.

    Nothing else can be escaped in it, and GIFT reads a backslash there in its own way.
    """
    return "$course$/top/" + title_of(quiz).strip("/").replace("\\", "/").replace("/", "//")


def fraction(weight: float) -> float:
    """The share that Moodle knows for a weight, in percent; if it has none, the next larger one.

    >>> fraction(1 / 3), fraction(-0.5), fraction(1 / 11)
    (33.33333, -50.0, 10.0)
    """
    share = min(known for known in FRACTIONS if known >= 100 * abs(weight) - _ENOUGH)
    return -share if weight < 0 else share


def _question(item: Item) -> ET.Element:
    question = ET.Element("question", type="multichoice")
    _text(question, "name", flat(item.id)[:255] or "item")
    _text(question, "questiontext", plain(item.question), "plain_text")
    _text(question, "generalfeedback", plain(item.general), "plain_text")
    one = item.choose is t.Choose.ONE
    for name, value in {
        "defaultgrade": "1",
        "hidden": "0",
        "idnumber": flat(item.id)[:100],
        "single": "true" if one else "false",
        "shuffleanswers": "false",
        "answernumbering": "abc",
        "showstandardinstruction": "1",
    }.items():
        ET.SubElement(question, name).text = value
    question.extend(starmap(_answer, zip(item.options, weights(item), strict=True)))
    tags = ET.SubElement(question, "tags")
    for tag in tags_of(item):
        _text(tags, "tag", tag.replace(",", ";")[:50])
    return question


def _answer(option: Option, weight: float) -> ET.Element:
    answer = ET.Element("answer", fraction=number(fraction(weight)), format="plain_text")
    ET.SubElement(answer, "text").text = plain(option.text)
    _text(answer, "feedback", plain(option.feedback), "plain_text")
    return answer


def _text(parent: ET.Element, name: str, text: str, kind: str | None = None) -> None:
    element = ET.SubElement(parent, name, {} if kind is None else {"format": kind})
    ET.SubElement(element, "text").text = text

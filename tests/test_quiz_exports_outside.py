"""Exports read back by programs written elsewhere: a GIFT grammar, a QTI converter, text2qti.

Each program is called once, on many quizzes together.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

from ipt_rules import terms as t
from ipt_rules.quiz.exports import export
from ipt_rules.quiz.exports.moodle import fraction
from ipt_rules.quiz.exports.shared import weights
from ipt_rules.quiz.values import Item, Option, Quiz
from tests.nodes import read_by
from tests.quiz_strategies import HOSTILE, quizzes, seen, shows
from tests.test_quiz_exports import ALL, ONE, QUIZ, page_lines

pytestmark = pytest.mark.once

V3 = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
NUMBER = min(60, settings().max_examples)


def drawn(strategy: SearchStrategy[Quiz]) -> list[Quiz]:
    """Many values at once, so that a program need not be started for each."""
    found: list[Quiz] = []

    @settings(
        max_examples=NUMBER,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def note(quiz: Quiz) -> None:
        found.append(quiz)

    note()
    return found


def everywhere(text: str) -> Item:
    """An item that says the same thing in every place."""
    options = (Option("a", text, 1.0, text), Option("b", f"{text} x", 0.0, f"x {text}"))
    return Item(
        text, t.QuizKind.FOCUS, text, text, t.Choose.ONE, options, alerts=(text,), comment=text
    )


def whole() -> list[Quiz]:
    """Every hostile text in every place, then whatever is drawn, then a tame quiz."""
    loud = [evolve(QUIZ, title=x, about=x, items=(everywhere(x),)) for x in HOSTILE if shows(x)]
    return [QUIZ, *loud, *drawn(quizzes())]


@pytest.fixture(scope="module")
def many() -> list[Quiz]:
    return whole()


# --- GIFT ----------------------------------------------------------------------------------------


def given_of(said: dict[str, str]) -> tuple[str, ...]:
    assert said["format"] == "plain"
    return seen(said["text"])


def test_gift_is_read_back(many: list[Quiz]) -> None:
    """By the grammar: questions, options, weights, feedback, ids and tags are the ones written."""
    for found, quiz in zip(
        read_by("read_gift.mjs", [export(quiz, "gift").decode() for quiz in many]),
        many,
        strict=True,
    ):
        category, *questions = found
        assert category["type"] == "Category"
        assert len(questions) == len(quiz.items)
        for question, item in zip(questions, quiz.items, strict=True):
            assert question["type"] == "MC"
            assert seen(question["title"]) == (told(" ".join(seen(item.id))),)
            assert given_of(question["stem"]) == tuple(map(told, seen(item.question)))
            check_choices(question["choices"], item)
            if item.general:
                assert given_of(question["globalFeedback"]) == tuple(map(told, seen(item.general)))
            else:
                assert question["globalFeedback"] is None
            assert item.kind in question["tags"]


def told(line: str) -> str:
    """A line as GIFT tells it: two ampersands before a digit, its own marks, are set apart."""
    return " ".join(re.sub(r"&&(?=\d)", "& &", line).split())


def check_choices(choices: list[dict[str, Any]], item: Item) -> None:
    assert len(choices) == len(item.options)
    for choice, option, weight in zip(choices, item.options, weights(item), strict=True):
        assert given_of(choice["text"]) == tuple(map(told, seen(option.text)))
        assert given_of(choice["feedback"]) == tuple(map(told, seen(option.feedback)))
        one = item.choose is t.Choose.ONE
        assert choice["isCorrect"] is (one and option.right)
        expected = None if one and weight in (0, 1) else fraction(weight)
        assert choice["weight"] == expected


# --- QTI -----------------------------------------------------------------------------------------


def under(element: ET.Element | None) -> tuple[str, ...]:
    """The lines of an element of QTI, whose breaks are those of HTML."""
    assert element is not None
    return page_lines(ET.tostring(element, encoding="unicode").replace("ns0:", ""))


def test_qti_is_converted(many: list[Quiz]) -> None:
    """By the converter to QTI 3: interactions, keys, mappings and feedback arrive there."""
    pairs: list[tuple[Item | None, str]] = []
    for quiz in many[::2]:  # it takes its time
        with zipfile.ZipFile(io.BytesIO(export(quiz, "qti"))) as package:
            names = package.namelist()
            assert names[:2] == ["imsmanifest.xml", "test.xml"]
            pairs.append((None, package.read("test.xml").decode()))
            pairs += [
                (item, package.read(name).decode())
                for item, name in zip(quiz.items, names[2:], strict=True)
            ]
    converted = read_by("read_qti.mjs", [document for _, document in pairs])
    for (item, _), text in zip(pairs, converted, strict=True):
        root = ET.fromstring(text)
        if item is None:
            assert root.tag == f"{V3}qti-assessment-test"
            assert root.find(f".//{V3}qti-assessment-item-ref") is not None
        else:
            check_converted(root, item)


def check_converted(root: ET.Element, item: Item) -> None:
    assert root.tag == f"{V3}qti-assessment-item"
    body = root.find(f"{V3}qti-item-body")
    assert body is not None
    asked = [under(p) for p in body.findall(f"{V3}p")]
    assert asked == ([seen(item.vignette)] if seen(item.vignette) else [])
    (interaction,) = body.findall(f"{V3}qti-choice-interaction")
    assert interaction.get("max-choices") == ("1" if item.choose is t.Choose.ONE else "0")
    assert under(interaction.find(f"{V3}qti-prompt")) == seen(item.stem)
    choices = interaction.findall(f"{V3}qti-simple-choice")
    assert [under(choice) for choice in choices] == [seen(option.text) for option in item.options]
    names = [choice.get("identifier") for choice in choices]
    feedback = {
        (each.get("outcome-identifier"), each.get("identifier")): under(each)
        for each in root.iter(f"{V3}qti-modal-feedback")
    }
    for name, option in zip(names, item.options, strict=True):
        assert feedback.pop(("FEEDBACK", name)) == seen(option.feedback)
    assert list(feedback.values()) == ([seen(item.general)] if item.general else [])
    right = [value.text for value in root.iter(f"{V3}qti-value")][: len(item.key)]
    assert right == [n for n, option in zip(names, item.options, strict=True) if option.right]


# --- text2qti ------------------------------------------------------------------------------------

RUN = """
import pathlib, sys, zipfile
from text2qti.config import Config
from text2qti.qti import QTI
from text2qti.quiz import Quiz

for name in sys.argv[1:]:
    path = pathlib.Path(name)
    quiz = Quiz(path.read_text("utf-8-sig"), config=Config(), source_name=name)
    QTI(quiz).save(path.with_suffix(".zip"))
"""


@pytest.fixture
def convert(tmp_path: Path) -> Callable[[list[bytes]], list[Path]]:
    """Runs text2qti over many texts, in a home of its own, as it writes its settings there."""

    def run(texts: list[bytes]) -> list[Path]:
        files = [tmp_path / f"{number}.txt" for number in range(len(texts))]
        for file, text in zip(files, texts, strict=True):
            file.write_bytes(text)
        done = subprocess.run(
            [sys.executable, "-c", RUN, *map(str, files)],
            env={**os.environ, "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return [file.with_suffix(".zip") for file in files]

    return run


def canvas_items(package: Path) -> list[ET.Element]:
    """The questions in what Canvas imports; its title and its picture folder are looked at too."""
    with zipfile.ZipFile(package) as archive:
        names = archive.namelist()
        (assessment,) = (n for n in names if n.endswith(".xml") and n.count("text2qti_") == 2)
        root = ET.fromstring(archive.read(assessment))
    assert not any(name.startswith("images/") for name in names)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return list(root.iter("item"))


def test_text2qti_reads_back(
    many: list[Quiz], convert: Callable[[list[bytes]], list[Path]]
) -> None:
    """Texts, keys and feedback are the ones written; nothing in a text becomes a mark."""
    texts = [export(quiz, "canvas") for quiz in many]
    for quiz, package in zip(many, convert(texts), strict=True):
        asked: list[tuple[str, ...]] = []
        for found, item in zip(canvas_items(package), quiz.items, strict=True):
            check_canvas(found, item, asked)


def check_canvas(found: ET.Element, item: Item, asked: list[tuple[str, ...]]) -> None:
    assert seen(found.get("title") or "") == (" ".join(seen(item.id)),)
    presented = found.find("presentation")
    assert presented is not None
    question = canvas_text(presented.find("material"))
    assert question[: len(seen(item.question)) - 1] == seen(item.question)[:-1]
    assert question[-1].startswith(seen(item.question)[-1])  # a number parts it from its double
    assert question not in asked
    asked.append(question)
    several = "Multiple" if item.choose is t.Choose.ALL else "Single"
    (choices,) = presented.findall("response_lid")
    assert choices.get("rcardinality") == several
    labels = list(choices.iter("response_label"))
    assert [canvas_text(label) for label in labels] == [seen(o.text) for o in item.options]
    names = [label.get("ident") or "" for label in labels]
    feedback = {each.get("ident"): canvas_text(each) for each in found.iter("itemfeedback")}
    for name, option in zip(names, item.options, strict=True):
        assert feedback[f"{name}_fb"] == seen(option.feedback)
    assert feedback.get("general_fb", ()) == seen(item.general)
    assert canvas_key(found) == {
        name for name, option in zip(names, item.options, strict=True) if option.right
    }


def canvas_key(found: ET.Element) -> set[str]:
    """The choices that earn the points."""
    for condition in found.iter("respcondition"):
        score = condition.find("setvar")
        if score is not None and score.text == "100":
            wrong = {each.text for no in condition.iter("not") for each in no.iter("varequal")}
            right = {each.text or "" for each in condition.iter("varequal")}
            return {name for name in right if name not in wrong}
    raise AssertionError("no condition earns the points")


def canvas_text(element: ET.Element | None) -> tuple[str, ...]:
    """The lines of a text, of whose HTML nothing but paragraphs and breaks may have been made."""
    assert element is not None
    html = "".join(text.text or "" for text in element.iter("mattext"))
    assert {tag.name for tag in BeautifulSoup(html, "html.parser").find_all(True)} <= {"p", "br"}
    return page_lines(html)


def test_text2qti_takes_the_same_question_twice(
    convert: Callable[[list[bytes]], list[Path]],
) -> None:
    """What it would refuse, the same question or option twice, is told apart by a number."""
    options = (*ALL.options, evolve(ALL.options[0], credit=0.0))
    twice = evolve(QUIZ, items=(ONE, ONE, evolve(ALL, stem="Other?", options=options)))
    (package,) = convert([export(twice, "canvas")])
    found = canvas_items(package)
    assert canvas_text(found[1].find("presentation/material"))[-1] == "Which focus? (2)"
    assert canvas_text(list(found[2].iter("response_label"))[-1]) == ("Role dispute (2)",)


def test_text2qti_as_people_start_it(tmp_path: Path) -> None:
    """The program itself takes the file and says nothing against it."""
    (tmp_path / "quiz.txt").write_bytes(export(QUIZ, "canvas"))
    program = Path(sys.executable).with_name("text2qti")
    done = subprocess.run(
        [program, "quiz.txt"],
        cwd=tmp_path,
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert len(canvas_items(tmp_path / "quiz.zip")) == 2

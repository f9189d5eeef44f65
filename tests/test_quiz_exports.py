"""Every export says what the quiz says, whatever its texts try to be."""

from __future__ import annotations

import io
import json
import sqlite3
import sys
import zipfile
from pathlib import Path
from tempfile import NamedTemporaryFile
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt

from ipt_rules import terms as t
from ipt_rules.exceptions import IptRulesError
from ipt_rules.quiz.exports import EXPORTS, export
from ipt_rules.quiz.exports.moodle import FRACTIONS, fraction
from ipt_rules.quiz.exports.printed import quiz_document
from ipt_rules.quiz.exports.shared import names_of
from ipt_rules.quiz.values import Item, KeyRecord, Option, Quiz, Reason
from ipt_rules.report.document_text import document_text
from tests.quiz_strategies import quizzes, seen

searched = settings(
    max_examples=settings().max_examples // 2, suppress_health_check=[HealthCheck.too_slow]
)
Q = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
P = "{http://www.imsglobal.org/xsd/imscp_v1p1}"

RECORD = KeyRecord("ipt-rules/quiz/1", "0.1.0", "ipt", "1", "d" * 64, "All persons are invented.")
ONE = Item(
    "lena-focus",
    t.QuizKind.FOCUS,
    "Lena, 34.\nHer partner moved out.",
    "Which focus?",
    t.Choose.ONE,
    (
        Option("role_dispute", "Role dispute", 1.0, "It fits.", (Reason("They argue."),)),
        Option("role_transition", "Role transition", 0.5, "It could be."),
        Option("grief", "Grief", 0.0, "Nobody died."),
    ),
    alerts=("Ask about suicide first.",),
    comment="Discuss it.",
    tags=("week 1",),
)
ALL = evolve(
    ONE,
    id="lena-tasks",
    stem="Which hold?",
    choose=t.Choose.ALL,
    options=(*ONE.options[::2], Option("both", "Both", 1.0, "Yes.")),
    alerts=(),
    comment="",
)
QUIZ = Quiz("Week 1", "For the course.", (ONE, ALL), RECORD)


def page_lines(html: str) -> tuple[str, ...]:
    """What is read on a page: the lines of an HTML text."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all("br"):
        element.replace_with("\n")
    for element in soup.find_all(["p", "div", "li"]):
        element.append("\n")
    return seen(soup.get_text())


# --- the formats as a whole ----------------------------------------------------------------------


def test_every_format_has_a_name_a_purpose_and_a_suffix() -> None:
    """The registry is what a command line shows."""
    assert {name: each.suffix for name, each in EXPORTS.items()} == {
        "moodle": ".xml", "gift": ".gift", "qti": ".zip", "canvas": ".txt", "anki": ".apkg",
        "jupyterquiz": ".json", "markdown": ".md", "html": ".html",
    }  # fmt: skip
    assert all(name == each.name and each.about for name, each in EXPORTS.items())


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    """The message names them all, and the one that was probably meant."""
    with pytest.raises(IptRulesError, match=r"moodel.*moodle, gift, qti.*did you mean 'moodle'\?"):
        export(QUIZ, "moodel")
    with pytest.raises(IptRulesError, match=r"known: .*html$"):
        export(QUIZ, "something else")


def test_no_genanki_no_deck(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without genanki, only the deck is refused, and how to get it is said."""
    monkeypatch.setitem(sys.modules, "genanki", None)
    with pytest.raises(IptRulesError, match=r"pip install 'ipt-rules\[quiz\]'"):
        export(QUIZ, "anki")
    assert export(QUIZ, "moodle")


@settings(searched, max_examples=10)
@given(quizzes())
def test_the_same_quiz_gives_the_same_bytes(quiz: Quiz) -> None:
    """In every format, archives included, and whatever the texts hold."""
    for name in EXPORTS:
        assert export(quiz, name) == export(quiz, name), name


@pytest.mark.parametrize("name", ["qti", "anki"])
def test_an_archive_names_no_day(name: str) -> None:
    """Nor the machine: every file in it claims the same moment."""
    with zipfile.ZipFile(io.BytesIO(export(QUIZ, name))) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {each.create_system for each in archive.infolist()} == {3}


# --- Moodle --------------------------------------------------------------------------------------


def test_moodle_knows_every_fraction() -> None:
    """Shares of up to ten right options are exact; beyond, all right ones still reach the whole."""
    for number in range(1, 11):
        assert abs(fraction(1 / number) - 100 / number) < 0.00001
        assert fraction(-1 / number) == -fraction(1 / number)
    for number in range(11, 21):
        assert fraction(1 / number) in FRACTIONS
        assert number * fraction(1 / number) >= 99.99


@pytest.mark.filterwarnings("ignore::bs4.XMLParsedAsHTMLWarning")
@searched
@given(quizzes())
def test_moodle_reads_back(quiz: Quiz) -> None:
    """Texts, keys and feedback stand in the file as plain text; ids and tags are there."""
    written = export(quiz, "moodle")
    assert ET.fromstring(written).tag == "quiz"  # well-formed; what follows forgives much
    root = BeautifulSoup(written, "html.parser")
    questions = root.find_all("question", attrs={"type": "multichoice"})
    assert len(questions) == len(quiz.items)
    for question, item in zip(questions, quiz.items, strict=True):
        assert seen(question.questiontext.find("text").text) == seen(item.question)
        assert seen(question.generalfeedback.find("text").text) == seen(item.general)
        assert question.single.text == ("true" if item.choose is t.Choose.ONE else "false")
        answers = question.find_all("answer", recursive=False)
        assert len(answers) == len(item.options)
        for answer, option in zip(answers, item.options, strict=True):
            assert seen(answer.find("text").text) == seen(option.text)
            assert seen(answer.feedback.find("text").text) == seen(option.feedback)
        formats = {tag["format"] for tag in question.find_all(format=True)}
        assert formats == {"plain_text"}
        check_fractions(item, [float(answer["fraction"]) for answer in answers])
        tags = [tag.find("text").text for tag in question.tags.find_all("tag")]
        assert tags[0] == item.kind
        assert not any("," in tag for tag in tags)


def check_fractions(item: Item, given: list[float]) -> None:
    """Moodle's own shares; the right ones make the whole, and ticking everything makes nothing."""
    assert all(abs(share) in FRACTIONS for share in given)
    if item.choose is t.Choose.ONE:
        assert given == [100 * option.credit for option in item.options]
        return
    right = [n for n, option in zip(given, item.options, strict=True) if option.right]
    wrong = [n for n, option in zip(given, item.options, strict=True) if not option.right]
    assert min(right) > 0
    assert abs(sum(right) - 100) < 0.01
    assert max(wrong, default=-1) < 0
    assert not wrong or abs(sum(given)) < 0.01


def test_moodle_category() -> None:
    """A slash in the title does not part the category, nor does a backslash trip GIFT."""
    quiz = evolve(QUIZ, title="Loss / grief \\= x")
    text = ET.fromstring(export(quiz, "moodle")).findtext("question/category/text")
    assert text == "$course$/top/Loss // grief //= x"
    assert f"$CATEGORY: {text}\n" in export(quiz, "gift").decode()


# --- QTI -----------------------------------------------------------------------------------------


@searched
@given(quizzes())
def test_a_qti_package_is_complete(quiz: Quiz) -> None:
    """Every file is named by the manifest, every item by the test, and every name is valid."""
    with zipfile.ZipFile(io.BytesIO(export(quiz, "qti"))) as package:
        files = {name: ET.fromstring(package.read(name)) for name in package.namelist()}
    resources = files["imsmanifest.xml"].findall(f"{P}resources/{P}resource")
    assert {each.get("href") for each in resources} == set(files) - {"imsmanifest.xml"}
    names = [each.get("identifier") or "" for each in resources]
    assert len(names) == len({name.lower() for name in names}) == len(quiz.items) + 1
    assert all(name.isascii() and name.replace("-", "").isalnum() for name in names)
    test = files["test.xml"]
    refs = [ref.get("href") or "" for ref in test.iter(f"{Q}assessmentItemRef")]
    assert len(refs) == len(quiz.items)
    for ref, item in zip(refs, quiz.items, strict=True):
        check_qti(files[ref], item)
        assert f"items/{files[ref].get('identifier')}.xml" == ref


def check_qti(root: ET.Element, item: Item) -> None:
    """What a delivery engine would do: weigh the choices, show the feedback of what was chosen."""
    choices = [each.get("identifier") or "" for each in root.iter(f"{Q}simpleChoice")]
    mapped = {
        entry.get("mapKey"): float(entry.get("mappedValue") or "nan")
        for entry in root.iter(f"{Q}mapEntry")
    }
    assert list(mapped) == choices
    right = [value.text for value in root.findall(f".//{Q}correctResponse/{Q}value")]
    assert [choices.index(each or "") for each in right] == [
        n for n, option in enumerate(item.options) if option.right
    ]
    assert sum(mapped[each] for each in right) == pytest.approx(1)
    if item.choose is t.Choose.ONE:
        assert list(mapped.values()) == [option.credit for option in item.options]
    elif len(right) < len(choices):
        assert sum(mapped.values()) == pytest.approx(0, abs=1e-9)
    declared = {each.get("identifier") for each in root.iter(f"{Q}outcomeDeclaration")}
    used = {each.get("outcomeIdentifier") for each in root.iter(f"{Q}modalFeedback")}
    assert used <= declared
    assert ("GENERAL" in used) is bool(item.general)


def test_names_of_items_stay_apart() -> None:
    """Names that would come out the same do not, and a good id is kept."""
    items = tuple(evolve(ONE, id=name) for name in ("a", "A", "a ", "ä", "ö", "?", "b-1", "x" * 99))
    names = names_of(evolve(QUIZ, items=(*items, items[0])))
    assert names[0] == "item-a"
    assert names[6] == "item-b-1"
    assert len({name.lower() for name in names}) == 9
    assert names_of(evolve(QUIZ, items=items[::-1])) == names[-2::-1]


# --- Anki ----------------------------------------------------------------------------------------


def notes_of(package: bytes) -> list[tuple[str, list[str], str]]:
    """The notes of a deck, as its database holds them: guid, fields, tags."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive, NamedTemporaryFile() as file:
        Path(file.name).write_bytes(archive.read("collection.anki2"))
        base = sqlite3.connect(file.name)
        try:
            rows = base.execute("SELECT guid, flds, tags, id FROM notes ORDER BY id").fetchall()
            (cards,) = base.execute("SELECT count(*) FROM cards").fetchone()
        finally:
            base.close()
    assert len(rows) == cards
    assert all(row[3] > 0 for row in rows)  # Anki takes 0 for a note that does not exist
    return [(guid, fields.split("\x1f"), tags) for guid, fields, tags, _ in rows]


@settings(searched, max_examples=min(25, searched.max_examples))  # each writes a database
@given(quizzes())
def test_anki_reads_back(quiz: Quiz) -> None:
    """Texts, key and feedback stand on the cards, and no mark of Anki's is left in them."""
    found = notes_of(export(quiz, "anki"))
    assert len({guid for guid, _, _ in found}) == len(quiz.items)
    for (_, fields, tags), item in zip(found, quiz.items, strict=True):
        question, options, answer, feedback, general, name = fields
        assert page_lines(question)[:-1] == seen(item.question)
        listed = BeautifulSoup(options, "html.parser").find_all("li")
        assert [page_lines(str(each)) for each in listed] == [seen(o.text) for o in item.options]
        listed = BeautifulSoup(feedback, "html.parser").find_all("li")
        assert [page_lines(str(each)) for each in listed] == [
            seen(o.feedback) for o in item.options
        ]
        letters = page_lines(answer)[0].removeprefix("Right: ").split(", ")
        assert ["abcdef".index(each) for each in letters] == [
            n for n, option in enumerate(item.options) if option.right
        ]
        assert page_lines(general) == seen(item.general)
        assert page_lines(name) == seen(item.id)
        assert not any(mark in field for field in fields for mark in ("[", "{{", "\\(", "$"))
        assert item.kind in tags.split()


def test_a_card_is_the_same_when_a_text_has_changed() -> None:
    """Its identity comes from the title and the id of the item, and from nothing else."""
    before = notes_of(export(QUIZ, "anki"))
    after = notes_of(export(evolve(QUIZ, items=(ALL, evolve(ONE, stem="Other?"))), "anki"))
    assert [note[0] for note in before] == [note[0] for note in reversed(after)]
    assert before[0][1] != after[1][1]
    other = notes_of(export(evolve(QUIZ, title="Week 2"), "anki"))
    assert not {note[0] for note in before} & {note[0] for note in other}


# --- jupyterquiz ---------------------------------------------------------------------------------


@searched
@given(quizzes())
def test_jupyterquiz_reads_back(quiz: Quiz) -> None:
    """Texts, keys and feedback, with what is always said below the feedback of every option."""
    text = export(quiz, "jupyterquiz").decode()
    for question, item in zip(json.loads(text), quiz.items, strict=True):
        every = item.choose is t.Choose.ALL
        assert question["type"] == ("many_choice" if every else "multiple_choice")
        asked = page_lines(question["question"])
        assert (asked[:-1] if every else asked) == seen(item.question)
        for answer, option in zip(question["answers"], item.options, strict=True):
            assert page_lines(answer["answer"]) == seen(option.text)
            assert answer["correct"] is option.right
            assert page_lines(answer["feedback"]) == seen(option.feedback) + seen(item.general)
    tags = BeautifulSoup("".join(_strings(json.loads(text))), "html.parser").find_all(True)
    assert {tag.name for tag in tags} <= {"span", "br"}
    assert not any(mark in text for mark in ("$", "\\\\(", "]("))


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return _strings(list(value.values()))
    if isinstance(value, list):
        return [text for each in value for text in _strings(each)]
    return [value] if isinstance(value, str) else []


# --- paper ---------------------------------------------------------------------------------------


@searched
@given(quizzes())
def test_a_page_reads_back(quiz: Quiz) -> None:
    """Questions with labelled options, then on another page the key, the feedback, the alerts."""
    page = export(quiz, "html").decode()
    soup = BeautifulSoup(page, "html.parser")
    check_paper(quiz, soup)
    assert {tag.name for tag in soup.find_all(True)} <= {
        *("html", "head", "meta", "title", "body", "style", "div", "h2", "h3", "p", "ul", "li"),
        "strong",
    }


@searched
@given(quizzes())
def test_markdown_reads_back(quiz: Quiz) -> None:
    """The same through a reader of Markdown; nothing in a text becomes a mark."""
    text = export(quiz, "markdown").decode()
    html = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(text)
    soup = BeautifulSoup(html.replace("h2>", "h3>").replace("h1>", "h2>"), "html.parser")
    check_paper(quiz, soup)
    names = {tag.name for tag in soup.find_all(True)}
    assert names <= {"h2", "h3", "p", "ul", "li", "strong", "em", "hr", "div", "blockquote"}


def check_paper(quiz: Quiz, soup: BeautifulSoup) -> None:
    """Headings part a paper into questions and keys, in their order."""
    breaks = soup.find_all(style=lambda style: style and "break-after" in style)
    assert len(breaks) == 1
    second = breaks[0].find_next("h2")
    assert second.text == "Key and reasons"
    headings = soup.find_all("h3")
    asked, keyed = headings[: len(quiz.items)], headings[len(quiz.items) :]
    assert len(keyed) == len(asked)
    assert second in asked[-1].find_all_next("h2")
    assert second in keyed[0].find_all_previous("h2")
    for number, (question, key, item) in enumerate(zip(asked, keyed, quiz.items, strict=True), 1):
        assert question.text == f"Question {number}"
        texts = [seen(tag.text)[0] for tag in _until(question, "ul") if tag.name == "p"]
        assert tuple(texts[:-1]) == seen(item.question)
        for letter, entry, option in zip("abcdef", _entries(question), item.options, strict=False):
            assert entry == (letter, seen(option.text))
        right, _, letters = key.text.partition(": ")
        assert right == f"Question {number}"
        assert ["abcdef".index(each) for each in letters.split(", ")] == [
            n for n, option in enumerate(item.options) if option.right
        ]
        said = list(zip(_entries(key), item.options, strict=True))
        for (_, entry), option in said:
            reasons = (line for reason in option.reasons for line in seen(reason.line))
            assert entry == (*seen(f"{option.verdict} {option.says}"), *reasons)
        rest = " ".join(tag.text for tag in key.find_next_siblings())
        assert all(line in " ".join(rest.split()) for line in seen(item.general))


def _until(tag: BeautifulSoup, name: str) -> list[BeautifulSoup]:
    found = []
    for each in tag.find_next_siblings():
        if each.name == name:
            break
        found.append(each)
    return found


def _entries(heading: BeautifulSoup) -> list[tuple[str, tuple[str, ...]]]:
    """The entries of the list under a heading: the letter, and the lines."""
    entries = []
    for entry in heading.find_next_sibling("ul").find_all("li", recursive=False):
        mark = entry.find("strong").extract()
        below = [each.extract() for each in entry.find_all(["div", "li"])]
        first = seen(entry.text.lstrip().removeprefix(": "))
        entries.append((mark.text.strip(": "), (*first, *(seen(e.text)[0] for e in below))))
    return entries


def test_what_is_printed_can_be_read_in_a_terminal_as_well() -> None:
    """The blocks are those of a report; a break between pages leaves a line free there."""
    text = document_text(quiz_document(QUIZ))
    assert "KEY AND REASONS" in text
    assert text.index("Which focus?") < text.index("KEY AND REASONS") < text.index("It fits.")
    assert "!! Alert in this case: Ask about suicide first." in text

"""Quizzes in a browser: in a notebook by jupyterquiz, and as a page to print."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jupyterquiz.dynamic.display as jupyterquiz
import pytest
from attrs import evolve
from playwright.sync_api import Browser, Page

from ipt_rules import terms as t
from ipt_rules.quiz.exports import export
from ipt_rules.quiz.values import Item, Quiz
from tests.quiz_strategies import HOSTILE, seen, shows
from tests.test_browser import SHOTS, Seen
from tests.test_quiz_exports import ALL, ONE, QUIZ
from tests.test_quiz_exports_outside import everywhere

pytestmark = pytest.mark.once

LOUD = evolve(
    QUIZ,
    title="<script>alert(1)</script> $$x$$",
    items=(ONE, ALL, *(everywhere(text) for text in HOSTILE if shows(text))),
)


SHORT = evolve(LOUD, items=tuple(item for item in LOUD.items if len(item.stem) < 500))
"""Without the longest texts, of which no picture can be taken."""


def notebook_page(quiz: Quiz, monkeypatch: pytest.MonkeyPatch) -> str:
    """What `display_quiz` puts into a notebook, as a page: its HTML, then its script."""
    shown: list[Any] = []
    monkeypatch.setattr(jupyterquiz, "display", shown.append)
    questions = json.loads(export(quiz, "jupyterquiz"))
    jupyterquiz.display_quiz(questions, shuffle_answers=False)
    html, script = shown
    return (
        '<!doctype html><meta charset="utf-8"><title>quiz</title>'
        f"{html.data}</div><script>{script.data}</script>"
    )


def test_jupyterquiz_shows_text_as_text(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a text holds is read as it was written, before and after a click."""
    file = tmp_path / "quiz.html"
    file.write_text(notebook_page(SHORT, monkeypatch), encoding="utf-8")
    opened = Seen(browser, file, 800, "jupyterquiz")
    opened.page.wait_for_selector(".Quiz")
    before = elements(opened.page)
    found = opened.page.evaluate(ANSWER_ALL)
    assert len(found) == len(SHORT.items)
    for said, item in zip(found, SHORT.items, strict=True):
        check_asked(said, item)
    assert elements(opened.page) == before
    assert before <= {
        *("html", "head", "meta", "title", "style", "body", "div", "script", "span", "br"),
        *("label", "input"),
    }
    opened.check_quiet()
    opened.page.close()


ANSWER_ALL = """
[...document.querySelectorAll("div.Quiz[data-qnum]")].map(box => ({
    asked: box.querySelector("[id^=quizQn]").innerText,
    silent: box.querySelector(".Feedback").innerText === "",
    options: [...box.querySelectorAll("label")].map(label => {
        label.click();
        const feedback = box.querySelector(".Feedback");
        return {text: label.innerText, said: feedback.innerText, marked: [...feedback.classList]};
    }),
}))
"""
"""What stands in each question, and what a click on each option says."""


def check_asked(found: dict[str, Any], item: Item) -> None:
    """A question reads as it was written, and so does the feedback."""
    asked = seen(found["asked"])
    assert (asked[:-1] if item.choose is t.Choose.ALL else asked) == seen(item.question)
    assert found["silent"]
    for shown, option in zip(found["options"], item.options, strict=True):
        assert seen(shown["text"]) == seen(option.text)
        said = re.sub(r" \[\d/\d\]$", "", shown["said"])
        assert seen(said) == seen(option.feedback) + seen(item.general)
        assert ("correct" if option.right else "incorrect") in shown["marked"]


def test_a_click_in_a_notebook_is_answered(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who chooses an option sees why it is right, partly right or not."""
    file = tmp_path / "quiz.html"
    file.write_text(notebook_page(QUIZ, monkeypatch), encoding="utf-8")
    opened = Seen(browser, file, 800, "jupyterquiz-tame")
    opened.page.get_by_text("Role transition", exact=True).click()
    assert opened.page.get_by_text("Partly right. It could be.").is_visible()
    assert opened.page.get_by_text("Alert in this case: Ask about suicide first.").is_visible()
    opened.page.screenshot(path=SHOTS / "jupyterquiz-answered.png")
    opened.check_quiet()
    opened.page.close()


def elements(page: Page) -> set[str]:
    """The names of all elements on a page."""
    names: list[str] = page.evaluate("[...document.all].map(e => e.localName)")
    return set(names)


@pytest.mark.parametrize("width", [800, 1400])
@pytest.mark.parametrize(("name", "quiz"), [("tame", QUIZ), ("loud", LOUD)])
def test_a_page_to_print(
    browser: Browser, tmp_path: Path, name: str, quiz: Quiz, width: int
) -> None:
    """Nothing hangs over, nothing is asked of anybody, and text is text."""
    file = tmp_path / "quiz.html"
    file.write_bytes(export(quiz, "html"))
    opened = Seen(browser, file, width, f"quiz-{name}")
    opened.check_quiet()
    opened.check_fits()
    assert "script" not in elements(opened.page)
    assert opened.page.title() == quiz.title
    assert opened.page.locator("h3").count() == 2 * len(quiz.items)
    tops = opened.page.locator("h2").evaluate_all("all => all.map(e => e.offsetTop)")
    assert opened.page.locator("h2").nth(1).inner_text() == "Key and reasons"
    asked = opened.page.locator("h3", has_text=re.compile(r"^Question \d+$"))
    assert max(asked.evaluate_all("all => all.map(e => e.offsetTop)")) < tops[1]
    opened.page.close()


def pages(page: Page, file: Path) -> int:
    """How many sheets of paper a page needs."""
    page.pdf(path=file, format="A4", print_background=True)
    return len(re.findall(rb"/Type\s*/Page\b", file.read_bytes()))


def test_the_key_is_on_another_sheet(browser: Browser, tmp_path: Path) -> None:
    """A short quiz would fit one sheet; it takes two, and only because of the break."""
    file = tmp_path / "quiz.html"
    file.write_bytes(export(QUIZ, "html"))
    page = browser.new_page()
    page.goto(file.as_uri())
    SHOTS.mkdir(parents=True, exist_ok=True)
    assert pages(page, SHOTS / "quiz.pdf") == 2
    page.evaluate("document.querySelector('[style]').remove()")
    assert pages(page, tmp_path / "one.pdf") == 1
    page.close()

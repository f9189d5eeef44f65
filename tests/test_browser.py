"""What a supervisor sees: reviews and notebooks in a real browser, on a screen and on paper."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert import HTMLExporter
from playwright.sync_api import Browser, Page

from ipt_rules.evaluation import evaluate
from ipt_rules.review.check import check
from ipt_rules.review.review import Review
from tests.shipped import CASES, RULES

pytestmark = [pytest.mark.once, pytest.mark.filterwarnings("ignore")]

HERE = Path(__file__).resolve().parents[1]
SHOTS = HERE / "build" / "screenshots"
TUTORIALS = sorted((HERE / "docs" / "tutorials").glob("*.ipynb"))
WIDTHS = (800, 1400)
REVIEWED = ("ruth-violence", "lena-renegotiation", "tomasz-plan-from-elsewhere", "zofia-halfway")


class Seen:
    """A page that was opened, with everything it asked for and complained of."""

    def __init__(self, browser: Browser, file: Path, width: int, name: str) -> None:
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page: Page = browser.new_page(viewport={"width": width, "height": 900})
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on(
            "console", lambda m: self.complaints.append(m.text) if m.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(file.as_uri())
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
        self.own = file.as_uri()

    def check_quiet(self) -> None:
        """Nothing was asked of anybody but the file itself, and nothing went wrong."""
        foreign = [url for url in self.asked if url != self.own and not url.startswith("data:")]
        assert foreign == []
        assert self.complaints == []

    def check_fits(self, inside: str = "body *") -> None:
        """Nothing is wider than the window; code in a notebook may scroll within its cell."""
        wide = self.page.evaluate(
            "inside => [...document.querySelectorAll(inside)].filter(e =>"
            " e.getBoundingClientRect().right > innerWidth + 1)"
            ".map(e => e.tagName + '.' + e.className).slice(0, 5)",
            inside,
        )
        assert wide == []
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def check_pictures(self) -> int:
        """Every picture is drawn and has its text."""
        pictures: list[dict[str, Any]] = self.page.evaluate(
            "[...document.images].map(i => ({alt: i.alt, wide: i.naturalWidth, done: i.complete}))"
        )
        for picture in pictures:
            assert picture["done"]
            assert picture["wide"] > 100
            assert len(picture["alt"]) > 20
        return len(pictures)


def review_of(name: str) -> Review:
    inventory = CASES[name].inventory
    formulation = inventory.formulation or CASES["lena-renegotiation"].inventory.formulation
    assert formulation is not None
    if inventory.formulation is None:
        from attrs import evolve

        formulation = evolve(formulation, linked_to=())
    return check(formulation, evaluate(inventory, RULES, session=CASES[name].session))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", REVIEWED)
def test_a_review_in_the_browser(browser: Browser, tmp_path: Path, name: str, width: int) -> None:
    """Alerts are seen first, nothing overflows, pictures have words, nothing leaves the machine."""
    review = review_of(name)
    seen = Seen(browser, review.save(tmp_path / f"{name}.html"), width, f"review-{name}")
    seen.check_quiet()
    seen.check_fits()
    assert seen.check_pictures() == len(review.pictures) >= 3
    tops = seen.page.evaluate(
        "['[role=alert]', 'h3', 'p', 'li', 'img'].map(s => document.querySelector(s)"
        "?.getBoundingClientRect().top ?? 1e9)"
    )
    if review.alerts:
        assert tops[0] == min(tops)
        assert tops[0] < 900
        assert seen.page.locator("[role=alert]").count() == len(review.alerts)
    seen.page.close()


def test_a_review_on_paper(browser: Browser, tmp_path: Path) -> None:
    """Printed, the reasons that wait for a click are there, and the pictures too."""
    review = review_of("tomasz-plan-from-elsewhere")
    seen = Seen(browser, review.save(tmp_path / "review.html"), 800, "print-screen")
    seen.page.emulate_media(media="print")
    shut = seen.page.locator("details:not([open]) > :not(summary)")
    assert shut.count() > 10
    heights = [shut.nth(n).bounding_box() for n in range(shut.count())]
    assert all(box is not None and box["height"] > 5 for box in heights)
    paper = SHOTS / "review.pdf"
    seen.page.pdf(path=paper, format="A4", print_background=True)
    assert paper.read_bytes().startswith(b"%PDF")
    seen.page.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", TUTORIALS, ids=lambda path: path.stem)
def test_a_notebook_in_the_browser(
    browser: Browser, tmp_path: Path, path: Path, width: int
) -> None:
    """As it is stored: nothing overflows, pictures have words, nothing leaves the machine."""
    notebook = nbformat.read(path, as_version=4)
    exporter = HTMLExporter(
        mathjax_url="", require_js_url="", jquery_url="", mermaid_js_url="", widget_renderer_url=""
    )
    page, _ = exporter.from_notebook_node(notebook)
    file = tmp_path / f"{path.stem}.html"
    file.write_text(page, encoding="utf-8")
    seen = Seen(browser, file, width, f"notebook-{path.stem}")
    seen.check_quiet()
    assert seen.check_pictures() == json.dumps(notebook).count('src=\\"data:image/svg+xml')
    seen.check_fits(".jp-OutputArea-output *")
    seen.page.close()

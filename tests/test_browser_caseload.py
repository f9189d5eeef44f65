"""The page of a caseload in a browser: it sorts, asks for nothing, fits, and prints whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Page

from ipt_rules import caseload
from ipt_rules.terms import AlertLevel
from tests.caseloads import FOUND, TRAINEES

LOAD = caseload(FOUND, trainees=TRAINEES)

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "caseload.html"
    path.write_text(LOAD.to_page(), encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    """The page, opened from its file; what it says to the console and asks for is checked."""
    opened = browser.new_page(viewport={"width": 1400, "height": 1000})
    said: list[str] = []
    asked: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(file.as_uri())
    yield opened
    opened.close()
    assert said == []
    assert asked == [file.as_uri()]


def names(page: Page) -> list[str]:
    """The pseudonyms in the order of the table of cases."""
    return page.locator("table").first.locator("tbody > tr:first-child > th").all_inner_texts()


GIVEN = [row.pseudonym for row in LOAD.cases]


def test_the_order_is_the_one_of_the_caseload_until_somebody_sorts(page: Page) -> None:
    """Opened, the page shows the most urgent case first, and how to sort."""
    assert names(page) == GIVEN
    assert page.locator(".hint").is_visible()


def test_a_click_sorts_a_second_turns_round_a_third_brings_back(page: Page) -> None:
    """Numbers begin with the largest, and what is alike keeps its order."""
    head = page.get_by_role("columnheader", name="Overdue")
    overdue = {row.pseudonym: len(row.overdue) for row in LOAD.cases}
    assert len(set(overdue.values())) > 4
    for turn, expected in (
        ("descending", sorted(GIVEN, key=lambda name: -overdue[name])),
        ("ascending", sorted(sorted(GIVEN, key=lambda n: -overdue[n]), key=overdue.__getitem__)),
        (None, GIVEN),
    ):
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == turn
        assert names(page) == expected


def letters(name: str) -> str:
    """A name without what is written above and through its letters."""
    return normalize("NFKD", name.replace("ø", "o")).encode("ascii", "ignore").decode()


def test_text_sorts_as_people_read_it(page: Page) -> None:
    """Names from A to Z, numbers in them by their size; what is missing comes last both ways."""
    page.get_by_role("columnheader", name="Case").first.get_by_role("button").click()
    assert names(page) == sorted(GIVEN, key=letters)
    trainee = page.get_by_role("columnheader", name="Trainee").first
    nobody = {row.pseudonym for row in LOAD.cases if row.trainee is None}
    for _ in range(2):
        trainee.get_by_role("button").click()
        assert set(names(page)[-len(nobody) :]) == nobody
    who = [TRAINEES[name] for name in names(page)[: -len(nobody)]]
    assert who == sorted(who, reverse=True)
    within = [name for name in names(page) if TRAINEES.get(name) == "Bo"]
    assert within == sorted(within, key=letters)  # the order by name, kept
    assert page.locator("[aria-sort]").count() == 1


def test_alerts_go_with_their_case(page: Page) -> None:
    """However a table is sorted, alerts stand under the case they belong to."""
    page.get_by_role("columnheader", name="Case").first.get_by_role("button").click()
    for row in LOAD.cases:
        body = page.locator(
            "tbody", has=page.get_by_role("rowheader", name=row.pseudonym, exact=True)
        )
        said = body.first.locator(".says").all_inner_texts()
        assert said == [f"{alert.level.upper()}: {alert.because}" for alert in row.alerts]
    assert page.locator(".alert").first.inner_text().startswith("STOP: ")


def test_the_keyboard_sorts(page: Page) -> None:
    """A heading is a button: it takes the focus, and Enter and the space bar press it."""
    button = page.get_by_role("columnheader", name="Alert").get_by_role("button")
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    head = page.get_by_role("columnheader", name="Alert")
    assert head.get_attribute("aria-sort") == "ascending"
    levels = [row.level for name in names(page) for row in LOAD.cases if row.pseudonym == name]
    order = [None, *reversed(AlertLevel)]
    places = [order.index(level) for level in levels]
    assert places == sorted(places)


@pytest.mark.parametrize("width", [800, 1400])
def test_nothing_hangs_over(page: Page, width: int) -> None:
    """Neither the page nor a table is wider than the window, with everything opened."""
    page.set_viewport_size({"width": width, "height": 1000})
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    over = (
        "[...document.querySelectorAll('.wide, html')].filter((e) => e.scrollWidth > e.clientWidth)"
    )
    assert page.evaluate(f"{over}.length") == 0
    assert page.locator(".wide").count() == 5


def test_on_paper_everything_is_there(page: Page) -> None:
    """What waits behind a click on the screen is printed."""
    action = page.get_by_text(LOAD.cases[0].alerts[0].action).first
    height = "(each) => each.getBoundingClientRect().height"
    assert action.evaluate("(each) => each.checkVisibility({contentVisibilityAuto: true})") is False
    page.emulate_media(media="print")
    assert action.evaluate("(each) => each.checkVisibility({contentVisibilityAuto: true})") is True
    assert action.evaluate(height) > 0
    assert not page.locator(".hint").is_visible()


def test_without_a_script_the_order_is_right_and_no_button_is_dead(
    browser: Browser, file: Path
) -> None:
    """The page is readable where scripts do not run; it then promises no sorting."""
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(file.as_uri())
    assert names(plain) == GIVEN
    assert plain.get_by_role("button").count() == 0
    assert not plain.locator(".hint").is_visible()
    plain.context.close()

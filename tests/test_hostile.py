"""Whatever people write stays text: in HTML, SVG, Markdown, SARIF, in every field."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from attrs import evolve
from hypothesis import given, settings
from markdown_it import MarkdownIt

from ipt_rules import terms as t
from ipt_rules.documents.formulations import load_formulation
from ipt_rules.documents.inventories import dump_inventory, load_inventory
from ipt_rules.evaluation import evaluate
from ipt_rules.exceptions import DocumentError
from ipt_rules.model import Formulation, Incident, Inventory, PlannedSession
from ipt_rules.report.document import Heading
from ipt_rules.review.check import check
from ipt_rules.review.review import Review
from ipt_rules.review.telling import review_document
from tests.shipped import CASES, RULES
from tests.test_report import hostile_cases

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "image": "'\"><img src=x onerror=alert(1)>",
    "style": "</style><iframe src=//x.example>",
    "cdata": "]]></text><script/>",
    "formula": '=HYPERLINK("http://x.example",1)',
    "link": "[x](javascript:alert(1)) ![y](http://x.example/y.png) <http://x.example>",
    "markdown": "# head\n> quote\n- item\n| a | b |\n```\ncode",
    "mathematics": "$x^2$ \\(a\\) {{0}} {1}",
    "right to left": "\u202eabc\u202c\u2067def\u2069\u200f",
    "long": "word " * 2000,
    "unbroken": "x" * 10_000,
}
CASE = CASES["lena-renegotiation"].inventory


def poisoned(text: str) -> tuple[Inventory, Formulation]:
    """Lena with the text in every field that takes one, as far as its limits allow."""
    data = dump_inventory(CASE)
    ids = {record["id"] for part in ("relationships", "events") for record in data.get(part, [])}
    inventory = load_inventory(_filled(data, text, ids))
    assert CASE.formulation is not None
    line, long = text[:60].strip(), text[:2000].strip()
    formulation = evolve(
        CASE.formulation,
        onset_link=long, reason_for_choice=long, statement=long,
        goals=(long,), strengths=(long,), planned_techniques=(line,),
        plan=(PlannedSession(4, techniques=(line,), aim=long),),
    )  # fmt: skip
    return inventory, formulation


def _filled(data: Any, text: str, ids: set[str], key: str = "") -> Any:
    if isinstance(data, dict):
        return {k: _filled(v, text, ids, k) for k, v in data.items()}
    if isinstance(data, list):
        return [_filled(item, text, ids, key) for item in data]
    free = key in _FREE
    limit = 60 if key in ("pseudonym", "label") else 2000
    return text[:limit].strip() if free and isinstance(data, str) and data not in ids else data


_FREE = {
    "pseudonym", "label", "what_was_said", "feelings", "wanted_outcome", "culture_notes",
    "patient_expectation", "other_expectation",
}  # fmt: skip


class Tags(HTMLParser):
    """Every element with its attributes, as a browser would read them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


# --- what every form of a review has to be -------------------------------------------------------

KNOWN = {
    "html", "head", "meta", "title", "body", "div", "style", "h2", "h3", "p", "ul", "ol", "li",
    "strong", "span", "code", "details", "summary", "table", "thead", "tbody", "tr", "th", "td",
    "figure", "figcaption", "img", "em",
}  # fmt: skip


def check_html(review: Review) -> None:
    """Only our own elements, no handler, no address but pictures inside the page."""
    for tag, found in Tags(review.to_page()).found:
        assert tag in KNOWN
        assert not any(name.startswith("on") for name in found)
        assert "href" not in found
        if "src" in found:
            assert str(found["src"]).startswith("data:image/svg+xml;base64,")
    assert "x.example" not in re.sub(r">[^<]*<|alt=\"[^\"]*\"", "", review.to_page())


def check_markdown(review: Review) -> None:
    """Read as others read it: no HTML, no link, no image, no code, no heading but ours."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(review.to_markdown())
    inline = [child for token in tokens for child in token.children or []]
    kinds = {token.type for token in [*tokens, *inline]}
    assert not kinds & {
        "html_block", "html_inline", "link_open", "image", "code_inline", "fence", "code_block",
        "hr",
    }  # fmt: skip
    lines = [
        block.text
        for block in review_document(review, review.pictures)
        if isinstance(block, Heading)
    ]
    assert sum(token.type == "heading_open" for token in tokens) == len(lines)
    assert "$x" not in review.to_markdown().replace("\\$", "")


def check_sarif(review: Review) -> None:
    """No link and no placeholder in a message; everything survives as JSON."""
    for result in json.loads(review.to_sarif())["runs"][0]["results"]:
        text = result["message"]["text"]
        assert not re.search(r"(?<!\\)(\\\\)*\[", text)
        assert not re.search(r"(?<!\{)\{(?!\{)", text.replace("{{", ""))


def check_characters(review: Review) -> None:
    """Neither marks of direction nor control characters come out in any form."""
    for form in (review.to_text(), review.to_page(), review.to_markdown(), review.to_sarif()):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", form)


def check_pictures(review: Review) -> None:
    """No element of a picture was written by anybody; what was written is in the words."""
    for picture in review.pictures:
        for tag, found in Tags(picture.svg).found:
            assert tag not in ("script", "img", "iframe", "foreignobject", "a", "image", "use")
            assert not any(name.startswith("on") or "href" in name for name in found)


CHECKS = (check_html, check_markdown, check_sarif, check_characters, check_pictures)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("one", CHECKS, ids=lambda one: one.__name__)
def test_a_hostile_formulation_stays_text(name: str, one: Callable[[Review], None]) -> None:
    """Every field of a formulation and of its plan, in every form."""
    inventory, formulation = poisoned(HOSTILE[name])
    one(check(formulation, evaluate(inventory, RULES)))


@settings(max_examples=settings().max_examples // 2, deadline=None)
@given(hostile_cases())
def test_the_review_of_a_hostile_case_stays_text(inventory: Inventory) -> None:
    """Labels, notes, pseudonyms and ids of a case, in every form."""
    formulation = inventory.formulation or Formulation(
        areas=(t.ProblemArea.ROLE_DISPUTE,), linked_to=tuple(e.id for e in inventory.events)
    )
    review = check(formulation, evaluate(inventory, RULES))
    for one in CHECKS:
        one(review)


def test_every_free_text_of_the_model_is_tried() -> None:
    """A new field of text in a formulation or a note has to be added here."""
    fields = set()
    for kind in (Formulation, PlannedSession, Incident):
        for name, hint in get_type_hints(kind, include_extras=True).items():
            if str in (*get_args(hint), *(a for h in get_args(hint) for a in get_args(h))):
                fields.add(name)
    assert fields == {
        "onset_link", "goals", "strengths", "reason_for_choice", "statement", "planned_techniques",
        "techniques", "aim", "what_was_said", "feelings", "wanted_outcome", "linked_to",
        "who",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["a\x1b[31mb", "x" * 10_000], ids=["control", "too long"])
def test_what_no_person_writes_is_refused(text: str, tmp_path: Path) -> None:
    """Control characters and texts past the limit never get in; each field is named."""
    path = tmp_path / "formulation.json"
    path.write_text(json.dumps({"statement": text, "goals": [text], "onset_link": text}))
    with pytest.raises(DocumentError) as caught:
        load_formulation(path)
    assert {str(problem.path[0]) for problem in caught.value.problems} == {
        "statement", "goals", "onset_link",
    }  # fmt: skip
    assert all(problem.line for problem in caught.value.problems)
    assert len(str(caught.value)) < 2000

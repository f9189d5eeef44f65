"""Reports: what people read is complete, in order, and harmless whatever a document says."""

from __future__ import annotations

import unicodedata
from html.parser import HTMLParser
from typing import Any, get_type_hints

import attrs
import pytest
from attrs import evolve
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from ipt_rules import terms as t
from ipt_rules.evaluation import Evaluation, evaluate
from ipt_rules.model import Inventory, LifeEvent, PartialDate, Relationship
from ipt_rules.model.values import Identifier, Label, Text
from ipt_rules.report import to_html, to_page, to_text
from ipt_rules.report.wording import clean, sources_line
from tests.shipped import CASES, RULES

SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
LENA = CASES["lena-renegotiation"].inventory
RUTH = CASES["ruth-violence"].inventory
TAGS = {
    "html", "head", "meta", "title", "body", "style", "div", "h2", "h3", "p", "strong", "em", "ul",
    "ol", "li", "details", "summary", "code", "span", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {
    "meta": {"charset", "name", "content", "http-equiv"},
    "html": {"lang"},
    "div": {"class", "role"},
    "th": {"scope"},
}

# --- hostile words ---------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</style><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    "--><iframe src='http://evil.example'>",
    "\" onmouseover=\"alert(1)",
    "' style='x' onclick='alert(1)",
    "&lt;script&gt;&#60;b&#62;&amp;",
    "javascript:alert(1)",
    "]]><![CDATA[<b>",
    "<!doctype html><html>",
    "=HYPERLINK(\"http://evil.example\")",
    "=1+1",
    "@SUM(A1)",
    "-2+3",
    "{death.who} {0.__class__} %s ${x} {{",
    "\u202egnp.exe",
    "\u2066isolate\u2069",
    "\u200e\u200f\u061c",
    "a\nPROPOSAL: none\n\nALERTS (0)\n  none",
    "a\r\nb\tc",
    "\u2028line\u2029paragraph",
    "e\u0301\u0301\u0301\u0301\u0301",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u0000".replace("\0", "\ue000"),
    "x" * 60,
)  # fmt: skip
ESCAPES = ("\x1b[31mred", "\x1b]0;title\x07", "\x9b2J", "\x00", "\x7f", "\x08\x08", "\ufffe\uffff")
"""No document can hold these, yet a result built in Python can."""


def hostile(limit: int) -> st.SearchStrategy[str]:
    letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"))
    alone = st.sampled_from([text for text in HOSTILE if len(text) <= limit])
    flood = st.sampled_from(("<", "&", "\u202e", "'\"", "w ", "\u0301")).map(
        lambda text: (text * limit)[:limit]
    )
    mixed = st.lists(alone | st.text(letters, max_size=8), min_size=1, max_size=4).map(
        lambda parts: "".join(parts)[:limit]
    )
    reserved = {*t.Absence, "unknown"}
    return st.one_of(alone, mixed, flood).filter(lambda text: text and text not in reserved)


LIMITS = {Label: 60, Text: 2000, Identifier: 40}
CHECKED_NAMES = {"profile", "tasks_done", "techniques"}  # only what the rule base knows is taken


def _limit(hint: Any) -> int | None:
    """How long a free text of this type may be."""
    if hint in (Label, Text):
        return LIMITS[hint]
    return next(filter(None, map(_limit, getattr(hint, "__args__", ()))), None)


def _texts(record: type) -> dict[str, int]:
    """The free-text fields of a record with the length each may have."""
    hints = get_type_hints(record, include_extras=True)
    found = {name: _limit(hints[name]) for name in (a.name for a in attrs.fields(record))}
    return {name: limit for name, limit in found.items() if limit and name not in CHECKED_NAMES}


def _with_hostile_words(value: Any, draw: st.DrawFn) -> Any:
    """The same case with hostile words wherever it holds a text."""
    if isinstance(value, tuple):
        return tuple(_with_hostile_words(item, draw) for item in value)
    if not attrs.has(type(value)) or isinstance(value, PartialDate):
        return value
    limits = _texts(type(value))
    changed: dict[str, Any] = {}
    for name in (a.name for a in attrs.fields(type(value)) if a.init):
        held = getattr(value, name)
        if name not in limits:
            changed[name] = _with_hostile_words(held, draw)
        elif isinstance(held, t.Absence):
            continue
        elif isinstance(held, str):
            changed[name] = draw(hostile(limits[name]))
        elif isinstance(held, tuple):
            changed[name] = tuple(draw(hostile(limits[name])) for _ in held)
    return evolve(value, **changed)


def _renamed(inventory: Inventory, names: dict[str, str]) -> Inventory:
    """The same case with other ids, references kept."""

    def other(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(other(item) for item in value)
        if type(value) is str:
            return names.get(value, value)
        if attrs.has(type(value)) and not isinstance(value, PartialDate):
            fields = [a.name for a in attrs.fields(type(value)) if a.init]
            return evolve(value, **{name: other(getattr(value, name)) for name in fields})
        return value

    changed: Inventory = other(inventory)
    return changed


@st.composite
def hostile_cases(draw: st.DrawFn) -> Inventory:
    """A shipped case whose labels, notes, pseudonym and ids are hostile."""
    inventory = draw(st.sampled_from([case.inventory for case in CASES.values()]))
    ids = [person.id for person in inventory.relationships]
    ids += [event.id for event in inventory.events]
    size = {"min_size": len(ids), "max_size": len(ids)}
    new = draw(st.lists(hostile(40), unique=True, **size))  # type: ignore[arg-type]
    renamed = _renamed(inventory, dict(zip(ids, new, strict=True)))
    changed: Inventory = _with_hostile_words(renamed, draw)
    return changed


# --- reading a report back -------------------------------------------------------------------


class Reader(HTMLParser):
    """Reads HTML as a browser does: its tags, attributes and text."""

    VOID = ("meta",)

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.oddities: list[str] = []
        self.declarations: list[str] = []
        self._open: list[str] = []
        self._text: list[str] = []
        self.feed(page)
        self.close()
        self.oddities += self._open

    @property
    def text(self) -> str:
        return "".join(self._text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.oddities.append(tag)

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self._text.append(data)

    def handle_comment(self, data: str) -> None:
        self.oddities.append(data)

    def handle_decl(self, decl: str) -> None:
        self.declarations.append(decl)

    def unknown_decl(self, data: str) -> None:
        self.oddities.append(data)

    def handle_pi(self, data: str) -> None:
        self.oddities.append(data)


def check_harmless(page: str) -> Reader:
    """Only known tags and attributes, all closed in order; nothing that loads or runs."""
    read = Reader(page)
    assert set(read.tags) <= TAGS
    assert not read.oddities
    for tag, name, value in read.attributes:
        assert name in ATTRIBUTES.get(tag, set()) | {"class"}
        assert not name.startswith("on")
        assert name not in ("href", "src", "style")
        assert name != "class" or set(value or "") <= set("abcdefghijklmnopqrstuvwxyz ")
    assert read.tags.count("style") == 1
    assert "script" not in read.tags
    return read


def squeezed(text: str) -> str:
    """Text as it reads when lines are broken elsewhere."""
    return "".join(text.split())


def check_plain(text: str) -> None:
    """Text for a terminal: no character that drives it or turns the writing round."""
    for character in text.replace("\n", ""):
        assert unicodedata.category(character) not in ("Cc", "Cs", "Co")
        assert unicodedata.bidirectional(character) not in (
            "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"
        )  # fmt: skip
        assert character not in "\u200e\u200f\u061c\u2028\u2029\ufeff\ufffe\uffff"


@settings(SLOW, max_examples=settings().max_examples // 2)
@given(hostile_cases())
def test_hostile_words_stay_words(inventory: Inventory) -> None:
    """Markup, quotes, formulas, escapes and bidi marks in a case are text in every report."""
    found = evaluate(inventory, RULES)
    fragment, page = check_harmless(to_html(found)), check_harmless(to_page(found))
    assert page.declarations == ["doctype html"]
    assert fragment.declarations == []
    shown = squeezed(fragment.text)
    for text in (to_text(found), to_html(found), to_page(found)):
        check_plain(text)
    assert shown.startswith(squeezed(clean(found.pseudonym)))
    assert squeezed(clean(found.pseudonym)) in squeezed(to_text(found))
    sentences = [alert.because for alert in found.alerts]
    sentences += [a.because for area in found.areas for a in area.arguments]
    sentences += [question.text for question in found.questions]
    sentences += [suggestion.because for suggestion in found.suggestions]
    for sentence in sentences:
        assert squeezed(clean(sentence)) in shown
    check_headings(found)


def check_headings(found: Evaluation) -> None:
    """A line break in a label or pseudonym makes no line that looks like a part of the report."""
    _, *lines = to_text(found).splitlines()
    headings = [line for line in lines if line and not line.startswith(" ")]
    assert sum(line.startswith("PROPOSAL: ") for line in headings) == 1
    alerts = [line for line in headings if line.startswith("ALERTS (")]
    assert alerts == ([f"ALERTS ({len(found.alerts)})"] if found.alerts else [])
    names = {line.split("(")[0].split(":")[0].rstrip("0123456789 ") for line in headings}
    assert names <= {
        "ALERTS", "Crisis services to have at hand", "PROPOSAL", "The four areas",
        "What to ask next", "Suitability",
        "The areas chosen in the formulation", "Issues in the formulation and the notes", "Safety",
        "Tasks of session", "Techniques that fit", "Must wait", "Not now",
        "Record",
    }  # fmt: skip


@pytest.mark.parametrize("word", [*HOSTILE, *ESCAPES])
def test_each_hostile_word_is_disarmed_everywhere(word: str) -> None:
    """A result that was built in Python is displayed as safely as one from a document."""

    def everywhere(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(everywhere(item) for item in value)
        if type(value) is str:
            return f"{value} {word}"
        if attrs.has(type(value)):
            names = [a.name for a in attrs.fields(type(value)) if a.init]
            return evolve(value, **{name: everywhere(getattr(value, name)) for name in names})
        return value

    for inventory in (LENA, RUTH):
        found: Evaluation = everywhere(evaluate(inventory, RULES))
        read = check_harmless(to_page(found))
        assert squeezed(clean(word)) in squeezed(read.text)
        check_plain(to_text(found))
        check_plain(to_page(found))


# --- what is in it, and in which order -------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_alerts_come_before_everything_else(name: str) -> None:
    """Between the name of the case and the proposal stand all alerts, with what to do."""
    found = evaluate(CASES[name].inventory, RULES)
    before, marker, _ = squeezed(to_text(found)).partition(squeezed("PROPOSAL:"))
    assert marker
    read, marker, _ = squeezed(Reader(to_html(found)).text).partition("Proposal:")
    assert marker
    for alert in found.alerts:
        for text in (alert.because, alert.action):
            assert squeezed(text) in before
            assert squeezed(text) in read
    first = min(
        (squeezed(to_text(found)).find(squeezed(heading)) for heading in ("The four areas",)),
    )
    assert len(before) < first


def test_a_page_loads_nothing() -> None:
    """A page is one file: no address, no script, and a policy that forbids both."""
    for inventory in (LENA, RUTH):
        page = to_page(evaluate(inventory, RULES))
        policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
        assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in page
        assert page.index("Content-Security-Policy") < page.index("<style>")
        for needle in ("http:", "https:", "//", "<script", "<link", "@import", "url(", "<img"):
            assert needle not in page.replace("<!doctype html>", "")
        assert page.startswith('<!doctype html>\n<html lang="en">')


def test_a_notebook_gets_html_and_text() -> None:
    """An evaluation shows itself; the text serves where HTML is not shown."""
    found = evaluate(LENA, RULES)
    bundle = found._repr_mimebundle_(include=None, exclude=None)
    assert bundle == {"text/plain": to_text(found), "text/html": to_html(found)}
    assert str(found) == to_text(found)


@pytest.mark.parametrize("evidence", t.Evidence)
def test_what_no_source_carries_is_shown_as_a_default(evidence: t.Evidence) -> None:
    """An argument that rests on design or memory alone is not dressed as a finding."""
    found = evaluate(LENA, RULES)
    area = next(area for area in found.areas if area.arguments)
    argument = area.arguments[0]
    sources = tuple(evolve(note, evidence=evidence) for note in argument.support.sources)
    argument = evolve(argument, support=evolve(argument.support, sources=sources))
    found = evolve(found, areas=(evolve(area, arguments=(argument,)),))
    alone = evidence is not t.Evidence.VERIFIED
    assert argument.support.is_default is alone
    said = "a default of this rule base, not an established finding"
    _, _, after = squeezed(to_text(found)).partition(squeezed(f"[{argument.support.rule}] Source:"))
    assert after.startswith(squeezed(said)) is alone
    _, _, after = Reader(to_html(found)).text.partition(f"Rule {argument.support.rule} (")
    assert after.partition("Source: ")[2].startswith(said) is alone


def test_every_argument_names_its_sources_and_its_rule() -> None:
    """Text and HTML say which rule spoke and what it rests on."""
    found = evaluate(LENA, RULES)
    text, page = squeezed(to_text(found)), Reader(to_html(found)).text
    for argument in (a for area in found.areas for a in area.arguments):
        assert squeezed(f"[{argument.support.rule}]") in text
        assert argument.support.rule in page
        for note in argument.support.sources:
            if note.evidence is t.Evidence.VERIFIED:
                assert squeezed(f"{note.title} [{note.ref}]") in text
                assert f"{note.title} [{note.ref}]" in page


@pytest.mark.parametrize("name", [name for name, c in CASES.items() if c.expects.issues])
def test_an_issue_shows_what_a_supervisor_needs(name: str) -> None:
    """What stands there, what was expected, what to do, what to ask, and on which source."""
    found = evaluate(CASES[name].inventory, RULES, session=CASES[name].session)
    text, page = to_text(found), Reader(to_html(found)).text
    assert found.issues
    for issue in found.issues:
        lines = [
            f"{issue.because} [{issue.name}]",
            f"Expected: {issue.expected}",
            f"To do: {issue.action}",
            f"To ask in supervision: {issue.question}",
            f"Source: {sources_line(issue.support)}",
        ]
        assert squeezed(clean("".join(lines))) in squeezed(text)
        for said in (issue.because, *lines[1:]):
            assert squeezed(clean(said)) in squeezed(page)
        assert f"\n    {lines[1][:40]}" in text


def test_a_presumed_argument_is_shown_as_presumed() -> None:
    """Whatever rests on a presumption says so, in both displays."""
    presumed = 0
    for case in CASES.values():
        found = evaluate(case.inventory, RULES)
        text, page = squeezed(to_text(found)), squeezed(Reader(to_html(found)).text)
        for argument in (a for area in found.areas for a in area.arguments):
            if argument.support.presumed:
                presumed += 1
                mark = squeezed(f", presumed: {argument.because}")
                assert mark in text
                assert mark in page
    assert presumed


def test_drafts_are_said_to_be_drafts() -> None:
    """While no clinician has signed a rule, every report says so."""
    found = evaluate(LENA, RULES)
    if found.record.draft_rules:
        assert "drafts that no clinician has signed yet" in to_text(found)
        assert "drafts that no clinician has signed yet" in to_html(found)


def test_every_question_is_in_the_html() -> None:
    """The text shows the first questions and counts the others; HTML folds them and drops none."""
    found = evaluate(CASES["vera-first-contact"].inventory, RULES)
    page = Reader(to_html(found)).text
    assert all(clean(question.text) in page for question in found.questions)
    safety = [q for q in found.questions if q.mandatory and q.purpose == "safety"]
    folded = len(found.questions) - len(safety) - 8
    assert folded > 0
    text = to_text(found)
    assert f"… and {folded} more" in text
    assert text.index("Safety: still to be asked") < text.index("PROPOSAL")
    for question in safety:
        assert squeezed(clean(question.text)) in squeezed(text.partition("PROPOSAL")[0])


@given(st.text() | st.sampled_from(HOSTILE + ESCAPES))
@example("👨\u200d👩\u200d👧 co\u00adoperate")
def test_cleaning_leaves_nothing_that_acts(text: str) -> None:
    """Cleaned text keeps its letters and line breaks, and cleaning twice changes nothing more."""
    once = clean(text)
    assert clean(once) == once
    check_plain(once)
    letters = [c for c in text if unicodedata.category(c)[0] in "LNPSM"]
    assert [c for c in once if unicodedata.category(c)[0] in "LNPSM" and c != "�"] == [
        c for c in letters if c != "�"
    ]


# --- what people look at ---------------------------------------------------------------------


def neutral(found: Evaluation) -> Evaluation:
    """The result without what changes with every release."""
    record = evolve(
        found.record,
        library_version="0",
        rules_version="0",
        rules_digest="0" * 64,
        input_digest="0" * 64,
        engine="one engine",
        draft_rules=0,
        note="Some rules are drafts.",
    )
    return evolve(found, record=record)


@pytest.mark.parametrize("name", ["lena-renegotiation", "ruth-violence"])
def test_the_reports_look_as_they_did(name: str, snapshot: SnapshotAssertion) -> None:
    """Two cases as people see them; a change here is meant, or a mistake."""
    found = neutral(evaluate(CASES[name].inventory, RULES))
    assert to_text(found) == snapshot(name="text")
    assert to_page(found).replace("><", ">\n<") == snapshot(name="page")


def test_records_with_labels_are_among_the_hostile_ones() -> None:
    """The texts that are made hostile above include those that reports show."""
    assert "label" in _texts(Relationship)
    assert "label" in _texts(LifeEvent)
    assert "pseudonym" in _texts(type(LENA.case))

"""Trees of what is explained, as text and as HTML."""

from html.parser import HTMLParser

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ipt_rules.report.outline import SCREEN, Outline, outline_html, outline_page, outline_text

TEXTS = st.text(max_size=60)
OUTLINES = st.recursive(
    st.builds(Outline, TEXTS, TEXTS, folded=st.booleans(), mark=TEXTS),
    lambda inner: st.builds(
        Outline, TEXTS, TEXTS, st.lists(inner, max_size=6), st.booleans(), TEXTS
    ),
    max_leaves=60,
)


def test_full_text_holds_every_line():
    """Asked for everything, the text holds each item once, set in below the one above it."""
    tree = Outline(
        "a", children=(Outline("b", children=(Outline("c", folded=True),)), Outline("d"))
    )
    assert outline_text(tree, full=True) == "a\n  b\n    c\n  d\n"


def test_folded_items_become_one_line():
    """Folded items that stand together are one line, which counts what is under them as well."""
    hidden = Outline("x", children=(Outline("y"),), folded=True)
    tree = Outline("a", children=(hidden, hidden, Outline("b"), hidden))
    assert outline_text(tree) == "a\n  … 4 more\n  b\n  … 2 more\n"


def test_first_level_is_never_cut():
    """However long, what stands directly under the heading is shown: an alert is never hidden."""
    tree = Outline("a", children=[Outline(str(n)) for n in range(3 * SCREEN)])
    assert len(outline_text(tree).splitlines()) == 3 * SCREEN + 1


def test_deeper_levels_fill_one_screen():
    """Below that, items open from the top down until the screen is full; the rest says how much."""
    tree = Outline("a", children=[Outline(str(n), children=(Outline("x"),) * 9) for n in range(9)])
    lines = outline_text(tree).splitlines()
    assert SCREEN - 9 < len(lines) <= SCREEN
    assert lines[2] == "    x"
    assert lines[-1] == "    … 9 more"


def test_long_lines_wrap_and_breaks_become_spaces():
    """A line is wrapped at the width of a report, and no label can begin a line of its own."""
    shown = outline_text(Outline("word " * 60, children=(Outline("a\nb\tc"),)), full=True)
    assert max(map(len, shown.splitlines())) <= 96
    assert shown.endswith("\n  a b c\n")


@given(OUTLINES)
def test_text_is_safe_and_short(tree):
    """No text drives a terminal, and only what is always shown can be longer than a screen."""
    shown = outline_text(tree)
    assert not any(ord(c) < 32 and c != "\n" for c in shown)
    shut = [
        evolve(child, children=[Outline("…")] * bool(child.children)) for child in tree.children
    ]
    always = outline_text(evolve(tree, children=shut))
    assert len(shown.split("\n")) <= max(SCREEN + 1, len(always.split("\n")))


class _Strict(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.seen, self.items = [], set(), 0

    def handle_starttag(self, name, attributes):
        self.open.append(name)
        self.seen.add(name)
        self.items += name == "li"
        assert all(key in ("class", "open") for key, _ in attributes)

    def handle_endtag(self, name):
        assert self.open.pop() == name


@given(OUTLINES, st.booleans())
def test_html_is_well_formed_and_escaped(tree, full):
    """Whatever the lines say, the fragment holds the few elements it is made of and no other."""
    parser = _Strict()
    parser.feed(outline_html(tree, full))
    parser.close()
    assert parser.open == []
    assert parser.seen <= {"div", "style", "h2", "ul", "li", "details", "summary", "span", "strong"}
    assert parser.items >= len(tree) - 1


def test_html_opens_what_was_asked_for():
    """Folded items stand behind a click; asked for everything, they are open from the start."""
    tree = Outline("a", children=(Outline("b", folded=True),))
    assert "<details><summary>… 1 more</summary>" in outline_html(tree)
    assert '<details open="open">' in outline_html(tree, full=True)


def test_page_is_complete_and_loads_nothing():
    """The page is one file with its title escaped and a policy that allows it nothing."""
    made = outline_page(Outline("<b>Why</b>"))
    assert made.startswith("<!doctype html>")
    assert "<title>&lt;b&gt;Why&lt;/b&gt;</title>" in made
    assert "default-src 'none'" in made

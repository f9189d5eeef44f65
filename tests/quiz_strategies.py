"""Hypothesis strategies for quizzes whose texts try to be something else than text."""

from __future__ import annotations

from hypothesis import strategies as st

from ipt_rules import terms as t
from ipt_rules.quiz.values import Item, KeyRecord, Option, Quiz, Reason
from ipt_rules.report.wording import clean
from ipt_rules.results import SourceNote

HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</script><script>", "]]>", "<!--",
    "<![CDATA[x]]>", "&lt;b&gt;", "&amp;", "&#65;", "&nbsp;", "&&0", "{curly}", "{{c1::x}}", "{=a}",
    "~ = # : \\", "a \\n b", "\\", "\\\\", "::title::", "####", "$CATEGORY: x", "// comment",
    "-> x", "%50% half", "=right", "~wrong", "[html]<b>x</b>", "[markdown]", "[id:x] [tag:y]",
    "*a* **b** _c_ __d__", "`code`", "```\ncode\n```", "~~~\nx\n~~~", "# head", "> quote", "- item",
    "+ item", "1. one", "1) one", "a) b", "*a) b", "*", "...", "... x", "[*] x", "[ ] x", "! x",
    "___", "^^^", "= 5", "GROUP", "END_GROUP", "COMMENT", "END_COMMENT", "% note", "Title: x",
    "Points: 5", "Quiz title: x", "Quiz description: x", "Text: x", "pick: 1", "---", "--", "***",
    "```{.python .run}\nprint(1)\n```", "$x$", "$$x$$", "\\(x\\)", "\\[x\\]", "\\num{5}", "\\$",
    "\\SI{5}{m}", "[latex]x[/latex]", "[$]x[/$]", "[sound:x.mp3]", "[text](http://a.example)",
    "![x](y.png)", "<http://a.example>", "http://a.example/b", "[^1]: x", "[a]: b", "term\n: it",
    "| a | b |\n|---|---|", "a\n===", "don't \"say\" so", "it's – it—s …", "\u202egnp.exe",
    "\x1b[31mred", "\x00", "\x02\x03", "a\tb\rc\vd\fe", "two\nlines", "para\n\ngraphs", "\n\nx\n",
    " spaces  inside ", "\u2028", "\x85", "\u00a0x", "é😀ß", "ﷺ", "e\u0301", "\ufeff", "\ud800x",
    "\ufffe", "٣. x", "x" * 3000, "word " * 500, "{: .a}", "{.a #b}", "a{.b}", "<<a>>", "(c)", "‮",
)  # fmt: skip


def shows(text: str) -> bool:
    """Whether anything of it can be seen."""
    return any(not char.isspace() for char in clean(text))


_drawn = st.text(min_size=1, max_size=30)
_pieces = st.lists(st.sampled_from(HOSTILE) | _drawn, min_size=1, max_size=3)
hostile = (
    st.sampled_from(HOSTILE) | _drawn | _pieces.map(" ".join) | _pieces.map("\n".join)
).filter(shows)
"""Text that means something to one format or another."""

tame = st.sampled_from(["Grief", "A dispute", "Ask about sleep.", "Nobody died.", "Wait"])
texts = hostile | tame
perhaps = st.just("") | texts
ids = st.from_regex(r"[a-z]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True) | texts

notes = st.builds(SourceNote, texts, texts, st.sampled_from(t.Evidence))
reasons = st.builds(
    Reason, texts, st.sampled_from(["", "areas.grief"]), st.lists(notes, max_size=1).map(tuple)
)


@st.composite
def items(draw: st.DrawFn, name: str) -> Item:
    """An item that could be: one right option, or at least one where all are asked for."""
    said = draw(st.lists(texts, min_size=2, max_size=6, unique_by=seen))
    choose = draw(st.sampled_from(t.Choose))
    if choose is t.Choose.ONE:
        credits = draw(
            st.lists(st.sampled_from([0.0, 0.5]), min_size=len(said), max_size=len(said))
        )
    else:
        credits = draw(
            st.lists(st.sampled_from([0.0, 1.0]), min_size=len(said), max_size=len(said))
        )
    credits[draw(st.integers(0, len(said) - 1))] = 1.0
    options = [
        Option(
            f"answer_{n}", text, credit, draw(perhaps), tuple(draw(st.lists(reasons, max_size=2)))
        )
        for n, (text, credit) in enumerate(zip(said, credits, strict=True))
    ]
    return Item(
        name,
        draw(st.sampled_from(t.QuizKind)),
        draw(perhaps),
        draw(texts),
        choose,
        tuple(options),
        alerts=tuple(draw(st.lists(texts, max_size=2))),
        areas=tuple(draw(st.lists(st.sampled_from(t.ProblemArea), max_size=2, unique=True))),
        comment=draw(perhaps),
        tags=tuple(draw(st.lists(texts, max_size=2))),
    )


def seen(text: str) -> tuple[str, ...]:
    """What a reader sees of a text: its lines, whatever the spaces."""
    return tuple(" ".join(line.split()) for line in clean(text).split("\n") if line.split())


@st.composite
def quizzes(draw: st.DrawFn, most: int = 4) -> Quiz:
    """A quiz of a few items, each with an id of its own."""
    names = draw(st.lists(ids, min_size=1, max_size=most, unique=True))
    record = KeyRecord(
        "ipt-rules/quiz/1", "0.1.0", "ipt", "1", "d" * 64, "All persons are invented."
    )
    return Quiz(draw(texts), draw(perhaps), tuple(draw(items(name)) for name in names), record)

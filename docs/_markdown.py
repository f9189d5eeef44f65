"""How generated pages are written: text without meaning for Markdown, tables, links."""

import re
from collections.abc import Iterable, Iterator

from ipt_rules import load_rules
from ipt_rules.rulebase import language as r

RULES = load_rules()
GENERATED = (
    "*Made from {made_from} when this documentation was built; nothing here is written by hand.*"
)


def plain(text: object) -> str:
    """Text in which no character has a meaning for Markdown."""
    return re.sub(r"([\\`*_\[\]<>|#~$])", r"\\\1", " ".join(str(text).split()))


def code(text: object) -> str:
    """A word as it is written in files."""
    return f"`{text}`"


def words(values: Iterable[object]) -> str:
    """Words as they are written in files, in a row."""
    return ", ".join(code(value) for value in values)


def head(title: str, made_from: str, *lead: str) -> Iterator[str]:
    """A title, and where the page comes from."""
    yield f"# {title}\n"
    yield from (f"{line}\n" for line in lead)
    yield GENERATED.format(made_from=made_from) + "\n"


def table(titles: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table; an empty one is left out."""
    rows = [list(row) for row in rows]
    titles = list(titles)
    if rows:
        yield "| " + " | ".join(titles) + " |"
        yield "|" + "---|" * len(titles)
        yield from ("| " + " | ".join(row) + " |" for row in rows)
        yield ""


def cited(citations: Iterable[r.Citation]) -> str:
    """Sources with how well each carries the statement."""
    return "; ".join(f"{source(c.ref)} ({c.evidence.label})" for c in citations)


def source(key: str) -> str:
    """A link to an entry of the bibliography."""
    return f"[{key}](#source-{key})" if key in RULES.sources else code(key)

"""What the formats share: text that is safe to place, names, weights, archives."""

from __future__ import annotations

import io
import re
import string
from collections.abc import Mapping
from hashlib import sha256
from xml.etree import ElementTree as ET
from zipfile import ZipFile, ZipInfo

from ipt_rules import terms as t
from ipt_rules.quiz.values import RIGHT, WRONG, Item, Option, Quiz
from ipt_rules.report.markup import Html, join
from ipt_rules.report.wording import clean

HINTS = {t.Choose.ONE: "Choose one.", t.Choose.ALL: "Choose all that are right."}
"""What a learner is told where the format itself does not show how many options are right."""

_LETTERS = string.ascii_lowercase


def lines(text: str) -> list[str]:
    """The lines that hold something, cleaned, with single spaces.

    >>> lines("Lena  is tired.\\n\\n Why?\\t")
    ['Lena is tired.', 'Why?']
    """
    return [kept for line in clean(text).split("\n") if (kept := " ".join(line.split()))]


def plain(text: str) -> str:
    """The same lines as one text."""
    return "\n".join(lines(text))


def flat(text: str) -> str:
    """The same as one line, for titles and names."""
    return " ".join(lines(text))


def title_of(quiz: Quiz) -> str:
    """The title in one line; formats need one."""
    return flat(quiz.title) or "Quiz"


def about_of(quiz: Quiz) -> str:
    """What the quiz is about, and how far the rules behind its keys are signed."""
    return "\n".join(filter(None, (quiz.about, quiz.record.note)))


def tags_of(item: Item) -> list[str]:
    """What it is about, as tags: what it asks, the problem areas, then its own tags."""
    return list(dict.fromkeys(filter(None, map(flat, (item.kind, *item.areas, *item.tags)))))


def labelled(item: Item) -> list[tuple[str, Option]]:
    """The options, each with its letter; there are as many as letters at most."""
    return list(zip(_LETTERS[: len(item.options)], item.options, strict=True))


def right_letters(item: Item) -> str:
    """The letters of the key."""
    return ", ".join(letter for letter, option in labelled(item) if option.right)


def weights(item: Item) -> list[float]:
    """What each option adds to the score of its item, between -1 and 1.

    Where all right options are to be found they share the score, and the wrong ones share its loss:
    whoever ticks everything gets nothing. What is partly right then neither adds nor takes away.
    """
    if item.choose is t.Choose.ONE:
        return [option.credit for option in item.options]
    credits = [option.credit for option in item.options]
    each = {RIGHT: 1 / max(1, credits.count(RIGHT)), WRONG: -1 / max(1, credits.count(WRONG))}
    return [each.get(credit, 0.0) for credit in credits]


def number(value: float) -> str:
    """A number as formats write it, without a decimal part where it has none.

    >>> number(100.0), number(-33.33333)
    ('100', '-33.33333')
    """
    return str(int(value)) if value == int(value) else repr(value)


def names_of(quiz: Quiz) -> list[str]:
    """A name for each item that XML, file systems and web addresses take; no two are alike.

    An id of small letters, digits and dashes is kept; another one is changed, and a digest of it
    keeps it apart from those that come out the same.
    """
    names: list[str] = []
    for item in quiz.items:
        kept = re.sub(r"[^a-z0-9-]+", "-", item.id.lower()).strip("-")[:40]
        name = f"item-{kept}"
        if kept != item.id:
            name = f"{name.rstrip('-')}-{sha256(item.id.encode(errors='replace')).hexdigest()[:8]}"
        copies = sum(name == other.partition(".")[0] for other in names)
        names.append(f"{name}.{copies + 1}" if copies else name)
    return names


_MARKS = str.maketrans({mark: f"&#{ord(mark)};" for mark in "$[]\\{}`"})
"""Characters by which pages find links, sounds, placeholders and mathematics in text."""


def inert(text: str) -> Html:
    """Text as HTML with line breaks, for pages that look for marks of their own in it.

    >>> inert("[sound:a.mp3] <b>\\n$1")
    '&#91;sound:a.mp3&#93; &lt;b&gt;<br>&#36;1'
    """
    return Html("<br>".join(join(line).translate(_MARKS) for line in lines(text)))


def xml_bytes(root: ET.Element) -> bytes:
    """An XML document as a file, indented where that changes no text."""
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files in an archive; the same files give the same bytes, whatever the day and the machine."""
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in files.items():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()

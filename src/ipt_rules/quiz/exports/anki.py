"""A quiz as a deck of cards for Anki; genanki is imported when a deck is asked for."""

from __future__ import annotations

import io
from hashlib import sha256
from typing import Any
from zipfile import ZipFile

from ipt_rules.exceptions import IptRulesError
from ipt_rules.quiz.exports.shared import (
    HINTS,
    inert,
    right_letters,
    tags_of,
    title_of,
    zipped,
)
from ipt_rules.quiz.values import Item, Quiz
from ipt_rules.report.markup import Html, tag

FIELDS = ("Question", "Options", "Answer", "Feedback", "General", "Id")
"""The fields of a note, all of them HTML."""

_ASIDE = '<div class="tex2jax_ignore mathjax_ignore">{}</div>'
"""Where Anki looks for no mathematics."""

_FRONT = _ASIDE.format("<p>{{Question}}</p>{{Options}}")
_BACK = "{{FrontSide}}<hr id=answer>" + _ASIDE.format("{{Answer}}{{Feedback}}<p>{{General}}</p>")
_MADE = 1_577_836_800.0
"""When a deck claims to be made, always the same; Anki counts notes from it and takes none at 0."""

_QUOTED = str.maketrans("<>", "‹›")
"""Old versions of Anki read HTML in the names of decks."""

_STYLE = ".card{font:18px/1.5 system-ui,sans-serif;text-align:left}ol{list-style:lower-alpha}"


def anki_package(quiz: Quiz) -> bytes:
    """The quiz as an .apkg file: a card for each item, the key and the feedback on its back.

    A card keeps its identity when the quiz is exported again, as long as the title and the id of
    its item stay; so what was learned is kept. As no export is newer than another, Anki takes a new
    text for a card it has only when told to update it always. Raises `IptRulesError` where genanki
    is missing.
    """
    try:
        import genanki
    except ImportError as error:
        raise IptRulesError("genanki is not installed; pip install 'ipt-rules[quiz]'") from error
    title = title_of(quiz)
    model = genanki.Model(
        _number("ipt-rules quiz: one question a card"),
        "ipt-rules quiz",
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Question", "qfmt": _FRONT, "afmt": _BACK}],
        css=_STYLE,
    )
    name = title.replace("::", ":").translate(_QUOTED)  # two colons would part a deck
    deck = genanki.Deck(_number(f"ipt-rules deck: {title}"), name)
    for item in quiz.items:
        deck.add_note(_note(genanki, model, title, item))
    out = io.BytesIO()
    genanki.Package(deck).write_to_file(out, timestamp=_MADE)
    with ZipFile(out) as made:  # archived anew, as genanki notes the time in it
        return zipped({name: made.read(name) for name in sorted(made.namelist())})


def _note(genanki: Any, model: Any, title: str, item: Item) -> Any:
    fields = {
        "Question": _paragraphs(item.question, HINTS[item.choose]),
        "Options": _listed([inert(option.text) for option in item.options]),
        "Answer": tag("p", tag("strong", f"Right: {right_letters(item)}")),
        "Feedback": _listed([inert(option.feedback) for option in item.options]),
        "General": inert(item.general),
        "Id": inert(item.id),
    }
    return genanki.Note(
        model=model,
        fields=[str(fields[name]) for name in FIELDS],
        tags=[tag.replace(" ", "_") for tag in tags_of(item)],
        guid=genanki.guid_for(title, item.id.encode(errors="backslashreplace").decode()),
    )


def _paragraphs(*texts: str) -> Html:
    return inert("\n".join(texts))


def _listed(entries: list[Html]) -> Html:
    return tag("ol", *(tag("li", entry) for entry in entries))


def _number(name: str) -> int:
    """A number of the size that Anki takes, the same for the same name."""
    return 2**30 + int.from_bytes(sha256(name.encode()).digest()[:4]) % 2**30

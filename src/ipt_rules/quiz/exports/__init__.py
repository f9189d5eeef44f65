"""The formats in which a quiz can be written for courses, cards, notebooks and paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import frozen

from ipt_rules.documents.refusals import listed, nearest, shown
from ipt_rules.exceptions import IptRulesError
from ipt_rules.quiz.exports.anki import anki_package
from ipt_rules.quiz.exports.canvas import text2qti
from ipt_rules.quiz.exports.gift import gift
from ipt_rules.quiz.exports.jupyter import jupyter_json
from ipt_rules.quiz.exports.moodle import moodle_xml
from ipt_rules.quiz.exports.printed import quiz_markdown, quiz_page
from ipt_rules.quiz.exports.qti import qti_package
from ipt_rules.quiz.values import Quiz


@frozen
class Export:
    """A format: its name, what it is for, how its files end, and what writes it."""

    name: str
    about: str
    suffix: str
    write: Callable[[Quiz], bytes]


_EXPORTS = (
    Export("moodle", "the question bank of Moodle, with feedback and tags", ".xml", moodle_xml),
    Export("gift", "Moodle and others that read GIFT, as text to look through", ".gift", gift),
    Export("qti", "whatever reads QTI 2.1 content packages", ".zip", qti_package),
    Export("canvas", "text2qti, which makes what Canvas imports", ".txt", text2qti),
    Export("anki", "cards to repeat in Anki", ".apkg", anki_package),
    Export("jupyterquiz", "a notebook that shows the quiz by jupyterquiz", ".json", jupyter_json),
    Export("markdown", "paper or a wiki, the key after all questions", ".md", quiz_markdown),
    Export("html", "a page to read or print, the key on a page of its own", ".html", quiz_page),
)

EXPORTS: Mapping[str, Export] = {each.name: each for each in _EXPORTS}
"""The formats by their names."""


def export(quiz: Quiz, to: str) -> bytes:
    """The quiz in the format of that name. Raises `IptRulesError` for an unknown one.

    >>> list(EXPORTS)
    ['moodle', 'gift', 'qti', 'canvas', 'anki', 'jupyterquiz', 'markdown', 'html']
    """
    if to not in EXPORTS:
        near = nearest(to, EXPORTS)
        known = f"{shown(to)} is not a format of a quiz; known: {listed(EXPORTS)}"
        raise IptRulesError(f"{known}; did you mean '{near}'?" if near else known)
    return EXPORTS[to].write(quiz)

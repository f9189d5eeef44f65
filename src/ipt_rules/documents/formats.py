"""YAML and JSON text, read into plain data with the place of everything."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml

from ipt_rules.documents.plain import (
    MAX_DEPTH,
    NOT_TEXT,
    NUMBER,
    Builder,
    Place,
    control_character,
    short,
)

# --- YAML ------------------------------------------------------------------------------------

WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
"""The plain scalars that the core schema reads as something else than text or a number."""

INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser where PyYAML was built with it; both yield the same events."""

_TAB = r"a tab; use spaces (inside a text write \t, in double quotes)"
_HINTS = {
    "mapping values are not allowed": "; put a text that contains ': ' in quotes",
    "cannot start any token": "; put the text in quotes",
}


def build_yaml(text: str, build: Builder, loader: Any = LOADER) -> None:
    """Read one document by the core schema of YAML 1.2, where `no` is text."""
    if bad := NOT_TEXT.search(text):  # the two parsers differ about some of them, and about tabs
        build.stop(control_character(bad.group()), place_in(text, bad.start()))
    if "\t" in text:
        build.stop(_TAB, place_in(text, text.index("\t")))
    documents = 0
    for event, at in _events(text, build, loader):
        _refuse_extras(event, at, build)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                build.stop("a second document begins here; keep one in each file", at)
        elif isinstance(event, yaml.CollectionEndEvent):
            build.close()
        elif isinstance(event, yaml.NodeEvent):
            _add_node(event, at, build)
    if build.data is None and not build.problems:
        build.stop("the document is empty", (1, 1))


def _events(text: str, build: Builder, loader: Any) -> Iterator[tuple[yaml.Event, Place]]:
    at = (1, 1)
    try:
        # str(): libyaml takes no subclass of it
        events: Iterator[Any] = yaml.parse(str(text), Loader=loader)
        for event in events:
            at = (event.start_mark.line + 1, event.start_mark.column + 1)
            yield event, at
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark is not None:
            at = (mark.line + 1, mark.column + 1)
        reason = (error.problem or error.context or "")[:60]
        hint = next((hint for part, hint in _HINTS.items() if part in reason), "")
        build.stop(f"not YAML: {reason}{hint}", at)
    except (yaml.YAMLError, ValueError, OverflowError):  # an escape that is no character
        build.stop("not YAML: what follows this place cannot be read", at)


def _refuse_extras(event: yaml.Event, at: Place, build: Builder) -> None:
    """Refuse what makes YAML more than plain data."""
    if isinstance(event, yaml.AliasEvent):
        build.refuse("aliases (*) are not read here; write the value out", at)
    elif getattr(event, "anchor", None) is not None:
        build.refuse("anchors (&) are not read here; leave them out", at)
    if getattr(event, "tag", None) is not None:
        build.refuse("tags (!) are not read here; leave them out", at)
    version = getattr(event, "version", None)
    if getattr(event, "tags", None) or version not in (None, (1, 1), (1, 2)):
        build.refuse("directives (%) are not read here; leave them out", at)


def _add_node(event: yaml.NodeEvent, at: Place, build: Builder) -> None:
    if isinstance(event, yaml.ScalarEvent):
        _add_scalar(event.value, event.implicit[0], at, build)
    elif isinstance(event, yaml.AliasEvent):  # refused already; something must stand in its place
        _add_scalar(f"*{event.anchor}", False, at, build)
    elif build.awaits_key:
        build.stop("a key must be plain text", at)
    else:
        build.open({} if isinstance(event, yaml.MappingStartEvent) else [], at)


def _add_scalar(text: str, plain: bool, at: Place, build: Builder) -> None:
    if plain and not text and build.key_place:
        at = build.key_place  # nothing has no place; the parsers differ where they put it
    is_text = not plain or not (text in WORDS or NUMBER.fullmatch(text) or INFINITE.fullmatch(text))
    if build.awaits_key:
        if not is_text:
            build.refuse(f"the key {short(text)} is not text; put it in quotes", at)
        build.key(text, at)
    elif is_text:
        build.add(text, at)
    elif text in WORDS:
        build.add(WORDS[text], at)
    elif INFINITE.fullmatch(text):
        build.add(float("inf"), at)
    else:
        build.add_number(text, at)


# --- JSON ------------------------------------------------------------------------------------

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+\\?(?:"|\Z)|[\[\]{}]|[^\s,:"\[\]{}]+', re.DOTALL)
"""One token of JSON. A text that never ends is one token too, so the search stays linear."""


def build_json(text: str, build: Builder) -> None:
    """Read JSON; what JSON does not define (NaN, a key given twice) is refused."""
    if not text.strip():
        build.stop("the document is empty", (1, 1))
    depth = 0
    for token in _TOKEN.finditer(text):  # before `json`, which recurses
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token.group(), 0)
        if depth > MAX_DEPTH:
            build.stop(f"nested deeper than {MAX_DEPTH} levels", place_in(text, token.start()))
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        build.stop(f"not JSON: {error.msg}", (error.lineno, error.colno))
    line = line_start = seen = 0
    for token in _TOKEN.finditer(text):  # the grammar is sound: what is left is to build
        at = token.start()
        if newlines := text.count("\n", seen, at):
            line, line_start = line + newlines, text.rindex("\n", seen, at) + 1
        seen = at
        _add_token(token.group(), (line + 1, at - line_start + 1), build)
    if build.data is None and not build.problems:
        build.stop("the document is empty", (1, 1))


def _add_token(token: str, at: Place, build: Builder) -> None:
    if token in ("{", "["):
        build.open({} if token == "{" else [], at)
    elif token in ("}", "]"):
        build.close()
    elif token.startswith('"'):
        text = json.loads(token)
        if build.awaits_key:
            build.key(text, at)
        else:
            build.add(text, at)
    elif token in WORDS:
        build.add(WORDS[token], at)
    elif NUMBER.fullmatch(token):
        build.add_number(token, at)
    else:
        build.add(float("inf"), at)  # NaN, Infinity


def place_in(text: str, index: int) -> Place:
    """Line and column of a character."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)

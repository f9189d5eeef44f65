"""Writes the reference pages that the library already knows: `conf.py` calls `write_all`."""

import enum
import inspect
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import annotated_types as at
import attrs
from _knowledge import coverage_page, knowledge_pages
from _markdown import RULES, cited, code, head, plain, source, table, words

from ipt_rules import model, terms, vocabulary
from ipt_rules.facts import FactField


def write_all(folder: Path) -> None:
    """Write every generated page; a page that has not changed is left alone."""
    generated = folder / "_generated"
    generated.mkdir(parents=True, exist_ok=True)
    pages = {f"{name}.md": "\n".join(page()) + "\n" for name, page in PAGES.items()}
    pages |= knowledge_pages()
    for old in generated.rglob("*.md"):
        if old.relative_to(generated).as_posix() not in pages:
            old.unlink()
    for name, text in pages.items():
        write(generated / name, text)
    write(folder / "coverage.md", coverage_page())


def write(path: Path, text: str) -> None:
    """Write a page, unless it says the same already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


# --- the inventory -------------------------------------------------------------------------------

PLACES = {
    "Inventory": "the whole document",
    "Case": "`case`",
    "DiagnosisRecord": "`case.diagnoses[]`",
    "Onset": "`case.episode_onset`",
    "Substance": "`case.substance`",
    "Perinatal": "`case.perinatal`",
    "MedicalIllness": "`case.medical_illness[]`",
    "Asked": "`asked`",
    "Relationship": "`relationships[]`",
    "Violence": "`relationships[].violence`",
    "LifeEvent": "`events[]`",
    "Grief": "`events[].grief`",
    "Transition": "`events[].transition`",
    "Measure": "`measures[]`",
    "ItemScore": "`measures[].items[]`",
    "RiskScreen": "`risk`",
    "SessionNote": "`sessions[]`",
    "Incident": "`sessions[].incident`",
    "Formulation": "`formulation`, or a document of its own",
    "Contract": "`formulation.contract`",
    "PlannedSession": "`formulation.plan[]`",
    "SessionLog": "a document of its own, beside the inventory",
}
"""Where each record stands in a document."""

_TYPES = {int: "whole number", float: "number", str: "text", model.PartialDate: "partial date"}


def inventory() -> Iterator[str]:
    """Every record and every field of an inventory."""
    yield from head(
        "The inventory",
        "the classes in `ipt_rules.model`",
        "Every record of an inventory and every field of it. A field marked *or absent* takes one "
        f"of {words(terms.Absence)} instead of a value, and is `not_asked` when it is left out. "
        "[Write an inventory](../../how-to/write-an-inventory.md) shows how the records fit.",
    )
    used: dict[type[terms.Term], None] = {}
    for name, place in PLACES.items():
        record = getattr(model, name)
        hints = typing.get_type_hints(record, include_extras=True)
        yield f"(record-{name.lower()})=\n## {name}\n"
        yield f"{place[:1].upper()}{place[1:]}. {first_sentence(record)}\n"
        rows = []
        for attribute in (field for field in attrs.fields(record) if field.init):
            about = attribute.metadata.get("about")
            holds = type_of(hints[attribute.name], used)
            if about is not None and about.unit:
                holds += f"; in {plain(about.unit)}"
            if attribute.default is attrs.NOTHING:
                holds += " (required)"
            question = plain(about.question) if about else ""
            why = f"{plain(about.why)} [{source(about.source)}]" if about else ""
            rows.append((code(attribute.name), holds, question, why))
        yield from table(("field", "holds", "question", "why, and source"), rows)
    yield "## Words\n"
    yield "The closed lists of words that fields may hold.\n"
    for term in sorted(used, key=lambda term: term.__name__):
        yield f"(words-{term.__name__.lower()})=\n### {term.__name__}\n"
        yield f"{first_sentence(term)} {words(term)}.\n"
        if term is terms.EventType:
            yield "Each type belongs to one group; `other` fits every group.\n"
            groups = {
                g: [t for t, of in terms.EVENT_GROUPS.items() if of is g] for g in terms.EventGroup
            }
            yield from table(
                ("group", "types"), ((code(g), words(ts)) for g, ts in groups.items() if ts)
            )


def first_sentence(thing: type) -> str:
    """What the first line of a docstring says."""
    text = (inspect.getdoc(thing) or "").split("\n\n")[0]
    return re.sub(r"\s+", " ", text)


def type_of(hint: Any, used: dict[type[terms.Term], None]) -> str:
    """A type in words, with its limits; the terms it names are added to `used`."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (typing.Union, types.UnionType):
        kinds = [a for a in arguments if a not in (terms.Absence, type(None))]
        absent = " or absent" if terms.Absence in arguments else " (optional)"
        return type_of(kinds[0], used) + absent
    if origin is Annotated:
        limits = [text for extra in arguments[1:] if (text := limit(extra))]
        low_high = [str(e.ge if isinstance(e, at.Ge) else e.le) for e in arguments[1:]
                    if isinstance(e, at.Ge | at.Le)]  # fmt: skip
        if len(low_high) == 2:
            limits = [" to ".join(low_high)]
        return ", ".join([type_of(arguments[0], used), *limits])
    if origin is tuple:
        return f"list of {type_of(arguments[0], used)}"
    if origin is frozenset:
        return f"set of {type_of(arguments[0], used)}"
    if attrs.has(hint) and hint is not model.PartialDate:
        return f"[{hint.__name__}](#record-{hint.__name__.lower()})"
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        used[hint] = None
        return f"[{hint.__name__}](#words-{hint.__name__.lower()})"
    return _TYPES.get(hint, "date")


def limit(extra: Any) -> str:
    """A limit of a type in words."""
    if isinstance(extra, at.Ge):
        return f"at least {extra.ge}"
    if isinstance(extra, at.Le):
        return f"at most {extra.le}"
    if isinstance(extra, at.MinLen):
        return f"at least {extra.min_length} characters" if extra.min_length > 1 else ""
    if isinstance(extra, at.MaxLen):
        return f"at most {extra.max_length} characters"
    if isinstance(extra, model.Ref):
        return f"the id of a record in {' or '.join(code(name) for name in extra.to)}"
    return ""


# --- the vocabulary ------------------------------------------------------------------------------


def vocabulary_page() -> Iterator[str]:
    """Every kind of fact."""
    yield from head(
        "The vocabulary of facts",
        "`ipt_rules.vocabulary()`",
        "The words that rules may use. A *word* field holds one of the words listed, a *number* an "
        "exact number or a span, a *reference* names a record so that two patterns can be joined, "
        "and a *text* is for sentences only: no rule can test it.",
    )
    for concluded, title in (
        (False, "Facts from the inventory"),
        (True, "Facts that rules conclude"),
    ):
        yield f"## {title}\n"
        for kind in sorted(vocabulary().values(), key=lambda kind: kind.name):
            if kind.concluded is concluded:
                yield f"(fact-{kind.name})=\n### {kind.name}\n"
                yield plain(kind.meaning).capitalize() + ".\n"
                yield from table(
                    ("field", "holds", "question or meaning", "why, and source", "read from"),
                    (fact_row(field) for field in kind.fields.values()),
                )


def fact_row(field: FactField) -> Iterator[str]:
    """One field of a fact."""
    yield code(field.name)
    unit = f"; in {plain(field.unit)}" if field.unit else ""
    yield (f"{field.type}: {words(field.values)}" if field.values else field.type) + unit
    yield plain(field.question)
    yield (
        f"{plain(field.why)} [{source(field.source)}]" if field.why else f"[{source(field.source)}]"
    )
    yield code(field.origin) if field.origin else "derived"


# --- thresholds and sources ----------------------------------------------------------------------


def thresholds() -> Iterator[str]:
    """The policy: every number is a default."""
    policy = RULES.policy
    yield from head(
        "Thresholds and tie-breaks",
        "the file `rules/focus/policy.yaml`",
        "Every number here is a default of this project; no source states one.",
    )
    rows: list[tuple[str, str]] = []
    for attribute in attrs.fields(type(policy)):
        value = getattr(policy, attribute.name)
        if attrs.has(type(value)):
            rows += [
                (code(f"{attribute.name}.{k}"), str(v)) for k, v in attrs.asdict(value).items()
            ]
        elif isinstance(value, int):
            rows.append((code(attribute.name), str(value)))
    yield from table(("threshold", "value"), rows)
    yield "Windows are in days; everything else is in half levels of argument.\n"
    yield f"{plain(policy.rationale)}\n"
    yield f"**Sources:** {cited(policy.sources)}.\n"


SEEN = {
    "whole": "read completely",
    "abstract": "only an abstract was read",
    "excerpt": "only an excerpt was read",
    "secondary": "known from a second-hand text",
    "not_seen": "not seen",
}


def sources() -> Iterator[str]:
    """The bibliography."""
    yield from head(
        "Sources",
        "the file `rules/sources.yaml`",
        "The bibliography, with how much of each source was read. "
        "[What this is not](../../explanation/what-this-is-not.md) says what that means.",
    )
    seen = [entry.seen for entry in RULES.sources.values() if entry.kind != "project"]
    counts = ((SEEN[name], str(seen.count(name))) for name in SEEN if name in seen)
    yield from table(("how much was read", "sources"), counts)
    citing: dict[str, int] = {}
    for rule in RULES.rules:
        for citation in rule.sources:
            citing[citation.ref] = citing.get(citation.ref, 0) + 1
    for key, entry in RULES.sources.items():
        parts = [entry.authors, entry.year, entry.where]
        said = "; ".join(plain(part) for part in parts if part is not None)
        yield f"(source-{key})=\n## {key}\n"
        yield f"*{plain(entry.title)}*. {said + '. ' if said else ''}"
        yield f"{plain(entry.kind).capitalize()}; {SEEN.get(entry.seen, entry.seen)}; "
        yield f"cited by {citing.get(key, 0)} rules. "
        yield f"{plain(entry.note)}\n" if entry.note else ""


PAGES: Mapping[str, Callable[[], Iterator[str]]] = {
    "inventory": inventory,
    "vocabulary": vocabulary_page,
    "thresholds": thresholds,
    "sources": sources,
}

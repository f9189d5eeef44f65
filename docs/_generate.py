"""Writes the reference pages that the library already knows: `conf.py` calls `write_all`."""

import enum
import inspect
import re
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import annotated_types as at
import attrs

from ipt_rules import load_rules, model, rules_folder, terms, vocabulary
from ipt_rules.documents.source import read
from ipt_rules.documents.structure import structure
from ipt_rules.facts import FactField
from ipt_rules.rulebase import language as r
from ipt_rules.rulebase.files import InstrumentDocument, TaskDocument

RULES = load_rules()
GENERATED = (
    "*Made from {made_from} when this documentation was built; nothing here is written by hand.*"
)


def write_all(folder: Path) -> None:
    """Write every generated page; a page that has not changed is left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {f"{name}.md": "\n".join(page()) + "\n" for name, page in PAGES.items()}
    for old in folder.glob("*.md"):
        if old.name not in pages:
            old.unlink()
    for name, text in pages.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


# --- Markdown ------------------------------------------------------------------------------------


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
    "Formulation": "`formulation`",
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
        for attribute in attrs.fields(record):
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


# --- rules ---------------------------------------------------------------------------------------

FOLDERS = {
    "safety": "Safety",
    "suitability": "Suitability",
    "areas": "Problem areas",
    "focus": "Focus",
    "formulation": "Formulation",
}


def rules() -> Iterator[str]:
    """Every rule that has a file of its own, by folder."""
    listed = [rule for rule in RULES.rules if rule.id.split("/")[0] in FOLDERS]
    yield from head(
        "The rules",
        f"the rule base `{RULES.name}` {RULES.version}",
        f"The {len(listed)} rules of safety, suitability, the problem areas, the focus and the "
        f"formulation. The others of the {len(RULES.rules)} rules suggest "
        "[techniques](techniques.md) or assign the tasks of a [profile](profiles.md). "
        "The name of a rule is the path of its file.",
        f"{sum(rule.status is terms.RuleStatus.DRAFT for rule in RULES.rules)} of the "
        f"{len(RULES.rules)} rules are drafts that no clinician has signed.",
    )
    for folder, title in FOLDERS.items():
        yield f"## {title}\n"
        for rule in listed:
            if rule.id.split("/")[0] == folder:
                yield from rule_entry(rule)


def rule_entry(rule: r.Rule) -> Iterator[str]:
    """One rule, without its examples."""
    yield f"(rule-{rule.id})=\n### {plain(rule.title)}\n"
    yield f"{code(rule.id)}, {rule.status.label}, runs in the {rule.stratum.label} stratum.\n"
    yield f"**Concludes:** {conclusion(rule.then)}\n"
    yield "**When all of these hold:**\n"
    yield from (f"- {pattern(p)}" for p in rule.when)
    yield ""
    yield f"> {plain(rule.because)}\n"
    yield f"{plain(rule.rationale)}\n"
    if rule.defaults:
        yield f"**Defaults of this project:** {words(rule.defaults)}.\n"
    yield f"**Sources:** {cited(rule.sources)}.\n"
    if rule.implements:
        yield f"**Implements:** {words(rule.implements)}.\n"


def conclusion(then: r.Conclusion) -> str:
    """A conclusion in words."""
    match then:
        case r.ArguesFor(area, strength):
            return f"argues for {area.label}, {strength.label}."
        case r.ArguesAgainst(area, strength):
            return f"argues against {area.label}, {strength.label}."
        case r.Excludes(area):
            return f"excludes {area.label}."
        case r.RaisesAlert(level, action, holds):
            held = f" Holds back: {words(holds)}." if holds else ""
            return f"an alert, {level.label}. {plain(action)}{held}"
        case r.SaysSuitability(fit, action):
            return f"a remark on suitability, {fit.label}. {plain(action)}"
        case r.Finds(finding):
            return f"the finding {code(finding)}, for later rules."
        case r.HoldsTechniques(techniques, action):
            return f"these techniques must wait: {words(techniques)}. {plain(action)}"
        case r.RaisesIssue(severity, action):
            return f"an issue in the formulation, {severity.label}. {plain(action)}"
        case r.Asks(alias, field):
            return f"asks for {code(f'{alias}.{field}')} while it is unknown."
        case r.ConcludesOutcome(outcome):
            return f"the proposal ends with {code(outcome)}."
        case r.AssignsTask() | r.SuggestsTechnique():
            return plain(then)


def pattern(p: r.Pattern) -> str:
    """A pattern in words."""
    said = [test(t) for t in p.tests]
    said += [f"{test(t)} (presumed while unknown)" for t in p.presumes]
    kind = f"[{p.kind}](#fact-{p.kind})"
    return f"{code(p.alias)}: {kind}{' with ' if said else ''}{'; '.join(said)}"


def test(t: r.Test) -> str:
    """A test in words."""
    match t:
        case r.WordTest(field, allowed):
            return f"{code(field)} {' or '.join(code(word) for word in sorted(allowed))}"
        case r.NumberTest(field, low, high):
            if low == high:
                return f"{code(field)} exactly {low:g}"
            ends = [f"at least {low:g}"] if low is not None else []
            ends += [f"at most {high:g}"] if high is not None else []
            return f"{code(field)} {' and '.join(ends)}"
        case r.JoinTest(field, alias, other):
            return f"{code(field)} the same as {code(f'{alias}.{other}')}"
        case r.AnyTest(alternatives):
            said = (" and ".join(test(part) for part in parts) for parts in alternatives)
            return "any of (" + ") or (".join(said) + ")"
    raise TypeError(t)


# --- techniques, profiles, instruments, thresholds, sources --------------------------------------


def techniques() -> Iterator[str]:
    """Every technique."""
    yield from head(
        "Techniques",
        f"the rule base `{RULES.name}` {RULES.version}",
        "A technique is suggested when the phase and the focus fit and no alert holds it back. "
        "Nothing here is a treatment plan: the therapist chooses.",
    )
    for name, technique in sorted(RULES.techniques.items()):
        yield f"(technique-{name})=\n## {plain(technique.title)}\n"
        yield f"{code(name)}, {technique.status.label}. {plain(technique.definition)}\n"
        yield f"> {plain(technique.because)}\n"
        yield f"- **Phases:** {words(technique.phases) or 'not bound to a phase'}"
        yield f"- **Areas:** {words(technique.areas) or 'all'}"
        rule = next((x for x in RULES.rules if x.id == f"techniques/{name}"), None)
        if rule is not None:
            yield f"- **Suggested when:** {'; and '.join(pattern(p) for p in rule.when)}"
        if technique.needs:
            links = (f"[{need}](#technique-{need})" for need in technique.needs)
            yield f"- **First:** {', '.join(links)}"
        if technique.safety:
            yield "- **Safety:** may be suggested even while techniques are held"
        yield from (f"- **Caution:** {plain(caution)}" for caution in technique.cautions)
        yield f"\n{plain(technique.rationale)}\n"
        yield f"**Sources:** {cited(technique.sources)}.\n"
        if technique.implements:
            yield f"**Implements:** {words(technique.implements)}.\n"


def profiles() -> Iterator[str]:
    """Every profile with its tasks."""
    yield from head(
        "Profiles",
        f"the rule base `{RULES.name}` {RULES.version}",
        "A profile is a course of treatment: how many sessions, where its phases lie, and the "
        "tasks of its sessions. A task that is past its session and not on record is shown as "
        "*not on record as done*.",
    )
    for name, profile in sorted(RULES.profiles.items()):
        middle = profile.sessions - profile.initial_sessions - profile.ending_sessions
        yield f"(profile-{name})=\n## {plain(profile.title)}\n"
        yield (
            f"{code(name)}, {profile.status.label}: {profile.sessions} sessions, of which the "
            f"first {profile.initial_sessions} are the initial phase, {middle} the middle phase "
            f"and the last {profile.ending_sessions} the ending.\n"
        )
        yield f"{plain(profile.rationale)}\n"
        yield f"**Sources:** {cited(profile.sources)}.\n"
        yield from table(
            ("session", "task", "title", "because", "sources"),
            (
                (when(t), code(t.task), plain(t.title), plain(t.because), cited(t.sources))
                for t in profile.tasks
            ),
        )


def when(task: TaskDocument) -> str:
    """The sessions of a task, in words."""
    if task.from_session is not None:
        begin, due = f"from {task.from_session}", task.due_session
        end = "" if due in (None, task.from_session) else f", due by {due}"
        alone = f"{task.from_session}"
    else:
        begin, due = f"from {task.from_sessions_left} left", task.due_sessions_left
        end = "" if due in (None, task.from_sessions_left) else f", due by {due} left"
        alone = f"with {task.from_sessions_left} left"
    return f"{begin}, every session" if task.every_session else f"{begin}{end}" if end else alone


def instruments() -> Iterator[str]:
    """Every instrument."""
    yield from head(
        "Instruments",
        "the files in `rules/instruments/`",
        "The numbers of scales. The text of an item is never stored, here or in an inventory.",
    )
    for path in sorted((rules_folder() / "instruments").glob("*.yaml")):
        document, problems = structure(read(path).data, InstrumentDocument)
        if document is None:
            raise ValueError(problems)
        yield f"## {plain(document.title)}\n"
        yield f"{code(document.instrument)}, {document.status.label}. {plain(document.rationale)}\n"
        bands = ((plain(b.name), str(b.low), str(b.high)) for b in document.bands)
        yield from table(("band", "from", "to"), bands)
        numbers = {
            "Range": f"{document.low} to {document.high}",
            "Items": f"{document.items}, each 0 to {document.item_high}",
            "Items that call for follow-up": words(document.alert_items),
            "Remission at most": document.remission_at_most,
            "Response, a drop of per cent": document.response_drop_percent,
            "Reliable change, points": document.reliable_change,
        }
        yield from (f"- **{name}:** {value}" for name, value in numbers.items() if value)
        if document.defaults:
            marks = ", ".join(f"{code(k)} ({v.label})" for k, v in document.defaults.items())
            yield f"- **Not verified:** {marks}"
        yield f"\n**Sources:** {cited(document.sources)}.\n"


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
    "rules": rules,
    "techniques": techniques,
    "profiles": profiles,
    "instruments": instruments,
    "thresholds": thresholds,
    "sources": sources,
}

"""Keys worked out by the rules: every option judged, every claimed key held against the result."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from attrs import field, frozen

from ipt_rules import terms as t
from ipt_rules.documents.source import place
from ipt_rules.exceptions import DocumentError, IptRulesError
from ipt_rules.exceptions import Path as DocumentPath
from ipt_rules.quiz.kinds import KINDS, Judged, Kind
from ipt_rules.quiz.scene import Scene, Stage
from ipt_rules.quiz.values import FORMAT, RIGHT, Item, KeyRecord, Option, Quiz, Reason
from ipt_rules.quiz.written import WrittenItem, WrittenOption, WrittenQuiz, read_quiz
from ipt_rules.rulebase import RuleBase, rules_folder


@frozen
class Fault:
    """Something wrong with an item, by its place in the item.

    `moved` says that only the key is at fault: the item was sound, and the rules say otherwise now.
    """

    path: DocumentPath
    message: str
    moved: bool = False


@frozen
class Keyed:
    """An item with its key, as far as one could be worked out, and what is wrong with it."""

    written: WrittenItem
    item: Item | None
    faults: tuple[Fault, ...] = ()
    judged: Mapping[str, Judged] = field(factory=dict, hash=False, repr=False)

    @property
    def broken(self) -> bool:
        """Whether something other than its key is at fault."""
        return self.item is None or any(not fault.moved for fault in self.faults)


def load_quiz(
    source: str | os.PathLike[str] | Mapping[str, Any] | WrittenQuiz,
    rules: RuleBase,
    *,
    cases: str | os.PathLike[str] | None = None,
) -> Quiz:
    """Read a quiz and work out its keys.

    `cases` is the folder in which the names of cases are looked up; that of the shipped rules where
    none is given.

    >>> from ipt_rules import load_rules
    >>> item = {"id": "one", "kind": "focus", "case": "lena-renegotiation"}
    >>> quiz = load_quiz({"title": "One question", "items": [item]}, load_rules())
    >>> quiz.items[0].key
    ('role_dispute',)

    Raises `DocumentError` that lists every problem of every item with file, line and column: what
    cannot be read, cases that are not there, options that are right as well, a claimed key that the
    rules contradict, with the arguments for both.
    """
    written = source if isinstance(source, WrittenQuiz) else read_quiz(source)
    keyed = key_items(written, rules, cases=cases)
    found = [
        (("items", number, *fault.path), fault.message)
        for number, one in enumerate(keyed)
        for fault in one.faults
    ]
    if found:
        raise DocumentError(place(written.source, found))
    return Quiz(
        title=written.title,
        about=written.about,
        items=tuple(one.item for one in keyed if one.item is not None),
        record=key_record(rules),
    )


def key_items(
    written: WrittenQuiz, rules: RuleBase, *, cases: str | os.PathLike[str] | None = None
) -> tuple[Keyed, ...]:
    """Every item with its key, or with what is wrong with it; nothing is raised."""
    folder = rules_folder() / "cases" if cases is None else Path(cases)
    stage = Stage(rules, folder, Path(written.source.origin).parent)
    return tuple(key_item(item, stage) for item in written.items)


def key_record(rules: RuleBase) -> KeyRecord:
    """What keys are worked out from."""
    drafts = sum(rule.status is t.RuleStatus.DRAFT for rule in rules.rules)
    note = ""
    if drafts:
        note = f"{drafts} of {len(rules.rules)} rules are drafts that no clinician has signed yet."
    return KeyRecord(FORMAT, _version(), rules.name, rules.version, rules.digest, note)


@cache
def _version() -> str:
    return version("ipt-rules")


def key_item(written: WrittenItem, stage: Stage) -> Keyed:
    """One item with its key, or with what is wrong with it; nothing is raised."""
    kind = KINDS[written.kind]
    scene, problems = stage.scene(written)
    if scene is not None:
        problems = kind.misfits(scene)
    if scene is None or problems:
        return Keyed(written, None, tuple(Fault(path, says) for path, says in problems))
    given = written.given or tuple(map(WrittenOption, _offered(written, kind, scene)))
    faults = []
    judged: dict[str, Judged] = {}
    for number, option in enumerate(given):
        path: DocumentPath = ("options", number) if written.given else ("options",)
        try:
            found = kind.judge(scene, option.answer)
        except IptRulesError as error:
            faults.append(Fault(path, str(error)))
            continue
        if option.answer in judged:
            faults.append(Fault(path, f"{option.answer!r} is an option already"))
        judged[option.answer] = found.in_words_of(option.text)
    item = _item(written, kind, scene, judged)
    if not faults:
        faults = list(_unsound(written, kind, scene, judged, item))
    return Keyed(written, item, tuple(faults), judged)


def _offered(written: WrittenItem, kind: Kind, scene: Scene) -> tuple[str, ...]:
    """Options where none are written; a claimed key stands among them, to be judged like any."""
    return tuple(dict.fromkeys((*kind.offered(scene), *written.claimed)))


def _item(written: WrittenItem, kind: Kind, scene: Scene, judged: Mapping[str, Judged]) -> Item:
    right = [found for found in judged.values() if found.credit == 1]
    rests_on = [
        rule
        for found in right
        for rule in (*found.rules, *(reason.rule for reason in found.reasons))
        if rule
    ]
    return Item(
        id=written.id,
        kind=written.kind,
        vignette=(scene.told if written.vignette is None else written.vignette).strip(),
        stem=written.stem or kind.stem(scene),
        choose=written.choose or kind.choose,
        options=tuple(
            Option(answer, found.text, found.credit, found.says, found.reasons)
            for answer, found in judged.items()
        ),
        alerts=scene.alerts,
        rests_on=tuple(dict.fromkeys(rests_on)),
        decisive=len({fact for found in right for fact in found.facts}),
        areas=_areas(scene),
        comment=written.comment.strip(),
        tags=written.tags,
    )


def _areas(scene: Scene) -> tuple[t.ProblemArea, ...]:
    """The areas that the proposal names, or, without a case, those that the question is about."""
    if scene.case is not None:
        return tuple(focus.area for focus in scene.case.proposal.foci)
    rules, about = scene.rules, scene.about or ""
    if about in set(t.ProblemArea):
        return (t.ProblemArea(about),)
    if about in rules.techniques:
        return tuple(rules.techniques[about].areas)
    rule = rules.get(about)
    area = None if rule is None else getattr(rule.then, "area", None)
    return () if area is None else (area,)


# --- what makes an item unsound ------------------------------------------------------------------


def _unsound(
    written: WrittenItem, kind: Kind, scene: Scene, judged: Mapping[str, Judged], item: Item
) -> Iterator[Fault]:
    options: DocumentPath = ("options",)
    if len(judged) < 2:
        yield Fault(options, "an item needs two options at least")
    texts: dict[str, str] = {}
    for answer, found in judged.items():
        same = texts.setdefault(" ".join(found.text.split()).casefold(), answer)
        if same != answer:
            text = " ".join(found.text.split())
            yield Fault(options, f"{same!r} and {answer!r} read the same to a learner: {text}")
    for claimed in written.claimed:
        if claimed not in judged:
            known = ", ".join(judged)
            yield Fault(("key",), f"{claimed!r} is not one of the options ({known})")
    if all(claimed in judged for claimed in written.claimed):
        yield from _off_key(written, kind, scene, judged, item)


def _off_key(
    written: WrittenItem, kind: Kind, scene: Scene, judged: Mapping[str, Judged], item: Item
) -> Iterator[Fault]:
    """A key that the rules contradict, no right option, or one right option too many."""
    right, claimed = item.key, written.claimed
    several = item.choose is t.Choose.ONE and len(right) > 1
    if claimed and set(claimed) != set(right) and not (several and set(claimed) < set(right)):
        message = _contradiction(claimed, right, judged)
        instead = "" if right else _none_right(kind, scene, judged)
        yield Fault(("key",), f"{message} {instead}".strip(), moved=True)
    elif several:
        message = f"more than one option is right: {', '.join(right)}; take all but one out, or " \
                  f"write 'choose: all'. {_arguments(right, judged)}"  # fmt: skip
        yield Fault(("options",), message, moved=True)
    elif not right:
        yield Fault(("options",), _none_right(kind, scene, judged), moved=True)
    if len(right) == len(judged) > 1:
        yield Fault(("options",), "every option is right: there is nothing to tell apart", True)


def _contradiction(
    claimed: tuple[str, ...], right: tuple[str, ...], judged: Mapping[str, Judged]
) -> str:
    """Both sides: what speaks for the key of the rules, and what the rules say of the claimed."""
    wanted = ", ".join(right) or "none of the options"
    message = f"the rules contradict the key {', '.join(claimed)}: they give {wanted}."
    differing = [
        answer for answer in (*right, *claimed) if (answer in right) != (answer in claimed)
    ]
    return f"{message} {_arguments(differing, judged)}"


def _arguments(answers: Iterable[str], judged: Mapping[str, Judged]) -> str:
    """What the rules say of answers, the first reasons with their rules; nothing is said twice."""
    said: set[str] = set()
    parts = []
    for answer in answers:
        found = judged[answer]
        named = [reason for reason in found.reasons if reason.rule] or list(found.reasons)
        lines = dict.fromkeys((found.says, *(_short(reason, found.says) for reason in named[:2])))
        new = [line for line in lines if line and line not in said]
        said.update(new)
        side = "For" if found.credit == RIGHT else "Against"
        parts.append(f"{side} {answer}: {' '.join(new) or 'the same.'}")
    return " ".join(parts)


def _short(reason: Reason, said: str) -> str:
    """A reason with its rule; what was said already is not said twice."""
    says = "" if reason.says in said else reason.says
    return " ".join(filter(None, (says, f"[{reason.rule}]" if reason.rule else "")))


def _none_right(kind: Kind, scene: Scene, judged: Mapping[str, Judged]) -> str:
    """That no option is right, with what would be, where the kind can name it."""
    message = "no option is right."
    for answer in kind.offered(scene):
        found = judged.get(answer) or kind.judge(scene, answer)
        if found.credit == 1:
            return f"{message} Right would be {answer}. {_arguments([answer], {answer: found})}"
    return message

"""Stale items: every key worked out anew, with what moved and why."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import evolve, frozen

from ipt_rules.documents.source import place
from ipt_rules.exceptions import DocumentError, Problem
from ipt_rules.quiz.keying import Keyed, key_items, key_record
from ipt_rules.quiz.stored import (
    StoredItem,
    StoredKeys,
    keys_file,
    keys_text,
    load_keys,
    reads,
    stored_item,
    stored_keys,
)
from ipt_rules.quiz.values import KeyRecord, Quiz
from ipt_rules.quiz.written import WrittenItem, WrittenQuiz, read_quiz
from ipt_rules.report import document as d
from ipt_rules.report.told import Told
from ipt_rules.rulebase import RuleBase


@frozen
class Moved:
    """An item whose key is not what it was.

    `before` is the claimed key, or the stored one where none is claimed; `after` what the rules
    give now. `says` holds the arguments of both sides; `rules` are those that read otherwise, that
    no longer stand behind the key, or that now do, each with what changed.
    """

    quiz: str
    id: str
    place: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    says: str
    rules: tuple[str, ...]


@frozen
class Verified(Told):
    """What became of the keys of a folder of quizzes.

    `moved` are items whose key changed; `recredited` those whose key stands while an option beside
    it is worth more or less than before; `broken` is whatever keeps a key from being worked out.
    `unstored` are quizzes without a file of stored keys: of their items only claimed keys are
    known, so that an item that claims none cannot be seen to move.
    """

    quizzes: tuple[str, ...]
    items: int
    moved: tuple[Moved, ...]
    recredited: tuple[Moved, ...]
    broken: tuple[Problem, ...]
    unstored: tuple[str, ...]
    record: KeyRecord

    @property
    def fine(self) -> bool:
        """Whether every key stands."""
        return not (self.moved or self.recredited or self.broken)

    def _told(self) -> d.Document:
        return tuple(_blocks(self))

    def _heading(self) -> str:
        return "Quizzes verified"


def verify(
    folder: str | os.PathLike[str],
    rules: RuleBase,
    *,
    cases: str | os.PathLike[str] | None = None,
) -> Verified:
    """Work out every key of the quizzes in a folder anew, or of one file, and say what changed.

    >>> from ipt_rules import load_rules, rules_folder
    >>> verify(rules_folder() / "quizzes", load_rules()).fine
    True

    Raises `DocumentError` where there is no quiz to look at.
    """
    moved: list[Moved] = []
    recredited: list[Moved] = []
    broken: list[Problem] = []
    unstored, count = [], 0
    files = quiz_files(folder)
    for file in files:
        try:
            written, stored = read_quiz(file), load_keys(keys_file(file))
        except DocumentError as error:
            broken += error.problems
            continue
        count += len(written.items)
        if stored is None:
            unstored.append(file.stem)
        asked = evolve(written, items=tuple(_as_stored(i, stored) for i in written.items))
        for number, keyed in enumerate(key_items(asked, rules, cases=cases)):
            if keyed.broken or keyed.item is None:
                faults = [(("items", number, *f.path), f.message) for f in keyed.faults]
                broken += place(written.source, faults)
                continue
            found = _compared(keyed, number, written, stored, rules)
            if found is not None:
                (moved if found.before != found.after else recredited).append(found)
    return Verified(
        quizzes=tuple(file.stem for file in files),
        items=count,
        moved=tuple(moved),
        recredited=tuple(recredited),
        broken=tuple(broken),
        unstored=tuple(unstored),
        record=key_record(rules),
    )


def accept(quiz: str | os.PathLike[str], keyed: Quiz, rules: RuleBase) -> Path:
    """Store the keys of a quiz beside its file, so that the next `verify` can tell what changed."""
    file = keys_file(Path(quiz))
    file.write_text(keys_text(stored_keys(keyed, rules)), encoding="utf-8")
    return file


def quiz_files(folder: str | os.PathLike[str]) -> list[Path]:
    """The quizzes of a folder, or the one file that is named.

    Raises `DocumentError` where there is none.
    """
    given = Path(folder)
    if given.is_file():
        return [given]
    found = sorted(given.glob("*.yaml"))
    if not found:
        message = "holds no quiz" if given.is_dir() else "no such file or folder"
        raise DocumentError([Problem(str(folder), None, None, (), message)])
    return found


def _as_stored(item: WrittenItem, stored: StoredKeys | None) -> WrittenItem:
    """With the options it had, where its file leaves them to the rules: they may differ now."""
    known = None if stored is None else stored.items.get(item.id)
    return item if known is None or item.options else evolve(item, options=tuple(known.options))


def _compared(
    keyed: Keyed,
    number: int,
    written: WrittenQuiz,
    stored: StoredKeys | None,
    rules: RuleBase,
) -> Moved | None:
    item = keyed.item
    assert item is not None
    was = None if stored is None else stored.items.get(item.id)
    now = stored_item(item, rules)
    claimed = keyed.written.claimed
    before = claimed or (was.key if was is not None else ())
    stands = not before or set(before) == set(now.key)
    if stands:
        worth = was is None or all(
            now.options.get(answer, credit) == credit for answer, credit in was.options.items()
        )
        if worth and not keyed.faults:
            return None
        before = now.key
    [at] = place(written.source, [(("items", number, "key" if claimed else "id"), "")])
    says = [fault.message for fault in keyed.faults] or [_credits(was, now)]
    return Moved(
        quiz=Path(written.source.file).stem,
        id=item.id,
        place=f"{at.file}:{at.line}:{at.column}",
        before=tuple(before),
        after=now.key,
        says=" ".join(says),
        rules=() if was is None else tuple(_differences(was, now, rules)),
    )


def _credits(was: StoredItem | None, now: StoredItem) -> str:
    """Options that are worth more or less than they were."""
    before = {} if was is None else was.options
    changed = [
        f"{answer} was worth {before[answer]:g} and is worth {credit:g}"
        for answer, credit in now.options.items()
        if answer in before and before[answer] != credit
    ]
    return f"{'; '.join(changed)}." if changed else "Its options are not what they were."


def _differences(was: StoredItem, now: StoredItem, rules: RuleBase) -> Iterator[str]:
    """The rules behind the key, then and now."""
    for name, text in was.rests_on.items():
        current = reads(name, rules)
        if not current:
            yield f"{name}: no longer in the rule base"
        elif current != text:
            yield f"{name}: reads otherwise. {_changed_lines(text, current)}"
        elif name not in now.rests_on:
            yield f"{name}: no longer stands behind the key"
    for name in now.rests_on:
        if name not in was.rests_on:
            yield f"{name}: now stands behind the key"


def _changed_lines(before: str, after: str) -> str:
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    went = [line[2:].strip(" -") for line in lines if line.startswith("- ")]
    came = [line[2:].strip(" -") for line in lines if line.startswith("+ ")]
    return f"It was: {' / '.join(went) or 'nothing'} It is: {' / '.join(came) or 'nothing'}"


# --- how it is told ------------------------------------------------------------------------------


def _blocks(verified: Verified) -> Iterator[d.Block]:
    count = len(verified.quizzes)
    many = f"{count} {'quiz' if count == 1 else 'quizzes'}, {verified.items} items"
    stands = "every key stands" if verified.fine else "not every key stands"
    yield d.Heading(f"{many}: {stands}", 1)
    yield from _listed("Keys that moved", verified.moved)
    yield from _listed("Keys that stand, with an option worth more or less", verified.recredited)
    if verified.broken:
        yield d.Heading(f"Keys that cannot be worked out ({len(verified.broken)})")
        yield d.Items(tuple(d.Item(str(problem)) for problem in verified.broken))
    if verified.unstored:
        names = ", ".join(verified.unstored)
        note = "Store them, and what changes later is told with its reason."
        yield d.Paragraph(f"No stored keys for: {names}. {note}", note=True)
    record = verified.record
    made = f"rules {record.rules_name} {record.rules_version} ({record.rules_digest[:12]})"
    yield d.Paragraph(f"{made}. {record.note}".strip(), note=True)


def _listed(title: str, found: Iterable[Moved]) -> Iterator[d.Block]:
    items = tuple(
        d.Item(
            f"it was {_words(one.before)}, it is {_words(one.after)}",
            mark=f"{one.quiz}: {one.id}",
            lines=(one.says, *one.rules),
            place=one.place,
        )
        for one in found
    )
    if items:
        yield d.Heading(f"{title} ({len(items)})")
        yield d.Items(items)


def _words(key: Iterable[str]) -> str:
    return ", ".join(key) or "none of the options"

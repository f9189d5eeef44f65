"""How items of each kind are made, one source after another, in the order of the seed."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.quiz.generating.bench import Bench, Data, Made
from ipt_rules.quiz.generating.leading import leading
from ipt_rules.quiz.generating.pairs import PAIRED, pair
from ipt_rules.quiz.generating.singles import single, whole
from ipt_rules.quiz.kinds.knowledge import AGAINST, FOR
from ipt_rules.quiz.kinds.scores import READINGS
from ipt_rules.quiz.kinds.techniques import OUT
from ipt_rules.rulebase.language import AssignsTask

K = t.QuizKind


@frozen
class Source:
    """What one item, or one pair, is made from."""

    kind: t.QuizKind
    name: str
    data: Data


def sources(bench: Bench, kind: t.QuizKind) -> Iterator[Source]:
    """Everything that items of a kind can be made from, in the order of the seed."""
    if kind is K.IN_OR_OUT_OF_MODEL:
        yield from _practices(bench)
    elif kind is K.RULE_KNOWLEDGE:
        yield from _rules(bench)
    elif kind is K.SPOT_THE_ISSUE:
        for name in bench.draw(bench.samples(), kind):
            yield Source(kind, name, {"formulation": name})
        for name in bench.draw(bench.names(), kind):
            case = bench.case(name)
            if case is not None and case.inventory.formulation is not None:
                yield Source(kind, name, {"case": name})
    else:
        for name in bench.draw(bench.names(), kind):
            yield from _of_case(bench, kind, name)


def _of_case(bench: Bench, kind: t.QuizKind, name: str) -> Iterator[Source]:
    case = bench.case(name)
    if case is None:
        return
    if kind is K.SCORE_READING:
        for scale, reading in _readings(bench, name):
            yield Source(kind, f"{scale}-{reading}-{name}".replace("_", "-"),
                         {"case": name, "about": scale, "asks": reading})  # fmt: skip
    elif kind is not K.DISPUTE_STAGE_PLAN or any(
        not isinstance(person.dispute_stage, t.Absence) for person in case.inventory.relationships
    ):
        yield Source(kind, name, {"case": name})


def _readings(bench: Bench, name: str) -> Iterator[tuple[str, str]]:
    """One scale of a case with one reading of it, where it has scores at all."""
    case = bench.case(name)
    assert case is not None
    totals = [m for m in case.inventory.measures if not isinstance(m.total, t.Absence)]
    for scale in bench.draw([m.instrument.value for m in totals], "scale", name)[:1]:
        many = sum(measure.instrument.value == scale for measure in totals) > 1
        known = READINGS if many else READINGS[:1]
        yield scale, bench.draw(list(known), "reading", name)[0]


def _practices(bench: Bench) -> Iterator[Source]:
    kind, rules = K.IN_OR_OUT_OF_MODEL, bench.rules
    names = [*rules.techniques, *rules.foreign]
    found = [Source(kind, name, {"about": name}) for name in names]
    found += [Source(kind, f"out-{n}", {"asks": OUT, "options": outsider(bench, n)})
              for n in rules.foreign]  # fmt: skip
    by_name = {source.name: source for source in found}
    yield from (by_name[name] for name in bench.draw(list(by_name), kind))


def outsider(bench: Bench, foreign: str) -> list[str]:
    """What is not IPT among techniques of IPT: first those that serve the same purpose."""
    rules = bench.rules
    near = bench.draw(list(rules.foreign[foreign].instead), "near", foreign)
    far = bench.draw([name for name in rules.techniques if name not in near], "far", foreign)
    return bench.draw([foreign, *[*near, *far][:3]], "order", foreign)


def _rules(bench: Bench) -> Iterator[Source]:
    """Rules that say something of their own; lines of a course are asked of as tasks."""
    kind, rules = K.RULE_KNOWLEDGE, bench.rules
    found = [
        Source(kind, rule.id, {"about": rule.id})
        for rule in rules.rules
        if not isinstance(rule.then, AssignsTask) and rule.when
    ]
    found += [
        Source(kind, f"{side}-{area}", {"about": area.value, "asks": side})
        for area in t.ProblemArea
        for side in (FOR, AGAINST)
    ]
    by_name = {source.name: source for source in found}
    yield from (by_name[name] for name in bench.draw(list(by_name), kind))


def make(bench: Bench, source: Source, wanted: str | None = None) -> tuple[Made, ...]:
    """The pair, or the item, that a source gives; nothing where it gives none that is sound.

    `wanted` is the right option that a single item must have.
    """
    kind = source.kind
    if kind is K.WHAT_WOULD_CHANGE:
        one = leading(bench, source.name, source.data)
        return () if one is None else (one,)
    if kind is K.IN_OR_OUT_OF_MODEL:
        known = bench.made(whole(kind, source.name, source.data))
        return () if known is None else (known,)
    if kind in PAIRED and wanted is None:
        found = pair(bench, kind, source.name, source.data)
        if found is not None:
            return found
    one = single(bench, kind, source.name, source.data, wanted)
    return () if one is None else (one,)

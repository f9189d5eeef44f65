"""How long evaluation and import take, what the engine gains over Host, whether memory is flat.

Prints figures of one run, with ratios measured in that same run. `make bench` calls it.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from attrs import evolve

from ipt_rules.agreement import engine_name
from ipt_rules.documents.inventories import dump_inventory, load_inventory
from ipt_rules.engine import Matcher, available
from ipt_rules.evaluation import evaluate
from ipt_rules.facts import Facts, facts_of
from ipt_rules.model import Inventory, LifeEvent, Measure, PartialDate, Relationship
from ipt_rules.reference import Reading
from ipt_rules.rulebase import RuleBase, load_rules, rules_folder
from ipt_rules.terms import (
    Answer,
    Coping,
    EventGroup,
    EventType,
    Expectations,
    Instrument,
    RelationshipKind,
    Stratum,
    SymptomEffect,
)

sys.path.insert(0, str(Path(__file__).resolve().parent))

FACTS = 25
TARGET_MS = 2.0
TARGET_RATIO = 3.0
TARGET_MB = 2.0
TARGET_IMPORT_MS = 60


def case_of(facts: int, rules: RuleBase, *, answered: bool = True) -> Inventory:
    """A shipped case with people, events and scores added until it gives so many facts.

    Their main questions are answered as in the shipped cases, or, the worst case, none is.
    """
    lena = load_inventory(rules_folder() / "cases" / "lena-renegotiation.yaml")
    quiet = {
        "kind": RelationshipKind.FRIEND, "alive": Answer.YES, "is_confidant": Answer.YES,
        "conflict": frozenset(), "expectations": Expectations.MATCHED,
        "maintains_episode": Answer.NO,
    }  # fmt: skip
    change = {
        "type": EventType.WORK_CHANGE, "date": PartialDate("2019-05"),
        "coping": Coping.MASTERED, "symptom_effect": SymptomEffect.NONE,
        "still_active": Answer.NO,
    }  # fmt: skip
    number = 0
    while len(facts_of(lena, rules.settings)) < facts:
        number += 1
        known = answered
        person = Relationship(f"p{number}", f"person {number}", **(quiet if known else {}))
        event = LifeEvent(f"e{number}", EventGroup.WORK, **(change if known else {}))
        score = Measure(Instrument.PHQ9, session_no=number, total=12)
        lena = [
            evolve(lena, relationships=(*lena.relationships, person)),
            evolve(lena, events=(*lena.events, event)),
            evolve(lena, measures=(*lena.measures, score)),
        ][number % 3]
    return lena


def median_ms(run: Callable[[int], object], rounds: int) -> float:
    """The median of many runs, in milliseconds."""
    taken = []
    for number in range(rounds):
        start = time.perf_counter()
        run(number)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1e3


def resident_mb() -> float:
    """Resident memory of this process."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * 4096 / 1e6


def bench_evaluate(rules: RuleBase, rounds: int = 400) -> None:
    """Evaluate freshly loaded inventories on a warm rule base: nothing of the input is kept."""
    for answered in (True, False):
        data = dump_inventory(case_of(FACTS, rules, answered=answered))
        fresh = [load_inventory(data) for _ in range(rounds + 50)]
        for inventory in fresh[:50]:
            evaluate(inventory, rules)
        took = median_ms(lambda n, fresh=fresh: evaluate(fresh[50 + n], rules), rounds)
        verdict = "met" if took <= TARGET_MS else "MISSED"
        goal = f" (target {TARGET_MS} ms: {verdict})" if answered else ""
        print(f"evaluate, {FACTS} facts, {'filled in' if answered else 'eleven left blank'}, "
              f"{len(rules.rules)} rules, {engine_name()}: {took:.2f} ms median{goal}")  # fmt: skip


def bench_shipped(rules: RuleBase, rounds: int = 100) -> None:
    """Evaluate every shipped case as it is."""
    took = {}
    for path in sorted((rules_folder() / "cases").glob("*.yaml")):
        case = load_inventory(path)
        evaluate(case, rules)
        took[path.stem] = median_ms(lambda _, case=case: evaluate(case, rules), rounds)
    slowest = max(took, key=lambda name: took[name])
    print(f"evaluate, {len(took)} shipped cases: {statistics.median(took.values()):.2f} ms median, "
          f"{took[slowest]:.2f} ms at most ({slowest})")  # fmt: skip


def bench_engine(rules: RuleBase, facts: Facts, rounds: int = 200) -> None:
    """The engine step of all strata against the same C rules run through durable_rules' Host.

    The Host gets facts that are encoded already; the engine step encodes them itself.
    """
    from bench_engine import on_host

    ours = [Matcher(rules.strata[stratum]) for stratum in Stratum]
    hosts = [on_host(matcher, facts, matcher.match(facts)) for matcher in ours]
    step = median_ms(lambda _: [matcher.match(facts) for matcher in ours], rounds)
    theirs = median_ms(lambda _: [case() for case in hosts], rounds)
    readings = [Reading(rules.strata[stratum]) for stratum in Stratum]
    reference = median_ms(lambda _: [reading.verdicts(facts) for reading in readings], rounds)
    verdict = "met" if theirs / step >= TARGET_RATIO else "MISSED"
    print(f"engine step: {step:.3f} ms; through Host: {theirs:.3f} ms; ratio {theirs / step:.1f} "
          f"(target {TARGET_RATIO}: {verdict}); reference: {reference:.3f} ms")  # fmt: skip


def bench_memory(rules: RuleBase, rounds: int = 50_000) -> None:
    """Resident memory over many evaluations in one process."""
    inventory = case_of(FACTS, rules)
    base = 0.0
    for number in range(1, rounds + 1):
        evaluate(inventory, rules)
        if number == 1_000:
            base = resident_mb()
        if number % 10_000 == 0:
            print(f"  after {number}: {resident_mb() - base:+.1f} MB", flush=True)
    grown = resident_mb() - base
    verdict = "met" if grown <= TARGET_MB else "MISSED"
    print(f"{rounds} evaluations: {grown:+.1f} MB after the first 1,000 "
          f"(target {TARGET_MB} MB: {verdict})")  # fmt: skip


def bench_import(rounds: int = 15) -> None:
    """What importing costs over a bare Python."""

    def run(code: str) -> float:
        return median_ms(lambda _: subprocess.run([sys.executable, "-c", code], check=True), rounds)

    bare = run("pass")
    package = run("import ipt_rules") - bare
    verdict = "met" if package <= TARGET_IMPORT_MS else "MISSED"
    whole = run("from ipt_rules import evaluate, load_inventory, load_rules") - bare
    print(f"import ipt_rules: {package:.0f} ms over a bare Python's {bare:.0f} ms "
          f"(target {TARGET_IMPORT_MS} ms: {verdict}); with evaluate: {whole:.0f} ms")  # fmt: skip


def main() -> None:
    """Run all five."""
    bench_import()
    rules = load_rules()
    bench_evaluate(rules)
    bench_shipped(rules)
    if available():
        bench_engine(rules, facts_of(case_of(FACTS, rules), rules.settings))
    bench_memory(rules, int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)


if __name__ == "__main__":
    main()

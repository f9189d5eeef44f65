"""How long 5,000 variants of a case take, against evaluating each of them whole.

Prints figures of one run, with ratios measured in that same run. `make bench` calls it.
"""

from __future__ import annotations

import gc
import time

from ipt_rules.documents.cases import load_cases
from ipt_rules.evaluation import evaluate
from ipt_rules.explain.gaps import Inquiry
from ipt_rules.explain.search import MOST, search
from ipt_rules.places import answer_at, filled, known_places, with_own_ids
from ipt_rules.rulebase import RuleBase, load_rules, rules_folder

CASES = ("lena-renegotiation", "nora-provisional", "zofia-halfway")
TARGET_S = 0.5
WHOLE = 60
"""Variants that are evaluated whole; the time is scaled up."""


def bench_variants(name: str, rules: RuleBase) -> None:
    """Search 5,000 variants of one case, from nothing; then evaluate a few of them whole."""
    case = load_cases(rules_folder() / "cases")[name]
    run = evaluate(case.inventory, rules, session=case.session).run
    took = []
    for _ in range(3):
        gc.collect()
        start = time.perf_counter()
        inquiry = Inquiry(run)
        now = inquiry.variants.base.decision
        found = search(inquiry, lambda decision, now=now: decision != now, MOST)
        took.append(time.perf_counter() - start)
    fast = min(took) * MOST / found.looked_at
    changes = inquiry.variants.changes
    singles = [
        {place: answer}
        for place in known_places(case.inventory)
        for answer in inquiry.answers.at(place)
        if answer != answer_at(case.inventory, place) and changes.one(place, answer).fits
    ]
    others = [with_own_ids(filled(case.inventory, answers)) for answers in singles[::5][:WHOLE]]
    start = time.perf_counter()
    for other in others:
        evaluate(other, rules, session=case.session)
    whole = (time.perf_counter() - start) / len(others) * MOST
    verdict = "met" if fast <= TARGET_S else "MISSED"
    print(f"{MOST} variants of {name}: {fast:.2f} s (target {TARGET_S} s: {verdict}); "
          f"evaluated whole: {whole:.1f} s; ratio {whole / fast:.1f}")  # fmt: skip


def main() -> None:
    """Three shipped cases: an ordinary one, a short one, a long one."""
    rules = load_rules()
    for name in CASES:
        bench_variants(name, rules)


if __name__ == "__main__":
    main()

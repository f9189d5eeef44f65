"""In how many questions the final proposal is reached: by usefulness, and in the fixed order.

Complete inventories are made from the shipped cases, what they leave open being answered at random
(the same in every run), and told answer by answer to a record that begins blank. `make bench` calls
it; `python tests/benchmarks/bench_ask.py 97` plays all cases.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.interviews import by_usefulness, completed, in_order, interview
from tests.shipped import CASES, RULES

from ipt_rules.explain.variants import Decision
from ipt_rules.strata import strata_of

PLAYED = 24


def main(most: int) -> None:
    names = sorted(CASES)[:: max(1, len(CASES) // most)]
    useful, fixed, stopped, wrong, spent = [], [], [], 0, 0.0
    for name in names:
        whole = completed(CASES[name].inventory, RULES, Random(name))
        final = Decision.of(strata_of(whole, RULES).proposal)
        began = time.perf_counter()
        mine = interview(whole, RULES, by_usefulness)
        spent += time.perf_counter() - began
        theirs = interview(whole, RULES, in_order)
        reached, other = mine.reached_after(final), theirs.reached_after(final)
        stopped.append(len(mine.decisions) - 1)
        if reached is None or other is None:
            wrong += 1
            print(f"  {name}: useful order {reached}, fixed order {other}, of {final.outcome}")
            continue
        useful.append(reached)
        fixed.append(other)
    print(f"questions until the final proposal stands, {len(names)} complete inventories")
    for title, counts in (("by usefulness", useful), ("fixed order", fixed)):
        print(
            f"  {title:14} median {statistics.median(counts):5.0f}"
            f"   mean {statistics.mean(counts):6.1f}   most {max(counts):4}"
        )
    print(f"  fixed order takes {sum(fixed) / sum(useful):.1f} times as many; target: more than 1")
    print(f"  asking stops after {statistics.median(stopped):.0f} (median); never reached: {wrong}")
    print(f"  {1000 * spent / sum(stopped):.0f} ms a question")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PLAYED)

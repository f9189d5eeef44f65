"""Both engines on the same facts: their one answer, or the smallest case on which they differ."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ipt_rules.engine import Matcher, available
from ipt_rules.exceptions import Disagreement, EngineDisagreement
from ipt_rules.facts import Fact, vocabulary
from ipt_rules.reference import Reading, RuleVerdict, verdicts
from ipt_rules.results import plain
from ipt_rules.rulebase import Rule, RuleBase
from ipt_rules.terms import Stratum

BOTH = "durable_rules and reference"
REFERENCE_ALONE = "reference alone"

Matches = list[tuple[int, tuple[int, ...]]]


def engine_name() -> str:
    """Which engines serve here: both, or the reference alone where durable_rules cannot be had."""
    return BOTH if available() else REFERENCE_ALONE


def agreed(
    rules: RuleBase,
    stratum: Stratum,
    profile: str | None,
    facts: Sequence[Fact],
    save_to: str | os.PathLike[str] | None = None,
) -> tuple[RuleVerdict, ...]:
    """The verdicts of the rules that run in a stratum, after both engines gave the same matches.

    Raises `EngineDisagreement`, with a minimal reproduction saved to `save_to` or, without one, to
    a new file in the temporary folder.
    """
    running, course = rules.running(stratum, profile), rules.course(stratum, profile)
    reading = rules.once(("reading", stratum, course), lambda: Reading(running))
    found = reading.verdicts(facts)
    if available():
        matcher = rules.once(("matcher", stratum, course), lambda: Matcher(running))
        if matcher.match(facts) != _matches(found):
            raise _disagreement(running, facts, save_to)
    return found


def _matches(found: Sequence[RuleVerdict]) -> Matches:
    return sorted(
        (number, match.positions)
        for number, verdict in enumerate(found)
        for match in verdict.matches
    )


def _differ(rules: Sequence[Rule], facts: Sequence[Fact]) -> bool:
    matcher = Matcher(rules)
    try:
        return matcher.match(facts) != _matches(verdicts(rules, facts))
    finally:
        matcher.close()


def _disagreement(
    rules: Sequence[Rule], facts: Sequence[Fact], save_to: str | os.PathLike[str] | None
) -> EngineDisagreement:
    """Drop rules and facts for as long as the engines still differ; save what is left."""
    one = [rule for rule in rules if _differ([rule], facts)][:1]
    kept, smallest = list(one or rules), list(facts)
    for fact in facts if one else ():
        fewer = [other for other in smallest if other is not fact]
        if _differ(kept, fewer):
            smallest = fewer
    matcher = Matcher(kept)
    try:
        durable = matcher.match(smallest)
    finally:
        matcher.close()
    found = Disagreement(
        rule=kept[0].id if one else "(only in company of all rules of its stratum)",
        facts=tuple(_without_words(fact) for fact in smallest),
        durable=tuple(tuple(smallest[p].id for p in places) for _, places in durable),
        reference=tuple(
            tuple(smallest[p].id for p in places)
            for _, places in _matches(verdicts(kept, smallest))
        ),
    )
    return EngineDisagreement(found, _save(found, save_to))


def _without_words(fact: Fact) -> dict[str, Any]:
    """A fact without the texts it carries for sentences: nothing a patient said is written out."""
    fields = vocabulary()[fact.kind].fields
    values = {
        name: sorted(value) if isinstance(value, frozenset) else plain(value)
        for name, value in fact.values.items()
        if fields[name].type != "text"
    }
    return {"fact": fact.kind, "id": fact.id, **values}


def _save(found: Disagreement, save_to: str | os.PathLike[str] | None) -> str:
    if save_to is None:
        handle, name = tempfile.mkstemp(prefix="ipt-rules-disagreement-", suffix=".json")
        os.close(handle)
        save_to = name
    text = json.dumps(plain(found), indent=2, ensure_ascii=True) + "\n"
    Path(save_to).write_text(text, encoding="utf-8")
    return os.fspath(save_to)

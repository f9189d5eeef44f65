"""Facts to matches on durable_rules, kept to the part of it that is sound."""

from __future__ import annotations

import functools
import os
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any

from ipt_rules.facts import Fact
from ipt_rules.networks import (
    MAX_FACTS,
    SENTINEL,
    SENTINEL_TEXT,
    Match,
    Network,
    Text,
    compile_rules,
)
from ipt_rules.rulebase.language import Rule


@functools.cache
def available() -> bool:
    """Whether durable_rules can be imported; as published it cannot on Python 3.13 and later.

    Asked once in a process: an import that fails anew each time is slow, and a child that is
    forked in the middle of one would wait for its lock for ever.
    """
    try:
        _library()
    except Exception:
        return False
    return True


def _library() -> Any:
    import durable_rules_engine

    return durable_rules_engine


class Matcher:
    """Finds where rules hold, presumed fields included; compiled when first used.

    Any thread may use it, and any process: a forked child or an unpickled copy builds an engine of
    its own. Raises ValueError on rules or facts beyond a limit, ImportError where durable_rules is
    missing, RuntimeError when it answers anything unexpected; the matcher stays usable.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        self._networks: tuple[Network, ...] = ()
        self._engines: dict[int, _Engine] = {}

    def __reduce__(self) -> tuple[object, ...]:
        return Matcher, (self._rules,)

    def match(self, facts: Sequence[Fact]) -> list[Match]:
        """Find every choice of different facts on which a rule holds, sorted.

        Placeholders of records nobody asked about (`Fact.stands_for`) fulfil nothing.
        """
        if len(facts) > MAX_FACTS:
            raise ValueError(f"{len(facts):,} facts; at most {MAX_FACTS:,} can be matched at once")
        networks = self._networks = self._networks or compile_rules(self._rules)
        texts = [network.write(facts) for network in networks]
        process = os.getpid()
        engine = self._engines.get(process)
        if engine is None:  # setdefault: threads that arrive together share one
            engine = self._engines.setdefault(process, _Engine(networks))
        return sorted(engine.run(texts))

    def close(self) -> None:
        """Free what the C library holds; the next match builds it again."""
        if engine := self._engines.get(os.getpid()):
            with engine.lock:
                engine.free()


class _Engine:
    """The C rulesets of one process: built when needed, left behind after any failure."""

    def __init__(self, networks: Sequence[Network]) -> None:
        self.lock = threading.Lock()
        self._networks = networks
        self._handles: dict[int, int] = {}
        self._library: Any = None

    def run(self, texts: Sequence[Sequence[Text]]) -> set[Match]:
        library = self._library = _library()
        found: set[Match] = set()
        with self.lock:
            handles, self._handles = self._handles, {}  # lost on failure: neither used nor freed
            try:
                for number, network in enumerate(self._networks):
                    if texts[number]:
                        if number not in handles:
                            handles[number] = library.create_ruleset("r", network.definition())
                        found |= _run(library, handles[number], network, texts[number])
            except Exception as error:
                raise RuntimeError(f"durable_rules failed: {error}") from error
            self._handles = handles
        return found

    def free(self) -> None:
        handles, self._handles = self._handles, {}
        for number, handle in handles.items():
            if not self._networks[number].joined:
                self._library.delete_state(handle, "0")  # or deleting the ruleset leaks it
            self._library.delete_ruleset(handle)

    def __del__(self, finalizing: Callable[[], bool] = sys.is_finalizing) -> None:
        if not finalizing():  # then the process's memory goes as a whole, and C is half gone
            self.free()


def _run(library: Any, handle: int, network: Network, texts: Sequence[Text]) -> set[Match]:
    """Assert facts one by one, act on every match, and forget the facts."""
    taken = set()
    for position, text in (SENTINEL_TEXT, *texts):
        code, state = library.assert_fact(handle, text)
        if code == 0:
            taken.add(position)
        elif code != 1:  # 1: no pattern takes it
            raise RuntimeError(f"code {code} for a fact")
    if MAX_FACTS not in taken:  # asking a state that is not there for its actions crashes
        raise RuntimeError("the sentinel was not taken")
    messages = []
    _, message = library.start_action_for_state(handle, state)
    while message:
        messages.append(message)
        message = library.complete_and_start_action(handle, state)
    found = network.read(messages, taken)
    if network.joined:  # retracting facts that matched together writes out of bounds
        library.delete_state(handle, "0")
    else:
        ids = ",".join([f'{{"id":"{position}"}}' for position in taken])
        library.retract_facts(handle, f"[{ids}]")
    if SENTINEL not in found or (not network.joined and len(taken) > len({p for _, p in found})):
        raise RuntimeError("a match is missing")
    return found - {SENTINEL}

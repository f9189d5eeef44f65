"""Many evaluations at once: threads and processes give what one after the other gives."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from ipt_rules.evaluation import evaluate
from ipt_rules.model import Inventory
from ipt_rules.rulebase import RuleBase, load_rules
from tests.shipped import CASES, RULES

NAMES = sorted(CASES)
INVENTORIES = [CASES[name].inventory for name in NAMES]
SERIAL = [evaluate(inventory, RULES).to_json() for inventory in INVENTORIES]
THREADS = 8
METHODS = [
    m for m in ("fork", "forkserver", "spawn") if m in multiprocessing.get_all_start_methods()
]
can_fork = pytest.mark.skipif("fork" not in METHODS, reason="this system cannot fork")
# From Python 3.12 on, forking a process that has threads warns; what it warns of is tested here.
forking = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


def evaluated(rules: RuleBase, inventory: Inventory) -> str:
    return evaluate(inventory, rules).to_json()


def all_evaluated(rules: RuleBase) -> list[str]:
    return [evaluated(rules, inventory) for inventory in INVENTORIES]


def send_all(rules: RuleBase, answer: Connection) -> None:
    answer.send_bytes(pickle.dumps(all_evaluated(rules)))


# --- threads ---------------------------------------------------------------------------------


def test_threads_share_a_rule_base() -> None:
    """Eight threads that meet an unused rule base at the same moment all get the serial answers."""
    for _ in range(2):
        fresh = load_rules()
        together = threading.Barrier(THREADS)

        def work(
            start: int, rules: RuleBase = fresh, together: threading.Barrier = together
        ) -> list[tuple[int, str]]:
            together.wait()
            order = [(start + step) % len(INVENTORIES) for step in range(len(INVENTORIES))]
            return [(index, evaluated(rules, INVENTORIES[index])) for index in order]

        with ThreadPoolExecutor(THREADS) as pool:
            for found in pool.map(work, range(THREADS)):
                assert [text for _, text in sorted(found)] == SERIAL


def test_threads_leave_nothing_behind() -> None:
    """After the threads are gone the same rule base still gives the same bytes."""
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda inventory: evaluated(RULES, inventory), INVENTORIES * 3))
    assert all_evaluated(RULES) == SERIAL


# --- processes -------------------------------------------------------------------------------


@forking
@pytest.mark.parametrize("method", METHODS)
def test_processes_give_the_serial_answers(method: str) -> None:
    """A pool of processes, however started, takes a used rule base and gives the same bytes."""
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        found = list(pool.map(all_evaluated, [RULES, RULES]))
    assert found == [SERIAL, SERIAL]


def fork_while_threads_evaluate() -> None:
    """Fork a process eight times while two of its threads evaluate; children evaluate as well."""
    context = multiprocessing.get_context("fork")
    stop, wrong = threading.Event(), list[int]()

    def keep_going() -> None:
        while not stop.is_set():
            for index, inventory in enumerate(INVENTORIES):
                if evaluated(RULES, inventory) != SERIAL[index]:
                    wrong.append(index)

    others = [threading.Thread(target=keep_going) for _ in range(2)]
    for other in others:
        other.start()
    try:
        for _ in range(8):
            receiver, sender = context.Pipe(duplex=False)
            child = context.Process(target=send_all, args=(RULES, sender))
            child.start()
            sender.close()
            try:
                assert receiver.poll(60), "the child hangs"
                assert pickle.loads(receiver.recv_bytes()) == SERIAL
                child.join(60)
                assert child.exitcode == 0
            finally:
                child.kill()
    finally:
        stop.set()
        for other in others:
            other.join()
    assert not wrong


@can_fork
def test_a_fork_while_another_thread_evaluates() -> None:
    """A child forked in the middle of an evaluation is not caught in it, nor is its parent."""
    code = "from tests.test_parallel import fork_while_threads_evaluate as f; f()"
    # In a process of its own, unmeasured: a child also inherits what locks coverage holds.
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", code],
        cwd=Path(__file__).parents[1],
        env=inherited,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")


@forking
@can_fork
def test_a_child_does_not_disturb_its_parent() -> None:
    """What a forked child does to the rules it inherited, and its end, change nothing here."""
    for _ in range(3):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                status = 0 if all_evaluated(RULES) == SERIAL else 2
            finally:
                os._exit(status)
        _, ended = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(ended) == 0
        assert all_evaluated(RULES) == SERIAL

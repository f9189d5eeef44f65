"""Runs the readers in tests/node, which are written in JavaScript by others than this project.

Their packages come from tests/node/package-lock.json and are installed into build/node.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).resolve().parent / "node"
BUILT = SOURCE.parents[1] / "build" / "node"


def installed() -> Path:
    """The folder with the readers and their packages; filled anew when the lock changes."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            pytest.fail(f"no {program} here: install Node.js 20 or later, or run -m 'not once'")
    digest = sha256((SOURCE / "package-lock.json").read_bytes()).hexdigest()
    stamp = BUILT / "ready"
    if not stamp.is_file() or stamp.read_text() != digest:
        BUILT.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(SOURCE / name, BUILT)
        done = subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=BUILT,
            capture_output=True,
            text=True,
            timeout=300,
        )
        if done.returncode:
            pytest.fail(f"npm ci failed in {BUILT}:\n{done.stderr}")
        stamp.write_text(digest)
    for script in SOURCE.glob("*.mjs"):
        shutil.copy(script, BUILT)
    return BUILT


def read_by(script: str, given: list[str]) -> list[Any]:
    """What a reader makes of many documents, in one call."""
    done = subprocess.run(
        ["node", script],
        cwd=installed(),
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    answer = json.loads(done.stdout)
    assert len(answer) == len(given)
    return list(answer)

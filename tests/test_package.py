"""The package as others get it: cheap to import, silent, whole in its wheel."""

from __future__ import annotations

import ast
import importlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import textwrap
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import ipt_rules
from ipt_rules.evaluation import evaluate
from ipt_rules.report import to_text
from ipt_rules.rulebase import rules_folder
from tests.shipped import CASES, RULES

CHECKOUT = Path(__file__).resolve().parents[1]
SOURCE = CHECKOUT / "src" / "ipt_rules"
MODULES = sorted(SOURCE.rglob("*.py"))
LENA = rules_folder() / "cases" / "lena-renegotiation.yaml"
HEAVY = ("attrs", "cattrs", "click", "durable", "durable_rules_engine", "numpy", "yaml")
WATCHED = """
import json, os, sys

seen = {"opened": [], "written": [], "started": [], "sent": [], "run": []}


def watch(event, details):
    if event == "open":
        name, mode, flags = details
        writes = flags & (os.O_WRONLY | os.O_RDWR) if isinstance(flags, int) else 0
        seen["written" if writes or set(mode or "") & set("wax+") else "opened"].append(str(name))
    elif event.startswith("_thread.start"):
        seen["started"].append(event)
    elif event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")):
        seen["sent"].append(event)
    elif event.startswith(("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork")):
        seen["run"].append(event)


sys.addaudithook(watch)
"""
"""Notes from then on what a process opens, starts and sends."""


def python(
    code: str, *, executable: str | Path = sys.executable, cwd: Path | None = None, **given: str
) -> Any:
    """Run code in a process of its own and read the JSON that it prints."""
    # Left alone by coverage, which would count copies of the code and open files of its own.
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
    environment = {**inherited, "PYTHONDONTWRITEBYTECODE": "1", **given}
    done = subprocess.run(
        [str(executable), "-c", textwrap.dedent(code)],
        capture_output=True,
        cwd=cwd,
        env=environment,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def is_module(name: str) -> bool:
    return name.endswith((".py", ".pyc", ".so", ".pyd", ".zip"))  # .zip: of the standard library


# --- importing -------------------------------------------------------------------------------


def test_importing_the_package_does_next_to_nothing() -> None:
    """It reads Python modules alone, starts nothing, and loads no library that costs time."""
    seen = python(
        WATCHED
        + "import ipt_rules\n"
        + "seen['modules'] = sorted(sys.modules)\nprint(json.dumps(seen))"
    )
    assert all(is_module(name) for name in seen["opened"])
    assert not seen["written"] + seen["started"] + seen["sent"] + seen["run"]
    loaded = {name.partition(".")[0] for name in seen["modules"]}
    assert not loaded & set(HEAVY)
    own = [name for name in seen["modules"] if name.startswith("ipt_rules")]
    assert own == ["ipt_rules"]


def test_evaluating_reads_files_and_does_nothing_else() -> None:
    """Rules and a case are read; no thread, no socket, no process, and nothing is written."""
    code = f"""
from ipt_rules import evaluate, load_inventory, load_rules
result = evaluate(load_inventory({str(LENA)!r}), load_rules())
str(result), result.to_json(), result._repr_mimebundle_()
print(json.dumps(seen))
"""
    seen = python(WATCHED + code)
    assert not seen["written"] + seen["started"] + seen["sent"] + seen["run"]
    others = {Path(name) for name in seen["opened"] if not is_module(name)}
    folder = rules_folder()
    assert LENA in others
    assert {path for path in others if path.is_relative_to(folder)} >= {folder / "sources.yaml"}
    foreign = {path for path in others if not path.is_relative_to(folder)}
    assert {path.name for path in foreign} <= {"METADATA", "PKG-INFO", "entry_points.txt"}


def test_nothing_is_said_unasked() -> None:
    """Importing and evaluating print nothing and log nothing."""
    code = f"""
import logging
from ipt_rules import evaluate, load_inventory, load_rules
evaluate(load_inventory({str(LENA)!r}), load_rules())
loggers = [name for name in logging.root.manager.loggerDict if name.startswith("ipt_rules")]
import json
print(json.dumps(loggers))
"""
    assert python(code) == []


# --- the public names ------------------------------------------------------------------------


def test_the_public_names_are_few_and_documented() -> None:
    """Some twenty names, each of which can be imported and says what it is."""
    assert dir(ipt_rules) == sorted(ipt_rules.__all__)
    assert 15 <= len(ipt_rules.__all__) <= 30
    for name in ipt_rules.__all__:
        thing = getattr(ipt_rules, name)
        assert (thing.__doc__ or "").strip(), name
        assert thing.__module__.startswith("ipt_rules.")


def test_type_checkers_see_the_names_that_are_there() -> None:
    """The imports written for type checkers name the same things from the same modules."""
    tree = ast.parse((SOURCE / "__init__.py").read_text(encoding="utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    written = {}
    for node in block.body:
        assert isinstance(node, ast.ImportFrom)
        assert node.module is not None
        for name in node.names:
            assert name.asname == name.name  # re-exported
            written[name.name] = getattr(importlib.import_module(node.module), name.name)
    assert written == {name: getattr(ipt_rules, name) for name in ipt_rules.__all__}


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    """Looking up names lazily makes no difference to who asks for another."""
    with pytest.raises(AttributeError, match="has no attribute 'assess'"):
        ipt_rules.assess  # noqa: B018  # type: ignore[attr-defined]
    namespace: dict[str, object] = {}
    exec("from ipt_rules import *", namespace)  # noqa: S102
    assert set(ipt_rules.__all__) <= set(namespace)


# --- who imports what ------------------------------------------------------------------------


def _imports(path: Path) -> Iterator[str]:
    """The top-level names of everything a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_only_the_engine_talks_to_durable_rules() -> None:
    """`durable` is imported nowhere, and its C library in one module."""
    assert MODULES
    users = {path.name for path in MODULES if "durable_rules_engine" in _imports(path)}
    assert users == {"engine.py"}
    assert not [path for path in MODULES if "durable" in _imports(path)]


def test_nothing_is_imported_that_is_not_declared() -> None:
    """Beside the standard library the package uses its dependencies and nothing else."""
    declared = {
        "annotated_types",
        "attr",
        "attrs",
        "cattrs",
        "click",
        "durable_rules_engine",
        "yaml",
    }
    declared |= {"numpy", "pandas", "polars", "fsrs", "genanki", "jupyterquiz"}  # extras
    used = {name for path in MODULES for name in _imports(path)}
    assert used <= declared | set(sys.stdlib_module_names) | {"ipt_rules"}


def test_every_module_says_what_it_is() -> None:
    """Each module begins with a sentence about itself."""
    for path in MODULES:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


# --- the checkout ----------------------------------------------------------------------------


def copy_of_the_checkout(folder: Path) -> Path:
    """What git would hold, without what tools left behind."""
    ignored = shutil.ignore_patterns(
        ".git", ".venv*", ".nox", ".*cache*", ".hypothesis", ".coverage*", "__pycache__",
        "*.egg-info", "build", "dist", "_build",
    )  # fmt: skip
    return Path(shutil.copytree(CHECKOUT, folder, ignore=ignored))


def test_rules_are_those_of_the_checkout_and_edits_are_seen(tmp_path: Path) -> None:
    """In a checkout nothing is copied: change a file of a rule, and it is a different rule base."""
    assert rules_folder() == CHECKOUT / "rules"
    copy = copy_of_the_checkout(tmp_path / "copy")
    code = """
    import json
    from ipt_rules import load_rules, rules_folder
    print(json.dumps([str(rules_folder()), load_rules().digest]))
    """
    folder, digest = python(code, PYTHONPATH=str(copy / "src"))
    assert (Path(folder), digest) == (copy / "rules", RULES.digest)
    policy = copy / "rules" / "focus" / "policy.yaml"
    text = policy.read_text("utf-8")
    policy.write_text(text.replace("corroboration: ", "corroboration: 1"), encoding="utf-8")
    assert python(code, PYTHONPATH=str(copy / "src"))[1] != digest


# --- the wheel -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a clean copy of the checkout."""
    copy = copy_of_the_checkout(tmp_path_factory.mktemp("wheel") / "checkout")
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist"],
        cwd=copy,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = (copy / "dist").glob("*.whl")
    return path


def _files(folder: Path, pattern: str = "*") -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob(pattern)
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_code_and_the_rules_and_nothing_else(wheel: Path) -> None:
    """Every module, every file of knowledge, the licence; no test, no page of the docs."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        metadata = archive.read(next(n for n in names if n.endswith("METADATA"))).decode("utf-8")
    code = {f"ipt_rules/{name}" for name in _files(SOURCE)}
    knowledge = {f"ipt_rules/rules/{name}" for name in _files(CHECKOUT / "rules")}
    assert {n for n in names if ".dist-info/" not in n} == code | knowledge
    assert "ipt_rules/py.typed" in names
    assert not code & knowledge
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "Requires-Python: >=3.11" in metadata
    assert (CHECKOUT / "README.md").read_text("utf-8").strip() in metadata


def test_the_wheel_works_far_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """Installed elsewhere, the rules are found, are the same, and the command evaluates a case."""
    home = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True, timeout=60)
    bin_ = home / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", str(bin_ / "python")]
    install = ["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index"]
    subprocess.run([*pip, *install, str(wheel)], check=True, timeout=60)
    # The dependencies are lent by this environment; its own .pth files are not read there.
    paths = sysconfig.get_paths(vars={"base": str(home), "platbase": str(home)})
    lent = {sysconfig.get_paths()[kind] for kind in ("purelib", "platlib")}
    Path(paths["purelib"], "lent.pth").write_text("\n".join(sorted(lent)), encoding="utf-8")
    away = tmp_path / "away"
    away.mkdir()
    environment = {"PYTHONPATH": "", "PYTHONSAFEPATH": "1"}
    found = python(
        """
        import json, ipt_rules
        rules = ipt_rules.load_rules()
        print(json.dumps([
            ipt_rules.__file__, str(ipt_rules.rules_folder()), len(rules.rules), rules.digest
        ]))
        """,
        executable=bin_ / "python",
        cwd=away,
        **environment,
    )
    module, folder, count, digest = found
    assert Path(module).is_relative_to(home)
    assert Path(folder) == Path(module).parent / "rules"
    assert (count, digest) == (len(RULES.rules), RULES.digest)
    done = subprocess.run(
        [bin_ / "ipt-rules", "evaluate", Path(folder) / "cases" / LENA.name],
        capture_output=True,
        cwd=away,
        env={**os.environ, **environment},
        timeout=60,
    )
    expected = to_text(evaluate(CASES[LENA.stem].inventory, RULES))
    assert (done.returncode, done.stdout.decode("utf-8"), done.stderr) == (0, expected, b"")

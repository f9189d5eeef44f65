"""The project's checks; the Makefile and .ci/run call them by these names.

The sessions without a Python of their own run in the environment that nox runs in: the one that
`make` fills from the locks.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import nox

nox.needs_version = ">=2025.10.14"
nox.options.default_venv_backend = "venv"
nox.options.download_python = "never"
nox.options.error_on_missing_interpreters = False  # `closing` says it, loudly
nox.options.reuse_venv = "yes"

PYTHONS = ("3.11", "3.12", "3.13")
HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
OTHERS = tuple(version for version in PYTHONS if version != HERE)
COMPILE = (
    *("uv", "pip", "compile", "--quiet", "--universal", "--python-version=3.11"),
    *("--generate-hashes", "--no-header", "--no-emit-index-url"),
)
LOCKS = {  # what each file in requirements/ locks, and the lock before it that it agrees with
    "build": ("--group=build",),
    "dev": ("pyproject.toml", "--group=dev", "--constraints=requirements/build.txt"),
    "runtime": ("pyproject.toml", "--constraints=requirements/dev.txt"),
    "test": ("pyproject.toml", "--group=test", "--constraints=requirements/dev.txt"),
    "lock": ("--group=lock",),
}

# The tools stand beside the Python that runs nox, whether or not its environment is activated.
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def pythons(version: str) -> Iterator[str]:
    """Name the places where a Python of this version may be."""
    yield f"python{version}"
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for folder in sorted(pyenv.glob(f"versions/{version}.*[0-9]"), reverse=True):
        yield str(folder / "bin" / "python")


def find_python(version: str) -> str | None:
    """Return a Python that answers with this version when asked: a shim may exist and not work."""
    question = "import sys, ensurepip, venv; print('%d.%d' % sys.version_info[:2])"
    for python in pythons(version):
        try:
            answer = subprocess.run([python, "-c", question], capture_output=True, text=True)
        except OSError:
            continue
        if answer.stdout.strip() == version:
            return python
    return None


def report(version: str) -> Path:
    """Return where pytest reports how it went on this version of Python."""
    return Path("build") / f"pytest-{version}.xml"


def closing_line(results: ElementTree.Element) -> str:
    """Return pytest's closing line, made again from its report."""
    count = {key: int(results.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")}
    passed = count["tests"] - count["failures"] - count["errors"] - count["skipped"]
    words = {
        "failed": count["failures"],
        "passed": passed,
        "skipped": count["skipped"],
        "errors": count["errors"],
    }
    said = ", ".join(f"{number} {word}" for word, number in words.items() if number)
    return f" {said or 'no tests ran'} in {float(results.get('time', '0')):.2f}s ".center(78, "=")


@nox.session(python=False)
def lint(session: nox.Session) -> None:
    """Read the code with ruff."""
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")


@nox.session(python=False)
def types(session: nox.Session) -> None:
    """Check the types of the library."""
    session.run("mypy", "--strict", "src")


@nox.session(python=False)
def layers(session: nox.Session) -> None:
    """Check that imports point down the path of the data."""
    session.run("lint-imports", "--no-logo")


@nox.session(python=False)
def tests(session: nox.Session) -> None:
    """Run the tests on this Python, Hypothesis at its most thorough."""
    pytest = ("pytest", "-n", "2", f"--junit-xml={report(HERE)}", *session.posargs)
    session.run(*pytest, env={"HYPOTHESIS_PROFILE": "ci"})


@nox.session(python=False, default=False)
def coverage(session: nox.Session) -> None:
    """Run the tests once more, slowly, and show the branches they miss."""
    session.run("coverage", "erase")
    session.run("coverage", "run", "-m", "pytest", "-n", "2", *session.posargs)
    session.run("coverage", "combine", "--quiet")
    session.run("coverage", "report")


@nox.session(python=False)
def memory(session: nox.Session) -> None:
    """Run the engine's tests over freed memory that is filled with rubbish."""
    session.run("pytest", "tests/test_engine.py", env={"MALLOC_PERTURB_": "165"})


@nox.session(python=False)
def docs(session: nox.Session) -> None:
    """Build the documentation from nothing, as pages left unread do not warn; a warning fails."""
    strict = ("--fresh-env", "--fail-on-warning", "--keep-going", "--quiet")
    session.run("sphinx-build", *strict, "--doctree-dir=build/doctrees", "docs", "build/docs")


def on_another_python(version: str) -> None:
    """Add the session that runs the tests on this version."""

    @nox.session(name=f"tests-{version}", python=find_python(version) or version)
    def tests_elsewhere(session: nox.Session) -> None:
        """Run the tests on this Python, in an environment of its own."""
        install(session)
        elsewhere = ("-n", "2", "-m", "not once", f"--junit-xml={report(version)}")
        profile = {"HYPOTHESIS_PROFILE": "elsewhere"}
        session.run("pytest", *elsewhere, *session.posargs, env=profile)


def install(session: nox.Session) -> None:
    """Fill a session's environment from the locks, unless it was filled from these very locks."""
    locks = [Path("requirements") / f"{name}.txt" for name in ("build", "test")]
    sources = [*locks, Path("pyproject.toml")]
    digest = sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    stamp = Path(session.virtualenv.location) / "ready"
    if stamp.is_file() and stamp.read_text() == digest:
        return
    pip = ("--quiet", "--disable-pip-version-check", "--no-build-isolation", "--use-pep517")
    for lock in locks:
        session.install(*pip, "--require-hashes", f"--requirement={lock}")
    session.install(*pip, "--no-deps", "--editable=.")
    stamp.write_text(digest)


for other in OTHERS:
    on_another_python(other)


@nox.session(python=False, default=False)
def closing(session: nox.Session) -> None:
    """Say how the tests ended on every Python, and where they did not run."""
    for version in (*OTHERS, HERE):
        if report(version).is_file():
            print(f"Python {version}")
            print(closing_line(ElementTree.parse(report(version)).getroot()[0]))
        else:
            why = "pytest did not finish" if find_python(version) else "no such Python here"
            print(f"!!! NOT TESTED ON PYTHON {version}: {why} !!!")


@nox.session(python=False, default=False)
def bench(session: nox.Session) -> None:
    """Measure how long an evaluation takes, and the search for what would change it."""
    session.run("python", "tests/benchmarks/bench_evaluate.py", *session.posargs)
    session.run("python", "tests/benchmarks/bench_ask.py")
    session.run("python", "tests/benchmarks/bench_explain.py")


@nox.session(python=False, default=False)
def notebooks(session: nox.Session) -> None:
    """Run the notebooks anew and store what they show, where that has changed for a reason."""
    session.run("python", "docs/_execute.py")


@nox.session(python=False, default=False)
def wheel(session: nox.Session) -> None:
    """Build the sdist, and the wheel from it, into dist/."""
    session.run("python", "-m", "build", "--no-isolation")


@nox.session(default=False)
def lock(session: nox.Session) -> None:
    """Write the locks anew from pyproject.toml; `-- --upgrade` takes the newest of everything."""
    session.install("--require-hashes", "--requirement=requirements/lock.txt")
    for name, sources in LOCKS.items():
        target = f"--output-file=requirements/{name}.txt"
        session.run(*COMPILE, *session.posargs, target, *sources, silent=True)

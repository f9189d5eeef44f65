"""The command line: what it prints, where it writes, and how it refuses what is broken."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from ipt_rules.cli import BROKEN, FINE, ISSUES, main
from ipt_rules.documents.inventories import dump_inventory
from ipt_rules.evaluation import evaluate
from ipt_rules.interop.schema import schema
from ipt_rules.report import to_page, to_text
from ipt_rules.rulebase import rules_folder
from tests.shipped import CASES, RULES

FILES = rules_folder() / "cases"
LENA = CASES["lena-renegotiation"].inventory
LENA_TEXT = (FILES / "lena-renegotiation.yaml").read_text(encoding="utf-8")
RUTH = FILES / "ruth-violence.yaml"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def as_process(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "ipt_rules", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env=os.environ | environment, timeout=60)


def refused(*arguments: object, output: Path) -> str:
    """What is said of a call that must fail: nothing is printed, nothing written, nothing leaks."""
    before = output.read_bytes() if output.is_file() else None
    result = run(*arguments, "-o", output)
    assert result.exit_code == BROKEN
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert (output.read_bytes() if output.is_file() else None) == before
    return result.stderr


def case_file(folder: Path, *changes: tuple[str, str], name: str = "case.yaml") -> Path:
    """Lena's case with other words here and there."""
    text = LENA_TEXT
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# --- what it prints --------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_a_shipped_case_is_evaluated(name: str) -> None:
    """Text is the default; exit code 1 says that the formulation on record has issues."""
    result = run("evaluate", FILES / f"{name}.yaml")
    case = CASES[name]
    assert result.stdout == to_text(evaluate(case.inventory, RULES, session=case.session))
    assert result.stderr == ""
    assert result.exit_code == (ISSUES if CASES[name].expects.issues else FINE)


def test_every_format_is_what_the_library_makes() -> None:
    """Text, JSON and HTML are the library's own, byte for byte."""
    expected = evaluate(LENA, RULES)
    made = {"text": to_text(expected), "json": expected.to_json(), "html": to_page(expected)}
    for form, text in made.items():
        result = run("evaluate", FILES / "lena-renegotiation.yaml", "--format", form)
        assert (result.exit_code, result.stdout) == (FINE, text)


@pytest.mark.parametrize("name", ["lena-renegotiation", "ruth-violence"])
def test_json_keeps_to_its_schema(name: str) -> None:
    """What `--format json` prints is valid by `ipt-rules schema evaluation`."""
    validator = Draft202012Validator(json.loads(run("schema", "evaluation").stdout))
    validator.check_schema(validator.schema)
    validator.validate(json.loads(run("evaluate", FILES / f"{name}.yaml", "--format=json").stdout))


def test_a_file_takes_the_report(tmp_path: Path) -> None:
    """With -o the report is in the file, in UTF-8, and nothing is printed."""
    output = tmp_path / "report.html"
    result = run("evaluate", RUTH, "--format", "html", "-o", output)
    assert (result.stdout, result.stderr) == ("", "")
    assert output.read_text("utf-8") == to_page(evaluate(CASES["ruth-violence"].inventory, RULES))


def test_json_documents_and_bare_inventories_are_read(tmp_path: Path) -> None:
    """An inventory need not stand in a case file, nor in YAML."""
    file = tmp_path / "lena.json"
    file.write_text(json.dumps(dump_inventory(LENA)), encoding="utf-8")
    assert run("evaluate", file).stdout == to_text(evaluate(LENA, RULES))


def _record(*arguments: object) -> Any:
    result = run("evaluate", FILES / "lena-renegotiation.yaml", "--format=json", *arguments)
    return json.loads(result.stdout)["record"]


def test_the_session_and_the_day_can_be_given() -> None:
    """--session and --as-of stand in the record; else they follow from the case."""
    plain, later = _record(), _record("--session", 9, "--as-of", "2026-04-01")
    assert (plain["session"], plain["as_of"]) == (5, LENA.assessment_date.isoformat())
    assert (later["session"], later["as_of"]) == (9, "2026-04-01")


def test_another_rule_base_can_be_given(tmp_path: Path) -> None:
    """--rules names a folder; its name and digest stand in the record."""
    shutil.copytree(rules_folder(), tmp_path / "rules")
    identity = tmp_path / "rules" / "rulebase.yaml"
    text = identity.read_text("utf-8").replace("ipt-core", "house-rules")
    identity.write_text(text, encoding="utf-8")
    record = _record("--rules", tmp_path / "rules")
    assert record["rules_name"] == "house-rules"
    assert record["rules_digest"] != RULES.digest


@pytest.mark.parametrize("name", ["inventory", "formulation", "notes", "evaluation"])
def test_schemas_are_printed(name: str) -> None:
    """`ipt-rules schema` prints the library's schema as JSON."""
    result = run("schema", name)
    assert result.exit_code == FINE
    assert json.loads(result.stdout) == schema(name)


def test_help_says_what_the_exit_codes_mean() -> None:
    """-h works everywhere, and --version names the release."""
    assert "Exit code 0: fine. 1:" in " ".join(run("evaluate", "-h").stdout.split())
    assert run("--version").exit_code == run("schema", "-h").exit_code == FINE


# --- exit code 1 -----------------------------------------------------------------------------


def test_issues_in_a_formulation_are_exit_code_1(tmp_path: Path) -> None:
    """A formulation with three areas is evaluated, shown with its issue, and exits with 1."""
    case = case_file(
        tmp_path,
        ("    areas: [role_dispute]", "    areas: [role_dispute, grief, role_transition]"),
    )
    result = run("evaluate", case)
    assert result.exit_code == ISSUES
    assert "[formulation/too-many-areas]" in re.sub(r"\s+", " ", result.stdout)
    assert result.stderr == ""


# --- exit code 2: files that cannot be read --------------------------------------------------


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A name that no file has is said to have none."""
    said = refused("evaluate", tmp_path / "none.yaml", output=tmp_path / "out")
    assert said == f"{tmp_path / 'none.yaml'}: no such file\n"


def test_a_directory_is_refused(tmp_path: Path) -> None:
    """A directory is not a case."""
    said = refused("evaluate", tmp_path, output=tmp_path / "out")
    assert said == f"{tmp_path}: this is a directory, not a file\n"


def test_a_file_of_100_mb_is_refused(tmp_path: Path) -> None:
    """A file no case can fill is refused unread."""
    case = tmp_path / "case.yaml"
    with case.open("wb") as file:
        file.truncate(100_000_000)
    said = refused("evaluate", case, output=tmp_path / "out")
    assert said == f"{case}: larger than 2 MB, which no case needs\n"


_BOMB = "a0: &a0 lol\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
)
UNREADABLE = {
    "latin-1": ("case: {pseudonym: Zoë}\n".encode("latin-1"), r":1:21: not UTF-8"),
    "not YAML": (b"case: [1, 2\nwhat: {\n", r":\d+:\d+: not YAML"),
    "50,000 brackets": (b"[" * 50_000, r":1:61: nested deeper than 60 levels"),
    "an alias bomb": (_BOMB.encode(), r":1:5: anchors \(&\) are not read here"),
    "a tag": (b"case: !!python/object/apply:os.system [true]\n", r":1:7: tags \(!\)"),
    "nothing": (b"", r":1:1: the document is empty"),
    "a list": (b"- case\n", r":1:1: expected a mapping, got a list"),
    "an escape": (b"case: {pseudonym: 'L\x1b[31m'}\n", r":1:21: control character U\+001B"),
}  # fmt: skip


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_holds_no_document_is_refused(kind: str, tmp_path: Path) -> None:
    """What is not UTF-8, not YAML or more than plain data is refused where it begins."""
    content, message = UNREADABLE[kind]
    case = tmp_path / "case.yaml"
    case.write_bytes(content)
    said = refused("evaluate", case, output=tmp_path / "out")
    assert re.match(re.escape(str(case)) + message, said)


# --- exit code 2: documents with mistakes ----------------------------------------------------

MISTAKES = {  # words of the case, other words, what of these is wrong, and what is said of it
    "duplicate key": (
        ("    age_years: 41\n", "    age_years: 41\n    age_years: 42\n"),
        "age_years: 42",
        "case: duplicate key 'age_years'; keep one",
    ),
    "unknown field": (
        ("age_years: 41", "age_yaers: 41"),
        "age_yaers",
        "case.age_yaers: unknown field; did you mean 'age_years'?",
    ),
    "wrong type": (
        ("age_years: 41", "age_years: old"),
        "old",
        "case.age_years: expected a whole number, got 'old'",
    ),
    "date in the future": (
        ("date: 2026-01-12,", "date: 2027-01-12,"),
        "2027-01-12",
        "measures[0].date: 2027-01-12 lies after the assessment date",
    ),
    "onset before birth": (
        ("months_before_assessment: 5", "months_before_assessment: 600"),
        "600",
        "case.episode_onset.months_before_assessment: ",
    ),
    "dangling reference": (
        ("main_problem_patient: [husband]", "main_problem_patient: [husbond]"),
        "husbond",
        "case.main_problem_patient[0]: no record in relationships or events has the id 'husbond'",
    ),
    "unknown profile": (
        ("profile: standard-16", "profile: standrd-16"),
        "standrd-16",
        "case.profile: 'standrd-16' is not a profile of this rule base; "
        "did you mean 'standard-16'?",
    ),
    "score out of range": (
        ("total: 16,", "total: 28,"),
        "28, items",
        "measures[0].total: PHQ-9 totals lie between 0 and 27",
    ),
    "no item of that number": (
        ("total: 16, items: [{item: 9,", "total: 16, items: [{item: 10,"),
        "10, points",
        "measures[0].items[0].item: PHQ-9 has 9 items",
    ),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_named_with_file_line_and_column(kind: str, tmp_path: Path) -> None:
    """Each mistake in a document is one line with its place, and no report is made."""
    change, wrong, message = MISTAKES[kind]
    case = case_file(tmp_path, change)
    before, _, _ = case.read_text("utf-8").partition(wrong)
    place = f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
    (line,) = refused("evaluate", case, output=tmp_path / "out").splitlines()
    assert line.startswith(f"{case}:{place}: inventory.{message}")


def test_every_mistake_is_listed(tmp_path: Path) -> None:
    """Several mistakes are several lines, in the order of the document."""
    case = case_file(
        tmp_path,
        ("age_years: 41", "age_years: old"),
        ("chronic_2y: no", "chronic_2y: false"),
        ("main_problem_patient: [husband]", "main_problem_patient: [husbond]"),
        ("date: 2026-01-12,", "date: 2027-01-12,"),
        ("    goals: [", "    gaols: ["),
    )
    lines = refused("evaluate", case, output=tmp_path / "out").splitlines()
    places = [int(line.removeprefix(f"{case}:").split(":")[0]) for line in lines]
    assert len(lines) == 5
    assert places == sorted(places)


def test_a_report_that_is_there_already_is_kept(tmp_path: Path) -> None:
    """A broken call leaves an earlier report as it was."""
    output = tmp_path / "report.txt"
    output.write_text("An earlier report.", encoding="utf-8")
    case = case_file(tmp_path, ("age_years: 41", "age_years: old"))
    assert refused("evaluate", case, output=output)


def test_a_name_cannot_drive_a_terminal(tmp_path: Path) -> None:
    """Escapes and marks that turn the writing round, in a key or a file name, are not printed."""
    case = case_file(tmp_path, ("age_years: 41", "\u202eage: 41"), name="c\x1b[31m.yaml")
    said = refused("evaluate", case, output=tmp_path / "out")
    assert "unknown field" in said
    assert not {"\x1b", "\u202e"} & set(said)


# --- exit code 2: calls and rule bases -------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--session", -1), "'--session'"),
        (("--session", "two"), "'--session'"),
        (("--session", 61), "'--session'"),
        (("--as-of", "yesterday"), "'--as-of'"),
        (("--as-of", "2026-02-30"), "'--as-of'"),
        (("--as-of", "2000-01-01"), "before the inventory was recorded"),
        (("--format", "pdf"), "'--format'"),
        (("--rules", "no/such/folder"), "not a rule base"),
        (("--sesion", 3), "--session"),
    ],
)
def test_a_call_that_cannot_be_right_is_refused(
    arguments: tuple[object, ...], message: str, tmp_path: Path
) -> None:
    """What is wrong with a call is said, and no report is made."""
    assert message in refused("evaluate", RUTH, *arguments, output=tmp_path / "out")


def test_a_broken_rule_folder_lists_every_problem(tmp_path: Path) -> None:
    """Problems of rule files come with file, line and column like those of a case."""
    folder = tmp_path / "rules"
    shutil.copytree(rules_folder(), folder)
    first = folder / "areas" / "grief" / "death-near-onset.yaml"
    first.write_text(first.read_text("utf-8").replace("group:", "gruop:", 1), encoding="utf-8")
    second = folder / "safety" / "suicide" / "plan.yaml"
    second.write_text("title: [", encoding="utf-8")
    said = refused("evaluate", RUTH, "--rules", folder, output=tmp_path / "out").splitlines()
    assert {line.split(":")[0] for line in said} == {str(first), str(second)}
    assert all(re.match(r"[^:]+:\d+:\d+: ", line) for line in said)


@pytest.mark.parametrize("name", ["no/such/folder/out.txt", ".", "case.yaml/out.txt"])
def test_an_output_that_cannot_be_written_is_refused(name: str, tmp_path: Path) -> None:
    """An unwritable -o is said in a line."""
    case = case_file(tmp_path)
    said = refused("evaluate", case, output=tmp_path / name)
    assert str(tmp_path / name) in said


def test_a_report_never_replaces_its_case(tmp_path: Path) -> None:
    """-o with the name of the case itself is refused, and the case is kept."""
    case = case_file(tmp_path)
    assert "overwrite its input" in refused("evaluate", case, output=case)
    assert case.read_text("utf-8") == LENA_TEXT


def test_an_unknown_schema_is_refused() -> None:
    """There are four schemas; any other name is a mistake."""
    result = run("schema", "rules")
    assert (result.exit_code, result.stdout) == (BROKEN, "")
    assert (
        "'rules' is not one of 'inventory', 'formulation', 'notes', 'evaluation'" in result.stderr
    )


# --- as a process ----------------------------------------------------------------------------


def test_python_m_ipt_rules_is_the_command() -> None:
    """`python -m ipt_rules` prints UTF-8 whatever the terminal says it wants."""
    expected = to_text(evaluate(LENA, RULES)).encode("utf-8")
    for encoding in ("utf-8", "latin-1"):
        case = FILES / "lena-renegotiation.yaml"
        found = as_process("evaluate", case, PYTHONIOENCODING=encoding)
        assert (found.returncode, found.stdout, found.stderr) == (FINE, expected, b"")


def test_a_process_says_what_is_wrong_and_ends(tmp_path: Path) -> None:
    """A broken document in a real process: exit code 2, every problem on stderr, no traceback."""
    case = case_file(
        tmp_path, ("age_years: 41", "age_years: old"), ("chronic_2y: no", "chronic: no")
    )
    found = as_process("evaluate", case)
    assert (found.returncode, found.stdout) == (BROKEN, b"")
    lines = found.stderr.decode().splitlines()
    assert len(lines) == 2
    assert all(line.startswith(f"{case}:") for line in lines)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said_in_a_line() -> None:
    """Output that cannot be written is exit code 2 and no traceback."""
    command = [sys.executable, "-m", "ipt_rules", "evaluate", str(RUTH)]
    with open("/dev/full", "wb") as full:
        found = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert (found.returncode, found.stderr.decode().count("\n")) == (BROKEN, 1)

"""`ipt-rules caseload`: files in, one caseload out, every problem of every file at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ipt_rules import caseload
from ipt_rules.caseloads.tables import TABLES
from ipt_rules.cli import BROKEN, FINE, main
from ipt_rules.evaluation import evaluate
from ipt_rules.rulebase import rules_folder
from tests.shipped import CASES, RULES

FILES = rules_folder() / "cases"
NAMES = ("ruth-violence", "vera-first-contact", "lena-renegotiation")
GIVEN = [FILES / f"{name}.yaml" for name in NAMES]
TRAINEES = {"Lena": "Ada", "Ruth": "Bo"}
LOAD = caseload(
    (evaluate(CASES[name].inventory, RULES, session=CASES[name].session) for name in NAMES),
    trainees=TRAINEES,
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["caseload", *map(str, arguments)])


def refused(*arguments: object, output: Path) -> list[str]:
    """What is said of a call that must fail: nothing is printed, nothing is written."""
    result = run(*arguments, "-o", output)
    assert (result.exit_code, result.stdout) == (BROKEN, "")
    assert not output.exists()
    return result.stderr.splitlines()


@pytest.fixture
def who(tmp_path: Path) -> Path:
    file = tmp_path / "who.yaml"
    file.write_text("Lena: Ada\nRuth: Bo\n", encoding="utf-8")
    return file


def test_every_format_is_what_the_library_makes(who: Path) -> None:
    """Text, JSON, HTML and each table as CSV are the library's own, byte for byte."""
    made = {("text",): LOAD.to_text(), ("json",): LOAD.to_json(), ("html",): LOAD.to_page()}
    made |= {("csv",): LOAD.to_csv()}
    made |= {("csv", "--table", table): LOAD.to_csv(table) for table in TABLES}
    for form, text in made.items():
        result = run(*GIVEN, "--trainees", who, "--format", *form)
        assert (result.exit_code, result.stdout, result.stderr) == (FINE, text, "")
    assert len(set(made.values())) == 3 + len(TABLES)


def test_alerts_and_issues_do_not_change_the_exit_code(tmp_path: Path) -> None:
    """Whatever the cases hold, a caseload that was made is fine; -o writes it to a file."""
    assert any(row.alerts for row in LOAD.cases)
    late = [FILES / f"{name}.yaml" for name, case in CASES.items() if case.expects.issues][:1]
    result = run(*late, FILES / "ruth-violence.yaml", "-o", tmp_path / "out.txt")
    assert (result.exit_code, result.stdout) == (FINE, "")
    assert "Ruth" in (tmp_path / "out.txt").read_text("utf-8")


def test_the_session_of_a_case_file_is_taken() -> None:
    """A case is planned for the session that its file names."""
    name = next(n for n, case in CASES.items() if case.session is not None)
    text = run(FILES / f"{name}.yaml").stdout
    assert f"session {CASES[name].session}" in text


def test_all_problems_of_all_files_are_one_error(tmp_path: Path) -> None:
    """Broken cases and a broken list of trainees: every line with its file and place."""
    broken = tmp_path / "broken.yaml"
    text = (FILES / "lena-renegotiation.yaml").read_text("utf-8")
    broken.write_text(
        text.replace("age_years: 41", "age_years: old").replace("standard-16", "standrd-16"),
        encoding="utf-8",
    )
    unfit = tmp_path / "unfit.yaml"
    unfit.write_text(text.replace("standard-16", "standrd-16"), encoding="utf-8")
    who = tmp_path / "who.yaml"
    who.write_text("Lena: 12\nRuth: [Bo]\n", encoding="utf-8")
    missing = tmp_path / "none.yaml"
    lines = refused(broken, GIVEN[0], missing, unfit, "--trainees", who, output=tmp_path / "out")
    assert [line.split(": ")[0].partition(":")[0] for line in lines] == [
        str(broken), str(missing), str(unfit), str(who), str(who)
    ]  # fmt: skip
    assert "inventory.case.age_years: expected a whole number" in lines[0]
    assert lines[1].endswith("no such file")
    assert "did you mean 'standard-16'" in lines[2]
    assert lines[3].startswith(f"{who}:1:7: Lena: expected the name of a trainee, got 12")


def test_cases_that_are_alike_and_trainees_of_nobody_are_named(tmp_path: Path) -> None:
    """The same case twice, a name twice, a trainee of a case that is not there: with places."""
    twin = tmp_path / "twin.yaml"
    shutil.copy(GIVEN[0], twin)
    who = tmp_path / "who.yaml"
    who.write_text("# who treats whom\nRuht: Bo\n", encoding="utf-8")
    lines = refused(*GIVEN, twin, "--trainees", who, output=tmp_path / "out")
    assert len(lines) == 2
    assert lines[0].startswith(f"{twin}:")
    assert f"inventory.case.pseudonym: 'Ruth' is taken by {GIVEN[0]}" in lines[0]
    number, column = lines[0].removeprefix(f"{twin}:").split(":")[:2]
    line = twin.read_text("utf-8").splitlines()[int(number) - 1]
    assert line[int(column) - 1 :].startswith("Ruth")
    assert lines[1].startswith(f"{who}:2:1: Ruht: 'Ruht' is not a case of this caseload")


@pytest.mark.parametrize("content", ["- Ada\n", "", "Lena: Ada\nLena: Bo\n", "Lena: &a Ada\n"])
def test_a_list_of_trainees_is_read_like_any_document(content: str, tmp_path: Path) -> None:
    """What is no mapping, or more than plain data, is refused with its place."""
    who = tmp_path / "who.yaml"
    who.write_text(content, encoding="utf-8")
    (line,) = refused(*GIVEN, "--trainees", who, output=tmp_path / "out")
    assert line.startswith(f"{who}:")


def test_counts_can_be_kept_back_from_another_number_on() -> None:
    """--smallest 1 shows every count; 2 hides nothing and is refused."""
    assert "fewer than 5" in run(*GIVEN).stdout
    assert "fewer than" not in run(*GIVEN, "--smallest", 1).stdout
    result = run(*GIVEN, "--smallest", 2)
    assert (result.exit_code, result.stdout) == (BROKEN, "")
    assert result.stderr.startswith("<call>: smallest: 2 hides nothing")


def test_a_call_that_makes_no_sense_is_refused(who: Path, tmp_path: Path) -> None:
    """No case at all, a table of a format that holds all, a report over its own input."""
    for arguments in ([], [*GIVEN, "--table", "habits"], [*GIVEN, "--format", "xml"]):
        assert run(*arguments).exit_code == BROKEN
    case = tmp_path / "case.yaml"
    shutil.copy(GIVEN[0], case)
    for target in (case, who):
        before = target.read_bytes()
        result = run(case, "--trainees", who, "-o", target)
        assert result.exit_code == BROKEN
        assert "would overwrite its input" in result.stderr
        assert target.read_bytes() == before


def test_another_rule_base_can_be_given(tmp_path: Path) -> None:
    """--rules names a folder; a broken one is said to be broken."""
    shutil.copytree(rules_folder(), tmp_path / "rules")
    identity = tmp_path / "rules" / "rulebase.yaml"
    identity.write_text(identity.read_text("utf-8").replace("ipt-core", "house-rules"), "utf-8")
    assert "house-rules" in run(GIVEN[0], "--rules", tmp_path / "rules", "--format=csv").stdout
    identity.write_text("language: 99\n", encoding="utf-8")
    assert run(GIVEN[0], "--rules", tmp_path / "rules").exit_code == BROKEN

"""Rule folders: every mistake is named with its place, and what is right is read whole."""

import inspect
import itertools
import json
import pickle
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt_rules import model
from ipt_rules.documents.source import read
from ipt_rules.evaluation import evaluate
from ipt_rules.exceptions import Problem, RuleError
from ipt_rules.facts import vocabulary
from ipt_rules.rulebase import RuleBase, load_rules, rules_folder
from ipt_rules.terms import Stratum
from tests.shipped import CASES, RULES

BROKEN = sorted((Path(__file__).parent / "fixtures" / "broken_rules").glob("*.yaml"))
SMALL = (
    "rulebase.yaml",
    "sources.yaml",
    "focus/policy.yaml",
    "instruments/phq-9.yaml",
    "techniques/diagnostic-evaluation.yaml",
    "techniques/naming-the-diagnosis.yaml",
    "tasks/check-risk.yaml",
    "tasks/review-progress.yaml",
)
"""The files of the smallest rule base that the fixtures need."""
SOUND = {
    "areas/grief/death-near-onset.yaml",
    "safety/suicide/plan.yaml",
    "techniques/communication-analysis.yaml",
    "instruments/phq-9.yaml",
    "instruments/c-ssrs.yaml",
    "focus/policy.yaml",
    "formulation/no-goals.yaml",
    "tasks/check-risk.yaml",
    "not_ipt/dream-analysis.yaml",
    "phrases/success-promises.yaml",
    "crisis.yaml",
}
"""Shipped files of every kind."""
_MARK = re.compile(r"^# (?P<what>at|expect): (?P<text>.*)$", re.MULTILINE)


def small_base(folder: Path, *more: str) -> Path:
    """Copy the smallest rule base, and further shipped files, into a folder."""
    for name in (*SMALL, *more):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(rules_folder() / name, target)
    return folder


def add(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(RuleError) as caught:
        load_rules(folder)
    return caught.value.problems


def marked(text: str) -> tuple[str, list[str]]:
    """Where a fixture would stand, and what is expected of it."""
    marks = [(match["what"], match["text"]) for match in _MARK.finditer(text)]
    ((_, at), *expected) = marks
    return at, [line for _, line in expected]


# --- what is wrong ---------------------------------------------------------------------------


@pytest.mark.parametrize("fixture", BROKEN, ids=lambda path: path.stem)
def test_a_mistake_is_named_with_its_place(fixture: Path, tmp_path: Path) -> None:
    """Each broken file gives the problems that its head lists, in order, and no others."""
    text = fixture.read_text(encoding="utf-8")
    at, expected = marked(text)
    path = add(small_base(tmp_path), at, text)
    found = [str(problem) for problem in problems_of(tmp_path)]
    assert len(found) == len(expected), "\n".join(found)
    for line, wanted in zip(found, expected, strict=True):
        place, _, fragment = wanted.partition(" ")
        assert line.startswith(f"{path}:{place}: {fragment}")


def test_every_broken_file_is_reported(tmp_path: Path) -> None:
    """Two broken files are reported together, in the order of their names."""
    small_base(tmp_path)
    for name, fixture in (("b", "unknown-field"), ("a", "not-yaml")):
        text = BROKEN[0].with_name(f"{fixture}.yaml").read_text(encoding="utf-8")
        add(tmp_path, f"areas/grief/{name}.yaml", text)
    assert [Path(problem.file).name for problem in problems_of(tmp_path)] == ["a.yaml", "b.yaml"]


def test_a_file_that_cannot_be_read_is_not_missing_as_well(tmp_path: Path) -> None:
    """A broken bibliography or technique is one problem, not one for every file that names it."""
    small_base(tmp_path, "areas/grief/death-near-onset.yaml")
    add(tmp_path, "sources.yaml", "isipt: [")
    add(tmp_path, "techniques/naming-the-diagnosis.yaml", "- a list")
    hold = (rules_folder() / "techniques/sick-role.yaml").read_text(encoding="utf-8")
    assert "needs: [naming-the-diagnosis]" in hold
    add(tmp_path, "techniques/sick-role.yaml", hold)
    assert {Path(problem.file).stem for problem in problems_of(tmp_path)} == {
        "sources",
        "naming-the-diagnosis",
    }


@pytest.mark.parametrize("name", ["focus/policy.yaml", "sources.yaml"])
def test_a_missing_file_is_named(name: str, tmp_path: Path) -> None:
    """A rule base without its policy or its bibliography says which of them is missing."""
    (small_base(tmp_path) / name).unlink()
    assert f"{tmp_path / name}: this file is missing" in map(str, problems_of(tmp_path))


def test_a_folder_that_is_no_rule_base_says_so(tmp_path: Path) -> None:
    """A folder without rulebase.yaml, a file and nothing at all are no rule base."""
    for folder in (tmp_path, add(tmp_path, "a-file.yaml", "a: b"), tmp_path / "nowhere"):
        (problem,) = problems_of(folder)
        assert str(problem) == f"{folder}: not a rule base: it holds no rulebase.yaml"


def test_a_file_that_would_not_be_read_is_reported(tmp_path: Path) -> None:
    """A rule in a .yml file is not left out in silence."""
    path = add(small_base(tmp_path), "areas/grief/x.yml", "title: A rule")
    assert str(problems_of(tmp_path)[0]) == f"{path}: not read; name it .yaml"


def test_a_problem_does_not_hide_the_others(tmp_path: Path) -> None:
    """Conditions, conclusion, examples, sources and status of one file are read in one go."""
    text = BROKEN[0].with_name("everything-at-once.yaml").read_text(encoding="utf-8")
    at, expected = marked(text)
    add(small_base(tmp_path), at, text)
    assert len(problems_of(tmp_path)) == len(expected) == 5


def test_a_message_says_no_more_than_needed(tmp_path: Path) -> None:
    """A value of any length is cut in a message; a file cannot flood a terminal."""
    text = (rules_folder() / "areas/grief/death-near-onset.yaml").read_text(encoding="utf-8")
    changed = text.replace("fact: life_event", f"fact: {'x' * 100_000}", 1)
    add(small_base(tmp_path), "areas/grief/x.yaml", changed)
    assert all(len(problem.message) < 300 for problem in problems_of(tmp_path))


# --- whatever a file holds -------------------------------------------------------------------


def _places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in plain data."""
    yield path
    items: Any = ()
    if isinstance(data, dict):
        items = data.items()
    elif isinstance(data, list):
        items = enumerate(data)
    for key, value in items:
        yield from _places(value, (*path, key))


def _with(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy of plain data with another value in one place."""
    if not path:
        return value
    copy = data.copy()
    copy[path[0]] = _with(data[path[0]], path[1:], value)
    return copy


_WORDS = ("is", "in", "any", "fact", "same_as", "death.who", "{a.b}", "not_asked", "close", "grief")
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-5, 99)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(_WORDS)
    | st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), max_size=8)
)


def _boxes(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    keys = st.sampled_from(_WORDS) | st.text("abc", min_size=1, max_size=3)
    return st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3)


JUNK = st.one_of(_SCALARS, _boxes(_SCALARS), _boxes(_boxes(_SCALARS)))


class Sound:
    """A small rule base with a file of every kind, what these files hold, and the rules' ids."""

    def __init__(self, folder: Path, files: dict[str, Any]) -> None:
        self.folder, self.files = folder, files
        self.ids = {rule.id for rule in load_rules(folder).rules}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    folder = small_base(tmp_path_factory.mktemp("sound"), *sorted(SOUND))
    files = {name: read(folder / name).data for name in sorted(SOUND)}
    sources = read(folder / "sources.yaml").data
    texts = [path.read_text("utf-8") for path in folder.rglob("*.yaml")]
    cited = {ref for text in texts for ref in re.findall(r"(?:ref|source): \"?([\w-]+)", text)}
    kept = {key: entry for key, entry in sources.items() if key in cited}
    add(folder, "sources.yaml", json.dumps(kept))  # a short one: it is read many times
    return Sound(folder, files)


@given(st.sampled_from(sorted(SOUND)), st.integers(0, 2000), JUNK)
def test_whatever_a_file_holds_it_is_read_or_refused(
    sound: Sound, name: str, where: int, junk: Any
) -> None:
    """Junk anywhere in a file is a list of problems; nothing else is raised and nothing is lost."""
    places = list(_places(sound.files[name]))
    changed = _with(sound.files[name], places[where % len(places)], junk)
    path = sound.folder / name
    before = path.read_bytes()
    try:
        path.write_text(json.dumps(changed), encoding="utf-8")
        found = _read_or_refused(sound.folder)
    finally:
        path.write_bytes(before)
    if isinstance(found, RuleError):
        assert found.problems
        assert all(problem.file.startswith(str(sound.folder)) for problem in found.problems)
        return
    mine = name.removesuffix(".yaml")
    ids = {rule.id for rule in found.rules}
    assert {other for other in sound.ids if other.partition("#")[0] != mine} <= ids
    if not mine.startswith(("techniques/", "profiles/")):
        assert ids == sound.ids


def _read_or_refused(folder: Path) -> RuleBase | RuleError:
    try:
        return load_rules(folder)
    except RuleError as error:
        return error


# --- the digest ------------------------------------------------------------------------------


def _reversed(data: Any) -> Any:
    """The same content with the keys of every mapping in the opposite order."""
    if isinstance(data, dict):
        return {key: _reversed(value) for key, value in reversed(data.items())}
    return [_reversed(item) for item in data] if isinstance(data, list) else data


def test_the_digest_is_of_the_content(tmp_path: Path) -> None:
    """Comments, the order of keys, layout and the order in which files were made change nothing."""
    plain = load_rules(small_base(tmp_path / "plain", *sorted(SOUND)))
    names = sorted({*SMALL, *SOUND}, reverse=True)
    random.Random(1).shuffle(names)
    other = tmp_path / "other"
    for name in names:
        data = _reversed(read(rules_folder() / name).data)
        add(other, name, f"# A remark.\n{json.dumps(data, indent=1)}\n# Another.\n")
    add(other, "cases/a.yaml", "a case is no knowledge")
    add(other, "README.md", "nor is a text")
    assert load_rules(other).digest == plain.digest
    assert load_rules(other) == plain
    assert hash(load_rules(other)) == hash(plain)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("areas/grief/death-near-onset.yaml", "strength: strong", "strength: weak"),
        ("areas/grief/death-near-onset.yaml", "died", "passed away"),
        ("focus/policy.yaml", "supported_from: 5", "supported_from: 6"),
        ("sources.yaml", "seen: excerpt", "seen: whole"),
        ("rulebase.yaml", "version: ", "version: 9."),
        ("instruments/phq-9.yaml", "reliable_change: 6", "reliable_change: 5"),
    ],
)
def test_the_digest_changes_with_the_content(name: str, old: str, new: str, tmp_path: Path) -> None:
    """A word, a number or a source that changes gives another digest."""
    folder = small_base(tmp_path, "areas/grief/death-near-onset.yaml")
    before = load_rules(folder)
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    add(folder, name, text.replace(old, new, 1))
    assert load_rules(folder) != before


def test_the_digest_changes_with_the_name_of_a_rule(tmp_path: Path) -> None:
    """The path is the name of a rule, so moving a file is a change."""
    folder = small_base(tmp_path, "areas/grief/death-near-onset.yaml")
    before = load_rules(folder)
    file = folder / "areas/grief/death-near-onset.yaml"
    file.rename(file.with_name("death-at-onset.yaml"))
    assert load_rules(folder).digest != before.digest


# --- the shipped rules -----------------------------------------------------------------------


def test_the_id_of_a_rule_is_its_path() -> None:
    """Every rule has a file of its name, and every file of knowledge has its rule."""
    folder = rules_folder()
    named = {rule.id.partition("#")[0] for rule in RULES.rules}
    assert all((folder / f"{name}.yaml").is_file() for name in named)
    kinds = ("safety", "suitability", "areas", "focus", "formulation", "profiles")
    held = {
        "tasks": RULES.tasks,
        "instruments": RULES.instruments,
        "not_ipt": RULES.foreign,
        "phrases": RULES.phrases,
    }
    for kind, documents in held.items():
        assert set(documents) == {path.stem for path in (folder / kind).glob("*.yaml")}
    files = {
        path.relative_to(folder).with_suffix("").as_posix()
        for kind in kinds
        for path in (folder / kind).rglob("*.yaml")
    }
    assert files - {"focus/policy", "focus/asking"} <= named
    assert set(RULES.techniques) == {path.stem for path in (folder / "techniques").glob("*.yaml")}
    assert set(RULES.profiles) == {path.stem for path in (folder / "profiles").glob("*.yaml")}


def test_rules_are_sorted_and_found_by_id() -> None:
    """Rules come in the order of their ids, and each is found by its own."""
    ids = [rule.id for rule in RULES.rules]
    assert ids == sorted(set(ids))
    assert all(RULES[rule.id] is rule for rule in RULES.rules)
    with pytest.raises(KeyError):
        RULES["areas/grief/no-such-rule"]


def test_every_source_is_in_the_bibliography() -> None:
    """Rules, tasks, techniques, profiles and the policy cite entries of sources.yaml alone."""
    holders: list[Any] = [
        *RULES.rules, *RULES.techniques.values(), *RULES.profiles.values(), RULES.policy,
        *RULES.tasks.values(), *RULES.instruments.values(), *RULES.foreign.values(),
        *RULES.phrases.values(),
    ]  # fmt: skip
    cited = {citation.ref for holder in holders for citation in holder.sources}
    assert cited <= set(RULES.sources)


def test_what_fields_are_about_has_a_source_in_the_bibliography() -> None:
    """The question of every field of the model and of the vocabulary names an entry as well."""
    records = [cls for _, cls in inspect.getmembers(model, attrs.has)]
    abouts = [
        attribute.metadata["about"]
        for record in records
        for attribute in attrs.fields(record)
        if "about" in attribute.metadata
    ]
    assert abouts
    assert {about.source for about in abouts} <= set(RULES.sources)
    fields = [field for kind in vocabulary().values() for field in kind.fields.values()]
    assert {field.source for field in fields} <= set(RULES.sources)


# --- pickling --------------------------------------------------------------------------------


def test_a_rule_base_survives_pickling_before_and_after_use() -> None:
    """Rules, settings and whatever an engine made of them go to another process and serve there."""
    fresh = load_rules()
    lena = CASES["lena-renegotiation"].inventory
    expected = evaluate(lena, RULES).to_json()
    for _ in range(2):  # unused at first, then used
        copy = pickle.loads(pickle.dumps(fresh))
        assert (copy, copy.rules, copy.policy) == (fresh, fresh.rules, fresh.policy)
        assert (copy.techniques, copy.scales) == (fresh.techniques, fresh.scales)
        assert evaluate(lena, copy).to_json() == expected
        evaluate(lena, fresh)


def test_rules_survive_pickling_and_stay_frozen() -> None:
    """A rule is a value: a copy is equal to it, and neither can be changed."""
    copies = pickle.loads(pickle.dumps(RULES.rules))
    assert copies == RULES.rules
    assert len(set(copies) | set(RULES.rules)) == len(RULES.rules)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        copies[0].title = "Another"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        RULES.digest = ""  # type: ignore[misc]


def test_retired_rules_do_not_run(tmp_path: Path) -> None:
    """A retired rule stays on record and is left out of every stratum."""
    name = "areas/grief/death-near-onset"
    folder = small_base(tmp_path, f"{name}.yaml", "areas/grief/depended-on.yaml")
    text = (folder / f"{name}.yaml").read_text(encoding="utf-8")
    add(folder, f"{name}.yaml", f"{text}\nreplaced_by: areas/grief/depended-on\n")
    retired = re.sub(r"^status: .*\n", "", (folder / f"{name}.yaml").read_text("utf-8"), flags=re.M)
    add(folder, f"{name}.yaml", f"{retired}status: retired\n")
    rules = load_rules(folder)
    assert rules[name].replaced_by == "areas/grief/depended-on"
    assert name not in {rule.id for rule in itertools.chain(*rules.strata.values())}
    assert [rule.id for rule in rules.strata[Stratum.AREAS]] == ["areas/grief/depended-on"]

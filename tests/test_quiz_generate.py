"""Generated quizzes: minimal pairs, nothing that leaks, every rule in reach, one seed one quiz."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt_rules.exceptions import IptRulesError
from ipt_rules.quiz import Item, Quiz, load_quiz
from ipt_rules.quiz.generating import generate, generate_written, quiz_to_yaml, reachable
from ipt_rules.quiz.generating.bench import Bench
from ipt_rules.quiz.generating.generate import made_by
from ipt_rules.quiz.generating.leaks import leaks, rule_words
from ipt_rules.quiz.generating.pairs import PAIRED
from ipt_rules.quiz.keying import key_items
from ipt_rules.quiz.written import read_quiz
from ipt_rules.rulebase import rules_folder
from ipt_rules.terms import ProblemArea, QuizKind
from tests.shipped import RULES

FOLDER = rules_folder() / "cases"
SEEDS = (1, 2)


@pytest.fixture(scope="module", params=SEEDS)
def quiz(request: pytest.FixtureRequest) -> Quiz:
    return generate(RULES, seed=request.param, n=20)


def pairs_of(quiz: Quiz) -> Iterator[tuple[Item, Item]]:
    items = {item.id: item for item in quiz.items}
    for id, item in items.items():
        if id.endswith("-a") and id[:-1] + "b" in items:
            yield item, items[id[:-1] + "b"]


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!])\s+", text)


def assert_minimal(first: Item, second: Item) -> None:
    """Two items differ in one sentence, or in the number of the session alone, and in the key."""
    assert first.key != second.key
    assert [o.answer for o in first.options] == [o.answer for o in second.options]
    mine, theirs = sentences(first.vignette), sentences(second.vignette)
    assert len(mine) == len(theirs)
    assert sum(a != b for a, b in zip(mine, theirs, strict=True)) == 1


def test_pairs_stand_next_to_each_other_and_differ_in_one_sentence_and_the_key(quiz: Quiz) -> None:
    ids = [item.id for item in quiz.items]
    found = list(pairs_of(quiz))
    assert len(found) >= 4
    for first, second in found:
        assert ids.index(second.id) == ids.index(first.id) + 1
        assert_minimal(first, second)


@pytest.mark.once
@pytest.mark.parametrize("kind", PAIRED)
def test_every_kind_that_comes_in_pairs_has_one(kind: QuizKind) -> None:
    made = generate(RULES, seed=5, kinds=kind, n=4)
    found = list(pairs_of(made))
    assert found
    for first, second in found:
        assert_minimal(first, second)


@pytest.mark.once
@settings(max_examples=4)
@given(seed=st.integers(min_value=0, max_value=10**9))
def test_a_pair_about_the_focus_differs_in_one_finding_whatever_the_seed(seed: int) -> None:
    made = generate(RULES, seed=seed, kinds="focus", n=4)
    for first, second in pairs_of(made):
        assert_minimal(first, second)
    assert list(pairs_of(made))


def test_nothing_in_a_vignette_or_a_stem_tells_the_key(quiz: Quiz) -> None:
    for item in quiz.items:
        if not item.vignette:
            continue
        texts = [option.text for option in item.options if len(option.text.split()) > 1]
        assert leaks(item.vignette, (*rule_words(RULES), *texts)) == (), item.id
        assert leaks(item.stem, rule_words(RULES)) == (), item.id


def test_the_stem_of_a_rule_does_not_say_what_follows() -> None:
    made = generate(RULES, seed=4, kinds="rule_knowledge", n=60)
    for item in made.items:
        right = [option.text for option in item.options if option.right]
        assert all(text.casefold() not in item.stem.casefold() for text in right), item.id


def test_every_item_is_sound_and_has_one_right_option(quiz: Quiz) -> None:
    for item in quiz.items:
        assert len(item.key) == 1, item.id
        assert len(item.options) >= 2
        assert len({option.text for option in item.options}) == len(item.options)


@pytest.mark.parametrize("seed", [11])
def test_the_same_seed_gives_the_same_quiz_and_another_seed_another(seed: int) -> None:
    first = generate_written(RULES, seed=seed, n=5)
    assert generate_written(RULES, seed=seed, n=5) == first
    other = generate_written(RULES, seed=seed + 100, n=5)
    assert [item["id"] for item in other["items"]] != [item["id"] for item in first["items"]]


def test_a_quiz_can_be_saved_and_read_back_as_the_same_quiz(tmp_path: Path) -> None:
    written = generate_written(RULES, seed=3, n=8)
    path = tmp_path / "quiz.yaml"
    path.write_text(quiz_to_yaml(written), encoding="utf-8")
    made = generate(RULES, seed=3, n=8)
    assert load_quiz(path, RULES) == made
    assert not [keyed for keyed in key_items(read_quiz(path), RULES) if keyed.faults]


@pytest.mark.once
def test_a_case_more_changes_nothing_about_the_items_of_the_others(tmp_path: Path) -> None:
    for name in ("lena-renegotiation", "omar-deficits", "marta-delayed-grief"):
        shutil.copy(FOLDER / f"{name}.yaml", tmp_path)
    before = generate_written(RULES, seed=1, kinds="focus", n=6, cases=tmp_path)["items"]
    shutil.copy(FOLDER / "dev-after-divorce.yaml", tmp_path)
    after = generate_written(RULES, seed=1, kinds="focus", n=8, cases=tmp_path)["items"]
    known = {item["id"]: item for item in after}
    assert all(known[item["id"]] == item for item in before)


# --- every rule ----------------------------------------------------------------------------------


@pytest.mark.once
def test_every_rule_can_be_reached_by_an_item_whose_key_rests_on_it() -> None:
    bench = Bench(RULES, FOLDER, 0)
    ways = reachable(RULES)
    assert set(ways) == {rule.id for rule in RULES.rules}
    by_case = 0
    for rule, known in ways.items():
        made = (items for way in known if (items := made_by(bench, way, rule)))
        reached = next((one for one, *_ in made if rule in one.item.rests_on), None)
        assert reached is not None, rule
        by_case += bool(reached.item.vignette)
    assert by_case >= 600


@pytest.mark.parametrize(
    "rule",
    ["safety/suicide/wish-to-be-dead", "areas/grief/no-death-recorded",
     "techniques/renegotiation-plan", "suitability/deficits-prognosis"],
)  # fmt: skip
def test_a_quiz_can_be_about_one_rule(rule: str) -> None:
    [item] = generate(RULES, seed=2, about=rule, n=1).items
    assert rule in item.rests_on


# --- what is asked for ---------------------------------------------------------------------------


def test_kinds_and_areas_narrow_the_choice() -> None:
    made = generate(RULES, seed=6, kinds=["focus", "technique"], areas=["grief"], n=4)
    assert {item.kind for item in made.items} <= {QuizKind.FOCUS, QuizKind.TECHNIQUE}
    assert all(ProblemArea.GRIEF in item.areas for item in made.items)


@pytest.mark.parametrize("difficulty", [2, (5, 8)])
def test_difficulty_is_the_number_of_facts_that_decide(difficulty: int | tuple[int, int]) -> None:
    low, high = (difficulty, difficulty) if isinstance(difficulty, int) else difficulty
    made = generate(RULES, seed=6, kinds=["focus", "phase"], difficulty=difficulty, n=3)
    assert all(low <= item.decisive <= high for item in made.items)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"kinds": "focsu"}, "did you mean 'focus'"),
        ({"areas": ["greif"]}, "did you mean 'grief'"),
        ({"about": "areas/grief/no-death-record"}, "did you mean 'areas/grief/no-death-recorded'"),
        ({"n": 0}, "from 1 to 200; got 0"),
        ({"n": 201}, "from 1 to 200; got 201"),
        ({"n": True}, "from 1 to 200"),
        ({"difficulty": (4, 2)}, r"the lowest and the highest of them; got \(4, 2\)"),
        ({"difficulty": -1}, "decisive facts"),
        ({"kinds": "dispute_stage_plan", "n": 200}, r"there are only \d+ such items, and 200 were"),
        ({"kinds": "in_or_out_of_model", "difficulty": 9}, "there are items with 1 decisive facts"),
    ],
)
def test_what_cannot_be_made_is_refused_with_the_reason(
    asked: dict[str, object], says: str
) -> None:
    with pytest.raises(IptRulesError, match=says):
        generate(RULES, seed=1, **asked)  # type: ignore[arg-type]

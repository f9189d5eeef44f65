"""Documents as plain data: what is read, what is refused, and where everything stands."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ipt_rules.documents.source import Key, locate, read, read_json, read_mapping, read_yaml
from ipt_rules.exceptions import DocumentError
from ipt_rules.terms import Answer
from tests.strategies import inventories, texts

PURE, C = yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts(0),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts(0), inner, max_size=4),
    max_leaves=20,
)
records = st.dictionaries(texts(0), plain, max_size=4)

# Left out: `?` and directives, where the two parsers disagree about what is YAML at all.
fragments = st.lists(
    st.sampled_from(
        ["a", "b: ", "- ", ": ", "\n", "\n  ", "'", '"', " # c", "[", "]", "{", "}", ",", "| \n",
         "> \n", "&a ", "*a", "!", "!!str ", "@", "`", "---", "\n--- ", "...", "1", "0x1", "1e5",
         "null", "~", "no", r"\x41", "\u2028", "\r\n", "é", "😀", "- a", "key: value", "\\"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


def refusal(source: Any) -> str:
    with pytest.raises(DocumentError) as caught:
        read(source)
    (problem,) = caught.value.problems
    return str(problem)


def outcome(text: str, loader: Any) -> Any:
    try:
        source = read_yaml(text, "f.yaml", loader)
    except DocumentError:
        return "refused"
    return source.data, source.positions


# --- YAML ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((word, word) for word in ("no", "yes", "on", "off", "n", "1_000", "12:30", "2024-01-02")),
        *((word, None) for word in ("~", "null", "Null", ["''  ", " not empty"][0][2:])),
        *((word, True) for word in ("true", "True", "TRUE")),
        *((word, 12) for word in ("12", "+12", "012", "0xc", "0o14")),
        *((word, 12.5) for word in ("12.5", "1.25e1", "+12.50")),
        ("'true'", "true"),
        ('"12"', "12"),
        ("|-\n  a\n  b", "a\nb"),
    ],
)
def test_scalars_follow_the_core_schema_of_yaml_1_2(text: str, value: object) -> None:
    """`no` is text, `012` is twelve, a date is text, and quotes make anything text."""
    read_value = read_yaml(f"key: {text}\n").data["key"]
    assert read_value == value
    assert type(read_value) is type(value)


def test_every_key_and_value_has_its_place() -> None:
    """Lines and columns count from 1; keys and values are told apart; what is missing is near."""
    positions = read_yaml(
        "# a comment\ncase:\n  name: 'Lena'\n  list:\n    - {a: 1, b: [x, y]}\n"
    ).positions
    assert locate((), positions) == (2, 1)
    assert locate(("case", "name"), positions) == (3, 9)
    assert locate(("case", Key("name")), positions) == (3, 3)
    assert locate(("case", "list", 0, "b", 1), positions) == (5, 21)
    assert locate(("case", "list", 0, Key("b")), positions) == (5, 14)
    assert locate(("case", "missing"), positions) == (3, 3)
    assert locate(("case", "list", 7, "deep", "down"), positions) == (5, 5)
    assert locate(("case",), {}) == (None, None)


@given(fragments)
def test_both_parsers_agree(text: str) -> None:
    """libyaml and pure Python give the same data and places, or both refuse."""
    assert outcome(text, PURE) == outcome(text, C)


@given(inventories())
def test_both_parsers_agree_on_documents(inventory: Any) -> None:
    """The same holds for what the library itself writes."""
    from ipt_rules.documents import inventory_to_yaml

    text = inventory_to_yaml(inventory)
    assert outcome(text, PURE) == outcome(text, C) != "refused"


@given(st.text() | fragments)
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text makes the reader raise anything but `DocumentError`."""
    for reader in (read_yaml, read_json):
        with suppress(DocumentError):
            reader(text)


# --- JSON ------------------------------------------------------------------------------------


@given(records, st.sampled_from([None, 2, "\t"]), st.booleans())
def test_json_comes_back_equal(value: Any, indent: Any, ascii_only: bool) -> None:
    """What `json` wrote is read as it was, every part with its place."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    source = read_json(text)
    assert source.data == value
    lines = text.split("\n")
    for path, spot in source.positions.items():
        assert path == () or locate(path, source.positions) == spot.value
        line, column = spot.value
        assert (
            json.dumps(_at(value, path), ensure_ascii=ascii_only)[0] == lines[line - 1][column - 1]
        )


def _at(value: Any, path: Any) -> Any:
    for part in path:
        value = value[part]
    return value


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "1" * 5000, "9" * 20])
def test_numbers_that_are_none_are_refused(number: str) -> None:
    """NaN, infinities and numbers too large to be exact are refused at their place."""
    with pytest.raises(DocumentError) as caught:
        read_json('{"a": [' + number + "]}", "a.json")
    (problem,) = caught.value.problems
    assert str(problem).startswith("a.json:1:8: a[0]: ")
    assert len(str(problem)) < 100


# --- mappings --------------------------------------------------------------------------------


@given(records)
def test_a_mapping_of_plain_data_is_copied(value: Any) -> None:
    """A mapping comes back equal and new; tuples become lists; there are no places."""
    source = read({"inner": value, "tuple": (1, 2)})
    assert source.data == {"inner": value, "tuple": [1, 2]}
    assert source.data["inner"] is not value
    assert (source.file, dict(source.positions)) == ("<dict>", {})


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({1: 2}, "<dict>: a: a key must be text, got int"),
        (
            {"b": {1}},
            "<dict>: a.b: set is not plain data; write text, a number, a list or a mapping",
        ),
        (
            Answer.YES,
            "<dict>: a: Answer is not plain data; write text, a number, a list or a mapping",
        ),
        ([float("nan")], "<dict>: a[0]: a number must be finite"),
        pytest.param(10**5000, "<dict>: a: the number is too large", id="digits"),
        ("\0", "<dict>: a: control character U+0000; take it out"),
        ("\ud800", "<dict>: a: control character U+D800; take it out"),
        ({"k" * 200: 1}, "<dict>: a: a key of more than 100 characters"),
        pytest.param(
            "x" * 2_000_001, "<dict>: more than 2 MB of text, which no case needs", id="text"
        ),
        ([0] * 200_000, "<dict>: more than 200,000 values, which no case needs"),
    ],
)
def test_a_mapping_of_anything_else_is_refused(value: object, message: str) -> None:
    """Objects, odd keys and sizes are named with their path, and nothing is converted."""
    assert refusal({"a": value}) == message


def test_all_problems_of_a_mapping_are_found() -> None:
    """One error lists everything that is not plain data."""
    with pytest.raises(DocumentError) as caught:
        read_mapping({"a": {1}, "b": [object(), float("inf")]}, "<inventory>")
    assert [problem.path for problem in caught.value.problems] == [("a",), ("b", 0), ("b", 1)]
    assert {problem.file for problem in caught.value.problems} == {"<inventory>"}


def test_a_cycle_is_refused() -> None:
    """A mapping that contains itself ends at the depth limit."""
    cycle: dict[str, Any] = {}
    cycle["self"] = cycle
    assert refusal(cycle) == "<dict>: nested deeper than 60 levels"


def test_shared_parts_do_not_multiply() -> None:
    """A list of one list of one list, each twice, is refused before it grows."""
    value: Any = "lol"
    for _ in range(50):
        value = [value, value]
    assert refusal({"a": value}) == "<dict>: more than 200,000 values, which no case needs"


# --- size and depth --------------------------------------------------------------------------


@pytest.mark.parametrize("loader", [PURE, C])
@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_50000_brackets_are_refused_at_the_61st(opening: str, loader: Any) -> None:
    """Depth ends reading at once; no parser recurses into it."""
    with pytest.raises(DocumentError, match="nested deeper than 60 levels"):
        read_yaml(opening * 50_000, "f.yaml", loader)


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_50000_brackets_of_json_are_refused(opening: str) -> None:
    """The same holds for JSON, whose parser would recurse."""
    with pytest.raises(DocumentError, match="nested deeper than 60 levels"):
        read_json(opening * 50_000)


def test_depth_60_is_read() -> None:
    """The limit itself is allowed, in every format."""
    value: Any = 1
    for _ in range(59):
        value = [value]
    data = {"a": value}
    assert (
        read(data).data
        == read_yaml(json.dumps(data)).data
        == read_json(json.dumps(data)).data
        == data
    )


@pytest.mark.parametrize(
    "quotes",
    ['"' + r"\"" * 900_000, r'"\"' * 500_000, '"' * 1_900_001],
    ids=["one", "many", "bare"],
)
def test_unbalanced_quotes_take_no_time(quotes: str) -> None:
    """Texts that never end are found in linear time."""
    with pytest.raises(DocumentError, match="not JSON"):
        read_json(quotes)


def test_an_alias_bomb_is_refused() -> None:
    """Anchors and aliases are refused where they stand, and never expanded."""
    lines = ["a: &a [x, x]"] + [
        f"{b}: &{b} [*{a}, *{a}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    with pytest.raises(DocumentError) as caught:
        read_yaml("\n".join(lines))
    assert (
        str(caught.value.problems[0]) == "<text>:1:4: anchors (&) are not read here; leave them out"
    )
    assert str(caught.value.problems[2]).startswith("<text>:2:8: b: aliases (*) are not read here")


def test_a_flood_of_problems_is_cut() -> None:
    """A hundred problems of one text are enough to show."""
    with pytest.raises(DocumentError) as caught:
        read_yaml("k: 1\n" * 10_000)
    assert len(caught.value.problems) == 101
    assert "and perhaps more" in caught.value.problems[-1].message


# --- files -----------------------------------------------------------------------------------


def test_a_file_of_100_mb_is_refused_unread(tmp_path: Path) -> None:
    """The size is looked at first."""
    file = tmp_path / "large.yaml"
    with file.open("wb") as stream:
        stream.truncate(100_000_000)
    assert refusal(file) == f"{file}: larger than 2 MB, which no case needs"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: b\nname: Ren\xe9e\n", ":2:10: not UTF-8; save the file in that encoding"),
        ("a: b".encode("utf-16"), ":1:1: not UTF-8; save the file in that encoding"),
        (b"a: b\nc: d\x00\n", ":2:5: control character U+0000; take it out"),
        (b"a:\tb\n", r":1:3: a tab; use spaces (inside a text write \t, in double quotes)"),
        (b"", ":1:1: the document is empty"),
        (b"# nothing\n", ":1:1: the document is empty"),
        (b'a: "\\UFFFFFFFF"', ":1:"),
    ],
)
def test_files_that_are_not_text_are_refused(tmp_path: Path, content: bytes, message: str) -> None:
    """Another encoding, control characters and empty files are one problem with its place."""
    file = tmp_path / "case.yaml"
    file.write_bytes(content)
    assert refusal(file).startswith(f"{file}{message}")


def test_a_byte_order_mark_is_fine(tmp_path: Path) -> None:
    """Windows editors write one; it changes neither the data nor the columns."""
    for name in ("a.yaml", "a.json", "A.JSON"):
        file = tmp_path / name
        file.write_bytes(b'\xef\xbb\xbf{"a": 1}')
        source = read(str(file))
        assert source.data == {"a": 1}
        assert locate(("a",), source.positions) == (1, 7)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A directory, a missing file, a pipe, an impossible name and a text are told apart."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert refusal(tmp_path) == f"{tmp_path}: this is a directory, not a file"
    assert refusal(tmp_path / "no.yaml") == f"{tmp_path}/no.yaml: no such file"
    assert refusal(pipe) == f"{pipe}: not a regular file"
    assert refusal("a\0b") == "a\0b: no file can have this name"
    assert refusal("case:\n  pseudonym: Lena\n") == "<text>: this is text, not the name of a file"
    assert "cannot be read" in refusal("x" * 5000)

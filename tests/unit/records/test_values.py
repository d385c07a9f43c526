"""Values and paths: what is written is read again, and only what docs/formats/values.md names is read."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.errors import Known, RecordsCode
from records.strict_json import Json, read, write
from records.values import (
    GONE,
    LONGEST_PATH,
    LONGEST_TEXT,
    Blob,
    Gone,
    Value,
    from_plain,
    is_path,
    row_of,
    rows_above,
    same,
    template,
    to_plain,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
blobs = st.builds(
    Blob,
    name=st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=16, max_size=16),
    length=st.integers(0, 2**53),
    key=st.binary(min_size=32, max_size=32),
    digest=st.binary(min_size=32, max_size=32),
    media=st.sampled_from(["image/jpeg", "application/x-ole-storage", "image/svg+xml"]),
)
decimals = st.decimals(-(10**20), 10**20, places=12, allow_nan=False)
values: st.SearchStrategy[Value | Gone] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    decimals,
    texts,
    st.lists(texts, max_size=4).map(tuple),
    blobs,
    st.just(GONE),
)
names = st.from_regex(re.compile(r"[a-z_é][a-z0-9_.é-]{0,6}"), fullmatch=True)
rows = st.from_regex(re.compile(r"[0-9A-Za-z]{1,16}"), fullmatch=True)
segments = st.builds(lambda name, row: name + (f"#{row}" if row else ""), names, st.none() | rows)
paths = st.builds(
    lambda parts, end: "/".join(parts) + end,
    st.lists(segments, min_size=1, max_size=4),
    st.sampled_from(["", "", "/@exists", "/@order"]),
)


@given(values)
def test_a_value_is_read_as_it_was_written(value: Value | Gone) -> None:
    found = from_plain(read(write(to_plain(value))))
    assert same(found, value)


@pytest.mark.parametrize(
    ("value", "digits"), [(Decimal("1E+3"), "1000"), (Decimal("-12.50"), "-12.50"), (Decimal("1E-3"), "0.001")]
)
def test_decimals_are_plain_digits(value: Decimal, digits: str) -> None:
    assert to_plain(value) == {"decimal": digits}


BLOB: dict[str, Json] = {"blob": "0" * 16, "length": 1, "key": "0" * 64, "sha256": "0" * 64, "media": "a/b"}


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"gone": False},
        {"gone": 1},
        {"gone": True, "more": 1},
        {"decimal": 1},
        *(
            {"decimal": digits}
            for digits in ("", "1.", ".5", "+1", "1e3", "NaN", "1,5", "١", "1" * 41, "1." + "1" * 41)
        ),
        {"decimal": "1", "unit": "m"},
        [1],
        ["a", None],
        [["a"]],
        "x" * (LONGEST_TEXT + 1),
        ["x" * (LONGEST_TEXT + 1)],
        {**BLOB, "blob": "../../etc/passwd"},
        {**BLOB, "blob": "0" * 15},
        {**BLOB, "length": -1},
        {**BLOB, "length": True},
        {**BLOB, "length": 2**53 + 1},
        {**BLOB, "key": "0" * 63},
        {**BLOB, "key": "F" * 64},
        {**BLOB, "sha256": "zz"},
        {**BLOB, "media": "image/jpeg\n"},
        {**BLOB, "title": "anna.jpg"},
    ],
)
def test_anything_else_is_no_value(plain: Json) -> None:
    with pytest.raises(Known) as caught:
        from_plain(plain)
    assert caught.value.code is RecordsCode.BODY_MALFORMED


def test_a_key_never_stands_in_the_text_of_a_value() -> None:
    blob = Blob("0" * 16, 1, b"k" * 32, b"d" * 32, "image/jpeg")
    assert "kkk" not in repr(blob)


def test_equal_is_of_one_kind() -> None:
    assert same(Decimal("1.50"), Decimal("1.5"))
    assert not same(True, 1)
    assert not same(1, Decimal(1))
    assert not same(None, GONE)
    assert not same("", None)
    assert not same(("a",), "a")


@given(paths)
def test_paths_of_the_grammar_are_paths(path: str) -> None:
    assert is_path(path) == (len(path) <= LONGEST_PATH)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "a/",
        "/a",
        "a//b",
        "1a",
        "-a",
        "a b",
        "a#",
        "a#é",
        "a#" + "x" * 17,
        "a#x#y",
        "#x",
        "@exists",
        "@order",
        "a/@gone",
        "a@exists",
        "a/@exists/b",
        "a/@withdrawn",
        "@withdrawn/a",
        "a\n",
        "a/b\t",
        "a/../b",
        "x" * 513,
    ],
)
def test_what_is_no_path(text: str) -> None:
    assert not is_path(text)


def test_withdrawn_is_a_path_of_its_own() -> None:
    assert is_path("@withdrawn")


def test_rows_of_a_path() -> None:
    path = "region/villages#a1/victims#B2/age"
    assert template(path) == "region/villages/victims/age"
    assert rows_above(path) == ("region/villages#a1", "region/villages#a1/victims#B2")
    assert row_of(path) == "region/villages#a1/victims#B2"
    assert rows_above("victims#B2") == ()
    assert row_of("victims#B2") == "victims#B2"
    assert rows_above("story") == ()
    assert row_of("story") is None


@given(paths)
def test_every_row_above_lies_above(path: str) -> None:
    above = rows_above(path)
    assert all(path.startswith(row + "/") and "#" in row.rpartition("/")[2] for row in above)
    assert template(path) == "/".join(part.partition("#")[0] for part in path.split("/"))
    row = row_of(path)
    assert row is None if "#" not in path else row in (*above, path)

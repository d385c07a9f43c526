"""Strict JSON: what two programs could read differently is refused, and everything else is read as it is."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.errors import Known, RecordsCode
from records.strict_json import DEEPEST, Json, read, read_object, write

plain: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def refusal(raw: bytes) -> str:
    with pytest.raises(Known) as caught:
        read(raw)
    assert caught.value.code is RecordsCode.JSON_MALFORMED
    return str(caught.value.facts["reason"])


@given(plain)
def test_what_is_written_is_read_again(value: Json) -> None:
    assert read(write(value)) == value


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b'{"a":1,"a":1}', "a name twice"),
        (b'{"a":1,"\\u0061":2}', "a name twice"),
        (b'[{"x":{"b":null,"b":null}}]', "a name twice"),
        (b"NaN", "a number that is not whole"),
        (b"-Infinity", "a number that is not whole"),
        (b"1.0", "a number that is not whole"),
        (b"1e2", "a number that is not whole"),
        (b"9007199254740993", "a number too large"),
        (b"-9007199254740993", "a number too large"),
        (b"1" * 5000, "a number too large"),
        (b'"\\ud800"', "not Unicode text"),
        (b'{"\\uDFFF":1}', "not Unicode text"),
        (b'"\xed\xa0\x80"', "not Unicode text"),
        (b'"\xff"', "not Unicode text"),
        (b"", "not JSON"),
        (b"{} {}", "not JSON"),
        (b"[1,]", "not JSON"),
        (b"\xef\xbb\xbf{}", "not JSON"),
        (b'"\n"', "not JSON"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(raw: bytes, reason: str) -> None:
    assert refusal(raw) == reason


@pytest.mark.parametrize("raw", [b"9007199254740992", b"-9007199254740992"])
def test_the_largest_integers_pass(raw: bytes) -> None:
    assert read(raw) == int(raw)


def test_a_whole_pair_of_surrogates_is_one_character() -> None:
    assert read(b'"\\ud83d\\ude00"') == "😀"
    assert read(rb'"\\ud800"') == r"\ud800"


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_nesting_ends_at_the_same_depth_everywhere(opening: str) -> None:
    closing = {"[": "]", '{"a":': "}"}[opening]

    def nested(deep: int) -> bytes:
        return (opening * deep + "1" + closing * deep).encode()

    assert read(nested(DEEPEST)) is not None
    assert refusal(nested(DEEPEST + 1)) == "nesting"
    assert refusal(b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1)) == "nesting"
    assert refusal(nested(200_000)) == "nesting"


def test_many_brackets_side_by_side_are_no_depth() -> None:
    assert read(b"[" + b"[[]]," * 1000 + b'"[[[["]') is not None


def test_an_object_is_an_object() -> None:
    assert read_object(b'{"a":[]}') == {"a": []}
    with pytest.raises(Known):
        read_object(b"[]")


def test_a_lone_surrogate_is_a_known_failure_of_writing_too() -> None:
    with pytest.raises(Known) as caught:
        write({"text": "\ud800"})
    assert caught.value.code is RecordsCode.JSON_MALFORMED


def test_fractions_pass_only_where_they_are_asked_for() -> None:
    raw = json.dumps({"half": 0.5}).encode()
    assert read_object(raw, fractions=True) == {"half": 0.5}
    with pytest.raises(Known):
        read_object(raw)
    with pytest.raises(Known):
        read_object(b'{"half":0.5,"half":0.5}', fractions=True)

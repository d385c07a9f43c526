"""Bodies: read as they were written, padded in one way only, and refused for everything the page does not name."""

import base64
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.errors import Known
from records.journal.body import LARGEST, PADDING, Body, Change, May, RecordName, read_body, write_body
from records.values import GONE

AUTHOR = b"\x01" * 32
OTHER = b"\x02" * 32
SALT = bytes(range(32))
AT = "2026-11-22T14:03:11.123+03:00"

ids = st.binary(min_size=32, max_size=32)
offices = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9), max_size=3).map(tuple)
changes = st.builds(
    Change,
    path=st.from_regex(r"[a-z]{1,8}(#[0-9a-z]{1,6}(/[a-z]{1,4})?)?", fullmatch=True),
    value=st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text('añ\n\t"\\ي', max_size=9) | st.just(GONE),
    over=st.lists(ids, max_size=2).map(tuple),
)
bodies = st.builds(
    Body,
    record=st.builds(RecordName, st.sampled_from([AUTHOR, OTHER]), st.binary(min_size=8, max_size=8)),
    form=st.from_regex(r"[a-z_.-]{1,12}", fullmatch=True),
    version=st.text("0123456789abcdef", min_size=64, max_size=64),
    at=st.just(AT),
    uncertain=st.booleans(),
    may=st.builds(May, offices, offices, offices, offices),
    changes=st.lists(changes, max_size=5, unique_by=lambda change: change.path).map(tuple),
)


def plain(**members: Any) -> dict[str, Any]:
    """A whole body as plain data, with these members changed; `...` leaves one out."""
    found: dict[str, Any] = {
        "salt": base64.b64encode(SALT).decode(),
        "record": "00" * 8,
        "form": "note",
        "version": "ab" * 32,
        "at": AT,
        "may": {"to": [], "then": [], "never": [], "uses": []},
        "changes": [],
    }
    found |= members
    return {name: value for name, value in found.items() if value is not ...}


def raw_of(value: object, *, padding: int | None = None) -> bytes:
    raw = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return raw + b" " * (-len(raw) % PADDING if padding is None else padding)


def refusal(raw: bytes) -> tuple[str, str]:
    with pytest.raises(Known) as caught:
        read_body(raw, AUTHOR)
    return caught.value.code.value, str(caught.value.facts["reason"])


@given(bodies)
def test_a_body_is_read_as_it_was_written(body: Body) -> None:
    raw = write_body(body, AUTHOR, SALT)
    assert read_body(raw, AUTHOR) == body
    assert len(raw) % 256 == 0
    assert raw.startswith(b'{"salt":"' + base64.b64encode(SALT))


def test_a_record_of_ones_own_needs_no_name() -> None:
    mine = read_body(raw_of(plain()), AUTHOR)
    assert mine.record == RecordName(AUTHOR, bytes(8))
    theirs = read_body(raw_of(plain(of=OTHER.hex())), AUTHOR)
    assert theirs.record == RecordName(OTHER, bytes(8))
    assert mine.record.id != theirs.record.id


def test_a_salt_has_32_bytes() -> None:
    body = read_body(raw_of(plain()), AUTHOR)
    with pytest.raises(ValueError, match="salt"):
        write_body(body, AUTHOR, SALT[:31])


def test_two_salts_make_two_bodies() -> None:
    body = read_body(raw_of(plain()), AUTHOR)
    assert write_body(body, AUTHOR, SALT) != write_body(body, AUTHOR, bytes(32))


@pytest.mark.parametrize("padding", [0, 1, 255, 256, 511])
def test_padding_is_up_to_the_next_256_and_no_further(padding: int) -> None:
    whole = raw_of(plain())
    bare = whole.rstrip(b" ")
    assert read_body(whole, AUTHOR) == read_body(raw_of(plain()), AUTHOR)
    other = bare + b" " * padding
    if other != whole:
        assert refusal(other) == ("body-malformed", "its length")


@pytest.mark.parametrize("raw", [b"", b" " * 256, b"\0" * 256, b"{}" + b"\n" * 254])
def test_what_is_no_body(raw: bytes) -> None:
    with pytest.raises(Known):
        read_body(raw, AUTHOR)


def test_a_body_of_exactly_256_bytes_has_no_padding() -> None:
    short = raw_of(plain(extra="")).rstrip(b" ")
    filled = raw_of(plain(extra="x" * (-len(short) % 256)))
    assert len(filled) % 256 == 0
    assert not filled.endswith(b" ")
    read_body(filled, AUTHOR)
    assert refusal(filled + b" " * 256) == ("body-malformed", "its length")


def test_names_a_reader_does_not_know_are_ignored() -> None:
    body = read_body(raw_of(plain(invented={"later": [1, 2]}, zz=None)), AUTHOR)
    assert body == read_body(raw_of(plain()), AUTHOR)


def test_the_largest_body_is_8_mebibytes() -> None:
    bare = len(raw_of(plain(extra=""), padding=0))
    read_body(raw_of(plain(extra="x" * (LARGEST - bare))), AUTHOR)
    assert refusal(raw_of(plain(extra="x" * (LARGEST - bare + 1)))) == ("body-malformed", "its length")


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"salt": ...}, "its first member is no salt"),
        ({"salt": 1}, "its salt"),
        ({"salt": "AA=="}, "its salt"),
        ({"salt": "!" * 44}, "its salt"),
        ({"record": ...}, "record"),
        ({"record": "0" * 15}, "record"),
        ({"record": "0" * 15 + "A"}, "record"),
        ({"of": "00"}, "of"),
        ({"of": None}, "of"),
        ({"form": ""}, "form"),
        ({"form": "a/b"}, "form"),
        ({"form": "x" * 129}, "form"),
        ({"version": "ab" * 31}, "version"),
        ({"version": "AB" * 32}, "version"),
        ({"at": ...}, "at"),
        ({"at": "2026-11-22"}, "at"),
        ({"at": "2026-11-22T14:03:11.123Z"}, "at"),
        ({"at": "2026-11-22T14:03:11+03:00"}, "at"),
        ({"at": "2026-13-22T14:03:11.123+03:00"}, "at"),
        ({"at": "0001-01-01T00:00:00.000+03:00"}, "at"),
        ({"at": "2026-11-22T14:03:11.123+25:00"}, "at"),
        ({"uncertain": "yes"}, "uncertain"),
        ({"uncertain": None}, "uncertain"),
        ({"may": ...}, "who may get it"),
        ({"may": {"to": [], "then": [], "never": []}}, "who may get it"),
        ({"may": {"to": "all", "then": [], "never": [], "uses": []}}, "who may get it"),
        ({"may": {"to": [1], "then": [], "never": [], "uses": []}}, "who may get it"),
        ({"may": {"to": [""], "then": [], "never": [], "uses": []}}, "who may get it"),
        ({"may": {"to": ["x" * 201], "then": [], "never": [], "uses": []}}, "who may get it"),
        ({"may": {"to": ["x"] * 1001, "then": [], "never": [], "uses": []}}, "who may get it"),
        ({"changes": ...}, "its changes"),
        ({"changes": {}}, "its changes"),
        ({"changes": ["a"]}, "a change"),
        ({"changes": [["a"]]}, "a change"),
        ({"changes": [["a", 1, [], 0]]}, "a change"),
        ({"changes": [["", 1]]}, "a path"),
        ({"changes": [["a b", 1]]}, "a path"),
        ({"changes": [[1, 1]]}, "a path"),
        ({"changes": [["a", 1], ["a", 1]]}, "a path twice"),
        ({"changes": [["a", 1, "00" * 32]]}, "what a change replaces"),
        ({"changes": [["a", 1, ["00" * 31]]]}, "what a change replaces"),
        ({"changes": [["a", 1, ["AB" * 32]]]}, "what a change replaces"),
        ({"changes": [["a", {"unit": 1}]]}, "a value of no known kind"),
    ],
)
def test_each_refusal_names_its_reason(members: dict[str, Any], reason: str) -> None:
    assert refusal(raw_of(plain(**members))) == ("body-malformed", reason)


def test_the_salt_comes_first() -> None:
    later = {"form": "note", **plain()}
    assert refusal(raw_of(dict(sorted(later.items())))) == ("body-malformed", "its first member is no salt")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (raw_of(plain(extra=1.5)), "a number that is not whole"),
        (raw_of(plain(extra=2**53 + 1)), "a number too large"),
        (raw_of(plain(extra="\ud800")), "not Unicode text"),
        (raw_of([plain()]), "not an object"),
    ],
)
def test_bodies_are_read_strictly(raw: bytes, reason: str) -> None:
    assert refusal(raw) == ("json-malformed", reason)


def test_a_name_twice_is_refused_where_it_would_be_ignored() -> None:
    bare = raw_of(plain()).rstrip(b" ")[:-1] + b',"zz":1,"zz":1}'
    assert refusal(bare + b" " * (-len(bare) % 256)) == ("json-malformed", "a name twice")


@pytest.mark.parametrize("value", ["half \ud83d a character", Decimal("NaN"), 2**53 + 1, Decimal("1E+41")])
def test_what_no_reader_could_read_is_a_known_failure_of_the_writer(value: Any) -> None:
    body = Body(RecordName(AUTHOR, bytes(8)), "note", "ab" * 32, AT, False, May(), (Change("title", value),))
    with pytest.raises(Known):
        read_body(write_body(body, AUTHOR, SALT), AUTHOR)


names = st.lists(st.sampled_from(["a", "b", "@c", "d"]), max_size=4, unique=True).map(tuple)
mays = st.builds(May, names, names, names, names)


@given(mays, mays)
def test_narrowing_never_widens(one: May, other: May) -> None:
    both = one.narrowed(other)
    assert set(both.to) == set(one.to) & set(other.to)
    assert set(both.then) == set(one.then) & set(other.then)
    assert set(both.never) == set(one.never) | set(other.never)
    assert set(both.uses) == set(one.uses) & set(other.uses)


def test_nobody_else_can_claim_to_have_begun_a_record() -> None:
    assert RecordName(AUTHOR, bytes(8)).id != RecordName(OTHER, bytes(8)).id
    assert len(RecordName(AUTHOR, bytes(8)).id) == 16

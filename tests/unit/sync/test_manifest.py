"""The manifest reads as it was written, in one spelling only; what does not add up is refused by its name."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.schema import BodyClass
from records.strict_json import Json
from sync.bundle import limits
from sync.bundle.manifest import Manifest, Member, addressed, read_manifest, write_manifest
from sync.errors import SyncCode
from tests.support.outcomes import code_of, outcome

digests = st.binary(min_size=32, max_size=32)
blobs = st.builds(
    lambda name, at: f"blobs/{name}.{at}",
    st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=16, max_size=16),
    st.integers(0, limits.ATTACHMENT - limits.BUNDLE),
)
names = st.one_of(
    st.just("cards"),
    st.just("receipts"),
    st.integers(0, 9999).map(lambda number: f"entries-{number:04d}.zst"),
    digests.map(lambda raw: f"forms/{raw.hex()}.zst"),
    blobs,
)
members = st.lists(names, unique=True, max_size=6).flatmap(
    lambda found: st.tuples(
        *(st.builds(Member, st.just(name), st.integers(0, limits.member(name)), digests) for name in found)
    )
)
manifests = st.builds(
    Manifest,
    st.binary(min_size=16, max_size=16),
    st.text(max_size=200).filter(lambda text: text.isprintable()).map(str.encode),
    st.integers(0, 2**53),
    st.lists(digests, max_size=limits.RECIPIENTS).map(tuple),
    st.integers(1, 10_000).flatmap(lambda parts: st.tuples(st.integers(1, parts), st.just(parts))),
    st.lists(st.frozensets(st.sampled_from(BodyClass)), max_size=40).map(tuple),
    members,
)

PLAIN = Manifest(
    bytes(16),
    b"card",
    0,
    (bytes(32),),
    (1, 1),
    (frozenset({BodyClass.NETWORK}), frozenset(BodyClass)),
    (Member("cards", 5, bytes(32)), Member("blobs/0123456789ABCDEF.70", 9, bytes(32))),
)


def refusal(raw: bytes) -> SyncCode:
    code = code_of(lambda: read_manifest(raw))
    assert isinstance(code, SyncCode)
    return code


def with_(changes: Mapping[str, Json]) -> bytes:
    return json.dumps(json.loads(write_manifest(PLAIN)) | changes).encode()


@settings(max_examples=80, deadline=None)
@given(manifests)
def test_a_manifest_reads_as_it_was_written(manifest: Manifest) -> None:
    raw = write_manifest(manifest)
    assert read_manifest(raw) == manifest
    assert write_manifest(read_manifest(raw)) == raw


@settings(max_examples=300, deadline=None)
@given(manifests, st.data())
def test_changed_bytes_are_refused_by_name_or_say_something_else(manifest: Manifest, data: st.DataObject) -> None:
    raw = bytearray(write_manifest(manifest))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    found = outcome(lambda: read_manifest(bytes(raw)))
    assert isinstance(found, SyncCode) or (isinstance(found, Manifest) and found != manifest)


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=300)
    | st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists).map(
        lambda plain: json.dumps(plain).encode()
    )
)
def test_anything_else_is_malformed(raw: bytes) -> None:
    assert refusal(raw) is SyncCode.BUNDLE_MALFORMED


def test_a_later_version_is_told_apart() -> None:
    assert refusal(with_({"kind": "kinga bundle/2", "members": "in another way"})) is SyncCode.BUNDLE_VERSION
    assert refusal(with_({"kind": "kinga card/1"})) is SyncCode.BUNDLE_MALFORMED


def test_a_name_nobody_knows_yet_is_let_pass() -> None:
    assert read_manifest(with_({"thanks": ["to", "you"]})) == PLAIN


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "00"},
        {"id": "0" * 32 + "\n"},
        {"id": "A" * 32},
        {"id": 7},
        {"card": None},
        {"directory": -1},
        {"directory": True},
        {"directory": "0"},
        {"to": ["0" * 63]},
        {"to": ["00" * 32] * (limits.RECIPIENTS + 1)},
        {"to": {}},
        {"part": [0, 1]},
        {"part": [2, 1]},
        {"part": [True, True]},
        {"part": [1, 10_001]},
        {"part": [1]},
        {"entries": -1},
        {"entries": True},
        {"entries": limits.ENTRIES + 1},
        {"entries": 3},
        {"entries": 0},
        {"bodies": ""},
        {"bodies": "é"},
        {"bodies": "nB=="},
        {"bodies": "nQ=="},
        {"bodies": "nAA="},
        {"bodies": "n A="},
        {"members": [["cards", 5, "00" * 32]] * 2},
        {"members": [["cards", -1, "00" * 32]]},
        {"members": [["cards", True, "00" * 32]]},
        {"members": [["cards", limits.SMALL_MEMBER + 1, "00" * 32]]},
        {"members": [["entries-0001.zst", limits.BUNDLE, "00" * 32]]},
        {"members": [["blobs/0123456789ABCDEF.0", limits.BUNDLE + 1, "00" * 32]]},
        {"members": [["cards", 5, "00" * 31]]},
        {"members": [["cards", 5]]},
        {"members": [["cards", 5, "00" * 32, 1]]},
        {"members": ["cards"]},
        {"members": [["receipts", 0, "00" * 32], ["manifest.json", 5, "00" * 32]]},
        {"members": [["../cards", 5, "00" * 32]]},
        {"members": [["/cards", 5, "00" * 32]]},
        {"members": [["cards\n", 5, "00" * 32]]},
        {"members": [["entries-1.zst", 5, "00" * 32]]},
        {"members": [["entries-٠٠٠١.zst", 5, "00" * 32]]},
        {"members": [["blobs/0123456789ABCDEF.00", 5, "00" * 32]]},
        {"members": [["blobs/0123456789ABCDEF.07", 5, "00" * 32]]},
        {"members": [["blobs/0123456789ABCDEF.-7", 5, "00" * 32]]},
        {"members": [["blobs/0123456789ABCDEF", 5, "00" * 32]]},
        {"members": [["blobs/../../0123456789.0", 5, "00" * 32]]},
        {"members": [[f"blobs/0123456789ABCDEF.{limits.ATTACHMENT}", 1, "00" * 32]]},
        {"members": [["forms/" + "0" * 63 + ".zst", 5, "00" * 32]]},
    ],
)
def test_what_does_not_add_up_is_malformed(changes: Mapping[str, Json]) -> None:
    assert read_manifest(with_({})) == PLAIN
    assert refusal(with_(changes)) is SyncCode.BUNDLE_MALFORMED


def test_too_many_members_are_refused() -> None:
    many: list[Json] = [[f"entries-{number:04d}.zst", 0, "00" * 32] for number in range(limits.MEMBERS + 1)]
    assert len(read_manifest(with_({"members": many[:-1]})).members) == limits.MEMBERS
    assert refusal(with_({"members": many})) is SyncCode.BUNDLE_MALFORMED


def test_a_name_twice_is_refused() -> None:
    raw = write_manifest(PLAIN)
    assert refusal(raw[:-1] + b',"part":[1,2]}') is SyncCode.BUNDLE_MALFORMED


def test_recipients_find_themselves_and_nobody_else() -> None:
    keys = [bytes([number]) * 1216 for number in range(3)]
    manifest = Manifest(b"i" * 16, b"card", 0, tuple(addressed(b"i" * 16, key) for key in keys[:2]), (1, 1), (), ())
    assert [manifest.addresses(key) for key in keys] == [True, True, False]
    assert addressed(b"i" * 16, keys[0]) != addressed(b"j" * 16, keys[0])

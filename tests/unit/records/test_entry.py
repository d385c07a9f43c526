"""Headers byte for byte as docs/formats/entry.md says, signatures in one domain each, and no two realms mixed."""

import hashlib
import struct
from itertools import product

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from records.errors import Known, RecordsCode
from records.journal.entry import (
    HEADER_SIZE,
    NO_ENTRY,
    Entry,
    Header,
    Realm,
    Signed,
    check_entry,
    domain,
    fingerprint,
    sign_entry,
    to_be_signed,
    verify,
)
from records.schema import BodyClass

KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
PUBLIC = KEY.public_key().public_bytes_raw()
OTHER = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)
BODIES = (b"network", None, b"protected")

hashes = st.binary(min_size=32, max_size=32)
headers = st.builds(
    Header,
    device=hashes,
    log=st.binary(min_size=16, max_size=16),
    sequence=st.integers(1, 2**63 - 1),
    previous=hashes,
    bodies=st.tuples(hashes, hashes, hashes),
)


def header(*bodies: bytes | None, device: bytes = fingerprint(PUBLIC)) -> Header:
    digests = [hashlib.sha256(raw).digest() if raw is not None else b"\x55" * 32 for raw in bodies]
    return Header(device, b"\x22" * 16, 3, NO_ENTRY, (digests[0], digests[1], digests[2]))


def signed(realm: Realm = Realm.REAL) -> Entry:
    return sign_entry(header(*BODIES), BODIES, realm, KEY.sign)


@given(headers)
def test_a_header_is_185_bytes_in_the_order_of_the_page(found: Header) -> None:
    raw = found.packed()
    assert len(raw) == HEADER_SIZE == 185
    assert raw[0] == 1
    assert raw[1:33] == found.device
    assert raw[33:49] == found.log
    assert raw[49:57] == struct.pack(">Q", found.sequence)
    assert raw[57:89] == found.previous
    assert (raw[89:121], raw[121:153], raw[153:185]) == found.bodies
    assert found.id == hashlib.sha256(raw).digest()
    assert Header.unpacked(raw) == found


@pytest.mark.parametrize("size", [0, 1, 184, 186, 370])
def test_another_length_is_no_header(size: int) -> None:
    with pytest.raises(Known) as caught:
        Header.unpacked(header(*BODIES).packed().ljust(size, b"\0")[:size])
    assert caught.value.code is RecordsCode.ENTRY_MALFORMED


@pytest.mark.parametrize("version", [0, 2, 255])
def test_another_version_is_told_by_its_number(version: int) -> None:
    with pytest.raises(Known) as caught:
        Header.unpacked(bytes([version]) + header(*BODIES).packed()[1:])
    assert caught.value.code is RecordsCode.ENTRY_VERSION
    assert caught.value.facts == {"version": version}


@pytest.mark.parametrize("sequence", [0, 2**63, 2**64 - 1])
def test_sequences_lie_between_one_and_two_to_the_63(sequence: int) -> None:
    raw = header(*BODIES).packed()
    with pytest.raises(Known) as caught:
        Header.unpacked(raw[:49] + struct.pack(">Q", sequence) + raw[57:])
    assert caught.value.code is RecordsCode.ENTRY_MALFORMED


def test_what_is_signed_is_dsse() -> None:
    assert to_be_signed(Realm.REAL, Signed.ENTRY, b"payload") == b"DSSEv1 13 kinga-entry/1 7 payload"
    assert to_be_signed(Realm.EXERCISE, Signed.CARD, b"") == b"DSSEv1 21 kinga-exercise-card/1 0 "


def test_every_signed_thing_has_a_domain_of_its_own() -> None:
    domains = [domain(realm, kind) for realm, kind in product(Realm, Signed)]
    assert len(set(domains)) == len(domains)
    assert "kinga-entry/1" in domains
    assert "kinga-exercise-entry/1" in domains


@pytest.mark.parametrize("asked", list(product(Realm, Signed)))
@pytest.mark.parametrize("made", list(product(Realm, Signed)))
def test_a_signature_holds_in_its_own_realm_and_domain_alone(
    made: tuple[Realm, Signed], asked: tuple[Realm, Signed]
) -> None:
    signature = KEY.sign(to_be_signed(*made, b"payload"))
    assert verify(*asked, b"payload", signature, PUBLIC) == (made == asked)


def test_an_entry_of_an_exercise_is_no_entry_in_earnest() -> None:
    check_entry(signed(Realm.EXERCISE), Realm.EXERCISE, PUBLIC)
    with pytest.raises(Known) as caught:
        check_entry(signed(Realm.EXERCISE), Realm.REAL, PUBLIC)
    assert caught.value.code is RecordsCode.ENTRY_SIGNATURE


@given(st.integers(0, 185 * 8 - 1))
def test_every_bit_of_a_header_is_signed(bit: int) -> None:
    raw = bytearray(signed().header.packed())
    raw[bit // 8] ^= 1 << bit % 8
    assert not verify(Realm.REAL, Signed.ENTRY, bytes(raw), signed().signature, PUBLIC)


def test_another_key_is_another_author() -> None:
    with pytest.raises(Known) as caught:
        check_entry(signed(), Realm.REAL, OTHER.public_key().public_bytes_raw())
    assert caught.value.code is RecordsCode.ENTRY_SIGNATURE
    stolen = sign_entry(header(*BODIES), BODIES, Realm.REAL, OTHER.sign)
    with pytest.raises(Known):
        check_entry(stolen, Realm.REAL, PUBLIC)


@pytest.mark.parametrize("key", [b"", b"\x07" * 31, b"\x07" * 33])
def test_what_is_no_key_verifies_nothing(key: bytes) -> None:
    assert not verify(Realm.REAL, Signed.ENTRY, b"", KEY.sign(b""), key)


@pytest.mark.parametrize("which", [BodyClass.NETWORK, BodyClass.PROTECTED])
def test_another_body_is_noticed(which: BodyClass) -> None:
    bodies = list(signed().bodies)
    bodies[which] = b"another"
    with pytest.raises(Known) as caught:
        check_entry(Entry(signed().header, signed().signature, (bodies[0], bodies[1], bodies[2])), Realm.REAL, PUBLIC)
    assert caught.value.code is RecordsCode.BODY_MISMATCH


def test_a_body_put_where_there_was_none_is_noticed() -> None:
    with pytest.raises(Known) as caught:
        check_entry(Entry(signed().header, signed().signature, (b"network", b"new", None)), Realm.REAL, PUBLIC)
    assert caught.value.code is RecordsCode.BODY_MISMATCH


def test_an_entry_verifies_without_its_bodies() -> None:
    check_entry(Entry(signed().header, signed().signature, (None, None, None)), Realm.REAL, PUBLIC)

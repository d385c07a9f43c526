"""Wrapping a file key: who has the secret finds it, nobody else does, and wrong forms are refused before any trial."""

import random
from dataclasses import replace

import pytest

from records.errors import Known
from sync.bundle.age.header import Stanza, decode64, encode64
from sync.bundle.age.recipients import (
    HYBRID_PUBLIC_BYTES,
    HybridIdentity,
    HybridRecipient,
    X25519Identity,
    X25519Recipient,
    unwrap_file_key,
)
from sync.errors import SyncCode
from tests.support import bech32

FILE_KEY = b"YELLOW SUBMARINE"
SECRET, OTHER_SECRET = bytes(range(32)), bytes(range(32, 64))
KINDS = [HybridIdentity, X25519Identity]
AnyIdentity = type[HybridIdentity] | type[X25519Identity]

# Every share of low order (Curve25519): the shared secret would be zero for every key.
LOW_ORDER = [
    bytes(32),
    b"\1" + bytes(31),
    bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
    bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    bytes.fromhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    bytes.fromhex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
]


def refused(identity: HybridIdentity | X25519Identity, *stanzas: Stanza) -> SyncCode:
    with pytest.raises(Known) as caught:
        unwrap_file_key(stanzas, [identity])
    assert isinstance(caught.value.code, SyncCode)
    return caught.value.code


def share_of(stanza: Stanza) -> bytes:
    return decode64(stanza.arguments[0])


@pytest.mark.parametrize("kind", KINDS)
def test_the_secret_finds_the_key_among_others(kind: AnyIdentity) -> None:
    mine, other = kind(SECRET), kind(OTHER_SECRET)
    stanzas = [other.recipient().wrap(bytes(16)), Stanza("grease", (), b""), mine.recipient().wrap(FILE_KEY)]
    assert unwrap_file_key(stanzas, [mine]) == FILE_KEY
    assert unwrap_file_key(stanzas, [kind(bytes(32)), mine]) == FILE_KEY


@pytest.mark.parametrize("kind", KINDS)
def test_another_secret_finds_nothing(kind: AnyIdentity) -> None:
    stanza = kind(SECRET).recipient().wrap(FILE_KEY)
    assert refused(kind(OTHER_SECRET), stanza) is SyncCode.SEALED_NOT_FOR_US


@pytest.mark.parametrize("kind", KINDS)
def test_each_wrapping_is_fresh(kind: AnyIdentity) -> None:
    recipient = kind(SECRET).recipient()
    first, second = recipient.wrap(FILE_KEY), recipient.wrap(FILE_KEY)
    assert first.arguments != second.arguments
    assert first.body != second.body


@pytest.mark.parametrize("kind", KINDS)
def test_a_stanza_of_wrong_form_is_refused_wherever_it_stands(kind: AnyIdentity) -> None:
    identity = kind(SECRET)
    good = identity.recipient().wrap(FILE_KEY)
    share = share_of(good)
    wrong = [
        replace(good, arguments=()),
        replace(good, arguments=(*good.arguments, "more")),
        replace(good, arguments=(encode64(share[:-1]),)),
        replace(good, arguments=(encode64(share + b"\0"),)),
        replace(good, arguments=(good.arguments[0] + "=",)),
        replace(good, body=good.body[:-1]),
        replace(good, body=good.body + b"\0"),
        replace(good, body=b""),
    ]
    for stanza in wrong:
        assert refused(identity, stanza) is SyncCode.SEALED_HEADER
        assert refused(identity, good, stanza) is SyncCode.SEALED_HEADER


@pytest.mark.parametrize("kind", KINDS)
def test_stanzas_of_other_kinds_are_ignored_whatever_their_form(kind: AnyIdentity) -> None:
    good = kind(SECRET).recipient().wrap(FILE_KEY)
    others = [Stanza("x" + good.kind, (), b""), Stanza(good.kind.swapcase(), ("=",), b""), Stanza("a", ("b",) * 9, b"")]
    assert unwrap_file_key([*others, good], [kind(SECRET)]) == FILE_KEY


@pytest.mark.parametrize("kind", KINDS)
def test_every_changed_bit_of_a_body_is_no_match(kind: AnyIdentity) -> None:
    identity = kind(SECRET)
    good = identity.recipient().wrap(FILE_KEY)
    for place in range(len(good.body)):
        body = bytearray(good.body)
        body[place] ^= 1 << place % 8
        assert refused(identity, replace(good, body=bytes(body))) is SyncCode.SEALED_NOT_FOR_US


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("point", LOW_ORDER, ids=lambda point: point.hex()[:8])
def test_a_share_of_low_order_is_refused(kind: AnyIdentity, point: bytes) -> None:
    identity = kind(SECRET)
    good = identity.recipient().wrap(FILE_KEY)
    share = share_of(good)[:-32] + point
    assert refused(identity, replace(good, arguments=(encode64(share),))) is SyncCode.SEALED_HEADER


@pytest.mark.parametrize("point", LOW_ORDER, ids=lambda point: point.hex()[:8])
def test_a_public_key_of_low_order_is_no_recipient(point: bytes) -> None:
    with pytest.raises(ValueError):
        X25519Recipient(point)
    with pytest.raises(ValueError):
        HybridRecipient(HybridIdentity(SECRET).recipient().public[:-32] + point)


def test_bytes_that_are_no_hybrid_key_are_no_recipient() -> None:
    public = HybridIdentity(SECRET).recipient().public
    assert len(public) == HYBRID_PUBLIC_BYTES
    for wrong in (b"", public[:-1], public + b"\0", b"\xff" * 1184 + public[1184:]):
        with pytest.raises(ValueError):
            HybridRecipient(wrong)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_secret_has_32_bytes_and_is_never_shown(kind: AnyIdentity, length: int) -> None:
    with pytest.raises(ValueError):
        kind(bytes(length))
    assert SECRET.hex() not in repr(kind(SECRET))
    assert repr(SECRET) not in repr(kind(SECRET))


@pytest.mark.parametrize("kind", KINDS)
def test_a_stranger_comes_from_chance_and_is_of_the_same_kind(kind: AnyIdentity) -> None:
    recipient = kind(SECRET).recipient()
    chance = random.Random(1).randbytes
    first, second = recipient.stranger(chance), recipient.stranger(chance)
    assert type(first) is type(recipient)
    assert len({recipient, first, second}) == 3
    assert first == kind(random.Random(1).randbytes(32)).recipient()


def test_the_hybrid_public_key_is_the_one_of_the_specification() -> None:
    """The example pair of "The MLKEM768-X25519 hybrid post-quantum recipient type": both ends of its 1959 letters."""
    _, secret = bech32.decode("AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR")
    text = bech32.encode("age1pq", HybridIdentity(secret).recipient().public)
    assert len(text) == 1959
    assert text.startswith(
        "age1pq1x34nzsvr0rxjsgdn8zgyhfe8j7ceq5r9rdelkjuh3y235jzxshfg87pzf5zrqtzdxz95paef6caq5aapdmwjj"
    )
    assert text.endswith(
        "ydjc4wy2rch2fhuy3pdfjax5awe9j99ly5hkntzz9fe5zatgjvzdd0kgtxs25njnajyf6ssekp7gelxquusn4pt25czh3"
        "scj68kq79wdn5tgm6yvm9nzavrg043x3msnygf8dweknw5jmqd0uvny6ttsn09508k0c55zfnegrm9efhxpfqdkmhh6gj"
        "tqmwze9pyyzk3tlhl53k2ykx3qheyty7saeq0d3fzv49zc0k"
    )


def test_the_x25519_public_key_is_the_one_of_the_specification() -> None:
    _, secret = bech32.decode("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX")
    text = bech32.encode("age", X25519Identity(secret).recipient().public)
    assert text == "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"

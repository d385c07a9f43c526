"""The age vectors: every file ends as its head says, by class of failure, and releases no more than it may.

Armor and passphrases are left out of the codec on purpose: the vectors that need them are named below and are refused.
"""

import hashlib
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from records.errors import Known
from records.stream import CHUNK, SEALED_CHUNK, StreamFailure, StreamReason, StreamSealer
from sync.bundle.age.file import NONCE_BYTES, AgeOpener, open_header, payload_key
from sync.bundle.age.header import Header, HeaderReader, print_covered, print_header
from sync.bundle.age.recipients import HybridIdentity, Identity, X25519Identity, unwrap_file_key
from sync.errors import SyncCode
from tests.support import bech32
from tests.support.pieces import pieces, run

FOLDER = Path(__file__).parent / "age"
NOT_VECTORS = {"SOURCES.md", ".gitattributes"}
NAMES = sorted(path.name for path in FOLDER.iterdir() if path.name not in NOT_VECTORS)

NOT_APPLICABLE = [
    "armor_crlf",
    "armor_empty",
    "armor_empty_last_line",
    "armor_empty_line_begin",
    "armor_empty_line_end",
    "armor_garbage_leading",
    "armor_header_crlf",
    "armor_invalid_character_header",
    "armor_lowercase",
    "armor_no_match",
    "armor_no_padding",
    "armor_not_canonical",
    "armor_scrypt",
    "armor_whitespace_begin",
    "armor_whitespace_end",
    "armor_whitespace_eol",
    "armor_whitespace_line_start",
    "armor_wrong_type",
    "armor_x25519",
    "scrypt",
    "scrypt_and_x25519",
    "scrypt_bad_tag",
    "scrypt_double",
    "scrypt_extra_argument",
    "scrypt_long_file_key",
    "scrypt_no_match",
    "scrypt_not_canonical_body",
    "scrypt_not_canonical_salt",
    "scrypt_salt_missing",
    "scrypt_work_factor_hex",
    "scrypt_work_factor_leading_garbage",
    "scrypt_work_factor_leading_plus",
    "scrypt_work_factor_leading_zero_decimal",
    "scrypt_work_factor_leading_zero_octal",
    "scrypt_work_factor_negative",
    "scrypt_work_factor_trailing_garbage",
    "scrypt_work_factor_wrong",
    "scrypt_work_factor_zero",
]
APPLICABLE = [name for name in NAMES if name not in NOT_APPLICABLE]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


NOTHING = sha256(b"")


@dataclass(frozen=True, slots=True)
class Vector:
    """One vector: what its head says, and the sealed file."""

    expect: str
    payload: str
    file_key: bytes
    identities: tuple[Identity, ...]
    needs_more: bool
    sealed: bytes


def read(name: str) -> Vector:
    head, _, sealed = (FOLDER / name).read_bytes().partition(b"\n\n")
    pairs = [line.split(": ", 1) for line in head.decode().splitlines()]
    facts = dict(pairs)
    return Vector(
        expect=facts["expect"],
        payload=facts.get("payload", NOTHING),
        file_key=bytes.fromhex(facts["file key"]),
        identities=tuple(identity(value) for key, value in pairs if key == "identity"),
        needs_more="armored" in facts or "passphrase" in facts,
        sealed=zlib.decompress(sealed) if facts.get("compressed") == "zlib" else sealed,
    )


def identity(text: str) -> Identity:
    prefix, secret = bech32.decode(text)
    assert prefix in ("age-secret-key-", "age-secret-key-pq-")
    return HybridIdentity(secret) if prefix == "age-secret-key-pq-" else X25519Identity(secret)


def class_of(failure: Known) -> str:
    """Name a failure as the vectors do."""
    match failure.code:
        case SyncCode.SEALED_VERSION | SyncCode.SEALED_HEADER:
            return "header failure"
        case SyncCode.SEALED_NOT_FOR_US:
            return "no match"
        case SyncCode.SEALED_HEADER_CHANGED:
            return "HMAC failure"
        case SyncCode.SEALED_TRUNCATED:
            return f"{failure.facts['part']} failure"
        case SyncCode.SEALED_PAYLOAD:
            return "payload failure"
        case other:
            raise AssertionError(f"{other} is not about a sealed file")


def opened(vector: Vector, size: int) -> tuple[str, bytes, BaseException | None]:
    """Open a vector fed in pieces; return the outcome, what was released, and the cause of a failure."""
    out = bytearray()
    try:
        run(AgeOpener(vector.identities), pieces(vector.sealed, size), out)
    except Known as failure:
        return class_of(failure), bytes(out), failure.__cause__
    return "success", bytes(out), None


def header_of(vector: Vector) -> tuple[Header, bytes]:
    found = HeaderReader().feed(vector.sealed)
    assert found is not None
    header, rest = found
    return header, bytes(rest)


def test_all_vectors_are_here_and_none_is_exempt_by_mistake() -> None:
    assert len(NAMES) == 108
    assert [name for name in NAMES if read(name).needs_more] == NOT_APPLICABLE


@pytest.mark.parametrize("name", APPLICABLE)
def test_vector_ends_as_its_head_says(name: str) -> None:
    vector = read(name)
    outcome, released, cause = opened(vector, 1000)
    assert outcome == vector.expect
    released += withheld_chunk(vector, len(released), cause)
    assert sha256(released) == vector.payload


@pytest.mark.parametrize("name", APPLICABLE)
def test_vector_fed_at_once_ends_the_same_way(name: str) -> None:
    vector = read(name)
    outcome, released, _ = opened(vector, 1 << 30)
    assert outcome == vector.expect
    # A call that fails returns nothing, not even the sound chunks it met before the damage.
    assert sha256(released) in ({vector.payload} if outcome == "success" else {vector.payload, NOTHING})


def withheld_chunk(vector: Vector, released: int, cause: BaseException | None) -> bytes:
    """Return the clear bytes of a full sound chunk that stands, with the wrong mark, where a stream was refused.

    The vectors' authors release it and fail afterwards; we keep the newest chunk back and fail without it.
    """
    marks = {StreamReason.TRAILING: b"\1", StreamReason.TRUNCATED: b"\0"}
    if not isinstance(cause, StreamFailure) or cause.reason not in marks:
        return b""
    assert released % CHUNK == 0
    number = released // CHUNK
    _, rest = header_of(vector)
    chunk = rest[NONCE_BYTES:][number * SEALED_CHUNK : (number + 1) * SEALED_CHUNK]
    if len(chunk) < SEALED_CHUNK:
        return b""
    aead = ChaCha20Poly1305(payload_key(vector.file_key, rest[:NONCE_BYTES]))
    return aead.decrypt(number.to_bytes(11, "big") + marks[cause.reason], chunk, None)


@pytest.mark.parametrize("size", [1, 1 << 30], ids=["byte by byte", "at once"])
@pytest.mark.parametrize("name", NOT_APPLICABLE)
def test_vector_beyond_the_codec_is_refused(name: str, size: int) -> None:
    vector = read(name)
    outcome, released, _ = opened(vector, size)
    assert outcome != "success"
    assert released == b""


@pytest.mark.parametrize("name", [name for name in APPLICABLE if "header" not in read(name).expect])
def test_header_prints_as_it_was_read(name: str) -> None:
    vector = read(name)
    header, rest = header_of(vector)
    assert print_covered(header.stanzas) == header.covered
    assert print_header(header.covered, header.mac) + rest == vector.sealed


@pytest.mark.parametrize(
    "name", [name for name in APPLICABLE if read(name).expect in ("success", "payload failure", "HMAC failure")]
)
def test_file_key_is_found(name: str) -> None:
    vector = read(name)
    header, _ = header_of(vector)
    assert unwrap_file_key(header.stanzas, vector.identities) == vector.file_key


@pytest.mark.parametrize("name", [name for name in APPLICABLE if read(name).expect == "success"])
def test_payload_seals_to_the_same_bytes_again(name: str) -> None:
    vector = read(name)
    header, rest = header_of(vector)
    nonce, payload = rest[:NONCE_BYTES], rest[NONCE_BYTES:]
    clear = run(AgeOpener(vector.identities), [vector.sealed])
    file_key = open_header(header, vector.identities)
    assert run(StreamSealer(payload_key(file_key, nonce)), pieces(clear, 5000)) == payload

"""One signed step of a device's journal: the header of one save (docs/formats/entry.md, sections 1 to 3).

The header names no class, time, size, form or record: whoever may not read a body learns only that there was a save.
A body can be deleted and the chain still verifies.
"""

import hashlib
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from records.errors import Known, RecordsCode
from records.schema import BodyClass

VERSION: Final = 1
_LAYOUT: Final = struct.Struct(">B32s16sQ32s32s32s32s")
HEADER_SIZE: Final = _LAYOUT.size
SIGNATURE_SIZE: Final = 64
NO_ENTRY: Final = bytes(32)

Sign = Callable[[bytes], bytes]


class Realm(StrEnum):
    """Whether a vault is real. The realm is part of every signature's domain, so that the two never mix."""

    REAL = "kinga"
    EXERCISE = "kinga-exercise"


class Signed(StrEnum):
    """The kinds of thing that are signed; each has a domain of its own."""

    ENTRY = "entry/1"
    BUNDLE = "bundle/1"
    RECEIPT = "receipt/1"
    CARD = "card/1"


@dataclass(frozen=True, slots=True)
class Header:
    """What is signed of one save.

    device: SHA-256 fingerprint of the signing key. log: 16 random bytes. sequence: from 1. previous: the id of the
    entry before; at sequence 1 the last entry the device knew of an earlier log, or 32 zero bytes. bodies: SHA-256 of
    the network, restricted and protected body; 32 random bytes where there is none. id: the entry's name everywhere,
    SHA-256 of the packed header.
    """

    device: bytes
    log: bytes
    sequence: int
    previous: bytes
    bodies: tuple[bytes, bytes, bytes]
    id: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", hashlib.sha256(self.packed()).digest())

    def packed(self) -> bytes:
        """The exact bytes that are signed and hashed."""
        return _LAYOUT.pack(VERSION, self.device, self.log, self.sequence, self.previous, *self.bodies)

    @staticmethod
    def unpacked(raw: bytes) -> "Header":
        """Read a packed header. Known(ENTRY_MALFORMED | ENTRY_VERSION)."""
        if len(raw) != HEADER_SIZE:
            raise Known(RecordsCode.ENTRY_MALFORMED)
        version, device, log, sequence, previous, *bodies = _LAYOUT.unpack(raw)
        if version != VERSION:
            raise Known(RecordsCode.ENTRY_VERSION, version=version)
        if sequence < 1 or sequence >= 1 << 63:
            raise Known(RecordsCode.ENTRY_MALFORMED)
        return Header(device, log, sequence, previous, (bodies[0], bodies[1], bodies[2]))


@dataclass(frozen=True, slots=True)
class Entry:
    """A header, its signature, and those of its bodies that are here (exact bytes)."""

    header: Header
    signature: bytes
    bodies: tuple[bytes | None, bytes | None, bytes | None]

    @property
    def id(self) -> bytes:
        """The header's id."""
        return self.header.id

    def body(self, which: BodyClass) -> bytes | None:
        """The bytes of one body, None when there is none here."""
        return self.bodies[which]


def domain(realm: Realm, signed: Signed) -> str:
    """Return the signature domain, `kinga-entry/1` or `kinga-exercise-entry/1`."""
    return f"{realm.value}-{signed.value}"


def to_be_signed(realm: Realm, signed: Signed, payload: bytes) -> bytes:
    """Return DSSE's pre-authentication encoding of the payload: what every signature of Kinga covers."""
    kind = domain(realm, signed).encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def fingerprint(signing_key: bytes) -> bytes:
    """Return the device's name: SHA-256 of its raw Ed25519 public key."""
    return hashlib.sha256(signing_key).digest()


def body_hash(body: bytes) -> bytes:
    """Return SHA-256 of a body's exact bytes, padding included."""
    return hashlib.sha256(body).digest()


def has_its_bodies(entry: Entry) -> bool:
    """Whether the bodies that are here are those the header names."""
    return all(
        body is None or body_hash(body) == expected
        for body, expected in zip(entry.bodies, entry.header.bodies, strict=True)
    )


def sign_entry(header: Header, bodies: tuple[bytes | None, ...], realm: Realm, sign: Sign) -> Entry:
    """Sign a header. The bodies must be those it names."""
    signature = sign(to_be_signed(realm, Signed.ENTRY, header.packed()))
    return Entry(header, signature, (bodies[0], bodies[1], bodies[2]))


def verify(realm: Realm, signed: Signed, payload: bytes, signature: bytes, signing_key: bytes) -> bool:
    """Whether the signature over the payload is this key's, in this realm and domain."""
    try:
        Ed25519PublicKey.from_public_bytes(signing_key).verify(signature, to_be_signed(realm, signed, payload))
    except (InvalidSignature, ValueError):
        return False
    return True


def check_entry(entry: Entry, realm: Realm, signing_key: bytes) -> None:
    """Check an entry against its author's key. Known(ENTRY_SIGNATURE | BODY_MISMATCH)."""
    header = entry.header
    if fingerprint(signing_key) != header.device:
        raise Known(RecordsCode.ENTRY_SIGNATURE)
    if not has_its_bodies(entry):
        raise Known(RecordsCode.BODY_MISMATCH)
    if not verify(realm, Signed.ENTRY, header.packed(), entry.signature, signing_key):
        raise Known(RecordsCode.ENTRY_SIGNATURE)

"""The manifest: what a bundle says of itself, signed by whoever carries it (docs/formats/bundle.md, section 3)."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NoReturn

from records.errors import Known
from records.schema import BodyClass
from records.strict_json import Json, read_object, write
from sync.bundle import limits
from sync.errors import SyncCode

KIND: Final = "kinga bundle/1"
_NAME: Final = re.compile(
    r"cards|receipts|entries-[0-9]{4}\.zst|forms/[0-9a-f]{64}\.zst|blobs/[0-9A-Z]{16}\.[0-9]{1,16}"
)
_HEX: Final = re.compile(r"(?:[0-9a-f]{2})*")


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside: its name, its length, and the SHA-256 of its bytes."""

    name: str
    size: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is inside and for whom.

    to: one salted hash for each recipient, so that recipients do not learn of each other. part: i of n bundles of one
    hand-over. bodies: for each entry in order, which classes are meant for this audience: an absent one among them is
    one that was lost or deleted, not one withheld.
    """

    id: bytes
    card: bytes
    directory: int
    to: tuple[bytes, ...]
    part: tuple[int, int]
    bodies: tuple[frozenset[BodyClass], ...]
    members: tuple[Member, ...]

    def addresses(self, sealing_key: bytes) -> bool:
        """Whether this bundle is meant for the holder of a sealing key."""
        return addressed(self.id, sealing_key) in self.to


def addressed(bundle: bytes, sealing_key: bytes) -> bytes:
    """Return how a bundle names a recipient to herself alone."""
    return hashlib.sha256(b"kinga-to/1" + bundle + sealing_key).digest()


def write_manifest(manifest: Manifest) -> bytes:
    """Return the exact bytes that are signed."""
    plain: dict[str, Json] = {
        "kind": KIND,
        "id": manifest.id.hex(),
        "card": manifest.card.decode(),
        "directory": manifest.directory,
        "to": [one.hex() for one in manifest.to],
        "part": list(manifest.part),
        "entries": len(manifest.bodies),
        "bodies": base64.b64encode(_packed(manifest.bodies)).decode(),
        "members": [[one.name, one.size, one.digest.hex()] for one in manifest.members],
    }
    return write(plain)


def read_manifest(raw: bytes) -> Manifest:
    """Read a manifest. Known(BUNDLE_MALFORMED | BUNDLE_VERSION)."""
    try:
        plain = read_object(raw)
    except Known as problem:
        raise Known(SyncCode.BUNDLE_MALFORMED, part="manifest") from problem
    kind = plain.get("kind")
    if isinstance(kind, str) and kind != KIND and kind.startswith("kinga bundle/"):
        raise Known(SyncCode.BUNDLE_VERSION)
    match plain:
        case {
            "kind": str(kind),
            "id": str(bundle),
            "card": str(card),
            "directory": int(directory),
            "to": list(to),
            "part": [int(part), int(parts)],
            "entries": int(entries),
            "bodies": str(bodies),
            "members": list(members),
        } if kind == KIND and 1 <= part <= parts <= 10_000 and directory >= 0:
            return Manifest(
                _hex(bundle, 16),
                card.encode(),
                directory,
                tuple(_hex(one, 32) for one in _few(to, limits.RECIPIENTS)),
                (part, parts),
                _unpacked(bodies, entries),
                _members(members),
            )
        case _:
            _refuse()


def _members(plain: list[Json]) -> tuple[Member, ...]:
    found = []
    for item in _few(plain, limits.MEMBERS):
        match item:
            case [str(name), int(size), str(digest)] if _NAME.fullmatch(name) and 0 <= size <= limits.BUNDLE:
                found.append(Member(name, size, _hex(digest, 32)))
            case _:
                _refuse()
    if len({one.name for one in found}) != len(found):
        _refuse()
    return tuple(found)


def _packed(bodies: Iterable[frozenset[BodyClass]]) -> bytes:
    """Three bits an entry, packed from the highest bit of the first byte."""
    bits = "".join("1" if which in one else "0" for one in bodies for which in BodyClass)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big") if bits else b""


def _unpacked(text: str, entries: int) -> tuple[frozenset[BodyClass], ...]:
    if not 0 <= entries <= limits.ENTRIES:
        _refuse()
    try:
        raw = base64.b64decode(text, validate=True)
    except binascii.Error:
        _refuse()
    if len(raw) != (entries * 3 + 7) // 8:
        _refuse()
    bits = "".join(f"{byte:08b}" for byte in raw)
    return tuple(frozenset(which for which in BodyClass if bits[place * 3 + which] == "1") for place in range(entries))


def _few(plain: list[Json], most: int) -> list[Json]:
    if len(plain) > most:
        _refuse()
    return plain


def _hex(text: Json, size: int) -> bytes:
    if not isinstance(text, str) or len(text) != size * 2 or _HEX.fullmatch(text) is None:
        _refuse()
    return bytes.fromhex(text)


def _refuse() -> NoReturn:
    raise Known(SyncCode.BUNDLE_MALFORMED, part="manifest")

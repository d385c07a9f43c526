"""The manifest: what a bundle says of itself, signed by whoever carries it (docs/formats/bundle.md, section 3)."""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NoReturn

from records.errors import Known
from records.schema import BodyClass
from records.strict_json import LARGEST_INTEGER, Json, read_object, write
from sync.bundle import limits
from sync.errors import SyncCode

KIND: Final = "kinga bundle/1"
MOST_PARTS: Final = 10_000
_NAME: Final = re.compile(
    r"cards|receipts|entries-[0-9]{4}\.zst|forms/[0-9a-f]{64}\.zst|blobs/[0-9A-Z]{16}\.(?:0|[1-9][0-9]{0,10})"
)
_HEX: Final = re.compile(r"(?:[0-9a-f]{2})*")


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside: its name, its length, and the SHA-256 of its bytes."""

    name: str
    size: int
    digest: bytes

    @property
    def stretch(self) -> tuple[str, int] | None:
        """The attachment this is a stretch of and where in it it begins, None for any other file."""
        if not self.name.startswith("blobs/"):
            return None
        attachment, _, offset = self.name.removeprefix("blobs/").partition(".")
        return attachment, int(offset)


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
        } if kind == KIND:
            parts = _number(parts, 1, MOST_PARTS)
            return Manifest(
                _hex(bundle, 16),
                card.encode(),
                _number(directory, 0, LARGEST_INTEGER),
                tuple(_hex(one, 32) for one in _few(to, limits.RECIPIENTS)),
                (_number(part, 1, parts), parts),
                _unpacked(bodies, _number(entries, 0, limits.ENTRIES)),
                _members(members),
            )
        case _:
            _refuse()


def _members(plain: list[Json]) -> tuple[Member, ...]:
    found = []
    for item in _few(plain, limits.MEMBERS):
        match item:
            case [str(name), int(size), str(digest)] if _NAME.fullmatch(name):
                found.append(Member(name, _number(size, 0, limits.member(name)), _hex(digest, 32)))
            case _:
                _refuse()
    if len({one.name for one in found}) != len(found) or any(not _lies_within(one) for one in found):
        _refuse()
    return tuple(found)


def _lies_within(member: Member) -> bool:
    """Whether a stretch of an attachment ends where an attachment may end at the latest."""
    stretch = member.stretch
    return stretch is None or stretch[1] + member.size <= limits.ATTACHMENT


def _packed(bodies: Iterable[frozenset[BodyClass]]) -> bytes:
    """Three bits an entry, packed from the highest bit of the first byte."""
    bits = "".join("1" if which in one else "0" for one in bodies for which in BodyClass)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big") if bits else b""


def _unpacked(text: str, entries: int) -> tuple[frozenset[BodyClass], ...]:
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:  # letters outside ASCII too, which are no binascii.Error
        _refuse()
    bits = "".join(f"{byte:08b}" for byte in raw)
    spare = len(bits) - entries * 3
    if not 0 <= spare < 8 or "1" in bits[entries * 3 :] or base64.b64encode(raw).decode() != text:
        _refuse()
    return tuple(frozenset(which for which in BodyClass if bits[place * 3 + which] == "1") for place in range(entries))


def _number(found: int, least: int, most: int) -> int:
    """A number within bounds; `true`, which Python takes for 1, is none."""
    if isinstance(found, bool) or not least <= found <= most:
        _refuse()
    return found


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

"""From content to the bytes of one bundle: tar, manifest first, signed inside, sealed outside (docs/formats/bundle.md).

Decides and computes; reads attachments through what it is given and writes nothing. Yields the sealed bytes in order,
so that a large bundle never lies in memory.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from records.errors import Known
from records.ids import Chance
from records.journal.entry import Entry, Realm, Sign, Signed, to_be_signed
from records.padding import padme
from records.people import Card
from records.schema import BodyClass
from sync.bundle import limits, tar
from sync.bundle.age.file import AgeSealer
from sync.bundle.age.recipients import HybridRecipient
from sync.bundle.entries import compressed, stated_size, write_parts
from sync.bundle.manifest import Manifest, Member, addressed, write_manifest
from sync.errors import SyncCode

_PIECE: Final = 256 << 10

# a file inside: name, size, digest, and how to read it
_File = tuple[str, int, bytes, Callable[[], Iterator[bytes]]]


@dataclass(frozen=True, slots=True)
class BlobRange:
    """A stretch of an attachment's sealed bytes. `read` yields its `size` bytes, the same each time."""

    name: str
    offset: int
    size: int
    read: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Content:
    """What one bundle carries. bodies: for each entry, the classes meant for this audience."""

    entries: tuple[Entry, ...] = ()
    bodies: tuple[frozenset[BodyClass], ...] = ()
    cards: tuple[bytes, ...] = ()
    receipts: tuple[bytes, ...] = ()
    forms: tuple[tuple[str, bytes], ...] = ()
    blobs: tuple[BlobRange, ...] = ()
    part: tuple[int, int] = field(default=(1, 1))


@dataclass(frozen=True, slots=True)
class Sender:
    """Who seals: the card that goes inside, what signs for it, and the realm."""

    card: Card
    sign: Sign
    realm: Realm


@dataclass(frozen=True, slots=True)
class Sealed:
    """One bundle, ready to be written: its id, and its bytes. size: how many there will be."""

    id: bytes
    size: int
    pieces: Iterator[bytes]


def seal(content: Content, sender: Sender, recipients: Sequence[Card], chance: Chance) -> Sealed:
    """Seal content to these cards. Known(TOO_MANY_CARDS | BUNDLE_TOO_LARGE)."""
    if not 1 <= len(recipients) <= limits.RECIPIENTS:
        raise Known(SyncCode.TOO_MANY_CARDS, most=limits.RECIPIENTS)
    bundle = chance(16)
    members = list(_members(content))
    _check_size(content, members)
    manifest = write_manifest(
        Manifest(
            id=bundle,
            card=sender.card.raw,
            directory=0,
            to=tuple(sorted(addressed(bundle, card.sealing_key) for card in recipients)),
            part=content.part,
            bodies=content.bodies,
            members=tuple(Member(name, size, digest) for name, size, digest, _ in members),
        )
    )
    signature = sender.sign(to_be_signed(sender.realm, Signed.BUNDLE, manifest))
    files = [("manifest.json", len(manifest), _once(manifest)), ("manifest.sig", len(signature), _once(signature))]
    files += [(name, size, read) for name, size, _, read in members]
    plain = sum(tar.BLOCK + size + -size % tar.BLOCK for _, size, _ in files) + len(tar.END)
    if plain > limits.BUNDLE or len(manifest) > limits.MANIFEST:
        raise Known(SyncCode.BUNDLE_TOO_LARGE, size=plain)
    keys = [HybridRecipient(card.sealing_key) for card in recipients]
    sealer = AgeSealer(keys, chance=chance)
    return Sealed(bundle, padme(plain, limits.FLOOR), _sealed(sealer, files, padme(plain, limits.FLOOR)))


def _check_size(content: Content, members: Sequence[_File]) -> None:
    """Nobody could open what breaks a limit: it is never made."""
    if (
        len(members) > limits.MEMBERS
        or len(content.entries) > limits.ENTRIES
        or len(content.receipts) > limits.RECEIPTS
        or any(size > limits.member(name) for name, size, _, _ in members)
    ):
        raise Known(SyncCode.BUNDLE_TOO_LARGE, size=sum(size for _, size, _, _ in members))


def _members(content: Content) -> Iterator[_File]:
    """Every file after the manifest."""
    small: list[tuple[str, bytes]] = []
    if content.cards:
        small.append(("cards", b"".join(content.cards)))
    if content.receipts:
        small.append(("receipts", b"".join(content.receipts)))
    small += [(f"forms/{version}.zst", compressed(raw)) for version, raw in content.forms]
    small += [(f"entries-{number:04d}.zst", raw) for number, raw in enumerate(write_parts(content.entries), 1)]
    opened = sum(stated_size(raw) for name, raw in small if name.endswith(".zst"))
    if opened > limits.OPENED:
        raise Known(SyncCode.BUNDLE_TOO_LARGE, size=opened)
    for name, raw in small:
        yield name, len(raw), hashlib.sha256(raw).digest(), _once(raw)
    for blob in content.blobs:
        digest = hashlib.sha256()
        for piece in blob.read():
            digest.update(piece)
        yield f"blobs/{blob.name}.{blob.offset}", blob.size, digest.digest(), blob.read


def _once(raw: bytes) -> Callable[[], Iterator[bytes]]:
    return lambda: iter((raw,))


def _sealed(
    sealer: AgeSealer, files: Sequence[tuple[str, int, Callable[[], Iterator[bytes]]]], size: int
) -> Iterator[bytes]:
    written = 0
    for piece in _gathered(_plain(files, size)):
        written += len(piece)
        yield sealer.feed(piece)
    assert written == size
    yield sealer.finish()


def _plain(files: Sequence[tuple[str, int, Callable[[], Iterator[bytes]]]], size: int) -> Iterator[bytes]:
    left = size
    for name, length, read in files:
        yield tar.header(name, length)
        yield from read()
        yield tar.padding(length)
        left -= tar.BLOCK + length + -length % tar.BLOCK
    while left:
        step = min(left, _PIECE)
        yield bytes(step)
        left -= step


def _gathered(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Join small pieces, so that the sealer gets few large ones."""
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        if len(buffer) >= _PIECE:
            yield bytes(buffer)
            buffer.clear()
    if buffer:
        yield bytes(buffer)

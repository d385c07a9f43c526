"""Bundles taken apart and put together otherwise, as somebody hostile would, with every seal and signature made."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from records.journal.body import Body, Change, May, RecordName, write_body
from records.journal.entry import NO_ENTRY, Entry, Header, Realm, Signed, body_hash, sign_entry, to_be_signed
from records.keys.device import DeviceKeys
from records.people import Card, Office, Role
from records.strict_json import Json
from sync.bundle import tar
from sync.bundle.age.file import AgeOpener, AgeSealer
from sync.bundle.age.recipients import HybridIdentity, HybridRecipient
from sync.bundle.manifest import Manifest, Member, read_manifest, write_manifest
from sync.bundle.opening import BlobPiece, Opened, Opening
from sync.bundle.sealing import BlobRange, Content, Sender, seal
from sync.trust.cards import make_card
from tests.support.offices import SCHEMA, chance_of, form_of

Files = list[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Device:
    """Keys and card without a vault."""

    keys: DeviceKeys
    card: Card
    realm: Realm

    @property
    def identity(self) -> HybridIdentity:
        return HybridIdentity(self.keys.sealing_seed)

    @property
    def sender(self) -> Sender:
        return Sender(self.card, self.keys.signer(), self.realm)


def device(name: str, role: Role = Role.MONITOR, realm: Realm = Realm.REAL) -> Device:
    keys = DeviceKeys.new(chance_of(name))
    return Device(keys, make_card(keys, Office("BEN", name), role, realm), realm)


ANNA, OFFICE, STRANGER = device("Anna"), device("Office", Role.HEADQUARTERS), device("Stranger")


def entries(author: Device, count: int = 3, texts: Sequence[str] = ("when", "narrative")) -> tuple[Entry, ...]:
    """A chain of saves, each of a record of its own with a network and a restricted body."""
    found: list[Entry] = []
    chance = chance_of(f"{author.card.office.name} writes")
    before = NO_ENTRY
    for number in range(1, count + 1):
        name = RecordName(author.card.device, chance(8))
        bodies = [
            write_body(
                Body(
                    name,
                    "incident",
                    SCHEMA.version,
                    f"2026-11-22T14:03:{number % 60:02d}.123+03:00",
                    uncertain=False,
                    may=May(("@headquarters",)),
                    changes=(Change(path, f"{path} {number}"),),
                ),
                author.card.device,
                chance(32),
            )
            for path in texts
        ]
        hashes = (body_hash(bodies[0]), body_hash(bodies[1]), chance(32))
        header = Header(author.card.device, chance_of("log")(16), number, before, hashes)
        entry = sign_entry(header, (bodies[0], bodies[1], None), author.realm, author.keys.signer())
        found.append(entry)
        before = entry.id
    return tuple(found)


def content_of(author: Device, count: int = 3, **more: object) -> Content:
    """Everything a bundle can carry, in small."""
    written = entries(author, count)
    blob = bytes(range(256)) * 20
    content = Content(
        entries=written,
        bodies=tuple(
            frozenset(which for which in (0, 1, 2) if one.bodies[which] is not None)  # type: ignore[misc]
            for one in written
        ),
        cards=(STRANGER.card.raw,),
        forms=((SCHEMA.version, form_of(SCHEMA)),),
        blobs=(BlobRange("0123456789ABCDEF", 0, len(blob), lambda: iter((blob,))),),
    )
    return replace(content, **more)  # type: ignore[arg-type]


def sealed_by(sender: Device, content: Content, *recipients: Device, seed: object = 1) -> bytes:
    return b"".join(seal(content, sender.sender, [one.card for one in recipients], chance_of(seed)).pieces)


def plain_of(sealed: bytes, reader: Device) -> bytes:
    opener = AgeOpener([reader.identity])
    return opener.feed(sealed) + opener.finish()


def sealed_to(plain: bytes, *recipients: Device) -> bytes:
    sealer = AgeSealer([HybridRecipient(one.card.sealing_key) for one in recipients])
    return sealer.feed(plain) + sealer.finish()


def files_of(plain: bytes) -> Files:
    """Take the tar stream apart."""
    found, at = [], 0
    while plain[at : at + tar.BLOCK].strip(b"\0"):
        name, size = tar.read_header(plain[at : at + tar.BLOCK])
        at += tar.BLOCK
        found.append((name, plain[at : at + size]))
        at += size + -size % tar.BLOCK
    return found


def joined(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Put a tar stream together."""
    return b"".join(tar.header(name, len(raw)) + raw + tar.padding(len(raw)) for name, raw in files) + tar.END


def resigned(
    files: Files,
    signer: Device,
    change: Callable[[Manifest], Manifest] = lambda manifest: manifest,
    *,
    listed: bool = True,
    plain: Callable[[dict[str, Json]], dict[str, Json]] = lambda found: found,
) -> Files:
    """Make the manifest say what the files are (`listed`), or anything else, and sign it."""
    manifest = read_manifest(files[0][1])
    if listed:
        members = tuple(Member(name, len(raw), sha256(raw).digest()) for name, raw in files[2:])
        manifest = replace(manifest, members=members)
    raw = json.dumps(plain(json.loads(write_manifest(change(manifest))))).encode()
    signature = signer.keys.signer()(to_be_signed(signer.realm, Signed.BUNDLE, raw))
    return [("manifest.json", raw), ("manifest.sig", signature), *files[2:]]


def opened(
    sealed: bytes,
    reader: Device,
    *known: Device,
    realm: Realm | None = None,
    step: int = 1 << 16,
    into: list[BlobPiece] | None = None,
) -> Opened:
    """Open a bundle as a reader who trusts some devices."""
    cards = {one.card.raw for one in known}
    opening = Opening(reader.identity, realm or reader.realm, lambda card: card.raw in cards)
    into = [] if into is None else into
    for start in range(0, len(sealed), step):
        into += opening.feed(sealed[start : start + step])
    found = opening.finish()
    into += found.rest
    return found

"""From the bytes of one bundle to a verdict, in stages that cannot run out of order: docs/formats/bundle.md, 6. No I/O.

1. size and version of the sealed file            Known(SEALED_*, BUNDLE_TOO_LARGE)
2. it is sealed to us                              Known(SEALED_NOT_FOR_US)
3. the manifest comes first and reads              Known(BUNDLE_MALFORMED, BUNDLE_VERSION)
4. its signature is that of the card it carries    Known(BUNDLE_SIGNATURE, BUNDLE_REALM), and it names us
5. the signer is known here                        otherwise the rest is only proven whole, nothing of it is read
6. every member is what the manifest says          Known(BUNDLE_INCOMPLETE)
7. the end of the file is proven                   Known(SEALED_TRUNCATED, SEALED_PAYLOAD)
8. every member reads, every entry verifies        Known(BUNDLE_MALFORMED, BUNDLE_REALM, CARD_MALFORMED, BUNDLE_ENTRY)

A bundle is whole or refused. Whether authors are entitled is judged after, entry by entry. What `feed` hands out of
attachments is sealed by itself, and worth nothing before `finish` returned.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NoReturn

from records.errors import Known
from records.journal.body import Bodies, read_body
from records.journal.entry import Entry, Realm, Signed, check_entry, verify
from records.people import Card
from records.schema import Schema
from records.strict_json import read_object
from sync.bundle import limits, tar
from sync.bundle.age.file import AgeOpener
from sync.bundle.age.recipients import HybridIdentity
from sync.bundle.entries import decompressed, read_part
from sync.bundle.manifest import Manifest, Member, read_manifest
from sync.errors import SyncCode
from sync.receipts import check_form
from sync.trust.cards import read_card

_SIGNATURE: Final = 64


@dataclass(frozen=True, slots=True)
class BlobPiece:
    """Some of an attachment's sealed bytes: the member they belong to, where in the attachment, and the bytes."""

    name: str
    member: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """A bundle that is whole. known: whether its signer is; of an unknown one only manifest and card were read.

    blobs: name, offset and size of each range. rest: what the last sealed bytes held of them. bodies: what those of
    each entry say.
    """

    manifest: Manifest
    sender: Card
    known: bool
    entries: tuple[Entry, ...] = ()
    bodies: tuple[Bodies, ...] = ()
    cards: tuple[Card, ...] = ()
    receipts: tuple[bytes, ...] = ()
    forms: tuple[tuple[str, bytes], ...] = ()
    blobs: tuple[tuple[str, int, int], ...] = ()
    rest: tuple[BlobPiece, ...] = ()

    @property
    def read(self) -> dict[bytes, Bodies]:
        """What the bodies say, by their entry."""
        return {entry.id: bodies for entry, bodies in zip(self.entries, self.bodies, strict=True)}

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it for a person to accept: receipts need no acceptance."""
        return not (self.entries or self.forms or self.blobs)


class Opening:
    """Opens one bundle: `feed` its sealed bytes in any pieces, then `finish`."""

    def __init__(self, identity: HybridIdentity, realm: Realm, is_known: Callable[[Card], bool]) -> None:
        """`is_known` says whether a card is trusted here; it is asked once, after the card's signature held."""
        self._opener = AgeOpener([identity])
        self._address = identity.recipient().public
        self._realm = realm
        self._is_known = is_known
        self._sealed = 0
        self._plain = bytearray()
        self._members = _Members(self._begin)
        self._manifest_raw = b""
        self._manifest: Manifest | None = None
        self._sender: Card | None = None
        self._known = False

    def feed(self, data: bytes) -> list[BlobPiece]:
        """Take the next sealed bytes; return what they hold of attachments."""
        self._sealed += len(data)
        if self._sealed > limits.SEALED_BUNDLE:
            raise Known(SyncCode.BUNDLE_TOO_LARGE, size=self._sealed)
        return self._members.feed(self._opener.feed(data))

    def finish(self, *, proven: bool = False) -> Opened:
        """Prove the end and every entry; return what is inside.

        proven: exactly these bytes were opened here before, and all that is signed in the entries held.
        """
        rest = self._members.feed(self._opener.finish())
        self._members.finish()
        manifest, sender = self._manifest, self._sender
        if manifest is None or sender is None:
            _refuse("manifest")
        if not self._known:
            return Opened(manifest, sender, known=False)
        content = _Content(self._members.small, self._realm)
        cards = content.cards()
        entries = content.entries(len(manifest.bodies))
        if len({entry.id for entry in entries}) != len(entries):
            raise Known(SyncCode.BUNDLE_ENTRY)
        if not proven:
            self._check_entries(entries, {card.device: card for card in (sender, *cards)})
        return Opened(
            manifest,
            sender,
            known=True,
            entries=tuple(entries),
            bodies=tuple([_read_bodies(entry) for entry in entries]),
            cards=tuple(cards),
            receipts=tuple(content.receipts()),
            forms=tuple(content.forms()),
            blobs=tuple(self._members.blobs),
            rest=tuple(rest),
        )

    def _begin(self, name: str, raw: bytes) -> Iterable[Member] | None:
        """Stages 3 to 5: the two first files. Returns the members that must follow, None for reading nothing more."""
        if name == "manifest.json":
            self._manifest_raw = raw
            return ()
        manifest = read_manifest(self._manifest_raw)
        sender = read_card(manifest.card)
        if len(raw) != _SIGNATURE:
            _refuse("signature")
        if sender.exercise != (self._realm is Realm.EXERCISE):
            raise Known(SyncCode.BUNDLE_REALM)
        if not verify(self._realm, Signed.BUNDLE, self._manifest_raw, raw, sender.signing_key):
            raise Known(SyncCode.BUNDLE_SIGNATURE)
        if not manifest.addresses(self._address):
            raise Known(SyncCode.BUNDLE_NOT_ADDRESSED)
        self._manifest, self._sender = manifest, sender
        self._known = self._is_known(sender)
        return manifest.members if self._known else None

    def _check_entries(self, entries: list[Entry], cards: Mapping[bytes, Card]) -> None:
        for entry in entries:
            author = cards.get(entry.header.device)
            if author is None:
                raise Known(SyncCode.BUNDLE_ENTRY)
            try:
                check_entry(entry, self._realm, author.signing_key)
            except Known as problem:
                raise Known(SyncCode.BUNDLE_ENTRY) from problem


def _read_bodies(entry: Entry) -> Bodies:
    author = entry.header.device
    try:
        network, restricted, protected = [None if raw is None else read_body(raw, author) for raw in entry.bodies]
    except Known as problem:
        raise Known(SyncCode.BUNDLE_ENTRY) from problem
    return network, restricted, protected


class _Members:
    """Reads the tar stream: the two first files by name, then exactly those of the manifest, then zeros to the end."""

    def __init__(self, begin: Callable[[str, bytes], Iterable[Member] | None]) -> None:
        self._begin = begin
        self._buffer = bytearray()
        self._first = ["manifest.json", "manifest.sig"]
        self._expected: deque[Member] = deque()
        self._skipping = False
        self._current: _Current | None = None
        self._ended = False
        self.small: dict[str, bytes] = {}
        self.blobs: list[tuple[str, int, int]] = []

    def feed(self, data: bytes) -> list[BlobPiece]:
        self._buffer += data
        found: list[BlobPiece] = []
        while not self._skipping and self._step(found):
            pass
        if self._skipping:
            self._buffer.clear()
        return found

    def finish(self) -> None:
        if self._skipping:
            return
        if not self._ended or self._current is not None or self._expected or self._first:
            raise Known(SyncCode.BUNDLE_INCOMPLETE, part="end")

    def _step(self, found: list[BlobPiece]) -> bool:
        """Make one step; whether there was enough for it."""
        if self._current is not None:
            return self._content(self._current, found)
        if self._ended:
            if self._buffer.count(0) != len(self._buffer):
                raise Known(SyncCode.BUNDLE_INCOMPLETE, part="end")
            self._buffer.clear()
            return False
        if len(self._buffer) < tar.BLOCK:
            return False
        block = bytes(self._buffer[: tar.BLOCK])
        del self._buffer[: tar.BLOCK]
        if not block.strip(b"\0"):
            self._ended = True
            return True
        self._current = self._next(*tar.read_header(block))
        return True

    def _next(self, name: str, size: int) -> "_Current":
        if self._first:
            if name != self._first.pop(0) or size > limits.MANIFEST:
                _refuse("manifest")
            return _Current(Member(name, size, b""), is_first=True)
        if not self._expected:
            raise Known(SyncCode.BUNDLE_INCOMPLETE, part="end")
        member = self._expected.popleft()
        if (member.name, member.size) != (name, size):
            raise Known(SyncCode.BUNDLE_INCOMPLETE, part=member.name)
        return _Current(member, is_first=False)

    def _content(self, current: "_Current", found: list[BlobPiece]) -> bool:
        """Take what there is of the current file, and its padding once it is whole."""
        piece = bytes(self._buffer[: current.left])
        del self._buffer[: len(piece)]
        current.take(piece)
        if current.blob is not None and piece:
            name, offset = current.blob
            found.append(BlobPiece(name, offset, offset + current.taken - len(piece), piece))
        padding = -current.member.size % tar.BLOCK
        if current.left or len(self._buffer) < padding:
            return False
        if self._buffer[:padding].count(0) != padding:
            raise Known(SyncCode.BUNDLE_INCOMPLETE, part=current.member.name)
        del self._buffer[:padding]
        self._current = None
        self._finished(current)
        return True

    def _finished(self, current: "_Current") -> None:
        if current.is_first:
            following = self._begin(current.member.name, bytes(current.kept))
            if following is None:
                self._skipping = True
            else:
                self._expected = deque(following)
            return
        if current.digest.digest() != current.member.digest:
            raise Known(SyncCode.BUNDLE_INCOMPLETE, part=current.member.name)
        if current.blob is not None:
            self.blobs.append((*current.blob, current.member.size))
        else:
            self.small[current.member.name] = bytes(current.kept)


class _Current:
    """The file being read."""

    def __init__(self, member: Member, *, is_first: bool) -> None:
        self.member = member
        self.is_first = is_first
        self.taken = 0
        self.kept = bytearray()
        self.digest = hashlib.sha256()
        self.blob = member.stretch

    @property
    def left(self) -> int:
        return self.member.size - self.taken

    def take(self, piece: bytes) -> None:
        self.taken += len(piece)
        self.digest.update(piece)
        if self.blob is None:
            self.kept += piece


class _Content:
    """Reads the members of a known signer's bundle, each kind by its own rules."""

    def __init__(self, small: Mapping[str, bytes], realm: Realm) -> None:
        self._small = small
        self._realm = realm
        self._room = limits.OPENED

    def cards(self) -> list[Card]:
        found = [read_card(card) for card in _signed_lines(self._small.get("cards", b""), "cards")]
        if any(card.exercise != (self._realm is Realm.EXERCISE) for card in found):
            raise Known(SyncCode.BUNDLE_REALM)
        return found

    def entries(self, count: int) -> list[Entry]:
        found: list[Entry] = []
        for name, raw in self._small.items():
            if name.startswith("entries-"):
                found += read_part(self._decompressed(raw, limits.PART), count - len(found))
        if len(found) != count:
            _refuse("entries")
        return found

    def receipts(self) -> list[bytes]:
        found = _signed_lines(self._small.get("receipts", b""), "receipts")
        if len(found) > limits.RECEIPTS:
            _refuse("receipts")
        for receipt in found:
            check_form(receipt)
        return found

    def forms(self) -> Iterator[tuple[str, bytes]]:
        """Forms, each under the version its schema has."""
        for name, raw in self._small.items():
            if not name.startswith("forms/"):
                continue
            form = self._decompressed(raw, limits.SMALL_MEMBER)
            version = name.removeprefix("forms/").removesuffix(".zst")
            try:
                schema = Schema.from_plain(read_object(form).get("schema"))
            except Known as problem:
                raise Known(SyncCode.BUNDLE_MALFORMED, part="forms") from problem
            if schema.version != version:
                _refuse("forms")
            yield version, form

    def _decompressed(self, raw: bytes, most: int) -> bytes:
        """All that is decompressed of one bundle comes out of one allowance."""
        plain = decompressed(raw, min(most, self._room))
        self._room -= len(plain)
        return plain


def _signed_lines(raw: bytes, part: str) -> list[bytes]:
    """Split a run of signed texts, two lines each."""
    lines = raw.split(b"\n")
    if lines.pop() or len(lines) % 2:
        _refuse(part)
    return [first + b"\n" + second + b"\n" for first, second in zip(lines[::2], lines[1::2], strict=True)]


def _refuse(part: str) -> NoReturn:
    raise Known(SyncCode.BUNDLE_MALFORMED, part=part)

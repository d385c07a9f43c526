"""Entries as they travel: heads together, then bodies together (docs/formats/bundle.md, section 4).

What the reader can work out is not sent: the place in the log when an entry follows its predecessor, the hash of a body
that is here, the spaces that pad it. Signatures and hashes do not compress, so they stand apart from what does.
"""

import struct
from collections.abc import Sequence
from typing import Final, NoReturn

import zstandard

from records.errors import Known
from records.journal.body import PADDING
from records.journal.entry import SIGNATURE_SIZE, Entry, Header, body_hash
from records.schema import BodyClass
from sync.bundle import limits
from sync.errors import SyncCode

LEVEL: Final = 3
_COUNT: Final = struct.Struct(">II")
_PLACE: Final = struct.Struct(">32s16sQ32s")
_LENGTH: Final = struct.Struct(">I")
_FOLLOWS: Final = 8


def write_parts(entries: Sequence[Entry]) -> list[bytes]:
    """Return compressed parts that hold these entries in order, each within the limit when decompressed.

    Known(BUNDLE_TOO_LARGE) for a save that no part has room for.
    """
    parts: list[bytes] = []
    heads: list[bytes] = []
    bodies: list[bytes] = []
    size = 0
    before: Header | None = None
    for entry in entries:
        bare = _bare(entry)
        head, texts = _head(entry, bare, before), b"".join([raw for raw in bare if raw is not None])
        if heads and size + len(head) + len(texts) > limits.PART - _COUNT.size:
            parts.append(_part(heads, bodies))
            heads, bodies, size = [], [], 0
            head = _head(entry, bare, None)
        heads.append(head)
        bodies.append(texts)
        size += len(head) + len(texts)
        if size > limits.PART - _COUNT.size:
            raise Known(SyncCode.BUNDLE_TOO_LARGE, size=size)
        before = entry.header
    if heads:
        parts.append(_part(heads, bodies))
    return parts


def read_part(plain: bytes, most: int = limits.ENTRIES) -> list[Entry]:
    """Read one decompressed part of `most` entries at most. Known(BUNDLE_MALFORMED) when it does not add up."""
    if len(plain) < _COUNT.size:
        _refuse()
    count, heads_size = _COUNT.unpack_from(plain)
    heads = _Reader(plain, _COUNT.size, _COUNT.size + heads_size)
    bodies = _Reader(plain, _COUNT.size + heads_size, len(plain))
    if count > most:
        _refuse()
    entries: list[Entry] = []
    for _ in range(count):
        entries.append(_entry(heads, bodies, entries[-1].header if entries else None))
    if not (heads.at_end and bodies.at_end):
        _refuse()
    return entries


def _part(heads: list[bytes], bodies: list[bytes]) -> bytes:
    joined = b"".join(heads)
    plain = _COUNT.pack(len(heads), len(joined)) + joined + b"".join(bodies)
    return compressed(plain)


def compressed(plain: bytes) -> bytes:
    """Return one frame that states its size."""
    return zstandard.ZstdCompressor(level=LEVEL, write_content_size=True).compress(plain)


def stated_size(raw: bytes) -> int:
    """Return how many bytes a frame says it holds. Known(BUNDLE_MALFORMED) when it does not say."""
    try:
        size = zstandard.frame_content_size(raw)
    except zstandard.ZstdError:
        _refuse()
    if size < 0:
        _refuse()
    return size


def decompressed(raw: bytes, most: int = limits.PART) -> bytes:
    """Return what one frame holds, `most` bytes at most. Known(BUNDLE_MALFORMED)."""
    size = stated_size(raw)
    if size > most:
        _refuse()
    try:
        opener = zstandard.ZstdDecompressor(max_window_size=limits.WINDOW).decompressobj(read_across_frames=False)
        plain = opener.decompress(raw)
    except zstandard.ZstdError:
        _refuse()
    if len(plain) != size or not opener.eof or opener.unused_data:
        _refuse()
    return plain


def _head(entry: Entry, bare: Sequence[bytes | None], before: Header | None) -> bytes:
    header = entry.header
    follows = (
        before is not None
        and _place_after(before) == (header.device, header.log, header.sequence)
        and (before.id == header.previous)
    )
    flags = _FOLLOWS if follows else 0
    place = b"" if follows else _PLACE.pack(header.device, header.log, header.sequence, header.previous)
    absent = lengths = b""
    for which, (raw, digest) in enumerate(zip(bare, header.bodies, strict=True)):
        if raw is None:
            absent += digest
        else:
            flags |= 1 << which
            lengths += _LENGTH.pack(len(raw))
    return bytes([flags]) + place + entry.signature + absent + lengths


def _bare(entry: Entry) -> list[bytes | None]:
    """The bodies without their padding: the reader puts it back, up to the next multiple of 256."""
    return [None if raw is None else raw.rstrip(b" ") for raw in entry.bodies]


def _place_after(before: Header) -> tuple[bytes, bytes, int]:
    return before.device, before.log, before.sequence + 1


def _entry(heads: "_Reader", bodies: "_Reader", before: Header | None) -> Entry:
    flags = heads.take(1)[0]
    if flags >= 16 or (flags & _FOLLOWS and before is None):
        _refuse()
    if flags & _FOLLOWS and before is not None:
        device, log, sequence = _place_after(before)
        previous = before.id
    else:
        device, log, sequence, previous = _PLACE.unpack(heads.take(_PLACE.size))
    if not 1 <= sequence < 1 << 63:
        _refuse()
    signature = heads.take(SIGNATURE_SIZE)
    here = [bool(flags & 1 << which) for which in BodyClass]
    absent = [b"" if is_here else heads.take(32) for is_here in here]
    texts = [_padded(bodies.take(_LENGTH.unpack(heads.take(4))[0])) if is_here else None for is_here in here]
    hashes = [gone if raw is None else body_hash(raw) for gone, raw in zip(absent, texts, strict=True)]
    header = Header(device, log, sequence, previous, (hashes[0], hashes[1], hashes[2]))
    return Entry(header, signature, (texts[0], texts[1], texts[2]))


def _padded(bare: bytes) -> bytes:
    if not bare or bare.endswith(b" "):
        _refuse()
    return bare + b" " * (-len(bare) % PADDING)


class _Reader:
    """Takes bytes from a stretch, never beyond its end."""

    def __init__(self, raw: bytes, start: int, end: int) -> None:
        if not start <= end <= len(raw):
            _refuse()
        self._raw, self._at, self._end = raw, start, end

    def take(self, size: int) -> bytes:
        if size > self._end - self._at:
            _refuse()
        found = self._raw[self._at : self._at + size]
        self._at += size
        return found

    @property
    def at_end(self) -> bool:
        return self._at == self._end


def _refuse() -> NoReturn:
    raise Known(SyncCode.BUNDLE_MALFORMED, part="entries")

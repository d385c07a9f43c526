"""STREAM: any amount of bytes sealed chunk by chunk, for age payloads and for attachments at rest.

Implements "Payload" of the age specification (c2sp.org/age): ChaCha20-Poly1305 over chunks of 64 KiB; the nonce is an
11-byte counter and one byte that is 1 for the last chunk alone. A key serves one stream. Nothing here reads or writes
a file. Never releases a byte that is not authenticated, nor the end of a stream whose last chunk is not proven.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

Buffer = bytes | bytearray | memoryview

CHUNK = 64 * 1024
TAG = 16
SEALED_CHUNK = CHUNK + TAG

_COUNTER_BYTES = 11
_MORE, _LAST = b"\x00", b"\x01"


def sealed_size(plain: int) -> int:
    """Return how many bytes a stream of `plain` bytes is when sealed; an empty stream still has one chunk."""
    chunks = max(1, -(-plain // CHUNK))
    return plain + chunks * TAG


class StreamReason(StrEnum):
    """Why a sealed stream is refused."""

    BAD_TAG = "bad-tag"  # a chunk is damaged, cut short, out of its place, or under another key
    TRUNCATED = "truncated"  # the stream ends before its last chunk
    TRAILING = "trailing"  # bytes follow the last chunk
    EMPTY_LAST = "empty-last"  # the last chunk is empty though others stand before it


class StreamFailure(Exception):
    """A sealed stream that does not verify. What was released before it is authentic, and is not the whole."""

    def __init__(self, reason: StreamReason) -> None:
        """`reason` is for the caller, who turns it into a known failure of its own room."""
        super().__init__(reason.value)
        self.reason = reason


class StreamSealer:
    """Seals one stream: `feed` any pieces, then `finish` once; what they return, joined, is the sealed stream."""

    def __init__(self, key: bytes) -> None:
        """`key` is 32 bytes and must never have sealed another stream (ValueError for another length)."""
        self._chunks = _Chunks(key)
        self._cutter = _Cutter(CHUNK)

    def feed(self, data: Buffer) -> bytes:
        """Take the next clear bytes; return the chunks that are now complete."""
        return b"".join([self._chunks.seal(piece, _MORE) for piece in self._cutter.cut(data)])

    def finish(self) -> bytes:
        """Return the last chunk, which may be empty only in an empty stream. Nothing can be fed after it."""
        return self._chunks.seal(self._cutter.close(), _LAST)


class StreamOpener:
    """Opens one sealed stream: `feed` any pieces, then `finish` once, and trust the end only when `finish` returned.

    Each call returns whole, verified chunks or raises StreamFailure and returns nothing. After a failure the opener is
    over.
    """

    def __init__(self, key: bytes) -> None:
        """`key` is 32 bytes (ValueError for another length)."""
        self._chunks = _Chunks(key)
        self._cutter = _Cutter(SEALED_CHUNK)

    def feed(self, data: Buffer) -> bytes:
        """Take the next sealed bytes; return the clear bytes of every chunk that is complete and not the last."""
        return b"".join([self._open(piece, _MORE) for piece in self._cutter.cut(data)])

    def finish(self) -> bytes:
        """Return the clear bytes of the last chunk, once it proves that the stream ends here."""
        piece = self._cutter.close()
        if len(piece) < TAG:
            self._refuse(StreamReason.TRUNCATED)
        clear = self._open(piece, _LAST)
        if not clear and self._chunks.count > 1:
            self._refuse(StreamReason.EMPTY_LAST)
        return clear

    def _open(self, piece: Buffer, mark: bytes) -> bytes:
        try:
            return self._chunks.open(piece, mark)
        except InvalidTag:
            self._refuse(self._misplaced(piece, mark))

    def _misplaced(self, piece: Buffer, mark: bytes) -> StreamReason:
        """Tell a sound chunk with the wrong mark, which shows a stream cut or lengthened, from a damaged one."""
        try:
            self._chunks.open(piece, _MORE if mark == _LAST else _LAST)
        except InvalidTag:
            return StreamReason.BAD_TAG
        return StreamReason.TRUNCATED if mark == _LAST else StreamReason.TRAILING

    def _refuse(self, reason: StreamReason) -> NoReturn:
        self._cutter.closed = True
        raise StreamFailure(reason)


class _Chunks:
    """One key and the number of the next chunk."""

    def __init__(self, key: bytes) -> None:
        self._aead = ChaCha20Poly1305(key)
        self.count = 0

    def seal(self, clear: Buffer, mark: bytes) -> bytes:
        sealed = self._aead.encrypt(self._nonce(mark), clear, None)
        self.count += 1
        return sealed

    def open(self, sealed: Buffer, mark: bytes) -> bytes:
        """Raise InvalidTag, and stay at this chunk, when it does not verify."""
        clear = self._aead.decrypt(self._nonce(mark), sealed, None)
        self.count += 1
        return clear

    def _nonce(self, mark: bytes) -> bytes:
        return self.count.to_bytes(_COUNTER_BYTES, "big") + mark


class _Cutter:
    """Cuts a stream into pieces of one size and keeps the newest back, because it may be the last.

    Whole pieces inside `data` are handed on as views; at most one piece is ever copied and held.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept = bytearray()
        self.closed = False

    def cut(self, data: Buffer) -> Iterator[Buffer]:
        """Yield every piece that is full and has something after it."""
        self._check_open()
        view = memoryview(data).cast("B")
        if self._kept:
            room = self._size - len(self._kept)
            self._kept += view[:room]
            view = view[room:]
            if not view:
                return
            full, self._kept = self._kept, bytearray()
            yield full
        certain = max(0, len(view) - 1) // self._size * self._size
        for start in range(0, certain, self._size):
            yield view[start : start + self._size]
        self._kept += view[certain:]

    def close(self) -> bytearray:
        """Return what was kept back: the last piece, 0 bytes long only when nothing was ever fed."""
        self._check_open()
        self.closed = True
        return self._kept

    def _check_open(self) -> None:
        if self.closed:
            raise RuntimeError("this stream is over")

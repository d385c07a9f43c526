"""Sealing and opening one age file, piece by piece, without input or output.

Implements "Encrypted file format" of the age specification (c2sp.org/age): file key, header MAC, payload key. Opening
goes in this order: header read → file key found → header proven by its MAC → payload chunk by chunk → end proven.
Never releases a byte of a file whose header is not proven, and never claims the end of one that was cut.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from records.errors import Known
from records.ids import Chance, system_chance
from records.stream import Buffer, StreamFailure, StreamOpener, StreamReason, StreamSealer
from sync.bundle.age.header import Header, HeaderReader, Stanza, print_covered, print_header
from sync.bundle.age.recipients import FILE_KEY_BYTES, Identity, Recipient, unwrap_file_key
from sync.errors import SyncCode

NONCE_BYTES = 16
STANZA_COUNTS = (4, 16)


def payload_key(file_key: bytes, nonce: bytes) -> bytes:
    """Return the key of the payload's chunks (32 bytes) from the file key and the payload's nonce (16 bytes each)."""
    return _derive(file_key, salt=nonce, info=b"payload")


def _header_mac(file_key: bytes, covered: bytes) -> HMAC:
    mac = HMAC(_derive(file_key, salt=b"", info=b"header"), hashes.SHA256())
    mac.update(covered)
    return mac


def _derive(file_key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), length=32, salt=salt, info=info).derive(file_key)


class AgeSealer:
    """Seals one file: `feed` any pieces, then `finish` once; what they return, joined, is the sealed file."""

    def __init__(
        self,
        recipients: Sequence[Recipient],
        stanza_padding: Sequence[int] = STANZA_COUNTS,
        chance: Chance = system_chance,
    ) -> None:
        """Seal to 1 or more recipients of one kind, with as many stanzas as the next of `stanza_padding` says.

        Raises ValueError for no recipients, for two kinds in one file, and for more than the padding has room for: who
        plans a bundle keeps to these.
        """
        file_key, nonce = chance(FILE_KEY_BYTES), chance(NONCE_BYTES)
        covered = print_covered(_padded_stanzas(recipients, file_key, stanza_padding, chance))
        self._head = print_header(covered, _header_mac(file_key, covered).finalize()) + nonce
        self._stream = StreamSealer(payload_key(file_key, nonce))

    def feed(self, data: Buffer) -> bytes:
        """Take the next clear bytes; return the sealed bytes that are ready, the header with the first."""
        return self._take_head() + self._stream.feed(data)

    def finish(self) -> bytes:
        """Return the end of the sealed file. Nothing can be fed after it."""
        return self._take_head() + self._stream.finish()

    def _take_head(self) -> bytes:
        head, self._head = self._head, b""
        return head


def _padded_stanzas(
    recipients: Sequence[Recipient], file_key: bytes, counts: Sequence[int], chance: Chance
) -> list[Stanza]:
    """Return a stanza for each recipient among stanzas for strangers, in random order.

    A stranger's stanza is made exactly as the others are, and holds a key that opens nothing: the header shows how
    many recipients there are at most, and a stranger's secret would be of no use to anyone.
    """
    if len({type(recipient) for recipient in recipients}) != 1:
        raise ValueError("a file is sealed to recipients of exactly one kind")
    room = [count for count in counts if count >= len(recipients)]
    if not room:
        raise ValueError("more recipients than a file has stanzas")
    strangers = [recipients[0].stranger(chance) for _ in range(min(room) - len(recipients))]
    stanzas = [recipient.wrap(file_key) for recipient in recipients]
    stanzas += [stranger.wrap(chance(FILE_KEY_BYTES)) for stranger in strangers]
    return sorted(stanzas, key=lambda _: chance(16))


class AgeOpener:
    """Opens one file: `feed` any pieces, then `finish` once, and trust the end only when `finish` returned.

    Each call returns authenticated bytes or raises `Known` and returns nothing. After a failure the opener is over.
    """

    def __init__(self, identities: Sequence[Identity]) -> None:
        """`identities` are tried in their order; one is enough."""
        self._identities = tuple(identities)
        self._header = HeaderReader()
        self._file_key: bytes | None = None
        self._nonce = bytearray()
        self._stream: StreamOpener | None = None
        self._over = False

    def feed(self, data: Buffer) -> bytes:
        """Take the next sealed bytes; return the clear bytes that are proven by now, often none."""
        with self._over_on_failure():
            rest = self._feed_header(memoryview(data).cast("B"))
            rest = self._feed_nonce(rest)
            return self._stream.feed(rest) if self._stream else b""

    def finish(self) -> bytes:
        """Return the last clear bytes, once the file is proven to end here."""
        with self._over_on_failure():
            if self._file_key is None:
                self._header.finish()
            if self._stream is None:
                raise Known(SyncCode.SEALED_TRUNCATED, part="header")
            return self._stream.finish()

    def _feed_header(self, view: memoryview) -> memoryview:
        """Give the header what it still needs; return what follows it."""
        if self._file_key is not None:
            return view
        found = self._header.feed(view)
        if found is None:
            return view[:0]
        header, rest = found
        self._file_key = open_header(header, self._identities)
        return rest

    def _feed_nonce(self, view: memoryview) -> memoryview:
        """Give the payload's nonce what it still needs; return what follows it."""
        if self._file_key is None or self._stream is not None:
            return view
        missing = NONCE_BYTES - len(self._nonce)
        self._nonce += view[:missing]
        if len(self._nonce) == NONCE_BYTES:
            self._stream = StreamOpener(payload_key(self._file_key, bytes(self._nonce)))
        return view[missing:]

    @contextmanager
    def _over_on_failure(self) -> Iterator[None]:
        if self._over:
            raise RuntimeError("this file is over")
        self._over = True
        try:
            yield
        except StreamFailure as failure:
            raise _known(failure.reason) from failure
        self._over = False


def open_header(header: Header, identities: Sequence[Identity]) -> bytes:
    """Return the file key (16 bytes) once it proves the header; `Known` when it is for others or was changed."""
    file_key = unwrap_file_key(header.stanzas, identities)
    try:
        _header_mac(file_key, header.covered).verify(header.mac)
    except InvalidSignature:
        raise Known(SyncCode.SEALED_HEADER_CHANGED) from None
    return file_key


def _known(reason: StreamReason) -> Known:
    if reason is StreamReason.TRUNCATED:
        return Known(SyncCode.SEALED_TRUNCATED, part="payload")
    return Known(SyncCode.SEALED_PAYLOAD)

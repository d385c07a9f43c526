"""The textual header of an age file: bytes to values and back, no cryptography.

Implements "Header" of the age specification (c2sp.org/age) and its ABNF, strictly: what `parse` accepts, printing gives
back byte for byte. Refuses what the grammar does not name, base64 that is not canonical, and more than a reader should
ever hold. Every refusal is a `Known` of `sync.errors`.
"""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from records.errors import Known
from records.stream import Buffer
from sync.errors import SyncCode

HEADER_LIMIT = 128 * 1024
STANZA_LIMIT = 64
MAC_BYTES = 32

_V1_LINE = b"age-encryption.org/v1\n"
_VERSION_LINE = re.compile(rb"age-encryption\.org/[\x21-\x7e]+\n")
_ARGUMENT_LINE = re.compile(rb"-> ([\x21-\x7e]+(?: [\x21-\x7e]+)*)")
_BODY_LINE = re.compile(rb"[A-Za-z0-9+/]{0,64}")
_MAC_LINE = re.compile(rb"--- ([A-Za-z0-9+/]{43})")
_ARGUMENT = re.compile(r"[\x21-\x7e]+")
_COLUMNS = 64
_MAC_MARK = b"---"


@dataclass(frozen=True, slots=True)
class Stanza:
    """One wrapped file key: its kind, further arguments, and the body ("Recipient stanza")."""

    kind: str
    arguments: tuple[str, ...]
    body: bytes

    def __post_init__(self) -> None:
        if not all(_ARGUMENT.fullmatch(argument) for argument in (self.kind, *self.arguments)):
            raise ValueError("an argument of a stanza is one or more visible ASCII characters")


@dataclass(frozen=True, slots=True)
class Header:
    """A header as it was read: its stanzas, the exact bytes that the MAC covers, and the MAC (32 bytes)."""

    stanzas: tuple[Stanza, ...]
    covered: bytes
    mac: bytes


def print_covered(stanzas: Iterable[Stanza]) -> bytes:
    """Return the header up to and including the `---` mark: all that the MAC covers."""
    return _V1_LINE + b"".join(map(_print_stanza, stanzas)) + _MAC_MARK


def print_header(covered: bytes, mac: bytes) -> bytes:
    """Return the whole header: what the MAC covers, and the MAC."""
    return covered + b" " + encode64(mac).encode() + b"\n"


def _print_stanza(stanza: Stanza) -> bytes:
    first = " ".join(("->", stanza.kind, *stanza.arguments))
    body = encode64(stanza.body)
    # The body ends with a line shorter than 64 columns: a body of full lines gets an empty one.
    lines = [body[start : start + _COLUMNS] for start in range(0, len(body) + 1, _COLUMNS)]
    return "\n".join((first, *lines, "")).encode()


def parse(raw: bytes) -> Header:
    """Read one whole header, from its version line to the line feed after its MAC, and nothing else."""
    _check_version(raw)
    lines = _Lines(raw, len(_V1_LINE))
    stanzas: list[Stanza] = []
    while not lines.at_mac():
        if len(stanzas) == STANZA_LIMIT:
            malformed()
        stanzas.append(_parse_stanza(lines))
    covered = raw[: lines.position + len(_MAC_MARK)]
    mac_line = _MAC_LINE.fullmatch(lines.take())
    if not stanzas or mac_line is None or lines.position != len(raw) or len(raw) > HEADER_LIMIT:
        malformed()
    return Header(tuple(stanzas), covered, decode64(mac_line[1].decode()))


def _check_version(raw: bytes) -> None:
    if raw.startswith(_V1_LINE):
        return
    if _VERSION_LINE.match(raw):
        raise Known(SyncCode.SEALED_VERSION)
    if _V1_LINE.startswith(raw):
        raise Known(SyncCode.SEALED_TRUNCATED, part="header")
    malformed()


def _parse_stanza(lines: "_Lines") -> Stanza:
    first = _ARGUMENT_LINE.fullmatch(lines.take())
    if first is None:
        malformed()
    kind, *arguments = first[1].decode().split(" ")
    body = bytearray()
    while True:
        line = lines.take()
        if not _BODY_LINE.fullmatch(line):
            malformed()
        body += line
        if len(line) < _COLUMNS:
            return Stanza(kind, tuple(arguments), decode64(body.decode()))


class _Lines:
    """A place in the header, and the lines from there on."""

    def __init__(self, raw: bytes, position: int) -> None:
        self._raw = raw
        self.position = position

    def at_mac(self) -> bool:
        """Say whether the next line is the one with the MAC."""
        return self._raw.startswith(_MAC_MARK, self.position)

    def take(self) -> bytes:
        """Return the next line without its line feed, and move behind it."""
        end = self._raw.find(b"\n", self.position)
        if end < 0:
            raise Known(SyncCode.SEALED_TRUNCATED, part="header")
        line = self._raw[self.position : end]
        self.position = end + 1
        return line


class HeaderReader:
    """Collects a header out of pieces, however the file is cut, and holds no more than a header may be long."""

    def __init__(self) -> None:
        self._raw = bytearray()
        self._mark = -1

    def feed(self, data: Buffer) -> tuple[Header, memoryview] | None:
        """Take the next bytes; once the header is whole, return it and the bytes after it."""
        view = memoryview(data).cast("B")
        before = len(self._raw)
        self._raw += view[: HEADER_LIMIT - before]
        end = self._end(before)
        if end is not None:
            return parse(bytes(self._raw[:end])), view[end - before :]
        if len(self._raw) == HEADER_LIMIT:
            _check_version(bytes(self._raw))
            malformed()
        return None

    def finish(self) -> NoReturn:
        """Refuse a file that ended before its header did: cut short, or no sealed file at all."""
        parse(bytes(self._raw))
        raise AssertionError("a whole header was not noticed")

    def _end(self, before: int) -> int | None:
        """Return the place after the MAC's line, when the bytes from `before` on have brought it."""
        if self._mark < 0:
            self._mark = self._raw.find(b"\n" + _MAC_MARK, max(0, before - len(_MAC_MARK)))
        if self._mark < 0:
            return None
        end = self._raw.find(b"\n", max(self._mark + 1, before))
        return end + 1 if end >= 0 else None


def encode64(raw: bytes) -> str:
    """Write bytes in base64 without padding (RFC 4648, section 4)."""
    return base64.b64encode(raw).decode().rstrip("=")


def decode64(text: str) -> bytes:
    """Read base64 without padding; refuse every spelling but the canonical one (RFC 4648, section 3.5)."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        malformed()
    if encode64(raw) != text:
        malformed()
    return raw


def malformed() -> NoReturn:
    """Refuse a header that breaks the rules."""
    raise Known(SyncCode.SEALED_HEADER)

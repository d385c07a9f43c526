"""Attachments on their way in: ranges of sealed bytes, over several packages and in any order, put together.

What one sender brings never mixes with what another brings, and nothing that is here whole is written over. Ranges of
an attachment no accepted body names yet wait for it. Everything here lies sealed in private files of the vault.
"""

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from records.ids import random_name
from records.values import Blob
from records.vault.blobs import BlobRow, sealed_length
from records.vault.folder import create_private, plain_failures
from records.vault.vault import Vault
from sync.bundle.opening import BlobPiece, Opened
from sync.shelf import discard

_WAITING: Final = "attachments waiting"  # the setting: attachment → sender → file
_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of an attachment's sealed bytes, in a file of its own."""

    offset: int
    path: Path


class Spool:
    """Ranges as they come out of a package; gone when the act is over. A context: leave it before the next act."""

    def __init__(self, vault: Vault) -> None:
        """Nothing is written yet."""
        self._vault = vault
        self._stack = ExitStack()
        self._files: dict[tuple[str, int], tuple[Path, IO[bytes]]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, _: TracebackType | None) -> None:
        self._stack.close()

    def take(self, pieces: Iterable[BlobPiece]) -> None:
        """Write pieces down. Known(DISK_FULL …)."""
        for piece in pieces:
            key = (piece.name, piece.member)
            if key not in self._files:
                self._begin(key)
            path, file = self._files[key]
            with plain_failures(path):
                file.write(piece.data)

    def ranges(self) -> Mapping[str, Sequence[Range]]:
        """What was written, by attachment. Known(DISK_FULL …)."""
        found: dict[str, list[Range]] = defaultdict(list)
        for (name, offset), (path, file) in self._files.items():
            with plain_failures(path):
                file.flush()
            found[name].append(Range(offset, path))
        return found

    def _begin(self, key: tuple[str, int]) -> None:
        path = self._vault.folder.came(random_name(self._vault.chance))
        file = create_private(path)
        self._files[key] = (path, file)
        self._stack.callback(discard, path)
        self._stack.callback(_close, file)


def waiting_files(vault: Vault) -> frozenset[str]:
    """The files in which unfinished attachments wait."""
    return frozenset(file for senders in _waiting(vault).values() for file in senders.values())


def take(vault: Vault, opened: Opened, ranges: Mapping[str, Sequence[Range]]) -> list[Path]:
    """Take a package's ranges in, inside the act's transaction; return files that are of no more use after it."""
    named = _named(opened)
    waiting = _waiting(vault)
    done: list[Path] = []
    for name in sorted(named.keys() | ranges.keys()):
        arriving = _Arriving(name, opened.sender.device, named.get(name), ranges.get(name, ()))
        if _take_one(vault, arriving, waiting[name]):
            done += [vault.folder.came(file) for file in waiting.pop(name).values()]
    vault.settings.put(_WAITING, {name: dict(files) for name, files in waiting.items() if files})
    return done


@dataclass(frozen=True, slots=True)
class _Arriving:
    """What one package says of an attachment: who brings it, how its bodies name it, and some of its bytes."""

    name: str
    sender: bytes
    named: Blob | None
    ranges: Sequence[Range]


def _take_one(vault: Vault, arriving: _Arriving, files: dict[str, str]) -> bool:
    """Take in what came of one attachment; whether it is whole now. `files` are those in which it waits, by sender."""
    row = vault.blobs.get(arriving.name)
    if row is not None and row.whole:
        return True
    meant = [blob for blob in (arriving.named, row.blob if row else None) if blob is not None]
    whole = _put_in_place(vault, meant, [one.path for one in arriving.ranges])
    if whole is None and arriving.ranges:
        file = files.setdefault(arriving.sender.hex(), random_name(vault.chance))
        _join(vault.folder.came(file), arriving.ranges)
    if whole is None:
        whole = _put_in_place(vault, meant, [vault.folder.came(file) for file in files.values()])
    if whole is not None:
        vault.blobs.keep(BlobRow(whole, sender=arriving.sender))
    elif row is None and meant:
        vault.blobs.keep(BlobRow(meant[0], sender=arriving.sender, whole=False))
    return whole is not None


def _put_in_place(vault: Vault, meant: Sequence[Blob], files: Sequence[Path]) -> Blob | None:
    """The first attachment that one of these files is, byte for byte; its bytes are in their place then."""
    for file in files:
        for blob in meant:
            if _is(file, blob):
                discard(vault.blobs.path(blob))  # nothing that is whole lies there
                if vault.blobs.take(blob, [(0, file)]):
                    return blob
    return None


def _is(file: Path, blob: Blob) -> bool:
    if not file.exists() or file.stat().st_size != sealed_length(blob):
        return False
    digest = hashlib.sha256()
    with plain_failures(file):
        for piece in _pieces(file):
            digest.update(piece)
    return digest.digest() == blob.digest


def _join(path: Path, ranges: Iterable[Range]) -> None:
    """Write ranges where they belong, and flush: the package they came in is not kept."""
    with plain_failures(path), os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        for one in ranges:
            file.seek(one.offset)
            for piece in _pieces(one.path):
                file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _named(opened: Opened) -> dict[str, Blob]:
    """The attachments that this package's bodies name."""
    return {
        change.value.name: change.value
        for bodies in opened.bodies
        for body in bodies
        if body is not None
        for change in body.changes
        if isinstance(change.value, Blob)
    }


def _waiting(vault: Vault) -> defaultdict[str, dict[str, str]]:
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    plain = vault.settings.get(_WAITING)
    for name, senders in plain.items() if isinstance(plain, dict) else ():
        for sender, file in senders.items() if isinstance(senders, dict) else ():
            if isinstance(file, str):
                found[name][sender] = file
    return found


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _close(file: IO[bytes]) -> None:
    """Close without a word: what the disk had to say it said at the flush, or the act is over anyway."""
    try:
        file.close()
    except OSError:
        return

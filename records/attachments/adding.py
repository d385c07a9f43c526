"""Adding a file to a record: the original is sealed untouched, and what travels is a copy without metadata.

Where no such copy can be made, the original itself is what travels, and `cleaned` says so. Programs are refused.
"""

import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from records.attachments.cleaning import LARGEST_FILE, cleaned
from records.attachments.hiding import Area, with_parts_hidden
from records.attachments.kinds import HEAD, PLAIN_TEXT, Cleaning, Medium, is_program, medium
from records.errors import Known, RecordsCode
from records.values import Blob
from records.vault.blobs import BlobRow
from records.vault.local import CustodyRow
from records.vault.vault import Vault

LARGEST: Final = 4 << 30
_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment as an answer names it; cleaned: whether what travels is without metadata."""

    blob: Blob
    title: str
    cleaned: bool


@dataclass(frozen=True, slots=True)
class _Given:
    """What is taken in: what it is called, what it is, its bytes, and how many there are."""

    title: str
    found: Medium
    size: int
    pieces: Callable[[], Iterator[bytes]]


Tell = Callable[[int], None]


def _silent(_done: int) -> None:
    """Tell nobody."""


def attach(vault: Vault, path: Path, tell: Tell = _silent) -> Attached:
    """Take a file in. Known(FILE_UNREADABLE | FILE_PROGRAM | FILE_TOO_LARGE | DISK_FULL …) keeps nothing of it.

    `tell` hears how many bytes were read so far; what it raises ends this, and nothing is kept either.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Known(RecordsCode.FILE_UNREADABLE, path=str(path))
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as problem:
        raise Known(RecordsCode.FILE_UNREADABLE, path=str(path)) from problem
    if is_program(head):
        raise Known(RecordsCode.FILE_PROGRAM, path=path.name)
    if status.st_size > LARGEST:
        raise Known(RecordsCode.FILE_TOO_LARGE, path=path.name)
    return _taken(vault, _Given(path.name, medium(head), status.st_size, partial(_pieces, path, tell)))


def attach_bytes(vault: Vault, raw: bytes, title: str) -> Attached:
    """Take in what never was a file: a picture from the clipboard. Known(FILE_PROGRAM | DISK_FULL …)."""
    if is_program(raw[:HEAD]):
        raise Known(RecordsCode.FILE_PROGRAM, path=title)
    return _taken(vault, _Given(title, medium(raw[:HEAD]), len(raw), lambda: iter([raw])))


def hide_parts(vault: Vault, blob: Blob, kept: Area, black: Sequence[Area]) -> Attached:
    """Make the copy of a picture that travels anew, from the original, with parts of it hidden.

    The copy it replaces is destroyed where nothing names it yet, no note and no draft; the original never is.
    Known(PICTURE_NOT_HIDDEN | BLOB_MISSING | BLOB_DAMAGED | DISK_FULL …) changes nothing.
    """
    row = vault.blobs.get(blob.name)
    original = None if row is None else vault.blobs.get(row.original or blob.name)
    if row is None or original is None:
        raise Known(RecordsCode.BLOB_MISSING)
    drawn = with_parts_hidden(b"".join(vault.blobs.content(original.blob)), kept, black)
    if drawn is None:
        raise Known(RecordsCode.PICTURE_NOT_HIDDEN)
    copy = vault.blobs.seal([drawn], blob.media)
    try:
        with vault.database.writing():
            vault.blobs.keep(BlobRow(copy, row.title, original.blob.name))
            vault.custody.note([CustodyRow(vault.now(), "cleaned", copy.name, original.blob.name)])
    except BaseException:
        vault.blobs.path(copy).unlink(missing_ok=True)
        raise
    if row.original is not None and not (vault.blobs.is_named(blob.name) or vault.drafts.names(blob.name)):
        vault.blobs.remove(blob.name)
    return Attached(copy, row.title, cleaned=True)


def attached(vault: Vault, blob: Blob) -> Attached:
    """What is known here of an attachment that an answer names."""
    row = vault.blobs.get(blob.name)
    if row is None:
        return Attached(blob, "", cleaned=False)
    clean = row.original is not None or blob.media == PLAIN_TEXT.media
    return Attached(blob, row.title, clean)


def _taken(vault: Vault, given: _Given) -> Attached:
    """Take all of it in, or nothing."""
    sealed: list[Blob] = []
    try:
        return _kept(vault, given, sealed)
    except BaseException:
        for blob in sealed:
            vault.blobs.path(blob).unlink(missing_ok=True)
        raise


def _kept(vault: Vault, given: _Given, sealed: list[Blob]) -> Attached:
    """Seal the original and the copy that travels, and remember both; `sealed` tells what to take back."""
    found = given.found
    original = vault.blobs.seal(given.pieces(), found.media)
    sealed.append(original)
    copy = _copy(given)
    blob = original if copy is None else vault.blobs.seal([copy], found.media)
    sealed.append(blob)
    is_clean = copy is not None or found.cleaning is Cleaning.NONE_INSIDE
    with vault.database.writing():
        vault.blobs.keep(BlobRow(original, given.title))
        rows = [CustodyRow(vault.now(), "added", original.name, found.media)]
        if blob is not original:
            vault.blobs.keep(BlobRow(blob, given.title, original.name))
            rows.append(CustodyRow(vault.now(), "cleaned", blob.name, original.name))
        vault.custody.note(rows)
    return Attached(blob, given.title, is_clean)


def _copy(given: _Given) -> bytes | None:
    """A copy without metadata, where there is something to leave out and it can be done."""
    if given.found.cleaning in (Cleaning.NONE_INSIDE, Cleaning.NOT_POSSIBLE) or given.size > LARGEST_FILE:
        return None
    return cleaned(b"".join(given.pieces()), given.found)


def _pieces(path: Path, tell: Tell) -> Iterator[bytes]:
    done = 0
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
                done += len(piece)
                tell(done)
    except OSError as problem:
        raise Known(RecordsCode.FILE_UNREADABLE, path=str(path)) from problem

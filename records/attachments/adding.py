"""Adding a file to a record: the original is sealed untouched, and what travels is a copy without metadata.

Where no such copy can be made, the original itself is what travels, and `cleaned` says so. Programs are refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from records.attachments.cleaning import LARGEST_FILE, cleaned
from records.attachments.kinds import HEAD, Cleaning, Medium, is_program, medium
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


def attach(vault: Vault, path: Path) -> Attached:
    """Take a file in. Known(FILE_UNREADABLE | FILE_PROGRAM | FILE_TOO_LARGE | DISK_FULL …) keeps nothing of it."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as problem:
        raise Known(RecordsCode.FILE_UNREADABLE, path=str(path)) from problem
    if is_program(head):
        raise Known(RecordsCode.FILE_PROGRAM, path=path.name)
    if size > LARGEST:
        raise Known(RecordsCode.FILE_TOO_LARGE, path=path.name)
    found = medium(head)
    original = vault.blobs.seal(_pieces(path), found.media)
    copy = _copy(path, found, size)
    blob = original if copy is None else vault.blobs.seal([copy], found.media)
    is_clean = copy is not None or found.cleaning is Cleaning.NONE_INSIDE
    with vault.database.writing():
        vault.blobs.keep(BlobRow(original, path.name))
        rows = [CustodyRow(vault.now(), "added", original.name, found.media)]
        if blob is not original:
            vault.blobs.keep(BlobRow(blob, path.name, original.name))
            rows.append(CustodyRow(vault.now(), "cleaned", blob.name, original.name))
        vault.custody.note(rows)
    return Attached(blob, path.name, is_clean)


def _copy(path: Path, found: Medium, size: int) -> bytes | None:
    """A copy without metadata, where there is something to leave out and it can be done."""
    if found.cleaning in (Cleaning.NONE_INSIDE, Cleaning.NOT_POSSIBLE) or size > LARGEST_FILE:
        return None
    return cleaned(path.read_bytes(), found)


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    except OSError as problem:
        raise Known(RecordsCode.FILE_UNREADABLE, path=str(path)) from problem

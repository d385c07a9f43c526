"""The sealed files of packages in the vault's folder: kept byte for byte as they came, opened again to be accepted.

A file is put here whole and flushed before anything speaks of it.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from records.bulk import without_collecting
from records.errors import Known, RecordsCode
from records.ids import random_name
from records.people import Card
from records.vault.folder import create_private, flush_folder, plain_failures
from records.vault.inbox import Package
from records.vault.vault import Vault
from sync.bundle.age.recipients import HybridIdentity
from sync.bundle.opening import BlobPiece, Opened, Opening
from sync.errors import SyncCode

_PIECE: Final = 1 << 20

Take = Callable[[Iterable[BlobPiece]], None]


@dataclass(frozen=True, slots=True)
class Seen:
    """A sealed file that was opened, and the SHA-256 of its bytes: a bad drive may give others the next time."""

    opened: Opened
    digest: bytes


def pass_by(_pieces: Iterable[BlobPiece]) -> None:
    """Take nothing of what is seen of attachments."""


def open_file(vault: Vault, path: Path, take: Take = pass_by, proven: bytes = b"") -> Seen:
    """Open one sealed file by the stages of `Opening`. Known(…) names the first that failed.

    proven: SHA-256 of a file that was opened here before: signatures in exactly these bytes are not checked again.
    """
    opening = Opening(HybridIdentity(vault.keys.sealing_seed), vault.realm, lambda card: _is_known(vault, card))
    digest = hashlib.sha256()
    for data in _pieces(path):
        digest.update(data)
        take(opening.feed(data))
    with without_collecting():
        opened = opening.finish(proven=digest.digest() == proven)
    take(opened.rest)
    return Seen(opened, digest.digest())


def open_kept(vault: Vault, package: Package, take: Take = pass_by) -> Seen:
    """Open a package that is kept here. Known(PACKAGE_SEALED) when nobody trusts its signer, or no longer does."""
    path = vault.folder.came(package.id)
    if not path.exists():
        raise Known(RecordsCode.BLOB_MISSING)
    seen = open_file(vault, path, take, package.proven)
    opened = seen.opened
    if (opened.manifest.id, opened.sender.device) != (package.bundle, package.sender):
        raise Known(SyncCode.BUNDLE_INCOMPLETE, part="manifest")
    if not opened.known:
        raise Known(SyncCode.PACKAGE_SEALED, package=package.id)
    return seen


def keep(vault: Vault, path: Path, digest: bytes) -> str:
    """Copy a sealed file into the vault and flush it; return its name. Known(DRIVE_DIFFERS | DISK_FULL …) leaves none.

    `digest` is that of the bytes which were found sound: only these are kept.
    """
    name = random_name(vault.chance)
    target = vault.folder.came(name)
    try:
        with plain_failures(target), create_private(target) as file:
            copied = hashlib.sha256()
            for data in _pieces(path):
                copied.update(data)
                file.write(data)
            file.flush()
            os.fsync(file.fileno())
        flush_folder(target.parent)
        if copied.digest() != digest:
            raise Known(SyncCode.DRIVE_DIFFERS, path=str(path))
    except BaseException:
        discard(target)
        raise
    return name


def renew(vault: Vault, package: Package, path: Path, digest: bytes) -> None:
    """Where the kept file is gone or is not what was found sound now, put the sound one in its place."""
    kept = vault.folder.came(package.id)
    if kept.exists() and _digest(kept) == digest:
        return
    name = keep(vault, path, digest)
    with plain_failures(kept):
        vault.folder.came(name).replace(kept)
        flush_folder(kept.parent)


def discard(path: Path) -> None:
    """Remove a file that is of no more use; what cannot be removed now is swept away later."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def sweep(vault: Vault, wanted: Iterable[str]) -> None:
    """Remove what was left by an act that was cut short: every file but the wanted ones."""
    names = frozenset(wanted)
    with plain_failures(vault.folder.inbox):
        for path in vault.folder.inbox.iterdir():
            if path.name not in names:
                discard(path)


def _is_known(vault: Vault, card: Card) -> bool:
    """A card is known when exactly these bytes were trusted: another card of the same device is another matter."""
    known = vault.cards.get(card.device)
    return known is not None and known.role is not None and known.card.raw == card.raw


def _digest(path: Path) -> bytes:
    digest = hashlib.sha256()
    for data in _pieces(path):
        digest.update(data)
    return digest.digest()


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while data := file.read(_PIECE):
                yield data
    except OSError as problem:
        raise Known(SyncCode.DRIVE_GONE, path=str(path)) from problem

"""The sealed bytes of attachments: on disk only as STREAM under a key of their own, padded, under a random name.

Content is streamed through; nothing is ever written in the clear. What is whole is known by its digest.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlmodel import Session, select

from records.errors import Known, RecordsCode
from records.ids import Chance, random_name
from records.padding import padme
from records.stream import StreamFailure, StreamOpener, StreamSealer, sealed_size
from records.values import Blob, from_plain
from records.vault.engine import Database, kept_json
from records.vault.folder import Folder, create_private, flush_folder, plain_failures
from records.vault.tables import LocalBlob

FLOOR: Final = 4096
PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class BlobRow:
    """An attachment here.

    title: its file name, known to this vault only. original: what a travelling copy was made from. sender: the device
    it came from, None for this vault's own. whole: all its bytes are here.
    """

    blob: Blob
    title: str = ""
    original: str | None = None
    sender: bytes | None = None
    whole: bool = True


class Blobs:
    """The shelf of attachments."""

    def __init__(self, database: Database, folder: Folder, chance: Chance) -> None:
        """Over one open database and its folder."""
        self._database = database
        self._folder = folder
        self._chance = chance

    def seal(self, content: Iterable[bytes], media: str) -> Blob:
        """Seal content into a new file and return how a record names it. Known(DISK_FULL …) leaves nothing behind."""
        name, key = random_name(self._chance), self._chance(32)
        path = self._folder.blob(name)
        sealer, digest, length = StreamSealer(key), hashlib.sha256(), 0
        try:
            with plain_failures(path), create_private(path) as file:
                for piece in content:
                    length += len(piece)
                    sealed = sealer.feed(piece)
                    digest.update(sealed)
                    file.write(sealed)
                for sealed in _ending(sealer, padme(length, FLOOR) - length):
                    digest.update(sealed)
                    file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
                flush_folder(path.parent)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return Blob(name, length, key, digest.digest(), media)

    def keep(self, row: BlobRow) -> None:
        """Remember an attachment."""
        blob = row.blob
        with self._database.writing() as connection:
            session = Session(bind=connection)
            session.merge(
                LocalBlob(
                    name=blob.name,
                    key=blob.key,
                    length=blob.length,
                    sealed=sealed_length(blob),
                    digest=blob.digest,
                    media=blob.media,
                    title=row.title,
                    original=row.original,
                    sender=row.sender,
                    whole=row.whole,
                )
            )
            session.flush()

    def get(self, name: str) -> BlobRow | None:
        """One attachment by its name."""
        with self._database.reading() as connection:
            row = Session(bind=connection).get(LocalBlob, name)
            return None if row is None else _row(row)

    def all(self) -> list[BlobRow]:
        """Every attachment that is known here."""
        with self._database.reading() as connection:
            return [_row(row) for row in Session(bind=connection).exec(select(LocalBlob)).all()]

    def unfinished(self) -> list[BlobRow]:
        """Attachments some of whose bytes have not come."""
        with self._database.reading() as connection:
            rows = Session(bind=connection).exec(select(LocalBlob).where(LocalBlob.whole == False)).all()  # noqa: E712
            return [_row(row) for row in rows]

    def unsent(self, card: bytes, entries: Sequence[tuple[int, int]]) -> list[tuple[Blob, int]]:
        """Attachments whole here that a card was not handed to the end, and how far it has them.

        Looked at are those named by these bodies (entry number, class) and by all that the card was handed before.
        """
        query = (
            "SELECT b.entry, b.which, b.blob, b.value, coalesce(s.upto, 0), d.card IS NOT NULL FROM view_blob b "
            "JOIN local_blob l ON l.name = b.blob AND l.whole = 1 "
            "LEFT JOIN local_sent s ON s.blob = b.blob AND s.card = ?1 "
            "LEFT JOIN local_delivery d ON d.entry = b.entry AND d.which = b.which AND d.card = ?1"
        )
        wanted = set(entries)
        found = {}
        with self._database.reading() as connection:
            for entry, which, name, value, upto, handed in connection.exec_driver_sql(query, (card,)):
                blob = from_plain(kept_json(value))
                if isinstance(blob, Blob) and (handed or (entry, which) in wanted) and upto < sealed_length(blob):
                    found[name] = (blob, int(upto))
        return [found[name] for name in sorted(found)]

    def is_named(self, name: str) -> bool:
        """Whether any note that is here names an attachment."""
        with self._database.reading() as connection:
            found = connection.exec_driver_sql("SELECT 1 FROM view_blob WHERE blob = ? LIMIT 1", (name,)).first()
        return found is not None

    def whole_from(self, device: bytes) -> list[str]:
        """The names of attachments from a device that are here whole."""
        with self._database.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT name FROM local_blob WHERE sender = ? AND whole = 1 ORDER BY name", (device,)
            ).all()
        return [row[0] for row in rows]

    def content(self, blob: Blob) -> Iterator[bytes]:
        """Yield the content, checked piece by piece. Known(BLOB_MISSING | BLOB_DAMAGED | DISK_FAILED …)."""
        path = self._folder.blob(blob.name)
        left = blob.length
        opener = StreamOpener(blob.key)
        try:
            with plain_failures(path), path.open("rb") as file:
                while piece := file.read(PIECE):
                    plain = opener.feed(piece)
                    yield plain[:left]
                    left -= min(left, len(plain))
                yield opener.finish()[:left]
        except FileNotFoundError as problem:
            raise Known(RecordsCode.BLOB_MISSING) from problem
        except StreamFailure as problem:
            raise Known(RecordsCode.BLOB_DAMAGED) from problem

    def path(self, blob: Blob) -> Path:
        """Where the sealed bytes lie: these are what travels."""
        return self._folder.blob(blob.name)

    def take(self, blob: Blob, parts: Iterable[tuple[int, Path]]) -> bool:
        """Put ranges that came (offset, file of sealed bytes) in their places; return whether it is whole now."""
        path = self._folder.blob(blob.name)
        with plain_failures(path):
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "r+b") as file:
                for offset, part in parts:
                    file.seek(offset)
                    with part.open("rb") as source:
                        while piece := source.read(PIECE):
                            file.write(piece)
                file.flush()
                os.fsync(file.fileno())
        return self.is_whole(blob)

    def is_whole(self, blob: Blob) -> bool:
        """Whether the sealed bytes here are those the record names."""
        path = self._folder.blob(blob.name)
        if not path.exists() or path.stat().st_size != sealed_length(blob):
            return False
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
        return digest.digest() == blob.digest

    def remove(self, name: str) -> None:
        """Destroy the sealed bytes and forget the key. Never inside a transaction."""
        with self._database.writing() as connection:
            connection.exec_driver_sql("DELETE FROM local_blob WHERE name = ?", (name,))
        self._database.forget_deleted()
        self._folder.blob(name).unlink(missing_ok=True)


def sealed_length(blob: Blob) -> int:
    """How many sealed bytes an attachment has."""
    return sealed_size(padme(blob.length, FLOOR))


def _ending(sealer: StreamSealer, padding: int) -> Iterator[bytes]:
    while padding:
        size = min(padding, PIECE)
        yield sealer.feed(bytes(size))
        padding -= size
    yield sealer.finish()


def _row(row: LocalBlob) -> BlobRow:
    blob = Blob(row.name, row.length, row.key, row.digest, row.media)
    return BlobRow(blob, row.title, row.original, row.sender, row.whole)

"""A place a package is written to: a folder or a drive. What a drive does wrong has one name each.

The interface is small so that tests can give drives that are full, read-only, slow, lying or pulled.
"""

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, Protocol

from records.errors import Known
from sync.errors import SyncCode

_PIECE: Final = 1 << 20


class Place(Protocol):
    """Where packages go."""

    @property
    def path(self) -> Path:
        """What to call it to a person."""

    def free(self) -> int:
        """Free bytes. Known(DRIVE_MISSING)."""

    def write(self, name: str, pieces: Iterator[bytes]) -> None:
        """Write a file that is not there yet, and flush it to the medium. Known(DRIVE_*)."""

    def read(self, name: str) -> Iterator[bytes]:
        """Read a file from the medium, past the cache where the system lets one. Known(DRIVE_*)."""

    def rename(self, old: str, new: str) -> None:
        """Give a file its final name, and flush the folder. Known(DRIVE_*)."""

    def remove(self, name: str) -> None:
        """Remove a file if it can still be reached; never fails."""


class FolderPlace:
    """A folder, on a drive or not."""

    def __init__(self, path: Path) -> None:
        """The folder must exist: a drive that is not there is not made."""
        self._path = path

    @property
    def path(self) -> Path:
        """The folder."""
        return self._path

    def free(self) -> int:
        """Free bytes for whoever runs this."""
        if not is_folder(self._path):
            raise Known(SyncCode.DRIVE_MISSING, path=str(self._path))
        with _drive(self._path):
            return shutil.disk_usage(self._path).free

    def write(self, name: str, pieces: Iterator[bytes]) -> None:
        """Write and flush."""
        with _drive(self._path):
            descriptor = os.open(self._path / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb", buffering=0) as file:
                for piece in pieces:
                    _write_all(file, piece)
                os.fsync(file.fileno())

    def read(self, name: str) -> Iterator[bytes]:
        """Drop what the system has in memory of the file, then read it."""
        with _drive(self._path), (self._path / name).open("rb", buffering=0) as file:
            forget_cached(file)
            while piece := file.read(_PIECE):
                yield piece

    def rename(self, old: str, new: str) -> None:
        """Rename and flush the folder."""
        with _drive(self._path):
            (self._path / old).rename(self._path / new)
            if os.name == "posix":
                descriptor = os.open(self._path, os.O_RDONLY)
                try:
                    os.fsync(descriptor)
                finally:
                    os.close(descriptor)

    def remove(self, name: str) -> None:
        """Remove what was begun."""
        try:
            (self._path / name).unlink(missing_ok=True)
        except OSError:
            return


@contextmanager
def _drive(path: Path) -> Iterator[None]:
    """Say what a drive did wrong."""
    try:
        yield
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            code = SyncCode.DRIVE_FULL
        elif problem.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            code = SyncCode.DRIVE_READ_ONLY
        elif not is_folder(path):
            code = SyncCode.DRIVE_MISSING
        else:
            code = SyncCode.DRIVE_GONE
        raise Known(code, path=str(path)) from problem


def is_folder(path: Path) -> bool:
    """Whether a folder is there and answers."""
    try:
        return path.is_dir()
    except OSError:
        return False


def forget_cached(file: IO[bytes]) -> None:
    """Ask the system to read this file from the medium and not from memory (Linux)."""
    if sys.platform == "linux":
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _write_all(file: IO[bytes], piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[file.write(view) :]

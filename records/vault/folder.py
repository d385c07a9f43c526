"""The vault's folder: which file is what, and writing one so that a pulled plug leaves the old or the new.

Nothing in a name says what is kept, by whom, or when. Folders are 0700, files 0600.
"""

import errno
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from records.errors import Known, RecordsCode
from records.ids import Chance, random_name

_LETTERS: Final = 8
_STEP: Final = 0.1


class Folder:
    """The places inside one vault folder."""

    def __init__(self, path: Path) -> None:
        """Only names paths; creates nothing."""
        self.path = path
        self.slots = (path / "slots.1", path / "slots.2")
        self.database = path / "data"
        self.blobs = path / "parts"
        self.inbox = path / "came"
        self.lock = path / "lock"

    def exists(self) -> bool:
        """Whether there is a vault here, or what is left of one: nothing of it is ever written over."""
        return any(path.exists() for path in (*self.slots, self.database))

    def has_data(self) -> bool:
        """Whether there is a database that is not empty: an empty one would be begun anew, over what was there."""
        return self.database.exists() and self.database.stat().st_size > 0

    def make(self) -> None:
        """Create the folder, private also where it stood already. Known(VAULT_EXISTS | NOT_WRITABLE …)."""
        with plain_failures(self.path):
            if self.exists():
                raise Known(RecordsCode.VAULT_EXISTS, path=str(self.path))
            for folder in (self.path, self.blobs, self.inbox):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                folder.chmod(0o700)

    def unmake(self) -> None:
        """Take away what a making that failed left behind, the folder itself excepted."""
        left = [self.path / f"{self.database.name}{end}" for end in ("", "-wal", "-shm", "-journal")]
        for path in (*left, *self.slots, *(slots.with_name(slots.name + ".new") for slots in self.slots)):
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def blob(self, name: str) -> Path:
        """Where the sealed bytes of an attachment lie."""
        return self.blobs / name

    def came(self, name: str) -> Path:
        """Where a package that came lies, sealed as it came."""
        return self.inbox / name


@contextmanager
def plain_failures(path: Path) -> Iterator[None]:
    """Turn what the system says of a disk into Known(DISK_FULL | NOT_WRITABLE | DISK_FAILED)."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as problem:
        raise Known(_meaning(problem), path=str(path)) from problem


def _meaning(problem: OSError) -> RecordsCode:
    if problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return RecordsCode.DISK_FULL
    if problem.errno in (errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.ENAMETOOLONG):
        return RecordsCode.NOT_WRITABLE
    return RecordsCode.DISK_FAILED


@contextmanager
def handed_out(path: Path, chance: Chance) -> Iterator[IO[bytes]]:
    """A new file where a person said, for its owner alone to read: whole under its name, or not there at all.

    What stood there before stays until this one is whole. Known(NOT_WRITABLE | DISK_FULL | DISK_FAILED); NOT_WRITABLE
    also in a notebook's folder, or on what is no plain file: whoever names one has mistaken it. FileNotFoundError where
    there is no such folder, IsADirectoryError where a folder has that name.
    """
    _refuse_precious(path)
    beside = path.with_name(f".{random_name(chance, _LETTERS)}")
    try:
        with plain_failures(path):
            with create_private(beside) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
            flush_folder(path.parent)
    except BaseException:
        with suppress(OSError):  # what stands in the way of writing may stand in the way of this too
            beside.unlink(missing_ok=True)
        raise


def _refuse_precious(path: Path) -> None:
    with plain_failures(path):
        whole = path.parent.resolve() / path.name
        folder = whole.is_dir()
        special = whole.exists() and not (whole.is_file() or folder)
        if special or any((above / name).exists() for above in whole.parents for name in ("slots.1", "slots.2")):
            raise Known(RecordsCode.NOT_WRITABLE, path=str(path))
    if folder:
        raise IsADirectoryError(str(path))


def write_whole(path: Path, raw: bytes) -> None:
    """Put a small file in place: written beside, flushed, renamed, the folder flushed."""
    beside = path.with_name(path.name + ".new")
    with plain_failures(path):
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        flush_folder(path.parent)


def create_private(path: Path) -> IO[bytes]:
    """Open a new file that only its owner may read."""
    with plain_failures(path):
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def flush_folder(path: Path) -> None:
    """Make renames in a folder last (where the system lets a folder be flushed)."""
    if os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Lock:
    """One process has a vault at a time."""

    def __init__(self, path: Path, seconds: float) -> None:
        """Wait at most `seconds`. Known(VAULT_IN_USE)."""
        with plain_failures(path):
            self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
        try:
            with plain_failures(path):
                self._wait(seconds)
        except BaseException:
            self._file.close()
            raise

    def _wait(self, seconds: float) -> None:
        waited = 0.0
        pause = threading.Event()
        while not _try_lock(self._file):
            if waited >= seconds:
                raise Known(RecordsCode.VAULT_IN_USE)
            pause.wait(_STEP)
            waited += _STEP

    def release(self) -> None:
        """Let others have the vault."""
        self._file.close()


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

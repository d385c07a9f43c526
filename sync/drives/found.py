"""The drives one can take out that are here now, and the room on them. Looks only; writes nothing.

Linux was tried. Windows and macOS are written from their manuals and were not: on both a folder can always be chosen.
"""

import ctypes
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_MOUNTS: Final = Path("/proc/self/mounts")
_BLOCKS: Final = Path("/sys/class/block")
_DESKTOPS: Final = ("/media/", "/run/media/")
_OF_THE_SYSTEM: Final = frozenset({Path("/"), Path("/boot"), Path("/boot/efi")})  # one may run it from a drive
_ESCAPED: Final = re.compile(r"\\([0-7]{3})")
_VOLUMES: Final = Path("/Volumes")
_WINDOWS_REMOVABLE: Final = 2
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Drive:
    """A drive: where it is, what its owner calls it, the free bytes, and whether one may write on it."""

    path: Path
    name: str
    free: int
    writable: bool


def found() -> tuple[Drive, ...]:
    """The drives that are here now, by name. One that is pulled while it is looked at is left out."""
    drives = (_drive(path) for path in dict.fromkeys(_places()))
    return tuple(sorted((one for one in drives if one is not None), key=lambda one: (one.name.casefold(), one.path)))


def on_linux(mounts: str, blocks: Path) -> list[Path]:
    """Where removable things are mounted: below a desktop's folders, or from a disk that says it is removable.

    `mounts` is the table as /proc/self/mounts has it; `blocks` is /sys/class/block.
    """
    rows = [row.split(" ") for row in mounts.splitlines()]
    places = [(row[0], Path(_plain(row[1]))) for row in rows if len(row) > 2 and row[0].startswith("/dev/")]
    return [
        path
        for device, path in places
        if f"{path}/".startswith(_DESKTOPS) or (_is_removable(blocks, device) and path not in _OF_THE_SYSTEM)
    ]


def _plain(text: str) -> str:
    """The table writes blanks in paths as \\040."""
    return _ESCAPED.sub(lambda one: chr(int(one[1], 8)), text)


def _is_removable(blocks: Path, device: str) -> bool:
    """Whether the disk of a device can be taken out; a partition's disk is the folder above it."""
    try:
        block = (blocks / Path(device).name).resolve(strict=True)
        says = [folder / "removable" for folder in (block, block.parent)]
        return any(one.read_text() == "1\n" for one in says if one.is_file())
    except OSError:
        return False


def _drive(path: Path) -> Drive | None:
    try:
        free = shutil.disk_usage(path).free
        writable = os.access(path, os.W_OK) and not _is_read_only(path)
    except OSError:
        return None
    return Drive(path, _readable(path.name) or str(path), free, writable)


def _readable(name: str) -> str:
    """A name that can be shown, whatever bytes it is made of."""
    return os.fsencode(name).decode("utf-8", "replace")


if sys.platform == "win32":

    def _places() -> Iterator[Path]:
        """Untried. The letters of drives the system calls removable (GetDriveTypeW)."""
        kernel = ctypes.windll.kernel32
        there = kernel.GetLogicalDrives()
        for place, letter in enumerate(_LETTERS):
            if there >> place & 1 and kernel.GetDriveTypeW(f"{letter}:\\") == _WINDOWS_REMOVABLE:
                yield Path(f"{letter}:\\")

    def _is_read_only(_path: Path) -> bool:
        """Untried. `os.access` says what is known."""
        return False

else:

    def _places() -> Iterable[Path]:
        if sys.platform == "darwin":
            return _on_macos()
        return on_linux(_MOUNTS.read_text(encoding="utf-8", errors="surrogateescape"), _BLOCKS)

    def _is_read_only(path: Path) -> bool:
        """Whether it was mounted for reading alone; `os.access` does not say so to the administrator."""
        return bool(os.statvfs(path).f_flag & os.ST_RDONLY)

    def _on_macos() -> list[Path]:
        """Untried. Everything below /Volumes but the disk the system runs from."""
        there = _VOLUMES.iterdir() if _VOLUMES.is_dir() else ()
        return [path for path in there if path.is_dir() and not path.is_symlink() and not path.samefile("/")]

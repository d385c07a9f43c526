"""Looking at files as a finder would: who may read them, and what can be read in them."""

import stat
from collections.abc import Iterator
from pathlib import Path


def mode_of(path: Path) -> int:
    """The permission bits of a file or folder."""
    return stat.S_IMODE(path.stat().st_mode)


def files_in(*folders: Path) -> Iterator[Path]:
    """Every file below these folders."""
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def readable_in(words: list[str], *folders: Path) -> list[tuple[Path, str]]:
    """Which of these words stand in a name or in the bytes of a file, in UTF-8 or UTF-16, in any case."""
    found = []
    for path in files_in(*folders):
        raw = path.read_bytes().lower()
        for word in words:
            shapes = [word.lower().encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
            if word.lower() in path.name.lower() or any(shape in raw for shape in shapes):
                found.append((path, word))
    return found

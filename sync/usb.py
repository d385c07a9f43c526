"""The walk of one package to a drive, as named states. Only the last one but one is success: read back, and the same.

A file is written under a temporary name, flushed, read back past the cache, compared, and only then given its name. A
failure names its state; what was begun is removed, and what was finished before stays.
"""

import hashlib
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Final

from records.errors import Known
from records.ids import Chance, random_name
from sync.drives.place import Place
from sync.errors import SyncCode

SUFFIX: Final = ".age"
PART: Final = ".part"
_MARGIN: Final = 1 << 20


class Step(StrEnum):
    """Where a package is on its way."""

    SPACE = "space"
    WRITING = "writing"
    READING_BACK = "reading-back"
    RENAMING = "renaming"
    COPIED = "copied"


Progress = Callable[[Step, int], None]


def put(place: Place, size: int, pieces: Iterator[bytes], chance: Chance, progress: Progress) -> str:
    """Carry sealed bytes to a place; return the name they lie under. Known(DRIVE_*) leaves nothing half there.

    `size` is about how many bytes there will be: `progress` hears it with the first step, then each step and the bytes
    done in it. What it raises ends the walk as a failure does.
    """
    progress(Step.SPACE, size)
    free = place.free()
    if free < size + _MARGIN:
        raise Known(SyncCode.DRIVE_FULL, path=str(place.path), needed=size + _MARGIN, free=free)
    name = random_name(chance)
    begun = name + PART
    try:
        digest, done = _written(place, begun, pieces, progress)
        _compare(place, begun, digest, done, progress)
        progress(Step.RENAMING, done)
        place.rename(begun, name + SUFFIX)
    except BaseException:
        place.remove(begun)
        raise
    progress(Step.COPIED, done)
    return name + SUFFIX


def _written(place: Place, name: str, pieces: Iterator[bytes], progress: Progress) -> tuple[bytes, int]:
    digest, done = hashlib.sha256(), 0

    def counted() -> Iterator[bytes]:
        nonlocal done
        for piece in pieces:
            digest.update(piece)
            done += len(piece)
            yield piece
            progress(Step.WRITING, done)

    place.write(name, counted())
    if next(pieces, None) is not None:
        raise Known(SyncCode.DRIVE_DIFFERS, path=str(place.path))
    return digest.digest(), done


def _compare(place: Place, name: str, expected: bytes, size: int, progress: Progress) -> None:
    """What lies there is what was written; a place that gives back more is not read to its end."""
    digest, done = hashlib.sha256(), 0
    for piece in place.read(name):
        digest.update(piece)
        done += len(piece)
        if done > size:
            break
        progress(Step.READING_BACK, done)
    if digest.digest() != expected or done != size:
        raise Known(SyncCode.DRIVE_DIFFERS, path=str(place.path))

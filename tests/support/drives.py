"""Drives as they are in the field: full, pulled out, slow, lying."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from records.errors import Known
from sync.drives.place import FolderPlace
from sync.errors import SyncCode


class FakePlace:
    """A place in memory that does everything right; tests make it do one thing wrong."""

    def __init__(self, room: int = 1 << 30) -> None:
        self.files: dict[str, bytes] = {}
        self.room = room
        self.acts: list[str] = []

    @property
    def path(self) -> Path:
        return Path("/media/stick")

    def free(self) -> int:
        self.acts.append("free")
        return self.room - sum(map(len, self.files.values()))

    def write(self, name: str, pieces: Iterator[bytes]) -> None:
        self.acts.append("write")
        assert name not in self.files
        self.files[name] = b""
        for piece in pieces:
            self.files[name] += piece

    def read(self, name: str) -> Iterator[bytes]:
        self.acts.append("read")
        raw = self.files[name]
        yield from (raw[at : at + 1000] for at in range(0, len(raw), 1000))

    def rename(self, old: str, new: str) -> None:
        self.acts.append("rename")
        self.files[new] = self.files.pop(old)

    def remove(self, name: str) -> None:
        self.acts.append("remove")
        self.files.pop(name, None)


class FullInTheMiddle(FakePlace):
    """Says there is room, and has room for only so much."""

    def write(self, name: str, pieces: Iterator[bytes]) -> None:
        super().write(name, self._as_far_as_it_goes(pieces))

    def _as_far_as_it_goes(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            if sum(map(len, self.files.values())) + len(piece) > self.room:
                raise Known(SyncCode.DRIVE_FULL, path=str(self.path))
            yield piece

    def free(self) -> int:
        return 1 << 30


class PulledAt(FakePlace):
    """Gone at the so-manieth act, and from then on: what lay there cannot be removed either."""

    def __init__(self, act: str, times: int = 1) -> None:
        super().__init__()
        self.act = act
        self.times = times
        self.gone = False

    def _touch(self, act: str) -> None:
        if act == self.act:
            self.times -= 1
        self.gone = self.gone or self.times == 0
        if self.gone:
            raise Known(SyncCode.DRIVE_GONE, path=str(self.path))

    def free(self) -> int:
        self._touch("free")
        return super().free()

    def write(self, name: str, pieces: Iterator[bytes]) -> None:
        self._touch("write")

        def until_pulled() -> Iterator[bytes]:
            for piece in pieces:
                self._touch("piece")
                yield piece

        super().write(name, until_pulled())
        self._touch("flush")

    def read(self, name: str) -> Iterator[bytes]:
        self._touch("read")
        for piece in super().read(name):
            self._touch("piece read")
            yield piece

    def rename(self, old: str, new: str) -> None:
        self._touch("rename")
        super().rename(old, new)
        self._touch("renamed")

    def remove(self, name: str) -> None:
        if not self.gone:
            super().remove(name)


class Lying(FakePlace):
    """Gives back something else than was written."""

    def __init__(self, change: Callable[[bytes], bytes]) -> None:
        super().__init__()
        self.change = change

    def read(self, name: str) -> Iterator[bytes]:
        yield self.change(self.files[name])


class Endless(FakePlace):
    """Gives back what was written, and then never stops."""

    def __init__(self) -> None:
        super().__init__()
        self.given = 0

    def read(self, name: str) -> Iterator[bytes]:
        yield from super().read(name)
        while True:
            self.given += 1
            yield bytes(1000)


class Lazy(FakePlace):
    """Says it wrote, and took only a part."""

    def __init__(self, pieces: int) -> None:
        super().__init__()
        self.pieces = pieces

    def write(self, name: str, pieces: Iterator[bytes]) -> None:
        self.files[name] = b"".join(next(pieces, b"") for _ in range(self.pieces))


class FillingUp(FolderPlace):
    """A real folder that somebody else fills while a package is written."""

    def __init__(self, path: Path, leave: int) -> None:
        super().__init__(path)
        self.leave = leave

    def write(self, name: str, pieces: Iterator[bytes]) -> None:
        room = super().free() - self.leave
        with (self.path / "film.mp4").open("wb") as film:
            film.write(os.urandom(room))
        super().write(name, pieces)

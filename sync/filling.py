"""How what is owed is cut into bundles: saves whole, attachments where a bundle is full. Pure.

A bundle never holds more than opening lets through; `Room` says how much that is.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from records.values import Blob
from records.vault.deliveries import Item
from sync.bundle import limits


@dataclass(frozen=True, slots=True)
class PlannedBody:
    """One body: entry's number and class, author, the hash of exactly these bytes, and the attachments it names."""

    item: Item
    entry: bytes
    author: bytes
    digest: bytes
    record: bytes
    version: str
    size: int
    blobs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedRange:
    """A stretch of an attachment's sealed bytes."""

    blob: Blob
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class PlannedBundle:
    """One bundle of a hand-over."""

    bodies: tuple[PlannedBody, ...]
    ranges: tuple[PlannedRange, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """How much one bundle may hold.

    size: bytes of bodies and attachments, the manifest, forms and cards left out and the padding's twelfth left free.
    entries, ranges, authors: how many. least: an attachment is not cut for less room than this.
    """

    size: int = limits.BUNDLE * 8 // 9 - limits.MANIFEST
    entries: int = limits.ENTRIES // 2
    ranges: int = limits.MEMBERS // 2
    authors: int = 1000
    least: int = 64 << 10


ROOM: Final = Room()
_HEAD: Final = 512  # at most, of one entry beside its bodies
_MEMBER: Final = 1024  # at most, of one range beside its bytes


def fill(bodies: Sequence[PlannedBody], ranges: Sequence[PlannedRange], room: Room = ROOM) -> list[PlannedBundle]:
    """Fill bundles: bodies first, each save whole, then attachments cut where a bundle is full."""
    filling = _Filling(room)
    for save in _saves(bodies):
        filling.add(save)
    for one in ranges:
        filling.cut(one)
    return filling.finish()


class _Filling:
    """The bundle being filled, and those that are full."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._full: list[PlannedBundle] = []
        self._begin()

    def add(self, save: Sequence[PlannedBody]) -> None:
        size = sum(body.size for body in save) + _HEAD
        author = save[0].author
        too_many = self._entries >= self._room.entries or len(self._authors | {author}) > self._room.authors
        if size > self._left or too_many:
            self._end()
        self._bodies += save
        self._entries += 1
        self._authors.add(author)
        self._left -= size

    def cut(self, one: PlannedRange) -> None:
        offset, left = one.offset, one.size
        while left:
            fits = self._left - _MEMBER >= min(left, self._room.least)
            if not fits or len(self._ranges) >= self._room.ranges:
                self._end()
            step = min(left, self._left - _MEMBER)
            self._ranges.append(PlannedRange(one.blob, offset, step))
            offset, left = offset + step, left - step
            self._left -= step + _MEMBER

    def finish(self) -> list[PlannedBundle]:
        self._end()
        return self._full

    def _begin(self) -> None:
        self._bodies: list[PlannedBody] = []
        self._ranges: list[PlannedRange] = []
        self._entries = 0
        self._authors: set[bytes] = set()
        self._left = self._room.size

    def _end(self) -> None:
        if not self._bodies and not self._ranges:
            return
        self._full.append(PlannedBundle(tuple(self._bodies), tuple(self._ranges)))
        self._begin()


def _saves(bodies: Sequence[PlannedBody]) -> Iterable[list[PlannedBody]]:
    found: dict[int, list[PlannedBody]] = defaultdict(list)
    for body in bodies:
        found[body.item.entry].append(body)
    return found.values()

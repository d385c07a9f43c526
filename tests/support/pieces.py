"""Feeding something incremental: all its input in pieces, and what came out, also when it failed on the way."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Protocol


class Incremental(Protocol):
    """Takes pieces and then the end, and returns bytes at each step."""

    def feed(self, data: bytes) -> bytes: ...

    def finish(self) -> bytes: ...


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    """Cut `data` into pieces of `size` bytes; the last may be shorter."""
    return (data[start : start + size] for start in range(0, len(data), size))


def cut(data: bytes, places: Sequence[int]) -> list[bytes]:
    """Cut `data` at these places, in any order; places beyond its end give empty pieces."""
    marks = [0, *sorted(places), len(data)]
    return [data[start:end] for start, end in itertools.pairwise(marks)]


def run(machine: Incremental, parts: Sequence[bytes] | Iterator[bytes], out: bytearray | None = None) -> bytes:
    """Feed all parts and finish; `out` keeps what was released before a failure."""
    out = bytearray() if out is None else out
    for part in parts:
        out += machine.feed(part)
    out += machine.finish()
    return bytes(out)

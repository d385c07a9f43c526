"""What the headers of a log prove together: forks and gaps (docs/formats/entry.md, section 5).

A function of the set of headers alone, so that the order of arrival never matters. Gaps are accepted and named; a fork
holds every entry from its point on.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from records.journal.entry import Header


class LogName(NamedTuple):
    """One log of one device."""

    device: bytes
    log: bytes


@dataclass(frozen=True, slots=True)
class Chain:
    """One log as far as it is known. fork: the first sequence at which two entries are proved, None without one."""

    name: LogName
    head: Header
    missing: tuple[tuple[int, int], ...]
    fork: int | None

    def holds(self, sequence: int) -> bool:
        """Whether an entry at this sequence stays outside the projection because of a fork."""
        return self.fork is not None and sequence >= self.fork


def chains(headers: Iterable[Header]) -> Mapping[LogName, Chain]:
    """Sort headers into logs and say of each its head, its gaps (first and last missing sequence) and its fork."""
    logs: dict[LogName, list[Header]] = defaultdict(list)
    for header in headers:
        logs[LogName(header.device, header.log)].append(header)
    return {name: _chain(name, found) for name, found in logs.items()}


def _chain(name: LogName, headers: list[Header]) -> Chain:
    by_sequence: dict[int, dict[bytes, Header]] = defaultdict(dict)
    for header in headers:
        by_sequence[header.sequence][header.id] = header
    sequences = sorted(by_sequence)
    head = min(by_sequence[sequences[-1]].values(), key=lambda header: header.id)
    return Chain(name, head, tuple(_missing(sequences)), _fork(by_sequence))


def _missing(sequences: list[int]) -> Iterable[tuple[int, int]]:
    expected = 1
    for sequence in sequences:
        if sequence > expected:
            yield expected, sequence - 1
        expected = sequence + 1


def _fork(by_sequence: Mapping[int, Mapping[bytes, Header]]) -> int | None:
    """Two entries at one sequence, or one that names another predecessor than the one known, prove a fork."""
    points = [sequence for sequence, found in by_sequence.items() if len(found) > 1]
    for sequence, found in by_sequence.items():
        before = by_sequence.get(sequence - 1)
        if before is not None and any(header.previous not in before for header in found.values()):
            points.append(sequence - 1)
    return min(points, default=None)

"""The signed part of a vault: entries and the exact bytes of their bodies. Keeps and finds them; judges nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from records.errors import Known, RecordsCode
from records.journal.chain import LogName
from records.journal.entry import Entry, Header, body_hash
from records.schema import BodyClass
from records.vault.engine import Database


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry in the journal, and its number in this vault."""

    number: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class PlaceInLog:
    """Where an entry stands in its log, and which of its bodies are here."""

    sequence: int
    number: int
    id: bytes
    bodies: frozenset[BodyClass]


class Journal:
    """Entries of this device and of others."""

    def __init__(self, database: Database) -> None:
        """Over one open database."""
        self._database = database

    def add(self, entries: Sequence[Entry]) -> list[Kept]:
        """Add entries, or bodies that were not here before; return those that brought something new, in order."""
        with self._database.writing() as connection:
            known = self._numbers(connection, [entry.id for entry in entries])
            fresh = [entry for entry in entries if entry.id not in known]
            connection.exec_driver_sql(
                "INSERT OR IGNORE INTO journal_entry(id, device, log, sequence, header, signature) "
                "VALUES(?, ?, ?, ?, ?, ?)",
                [_row(entry) for entry in fresh],
            ) if fresh else None
            numbers = self._numbers(connection, [entry.id for entry in entries])
            have = self._bodies_here(connection, known.values())
            kept, rows = [], []
            for entry in entries:
                number = numbers[entry.id]
                new = [
                    (number, int(which), raw)
                    for which, raw in zip(BodyClass, entry.bodies, strict=True)
                    if raw is not None and (number, int(which)) not in have
                ]
                if new or entry.id not in known:
                    kept.append(Kept(number, entry))
                    rows += new
            if rows:
                connection.exec_driver_sql("INSERT OR IGNORE INTO journal_body VALUES(?, ?, ?)", rows)
        return kept

    def holding(self, ids: Iterable[bytes]) -> Mapping[bytes, frozenset[BodyClass]]:
        """Of these entries, those that are here, and which of their bodies."""
        with self._database.reading() as connection:
            numbers = self._numbers(connection, list(ids))
            here = self._bodies_here(connection, numbers.values())
        bodies: dict[int, set[BodyClass]] = {}
        for number, which in here:
            bodies.setdefault(number, set()).add(BodyClass(which))
        return {entry: frozenset(bodies.get(number, ())) for entry, number in numbers.items()}

    def head(self, name: LogName) -> Header | None:
        """The last entry of a log as far as it is here."""
        with self._database.reading() as connection:
            row = connection.exec_driver_sql(
                "SELECT header FROM journal_entry WHERE device = ? AND log = ? ORDER BY sequence DESC LIMIT 1", name
            ).first()
        return None if row is None else Header.unpacked(row[0])

    def headers(self, names: Iterable[LogName]) -> Iterator[Header]:
        """Every header of these logs."""
        for name in set(names):
            with self._database.reading() as connection:
                rows = connection.exec_driver_sql(
                    "SELECT header FROM journal_entry WHERE device = ? AND log = ? ORDER BY sequence", name
                ).all()
            for row in rows:
                yield Header.unpacked(row[0])

    def logs(self) -> list[LogName]:
        """Every log of which something is here."""
        with self._database.reading() as connection:
            rows = connection.exec_driver_sql("SELECT DISTINCT device, log FROM journal_entry").all()
        return sorted(LogName(*row) for row in rows)

    def entries(self, numbers: Sequence[int]) -> list[Kept]:
        """Entries by number, bodies and all, in the order of their logs. Known(VAULT_DAMAGED)."""
        with self._database.reading() as connection:
            heads = in_parts(connection, "SELECT number, header, signature FROM journal_entry WHERE number", numbers)
            bodies = in_parts(connection, "SELECT entry, which, raw FROM journal_body WHERE entry", numbers)
        raws = {(number, which): raw for number, which, raw in bodies}
        found = []
        for number, raw_header, signature in heads:
            header = Header.unpacked(raw_header)
            here = (raws.get((number, 0)), raws.get((number, 1)), raws.get((number, 2)))
            for raw, digest in zip(here, header.bodies, strict=True):
                if raw is not None and body_hash(raw) != digest:  # what is signed is never read otherwise
                    raise Known(RecordsCode.VAULT_DAMAGED)
            found.append(Kept(number, Entry(header, signature, here)))
        return sorted(found, key=lambda kept: (kept.entry.header.device, kept.entry.header.log, _order(kept)))

    def numbers(self, name: LogName | None = None) -> list[int]:
        """The numbers of all entries, or of one log's, in order."""
        query = "SELECT number FROM journal_entry"
        with self._database.reading() as connection:
            if name is None:
                rows = connection.exec_driver_sql(query + " ORDER BY number").all()
            else:
                rows = connection.exec_driver_sql(query + " WHERE device = ? AND log = ? ORDER BY sequence", name).all()
        return [row[0] for row in rows]

    def places(self, name: LogName) -> list[PlaceInLog]:
        """Every entry of a log, rising, without reading a body."""
        query = (
            "SELECT e.sequence, e.number, e.id, total(1 << b.which) FROM journal_entry e "
            "LEFT JOIN journal_body b ON b.entry = e.number WHERE e.device = ? AND e.log = ? "
            "GROUP BY e.number ORDER BY e.sequence, e.id"
        )
        with self._database.reading() as connection:
            rows = connection.exec_driver_sql(query, name).all()
        return [
            PlaceInLog(sequence, number, entry, frozenset(which for which in BodyClass if int(bits) & 1 << which))
            for sequence, number, entry, bits in rows
        ]

    def number_of(self, entry: bytes) -> int | None:
        """The number of an entry by its id."""
        with self._database.reading() as connection:
            return self._numbers(connection, [entry]).get(entry)

    @staticmethod
    def _numbers(connection: Connection, ids: Sequence[bytes]) -> dict[bytes, int]:
        return dict(in_parts(connection, "SELECT id, number FROM journal_entry WHERE id", ids))

    @staticmethod
    def _bodies_here(connection: Connection, numbers: Iterable[int]) -> set[tuple[int, int]]:
        return set(in_parts(connection, "SELECT entry, which FROM journal_body WHERE entry", list(numbers)))


def in_parts(
    connection: Connection, query: str, keys: Sequence[object], tail: str = "", *values: object
) -> list[tuple[Any, ...]]:
    """Run a query `… WHERE column` over many keys, a few hundred at a time; `tail` and its values follow."""
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(keys), 500):
        part = tuple(keys[start : start + 500])
        marks = ", ".join("?" * len(part))
        found += [tuple(row) for row in connection.exec_driver_sql(f"{query} IN ({marks}) {tail}", (*part, *values))]
    return found


def _order(kept: Kept) -> tuple[int, bytes]:
    return kept.entry.header.sequence, kept.entry.id


def _row(entry: Entry) -> tuple[bytes, bytes, bytes, int, bytes, bytes]:
    header = entry.header
    return entry.id, header.device, header.log, header.sequence, header.packed(), entry.signature

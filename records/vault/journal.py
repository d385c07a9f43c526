"""The signed part of a vault: entries and the exact bytes of their bodies. Keeps and finds them; judges nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from records.errors import Known, RecordsCode
from records.journal.chain import LogName
from records.journal.entry import Entry, Header, has_its_bodies
from records.schema import BodyClass
from records.vault.engine import Database, rows, rows_of

_BODIES: Final = 4  # places an entry has in `journal_body`: three bodies, and one that stays free
_Span = tuple[int, int]


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
            numbers = self._numbers(connection, [entry.id for entry in entries])
            have = self._bodies_here(connection, numbers.values())
            last = rows(connection, "SELECT coalesce(max(number), 0) FROM journal_entry")[0][0]
            kept: list[Kept] = []
            heads: list[tuple[Any, ...]] = []
            bodies: list[tuple[Any, ...]] = []
            for entry in entries:
                fresh = entry.id not in numbers
                number = numbers.setdefault(entry.id, last + 1)
                if fresh:
                    last = number
                    heads.append((number, *_row(entry)))
                new = [
                    (place, raw)
                    for place, raw in zip(_places(number), entry.bodies, strict=True)
                    if raw is not None and place not in have
                ]
                if fresh or new:
                    kept.append(Kept(number, entry))
                    bodies += new
                    have.update(place for place, _ in new)
            _insert(connection, "INSERT INTO journal_entry VALUES(?, ?, ?, ?, ?, ?, ?)", heads)
            _insert(connection, "INSERT INTO journal_body VALUES(?, ?)", bodies)
        return kept

    def holding(self, ids: Iterable[bytes]) -> Mapping[bytes, frozenset[BodyClass]]:
        """Of these entries, those that are here, and which of their bodies."""
        with self._database.reading() as connection:
            numbers = self._numbers(connection, list(ids))
            here = self._bodies_here(connection, numbers.values())
        return {
            entry: frozenset(which for which, place in zip(BodyClass, _places(number), strict=True) if place in here)
            for entry, number in numbers.items()
        }

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
        spans = _spans(numbers)
        with self._database.reading() as connection:
            heads = _between(connection, "SELECT number, header, signature FROM journal_entry WHERE number", spans)
            bodies = _between(connection, "SELECT place, raw FROM journal_body WHERE place", _body_spans(spans))
        raws = dict(bodies)
        found = []
        for number, raw_header, signature in heads:
            header = Header.unpacked(raw_header)
            network, restricted, protected = map(raws.get, _places(number))
            entry = Entry(header, signature, (network, restricted, protected))
            if not has_its_bodies(entry):  # what is signed is never read otherwise
                raise Known(RecordsCode.VAULT_DAMAGED)
            found.append(Kept(number, entry))
        return sorted(found, key=_order)

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
            f"SELECT e.sequence, e.number, e.id, total(1 << b.place % {_BODIES}) FROM journal_entry e "
            f"LEFT JOIN journal_body b ON b.place BETWEEN e.number * {_BODIES} AND e.number * {_BODIES} + 2 "
            "WHERE e.device = ? AND e.log = ? GROUP BY e.number ORDER BY e.sequence, e.id"
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
        return dict(rows_of(connection, "SELECT id, number FROM journal_entry WHERE id", ids))

    @staticmethod
    def _bodies_here(connection: Connection, numbers: Iterable[int]) -> set[int]:
        """The places of the bodies of these entries that are here."""
        spans = _body_spans(_spans(numbers))
        return {place for (place,) in _between(connection, "SELECT place FROM journal_body WHERE place", spans)}


def _between(connection: Connection, query: str, spans: Iterable[_Span]) -> list[tuple[Any, ...]]:
    """Run a query `… WHERE column` over numbers from first to last: bodies lie in their order, and are read so."""
    return [row for span in spans for row in rows(connection, f"{query} BETWEEN ? AND ?", span)]


def _spans(numbers: Iterable[int]) -> list[_Span]:
    """Numbers as stretches without a gap, first and last."""
    found: list[_Span] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _body_spans(spans: Iterable[_Span]) -> list[_Span]:
    return [(first * _BODIES, last * _BODIES + 2) for first, last in spans]


def _places(number: int) -> tuple[int, int, int]:
    """Where the bodies of an entry lie, in the order of their classes."""
    return number * _BODIES, number * _BODIES + 1, number * _BODIES + 2


def _insert(connection: Connection, statement: str, values: list[tuple[Any, ...]]) -> None:
    if values:
        connection.exec_driver_sql(statement, values)


def _order(kept: Kept) -> tuple[bytes, bytes, int, bytes]:
    header = kept.entry.header
    return header.device, header.log, header.sequence, header.id


def _row(entry: Entry) -> tuple[bytes, bytes, bytes, int, bytes, bytes]:
    header = entry.header
    return entry.id, header.device, header.log, header.sequence, header.packed(), entry.signature

"""From accepted bodies to the tables people read: cells, one line a record, search. All of it can be made again.

What stands is decided in `records.journal.merge`; here it is read before, and what changed is written after. A form
that is not here yet leaves its records without a line's words and out of search, never without their cells.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from records.clock import instant
from records.errors import Known, RecordsCode
from records.folding import folded
from records.ids import record_code
from records.journal.body import Body, RecordName
from records.journal.merge import Cells, Place, RecordCells, Standing
from records.schema import BodyClass, Schema
from records.strict_json import Json
from records.summary import Line, summary
from records.values import Blob, from_plain, to_plain
from records.vault.engine import Database, rows, rows_of

_BATCH: Final = 500  # records: what is read of them is gone before the next come
_encoded: Final = msgspec.json.Encoder().encode
SchemaOf = Callable[[str], Schema | None]


@dataclass(frozen=True, slots=True)
class Taken:
    """One accepted body with the number of its entry and the entry's id and author."""

    number: int
    entry: bytes
    author: bytes
    which: BodyClass
    body: Body


@dataclass(slots=True)
class _Record:
    """A record while bodies are taken in."""

    number: int
    code: str
    cells: RecordCells
    numbers: dict[bytes, int]
    form: str
    version: str
    created: str
    changed: str
    fresh: bool


class Projection:
    """The view tables of one vault."""

    def __init__(self, database: Database, schema_of: SchemaOf) -> None:
        """`schema_of` gives a form's schema by its version hash, None when it is not here."""
        self._database = database
        self._schema_of = schema_of

    def take(self, bodies: Sequence[Taken]) -> frozenset[bytes]:
        """Take accepted bodies in, in one transaction; return the records they touched."""
        found: dict[bytes, list[Taken]] = defaultdict(list)
        for taken in bodies:
            found[taken.body.record.id].append(taken)
        records = list(found)
        with self._database.writing() as connection:
            for start in range(0, len(records), _BATCH):
                part = records[start : start + _BATCH]
                self._take(connection, [taken for record in part for taken in found[record]])
        return frozenset(records)

    def _take(self, connection: Connection, bodies: Sequence[Taken]) -> None:
        """Take in all that there is of some records."""
        records = self._load(connection, bodies)
        for taken in bodies:
            record = records[taken.body.record.id]
            record.numbers[taken.entry] = taken.number
            record.cells.take(taken.entry, taken.author, taken.which, taken.body)
            at = instant(taken.body.at)
            if (at, taken.body.version, taken.body.form) >= (record.changed, record.version, record.form):
                record.form, record.version = taken.body.form, taken.body.version
            record.created = min(record.created or at, at)
            record.changed = max(record.changed, at)
        self._write_cells(connection, records.values())
        self._write_blobs(connection, records, bodies)
        self._write_lines(connection, records)

    def note(self, bodies: Iterable[Taken]) -> None:
        """Note which entries speak of which record, held ones too."""
        with self._database.writing() as connection:
            bodies = list(bodies)
            numbers = self._numbered(connection, {taken.body.record.id: taken.body.record for taken in bodies})
            speak = sorted((numbers[t.body.record.id], t.number, int(t.which), t.body.at) for t in bodies)
            if speak:
                connection.exec_driver_sql("INSERT OR IGNORE INTO view_history VALUES(?, ?, ?, ?)", speak)

    def forget(self, records: Iterable[bytes]) -> None:
        """Drop what is shown of these records, so that it can be made again; their history stays."""
        with self._database.writing() as connection:
            for record in records:
                number = _number(connection, record)
                if number is None:
                    continue
                for table in ("view_cell", "view_protected_cell", "view_replaced", "view_owed", "view_blob"):
                    connection.exec_driver_sql(f"DELETE FROM {table} WHERE record = ?", (number,))
                connection.exec_driver_sql("DELETE FROM view_search WHERE rowid = ?", (number,))
                connection.exec_driver_sql(
                    "UPDATE view_record SET form = '', version = '', created = '', changed = '', title = '', "
                    "sort_when = '', when_text = '', place = '', kind = '', state = '', conflicts = 0, withdrawn = 0, "
                    "attachments = 0 WHERE number = ?",
                    (number,),
                )

    def cells(self, record: bytes) -> Cells:
        """What stands in a record, protected values included: for whoever holds the vault open."""
        return self.standing([record]).get(record, {})

    def standing(self, records: Iterable[bytes]) -> dict[bytes, Cells]:
        """What stands in those of these records that are here, protected values included."""
        with self._database.reading() as connection:
            known = rows_of(connection, "SELECT number, id FROM view_record WHERE id", list(records))
            loaded, _ = _cells(connection, [number for number, _ in known])
        return {record: loaded[number].cells() for number, record in known}

    def _load(self, connection: Connection, bodies: Sequence[Taken]) -> dict[bytes, _Record]:
        self.note(bodies)
        ids = list({taken.body.record.id for taken in bodies})
        lines = rows_of(
            connection, "SELECT id, number, code, form, version, created, changed FROM view_record WHERE id", ids
        )
        known = [number for _, number, _, _, version, _, _ in lines if version]
        cells, numbers = _cells(connection, known)
        return {
            record: _Record(
                number,
                code,
                cells.get(number, RecordCells()),
                numbers.get(number, {}),
                form,
                version,
                created,
                changed,
                fresh=not version,
            )
            for record, number, code, form, version, created, changed in lines
        }

    @staticmethod
    def _numbered(connection: Connection, names: Mapping[bytes, RecordName]) -> dict[bytes, int]:
        """The numbers of these records; those that were not here before get the next."""
        numbers = dict(rows_of(connection, "SELECT id, number FROM view_record WHERE id", list(names)))
        fresh = [record for record in names if record not in numbers]
        last = rows(connection, "SELECT coalesce(max(number), 0) FROM view_record")[0][0]
        numbers |= {record: number for number, record in enumerate(fresh, last + 1)}
        if fresh:
            connection.exec_driver_sql(
                "INSERT INTO view_record(number, id, device, nonce, code, form, version, created, changed, title, "
                "sort_when, when_text, place, kind, state, conflicts, withdrawn, attachments) "
                "VALUES(?, ?, ?, ?, ?, '', '', '', '', '', '', '', '', '', '', 0, 0, 0)",
                [(numbers[one], one, names[one].device, names[one].nonce, record_code(one)) for one in fresh],
            )
        return numbers

    @staticmethod
    def _write_blobs(connection: Connection, records: Mapping[bytes, _Record], bodies: Sequence[Taken]) -> None:
        named = [
            (taken.number, int(taken.which), value.name, number, _encoded(to_plain(value)).decode())
            for taken in bodies
            for value in (change.value for change in taken.body.changes)
            if isinstance(value, Blob) and (number := records[taken.body.record.id].number)
        ]
        if named:
            connection.exec_driver_sql("INSERT OR IGNORE INTO view_blob VALUES(?, ?, ?, ?, ?)", named)

    @staticmethod
    def _write_cells(connection: Connection, records: Iterable[_Record]) -> None:
        added: dict[str, list[tuple[Any, ...]]] = {"view_cell": [], "view_protected_cell": []}
        removed: dict[str, list[tuple[Any, ...]]] = {"view_cell": [], "view_protected_cell": []}
        replaced = []
        for record in records:
            number, numbers, standing = record.number, record.numbers, record.cells.standing
            for place, entry in record.cells.added:
                value = _encoded(to_plain(standing[place][entry].value)).decode()
                added[_table(place.body)].append((number, place.path, int(place.body), numbers[entry], value))
            for place, entry in record.cells.removed:
                key = (record.number, place.path, int(place.body), record.numbers[entry])
                removed[_table(place.body)].append(key)
            replaced += [
                (record.number, place.path, int(place.body), entry) for place, entry in record.cells.newly_replaced
            ]
        for table, keys in removed.items():
            if keys:
                connection.exec_driver_sql(
                    f"DELETE FROM {table} WHERE record = ? AND path = ? AND which = ? AND entry = ?", keys
                )
        for table, cells in added.items():
            if cells:
                connection.exec_driver_sql(f"INSERT OR REPLACE INTO {table} VALUES(?, ?, ?, ?, ?)", sorted(cells))
        if replaced:
            connection.exec_driver_sql("INSERT OR IGNORE INTO view_replaced VALUES(?, ?, ?, ?)", replaced)

    def _write_lines(self, connection: Connection, records: Mapping[bytes, _Record]) -> None:
        lines, gone, words = [], [], []
        # in the order of their numbers: FTS5 writes its memory out whenever a rowid falls (measured: 15 times slower)
        for record in sorted(records.values(), key=lambda record: record.number):
            line = summary(record.cells.cells(), self._schema_of(record.version))
            lines.append((*_columns(record, line), record.number))
            if not record.fresh:
                gone.append((record.number,))
            if line.words:
                words.append((record.number, folded(f"{record.code}\n{line.words}")))
        connection.exec_driver_sql(
            "UPDATE view_record SET form = ?, version = ?, created = ?, changed = ?, title = ?, sort_when = ?, "
            "when_text = ?, place = ?, kind = ?, state = ?, conflicts = ?, withdrawn = ?, attachments = ? "
            "WHERE number = ?",
            lines,
        ) if lines else None
        if gone:
            connection.exec_driver_sql("DELETE FROM view_search WHERE rowid = ?", gone)
        if words:
            connection.exec_driver_sql("INSERT INTO view_search(rowid, body) VALUES(?, ?)", words)


def _columns(record: _Record, line: Line) -> tuple[Any, ...]:
    return (
        record.form,
        record.version,
        record.created,
        record.changed,
        line.title,
        line.when[:10] or record.created[:10],
        line.when,
        line.place,
        line.kind,
        line.state,
        line.conflicts,
        line.withdrawn,
        line.attachments,
    )


def _read(value: str) -> Json:
    try:
        found: Json = msgspec.json.decode(value)
    except msgspec.DecodeError as problem:  # a damaged page, see `kept_json`, which is slower
        raise Known(RecordsCode.VAULT_DAMAGED) from problem
    return found


def _table(which: BodyClass) -> str:
    return "view_protected_cell" if which is BodyClass.PROTECTED else "view_cell"


def _number(connection: Connection, record: bytes) -> int | None:
    row = connection.exec_driver_sql("SELECT number FROM view_record WHERE id = ?", (record,)).first()
    return None if row is None else int(row[0])


def _cells(
    connection: Connection, records: Sequence[int]
) -> tuple[dict[int, RecordCells], dict[int, dict[bytes, int]]]:
    """Load what stands and what is replaced in these records, and the numbers of the entries concerned."""
    cells = {number: RecordCells() for number in records}
    numbers: dict[int, dict[bytes, int]] = {number: {} for number in records}
    for table in ("view_cell", "view_protected_cell"):
        query = (
            f"SELECT c.record, c.path, c.which, c.value, c.entry, e.id, e.device, h.at FROM {table} c "
            "JOIN journal_entry e ON e.number = c.entry "
            "JOIN view_history h ON h.record = c.record AND h.entry = c.entry AND h.which = c.which WHERE c.record"
        )
        for record, path, which, value, number, entry, device, at in rows_of(connection, query, records):
            place = Place(path, BodyClass(which))
            standing = Standing(entry, device, at, from_plain(_read(value)))
            cells[record].standing.setdefault(place, {})[entry] = standing
            numbers[record][entry] = number
    query = "SELECT record, path, which, entry FROM view_replaced WHERE record"
    for record, path, which, entry in rows_of(connection, query, records):
        cells[record].replaced.add((Place(path, BodyClass(which)), entry))
    return cells, numbers

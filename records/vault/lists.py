"""Lists of records for people: pages by key, search, and finding one by its code."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from records.folding import folded
from records.ids import read_code
from records.values import template
from records.vault.engine import Database, kept_json, rows_of

PAGE: Final = 200
_COLUMNS: Final = (
    "r.number, r.id, r.device, r.nonce, r.code, r.form, r.version, r.created, r.changed, r.title, r.sort_when, "
    "r.when_text, r.place, r.kind, r.state, r.conflicts, r.withdrawn, r.attachments"
)
_WITHDRAWN: Final = _COLUMNS.split(", ").index("r.withdrawn")
_LOOKED_BACK: Final = 500
_LAST: Final = "\U0010ffff"
_MOST_TYPED: Final = 400
_MOST_WORDS: Final = 20
_SHOWN: Final = "r.created != ''"


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One line of a list. when is as the form has it; kind and state are codes of the form."""

    number: int
    id: bytes
    device: bytes
    nonce: bytes
    code: str
    form: str
    version: str
    created: str
    changed: str
    title: str
    sort_when: str
    when: str
    place: str
    kind: str
    state: str
    conflicts: int
    withdrawn: bool
    attachments: int


@dataclass(frozen=True, slots=True)
class Query:
    """What a list shows: one form or all, words to find, withdrawn ones or not, and after which line.

    conflicts: only records in which two versions of something stand.
    """

    form: str | None = None
    words: str = ""
    withdrawn: bool = False
    after: tuple[str, int] | None = None
    limit: int = PAGE
    conflicts: bool = False


class Lists:
    """The lists of one vault."""

    def __init__(self, database: Database) -> None:
        """Over one open database."""
        self._database = database

    def page(self, query: Query) -> list[RecordLine]:
        """Return the next lines, the latest event first."""
        where, values = _conditions(query)
        if query.after is not None:
            where.append("(r.sort_when, r.number) < (?, ?)")
            values += list(query.after)
        statement = (
            f"SELECT {_COLUMNS} FROM view_record r WHERE {' AND '.join(where)} "
            "ORDER BY r.sort_when DESC, r.number DESC LIMIT ?"
        )
        return self._lines(statement, (*values, query.limit))

    def count(self, query: Query) -> int:
        """How many lines there are in all."""
        where, values = _conditions(query)
        statement = f"SELECT count(*) FROM view_record r WHERE {' AND '.join(where)}"
        with self._database.reading() as connection:
            return int(connection.exec_driver_sql(statement, tuple(values)).scalar_one())

    def anchor(self, query: Query, place: int) -> tuple[str, int] | None:
        """The key of the line before `place`, to read on from there; None for the first."""
        if place == 0:
            return None
        where, values = _conditions(query)
        statement = (
            f"SELECT r.sort_when, r.number FROM view_record r WHERE {' AND '.join(where)} "
            "ORDER BY r.sort_when DESC, r.number DESC LIMIT 1 OFFSET ?"
        )
        with self._database.reading() as connection:
            row = connection.exec_driver_sql(statement, (*values, place - 1)).first()
        return None if row is None else (row[0], row[1])

    def by_id(self, record: bytes) -> RecordLine | None:
        """One record by its id."""
        return next(iter(self._lines(f"SELECT {_COLUMNS} FROM view_record r WHERE r.id = ?", (record,))), None)

    def by_ids(self, records: Sequence[bytes]) -> list[RecordLine]:
        """Several records by their ids."""
        with self._database.reading() as connection:
            rows = rows_of(connection, f"SELECT {_COLUMNS} FROM view_record r WHERE r.id", records)
        return [_line(row) for row in rows]

    def all_ids(self) -> list[bytes]:
        """Every record of which something is in the journal, shown or not."""
        with self._database.reading() as connection:
            return [row[0] for row in connection.exec_driver_sql("SELECT id FROM view_record ORDER BY number")]

    def by_number(self, number: int) -> RecordLine | None:
        """One record by its number in this vault."""
        return next(iter(self._lines(f"SELECT {_COLUMNS} FROM view_record r WHERE r.number = ?", (number,))), None)

    def by_code(self, typed: str) -> list[RecordLine]:
        """Records by the code somebody typed: one, or several in the rare case that they share it."""
        plain = read_code(typed)
        if plain is None:
            return []
        pattern = f"{plain[:4]}-{plain[4:]}-_"
        return self._lines(
            f"SELECT {_COLUMNS} FROM view_record r WHERE r.code LIKE ? AND {_SHOWN} ORDER BY r.number", (pattern,)
        )

    def never_handed(self, limit: int) -> list[RecordLine]:
        """Records nothing of which was ever handed to anybody, the latest first."""
        statement = (
            f"SELECT {_COLUMNS} FROM view_record r WHERE {_SHOWN} AND r.withdrawn = 0 AND NOT EXISTS "
            "(SELECT 1 FROM view_history h JOIN local_delivery d ON d.entry = h.entry AND d.which = h.which "
            "WHERE h.record = r.number) ORDER BY r.number DESC LIMIT ?"
        )
        return self._lines(statement, (limit,))

    def nobody_has(self) -> tuple[int, str]:
        """How many of this vault's own records were never handed to anybody, and when the oldest was written."""
        statement = (
            f"SELECT count(*), coalesce(min(r.created), '') FROM view_record r WHERE {_SHOWN} AND r.withdrawn = 0 "
            "AND EXISTS (SELECT 1 FROM view_owed o WHERE o.record = r.number) AND NOT EXISTS "
            "(SELECT 1 FROM view_history h JOIN local_delivery d ON d.entry = h.entry AND d.which = h.which "
            "WHERE h.record = r.number)"
        )
        with self._database.reading() as connection:
            count, oldest = connection.exec_driver_sql(statement).one()
        return int(count), str(oldest)

    def in_conflict(self) -> int:
        """How many records have two versions of something."""
        statement = f"SELECT count(*) FROM view_record r WHERE {_SHOWN} AND r.withdrawn = 0 AND r.conflicts > 0"
        with self._database.reading() as connection:
            return int(connection.exec_driver_sql(statement).scalar_one())

    def of_version(self, version: str) -> list[bytes]:
        """The records last written with a version of a form."""
        with self._database.reading() as connection:
            rows = connection.exec_driver_sql("SELECT id FROM view_record WHERE version = ?", (version,)).all()
        return [row[0] for row in rows]

    def history(self, number: int) -> list[tuple[int, int]]:
        """The bodies that speak of a record, as (entry number, class), oldest claim first."""
        with self._database.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT entry, which FROM view_history WHERE record = ? ORDER BY at, entry, which", (number,)
            ).all()
        return [(entry, which) for entry, which in rows]

    def histories(self, numbers: Sequence[int]) -> list[tuple[int, int, int]]:
        """The bodies that speak of these records, as (record, entry number, class)."""
        with self._database.reading() as connection:
            rows = rows_of(connection, "SELECT record, entry, which FROM view_history WHERE record", numbers)
        return [(record, entry, which) for record, entry, which in rows]

    def values(self, numbers: Sequence[int], path: str) -> list[tuple[int, str]]:
        """What stands in these records at a path of the form, in all rows, as (record, JSON); protected included."""
        first = path.partition("/")[0]
        found = []
        with self._database.reading() as connection:
            for table in ("view_cell", "view_protected_cell"):
                query = f"SELECT record, value, path FROM {table} WHERE record"
                rows = rows_of(connection, query, numbers, "AND path BETWEEN ? AND ?", first, first + _LAST)
                found += [(record, value) for record, value, stands in rows if template(stands) == path]
        return found

    def protected(self) -> list[tuple[str, str, str]]:
        """Everything protected that stands here, as (version of the form, path, JSON)."""
        query = "SELECT r.version, c.path, c.value FROM view_protected_cell c JOIN view_record r ON r.number = c.record"
        with self._database.reading() as connection:
            return [(version, path, value) for version, path, value in connection.exec_driver_sql(query)]

    def recent(self, form: str, path: str, limit: int, device: bytes) -> list[str]:
        """What a device answered at a path of a form in its last records, newest first, each once. Protected left out.

        path: as the form knows it; in rows, what stands in any of them.
        """
        first = path.partition("/")[0]
        statement = (
            "SELECT c.path, c.value FROM (SELECT number FROM view_record WHERE form = ? AND device = ? "
            "AND withdrawn = 0 ORDER BY number DESC LIMIT ?) r JOIN view_cell c ON c.record = r.number "
            "WHERE c.path BETWEEN ? AND ? ORDER BY r.number DESC"
        )
        with self._database.reading() as connection:
            rows = connection.exec_driver_sql(statement, (form, device, _LOOKED_BACK, first, first + _LAST)).all()
        texts = (kept_json(value) for stands, value in rows if template(stands) == path)
        return list(dict.fromkeys(text for text in texts if isinstance(text, str) and text))[:limit]

    def most_used(self, form: str, path: str, limit: int) -> list[str]:
        """What the last records of a form here say at a path outside rows, the most frequent first."""
        statement = (
            "SELECT c.value FROM (SELECT number FROM view_record WHERE form = ? AND withdrawn = 0 "
            "ORDER BY number DESC LIMIT ?) r JOIN view_cell c ON c.record = r.number AND c.path = ? "
            "ORDER BY r.number DESC"
        )
        with self._database.reading() as connection:
            rows = connection.exec_driver_sql(statement, (form, _LOOKED_BACK, path)).all()
        texts = (kept_json(value) for (value,) in rows)
        return [text for text, _ in Counter(text for text in texts if isinstance(text, str)).most_common(limit)]

    def recent_together(self, form: str, paths: Sequence[str], limit: int, device: bytes) -> list[tuple[str, ...]]:
        """What a device answered at these paths together in its last records, newest first, each first answer once.

        paths: as the form knows them, beside each other in one group; "" for none. Protected ones are left out.
        """
        firsts = sorted({path.partition("/")[0] for path in paths if path})
        statement = (
            "SELECT r.number, c.path, c.value FROM (SELECT number FROM view_record WHERE form = ? AND device = ? "
            "AND withdrawn = 0 ORDER BY number DESC LIMIT ?) r JOIN view_cell c ON c.record = r.number "
            f"WHERE {' OR '.join(['c.path BETWEEN ? AND ?'] * len(firsts))} ORDER BY r.number DESC"
        )
        bounds = [bound for first in firsts for bound in (first, first + _LAST)]
        with self._database.reading() as connection:
            rows = connection.exec_driver_sql(statement, (form, device, _LOOKED_BACK, *bounds)).all()
        together: dict[tuple[int, str], dict[str, str]] = {}
        for number, stands, value in rows:
            if (path := template(stands)) in paths and isinstance(text := kept_json(value), str):
                together.setdefault((number, stands.rpartition("/")[0]), {})[path] = text
        found: dict[str, tuple[str, ...]] = {}
        for texts in together.values():
            if text := texts.get(paths[0], ""):
                found.setdefault(text, tuple(texts.get(path, "") for path in paths))
        return list(found.values())[:limit]

    def of_versions(self, versions: Sequence[str]) -> dict[int, bytes]:
        """The records last written with one of these versions of forms, as number → id."""
        with self._database.reading() as connection:
            return dict(rows_of(connection, "SELECT number, id FROM view_record WHERE version", versions))

    def held(self) -> dict[int, str]:
        """Entries outside the projection, and why."""
        with self._database.reading() as connection:
            return {row[0]: row[1] for row in connection.exec_driver_sql("SELECT entry, reason FROM view_held")}

    def withdrawn_bodies(self, digests: Sequence[bytes]) -> frozenset[bytes]:
        """Of these body hashes, those that were withdrawn and destroyed here."""
        with self._database.reading() as connection:
            return frozenset(
                row[0] for row in rows_of(connection, "SELECT digest FROM local_withdrawn WHERE digest", digests)
            )

    def hold(self, entries: Mapping[int, str | None]) -> None:
        """Note which entries are held and why; None releases one."""
        held = [(entry, reason) for entry, reason in entries.items() if reason is not None]
        with self._database.writing() as connection:
            if entries:
                connection.exec_driver_sql("DELETE FROM view_held WHERE entry = ?", [(entry,) for entry in entries])
            if held:
                connection.exec_driver_sql("INSERT INTO view_held VALUES(?, ?)", held)

    def _lines(self, statement: str, values: Sequence[Any]) -> list[RecordLine]:
        with self._database.reading() as connection:
            rows = connection.exec_driver_sql(statement, tuple(values)).all()
        return [_line(tuple(row)) for row in rows]


def _line(row: tuple[Any, ...]) -> RecordLine:
    values = list(row)
    values[_WITHDRAWN] = bool(values[_WITHDRAWN])
    return RecordLine(*values)


def _conditions(query: Query) -> tuple[list[str], list[Any]]:
    where, values = [_SHOWN], []
    if not query.withdrawn:
        where.append("r.withdrawn = 0")
    if query.form is not None:
        where.append("r.form = ?")
        values.append(query.form)
    if query.conflicts:
        where.append("r.conflicts > 0")
    for word in _words(query.words):
        where.append(_finding(word))
        values.append(f'"{word.replace(chr(34), chr(34) * 2)}"' if len(word) >= 3 else f"%{_escaped(word)}%")
    return where, values


def _words(typed: str) -> list[str]:
    """The words to find, as the index has them: a whole page pasted there is not a search for all of it."""
    known = typed[:_MOST_TYPED].replace("\0", " ").encode("utf-8", "ignore").decode()
    return folded(known).split()[:_MOST_WORDS]


def _finding(word: str) -> str:
    """Three letters and more are found by trigrams; shorter words by reading the texts."""
    if len(word) >= 3:
        return "(r.number IN (SELECT rowid FROM view_search WHERE view_search MATCH ?))"
    return "(r.number IN (SELECT rowid FROM view_search WHERE body LIKE ? ESCAPE '!'))"


def _escaped(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")

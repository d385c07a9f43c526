"""The SQLCipher connection: key, settings, transactions, and what its failures mean.

The key goes in by the connect event, never through a URL or a printed value. After opening, an authorizer denies what
would write clear text beside the vault: ATTACH, and another place for temporary tables.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, StaticPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from records.bulk import without_collecting
from records.errors import Known, RecordsCode

DATABASE_KEY_SIZE: Final = 48
_DENIED_ACTION: Final = 24  # SQLITE_ATTACH
_PRAGMA_ACTION: Final = 19
# Cached statements hold SQLite's small reserve of memory; without it every row costs a locked allocation, which
# cipher_memory_security makes ten times dearer (measured: 2.5 against 20 µs a row).
_STATEMENTS: Final = 4
_PRAGMAS: Final = (
    "cipher_memory_security = ON",
    "journal_mode = WAL",
    "synchronous = FULL",
    "temp_store = MEMORY",
    "secure_delete = ON",
    "foreign_keys = ON",
    "cache_size = -16000",
)


class Database:
    """One open connection. Belongs to one thread at a time."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Open the file, an empty one to begin with. `key` is 48 bytes: key and salt in SQLCipher's raw form."""
        self._engine = _engine(path, key)
        self.undone = 0
        try:
            with known_failures():
                self._connection = self._engine.connect()
                self._connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
                self._connection.rollback()
        except BaseException:
            self._engine.dispose()
            raise

    @property
    def connection(self) -> Connection:
        """The connection, for reading."""
        return self._connection

    @property
    def is_writing(self) -> bool:
        """Whether a transaction is open."""
        return self._writing

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read one consistent state."""
        with known_failures():
            try:
                yield self._connection
            finally:
                if self._connection.in_transaction() and not self._writing:
                    self._connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it or nothing. Inside another one it is part of that. `undone` counts nothings."""
        with known_failures():
            if self._writing:
                yield self._connection
                return
            if self._connection.in_transaction():
                self._connection.rollback()
            self._writing = True
            try:
                with without_collecting(), self._connection.begin():
                    yield self._connection
            except BaseException:
                self.undone += 1
                raise
            finally:
                self._writing = False

    _writing = False

    def forget_deleted(self) -> None:
        """Move what was deleted out of the write-ahead log, so that no old page keeps it. Not inside a transaction."""
        if self._writing:
            raise RuntimeError("a transaction is open")
        with known_failures():
            self._connection.rollback()
            # not through the engine, which begins a transaction: inside one nothing can be moved
            connection: Any = self._connection.connection.driver_connection
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def check(self) -> tuple[str, ...]:
        """Return what is damaged, nothing when all pages are whole."""
        with known_failures():
            found = [str(row[0]) for row in self._connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
            if not found:  # damaged pages cannot be read any further
                found = [str(row[0]) for row in self._connection.exec_driver_sql("PRAGMA integrity_check")]
            self._connection.rollback()
        return tuple(line for line in found if line != "ok")

    def close(self) -> None:
        """Close; the key is gone from here."""
        self._connection.close()
        self._engine.dispose()


def rows(connection: Connection, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query, as plain tuples and past SQLAlchemy, which takes longer over each than SQLite does."""
    driver: Any = connection.connection.driver_connection
    found: list[tuple[Any, ...]] = driver.execute(query, values).fetchall()
    return found


def rows_of(
    connection: Connection, query: str, keys: Iterable[object], tail: str = "", *values: object
) -> list[tuple[Any, ...]]:
    """Run a query `… WHERE column` for each of many keys; `tail` and its values follow.

    One key after the other, never many in brackets: a cached statement keeps what was bound to it, and so many small
    values eat up SQLite's small reserve of memory (measured: 40 µs more for every row written after).
    """
    driver: Any = connection.connection.driver_connection
    statement = f"{query} = ? {tail}"
    found: list[tuple[Any, ...]] = []
    for key in dict.fromkeys(keys):
        found += driver.execute(statement, (key, *values)).fetchall()
    return found


@contextmanager
def known_failures() -> Iterator[None]:
    """Turn what SQLite says of disks and files into known failures; everything else stays a bug."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as problem:
        code = _meaning(str(problem))
        if code is None:
            raise
        raise Known(code) from problem


def kept_json(text: str) -> Any:
    """Read JSON that this vault wrote into a table of its own. Known(VAULT_DAMAGED) when it is none.

    SQLCipher gives zeros, and no error, for a damaged page that only continues a value (measured, 4.19).
    """
    try:
        return json.loads(text)
    except ValueError as problem:
        raise Known(RecordsCode.VAULT_DAMAGED) from problem


def _meaning(text: str) -> RecordsCode | None:
    meanings = {
        "file is not a database": RecordsCode.VAULT_DAMAGED,
        "database disk image is malformed": RecordsCode.VAULT_DAMAGED,
        "database or disk is full": RecordsCode.DISK_FULL,
        "disk I/O error": RecordsCode.DISK_FAILED,
        "attempt to write a readonly database": RecordsCode.NOT_WRITABLE,
        "vtable constructor failed": RecordsCode.VAULT_DAMAGED,
        "unable to open database file": RecordsCode.NOT_WRITABLE,
        "database is locked": RecordsCode.VAULT_IN_USE,
    }
    return next((code for words, code in meanings.items() if words in text), None)


def _engine(path: Path, key: bytes) -> Engine:
    if len(key) != DATABASE_KEY_SIZE:
        raise ValueError("a database key and its salt have 48 bytes")
    engine = create_engine(
        f"sqlite:///{path}",
        module=sqlcipher,
        poolclass=StaticPool,
        hide_parameters=True,
        connect_args={"cached_statements": _STATEMENTS},
    )

    @event.listens_for(engine, "connect", insert=True)
    def _unlock(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA cipher_log_level = none")
        cursor.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        connection.set_authorizer(_authorize)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _authorize(action: int, first: str | None, second: str | None, *_where: str | None) -> int:
    moves_temporary = action == _PRAGMA_ACTION and first == "temp_store" and second is not None
    denied = action == _DENIED_ACTION or moves_temporary
    return int(sqlcipher.SQLITE_DENY if denied else sqlcipher.SQLITE_OK)

"""Saving one note of 25 answers, beside the same rows in one plain SQLCipher transaction with the same PRAGMAs."""

import secrets
import tempfile
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import event

from benchmarks.measuring import Result, median_time, show
from benchmarks.offices import drafts, pair
from records.recording import submit
from records.vault.engine import _PRAGMAS
from records.vault.tables import SEARCH_SETTINGS

_ROUNDS: Final = 60
Row = tuple[str, tuple[Any, ...]]


def run() -> None:
    """Measure both on one disk, the vault open, every commit flushed."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        monitor, headquarters = pair(Path(folder))
        waiting = iter(drafts(monitor, range(_ROUNDS + 20)))
        for _ in range(10):
            submit(monitor.vault, [next(waiting)])
        rows = _rows_of_one_save(monitor.vault, next(waiting))
        ours = median_time(lambda: submit(monitor.vault, [next(waiting)]), _ROUNDS)
        anchor = _anchor(monitor.vault, rows, Path(folder))
        for made in (monitor, headquarters):
            made.vault.close()
    show(
        Result(
            "saving a note of 25 answers ÷ the same rows in one plain SQLCipher transaction",
            ours,
            anchor,
            "≤ 4",
            f"{len(rows)} rows; vault open, commits flushed; ours also signs, and flushes the right to go on twice",
        )
    )


def _rows_of_one_save(vault: Any, draft: Any) -> list[Row]:
    """What one save writes, as statements and values."""
    found: list[Row] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            found.extend((statement, tuple(one)) for one in (values if many else [values]))

    event.listen(vault.database.connection.engine, "before_cursor_execute", note)
    submit(vault, [draft])
    event.remove(vault.database.connection.engine, "before_cursor_execute", note)
    return found


def _anchor(vault: Any, rows: list[Row], folder: Path) -> float:
    """The same statements in a plain database with the same tables; keys are made fresh so that each is a new row."""
    connection = sqlcipher.connect(str(folder / "plain"), isolation_level=None, cached_statements=32)
    connection.execute(f"PRAGMA key = \"x'{secrets.token_hex(48)}'\"")
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    with vault.database.reading() as ours:
        tables = [
            row[0]
            for row in ours.exec_driver_sql(
                "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'view_search_%' "
                "AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
            )
        ]
    for statement in tables:
        connection.execute(statement)
    for statement in SEARCH_SETTINGS:
        connection.execute(statement)
    number = [0]

    def once() -> None:
        number[0] += 1
        connection.execute("BEGIN IMMEDIATE")
        for statement, values in rows:
            connection.execute(statement, _fresh(statement, values, number[0]))
        connection.execute("COMMIT")

    found = median_time(once, _ROUNDS)
    connection.close()
    return found


def _fresh(statement: str, values: tuple[Any, ...], number: int) -> tuple[Any, ...]:
    """Move keys on, so that every round writes new rows."""
    if not statement.lstrip().upper().startswith("INSERT"):
        return values
    match values:
        case (int(first), bytes(second), *rest):  # a number, and the name it stands for
            return (first + number * 1000, _another(second, number), *rest)
        case (int(first), *rest):
            return (first + number * 1000, *rest)
        case (bytes(first), *rest):
            return (_another(first, number), *rest)
        case _:
            return values


def _another(name: bytes, number: int) -> bytes:
    return number.to_bytes(8, "big") + name[8:]

"""Putting a finished file where a person wants it: whole or not at all, for its owner alone to read."""

from pathlib import Path

from records.errors import Known
from records.ids import Chance
from records.vault.folder import handed_out
from reports.errors import ReportsCode


def place(out: Path, data: bytes, chance: Chance) -> None:
    """Write a file. Known(NOT_WRITTEN | DISK_FULL | NOT_WRITABLE …) leaves what stood there before."""
    try:
        with handed_out(out, chance) as file:
            file.write(data)
    except (FileNotFoundError, IsADirectoryError) as problem:
        raise Known(ReportsCode.NOT_WRITTEN, path=str(out)) from problem

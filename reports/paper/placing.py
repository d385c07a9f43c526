"""Putting a finished file where a person wants it: whole or not at all, for its owner alone to read."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from records.errors import Known
from records.ids import Chance, random_name
from records.vault.folder import create_private, flush_folder, plain_failures, refuse_precious
from reports.errors import ReportsCode

_LETTERS: Final = 8


def place(out: Path, data: bytes, chance: Chance) -> None:
    """Write a file beside, flush it, give it its name. Known(NOT_WRITTEN | DISK_FULL | NOT_WRITABLE …) leaves nothing.

    What stood there before stays until the new file is whole.
    """
    refuse_precious(out)
    try:
        with plain_failures(out):
            if out.is_dir():
                raise Known(ReportsCode.NOT_WRITTEN, path=str(out))
            _write(out, out.with_name(f".{random_name(chance, _LETTERS)}"), data)
    except FileNotFoundError as problem:
        raise Known(ReportsCode.NOT_WRITTEN, path=str(out)) from problem


def _write(out: Path, beside: Path, data: bytes) -> None:
    try:
        with create_private(beside) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(out)
        flush_folder(out.parent)
    except BaseException:
        with suppress(OSError):  # what stands in the way of writing may stand in the way of this too
            beside.unlink(missing_ok=True)
        raise

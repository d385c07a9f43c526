"""Answers as they come from outside: bytes of a JSON, JSON lines or CSV file to plain rows. Pure.

What two programs could read differently is refused, never guessed at: other bytes than UTF-8, a name or column twice,
NaN, half characters, rows longer than their header. What the answers mean is `forms.answers`'s.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from io import StringIO
from typing import Final, NoReturn, TypeAlias

from forms.errors import FormsCode
from records.errors import Known

LARGEST: Final = 32 << 20
_SEPARATORS: Final = ",;\t"
_HEADER: Final = 1

Plain: TypeAlias = "bool | int | Decimal | str | list[Plain] | dict[str, Plain] | None"


class FileKind(StrEnum):
    """How a file of answers is written."""

    JSON = "json"
    JSON_LINES = "jsonl"
    CSV = "csv"


class Unreadable(StrEnum):
    """Why a file of answers cannot be read."""

    TOO_LARGE = "too-large"
    NOT_UTF_8 = "not-utf-8"
    NOT_JSON = "not-json"
    NOT_A_RECORD = "not-a-record"
    NAME_TWICE = "name-twice"
    NOT_A_NUMBER = "not-a-number"
    NOT_A_TABLE = "not-a-table"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Row:
    """The answers of one record. number: as a person counts: the spreadsheet's row, the line, the place in the list.

    answers: by question name or path; groups may be objects, repeats lists. `None` and "" are no answer.
    """

    number: int
    answers: dict[str, Plain]


class _Refusal(ValueError):
    """Why some JSON is not taken."""

    def __init__(self, why: Unreadable) -> None:
        super().__init__(why.value)
        self.why = why


def read_answers(raw: bytes, kind: FileKind, path: str = "") -> list[Row]:
    """Read a file of answers, one row for each record. Known(ANSWERS_UNREADABLE) with path, row and why."""
    if len(raw) > LARGEST:
        _refuse(path, 0, Unreadable.TOO_LARGE)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise unreadable(path, 0, Unreadable.NOT_UTF_8) from problem
    match kind:
        case FileKind.JSON:
            rows = _from_json(text, path)
        case FileKind.JSON_LINES:
            rows = [Row(number, _record(_json(line, number, path), number, path)) for number, line in _lines(text)]
        case FileKind.CSV:
            rows = list(_from_csv(text, path))
    if not rows:
        _refuse(path, 0, Unreadable.EMPTY)
    return rows


def _from_json(text: str, path: str) -> list[Row]:
    found = _json(text, 0, path)
    if isinstance(found, list):
        return [Row(number, _record(one, number, path)) for number, one in enumerate(found, 1)]
    return [Row(1, _record(found, 1, path))]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _record(found: Plain, number: int, path: str) -> dict[str, Plain]:
    if not isinstance(found, dict):
        _refuse(path, number, Unreadable.NOT_A_RECORD)
    return found


def _json(text: str, number: int, path: str) -> Plain:
    try:
        found: Plain = json.loads(
            text, object_pairs_hook=_object, parse_float=Decimal, parse_constant=_no_number, parse_int=_integer
        )
        if "\\ud" in text.lower():
            json.dumps(found, ensure_ascii=False, default=str).encode("utf-8")
    except _Refusal as refusal:
        raise unreadable(path, number, refusal.why) from refusal
    except UnicodeEncodeError as problem:
        raise unreadable(path, number, Unreadable.NOT_UTF_8) from problem
    except (ValueError, ArithmeticError, RecursionError) as problem:
        raise unreadable(path, number, Unreadable.NOT_JSON) from problem
    return found


def _object(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Refusal(Unreadable.NAME_TWICE)
    return found


def _no_number(_word: str) -> NoReturn:
    raise _Refusal(Unreadable.NOT_A_NUMBER)


def _integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise _Refusal(Unreadable.NOT_A_NUMBER)
    return int(digits)


_MOST_DIGITS: Final = 40


def _from_csv(text: str, path: str) -> Iterator[Row]:
    """Rows of a table; the separator is the one the header uses. Rows in which nothing stands are passed over."""
    header_line = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=header_line.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    header: list[str] = []
    number = 0
    try:
        for number, cells in enumerate(reader, _HEADER):
            if number == _HEADER:
                header = _header(cells, path)
            elif any(cell.strip() for cell in cells):
                yield Row(number, _cells(header, cells, number, path))
    except csv.Error as problem:
        raise unreadable(path, number + 1, Unreadable.NOT_A_TABLE) from problem


def _header(cells: list[str], path: str) -> list[str]:
    names = [cell.strip() for cell in cells]
    named = [name for name in names if name]
    if len(set(named)) != len(named):
        _refuse(path, _HEADER, Unreadable.NAME_TWICE)
    return names


def _cells(header: list[str], cells: list[str], number: int, path: str) -> dict[str, Plain]:
    """Cells by column; an empty cell is as good as none, and so is a column without a name when it is empty."""
    found: dict[str, Plain] = {}
    for place, cell in enumerate(cells):
        if not cell.strip():
            continue
        if place >= len(header) or not header[place]:
            _refuse(path, number, Unreadable.NOT_A_TABLE)
        found[header[place]] = cell
    return found


def _refuse(path: str, number: int, why: Unreadable) -> NoReturn:
    raise unreadable(path, number, why)


def unreadable(path: str, number: int, why: Unreadable) -> Known:
    """Why a file cannot be read, and in which row; 0 for the whole of it."""
    return Known(FormsCode.ANSWERS_UNREADABLE, path=path, row=number, why=why.value)

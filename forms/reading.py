"""From a questionnaire's file to its sheets: XLSForm as Markdown, .xlsx or .xls, known by its bytes, not its name.

Sheets are what pyxform makes of them: a list of rows by column name. Shared choice lists are joined to the forms of our
own library here, so that a list is written once.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from functools import partial
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from pyxform.constants import SUPPORTED_SHEET_NAMES
from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import (
    get_excel_column_headers,
    get_excel_rows,
    md_to_dict,
    xls_value_to_unicode,
    xlsx_to_dict,
)
from xlrd import XLRDError, open_workbook  # type: ignore[import-untyped]
from xlrd.compdoc import CompDocError  # type: ignore[import-untyped]

from forms.errors import FormsCode
from records.errors import Known

Sheets = dict[str, Any]

LIBRARY: Final = Path(__file__).parent / "library"
LARGEST: Final = 32 << 20
LARGEST_UNPACKED: Final = 256 << 20
BROKEN: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    ParseError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""What the readers of other people's formats stumble over in a file that is not what it says it is."""

_OLE: Final = b"\xd0\xcf\x11\xe0"
_SELECT: Final = re.compile(r"(?:select_one|select_multiple|rank)\s+(\S+)")
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read_file(path: Path) -> bytes:
    """Read a file no larger than a questionnaire can be. Known(FORM_UNREADABLE)."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as problem:
        raise Known(FormsCode.FORM_UNREADABLE, path=str(path)) from problem
    if len(raw) > LARGEST:
        raise Known(FormsCode.FORM_UNREADABLE, path=str(path))
    return raw


def read_sheets(path: Path, raw: bytes | None = None) -> Sheets:
    """Read a questionnaire. Known(FORM_UNREADABLE) when the file holds none; (FORM_MISTAKE) for a cell no form holds.

    raw: what the file holds, where that is known.
    """
    raw = read_file(path) if raw is None else raw
    sheets = sheets_of(raw, path)
    return _with_shared_lists(sheets) if path.parent == LIBRARY else sheets


def sheets_of(raw: bytes, path: Path) -> Sheets:
    """The sheets in a file's bytes; the path is for the sentence alone. Known(FORM_UNREADABLE | FORM_MISTAKE)."""
    try:
        sheets = _sheets(raw)
    except (PyXFormError, XLRDError, CompDocError, *BROKEN) as problem:
        raise Known(FormsCode.FORM_UNREADABLE, path=str(path)) from problem
    if not sheets.get("survey"):
        raise Known(FormsCode.FORM_UNREADABLE, path=str(path))
    _check_letters(sheets)
    return sheets


def _check_letters(sheets: Sheets) -> None:
    """Refuse letters that cannot stand in a form, with the cell they stand in."""
    for sheet, rows in sheets.items():
        for number, row in enumerate(rows or (), 2):
            for column, cell in row.items() if isinstance(row, dict) else ():
                if _NOT_XML.search(f"{column}{cell}"):
                    says = "There is a letter in this cell that cannot be seen and cannot stand in a form."
                    raise Known(FormsCode.FORM_MISTAKE, sheet=sheet, row=number, column=str(column), says=says)


def _sheets(raw: bytes) -> Sheets:
    if raw.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            if sum(member.file_size for member in packed.infolist()) > LARGEST_UNPACKED:
                raise zipfile.BadZipFile
        found = xlsx_to_dict(BytesIO(raw))
    elif raw.startswith(_OLE):
        found = _old_excel(raw)
    else:
        found = md_to_dict(raw.decode("utf-8-sig"))
    return dict(found)


def _old_excel(raw: bytes) -> Sheets:
    """Read .xls as pyxform does, but quietly: what xlrd says of a worn file goes to nobody's standard output."""
    book = open_workbook(file_contents=raw, logfile=StringIO())
    found: Sheets = {"sheet_names": book.sheet_names()}
    for sheet in book.sheets():
        name = sheet.name.lower() if book.nsheets > 1 else "survey"
        if name in SUPPORTED_SHEET_NAMES:
            rows = [sheet.row(number) for number in range(sheet.nrows)]
            header = get_excel_column_headers(cell.value for cell in rows[0]) if rows else []
            found[name] = get_excel_rows(header, rows[1:], partial(_old_cell, book.datemode))
            found[f"{name}_header"] = [dict.fromkeys(column for column in header if column is not None)]
    return found


def _old_cell(date_mode: int, cell: Any, _row: int, _column: str) -> str:
    value = cell.value.strip() if isinstance(cell.value, str) else cell.value
    return str(xls_value_to_unicode(value, cell.ctype, date_mode))


def _with_shared_lists(sheets: Sheets) -> Sheets:
    """Add the shared lists a form of the library asks for and does not write itself."""
    own = {row.get("list_name") for row in sheets.get("choices", ())}
    asked = dict.fromkeys(match[1] for row in sheets["survey"] if (match := _SELECT.match(row.get("type") or "")))
    shared = [row for name in asked if name not in own for row in shared_lists().get(name, ())]
    columns = {column: None for row in shared for column in row}
    header = [dict.fromkeys((*sheets.get("choices_header", [{}])[0], *columns))]
    return {**sheets, "choices": [*sheets.get("choices", ()), *shared], "choices_header": header}


def shared_lists() -> Mapping[str, list[dict[str, Any]]]:
    """The choice lists all our forms share, by name."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((LIBRARY / "choices").glob("*.md")):
        for row in md_to_dict(path.read_text(encoding="utf-8")).get("choices", ()):
            found.setdefault(row["list_name"], []).append(row)
    return found

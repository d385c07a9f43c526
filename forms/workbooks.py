"""Workbooks, .xlsx and .xls, as sheets: a list of rows by column name, as pyxform makes them. Nothing is calculated."""

import re
import zipfile
from functools import partial
from io import BytesIO, StringIO
from typing import Any, Final

from openpyxl import load_workbook  # type: ignore[import-untyped]
from pyxform.constants import SUPPORTED_SHEET_NAMES
from pyxform.xls2json_backends import (
    get_excel_column_headers,
    get_excel_rows,
    xls_value_to_unicode,
    xlsx_to_dict,
)
from xlrd import open_workbook  # type: ignore[import-untyped]

from forms.errors import FormsCode
from forms.mistakes import Mistake
from records.errors import Fact, Known

LARGEST_UNPACKED: Final = 256 << 20
_SHEET: Final = "xl/worksheets/"
_UNSOLVED: Final = re.compile(
    rb"<(?:\w+:)?c [^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A cell with a formula and without what it came to."""


def new_workbook(raw: bytes) -> dict[str, Any]:
    """The sheets of .xlsx. Known(FORM_MISTAKE) for a formula that no program worked out; BadZipFile when it grows."""
    with zipfile.ZipFile(BytesIO(raw)) as packed:
        if sum(member.file_size for member in packed.infolist()) > LARGEST_UNPACKED:
            raise zipfile.BadZipFile
        sheets = (packed.read(name) for name in packed.namelist() if name.startswith(_SHEET))
        unsolved = any(map(_UNSOLVED.search, sheets))
    if unsolved:
        _check_formulas(raw)
    return dict(xlsx_to_dict(BytesIO(raw)))


def old_workbook(raw: bytes) -> dict[str, Any]:
    """Read .xls as pyxform does, but quietly: what xlrd says of a worn file goes to nobody's standard output."""
    book = open_workbook(file_contents=raw, logfile=StringIO())
    found: dict[str, Any] = {"sheet_names": book.sheet_names()}
    for sheet in book.sheets():
        name = sheet.name.lower() if book.nsheets > 1 else "survey"
        if name in SUPPORTED_SHEET_NAMES:
            rows = [sheet.row(number) for number in range(sheet.nrows)]
            header = get_excel_column_headers(cell.value for cell in rows[0]) if rows else []
            found[name] = get_excel_rows(header, rows[1:], partial(_old_cell, book.datemode))
            found[f"{name}_header"] = [dict.fromkeys(column for column in header if column is not None)]
    return found


def cell_mistake(mistake: Mistake, sheet: str, row: int, column: str) -> Known:
    """Something wrong with a cell."""
    facts: dict[str, Fact] = {"sheet": sheet, "row": row, "column": column, "value": column}
    return Known(FormsCode.FORM_MISTAKE, **facts, why=mistake.value, says=mistake.value)


def _check_formulas(raw: bytes) -> None:
    """A formula counts as what it came to when the workbook was last kept; one that came to nothing is not guessed.

    Reads the workbook twice more, and only to name the cell, or to find that it stands on no sheet of the form.
    """
    formulas, results = (load_workbook(BytesIO(raw), read_only=True, data_only=only) for only in (False, True))
    for sheet in formulas.sheetnames:
        if sheet.lower() in SUPPORTED_SHEET_NAMES:
            pairs = zip(formulas[sheet].iter_rows(), results[sheet].iter_rows(), strict=False)
            for written, came in pairs:
                for cell, result in zip(written, came, strict=False):
                    if cell.data_type == "f" and result.value is None:
                        raise cell_mistake(Mistake.FORMULA, sheet.lower(), cell.row, cell.column_letter)


def _old_cell(date_mode: int, cell: Any, _row: int, _column: str) -> str:
    value = cell.value.strip() if isinstance(cell.value, str) else cell.value
    return str(xls_value_to_unicode(value, cell.ctype, date_mode))

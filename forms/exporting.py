"""A questionnaire of ours as a complete XLSForm workbook, for people who keep theirs in a spreadsheet.

Shared choice lists are joined; labels are English. Compiled again, it has the same version.
"""

from io import BytesIO
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from forms.errors import FormsCode
from forms.reading import LIBRARY, Sheets, read_sheets
from records.errors import Known

_SHEETS: Final = ("survey", "choices", "settings", "entities", "external_choices", "osm")
_WIDEST: Final = 60


def export_xlsx(form: str, path: Path) -> None:
    """Write one of our forms as a workbook. Known(NO_FORM); OSError when the file cannot be written."""
    path.write_bytes(as_xlsx(library_sheets(form)))


def library_sheets(form: str) -> Sheets:
    """The sheets of one of our forms, its shared lists joined. Known(NO_FORM)."""
    source = LIBRARY / f"{form}.md"
    if source not in LIBRARY.glob("*.md"):
        raise Known(FormsCode.NO_FORM, form=form)
    return read_sheets(source)


def as_xlsx(sheets: Sheets) -> bytes:
    """Return sheets as a workbook. Every cell is a text, so that nothing in it is ever calculated."""
    book = Workbook(write_only=True)
    for name in _SHEETS:
        if sheets.get(name):
            _write(book.create_sheet(name), sheets[name], _header(sheets, name))
    raw = BytesIO()
    book.save(raw)
    return raw.getvalue()


def _header(sheets: Sheets, name: str) -> list[str]:
    """The columns, in the order they are written, and any that only rows have."""
    written: dict[str, Any] = next(iter(sheets.get(f"{name}_header") or ()), {})
    return list(dict.fromkeys([*written, *(column for row in sheets[name] for column in row)]))


def _write(sheet: Any, rows: list[dict[str, Any]], header: list[str]) -> None:
    sheet.freeze_panes = "A2"
    for column, name in enumerate(header):
        longest = max((len(str(row.get(name) or "")) for row in rows), default=0)
        sheet.column_dimensions[_letter(column)].width = min(_WIDEST, max(len(name), longest) + 2)
    sheet.append([_text(sheet, name) for name in header])
    for row in rows:
        sheet.append([_text(sheet, row.get(name)) for name in header])


def _text(sheet: Any, cell: Any) -> Any:
    """A cell that holds a text and nothing else, whatever it begins with."""
    if cell is None or cell == "":
        return None
    found = WriteOnlyCell(sheet, value=str(cell))
    found.data_type = "s"
    return found


def _letter(column: int) -> str:
    letter: str = get_column_letter(column + 1)
    return letter

"""A questionnaire of ours as a complete XLSForm workbook, for people who keep theirs in a spreadsheet.

Shared choice lists are joined, and all languages the program speaks. Compiled again, it has the same version.
"""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from forms.errors import FormsCode
from forms.reading import LIBRARY, Sheets, read_sheets
from records.errors import Known
from resources.texts import LANGUAGES, Texts

_SHEETS: Final = ("survey", "choices", "settings", "entities", "external_choices", "osm")
_SAID: Final = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
_VALUE: Final = re.compile(r"(\$\{[^}]*\})")
_WIDEST: Final = 60


def export_xlsx(form: str, path: Path) -> None:
    """Write one of our forms as a workbook. Known(NO_FORM); OSError when the file cannot be written."""
    path.write_bytes(complete_xlsx(form))


def complete_xlsx(form: str) -> bytes:
    """One of our forms as a workbook, with everything it needs elsewhere. Known(NO_FORM)."""
    spoken = [Texts(language.code) for language in LANGUAGES]
    return as_xlsx(in_languages(library_sheets(form), spoken))


def in_languages(sheets: Sheets, spoken: Sequence[Texts]) -> Sheets:
    """The sheets with every text in each of these languages, in columns as XLSForm has them: `label::English (en)`."""
    found = dict(sheets)
    for sheet in _SHEETS:
        rows: list[dict[str, Any]] = sheets.get(sheet) or []
        header = _header(sheets, sheet) if rows else []
        said = [column for column in header if column in _SAID and sheet in ("survey", "choices")]
        if said:
            found[sheet] = [_in_languages(row, spoken) for row in rows]
            columns = [new for column in header for new in (_names(column, spoken) if column in said else [column])]
            found[f"{sheet}_header"] = [dict.fromkeys(columns)]
    main = {"default_language": _names("", spoken)[0].removeprefix("::")}
    found["settings"] = [{**row, **main} for row in sheets.get("settings") or [{}]]
    found["settings_header"] = [dict.fromkeys((*_header(sheets, "settings"), *main))]
    return found


def _in_languages(row: Mapping[str, Any], spoken: Sequence[Texts]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column, cell in row.items():
        if column not in _SAID or not cell:
            found[column] = cell
            continue
        for name, texts in zip(_names(column, spoken), spoken, strict=True):
            found[name] = _translated(str(cell), texts)
    return found


def _names(column: str, spoken: Sequence[Texts]) -> list[str]:
    return [f"{column}::{texts.language.name} ({texts.language.code})" for texts in spoken]


def _translated(english: str, texts: Texts) -> str:
    """A text part by part, as a filling-in translates it: the values between the parts stay."""
    parts = _VALUE.split(english.strip())
    return "".join(part if number % 2 or not part else texts.of_form(part) for number, part in enumerate(parts))


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

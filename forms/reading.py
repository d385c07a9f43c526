"""From a questionnaire's file to its sheets: XLSForm as Markdown, .xlsx or .xls, known by its bytes, not its name.

Sheets are what pyxform makes of them: a list of rows by column name. Shared choice lists are joined to the forms of our
own library here, so that a list is written once.
"""

import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import md_to_dict
from xlrd import XLRDError  # type: ignore[import-untyped]
from xlrd.compdoc import CompDocError  # type: ignore[import-untyped]

from forms.errors import FormsCode
from forms.mistakes import Mistake
from forms.tables import LARGEST_TABLE
from forms.workbooks import cell_mistake, new_workbook, old_workbook
from records.errors import Known

Sheets = dict[str, Any]

LIBRARY: Final = Path(__file__).parent / "library"
LARGEST: Final = 32 << 20
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


class Source:
    """A questionnaire's file as it was read, and the files beside it that were asked for."""

    def __init__(self, path: Path) -> None:
        """Reads the file. Known(FORM_UNREADABLE)."""
        self.path = path
        self.raw = read_file(path)
        self.beside: dict[str, bytes | None] = {}

    def file(self, name: str) -> bytes | None:
        """The bytes of a file beside it, or in its folder of media as ODK names that; None when there is none."""
        if name not in self.beside:
            self.beside[name] = self.look(name)
        return self.beside[name]

    def look(self, name: str) -> bytes | None:
        """The same for a file that is no part of the form's logic: another one makes no other form."""
        if Path(name).name != name:
            return None
        for folder in (self.path.with_name(f"{self.path.stem}-media"), self.path.parent):
            found = folder / name
            with suppress(OSError):
                if found.is_file():
                    with found.open("rb") as file:
                        return file.read(LARGEST_TABLE + 1)
        return None

    def digest(self) -> str:
        """SHA-256, in hex, over the file and all that was asked for beside it."""
        whole = hashlib.sha256(hashlib.sha256(self.raw).digest())
        for name, raw in sorted(self.beside.items()):
            whole.update(hashlib.sha256(name.encode("utf-8", "replace")).digest())
            whole.update(hashlib.sha256(raw or b"").digest())
        return whole.hexdigest()


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
                    raise cell_mistake(Mistake.LETTER, sheet, number, str(column))


def _sheets(raw: bytes) -> Sheets:
    if raw.startswith(b"PK\x03\x04"):
        return new_workbook(raw)
    if raw.startswith(_OLE):
        return old_workbook(raw)
    return dict(md_to_dict(raw.decode("utf-8-sig")))


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

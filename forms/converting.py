"""From a questionnaire to a compiled form: pyxform makes the XForm, this reads it (ODK XForms specification).

The only place, with `reading`, where pyxform is loaded. Every mistake is told with sheet, row and column.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert as to_xform

from forms.checking import checked, placed
from forms.errors import FormsCode
from forms.model import Form
from forms.reading import LIBRARY, Sheets, read_sheets
from forms.xform import read_xform
from records.errors import Known

_NOT_OURS: Final = {
    "kobomatrix": "begin_kobomatrix",
    "kobo--rank": "begin_kobo--rank",
    "score": "begin_score",
    "search": "search()",
}


def compile_file(path: Path) -> Form:
    """Compile a questionnaire. Known(FORM_*) names the first mistake with sheet and row."""
    sheets = read_sheets(path)
    try:
        form = compile_sheets(sheets, name=path.stem, own=path.parent == LIBRARY)
    except Known as problem:
        raise placed(problem, sheets) from problem
    return checked(form, sheets)


def compile_sheets(sheets: Sheets, name: str, *, own: bool = False) -> Form:
    """Compile sheets without judging what the form does with them. Known(FORM_MISTAKE | FORM_NOT_SUPPORTED)."""
    _refuse_foreign(sheets)
    try:
        result = to_xform(_copied(sheets), validate=False, form_name=_form_name(sheets, name))
    except PyXFormError as problem:
        context = getattr(problem, "context", None) or {}
        raise Known(
            FormsCode.FORM_MISTAKE,
            sheet=str(context.get("sheet") or "survey"),
            row=int(context.get("row") or 0),
            column=str(context.get("column") or ""),
            says=_sentence(problem),
        ) from problem
    return read_xform(ET.fromstring(result.xform), own=own)  # noqa: S314 - what pyxform wrote a moment ago


def _copied(sheets: Sheets) -> Sheets:
    """pyxform changes the rows it is given."""
    return {key: [dict(row) for row in value] if _is_rows(value) else value for key, value in sheets.items()}


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def _form_name(sheets: Sheets, name: str) -> str:
    settings: dict[str, Any] = next(iter(sheets.get("settings") or ()), {})
    return str(settings.get("name") or settings.get("form_id") or re.sub(r"[^\w.-]", "_", name))


def _sentence(problem: PyXFormError) -> str:
    """What pyxform says, without its own way of naming the row."""
    return re.sub(r"^\s*\[row : [^\]]*\]\s*", "", str(problem)).strip()


def _refuse_foreign(sheets: Sheets) -> None:
    """Refuse by name what only KoBoToolbox understands, and what asks for a server."""
    for row, kind, appearance in _rows(sheets):
        for word in kind.split()[:1]:
            bare = word.removeprefix("begin_").removeprefix("end_")
            if bare in _NOT_OURS:
                raise Known(FormsCode.FORM_NOT_SUPPORTED, row=row, what=word)
        if re.search(r"\bsearch\s*\(", appearance):
            raise Known(FormsCode.FORM_NOT_SUPPORTED, row=row, what="search()")


def _rows(sheets: Sheets) -> Iterator[tuple[int, str, str]]:
    for number, row in enumerate(sheets["survey"], 2):
        kind = re.sub(r"^begin ", "begin_", str(row.get("type") or "").strip())
        yield number, kind, str(row.get("appearance") or "")

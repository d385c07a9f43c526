"""From a questionnaire to a compiled form: pyxform makes the XForm, this reads it (ODK XForms specification).

The only place, with `reading`, where pyxform is loaded. Every mistake is told with sheet, row and column.
"""

import re
from pathlib import Path
from typing import Any, Final

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert as to_xform

from forms.checking import checked, placed
from forms.errors import FormsCode, NotHere
from forms.mistakes import Mistake, about, mistake_of
from forms.model import Form
from forms.reading import BROKEN, LIBRARY, Sheets, Source, read_sheets
from forms.rows import Rows, survey_rows, with_external_choices
from forms.xform import MOST_LEVELS, parse_document, read_xform
from forms.xparts import Beside
from records.bulk import without_collecting
from records.errors import Fact, Known

_XML: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_KOBO: Final = re.compile(r"(?:begin|end)_(?:kobomatrix|kobo--rank|rank|score)\b|(?:kobo--)?(?:rank|score)__\w+")
_SEARCH: Final = re.compile(r"\bsearch\s*\(")
_ROW: Final = re.compile(r"\[row : (\d+)\]\s*")
_PLACE: Final = re.compile(r"On the '(\w+)' sheet, (?:the '([^']+)' value)?")
_QUOTED: Final = re.compile(r"'([^']+)'")


def compile_file(path: Path) -> Form:
    """Compile a questionnaire, XLSForm or XForm. Known(FORM_*) names the first mistake with sheet and row."""
    return compile_source(Source(path))


@without_collecting()
def compile_source(source: Source) -> Form:
    """Compile a questionnaire that was read. Known(FORM_*) names the first mistake with sheet and row."""
    path, raw = source.path, source.raw
    if _XML.match(raw):
        return _compile_xml(source)
    return compile_sheets(read_sheets(path, raw), path.stem, source.file, own=path.parent == LIBRARY)


def no_files(_name: str) -> bytes | None:
    """What lies beside a form that is no file itself."""
    return None


def compile_sheets(sheets: Sheets, name: str, files: Beside = no_files, *, own: bool = False) -> Form:
    """Compile the sheets of an XLSForm; the name stands in where it does not say its own. Known(FORM_*)."""
    try:
        form = _converted(sheets, name, files, own=own)
    except Known as problem:
        raise placed(problem, sheets) from problem
    return checked(form, sheets)


def _compile_xml(source: Source) -> Form:
    """Compile what was converted elsewhere; it has no sheets, so mistakes name the question alone."""
    try:
        return checked(read_xform(parse_document(source.raw), source.file, own=False), {})
    except Known as problem:
        facts = {"path": str(source.path)} if problem.code is FormsCode.FORM_UNREADABLE else {}
        raise Known(problem.code, **{**problem.facts, **facts}) from problem


def _converted(sheets: Sheets, name: str, files: Beside, *, own: bool) -> Form:
    _refuse_foreign(sheets)
    sheets = with_external_choices(sheets)
    root = _form_name(sheets, name)
    workbook = {**_copied(sheets), "fallback_form_name": root}
    try:
        result = to_xform(workbook, validate=False, form_name=root)
    except PyXFormError as problem:
        raise _mistake(problem, sheets) from problem
    except BROKEN as problem:  # pyxform stumbled instead of saying what is wrong
        facts: dict[str, Fact] = {"sheet": "survey", "row": 0, "column": "", "value": name, "says": str(problem)[:200]}
        raise Known(FormsCode.FORM_MISTAKE, **facts, why=Mistake.STUMBLED.value) from problem
    try:
        document = parse_document(result.xform.encode("utf-8", "replace"))
    except Known as problem:
        raise _unusable_name(sheets) from problem
    return read_xform(document, files, own=own)


def _unusable_name(sheets: Sheets) -> Known:
    """Name what made XML unreadable: names in scripts that XML learnt after its first years, Ethiopic among them."""
    names = [(row.number, row.path.rpartition("/")[2]) for row in survey_rows(sheets)]
    columns = ((1, str(column)) for header in sheets.get("choices_header") or () for column in header)
    found = next(((row, name) for row, name in (*names, *columns) if name and not _can_be_a_name(name)), (0, ""))
    return Known(FormsCode.FORM_NOT_SUPPORTED, row=found[0], what=found[1], why=NotHere.LETTERS.value)


def _can_be_a_name(name: str) -> bool:
    try:
        parse_document(f"<{name.partition(':')[0]}/>".encode())
    except Known:
        return False
    return True


def _copied(sheets: Sheets) -> Sheets:
    """pyxform changes the rows it is given."""
    return {key: [dict(row) for row in value] if _is_rows(value) else value for key, value in sheets.items()}


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def _form_name(sheets: Sheets, name: str) -> str:
    """The name of the form's first element: the settings say it, or it is made from the form's id or file."""
    settings: dict[str, Any] = next(iter(sheets.get("settings") or ()), {})
    plain = re.sub(r"[^\w.-]", "_", str(settings.get("name") or settings.get("form_id") or name))
    plain = plain if plain[:1].isalpha() else f"_{plain}"
    questions = {row.path.rpartition("/")[2] for row in survey_rows(sheets)}
    while plain in questions:  # pyxform takes a question of the same name for two
        plain = f"_{plain}"
    return plain


def _mistake(problem: PyXFormError, sheets: Sheets) -> Known:
    """What pyxform says, in a code of ours, with the place it names, or the row that what it quotes is found in."""
    says = _ROW.sub("", str(problem)).strip()
    context = problem.context or {}
    row, place = _ROW.search(str(problem)), _PLACE.search(says)
    rows = Rows(sheets)
    number = int(context.get("row") or (row[1] if row else 0))
    if not number and not place:
        found = (rows.of(quoted[1]) or rows.mentioning(quoted[1]) for quoted in _QUOTED.finditer(says))
        number = next((each for each in found if each), 0)
    sheet = str(context.get("sheet") or (place[1] if place else "survey"))
    column = str(context.get("column") or (place[2] if place and place[2] else ""))
    value = about(says) or (rows.name(number) if sheet == "survey" else "") or column or sheet
    facts: dict[str, Fact] = {"sheet": sheet, "row": number, "column": column, "value": value}
    return Known(FormsCode.FORM_MISTAKE, **facts, why=mistake_of(says).value, says=says)


def _refuse_foreign(sheets: Sheets) -> None:
    """Refuse by name what only KoBoToolbox understands, what asks for a server, and groups without end."""
    for row in survey_rows(sheets):
        if row.path.count("/") > MOST_LEVELS:
            raise Known(FormsCode.FORM_NOT_SUPPORTED, row=row.number, what=row.kind, why=NotHere.TOO_DEEP.value)
        first = row.kind.partition(" ")[0]
        if _KOBO.fullmatch(first):
            raise Known(FormsCode.FORM_NOT_SUPPORTED, row=row.number, what=first, why=NotHere.KOBO.value)
        if _SEARCH.search(row.cells.get("appearance", "")):
            raise Known(FormsCode.FORM_NOT_SUPPORTED, row=row.number, what="search()", why=NotHere.SEARCH.value)

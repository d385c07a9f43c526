"""Where a questionnaire says what: the rows of its survey sheet, each with the path of the question it writes.

Columns and kinds are read as loosely as pyxform reads them, so that a mistake is told with the row a person sees. Rows
count from 1 with the column names.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_COLUMNS = {"command": "type", "tag": "name", "value": "name"}
_CONTROL = re.compile(r"(begin|end)[ _](.*)", re.IGNORECASE | re.DOTALL)
_EXTERNAL = re.compile(r"\s*select[ _]one[ _]external\s+", re.IGNORECASE)
_GENERATED = re.compile(r"_(?:other|count)\Z")


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One row. kind: its type, `begin_` and `end_` always with the underscore. path: as the form knows it."""

    number: int
    kind: str
    path: str
    cells: Mapping[str, str]


def survey_rows(sheets: Mapping[str, Any]) -> Iterator[SurveyRow]:
    """Yield the rows that write something; cells by column, the column in pyxform's spelling."""
    above: list[str] = []
    for number, written in enumerate(sheets.get("survey") or (), 2):
        cells = {_column(header): str(text or "").strip() for header, text in written.items()}
        kind, name = _kind(cells.get("type", "")), cells.get("name", "")
        if kind.startswith("end_"):
            above = above[:-1]
        if kind:
            yield SurveyRow(number, kind, "/".join([*above, name]), cells)
        if kind.startswith("begin_"):
            above = [*above, name]


class Rows:
    """Finds the row that writes a question."""

    def __init__(self, sheets: Mapping[str, Any]) -> None:
        """Of a form without sheets, nothing is found."""
        self._rows = tuple(survey_rows(sheets))
        self._by_path: dict[str, int] = {}
        self._by_name: dict[str, int] = {}
        for row in self._rows:
            self._by_path.setdefault(row.path, row.number)
            self._by_name.setdefault(row.path.rpartition("/")[2], row.number)

    def of(self, path: str) -> int:
        """The row of a path, or of what it was made from (`people_count` of the repeat `people`); 0 when unknown."""
        name = path.rpartition("/")[2]
        made_from = _GENERATED.sub("", name)
        return self._by_path.get(path) or self._by_name.get(name) or self._by_name.get(made_from, 0)

    def name(self, number: int) -> str:
        """The name of the question that a row writes; "" when it writes none."""
        return next((row.path.rpartition("/")[2] for row in self._rows if row.number == number), "")

    def mentioning(self, word: str) -> int:
        """The first row in which a word stands; 0 when it stands in none."""
        found = (row.number for row in self._rows if any(word in cell for cell in (row.kind, *row.cells.values())))
        return next(found, 0)


def with_external_choices(sheets: Mapping[str, Any]) -> dict[str, Any]:
    """The sheets with `select_one_external` as what it means: a select whose long list stands on a sheet of its own."""
    if not sheets.get("external_choices"):
        return dict(sheets)
    survey = [
        {name: _EXTERNAL.sub("select_one ", str(cell)) if _is_type(name) else cell for name, cell in row.items()}
        for row in sheets["survey"]
    ]
    choices = [*(sheets.get("choices") or ()), *sheets["external_choices"]]
    found = {**sheets, "survey": survey, "choices": choices, "choices_header": _columns_of(choices)}
    return {name: sheet for name, sheet in found.items() if not name.startswith("external_choices")}


def _is_type(header: object) -> bool:
    return _column(header) == "type"


def _columns_of(rows: list[dict[str, Any]]) -> list[dict[str, None]]:
    return [dict.fromkeys(column for row in rows for column in row)]


def _column(header: object) -> str:
    name = "_".join(str(header).split()).lower()
    return _COLUMNS.get(name, name)


def _kind(written: str) -> str:
    match = _CONTROL.fullmatch(" ".join(written.split()))
    return f"{match[1].lower()}_{match[2]}" if match else " ".join(written.split())

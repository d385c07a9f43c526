"""Exports of ODK Central, ODK Briefcase and KoBoToolbox as rows of answers, by the names of the questions. Pure.

A note is a row of the main table, or an object; the rows of its repeats stand in tables beside, or in lists inside.
Nothing is dropped in silence: each column is told with what becomes of it, and what no question is called stays in the
row, so that filling it in names it.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from forms.answer_files import FileKind, Plain, Row, Unreadable, read_answers, unreadable
from forms.export_columns import Columns, Fate, Meaning, code_of, place_text
from forms.model import Definition, Form, Sort
from forms.storing import kind_of
from records.errors import Known
from records.schema import Kind

_LINKS: Final = (
    ("PARENT_KEY", "KEY"),
    ("_parent_index", "_index"),
    ("_submission__id", "_id"),
    ("_submission__uuid", "_uuid"),
)
_NAMES: Final = ("meta/instanceID", "meta-instanceID", "instanceID", "KEY", "__id", "_uuid", "meta.instanceID")
_LISTS: Final = ("results", "value")
_YES: Final = frozenset({"1", "true", "yes", "1.0"})
_ROW_OF_KEY: Final = re.compile(r"\[\d+\]")
_WKT: Final = re.compile(r"(?:POINT|LINESTRING|POLYGON)\s*Z?\s*\(+([^()]+)\)+", re.IGNORECASE)

_Link = tuple[str, str]
_Below = dict[tuple[str, _Link], list[Row]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column as it is told before anything is taken. answers: how many cells say something. table: "" the notes."""

    table: str
    name: str
    path: str
    fate: Fate
    answers: int


@dataclass(frozen=True, slots=True)
class Note:
    """One note of an export. instance: what ODK knows it by, "" when the export does not say."""

    row: Row
    instance: str


@dataclass(frozen=True, slots=True)
class Export:
    """An export, read: its notes, and what becomes of each column."""

    notes: tuple[Note, ...]
    columns: tuple[Column, ...]


def is_export(rows: Sequence[Row]) -> bool:
    """Whether these rows come from ODK or KoBoToolbox: they name themselves as only those do."""
    names = {*_NAMES, "SubmissionDate", "_id", "_submission_time", "__system", *_LISTS}
    return any(name in names for row in rows[:1] for name in row.answers)


def read_export(form: Form, files: Mapping[str, bytes]) -> Export:
    """Read an export: one JSON file, or one CSV file of notes and one for each repeat. Known(ANSWERS_UNREADABLE)."""
    return _Reader(form).read(files)


class _Reader:
    """Reads one export."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._definitions = {one.path: one for one in form.definitions}
        self._repeats = [one.path for one in form.definitions if one.sort is Sort.REPEAT]
        self._columns = {within: Columns(form, within) for within in ("", *self._repeats)}
        self._told: Counter[tuple[str, str, Meaning]] = Counter()

    def read(self, files: Mapping[str, bytes]) -> Export:
        """All notes, and what was seen of each column."""
        tables = {name: _rows(name, raw) for name, raw in files.items()}
        notes = self._objects(tables) if any(map(_is_json, tables)) else self._tables(tables)
        told = ((table, name, meaning, count) for (table, name, meaning), count in self._told.items())
        columns = (Column(table, name, meaning.path, meaning.fate, count) for table, name, meaning, count in told)
        return Export(tuple(notes), tuple(columns))

    def _objects(self, tables: Mapping[str, list[Row]]) -> list[Note]:
        """Notes as objects: a list of them, or a list under the name each program has for it."""
        name, rows = next((name, rows) for name, rows in tables.items() if _is_json(name))
        listed = [rows[0].answers.get(one) for one in _LISTS] if len(rows) == 1 else []
        inside = next((found for found in listed if isinstance(found, list)), None)
        if inside is not None:
            rows = [Row(number, found) for number, found in enumerate(inside, 1) if isinstance(found, dict)]
            if len(rows) < len(inside):
                raise unreadable(name, 0, Unreadable.NOT_A_RECORD)
        return [Note(Row(row.number, self._whole(row.answers, "")), _instance(row.answers)) for row in rows]

    def _whole(self, found: Mapping[str, Plain], within: str) -> dict[str, Plain]:
        """The answers of a note, or of a row of a repeat: an export has exactly the rows it names."""
        inner = (repeat for repeat in self._repeats if _around(repeat, self._repeats) == within)
        none: dict[str, Plain] = {_inside(repeat, within): [] for repeat in inner}
        return none | self._object(found, within, within)

    def _object(self, found: Mapping[str, Plain], above: str, within: str) -> dict[str, Plain]:
        """The answers in an object, by whole paths; `above` is the group it lies in, `within` the repeat."""
        answers: dict[str, Plain] = {}
        parts: dict[str, dict[str, str]] = {}
        for name, value in found.items():
            path = self._below(name, above)
            one = self._definitions.get(path)
            if one is not None and one.sort is Sort.GROUP and isinstance(value, dict):
                answers |= self._object(value, path, within)
            elif one is not None and one.sort is Sort.REPEAT and isinstance(value, list):
                rows = [self._whole(row, path) for row in value if isinstance(row, dict)]
                answers[_inside(path, within)] = list(rows)
            elif value not in (None, "", []):
                plain = _place_of(value)
                self._take(answers, parts, within, self._spelled(name, above, within), plain)
        return _places(parts, within) | answers

    def _below(self, name: str, above: str) -> str:
        """The path a name stands for: from the top, or from the group around it."""
        near = f"{above}/{name}".lstrip("/")
        return near if near in self._definitions else name

    def _spelled(self, name: str, above: str, within: str) -> str:
        """A name as a column of the table would have it."""
        full = f"{above}/{name}".lstrip("/")
        return full if self._columns[within].meaning(full).path else name

    def _tables(self, tables: Mapping[str, list[Row]]) -> list[Note]:
        """Notes of the main table, with the rows of the other tables that point to them."""
        tables = {name: rows for name, rows in tables.items() if rows}
        mains = [name for name, rows in tables.items() if not any(map(_parent, rows))]
        if len(mains) != 1:
            raise unreadable(", ".join(sorted(mains or tables)), 0, Unreadable.NOT_A_RECORD)
        below: _Below = {}
        for name, rows in tables.items():
            repeat = "" if name == mains[0] else self._repeat_of(name, rows)
            for row in rows if repeat else ():
                if (above := _parent(row)) is None:
                    raise unreadable(name, row.number, Unreadable.NOT_A_RECORD)
                below.setdefault((repeat, above), []).append(row)
        return [Note(Row(row.number, self._record(row, "", below)), _instance(row.answers)) for row in tables[mains[0]]]

    def _record(self, row: Row, within: str, below: _Below) -> dict[str, Plain]:
        """One row of a table, and what hangs on it."""
        answers: dict[str, Plain] = {}
        parts: dict[str, dict[str, str]] = {}
        for name, value in row.answers.items():
            self._take(answers, parts, within, name, value)
        answers = _places(parts, within) | answers
        for repeat in self._repeats:
            if _around(repeat, self._repeats) == within:
                found = [each for key in _keys(row) for each in below.get((repeat, key), ())]
                answers[_inside(repeat, within)] = [self._record(each, repeat, below) for each in found]
        return answers

    def _take(
        self, answers: dict[str, Plain], parts: dict[str, dict[str, str]], within: str, name: str, value: Plain
    ) -> None:
        """Take one cell for what its column means."""
        meaning = self._columns[within].meaning(name)
        self._told[within, name, meaning] += 1
        match meaning:
            case Meaning(fate=Fate.UNKNOWN):
                answers[name] = value
            case Meaning(fate=Fate.TAKEN, choice=choice, path=path) if choice:
                taken = answers.setdefault(_inside(path, within), "")
                if str(value).strip().lower() in _YES and choice not in str(taken).split():
                    answers[_inside(path, within)] = f"{taken} {choice}".strip()
            case Meaning(fate=Fate.TAKEN, part=part, path=path) if part:
                parts.setdefault(path, {})[part] = str(value)
            case Meaning(fate=Fate.TAKEN, path=path):
                answers[_inside(path, within)] = self._answer(self._definitions[path], value)
            case _:
                pass

    def _answer(self, one: Definition, value: Plain) -> Plain:
        """An answer; where it is a choice that is written as its label, its code."""
        if not isinstance(value, str):
            return value
        return code_of(self._form, one, value.strip()) if kind_of(one) is Kind.CHOICE else value

    def _repeat_of(self, name: str, rows: Sequence[Row]) -> str:
        """The repeat whose rows a table holds: its rows say so, its file's name does, or its columns do."""
        key = next((str(row.answers["KEY"]) for row in rows if "KEY" in row.answers), "")
        path = _ROW_OF_KEY.sub("", key.partition("/")[2])
        if path in self._repeats:
            return path
        stem = name.rpartition("/")[2].rpartition(".")[0]
        ends = [repeat for repeat in self._repeats if re.split(r"[-_ ]", stem)[-1] == repeat.rpartition("/")[2]]
        if len(ends) == 1:
            return ends[0]
        columns = dict.fromkeys(column for row in rows for column in row.answers)
        known = {repeat: self._columns[repeat].known(iter(columns)) for repeat in self._repeats}
        best = max(known, key=lambda repeat: known[repeat], default="")
        if not best or not known[best]:
            raise unreadable(name, 0, Unreadable.NOT_A_RECORD)
        return best


def _rows(name: str, raw: bytes) -> list[Row]:
    try:
        return read_answers(raw, FileKind.JSON if _is_json(name) else FileKind.CSV, name)
    except Known as problem:
        if problem.facts.get("why") == Unreadable.EMPTY.value:  # a repeat nobody had rows for
            return []
        raise


def _is_json(name: str) -> bool:
    return name.lower().endswith(".json")


def _keys(row: Row) -> tuple[_Link, ...]:
    """What rows below may call this row."""
    return tuple((name, str(row.answers[name])) for _, name in _LINKS if name in row.answers)


def _parent(row: Row) -> _Link | None:
    """What this row calls the row above it, None when it lies in none."""
    found = ((name, row.answers.get(parent)) for parent, name in _LINKS)
    return next(((name, str(value)) for name, value in found if value is not None), None)


def _instance(answers: Mapping[str, Plain]) -> str:
    meta = answers.get("meta")
    inside = meta.get("instanceID") if isinstance(meta, dict) else None
    found = inside or next((answers[name] for name in _NAMES if isinstance(answers.get(name), str)), "")
    return str(found).removeprefix("uuid:")


def _inside(path: str, within: str) -> str:
    return path.removeprefix(f"{within}/") if within else path


def _around(path: str, repeats: Sequence[str]) -> str:
    return max((one for one in repeats if path.startswith(f"{one}/")), key=len, default="")


def _places(parts: Mapping[str, Mapping[str, str]], within: str) -> dict[str, Plain]:
    found = {_inside(path, within): place_text(numbers) for path, numbers in parts.items()}
    return {path: text for path, text in found.items() if text}


def _place_of(value: Plain) -> Plain:
    """A place as a geo question holds it, where an export has it as GeoJSON or as well-known text."""
    match value:
        case {"type": "Point", "coordinates": list(point), "properties": dict(properties)}:
            return _point(point, properties.get("accuracy"))
        case {"type": "Point", "coordinates": list(point)}:
            return _point(point, None)
        case {"type": "LineString", "coordinates": list(points)}:
            return "; ".join(_point(point, None) for point in points if isinstance(point, list))
        case {"type": "Polygon", "coordinates": [list(points), *_]}:
            return "; ".join(_point(point, None) for point in points if isinstance(point, list))
        case str() if match := _WKT.fullmatch(value.strip()):
            return "; ".join(_point(point.split(), None) for point in match[1].split(","))
        case _:
            return value


def _point(point: Sequence[Plain], accuracy: Plain) -> str:
    east, north, height, *_ = [*map(_number, point), "0", "0", "0"]
    return f"{north} {east} {height} {_number(accuracy)}"


def _number(value: Plain) -> str:
    return str(value) if isinstance(value, int | Decimal | str) else "0"

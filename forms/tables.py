"""Choices that lie in a file beside a form: CSV, GeoJSON or XML to rows of columns. Pure.

What two programs could read differently is refused, never guessed at. Implements "Secondary instances, external" of the
ODK XForms specification; of GeoJSON (RFC 7946) points, lines and areas become what a geo question would hold.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from io import StringIO
from typing import Any, Final, NoReturn

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import ParseError, fromstring  # type: ignore[import-untyped]

from forms.errors import FormsCode
from records.errors import Known

LARGEST_TABLE: Final = 16 << 20
MOST_ROWS: Final = 100_000
GEOMETRY: Final = "geometry"
_SEPARATORS: Final = ",;\t"

Columns = dict[str, str]


class Unusable(StrEnum):
    """Why a file beside a form cannot be used."""

    MISSING = "file-missing"
    TOO_LARGE = "too-large"
    NOT_UTF_8 = "not-utf-8"
    NOT_JSON = "not-json"
    NOT_A_TABLE = "not-a-table"
    NAME_TWICE = "name-twice"
    EMPTY = "empty"
    OTHER_KIND = "other-kind"
    NOT_SHOWN = "not-shown"  # of pictures, sounds and films alone


class _Refusal(ValueError):
    """Why a table is not taken."""

    def __init__(self, why: Unusable) -> None:
        super().__init__(why.value)
        self.why = why


def read_table(name: str, raw: bytes | None) -> list[Columns]:
    """Read a table by the ending of its name; None is a file that is not there. Known(FORM_FILE) with file and why."""
    try:
        if raw is None:
            raise _Refusal(Unusable.MISSING)
        if len(raw) > LARGEST_TABLE:
            raise _Refusal(Unusable.TOO_LARGE)
        rows = _rows(name.rpartition(".")[2].lower(), raw)
    except _Refusal as refusal:
        raise Known(FormsCode.FORM_FILE, row=0, file=name, why=refusal.why.value) from refusal
    return rows


def _rows(kind: str, raw: bytes) -> list[Columns]:
    match kind:
        case "csv":
            rows = list(_from_csv(_text(raw)))
        case "geojson" | "json":
            rows = [_feature(one) for one in _features(_text(raw))]
        case "xml":
            rows = list(_from_xml(raw))
        case _:
            raise _Refusal(Unusable.OTHER_KIND)
    if not rows:
        raise _Refusal(Unusable.EMPTY)
    if len(rows) > MOST_ROWS:
        raise _Refusal(Unusable.TOO_LARGE)
    return rows


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise _Refusal(Unusable.NOT_UTF_8) from problem


def _from_csv(text: str) -> Iterator[Columns]:
    """Rows under their header; the separator is the one the header uses. Empty rows are passed over."""
    separator = max(_SEPARATORS, key=text.split("\n", 1)[0].count)
    header: list[str] | None = None
    try:
        for cells in csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True):
            if header is None:
                header = _header(cells)
            elif any(cell.strip() for cell in cells):
                if any(cell.strip() for place, cell in enumerate(cells) if not _named(header, place)):
                    raise _Refusal(Unusable.NOT_A_TABLE)
                yield {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name}
    except csv.Error as problem:
        raise _Refusal(Unusable.NOT_A_TABLE) from problem


def _header(cells: Sequence[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    named = [name for name in names if name]
    if len(set(named)) != len(named):
        raise _Refusal(Unusable.NAME_TWICE)
    return names


def _named(header: Sequence[str], place: int) -> bool:
    return place < len(header) and bool(header[place])


def _features(text: str) -> list[Any]:
    """The features of a GeoJSON collection. Numbers stay as they are written."""
    try:
        found = json.loads(text, parse_float=str, parse_int=str, parse_constant=_no_number, object_pairs_hook=_object)
    except _Refusal:
        raise
    except (ValueError, RecursionError) as problem:
        raise _Refusal(Unusable.NOT_JSON) from problem
    match found:
        case {"type": "FeatureCollection", "features": list(features)}:
            return features
        case _:
            raise _Refusal(Unusable.NOT_A_TABLE)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Refusal(Unusable.NAME_TWICE)
    return found


def _no_number(_word: str) -> NoReturn:
    raise _Refusal(Unusable.NOT_JSON)


def _feature(found: Any) -> Columns:
    match found:
        case {"type": "Feature", "geometry": geometry}:
            properties: Mapping[str, Any] = found.get("properties") or {}
            if not isinstance(properties, dict):
                raise _Refusal(Unusable.NOT_A_TABLE)
            named = {name: _plain(value) for name, value in properties.items()}
            own = {"id": _plain(found["id"])} if "id" in found else {}
            return {**named, **own, GEOMETRY: _geometry(geometry)}
        case _:
            raise _Refusal(Unusable.NOT_A_TABLE)


def _plain(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value.strip()
        case _:
            return json.dumps(value, ensure_ascii=False)


def _geometry(found: Any) -> str:
    """A point, line or area as a geo question holds it: latitude first, points between semicolons."""
    match found:
        case None:
            return ""
        case {"type": "Point", "coordinates": list(point)}:
            return _point(point)
        case {"type": "LineString", "coordinates": list(points)}:
            return "; ".join(map(_point, points))
        case {"type": "Polygon", "coordinates": [list(points), *_]}:
            return "; ".join(map(_point, points))
        case _:
            raise _Refusal(Unusable.NOT_A_TABLE)


def _point(found: Any) -> str:
    match found:
        case [str(east), str(north), *rest] if all(isinstance(one, str) for one in rest):
            return f"{north} {east} {rest[0] if rest else '0'} 0"
        case _:
            raise _Refusal(Unusable.NOT_A_TABLE)


def _from_xml(raw: bytes) -> Iterator[Columns]:
    """The items of a root, as ODK writes them: `<root><item><name>…`."""
    try:
        root = fromstring(raw, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as problem:
        raise _Refusal(Unusable.NOT_A_TABLE) from problem
    if root.tag != "root" or any(item.tag != "item" or any(len(cell) for cell in item) for item in root):
        raise _Refusal(Unusable.NOT_A_TABLE)
    for item in root:
        yield {cell.tag: (cell.text or "").strip() for cell in item}

"""Between answers as texts, which expressions see, and values, which records keep. Pure."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from typing import Final

from forms.model import Control, Definition
from forms.storing import kind_of
from forms.when import read_when
from forms.xpath.moments import moment_of_days, read_loosely
from records.schema import Kind
from records.values import LONGEST_TEXT, Blob, Value, decimal_text

WHEN: Final = "when"
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,15}", re.ASCII)
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_ZONE: Final = r"(?:Z|[+-]\d\d(?::?\d\d)?)?"
_TIME: Final = re.compile(rf"\d\d:\d\d(?::\d\d(?:\.\d{{1,6}})?)?{_ZONE}", re.ASCII)
_MOMENT: Final = re.compile(rf"{_DATE.pattern}T{_TIME.pattern}", re.ASCII)
_SIZE: Final = r"-?[0-9]{1,10}(?:\.[0-9]{0,20})?"
_POINT: Final = re.compile(rf"({_SIZE})[ \t]+({_SIZE})(?:[ \t]+{_SIZE}(?:[ \t]+{_SIZE})?)?", re.ASCII)
_LEAST_POINTS: Final = {"geotrace": 2, "geoshape": 4}


def as_text(value: Value) -> str:
    """Return a value as expressions see it; an attachment as its name."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, tuple):
        return " ".join(value)
    return value.name if isinstance(value, Blob) else str(value)


def as_value(one: Definition, text: str) -> Value:
    """Return an answer that fits its question as the value a record keeps. ValueError when it does not fit."""
    if not fits(one, text):
        raise ValueError("the answer does not fit its question")
    if not text:
        return None
    match kind_of(one):
        case Kind.INTEGER:
            return int(text)
        case Kind.DECIMAL:
            return Decimal(text)
        case Kind.CHOICES:
            return tuple(text.split())
        case _:
            return text


def cast(one: Definition, text: str, zone: tzinfo) -> str:
    """Return what a formula gave as its field holds it: a whole number cut off, a number of days as the day it is."""
    if not text or fits(one, text):
        return text
    kind = kind_of(one)
    if kind is Kind.INTEGER:
        return text.partition(".")[0] if _DECIMAL.fullmatch(text) else text
    if kind not in (Kind.DATE, Kind.TIME, Kind.MOMENT):
        return text
    moment = moment_of_days(float(text), zone) if _DECIMAL.fullmatch(text) else read_loosely(text, zone)
    if moment is None:
        return text
    match kind:
        case Kind.DATE:
            return moment.date().isoformat()
        case Kind.TIME:
            return moment.timetz().isoformat("milliseconds")
        case _:
            return moment.isoformat(timespec="milliseconds")


def fits(one: Definition, text: str) -> bool:
    """Whether an answer is of its question's kind, and short enough to be kept. Nothing fits everywhere."""
    if not text:
        return True
    if len(text) > LONGEST_TEXT or not _can_be_written(text):
        return False
    if WHEN in one.appearance.split():
        return read_when(text) is not None
    match kind_of(one):
        case Kind.INTEGER:
            return _INTEGER.fullmatch(text) is not None
        case Kind.DECIMAL:
            return _DECIMAL.fullmatch(text) is not None
        case Kind.DATE:
            return _DATE.fullmatch(text) is not None and _reads(date.fromisoformat, text)
        case Kind.TIME:
            return _TIME.fullmatch(text) is not None and _reads(time.fromisoformat, text)
        case Kind.MOMENT:
            return _MOMENT.fullmatch(text) is not None and _reads(datetime.fromisoformat, text)
        case Kind.PLACE:
            return _is_place(one.data, text)
        case _:
            return True


def in_range(one: Definition, text: str) -> bool:
    """Whether a number lies between the ends of a range; every other answer does."""
    start, end, _ = one.range
    if one.control is not Control.RANGE or not (_DECIMAL.fullmatch(start) and _DECIMAL.fullmatch(end)):
        return True
    low, high = sorted((Decimal(start), Decimal(end)))
    return _DECIMAL.fullmatch(text) is not None and low <= Decimal(text) <= high


def _is_place(data: str, text: str) -> bool:
    """A point, or the points of a line or area; an area ends where it begins."""
    points = [point.strip() for point in text.strip().rstrip(";").split(";")]
    if data not in _LEAST_POINTS:
        return len(points) == 1 and _is_point(points[0])
    closed = data == "geotrace" or points[0].split()[:2] == points[-1].split()[:2]
    return len(points) >= _LEAST_POINTS[data] and closed and all(_is_point(point) for point in points)


def _is_point(text: str) -> bool:
    match = _POINT.fullmatch(text)
    return match is not None and abs(float(match[1])) <= 90 and abs(float(match[2])) <= 180


def _can_be_written(text: str) -> bool:
    """Whether a text is Unicode without the letter NUL; half a character (a lone surrogate) is not."""
    try:
        return b"\0" not in text.encode("utf-8")
    except UnicodeEncodeError:
        return False


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True

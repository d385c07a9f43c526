"""Between answers as texts, which expressions see, and values, which records keep. Pure."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from forms.model import Definition
from forms.storing import kind_of
from forms.when import read_when
from records.schema import Kind
from records.values import Blob, Value, decimal_text

WHEN: Final = "when"
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,15}", re.ASCII)
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})", re.ASCII)
_PLACE: Final = re.compile(r"-?[0-9.]+ -?[0-9.]+(?: -?[0-9.]+(?: [0-9.]+)?)?", re.ASCII)


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


def fits(one: Definition, text: str) -> bool:
    """Whether an answer is of its question's kind. Nothing fits everywhere."""
    if not text:
        return True
    if WHEN in one.appearance.split():
        return read_when(text) is not None
    match kind_of(one):
        case Kind.INTEGER:
            return _INTEGER.fullmatch(text) is not None
        case Kind.DECIMAL:
            return _DECIMAL.fullmatch(text) is not None
        case Kind.DATE:
            return _reads(date.fromisoformat, text) and len(text) == 10
        case Kind.TIME:
            return _reads(time.fromisoformat, text)
        case Kind.MOMENT:
            return _reads(datetime.fromisoformat, text)
        case Kind.PLACE:
            return all(_PLACE.fullmatch(point.strip()) for point in text.strip("; ").split(";"))
        case _:
            return True


def _reads(read: object, text: str) -> bool:
    assert callable(read)
    try:
        read(text)
    except ValueError:
        return False
    return True

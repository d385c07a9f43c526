"""Dates people are not sure of: EDTF level 1 (ISO 8601-2:2019), as far as a questionnaire asks for them.

`2026-11-20`, `2026-11` (some day of the month), `2026`, each with `~` (about), `?` (uncertain) or `%` (both), and
`2026-11-18/2026-11-20` (between). Nobody ever sees this; it is what *about* and *between* write.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_ONE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%]?)", re.ASCII)


class Sureness(StrEnum):
    """How sure a date is."""

    SURE = ""
    ABOUT = "~"
    UNCERTAIN = "?"
    BOTH = "%"


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day that may be meant, and how sure that is."""

    first: date
    last: date
    sureness: Sureness


def read_when(text: str) -> Span | None:
    """Return what a date means, None when it is not one."""
    start, between, end = text.partition("/")
    first, last = _read_one(start), _read_one(end) if between else None
    if first is None or not between:
        return first
    if last is None or last.last < first.first:
        return None
    sureness = first.sureness if first.sureness is last.sureness else Sureness.BOTH
    return Span(first.first, last.last, sureness)


def _read_one(text: str) -> Span | None:
    match = _ONE.fullmatch(text)
    if match is None:
        return None
    year, month, day = int(match[1]), match[2] and int(match[2]), match[3] and int(match[3])
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    last = first if day else date(year, month or 12, monthrange(year, month or 12)[1])
    return Span(first, last, Sureness(match[4]))

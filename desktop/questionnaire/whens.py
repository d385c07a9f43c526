"""The keys of a question for a time, and what they write (EDTF, `forms.when`), which nobody ever sees. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, assert_never

from forms.when import Span, Sureness, read_when

_ABOUT: Final = "~"
_BEFORE_YESTERDAY: Final = timedelta(days=2)


class WhenKey(StrEnum):
    """What a person can press."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    THIS_WEEK = "this-week"
    DAY = "day"
    ABOUT = "about"
    BETWEEN = "between"


EVERY_KEY: Final = tuple(WhenKey)
DAY_KEYS: Final = (WhenKey.TODAY, WhenKey.YESTERDAY, WhenKey.DAY)
OPENS_ROW: Final = frozenset({WhenKey.DAY, WhenKey.ABOUT, WhenKey.BETWEEN})
"""The keys behind which days are chosen."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days that stand in the row of a key."""

    first: date
    last: date


def written(key: WhenKey, today: date, days: Days) -> str:
    """Return what a key writes, with the days chosen behind it."""
    match key:
        case WhenKey.TODAY:
            return today.isoformat()
        case WhenKey.YESTERDAY:
            return (today - timedelta(days=1)).isoformat()
        case WhenKey.THIS_WEEK:
            return _between(today - timedelta(days=today.weekday()), today)
        case WhenKey.DAY:
            return days.first.isoformat()
        case WhenKey.ABOUT:
            return days.first.isoformat() + _ABOUT
        case WhenKey.BETWEEN:
            return _between(min(days.first, days.last), max(days.first, days.last))
        case _:
            assert_never(key)


def key_of(text: str, today: date) -> WhenKey | None:
    """Return the key that an answer came from, None for no answer and for what is no time."""
    span = read_when(text)
    if span is None:
        return None
    simple = (WhenKey.TODAY, WhenKey.YESTERDAY, WhenKey.THIS_WEEK)
    found = next((key for key in simple if written(key, today, days_of("", today)) == text), None)
    if found is not None:
        return found
    if span.first != span.last:
        return WhenKey.BETWEEN if span.sureness is Sureness.SURE else WhenKey.ABOUT
    return WhenKey.DAY if span.sureness is Sureness.SURE else WhenKey.ABOUT


def days_of(text: str, today: date) -> Days:
    """Return the days to begin with behind a key: those of the answer, else the day before yesterday."""
    span: Span | None = read_when(text)
    before = today - _BEFORE_YESTERDAY
    return Days(before, today) if span is None else Days(span.first, span.last)


def first_days(key: WhenKey, text: str, today: date) -> Days:
    """Return the days a key begins with: between needs two."""
    days = days_of(text, today)
    if key is WhenKey.BETWEEN and days.first == days.last:
        return Days(days.first, max(days.first, today))
    return days


def _between(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"

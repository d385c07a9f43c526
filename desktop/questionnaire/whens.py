"""The keys of a question for a time, and what they write (EDTF, `forms.when`), which nobody ever sees. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, assert_never

from forms.when import Span, Sureness, read_when

_ABOUT: Final = "~"
_DAY: Final = timedelta(days=1)
_BEFORE_YESTERDAY: Final = timedelta(days=2)
_WEEK: Final = timedelta(days=7)


class WhenKey(StrEnum):
    """What a person can press."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    TOMORROW = "tomorrow"
    THIS_WEEK = "this-week"
    LAST_WEEK = "last-week"
    DAY = "day"
    ABOUT = "about"
    BETWEEN = "between"


TIME_KEYS: Final = (
    WhenKey.TODAY,
    WhenKey.YESTERDAY,
    WhenKey.THIS_WEEK,
    WhenKey.DAY,
    WhenKey.ABOUT,
    WhenKey.BETWEEN,
)
"""When something was."""
WEEK_KEYS: Final = (WhenKey.THIS_WEEK, WhenKey.LAST_WEEK, WhenKey.BETWEEN)
"""Which week it is about."""
DAY_KEYS: Final = (WhenKey.TODAY, WhenKey.YESTERDAY, WhenKey.DAY)
COMING_KEYS: Final = (WhenKey.TODAY, WhenKey.TOMORROW, WhenKey.DAY)
"""On which day something is to be."""
OPENS_ROW: Final = frozenset({WhenKey.DAY, WhenKey.ABOUT, WhenKey.BETWEEN})
"""The keys behind which days are chosen."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days that stand in the row of a key."""

    first: date
    last: date


def written(key: WhenKey, today: date, days: Days) -> str:
    """Return what a key writes, with the days chosen behind it."""
    monday = today - timedelta(days=today.weekday())
    match key:
        case WhenKey.TODAY:
            return today.isoformat()
        case WhenKey.YESTERDAY:
            return (today - _DAY).isoformat()
        case WhenKey.TOMORROW:
            return (today + _DAY).isoformat()
        case WhenKey.THIS_WEEK:
            return _between(monday, today)
        case WhenKey.LAST_WEEK:
            return _between(monday - _WEEK, monday - _DAY)
        case WhenKey.DAY:
            return days.first.isoformat()
        case WhenKey.ABOUT:
            return days.first.isoformat() + _ABOUT
        case WhenKey.BETWEEN:
            return _between(min(days.first, days.last), max(days.first, days.last))
        case _:
            assert_never(key)


def key_of(text: str, today: date, keys: Sequence[WhenKey] = TIME_KEYS) -> WhenKey | None:
    """Return which of the keys says an answer, None for no answer and for what is no time."""
    span = read_when(text)
    if span is None:
        return None
    simple = (key for key in keys if key not in OPENS_ROW)
    found = next((key for key in simple if written(key, today, days_of("", today)) == text), None)
    if found is not None:
        return found
    fitting = WhenKey.ABOUT if span.sureness is not Sureness.SURE else WhenKey.DAY
    if span.sureness is Sureness.SURE and span.first != span.last:
        fitting = WhenKey.BETWEEN
    return fitting if fitting in keys else next(key for key in keys if key in OPENS_ROW)


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

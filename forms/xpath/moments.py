"""Dates and times as ODK counts them: days since 1 January 1970 in UTC, a time of day being a fraction.

A date without an offset is meant in the caller's time zone. Nothing here knows what time it is. ODK XForms: data
types `date` and `dateTime`, and the note on `number()`.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from math import floor, isfinite, nan

DAY_MILLISECONDS = 86_400_000
INVALID = "Invalid Date"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:T\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?)?", re.ASCII
)
_TIME = re.compile(r"\d{2}:\d{2}(?::[0-5]\d)?(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)
_UNPADDED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(T.*)?", re.ASCII)


class Dated(float):
    """A number of days that is written as the date it came from: what `date()` and `today()` return.

    Calculating with it gives a plain number, as in ODK.
    """

    __slots__ = ("text",)
    text: str

    def __new__(cls, days: float, text: str) -> "Dated":
        """Join the days to the way they are written."""
        dated = super().__new__(cls, days)
        dated.text = text
        return dated


def read_moment(text: str, zone: tzinfo) -> datetime | None:
    """Return the local time that `2012-07-23` or `2012-08-08T06:07:08.123-07:00` names; None for anything else."""
    if not _MOMENT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    except (ValueError, OverflowError):
        return None


def read_loosely(text: str, zone: tzinfo) -> datetime | None:
    """Like `read_moment`, and `2018-1-5` is read too: what `date()` accepts."""
    unpadded = _UNPADDED.fullmatch(text)
    if unpadded is None:
        return None
    year, month, day, time = unpadded.groups()
    return read_moment(f"{year}-{month:0>2}-{day:0>2}{time or ''}", zone)


def moment_of_days(days: float, zone: tzinfo) -> datetime | None:
    """Return the local time `days` after the beginning of 1970 UTC, to the millisecond."""
    if not isfinite(days):
        return None
    try:
        return (_EPOCH + timedelta(milliseconds=floor(days * DAY_MILLISECONDS + 0.5))).astimezone(zone)
    except OverflowError:
        return None


def days_of_moment(moment: datetime) -> float:
    """Return the days since the beginning of 1970 UTC."""
    return (moment - _EPOCH) // _MILLISECOND / DAY_MILLISECONDS


def days_of_text(text: str, zone: tzinfo) -> float:
    """Return the days a date or dateTime stands for, or NaN."""
    moment = read_moment(text, zone)
    return nan if moment is None else days_of_moment(moment)


def fraction_of_day(text: str, zone: tzinfo) -> float:
    """Return `06:00:00.000-07:00` as a fraction of a day on the local clock (noon is 0.5), or NaN."""
    moment = read_moment(f"1970-01-01T{text}", zone) if _TIME.fullmatch(text) else None
    if moment is None:
        return nan
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return (moment.replace(tzinfo=None) - midnight) // _MILLISECOND / DAY_MILLISECONDS


def dated(moment: datetime | None) -> Dated:
    """Return the number that is written as `moment`: a date when it is local midnight, else with time and offset."""
    if moment is None:
        return Dated(nan, INVALID)
    if moment.hour or moment.minute or moment.second or moment.microsecond >= 1000:
        return Dated(days_of_moment(moment), moment.isoformat(timespec="milliseconds"))
    return Dated(days_of_moment(moment), moment.date().isoformat())

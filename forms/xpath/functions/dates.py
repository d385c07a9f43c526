"""Dates and times: ODK's functions of that group. The time comes from the environment."""

import re
from collections.abc import Callable
from datetime import datetime
from math import nan

from forms.xpath.moments import (
    Dated,
    dated,
    days_of_text,
    fraction_of_day,
    moment_of_days,
    read_loosely,
    read_moment,
)
from forms.xpath.nodes import Calendar, Context, Value
from forms.xpath.values import text_of

_IDENTIFIER = re.compile("%[YymnbdeaHhMS3]")
_WRITERS: dict[str, Callable[[datetime, Calendar], str]] = {
    "%Y": lambda moment, _: f"{moment.year:04}",
    "%y": lambda moment, _: f"{moment.year % 100:02}",
    "%m": lambda moment, _: f"{moment.month:02}",
    "%n": lambda moment, _: f"{moment.month}",
    "%b": lambda moment, calendar: calendar.months[moment.month - 1],
    "%d": lambda moment, _: f"{moment.day:02}",
    "%e": lambda moment, _: f"{moment.day}",
    "%a": lambda moment, calendar: calendar.days[moment.weekday()],
    "%H": lambda moment, _: f"{moment.hour:02}",
    "%h": lambda moment, _: f"{moment.hour}",
    "%M": lambda moment, _: f"{moment.minute:02}",
    "%S": lambda moment, _: f"{moment.second:02}",
    "%3": lambda moment, _: f"{moment.microsecond // 1000:03}",
}


def today(context: Context) -> Dated:
    """The date on the local calendar."""
    return dated(_local_now(context).replace(hour=0, minute=0, second=0, microsecond=0))


def now(context: Context) -> Dated:
    """The time on the local clock, with its offset."""
    return dated(_local_now(context))


def _local_now(context: Context) -> datetime:
    return context.environment.now().astimezone(context.environment.zone)


def date(context: Context, value: Value) -> Value:
    """date() and date-time(): a text or a number of days as a date; a boolean or nothing stays nothing."""
    if isinstance(value, bool):
        return ""
    zone = context.environment.zone
    if isinstance(value, float):
        return dated(moment_of_days(value, zone))
    text = text_of(value)
    return dated(read_loosely(text, zone)) if text else ""


def decimal_date_time(context: Context, value: Value) -> float:
    """The days since the beginning of 1970 UTC."""
    if isinstance(value, bool):
        return nan
    return float(value) if isinstance(value, float) else days_of_text(text_of(value), context.environment.zone)


def decimal_time(context: Context, text: str) -> float:
    """A time of day as a fraction of the day on the local clock: noon is 0.5."""
    return fraction_of_day(text, context.environment.zone)


def format_date(context: Context, text: str, pattern: str) -> str:
    """format-date() and format-date-time(): the identifiers of `pattern` filled in; nothing for what is no date."""
    moment = read_moment(text, context.environment.zone)
    if moment is None:
        return ""
    local, calendar = moment, context.environment.calendar
    return _IDENTIFIER.sub(lambda found: _WRITERS[found[0]](local, calendar), pattern)

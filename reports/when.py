"""Dates as people say them: "about 20 November 2026", "between 18 and 20 November 2026" (DESIGN 9: no date syntax).

Reads what a questionnaire wrote (`forms.when`) and what a laptop claimed (ISO 8601), and says it in a language.
"""

from calendar import monthrange
from datetime import date, datetime, time
from typing import Final

from babel.dates import format_date, format_skeleton, format_time

from forms.when import Span, Sureness, read_when
from resources.texts import PSEUDO, Texts

_REGIONS: Final = {"en": "en_GB", PSEUDO: "ar"}  # the day before the month; the made-up language is written as Arabic
_FIRST_OF_MONTH: Final = {"fr": ("1 ", "1er ")}  # CLDR has no ordinal for it
_MODES: Final = {Sureness.ABOUT: "about", Sureness.UNCERTAIN: "perhaps", Sureness.BOTH: "perhaps-about"}


def in_words(text: str, texts: Texts) -> str:
    """A date, moment or hour of a questionnaire as people say it; what is none of these stays as it is."""
    span = read_when(text)
    if span is not None:
        return span_in_words(span, texts)
    if ":" not in text:
        return text
    try:
        return moment_in_words(text, texts) if "T" in text else hour_in_words(time.fromisoformat(text), texts)
    except ValueError:
        return text


def span_in_words(span: Span, texts: Texts) -> str:
    """The days that may be meant, and how sure that is."""
    if span.first == span.last:
        return _one(span.sureness, "day", day_in_words(span.first, texts), texts)
    if _is_month(span):
        return _one(span.sureness, "part", _month(span.first, texts), texts)
    if _is_years(span) and span.first.year == span.last.year:
        return _one(span.sureness, "part", str(span.first.year), texts)
    return _between(span, texts)


def day_in_words(day: date, texts: Texts) -> str:
    """A day with its month's name and year."""
    return _first_of_month(format_date(day, "long", locale=locale_of(texts)), texts)


def moment_in_words(moment: str, texts: Texts) -> str:
    """Day and hour of a moment in ISO 8601, by the clock it was read from. ValueError when it is no moment."""
    at = datetime.fromisoformat(moment)
    return texts("when.moment", day=day_in_words(at.date(), texts), hour=hour_in_words(at.time(), texts))


def hour_in_words(hour: time, texts: Texts) -> str:
    """Hours and minutes, by the clock they were read from."""
    return str(format_time(hour.replace(tzinfo=None), "short", locale=locale_of(texts)))


def locale_of(texts: Texts) -> str:
    """The locale by which dates and numbers of a language are written."""
    return _REGIONS.get(texts.language.code, texts.language.code)


def _one(sureness: Sureness, grain: str, said: str, texts: Texts) -> str:
    return said if sureness is Sureness.SURE else texts(f"when.{_MODES[sureness]}-{grain}", when=said)


def _between(span: Span, texts: Texts) -> str:
    """Two days, months or years; what both have in common is said once."""
    same_year = span.first.year == span.last.year
    if _is_years(span):
        grain, first, last = "parts", str(span.first.year), str(span.last.year)
    elif span.first.day == 1 and _is_last_of_month(span.last):
        grain, last = "parts", _month(span.last, texts)
        first = format_date(span.first, "LLLL", locale=locale_of(texts)) if same_year else _month(span.first, texts)
    else:
        grain, last = "days", day_in_words(span.last, texts)
        first = _first_day(span, texts)
    sure = "" if span.sureness is Sureness.SURE else "perhaps-"
    return texts(f"when.{sure}between-{grain}", first=first, last=last)


def _first_day(span: Span, texts: Texts) -> str:
    """The first day without what the last one says too."""
    if span.first.year != span.last.year:
        return day_in_words(span.first, texts)
    if span.first.month != span.last.month:
        return _first_of_month(format_skeleton("MMMMd", span.first, locale=locale_of(texts)), texts)
    return _first_of_month(f"{span.first.day} ", texts).strip()


def _month(day: date, texts: Texts) -> str:
    return str(format_skeleton("yMMMM", day, locale=locale_of(texts)))


def _first_of_month(said: str, texts: Texts) -> str:
    plain, ordinal = _FIRST_OF_MONTH.get(texts.language.code, ("", ""))
    return ordinal + said.removeprefix(plain) if plain and said.startswith(plain) else said


def _is_month(span: Span) -> bool:
    same = (span.first.year, span.first.month) == (span.last.year, span.last.month)
    return same and span.first.day == 1 and _is_last_of_month(span.last)


def _is_years(span: Span) -> bool:
    return (span.first.month, span.first.day) == (1, 1) and (span.last.month, span.last.day) == (12, 31)


def _is_last_of_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]

"""Hours as people type them. Pure."""

import re
from typing import Final

from desktop.questionnaire.finding import plain_digits

_TYPED: Final = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?h?", re.ASCII)


def read_hour(typed: str) -> str:
    """Return an hour as forms keep it (`14:30` for 14.30, 1430, 14h30 or 14h); what is no hour stays as it is."""
    plain = plain_digits(typed)
    match = _TYPED.fullmatch(plain.lower())
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        return plain
    return f"{int(match[1]):02}:{match[2] or '00'}"


def joined(day: str, hour: str) -> str:
    """Return a moment of a day and an hour; nothing while one of them is missing."""
    return f"{day}T{hour}" if day and hour else ""


def parted(moment: str) -> tuple[str, str]:
    """Return day and hour of a moment."""
    day, _, hour = moment.partition("T")
    return day, hour[:5]

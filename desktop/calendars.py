"""The calendars in which a person can choose days. What is kept is always the common one; no Qt here."""

from enum import StrEnum


class Calendar(StrEnum):
    """By the names under which the choice is kept."""

    GREGORIAN = "gregorian"
    ISLAMIC = "islamic"
    JALALI = "jalali"
    MILANKOVIC = "milankovic"
    JULIAN = "julian"


_OFFERED_IN = frozenset({"ar", "xx"})


def offers_calendars(language: str, chosen: Calendar) -> bool:
    """Whether other calendars are offered beside a day: where they are in daily use, or one was chosen in Settings."""
    return language in _OFFERED_IN or chosen is not Calendar.GREGORIAN

"""What must be known before anything is unlocked: language, theme, text size. One small file that names nobody.

Nothing here tells what the program is for, who uses it, or when. The file is lines of a name and a value: the first
window reads it, and must not wait for a parser.
"""

import contextlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from desktop import wiring
from desktop.calendars import Calendar
from resources.palettes import Theme
from resources.texts import known

SIZES: Final = (100, 110, 125, 150, 175, 200)
"""What a person can choose for the size of all text, in per cent."""

MINUTES: Final = (1, 2, 5, 10, 15, 30, 60)
"""What a person can choose for the minutes until the window locks."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """language: BCP 47, "" until chosen. size: of all text, in per cent. idle: minutes until the window locks.

    calendar: the one in which days are chosen.
    """

    language: str = ""
    theme: Theme = Theme.LIGHT
    size: int = 100
    idle: int = 5
    calendar: Calendar = Calendar.GREGORIAN


def load() -> Preferences:
    """Read them; what is missing or strange is as at first."""
    try:
        lines = _path().read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return Preferences()
    values = dict(line.split(" ", 1) for line in lines if " " in line)
    usual = Preferences()
    language = values.get("language", "")
    return Preferences(
        known(language).code if language else usual.language,
        next((theme for theme in Theme if theme.value == values.get("theme")), usual.theme),
        _one_of(SIZES, values.get("size"), usual.size),
        _one_of(MINUTES, values.get("idle"), usual.idle),
        next((one for one in Calendar if one.value == values.get("calendar")), usual.calendar),
    )


def save(preferences: Preferences) -> None:
    """Keep them. A folder one may not write to keeps nothing, and nothing is said of it."""
    values = {
        "language": preferences.language,
        "theme": preferences.theme.value,
        "size": preferences.size,
        "idle": preferences.idle,
    }
    if preferences.calendar is not Calendar.GREGORIAN:  # what most people use tells nothing; it is not said
        values["calendar"] = preferences.calendar.value
    with contextlib.suppress(OSError):
        _path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _path().write_text("".join(f"{name} {value}\n" for name, value in values.items()), encoding="utf-8")


def change(**changes: str | int | Theme) -> Preferences:
    """Change some, keep them, and return them all."""
    fresh = replace(load(), **changes)  # type: ignore[arg-type]
    save(fresh)
    return fresh


def _one_of(known_ones: tuple[int, ...], text: str | None, otherwise: int) -> int:
    return next((one for one in known_ones if str(one) == text), otherwise)


def _path() -> Path:
    return wiring.home() / "preferences"

"""The colours and measures of everything on screen, in one place: light, dark and high contrast.

A test holds every pair that is read together at a contrast of 4.5 or more (WCAG 2.2, 1.4.3).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

GRID: Final = 8
"""Distances are multiples of this many pixels, halves for what belongs together."""

BODY_POINTS: Final = 10.5
TITLE_POINTS: Final = 15.5


class Theme(StrEnum):
    """What a person can choose."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a theme, as #rrggbb.

    ground: behind everything. surface: where one writes and reads. raised: navigation and what lies above. ink, quiet:
    text and lesser text. line: between things. edge: around what can be written in. accent: the one colour; on_accent:
    text on it; tint: a breath of it. danger, attention, good: text that says so. practice: the band of exercises.
    """

    ground: str
    surface: str
    raised: str
    ink: str
    quiet: str
    line: str
    edge: str
    accent: str
    on_accent: str
    tint: str
    danger: str
    attention: str
    good: str
    practice: str
    on_practice: str


PALETTES: Final = {
    Theme.LIGHT: Palette(
        ground="#f7f6f3",
        surface="#ffffff",
        raised="#efede8",
        ink="#1d2126",
        quiet="#58616b",
        line="#e0ddd6",
        edge="#8b9097",
        accent="#1f6f6b",
        on_accent="#ffffff",
        tint="#dcebe9",
        danger="#a3261c",
        attention="#7d5200",
        good="#24682e",
        practice="#5b3a86",
        on_practice="#ffffff",
    ),
    Theme.DARK: Palette(
        ground="#16191c",
        surface="#1e2327",
        raised="#121517",
        ink="#e9e7e2",
        quiet="#a6aeb6",
        line="#30373d",
        edge="#77808a",
        accent="#6cc5be",
        on_accent="#08211f",
        tint="#1f3a39",
        danger="#ff9d92",
        attention="#e5b765",
        good="#93d39a",
        practice="#c3a6ee",
        on_practice="#1d1030",
    ),
    Theme.CONTRAST: Palette(
        ground="#000000",
        surface="#000000",
        raised="#000000",
        ink="#ffffff",
        quiet="#ffffff",
        line="#ffffff",
        edge="#ffffff",
        accent="#ffe14d",
        on_accent="#000000",
        tint="#333300",
        danger="#ffb3ab",
        attention="#ffe14d",
        good="#a8f0b0",
        practice="#e0c8ff",
        on_practice="#000000",
    ),
}


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

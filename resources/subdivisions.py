"""The parts of countries (ISO 3166-2): code, name, and the code of what they lie in. Facts of the standard.

Whose work it is stands beside the file (`places/SOURCES.md`).
"""

import csv
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

FILE: Final = Path(__file__).parent / "places" / "iso3166-2.csv"


class Subdivision(NamedTuple):
    """A part of a country. code begins with the country's two letters. parent: "" for the country itself."""

    code: str
    name: str
    parent: str


@cache
def subdivisions() -> tuple[Subdivision, ...]:
    """All of them, sorted by code."""
    with FILE.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        return tuple(Subdivision(*line) for line in lines)

"""Places with their names, what lies in what, and how exactly a place says where something happened. Pure.

A place says no more to a wider circle than its district: `area_of` is the only way from a place to that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

PROVINCE: Final = 1
DISTRICT: Final = 2
PART: Final = 3
DEEPEST: Final = 6
"""Levels count from the country down: 1 below the country, 2 below that, and so on."""


class Exactness(StrEnum):
    """How exactly it is known where something happened."""

    PROVINCE = "province"
    DISTRICT = "district"
    PART = "part"
    VILLAGE = "village"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a language: two or three letters, "" where nobody says which."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """Where a place lies, in degrees of WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Place:
    """A place. country: three letters, "" when not known. parent: the code of what it lies in, "" for the country."""

    code: str
    country: str
    level: int
    parent: str
    names: tuple[Name, ...]
    point: Point | None = None

    def name(self, language: str) -> str:
        """Its name in a language; else the first it has."""
        return next((one.text for one in self.names if one.language == language), self.names[0].text)

    @property
    def exactness(self) -> Exactness:
        """How exactly it says where."""
        by_level = {PROVINCE: Exactness.PROVINCE, DISTRICT: Exactness.DISTRICT, PART: Exactness.PART}
        return by_level.get(self.level, Exactness.VILLAGE)


@dataclass(frozen=True)
class Gazetteer:
    """A list of places. Codes are unique, and every parent is in it and lies higher."""

    places: tuple[Place, ...] = ()

    @cached_property
    def by_code(self) -> dict[str, Place]:
        """Every place by its code."""
        return {one.code: one for one in self.places}

    @property
    def countries(self) -> frozenset[str]:
        """The countries it speaks of."""
        return frozenset(one.country for one in self.places)

    def above(self, place: Place) -> Iterator[Place]:
        """What a place lies in, the nearest first."""
        while (parent := self.by_code.get(place.parent)) is not None:
            yield parent
            place = parent

    def area_of(self, place: Place) -> Place | None:
        """The district or province a place is or lies in, None: neither. All that a wider circle may be told of it."""
        return next((one for one in (place, *self.above(place)) if one.level <= DISTRICT), None)


def joined(first: Gazetteer, others: Gazetteer) -> Gazetteer:
    """All of the first, and of the others the countries that the first does not speak of."""
    spoken_of = first.countries
    more = (one for one in others.places if one.country not in spoken_of and one.code not in first.by_code)
    return Gazetteer((*first.places, *more))

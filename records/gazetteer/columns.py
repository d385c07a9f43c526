"""What the columns of a list of places mean: one place a line, or a place a line with all it lies in. Pure.

The names are those of the common operational datasets: `P-Code, Name, Admin Level, Parent P-Code` and
`admin1Name_en, admin1Pcode, admin2Name_en, …` (also `ADM1_EN, ADM1_PCODE`), however they are spaced and capitalised.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from records.gazetteer.values import DEEPEST

_CODE: Final = frozenset({"pcode", "code", "placecode"})
_NAME: Final = re.compile(r"(?:place)?name([a-z]{2,3})?")
_LEVEL: Final = frozenset({"adminlevel", "admlevel", "level"})
_PARENT: Final = frozenset({"parentpcode", "parentcode", "parent"})
_COUNTRY: Final = frozenset({"location", "country", "countrycode", "iso3"})
_LATITUDE: Final = frozenset({"lat", "latitude", "centerlat", "centrelat"})
_LONGITUDE: Final = frozenset({"lon", "lng", "long", "longitude", "centerlon", "centrelon"})
_WIDE_CODE: Final = re.compile(r"adm(?:in)?([0-9])(?:p?code|pcod)")
_WIDE_NAME: Final = re.compile(r"adm(?:in)?([0-9])(?:alt[0-9]?)?(?:name)?[0-9]?([a-z]{2})?")


@dataclass(frozen=True, slots=True)
class Here:
    """Where in a line the point of its place stands, if anywhere."""

    latitude: int | None = None
    longitude: int | None = None


@dataclass(frozen=True, slots=True)
class Long:
    """One place a line. names: column by language."""

    code: int
    level: int
    names: Sequence[tuple[str, int]]
    parent: int | None = None
    country: int | None = None
    point: Here = field(default_factory=Here)


@dataclass(frozen=True, slots=True)
class Wide:
    """A place a line with all it lies in: by level the column of the code, and those of the names by language."""

    codes: Mapping[int, int]
    names: Mapping[int, Sequence[tuple[str, int]]]
    point: Here = field(default_factory=Here)


def columns_of(header: Sequence[str]) -> Long | Wide | None:
    """What the columns mean, None when this is no list of places."""
    plain = [_plain(one) for one in header]
    return _long(plain) or _wide(plain)


def _long(plain: Sequence[str]) -> Long | None:
    code, level = _first(plain, _CODE), _first(plain, _LEVEL)
    names = [(match[1] or "", at) for at, one in enumerate(plain) if (match := _NAME.fullmatch(one))]
    if code is None or level is None or not names:
        return None
    return Long(code, level, names, _first(plain, _PARENT), _first(plain, _COUNTRY), _here(plain))


def _wide(plain: Sequence[str]) -> Wide | None:
    codes: dict[int, int] = {}
    names: dict[int, list[tuple[str, int]]] = {}
    for at, one in enumerate(plain):
        if (match := _WIDE_CODE.fullmatch(one)) is not None:
            codes.setdefault(int(match[1]), at)
        elif (match := _WIDE_NAME.fullmatch(one)) is not None:
            names.setdefault(int(match[1]), []).append((match[2] or "", at))
    levels = [level for level in codes if 1 <= level <= DEEPEST and level in names]
    return Wide(codes, names, _here(plain)) if levels else None


def _here(plain: Sequence[str]) -> Here:
    return Here(_first(plain, _LATITUDE), _first(plain, _LONGITUDE))


def _first(plain: Sequence[str], wanted: frozenset[str]) -> int | None:
    return next((at for at, one in enumerate(plain) if one in wanted), None)


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())

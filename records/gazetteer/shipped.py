"""The list that comes with the program: provinces and districts of every country, as ISO 3166-2 has them."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from records.gazetteer.values import PROVINCE, Gazetteer, Name, Place
from resources.countries import ALPHA3
from resources.subdivisions import Subdivision, subdivisions

_OTHER: Final = " ["


@cache
def shipped() -> Gazetteer:
    """The list. A part of a country counts as a province, a part of that as a district."""
    parents = {one.code: one.parent for one in subdivisions()}
    return Gazetteer(tuple(_place(one, parents) for one in subdivisions()))


def _place(one: Subdivision, parents: Mapping[str, str]) -> Place:
    level, above = PROVINCE, one.parent
    while above:
        level, above = level + 1, parents[above]
    return Place(one.code, ALPHA3[one.code[:2]], level, one.parent, _names(one.name))


def _names(written: str) -> tuple[Name, ...]:
    """`A Coruña [La Coruña]` are two names."""
    first, _, other = written.partition(_OTHER)
    return tuple(Name("", text) for text in dict.fromkeys((first, other.rstrip("]"))) if text)

"""Places: ODK's geographic functions, on a sphere with the Earth's equatorial radius.

A place is `latitude longitude [altitude [accuracy]]`, a line or shape is places with semicolons between them.
Altitudes are not taken into account. Results are in metres and square metres, rounded to two decimals.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import acos, cos, floor, radians, sin
from typing import NamedTuple

from forms.errors import FormsCode
from records.errors import Known

RADIUS = 6_378_100.0
_FEWEST, _MOST = 2, 4  # numbers in a place


class Place(NamedTuple):
    """A point on the Earth, in degrees."""

    latitude: float
    longitude: float


def area(texts: Sequence[str]) -> float:
    """The area of a shape, which is closed if it is open; 0 for anything that is none."""
    places = _places(texts)
    if places is None or len(places) <= 2:
        return 0.0
    total = sum(
        radians(end.longitude - start.longitude) * (2 + sin(radians(end.latitude)) + sin(radians(start.latitude)))
        for start, end in pairwise((*places, places[0]))
    )
    return _to_centimetres(abs(total * RADIUS * RADIUS / 2))


def distance(*groups: Sequence[str]) -> float:
    """The length of the way along all places given, in their order.

    Raises Known NOT_A_PLACE when there are fewer than two, or one is none.
    """
    places = _places([text for group in groups for text in group])
    if places is None or len(places) < 2:
        raise Known(FormsCode.NOT_A_PLACE, function="distance")
    return _to_centimetres(sum(_between(start, end) for start, end in pairwise(places)))


def geofence(point: str, shape: str) -> bool:
    """Whether a place lies inside a closed shape: a line from it to the east crosses the border an odd number of times.

    W. R. Franklin's test, as in ODK's engines.
    """
    here, fence = _places([point]), _places([shape])
    if here is None or len(here) != 1 or fence is None or len(fence) < 2 or fence[0] != fence[-1]:
        return False
    return sum(_crosses(here[0], start, end) for start, end in pairwise(fence)) % 2 == 1


def _crosses(point: Place, start: Place, end: Place) -> bool:
    if (start.latitude > point.latitude) == (end.latitude > point.latitude):
        return False
    part = (point.latitude - end.latitude) / (start.latitude - end.latitude)
    return point.longitude < end.longitude + (start.longitude - end.longitude) * part


def _between(start: Place, end: Place) -> float:
    first, second = radians(start.latitude), radians(end.latitude)
    apart = radians(start.longitude - end.longitude)
    cosine = sin(first) * sin(second) + cos(first) * cos(second) * cos(apart)
    return acos(max(-1.0, min(1.0, cosine))) * RADIUS


def _to_centimetres(value: float) -> float:
    return floor(value * 100 + 0.5) / 100


def _places(texts: Sequence[str]) -> list[Place] | None:
    """Read all places, or None when one of them is none. A semicolon behind the last place is allowed."""
    places = [_place(part) for text in texts for part in text.strip().removesuffix(";").split(";")]
    read = [place for place in places if place is not None]
    return read if len(read) == len(places) else None


def _place(text: str) -> Place | None:
    words = text.split()
    if not _FEWEST <= len(words) <= _MOST:
        return None
    try:
        place = Place(float(words[0]), float(words[1]))
    except ValueError:
        return None
    return place if abs(place.latitude) <= 90 and abs(place.longitude) <= 180 else None

"""Records as GeoJSON (RFC 7946), for maps of other programs. Pure. Says nothing that only restricted answers say.

A place is given as it was answered, where the form lets it travel to the whole network; other records have none.
"""

from collections.abc import Mapping
from typing import Any, Final

from records.changes import answers_of
from records.journal.merge import Cells, seen
from records.schema import BodyClass, Class, Kind, Schema
from records.strict_json import Json
from records.summary import summary
from records.values import template

_LEAST_OF_AN_AREA: Final = 4

GeoJson = dict[str, Any]
"""One object of the format; its numbers have fractions, which nothing of ours that is signed has."""


def collection(features: list[GeoJson]) -> GeoJson:
    """All features as one document."""
    return {"type": "FeatureCollection", "features": features}


def feature(facts: Mapping[str, Json], schema: Schema | None, cells: Cells) -> GeoJson:
    """One record. facts: what `list` says of it; what its restricted answers gave to that is left out or made anew."""
    shared = {place: standing for place, standing in cells.items() if place.body is BodyClass.NETWORK}
    line = summary(shared, schema)
    properties: GeoJson = {
        **{name: facts[name] for name in ("code", "form", "created", "changed", "author", "withdrawn")},
        "title": line.title,
        "when": line.when,
        "place": line.place,
        "kind": line.kind,
    }
    geometry = None if schema is None else _geometry(schema, shared)
    return {"type": "Feature", "id": facts["code"], "geometry": geometry, "properties": properties}


def _geometry(schema: Schema, shared: Cells) -> GeoJson | None:
    """The first place that stands, in the form's order."""
    answers = answers_of(seen(shared)).values
    for field in schema.fields:
        if field.kind is not Kind.PLACE or field.value_class > Class.NETWORK:
            continue
        for path, value in answers.items():
            if template(path) == field.path and isinstance(value, str) and value:
                return _shape(value)
    return None


def _shape(text: str) -> GeoJson:
    """ODK's way to write points, `latitude longitude altitude accuracy; …`, as a point, a line or an area."""
    points = [_position(point) for point in text.split(";") if point.strip()]
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    if len(points) >= _LEAST_OF_AN_AREA and points[0] == points[-1]:
        return {"type": "Polygon", "coordinates": [points]}
    return {"type": "LineString", "coordinates": points}


def _position(text: str) -> list[float]:
    latitude, longitude, *altitude = [float(number) for number in text.split()[:3]]
    return [longitude, latitude, *altitude]

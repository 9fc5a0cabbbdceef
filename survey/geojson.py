"""Points as GeoJSON (RFC 7946), the file that maps read; its degrees are WGS-84."""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from survey.points import Point


def rows(data: bytes, known: Collection[str]) -> list[list[str]]:
    """A table of the features, with those of their properties that are *known* as headings; what
    is no point has no degrees. Raises ValueError for anything but a collection of features."""
    try:
        features = [_feature(one) for one in json.loads(data)["features"]]
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from None
    used = {name for one in features for name in one}
    headings = [name for name in known if name in used]
    values = ([one.get(name) for name in headings] for one in features)
    return [headings, *(["" if said is None else str(said) for said in row] for row in values)]


def written(points: Iterable[Point]) -> Iterator[str]:
    """The lines of a collection, a feature a line."""
    yield '{"type": "FeatureCollection", "features": [\n'
    between = ""
    for point in points:
        yield between + json.dumps(_written(point), ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def _feature(feature: Any) -> dict[str, Any]:
    """The properties and degrees of a feature."""
    shape, properties = feature["geometry"] or {}, feature["properties"] or {}
    is_point = shape.get("type") == "Point"
    longitude, latitude = shape["coordinates"][:2] if is_point else (None, None)
    return {**properties, "latitude": latitude, "longitude": longitude}


def _written(point: Point) -> dict[str, object]:
    row = point.row()
    degrees = [row.pop("longitude"), row.pop("latitude")]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": degrees},
        "properties": row,
    }

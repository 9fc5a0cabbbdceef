"""The districts, darker where more was reported, and the hot spots upon them."""

import math
from collections.abc import Iterator, Mapping, Sequence

from shapely.geometry import Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from bot.charts.canvas import BOLD, INK, MARGIN, ORANGE, PAPER, TOP, WIDTH, Canvas
from cases.figures import Spot
from handlers.ports import Heading

FOOT = 110
TALLEST = 1300
SHADES = ("#eef3f7", "#d3e5f2", "#a9cde6", "#76aed6", "#4a90c2")  # none is too dark for black type
LABEL = 28
TRIES = 16  # rows and columns of places for a label
LARGEST = 34  # radius of a circle
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
    taken = [_circle(canvas, *one) for one in _gathered(frame, spots)]
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

    def outside(self, area: BaseGeometry, shape: Box) -> float:
        """How much of a rectangle on the paper lies outside *area*, in square degrees."""
        longitudes = [
            self._west + (x - self._left) / self._narrow / self._scale for x in shape[::2]
        ]
        latitudes = [self._north - (y - TOP) / self._scale for y in shape[1::2]]
        there = box(longitudes[0], latitudes[1], longitudes[1], latitudes[0])
        return float(there.difference(area).area)

    def path(self, coordinates: object) -> list[tuple[float, float]]:
        """Likewise for a ring."""
        return [self.point(*pair[:2]) for pair in coordinates]  # type: ignore[attr-defined]


def _polygons(area: BaseGeometry) -> Iterator[Polygon]:
    parts = getattr(area, "geoms", [area])
    yield from (part for part in parts if isinstance(part, Polygon))


def _shade(count: int, most: int) -> int:
    return math.ceil(count / most * (len(SHADES) - 1)) if most else 0


def _gathered(frame: Frame, spots: Sequence[Spot]) -> list[tuple[tuple[float, float], int]]:
    """Where to draw circles, and for how many reports: spots that would overlap are one."""
    found: list[tuple[tuple[float, float], int]] = []
    for spot in spots:
        at = frame.point(spot.longitude, spot.latitude)
        near = (n for n, (other, _) in enumerate(found) if math.dist(at, other) < 2 * LARGEST)
        place = next(near, None)
        if place is None:
            found.append((at, spot.count))
        else:
            found[place] = (found[place][0], found[place][1] + spot.count)
    return found


def _circle(canvas: Canvas, at: tuple[float, float], count: int) -> Box:
    (x, y), said = at, str(count)
    radius = min(LARGEST, canvas.width(said, 22, BOLD) / 2 + 10)
    canvas.dot(at, radius, ORANGE, PAPER)
    canvas.text(at, said, 22, PAPER, "mm", BOLD)
    return x - radius, y - radius, x + radius, y + radius


def _label(
    canvas: Canvas, frame: Frame, area: BaseGeometry, said: tuple[str, str], taken: Sequence[Box]
) -> Box:
    """Name and number in the district, where they hide no spot and no other label."""
    name, count = said
    half = max(canvas.width(name, LABEL, BOLD), canvas.width(count, LABEL)) / 2 + 4
    boxes = [(x - half, y - 38, x + half, y + 38) for x, y in _middles(frame, area)]
    free = [box for box in boxes if not any(_meet(box, other) for other in taken)]
    chosen = min(free or boxes, key=lambda one: frame.outside(area, one))
    x = chosen[0] + half
    canvas.text((x, chosen[1] + 20), name, LABEL, INK, "mm", BOLD, halo=3)
    canvas.text((x, chosen[1] + 56), count, LABEL, INK, "mm", halo=3)
    return chosen


def _middles(frame: Frame, area: BaseGeometry) -> list[tuple[float, float]]:
    """Points in the district where a label may be, the most natural first."""
    west, south, east, north = area.bounds
    natural = area.representative_point()
    points = [
        Point(west + (east - west) * column / TRIES, south + (north - south) * row / TRIES)
        for column in range(1, TRIES)
        for row in range(1, TRIES)
    ]
    within = sorted((one for one in points if area.contains(one)), key=natural.distance)
    return [frame.point(one.x, one.y) for one in (natural, *within)]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]

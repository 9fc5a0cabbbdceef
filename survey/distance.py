"""Distances within a city, and the boxes that a database finds quickly."""

import math
from dataclasses import dataclass

EARTH = 6_371_000.0  # metres


@dataclass(frozen=True, slots=True)
class Spot:
    """A point on the earth, in degrees of WGS-84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Box:
    """All spots between two latitudes and two longitudes, in degrees."""

    south: float
    west: float
    north: float
    east: float


def metres(one: Spot, other: Spot) -> float:
    """The way between two spots as the crow flies (haversine)."""
    north = math.radians(other.latitude - one.latitude)
    east = math.radians(other.longitude - one.longitude)
    shrunk = math.cos(math.radians(one.latitude)) * math.cos(math.radians(other.latitude))
    half = math.sin(north / 2) ** 2 + shrunk * math.sin(east / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))


def around(spot: Spot, reach: float) -> Box:
    """A box that holds everything within *reach* metres of *spot*, away from the poles."""
    north = math.degrees(reach / EARTH)
    farthest = math.radians(abs(spot.latitude) + north)
    east = north / math.cos(farthest)
    return Box(
        spot.latitude - north, spot.longitude - east, spot.latitude + north, spot.longitude + east
    )

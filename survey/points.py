"""Points of the field survey (点位): what is inspected, where it is, and who answers for it."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from survey.distance import Spot
from survey.draw import Key
from survey.table import Fault, Table, cell

FIELDS = ("kind", "name", "place", "district", "street", "organisation", "latitude", "longitude")
OPTIONAL = ("place", "district", "street")
MOST_ROWS = 50_000
DECIMALS = 6  # of a degree: a tenth of a metre
_DEGREES = re.compile(r"-?\d{1,3}(?:\.\d{1,20})?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point. There is one of its kind and name in a district."""

    kind: str
    name: str
    place: str
    district: str
    street: str
    organisation: str
    spot: Spot

    @property
    def key(self) -> Key:
        """What tells it from every other."""
        return self.district, self.kind, self.name

    def row(self) -> dict[str, str | float]:
        """What a table says of it, by FIELDS."""
        return {
            "kind": self.kind,
            "name": self.name,
            "place": self.place,
            "district": self.district,
            "street": self.street,
            "organisation": self.organisation,
            "latitude": self.spot.latitude,
            "longitude": self.spot.longitude,
        }


@dataclass(frozen=True, slots=True)
class Known:
    """What a table of points may name; *district_of* is None outside the city."""

    kinds: Collection[str]
    districts: Collection[str]
    organisations: Collection[str]
    district_of: Callable[[float, float], str | None]


@dataclass(frozen=True, slots=True)
class Entered:
    """How many points of a file are new, how many it changed, and of how many it said nothing
    new."""

    new: int
    changed: int
    known: int


def read(
    rows: Sequence[Sequence[str]], headings: Mapping[str, str], known: Known
) -> tuple[list[Point], list[Fault]]:
    """The points of the rows that can be taken, and what is wrong with the others; *headings*
    gives the field of each heading. Raises Faulty where a heading is missing or there twice."""
    table = Table(rows, headings, OPTIONAL)
    points: dict[Key, Point] = {}
    firsts: dict[Key, int] = {}
    for row in table:
        point = _point(table, row, known)
        if point is None:
            continue
        first = firsts.setdefault(point.key, row)
        if first != row:
            where = cell(first, table.column("name"))
            table.wrong(row, "name", "point_twice", point.name[:40], where)
        else:
            points[point.key] = point
    return list(points.values()), sorted(table.faults)


def _point(table: Table, row: int, known: Known) -> Point | None:
    """The point in *row*; None where something is wrong with it, which is noted."""
    before = len(table.faults)
    named = {
        "kind": table.text(row, "kind"),
        "district": table.text(row, "district", needed=False),
        "organisation": table.text(row, "organisation"),
    }
    choices = (known.kinds, known.districts, known.organisations)
    for (field, said), values in zip(named.items(), choices, strict=True):
        if said and said not in values:
            table.wrong(row, field, f"unknown_{field}", said[:40])
    name = table.short(row, "name")
    place = table.text(row, "place", needed=False)
    street = table.short(row, "street", needed=False)
    spot = _spot(table, row)
    found = known.district_of(spot.latitude, spot.longitude) if spot else None
    if spot and found is None:
        swapped = known.district_of(spot.longitude, spot.latitude) is not None
        table.wrong(row, "latitude", "swapped" if swapped else "outside")
    if spot is None or len(table.faults) > before:
        return None
    return Point(
        kind=named["kind"],
        name=name,
        place=place,
        district=named["district"] or found or "",
        street=street,
        organisation=named["organisation"],
        spot=spot,
    )


def _spot(table: Table, row: int) -> Spot | None:
    latitude, longitude = _degrees(table, row, "latitude"), _degrees(table, row, "longitude")
    return None if latitude is None or longitude is None else Spot(latitude, longitude)


def _degrees(table: Table, row: int, field: str) -> float | None:
    said = table.text(row, field)
    if said and not _DEGREES.fullmatch(said):
        table.wrong(row, field, "not_degrees", said[:40])
        return None
    return round(float(said), DECIMALS) if said else None

"""Points are read from tables and GeoJSON, or what is wrong with them is named."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey import geojson
from survey.distance import Spot, around, metres
from survey.points import FIELDS, Known, Point, read
from survey.table import Fault, Faulty

HEADINGS = {field: field for field in FIELDS}


def district_of(latitude: float, longitude: float) -> str | None:
    """A city of two districts, side by side."""
    if not (36 <= latitude <= 37 and 117 <= longitude <= 119):
        return None
    return "西区" if longitude < 118 else "东区"


KNOWN = Known({"公园", "市场"}, ("西区", "东区"), ("甲局", "乙局"), district_of)
PARK = ["公园", "人民公园", "人民路1号", "", "和平街道", "甲局", "36.5", "117.5"]


def taken(*rows: list[str]) -> tuple[list[Point], list[tuple[str, str]]]:
    """The points of the rows, and the cell and reason of each fault."""
    points, faults = read([[*FIELDS], *rows], HEADINGS, KNOWN)
    return points, [(one.cell, one.why) for one in faults]


def with_(**changes: str) -> list[str]:
    """The park, otherwise."""
    return [changes.get(field, said) for field, said in zip(FIELDS, PARK, strict=True)]


def test_a_row_becomes_a_point_in_the_district_where_it_lies() -> None:
    [point], faults = taken(with_(latitude="36.12345678"))
    assert faults == []
    assert point == Point(
        kind="公园",
        name="人民公园",
        place="人民路1号",
        district="西区",
        street="和平街道",
        organisation="甲局",
        spot=Spot(36.123457, 117.5),
    )
    assert taken(with_(district="东区"))[0][0].district == "东区", "what is written wins"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"kind": "太空站"}, ("A2", "unknown_kind")),
        ({"name": ""}, ("B2", "missing")),
        ({"name": "长" * 101}, ("B2", "too_long")),
        ({"name": "=1+1"}, ("B2", "formula")),
        ({"district": "火星区"}, ("D2", "unknown_district")),
        ({"organisation": ""}, ("F2", "missing")),
        ({"organisation": "丙局"}, ("F2", "unknown_organisation")),
        ({"latitude": "30"}, ("G2", "outside")),
        ({"latitude": "117.5", "longitude": "36.5"}, ("G2", "swapped")),
        ({"latitude": "36°30′"}, ("G2", "not_degrees")),
        ({"latitude": "nan"}, ("G2", "not_degrees")),
        ({"longitude": ""}, ("H2", "missing")),
    ],
)
def test_a_bad_row_is_named_by_its_cell_and_the_others_are_taken(
    changes: dict[str, str], fault: tuple[str, str]
) -> None:
    points, faults = taken(with_(**changes), with_(name="另一个公园"))
    assert [point.name for point in points] == ["另一个公园"]
    assert faults == [fault]


def test_two_of_a_name_are_one_too_many_unless_kind_or_district_differ() -> None:
    points, faults = taken(PARK, with_(kind="市场"), with_(longitude="118.5"), with_(place="x"))
    assert len(points) == 3
    assert faults == [("B5", "point_twice")]


def test_a_cell_below_no_heading_belongs_to_nothing() -> None:
    head = [field for field in FIELDS if field != "street"]
    row = [*(said for said in PARK if said != "和平街道"), "胜利街道"]
    points, faults = read([head, row], HEADINGS, KNOWN)
    assert ([point.street for point in points], faults) == ([""], [])


def test_a_table_without_organisations_is_refused() -> None:
    with pytest.raises(Faulty) as error:
        read([["kind", "name", "latitude", "longitude"]], HEADINGS, KNOWN)
    assert error.value.faults == (Fault(1, 5, "no_heading", "organisation"),)


def test_geojson_reads_as_it_was_written() -> None:
    points, _ = taken(PARK, with_(name="+市场", kind="市场"))
    data = "".join(geojson.written(points)).encode()
    first = json.loads(data)["features"][0]
    assert first["geometry"] == {"type": "Point", "coordinates": [117.5, 36.5]}
    assert read(geojson.rows(data, HEADINGS), HEADINGS, KNOWN) == (points, [])
    assert json.loads("".join(geojson.written([])))["features"] == []


def test_what_is_no_point_has_no_degrees_and_what_is_not_asked_for_is_left_out() -> None:
    line = {"type": "LineString", "coordinates": [[117.5, 36.5], [117.6, 36.6]]}
    features = [
        {"geometry": line, "properties": {"name": "河", "colour": "blue"}},
        {"geometry": None, "properties": None},
    ]
    rows = geojson.rows(json.dumps({"features": features}).encode(), FIELDS)
    assert rows == [["name", "latitude", "longitude"], ["河", "", ""], ["", "", ""]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"features": 7}',
        '{"features": [7]}',
        '{"features": [{"geometry": {"type": "Point", "coordinates": [1]}, "properties": {}}]}',
        "[" * 100_000,
        "\x80",
    ],
)
def test_what_is_no_geojson_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        geojson.rows(text.encode("latin-1"), FIELDS)


degrees = st.floats(-80, 80)
spots = st.builds(Spot, degrees, st.floats(-179, 179))


@given(spots, st.floats(1, 5_000), st.floats(0, 2 * math.pi), st.floats(0, 1))
def test_a_box_holds_whatever_is_within_reach(
    spot: Spot, reach: float, direction: float, share: float
) -> None:
    far = reach * share / 6_371_000
    north = math.degrees(far * math.cos(direction))
    east = math.degrees(far * math.sin(direction)) / math.cos(math.radians(spot.latitude))
    other = Spot(spot.latitude + north, spot.longitude + east)
    if metres(spot, other) <= reach:
        box = around(spot, reach)
        slack = 1e-9
        assert box.south - slack <= other.latitude <= box.north + slack
        assert box.west - slack <= other.longitude <= box.east + slack


def test_a_distance_that_is_known() -> None:
    """A degree of latitude is 111.2 km on this sphere; at 60° one of longitude is half of it."""
    assert metres(Spot(36, 118), Spot(37, 118)) == pytest.approx(111_195, abs=1)
    assert metres(Spot(60, 118), Spot(60, 118.01)) == pytest.approx(556, abs=1)

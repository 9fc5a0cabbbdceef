"""The points of the survey in the database: entered once, changed, and found by an index."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.storage.engine import Database, open_database
from bot.storage.survey_points import SurveyPoints, within
from survey.distance import Spot, around
from survey.lookup import Wish
from survey.points import Entered, Point

MANY = 3_000
HERE = Spot(36.8, 118.0)
PARK = Point(
    kind="公园",
    name="人民公园",
    place="人民路",
    district="张店区",
    street="和平街道",
    organisation="甲局",
    spot=HERE,
)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Open."""
    database = open_database(database_url)
    yield database
    await database.close()


def north(metres: float, **changes: str) -> Point:
    """The park, so far to the north."""
    spot = Spot(HERE.latitude + metres / 111_195, HERE.longitude)
    return replace(PARK, spot=spot, **changes)


async def everything(points: SurveyPoints, wish: Wish) -> list[Point]:
    return [point async for page in points.pages(wish) for point in page]


async def test_sent_twice_is_entered_once_and_what_changed_is_changed(database: Database) -> None:
    points, market = SurveyPoints(database), replace(PARK, kind="市场")
    assert await points.enter([PARK, market]) == Entered(new=2, changed=0, known=0)
    moved = replace(PARK, organisation="乙局", spot=Spot(36.9, 118.1))
    assert await points.enter([moved, market]) == Entered(new=0, changed=1, known=1)
    assert await everything(points, Wish()) == [moved, market]
    assert await points.enter([]) == Entered(0, 0, 0)


async def test_points_are_found_by_name_kind_district_and_organisation(database: Database) -> None:
    points, percent = SurveyPoints(database), replace(PARK, name="100%公园", organisation="乙局")
    await points.enter([PARK, percent])
    assert await everything(points, Wish(name="民公")) == [PARK]
    assert await everything(points, Wish(name="%")) == [percent]
    assert await everything(points, Wish(organisations=("乙局",), kind="公园")) == [percent]
    assert await everything(points, Wish(district="淄川区")) == []


async def test_the_nearest_come_first_and_what_is_beyond_reach_not_at_all(
    database: Database,
) -> None:
    points = SurveyPoints(database)
    corner = replace(PARK, name="角", spot=Spot(36.808, 118.01))  # within the box only
    far, close = north(900, name="远"), north(100, name="近")
    await points.enter([far, close, north(1_100, name="太远"), corner])
    found = await points.near(HERE, 1_000, Wish())
    assert [point for _, point in found] == [close, far]
    assert [round(metres) for metres, _ in found] == [100, 900]
    assert await points.near(HERE, 1_000, Wish(name="角")) == []


async def test_every_page_is_read(database: Database) -> None:
    points = SurveyPoints(database)
    await points.enter([north(number, name=f"点{number}") for number in range(MANY)])
    assert [point.name for point in await everything(points, Wish())] == [
        f"点{number}" for number in range(MANY)
    ]
    async with database.writing() as connection:
        await connection.exec_driver_sql("ANALYZE")
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    async with database.reading() as connection:
        query = within(around(Spot(36.8, 119.0), 500), Wish())
        written = query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        plan = str((await connection.exec_driver_sql(f"{explain} {written}")).all())
    assert "ix_survey_points_latitude_longitude" in plan

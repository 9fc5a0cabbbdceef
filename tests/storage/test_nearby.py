"""What is near is found by an index: never by looking at every case."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from bot.storage.engine import open_database
from bot.storage.following import near
from bot.storage.rows import filed_row
from bot.storage.tables import cases, people
from cases.model import Case, CaseId, Kind, PersonId, Place, Report, State
from cases.records import Around, Box

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
MANY = 4000
BOX = Box(36.8, 118.0, 36.802, 118.002)


def _row(number: int) -> dict[str, object]:
    place = Place(f"柳泉路{number}号", "张店区", 36.5 + number % 997 / 997, 118.0)
    report = Report(Kind.PROBLEM, "street_light", "路灯坏了", place)
    state = State.ASSIGNED if number % 10 == 0 else State.CLOSED
    case = Case(CaseId(0), f"ZB-{number}", report, PersonId(1), state, NOW)
    return filed_row(case)


@pytest.mark.parametrize(
    ("where", "index"),
    [
        ({"box": BOX}, "ix_cases_state_latitude_longitude"),
        ({"district": "周村区", "road": "柳泉路"}, "ix_cases_state_district_submitted_at"),
    ],
)
async def test_an_index_leads_there(
    database_url: str, where: dict[str, object], index: str
) -> None:
    database = open_database(database_url)
    async with database.writing() as connection:
        someone = {"id": 1, "name": "x", "language": "zh", "blocked": False}
        await connection.execute(insert(people), someone)
        await connection.execute(insert(cases), [_row(number) for number in range(MANY)])
        await connection.exec_driver_sql("ANALYZE")
    around = Around(
        kind=Kind.PROBLEM,
        since=NOW - timedelta(days=30),
        by=PersonId(2),
        **where,  # type: ignore[arg-type]
    )
    query = near(around).order_by(None).limit(None)
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    async with database.reading() as connection:
        written = query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        plan = str((await connection.exec_driver_sql(f"{explain} {written}")).all())
    await database.close()
    assert index in plan

"""What the weekly analysis asks is found by an index, also where SQLite knows nothing of how many
rows there are: nobody tells it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Select, insert, literal

from bot.storage.engine import Database, open_database
from bot.storage.repeats import near_by
from bot.storage.rows import event_row, filed_row
from bot.storage.tables import cases, events, people
from bot.storage.tally import _due, _median, _reported
from cases.figures import Span
from cases.model import Case, CaseId, Event, Kind, Outcome, PersonId, Place, Report, State

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
MANY = 4000
DAY = Span(NOW - timedelta(days=1), NOW)


def _row(number: int) -> dict[str, Any]:
    place = Place("柳泉路", "张店区", 36.5 + number % 997 / 997, 118.0)
    report = Report(Kind.PROBLEM, "street_light", "路灯坏了", place)
    at = NOW - timedelta(hours=number)
    case = Case(CaseId(0), f"ZB-{number}", report, PersonId(1), State.CLOSED, at)
    return {**filed_row(case), "outcome": Outcome.SOLVED, "verified": True, "promised_at": at}


async def _fill(database: Database) -> None:
    closing = Event(NOW, None, "verify", State.RESOLVED, State.CLOSED)
    async with database.writing() as connection:
        someone = {"id": 1, "name": "x", "language": "zh", "blocked": False}
        await connection.execute(insert(people), someone)
        await connection.execute(insert(cases), [_row(number) for number in range(MANY)])
        logs = [event_row(CaseId(n), closing, str(n), "") for n in range(1, MANY + 1)]
        await connection.execute(insert(events), logs)
        if not database.is_sqlite:
            await connection.exec_driver_sql("ANALYZE")


@pytest.mark.parametrize(
    ("query", "indexes"),
    [
        (
            near_by(DAY.start, 50),
            ("submitted_at", "state_latitude_longitude"),
        ),
        (_reported(DAY, None, literal("")), ("submitted_at",)),
        (_median(_due(DAY, None, literal(""))), ("case_action_at",)),
    ],
    ids=["repeats", "received", "median"],
)
async def test_an_index_leads_there(
    database_url: str, query: Select[Any], indexes: tuple[str, ...]
) -> None:
    database = open_database(database_url)
    await _fill(database)
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    async with database.reading() as connection:
        written = query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        plan = str((await connection.exec_driver_sql(f"{explain} {written}")).all())
    await database.close()
    for index in indexes:
        assert index in plan

"""The plans of a card are found by an index, however many communities have one."""

from datetime import UTC, datetime

from sqlalchemy import insert

from bot.storage.engine import open_database
from bot.storage.plans import about
from bot.storage.tables import plans
from cases.model import Place

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
DISTRICTS, EACH = 10, 300


def _row(number: int) -> dict[str, object]:
    return {
        "key": f"plan:{number}",
        "district": f"{number % DISTRICTS} 区",
        "category": "",
        "community": f"第 {number} 社区",
        "title": "x",
        "text": "x",
        "by": 1,
        "made_at": NOW,
    }


async def test_an_index_leads_there(database_url: str) -> None:
    database = open_database(database_url)
    async with database.writing() as connection:
        rows = [_row(number) for number in range(DISTRICTS * EACH)]
        await connection.execute(insert(plans), rows)
        await connection.exec_driver_sql("ANALYZE")
    query = about("street_light", Place("第 7 社区", "7 区"))
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    async with database.reading() as connection:
        written = query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        plan = str((await connection.exec_driver_sql(f"{explain} {written}")).all())
        found = (await connection.execute(query)).all()
    await database.close()
    assert "ix_plans_in_force" in plan
    assert [row.community for row in found] == ["第 7 社区"]

"""The ledger of reminders: any number of rungs at once, each once."""

from datetime import UTC, datetime

from bot.storage.book import SqlStore
from bot.storage.engine import open_database
from cases.model import Case, CaseId, Kind, Person, PersonId, Place, Report, State
from cases.ports import Told

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


async def test_a_sweep_after_a_long_outage_records_more_than_one_statement_takes(
    database_url: str,
) -> None:
    database = open_database(database_url)
    store = SqlStore(database, clock=lambda: NOW)
    report = Report(Kind.PROBLEM, "street_light", "坏了", Place("柳泉路"))
    async with store.writing() as book:
        await book.meet(Person(PersonId(1), "马奶奶"))
        new = Case(CaseId(0), "ZB-1", report, PersonId(1), State.ASSIGNED, NOW)
        case = (await book.add(new)).id
        told = [Told(case, f"daily-{n}", PersonId(1), 1) for n in range(7_001)]
        assert await book.record(told, NOW) == set(told)
        assert await book.record(told, NOW) == set()
        assert await book.record([], NOW) == set()
    await database.close()

"""kill -9 between claiming a notice and knowing that it was sent."""

import asyncio
import signal

import pytest
from sqlalchemy import select

from bot.storage.book import SqlStore
from bot.storage.engine import open_database
from bot.storage.tables import notices
from cases.model import Case, CaseId, Kind, Notice, Person, PersonId, Place, Report, State
from sandbox.people import Someone, Townspeople
from sandbox.server import serve
from tests.conftest import Run
from tests.journeys.conftest import MONDAY_MORNING


@pytest.mark.parametrize(("hold", "times"), [("before", 1), ("after", 2)])
async def test_it_is_sent_again_soon_marked_and_nothing_else_is(
    database_url: str, run: Run, hold: str, times: int
) -> None:
    """One is in flight when the service dies; the other was sent before."""
    async with serve() as sandbox, Townspeople(sandbox.url) as town:
        wang, zhou = await town.person(1, "王磊"), await town.person(2, "周强")
        for person in (wang, zhou):
            sandbox.world.chats[person.id].started = True
        await _tell(database_url, wang, zhou)
        await town.fault(method="sendMessage", chat=wang.id, hold=hold)
        process = await run(sandbox)
        await zhou.hears("新的事项", within=120)
        async with asyncio.timeout(120):
            while (await _marks(database_url))[zhou.id][0] != "sent":
                pass  # asking is waiting
        async with town.happened:
            await town.happened.wait_for(lambda: any(e["type"] == "held" for e in town.events))
        process.send_signal(signal.SIGKILL)
        await process.wait()
        process = await run(sandbox)
        await wang.hears("可能重复", within=120)
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
        assert sum("新的事项" in m.text for m in await wang.chat()) == times
        assert sum("新的事项" in m.text for m in await zhou.chat()) == 1
        assert await _marks(database_url) == {1: ("sent", True), 2: ("sent", False)}


async def _tell(url: str, *people: Someone) -> None:
    database = open_database(url)
    report = Report(Kind.PROBLEM, "street_light", "路灯坏了", Place("柳泉路", "张店区"))
    async with SqlStore(database).writing() as book:
        for one in people:
            await book.meet(Person(PersonId(one.id), one.name))
        await book.meet(Person(PersonId(3), "马奶奶"))
        new = Case(CaseId(0), "ZB-1", report, PersonId(3), State.ASSIGNED, MONDAY_MORNING)
        case = (await book.add(new)).id
        await book.tell(Notice(f"{p.id}", PersonId(p.id), "assigned", case) for p in people)
    await database.close()


async def _marks(url: str) -> dict[int, tuple[str, bool]]:
    database = open_database(url)
    columns = (notices.c.recipient, notices.c.state, notices.c.maybe_twice)
    async with database.reading() as connection:
        rows = (await connection.execute(select(*columns))).all()
    await database.close()
    return {row.recipient: (row.state, row.maybe_twice) for row in rows}

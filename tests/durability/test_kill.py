"""kill -9 at random moments: nothing is lost, nothing is filed twice."""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select

from bot.storage.book import SqlStore
from bot.storage.engine import Database, open_database
from bot.storage.tables import cases, inbox, notices
from cases.model import Person, PersonId, Post, Role
from sandbox.people import Someone, Townspeople
from sandbox.server import serve
from tests.conftest import Run

CITIZENS, REPORTS, KILLS = 20, 10, 6
PATIENCE = 300.0
OFFICE = "市城市管理局"
FAST = {
    "SUISHOUPAI_DELIVERY__PER_SECOND": "1000",
    "SUISHOUPAI_DELIVERY__PER_CHAT_SECONDS": "0",
}


async def test_two_hundred_reports_survive_kills_at_random_moments(
    database_url: str, run: Run
) -> None:
    """Every report is filed once; every notice arrives, at most once more per kill; nobody has
    to start again."""
    async with serve() as sandbox, Townspeople(sandbox.url) as town:
        officials = [await town.person(number, f"承办人{number}") for number in (1, 2, 3)]
        for official in officials:
            await official.says("/start")
        database = open_database(database_url)
        await _appoint(database, officials)
        citizens = [await town.person(100 + n, f"市民{n}") for n in range(CITIZENS)]
        people = asyncio.gather(*(_report(citizen) for citizen in citizens))
        takers = [asyncio.create_task(_take_everything(official)) for official in officials]
        process = await run(sandbox, **FAST)
        kills = 0
        for events in _moments(random.Random(20260302)):
            await _until(town, events, people)
            if people.done():
                break
            process.send_signal(signal.SIGKILL)
            await process.wait()
            kills += 1
            process = await run(sandbox, **FAST)
        await people
        await _until_delivered(town, officials)
        for taker in takers:
            taker.cancel()
        for official in officials:  # one thing after the other: what was pressed before is done
            await official.says("/help")
            await official.hears("「接单」后处理", within=PATIENCE)
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
        assert kills == KILLS
        await _check(database, officials, kills)
        await database.close()


async def _report(citizen: Someone) -> None:
    for count in range(REPORTS):
        mark = f"第{citizen.id}-{count}件"
        await citizen.says(f"张店区柳泉路{citizen.id * 100 + count}号的路灯坏了,{mark}")
        await citizen.hears(f"路灯坏了,{mark}", within=PATIENCE)
        await citizen.presses("✅ 提交")
        await citizen.hears("接下来", within=PATIENCE)


async def _take_everything(official: Someone) -> None:
    """Takes each case when its card comes; the same card is heard again when it changes."""
    while True:
        card = await official.hears("新的事项", within=PATIENCE)
        if "接单" in card.buttons:
            await official.presses_raw(card.id, card.buttons["接单"])


def _moments(chance: random.Random) -> Sequence[int]:
    """After how many things have happened to kill; a report is about eight of them."""
    return sorted(chance.sample(range(100, 1300), KILLS))


async def _until(town: Townspeople, events: int, people: "asyncio.Future[list[None]]") -> None:
    async with asyncio.timeout(PATIENCE), town.happened:
        await town.happened.wait_for(lambda: len(town.events) >= events or people.done())


async def _until_delivered(town: Townspeople, officials: Sequence[Someone]) -> None:
    """Until each case was announced to somebody."""

    def announced() -> set[str]:
        found = set()
        for event in town.events:
            text = (event.get("message") or {}).get("caption") or (event.get("message") or {}).get(
                "text", ""
            )
            if "新的事项" in text:
                found.add(text.split("ZB-")[1][:13])
        return found

    async with asyncio.timeout(PATIENCE), town.happened:
        await town.happened.wait_for(lambda: len(announced()) == CITIZENS * REPORTS)


async def _appoint(database: Database, officials: Sequence[Someone]) -> None:
    async with SqlStore(database).writing() as book:
        for official in officials:
            person = Person(PersonId(official.id), official.name)
            await book.meet(person)
            await book.appoint(person.id, Post(Role.OFFICIAL, OFFICE))


async def _check(database: Database, officials: Sequence[Someone], kills: int) -> None:
    async with database.reading() as connection:
        texts = (await connection.execute(select(cases.c.text))).scalars().all()
        told = (await connection.execute(select(notices.c.kind, notices.c.state))).all()
        undone = (await connection.execute(select(inbox.c.update_id).where(~inbox.c.done))).all()
    assert len(texts) == len(set(texts)) == CITIZENS * REPORTS
    assert {state for kind, state in told if kind == "assigned"} == {"sent"}
    assert not any(state == "dead" for _, state in told)
    assert not undone
    chats = [message for official in officials for message in await official.chat()]
    heard = Counter(
        message.text.split("ZB-")[1][:13]
        for message in chats
        if not message.out and "ZB-" in message.text
    )
    assert len(heard) == CITIZENS * REPORTS
    assert max(heard.values()) <= 1 + kills

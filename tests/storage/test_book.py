"""The book over a real database: what goes in comes out, and two at once do not disturb it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.exc import StatementError

from bot.storage.batch import Batch
from bot.storage.book import SqlStore
from bot.storage.engine import Database, open_database
from bot.storage.inbox import Inbox
from bot.storage.sessions import Finished, Sessions
from cases.errors import UnknownCase
from cases.model import (
    Case,
    CaseId,
    Kind,
    Notice,
    Person,
    PersonId,
    Place,
    Post,
    Report,
    Role,
    State,
)
from cases.ports import Invitation, Told

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
GRANNY = PersonId(1001)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = open_database(database_url)
    yield opened
    await opened.close()


async def file_one(database: Database, text: str = "路灯坏了 😀 \u202e") -> CaseId:
    report = Report(
        Kind.PROBLEM,
        "street_light",
        text,
        Place("柳泉路", "张店区", 36.8, 118.0),
        photos=("a", "b"),
        why=("路灯",),
    )
    async with SqlStore(database).writing() as book:
        await book.meet(Person(GRANNY, "马奶奶"))
        count = await book.next_number(date(2026, 3, 2))
        number = f"ZB-20260302-{count:04d}"
        new = Case(CaseId(0), number, report, GRANNY, State.SUBMITTED, NOW)
        return (await book.add(new)).id


async def test_a_case_comes_out_as_it_went_in(database: Database) -> None:
    case = await file_one(database)
    async with SqlStore(database).reading() as book:
        found = await book.case(case)
    assert found.report.text == "路灯坏了 😀 \u202e"
    assert found.report.photos == ("a", "b")
    assert found.submitted_at == NOW


async def test_a_failed_transaction_gives_its_number_back(database: Database) -> None:

    async def fail() -> None:
        async with SqlStore(database).writing() as book:
            await book.next_number(date(2026, 3, 2))
            await book.case(CaseId(99))

    with pytest.raises(UnknownCase):
        await fail()
    case = await file_one(database)
    async with SqlStore(database).reading() as book:
        assert (await book.case(case)).number.endswith("-0001")


async def test_fifty_at_once_get_fifty_numbers(database: Database) -> None:
    await asyncio.gather(*(file_one(database, f"{n}") for n in range(50)))
    async with SqlStore(database).reading() as book:
        numbers = {(await book.case(CaseId(n + 1))).number for n in range(50)}
    assert numbers == {f"ZB-20260302-{n + 1:04d}" for n in range(50)}


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    async with SqlStore(database).reading() as book:
        with pytest.raises(StatementError, match="without a zone"):
            await book.due_for_reminder(datetime(2026, 3, 2), 1)  # noqa: DTZ001


async def test_one_of_two_redeems_an_invitation(database: Database) -> None:
    store = SqlStore(database)
    async with store.writing() as book:
        post = Post(Role.OFFICIAL, "市城市管理局")
        await book.invite(Invitation("hash", post, GRANNY, NOW + timedelta(hours=1)))

    async def redeem(person: int) -> Post | None:
        async with store.writing() as book:
            return await book.redeem("hash", PersonId(person), NOW)

    assert sorted([await redeem(1) is None, await redeem(2) is None]) == [False, True]
    assert await redeem(1) == post


async def test_a_rung_is_claimed_once(database: Database) -> None:
    told = Told(await file_one(database), "due", GRANNY, 1)
    async with SqlStore(database).writing() as book:
        assert await book.record([told], NOW) == {told}
        assert await book.record([told], NOW) == set()


async def test_a_notice_is_written_once(database: Database) -> None:
    case = await file_one(database)
    async with SqlStore(database).writing() as book:
        for _ in range(2):
            await book.tell([Notice("key", GRANNY, "assigned", case)])
    async with database.reading() as connection:
        assert (await connection.exec_driver_sql("SELECT count(*) FROM notices")).scalar() == 1


async def test_an_update_is_new_once_and_pending_until_it_is_finished(database: Database) -> None:
    inbox, sessions = Inbox(database, lambda: NOW), Sessions(database, lambda: NOW)
    assert await inbox.store([(1, "{}"), (2, "{}")]) == {1, 2}
    assert await inbox.store([(2, "{}"), (3, "{}")]) == {3}
    await asyncio.gather(
        sessions.finish(Finished(1, 7, '{"a": 1}')), sessions.finish(Finished(3, 8, None))
    )
    assert await inbox.pending() == [(2, "{}")]
    assert await sessions.load(7) == '{"a": 1}'
    for _ in range(3):
        await inbox.failed(2)
    assert await inbox.pending() == []


async def test_an_error_of_a_shared_run_reaches_everyone_and_the_next_run_goes_on() -> None:
    runs: list[list[int]] = []

    async def run(items: object) -> list[int]:
        runs.append(list(items))  # type: ignore[call-overload]
        if len(runs) == 1:
            raise OSError("disk full")
        return runs[-1]

    batch: Batch[int, int] = Batch(run)
    results = await asyncio.gather(batch(1), batch(2), return_exceptions=True)
    assert all(isinstance(result, OSError) for result in results)
    assert await batch(3) == 3

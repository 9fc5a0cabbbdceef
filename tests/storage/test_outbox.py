"""The outbox: each notice is one sender's, the urgent first, nothing for ever."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from bot.storage.book import SqlStore
from bot.storage.engine import Database, open_database
from bot.storage.outbox import LEASE, Outbox, Settled
from bot.storage.tables import groups, notices
from bot.storage.undelivered import Moves, Undelivered
from cases.model import Notice, Person, PersonId, Urgency

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


class Post:
    """An outbox, and a clock in hand."""

    def __init__(self, database: Database) -> None:
        self.database, self.now = database, NOW
        self.store = SqlStore(database, clock=self.clock)
        self.outbox = Outbox(database, self.clock)

    def clock(self) -> datetime:
        return self.now

    async def tell(
        self, key: str, to: int = 1, urgency: Urgency = Urgency.NORMAL, after: int = 0
    ) -> None:
        """Put a notice in, to be sent *after* some minutes."""
        later = self.now + timedelta(minutes=after) if after else None
        async with self.store.writing() as book:
            await book.tell([Notice(key, PersonId(to), "assigned", None, urgency, later)])

    async def takes(self, limit: int = 10, busy: tuple[int, ...] = ()) -> list[str]:
        return [one.notice.key for one in await self.outbox.take(limit, busy)]

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
async def post(database_url: str) -> AsyncIterator[Post]:
    database = open_database(database_url)
    yield Post(database)
    await database.close()


async def test_what_is_taken_is_leased_until_it_is_settled(post: Post) -> None:
    await post.tell("a")
    (taken,) = await post.outbox.take(5)
    assert not taken.maybe_twice
    assert await post.takes() == []
    await post.outbox.settled(Settled((taken.id,)))
    post.passes(days=1)
    assert await post.takes() == []
    assert await post.outbox.counts() == {"sent": 1}


async def test_what_a_dead_sender_had_is_taken_again_soon_and_marked(post: Post) -> None:
    await post.tell("a")
    await post.takes()
    post.passes(seconds=LEASE.total_seconds() - 1)
    assert await post.takes() == []
    post.passes(seconds=2)
    (taken,) = await post.outbox.take(5)
    assert taken.maybe_twice
    async with post.database.reading() as connection:
        assert (await connection.execute(select(notices.c.maybe_twice))).scalar_one()


async def test_a_slow_sender_renews_its_lease(post: Post) -> None:
    await post.tell("a")
    (taken,) = await post.outbox.take(5)
    for _ in range(5):
        post.passes(seconds=LEASE.total_seconds() - 1)
        await post.outbox.renew([taken.id])
        assert await post.takes() == []


async def test_a_clock_that_is_set_back_locks_nothing_up(post: Post) -> None:
    await post.tell("a")
    await post.takes()
    post.passes(hours=-5)
    assert await post.takes() == ["a"]


async def test_one_at_a_time_for_a_chat_and_others_go_on(post: Post) -> None:
    for number in range(50):
        await post.tell(f"a{number}", to=1)
    await post.tell("b", to=2)
    await post.tell("c", to=3)
    assert await post.takes() == ["a0"]
    assert await post.takes(busy=(3,)) == ["b"]
    assert await post.takes() == ["c"]
    assert await post.takes() == []


async def test_the_urgent_goes_first_but_waiting_counts(post: Post) -> None:
    await post.tell("old digest", 1, Urgency.DIGEST)
    post.passes(minutes=16)
    for to, urgency in enumerate(reversed(Urgency), start=2):
        await post.tell(f"new {urgency}", to, urgency)
    assert await post.takes() == [
        "old digest",
        "new waiting",
        "new urgent",
        "new normal",
        "new digest",
    ]


async def test_what_is_for_later_comes_later_and_gains_no_rank_by_it(post: Post) -> None:
    await post.tell("tomorrow", 1, after=24 * 60)
    assert await post.takes() == []
    post.passes(days=1)
    await post.tell("urgent", 2, Urgency.URGENT)
    assert await post.takes() == ["urgent", "tomorrow"]


async def test_two_processes_never_take_the_same(database_url: str, post: Post) -> None:
    for number in range(200):
        await post.tell(f"{number}", to=number + 1)
    other = open_database(database_url)
    outboxes = [post.outbox, Outbox(other, post.clock)]
    taken = await asyncio.gather(*(outboxes[n % 2].take(10) for n in range(40)))
    keys = [one.notice.key for some in taken for one in some]
    assert len(keys) == len(set(keys))
    await other.close()


async def test_a_failure_is_tried_again_later_and_death_is_final(post: Post) -> None:
    await post.tell("a")
    (taken,) = await post.outbox.take(5)
    later = post.now + timedelta(minutes=1)
    await post.outbox.again([taken], later, "timed out", maybe_twice=True, count_to=20)
    assert await post.takes() == []
    post.passes(minutes=1)
    (taken,) = await post.outbox.take(5)
    assert (taken.attempts, taken.maybe_twice) == (1, True)
    await post.outbox.dead([taken.id], "no")
    post.passes(days=1)
    assert await post.takes() == []


async def test_what_somebody_else_has_settled_stays_settled(post: Post) -> None:
    await post.tell("a")
    (taken,) = await post.outbox.take(5)
    await post.outbox.settled(Settled((taken.id,)))
    await post.outbox.again([taken], post.now, "timed out", count_to=20)
    assert await post.takes() == []


async def test_the_dead_are_listed_and_wake_up_once(post: Post) -> None:
    woken: list[None] = []
    letters = Undelivered(post.database, post.clock, lambda: woken.append(None))
    async with post.store.writing() as book:
        await book.meet(Person(PersonId(1), "王磊"))
    for key, to in (("a", 1), ("b", 99)):
        await post.tell(key, to)
    taken = await post.outbox.take(5)
    await post.outbox.dead([one.id for one in taken], "Chat not found")
    page, total = await letters.page(0, 10)
    assert total == 2
    assert [(one.name, one.why, one.at) for one in page] == [
        ("", "Chat not found", NOW),
        ("王磊", "Chat not found", NOW),
    ]
    assert await letters.requeue(page[1].id)
    assert not await letters.requeue(page[1].id)
    assert len(woken) == 1
    assert await post.takes() == ["a"]


async def test_what_waits_for_a_group_follows_it(post: Post) -> None:
    group = {"organisation": "市城市管理局", "chat": -5, "title": "群"}
    async with post.database.writing() as connection:
        await connection.execute(insert(groups).values(group))
    await post.tell("a", to=-5)
    await post.tell("b", to=-5)
    await post.takes()
    await Moves(post.database).moved(PersonId(-5), PersonId(-1005))
    (taken,) = await post.outbox.take(5)
    assert (taken.notice.key, taken.notice.recipient) == ("a", -1005)
    assert not taken.maybe_twice
    async with post.store.reading() as book:
        found = await book.person(PersonId(-1005))
    assert found is not None
    assert found.name == "群"

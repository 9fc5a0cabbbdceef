"""The alarm rings when something is due, again and again, and not before."""

import asyncio
from datetime import UTC, datetime, timedelta

from telegram.ext import ApplicationBuilder

from bot.schedule import Alarm, PatientQueue, every

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SOON = timedelta(milliseconds=20)


async def test_it_rings_for_each_thing_that_is_due() -> None:
    """The first ring is the catch-up at the start; each ring sets the alarm for the next thing."""
    rung: asyncio.Queue[int] = asyncio.Queue()
    left = [NOW + timedelta(days=1), NOW + SOON, NOW + SOON, NOW + SOON]

    async def work() -> None:
        rung.put_nowait(len(left))

    async def next_due() -> datetime | None:
        return left.pop() if left else None

    app = ApplicationBuilder().token("1:A").build()
    alarm = Alarm(lambda: NOW, safety=timedelta(hours=1))
    if app.job_queue is None:
        raise RuntimeError("no job queue")
    await app.job_queue.start()
    alarm.start(app, work, next_due)
    async with asyncio.timeout(60):
        for expected in (4, 3, 2, 1):
            assert await rung.get() == expected
        alarm.due(NOW + timedelta(days=1))
        alarm.due(NOW + SOON)
        alarm.due(NOW + SOON / 2)
        assert await rung.get() == 0
    assert rung.empty()
    await app.job_queue.stop()


async def test_no_job_is_cut_off_when_the_service_stops() -> None:
    """What runs is awaited; what falls due meanwhile does not begin, nor lose its database."""
    began: list[str] = []
    ended: list[str] = []
    running, enough = asyncio.Event(), asyncio.Event()

    async def long() -> None:
        began.append("long")
        running.set()
        await enough.wait()
        ended.append("long")

    async def another() -> None:
        began.append("another")
        await asyncio.Event().wait()

    app = ApplicationBuilder().token("1:A").job_queue(PatientQueue()).build()
    every(app, timedelta(hours=1), "long", long)
    if app.job_queue is None:
        raise RuntimeError("no job queue")
    await app.job_queue.start()
    async with asyncio.timeout(60):
        await running.wait()
        every(app, SOON / 4, "another", another, first=SOON.total_seconds() / 4)
        asyncio.get_running_loop().call_later(2 * SOON.total_seconds(), enough.set)
        await app.job_queue.stop()
    assert began == ended == ["long"]

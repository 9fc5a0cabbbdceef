"""From the moment at which something is due to that at which Telegram has taken the reminder, with
nothing else in the queue."""

import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from bench.stub import ME, TOKEN
from bot.app import build
from bot.config import Config, load
from bot.demo import begin, end
from bot.serve import prepare
from bot.storage.book import SqlStore
from bot.storage.engine import open_database
from cases.model import Case, CaseId, Kind, Person, PersonId, Place, Post, Report, Role, State
from cases.reckoning import Basis, Part

DUE, EVERY = 60, 1.0  # so many cases, one due each so many seconds
ROOT = Path(__file__).parents[1]
NOON = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)  # Tuesday 10:00 in Zibo
OFFICE = "市城市管理局"


@dataclass
class Listener:
    """A Bot API that notes when it took a message to whom."""

    taken: dict[int, float] = field(default_factory=dict)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.Response:
        """Any method."""
        method = request.match_info["method"]
        params = await request.post()
        if method == "getUpdates":
            await asyncio.sleep(1)
            return _ok([])
        if method == "sendMessage":
            chat = int(str(params["chat_id"]))
            self.taken.setdefault(chat, time.monotonic())
            if len(self.taken) == DUE:
                self.done.set()
            return _ok({"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}})
        return _ok(ME if method == "getMe" else True)


async def main() -> None:
    """Print the table."""
    listener, began = Listener(), time.monotonic()

    def clock() -> datetime:
        return NOON + timedelta(seconds=time.monotonic() - began)

    with tempfile.TemporaryDirectory() as folder:
        runner, base = await _serve(listener)
        config = replace(
            load(ROOT / "config.toml", {}),
            token=TOKEN,
            api_base_url=base,
            database_url=f"sqlite:///{folder}/bench.db",
            photo_folder=Path(folder),
        )
        await prepare(open_database(config.database_url))
        due = await _file(config, clock)
        service = build(config, clock)
        await begin(service)
        await asyncio.wait_for(listener.done.wait(), DUE * EVERY + 60)
        await end(service)
        await runner.cleanup()
    late = sorted(listener.taken[chat] - began - at for chat, at in due.items())
    cuts = statistics.quantiles(late, n=100)
    sys.stdout.write(
        f"\n{DUE} cases, one due each {EVERY:g} s: due → taken by Telegram, "
        f"p50 {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms, "
        f"most {late[-1] * 1000:.0f} ms\n"
    )


async def _file(config: Config, clock: Any) -> dict[int, float]:
    """Urgent cases, each with an owner of its own; when each is due, in seconds from the start."""
    database = open_database(config.database_url)
    city = config.city
    due: dict[int, float] = {}
    async with SqlStore(database, clock=clock).writing() as book:
        for number in range(DUE):
            owner = Person(PersonId(100 + number), f"承办人{number}")
            await book.meet(owner)
            await book.appoint(owner.id, Post(Role.OFFICIAL, OFFICE))
            at = NOON + timedelta(seconds=6 + number * EVERY)
            report = Report(Kind.PROBLEM, "manhole", "井盖没了", Place("柳泉路"), urgent=True)
            case = Case(
                CaseId(0), f"ZB-{number}", report, owner.id, State.ASSIGNED, NOON, OFFICE, owner.id
            )
            start = at - timedelta(minutes=1)
            case = city.promised(replace(case, due_version=1), Part(Basis.BY_HAND, start, at=at))
            await book.add(replace(case, next_reminder_at=at))
            due[owner.id] = (at - NOON).total_seconds()
    await database.close()
    return due


async def _serve(listener: Listener) -> tuple[web.AppRunner, str]:
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", listener.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


if __name__ == "__main__":
    asyncio.run(main())

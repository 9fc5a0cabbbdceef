"""3,000 notices to 3,000 chats, at the rate that Telegram permits and not a message above it."""

import asyncio
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from bench.stub import ME
from bot.serve import prepare
from bot.storage.book import SqlStore
from bot.storage.engine import open_database
from cases.model import Case, CaseId, Kind, Notice, Person, PersonId, Place, Report, State
from sandbox.limits import STRICTLY_PRIVATE, FloodLimits

CHATS = 3_000
PATIENCE = 180.0
ROOT = Path(__file__).parents[1]


@dataclass
class Strict:
    """A Bot API that refuses floods: 30 a sliding second, 1 a second a chat."""

    wanted: int
    limits: FloodLimits = field(default_factory=lambda: FloodLimits(private=STRICTLY_PRIVATE))
    taken: list[float] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.Response:
        """Any method."""
        method = request.match_info["method"]
        params = await request.post()
        if method == "getMe":
            return _answer({"ok": True, "result": ME})
        if method == "getUpdates":
            await asyncio.sleep(1)
            return _answer({"ok": True, "result": []})
        if not method.startswith("send"):
            return _answer({"ok": True, "result": True})
        return self._send(int(str(params["chat_id"])))

    def _send(self, chat: int) -> web.Response:
        wait = self.limits.wait(chat)
        if wait:
            refusal = {"ok": False, "error_code": 429, "description": "Too Many Requests"}
            return _answer({**refusal, "parameters": {"retry_after": wait}}, 429)
        self.taken.append(time.monotonic())
        if len(self.taken) >= self.wanted:
            self.done.set()
        here = {"id": chat, "type": "private", "first_name": "x"}
        message = {"message_id": len(self.taken), "date": 1, "text": "x", "chat": here}
        return _answer({"ok": True, "result": message})


async def measure(url: str) -> tuple[float, int]:
    """Messages a second that were accepted, and how many were refused."""
    await _fill(url)
    strict = Strict(CHATS)
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", strict.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    process = await _start(url, f"http://127.0.0.1:{runner.addresses[0][1]}")
    try:
        await asyncio.wait_for(strict.done.wait(), PATIENCE)
    finally:
        process.terminate()
        await process.wait()
        await runner.cleanup()
    return CHATS / (strict.taken[-1] - strict.taken[0]), strict.limits.refused


async def _fill(url: str) -> None:
    """A case, and a notice of it to everybody."""
    await prepare(open_database(url))
    database = open_database(url)
    first, now = time.time_ns() // 1_000_000, datetime.now(UTC)
    people = [PersonId(first + n) for n in range(CHATS)]
    report = Report(Kind.PROBLEM, "street_light", "路灯坏了", Place("柳泉路", "张店区"))
    async with SqlStore(database).writing() as book:
        for person in people:
            await book.meet(Person(person, "x"))
        new = Case(CaseId(0), f"ZB-{first}", report, people[0], State.ASSIGNED, now)
        case = (await book.add(new)).id
        await book.tell(Notice(f"bench:{p}", p, "assigned", case) for p in people)
    await database.close()


async def _start(url: str, base: str) -> asyncio.subprocess.Process:
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("SUISHOUPAI_")},
        "TELEGRAM_BOT_TOKEN": "1:BENCH",
        "SUISHOUPAI_TELEGRAM__API_BASE_URL": base,
        "SUISHOUPAI_DATABASE__URL": url,
        "SUISHOUPAI_CONFIG": str(ROOT / "config.toml"),
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment, stderr=asyncio.subprocess.DEVNULL
    )


def _answer(body: dict[str, Any], status: int = 200) -> web.Response:
    return web.Response(body=json.dumps(body), status=status, content_type="application/json")


async def main() -> None:
    """Print the table."""
    postgres = os.environ.get("SUISHOUPAI_BENCH_POSTGRES")
    sys.stdout.write(
        f"\n{CHATS} notices to {CHATS} chats\n\n| | messages/s | 429 |\n|---|---|---|\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        urls = {"SQLite": f"sqlite:///{folder}/bench.db"}
        urls |= {"PostgreSQL": postgres} if postgres else {}
        for name, url in urls.items():
            rate, refused = await measure(url)
            sys.stdout.write(f"| {name} | {rate:.2f} | {refused} |\n")


if __name__ == "__main__":
    asyncio.run(main())

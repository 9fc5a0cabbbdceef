"""A Bot API stub that does nothing but count: what is measured is the bot, not the stub."""

import asyncio
import json
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

from aiohttp import web

from bench.script import Citizen

TOKEN = "1:BENCH"  # noqa: S105  # the stub asks for none
ME = {
    "id": 1,
    "is_bot": True,
    "first_name": "b",
    "username": "bench_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}


class Stub:
    """Plays the citizens: each says the next thing as soon as the bot has answered the last."""

    def __init__(self, citizens: Sequence[Citizen], *, rate: float | None = None) -> None:
        self.citizens = {citizen.id: citizen for citizen in citizens}
        self.rate = rate
        self.waiting: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.sent_at: dict[int, float] = {}
        self.reply_times: list[float] = []
        self.first_poll = 0.0
        self.polled = asyncio.Event()
        self.started = self.finished = 0.0
        self.done = asyncio.Event()
        # Later runs on the same database must not repeat the ids of earlier ones.
        self._updates = iter(range(time.perf_counter_ns() // 1_000_000, sys.maxsize))
        self._messages = iter(range(1, sys.maxsize))

    def begin(self) -> None:
        """Let the citizens start: all at once, or *rate* things a second in all."""
        self.started = time.perf_counter()
        if self.rate is None:
            for citizen in self.citizens.values():
                self._say_next(citizen)
        else:
            asyncio.get_running_loop().create_task(self._steadily(1 / self.rate))

    async def _steadily(self, pause: float) -> None:
        loop = asyncio.get_running_loop()
        at = loop.time()
        for citizen in self._turns():
            at += pause
            await asyncio.sleep(max(0.0, at - loop.time()))
            self._say_next(citizen)

    def _turns(self) -> Iterator[Citizen]:
        """Citizen after citizen, as long as any has something left to say."""
        while waiting := [one for one in self.citizens.values() if one.left]:
            yield from waiting

    def _say_next(self, citizen: Citizen) -> None:
        content = citizen.next(self._messages)
        if content is not None:
            self.sent_at[citizen.id] = time.perf_counter()
            self.waiting.put_nowait({"update_id": next(self._updates), **content})

    def answered(self, chat: int, markup: str | None, message_id: int) -> None:
        """The bot answered; with the answer that a thing deserves, the next thing follows."""
        citizen = self.citizens.get(chat)
        if citizen is None or not citizen.satisfied(markup, message_id):
            return
        self.reply_times.append(time.perf_counter() - self.sent_at[chat])
        if self.rate is None:
            self._say_next(citizen)
        if not any(c.left or c.owed for c in self.citizens.values()):
            self.finished = time.perf_counter()
            self.done.set()

    async def handle(self, request: web.Request) -> web.Response:
        """Any method."""
        method = request.match_info["method"]
        params = dict(await request.post()) if request.can_read_body else dict(request.query)
        if method == "getUpdates":
            return _ok(await self._poll(float(str(params.get("timeout") or 0))))
        if method == "getMe":
            return _ok(ME)
        if not method.startswith(("send", "edit")):
            return _ok(True)
        chat = int(str(params["chat_id"]))
        message_id = int(str(params.get("message_id") or next(self._messages)))
        if method == "sendMessage":
            self.answered(chat, str(params.get("reply_markup") or ""), message_id)
        return _ok(
            {
                "message_id": message_id,
                "date": 1,
                "text": "x",
                "chat": {"id": chat, "type": "private", "first_name": "x"},
            }
        )

    async def _poll(self, patience: float) -> list[dict[str, Any]]:
        if not self.polled.is_set():
            self.first_poll = time.perf_counter()
            self.polled.set()
        updates = []
        try:
            updates.append(await asyncio.wait_for(self.waiting.get(), max(patience, 0.001)))
        except TimeoutError:
            return []
        while not self.waiting.empty() and len(updates) < 100:
            updates.append(self.waiting.get_nowait())
        return updates


def _ok(result: Any) -> web.Response:
    return web.Response(
        body=json.dumps({"ok": True, "result": result}), content_type="application/json"
    )


async def serve(stub: Stub) -> tuple[web.AppRunner, str]:
    """Run the stub on a free port."""
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", stub.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"

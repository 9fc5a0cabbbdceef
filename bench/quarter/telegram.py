"""Telegram as the service's bot meets it: it notes what it took, and may be away or be the last
thing that a killed service has spoken to."""

import asyncio
import itertools
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from bench.stub import ME
from handlers.texts import Catalogue

NUMBER = re.compile(r"[A-Z]{2}-\d{8}-\d{4,}")


@dataclass(frozen=True)
class Heard:
    """A message that reminds somebody of cases, or says that somebody cannot be reached."""

    at: datetime
    person: int
    cases: tuple[str, ...]
    more: int = 0  # cases that a long digest only counts
    maybe_twice: bool = False
    unreachable: bool = False


class Telegram(BaseRequest):
    """Takes what is sent. *hear* is called with what it took, *refuse* with whom it could not
    give something because they have blocked the bot."""

    def __init__(self, clock: Callable[[], datetime], words: Catalogue) -> None:
        self._clock, self._ids = clock, itertools.count(1)
        self.away = False
        self.blocked: set[int] = set()
        self.broken: set[int] = set()
        self.heard: list[Heard] = []
        self.refused: list[int] = []
        self.unanswered = 0
        self.taken: Counter[str] = Counter()
        self.last_words: tuple[int, bool] | None = None
        self.dying = asyncio.Event()
        zh = words["zh"]
        self._twice = zh.plain("notice.twice")
        keys = ("soon", "late", "submitted", "resolved")
        self._signs = [_start(zh.plain(f"notice.reminder_{key}", due="\0")) for key in keys]
        self._signs.append(_start(zh.plain("digest.title", count="\0")))
        self._more = re.compile(zh.plain("digest.more", count="\0").replace("\0", r"(\d+)"))
        self._lost = _start(zh.plain("notice.unreachable", name="\0", count="\0"))

    @property
    def read_timeout(self) -> float:
        """Never reached."""
        return 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    def kill_at(self, calls: int, *, after: bool) -> None:
        """The service dies at the so many-th message, before or after it was taken."""
        self.last_words = (calls, after)
        self.dying = asyncio.Event()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        """Any method of the Bot API."""
        del method, read_timeout, write_timeout, connect_timeout, pool_timeout
        name = url.rpartition("/")[2]
        params: dict[str, Any] = dict(request_data.parameters) if request_data else {}
        await asyncio.sleep(0)
        if name == "getMe":
            return _ok(ME)
        if self.away or params.get("chat_id") in self.broken:
            self.unanswered += 1
            raise NetworkError("nobody answers")
        if name.startswith("send") and int(params["chat_id"]) in self.blocked:
            self.refused.append(int(params["chat_id"]))
            return 403, json.dumps(_BLOCKED).encode()
        return await self._take(name, params)

    async def _take(self, name: str, params: dict[str, Any]) -> tuple[int, bytes]:
        dies, after = False, False
        if name.startswith("send") and self.last_words is not None:
            calls, after = self.last_words
            self.last_words = (calls - 1, after)
            dies = calls <= 1
        if not dies or after:
            self._note(name, params)
        if dies:
            self.last_words = None
            self.dying.set()
            await asyncio.Event().wait()
        chat = {"id": int(params.get("chat_id", 0)), "type": "private", "first_name": "x"}
        answer = {"message_id": next(self._ids), "date": 1, "chat": chat}
        return _ok(answer if name.startswith(("send", "edit")) else True)

    def _note(self, name: str, params: dict[str, Any]) -> None:
        self.taken[name] += 1
        text = str(params.get("text") or params.get("caption") or "")
        if not name.startswith("send"):
            return
        lost = text.startswith(self._lost)
        if not lost and not text.startswith(tuple(self._signs)):
            return
        cases = tuple(dict.fromkeys(NUMBER.findall(text)))
        twice = self._twice in text
        person = int(params["chat_id"])
        more = self._more.search(text)
        rest = int(more[1]) if more else 0
        self.heard.append(Heard(self._clock(), person, cases, rest, twice, lost))


_BLOCKED = {
    "ok": False,
    "error_code": 403,
    "description": "Forbidden: bot was blocked by the user",
}


def _start(text: str) -> str:
    """The words before the first fact."""
    return text.partition("\0")[0]


def _ok(result: Any) -> tuple[int, bytes]:
    return 200, json.dumps({"ok": True, "result": result}).encode()

"""The queue between Telegram and the handlers, with the database underneath.

PTB's poller puts every update of a poll into the queue and confirms the poll afterwards; its
webhook answers 200 after the put. So an update that ``put`` has stored can no longer be lost.
"""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from telegram import Bot, Update

from bot.long_texts import LongTexts
from bot.storage.inbox import Inbox

logger = logging.getLogger(__name__)


class InboxQueue(asyncio.Queue[object]):
    """Hands out what the inbox has, each update once."""

    def __init__(self, inbox: Inbox) -> None:
        super().__init__()
        self._inbox = inbox
        self._stored: set[int] = set()
        self._in_hand: set[int] = set()
        self._albums: Counter[str] = Counter()

    async def receive(self, raw: Sequence[dict[str, Any]], bot: Bot) -> tuple[Update, ...]:
        """Store a whole poll in one commit, then read it; what cannot be read is put aside."""
        new = await self._inbox.store([(one["update_id"], json.dumps(one)) for one in raw])
        updates = [await self._read(one, bot) for one in raw if one["update_id"] in new]
        readable = tuple(update for update in updates if update is not None)
        self._stored |= {update.update_id for update in readable}
        self._albums.update(_album(update) for update in readable)
        return readable

    async def _read(self, raw: dict[str, Any], bot: Bot) -> Update | None:
        """The update, or None for one that the library does not understand (yet)."""
        try:
            return Update.de_json(raw, bot)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            logger.error("update %s cannot be read: %s", raw["update_id"], type(error).__name__)
            await self._inbox.put_aside(raw["update_id"])
            return None

    async def put(self, item: object) -> None:
        """Queue an update that is stored; one that was known already is left out."""
        if not isinstance(item, Update):
            await super().put(item)
            return
        if item.update_id not in self._stored:
            await self.receive([item.to_dict()], item.get_bot())
        if item.update_id in self._stored:
            self._stored.discard(item.update_id)
            self._in_hand.add(item.update_id)
            await super().put(item)

    async def resume(self, bot: Bot) -> int:
        """Queue what was received and not finished, by a former run or because something was
        away for a while; returns how many."""
        known = self._stored | self._in_hand
        pending = [body for key, body in await self._inbox.pending() if key not in known]
        for body in pending:
            update = await self._read(json.loads(body), bot)
            if update is not None:
                self._albums[_album(update)] += 1
                self._in_hand.add(update.update_id)
                await super().put(update)
        return len(pending)

    def end(self, update: Update) -> None:
        """Note that the update is no longer being handled, however that went."""
        self._in_hand.discard(update.update_id)

    def begin(self, update: Update) -> int:
        """Note that *update* is being handled; returns how many of its album still wait."""
        album = _album(update)
        self._albums[album] -= 1
        waiting = self._albums[album] if album else 0
        if self._albums[album] <= 0:
            del self._albums[album]
        return max(0, waiting)


class InboxBot(LongTexts):
    """PTB's bot, but a poll is in the database before anybody sees it."""

    __slots__ = ("_on_poll", "_queue", "_seen", "_taken", "_taking")

    def __init__(self, *, queue: InboxQueue, on_poll: Callable[[], None], **kwargs: Any) -> None:
        """*on_poll* is called after each poll that Telegram answered."""
        super().__init__(**kwargs)
        self._queue, self._on_poll = queue, on_poll
        self._taken: tuple[Update, ...] = ()
        self._taking: asyncio.Future[None] | None = None
        self._seen = 0

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        """The updates of one poll, stored in one commit. PTB itself would read all or none, and
        one update that it cannot read would be asked for again for ever."""
        await super().get_updates(*args, **kwargs)
        taken, self._taken = self._taken, ()
        return taken

    async def _post(self, endpoint: str, data: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        if endpoint != "getUpdates":
            return await super()._post(endpoint, data, **kwargs)
        await self._taken_to_the_end()
        # What was stored is confirmed, also where nothing of it could be read.
        data = {**(data or {}), "offset": max(self._seen, (data or {}).get("offset") or 0)}
        result = await super()._post(endpoint, data, **kwargs)
        self._on_poll()
        self._taking = asyncio.ensure_future(self._take(result))
        await asyncio.shield(self._taking)
        return []

    async def _take(self, result: Sequence[dict[str, Any]]) -> None:
        self._taken = await self._queue.receive(result, self)
        self._seen = max([self._seen, *(one["update_id"] + 1 for one in result)])

    async def shutdown(self) -> None:
        """See ``_taken_to_the_end``; then as PTB does."""
        await self._taken_to_the_end()
        await super().shutdown()

    async def _taken_to_the_end(self) -> None:
        """Let a poll be stored to the end: PTB, when it stops, gives up what it does with one, and
        polls once more."""
        if self._taking is not None:
            await asyncio.wait([self._taking])


def _album(update: Update) -> str:
    message = update.message
    return (message.media_group_id or "") if message else ""

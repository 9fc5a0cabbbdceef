"""The queue between Telegram and the handlers, with the database underneath.

PTB's poller puts every update of a poll into the queue and confirms the poll afterwards; its
webhook answers 200 after the put. So an update that ``put`` has stored can no longer be lost.
"""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Sequence
from typing import Any

from telegram import Bot, Update
from telegram.ext import ExtBot

from bot.storage.inbox import Inbox

logger = logging.getLogger(__name__)


class InboxQueue(asyncio.Queue[object]):
    """Hands out what the inbox has, each update once."""

    def __init__(self, inbox: Inbox) -> None:
        super().__init__()
        self._inbox = inbox
        self._stored: set[int] = set()
        self._albums: Counter[str] = Counter()

    async def store(self, updates: Sequence[Update]) -> None:
        """Store a whole poll in one commit, before any of it is put."""
        pairs = [(update.update_id, update.to_json()) for update in updates]
        self._stored |= await self._inbox.store(pairs)
        self._albums.update(
            _album(update) for update in updates if update.update_id in self._stored
        )

    async def put(self, item: object) -> None:
        """Queue an update that is stored; one that was known already is left out."""
        if not isinstance(item, Update):
            await super().put(item)
            return
        if item.update_id not in self._stored:
            await self.store([item])
        if item.update_id in self._stored:
            self._stored.discard(item.update_id)
            await super().put(item)

    async def resume(self, bot: Bot) -> int:
        """Queue what a former run received and did not finish; returns how many."""
        pending = await self._inbox.pending()
        for _, body in pending:
            update = Update.de_json(json.loads(body), bot)
            self._albums[_album(update)] += 1
            await super().put(update)
        return len(pending)

    def begin(self, update: Update) -> int:
        """Note that *update* is being handled; returns how many of its album still wait."""
        album = _album(update)
        self._albums[album] -= 1
        waiting = self._albums[album] if album else 0
        if self._albums[album] <= 0:
            del self._albums[album]
        return max(0, waiting)


class InboxBot(ExtBot[None]):
    """PTB's bot, but a poll is in the database before anybody sees it."""

    __slots__ = ("_queue",)

    def __init__(self, *, queue: InboxQueue, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._queue = queue

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        """The updates of one poll, stored in one commit."""
        updates = await super().get_updates(*args, **kwargs)
        if updates:
            await self._queue.store(updates)
        return updates


def _album(update: Update) -> str:
    message = update.message
    return (message.media_group_id or "") if message else ""

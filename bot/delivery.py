"""Sends notices inside Telegram's limits; gives up loudly on what cannot be sent."""

import asyncio
import logging
from datetime import timedelta

from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError, TimedOut

from bot.storage.outbox import Outbox, Pending
from cases.model import PersonId
from cases.ports import Clock
from cases.staff import Staff
from handlers.notices import Notices

logger = logging.getLogger(__name__)

AT_ONCE = 30
LONGEST_WAIT = timedelta(minutes=10)
GIVE_UP_AFTER = 20


class Waker:
    """Tells the delivery that there may be something new in the outbox."""

    def __init__(self) -> None:
        self.event = asyncio.Event()

    def wake(self) -> None:
        """There may be."""
        self.event.set()


class Delivery:
    """Takes notices from the outbox, the most urgent first, a chat at a time."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        notices: Notices,
        staff: Staff,
        clock: Clock,
        per_second: float,
        per_chat_seconds: float,
        waker: Waker,
    ) -> None:
        self._outbox, self._notices, self._staff, self._clock = outbox, notices, staff, clock
        self._interval, self._chat_interval = 1 / per_second, per_chat_seconds
        self._next_slot = 0.0
        self._chat_slots: dict[PersonId, float] = {}
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._chats_busy: set[PersonId] = set()
        self._waker = waker
        self._loop: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self, bot: Bot) -> None:
        """Deliver from now on, in the background."""
        self._stopping = False
        self._loop = asyncio.create_task(self._run(bot))

    async def stop(self) -> None:
        """Finish what is being sent, and stop."""
        self._stopping = True
        self._waker.wake()
        if self._loop is not None:
            await self._loop

    async def _run(self, bot: Bot) -> None:
        while not self._stopping:
            self._waker.event.clear()
            try:
                started = await self._start_some(bot)
            except Exception:
                logger.exception("the outbox cannot be read")
                started = 0
            if not started:
                await self._rest()
        await asyncio.gather(*self._busy.values())

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._waker.event.wait(), 1.0)
        except TimeoutError:
            return

    async def _start_some(self, bot: Bot) -> int:
        """Begin to send what waits, one notice per chat at a time."""
        room = AT_ONCE - len(self._busy)
        if room <= 0:
            return 0
        started = 0
        for pending in await self._outbox.waiting(AT_ONCE * 4, tuple(self._busy)):
            chat = pending.notice.recipient
            if chat in self._chats_busy or started >= room:
                continue
            self._chats_busy.add(chat)
            self._busy[pending.id] = asyncio.create_task(self._deliver(bot, pending))
            started += 1
        return started

    async def _deliver(self, bot: Bot, pending: Pending) -> None:
        try:
            await self._slot(pending.notice.recipient)
            await self._attempt(bot, pending)
        except Exception:
            logger.exception("notice %s could not be settled", pending.id)
        finally:
            self._busy.pop(pending.id, None)
            self._chats_busy.discard(pending.notice.recipient)
            self._waker.wake()

    async def _slot(self, chat: PersonId) -> None:
        """Wait for a moment in which Telegram allows a message to this chat."""
        loop = asyncio.get_running_loop()
        at = max(loop.time(), self._next_slot, self._chat_slots.get(chat, 0.0))
        self._next_slot = max(loop.time(), self._next_slot) + self._interval
        self._chat_slots[chat] = at + self._chat_interval
        if len(self._chat_slots) > 10_000:  # noqa: PLR2004  # forget chats whose moment is over
            now = loop.time()
            self._chat_slots = {c: t for c, t in self._chat_slots.items() if t > now}
        await asyncio.sleep(at - loop.time())

    async def _attempt(self, bot: Bot, pending: Pending) -> None:
        try:
            await self._notices.deliver(bot, pending.notice)
        except Forbidden as error:
            await self._staff.lost(pending.notice.recipient)
            await self._give_up(pending, error)
        except (BadRequest, ChatMigrated) as error:
            await self._give_up(pending, error)
        except TelegramError as error:
            await self._later(pending, error)
        else:
            await self._outbox.sent(pending.id)

    async def _give_up(self, pending: Pending, error: TelegramError) -> None:
        logger.error("notice %s to %s: %s", pending.id, pending.notice.recipient, error)
        await self._outbox.dead(pending.id, str(error))

    async def _later(self, pending: Pending, error: TelegramError) -> None:
        if pending.attempts + 1 >= GIVE_UP_AFTER:
            await self._give_up(pending, error)
            return
        wait = min(LONGEST_WAIT, timedelta(seconds=2**pending.attempts))
        if isinstance(error, RetryAfter):
            told = error.retry_after
            wait = told if isinstance(told, timedelta) else timedelta(seconds=told)
        logger.warning("notice %s waits %s: %s", pending.id, wait, type(error).__name__)
        await self._outbox.again(
            pending.id,
            self._clock() + wait,
            str(error),
            maybe_twice=isinstance(error, TimedOut),
        )

"""One update at a time per person, many people at once, each with their session."""

import asyncio
import inspect
import logging
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import BaseUpdateProcessor

from bot.inbox_queue import InboxQueue
from bot.storage.inbox import Inbox
from bot.storage.sessions import Finished, Sessions
from cases.model import Person, PersonId
from cases.ports import Clock
from cases.staff import Staff
from handlers.context import person_of
from handlers.session import Session, here

logger = logging.getLogger(__name__)

AT_ONCE = 128


class SessionProcessor(BaseUpdateProcessor):
    """Loads the session, runs the handlers, saves the session and settles the update."""

    __slots__ = (
        "_after",
        "_clock",
        "_draft_lasts",
        "_inbox",
        "_locks",
        "_queue",
        "_sessions",
        "_staff",
    )

    def __init__(
        self,
        *,
        queue: InboxQueue,
        inbox: Inbox,
        sessions: Sessions,
        staff: Staff,
        clock: Clock,
        draft_lasts: timedelta,
    ) -> None:
        super().__init__(AT_ONCE)
        self._queue, self._inbox, self._sessions = queue, inbox, sessions
        self._staff, self._clock, self._draft_lasts = staff, clock, draft_lasts
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """See the class."""
        if not isinstance(update, Update):
            await coroutine
            return
        user = update.effective_user
        person = person_of(user) if user else Person(PersonId(0), "")
        try:
            async with self._locks.setdefault(person.id, asyncio.Lock()):
                await self._with_session(update, person, coroutine)
        except Exception:
            logger.exception("update %s stays in the inbox", update.update_id)
            if inspect.iscoroutine(coroutine):
                coroutine.close()
        finally:
            self._queue.end(update)

    async def _with_session(
        self, update: Update, person: Person, coroutine: Awaitable[Any]
    ) -> None:
        if person.id:
            person = await self._staff.meet(person)
        stored = await self._sessions.load(person.id)
        session = Session.restore(person, stored, now=self._clock(), lasts=self._draft_lasts)
        session.album_pending = self._queue.begin(update)
        here.set(session)
        await coroutine
        await self._settle(update, session, stored)

    async def _settle(self, update: Update, session: Session, stored: str | None) -> None:
        """Save and finish; what failed unexpectedly changes nothing and stays in the inbox."""
        failure = session.failed
        if failure is None:
            data = session.dump()
        elif _may_pass(failure):
            await self._inbox.failed(update.update_id)
            return
        else:
            data = stored
        await self._sessions.finish(Finished(update.update_id, session.person.id, data))


def _may_pass(failure: BaseException) -> bool:
    """Whether the update should be tried again: Telegram or the database was away."""
    if isinstance(failure, BadRequest | Forbidden):
        return False
    return isinstance(failure, TelegramError | OSError)

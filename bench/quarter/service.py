"""The real service over one database, on a clock that is moved; it may be killed."""

import asyncio
import random
from contextlib import suppress
from datetime import datetime, timedelta

from telegram.constants import ParseMode
from telegram.ext import Defaults, ExtBot

from bench.quarter.telegram import Telegram
from bot.app import build
from bot.config import Config
from bot.manners import Manners
from bot.pace import Pace
from bot.storage.book import SqlStore
from bot.storage.cards import PhotoIds
from bot.storage.outbox import Outbox
from cases.absence import Absence
from cases.bouncing import Bouncing
from cases.closing import Closing
from cases.dispatch import Dispatch
from cases.intake import Intake
from cases.model import Case, CaseId
from cases.timekeeping import Timekeeping
from handlers.texts import Catalogue

# No simulated time passes while a message waits: bench.delivery measures the pace.
NO_PACE = 1e6


class Service:
    """Casework, rounds and delivery, wired as the service wires them."""

    def __init__(self, config: Config, now: datetime) -> None:
        self.config, self.now = config, now
        self.telegram = Telegram(self.clock, Catalogue(config.city.zone))
        self.kills = 0
        self._start()

    def clock(self) -> datetime:
        """The time."""
        return self.now

    def _start(self) -> None:
        self._service = build(self.config, self.clock)
        self.staff, self.clockwork = self._service.staff, self._service.clockwork
        city = self.config.city
        self.store = SqlStore(self._service.database, clock=self.clock, tree=city.tree)
        rest = (self.store, city, self.clock)
        self.intake, self.dispatch, self.bouncing = Intake(*rest), Dispatch(*rest), Bouncing(*rest)
        self.closing, self.time, self.absence = Closing(*rest), Timekeeping(*rest), Absence(*rest)
        self.bot = ExtBot(
            self.config.token,
            request=self.telegram,
            get_updates_request=self.telegram,
            rate_limiter=Manners(Pace(NO_PACE, 0.0)),
            defaults=Defaults(parse_mode=ParseMode.HTML),
        )

    async def outbox_counts(self) -> dict[str, int]:
        """How many notices wait, were sent, were given up."""
        return await Outbox(self._service.database, self.clock).counts()

    async def picture(self, sha256: str) -> None:
        """A photo that Telegram has already."""
        await PhotoIds(self._service.database).remember(sha256, "known")

    async def case(self, case: CaseId) -> Case:
        """As it is stored."""
        async with self.store.reading() as book:
            return await book.case(case)

    async def tick(self, *, kill: random.Random | None = None) -> None:
        """Look at what is due and deliver what may be; with *kill* die while doing so."""
        if kill is not None:
            self.telegram.kill_at(kill.randint(1, 5), after=kill.random() < 0.5)
        await self.clockwork.sweep()
        work = asyncio.create_task(self._service.delivery.catch_up(self.bot))
        dying = asyncio.create_task(self.telegram.dying.wait())
        done, _ = await asyncio.wait({work, dying}, return_when=asyncio.FIRST_COMPLETED)
        if work in done:
            dying.cancel()
            await work
            return
        await self._die()

    async def _die(self) -> None:
        """Everything that is under way ends where it is; a new process starts a moment later."""
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*others, return_exceptions=True)
        await self._service.database.close()
        self.telegram.dying.clear()
        self.kills += 1
        self.now += timedelta(seconds=10)
        self._start()

    async def close(self) -> None:
        """Done."""
        await self._service.database.close()

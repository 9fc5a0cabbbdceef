"""What happens by itself: jobs in memory; the truth is in the database."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from telegram.ext import Application, CallbackContext, JobQueue

from cases.ports import Clock

logger = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]
Work = Callable[[], Awaitable[object]]
DUE = "reminders due"
NextDue = Callable[[], Awaitable[datetime | None]]

# A tick that comes late is made up once, and never runs beside itself.
HOW = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


def every(app: App, interval: timedelta, name: str, work: Work, *, first: float = 0.1) -> None:
    """Do *work* every *interval*; what it raises is logged, and the next tick comes anyway."""
    _jobs(app).run_repeating(
        _careful(name, work), interval, first=first, name=name, job_kwargs=HOW
    )


class Alarm:
    """Does *work* when it is due, and at a slow safety tick in case another process or a moved
    clock has changed what is due."""

    def __init__(self, clock: Clock, *, safety: timedelta) -> None:
        self._clock, self._safety = clock, safety
        self._work: Work = _nothing
        self._next_due: NextDue = _nothing
        self._app: App | None = None
        self._set_for: datetime | None = None
        self._turn = asyncio.Lock()

    def start(self, app: App, work: Work, next_due: NextDue) -> None:
        """Catch up at once, then go on."""
        self._app, self._work, self._next_due = app, work, next_due
        every(app, self._safety, "reminders", self.ring)

    async def ring(self) -> None:
        """Do what is due, and set the alarm for what comes next."""
        async with self._turn:
            self._set_for = None
            await self._work()
            at = await self._next_due()
        if at is not None:
            self.due(at)

    def due(self, at: datetime) -> None:
        """Something is due at *at*: ring then, unless that is earlier already or far away."""
        wait = at - self._clock()
        sooner = self._set_for is None or at < self._set_for
        if self._app is None or not sooner or wait > self._safety:
            return
        self._set_for = at
        _jobs(self._app).run_once(
            _careful(DUE, self.ring),
            max(0.0, wait.total_seconds()),
            name=DUE,
            job_kwargs={**HOW, "id": DUE, "replace_existing": True},
        )


class PatientQueue(JobQueue[Any]):
    """PTB's job queue, but none of its jobs is cut off when it stops."""

    async def stop(self, wait: bool = True) -> None:
        """As PTB does, which waits for what runs but cancels what begins while it waits."""
        if self.scheduler.running:
            self.scheduler.pause()
        await super().stop(wait)


async def _nothing() -> None:
    """What is due before anything was started."""


def _careful(name: str, work: Work) -> Callable[[CallbackContext[Any, Any, Any, Any]], Any]:
    async def tick(_: CallbackContext[Any, Any, Any, Any]) -> None:
        try:
            await work()
        except Exception:
            logger.exception("the job %s failed", name)

    return tick


def _jobs(app: App) -> JobQueue[Any]:
    if app.job_queue is None:
        raise RuntimeError("python-telegram-bot was installed without its job queue")
    return app.job_queue

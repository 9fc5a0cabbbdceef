"""What happens by itself: repeating jobs in memory; the truth is in the database."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from telegram.ext import Application, CallbackContext

logger = logging.getLogger(__name__)

# A tick that comes late is made up once, and never runs beside itself.
_HOW = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


def every(
    app: Application[Any, Any, Any, Any, Any, Any],
    interval: timedelta,
    name: str,
    work: Callable[[], Awaitable[object]],
    *,
    first: float = 0.1,
) -> None:
    """Do *work* every *interval*; what it raises is logged, and the next tick comes anyway."""

    async def tick(_: CallbackContext[Any, Any, Any, Any]) -> None:
        try:
            await work()
        except Exception:
            logger.exception("the job %s failed", name)

    if app.job_queue is None:
        raise RuntimeError("python-telegram-bot was installed without its job queue")
    app.job_queue.run_repeating(tick, interval, first=first, name=name, job_kwargs=_HOW)

"""How calls behave towards Telegram: wait when told to, try again when the wire failed."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import BaseRateLimiter

logger = logging.getLogger(__name__)

TRIES = 4


class Manners(BaseRateLimiter[dict[str, Any]]):
    """Obeys retry_after for the call that met it, and only for that; repeats what surely failed.

    A call that timed out may have been carried out, so only calls that can be repeated without
    harm are: everything but what sends a new message.
    """

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: dict[str, Any] | None,
    ) -> Any:
        """Make the call."""
        del data, rate_limit_args
        if endpoint == "getUpdates":
            return await callback(*args, **kwargs)
        for attempt in range(TRIES):
            try:
                return await callback(*args, **kwargs)
            except TelegramError as error:
                if _done_already(endpoint, error):
                    return True
                wait = _patience(endpoint, attempt, error)
                if wait is None:
                    raise
                logger.warning("%s: %s, again in %.1f s", endpoint, type(error).__name__, wait)
            await asyncio.sleep(wait)
        return None


def _patience(endpoint: str, attempt: int, error: TelegramError) -> float | None:
    """Seconds to wait before the call is made again; None where it must not be."""
    if attempt == TRIES - 1 or isinstance(error, BadRequest):
        return None
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
    if isinstance(error, TimedOut) and endpoint.startswith("send"):
        return None
    return 0.2 * 2**attempt if isinstance(error, NetworkError) else None


# What an update that is handled a second time (after a crash) meets: the wish is fulfilled.
_DONE_ALREADY = {
    "answerCallbackQuery": "query is too old",
    "editMessageText": "message is not modified",
    "editMessageCaption": "message is not modified",
    "editMessageReplyMarkup": "message is not modified",
    "deleteMessage": "message to delete not found",
}


def _done_already(endpoint: str, error: TelegramError) -> bool:
    words = _DONE_ALREADY.get(endpoint)
    if words is None or words not in str(error).lower():
        return False
    logger.info("%s: %s", endpoint, words)
    return True

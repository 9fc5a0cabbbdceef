"""How calls behave towards Telegram: in turn, waiting when told to, trying again when the wire
failed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from functools import partial
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import BaseRateLimiter

from bot.pace import Pace, delivering

logger = logging.getLogger(__name__)

TRIES = 4
Call = Callable[[], Awaitable[Any]]


class Manners(BaseRateLimiter[dict[str, Any]]):
    """Everything that sends or edits takes its turn; retry_after is obeyed for its chat alone.

    An answer to somebody who waits is tried again here, unless it timed out and may have arrived.
    What Delivery sends is tried once: the notice goes back into the outbox and frees its slot.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

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
        del rate_limit_args
        call: Call = partial(callback, *args, **kwargs)
        chat = data.get("chat_id")
        if isinstance(chat, int) and _counts(endpoint):
            call = partial(self._in_turn, endpoint, chat, call)
        tries = TRIES if delivering.get() is None else 1
        return await _patiently(endpoint, call, tries)

    async def _in_turn(self, endpoint: str, chat: int, call: Call) -> Any:
        try:
            async with self._pace.turn(chat):
                result = await call()
        except RetryAfter as error:
            self._pace.refused(chat, told(error).total_seconds())
            raise
        slip = delivering.get()
        if slip is not None and endpoint.startswith("send"):
            slip.sent += 1
        return result


def _counts(endpoint: str) -> bool:
    """Whether Telegram counts the call: whether it sends or edits."""
    return endpoint.startswith(("send", "edit")) and endpoint != "sendChatAction"


def told(error: RetryAfter) -> timedelta:
    """How long Telegram wants us to wait."""
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)


async def _patiently(endpoint: str, call: Call, tries: int) -> Any:
    for attempt in range(tries):
        try:
            return await call()
        except TelegramError as error:
            if _done_already(endpoint, error):
                return True
            wait = None if attempt == tries - 1 else _patience(endpoint, attempt, error)
            if wait is None:
                raise
            logger.warning("%s: %s, again in %.1f s", endpoint, type(error).__name__, wait)
        await asyncio.sleep(wait)
    return None


def _patience(endpoint: str, attempt: int, error: TelegramError) -> float | None:
    """Seconds to wait before the call is made again; None where it must not be."""
    if isinstance(error, BadRequest):
        return None
    if isinstance(error, RetryAfter):
        return told(error).total_seconds()
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

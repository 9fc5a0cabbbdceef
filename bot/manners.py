"""How calls behave towards Telegram: wait when told to, try again when the wire failed."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
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
            except RetryAfter as error:
                await self._wait(endpoint, attempt, _seconds(error), error)
            except BadRequest:
                raise
            except TimedOut as error:
                if endpoint.startswith("send"):
                    raise
                await self._wait(endpoint, attempt, 0.5 * 2**attempt, error)
            except NetworkError as error:
                await self._wait(endpoint, attempt, 0.2 * 2**attempt, error)
        return None

    async def _wait(self, endpoint: str, attempt: int, seconds: float, error: Exception) -> None:
        if attempt == TRIES - 1:
            raise error
        logger.warning("%s: %s, again in %.1f s", endpoint, type(error).__name__, seconds)
        await asyncio.sleep(seconds)


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait if isinstance(wait, int | float) else wait.total_seconds()

"""Work that arrives together shares one transaction."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Batch(Generic[Item, Result]):
    """Gathers concurrent calls into one: while one run is under way, the next fills up."""

    def __init__(self, run: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]]) -> None:
        self._run = run
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._task: asyncio.Task[None] | None = None

    async def __call__(self, item: Item) -> Result:
        """The result for *item*; an error of the shared run reaches everyone in it."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._drain())
        return await future

    async def _drain(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            futures = [future for _, future in batch]
            try:
                results = await self._run([item for item, _ in batch])
            except Exception as error:  # noqa: BLE001  # handed to every waiter, none is lost
                for future in _open(futures):
                    future.set_exception(error)
            else:
                for future, result in zip(futures, results, strict=True):
                    if not future.done():
                        future.set_result(result)


def _open(futures: Sequence[asyncio.Future[Any]]) -> list[asyncio.Future[Any]]:
    return [future for future in futures if not future.done()]

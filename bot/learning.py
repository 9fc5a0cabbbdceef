"""Every night what people put right is learned; a challenger that is better takes over."""

import asyncio
import logging
import shutil
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

from bot.reader import TextReader
from bot.storage.models import ModelLog, Trained
from bot.training import TrainingFailed, train
from cases.city import City
from cases.corrections import examples
from cases.learning import better, is_due, rightness
from cases.ports import Clock, Store
from cases.records import Correction
from handlers.ports import Shelf, Version
from nlp.linear import Model, ModelError, load, shipped

logger = logging.getLogger(__name__)

MOST_EXAMPLES = 20_000
KEPT = 30
NEW = "new"


class School(Shelf):
    """Trains, and knows which version tags. Models lie in ``NNNN`` folders beside the database;
    which of them tags stands in the database."""

    def __init__(
        self,
        *,
        store: Store,
        log: ModelLog,
        city: City,
        reader: TextReader,
        folder: Path,
        at: time,
        clock: Clock,
    ) -> None:
        self._store, self._log, self._city, self._reader = store, log, city, reader
        self._folder, self._at, self._clock = folder, at, clock
        self._active = 0
        self._looked: datetime | None = None
        self._turn = asyncio.Lock()

    async def tick(self) -> None:
        """Tag by what is active, whoever made it so; once a night, train. One at a time."""
        async with self._turn:
            await self.take_up()
            await self._train_if_due()

    async def _train_if_due(self) -> None:
        now = self._clock()
        if not is_due(now, self._looked, self._at, self._city.zone):
            return
        self._looked = now
        latest = await self._log.versions(1)
        last = latest[0] if latest else None
        if is_due(now, last.made_at if last else None, self._at, self._city.zone):
            known = await self._examples()
            if _anything_new(known, last):
                await self._learn(known, 1 + (last.number if last else 0), now)

    async def take_up(self) -> None:
        """Let the reader tag by the active version; by the shipped one where it cannot be read."""
        active = await self._log.active()
        if active != self._active:
            self._reader.use(await asyncio.to_thread(self._model, active))
            self._active = active

    def _model(self, version: int) -> Model:
        path = self._path(version)
        if path is None:
            return shipped()
        try:
            return load(path)
        except ModelError as error:
            logger.error("model %s cannot be used, the shipped one tags: %s", version, error)
            return shipped()

    async def versions(self, limit: int) -> list[Version]:
        """The newest first."""
        return await self._log.versions(limit)

    async def use(self, version: int) -> bool:
        """Roll back or forward."""
        path = self._path(version)
        if path is not None and not await asyncio.to_thread(_is_whole, path):
            return False
        if not await self._log.activate(version):
            return False
        await self.take_up()
        logger.info("model %s tags from now on", version)
        return True

    async def _examples(self) -> list[Correction]:
        async with self._store.reading() as book:
            return examples(await book.learned(MOST_EXAMPLES))

    async def _learn(self, known: Sequence[Correction], number: int, now: datetime) -> None:
        """The folder is in place before the row says so: a crash between costs a training."""
        made, path = self._folder / NEW, self._folder / f"{number:04d}"
        for old in (made, path):
            await asyncio.to_thread(shutil.rmtree, old, ignore_errors=True)
        champion = self._path(self._active)
        try:
            scores = await train(known, self._city, champion, made)
        except (TrainingFailed, OSError) as error:
            logger.error("the training of model %s failed: %s", number, error)
            return
        await asyncio.to_thread(made.rename, path)
        before, after = rightness(scores)
        won = better(scores)
        await self._log.add(number, Trained(now, len(known), before, after, won))
        logger.info("model %s: %.3f after %.3f, better: %s", number, after, before, won)
        await self.take_up()
        await asyncio.to_thread(self._forget, number)

    def _forget(self, newest: int) -> None:
        """Drop the folders of long ago, but never that of the version that tags."""
        for number in range(1, newest - KEPT):
            if number != self._active:
                shutil.rmtree(self._folder / f"{number:04d}", ignore_errors=True)

    def _path(self, version: int) -> Path | None:
        return self._folder / f"{version:04d}" if version else None


def _is_whole(path: Path) -> bool:
    try:
        load(path)
    except ModelError as error:
        logger.error("model %s cannot be used: %s", path.name, error)
        return False
    return True


def _anything_new(known: Sequence[Correction], last: Version | None) -> bool:
    if last is None:
        return bool(known)
    return len(known) != last.examples or any(one.at > last.made_at for one in known)

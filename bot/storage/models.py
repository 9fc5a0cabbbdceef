"""What was learned, version by version, and which one tags now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from bot.storage.engine import Database
from bot.storage.tables import models
from handlers.ports import Version


@dataclass(frozen=True, slots=True)
class Trained:
    """The outcome of one training, before it has a number."""

    made_at: datetime
    examples: int
    before: float
    after: float
    better: bool


class ModelLog:
    """Every training. Version 0, which has no row, is what the program ships."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, version: int, trained: Trained) -> None:
        """Write the training down; a model that is better tags from now on."""
        values = {
            "version": version,
            "made_at": trained.made_at,
            "examples": trained.examples,
            "figures": {"before": trained.before, "after": trained.after},
            "verdict": "better" if trained.better else "not_better",
            "active": trained.better,
        }
        async with self._database.writing() as connection:
            if trained.better:
                await connection.execute(update(models).values(active=False))
            await connection.execute(insert(models).values(values))

    async def versions(self, limit: int) -> list[Version]:
        """The newest first."""
        query = select(models).order_by(models.c.version.desc()).limit(limit)
        async with self._database.reading() as connection:
            return [_version_of(row) for row in await connection.execute(query)]

    async def active(self) -> int:
        """The version that tags; 0 for what the program ships."""
        query = select(models.c.version).where(models.c.active.is_(True))
        async with self._database.reading() as connection:
            return int((await connection.execute(query)).scalar_one_or_none() or 0)

    async def activate(self, version: int) -> bool:
        """Let that version tag and no other; False where there is none."""
        async with self._database.writing() as connection:
            known = select(models.c.version).where(models.c.version == version)
            if version and (await connection.execute(known)).first() is None:
                return False
            await connection.execute(update(models).values(active=models.c.version == version))
            return True


def _version_of(row: Any) -> Version:
    figures = row.figures
    return Version(
        number=row.version,
        made_at=row.made_at,
        examples=row.examples,
        before=figures["before"],
        after=figures["after"],
        better=row.verdict == "better",
        active=row.active,
    )

"""Notices on their way out: what waits, what was sent, what could not be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, update

from bot.storage.batch import Batch
from bot.storage.engine import Database
from bot.storage.rows import notice_of
from bot.storage.tables import notices
from cases.model import Notice
from cases.ports import Clock


@dataclass(frozen=True, slots=True)
class Pending:
    """A notice that waits, and how often it was tried."""

    id: int
    notice: Notice
    attempts: int


class Outbox:
    """The delivery side of the outbox. One process delivers; notices are written by any."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self.sent: Batch[int, None] = Batch(self._sent)

    async def waiting(self, limit: int, but: Sequence[int] = ()) -> list[Pending]:
        """What may be sent now, the most urgent first, without the ids in *but*."""
        query = (
            select(notices)
            .where(
                notices.c.state == "waiting",
                or_(notices.c.not_before.is_(None), notices.c.not_before <= self._clock()),
                notices.c.id.not_in(but),
            )
            .order_by(notices.c.priority, notices.c.id)
            .limit(limit)
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(query)
            return [Pending(row.id, notice_of(row), row.attempts) for row in rows]

    async def _sent(self, ids: Sequence[int]) -> list[None]:
        async with self._database.writing() as connection:
            await connection.execute(
                update(notices)
                .where(notices.c.id.in_(ids))
                .values(state="sent", sent_at=self._clock())
            )
        return [None] * len(ids)

    async def again(self, id_: int, not_before: datetime, why: str, *, maybe_twice: bool) -> None:
        """Try once more later; *maybe_twice* where Telegram may have taken it all the same."""
        values = {
            "attempts": notices.c.attempts + 1,
            "not_before": not_before,
            "error": why,
            "maybe_twice": notices.c.maybe_twice | maybe_twice,
        }
        await self._update(id_, values)

    async def dead(self, id_: int, why: str) -> None:
        """Give up, loudly: it stays here and is counted."""
        await self._update(id_, {"state": "dead", "error": why})

    async def counts(self) -> dict[str, int]:
        """How many notices are in each state."""
        query = select(notices.c.state, func.count()).group_by(notices.c.state)
        async with self._database.reading() as connection:
            return {row[0]: row[1] for row in await connection.execute(query)}

    async def _update(self, id_: int, values: dict[str, object]) -> None:
        async with self._database.writing() as connection:
            await connection.execute(update(notices).where(notices.c.id == id_).values(values))

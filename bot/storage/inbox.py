"""Every update lies here before Telegram is told of its receipt, until it was dealt with."""

from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.engine import Database
from bot.storage.tables import inbox
from cases.ports import Clock

TRIES = 3


class Inbox:
    """The updates that were received."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._insert = sqlite.insert if database.is_sqlite else postgresql.insert

    async def store(self, updates: Sequence[tuple[int, str]]) -> set[int]:
        """Keep (update_id, body) pairs; returns the ids that were not known."""
        if not updates:
            return set()
        now = self._clock()
        rows = [
            {"update_id": key, "body": body, "done": False, "tries": 0, "received_at": now}
            for key, body in updates
        ]
        ids = [key for key, _ in updates]
        known = select(inbox.c.update_id).where(inbox.c.update_id.in_(ids))
        async with self._database.writing() as connection:
            new = set(ids) - set((await connection.execute(known)).scalars())
            await connection.execute(self._insert(inbox).on_conflict_do_nothing(), rows)
        return new

    async def pending(self) -> list[tuple[int, str]]:
        """What was received and not dealt with, in order; what failed thrice is left alone."""
        query = (
            select(inbox.c.update_id, inbox.c.body)
            .where(~inbox.c.done, inbox.c.tries < TRIES)
            .order_by(inbox.c.update_id)
        )
        async with self._database.reading() as connection:
            return [(row.update_id, row.body) for row in await connection.execute(query)]

    async def put_aside(self, update_id: int) -> None:
        """Keep an update that cannot be read, and do not try it again."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(inbox).where(inbox.c.update_id == update_id).values(tries=TRIES)
            )

    async def failed(self, update_id: int) -> None:
        """Count a try that ended in an unexpected error; the update stays."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(inbox).where(inbox.c.update_id == update_id).values(tries=inbox.c.tries + 1)
            )

    async def prune(self, keep: int = 10_000) -> None:
        """Forget what was dealt with, but the last *keep*: enough to know a repetition."""
        kept = select(inbox.c.update_id).order_by(inbox.c.update_id.desc()).offset(keep).limit(1)
        async with self._database.writing() as connection:
            await connection.execute(
                delete(inbox).where(inbox.c.done, inbox.c.update_id < kept.scalar_subquery())
            )

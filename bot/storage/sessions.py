"""Where each person stands, read and written with the update that moves them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.batch import Batch
from bot.storage.engine import Database
from bot.storage.tables import inbox, sessions
from cases.ports import Clock


@dataclass(frozen=True, slots=True)
class Finished:
    """An update that was dealt with, and the session that it left; None where there is none."""

    update_id: int
    person: int
    data: str | None


class Sessions:
    """Conversations at rest. Updates that end together share one commit."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._insert = sqlite.insert if database.is_sqlite else postgresql.insert
        self.load: Batch[int, str | None] = Batch(self._load)
        self.finish: Batch[Finished, None] = Batch(self._finish)

    async def _load(self, people: Sequence[int]) -> list[str | None]:
        query = select(sessions.c.person, sessions.c.data).where(sessions.c.person.in_(people))
        async with self._database.reading() as connection:
            found = {row.person: row.data for row in await connection.execute(query)}
        return [found.get(person) for person in people]

    async def _finish(self, finished: Sequence[Finished]) -> list[None]:
        """Write the sessions and mark their updates as done, in one transaction; what was said in
        them is not kept, their number is enough to know a repetition."""
        last = {one.person: one.data for one in finished}
        async with self._database.writing() as connection:
            await self._keep(connection, {p: d for p, d in last.items() if d is not None})
            gone = [person for person, data in last.items() if data is None]
            if gone:
                await connection.execute(delete(sessions).where(sessions.c.person.in_(gone)))
            ids = [one.update_id for one in finished]
            await connection.execute(
                update(inbox).where(inbox.c.update_id.in_(ids)).values(done=True, body="")
            )
        return [None] * len(finished)

    async def _keep(self, connection: AsyncConnection, kept: dict[int, str]) -> None:
        if not kept:
            return
        now = self._clock()
        rows = [{"person": p, "data": d, "touched_at": now} for p, d in kept.items()]
        statement = self._insert(sessions)
        new = {"data": statement.excluded.data, "touched_at": statement.excluded.touched_at}
        await connection.execute(
            statement.on_conflict_do_update(index_elements=["person"], set_=new), rows
        )

    async def forget_older_than(self, at: datetime) -> None:
        """Drop drafts that nobody came back to."""
        async with self._database.writing() as connection:
            await connection.execute(delete(sessions).where(sessions.c.touched_at < at))

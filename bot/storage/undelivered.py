"""Notices that could not be delivered, as the admins see them; and groups that moved."""

from collections.abc import Callable

from sqlalchemy import Select, delete, func, select, update

from bot.storage.engine import Database
from bot.storage.tables import cards, cases, groups, notices, people
from cases.model import PersonId
from cases.ports import Clock
from handlers.ports import DeadLetter


class Undelivered:
    """Dead letters."""

    def __init__(self, database: Database, clock: Clock, on_told: Callable[[], None]) -> None:
        """*on_told* is called when something waits to be sent again."""
        self._database, self._clock, self._on_told = database, clock, on_told

    async def page(self, offset: int, limit: int) -> tuple[list[DeadLetter], int]:
        """The newest first, and how many there are in all."""
        dead = notices.c.state == "dead"
        query = _letters().where(dead).order_by(notices.c.id.desc()).limit(limit).offset(offset)
        counted = select(func.count()).select_from(notices).where(dead)
        async with self._database.reading() as connection:
            rows = list(await connection.execute(query))
            total = int((await connection.execute(counted)).scalar_one())
        return [
            DeadLetter(row.id, row.name or "", row.number or "", row.gave_up_at, row.error)
            for row in rows
        ], total

    async def requeue(self, letter: int) -> bool:
        """Have it sent again; False where it is not among the dead any more."""
        values = {
            "state": "waiting",
            "attempts": 0,
            "not_before": None,
            "turn": self._clock(),
            "sent_at": None,
        }
        chosen = update(notices).where(notices.c.id == letter, notices.c.state == "dead")
        async with self._database.writing() as connection:
            found = (await connection.execute(chosen.values(values))).rowcount
        if found:
            self._on_told()
        return bool(found)


def _letters() -> Select[tuple[int, str, str, str]]:
    name = func.coalesce(people.c.name, groups.c.title).label("name")
    gave_up_at = func.coalesce(notices.c.sent_at, notices.c.created_at).label("gave_up_at")
    return (
        select(notices.c.id, notices.c.error, cases.c.number, name, gave_up_at)
        .outerjoin(cases, cases.c.id == notices.c.case)
        .outerjoin(people, people.c.id == notices.c.recipient)
        .outerjoin(groups, groups.c.chat == notices.c.recipient)
    )


class Moves:
    """Follows a group whose chat got another id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def moved(self, old: PersonId, new: PersonId) -> None:
        """What waits for the *old* chat waits for the *new* one; its cards cannot be edited."""
        async with self._database.writing() as connection:
            await connection.execute(update(groups).where(groups.c.chat == old).values(chat=new))
            await connection.execute(
                update(notices)
                .where(notices.c.recipient == old, notices.c.state == "waiting")
                .values(recipient=new, leased_until=None)
            )
            await connection.execute(delete(cards).where(cards.c.person == old))

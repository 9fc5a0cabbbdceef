"""Lets reminders through, one message at a time: what comes together goes together."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update

from bot.storage.attention import attention_of
from bot.storage.engine import Database
from bot.storage.outbox import LEASE, Pending, pending_of
from bot.storage.rows import turn
from bot.storage.tables import notices
from cases.attention import Policy, Reminded, held_back, may_remind, may_tell, reminded
from cases.model import PersonId, Urgency
from cases.ports import Clock

# Reminders in one digest: all that wait, so that it says how many there are and shows the worst of
# them. A statement takes no more.
MOST = 10_000
_URGENT = list(Urgency).index(Urgency.URGENT)


@dataclass(frozen=True, slots=True)
class Passed:
    """Notices that may be sent now, as one message; none where their time has not come."""

    pending: tuple[Pending, ...] = ()
    reminded: Reminded | None = None


class Gate:
    """Decides, when a notice is about to be sent, whether it is."""

    def __init__(self, database: Database, policy: Policy, clock: Clock) -> None:
        self._database, self._policy, self._clock = database, policy, clock

    async def admit(self, pending: Pending) -> Passed:
        """*pending*, which is leased, with all that goes in the same message; reminders whose
        time has not come are put back until it has."""
        now, person = self._clock(), pending.notice.recipient
        if not held_back(pending.notice):
            at = may_tell(pending.notice, pending.since, now, self._policy)
            if at > now:
                await self._put_back(notices.c.id == pending.id, at)
                return Passed()
            return Passed((pending, *await self._same(pending, now)))
        async with self._database.reading() as connection:
            attention = await attention_of(connection, person)
        at = may_remind(attention, now, self._policy)
        if at > now:
            await self._put_back(_reminders(person), at)
            return Passed()
        rest = await self._gather(pending, now, _reminders(person))
        return Passed((pending, *rest), Reminded(person, reminded(attention, now, self._policy)))

    async def _same(self, pending: Pending, now: datetime) -> list[Pending]:
        """The other urgent reminders of the same case, which waited too: told as one."""
        notice = pending.notice
        if notice.kind != "reminder":
            return []
        same = (
            (notices.c.state == "waiting")
            & (notices.c.recipient == notice.recipient)
            & (notices.c.kind == "reminder")
            & (notices.c.case == notice.case)
            & (notices.c.priority == _URGENT)
        )
        return await self._gather(pending, now, same)

    async def _put_back(self, which: Any, until: datetime) -> None:
        values = {"not_before": until, "turn": turn(Urgency.NORMAL, until), "leased_until": None}
        async with self._database.writing() as connection:
            await connection.execute(update(notices).where(which).values(values))

    async def _gather(self, pending: Pending, now: datetime, which: Any) -> list[Pending]:
        """Lease the person's other reminders too; nobody else can, while this one is leased."""
        waiting = (
            select(notices)
            .where(which, notices.c.id != pending.id)
            .where(or_(notices.c.leased_until.is_(None), notices.c.leased_until <= now))
            .order_by(notices.c.id)
            .limit(MOST)
            .with_for_update(skip_locked=True)
        )
        async with self._database.writing() as connection:
            rows = list(await connection.execute(waiting))
            if rows:
                ids = [row.id for row in rows]
                chosen = update(notices).where(notices.c.id.in_(ids))
                await connection.execute(chosen.values(leased_until=now + LEASE))
        return [pending_of(row) for row in rows]


def _reminders(person: PersonId) -> Any:
    """All reminders that wait for *person*, but the urgent ones."""
    return (
        (notices.c.state == "waiting")
        & (notices.c.recipient == person)
        & (notices.c.kind == "reminder")
        & (notices.c.priority != _URGENT)
    )

"""Notices on their way out: what waits, who is sending it, what was sent, what could not be."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.attention import keep_attention
from bot.storage.batch import Batch
from bot.storage.engine import Database
from bot.storage.rows import notice_of, turn
from bot.storage.tables import notices
from cases.attention import Reminded
from cases.model import Notice, PersonId
from cases.ports import Clock

# Whoever sends a notice has it to himself for so long, and renews that while he is at it. It is
# short because nobody can tell a predecessor who was killed from a colleague who is alive: after a
# restart what was in flight waits for this long, and nothing else waits at all.
LEASE = timedelta(seconds=6)
# No lease can end later than this: one that does was written before the clock was set back.
LONGEST = timedelta(minutes=2)
_OTHERS = notices.alias()
_LOOK_AT = 4  # candidates per notice taken, as several may be for one chat
# Two that take at the same time would not see each other's leases, and write to one chat at once.
_ONE_TAKES = select(func.pg_advisory_xact_lock(0x6F7574626F78))


@dataclass(frozen=True, slots=True)
class Pending:
    """A notice that is being sent, written at *since*. *maybe_twice*: it may have arrived
    already."""

    id: int
    notice: Notice
    attempts: int
    maybe_twice: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """Notices that need no more sending, as one message or, with *why*, without any."""

    ids: tuple[int, ...]
    why: str = ""
    reminded: Reminded | None = None


# Whether somebody is sending something to the recipient of the notice.
_BEING_WRITTEN_TO = (
    select(_OTHERS.c.id)
    .where(
        _OTHERS.c.state == "waiting",
        _OTHERS.c.recipient == notices.c.recipient,
        _OTHERS.c.leased_until > bindparam("now"),
        _OTHERS.c.leased_until <= bindparam("latest"),
    )
    .exists()
)
# Made once: making a statement takes longer than running it.
_NEXT = (
    select(notices)
    .where(
        notices.c.state == "waiting",
        or_(notices.c.not_before.is_(None), notices.c.not_before <= bindparam("now")),
        notices.c.recipient.not_in(bindparam("busy", expanding=True)),
        ~_BEING_WRITTEN_TO,
    )
    .order_by(notices.c.turn, notices.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=notices)
)
_CHOSEN = update(notices).where(notices.c.id.in_(bindparam("which", expanding=True)))
_TAKE = _CHOSEN.values(
    leased_until=bindparam("until"),
    maybe_twice=notices.c.maybe_twice | notices.c.leased_until.is_not(None),
)
_SENT = _CHOSEN.values(
    state="sent", sent_at=bindparam("now"), leased_until=None, error=bindparam("why")
)
_AGAIN = (
    update(notices)
    .where(notices.c.id == bindparam("which"), notices.c.state == "waiting")
    .values(attempts=bindparam("tried"), turn=bindparam("next"), maybe_twice=bindparam("doubtful"))
)


class Outbox:
    """The delivery side of the outbox. Any number of processes may write to it and deliver."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self.settled: Batch[Settled, None] = Batch(self._settled)

    async def take(self, limit: int, busy: Collection[int] = ()) -> list[Pending]:
        """Lease what is to be sent next, one notice a chat, none for the chats in *busy*."""
        now = self._clock()
        looked_for = {
            "now": now,
            "latest": now + LONGEST,
            "busy": list(busy),
            "limit": limit * _LOOK_AT,
        }
        async with self._database.writing() as connection:
            if not self._database.is_sqlite:
                await connection.execute(_ONE_TAKES)
            found = list(await connection.execute(_NEXT, looked_for))
            first = {row.recipient: row for row in reversed(found)}
            rows = sorted(first.values(), key=lambda row: (row.turn, row.id))[:limit]
            await self._lease(connection, rows, now)
        return [pending_of(row) for row in rows]

    @staticmethod
    async def _lease(connection: AsyncConnection, rows: Sequence[Row[Any]], now: datetime) -> None:
        """A lease that has lapsed tells that a former run died while it was sending."""
        if not rows:
            return
        leased = {"which": [row.id for row in rows], "until": now + LEASE}
        await connection.execute(_TAKE, leased)

    async def renew(self, ids: Collection[int]) -> None:
        """Go on having these to oneself."""
        await self._update(ids, {"leased_until": self._clock() + LEASE})

    async def _settled(self, settled: Sequence[Settled]) -> list[None]:
        """Notices that are settled at the same time share a commit."""
        reasons: dict[str, list[int]] = defaultdict(list)
        for one in settled:
            reasons[one.why] += one.ids
        now = self._clock()
        async with self._database.writing() as connection:
            for why, ids in reasons.items():
                await connection.execute(_SENT, {"which": ids, "now": now, "why": why})
            await keep_attention(connection, [one.reminded for one in settled if one.reminded])
        return [None] * len(settled)

    async def again(
        self,
        pending: Iterable[Pending],
        not_before: datetime,
        why: str,
        *,
        maybe_twice: bool = False,
        count_to: int,
    ) -> None:
        """Try once more later; the attempts are counted up to *count_to*."""
        rows = [
            {
                "which": one.id,
                "tried": min(one.attempts + 1, max(one.attempts, count_to)),
                "next": turn(one.notice.urgency, not_before),
                "doubtful": one.maybe_twice or maybe_twice,
            }
            for one in pending
        ]
        same = {"not_before": not_before, "error": why, "leased_until": None}
        async with self._database.writing() as connection:
            await connection.execute(_AGAIN.values(same), rows)

    async def dead(self, ids: Collection[int], why: str) -> None:
        """Give up, loudly: it stays here and is counted."""
        values = {"state": "dead", "error": why, "sent_at": self._clock(), "leased_until": None}
        await self._update(ids, values)

    async def counts(self) -> dict[str, int]:
        """How many notices are in each state."""
        query = select(notices.c.state, func.count()).group_by(notices.c.state)
        async with self._database.reading() as connection:
            return {row[0]: row[1] for row in await connection.execute(query)}

    async def _update(self, ids: Collection[int], values: dict[str, object]) -> None:
        """Change notices that still wait; what somebody else has settled stays settled."""
        waiting = update(notices).where(notices.c.id.in_(ids), notices.c.state == "waiting")
        async with self._database.writing() as connection:
            await connection.execute(waiting.values(values))


def pending_of(row: Any) -> Pending:
    """The notice of a row as it was when it was leased."""
    doubtful = row.maybe_twice or row.leased_until is not None
    return Pending(row.id, notice_of(row), row.attempts, doubtful, row.created_at)


def recipient_of(pending: Sequence[Pending]) -> PersonId:
    """To whom these, which go together, are."""
    return pending[0].notice.recipient

"""Notices and the ledger of reminders."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, cast, delete, func, select, update

from bot.storage.page import Page
from bot.storage.rows import case_of, notice_row
from bot.storage.tables import cards, cases, notices, reminders
from cases.model import SHOWING, Case, CaseId, Notice, PersonId
from cases.ports import Told

ROWS = 1000  # a statement; PostgreSQL takes 32,767 values in one


def _text(column: Any) -> Any:
    return cast(column, notices.c.key.type)


# Made once: making a statement takes longer than running it.
_DUE = (
    select(cases)
    .where(cases.c.next_reminder_at <= bindparam("now"))
    .order_by(cases.c.next_reminder_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_LOOK_AGAIN = (
    update(cases).where(cases.c.id == bindparam("which")).values(next_reminder_at=bindparam("at"))
)
_TOLD = select(reminders).where(reminders.c.case.in_(bindparam("of", expanding=True)))
_RECALL = delete(notices).where(
    notices.c.case == bindparam("of"),
    notices.c.kind == "reminder",
    notices.c.state == "waiting",
)


@cache
def _tell(insert: Any) -> Any:
    return insert(notices).on_conflict_do_nothing()


@cache
def _refresh(insert: Any, names: tuple[str, ...]) -> Any:
    """A copy of the given notice for each person who has a card, or to whom one is on its way."""
    of = bindparam("case", type_=notices.c.case.type)
    on_its_way = select(notices.c.recipient).where(
        notices.c.case == of, notices.c.state == "waiting", notices.c.kind.in_(SHOWING)
    )
    live = select(cards.c.person.label("person")).where(cards.c.case == of)
    shown = live.union(on_its_way).subquery()
    version = select(cases.c.version).where(cases.c.id == of).scalar_subquery()
    chosen: dict[str, Any] = {name: bindparam(name, type_=notices.c[name].type) for name in names}
    head = bindparam("head", type_=notices.c.key.type)
    chosen["key"] = head + _text(shown.c.person) + ":" + _text(version)
    chosen["recipient"] = shown.c.person
    source = select(*(chosen[name].label(name) for name in chosen))
    source = source.where(shown.c.person.not_in(bindparam("but", expanding=True)))
    return insert(notices).from_select(list(chosen), source).on_conflict_do_nothing()


class ReminderPages(Page):
    """The outbox as casework sees it, and who was told which rung."""

    async def tell(self, notices_: Iterable[Notice]) -> None:
        """One statement for all."""
        rows = [notice_row(notice, self._now) for notice in notices_]
        if rows:
            self.told_somebody = True
            await self._db.execute(_tell(self._insert), rows)

    async def refresh_cards(self, case: CaseId, but: Collection[PersonId] = ()) -> None:
        """A notice of kind ``refresh`` for each live card; one that waits already serves.

        Also for each card that is still on its way: it may have been drawn before this change."""
        self.told_somebody = True
        blank = notice_row(Notice("", PersonId(0), "refresh", case), self._now)
        given = {"head": f"refresh:{case}:", "but": list(but), **blank}
        await self._db.execute(_refresh(self._insert, tuple(blank)), given)

    async def recall_reminders(self, case: CaseId) -> None:
        """What was not sent yet is not sent."""
        await self._db.execute(_RECALL, {"of": case})

    async def due_for_reminder(self, now: datetime, limit: int) -> list[Case]:
        """What is due, by the index."""
        rows = await self._db.execute(_DUE, {"now": now, "limit": limit})
        return [case_of(row) for row in rows]

    async def set_next_reminders(self, next_at: Mapping[CaseId, datetime | None]) -> None:
        """Many at once."""
        if next_at:
            await self._db.execute(
                _LOOK_AGAIN, [{"which": case, "at": at} for case, at in next_at.items()]
            )

    async def told(self, case_ids: Sequence[CaseId]) -> list[Told]:
        """Every rung recorded for these cases."""
        rows = await self._db.execute(_TOLD, {"of": list(case_ids)})
        return [_told_of(row) for row in rows]

    async def record(self, told: Sequence[Told], at: datetime) -> set[Told]:
        """The unique key decides. A statement takes so many: after a long outage there may be
        more than a database lets one statement have."""
        rows = [
            {
                "case": one.case,
                "version": one.version,
                "rung": one.rung,
                "recipient": one.recipient or 0,
                "at": at,
            }
            for one in told
        ]
        fresh: set[Told] = set()
        for first in range(0, len(rows), ROWS):
            some = rows[first : first + ROWS]
            statement = self._insert(reminders).values(some).on_conflict_do_nothing()
            found = await self._db.execute(statement.returning(reminders))
            fresh.update(map(_told_of, found))
        return fresh

    async def next_reminder(self) -> datetime | None:
        """The first entry of the index."""
        query = select(func.min(cases.c.next_reminder_at))
        found: datetime | None = (await self._db.execute(query)).scalar_one_or_none()
        return found


def _told_of(row: Any) -> Told:
    recipient = PersonId(row.recipient) if row.recipient else None
    return Told(CaseId(row.case), row.rung, recipient, row.version)

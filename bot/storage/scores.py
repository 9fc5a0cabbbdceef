"""Points and nicknames."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from bot.storage.page import Page
from bot.storage.rows import case_of
from bot.storage.tables import cases, nicknames, points
from cases.citizen_book import Earned, Ranked
from cases.model import Case, PersonId, Source, State

ACCEPTED = (State.ASSIGNED, State.IN_PROGRESS, State.RESOLVED, State.CLOSED)


class ScorePages(Page):
    """A part of the book."""

    async def uncredited(self, before: datetime, limit: int) -> list[Case]:
        """In order of filing, so that the first of a place has the point."""
        query = (
            select(cases)
            .outerjoin(points, points.c.case == cases.c.id)
            .where(
                points.c.case.is_(None),
                cases.c.submitted_at <= before,
                cases.c.state.in_(ACCEPTED),
                cases.c.parent.is_(None),
                cases.c.source != Source.REPEAT,  # the city earns nothing
            )
            .order_by(cases.c.id)
            .limit(limit)
        )
        return [case_of(row) for row in await self._db.execute(query)]

    async def credit(self, earned: Sequence[Earned]) -> None:
        """The unique spot decides; whoever came second there gets a row that is worth nothing."""
        for one in earned:
            row = {"case": one.case, "person": one.person, "month": one.month}
            first = self._insert(points).values(**row, points=one.points, spot=one.spot)
            await self._db.execute(first.on_conflict_do_nothing())
            second = self._insert(points).values(**row, points=0, spot=None)
            await self._db.execute(second.on_conflict_do_nothing())

    async def points_of(self, person: PersonId, month: str) -> tuple[int, int]:
        """In all, and in the month."""
        mine = func.coalesce(func.sum(points.c.points), 0)
        this = func.coalesce(func.sum(points.c.points).filter(points.c.month == month), 0)
        row = (await self._db.execute(select(mine, this).where(points.c.person == person))).one()
        return int(row[0]), int(row[1])

    async def ranking(self, month: str, limit: int) -> list[Ranked]:
        """The most first; of equals, who has a nickname that comes first."""
        total = func.sum(points.c.points)
        query = (
            select(nicknames.c.name, total)
            .join(points, points.c.person == nicknames.c.person)
            .where(points.c.month == month)
            .group_by(nicknames.c.person, nicknames.c.name)
            .having(total > 0)
            .order_by(total.desc(), nicknames.c.name)
            .limit(limit)
        )
        return [Ranked(name, int(sum_)) for name, sum_ in await self._db.execute(query)]

    async def nickname(self, person: PersonId, name: str) -> bool:
        """Replace it, unless somebody else has it."""
        folded = name.casefold()
        owner = select(nicknames.c.person).where(nicknames.c.folded == folded)
        taken = (await self._db.execute(owner)).scalar_one_or_none()
        if taken not in (None, person):
            return False
        await self._db.execute(delete(nicknames).where(nicknames.c.person == person))
        if name:
            row = {"person": person, "name": name, "folded": folded}
            inserted = self._insert(nicknames).values(row).on_conflict_do_nothing()
            return bool((await self._db.execute(inserted.returning(nicknames.c.person))).all())
        return True

"""How people behave: what they filed lately, and warnings."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from bot.storage.page import Page
from bot.storage.tables import cases, strikes
from cases.citizen_book import Standing, Strike, Verdict
from cases.model import CaseId, PersonId


class ConductPages(Page):
    """A part of the book."""

    async def standing(
        self, person: PersonId, *, day: datetime, at_once: datetime, struck: datetime
    ) -> Standing:
        """One statement, by the indexes on who reported and who was warned."""
        counted = (
            select(func.count())
            .select_from(strikes)
            .where(
                strikes.c.person == person,
                strikes.c.at > struck,
                strikes.c.verdict != Verdict.LIFTED,
            )
        )
        lately = cases.c.submitted_at > at_once
        query = select(
            func.count(),
            func.min(cases.c.submitted_at),
            func.count().filter(lately),
            func.min(cases.c.submitted_at).filter(lately),
            counted.scalar_subquery(),
        ).where(cases.c.reporter == person, cases.c.submitted_at > day, cases.c.parent.is_(None))
        row = (await self._db.execute(query)).one()
        return Standing(*row)

    async def strike(self, strike: Strike) -> bool:
        """The unique case decides."""
        row = {
            "case": strike.case,
            "person": strike.person,
            "by": strike.by,
            "reason": strike.reason,
            "at": strike.at,
            "appeal": "",
            "verdict": Verdict.NONE,
        }
        statement = self._insert(strikes).values(row).on_conflict_do_nothing()
        return (await self._db.execute(statement.returning(strikes.c.id))).first() is not None

    async def strikes(self, person: PersonId) -> list[Strike]:
        """In order."""
        query = select(strikes).where(strikes.c.person == person).order_by(strikes.c.id)
        return [_strike_of(row) for row in await self._db.execute(query)]

    async def strike_of(self, strike: int) -> Strike | None:
        """By id, locked where it may be changed."""
        query = select(strikes).where(strikes.c.id == strike)
        if self._locks:
            query = query.with_for_update()
        row = (await self._db.execute(query)).first()
        return _strike_of(row) if row else None

    async def appeal(self, strike: int, text: str) -> None:
        """Once."""
        await self._db.execute(update(strikes).where(strikes.c.id == strike).values(appeal=text))

    async def decide(self, strike: int, verdict: Verdict) -> None:
        """Once."""
        await self._db.execute(
            update(strikes).where(strikes.c.id == strike).values(verdict=verdict)
        )


def _strike_of(row: Any) -> Strike:
    return Strike(
        row.id,
        CaseId(row.case),
        PersonId(row.person),
        PersonId(row.by),
        row.reason,
        row.at,
        row.appeal,
        Verdict(row.verdict),
    )

"""Appeals against findings, over SQL."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select, update

from bot.storage.page import Page
from bot.storage.systems import hundredths, points_of
from bot.storage.tables import survey_appeals, survey_findings, survey_visits
from cases.model import CaseId, PersonId
from survey.visits import Appeal, Stage, VisitId

_APPEALS, _FINDINGS, _VISITS = survey_appeals, survey_findings, survey_visits


class AppealPages(Page):
    """A part of the book."""

    async def found_for(self, case: CaseId) -> list[tuple[VisitId, str]]:
        """By the index of cases."""
        query = (
            select(_FINDINGS.c.visit, _FINDINGS.c.item)
            .join(_VISITS, _VISITS.c.id == _FINDINGS.c.visit)
            .where(
                _FINDINGS.c.case == case,
                _VISITS.c.stage == int(Stage.FIRST),
                _VISITS.c.done_at.is_not(None),
                _VISITS.c.score.is_not(None),
            )
            .order_by(_VISITS.c.done_at.desc(), _FINDINGS.c.visit, _FINDINGS.c.item)
        )
        return [(VisitId(row.visit), row.item) for row in await self._db.execute(query)]

    async def contests_about(self, case: CaseId) -> list[Appeal]:
        """By the index of cases."""
        query = select(_APPEALS).where(_APPEALS.c.case == case).order_by(_APPEALS.c.id)
        return [_appeal_of(row) for row in await self._db.execute(query)]

    async def contest(self, appeal: Appeal) -> int:
        """One statement."""
        row = {**asdict(appeal), "photos": list(appeal.photos)}
        del row["id"]
        made = await self._db.execute(insert(_APPEALS).values(row).returning(_APPEALS.c.id))
        return int(made.scalar_one())

    async def contested(self, appeal: int) -> Appeal | None:
        """By its id."""
        query = select(_APPEALS).where(_APPEALS.c.id == appeal)
        if self._locks:
            query = query.with_for_update()
        row = (await self._db.execute(query)).first()
        return _appeal_of(row) if row is not None else None

    async def settle_contest(self, appeal: Appeal) -> None:
        """One statement."""
        await self._db.execute(
            update(_APPEALS)
            .where(_APPEALS.c.id == appeal.id)
            .values(
                upheld=appeal.upheld,
                decided_by=appeal.decided_by,
                decided_at=appeal.decided_at,
                before=None if appeal.before is None else hundredths(appeal.before),
                after=None if appeal.after is None else hundredths(appeal.after),
            )
        )


def _appeal_of(row: Any) -> Appeal:
    return Appeal(
        id=row.id,
        visit=VisitId(row.visit),
        item=row.item,
        case=CaseId(row.case),
        count=row.count,
        text=row.text,
        photos=tuple(row.photos),
        by=PersonId(row.by),
        at=row.at,
        key=row.key,
        upheld=row.upheld,
        decided_by=None if row.decided_by is None else PersonId(row.decided_by),
        decided_at=row.decided_at,
        before=_score(row.before),
        after=_score(row.after),
    )


def _score(stored: int | None) -> Decimal | None:
    return None if stored is None else points_of(stored)

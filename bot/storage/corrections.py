"""Corrections, over SQL."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from sqlalchemy import Select, select, update

from bot.storage.page import Page
from bot.storage.tables import corrections
from cases.model import CaseId, Kind, PersonId, Role
from cases.records import Correction

_SAME = ("key", "at", "text", "given", "right", "organisation", "gains", "counts")


class CorrectionPages(Page):
    """What was put right."""

    async def correct(self, correction: Correction) -> None:
        """The unique key decides."""
        statement = self._insert(corrections).values(asdict(correction))
        await self._db.execute(statement.on_conflict_do_nothing())

    async def corrections(self, case: CaseId) -> list[Correction]:
        """By the index on the case."""
        query = select(corrections).where(corrections.c.case == case)
        return await self._read(query.order_by(corrections.c.id))

    async def let_count(self, keys: Collection[str]) -> None:
        """One statement."""
        where = corrections.c.key.in_(keys)
        await self._db.execute(update(corrections).where(where).values(counts=True))

    async def learned(self, limit: int) -> list[Correction]:
        """By the index on what counts."""
        query = select(corrections).where(corrections.c.counts.is_(True))
        newest = await self._read(query.order_by(corrections.c.id.desc()).limit(limit))
        return newest[::-1]

    async def unsettled(self, limit: int) -> list[Correction]:
        """By the same index; few ever wait."""
        later = corrections.alias()
        settled = select(later.c.id).where(
            later.c.case == corrections.c.case,
            later.c.counts.is_(True),
            later.c.id > corrections.c.id,
        )
        query = select(corrections).where(corrections.c.counts.is_(False), ~settled.exists())
        return await self._read(query.order_by(corrections.c.id).limit(limit))

    async def _read(self, query: Select[Any]) -> list[Correction]:
        return [_correction_of(row) for row in await self._db.execute(query)]


def _correction_of(row: Any) -> Correction:
    return Correction(
        case=CaseId(row.case),
        kind=Kind(row.kind),
        by=PersonId(row.by),
        role=Role(row.role) if row.role else None,
        **{name: getattr(row, name) for name in _SAME},
    )

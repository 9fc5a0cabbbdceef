"""What the book keeps for the citizens' sake, and the logs read back."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from bot.storage.page import Page
from bot.storage.rows import event_of
from bot.storage.tables import cases, editions, events, people, remarks
from cases.chain import Logged
from cases.citizen_book import Edition, Honour, Remark, RemarkKind
from cases.model import CaseId, PersonId


class CitizenPages(Page):
    """A part of the book."""

    async def logs(self, after: CaseId, limit: int) -> list[tuple[CaseId, str, str, list[Logged]]]:
        """Two statements for a page."""
        page = select(cases.c.id, cases.c.number, cases.c.log_head).where(cases.c.id > after)
        found = (await self._db.execute(page.order_by(cases.c.id).limit(limit))).all()
        entries: dict[int, list[Logged]] = {row.id: [] for row in found}
        query = select(events).where(events.c.case.in_(list(entries))).order_by(events.c.id)
        for row in await self._db.execute(query):
            entries[row.case].append(Logged(event_of(row), row.key, row.hash))
        return [(CaseId(row.id), row.number, row.log_head, entries[row.id]) for row in found]

    async def remark(self, case: CaseId, remark: Remark) -> None:
        """Append."""
        row = {
            "case": case,
            "person": remark.person,
            "kind": remark.kind,
            "text": remark.text,
            "photos": list(remark.photos),
            "at": remark.at,
        }
        await self._db.execute(insert(remarks).values(row))

    async def remarks(self, case: CaseId) -> list[Remark]:
        """In the order in which they were said."""
        query = select(remarks).where(remarks.c.case == case).order_by(remarks.c.id)
        return [_remark_of(row) for row in await self._db.execute(query)]

    async def edition(self, case: CaseId) -> Edition | None:
        """By case."""
        query = select(editions).where(editions.c.case == case)
        row = (await self._db.execute(query)).first()
        return Edition(row.text, row.signed, row.published_at) if row else None

    async def keep_edition(self, case: CaseId, edition: Edition) -> None:
        """Insert or replace."""
        row = {
            "text": edition.text,
            "signed": edition.signed,
            "published_at": edition.published_at,
        }
        statement = self._insert(editions).values(case=case, **row)
        await self._db.execute(statement.on_conflict_do_update(index_elements=["case"], set_=row))

    async def honours(self, begins: datetime, ends: datetime) -> list[Honour]:
        """With the names of those who signed."""
        query = (
            select(editions, people.c.name)
            .join(cases, cases.c.id == editions.c.case)
            .join(people, people.c.id == cases.c.reporter)
            .where(editions.c.published_at >= begins, editions.c.published_at < ends)
            .order_by(editions.c.published_at, editions.c.case)
        )
        return [
            Honour(row.published_at, row.text, row.name if row.signed else "")
            for row in await self._db.execute(query)
        ]


def _remark_of(row: Any) -> Remark:
    person, photos = PersonId(row.person), tuple(row.photos)
    return Remark(RemarkKind(row.kind), person, row.at, row.text, photos)

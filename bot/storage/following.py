"""Following, over SQL: what is open near by, who follows it, what pictures look like."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, delete, select

from bot.storage.page import Page
from bot.storage.rows import case_of
from bot.storage.tables import cases, followers, pictures
from cases.model import OPEN, Case, CaseId, PersonId
from cases.records import Addition, Around


class FollowingPages(Page):
    """Cases that people follow, and pictures."""

    async def around(self, where: Around) -> list[Case]:
        """By the index of state and latitude, or of state and district."""
        return [case_of(row) for row in await self._db.execute(near(where))]

    async def appearances(self, photos: Collection[str]) -> Mapping[str, int]:
        """One query."""
        query = select(pictures).where(pictures.c.sha256.in_(photos))
        return {row.sha256: row.look for row in await self._db.execute(query)}

    async def follow(self, case: CaseId, addition: Addition) -> bool:
        """The primary key decides who follows already."""
        row = {
            "case": case,
            "person": addition.person,
            "at": addition.at,
            "text": addition.text,
            "photos": list(addition.photos),
        }
        statement = self._insert(followers).values(row).on_conflict_do_nothing()
        added = await self._db.execute(statement.returning(followers.c.person))
        return added.first() is not None

    async def follows(self, case: CaseId, person: PersonId) -> bool:
        """By the primary key."""
        query = select(followers.c.at).where(
            followers.c.case == case, followers.c.person == person
        )
        return (await self._db.execute(query)).first() is not None

    async def unfollow(self, case: CaseId, people: Collection[PersonId]) -> int:
        """One statement."""
        gone = delete(followers).where(followers.c.case == case, followers.c.person.in_(people))
        return len((await self._db.execute(gone.returning(followers.c.person))).all())

    async def additions(self, case: CaseId) -> list[Addition]:
        """In the order in which they came."""
        query = select(followers).where(followers.c.case == case).order_by(followers.c.at)
        return [
            Addition(PersonId(row.person), row.at, row.text, tuple(row.photos))
            for row in await self._db.execute(query)
        ]


def near(where: Around) -> Select[Any]:
    """The query behind ``around``, for whoever wants it explained."""
    query = select(cases).where(
        cases.c.state.in_(OPEN),
        cases.c.kind == where.kind,
        cases.c.submitted_at >= where.since,
        cases.c.reporter != where.by,
    )
    if where.category is not None:
        query = query.where(cases.c.category == where.category)
    box = where.box
    if box is not None:
        query = query.where(
            cases.c.latitude.between(box.south, box.north),
            cases.c.longitude.between(box.west, box.east),
        )
    else:
        named = cases.c.address.contains(where.road, autoescape=True)
        query = query.where(cases.c.district == where.district, named)
    return query.order_by(cases.c.id.desc()).limit(where.limit)

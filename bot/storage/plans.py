"""Plans over SQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, literal, or_, select, update

from bot.storage.page import Page
from bot.storage.rows import case_of
from bot.storage.tables import cases, plan_steps, plans
from cases.errors import UnknownPlan
from cases.model import Case, CaseId, PersonId, Place
from cases.records import Plan

ON_A_CARD = 2


class PlanPages(Page):
    """A part of the book."""

    async def add_plan(self, plan: Plan, key: str) -> Plan | None:
        """The unique index of what is in force decides."""
        row = {
            "key": key,
            "district": plan.district,
            "category": plan.category,
            "community": plan.community,
            "title": plan.title,
            "text": plan.text,
            "by": plan.by,
            "made_at": plan.made_at,
        }
        statement = self._insert(plans).values(row).on_conflict_do_nothing().returning(plans)
        added = (await self._db.execute(statement)).first()
        return _plan_of(added) if added else None

    async def plan_made(self, key: str) -> Plan | None:
        """By the unique key."""
        row = (await self._db.execute(select(plans).where(plans.c.key == key))).first()
        return _plan_of(row) if row else None

    async def plan(self, plan: int) -> Plan:
        """By id, locked where it may be changed."""
        query = select(plans).where(plans.c.id == plan)
        if self._locks:
            query = query.with_for_update()
        row = (await self._db.execute(query)).first()
        if row is None:
            raise UnknownPlan
        return _plan_of(row)

    async def plans(self, offset: int, limit: int) -> list[Plan]:
        """In the reverse order of their making."""
        query = select(plans).order_by(plans.c.id.desc()).offset(offset).limit(limit)
        return [_plan_of(row) for row in await self._db.execute(query)]

    async def count_plans(self) -> int:
        """One number."""
        return int((await self._db.execute(select(func.count()).select_from(plans))).scalar_one())

    async def plans_called(self, name: str, category: str, limit: int) -> list[Plan]:
        """Through all plans: a city has some hundreds, and seldom does anybody ask."""
        ways = [
            plans.c.title == name,
            plans.c.community == name,
            plans.c.district + " " + plans.c.community == name,
        ]
        if category:
            ways.append(plans.c.category == category)
        query = select(plans).where(or_(*ways)).order_by(plans.c.id.desc()).limit(limit)
        return [_plan_of(row) for row in await self._db.execute(query)]

    async def plans_about(self, category: str, place: Place) -> list[Plan]:
        """By the index of what is in force."""
        return [_plan_of(row) for row in await self._db.execute(about(category, place))]

    async def add_steps(self, plan: int, cases: Sequence[CaseId]) -> None:
        """One statement."""
        rows = [
            {"plan": plan, "place": place, "case": case}
            for place, case in enumerate(cases, start=1)
        ]
        if rows:
            await self._db.execute(insert(plan_steps), rows)

    async def steps_of(self, plans: Collection[int]) -> Mapping[int, list[Case]]:
        """One query."""
        query = (
            select(cases, plan_steps.c.plan)
            .join(plan_steps, plan_steps.c.case == cases.c.id)
            .where(plan_steps.c.plan.in_(plans))
            .order_by(plan_steps.c.plan, plan_steps.c.place)
        )
        steps: dict[int, list[Case]] = {}
        for row in await self._db.execute(query):
            steps.setdefault(row.plan, []).append(case_of(row))
        return steps

    async def end_plan(self, plan: int, by: PersonId, at: datetime) -> None:
        """By id."""
        ended = update(plans).where(plans.c.id == plan).values(ended_by=by, ended_at=at)
        await self._db.execute(ended)


def about(category: str, place: Place) -> Select[Any]:
    """The query behind ``plans_about``, for whoever wants it explained. An address names a
    community if it is another without that name: LIKE would read signs in the name."""
    address = literal(place.address)
    named = func.replace(address, plans.c.community, "") != address
    return (
        select(plans)
        .where(
            plans.c.ended_at.is_(None),
            plans.c.district.in_(("", place.district or "")),
            plans.c.category.in_(("", category)),
            or_(plans.c.category == category, named),
        )
        .order_by(plans.c.category, plans.c.id)
        .limit(ON_A_CARD)
    )


def _plan_of(row: Any) -> Plan:
    return Plan(
        id=row.id,
        title=row.title,
        text=row.text,
        by=PersonId(row.by),
        made_at=row.made_at,
        district=row.district,
        community=row.community,
        category=row.category,
        ended_at=row.ended_at,
    )

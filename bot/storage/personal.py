"""Where people stand in the tables, and what forgetting one of them does there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, and_, delete, func, insert, select, update

from bot.storage.page import Page
from bot.storage.tables import (
    attention,
    cards,
    cases,
    corrections,
    events,
    followers,
    forgettings,
    invitations,
    leaves,
    nicknames,
    notices,
    people,
    plans,
    points,
    posts,
    remarks,
    reminders,
    rulings,
    sessions,
    strikes,
    survey_appeals,
    survey_teams,
    survey_visits,
)
from cases.model import CITY, GONE, OPEN, CaseId, PersonId

# Whoever adds a table that names people adds it to one of these; a test sees to it.
# What the case needs stays with it, under a number that stands for nobody.
DETACHED = (
    cases.c.reporter,
    remarks.c.person,
    followers.c.person,
    corrections.c.by,
    points.c.person,
    survey_appeals.c.by,
)
# What was only there for the person goes.
DELETED = (
    sessions.c.person,
    cards.c.person,
    notices.c.recipient,
    attention.c.person,
    nicknames.c.person,
    forgettings.c.person,
    leaves.c.person,
)
# What stays: the log and warnings, which the audit and the desk need, and what concerns staff.
KEPT = (
    events.c.actor,
    strikes.c.person,
    strikes.c.by,
    reminders.c.recipient,
    invitations.c.by,
    invitations.c.used_by,
    posts.c.person,
    leaves.c.deputy,
    rulings.c.by,
    plans.c.by,
    plans.c.ended_by,
    cases.c.owner,
    survey_teams.c.person,
    survey_visits.c.opened_by,
    survey_visits.c.done_by,
    survey_appeals.c.decided_by,
)

# What a person is told of each record about them; the rest is technical, or about others.
_TOLD: Mapping[Column[Any], tuple[str, ...]] = {
    people.c.id: ("name", "username", "language"),
    posts.c.person: ("role", "organisation"),
    cases.c.reporter: (
        *("number", "kind", "category", "text", "address", "district", "latitude", "longitude"),
        *("photos", "anonymous", "contact", "state", "submitted_at", "rating"),
    ),
    remarks.c.person: ("kind", "text", "photos", "at"),
    followers.c.person: ("text", "photos", "at"),
    corrections.c.by: ("text", "given", "right", "at"),
    events.c.actor: ("at", "action", "why"),
    survey_appeals.c.by: ("item", "text", "photos", "at", "upheld", "decided_at"),
    strikes.c.person: ("reason", "at", "appeal", "verdict"),
    nicknames.c.person: ("name",),
    points.c.person: ("points", "month"),
    sessions.c.person: ("data", "touched_at"),
    forgettings.c.person: ("at",),
}
_MOST = 1000


class PersonalPages(Page):
    """A part of the book."""

    async def about(self, person: PersonId) -> Mapping[str, list[Mapping[str, object]]]:
        """By table, and how often the phone number was looked at."""
        found: dict[str, list[Mapping[str, object]]] = {}
        for column, names in _TOLD.items():
            table = _table_of(column)
            query = select(*(table.c[name] for name in names)).where(column == person)
            rows = await self._db.execute(query.limit(_MOST))
            found[table.name] = [dict(row._mapping) for row in rows]
        looked = select(events.c.at, cases.c.number).join(cases, cases.c.id == events.c.case)
        looked = looked.where(cases.c.reporter == person, events.c.action == "contact")
        rows = await self._db.execute(looked.order_by(events.c.id).limit(_MOST))
        found["contact_seen"] = [dict(row._mapping) for row in rows]
        return found

    async def leaving(self, person: PersonId) -> datetime | None:
        """By the wish."""
        query = select(forgettings.c.at).where(forgettings.c.person == person)
        found: datetime | None = (await self._db.execute(query)).scalar_one_or_none()
        return found

    async def leave(self, person: PersonId, at: datetime) -> None:
        """Idempotent."""
        statement = self._insert(forgettings).values(person=person, at=at)
        await self._db.execute(statement.on_conflict_do_nothing())

    async def stay(self, person: PersonId) -> None:
        """Idempotent."""
        await self._db.execute(delete(forgettings).where(forgettings.c.person == person))

    async def due_to_leave(self, now: datetime, limit: int) -> list[PersonId]:
        """The longest waiting first."""
        query = select(forgettings.c.person).where(forgettings.c.at <= now)
        rows = await self._db.execute(query.order_by(forgettings.c.at).limit(limit))
        return [PersonId(person) for person in rows.scalars()]

    async def forget(self, person: PersonId) -> list[CaseId]:
        """Detach, delete, and leave an empty row that others refer to. The cases get another
        version, so that what was drawn of them is drawn anew."""
        last = select(func.max(people.c.id)).where(people.c.id < CITY)
        highest = (await self._db.execute(last)).scalar_one()
        nobody = max(GONE, int(highest or 0) + 1)
        blank = {"name": "", "username": None, "language": "zh", "blocked": True}
        await self._db.execute(insert(people).values(id=nobody, **blank))
        mine = cases.c.reporter == person
        changed = update(cases).where(mine).values(contact="", version=cases.c.version + 1)
        found = (await self._db.execute(changed.returning(cases.c.id))).scalars().all()
        for column in DETACHED:
            table = _table_of(column)
            new = {column.name: nobody}
            await self._db.execute(update(table).where(column == person).values(new))
        for column in DELETED:
            await self._db.execute(delete(_table_of(column)).where(column == person))
        await self._db.execute(update(people).where(people.c.id == person).values(blank))
        return [CaseId(case) for case in found]

    async def clear_contacts(self, over_since: datetime) -> None:
        """Of cases that are over, and have been since then."""
        ended = select(events.c.case).where(
            events.c.case == cases.c.id,
            and_(events.c.before != events.c.after, events.c.at > over_since),
        )
        await self._db.execute(
            update(cases)
            .where(cases.c.contact != "", cases.c.state.not_in(OPEN), ~ended.exists())
            .values(contact="")
        )


def _table_of(column: Column[Any]) -> Table:
    table = column.table
    if not isinstance(table, Table):
        raise TypeError(f"{column} is of no table")
    return table

"""The book of casework over SQL: rows become values at the door, by hand."""

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, cast, delete, func, insert, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import utc_now
from bot.storage.engine import Database
from bot.storage.rows import case_of, case_row, event_of, event_row, filed_row, notice_row
from bot.storage.tables import (
    cards,
    cases,
    counters,
    events,
    groups,
    invitations,
    notices,
    people,
    posts,
    reminders,
)
from cases.errors import UnknownCase
from cases.model import OPEN, Case, CaseId, Event, Notice, Person, PersonId, Post, Role
from cases.ports import Book, CaseQuery, Clock, Invitation, Load, Order, Store, Told


class SqlStore(Store):
    """The books in a database."""

    def __init__(
        self,
        database: Database,
        on_told: Callable[[], None] = lambda: None,
        clock: Clock = utc_now,
    ) -> None:
        """*on_told* is called after each commit that put something into the outbox."""
        self._database, self._on_told, self._clock = database, on_told, clock

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Book]:
        """One transaction; commits on leaving."""
        async with self._database.writing() as connection:
            book = SqlBook(connection, self._clock(), locks=True)
            yield book
        if book.told_somebody:
            self._on_told()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Book]:
        """One consistent look."""
        async with self._database.reading() as connection:
            yield SqlBook(connection, self._clock(), locks=False)


class SqlBook(Book):
    """The book within one transaction."""

    def __init__(self, connection: AsyncConnection, now: datetime, *, locks: bool) -> None:
        self._db, self._now = connection, now
        self._locks = locks
        self.told_somebody = False
        self._insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert

    # people

    async def person(self, person: PersonId) -> Person | None:
        """The person with all posts, in one query; for a group chat, its organisation."""
        if person < 0:
            return await self._group(person)
        found = await self._people(people.c.id == person)
        return found[0] if found else None

    async def _group(self, chat: PersonId) -> Person | None:
        query = select(groups).where(groups.c.chat == chat)
        row = (await self._db.execute(query)).first()
        if row is None:
            return None
        return Person(chat, row.title, posts=(Post(Role.OFFICIAL, row.organisation),))

    async def meet(self, person: Person) -> None:
        """Insert or update."""
        row = {
            "name": person.name,
            "username": person.username,
            "language": person.language,
            "blocked": person.blocked,
        }
        statement = self._insert(people).values(id=person.id, **row)
        await self._db.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))

    async def staff(
        self, role: Role | None = None, organisation: str | None = None
    ) -> list[Person]:
        """Holders of a post, each with all their posts."""
        wanted = select(posts.c.person)
        if role is not None:
            wanted = wanted.where(posts.c.role == role)
        if organisation is not None:
            wanted = wanted.where(posts.c.organisation == organisation)
        return await self._people(people.c.id.in_(wanted))

    async def _people(self, which: Any) -> list[Person]:
        query = (
            select(people, posts.c.role, posts.c.organisation)
            .outerjoin(posts, posts.c.person == people.c.id)
            .where(which)
            .order_by(people.c.id, posts.c.role, posts.c.organisation)
        )
        held: dict[int, list[Post]] = {}
        rows = (await self._db.execute(query)).all()
        for row in rows:
            mine = held.setdefault(row.id, [])
            if row.role is not None:
                mine.append(Post(Role(row.role), row.organisation or None))
        first = {row.id: row for row in reversed(rows)}
        return [
            Person(
                PersonId(key), row.name, row.username, row.language, row.blocked, tuple(held[key])
            )
            for key, row in sorted(first.items())
        ]

    async def appoint(self, person: PersonId, post: Post) -> None:
        """Idempotent."""
        row = {"person": person, "role": post.role, "organisation": post.organisation or ""}
        await self._db.execute(self._insert(posts).values(row).on_conflict_do_nothing())

    async def dismiss(self, person: PersonId, post: Post) -> None:
        """Idempotent."""
        await self._db.execute(
            delete(posts).where(
                posts.c.person == person,
                posts.c.role == post.role,
                posts.c.organisation == (post.organisation or ""),
            )
        )

    async def invite(self, invitation: Invitation) -> None:
        """Remember the hash of a new invitation."""
        await self._db.execute(
            insert(invitations).values(
                token_hash=invitation.token_hash,
                role=invitation.post.role,
                organisation=invitation.post.organisation or "",
                by=invitation.by,
                expires_at=invitation.expires_at,
            )
        )

    async def redeem(self, token_hash: str, by: PersonId, at: datetime) -> Post | None:
        """One statement decides who was first."""
        mine = invitations.c.used_by == by
        free = invitations.c.used_by.is_(None) & (invitations.c.expires_at > at)
        row = (
            await self._db.execute(
                update(invitations)
                .where(invitations.c.token_hash == token_hash, mine | free)
                .values(used_by=by, used_at=at)
                .returning(invitations.c.role, invitations.c.organisation)
            )
        ).first()
        return Post(Role(row.role), row.organisation or None) if row else None

    # cases

    async def next_number(self, day: date) -> int:
        """The counter of the day, one higher."""
        statement = self._insert(counters).values(day=day.isoformat(), count=1)
        statement = statement.on_conflict_do_update(
            index_elements=["day"], set_={"count": counters.c.count + 1}
        )
        return int((await self._db.execute(statement.returning(counters.c.count))).scalar_one())

    async def add(self, case: Case) -> Case:
        """Insert; the case with the id that it got."""
        statement = insert(cases).values(filed_row(case)).returning(cases.c.id)
        return replace(case, id=CaseId((await self._db.execute(statement)).scalar_one()))

    async def case(self, case: CaseId) -> Case:
        """By id."""
        return await self._one(select(cases).where(cases.c.id == case), str(case))

    async def find(self, number: str) -> Case:
        """By number."""
        return await self._one(select(cases).where(cases.c.number == number), number)

    async def _one(self, query: Select[Any], name: str) -> Case:
        if self._locks:
            query = query.with_for_update()
        row = (await self._db.execute(query)).first()
        if row is None:
            raise UnknownCase(name)
        return case_of(row)

    async def save(self, case: Case) -> None:
        """All that changes."""
        await self._db.execute(update(cases).where(cases.c.id == case.id).values(case_row(case)))

    async def search(self, query: CaseQuery) -> list[Case]:
        """A page."""
        column = cases.c.id.desc() if query.order is Order.NEWEST else cases.c.due_at.asc()
        rows = await self._db.execute(
            _narrowed(select(cases), query)
            .order_by(column, cases.c.id)
            .limit(query.limit)
            .offset(query.offset)
        )
        return [case_of(row) for row in rows]

    async def count(self, query: CaseQuery) -> int:
        """All pages."""
        counted = _narrowed(select(func.count()).select_from(cases), query)
        return int((await self._db.execute(counted)).scalar_one())

    async def load(self, people: Sequence[PersonId]) -> Mapping[PersonId, Load]:
        """Open cases per owner."""
        rows = await self._db.execute(
            select(cases.c.owner, func.count(), func.max(cases.c.since))
            .where(cases.c.owner.in_(people), cases.c.state.in_(OPEN))
            .group_by(cases.c.owner)
        )
        return {PersonId(owner): Load(count, last) for owner, count, last in rows}

    async def log(self, case: CaseId, *entries: tuple[Event, str]) -> None:
        """Append, in order."""
        await self._db.execute(
            insert(events), [event_row(case, event, key) for event, key in entries]
        )

    async def done(self, key: str) -> CaseId | None:
        """By the unique key."""
        query = select(events.c.case).where(events.c.key == key)
        found = (await self._db.execute(query)).scalar_one_or_none()
        return None if found is None else CaseId(found)

    async def events(self, case: CaseId) -> list[Event]:
        """In the order in which they were written."""
        query = select(events).where(events.c.case == case).order_by(events.c.id)
        return [event_of(row) for row in await self._db.execute(query)]

    # notices and reminders

    async def tell(self, notices_: Iterable[Notice]) -> None:
        """One statement for all."""
        rows = [notice_row(notice, self._now) for notice in notices_]
        if rows:
            self.told_somebody = True
            await self._db.execute(self._insert(notices).on_conflict_do_nothing(), rows)

    async def refresh_cards(self, case: CaseId, but: Collection[PersonId] = ()) -> None:
        """A notice of kind ``refresh`` for each live card; one that waits already serves."""
        self.told_somebody = True
        version = select(cases.c.version).where(cases.c.id == case).scalar_subquery()
        key = literal(f"refresh:{case}:") + _text(cards.c.person) + ":" + _text(version)
        blank = notice_row(Notice("", PersonId(0), "refresh", case), self._now)
        chosen: dict[str, Any] = {
            name: literal(value, notices.c[name].type) for name, value in blank.items()
        }
        chosen |= {"key": key, "recipient": cards.c.person}
        source = select(*(chosen[name].label(name) for name in chosen)).where(
            cards.c.case == case, cards.c.person.not_in(but)
        )
        statement = self._insert(notices).from_select(list(chosen), source)
        await self._db.execute(statement.on_conflict_do_nothing())

    async def recall_reminders(self, case: CaseId) -> None:
        """What was not sent yet is not sent."""
        await self._db.execute(
            delete(notices).where(
                notices.c.case == case, notices.c.kind == "reminder", notices.c.state == "waiting"
            )
        )

    async def due_for_reminder(self, now: datetime, limit: int) -> list[Case]:
        """What is due, by the index."""
        rows = await self._db.execute(
            select(cases)
            .where(cases.c.next_reminder_at <= now)
            .order_by(cases.c.next_reminder_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [case_of(row) for row in rows]

    async def set_next_reminders(self, next_at: Mapping[CaseId, datetime | None]) -> None:
        """Many at once."""
        if next_at:
            await self._db.execute(
                update(cases)
                .where(cases.c.id == bindparam("which"))
                .values(next_reminder_at=bindparam("at")),
                [{"which": case, "at": at} for case, at in next_at.items()],
            )

    async def told(self, case_ids: Sequence[CaseId]) -> list[Told]:
        """Every rung recorded for these cases."""
        rows = await self._db.execute(select(reminders).where(reminders.c.case.in_(case_ids)))
        return [_told_of(row) for row in rows]

    async def record(self, told: Sequence[Told], at: datetime) -> set[Told]:
        """The unique key decides."""
        if not told:
            return set()
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
        statement = self._insert(reminders).values(rows).on_conflict_do_nothing()
        return {_told_of(row) for row in await self._db.execute(statement.returning(reminders))}


def _told_of(row: Any) -> Told:
    recipient = PersonId(row.recipient) if row.recipient else None
    return Told(CaseId(row.case), row.rung, recipient, row.version)


def _narrowed(statement: Select[Any], query: CaseQuery) -> Select[Any]:
    if query.states is not None:
        statement = statement.where(cases.c.state.in_(query.states))
    if query.reporter is not None:
        statement = statement.where(cases.c.reporter == query.reporter)
    if query.owner is not None:
        statement = statement.where(cases.c.owner == query.owner)
    if query.organisation is not None:
        statement = statement.where(cases.c.organisation == query.organisation)
    if query.due_before is not None:
        statement = statement.where(cases.c.due_at < query.due_before)
    return statement


def _text(column: Any) -> Any:
    return cast(column, notices.c.key.type)

"""The cases of the book and their logs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, insert, select, update
from sqlalchemy import case as sql_case

from bot.storage.page import Page
from bot.storage.repeats import HELD
from bot.storage.rows import case_of, case_row, event_of, event_row, filed_row
from bot.storage.tables import cases, counters, events, followers
from cases.chain import BEGINNING, link
from cases.errors import UnknownCase
from cases.model import HANDLED, OPEN, Case, CaseId, Event, Outcome, PersonId, State
from cases.ports import Backlog, CaseQuery, Load, Order, Progress

# Made once: making a statement takes longer than running it.
_ADD = insert(cases).returning(cases.c.id)
_SAVE = update(cases).where(cases.c.id == bindparam("which"))
_HEAD = select(cases.c.log_head).where(cases.c.id == bindparam("which"))
_DONE = select(events.c.case).where(events.c.key == bindparam("which"))
_BY_ID = select(cases).where(cases.c.id == bindparam("which"))
_BY_NUMBER = select(cases).where(cases.c.number == bindparam("which"))
# To read a case is one thing, to have it to oneself until the transaction ends another.
_LOCKING = {query: query.with_for_update() for query in (_BY_ID, _BY_NUMBER)}


class CasePages(Page):
    """Cases and events."""

    async def next_number(self, day: date) -> int:
        """The counter of the day, one higher."""
        statement = self._insert(counters).values(day=day.isoformat(), count=1)
        statement = statement.on_conflict_do_update(
            index_elements=["day"], set_={"count": counters.c.count + 1}
        )
        return int((await self._db.execute(statement.returning(counters.c.count))).scalar_one())

    async def add(self, case: Case) -> Case:
        """Insert; the case with the id that it got."""
        self._look(case)
        added = await self._db.execute(_ADD, filed_row(case))
        return replace(case, id=CaseId(added.scalar_one()))

    async def case(self, case: CaseId) -> Case:
        """By id."""
        return await self._one(_BY_ID, case)

    async def find(self, number: str) -> Case:
        """By number."""
        return await self._one(_BY_NUMBER, number)

    async def _one(self, query: Select[Any], which: CaseId | str) -> Case:
        query = _LOCKING[query] if self._locks else query
        row = (await self._db.execute(query, {"which": which})).first()
        if row is None:
            raise UnknownCase(str(which))
        return case_of(row)

    async def cases(self, which: Collection[CaseId]) -> list[Case]:
        """One query."""
        rows = await self._db.execute(select(cases).where(cases.c.id.in_(which)))
        return [case_of(row) for row in rows]

    async def save(self, case: Case) -> None:
        """All that changes."""
        self._look(case)
        await self._db.execute(_SAVE, {"which": case.id, **case_row(case)})

    def _look(self, case: Case) -> None:
        if case.next_reminder_at is not None:
            self.looks.append(case.next_reminder_at)

    async def search(self, query: CaseQuery) -> list[Case]:
        """A page."""
        rows = await self._db.execute(
            _narrowed(select(cases), query)
            .order_by(*_ORDERS[query.order], cases.c.id)
            .limit(query.limit)
            .offset(query.offset)
        )
        return [case_of(row) for row in rows]

    async def count(self, query: CaseQuery) -> int:
        """All pages."""
        counted = _narrowed(select(func.count()).select_from(cases), query)
        return int((await self._db.execute(counted)).scalar_one())

    async def progress(self, query: CaseQuery, now: datetime) -> Progress:
        """One row of sums."""
        closed = cases.c.state == State.CLOSED
        solved = closed & (cases.c.outcome == Outcome.SOLVED) & cases.c.verified & HELD
        late = cases.c.state.in_(HANDLED) & (cases.c.due_at <= now)
        sums = (
            func.coalesce(func.sum(sql_case((which, 1), else_=0)), 0)
            for which in (closed, solved, late)
        )
        row = (
            await self._db.execute(
                _narrowed(select(func.count(), *sums).select_from(cases), query)
            )
        ).one()
        return Progress(*(int(number) for number in row))

    async def load(self, people: Sequence[PersonId]) -> Mapping[PersonId, Load]:
        """Open cases per owner."""
        rows = await self._db.execute(
            select(cases.c.owner, func.count(), func.max(cases.c.since))
            .where(cases.c.owner.in_(people), cases.c.state.in_(OPEN))
            .group_by(cases.c.owner)
        )
        return {PersonId(owner): Load(count, last) for owner, count, last in rows}

    async def log(self, case: CaseId, *entries: tuple[Event, str]) -> None:
        """Append, in order, each chained to the one before it."""
        rows, head = [], await self._head(case, entries[0][0])
        for event, key in entries:
            head = link(head, case, event, key)
            rows.append(event_row(case, event, key, head))
        await self._db.execute(insert(events), rows)
        await self._db.execute(_SAVE, {"which": case, "log_head": head})

    async def _head(self, case: CaseId, first: Event) -> str:
        """The hash to go on from; where a case begins there is none, and nothing is asked."""
        if first.before is None:
            return BEGINNING
        return str((await self._db.execute(_HEAD, {"which": case})).scalar_one())

    async def done(self, key: str) -> CaseId | None:
        """By the unique key."""
        found = (await self._db.execute(_DONE, {"which": key})).scalar_one_or_none()
        return None if found is None else CaseId(found)

    async def events(self, case: CaseId) -> list[Event]:
        """In the order in which they were written."""
        query = select(events).where(events.c.case == case).order_by(events.c.id)
        return [event_of(row) for row in await self._db.execute(query)]

    async def provisional(self, after: CaseId, limit: int) -> list[Case]:
        """A page, by the index."""
        rows = await self._db.execute(
            select(cases)
            .where(cases.c.provisional, cases.c.due_at.is_not(None), cases.c.id > after)
            .order_by(cases.c.id)
            .limit(limit)
            .with_for_update()
        )
        return [case_of(row) for row in rows]

    async def overdue_by_organisation(self, now: datetime) -> list[Backlog]:
        """One row an organisation."""
        first = func.min(cases.c.due_at)
        query = (
            select(cases.c.organisation, func.count(), first)
            .where(cases.c.state.in_(HANDLED), cases.c.due_at <= now)
            .group_by(cases.c.organisation)
            .order_by(first)
        )
        return [Backlog(*row) for row in await self._db.execute(query)]


_ORDERS: Mapping[Order, tuple[ColumnElement[Any], ...]] = {
    Order.NEWEST: (cases.c.id.desc(),),
    Order.DUE: (cases.c.due_at.asc(),),
    Order.WORST: (cases.c.state.in_(OPEN).desc(), cases.c.due_at.asc().nulls_last()),
    Order.FILED: (cases.c.id.asc(),),
}


def _narrowed(statement: Select[Any], query: CaseQuery) -> Select[Any]:
    if query.states is not None:
        statement = statement.where(cases.c.state.in_(query.states))
    if query.reporter is not None:
        statement = statement.where(cases.c.reporter == query.reporter)
    if query.concerns is not None:
        followed = select(followers.c.case).where(followers.c.person == query.concerns)
        mine = cases.c.reporter == query.concerns
        statement = statement.where(mine | cases.c.id.in_(followed))
    if query.owners is not None:
        statement = statement.where(cases.c.owner.in_(query.owners))
    if query.organisations is not None:
        statement = statement.where(cases.c.organisation.in_(query.organisations))
    if query.due_before is not None:
        statement = statement.where(cases.c.due_at <= query.due_before)
    return _among(statement, query)


def _among(statement: Select[Any], query: CaseQuery) -> Select[Any]:
    """Narrowed by what the responsibility list and the export ask for."""
    for name in ("organisation", "district", "category", "source"):
        wanted = getattr(query, name)
        if wanted is not None:
            statement = statement.where(cases.c[name] == wanted)
    if query.filed_from is not None:
        statement = statement.where(cases.c.submitted_at >= query.filed_from)
    if query.filed_before is not None:
        statement = statement.where(cases.c.submitted_at < query.filed_before)
    if query.after is not None:
        statement = statement.where(cases.c.id > query.after)
    return statement

"""Spots where the same came back, over SQL."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from math import cos, radians
from typing import Any

from sqlalchemy import Row, and_, or_, select
from sqlalchemy import func as sql

from bot.storage.page import Page
from bot.storage.rows import case_of
from bot.storage.tables import cases, events, looks, repeats
from cases.figures import CELLS_A_DEGREE, Span, Spot
from cases.following import METRES_PER_DEGREE
from cases.model import OPEN, ORDERED, Case, CaseId, Kind, Outcome, Source, State
from cases.records import Box, Repeat, Return, Said

MOST_SAID, ROWS = 500, 1000
MOST_NORTHERN = 54.0  # of China: where a degree of longitude is shortest
NO_REPORT = (State.DECLINED, State.MERGED, State.WITHDRAWN)
NOTHING_NEW = (Outcome.DUPLICATE, Outcome.NOT_FOUND)
NEVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")

_again = cases.alias("again")
_IS_NEW = and_(
    _again.c.state.not_in(NO_REPORT),
    or_(_again.c.outcome.is_(None), _again.c.outcome.not_in(NOTHING_NEW)),
)
# The cases that came back; a case that is not among them was fixed for good, so far.
_RETURNED = select(repeats.c.first).join(_again, _again.c.id == repeats.c.again).where(_IS_NEW)
HELD = cases.c.id.not_in(_RETURNED)


class RepeatPages(Page):
    """A part of the book."""

    async def looked_until(self, job: str) -> datetime | None:
        """By the primary key."""
        query = select(looks.c.until).where(looks.c.job == job)
        found: datetime | None = (await self._db.execute(query)).scalar_one_or_none()
        return found

    async def look_from(self, job: str, at: datetime) -> None:
        """Insert or replace, which locks the row."""
        statement = self._insert(looks).values(job=job, until=at)
        replacing = statement.on_conflict_do_update(index_elements=["job"], set_={"until": at})
        await self._db.execute(replacing)

    async def closed_near_by(
        self, since: datetime, metres: float, within: timedelta
    ) -> list[Return]:
        """Pairs of ids first: few are pairs, and a case has many columns. Joined with the log,
        SQLite would begin with all that was ever closed."""
        pairs = (await self._db.execute(near_by(since, metres))).all()
        closed = await self._closed({row.first for row in pairs})
        pairs = [row for row in pairs if closed.get(row.first, NEVER) >= since - within]
        known: dict[int, Case] = {}
        for some in _some({id_ for row in pairs for id_ in (row.first, row.again)}):
            rows = await self._db.execute(select(cases).where(cases.c.id.in_(some)))
            known |= {row.id: case_of(row) for row in rows}
        return [Return(known[row.first], known[row.again], closed[row.first]) for row in pairs]

    async def _closed(self, which: Collection[int]) -> dict[int, datetime]:
        """When each of these was closed last."""
        found: dict[int, datetime] = {}
        for some in _some(which):
            query = select(events.c.case, sql.max(events.c.at)).where(
                events.c.case.in_(some),
                events.c.after == State.CLOSED,
                events.c.before != State.CLOSED,
            )
            rows = await self._db.execute(query.group_by(events.c.case))
            found |= {row[0]: row[1] for row in rows}
        return found

    async def open_roots(self, category: str, box: Box) -> list[Case]:
        """By the index of state and latitude."""
        query = select(cases).where(
            cases.c.state.in_(OPEN),
            cases.c.latitude.between(box.south, box.north),
            cases.c.longitude.between(box.west, box.east),
            cases.c.category == category,
            cases.c.source == Source.REPEAT,
        )
        return [case_of(row) for row in await self._db.execute(query.order_by(cases.c.id))]

    async def recorded(self, again: CaseId) -> set[CaseId]:
        """By the index."""
        query = select(repeats.c.first).where(repeats.c.again == again)
        return {CaseId(first) for first in (await self._db.execute(query)).scalars()}

    async def record_repeat(self, repeat: Repeat) -> None:
        """Insert, unless it is there."""
        row = {
            "first": repeat.first,
            "again": repeat.again,
            "root": repeat.root,
            "at": repeat.at,
        }
        await self._db.execute(self._insert(repeats).values(row).on_conflict_do_nothing())

    async def returned(self, cases: Collection[CaseId]) -> set[CaseId]:
        """One query."""
        rows = await self._db.execute(_RETURNED.where(repeats.c.first.in_(cases)))
        return {CaseId(first) for first in rows.scalars()}

    async def repeats(self, begins: datetime, ends: datetime) -> list[Repeat]:
        """By the index on the time."""
        query = (
            select(repeats)
            .join(_again, _again.c.id == repeats.c.again)
            .where(repeats.c.at >= begins, repeats.c.at < ends, _IS_NEW)
            .order_by(repeats.c.at, repeats.c.first, repeats.c.again)
        )
        return [_repeat_of(row) for row in await self._db.execute(query)]

    async def said_at(self, spot: Spot, span: Span) -> list[Said]:
        """The cell is the one in which the middle of the spot lies."""
        query = select(cases.c.address, cases.c.text, cases.c.district).where(
            cases.c.submitted_at >= span.start,
            cases.c.submitted_at < span.end,
            cases.c.parent.is_(None),
            cases.c.source.not_in(ORDERED),
            *(
                sql.round(axis * CELLS_A_DEGREE) == round(middle * CELLS_A_DEGREE)
                for axis, middle in (
                    (cases.c.latitude, spot.latitude),
                    (cases.c.longitude, spot.longitude),
                )
            ),
        )
        return [Said(*row) for row in await self._db.execute(query.limit(MOST_SAID))]


def near_by(since: datetime, metres: float) -> Any:
    """The query behind ``closed_near_by``, for whoever wants it explained."""
    north = metres / METRES_PER_DEGREE
    east = north / cos(radians(MOST_NORTHERN))
    fixed = and_(
        cases.c.state == State.CLOSED,
        cases.c.latitude.between(_again.c.latitude - north, _again.c.latitude + north),
        cases.c.longitude.between(_again.c.longitude - east, _again.c.longitude + east),
        cases.c.category == _again.c.category,
        cases.c.id < _again.c.id,
        cases.c.outcome == Outcome.SOLVED,
        cases.c.verified,
        _is_a_problem(cases),
    )
    return (
        select(cases.c.id.label("first"), _again.c.id.label("again"))
        .select_from(_again.join(cases, fixed))
        .where(
            _again.c.submitted_at >= since,
            _again.c.latitude.is_not(None),
            _again.c.source != Source.REPEAT,
            _is_a_problem(_again),
            _IS_NEW,
        )
    )


def _some(which: Collection[int]) -> Iterator[list[int]]:
    """A few at a time: a statement takes no more."""
    ids = sorted(which)
    return (ids[start : start + ROWS] for start in range(0, len(ids), ROWS))


def _is_a_problem(table: Any) -> Any:
    return and_(table.c.kind == Kind.PROBLEM, table.c.parent.is_(None))


def _repeat_of(row: Row[Any]) -> Repeat:
    return Repeat(CaseId(row.first), CaseId(row.again), CaseId(row.root), row.at)

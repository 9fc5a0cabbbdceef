"""Counts cases for /stats, in SQL. (The gauges of the watch are in bot/storage/figures.py.)"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Row,
    Select,
    Subquery,
    and_,
    cast,
    extract,
    func,
    literal,
    select,
    true,
)
from sqlalchemy import case as when

from bot.storage.engine import Database
from bot.storage.repeats import HELD
from bot.storage.tables import cases, events, posts
from cases.figures import CELLS_A_DEGREE, Cut, Figures, Span, Spot
from cases.model import ORDERED, Outcome, Role, State

GIVEN = ("assign", "publish")
COUNTED = {"return": "returned", "reopen": "reopened", "extend": "extended"}
NEVER_DUE = (State.DECLINED, State.MERGED, State.WITHDRAWN)
SATISFIED = 4
_IS_REPORTED = and_(cases.c.parent.is_(None), cases.c.source.not_in(ORDERED))
Key = ColumnElement[str]
Where = ColumnElement[bool]


class SqlTally:
    """Every query goes by an index on its times; nothing but sums leaves the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def whole(self, span: Span, offices: tuple[str, ...] | None) -> Figures:
        """Undivided."""
        found = await self._figures(span, offices, None)
        return found.get("", Figures())

    async def parts(
        self, span: Span, offices: tuple[str, ...] | None, cut: Cut
    ) -> Mapping[str, Figures]:
        """Divided."""
        return await self._figures(span, offices, cut)

    async def course(
        self, spans: Sequence[Span], offices: tuple[str, ...] | None
    ) -> list[tuple[int, int]]:
        """Received and closed."""
        whole = Span(spans[0].start, spans[-1].end)
        closing = and_(events.c.after == State.CLOSED, events.c.action.in_(("verify", "publish")))
        filed = _reported(whole, offices, _piece(cases.c.submitted_at, spans))
        shut = (
            _joined(_piece(events.c.at, spans), func.count())
            .where(closing, _within(events.c.at, whole), _of(cases.c.organisation, offices))
            .group_by("part")
        )
        async with self._database.reading() as connection:
            received = {row[0]: row[1] for row in await connection.execute(filed)}
            closed = {row[0]: row[1] for row in await connection.execute(shut)}
        return [(received.get(n, 0), closed.get(n, 0)) for n in range(len(spans))]

    async def spots(self, span: Span, offices: tuple[str, ...] | None, limit: int) -> list[Spot]:
        """Reports whose points lie in one cell of a grid are one spot."""
        rows, columns = (
            func.round(axis * CELLS_A_DEGREE) for axis in (cases.c.latitude, cases.c.longitude)
        )
        query = (
            select(func.avg(cases.c.latitude), func.avg(cases.c.longitude), func.count())
            .where(
                _within(cases.c.submitted_at, span),
                _IS_REPORTED,
                cases.c.latitude.is_not(None),
                _of(cases.c.organisation, offices),
            )
            .group_by(rows, columns)
            .having(func.count() > 1)
            .order_by(func.count().desc(), rows, columns)
            .limit(limit)
        )
        async with self._database.reading() as connection:
            return [Spot(*row) for row in await connection.execute(query)]

    async def _figures(
        self, span: Span, offices: tuple[str, ...] | None, cut: Cut | None
    ) -> dict[str, Figures]:
        key = _key(cut)
        due = _due(span, offices, key)
        found: dict[str, dict[str, Any]] = defaultdict(dict)
        async with self._database.reading() as connection:
            for name, query in (
                ("received", _reported(span, offices, key)),
                ("accepted", _accepted(span, offices, key)),
                ("median_hours", _median(due)),
            ):
                for group, value in await connection.execute(query):
                    found[group][name] = value
            for row in await connection.execute(_ended(due)):
                found[row.part].update(_without_part(row))
            for group, action, value in await connection.execute(_done(span, offices, cut)):
                found[group][COUNTED[action]] = value
        return {group: Figures(**values) for group, values in found.items()}


def _without_part(row: Row[Any]) -> dict[str, Any]:
    return {name: value for name, value in row._mapping.items() if name != "part"}


def _key(cut: Cut | None) -> Key:
    return literal("") if cut is None else func.coalesce(cases.c[cut.value], "")


def _within(at: ColumnElement[Any], span: Span) -> Where:
    return and_(at >= span.start, at < span.end)


def _of(office: ColumnElement[Any], offices: tuple[str, ...] | None) -> Where:
    return true() if offices is None else office.in_(offices)


def _piece(at: ColumnElement[Any], spans: Sequence[Span]) -> ColumnElement[int]:
    """In which of the spans, one after the other, a moment lies."""
    return when(*((at < span.end, number) for number, span in enumerate(spans)))


def _joined(key: ColumnElement[Any], *what: ColumnElement[Any]) -> Select[Any]:
    return select(key.label("part"), *what).select_from(
        events.join(cases, cases.c.id == events.c.case)
    )


def _reported(span: Span, offices: tuple[str, ...] | None, key: ColumnElement[Any]) -> Select[Any]:
    return (
        select(key.label("part"), func.count())
        .where(
            _within(cases.c.submitted_at, span),
            _IS_REPORTED,
            _of(cases.c.organisation, offices),
        )
        .group_by("part")
    )


def _accepted(span: Span, offices: tuple[str, ...] | None, key: Key) -> Select[Any]:
    earlier = events.alias("earlier")
    first = ~(
        select(earlier.c.id)
        .where(
            earlier.c.case == events.c.case,
            earlier.c.action.in_(GIVEN),
            earlier.c.id < events.c.id,
        )
        .exists()
    )
    return (
        _joined(key, func.count())
        .where(
            events.c.action.in_(GIVEN),
            _within(events.c.at, span),
            first,
            _IS_REPORTED,
            _of(cases.c.organisation, offices),
        )
        .group_by("part")
    )


def _due(span: Span, offices: tuple[str, ...] | None, key: Key) -> Subquery:
    """The cases due in the span, with what counts of each."""
    return (
        select(
            key.label("part"),
            cases.c.promised_at,
            cases.c.state,
            cases.c.outcome,
            cases.c.verified,
            cases.c.rating,
            HELD.label("held"),
            _logged(func.min(events.c.at), "assign").label("given_at"),
            _logged(func.max(events.c.at), "resolve").label("resolved_at"),
        )
        .where(
            _within(cases.c.promised_at, span),
            cases.c.state.not_in(NEVER_DUE),
            cases.c.suspended_at.is_(None),
            _of(cases.c.organisation, offices),
        )
        .subquery("due")
    )


def _logged(at: ColumnElement[Any], action: str) -> ColumnElement[Any]:
    found = select(at).where(events.c.case == cases.c.id, events.c.action == action)
    return found.correlate(cases).scalar_subquery()


def _ended(due: Subquery) -> Select[Any]:
    closed = due.c.state == State.CLOSED
    sums: dict[str, Where] = {
        "closed": closed,
        "on_time": and_(closed, due.c.resolved_at <= due.c.promised_at),
        "solved": and_(closed, due.c.outcome == Outcome.SOLVED, due.c.verified, due.c.held),
        "rated": due.c.rating.is_not(None),
        "satisfied": due.c.rating >= SATISFIED,
    }
    columns = (func.sum(when((so, 1), else_=0)).label(name) for name, so in sums.items())
    return select(due.c.part, func.count().label("due"), *columns).group_by(due.c.part)


def _median(due: Subquery) -> Select[Any]:
    """The middle one, or the mean of the two in the middle: the same on every database."""
    took = extract("epoch", due.c.resolved_at) - extract("epoch", due.c.given_at)
    ranked = (
        select(
            due.c.part,
            took.label("took"),
            func.row_number().over(partition_by=due.c.part, order_by=took).label("place"),
            func.count().over(partition_by=due.c.part).label("of"),
        )
        .where(due.c.state == State.CLOSED, due.c.resolved_at.is_not(None))
        .where(due.c.given_at.is_not(None))
        .subquery("ranked")
    )
    middle = (ranked.c.place * 2).between(ranked.c.of, ranked.c.of + 2)
    hours = cast(func.avg(ranked.c.took), Float) / 3600
    return select(ranked.c.part, hours).where(middle).group_by(ranked.c.part)


def _done(span: Span, offices: tuple[str, ...] | None, cut: Cut | None) -> Select[Any]:
    """How often cases were returned, reopened, extended. A return counts where it came from: at
    the office of whoever returned the case, not where the case has gone since."""
    place = (
        select(func.min(posts.c.organisation))
        .where(
            posts.c.person == events.c.actor,
            posts.c.role.in_((Role.OFFICIAL, Role.SUPERVISOR)),
        )
        .correlate(events)
        .scalar_subquery()
    )
    office = when(
        (events.c.action == "return", func.coalesce(place, cases.c.organisation)),
        else_=cases.c.organisation,
    )
    key = func.coalesce(office, "") if cut is Cut.ORGANISATION else _key(cut)
    return (
        _joined(key, events.c.action, func.count())
        .where(events.c.action.in_(COUNTED), _within(events.c.at, span), _of(office, offices))
        .group_by("part", events.c.action)
    )

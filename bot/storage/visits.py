"""Work in the field, over SQL."""

import math
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any
from zlib import crc32

from sqlalchemy import Float, Integer, Select, and_, bindparam, delete, func, or_, select, update

from bot.storage.page import Page
from bot.storage.survey_points import point_of
from bot.storage.systems import hundredths, points_of
from bot.storage.tables import (
    posts,
    survey_findings,
    survey_points,
    survey_rounds,
    survey_teams,
    survey_visits,
)
from cases.model import CaseId, PersonId, Post, Role
from survey.distance import Spot
from survey.visits import Finding, Stage, Visit, VisitId

_VISITS, _TEAMS, _FINDINGS = survey_visits, survey_teams, survey_findings
_ROUNDS, _POINTS = survey_rounds, survey_points
# What is to be done still: in a round that has ended only the looks again.
STILL = and_(
    _VISITS.c.done_at.is_(None),
    or_(_ROUNDS.c.ended_at.is_(None), _VISITS.c.stage == int(Stage.AGAIN)),
)
_IN_TEAM = (
    (_TEAMS.c.round == _VISITS.c.round)
    & (_TEAMS.c.day == _VISITS.c.day)
    & (_TEAMS.c.team == _VISITS.c.team)
)
# Two that file at the same time would not see each other's cases, and file the same twice.
_ONE_FILES = select(func.pg_advisory_xact_lock(0x66696C65, bindparam("category", type_=Integer())))


def visits_() -> Select[Any]:
    """Visits with their points and rounds."""
    point = (column for column in _POINTS.c if column.name != "id")
    return (
        select(_VISITS, *point, _ROUNDS.c.version, _ROUNDS.c.ended_at)
        .join(_POINTS, _POINTS.c.id == _VISITS.c.point)
        .join(_ROUNDS, _ROUNDS.c.number == _VISITS.c.round)
    )


def _in_hand(query: Select[Any]) -> Select[Any]:
    """Those visits that ``who`` still has to do, of what their teams were given last."""
    newest = (
        select(func.max(_TEAMS.c.day))
        .where(_TEAMS.c.round == _VISITS.c.round)
        .correlate(_VISITS)
        .scalar_subquery()
    )
    return query.join(_TEAMS, _IN_TEAM).where(
        _TEAMS.c.person == bindparam("who"),
        _VISITS.c.day == newest,
        STILL,
    )


# Made once: making a statement takes longer than running it.
_ONE = visits_().where(_VISITS.c.id == bindparam("which"))
_HELD = (
    visits_()
    .add_columns(posts.c.role, posts.c.organisation.label("office"))
    .join(_TEAMS, _IN_TEAM)
    .outerjoin(posts, posts.c.person == _TEAMS.c.person)
    .where(_VISITS.c.id == bindparam("which"), _TEAMS.c.person == bindparam("who"))
    .order_by(posts.c.role, posts.c.organisation)
)
# To read a visit is one thing, to have it to oneself until the transaction ends another.
_LOCKING = {query: query.with_for_update(of=_VISITS) for query in (_ONE, _HELD)}
_IN_HAND = _in_hand(visits_()).order_by(_VISITS.c.round, _VISITS.c.turn)
_LEFT = _in_hand(
    select(func.count()).select_from(_VISITS).join(_ROUNDS, _ROUNDS.c.number == _VISITS.c.round)
)
_NORTH = _POINTS.c.latitude - bindparam("latitude", type_=Float())
_EAST = (_POINTS.c.longitude - bindparam("longitude", type_=Float())) * bindparam(
    "shrunk", type_=Float()
)
_NEAREST = _in_hand(visits_()).order_by(_NORTH * _NORTH + _EAST * _EAST, _VISITS.c.turn).limit(1)
_FOUND = select(_FINDINGS).where(_FINDINGS.c.visit == bindparam("which"))
_UPDATE = update(_VISITS).where(_VISITS.c.id == bindparam("which"))


@cache
def _put(insert: Any) -> Any:
    statement = insert(_FINDINGS)
    new = {
        name: statement.excluded[name] for name in ("count", "text", "photos", "case", "linked")
    }
    return statement.on_conflict_do_update(index_elements=["visit", "item"], set_=new)


class VisitPages(Page):
    """Visits and findings."""

    async def in_hand(self, person: PersonId) -> list[Visit]:
        """By the index of a person's teams."""
        return [visit_of(row) for row in await self._db.execute(_IN_HAND, {"who": person})]

    async def left(self, person: PersonId) -> int:
        """Counted by the database: it is asked after every point."""
        return int((await self._db.execute(_LEFT, {"who": person})).scalar_one())

    async def nearest(self, person: PersonId, spot: Spot) -> Visit | None:
        """Compared by the database, as on a plane: what is far away need not be exact."""
        here = {
            "latitude": spot.latitude,
            "longitude": spot.longitude,
            "shrunk": math.cos(math.radians(spot.latitude)),
        }
        row = (await self._db.execute(_NEAREST, {"who": person, **here})).first()
        return visit_of(row) if row is not None else None

    async def visit(self, visit: VisitId) -> Visit | None:
        """By its id."""
        query = _LOCKING[_ONE] if self._locks else _ONE
        row = (await self._db.execute(query, {"which": visit})).first()
        return visit_of(row) if row is not None else None

    async def held_visit(
        self, person: PersonId, visit: VisitId
    ) -> tuple[Visit, Sequence[Post]] | None:
        """A row for each post."""
        query = _LOCKING[_HELD] if self._locks else _HELD
        rows = (await self._db.execute(query, {"which": visit, "who": person})).all()
        if not rows:
            return None
        held = [Post(Role(row.role), row.office or None) for row in rows if row.role is not None]
        return visit_of(rows[0]), held

    async def findings(self, visit: VisitId) -> Mapping[str, Finding]:
        """By the primary key."""
        rows = await self._db.execute(_FOUND, {"which": visit})
        return {row.item: _finding_of(row) for row in rows}

    async def failed_first(self, visit: Visit) -> Mapping[str, Finding]:
        """By the key of the first visit."""
        first = _VISITS.alias("first")
        this = select(_VISITS.c.round, _VISITS.c.point).where(_VISITS.c.id == visit.id).subquery()
        query = (
            select(_FINDINGS)
            .join(first, first.c.id == _FINDINGS.c.visit)
            .join(this, (this.c.round == first.c.round) & (this.c.point == first.c.point))
            .where(first.c.stage == int(Stage.FIRST), _FINDINGS.c.count > 0)
        )
        return {row.item: _finding_of(row) for row in await self._db.execute(query)}

    async def put(self, visit: VisitId, findings: Collection[Finding]) -> None:
        """Insert or replace, all in one statement."""
        rows = [
            {
                "visit": visit,
                "item": finding.item,
                "count": finding.count,
                "text": finding.text,
                "photos": list(finding.photos),
                "case": finding.case,
                "linked": finding.linked,
            }
            for finding in findings
        ]
        if rows:
            await self._db.execute(_put(self._insert), rows)

    async def drop(self, visit: VisitId, items: Collection[str]) -> None:
        """One statement."""
        await self._db.execute(
            delete(_FINDINGS).where(_FINDINGS.c.visit == visit, _FINDINGS.c.item.in_(items))
        )

    async def update(self, visit: Visit) -> None:
        """Where it is in hand is changed by handing out alone."""
        row = {
            "opened_at": visit.opened_at,
            "opened_by": visit.opened_by,
            "metres": visit.metres,
            "excuse": visit.excuse,
            "done_at": visit.done_at,
            "done_by": visit.done_by,
            "score": None if visit.score is None else hundredths(visit.score),
        }
        await self._db.execute(_UPDATE, {"which": visit.id, **row})

    async def files_alone(self, categories: Collection[str]) -> None:
        """On SQLite whoever writes is alone already. Always in the same order, so that no two wait
        for each other."""
        if self._db.dialect.name == "postgresql":
            for number in sorted({crc32(one.encode()) >> 1 for one in categories}):
                await self._db.execute(_ONE_FILES, {"category": number})


def visit_of(row: Any) -> Visit:
    return Visit(
        id=VisitId(row.id),
        round=row.round,
        version=row.version,
        stage=Stage(row.stage),
        point=point_of(row),
        day=row.day,
        team=row.team,
        turn=row.turn,
        opened_at=row.opened_at,
        opened_by=None if row.opened_by is None else PersonId(row.opened_by),
        metres=row.metres,
        excuse=row.excuse,
        done_at=row.done_at,
        done_by=None if row.done_by is None else PersonId(row.done_by),
        score=None if row.score is None else points_of(row.score),
        over=row.ended_at is not None,
    )


def _finding_of(row: Any) -> Finding:
    return Finding(
        row.item,
        row.count,
        row.text,
        tuple(row.photos),
        None if row.case is None else CaseId(row.case),
        row.linked,
    )

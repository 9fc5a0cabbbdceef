"""Work in the field, over SQL."""

import math
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, and_, delete, func, or_, select, update

from bot.storage.page import Page
from bot.storage.survey_points import point_of
from bot.storage.systems import hundredths, points_of
from bot.storage.tables import (
    survey_findings,
    survey_points,
    survey_rounds,
    survey_teams,
    survey_visits,
)
from cases.model import CaseId, PersonId
from survey.distance import Spot
from survey.visits import Finding, Stage, Visit, VisitId

_VISITS, _TEAMS, _FINDINGS = survey_visits, survey_teams, survey_findings
_ROUNDS, _POINTS = survey_rounds, survey_points
# What is to be done still: in a round that has ended only the looks again.
STILL = and_(
    _VISITS.c.done_at.is_(None),
    or_(_ROUNDS.c.ended_at.is_(None), _VISITS.c.stage == int(Stage.AGAIN)),
)


class VisitPages(Page):
    """Visits and findings."""

    async def in_hand(self, person: PersonId) -> list[Visit]:
        """By the index of a person's teams."""
        query = _in_hand(visits_(), person).order_by(_VISITS.c.round, _VISITS.c.turn)
        return [visit_of(row) for row in await self._db.execute(query)]

    async def left(self, person: PersonId) -> int:
        """Counted by the database: it is asked after every point."""
        query = select(func.count()).select_from(_VISITS)
        query = query.join(_ROUNDS, _ROUNDS.c.number == _VISITS.c.round)
        return int((await self._db.execute(_in_hand(query, person))).scalar_one())

    async def nearest(self, person: PersonId, spot: Spot) -> Visit | None:
        """Compared by the database, as on a plane: what is far away need not be exact."""
        shrunk = math.cos(math.radians(spot.latitude))
        north = _POINTS.c.latitude - spot.latitude
        east = (_POINTS.c.longitude - spot.longitude) * shrunk
        query = _in_hand(visits_(), person).order_by(north * north + east * east, _VISITS.c.turn)
        row = (await self._db.execute(query.limit(1))).first()
        return visit_of(row) if row is not None else None

    async def visit(self, visit: VisitId) -> Visit | None:
        """By its id."""
        query = visits_().where(_VISITS.c.id == visit)
        if self._locks:
            query = query.with_for_update(of=_VISITS)
        row = (await self._db.execute(query)).first()
        return visit_of(row) if row is not None else None

    async def team_of(self, visit: Visit) -> list[PersonId]:
        """By the primary key."""
        query = select(_TEAMS.c.person).where(
            _TEAMS.c.round == visit.round,
            _TEAMS.c.day == visit.day,
            _TEAMS.c.team == visit.team,
        )
        return [PersonId(row.person) for row in await self._db.execute(query)]

    async def findings(self, visit: VisitId) -> Mapping[str, Finding]:
        """By the primary key."""
        query = select(_FINDINGS).where(_FINDINGS.c.visit == visit)
        return {row.item: _finding_of(row) for row in await self._db.execute(query)}

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

    async def put(self, visit: VisitId, finding: Finding) -> None:
        """Insert or replace."""
        row = {
            "count": finding.count,
            "text": finding.text,
            "photos": list(finding.photos),
            "case": finding.case,
            "linked": finding.linked,
        }
        statement = self._insert(_FINDINGS).values(visit=visit, item=finding.item, **row)
        await self._db.execute(
            statement.on_conflict_do_update(index_elements=["visit", "item"], set_=row)
        )

    async def drop(self, visit: VisitId, items: Collection[str]) -> None:
        """One statement."""
        await self._db.execute(
            delete(_FINDINGS).where(_FINDINGS.c.visit == visit, _FINDINGS.c.item.in_(items))
        )

    async def update(self, visit: Visit) -> None:
        """Where it is in hand is changed by handing out alone."""
        await self._db.execute(
            update(_VISITS)
            .where(_VISITS.c.id == visit.id)
            .values(
                opened_at=visit.opened_at,
                opened_by=visit.opened_by,
                metres=visit.metres,
                excuse=visit.excuse,
                done_at=visit.done_at,
                done_by=visit.done_by,
                score=None if visit.score is None else hundredths(visit.score),
            )
        )


def visits_() -> Select[Any]:
    """Visits with their points and rounds."""
    point = (column for column in _POINTS.c if column.name != "id")
    return (
        select(_VISITS, *point, _ROUNDS.c.version, _ROUNDS.c.ended_at)
        .join(_POINTS, _POINTS.c.id == _VISITS.c.point)
        .join(_ROUNDS, _ROUNDS.c.number == _VISITS.c.round)
    )


def _in_hand(query: Select[Any], person: PersonId) -> Select[Any]:
    """Those visits that *person* still has to do, of what their teams were given last."""
    newest = (
        select(func.max(_TEAMS.c.day))
        .where(_TEAMS.c.round == _VISITS.c.round)
        .correlate(_VISITS)
        .scalar_subquery()
    )
    mine = (
        (_TEAMS.c.round == _VISITS.c.round)
        & (_TEAMS.c.day == _VISITS.c.day)
        & (_TEAMS.c.team == _VISITS.c.team)
    )
    return query.join(_TEAMS, mine).where(
        _TEAMS.c.person == person,
        _VISITS.c.day == newest,
        STILL,
    )


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

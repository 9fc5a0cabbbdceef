"""Work in the field, over SQL."""

import math
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, func, insert, or_, select, update

from bot.storage.page import Page
from bot.storage.survey_points import point_of
from bot.storage.systems import hundredths, points_of
from bot.storage.tables import (
    cases,
    indicator_versions,
    survey_findings,
    survey_points,
    survey_round_points,
    survey_rounds,
    survey_teams,
    survey_visits,
)
from cases.model import OPEN, CaseId, PersonId
from survey.distance import Spot
from survey.ports import List, ToDo, Underway
from survey.visits import Finding, Stage, Visit, VisitId

_VISITS, _TEAMS, _FINDINGS = survey_visits, survey_teams, survey_findings
_ROUNDS, _POINTS = survey_rounds, survey_points


class VisitPages(Page):
    """Rounds, visits and findings."""

    async def prepared(self) -> bool:
        """One row of each will do."""
        for table in (indicator_versions, _POINTS):
            if (await self._db.execute(select(table).limit(1))).first() is None:
                return False
        return True

    async def rounds_on(self, day: date) -> list[Underway]:
        """One query; locked, so that one process alone hands out. A later day counts as well: a
        clock that was put back hands nothing out again."""
        given = (
            select(_TEAMS.c.person)
            .where(_TEAMS.c.round == _ROUNDS.c.number, _TEAMS.c.day >= day)
            .exists()
        )
        query = select(_ROUNDS, given.label("given")).where(_ROUNDS.c.begins <= day)
        query = query.order_by(_ROUNDS.c.number)
        if self._locks:
            query = query.with_for_update(of=_ROUNDS)
        return [
            Underway(
                row.number, row.name, row.ends if row.ended_at is None else None, bool(row.given)
            )
            for row in await self._db.execute(query)
        ]

    async def to_do(self, round_: int, now: datetime) -> list[ToDo]:
        """Two queries."""
        first = await self._db.execute(_unvisited(round_))
        again = await self._db.execute(_to_look_at_again(round_, now))
        return [
            *(ToDo(row.id, Stage.FIRST, point_of(row)) for row in first),
            *(ToDo(row.id, Stage.AGAIN, point_of(row)) for row in again),
        ]

    async def hand_out(self, round_: int, day: date, lists: Sequence[List]) -> None:
        """A visit that was begun keeps what was found."""
        people = [
            {"round": round_, "day": day, "person": person, "team": team}
            for team, one in enumerate(lists, start=1)
            for person in one.members
        ]
        rows = [
            {
                "round": round_,
                "point": todo.id,
                "stage": int(todo.stage),
                "day": day,
                "team": team,
                "turn": turn,
                "excuse": "",
            }
            for team, one in enumerate(lists, start=1)
            for turn, todo in enumerate(one.todo, start=1)
        ]
        if people:
            await self._db.execute(insert(_TEAMS), people)
        if rows:
            statement = self._insert(_VISITS)
            moved = {name: statement.excluded[name] for name in ("day", "team", "turn")}
            key = ("round", "point", "stage")
            await self._db.execute(
                statement.on_conflict_do_update(index_elements=key, set_=moved), rows
            )

    async def in_hand(self, person: PersonId) -> list[Visit]:
        """By the index of a person's teams."""
        query = _in_hand(_visits(), person).order_by(_VISITS.c.round, _VISITS.c.turn)
        return [_visit_of(row) for row in await self._db.execute(query)]

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
        query = _in_hand(_visits(), person).order_by(north * north + east * east, _VISITS.c.turn)
        row = (await self._db.execute(query.limit(1))).first()
        return _visit_of(row) if row is not None else None

    async def visit(self, visit: VisitId) -> Visit | None:
        """By its id."""
        query = _visits().where(_VISITS.c.id == visit)
        if self._locks:
            query = query.with_for_update(of=_VISITS)
        row = (await self._db.execute(query)).first()
        return _visit_of(row) if row is not None else None

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


def _visits() -> Select[Any]:
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
        _VISITS.c.done_at.is_(None),
        or_(_ROUNDS.c.ended_at.is_(None), _VISITS.c.stage == int(Stage.AGAIN)),
    )


def _unvisited(round_: int) -> Select[Any]:
    """What was drawn and not visited to the end, as long as the round lasts."""
    done = select(_VISITS.c.point).where(
        _VISITS.c.round == round_,
        _VISITS.c.stage == int(Stage.FIRST),
        _VISITS.c.done_at.is_not(None),
    )
    part = survey_round_points
    return (
        select(_POINTS)
        .join(part, part.c.point == _POINTS.c.id)
        .join(_ROUNDS, _ROUNDS.c.number == part.c.round)
        .where(part.c.round == round_, part.c.drawn, _ROUNDS.c.ended_at.is_(None))
        .where(_POINTS.c.id.not_in(done))
        .order_by(_POINTS.c.id)
    )


def _to_look_at_again(round_: int, now: datetime) -> Select[Any]:
    """Where something failed, and nothing of that is still within its time."""
    again = _VISITS.alias("again")
    failed = (_FINDINGS.c.visit == _VISITS.c.id) & (_FINDINGS.c.count > 0)
    open_ = cases.c.state.in_(OPEN)
    within = open_ & (cases.c.promised_at.is_(None) | (cases.c.promised_at > now))
    waiting = (
        select(cases.c.id).join(_FINDINGS, _FINDINGS.c.case == cases.c.id).where(failed, within)
    )
    looked = select(again.c.id).where(
        again.c.round == round_,
        again.c.point == _VISITS.c.point,
        again.c.stage == int(Stage.AGAIN),
        again.c.done_at.is_not(None),
    )
    return (
        select(_POINTS)
        .join(_VISITS, _VISITS.c.point == _POINTS.c.id)
        .where(
            _VISITS.c.round == round_,
            _VISITS.c.stage == int(Stage.FIRST),
            _VISITS.c.done_at.is_not(None),
            select(_FINDINGS.c.item).where(failed).correlate(_VISITS).exists(),
            ~waiting.correlate(_VISITS).exists(),
            ~looked.correlate(_VISITS).exists(),
        )
        .order_by(_POINTS.c.id)
    )


def _visit_of(row: Any) -> Visit:
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

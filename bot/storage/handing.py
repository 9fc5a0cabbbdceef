"""Handing out what is to be visited, over SQL."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, select, update

from bot.storage.page import Page
from bot.storage.survey_points import point_of
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
from bot.storage.visits import STILL, visit_of, visits_
from cases.model import OPEN, PersonId
from survey.ports import List, ToDo, Underway
from survey.visits import Stage, Visit

_VISITS, _TEAMS, _FINDINGS = survey_visits, survey_teams, survey_findings
_ROUNDS, _POINTS = survey_rounds, survey_points


class HandingPages(Page):
    """Rounds, what they have to do, and the teams."""

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

    async def teams_on(
        self, rounds: Collection[int], day: date
    ) -> Mapping[int, Mapping[int, Sequence[PersonId]]]:
        """By the primary key."""
        query = select(_TEAMS).where(_TEAMS.c.round.in_(rounds), _TEAMS.c.day == day)
        found: defaultdict[int, defaultdict[int, list[PersonId]]]
        found = defaultdict(lambda: defaultdict(list))
        for row in await self._db.execute(query):
            found[row.round][row.team].append(PersonId(row.person))
        return found

    async def unopened(self, round_: int, day: date, teams: Collection[int]) -> list[Visit]:
        """By the index of the teams."""
        query = visits_().where(
            _VISITS.c.round == round_,
            _VISITS.c.day == day,
            _VISITS.c.team.in_(teams),
            _VISITS.c.opened_at.is_(None),
            STILL,
        )
        query = query.order_by(_VISITS.c.team, _VISITS.c.turn)
        if self._locks:
            query = query.with_for_update(of=_VISITS)
        return [visit_of(row) for row in await self._db.execute(query)]

    async def hand_over(self, visits: Sequence[Visit], team: int) -> None:
        """Their turns follow the last one."""
        given = select(func.coalesce(func.max(_VISITS.c.turn), 0)).where(
            _VISITS.c.round == visits[0].round,
            _VISITS.c.day == visits[0].day,
            _VISITS.c.team == team,
        )
        last = (await self._db.execute(given)).scalar_one()
        moved = update(_VISITS).where(_VISITS.c.id == bindparam("visit"))
        await self._db.execute(
            moved.values(team=team, turn=bindparam("place")),
            [{"visit": one.id, "place": n} for n, one in enumerate(visits, start=last + 1)],
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

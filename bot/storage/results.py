"""What came of rounds, over SQL."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Integer, and_, cast, func, or_, select

from bot.storage.page import Page
from bot.storage.survey_points import point_of
from bot.storage.systems import points_of
from bot.storage.tables import (
    cases,
    repeats,
    survey_findings,
    survey_points,
    survey_round_points,
    survey_visits,
)
from cases.model import Outcome, State
from survey.points import Point
from survey.results import Rectified, Visited
from survey.visits import Stage

_VISITS, _FINDINGS, _POINTS = survey_visits, survey_findings, survey_points


class ResultPages(Page):
    """Scores and what was put right."""

    async def visited(self, round_: int) -> list[Visited]:
        """Two queries."""
        scored = and_(
            _VISITS.c.round == round_,
            _VISITS.c.stage == int(Stage.FIRST),
            _VISITS.c.score.is_not(None),
        )
        found = (
            select(_FINDINGS.c.visit, _FINDINGS.c.item, _FINDINGS.c.count)
            .join(_VISITS, _VISITS.c.id == _FINDINGS.c.visit)
            .where(scored)
        )
        failed: defaultdict[int, dict[str, int | None]] = defaultdict(dict)
        for visit, item, count in await self._db.execute(found):
            failed[visit][item] = count
        query = (
            select(_POINTS, _VISITS.c.id.label("visit"), _VISITS.c.score)
            .join(_VISITS, _VISITS.c.point == _POINTS.c.id)
            .where(scored)
        )
        return [
            Visited(point_of(row), points_of(row.score), failed[row.visit])
            for row in await self._db.execute(query)
        ]

    async def listed(self, round_: int) -> list[Point]:
        """By the primary key of the list."""
        part = survey_round_points
        query = select(_POINTS).join(part, part.c.point == _POINTS.c.id)
        rows = await self._db.execute(query.where(part.c.round == round_))
        return [point_of(row) for row in rows]

    async def rectified(self, round_: int, offices: Collection[str] | None) -> Rectified:
        """One query."""
        again, wrong = _VISITS.alias("again"), _FINDINGS.alias("wrong")
        looked = again.c.id.is_not(None)
        still = func.coalesce(wrong.c.count, 0) > 0
        came_back = select(repeats.c.first).where(repeats.c.first == cases.c.id).exists()
        solved = and_(cases.c.state == State.CLOSED, cases.c.outcome == Outcome.SOLVED, ~came_back)
        fixed = and_(~and_(looked, still), or_(looked, solved))
        verified = and_(fixed, or_(looked, cases.c.verified))
        query = (
            select(
                func.count(),
                func.coalesce(func.sum(cast(fixed, Integer)), 0),
                func.coalesce(func.sum(cast(verified, Integer)), 0),
            )
            .select_from(_FINDINGS)
            .join(_VISITS, _VISITS.c.id == _FINDINGS.c.visit)
            .outerjoin(cases, cases.c.id == _FINDINGS.c.case)
            .outerjoin(
                again,
                and_(
                    again.c.round == _VISITS.c.round,
                    again.c.point == _VISITS.c.point,
                    again.c.stage == int(Stage.AGAIN),
                    again.c.done_at.is_not(None),
                ),
            )
            .outerjoin(wrong, and_(wrong.c.visit == again.c.id, wrong.c.item == _FINDINGS.c.item))
            .where(
                _VISITS.c.round == round_,
                _VISITS.c.stage == int(Stage.FIRST),
                _VISITS.c.done_at.is_not(None),
                _FINDINGS.c.count > 0,
            )
        )
        if offices is not None:
            theirs = select(_POINTS.c.id).where(_POINTS.c.organisation.in_(offices))
            query = query.where(_VISITS.c.point.in_(theirs))
        found, put_right, checked = (await self._db.execute(query)).one()
        return Rectified(int(found), int(put_right), int(checked))

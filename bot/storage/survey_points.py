"""The points of the field survey, over SQL."""

from collections.abc import AsyncIterator, Collection, Sequence
from typing import Any

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.engine import Database
from bot.storage.systems import points_of
from bot.storage.tables import survey_findings, survey_points, survey_rounds, survey_visits
from survey.distance import Box, Spot, around, metres
from survey.lookup import Look, Wish
from survey.points import Entered, Point
from survey.visits import Stage

PAGE = 1_000
KEY = ("district", "kind", "name")


class SurveyPoints:
    """All points."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._insert: Any = sqlite.insert if database.is_sqlite else postgresql.insert

    async def enter(self, points: Sequence[Point]) -> Entered:
        """Add them; a point that is there already takes what is said of it now."""
        async with self._database.writing() as connection:
            every = await connection.execute(select(survey_points))
            known = {point.key: point for point in map(point_of, every)}
            news = [point for point in points if known.get(point.key) != point]
            if news:
                statement = self._insert(survey_points)
                kept = {
                    column.name: statement.excluded[column.name]
                    for column in survey_points.c
                    if column.name not in ("id", *KEY)
                }
                statement = statement.on_conflict_do_update(index_elements=KEY, set_=kept)
                await connection.execute(statement, [point.row() for point in news])
        changed = sum(point.key in known for point in news)
        return Entered(len(news) - changed, changed, len(points) - len(news))

    async def pages(self, wish: Wish) -> AsyncIterator[list[Point]]:
        """Everything that *wish* finds, in the order in which it was entered, a page at a time."""
        last = 0
        while True:
            query = _wished(wish).where(survey_points.c.id > last)
            query = query.order_by(survey_points.c.id).limit(PAGE)
            async with self._database.reading() as connection:
                rows = (await connection.execute(query)).all()
            if not rows:
                return
            last = rows[-1].id
            yield [point_of(row) for row in rows]

    async def all(self) -> list[Point]:
        """In the order in which they were entered."""
        return [point async for page in self.pages(Wish()) for point in page]

    async def count(self, wish: Wish) -> int:
        """How many *wish* finds."""
        query = select(func.count()).select_from(_wished(wish).subquery())
        async with self._database.reading() as connection:
            return int((await connection.execute(query)).scalar_one())

    async def first(self, wish: Wish, limit: int) -> list[Point]:
        """So many of them, the shortest names first."""
        query = _wished(wish).order_by(func.length(survey_points.c.name), survey_points.c.id)
        async with self._database.reading() as connection:
            return [point_of(row) for row in await connection.execute(query.limit(limit))]

    async def near(self, spot: Spot, reach: float, wish: Wish) -> list[tuple[float, Point]]:
        """Those within *reach* metres, the nearest first, each with its distance in metres."""
        async with self._database.reading() as connection:
            found = await connection.execute(within(around(spot, reach), wish))
            points = [point_of(row) for row in found]
        far = [(metres(spot, point.spot), point) for point in points]
        return sorted((one for one in far if one[0] <= reach), key=lambda one: one[0])

    async def history(self, wish: Wish) -> list[Look]:
        """Every look at what *wish* finds that is over, point by point, the oldest first."""
        query = _looks(_wished(wish))
        async with self._database.reading() as connection:
            return [_look_of(row) for row in await connection.execute(query)]

    async def looks_at(self, points: Collection[Point]) -> list[Look]:
        """By their keys."""
        key = tuple_(*(survey_points.c[name] for name in KEY))
        query = _looks(select(survey_points).where(key.in_([point.key for point in points])))
        async with self._database.reading() as connection:
            return [_look_of(row) for row in await connection.execute(query)]


def within(box: Box, wish: Wish) -> Select[Any]:
    """The query behind ``near``, for whoever wants it explained."""
    return _wished(wish).where(
        survey_points.c.latitude.between(box.south, box.north),
        survey_points.c.longitude.between(box.west, box.east),
    )


def _wished(wish: Wish) -> Select[Any]:
    query = select(survey_points)
    if wish.name:
        query = query.where(survey_points.c.name.contains(wish.name, autoescape=True))
    for field, wanted in (("kind", wish.kind), ("district", wish.district)):
        if wanted is not None:
            query = query.where(survey_points.c[field] == wanted)
    if wish.organisations is not None:
        query = query.where(survey_points.c.organisation.in_(wish.organisations))
    return query


def _looks(of: Select[Any]) -> Select[Any]:
    """The looks at some points that are over."""
    visits, failed = survey_visits, survey_findings
    counted = (
        select(func.count())
        .where(failed.c.visit == visits.c.id, failed.c.count > 0)
        .correlate(visits)
        .scalar_subquery()
    )
    return (
        of.join(visits, visits.c.point == survey_points.c.id)
        .join(survey_rounds, survey_rounds.c.number == visits.c.round)
        .add_columns(
            survey_rounds.c.name.label("round"),
            visits.c.stage,
            visits.c.done_at,
            visits.c.score,
            counted.label("failed"),
        )
        .where(visits.c.done_at.is_not(None))
        .order_by(survey_points.c.id, visits.c.done_at)
    )


def _look_of(row: Any) -> Look:
    reached = None if row.score is None else points_of(row.score)
    return Look(point_of(row), row.round, Stage(row.stage), row.done_at, reached, row.failed)


def point_of(row: Any) -> Point:
    """The point in a row that has all its columns."""
    return Point(
        kind=row.kind,
        name=row.name,
        place=row.place,
        district=row.district,
        street=row.street,
        organisation=row.organisation,
        spot=Spot(row.latitude, row.longitude),
    )

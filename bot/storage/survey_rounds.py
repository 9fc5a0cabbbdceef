"""The rounds of the field survey, over SQL."""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, cast, func, insert, select, update

from bot.storage.engine import Database, StorageError
from bot.storage.tables import survey_points, survey_round_points, survey_rounds
from survey.draw import Announcement, Key, announce, draw
from survey.rounds import Plan, Record, Round

_KEY = (survey_points.c.district, survey_points.c.kind, survey_points.c.name)


class SurveyRounds:
    """All rounds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def start(self, plan: Plan, seed: str, at: datetime) -> int:
        """Draw from the points that there are now, and keep both; the number of the round. Raises
        StorageError where there are no points."""
        async with self._database.writing() as connection:
            found = await connection.execute(select(survey_points.c.id, *_KEY))
            ids = {_key(row): row.id for row in found}
            if not ids:
                raise StorageError(
                    "there are no points to draw from; run: suishoupai points import FILE"
                )
            announced = announce(seed, ids.keys(), plan.quotas)
            drawn = set(draw(seed, ids.keys(), plan.quotas))
            begun = await connection.execute(
                insert(survey_rounds)
                .values(
                    name=plan.name,
                    version=plan.version,
                    begins=plan.begins,
                    ends=plan.ends,
                    organisation=plan.organisation,
                    quotas=dict(plan.quotas),
                    seed=seed,
                    seed_hash=announced.seed_hash,
                    list_hash=announced.list_hash,
                    started_at=at,
                )
                .returning(survey_rounds.c.number)
            )
            number = int(begun.scalar_one())
            rows = [
                {"round": number, "point": point, "drawn": key in drawn}
                for key, point in ids.items()
            ]
            await connection.execute(insert(survey_round_points), rows)
            return number

    async def end(self, number: int, at: datetime) -> bool:
        """Let the seed be known; False where it was already. Raises StorageError for a round that
        does not exist."""
        await self.round(number)
        ended = (
            update(survey_rounds)
            .where(survey_rounds.c.number == number, survey_rounds.c.ended_at.is_(None))
            .values(ended_at=at)
            .returning(survey_rounds.c.number)
        )
        async with self._database.writing() as connection:
            return (await connection.execute(ended)).first() is not None

    async def rounds(self) -> list[Round]:
        """The newest first."""
        return await self._rounds()

    async def round(self, number: int) -> Round:
        """One of them; raises StorageError for what does not exist."""
        found = await self._rounds(number)
        if not found:
            raise StorageError(f"there is no round {number}")
        return found[0]

    async def record(self, number: int) -> Record:
        """What may be published of a round now; raises StorageError for what does not exist."""
        one = await self.round(number)
        listed = (
            select(*_KEY, survey_round_points.c.drawn)
            .join(survey_round_points, survey_round_points.c.point == survey_points.c.id)
            .where(survey_round_points.c.round == number)
            .order_by(*_KEY)
        )
        secret = select(survey_rounds.c.seed).where(survey_rounds.c.number == number)
        async with self._database.reading() as connection:
            rows = (await connection.execute(listed)).all()
            seed = (await connection.execute(secret)).scalar_one()
        points = tuple(_key(row) for row in rows)
        if one.ended_at is None:
            return Record(one.announced, points)
        return Record(one.announced, points, seed, tuple(_key(row) for row in rows if row.drawn))

    async def _rounds(self, number: int | None = None) -> list[Round]:
        part = survey_round_points
        query = (
            select(
                survey_rounds,
                func.count(part.c.point).label("listed"),
                func.coalesce(func.sum(cast(part.c.drawn, Integer)), 0).label("drawn"),
            )
            .join(part, part.c.round == survey_rounds.c.number, isouter=True)
            .group_by(survey_rounds.c.number)
            .order_by(survey_rounds.c.number.desc())
        )
        if number is not None:
            query = query.where(survey_rounds.c.number == number)
        async with self._database.reading() as connection:
            return [_round_of(row) for row in await connection.execute(query)]


def _key(row: Any) -> Key:
    return row.district, row.kind, row.name


def _round_of(row: Any) -> Round:
    plan = Plan(
        name=row.name,
        begins=row.begins,
        ends=row.ends,
        version=row.version,
        organisation=row.organisation,
        quotas=row.quotas,
    )
    announced = Announcement(row.seed_hash, row.list_hash, row.quotas)
    return Round(
        row.number, plan, announced, row.started_at, row.ended_at, row.listed, int(row.drawn)
    )

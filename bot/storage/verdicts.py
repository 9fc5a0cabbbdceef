"""What closing and ruling need of the database: parts, draws, rulings, pictures used before."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import or_, select, update

from bot.storage.following import FollowingPages
from bot.storage.rows import case_of
from bot.storage.tables import cases, draws, pictures, rulings, used_pictures
from cases.model import Case, CaseId, PersonId, Rule
from cases.records import Draw

BANDS, WIDTH = 4, 16
ALIKE = 3  # bits of 64: so few that two pictures must agree in one of the four bands
_ALL = 2**64 - 1
ITSELF = -1  # the band of a picture that shows nothing by which to know it again


class VerdictPages(FollowingPages):
    """Parts of cases, draws, rulings, used pictures."""

    async def parts(self, case: CaseId) -> list[Case]:
        """By the index."""
        query = select(cases).where(cases.c.parent == case).order_by(cases.c.id)
        return [case_of(row) for row in await self._db.execute(query)]

    async def use_pictures(self, photos: Sequence[str]) -> None:
        """A row a band: whoever looks like it agrees in one of them."""
        known = await self.appearances(photos)
        rows = [
            {"sha256": photo, "band": band, "value": value}
            for photo in photos
            for band, value in _bands(known.get(photo))
        ]
        await self._db.execute(self._insert(used_pictures).on_conflict_do_nothing(), rows)

    async def seen_before(self, photos: Sequence[str]) -> bool:
        """The same picture, or one that differs in a few of 64 bits."""
        same = select(used_pictures.c.sha256).where(used_pictures.c.sha256.in_(photos)).limit(1)
        if (await self._db.execute(same)).first() is not None:
            return True
        mine = await self.appearances(photos)
        for look in mine.values():
            others = await self._candidates(look)
            if any(((look ^ other) & _ALL).bit_count() <= ALIKE for other in others):
                return True
        return False

    async def _candidates(self, look: int) -> list[int]:
        """The looks of the used pictures that agree with *look* in a band."""
        agree = [
            (used_pictures.c.band == band) & (used_pictures.c.value == value)
            for band, value in _bands(look)
        ]
        query = (
            select(pictures.c.look)
            .join(used_pictures, used_pictures.c.sha256 == pictures.c.sha256)
            .where(or_(*agree))
        )
        return list((await self._db.execute(query)).scalars())

    async def draw(self, day: date) -> Draw:
        """Insert, or read what is there."""
        row = {"day": day.isoformat(), "seed": secrets.token_hex(8), "asked": 0}
        await self._db.execute(self._insert(draws).values(row).on_conflict_do_nothing())
        found = (await self._db.execute(select(draws).where(draws.c.day == row["day"]))).one()
        return Draw(day, found.seed, found.asked)

    async def count_draw(self, draw: Draw) -> None:
        """One more."""
        await self._db.execute(
            update(draws)
            .where(draws.c.day == draw.day.isoformat())
            .values(asked=draws.c.asked + 1)
        )

    async def rulings(self) -> list[Rule]:
        """Those of a district before those of the whole city."""
        query = select(rulings).order_by(rulings.c.district.desc(), rulings.c.category)
        return [
            Rule(row.organisation, category=row.category, district=row.district or None)
            for row in await self._db.execute(query)
        ]

    async def rule(self, rule: Rule, by: PersonId, at: datetime) -> None:
        """Insert or replace."""
        key = {"category": rule.category, "district": rule.district or ""}
        row = {"organisation": rule.organisation, "by": by, "at": at}
        statement = self._insert(rulings).values(**key, **row)
        await self._db.execute(statement.on_conflict_do_update(index_elements=list(key), set_=row))


def _bands(look: int | None) -> Iterator[tuple[int, int]]:
    """The four parts of a look, by their number."""
    if look is None:
        yield ITSELF, 0
        return
    for band in range(BANDS):
        yield band, look >> (WIDTH * band) & (2**WIDTH - 1)

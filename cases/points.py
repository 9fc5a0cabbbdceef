"""积分: accepted reports are worth a point, once a place, category and day."""

import math
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from cases.citizen_book import Earned, Ranked
from cases.city import City
from cases.errors import BadNickname, NicknameTaken
from cases.model import Case, PersonId, Place
from cases.ports import Clock, Store

AFTER = timedelta(hours=48)
WORTH = 1
CELL = 200.0  # metres
BATCH = 200
BEST = 10
METRES_PER_DEGREE = 111_320.0
_NICKNAME = re.compile(r"\w[\w ·-]{0,10}\w\Z")

Road = Callable[[str], str]


class Points:
    """Credits points. *road* finds the road that an address names, or nothing."""

    def __init__(self, store: Store, city: City, clock: Clock, road: Road) -> None:
        self._store, self._city, self._clock, self._road = store, city, clock, road

    @property
    def on(self) -> bool:
        """Whether the city gives points at all."""
        return self._city.house.points

    async def credit(self) -> int:
        """Credit what was reported more than 48 hours ago and accepted; returns how many cases
        were looked at. The first report of a place, category and day has the point."""
        seen, before = 0, self._clock() - AFTER
        while self.on:
            async with self._store.writing() as book:
                cases = await book.uncredited(before, BATCH)
                await book.credit([self._earned(case) for case in cases])
            seen += len(cases)
            if len(cases) < BATCH:
                break
        return seen

    def _earned(self, case: Case) -> Earned:
        day = self._city.local_day(case.submitted_at)
        where = spot(case.report.place, self._road)
        key = f"{day}:{case.report.category}:{where}"
        return Earned(case.id, case.reporter, WORTH, key, f"{day:%Y-%m}")

    async def of(self, person: PersonId) -> tuple[int, int]:
        """All points of *person*, and those of this month."""
        async with self._store.reading() as book:
            return await book.points_of(person, self.month(self._clock()))

    async def best(self) -> list[Ranked]:
        """This month's best among those who have a nickname."""
        async with self._store.reading() as book:
            return await book.ranking(self.month(self._clock()), BEST)

    async def name(self, person: PersonId, nickname: str) -> None:
        """Stand in the ranking as *nickname*, or, if it is empty, not at all. Raises BadNickname
        and NicknameTaken."""
        if nickname and not _NICKNAME.match(nickname):
            raise BadNickname
        async with self._store.writing() as book:
            if not await book.nickname(person, nickname):
                raise NicknameTaken(nickname)

    def month(self, at: datetime) -> str:
        """The month in which points of that moment count."""
        return f"{self._city.local_day(at):%Y-%m}"


def spot(place: Place, road: Road) -> str:
    """What counts as the same place: the road; without one the cell of 200 metres; and where
    there is no point either, the address as it was written."""
    named = road(f"{place.district or ''}{place.address}")
    if named:
        return f"{place.district or ''}{named}"[:120]
    if place.latitude is None or place.longitude is None:
        return " ".join(place.address.split())[:120]
    row = math.floor(place.latitude * METRES_PER_DEGREE / CELL)
    middle = (row + 0.5) * CELL / METRES_PER_DEGREE  # all of a row shares one width
    width = METRES_PER_DEGREE * math.cos(math.radians(middle))
    return f"{row}/{math.floor(place.longitude * width / CELL)}"

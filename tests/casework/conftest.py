"""An office over a real database, with a clock that only a test moves."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.config import Config
from bot.storage.book import SqlStore
from bot.storage.engine import Database, open_database
from bot.storage.tables import notices
from cases.absence import Absence
from cases.asking import Asking
from cases.bouncing import Bouncing
from cases.city import City
from cases.closing import Closing
from cases.desk import Desk
from cases.dispatch import Dispatch
from cases.families import Families
from cases.intake import Intake
from cases.model import (
    Case,
    CaseId,
    Kind,
    Person,
    PersonId,
    Place,
    Post,
    Report,
    Resolution,
    Role,
)
from cases.rounds import Rounds
from cases.step import Ask
from cases.timekeeping import Timekeeping

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 10:00 in Zibo
OFFICE, OTHER = "市城市管理局", "市公安局"
GRANNY, WANG, SUN, CHEN, ZHAO, LI, ZHOU = (PersonId(n) for n in range(1, 8))
PEOPLE = {
    GRANNY: ("马奶奶", None),
    WANG: ("王磊", Post(Role.OFFICIAL, OFFICE)),
    SUN: ("孙洁", Post(Role.SUPERVISOR, OFFICE)),
    CHEN: ("陈晨", Post(Role.INSPECTOR)),
    ZHAO: ("赵静", Post(Role.ADMIN)),
    LI: ("李敏", Post(Role.OFFICIAL, OTHER)),
    ZHOU: ("周强", None),
}


@dataclass
class Office:
    """Casework as the service has it, and shortcuts to drive it."""

    database: Database
    city: City
    now: datetime = MONDAY
    asked: int = 0

    def __post_init__(self) -> None:
        self.store = SqlStore(self.database, clock=self.clock)
        rest = (self.store, self.city, self.clock)
        self.intake, self.desk, self.dispatch = Intake(*rest), Desk(*rest), Dispatch(*rest)
        self.asking = Asking(*rest)
        self.time, self.rounds, self.absence = Timekeeping(*rest), Rounds(*rest), Absence(*rest)
        self.closing, self.bouncing = Closing(*rest), Bouncing(*rest)
        self.families = Families(*rest)

    def clock(self) -> datetime:
        """The time."""
        return self.now

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)

    def by(self, person: PersonId) -> Ask:
        """A new asking by *person*."""
        self.asked += 1
        return Ask(person, f"ask:{self.asked}")

    async def files(self, category: str = "street_light", **changes: object) -> Case:
        """Granny files a report."""
        place = Place("柳泉路", "张店区")
        report = Report(Kind.PROBLEM, category, "坏了", place)
        return await self.intake.submit(replace(report, **changes), self.by(GRANNY))  # type: ignore[arg-type]

    async def resolved(self, case: Case) -> Case:
        """The owner has done it."""
        return await self.closing.resolve(
            case.id, Resolution("好了", ("a" * 64,)), self.by(case.owner or WANG)
        )

    async def case(self, case: CaseId) -> Case:
        """As it is stored."""
        async with self.store.reading() as book:
            return await book.case(case)

    async def waiting(self, kind: str = "reminder") -> list[tuple[int, str]]:
        """Notices of a kind that wait: recipient and key."""
        query = select(notices.c.recipient, notices.c.key).where(
            notices.c.kind == kind, notices.c.state == "waiting"
        )
        async with self.database.reading() as connection:
            return [(row.recipient, row.key) for row in await connection.execute(query)]

    async def reminded(self) -> set[int]:
        """Sweep, and say who would be reminded by what that wrote."""
        before = set(await self.waiting())
        await self.rounds.sweep()
        return {person for person, _ in set(await self.waiting()) - before}


@pytest.fixture
async def office(config: Config, database_url: str) -> AsyncIterator[Office]:
    """Staffed, on a Monday at ten."""
    database = open_database(database_url)
    office = Office(database, config.city)
    async with office.store.writing() as book:
        for number, (name, post) in PEOPLE.items():
            await book.meet(Person(number, name))
            if post is not None:
                await book.appoint(number, post)
    yield office
    await database.close()

"""Which open case may be the one that somebody is about to report."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.config import Config
from bot.storage.book import SqlStore
from bot.storage.engine import open_database
from cases.errors import NotAllowed
from cases.following import Following, differing, distance
from cases.intake import Intake
from cases.model import Case, Kind, Person, PersonId, Place, Report, State
from cases.step import Ask
from nlp.similar import likeness

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
GRANNY, TOM = PersonId(1), PersonId(2)
HERE = Place("", "张店区", 36.81, 118.05)
LAMP = Report(Kind.PROBLEM, "street_light", "路灯坏了", HERE)


class Office:
    """Following over a real database."""

    def __init__(self, url: str, config: Config) -> None:
        self.now, self.filed = NOW, 0
        self.database = open_database(url)
        self.store = SqlStore(self.database, clock=lambda: self.now)
        self.following = Following(self.store, config.city, lambda: self.now, likeness)
        self._intake = Intake(self.store, config.city, lambda: self.now)

    async def file(self, report: Report = LAMP, by: PersonId = GRANNY) -> Case:
        async with self.store.writing() as book:
            for person in (GRANNY, TOM):
                await book.meet(Person(person, str(person)))
        self.filed += 1
        return await self._intake.submit(report, Ask(by, f"filed:{self.filed}"))

    async def finds(self, report: Report, road: str = "", by: PersonId = TOM) -> list[str]:
        return [m.case.number for m in await self.following.alike(report, by, road=road)]


@pytest.fixture
async def office(database_url: str, config: Config) -> AsyncIterator[Office]:
    office = Office(database_url, config)
    yield office
    await office.database.close()


def moved(report: Report, metres_north: float) -> Report:
    latitude = (report.place.latitude or 0.0) + metres_north / 111_320
    return replace(report, place=replace(report.place, latitude=latitude))


@pytest.mark.parametrize(
    ("report", "found"),
    [
        (moved(replace(LAMP, text="灯不亮"), 50), True),
        (moved(LAMP, 70), False),
        (replace(LAMP, kind=Kind.SUGGESTION), False),
        (replace(LAMP, category="noise"), False),
        (replace(LAMP, category="manhole", text="路灯坏了两盏"), True),
        (replace(LAMP, category="manhole", text="井盖没了"), False),
    ],
)
async def test_near_and_like_it(office: Office, report: Report, found: bool) -> None:
    await office.file()
    assert bool(await office.finds(report)) is found


async def test_ones_own_an_old_one_and_one_that_is_over_are_not_shown(office: Office) -> None:
    case = await office.file()
    assert await office.finds(LAMP, by=GRANNY) == []
    async with office.store.writing() as book:
        await book.save(replace(case, state=State.CLOSED))
    assert await office.finds(LAMP) == []
    await office.file(replace(LAMP, text="路灯坏了啊"))
    assert len(await office.finds(LAMP)) == 1
    office.now = NOW.replace(month=4)
    assert await office.finds(LAMP) == []


async def test_the_same_picture_needs_no_words(office: Office) -> None:
    other = replace(LAMP, category="noise", text="太吵", photos=("a",))
    await office.file(other)
    mine = replace(LAMP, photos=("b",))
    assert await office.finds(mine) == []
    async with office.database.writing() as connection:
        await connection.exec_driver_sql(
            "INSERT INTO pictures (sha256, look) VALUES ('a', -1), ('b', -64)"
        )
    assert len(await office.finds(mine)) == 1


async def test_without_a_point_the_road_and_the_house_number_decide(office: Office) -> None:
    await office.file(replace(LAMP, place=Place("张店区柳泉路88号", "张店区")))
    for address, found in (("柳泉路88号", 1), ("柳泉路", 1), ("柳泉路200号", 0)):
        mine = replace(LAMP, place=Place(address, "张店区"))
        assert len(await office.finds(mine, road="柳泉路")) == found
    elsewhere = replace(LAMP, place=Place("柳泉路88号", "周村区"))
    assert await office.finds(elsewhere, road="柳泉路") == []
    assert await office.finds(replace(LAMP, place=Place("%", "张店区")), road="%") == []


async def test_following_counts_once_and_keeps_what_was_said(office: Office) -> None:
    case = await office.file()
    mine = replace(LAMP, text="灯不亮", photos=("p",))
    joined = [await office.following.follow(case.id, mine, Ask(TOM, f"d{n}")) for n in range(2)]
    assert [found.followed for found in joined if found] == [1, 1]
    async with office.store.reading() as book:
        [addition] = await book.additions(case.id)
        assert (addition.person, addition.text, addition.photos) == (TOM, "灯不亮", ("p",))
        assert await book.follows(case.id, TOM)
        assert [event.action for event in await book.events(case.id)].count("follow") == 1


async def test_nobody_follows_their_own_case_or_one_that_is_over(office: Office) -> None:
    case = await office.file()
    with pytest.raises(NotAllowed):
        await office.following.follow(case.id, LAMP, Ask(GRANNY, "d1"))
    async with office.store.writing() as book:
        await book.save(replace(case, state=State.CLOSED))
    assert await office.following.follow(case.id, LAMP, Ask(TOM, "d2")) is None


def test_metres_and_bits() -> None:
    assert distance(HERE, replace(HERE, longitude=118.051)) == pytest.approx(89.1, abs=0.5)
    assert distance(HERE, Place("柳泉路")) is None
    assert differing(-1, 0) == 64
    assert differing(-1, -64) == 6

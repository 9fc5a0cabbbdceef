"""A whole team drops out during the day, and the others are given what it has not begun."""

import asyncio
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import indicators_command, points_command
from bot.storage.book import SqlStore
from bot.storage.tables import notices
from cases.model import PersonId, Post, Role
from sandbox.people import Someone
from survey.sharing import Sharing
from tests.journeys.conftest import City
from tests.journeys.test_inspection import EXAMPLE, HEADINGS, KIND, OFFICE

TOILETS = [(f"第{n}公厕", 36.8100 + n / 100, 118.0500) for n in range(4)]


@dataclass
class Morning:
    """Tuesday, a quarter to eight: two teams of two, with two points each."""

    city: City
    he: Someone
    liu: Someone  # goes with 陈晨
    ma: Someone  # goes with 何洁

    async def look(self) -> None:
        """As the clockwork does, in another process."""
        city = self.city
        store = SqlStore(city.service.database, clock=city.sandbox.clock.now)
        await Sharing(store, city.config.city, city.sandbox.clock.now).look()

    async def told(self) -> list[int]:
        """Who was told that there is more to do."""
        query = select(notices.c.recipient).where(notices.c.kind == "inspections_more")
        async with self.city.service.database.reading() as connection:
            return sorted((await connection.execute(query)).scalars())

    async def first_team_drops_out(self) -> None:
        """One of them goes on leave, and the other is no inspector any more."""
        chen, zhao = self.city.chen, self.city.zhao
        await chen.says("/leave @wanglei 2026-03-10")
        await chen.hears("王磊")
        await zhao.says("/dismiss 刘洋")
        await zhao.hears("刘洋")


@pytest.fixture
async def morning(city: City, tmp_path: Path) -> Morning:
    """Everything is prepared and handed out."""
    rows = [f"{KIND},{name},,张店区,,{OFFICE},{lat},{lon}" for name, lat, lon in TOILETS]
    points = tmp_path / "points.csv"
    points.write_text("\n".join([HEADINGS, *rows]), "utf-8")
    await indicators_command.DOES["import"](city.config, Namespace(file=str(EXAMPLE)))
    await points_command.DOES["import"](city.config, Namespace(file=str(points)))
    await city.zhao.says("/round 三月测评 2026-03-03 2026-03-03 市文明办 5")
    await city.zhao.hears("抽取了 4 个")
    people = []
    for number, name in ((1010, "何洁"), (1011, "刘洋"), (1012, "马骏")):
        people.append(await city.town.person(number, name))
        await people[-1].says("/start")
        await people[-1].hears("您好")
        async with SqlStore(city.service.database).writing() as book:
            await book.appoint(PersonId(number), Post(Role.INSPECTOR))
    await city.town.advance(hours=22.75)
    for one in (city.chen, *people):
        await one.hears("今天有 2 个点位")
    return Morning(city, *people)


async def test_what_a_team_has_not_begun_goes_to_the_other_the_same_day(morning: Morning) -> None:
    city, he, ma = morning.city, morning.he, morning.ma
    await city.chen.says("/inspect")
    await city.chen.hears("今天还有 2 个点位")
    await city.chen.shares_location(*TOILETS[0][1:])
    await city.chen.hears("没按的都算合格")
    await morning.first_team_drops_out()
    await morning.look()
    assert await morning.told() == [], "the offices are closed"
    await city.town.advance(hours=1)
    for one in (he, ma):
        await one.hears("没开始查的 1 个点位改由您这一组去")
    await city.restart()
    await asyncio.gather(morning.look(), morning.look())
    assert await morning.told() == [he.id, ma.id]
    await he.says("/inspect")
    await he.hears("今天还有 3 个点位")
    await he.shares_location(*TOILETS[1][1:])
    assert "第1公厕" in (await he.hears("没按的都算合格")).text


async def test_nobody_is_given_a_point_of_their_own_organisation(morning: Morning) -> None:
    city, he = morning.city, morning.he
    async with SqlStore(city.service.database).writing() as book:
        await book.appoint(PersonId(he.id), Post(Role.OFFICIAL, OFFICE))
    await morning.first_team_drops_out()
    await city.town.advance(hours=1)
    await city.zhao.hears("今天有 2 个点位派不出去")
    await he.says("/inspect")
    await he.hears("今天还有 2 个点位")
    await city.chen.says("/leave off")
    await city.chen.hears("已销假")
    await city.chen.says("/inspect")
    await city.chen.hears("今天还有 2 个点位")

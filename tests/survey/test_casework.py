"""What inspectors find becomes casework: the same thing once, and one official's for one point."""

import asyncio
from argparse import Namespace
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import indicators_command, points_command
from bot.config import Config
from bot.field_side import inspecting
from bot.storage.book import SqlStore
from bot.storage.engine import Database, open_database
from bot.storage.survey_rounds import SurveyRounds
from cases.model import Case, Person, PersonId, Post, Role
from cases.ports import CaseQuery
from cases.step import Ask
from survey.handing import Handing
from survey.inspecting import Arrival, Inspecting
from survey.rounds import Plan
from survey.visits import Sheet, VisitId
from tests.conftest import ROOT

NOW = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)  # Tuesday 10:00 in Zibo
KIND, OFFICE = "公共厕所", "市城市管理局"
WORDS = "便池没有冲,地上全是污水和垃圾,味道很大"
GARBAGE, TOILET = 0, 3  # items of two categories of one domain
INSPECTORS = [PersonId(n) for n in range(1, 9)]
OFFICIALS = [PersonId(n) for n in range(11, 14)]
HEADINGS = "点位类型,点位名称,位置,区县,街道,责任单位,纬度,经度"


@dataclass
class Field:
    """A round of one day, handed out."""

    database: Database
    store: SqlStore
    inspecting: Inspecting

    async def describes(self, by: PersonId, visit: VisitId, *items: int) -> None:
        """These items fail, each with the same words and a photo of its own."""
        there = (await self.inspecting.sheet(visit, by)).visit.point.spot
        await self.inspecting.open(visit, Arrival(there), by)
        for item in items:
            await self.inspecting.fail(visit, item, by)
            await self.inspecting.describe(visit, item, WORDS, [f"{visit}:{item}"], by)

    async def hands_in(self, by: PersonId, visit: VisitId) -> Sheet:
        """Whoever it is has done the point."""
        return await self.inspecting.finish(visit, Ask(by, f"visit:{visit}"))

    async def cases(self) -> list[Case]:
        """All that there are."""
        async with self.store.reading() as book:
            return await book.search(CaseQuery(limit=100))


@pytest.fixture
async def field(config: Config, database_url: str, tmp_path: Path) -> AsyncIterator[Field]:
    """Toilets side by side, one for each inspector, and an office with three officials."""
    config = replace(config, database_url=database_url)
    rows = [f"{KIND},{n}号公厕,,张店区,,{OFFICE},36.81,118.0500{n}" for n in INSPECTORS]
    points = tmp_path / "points.csv"
    points.write_text("\n".join([HEADINGS, *rows]), "utf-8")
    table = ROOT / "survey" / "example" / "indicators.csv"
    await indicators_command.DOES["import"](config, Namespace(file=str(table)))
    await points_command.DOES["import"](config, Namespace(file=str(points)))
    database = open_database(database_url)
    store, city = SqlStore(database, clock=now), config.city
    async with store.writing() as book:
        for one in (*INSPECTORS, *OFFICIALS):
            inspects = one in INSPECTORS
            await book.meet(Person(one, f"人员{one}"))
            await book.appoint(
                one, Post(Role.INSPECTOR) if inspects else Post(Role.OFFICIAL, OFFICE)
            )
    today = NOW.date()
    plan = Plan(
        name="三月测评",
        begins=today,
        ends=today,
        version=1,
        organisation="市文明办",
        quotas={KIND: len(INSPECTORS)},
    )
    await SurveyRounds(database).start(plan, "seed", NOW)
    await Handing(store, city, config.field, now).morning()
    yield Field(database, store, inspecting(database, store, city, config.field, now))
    await database.close()


def now() -> datetime:
    """It stands still."""
    return NOW


async def test_who_find_the_same_in_the_same_second_file_it_once(field: Field) -> None:
    todo: dict[PersonId, VisitId] = {}
    for by in INSPECTORS:
        in_hand = await field.inspecting.in_hand(by)
        todo[by] = next(one.id for one in in_hand if one.id not in todo.values())
        await field.describes(by, todo[by], 3)
    sheets = await asyncio.gather(*(field.hands_in(*one) for one in todo.items()))
    [case] = await field.cases()
    found = [finding for sheet in sheets for finding in sheet.findings.values()]
    assert [one.case for one in found] == [case.id] * len(INSPECTORS)
    assert sum(one.linked for one in found) == case.followed == len(INSPECTORS) - 1


async def test_what_failed_at_one_point_goes_to_one_official(field: Field) -> None:
    by = INSPECTORS[0]
    visit = (await field.inspecting.in_hand(by))[0].id
    await field.describes(by, visit, 0, 1, 2, 3)
    await field.hands_in(by, visit)
    filed = await field.cases()
    assert len(filed) == 4
    assert len({case.owner for case in filed}) == 1


async def test_what_is_of_another_category_is_another_case(field: Field) -> None:
    one, other = INSPECTORS[:2]
    visit = (await field.inspecting.in_hand(one))[0].id
    await field.describes(one, visit, GARBAGE)
    await field.hands_in(one, visit)
    beside = next(v.id for v in await field.inspecting.in_hand(other) if v.id != visit)
    await field.describes(other, beside, GARBAGE, TOILET)
    sheet = await field.hands_in(other, beside)
    garbage, toilet = (sheet.finding(sheet.items[item]) for item in (GARBAGE, TOILET))
    assert (garbage.linked, toilet.linked) == (True, False)
    assert len(await field.cases()) == 2

"""A day in the field: the list of the morning, a point, what fails there, and what comes of it."""

from argparse import Namespace
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot import indicators_command, points_command, rounds_command
from bot.storage.book import SqlStore
from bot.storage.survey_rounds import SurveyRounds
from cases.model import PersonId, Post, Role
from handlers.inspection_keys import InspectionAct, InspectionButton
from sandbox.people import Someone
from survey.handing import Handing
from survey.visits import VisitId
from tests.conftest import ROOT, picture
from tests.journeys.conftest import MONDAY_MORNING, City, number_in

EXAMPLE = ROOT / "survey" / "example" / "indicators.csv"
KIND, OFFICE = "公共厕所", "市城市管理局"
TOILETS = (("柳泉路公厕", 36.8100, 118.0500), ("人民公园公厕", 36.8200, 118.0600))
HEADINGS = "点位类型,点位名称,位置,区县,街道,责任单位,纬度,经度"


@dataclass
class Field:
    """The city with a round of two points, and the second inspector."""

    city: City
    he: Someone

    async def begins(self, who: Someone, toilet: int = 0) -> str:
        """Whoever it is goes there and opens the point; what the screen says."""
        await who.says("/inspect")
        await who.hears("今天还有")
        await who.shares_location(*TOILETS[toilet][1:])
        return (await who.hears("没按的都算合格")).text

    async def fails(self, who: Someone, item: int, photo: str = "red") -> None:
        """One item is not right: the press, then a photo with words."""
        await who.presses(f"✅ {item}")
        await who.hears(f"第 {item} 项不合格")
        await who.sends_photos([picture(photo)], caption="便池没有冲")
        await who.hears("没按的都算合格")


@pytest.fixture
async def field(city: City, tmp_path: Path) -> Field:
    """On Monday everything is prepared; nobody knows where it goes."""
    rows = [f"{KIND},{name},,张店区,,{OFFICE},{lat},{lon}" for name, lat, lon in TOILETS]
    points = tmp_path / "points.csv"
    points.write_text("\n".join([HEADINGS, *rows]), "utf-8")
    await indicators_command.DOES["import"](city.config, Namespace(file=str(EXAMPLE)))
    await points_command.DOES["import"](city.config, Namespace(file=str(points)))
    wishes = Namespace(
        name="三月测评",
        first="2026-03-03",
        last="2026-03-03",
        draw=5,
        lead="市文明办",
        kind=[KIND],
        of=None,
    )
    await rounds_command.start(city.config, wishes, city.sandbox.clock.now)
    he = await city.town.person(1010, "何洁")
    await he.says("/start")
    await he.hears("您好")
    async with SqlStore(city.service.database).writing() as book:
        await book.appoint(PersonId(1010), Post(Role.INSPECTOR))
    return Field(city, he)


async def morning(field: Field) -> None:
    """Tuesday, half past seven."""
    await field.city.town.advance(hours=22.75)
    await field.city.chen.hears_all("今天有 2 个点位")
    await field.he.hears_all("今天有 2 个点位")


async def test_a_point_from_the_list_to_a_case_in_the_responsibility_list(field: Field) -> None:
    chen, city = field.city.chen, field.city
    await chen.says("/inspect")
    await chen.hears("今天没有交给您的点位")
    await morning(field)
    screen = await field.begins(chen)
    assert "柳泉路公厕" in screen
    assert "责任单位:市城市管理局" in screen
    await field.fails(chen, 2)
    await chen.presses("完成(")
    await chen.hears("交了就不能再改")
    await chen.presses("✅ 提交")
    done = (await chen.hears("已交")).text
    assert "新立事项 1 件" in done
    assert "今天还剩 1 个点位" in done
    card = await city.wang.hears("便池没有冲")
    assert "柳泉路公厕" in card.text
    await city.zhao.says("/list 市级督查")
    assert number_in(await city.zhao.hears("责任清单:市级督查")) == number_in(card)


async def test_what_a_citizen_reported_already_is_linked_and_not_doubled(field: Field) -> None:
    chen, city = field.city.chen, field.city
    await city.granny.sends_photos([picture("blue")], caption="公厕便池没有冲,脏臭")
    await city.granny.hears("在哪里")
    await city.granny.shares_location(*TOILETS[0][1:])
    await city.granny.hears("请看一下")
    await city.granny.presses("✅ 提交")
    await city.granny.hears("编号")
    await morning(field)
    await field.begins(chen)
    await field.fails(chen, 4)
    await chen.presses("完成(")
    await chen.hears("交了就不能再改")
    await chen.presses("✅ 提交")
    assert "新立事项 0 件,并入已有事项 1 件" in (await chen.hears("已交")).text


async def test_two_of_a_team_share_a_point_and_a_restart_loses_nothing(field: Field) -> None:
    chen, he = field.city.chen, field.he
    await morning(field)
    await field.begins(chen)
    await field.fails(chen, 1)
    await chen.presses("✅ 3")
    await chen.hears("第 3 项不合格")
    await field.city.restart()
    await chen.sends_photos([picture("green")])
    await chen.hears("照片收到了")
    assert "❌ 1." in await field.begins(he)
    await he.presses("完成(")
    await he.hears("照片收到了")
    await he.presses("用条目原话")
    await he.hears("没按的都算合格")
    await he.presses("完成(")
    await he.hears("不合格 2 项")
    await he.presses("✅ 提交")
    await he.hears("新立事项 2 件")
    await chen.presses("✅ 4")
    await chen.hears("已经交了")


@pytest.mark.parametrize(("key", "said"), [("➖ 不适用", "不适用"), ("✅ 改回合格", "合格")])
async def test_a_photo_that_comes_late_leaves_what_a_colleague_has_marked(
    field: Field, key: str, said: str
) -> None:
    chen, he = field.city.chen, field.he
    await morning(field)
    await field.begins(chen)
    await chen.presses("✅ 3")
    await chen.hears("第 3 项不合格")
    await field.begins(he)
    await he.presses("❗ 3")
    await he.hears("第 3 项不合格")
    await he.presses(key)
    await he.hears("没按的都算合格")
    await chen.sends_photos([picture("red"), picture("blue")], caption="便池没有冲")
    told = await chen.hears(f"第 3 项,同组的人刚刚{'标了' if '➖' in key else '改成了'}「{said}」")
    assert f"{key[0]} 3" in told.buttons
    await chen.says("便池没有冲")
    await chen.hears("您刚发的没有记上")
    await chen.presses(f"{key[0]} 3")
    await chen.hears("第 3 项不合格")
    await chen.sends_photos([picture("red")], caption="便池没有冲")
    assert "❌ 3" in (await chen.hears("没按的都算合格")).buttons


async def test_too_far_away_needs_a_word(field: Field) -> None:
    chen = field.city.chen
    await morning(field)
    await chen.says("/inspect")
    await chen.hears("今天还有")
    await chen.shares_location(36.80, 118.05)
    assert "约 1112 米" in (await chen.hears("离您最近")).text
    await chen.says("修路封闭,只能在路口看")
    await chen.hears("没按的都算合格")


async def test_a_round_that_ends_keeps_what_failed_and_gives_no_score(field: Field) -> None:
    chen, city = field.city.chen, field.city
    await morning(field)
    await field.begins(chen)
    await field.fails(chen, 2)
    await SurveyRounds(city.service.database).end(1, MONDAY_MORNING + timedelta(days=1))
    await chen.presses("完成(")
    await chen.hears("交了就不能再改")
    await chen.presses("✅ 提交")
    assert "不计分" in (await chen.hears("新立事项 1 件")).text


async def test_after_its_time_what_failed_is_looked_at_again(field: Field) -> None:
    chen, city = field.city.chen, field.city
    await morning(field)
    await field.begins(chen)
    await field.fails(chen, 2)
    await chen.presses("完成(")
    await chen.hears("交了就不能再改")
    await chen.presses("✅ 提交")
    await chen.hears("新立事项 1 件")
    await city.wang.hears("便池没有冲")
    await city.resolves(city.wang)
    await city.town.advance(days=1)
    await chen.hears_all("今天有 2 个点位")
    await chen.says("/inspect")
    await chen.hears("今天还有")
    await chen.shares_location(*TOILETS[0][1:])
    await chen.hears("复查:柳泉路公厕")
    await chen.presses("完成(")
    await chen.hears("交了就不能再改")
    await chen.presses("✅ 提交")
    assert "已整改 1 项" in (await chen.hears("已复查")).text
    await city.wang.hears("已结案")
    await city.zhao.says("/results")
    results = (await city.zhao.hears("三月测评")).text
    assert "已测点位 1 个,共抽取 2 个" in results
    assert "发现 1 处,已整改 1 处,其中核实 1 处,未整改 0 处,整改率 100.00 %" in results
    await city.zhao.presses("单位")
    assert "不排名. 市城市管理局" in (await city.zhao.hears("按责任单位")).text
    await city.granny.says("/results")
    await city.granny.hears("测评成绩只有管理员")


async def test_strangers_and_forged_buttons_are_refused(field: Field) -> None:
    chen, city = field.city.chen, field.city
    await city.granny.says("/inspect")
    await city.granny.hears("只有督导员能查")
    await morning(field)
    await field.begins(chen)
    screen = (await chen.chat())[-1]
    for forged in (
        InspectionButton(VisitId(999), InspectionAct.FAIL).encode(),
        InspectionButton(VisitId(1), InspectionAct.NONE, 999).encode(),
    ):
        await chen.presses_raw(screen.id, forged)
        await chen.hears("不在您的清单里")


async def test_whose_post_ends_or_becomes_the_points_own_office_stops(field: Field) -> None:
    chen, he, city = field.city.chen, field.he, field.city
    await morning(field)
    await field.begins(chen)
    await field.fails(chen, 4)
    store = SqlStore(city.service.database)
    async with store.writing() as book:
        await book.dismiss(PersonId(1008), Post(Role.INSPECTOR))
    await chen.presses("✅ 5")
    await chen.hears("只有督导员能查")
    assert "❌ 4." in await field.begins(he)
    async with store.writing() as book:
        await book.appoint(PersonId(1010), Post(Role.OFFICIAL, OFFICE))
    await he.presses("✅ 5")
    await he.hears("不能由您来查")


async def test_a_clock_that_is_put_back_takes_nothing_out_of_their_hands(field: Field) -> None:
    city = field.city
    await city.town.advance(hours=46.75)
    await city.chen.hears("今天有 2 个点位")
    tuesday = MONDAY_MORNING + timedelta(days=1)
    store = SqlStore(city.service.database)
    handing = Handing(store, city.config.city, city.config.field, lambda: tuesday)
    await handing.morning()
    await city.chen.says("/inspect")
    await city.chen.hears("今天还有 2 个点位")


async def test_the_key_of_the_keyboard_is_no_word_about_a_finding(field: Field) -> None:
    chen = field.city.chen
    await morning(field)
    await field.begins(chen)
    await chen.presses("✅ 4")
    await chen.hears("第 4 项不合格")
    await chen.says("📷 我要上报")
    await chen.hears("先后不限")

"""更正: what people put right is learned at night, and taken over only if it is better."""

import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.storage.book import SqlStore
from bot.storage.engine import open_database
from cases.intake import Intake
from cases.model import Kind, Person, PersonId, Place, Report
from cases.step import Ask
from nlp.training.labels import phrases
from tests.journeys.conftest import City, number_in

WHERE = [
    *(
        "南定",
        "马尚",
        "柳泉路",
        "世纪路",
        "人民公园",
        "体育场",
        "美食街",
        "水晶街",
        "理工大学",
        "杏园",
    ),
    *(
        "洪沟",
        "五里桥",
        "车站",
        "莲池",
        "王舍",
        "火炬公园",
        "共青团路口",
        "新村西路",
        "医院东门",
        "潘庄",
    ),
]
ODD = "小蓝人"
RIGHT = "公共设施损坏"
NIGHT = 18.6  # hours from Monday 09:00 to 03:36


@asynccontextmanager
async def _store(city: City) -> AsyncIterator[SqlStore]:
    database = open_database(city.config.database_url)
    yield SqlStore(database, clock=city.sandbox.clock.now)
    await database.close()


def _odd() -> list[str]:
    return [f"{where}的{ODD}{how}" for where in WHERE for how in ("又趴窝了", "不出货")]


async def _corrections(city: City, texts: Sequence[str], right: str) -> None:
    """Reports whose category was put right before they were filed, each by somebody else."""
    async with _store(city) as store:
        intake = Intake(store, city.config.city, city.sandbox.clock.now)
        async with store.writing() as book:
            for number in range(len(texts)):
                await book.meet(Person(PersonId(5000 + number), f"市民{number}"))
        for number, text in enumerate(texts):
            report = Report(Kind.PROBLEM, right, text, Place("", "张店区", 36.8, 118.05))
            ask = Ask(PersonId(5000 + number), f"seed:{number}")
            await intake.submit(report, ask, "dogs")


async def _night(city: City) -> None:
    await city.town.advance(hours=NIGHT)
    await city.service.clockwork.learn()


async def _tagged(city: City) -> str:
    """What the card says of the odd thing."""
    await city.granny.says(f"张店区柳泉路88号的{ODD}又趴窝了")
    card = await city.granny.hears("请看一下")
    await city.granny.says("/cancel")
    await city.granny.hears("已取消")
    return card.text


async def test_a_changed_category_is_kept_as_an_example(city: City) -> None:
    """What was read, what was chosen, and by whom; an unchanged one is none."""
    await city.granny.says("张店区柳泉路88号的路灯坏了")
    await city.granny.hears("请看一下")
    await city.granny.presses("改类别")
    await city.granny.hears("请看一下")
    await city.granny.presses("城市建设管理")
    await city.granny.hears("请看一下")
    await city.granny.presses("水电气暖")
    await city.granny.hears("类别:水电气暖")
    await city.granny.presses("✅ 提交")
    number = number_in(await city.granny.hears("编号"))
    await city.tom.says("张店区新村西路1号的井盖没了")
    await city.tom.hears("Please check")
    await city.tom.presses("Submit")
    await city.tom.hears("number")
    await city.zhao.says(f"/category {number} 路灯照明")
    await city.zhao.hears("已改为")
    async with _store(city) as store, store.reading() as book:
        found = await book.learned(10)
    assert [(one.given, one.right, one.by, one.role) for one in found] == [
        ("street_light", "utilities", city.granny.id, None),
        ("utilities", "street_light", city.zhao.id, "admin"),
    ]


async def test_what_is_learned_at_night_tags_in_the_morning_and_can_be_rolled_back(
    city: City,
) -> None:
    assert RIGHT not in await _tagged(city)
    await _corrections(city, _odd(), "public_facility")
    await _night(city)
    await city.zhao.says("/model")
    page = await city.zhao.hears("学了 40 条更正")
    assert "✅ 在用 · 第 1 版" in page.text
    assert RIGHT in await _tagged(city)
    await city.zhao.presses("启用最初的一版")
    await city.zhao.hears("✅ 在用 · 最初的一版")
    assert RIGHT not in await _tagged(city)
    await city.zhao.presses("启用第 1 版")
    await city.zhao.hears("✅ 在用 · 第 1 版")
    await city.restart()
    assert RIGHT in await _tagged(city)
    await city.service.clockwork.learn()  # the same night again: nothing new
    await city.zhao.says("/model")
    assert "2 ·" not in (await city.zhao.hears("自动归类")).text


async def test_a_challenger_that_is_worse_somewhere_is_not_used(city: City) -> None:
    """People teach that what is said of street lamps is smoking."""
    lamps = [text for text, label in phrases() if label.category == "street_light"][:60]
    await _corrections(city, lamps, "smoking")
    await _night(city)
    await city.zhao.says("/model")
    page = await city.zhao.hears("学了 60 条更正")
    assert "没有更好" in page.text
    assert "✅ 在用 · 最初的一版" in page.text


async def test_a_broken_model_is_replaced_by_the_shipped_one(city: City) -> None:
    await _corrections(city, _odd(), "public_facility")
    await _night(city)
    assert RIGHT in await _tagged(city)
    shutil.rmtree(city.config.model_folder / "0001")
    await city.restart()
    assert RIGHT not in await _tagged(city)
    await city.zhao.says("/model")
    await city.zhao.hears("自动归类")
    await city.zhao.presses("启用最初的一版")
    await city.zhao.hears("✅ 在用 · 最初的一版")
    await city.zhao.presses("启用第 1 版")
    await city.zhao.hears("现在用不了")


async def test_whoever_gets_rid_of_a_case_needs_a_second_hand(city: City) -> None:
    """王磊 is an admin too; what he takes away from his own office counts when 赵静 agrees."""
    await city.zhao.says("/invite admin")
    link = (await city.zhao.hears("start=")).text
    await city.wang.says("/start " + link.split("start=")[1].split()[0])
    await city.wang.hears("管理员")
    number = await city.reports()
    await city.wang.hears(number)
    await city.wang.says(f"/category {number} 信号灯与标志标线")
    await city.wang.hears("信号灯与标志标线")
    async with _store(city) as store:
        async with store.reading() as book:
            assert await book.learned(10) == []
        await city.wang.says("/model")
        await city.wang.hears("自动归类")
        await city.wang.presses("1 条更正等第二个人确认")
        assert "路灯照明" in (await city.wang.hears("改得对吗")).text
        await city.wang.presses("改得对")
        await city.wang.hears("请另一位管理员来确认")
        await city.zhao.says("/model")
        await city.zhao.hears("自动归类")
        await city.zhao.presses("等第二个人确认")
        await city.zhao.hears("改得对吗")
        await city.zhao.presses("改得对")
        await city.zhao.hears("没有等第二个人确认")
        async with store.reading() as book:
            found = await book.learned(10)
    assert {(one.right, one.counts) for one in found} == {("traffic_signals", True)}


async def test_models_are_for_admins(city: City) -> None:
    await city.granny.says("/model")
    await city.granny.hears("给管理员用的")
    for data in ("model:use:0", "model:agree:1", "model:use:99"):
        await city.granny.presses_raw((await city.granny.chat())[-1].id, data)
        await city.granny.hears("给管理员用的")
    await city.zhao.presses_raw((await city.zhao.chat())[-1].id, "model:use:99")
    await city.zhao.hears("现在用不了")

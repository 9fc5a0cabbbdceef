"""Owner and reporter talk about a case; the reporter sees all of it on one card and in /my."""

from bot.storage.book import SqlStore
from cases.intake import Intake
from cases.model import Kind, PersonId, Place, Report
from cases.step import Ask
from tests.conftest import picture
from tests.journeys.conftest import City


async def test_the_owner_asks_and_the_reporter_answers(city: City) -> None:
    number = await city.reports()
    await city.wang.hears("新的事项")
    await city.wang.presses("问上报人")
    await city.wang.hears("想问什么")
    await city.wang.says("路灯杆上的号码是多少?")
    await city.wang.hears("没问题就点")
    await city.wang.presses("✅ 提交")
    await city.wang.hears("已经发给上报人")
    asked = await city.granny.hears("承办人想问您")
    assert "路灯杆上的号码是多少?" in asked.text
    await city.town.advance(days=1)
    await city.granny.presses("回答")
    await city.granny.hears("路灯杆上的号码是多少?")
    await city.granny.says("23 号")
    await city.granny.hears("没问题就点")
    await city.granny.presses("✅ 提交")
    await city.granny.hears("已经交给承办人")
    answered = await city.wang.hears("上报人回答了")
    assert "23 号" in answered.text
    assert number in answered.text
    await city.wang.presses("补充与问答")
    assert "路灯杆上的号码是多少?" in (await city.wang.hears("上报人答")).text


async def test_by_command_the_same_and_a_wrong_one_gets_the_form(city: City) -> None:
    number = await city.reports()
    await city.wang.hears("新的事项")
    await city.wang.says(f"/ask {number}")
    assert "例如" in (await city.wang.hears("请这样写")).text
    await city.zhou.says(f"/ask {number} 你是谁?")
    await city.zhou.hears("您不能")
    await city.wang.says(f"/ask {number} 几号杆?")
    await city.wang.hears("已经发给上报人")
    await city.granny.hears("几号杆?")
    await city.town.advance(days=8)
    await city.granny.hears("没有等到回答")
    await city.wang.hears("没有等到上报人的回答")


async def test_photos_are_added_later_and_both_see_them(city: City) -> None:
    await city.reports()
    await city.wang.hears("新的事项")
    await city.granny.presses("补充")
    await city.granny.hears("想补充什么")
    await city.granny.sends_photos([picture("blue")])
    await city.granny.hears("照片:1 张")
    await city.granny.presses("✅ 提交")
    await city.granny.hears("补充收到了")
    added = await city.wang.hears("上报人补充了")
    assert "1 张" in added.text
    await city.wang.presses("补充与问答")
    await city.wang.hears("上报人补充")
    shown = [message for message in await city.wang.chat() if message.has_photo]
    assert len(shown) == 2


async def test_a_stranger_who_forges_these_buttons_learns_nothing(city: City) -> None:
    await city.reports()
    await city.wang.says("/ask ZB-20260302-0001 几号杆?")
    await city.granny.hears("几号杆?")
    hello = (await city.tom.chat())[1]
    for data in ("case:1:answer:2:", "case:1:remarks:2:", "case:1:ask:2:", "case:1:add:2:"):
        await city.tom.presses_raw(hello.id, data)
        await city.tom.hears("cannot do this")
    assert not any("几号杆" in message.text for message in await city.tom.chat())


async def test_my_reports_are_paged_newest_first_and_say_their_state_in_words(city: City) -> None:
    intake = Intake(SqlStore(city.service.database), city.config.city, city.sandbox.clock.now)
    for index in range(10):
        report = Report(Kind.PROBLEM, "street_light", f"第{index}盏", Place("柳泉路", "张店区"))
        await intake.submit(report, Ask(PersonId(city.granny.id), f"draft:{index}"))
    await city.granny.says("/my")
    first = await city.granny.hears("共 10 件")
    numbers = [name for name in first.buttons if name.startswith("ZB-")]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 8
    assert first.text.count("已派遣") == 8
    await city.granny.presses("下一页")
    second = await city.granny.hears("第0盏")
    assert len([name for name in second.buttons if name.startswith("ZB-")]) == 2
    await city.granny.presses("上一页")
    await city.granny.hears("第9盏")

"""A phone number is seen by whoever needs it; people see and delete what is stored of them."""

from sqlalchemy import select

from bot.storage.tables import inbox
from tests.journeys.conftest import IN_ZHANGDIAN, City

PHONE = "+8613812345678"


async def reports_with_phone(city: City) -> None:
    await city.granny.says("路灯坏了")
    await city.granny.hears("在哪里")
    await city.granny.sends({"contact": {"phone_number": PHONE, "user_id": city.granny.id}})
    await city.granny.hears("在哪里")
    await city.granny.shares_location(*IN_ZHANGDIAN)
    assert "留了电话" in (await city.granny.hears("请看一下")).text


async def test_the_owner_looks_at_the_number_and_the_reporter_can_know(city: City) -> None:
    await reports_with_phone(city)
    await city.granny.presses("✅ 提交")
    await city.granny.hears("编号")
    card = await city.wang.hears("新的事项")
    assert PHONE not in card.text
    await city.wang.presses("联系方式")
    assert PHONE in (await city.wang.hears("已经记录")).text
    await city.zhao.says("/audit ZB-20260302-0001")
    log = (await city.zhao.hears("全部记录")).text
    assert "查看上报人电话" in log
    assert PHONE not in log
    await city.granny.says("/mydata")
    assert "查看过 1 次" in (await city.granny.hears("存着您的")).text
    [sent] = [message for message in await city.granny.chat() if "document" in message.raw]
    file_id = sent.raw["document"]["file_id"]
    whole = await city.town.get(f"/sandbox/files/{file_id}")
    assert whole["cases"][0]["contact"] == PHONE


async def test_an_anonymous_report_keeps_no_number(city: City) -> None:
    await reports_with_phone(city)
    await city.granny.presses("🕶 匿名")
    assert "留了电话" not in (await city.granny.hears("看不到您是谁")).text
    await city.granny.presses("✅ 提交")
    await city.granny.hears("编号")
    card = await city.wang.hears("新的事项")
    assert not any("联系方式" in label for label in card.buttons)
    hello = (await city.wang.chat())[1]
    await city.wang.presses_raw(hello.id, "case:1:contact:1:")
    await city.wang.hears("没有留电话")


async def test_somebody_elses_number_is_not_taken_and_the_draft_stays(city: City) -> None:
    await city.granny.says("路灯坏了")
    await city.granny.hears("在哪里")
    await city.granny.sends({"contact": {"phone_number": PHONE, "user_id": 4711}})
    await city.granny.hears("不是您自己的电话")
    await city.granny.shares_location(*IN_ZHANGDIAN)
    assert "电话" not in (await city.granny.hears("路灯坏了")).text


async def test_who_wishes_it_is_forgotten_and_may_come_back_as_somebody_new(city: City) -> None:
    await city.reports()
    await city.wang.hears("马奶奶")
    await city.granny.says("/forgetme")
    assert "会保留" in (await city.granny.hears("确定要注销吗")).text
    await city.granny.presses("注销")
    await city.granny.hears("删除")
    await city.town.advance(days=4)
    await city.wang.hears("已经超期")
    await city.service.clockwork.care_for_privacy()
    assert "马奶奶" not in (await city.wang.hears("已注销")).text
    async with city.service.database.reading() as connection:
        kept = [body for (body,) in await connection.execute(select(inbox.c.body))]
    assert not any("马奶奶" in body for body in kept)
    await city.granny.says("/my")
    await city.granny.hears("还没有上报过")


async def test_staff_is_told_why_not_and_everybody_may_think_again(city: City) -> None:
    await city.wang.says("/forgetme")
    await city.wang.hears("确定要注销吗")
    await city.wang.presses("注销")
    await city.wang.hears("您现在是工作人员")
    await city.granny.says("/forgetme")
    await city.granny.hears("确定要注销吗")
    await city.granny.presses("不注销")
    await city.granny.hears("什么都不删除")

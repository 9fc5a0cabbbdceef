"""Good deeds and suggestions, from the citizen's words to the thanks."""

from dataclasses import replace

import pytest

from bot.config import Config
from tests.conftest import picture
from tests.journeys.conftest import City

CHANNEL = -1009


@pytest.fixture
def config(config: Config) -> Config:
    """With a channel."""
    house = replace(config.city.house, publishes=True)
    return replace(config, channel=str(CHANNEL), city=replace(config.city, house=house))


async def test_a_good_deed_is_read_changed_published_and_thanked_for(city: City) -> None:
    await city.town.post("/sandbox/groups", {"id": CHANNEL, "title": "爱淄博"})
    await city.granny.sends_photos([picture("gold")], caption="公交司机扶老人过马路,好人好事!")
    await city.granny.hears("在哪里")
    await city.granny.says("张店区柳泉路公交站")
    await city.granny.hears("类型:突出亮点")
    await city.granny.presses("✅ 提交")
    await city.granny.hears("编辑看过")
    await city.zhao.hears("等您决定")
    await city.zhao.presses("采用")
    assert "还没有选" in (await city.zhao.hears("发布前请看一遍")).text
    await city.zhao.presses("✅ 发布")
    await city.zhao.hears("请先选")
    await city.zhao.presses("改文字")
    await city.zhao.hears("重新写一遍")
    await city.zhao.says("一位公交司机扶老人过马路")
    await city.zhao.hears("没问题就点")
    await city.zhao.presses("✅ 提交")
    await city.zhao.hears("文字已改")
    await city.zhao.presses("可以署名")
    signed = await city.zhao.hears("署名:马奶奶")
    assert "一位公交司机扶老人过马路" in signed.text
    await city.zhao.presses("✅ 发布")
    await city.zhao.hears("已发布")
    await city.granny.hears("已被采用")
    await city.tom.says("/honours")
    assert "一位公交司机扶老人过马路" in (await city.tom.hears("Good deeds of Mar 2026")).text
    posts = await city.town.calls("sendPhoto")
    [post] = [call for call in posts if str(call["params"]["chat_id"]) == str(CHANNEL)]
    assert "身边好事" in post["params"]["caption"]
    assert "马奶奶" in post["params"]["caption"]


async def test_a_suggestion_is_answered_in_words_and_adopted(city: City) -> None:
    await city.granny.says("建议在张店区柳泉路公交站加装座椅,路灯也可以亮一些")
    assert "前答复" in (await city.granny.hears("类型:意见建议")).text
    await city.granny.presses("✅ 提交")
    await city.granny.hears("收到您的建议")
    card = await city.wang.hears("新的事项")
    assert "答复" in card.buttons
    assert "办结" not in card.buttons
    await city.wang.presses("答复")
    await city.wang.hears("能不能做")
    await city.wang.says("很好,下个月装")
    await city.wang.hears("没问题就点")
    await city.wang.presses("✅ 提交")
    await city.granny.hears("您的建议有答复了")
    await city.zhao.says("/case ZB-20260302-0001")
    await city.zhao.hears("ZB-20260302-0001")
    await city.zhao.presses("采纳建议")
    await city.granny.hears("被采纳了")
    await city.granny.hears("建议已被采纳")

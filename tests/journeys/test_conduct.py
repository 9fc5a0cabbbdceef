"""Too much at once is said kindly and loses nothing; a warning can be appealed against."""

from dataclasses import replace

import pytest

from bot.config import Config
from tests.journeys.conftest import City


@pytest.fixture
def config(config: Config) -> Config:
    """Where two reports are enough for a while."""
    house = replace(config.city.house, reports_at_once=2)
    return replace(config, city=replace(config.city, house=house))


async def test_too_many_reports_wait_and_nothing_is_lost(city: City) -> None:
    for lamp in ("第一盏路灯坏了", "第二盏垃圾桶满了"):
        await city.granny.says(f"张店区柳泉路88号{lamp}")
        await city.granny.hears("请看一下")
        await city.granny.presses("✅ 提交")
        await city.granny.hears("编号")
    await city.granny.says("张店区华光路12号井盖坏了")
    await city.granny.hears("请看一下")
    await city.granny.presses("✅ 提交")
    assert "不会丢" in (await city.granny.hears("上报的很多")).text
    await city.town.advance(minutes=11)
    await city.granny.presses("✅ 提交")
    await city.granny.hears("编号")


async def test_an_admin_warns_the_citizen_appeals_and_the_admin_thinks_again(city: City) -> None:
    number = await city.reports()
    await city.wang.hears(number)
    await city.wang.says(f"/strike {number} 假的")
    await city.wang.hears("给管理员用的")
    await city.zhao.says(f"/strike {number} 照片是网上找的")
    await city.zhao.hears("已警告")
    warned = await city.granny.hears("收到一次警告")
    assert "照片是网上找的" in warned.text
    assert "/appeal" in warned.text
    await city.granny.says("/appeal")
    await city.granny.hears("例如")
    await city.granny.says("/appeal 照片是我昨天在现场拍的")
    await city.granny.hears("已经交给管理员")
    assert "在现场拍的" in (await city.zhao.hears("提出申诉")).text
    hello = (await city.tom.chat())[1]
    await city.tom.presses_raw(hello.id, "strike:1:lifted")
    await city.tom.hears("for admins")
    await city.zhao.presses("撤销警告")
    await city.zhao.hears("已撤销警告")
    await city.granny.hears("已经撤销")

"""/list: the responsibility list, from the whole of it to one card."""

from tests.journeys.conftest import City


async def test_an_official_looks_through_the_list_and_opens_a_case(city: City) -> None:
    number = await city.reports()
    await city.granny.says("/list")
    await city.granny.hears("给工作人员用的")
    await city.wang.says("/list 路灯照明 市民")
    shown = await city.wang.hears("责任清单:路灯照明 · 市民")
    assert "已结案 0 件,共 1 件" in shown.text
    await city.wang.presses(number)
    await city.wang.hears("📝 说明:路灯坏了")
    await city.chen.says("/list")
    await city.chen.hears(number)
    await city.chen.presses("按来源")
    await city.chen.hears("看哪一份清单")
    await city.chen.presses("媒体")
    await city.chen.hears("这里没有事项")
    await city.chen.says("/list 火星")
    await city.chen.hears("不认识「火星」")

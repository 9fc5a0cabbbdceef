"""/audit: the admins read the whole log of a case."""

from tests.journeys.conftest import City


async def test_an_admin_reads_the_log_and_sees_who_reported_anonymously(city: City) -> None:
    await city.granny.says("张店区柳泉路88号路灯坏了")
    await city.granny.hears("请看一下")
    await city.granny.presses("🕶 匿名")
    await city.granny.hears("看不到您是谁")
    await city.granny.presses("✅ 提交")
    await city.granny.hears("编号")
    card = await city.wang.hears("新的事项")
    assert "马奶奶" not in card.text
    number = "ZB-20260302-0001"
    await city.zhao.says(f"/case {number}")
    assert "马奶奶" not in (await city.zhao.hears(number)).text
    await city.zhao.says(f"/audit {number}")
    log = (await city.zhao.hears("全部记录")).text
    assert "马奶奶" in log
    assert "上报" in log
    assert "派遣" in log
    assert "记录完整" in log


async def test_nobody_else_reads_it_and_a_wrong_argument_gets_the_form(city: City) -> None:
    number = await city.reports()
    for person in (city.granny, city.wang, city.sun, city.chen):
        await person.says(f"/audit {number}")
        await person.hears("给管理员用的")
    await city.zhao.says("/audit")
    assert "例如" in (await city.zhao.hears("请这样写")).text

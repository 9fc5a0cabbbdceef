"""Reminders: before it is due, at the due time, then up the ladder; each once."""

from tests.journeys.conftest import City


async def test_the_owner_is_reminded_before_and_at_the_due_time_then_the_supervisor(
    city: City,
) -> None:
    """A street light has one working day: Monday 09:00 to Tuesday 09:00."""
    await city.reports()
    await city.wang.hears("新的事项")
    await city.town.advance(hours=6)
    await city.wang.hears("提醒:请在 3月3日(周二)09:00 前办结")
    await city.town.advance(hours=18)
    await city.wang.hears("已经超期")
    await city.town.advance(hours=2)
    await city.wang.hears("已经超期")
    await city.sun.hears("您收到这条,因为您是分管领导")
    await city.town.advance(days=1)
    await city.zhao.hears("已经超期")


async def test_a_week_of_silence_is_told_once_with_the_truth_of_now(city: City) -> None:
    await city.reports()
    await city.wang.hears("新的事项")
    await city.town.advance(days=7)
    await city.wang.hears("已经超期")
    await city.sun.hears("已经超期")
    await city.zhao.hears("已经超期")
    for person in (city.wang, city.sun, city.zhao):
        assert sum("已经超期" in m.text for m in await person.chat()) == 1


async def test_a_former_owner_is_never_pinged(city: City) -> None:
    number = await city.reports()
    await city.wang.hears("新的事项")
    await city.zhao.says(f"/reassign {number} 周强")
    await city.wang.hears("不用再办理")
    await city.town.advance(days=2)
    await city.zhou.hears("已经超期")
    assert not any("超期" in m.text or "提醒" in m.text for m in await city.wang.chat())


async def test_a_restart_tells_nothing_twice(city: City) -> None:
    await city.reports()
    await city.wang.hears("新的事项")
    await city.town.advance(hours=24)
    await city.wang.hears("已经超期")
    await city.restart()
    await city.wang.says("/help")
    await city.wang.hears("承办人")
    assert sum("已经超期" in m.text for m in await city.wang.chat()) == 1


async def test_a_case_nobody_decides_on_reminds_the_desk(city: City) -> None:
    await city.granny.says("点赞张店区柳泉路88号扶老人过马路的好人")
    await city.granny.hears("请看一下")
    await city.granny.presses("改类别")
    await city.granny.hears("请看一下")
    await city.granny.presses("市民文明行为")
    await city.granny.hears("请看一下")
    await city.granny.presses("公共秩序")
    await city.granny.hears("类别:公共秩序")
    await city.granny.presses("✅ 提交")
    await city.granny.hears("把好事告诉大家")
    await city.zhao.hears("等您决定")
    await city.town.advance(hours=8)
    await city.zhao.hears("还在等您决定")
    await city.zhao.presses("采用")
    await city.zhao.hears("发布前请看一遍")
    await city.zhao.presses("不署名")
    await city.zhao.hears("署名:不署名")
    await city.zhao.presses("✅ 发布")
    await city.granny.hears("已被采用")

"""The clock of a case, as the people around it live with it: why then, later, paused, longer."""

from tests.conftest import picture
from tests.journeys.conftest import City


async def test_a_deadline_explains_every_step_of_its_sum(city: City) -> None:
    await city.reports()
    await city.wang.hears("新的事项")
    await city.wang.presses("为什么是这个时间")
    why = await city.wang.hears("为什么是 3月3日(周二)09:00")
    assert "时限 1个工作日,从 3月2日(周一)09:00 起算" in why.text
    assert "3月2日(周一) 工作日:7小时0分钟" in why.text
    assert "3月3日(周二) 工作日:30分钟" in why.text


async def test_a_pause_stops_clock_and_reminders_and_gives_back_exactly_what_was_left(
    city: City,
) -> None:
    number = await city.reports()
    await city.wang.hears("新的事项")
    await city.town.advance(hours=1)
    await city.zhao.says(f"/suspend {number} 2026-03-10 等灯泡到货")
    await city.zhao.hears("已缓办")
    assert "等灯泡到货" in (await city.wang.hears("已缓办")).text
    await city.granny.hears("已缓办")
    await city.town.advance(days=3)
    await city.zhao.says(f"/resume {number}")
    await city.zhao.hears("现在应于 3月6日(周五)09:00 前办结")
    await city.granny.hears("恢复办理")
    await city.wang.hears("剩下的时间一分不少")
    assert not any("超期" in m.text or "提醒:" in m.text for m in await city.wang.chat())


async def test_a_pause_that_nobody_ends_ends_by_itself(city: City) -> None:
    number = await city.reports()
    await city.wang.hears("新的事项")
    await city.zhao.says(f"/suspend {number} 2026-03-04 10:00 等材料")
    await city.zhao.hears("已缓办")
    await city.town.advance(days=2, hours=2)
    await city.wang.hears("恢复办理")
    await city.granny.hears("恢复办理")


async def test_more_time_is_given_once_and_never_beyond_what_the_rules_allow(city: City) -> None:
    await city.reports()
    await city.wang.hears("新的事项")
    await city.wang.presses("延期")
    await city.wang.hears("更多时间")
    await city.wang.says("等配件")
    assert "照片" not in (await city.wang.hears("没问题就点")).text
    await city.wang.presses("✅ 提交")
    ask = await city.sun.hears("申请延期")
    await city.sun.presses("准 3 个")
    await city.granny.hears("现在承诺 3月6日(周五)09:00 前办结")
    await city.wang.hears("延到")
    await city.sun.presses_raw(ask.id, ask.buttons["准 3 个"].replace(":3", ":5"))
    await city.sun.hears("已经延过一次期")


async def test_another_category_is_another_deadline_openly(city: City) -> None:
    number = await city.reports()
    await city.wang.hears("新的事项")
    await city.zhao.says(f"/category {number} 道路破损")
    await city.zhao.hears("期限 3月5日(周四)09:00")
    await city.wang.hears("期限随之重新计算")
    await city.granny.hears("现在承诺 3月5日(周四)09:00 前办结")
    await city.zhao.says(f"/category {number} 没这个")
    await city.zhao.hears("没有叫「没这个」的类别")


async def test_acknowledging_buys_time_and_lapses_without_progress(city: City) -> None:
    """Half the time is over at 14:00; 已知晓 is good for half of what is left."""
    await city.reports()
    await city.wang.hears("新的事项")
    await city.wang.presses("已知晓")
    await city.wang.hears("前不再单独提醒您")
    await city.town.advance(hours=4)
    await city.town.advance(hours=3)
    await city.wang.hears("请在 3月3日(周二)09:00 前办结")
    assert sum("提醒:" in m.text for m in await city.wang.chat()) == 1


async def test_later_is_at_most_half_of_what_is_left(city: City) -> None:
    await city.reports()
    await city.wang.hears("新的事项")
    await city.wang.presses("稍后提醒")
    await city.wang.hears("什么时候再提醒您")
    await city.wang.presses("1 个工作日后")
    await city.wang.hears("3月2日(周一)14:15 再提醒您")


async def test_who_is_on_leave_is_stood_in_for(city: City) -> None:
    await city.wang.says("/leave @zhouqiang 2026-03-10")
    await city.wang.hears("由 周强 代班")
    await city.zhou.hears("由您代班")
    number = await city.reports()
    await city.zhao.hears("等您决定")
    await city.zhao.says(f"/reassign {number} 王磊")
    await city.wang.hears("新的事项")
    await city.town.advance(days=1)
    late = await city.zhou.hears("已经超期")
    assert "您正在替承办人代班" in late.text
    assert not any("超期" in m.text for m in await city.wang.chat())
    await city.zhou.says("/due")
    assert number in (await city.zhou.hears("我手上的事项")).text
    await city.zhou.presses("办结")
    await city.zhou.hears("写明怎样处理")
    await city.zhou.sends_photos([picture("green")], caption="换了灯泡")
    await city.zhou.hears("没问题就点")
    await city.zhou.presses("✅ 提交")
    await city.zhou.hears("等待核查")
    await city.wang.says("/leave off")
    await city.wang.hears("已销假")


async def test_leave_without_sense_is_refused_with_the_right_form(city: City) -> None:
    for words, answer in (
        ("/leave", "请这样写"),
        ("/leave @zhouqiang 昨天", "请这样写"),
        ("/leave @zhouqiang 2026-02-01", "休假要在将来结束"),
        ("/leave @wanglei 2026-03-10", "代班人也不能是本人"),
        ("/leave @nobody 2026-03-10", "工作人员里没有"),
        ("/leave @sunjie @zhouqiang 2026-03-10", "给管理员用的"),
    ):
        await city.wang.says(words)
        await city.wang.hears(answer)
    await city.granny.says("/leave @zhouqiang 2026-03-10")
    await city.granny.hears("给管理员用的")


async def test_the_next_owner_of_a_returned_case_gets_a_fair_remainder(city: City) -> None:
    """One working day was promised; the first office used all but an hour of it."""
    number = await city.reports()
    await city.wang.hears("新的事项")
    await city.town.advance(hours=23)
    await city.wang.presses("退回")
    await city.wang.hears("请选一个理由")
    await city.wang.says("不归我们管")
    await city.wang.hears("没问题就点")
    await city.wang.presses("✅ 提交")
    await city.zhao.hears("被退回派遣台")
    await city.zhao.says(f"/reassign {number} 周强")
    given = await city.zhou.hears("新的事项")
    assert "还剩" in given.text
    await city.zhou.presses("为什么是这个时间")
    await city.zhou.hears("返工时限 1个工作日")


async def test_admins_see_what_is_late_by_organisation(city: City) -> None:
    await city.reports()
    await city.wang.hears("新的事项")
    await city.town.advance(days=3)
    await city.zhao.says("/overdue")
    page = await city.zhao.hears("超期未办结")
    assert "市城市管理局:超期 1 件,最久 2天0小时" in page.text
    assert "已超期2天0小时" in page.text

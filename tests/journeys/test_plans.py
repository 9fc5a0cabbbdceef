"""One plan for a community, one measure for a category: from an admin's message to a step done."""

import pytest

from tests.conftest import picture
from tests.journeys.conftest import City, number_in

PLAN = """/plan 张店区 柳泉路社区
月底前让居民走夜路不再摸黑
1. 更换破损路灯 | 2026-03-04 | @wanglei
2、清理楼道杂物|2026-03-20 17:00|王磊|乱堆乱放"""


async def makes(city: City, message: str = PLAN) -> str:
    """The admin writes it and submits what was understood; the tap that shows it."""
    await city.zhao.says(message)
    await city.zhao.hears("请看一下")
    await city.zhao.presses("✅ 提交")
    await city.zhao.hears("赵静 写于")
    await city.zhao.says("/plan")
    return "/plan_" + (await city.zhao.hears("方案和措施")).text.split("/plan_")[1].split()[0]


async def test_a_plan_becomes_cases_that_are_reminded_and_counted(city: City) -> None:
    await city.zhao.says(PLAN)
    understood = (await city.zhao.hears("请看一下")).text
    assert "张店区 柳泉路社区" in understood
    assert "市城市管理局 王磊 · 2026年3月4日(周三)17:30 前 · 类别:路灯照明" in understood
    assert "2026年3月20日(周五)17:00 前 · 类别:乱堆乱放" in understood
    await city.zhao.presses("✅ 提交")
    assert "已完成 0 步,共 2 步" in (await city.zhao.hears("赵静 写于")).text
    lamps, stairs = await city.wang.hears_all("更换破损路灯", "清理楼道杂物")
    assert "3月4日(周三)17:30 前办结" in lamps.text
    assert "3月20日(周五)17:00 前办结" in stairs.text
    assert "📘 本社区方案:柳泉路社区" in lamps.text
    await city.town.advance(days=3)
    assert "更换破损路灯" in (await city.wang.hears("已经超期")).text
    await city.zhao.says("/plan 柳泉路社区")
    assert "1. 🔴 更换破损路灯" in (await city.zhao.hears("已完成 0 步")).text
    await city.resolves(city.wang)
    await city.chen.hears("请核查")
    await city.chen.presses("核查通过")
    await city.chen.hears("已结案")
    await city.wang.says("/plan 张店区 柳泉路社区")
    shown = (await city.wang.hears("已完成 1 步,共 2 步")).text
    assert "1. ✅ 更换破损路灯" in shown
    assert "已解决" in shown


async def test_it_stands_on_the_card_of_whoever_handles_a_case_there(city: City) -> None:
    link = await makes(city)
    await city.wang.hears_all("更换破损路灯", "清理楼道杂物")
    await city.granny.sends_photos([picture("red")], caption="楼下的路灯坏了")
    await city.granny.hears("在哪里")
    await city.granny.says("张店区柳泉路社区3号楼")
    await city.granny.hears("请看一下")
    await city.granny.presses("✅ 提交")
    await city.granny.hears("更换破损路灯")
    await city.granny.presses("不是同一件")
    number = number_in(await city.granny.hears("编号"))
    assert f"📘 本社区方案:柳泉路社区(点 {link} 看)" in (await city.wang.hears(number)).text
    await city.wang.says(link)
    assert "走夜路" in (await city.wang.hears("用于:张店区 柳泉路社区")).text
    await city.wang.presses("接单")
    await city.granny.hears("处置中")
    assert not any("方案" in message.text for message in await city.granny.chat())


async def test_an_ended_plan_leaves_the_cards_and_its_steps_go_on(city: City) -> None:
    link = await makes(city)
    number = number_in(await city.wang.hears("更换破损路灯"))
    await city.zhao.says(link)
    await city.zhao.hears("用于:")
    await city.zhao.presses("结束这份方案")
    await city.zhao.hears("还没办完的步骤(2 步)仍然是普通事项")
    await city.zhao.presses("确定结束")
    await city.zhao.hears("已于")
    await city.zhao.says(f"/case {number}")
    card = (await city.zhao.hears("📝")).text
    assert "已派遣" in card
    assert "📘" not in card
    await city.zhao.says(PLAN)
    await city.zhao.hears("请看一下")
    await city.zhao.presses("✅ 提交")
    await city.zhao.hears("赵静 写于")


async def test_measures_for_a_category_are_told_to_its_officials(city: City) -> None:
    await makes(city, "/plan 路灯照明\n1. 先看灯杆编号\n2. 当天到场")
    await city.reports()
    card = (await city.wang.hears("新的事项")).text
    assert "📘 本类措施:路灯照明" in card


async def test_a_bad_message_names_every_fault_and_files_nothing(city: City) -> None:
    await city.zhao.says(
        "/plan 张店区 柳泉路社区\n目标\n"
        "1. 换路灯 | 2026-13-40 | 市城市管理局\n"
        "2. 换路灯 | 2026-03-01 | 市城市管理局\n"
        "3. 换路灯 2026-03-20\n"
        "4. 换路灯 | 2026-03-20 | 李四光\n"
        "5. 换路灯 | 2036-03-20 | 市城市管理局\n"
        "6. 换路灯 | 3d | 市城市管理局 | 换灯泡\n"
        f"7. {'长' * 201} | 3d | 市城市管理局\n"
        "8. 换路灯 | | 市城市管理局"
    )
    said = (await city.zhao.hears("有 8 处要改,还没有提交任何内容")).text
    for fault in (
        "第 3 行:「2026-13-40」不是日期",
        "第 4 行:2026-03-01 已经过去了",
        "第 5 行:「3. 换路灯 2026-03-20」要用「|」分成三段",
        "第 6 行:没有叫「李四光」的承办人或单位",
        "第 7 行:2036-03-20 在两年以后",
        "第 8 行:没有叫「换灯泡」的类别",
        "第 9 行:这一步有 201 个字",
        "第 10 行:「|」之间有一段没有写",
        "请这样写",
    ):
        assert fault in said
    await city.zhao.says("/plan")
    await city.zhao.hears("还没有方案和措施")


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ("/plan 月球 社区\n目标", "「月球」不是区县,也不是类别"),
        ("/plan 张店区\n目标", "「张店区」后面还要写社区"),
        (f"/plan 张店区 {'长' * 61}\n目标", "名称有 61 个字"),
        (f"/plan 路灯照明\n{'长' * 1001}", "正文有 1001 个字"),
        ("/plan 路灯照明\n" + "换灯 | 3d | 市城市管理局\n" * 21, "最多 20 步"),
        ("/plan 张店区 柳泉路社区\n1. !!! | 3d | 市城市管理局", "看不出「!!!」是哪一类"),
    ],
)
async def test_a_wrong_form_gets_the_right_one(city: City, message: str, fault: str) -> None:
    await city.zhao.says(message)
    assert "例如" in (await city.zhao.hears(fault)).text


async def test_strangers_and_officials_are_refused(city: City) -> None:
    await makes(city)
    await city.granny.says("/plan")
    await city.granny.hears("给工作人员用的")
    await city.granny.says("/plan_1")
    await city.granny.hears("给工作人员用的")
    await city.granny.says("路灯坏了 /plan_1")
    await city.granny.hears("在哪里")
    await city.wang.says(PLAN)
    await city.wang.hears("给管理员用的")
    await city.wang.says("/plan 月亮湾社区")
    await city.wang.hears("没有叫「月亮湾社区」的方案")
    await city.wang.says("/plan_99")
    await city.wang.hears("没有这份方案")
    await city.wang.says("/plan")
    page = await city.wang.hears("方案和措施")
    await city.wang.presses_raw(page.id, "plan:sure:1")
    await city.wang.hears("给管理员用的")


async def test_what_was_cancelled_or_overtaken_is_not_filed(city: City) -> None:
    await city.zhao.says(PLAN)
    old = await city.zhao.hears("请看一下")
    await city.zhao.says(PLAN.replace("3月", "本月"))
    await city.zhao.hears("请看一下")
    await city.zhao.presses_raw(old.id, old.buttons["✅ 提交"])
    await city.zhao.hears("这个按钮已经过期了")
    await city.restart()
    await city.zhao.presses("❌ 取消")
    await city.zhao.hears("已取消")
    await city.zhao.says("/plan")
    await city.zhao.hears("还没有方案和措施")

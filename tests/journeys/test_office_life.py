"""Cases that bounce, belong together, or need several organisations; outcomes that are honest."""

from tests.conftest import picture
from tests.journeys.conftest import City, number_in


async def test_a_returned_case_goes_to_the_office_that_is_proposed(city: City) -> None:
    number = await city.reports()
    await city.wang.hears("新的事项")
    await city.wang.presses("退回")
    await city.wang.hears("请选一个理由")
    await city.wang.presses("不属于本单位职责")
    await city.wang.hears("不属于本单位职责")
    await city.wang.presses("建议由谁办")
    await city.wang.hears("没问题就点")
    await city.wang.presses("张店区综合行政执法局")
    await city.wang.hears("建议由 张店区综合行政执法局 办理")
    await city.wang.presses("✅ 提交")
    await city.wang.hears("已退回")
    assert number in (await city.zhou.hears("新的事项")).text
    assert not any("退回派遣台" in m.text for m in await city.zhao.chat())


async def test_a_ruling_becomes_a_rule_by_one_button(city: City) -> None:
    number = await city.reports()
    for person, to in ((city.wang, "周强"), (city.zhou, "王磊")):
        await person.hears("新的事项")
        await person.presses("退回")
        await person.hears("请选一个理由")
        await person.says("不归我们")
        await person.hears("没问题就点")
        await person.presses("✅ 提交")
        await city.zhao.hears("被退回派遣台")
        await city.zhao.says(f"/reassign {number} {to}")
        await city.zhao.hears("已转派")
    await city.wang.hears("新的事项")
    await city.zhao.says(f"/case {number}")
    await city.zhao.hears(number)
    await city.zhao.presses("以后都这样派")
    await city.zhao.hears("以后同类的事项都这样派")
    await city.wang.presses("退回")
    await city.wang.hears("请选一个理由")
    await city.wang.says("还是不归我们")
    await city.wang.hears("没问题就点")
    await city.wang.presses("✅ 提交")
    await city.wang.hears("已经由派遣台裁定")


async def test_what_cannot_be_done_says_so(city: City) -> None:
    """An honest outcome needs words, not a photo, and reaches the reporter as it is."""
    await city.reports()
    await city.wang.hears("新的事项")
    await city.wang.presses("办结")
    await city.wang.hears("写明怎样处理")
    await city.wang.says("这条路归铁路部门,已转告")
    await city.wang.hears("没问题就点")
    await city.wang.presses("无法办理")
    await city.wang.hears("没问题就点")
    await city.wang.presses("✅ 提交")
    await city.wang.hears("等待核查")
    await city.chen.hears("请核查")
    await city.chen.presses("核查通过")
    assert "无法办理(已核查)" in (await city.granny.hears("已结案。修好了吗")).text


async def test_the_reporter_closes_with_their_own_word(city: City) -> None:
    await city.reports()
    await city.wang.hears("新的事项")
    await city.resolves(city.wang)
    await city.granny.hears("正在核查")
    await city.granny.presses("修好了")
    await city.granny.hears("您满意吗")
    await city.granny.presses("5")
    await city.granny.hears("谢谢您的评分")


async def test_an_old_photo_is_no_proof(city: City) -> None:
    picture_of_the_lamp = picture("red")
    await city.reports()
    await city.wang.hears("新的事项")
    await city.wang.presses("办结")
    await city.wang.hears("写明怎样处理")
    await city.wang.sends_photos([picture_of_the_lamp], caption="换了灯泡")
    await city.wang.hears("没问题就点")
    await city.wang.presses("✅ 提交")
    await city.wang.hears("请发一张现在拍的现场照片")


async def test_duplicates_are_merged_and_their_reporter_follows(city: City) -> None:
    master = await city.reports()
    await city.tom.says("张店区柳泉路88号路灯坏了")
    await city.tom.hears("Please check")
    await city.tom.presses("Submit")
    duplicate = number_in(await city.tom.hears("Accepted"))
    await city.zhao.says(f"/merge {duplicate} {master}")
    await city.zhao.hears("已并入")
    await city.tom.hears("the same matter")
    await city.wang.hears_all("已并案", "也遇到")
    await city.resolves(city.wang)
    await city.chen.hears("请核查")
    await city.chen.presses("核查通过")
    assert master in (await city.tom.hears(master)).text


async def test_several_organisations_share_a_case(city: City) -> None:
    number = await city.reports()
    await city.zhao.says(f"/assist {number} 张店区综合行政执法局")
    part = number_in(await city.zhao.hears("协办编号"))
    await city.zhou.hears("新的事项")
    await city.wang.hears("新的事项")
    await city.resolves(city.wang)
    await city.chen.hears("请核查")
    await city.chen.presses("核查通过")
    assert part in (await city.chen.hears("还有协办没有办完")).text


async def test_admins_who_write_it_wrong_get_the_form(city: City) -> None:
    for words, answer in (
        ("/merge", "/merge 重复件 主件"),
        ("/merge ZB-20260302-9999 ZB-20260302-9998", "没有编号是"),
        ("/unmerge", "/unmerge 编号"),
        ("/assist", "/assist 编号 单位"),
        ("/suspend", "/suspend 编号"),
        ("/resume", "/resume 编号"),
        ("/category", "/category 编号 类别"),
        ("/dismiss", "/dismiss 人"),
        ("/replace", "/replace 原来的人"),
    ):
        await city.zhao.says(words)
        await city.zhao.hears(answer)
        await city.granny.says(words)
        await city.granny.hears("给管理员用的")


async def test_whoever_leaves_hands_everything_over_in_one_step(city: City) -> None:
    number = await city.reports()
    await city.wang.hears("新的事项")
    await city.zhao.says(f"/reassign {number} 周强")
    await city.zhou.hears("新的事项")
    await city.zhao.says("/workload")
    assert "周强 · 张店区综合行政执法局:1 件" in (await city.zhao.hears("每人手上")).text
    await city.zhao.says("/dismiss @zhouqiang")
    await city.zhao.hears("手上的 1 件已转给")
    await city.zhou.hears("不用再办理")
    await city.zhou.says("/workload")
    await city.zhou.hears("给管理员用的")


async def test_who_is_dismissed_in_the_middle_of_a_report_on_work_changes_nothing(
    city: City,
) -> None:
    number = await city.reports()
    await city.wang.hears("新的事项")
    await city.wang.presses("接单")
    await city.wang.hears("已接单")
    await city.wang.presses("办结")
    await city.wang.hears("写明怎样处理")
    await city.zhao.says("/dismiss 王磊")
    await city.zhao.hears("已转给")
    await city.wang.sends_photos([picture("green")], caption="换了灯泡")
    await city.wang.hears("没问题就点")
    await city.wang.presses("✅ 提交")
    await city.wang.hears("不归您处理")
    await city.zhao.says(f"/case {number}")
    assert "待核查" not in (await city.zhao.hears(number)).text

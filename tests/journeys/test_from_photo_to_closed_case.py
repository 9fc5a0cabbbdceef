"""The main job, end to end."""

from tests.conftest import picture
from tests.journeys.conftest import City


async def test_a_photo_becomes_a_closed_case_and_everybody_is_told(city: City) -> None:
    """Granny reports, Wang resolves with proof, Chen verifies, granny is asked and answers."""
    number = await city.reports("金晶大道的路灯坏了,晚上黑漆漆")
    card = await city.wang.hears("新的事项")
    assert number in card.text
    assert card.has_photo
    assert "路灯照明 → 市城市管理局" in card.text
    assert {"接单", "退回", "延期", "办结", "已知晓"} <= set(card.buttons)

    await city.wang.presses("接单")
    await city.granny.hears("处置中")
    await city.wang.presses("办结")
    await city.wang.hears("写明怎样处理")
    await city.wang.says("换了灯泡")
    await city.wang.hears("没问题就点")
    await city.wang.presses("✅ 提交")
    assert "照片" in (await city.wang.hears("需要文字说明和处理后的照片")).text
    await city.wang.sends_photos([picture("green")])
    await city.wang.hears("照片:1 张")
    await city.wang.presses("✅ 提交")
    await city.wang.hears("等待核查")

    proof = await city.chen.hears("请核查")
    assert proof.has_photo
    assert {"核查通过", "核查不通过"} <= set(proof.buttons)
    await city.granny.hears("正在核查")
    await city.chen.presses("核查通过")
    asked = await city.granny.hears("修好了吗")
    assert {"修好了", "修了一半", "没修好"} <= set(asked.buttons)
    await city.granny.presses("修好了")
    stars = await city.granny.hears("您满意吗")
    assert list(stars.buttons) == ["1", "2", "3", "4", "5"]
    await city.granny.presses("5")
    await city.granny.hears("谢谢您的评分")
    await city.granny.says("/my")
    assert "已结案" in (await city.granny.hears(number)).text


async def test_work_that_was_not_done_comes_back_and_can_be_reopened(city: City) -> None:
    number = await city.reports()
    await city.wang.hears("新的事项")
    await city.resolves(city.wang)
    await city.chen.hears("请核查")
    await city.chen.presses("核查不通过")
    await city.chen.hears("哪里没有办好")
    await city.chen.says("灯还是不亮")
    await city.chen.hears("没问题就点")
    await city.chen.presses("✅ 提交")
    assert "原因:灯还是不亮" in (await city.wang.hears("需要返工")).text
    await city.wang.presses("办结")
    await city.wang.hears("写明怎样处理")
    await city.wang.sends_photos([picture("blue")], caption="重新接了线")
    await city.wang.hears("没问题就点")
    await city.wang.presses("✅ 提交")
    await city.chen.hears("重新接了线")
    await city.chen.presses("核查通过")
    await city.granny.hears("修好了吗")
    await city.granny.presses("没修好")
    await city.granny.hears("已重新办理")
    assert number in (await city.wang.hears("需要返工:结案后重新办理")).text


async def test_silence_closes_a_resolved_case_but_it_counts_as_unverified(city: City) -> None:
    await city.reports()
    await city.wang.hears("新的事项")
    await city.resolves(city.wang)
    await city.granny.hears("正在核查")
    await city.town.advance(days=4)
    assert "未核查" in (await city.granny.hears("修好了吗")).text


async def test_the_reporter_withdraws_and_the_owner_is_told(city: City) -> None:
    number = await city.reports()
    await city.wang.hears("新的事项")
    await city.granny.presses("撤回")
    await city.granny.hears("已撤回")
    await city.wang.hears(f"{number} 已由上报人撤回")


async def test_the_reporter_may_urge_once_a_day(city: City) -> None:
    await city.reports()
    await city.wang.hears("新的事项")
    await city.granny.presses("催办")
    assert "第 1 次" in (await city.wang.hears("催办")).text
    await city.granny.hears("已催办")
    await city.granny.says("/my")
    await city.granny.hears("我的上报")
    await city.granny.presses("ZB-")
    await city.granny.hears("已派遣")
    await city.granny.presses("催办")
    await city.granny.hears("今天已经催过了")


async def test_more_time_is_asked_for_and_granted_and_the_reporter_hears_the_new_date(
    city: City,
) -> None:
    await city.reports()
    await city.wang.hears("新的事项")
    await city.wang.presses("延期")
    await city.wang.hears("为什么需要更多时间")
    await city.wang.says("要等配件")
    await city.wang.hears("没问题就点")
    await city.wang.presses("✅ 提交")
    await city.sun.hears("要等配件")
    await city.sun.presses("准 3 个")
    await city.granny.hears("需要更多时间")


async def test_a_returned_case_goes_to_the_desk_and_on_to_somebody_else(city: City) -> None:
    number = await city.reports()
    await city.wang.hears("新的事项")
    await city.wang.presses("退回")
    await city.wang.hears("请选一个理由")
    await city.wang.says("不归我们管")
    await city.wang.hears("没问题就点")
    await city.wang.presses("✅ 提交")
    assert "不归我们管" in (await city.zhao.hears("被退回派遣台")).text
    await city.zhao.presses("转派")
    await city.zhao.hears("转派给谁")
    await city.zhao.presses("周强")
    assert number in (await city.zhou.hears("新的事项")).text

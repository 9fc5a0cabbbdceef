"""问题研判会: the pack comes by itself and says what /stats says; decisions are read back."""

import io
import re

import openpyxl
import pypdfium2

from sandbox.people import Someone
from tests.conftest import scene
from tests.journeys.conftest import IN_ZHANGDIAN, City, number_in


async def pack_of(city: City, person: Someone) -> tuple[str, bytes, bytes]:
    """The page, the PDF and the annex that somebody is sent."""
    page = await person.hears("问题研判会材料")
    paper, annex = [await person.hears(caption) for caption in ("可以打印", "附表")]
    files = [city.sandbox.world.files[one.raw["document"]["file_id"]] for one in (paper, annex)]
    assert [file.name[-4:] for file in files] == [".pdf", "xlsx"]
    return page.text, files[0].data, files[1].data


async def a_week_goes_by(city: City, **more: float) -> None:
    await city.town.advance(days=7, **more)


async def test_on_monday_morning_it_comes_by_itself_to_those_who_sit_there(city: City) -> None:
    await city.reports()
    await city.wang.hears("新的事项")
    await city.resolves(city.wang)
    await city.chen.hears("请核查")
    await city.chen.presses("核查通过")
    await city.granny.hears("已结案。修好了吗")
    await city.town.advance(days=6, hours=23, minutes=31)  # Monday 08:31
    page, paper, annex = await pack_of(city, city.zhao)
    assert (await pack_of(city, city.sun))[0] == page
    for person in (city.wang, city.granny, city.chen):
        assert "研判会" not in await person.story()
    await city.zhao.says("/stats 2026-03-02 2026-03-08")
    stats = (await city.zhao.hears("应结案")).text
    said = dict(re.findall(r"(上报|应结案|已结案) (\d+) 件", stats))
    assert said == dict(re.findall(r"(上报|应结案|已结案) (\d+) 件", page)) != {}
    for name in ("结案率", "按期结案率", "解决率", "满意率"):
        [share] = re.findall(rf"[,,]{name} ([\d.]+ %|—)", stats)
        assert share in page
    assert re.findall(r"用时中位数 (\S+)", stats)[0] in page
    text = "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(paper))
    assert "问题研判会材料" in text
    assert "路灯照明" in text
    book = openpyxl.load_workbook(io.BytesIO(annex))
    assert book.sheetnames == ["按单位", "按区县", "按类别", "反复点位", "超期事项", "议定的事"]
    assert [cell.value for cell in book["按单位"][2]][:2] == ["合计", int(said["上报"])]


async def test_who_asks_again_gets_what_telegram_has_already(city: City) -> None:
    await city.reports()
    for person in (city.zhao, city.sun):
        await person.says("/briefing")
        await pack_of(city, person)
        await person.hears("材料在下面")
    uploads = ["document" not in one["params"] for one in await city.town.calls("sendDocument")]
    assert uploads == [True, True, False, False]


async def test_who_stands_in_for_one_who_sits_there_gets_it_as_long_as_that_lasts(
    city: City,
) -> None:
    await city.reports()
    await city.sun.says("/leave @wanglei 2026-03-09 12:00")
    await city.wang.hears("由您代班")
    await city.town.advance(days=6, hours=23, minutes=31)  # Monday 08:31
    await pack_of(city, city.wang)
    await city.wang.says("/briefing")
    await pack_of(city, city.wang)
    await city.wang.hears("材料在下面")
    await city.town.advance(hours=4)
    await city.wang.says("/briefing")
    await city.wang.hears("给管理员用的")


async def test_one_of_another_office_is_refused(city: City) -> None:
    for person in (city.wang, city.granny, city.chen):
        await person.says("/briefing")
        await person.hears("给管理员用的")
        await person.says("/decide 市城市管理局 3d 换垃圾桶")
        await person.hears("给管理员用的")
    await city.sun.says("/decide 市城市管理局 3d 换垃圾桶")
    await city.sun.hears("给管理员用的")


async def test_what_the_meeting_decides_is_a_case_and_is_read_back(city: City) -> None:
    await city.reports()
    await city.zhao.says("/decide @wanglei 3d 柳泉路沿线的路灯都检修一遍,路灯不亮的换掉")
    done = await city.zhao.hears("已立案")
    number = number_in(done)
    assert "路灯照明" in done.text
    await city.wang.hears("新的事项")
    await city.zhao.says(f"/case {number}")
    card = await city.zhao.hears("检修一遍")
    assert "问题研判会议定" in card.text
    await a_week_goes_by(city)
    page, _, annex = await pack_of(city, city.zhao)
    assert f"{number} 市城市管理局" in page
    assert "超期,应于" in page
    rows = list(openpyxl.load_workbook(io.BytesIO(annex))["议定的事"].values)
    assert rows[1][0] == number


async def test_where_the_words_name_no_category_the_admin_is_asked(city: City) -> None:
    await city.zhao.says("/decide 市城市管理局 2026-03-20 =1+1 下周拿出方案")
    await city.zhao.hears("归哪一类")
    await city.zhao.presses("路灯照明")
    number = number_in(await city.zhao.hears("已立案"))
    await city.zhao.says(f"/case {number}")
    await city.zhao.hears("=1+1 下周拿出方案")


async def test_what_is_written_wrong_gets_the_form(city: City) -> None:
    for wrong in ("", " 市城市管理局", " 市城市管理局 soon 换垃圾桶", " 市城市管理局 3d"):
        await city.zhao.says(f"/decide{wrong}")
        assert "例如" in (await city.zhao.hears("请这样写:/decide")).text
    await city.zhao.says("/decide 市没有这个局 3d 路灯不亮的都换掉")
    await city.zhao.hears("没有叫「市没有这个局」")
    await city.zhao.says("/decide 市城市管理局 2026-01-01 路灯不亮的都换掉")
    await city.zhao.hears("期限已经过去")
    await city.zhao.says("/briefing 年")
    await city.zhao.hears("请这样写:/briefing")
    await city.zhao.says("/briefing 轮次")
    await city.zhao.hears("还没有哪一轮")


async def test_a_forged_button_decides_nothing(city: City) -> None:
    await city.zhao.says("/stats")
    message = await city.zhao.hears("应结案")
    await city.zhao.presses_raw(message.id, "decide:street_light")
    await city.zhao.hears("这个按钮已经过期了")


async def test_what_comes_back_goes_to_the_office_above_and_onto_the_page(city: City) -> None:
    await city.reports("垃圾堆在路边没人管")
    await city.zhou.hears("新的事项")
    await city.resolves(city.zhou, "清走了")
    await city.chen.hears("请核查")
    await city.chen.presses("核查通过")
    await city.granny.hears("已结案。修好了吗")
    await city.town.advance(days=2)
    await city.granny.sends_photos([scene(7)], caption="垃圾堆在路边没人管")
    await city.granny.hears("在哪里")
    await city.granny.shares_location(IN_ZHANGDIAN[0] + 0.0002, IN_ZHANGDIAN[1])
    await city.granny.hears("请看一下")
    await city.granny.presses("✅ 提交")
    again = number_in(await city.granny.hears("编号"))
    await city.service.clockwork.look_for_repeats()
    card = await city.wang.hears("反复点位")
    assert again in card.text
    assert "市城市管理局" in card.text
    await city.town.advance(days=5)
    page, _, annex = await pack_of(city, city.zhao)
    assert "反复点位(共 1 处)" in page
    assert "反复出现:核查确认解决后,又在原处出现 1 次" in page
    rows = list(openpyxl.load_workbook(io.BytesIO(annex))["反复点位"].values)
    assert rows[1][3] == again

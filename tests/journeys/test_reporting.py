"""Reporting: any order, one answer to an album, and whatever people send instead."""

import io

import pytest
from PIL import Image

from tests.conftest import picture, picture_taken_at
from tests.journeys.conftest import IN_ZHANGDIAN, City, number_in


async def test_words_first_then_a_typed_address_and_no_photo(city: City) -> None:
    await city.granny.says("路灯坏了")
    await city.granny.hears("在哪里")
    await city.granny.says("张店区柳泉路88号")
    card = await city.granny.hears("请看一下")
    assert "张店区柳泉路88号" in card.text
    assert "没有照片" in card.text
    await city.granny.presses("✅ 提交")
    await city.granny.hears("已受理")


async def test_one_sentence_with_its_place_is_enough(city: City) -> None:
    await city.granny.says("张店区柳泉路88号门口的路灯坏了")
    assert "柳泉路88号" in (await city.granny.hears("请看一下")).text


async def test_photos_can_be_skipped_by_the_button(city: City) -> None:
    await city.granny.presses("我要上报")
    await city.granny.hears("先后不限")
    await city.granny.presses("跳过照片")
    await city.granny.hears("在哪里")
    await city.granny.shares_location(*IN_ZHANGDIAN)
    await city.granny.hears("一句话")
    await city.granny.says("井盖没了")
    assert "井盖缺损" in (await city.granny.hears("请看一下")).text


async def test_an_album_is_answered_once(city: City) -> None:
    colors = ["red", "blue", "green", "black"]
    await city.granny.sends_photos([picture(color) for color in colors], caption="垃圾没人收")
    await city.granny.hears("收到 4 张照片")
    answers = [m for m in await city.granny.chat() if not m.out and "收到" in m.text]
    assert len(answers) == 1


async def test_a_picture_sent_as_a_file_brings_its_own_place(city: City) -> None:
    await city.granny.sends_file(
        picture_taken_at(*IN_ZHANGDIAN), "IMG_1.JPG", caption="下水道堵了"
    )
    assert "张店区" in (await city.granny.hears("请看一下")).text


async def test_nobody_else_ever_gets_what_a_file_says_of_its_maker(city: City) -> None:
    """The camera and the point stay in the citizen's own file, whichever way a photo goes on."""
    await city.granny.sends_file(picture_taken_at(*IN_ZHANGDIAN), "IMG_1.JPG", caption="路灯坏了")
    await city.granny.hears("请看一下")
    await city.granny.presses("✅ 提交")
    card = await city.wang.hears("新的事项")
    file = city.sandbox.world.files[card.raw["photo"][-1]["file_id"]]
    stored = list(city.config.photo_folder.rglob("*.jpg"))
    assert stored
    for data in [file.data, *(path.read_bytes() for path in stored)]:
        assert b"SECRET-CAMERA" not in data
        assert b"Exif" not in data
        with Image.open(io.BytesIO(data)) as image:
            assert not image.getexif()


async def test_a_venue_keeps_its_name(city: City) -> None:
    await city.granny.shares_venue(*IN_ZHANGDIAN, "人民公园", "人民西路2号")
    await city.granny.hears("一句话")
    await city.granny.says("公园里的长椅坏了")
    assert "人民西路2号 人民公园" in (await city.granny.hears("请看一下")).text


@pytest.mark.parametrize("point", [(0, 0), (39.9, 116.4), (36.65, 117.0)])
async def test_a_place_outside_the_city_is_kindly_refused(
    city: City, point: tuple[float, float]
) -> None:
    await city.granny.says("路灯坏了")
    await city.granny.hears("在哪里")
    await city.granny.shares_location(*point)
    await city.granny.hears("不在本市范围内")
    await city.granny.shares_location(*IN_ZHANGDIAN)
    await city.granny.hears("请看一下")


async def test_danger_to_life_is_answered_at_once_and_the_case_is_urgent(city: City) -> None:
    await city.granny.says("小区里燃气泄漏了")
    await city.granny.hears("119")
    await city.granny.shares_location(*IN_ZHANGDIAN)
    await city.granny.hears("请看一下")
    await city.granny.presses("✅ 提交")
    assert "紧急" in (await city.zhao.hears("等您决定")).text


async def test_everything_on_the_card_can_be_changed(city: City) -> None:
    await city.granny.says("张店区柳泉路88号路灯坏了")
    await city.granny.hears("请看一下")
    await city.granny.presses("改类型")
    await city.granny.hears("请看一下")
    await city.granny.presses("意见建议")
    await city.granny.hears("类型:意见建议")
    await city.granny.presses("改类别")
    await city.granny.hears("请看一下")
    await city.granny.presses("交通出行秩序")
    await city.granny.hears("请看一下")
    await city.granny.presses("公共交通")
    await city.granny.hears("类别:公共交通")
    await city.granny.presses("匿名")
    await city.granny.hears("看不到您是谁")
    await city.granny.presses("改地点")
    await city.granny.hears("新的位置")
    await city.granny.says("周村区大街1号")
    await city.granny.hears("周村区大街1号")
    await city.granny.presses("✅ 提交")
    await city.granny.hears("已收到")
    card = await city.zhao.hears("等您决定")
    assert "马奶奶" not in card.text


async def test_an_unsure_category_is_asked_for_and_not_guessed(city: City) -> None:
    await city.granny.says("嗯嗯嗯嗯")
    await city.granny.hears("在哪里")
    await city.granny.shares_location(*IN_ZHANGDIAN)
    await city.granny.hears("我拿不准")
    await city.granny.presses("✅ 提交")
    await city.granny.hears("请先选一个类别")
    await city.granny.presses("改类别")
    await city.granny.hears("我拿不准")
    await city.granny.presses("生活环境卫生")
    await city.granny.hears("我拿不准")
    await city.granny.presses("噪音扰民")
    await city.granny.hears("类别:噪音扰民")


async def test_cancel_forgets_the_draft(city: City) -> None:
    await city.granny.says("路灯坏了")
    await city.granny.hears("在哪里")
    await city.granny.says("/cancel")
    await city.granny.hears("已取消")
    await city.granny.says("/my")
    await city.granny.hears("还没有上报过")


async def test_a_restart_is_invisible_to_whoever_is_typing(city: City) -> None:
    await city.granny.sends_photos([picture()], caption="路灯坏了")
    await city.granny.hears("在哪里")
    await city.restart()
    await city.granny.shares_location(*IN_ZHANGDIAN)
    card = await city.granny.hears("请看一下")
    assert "1 张" in card.text
    assert "路灯坏了" in card.text


async def test_a_draft_is_kept_for_two_days_and_not_longer(city: City) -> None:
    await city.granny.says("路灯坏了")
    await city.granny.hears("在哪里")
    await city.town.advance(hours=47)
    await city.granny.shares_location(*IN_ZHANGDIAN)
    await city.granny.hears("路灯坏了")
    await city.town.advance(hours=49)
    await city.granny.shares_location(*IN_ZHANGDIAN)
    await city.granny.hears("一句话")


async def test_tom_is_spoken_to_in_english_and_can_change_that(city: City) -> None:
    await city.tom.says("路灯坏了")
    await city.tom.hears("where")
    await city.tom.says("/language")
    await city.tom.hears("choose")
    await city.tom.presses("中文")
    await city.tom.hears("以后我说中文")


async def test_two_reports_of_a_day_have_two_numbers(city: City) -> None:
    assert await city.reports() == "ZB-20260302-0001"
    assert await city.reports("井盖没了", "blue") == "ZB-20260302-0002"


async def test_markup_and_direction_marks_in_what_people_write_stay_words(city: City) -> None:
    await city.granny.says("路灯坏了<b>粗</b>&amp;\u202eabc\x07[x](y)*z*")
    await city.granny.hears("在哪里")
    await city.granny.says("张店区<script>alert(1)</script>路口")
    card = await city.granny.hears("请看一下")
    assert "<b>粗</b>&amp;abc[x](y)*z*" in card.text
    assert "<script>" in card.text
    await city.granny.presses("✅ 提交")
    number = number_in(await city.granny.hears("编号"))
    assert "<b>粗</b>" in (await city.wang.hears(number)).text

"""What goes wrong gets a clear sentence or deliberate silence; nothing is lost, nothing leaks."""

import pytest

from tests.conftest import picture
from tests.journeys.conftest import IN_ZHANGDIAN, City


@pytest.mark.parametrize(
    ("text", "answer"),
    [("路" * 4000, "最多 2000 个字"), ("\x00\x07\u202e", "没有我能读的文字")],
)
async def test_texts_that_cannot_be_used(city: City, text: str, answer: str) -> None:
    await city.granny.says(text)
    await city.granny.hears(answer)


async def test_ten_thousand_characters_are_refused_with_the_limit(city: City) -> None:
    await city.granny.says("x" * 10_000)
    await city.granny.hears("10000 个字")


async def test_fifty_photos_are_cut_to_nine_and_that_is_said_once_an_album(city: City) -> None:
    for album in range(5):
        shades = [f"#{album * 50:02x}{shade * 25:02x}80" for shade in range(10)]
        await city.granny.sends_photos([picture(shade) for shade in shades])
    await city.granny.hears("最多 9 张")
    await city.granny.says("路灯坏了")
    await city.granny.hears("收到 9 张照片")
    refusals = [m for m in await city.granny.chat() if "最多 9 张照片,多出来" in m.text]
    assert len(refusals) == 5


async def test_a_photo_that_is_none_is_refused_and_the_draft_stays(city: City) -> None:
    await city.granny.says("路灯坏了")
    await city.granny.hears("在哪里")
    await city.granny.sends_file(b"MZ not a picture", "IMG_1.JPG")
    await city.granny.hears("不是照片")
    await city.granny.sends_file(b"%PDF-1.7", "form.pdf", "application/pdf")
    await city.granny.hears("不是照片")
    await city.granny.shares_location(*IN_ZHANGDIAN)
    await city.granny.hears("路灯坏了")


async def test_a_file_of_25_megabytes_is_refused_with_the_limit(city: City) -> None:
    await city.granny.sends_file(bytes(25 * 1024 * 1024), "IMG_1.JPG")
    await city.granny.hears("20 MB")


async def test_a_live_location_counts_once_and_may_go_on_moving(city: City) -> None:
    await city.granny.says("路灯坏了")
    await city.granny.hears("在哪里")
    message = await city.granny.shares_location(*IN_ZHANGDIAN, live_period=900)
    await city.granny.hears("请看一下")
    for step in range(3):
        moved = {"latitude": 36.82 + step / 100, "longitude": 118.05, "live_period": 900}
        await city.granny.edits(message, location=moved)
    await city.granny.says("/my")
    await city.granny.hears("还没有上报过")
    cards = [m for m in await city.granny.chat() if "请看一下" in m.text]
    assert len(cards) == 1


@pytest.mark.parametrize("oddity", ["sticker", "voice", "dice", "poll"])
async def test_what_no_report_is_made_of_is_answered_and_the_draft_stays(
    city: City, oddity: str
) -> None:
    await city.granny.says("路灯坏了")
    await city.granny.hears("在哪里")
    await city.granny.sends({oddity: True})
    await city.granny.hears("这种消息我看不懂")
    await city.granny.shares_location(*IN_ZHANGDIAN)
    await city.granny.hears("路灯坏了")


async def test_an_edited_message_is_asked_for_again(city: City) -> None:
    message = await city.granny.says("路灯坏了")
    await city.granny.hears("在哪里")
    await city.granny.edits(message, text="路灯全坏了")
    await city.granny.hears("再发一次")


async def test_channels_groups_and_inventions_meet_silence_and_stop_nothing(city: City) -> None:
    channel = {"id": -100, "type": "channel", "title": "c"}
    group = {"id": -5, "type": "group", "title": "g"}
    user = {"id": 1001, "is_bot": False, "first_name": "马奶奶"}
    for content in (
        {"channel_post": {"message_id": 1, "date": 1, "chat": channel, "text": "x"}},
        {"message": {"message_id": 2, "date": 1, "chat": group, "from": user, "text": "路灯坏了"}},
        {"brain_wave": {"strength": 3}},
        {
            "poll": {
                "id": "1",
                "question": "?",
                "options": [],
                "total_voter_count": 0,
                "is_closed": False,
                "is_anonymous": True,
                "type": "regular",
                "allows_multiple_answers": False,
                "allows_revoting": False,
            }
        },
    ):
        await city.town.post("/sandbox/updates", content)
    before = len(await city.town.calls("sendMessage"))
    await city.granny.says("/help")
    await city.granny.hears("怎样上报")
    assert len(await city.town.calls("sendMessage")) == before + 1


async def test_a_button_of_an_earlier_card_is_told_so(city: City) -> None:
    await city.granny.says("张店区柳泉路88号路灯坏了")
    card = await city.granny.hears("请看一下")
    await city.granny.presses("❌ 取消")
    await city.granny.hears("已取消")
    await city.granny.presses_raw(card.id, card.buttons["✅ 提交"])
    await city.granny.hears("已经过期")


@pytest.mark.parametrize(
    "data",
    [
        "case:1:verify:9:",
        "case:1:rate:1:99",
        "case:1:grant:1:",
        "case:1:give:1:1002",
        "case:1:take:1:\n",
        "x",
        "draft:0:submit:",
        "case:999:show:0:",
    ],
)
async def test_a_forged_button_does_nothing_and_shows_nothing(city: City, data: str) -> None:
    await city.reports()
    await city.wang.hears("新的事项")
    hello = (await city.tom.chat())[1]
    await city.tom.presses_raw(hello.id, data)
    await city.tom.hears("")
    await city.zhao.says("/case ZB-20260302-0001")
    assert "已派遣" in (await city.zhao.hears("ZB-20260302-0001")).text
    assert not any("马奶奶" in m.text or "ZB-" in m.text for m in await city.tom.chat())


async def test_the_same_button_twice_at_once_files_one_report(city: City) -> None:
    await city.granny.says("张店区柳泉路88号路灯坏了")
    card = await city.granny.hears("请看一下")
    for _ in range(3):
        await city.granny.presses_raw(card.id, card.buttons["✅ 提交"])
    await city.granny.hears("编号")
    await city.granny.hears("已经过期")
    await city.granny.says("/my")
    await city.granny.hears("共 1 件")


async def test_whoever_blocks_the_bot_stops_nobody(city: City) -> None:
    await city.wang.blocks()
    number = await city.reports()
    await city.zhao.says(f"/reassign {number} 周强")
    await city.zhou.hears(number)


async def test_telegram_stumbling_loses_no_answer(city: City) -> None:
    """A 429 and a 502 in the middle of an answer: it comes all the same, once."""
    await city.town.fault(method="sendMessage", status=429, retry_after=1, times=1)
    await city.town.fault(method="sendMessage", status=502, times=1)
    await city.granny.says("/help")
    await city.granny.hears("怎样上报")
    assert sum("怎样上报" in m.text for m in await city.granny.chat()) == 1

"""The organisation of a point speaks against a finding, and an admin decides."""

from bot.storage.book import SqlStore
from cases.model import GONE, Case, CaseId, PersonId, Post, Role
from handlers.callback_data import CaseAct, CaseButton
from sandbox.people import Someone
from survey.visits import Appeal, VisitId
from tests.conftest import picture
from tests.journeys.conftest import number_in
from tests.journeys.test_inspection import OFFICE, Field, field, morning

__all__ = ["field"]  # the fixture of the inspections


async def found_wrong(field: Field) -> str:
    """Tuesday: an item fails at the first toilet and is handed in; the number of the case."""
    chen = field.city.chen
    await morning(field)
    await field.begins(chen)
    await field.fails(chen, 2)
    await chen.presses("完成(")
    await chen.hears("交了就不能再改")
    await chen.presses("✅ 提交")
    await chen.hears("新立事项 1 件")
    return number_in(await field.city.wang.hears("便池没有冲"))


async def contests(official: Someone, number: str) -> None:
    """Words and a photo, handed in."""
    await official.says(f"/contest {number}")
    await official.hears("至少发一张照片")
    await official.sends_photos([picture("green")], caption="当时正在冲洗")
    await official.hears("没问题就点")
    await official.presses("✅ 提交")
    await official.hears("已经交给管理员")


async def kept(field: Field, number: str) -> tuple[Case, list[Appeal], str]:
    """The case, its appeals and the score of its visit, as they are stored."""
    async with SqlStore(field.city.service.database).reading() as book:
        case = await book.find(number)
        visit = await book.visit(VisitId(1))
        return case, await book.contests_about(case.id), str(visit.score if visit else None)


async def test_an_appeal_that_is_upheld_gives_the_point_its_score_back(field: Field) -> None:
    wang, zhao = field.city.wang, field.city.zhao
    number = await found_wrong(field)
    before = (await kept(field, number))[2]
    await contests(wang, number)
    asked = (await zhao.hears("申诉:柳泉路公厕")).text
    assert "当时正在冲洗" in asked
    assert "便池没有冲" in asked
    assert f"现在得分:{before}" in asked
    await zhao.presses("申诉成立")
    assert f"从 {before} 改为 100.00" in (await zhao.hears("已告诉申诉人")).text
    assert f"从 {before} 改为 100.00" in (await wang.hears("申诉成立")).text
    case, (appeal,), after = await kept(field, number)
    assert (str(appeal.before), str(appeal.after), after) == (before, "100.00", "100.00")
    assert (appeal.count, appeal.upheld) == (1, True)
    assert case.state.value == "assigned"
    await wang.says(f"/contest {number}")
    await wang.hears("已经申诉过了")


async def test_the_first_word_of_the_admins_counts(field: Field) -> None:
    wang, zhao = field.city.wang, field.city.zhao
    number = await found_wrong(field)
    before = (await kept(field, number))[2]
    await contests(wang, number)
    asked = await zhao.hears("申诉:柳泉路公厕")
    await wang.presses_raw((await wang.chat())[-1].id, "contest:1:upheld")
    await wang.hears("给管理员用的")
    await zhao.presses_raw(asked.id, "contest:2:upheld")
    await zhao.hears("没有这份申诉")
    await zhao.presses("维持原分")
    await zhao.hears("已维持原分")
    await wang.hears("申诉没有成立")
    await zhao.presses_raw(asked.id, "contest:1:upheld")
    await zhao.hears("已维持原分")
    assert (await kept(field, number))[2] == before


async def test_the_card_has_a_button_for_it_as_long_as_it_is_possible(field: Field) -> None:
    city, wang = field.city, field.city.wang
    number = await found_wrong(field)
    await city.zhao.says(f"/case {number}")
    assert "申诉" not in (await city.zhao.hears(number)).buttons
    await wang.presses("申诉")
    await wang.hears("至少发一张照片")
    await wang.sends_photos([picture("green")], caption="当时正在冲洗")
    await wang.hears("没问题就点")
    await wang.presses("✅ 提交")
    await wang.hears_all("已经交给管理员", "说明:便池没有冲")
    [card] = [one for one in await wang.chat() if "接单" in one.buttons]
    assert "申诉" not in card.buttons
    await wang.presses_raw(card.id, CaseButton(CaseId(1), CaseAct.CONTEST, 1).encode())
    await wang.hears("已经申诉过了")
    await city.reports()
    assert "申诉" not in (await wang.hears("路灯坏了")).buttons


async def test_after_its_time_the_button_does_nothing_and_a_new_card_has_none(
    field: Field,
) -> None:
    city, wang = field.city, field.city.wang
    number = await found_wrong(field)
    await city.town.advance(hours=34)
    await wang.presses("申诉")
    await wang.hears("申诉时间已过")
    await wang.says("/due")
    await wang.hears(number)
    await wang.presses(number)
    assert "申诉" not in (await wang.hears("便池没有冲")).buttons


async def read_again(field: Field) -> list[dict[str, object]]:
    """The appeals in the newest file that 王磊 was sent of what is stored about him."""
    city = field.city
    await city.wang.says("/mydata")
    await city.wang.hears("存着您的")
    files = [
        message.raw["document"] for message in await city.wang.chat() if "document" in message.raw
    ]
    whole = await city.town.get(f"/sandbox/files/{files[-1]['file_id']}")
    return list(whole["survey_appeals"])


async def test_whoever_appealed_finds_that_in_what_is_stored_and_can_be_forgotten(
    field: Field,
) -> None:
    city, wang = field.city, field.city.wang
    number = await found_wrong(field)
    await contests(wang, number)
    [told] = await read_again(field)
    assert (told["text"], told["upheld"]) == ("当时正在冲洗", None)
    assert any("对测评扣分的申诉:1 件" in message.text for message in await wang.chat())
    async with SqlStore(city.service.database).writing() as book:
        await book.dismiss(PersonId(wang.id), Post(Role.OFFICIAL, OFFICE))
    await wang.says("/forgetme")
    await wang.hears("确定要注销吗")
    await wang.presses("注销")
    await wang.hears("删除")
    await city.town.advance(days=4)
    await city.service.clockwork.care_for_privacy()
    assert await read_again(field) == []
    await city.zhao.presses("申诉成立")
    await city.zhao.hears("申诉成立,得分从")
    _, (appeal,), score = await kept(field, number)
    assert appeal.by >= GONE, "nobody's, but still part of how the score came about"
    assert (appeal.text, score) == ("当时正在冲洗", "100.00")
    assert not any("申诉成立" in message.text for message in await wang.chat())


async def test_an_appeal_needs_a_photo(field: Field) -> None:
    wang = field.city.wang
    number = await found_wrong(field)
    await wang.says("/contest")
    await wang.hears("请这样写")
    await wang.says(f"/contest {number}")
    await wang.hears("至少发一张照片")
    await wang.says("当时正在冲洗")
    await wang.hears("没问题就点")
    await wang.presses("✅ 提交")
    await wang.hears("还要至少一张照片")
    await wang.sends_photos([picture("green")])
    await wang.hears("没问题就点")
    await wang.presses("✅ 提交")
    await wang.hears("已经交给管理员")


async def test_after_two_working_days_it_is_too_late(field: Field) -> None:
    wang, town = field.city.wang, field.city.town
    number = await found_wrong(field)
    await town.advance(hours=33)
    await wang.says(f"/contest {number}")
    await wang.hears("至少发一张照片")
    await town.advance(hours=1)
    await wang.says(f"/contest {number}")
    await wang.hears("申诉时间已过")


async def test_strangers_and_other_cases_are_refused(field: Field) -> None:
    city = field.city
    number = await found_wrong(field)
    for stranger in (city.granny, city.chen):
        await stranger.says(f"/contest {number}")
        await stranger.hears("不归您处理")
        forged = CaseButton(CaseId(1), CaseAct.CONTEST, 1).encode()
        await stranger.presses_raw((await stranger.chat())[-1].id, forged)
        await stranger.hears("不归您处理")
    lamp = await city.reports()
    await city.wang.hears("路灯坏了")
    await city.wang.says(f"/contest {lamp}")
    await city.wang.hears("没有让点位扣分")

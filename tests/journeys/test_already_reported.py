"""已有人上报?: what is open near by is shown before anything is filed, and can be joined."""

from sandbox.people import Someone
from tests.conftest import scene
from tests.journeys.conftest import IN_ZHANGDIAN, City, number_in

NEAR = (IN_ZHANGDIAN[0] + 0.0004, IN_ZHANGDIAN[1])  # 45 m north
TITLE = "是同一件吗"


async def neighbour(city: City) -> Someone:
    """Somebody who lives next door and has said nothing yet."""
    li = await city.town.person(1010, "李奶奶", username="granny_li")
    await li.says("/start")
    await li.hears("您好")
    return li


async def describes(
    person: Someone, words: str, where: tuple[float, float] = NEAR, photo: int | None = None
) -> None:
    """As far as the card, and 提交."""
    if photo is None:
        await person.says(words)
    else:
        await person.sends_photos([scene(photo, size=(640, 480), quality=40)], caption=words)
    await person.hears("在哪里")
    await person.shares_location(*where)
    await person.hears("请看一下")
    await person.presses("✅ 提交")


async def filed_by_granny(city: City, words: str = "路灯坏了", photo: int = 1) -> str:
    await city.granny.sends_photos([scene(photo)], caption=words)
    await city.granny.hears("在哪里")
    await city.granny.shares_location(*IN_ZHANGDIAN)
    await city.granny.hears("请看一下")
    await city.granny.presses("✅ 提交")
    return number_in(await city.granny.hears("编号"))


async def test_joining_follows_the_case_and_files_nothing(city: City) -> None:
    """The neighbour sees a full card, joins, may look, and is told when the case is closed."""
    number = await filed_by_granny(city, "路灯坏了,打我电话13812345678")
    await city.wang.hears(number)
    li = await neighbour(city)
    await describes(li, "这盏路灯也不亮,一片漆黑", photo=7)
    card = await li.hears(TITLE)
    assert card.has_photo
    for part in (number, "已派遣", "3月2日", "距您 45 米", "路灯坏了", "***"):
        assert part in card.text
    assert "13812345678" not in card.text
    assert "马奶奶" not in card.text
    await li.presses("我也遇到")
    await li.hears(f"您也遇到 {number}")
    official = await city.wang.hears("另有 1 人也遇到")
    assert "一片漆黑" in official.text
    await city.wang.presses("全部照片")
    await li.says("/my")
    assert "共 1 件" in (await li.hears("我的上报")).text
    await li.presses(number)
    assert "13812345678" not in (await li.hears("路灯坏了")).text
    await city.resolves(city.wang)
    await city.chen.hears("请核查")
    await city.chen.presses("核查通过")
    await li.hears("您也遇到的事项已结案")
    await city.granny.hears("修好了吗")
    await city.zhao.says("/pending")
    await city.zhao.hears("没有待受理")


async def test_what_is_not_the_same_is_filed_anew_after_at_most_three(city: City) -> None:
    neighbours = [
        await city.town.person(2000 + number, f"邻居{number}", username=f"n{number}")
        for number in range(5)
    ]
    for count, one in enumerate(neighbours):
        await describes(one, f"路灯坏了,第{count}盏")
        for _ in range(min(count, 3)):
            await one.hears(TITLE)
            await one.presses("不是同一件")
        await one.hears("接下来")
    li = await neighbour(city)
    await describes(li, "路灯坏了")
    shown = set()
    for _ in range(3):
        shown.add(number_in(await li.hears(TITLE)))
        await li.presses("不是同一件")
    assert len(shown) == 3
    assert "-0006" in (await li.hears("编号")).text


async def test_nothing_is_filed_while_the_question_is_open(city: City) -> None:
    await filed_by_granny(city)
    li = await neighbour(city)
    await describes(li, "路灯坏了")
    await li.hears(TITLE)
    await li.presses("✅ 提交")
    await li.hears("请先回答")
    await li.says("就在幼儿园门口")  # more words: the question is asked again on the new card
    await li.hears("请看一下")
    await li.presses("不是同一件")
    await li.hears("过期")
    await li.presses("✅ 提交")
    await li.hears(TITLE)
    await city.restart()
    await li.presses("不是同一件")
    await li.hears("接下来")


async def test_the_same_picture_is_known_again_in_other_words(city: City) -> None:
    await filed_by_granny(city, "路灯坏了", photo=3)
    li = await neighbour(city)
    await describes(li, "井盖没了", photo=4)
    await li.hears("接下来")
    await describes(li, "井盖没了", photo=3)
    await li.hears(TITLE)


async def test_what_is_far_away_or_something_else_is_filed_at_once(city: City) -> None:
    await filed_by_granny(city)
    li = await neighbour(city)
    await describes(li, "路灯坏了", (IN_ZHANGDIAN[0] + 0.01, IN_ZHANGDIAN[1]))
    await li.hears("接下来")
    await describes(li, "广场舞太吵了")
    await li.hears("接下来")


async def test_a_typed_address_on_the_same_road_is_enough(city: City) -> None:
    await city.granny.says("张店区柳泉路88号门口的路灯坏了")
    await city.granny.hears("请看一下")
    await city.granny.presses("✅ 提交")
    await city.granny.hears("编号")
    li = await neighbour(city)
    for address, title in (("张店区柳泉路200号", "接下来"), ("张店区柳泉路88号", TITLE)):
        await li.says("路灯坏了")
        await li.hears("在哪里")
        await li.says(address)
        await li.hears("请看一下")
        await li.presses("✅ 提交")
        await li.hears(title)


async def test_a_case_that_was_closed_meanwhile_cannot_be_joined(city: City) -> None:
    number = await filed_by_granny(city)
    await city.wang.hears(number)
    li = await neighbour(city)
    await describes(li, "路灯坏了")
    await li.hears(TITLE)
    await city.granny.presses("撤回")
    await city.granny.hears("已撤回")
    await li.presses("我也遇到")
    await li.hears("那件刚刚办完了")
    assert "-0002" in (await li.hears("编号")).text


async def test_followers_hear_of_a_withdrawal(city: City) -> None:
    number = await filed_by_granny(city)
    li = await neighbour(city)
    await describes(li, "路灯坏了")
    await li.hears(TITLE)
    await li.presses("我也遇到")
    await li.hears("您也遇到")
    await city.granny.presses("撤回")
    await li.hears(f"{number} 已由上报人撤回")


async def test_forged_and_repeated_presses_join_nothing(city: City) -> None:
    """Only the case that is on offer now can be joined, and only once."""
    await filed_by_granny(city, "路灯坏了")
    await city.granny.says("井盖没了")
    await city.granny.hears("在哪里")
    await city.granny.shares_location(*IN_ZHANGDIAN)
    await city.granny.hears("请看一下")
    await city.granny.presses("✅ 提交")
    await city.granny.hears("-0002")
    li = await neighbour(city)
    await describes(li, "路灯坏了")
    card = await li.hears(TITLE)
    same = next(data for label, data in card.buttons.items() if "我也遇到" in label)
    head = same.rsplit(":", 1)[0]
    for value in ("2", "999", "", "-1", "x"):
        await li.presses_raw(card.id, f"{head}:{value}")
        await li.hears("过期")
    await city.tom.presses_raw((await city.tom.chat())[-1].id, same)
    await city.tom.hears("has expired")
    await li.presses("我也遇到")
    await li.hears("您也遇到")
    await li.presses_raw(card.id, same)
    await li.hears("过期")
    assert "另有 1 人" in (await city.wang.hears("另有")).text


async def test_danger_is_filed_without_a_question(city: City) -> None:
    await filed_by_granny(city, "小区里燃气泄漏了")
    li = await neighbour(city)
    await describes(li, "小区里燃气泄漏了")
    assert "-0002" in (await li.hears("编号")).text

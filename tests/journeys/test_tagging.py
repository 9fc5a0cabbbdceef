"""Tags that explain themselves, ask when unsure, and are compared with the place."""

from tests.journeys.conftest import IN_ZHANGDIAN, City, number_in


async def test_the_words_that_decided_are_shown_to_the_reporter_and_to_who_handles_it(
    city: City,
) -> None:
    await city.granny.says("张店区柳泉路88号路灯坏了")
    assert "依据:路灯" in (await city.granny.hears("请看一下")).text
    await city.granny.presses("✅ 提交")
    number = number_in(await city.granny.hears("编号"))
    assert "归类依据:路灯" in (await city.wang.hears("新的事项")).text
    await city.zhao.says(f"/case {number}")
    assert "归类依据:路灯" in (await city.zhao.hears(number)).text
    await city.granny.says("/my")
    await city.granny.hears("我的上报")
    await city.granny.presses(number)
    assert "归类依据" not in (await city.granny.hears(f"{number} ·")).text


async def test_what_the_reporter_chose_has_no_reason_but_theirs(city: City) -> None:
    await city.granny.says("张店区柳泉路88号路灯坏了")
    await city.granny.hears("请看一下")
    await city.granny.presses("改类别")
    await city.granny.hears("请看一下")
    await city.granny.presses("城市建设管理")
    await city.granny.hears("请看一下")
    await city.granny.presses("公共设施损坏")
    assert "依据" not in (await city.granny.hears("类别:公共设施损坏")).text


async def test_when_unsure_it_offers_the_likeliest_at_once_and_then_all(city: City) -> None:
    await city.granny.says("嗯嗯嗯嗯")
    await city.granny.hears("在哪里")
    await city.granny.shares_location(*IN_ZHANGDIAN)
    card = await city.granny.hears("我拿不准")
    labels = list(card.buttons)
    assert labels.index("📂 全部类别") == 3
    await city.granny.presses("全部类别")
    menu = await city.granny.hears("我拿不准")
    assert [label for label in menu.buttons if "›" in label] == [
        f"{domain} ›"
        for domain in dict.fromkeys(c.domain for c in city.config.city.categories.values())
    ]
    await city.granny.presses("生活环境卫生")
    await city.granny.hears("我拿不准")
    await city.granny.presses("噪音扰民")
    await city.granny.hears("类别:噪音扰民")


async def test_without_a_word_nothing_is_guessed(city: City) -> None:
    await city.granny.says("😡😡😡")
    await city.granny.hears("在哪里")
    await city.granny.shares_location(*IN_ZHANGDIAN)
    card = await city.granny.hears("我拿不准")
    assert next(iter(card.buttons)) == "📂 全部类别"


async def test_words_and_point_in_two_districts_are_asked_about(city: City) -> None:
    """Nothing is filed before the person has said which is right."""
    await city.granny.says("周村区垃圾没人收")
    await city.granny.hears("在哪里")
    await city.granny.shares_location(*IN_ZHANGDIAN)
    card = await city.granny.hears("请看一下")
    assert "文字里说的是周村区,位置却在张店区" in card.text
    await city.granny.presses("✅ 提交")
    await city.granny.hears("请先选哪个对")
    await city.granny.presses("位置对:张店区")
    assert "哪个对" not in (await city.granny.hears("请看一下")).text
    await city.granny.presses("✅ 提交")
    await city.granny.hears("编号")
    assert "张店区" in (await city.zhou.hears("新的事项")).text


async def test_if_the_words_are_right_the_point_goes(city: City) -> None:
    await city.granny.says("周村区大街1号门口的路灯坏了")
    await city.granny.hears("请看一下")
    await city.granny.shares_location(*IN_ZHANGDIAN)
    await city.granny.hears("位置却在张店区")
    await city.granny.presses("文字对:周村区")
    card = await city.granny.hears("请看一下")
    assert "周村区大街1号" in card.text
    assert "哪个对" not in card.text


async def test_words_that_name_only_a_district_need_a_new_place(city: City) -> None:
    await city.granny.says("周村区垃圾没人收")
    await city.granny.hears("在哪里")
    await city.granny.shares_location(*IN_ZHANGDIAN)
    await city.granny.hears("哪个对")
    await city.granny.presses("文字对:周村区")
    await city.granny.hears("新的位置")
    await city.granny.says("丝绸路口")
    assert "丝绸路口" in (await city.granny.hears("请看一下")).text


async def test_insults_are_flagged_for_those_who_handle_it_and_never_refused(city: City) -> None:
    await city.granny.says("张店区柳泉路88号的老师骂学生,一群王八蛋")
    await city.granny.hears("请看一下")
    await city.granny.presses("改类别")
    await city.granny.hears("请看一下")
    await city.granny.presses("窗口行业服务")
    await city.granny.hears("请看一下")
    await city.granny.presses("教育服务")
    await city.granny.hears("类别:教育服务")
    await city.granny.presses("✅ 提交")
    number = number_in(await city.granny.hears("编号"))
    assert "🚩" in (await city.zhao.hears("等您决定")).text
    await city.zhao.says("/pending")
    assert f"{number} 🚩" in (await city.zhao.hears("待受理和待核查")).text
    await city.granny.says("/my")
    assert "🚩" not in (await city.granny.hears("我的上报")).text


async def test_whoever_only_follows_reads_no_personal_data_in_lists_either(city: City) -> None:
    await city.granny.says("13812345678 路灯坏了")
    await city.granny.hears("在哪里")
    await city.granny.shares_location(*IN_ZHANGDIAN)
    await city.granny.hears("请看一下")
    await city.granny.presses("✅ 提交")
    await city.granny.hears("编号")
    await city.tom.says("路灯坏了")
    await city.tom.hears("where")
    await city.tom.shares_location(*IN_ZHANGDIAN)
    await city.tom.hears("Please check")
    await city.tom.presses("Submit")
    await city.tom.hears("Is it the same")
    await city.tom.presses("I see it too")
    await city.tom.hears("Noted")
    await city.tom.says("/my")
    assert "13812345678" not in (await city.tom.hears("My reports")).text
    await city.granny.says("/my")
    assert "13812345678" in (await city.granny.hears("我的上报")).text

"""/stats: an admin reads the figures, divides them and looks at pictures."""

from tests.journeys.conftest import City


async def test_an_admin_reads_the_figures_and_sees_them_drawn(city: City) -> None:
    await city.reports()
    await city.wang.hears("新的事项")
    await city.resolves(city.wang)
    await city.chen.hears("请核查")
    await city.chen.presses("核查通过")
    await city.granny.hears("已结案。修好了吗")
    await city.zhao.says("/stats")
    text = (await city.zhao.hears("应结案")).text
    assert "淄博市" in text
    assert "上报 1 件,上期 0 件" in text
    await city.zhao.presses("按单位")
    assert "市城市管理局" in (await city.zhao.hears("按单位统计")).text
    await city.zhao.presses("近 30 天")
    await city.zhao.hears("(30 天)")
    for button, title in (("走势图", "走势"), ("区县地图", "热点")):
        await city.zhao.presses(button)
        picture = await city.zhao.hears(title)
        assert picture.has_photo
        await city.zhao.says("/stats 30")
        await city.zhao.hears("应结案")


async def test_supervisors_see_their_own_and_others_nothing(city: City) -> None:
    await city.reports()
    await city.wang.hears("新的事项")
    await city.sun.says("/stats")
    text = (await city.sun.hears("应结案")).text
    assert "市城市管理局等 9 个单位" in text
    assert "上报 1 件" in text
    for person in (city.wang, city.granny, city.chen):
        await person.says("/stats")
        await person.hears("给管理员用的")


async def test_what_is_written_wrong_gets_the_form_in_ones_own_language(city: City) -> None:
    await city.zhao.says("/stats soon")
    assert "例如" in (await city.zhao.hears("请这样写")).text
    await city.zhao.says("/language")
    await city.zhao.hears("请选择语言")
    await city.zhao.presses("English")
    await city.zhao.hears("I speak English")
    await city.zhao.says("/stats 2026-13")
    assert "For example" in (await city.zhao.hears("Please write")).text
    await city.zhao.says("/stats 2026-03")
    assert "2026-03-01 to 2026-03-31 (days: 31)" in (await city.zhao.hears("Figures")).text
    await city.zhao.presses("By category")
    await city.zhao.hears("due or closed in this period")
    await city.zhao.presses("Categories")
    assert (await city.zhao.hears("Reports by category")).has_photo

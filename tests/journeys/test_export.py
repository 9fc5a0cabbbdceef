"""/export: an official takes home a spreadsheet, a citizen does not."""

from tests.journeys.conftest import City


async def test_a_file_comes_with_a_message_that_tells_how_far_it_is(city: City) -> None:
    await city.reports()
    await city.wang.says("/export 2026-03-01 2026-03-31")
    await city.wang.hears("已导出 1 件")
    assert any("document" in message.raw for message in await city.wang.chat())
    await city.granny.says("/export")
    await city.granny.hears("给工作人员用的")
    await city.wang.says("/export 三月")
    await city.wang.hears("例如:/export")
    assert not any("document" in message.raw for message in await city.granny.chat())

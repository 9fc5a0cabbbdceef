"""A table goes round: asked for, filled in, sent, mended, sent again."""

from tests.journeys.conftest import City

HEAD = "来源,类别,区县,地址,问题描述"
GOOD = "市级督查,路灯照明,张店区,柳泉路88号,路灯不亮"


def table(*rows: str) -> bytes:
    return "\r\n".join([HEAD, *rows]).encode("gbk")


async def test_an_inspector_enters_many_problems_and_mends_what_is_wrong(city: City) -> None:
    await city.chen.says("/template")
    await city.chen.hears("一行写一件问题")
    await city.chen.sends_file(table(GOOD, "梦,月亮,张店区,柳泉路,黑"), "清单.csv", "text/csv")
    said = (await city.chen.hears("新录入 1 件")).text
    assert "第 3 行「来源」" in said
    assert "第 3 行「类别」:没有叫「月亮」的类别" in said
    assert "柳泉路88号" in (await city.wang.hears("新的事项")).text
    mended = table(GOOD, "媒体,路灯照明,张店区,柳泉路,黑")
    await city.chen.sends_file(mended, "清单.csv", "text/csv")
    await city.chen.hears("新录入 1 件,以前录过的 1 件")
    await city.chen.says("/list 市级督查")
    await city.chen.hears("共 1 件")
    await city.granny.sends_file(mended, "清单.csv", "text/csv")
    await city.granny.hears("不是照片")
    await city.chen.sends_file(b"a,b", "x.csv", "text/csv")
    await city.chen.hears("缺少这些标题")

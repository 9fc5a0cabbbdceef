"""An admin enters what the survey goes by, in the chat: asked for, mended, sent back."""

import io
import json

import openpyxl
import pytest

from handlers.texts import Catalogue
from sandbox.people import Seen, Someone
from tests.journeys.conftest import City

HEAD = "点位类型,点位名称,地址,区县,街道,责任单位,纬度,经度"
PARK = "公共厕所,人民公园公厕,人民西路 1 号,,,市城市管理局,36.81,118.05"
MARKET = "农贸市场,东苑市场,金晶大道,张店区,,市城市管理局,36.82,118.06"


def csv(*rows: str, head: str = HEAD) -> bytes:
    return "\r\n".join([head, *rows]).encode("gb18030")


async def document(city: City, heard: Seen) -> bytes:
    """The file that came with a message."""
    return city.sandbox.world.files[heard.raw["document"]["file_id"]].data


async def asks_for(city: City, admin: Someone, key: str, caption: str) -> bytes:
    """A file of /survey."""
    await admin.says("/survey")
    await admin.hears("实地测评的资料")
    await admin.presses(key)
    return await document(city, await admin.hears(caption))


async def with_indicators(city: City) -> None:
    """The example is in force."""
    example = await asks_for(city, city.zhao, "示例指标体系", "示例,仅供参考")
    await city.zhao.sends_file(example, "2026 年标准.xlsx", "application/xlsx")
    await city.zhao.hears("已导入指标体系第 1 版「2026 年标准」:51 项指标、40 种点位、552 个条目")


async def test_an_admin_mends_the_example_cell_by_cell(city: City) -> None:
    zhao = city.zhao
    await zhao.says("/survey")
    assert "指标体系:还没有" in (await zhao.hears("实地测评的资料")).text
    example = await asks_for(city, zhao, "示例指标体系", "示例,仅供参考")
    book = openpyxl.load_workbook(io.BytesIO(example))
    book.worksheets[0]["F12"], book.worksheets[0]["J3"] = "=SUM(F2:F11)", "月亮<b>"
    spoilt = io.BytesIO()
    book.save(spoilt)
    await zhao.sends_file(spoilt.getvalue(), "标准.xlsx", "application/xlsx")
    said = (await zhao.hears("没有导入:有 2 处不对")).text
    assert "示例指标体系 J3:没有叫「月亮<b>」的类别" in said
    assert "F12:这一格是公式" in said
    await with_indicators(city)
    await zhao.sends_file(example, "又一份.xlsx", "application/xlsx")
    await zhao.hears("与第 1 版「2026 年标准」完全一样")
    await zhao.says("/survey")
    assert "第 1 版「2026 年标准」" in (await zhao.hears("实地测评的资料")).text


async def test_points_are_entered_taken_out_and_sent_back(city: City) -> None:
    zhao = city.zhao
    await zhao.sends_file(csv(PARK), "点位.csv", "text/csv")
    await zhao.hears("请先导入指标体系")
    await with_indicators(city)
    abroad = "公共厕所,外地公厕,,,,市城市管理局,31.2,121.5"
    await zhao.sends_file(csv(PARK, abroad, MARKET), "点位.csv", "text/csv")
    said = (await zhao.hears("新录入 2 个,更新 0 个")).text
    assert "G3:这个位置在本市之外" in said
    workbook = await asks_for(city, zhao, "全部点位 .xlsx", "现有的全部点位")
    await zhao.sends_file(workbook, "points.xlsx", "application/xlsx")
    await zhao.hears("新录入 0 个,更新 0 个,2 个没有变化")
    shapes = json.loads(await asks_for(city, zhao, "全部点位 .geojson", "WGS-84"))
    assert [one["properties"]["name"] for one in shapes["features"]] == [
        "人民公园公厕",
        "东苑市场",
    ]
    shapes["features"][0]["properties"]["place"] = "人民西路 3 号"
    shapes["features"][1]["properties"]["kind"] = "月球基地"
    await zhao.sends_file(json.dumps(shapes).encode(), "点位.geojson", "application/geo+json")
    said = (await zhao.hears("新录入 0 个,更新 1 个")).text
    assert "features[1] kind:没有叫「月球基地」的点位类型" in said
    await zhao.sends_file(b"[]", "点位.geojson", "application/geo+json")
    await zhao.hears("不是点位的 GeoJSON")
    empty = await asks_for(city, zhao, "空白点位表", "一行写一个点位")
    head, *rows = openpyxl.load_workbook(io.BytesIO(empty)).worksheets[0].values
    assert (",".join(map(str, head)), rows) == (HEAD, [])


async def test_only_admins_enter_what_the_survey_goes_by(city: City) -> None:
    for someone in (city.chen, city.wang, city.granny):
        await someone.says("/survey")
        refused = await someone.hears("给管理员用的")
        await someone.presses_raw(refused.id, "survey:points")
        await someone.hears("给管理员用的")
    await city.chen.sends_file(csv(PARK), "点位.csv", "text/csv")
    await city.chen.hears("给管理员用的")
    await city.granny.sends_file(b"{}", "点位.geojson", "application/geo+json")
    await city.granny.hears("不是照片")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_table_of_problems_is_no_table_of_the_survey(city: City, language: str) -> None:
    """They share headings."""
    words = Catalogue(city.config.city.zone)[language]
    fields = ("source", "category", "district", "address", "text", "reference")
    head = ",".join(words.plain(f"bulk.{field}") for field in fields)
    await city.zhao.sends_file(csv(head=head), "清单.csv", "text/csv")
    await city.zhao.hears("新录入 0 件")

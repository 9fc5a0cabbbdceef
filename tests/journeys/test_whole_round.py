"""A whole round: drawn, handed out, inspected, put right, looked at again, and read out; every
number is reckoned again by a spreadsheet program from what the inspectors said."""

import re
from argparse import Namespace
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from itertools import cycle
from pathlib import Path

import ironcalc
import openpyxl
import pypdfium2
import pytest
import xlsxwriter

from bot import indicators_command, points_command, rounds_command
from bot.storage.book import SqlStore
from bot.storage.survey_rounds import SurveyRounds
from cases.model import PersonId, Post, Role
from sandbox.people import Someone
from tests.conftest import picture
from tests.journeys.conftest import City
from tests.journeys.test_inspection import EXAMPLE, HEADINGS, OFFICE

POINTS = (
    ("公共厕所", "柳泉路公厕", "张店区", 36.8100, 118.0500, (4, 5)),
    ("公共厕所", "人民公园公厕", "张店区", 36.8120, 118.0500, ()),
    ("公交站台", "火车站站台", "张店区", 36.8140, 118.0500, (1,)),
    ("公共厕所", "般阳路公厕", "淄川区", 36.6500, 117.9600, (4,)),
    ("公交站台", "淄川商厦站台", "淄川区", 36.6520, 117.9600, ()),
)
BELOW, THEIRS = "淄川区综合行政执法局", POINTS[-1][1]  # which point whose office answers for
COLOURS = cycle(("red", "blue", "green", "gold", "purple", "navy"))
# Weight in A, partial in B, deduction in C, findings in D, as in tests/survey.
EARNED = '=IF(D{n}=0,A{n},IF(C{n}<>"",MAX(0,A{n}-C{n}*D{n}),IF(D{n}=1,B{n},0)))'


def by_spreadsheet(path: Path, system: Path) -> tuple[list[Decimal], Decimal]:
    """The score of each point and their mean, from the table of indicators as an office sees it
    and from what was said to fail."""
    rows = list(openpyxl.load_workbook(system).worksheets[0].iter_rows(values_only=True))
    head = list(rows[0])
    book = xlsxwriter.Workbook(str(path))
    for kind, *_, failed in POINTS:
        sheet, column = book.add_worksheet(), head.index(kind)
        items = [row for row in rows[1:] if row[column]]
        for number, row in enumerate(items):
            for place, value in enumerate((*row[5:8], 1 if number + 1 in failed else 0)):
                if value not in (None, ""):
                    sheet.write_number(number, place, float(value))
            sheet.write_formula(number, 4, EARNED.format(n=number + 1))
        last = len(items)
        sheet.write_formula(0, 6, f"=ROUND(100*SUM(E1:E{last})/SUM(A1:A{last}),2)")
    total = book.add_worksheet("total")
    names = [sheet.get_name() for sheet in book.worksheets()[:-1]]
    total.write_formula(0, 0, f"=ROUND(AVERAGE({','.join(f'{name}!G1' for name in names)}),2)")
    book.close()
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    scores = [model.get_cell_value(n, 1, 7) for n in range(len(POINTS))]
    return [hundredths(one) for one in scores], hundredths(model.get_cell_value(len(POINTS), 1, 1))


def hundredths(number: object) -> Decimal:
    """As it is published."""
    return Decimal(str(number)).quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.fixture
async def inspectors(city: City, tmp_path: Path) -> list[Someone]:
    """Imported, started and handed out on Tuesday morning; two inspectors."""
    rows = [
        f"{kind},{name},,{d},,{BELOW if name == THEIRS else OFFICE},{y},{x}"
        for kind, name, d, y, x, _ in POINTS
    ]
    points, system = tmp_path / "points.csv", tmp_path / "system.xlsx"
    points.write_text("\n".join([HEADINGS, *rows]), "utf-8")
    await city.zhao.says("/round 三月测评 2026-03-03 2026-03-03 市文明办 5")
    await city.zhao.hears("还没有指标体系或点位")
    await indicators_command.DOES["example"](city.config, Namespace(file=str(system)))
    await indicators_command.DOES["import"](city.config, Namespace(file=str(EXAMPLE)))
    await points_command.DOES["import"](city.config, Namespace(file=str(points)))
    await city.zhao.says("/round 三月测评 2026-03-03 2026-03-03 市文明办 5")
    await city.zhao.hears("从 5 个点位里抽取了 5 个")
    await city.zhao.says("/round 三月测评 2026-03-03 2026-03-03 市文明办 5")
    assert "第 1 轮" in (await city.zhao.hears("已开始")).text, "said twice, it is one round"
    he = await city.town.person(1010, "何洁")
    await he.says("/start")
    await he.hears("您好")
    async with SqlStore(city.service.database).writing() as book:
        await book.appoint(PersonId(1010), Post(Role.INSPECTOR))
    await city.town.advance(hours=22.75)
    for one in (city.chen, he):
        await one.hears("今天有 5 个点位")
    return [city.chen, he]


async def inspects(
    who: Someone, name: str, spot: tuple[float, float], failed: tuple[int, ...]
) -> str:
    """A point from arrival to submission; the score that is said."""
    await who.says("/inspect")
    await who.hears("今天还有")
    await who.shares_location(*spot)
    await who.hears(name)
    for item in failed:
        await who.presses(f"✅ {item}")
        await who.hears(f"第 {item} 项不合格")
        await who.sends_photos([picture(next(COLOURS))], caption="不合格")
        await who.hears("没按的都算合格")
    await who.presses("完成(")
    await who.hears("交了就不能再改")
    await who.presses("✅ 提交")
    return (await who.hears("已交")).text


async def inspected(inspectors: list[Someone], tmp_path: Path) -> tuple[list[Decimal], Decimal]:
    """All points, in turns; the scores and their mean, which is what a spreadsheet reckons."""
    scores, mean = by_spreadsheet(tmp_path / "again.xlsx", tmp_path / "system.xlsx")
    for turn, (point, reckoned) in enumerate(zip(POINTS, scores, strict=True)):
        _, name, _, latitude, longitude, failed = point
        who = inspectors[turn % 2]
        said = await inspects(who, name, (latitude, longitude), failed)
        assert f"得分 {reckoned}(" in said
    return scores, mean


async def table(city: City, who: Someone) -> list[tuple[object, ...]]:
    """Every row of the workbook that somebody was sent."""
    [sent] = [message for message in await who.chat() if "document" in message.raw]
    assert city.town.http is not None
    url = f"{city.town.url}/sandbox/files/{sent.raw['document']['file_id']}"
    async with city.town.http.get(url) as answer:
        book = openpyxl.load_workbook(BytesIO(await answer.read()))
    return [row for sheet in book for row in sheet.iter_rows(values_only=True)]


async def test_an_office_reads_what_its_own_points_came_to(
    city: City, inspectors: list[Someone], tmp_path: Path
) -> None:
    scores, mean = await inspected(inspectors, tmp_path)
    own = hundredths(sum(scores[:-1], Decimal(0)) / len(scores[:-1]))
    await city.wang.says("/results")
    said = (await city.wang.hears("三月测评")).text
    assert "市城市管理局:已测点位 4 个" in said
    assert f"市城市管理局:{own} 分,不排名(测过的点位不到 5 个)" in said
    assert "发现 4 处" in said
    assert "拉低" in said
    assert "抽取" not in said, "who knows how many were drawn knows what is still to come"
    await city.wang.presses("点位")
    lines = (await city.wang.hears("得分低的在前")).text.split("\n")[1:]
    assert [line.split()[0] for line in lines] == [str(one) for one in sorted(scores[:-1])]
    assert THEIRS not in "".join(lines)
    assert any("柳泉路公厕(公共厕所,张店区):2 项不合格" in line for line in lines)
    await city.wang.presses("📄 表格")
    await city.wang.hears("的全部得分")
    cells = {cell for row in await table(city, city.wang) for cell in row}
    assert {name for _, name, *_ in POINTS if name in cells} == {p[1] for p in POINTS[:-1]}
    assert BELOW not in cells
    await city.sun.says("/results")
    said = (await city.sun.hears("三月测评")).text
    assert "已测点位 5 个,共抽取 5 个" in said, "who sits in the weekly analysis reads the city"
    assert f"平均得分 {mean}\n" in said
    await city.zhou.says("/results")
    assert "已测点位 0 个" in (await city.zhou.hears("三月测评")).text


async def test_a_point_is_found_by_its_name_with_all_that_was_found_there(
    city: City, inspectors: list[Someone], tmp_path: Path
) -> None:
    scores, _ = await inspected(inspectors, tmp_path)
    await city.zhao.says("/survey 柳泉路")
    said = (await city.zhao.hears("柳泉路公厕")).text
    assert "(公共厕所,张店区)" in said
    assert "责任单位:市城市管理局" in said
    assert f"· 三月测评,3月3日(周二)07:45,得 {scores[0]} 分,2 项不合格" in said
    await city.wang.says("/survey 公厕")
    said = (await city.wang.hears("责任单位")).text
    assert said.count("公共厕所,") == sum(kind == "公共厕所" for kind, *_ in POINTS)
    await city.wang.says(f"/survey {THEIRS}")
    await city.wang.hears(f"没有名称里带「{THEIRS}」的点位")
    await city.granny.says("/survey 公厕")
    await city.granny.hears("测评成绩只有管理员")


async def test_results_are_refused_to_whoever_answers_for_no_point(city: City) -> None:
    for stranger in (city.granny, city.chen):
        await stranger.says("/results")
        await stranger.hears("测评成绩只有管理员")
        await stranger.presses_raw((await stranger.chat())[-1].id, "results:1:points:0")
        await stranger.hears("测评成绩只有管理员")


def printed_in(paper: bytes) -> str:
    """What the results page of a PDF says, without the spaces and the ends of lines."""
    return "".join(pypdfium2.PdfDocument(paper)[1].get_textpage().get_text_range().split())


async def test_the_next_round_is_compared_over_the_kinds_that_both_have(
    city: City, inspectors: list[Someone], tmp_path: Path
) -> None:
    scores, _ = await inspected(inspectors, tmp_path)
    await city.zhao.says("/results")
    assert "比第" not in (await city.zhao.hears("三月测评")).text
    await city.zhao.says("/round 结束 1")
    await city.zhao.hears("第 1 轮已结束")
    await city.zhao.says("/round 四月测评 2026-03-04 2026-03-04 市文明办 5\n公交站台 0")
    await city.zhao.hears("从 5 个点位里抽取了 3 个")
    await city.town.advance(days=1)
    await inspectors[0].hears("今天有 3 个点位")
    _, name, _, *spot, _ = POINTS[1]
    assert "得分 100.00" in await inspects(inspectors[0], name, (spot[0], spot[1]), ())
    toilets = [s for s, p in zip(scores, POINTS, strict=True) if p[0] == "公共厕所"]
    before = hundredths(sum(toilets, Decimal(0)) / len(toilets))
    compared = "(与第 1 轮「三月测评」比,只算两轮都测过的点位类型:公共厕所)"
    await city.zhao.says("/results")
    said = (await city.zhao.hears("四月测评")).text
    assert f",比第 1 轮 +{100 - before}\n{compared}" in said
    await city.zhao.presses("类型")
    said = (await city.zhao.hears("按点位类型")).text
    assert f",比第 1 轮 +{100 - before}\n{compared}" in said
    await city.zhao.presses("📄 表格")
    assert compared in (await city.zhao.hears("的全部得分")).text
    [heading] = {row for row in await table(city, city.zhao) if row[0] == "名称"}
    assert heading[-1] == "比第 1 轮"


async def test_from_the_import_to_the_results(
    city: City, inspectors: list[Someone], tmp_path: Path
) -> None:
    scores, mean = await inspected(inspectors, tmp_path)
    await city.zhao.says("/results 1")
    results = (await city.zhao.hears("三月测评")).text
    assert "已测点位 5 个,共抽取 5 个" in results
    assert f"平均得分 {mean}\n" in results
    assert "整改:发现 4 处,已整改 0 处" in results
    await city.zhao.presses("区县")
    by_district = (await city.zhao.hears("按区县")).text
    for district in ("张店区", "淄川区"):
        own = [s for s, p in zip(scores, POINTS, strict=True) if p[2] == district]
        exact = hundredths(sum(own, Decimal(0)) / len(own))
        assert re.search(rf"{district} {exact}\(", by_district)
    await city.zhao.presses("📄 表格")
    await city.zhao.hears("的全部得分")
    await city.zhao.says("/briefing round")
    told, _, _, paper = await city.zhao.hears_all(
        "平均得分", "问题研判会材料", "上报 4 件", "可以打印"
    )
    assert f"平均得分 {mean}\n" in told.text
    printed = printed_in(city.sandbox.world.files[paper.raw["document"]["file_id"]].data)
    for line in told.text.replace("📊 ", "").split("\n"):
        assert "".join(line.split()) in printed
    for district, score in re.findall(r"(\S+区) ([\d.]+)\(", by_district):
        assert f"{district}不排名{score}" in printed
    await city.zhao.says("/round end 1")
    await city.zhao.hears("第 1 轮已结束")
    lines = list(await points_command.DOES["history"](city.config, Namespace(name="般阳路")))
    assert len(lines) == 1
    assert lines[0].endswith(f"三月测评\tinspected\t2026-03-03\t{scores[3]}\t1 failed")
    record = tmp_path / "record.json"
    await rounds_command.DOES["publish"](city.config, Namespace(number=1, file=str(record)))
    [line, *_] = await rounds_command.DOES["verify"](city.config, Namespace(file=str(record)))
    assert line.startswith("5 of 5 points")


async def test_a_kind_has_another_number_and_what_is_misspelt_is_named(
    city: City, inspectors: list[Someone]
) -> None:
    zhao, head = city.zhao, "/round 四月测评 2026-04-01 2026-04-03 市文明办 5"
    for line, heard in (
        ("公共侧所 1", "没有「公共侧所」这类点位。您要写的是「公共厕所」吗"),
        ("火星 1", "没有「火星」这类点位。现有的类别:\n"),
        ("公共厕所 1001", "1 到 1000"),
    ):
        await zhao.says(f"{head}\n{line}")
        await zhao.hears(heard)
    await zhao.says(f"{head}\n公共厕所:1 个\n公交站台 0")
    said = (await zhao.hears("从 5 个点位里抽取了 2 个")).text
    assert "每类每县抽 5 个,公共厕所 1 个,公交站台 0 个。" in said
    [begun, _] = await SurveyRounds(city.service.database).rounds()
    assert begun.plan.quotas["公共厕所"] == 1
    assert "公交站台" not in begun.plan.quotas
    assert begun.plan.quotas["城市公园"] == 5


async def test_only_an_admin_starts_a_round_and_a_wrong_form_gets_the_right_one(
    city: City,
) -> None:
    await city.granny.says("/round")
    await city.granny.hears("给管理员用的")
    for said, heard in (
        ("/round", "还没有测评轮次"),
        ("/round 三月测评 昨天 今天 市文明办 3", "请这样写"),
        ("/round 三月测评 2026-03-01 2026-03-05 市文明办 3", "日期不对"),
        ("/round 三月测评 2026-03-03 2026-03-05 市文明办 0", "1 到 1000"),
        ("/round 三月测评 2026-03-03 2026-06-03 市文明办 3", "一轮最长 92 天"),
        ("/round 三月测评 2026-03-03 2026-06-02 市文明办 3", "还没有指标体系或点位"),
        ("/round 三月测评 2026-03-03 2026-03-05 月亮局 3", "月亮局"),
        ("/round 三月测评 2026-03-03 2026-03-05 市文明办 3\n公共厕所", "请这样写"),
        ("/round end 7", "没有这一轮"),
    ):
        await city.zhao.says(said)
        await city.zhao.hears(heard)

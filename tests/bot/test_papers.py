"""The PDF can be searched and is small; the workbook holds text and numbers, never a formula."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pypdfium2

from bot.papers.printer import Printer
from handlers.ports import Cell, Chapter, Paper, Sheet
from handlers.result_sheets import printed
from handlers.texts import Catalogue
from survey.draw import Announcement
from survey.outcome import Divided, Since
from survey.results import Division, groups
from survey.rounds import Plan, Round
from tests.conftest import picture

WORDS = Catalogue(UTC)["zh"]
TABLE = Sheet(
    "按单位", ["单位", "上报", "结案率%"], [["市公安局 <b>&", 12, Decimal("49.30")], ["—", 0, "—"]]
)
DAY, THEN = date(2026, 2, 3), datetime(2026, 2, 3, tzinfo=UTC)
PLAN = Plan(name="二月测评", begins=DAY, ends=DAY, version=1, organisation="甲局", quotas={})
SINCE = Since(Round(1, PLAN, Announcement("", "", {}), THEN, THEN, 1, 1), ("公园",))


async def test_what_a_paper_says_can_be_selected_and_searched() -> None:
    lines = [
        "<b>问题研判会材料</b>",
        "",
        "柳泉路 &lt;script&gt; &amp; 😀 −3.20 %",
        *["垃圾清运" * 30] * 9,
    ]
    data = await Printer().paper(Paper("材料", [Chapter(lines)], [picture()], TABLE))
    document = pypdfium2.PdfDocument(data)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    for words in ("问题研判会材料", "柳泉路 <script> &", "−3.20 %", "市公安局 <b>&", "49.30"):
        assert words in text
    assert text.replace("\r\n", "").count("垃圾清运") == 30 * 9
    assert [round(side) for side in document[0].get_size()] == [595, 842]
    assert len(data) < 100_000


async def test_each_paper_has_its_own_signs() -> None:
    for line in ("甲乙丙", "丁戊己"):
        data = await Printer().paper(Paper("材料", [Chapter([f"<b>{line}</b>"])], [], TABLE))
        assert line in pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()


async def test_results_stand_on_a_page_of_their_own_with_ties_and_intervals() -> None:
    """Two districts share the second place; of each, five points of fifty were looked at."""
    scores = {"张店区": 90, "淄川区": 80, "博山区": 80, "临淄区": 70}
    found = groups(
        [(name, Decimal(score + n)) for name, score in scores.items() for n in range(5)],
        dict.fromkeys(scores, 50),
        {"张店区": Decimal("1.50"), "临淄区": Decimal("-1.25")},
    )
    parts = {Division.DISTRICT: Divided(found, SINCE), Division.STREET: Divided([], SINCE)}
    [ranking] = printed(parts, WORDS)
    page = Chapter(["<b>三月测评</b>", "整改率 75.00 %"], [ranking])
    data = await Printer().paper(Paper("材料", [Chapter(["材料"]), page], [picture()], TABLE))
    document = pypdfium2.PdfDocument(data)
    text = " ".join(document[1].get_textpage().get_text_range().split())
    assert len(document) == 4
    for row in (
        "三月测评 整改率 75.00 % 区县",
        "比第 1 轮",
        "张店区 1 92.00 5 90.14 93.86 +1.50",
        "博山区 2 82.00 5 80.14 83.86",
        "淄川区 2 82.00 5 80.14 83.86",
        "临淄区 4 72.00 5 70.14 73.86 −1.25",
    ):
        assert row in text


async def test_a_workbook_holds_what_it_was_given() -> None:
    rows: list[list[Cell]] = [
        ["=1+1", 3],
        ["@SUM(A1)", Decimal("12.50")],
        ["http://example.org", Decimal("7.0")],
    ]
    data = await Printer().workbook([TABLE, Sheet("二", ["文", "数"], rows)])
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["按单位", "二"]
    cells = list(book["二"].iter_rows(min_row=2))
    assert [(a.value, float(b.value)) for a, b in cells] == [
        ("=1+1", 3),
        ("@SUM(A1)", 12.5),
        ("http://example.org", 7),
    ]
    assert {a.data_type for a, _ in cells} == {"s"}
    assert [b.number_format for _, b in cells] == ["General", "0.00", "0.0"]

"""Tables as people send them: from Excel, in whatever encoding, broken or hostile."""

import io
import zipfile
from contextlib import suppress
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula

from bot.tables_in import UNPACKED, Tables
from handlers.ports import BadTable

TABLE = [["来源", "地址"], ["媒体", "柳泉路"]]


def workbook(rows: list[list[object]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_csv_as_excel_writes_it(encoding: str, between: str) -> None:
    text = "\r\n".join(between.join(row) for row in TABLE) + "\r\n\r\n"
    assert Tables().read(text.encode(encoding), "x.csv", 10) == TABLE


def test_a_workbook_with_numbers_and_formulas() -> None:
    rows: list[list[object]] = [["来源", "地址"], ["媒体", 88], ["=1+1", None], [None, None]]
    read = Tables().read(workbook(rows), "x.XLSX", 10)
    assert read == [["来源", "地址"], ["媒体", "88"], ["=1+1"]]


def test_the_template_can_be_sent_back() -> None:
    data = Tables().template(["来源", "地址"], [["媒体"], []])
    assert Tables().read(data, "template.xlsx", 10) == [["来源", "地址"]]


def test_a_filled_workbook_keeps_amounts_and_never_a_formula() -> None:
    rows: list[list[str | Decimal]] = [["=1+1", Decimal("0.10")], ["", Decimal(3)]]
    data = Tables().template(["来源", "分值"], [[], ["0.1"]], rows, title="表")
    assert Tables().read(data, "x.xlsx", 10)[1:] == [["=1+1", "0.1"], ["", "3"]]
    assert Tables().title(data, "x.xlsx") == "表"
    cell = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["A2"]
    assert cell.data_type == "s"


def test_a_formula_over_many_cells_is_seen_as_one() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0]["A1"] = "分值"
    book.worksheets[0]["A2"] = ArrayFormula("A2:A3", "=SUM(B1:B9*C1:C9)")
    book.save(out)
    assert Tables().read(out.getvalue(), "x.xlsx", 10) == [["分值"], ["={A2:A3}"]]


def bomb() -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as file,
    ):
        for _ in range(UNPACKED // 2**20 + 1):
            file.write(b"0" * 2**20)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "x.csv", "empty"),
        (b"\xff\xff\x00\x80", "x.csv", "unreadable"),
        (b"\xff\xfe\x00", "x.csv", "unreadable"),
        (b"a,b\0", "x.csv", "unreadable"),
        (b"not a zip", "x.xlsx", "unreadable"),
        (b"a\n" * 12, "x.csv", "too_many_rows"),
        (workbook([["a"]] * 12), "x.xlsx", "too_many_rows"),
        (bomb(), "x.xlsx", "too_large"),
    ],
    ids=["empty", "binary", "half a sign", "nul", "no zip", "long", "long workbook", "bomb"],
)
def test_what_is_no_table_is_refused_with_a_reason(data: bytes, name: str, why: str) -> None:
    with pytest.raises(BadTable, match=why):
        Tables().read(data, name, 10)


@given(st.binary(max_size=200), st.sampled_from(["x.csv", "x.xlsx"]))
def test_no_bytes_at_all_do_worse_than_be_refused(data: bytes, name: str) -> None:
    with suppress(BadTable):
        assert Tables().read(data, name, 10)

"""Tables that people send, .xlsx or .csv, as rows of text; and the template for them."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

import openpyxl
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from xlsxwriter.utility import xl_col_to_name

from handlers.ports import BadTable

UNPACKED, COLUMNS = 100 * 1024 * 1024, 200
ENCODINGS = ("utf-8-sig", "gb18030")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
Rows = Iterator[list[str]]


class Tables:
    """Reads and makes tables."""

    def read(self, data: bytes, name: str, most: int) -> list[list[str]]:
        """All rows with their heading, as text; raises BadTable with the reason."""
        rows: list[list[str]] = []
        for row in _xlsx(data) if name.lower().endswith(".xlsx") else _csv(data):
            if len(rows) > most:
                raise BadTable("too_many_rows")
            rows.append(row)
        while rows and not any(rows[-1]):
            rows.pop()
        if not rows:
            raise BadTable("empty")
        return rows

    def title(self, data: bytes, name: str) -> str:
        """What the sheet that ``read`` reads is called; nothing in a .csv."""
        if not name.lower().endswith(".xlsx"):
            return ""
        return str(openpyxl.load_workbook(io.BytesIO(data), read_only=True).sheetnames[0])

    def template(
        self,
        headings: Sequence[str],
        choices: Sequence[Sequence[str]],
        rows: Sequence[Sequence[str | Decimal]] = (),
        title: str | None = None,
    ) -> bytes:
        """A workbook with the headings, lists to choose from where *choices* are given for a
        column, and *rows*, of which text is written as text, whatever it looks like. *title*
        names the sheet."""
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True})
        sheet, lists = book.add_worksheet(title), book.add_worksheet()
        lists.hide()
        bold = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
        sheet.freeze_panes(1, 0)
        for place, heading in enumerate(headings):
            sheet.set_column(place, place, 24)
            sheet.write_string(0, place, heading, bold)
            if choices[place]:
                lists.write_column(0, place, choices[place])
                column = xl_col_to_name(place)
                source = f"={lists.name}!${column}$1:${column}${len(choices[place])}"
                sheet.data_validation(
                    1, place, 2000, place, {"validate": "list", "source": source}
                )
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                if isinstance(value, Decimal):
                    sheet.write_number(number, place, value)
                elif value:
                    sheet.write_string(number, place, value)
        book.close()
        return out.getvalue()


def _xlsx(data: bytes) -> Rows:
    try:
        _check_size(data)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size is not believed
        for row in sheet.iter_rows(values_only=True):
            yield [_text(value) for value in row[:COLUMNS]]
    except BadTable:
        raise
    except Exception as error:  # a broken workbook fails in as many ways as there are parts
        raise BadTable("unreadable") from error


def _check_size(data: bytes) -> None:
    """Raise BadTable for what would be enormous once it is unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(one.file_size for one in archive.infolist()) > UNPACKED:
            raise BadTable("too_large")


def _csv(data: bytes) -> Rows:
    for encoding in ("utf-16",) if data.startswith(UTF_16) else ENCODINGS:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise BadTable("unreadable")
    if "\0" in text:
        raise BadTable("unreadable")
    head = text.partition("\n")[0]
    between = max(",;\t", key=head.count)
    try:
        for row in csv.reader(io.StringIO(text), delimiter=between):
            yield [cell.strip() for cell in row[:COLUMNS]]
    except csv.Error as error:
        raise BadTable("unreadable") from error


def _text(value: object) -> str:
    """A cell as somebody would have typed it."""
    if value is None:
        return ""
    if isinstance(value, ArrayFormula | DataTableFormula):
        return f"={{{value.ref}}}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat(" ") if isinstance(value, datetime) else str(value).strip()

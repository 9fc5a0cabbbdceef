"""A workbook of several sheets, whose cells are text or numbers."""

import io
from collections.abc import Iterator, Sequence
from decimal import Decimal

import xlsxwriter

from bot.sheets import LONGEST
from handlers.ports import Sheet

NARROW, WIDE, SIGNS = 10, 60, 2  # a Chinese sign is as wide as two letters


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The file; the headings stay when one scrolls."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
        decimals = {
            places: book.add_format({"num_format": f"{Decimal(0).scaleb(-places)}"})
            for places in {_places(cell) for sheet in sheets for cell in _decimals(sheet)}
        }
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 1)
            for place, heading in enumerate(sheet.heading):
                page.write_string(0, place, heading, bold)
                page.set_column(place, place, _width(sheet, place))
            for number, row in enumerate(sheet.rows, start=1):
                for place, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(number, place, cell[:LONGEST])
                    elif isinstance(cell, Decimal):
                        page.write_number(number, place, cell, decimals[_places(cell)])
                    else:
                        page.write_number(number, place, cell)
    return out.getvalue()


def _decimals(sheet: Sheet) -> Iterator[Decimal]:
    return (cell for row in sheet.rows for cell in row if isinstance(cell, Decimal))


def _places(number: Decimal) -> int:
    """How many decimals it has."""
    return -int(number.as_tuple().exponent)


def _width(sheet: Sheet, place: int) -> int:
    cells = (sheet.heading[place], *(str(row[place]) for row in sheet.rows))
    return min(WIDE, max(NARROW, *(len(cell) * SIGNS for cell in cells)))

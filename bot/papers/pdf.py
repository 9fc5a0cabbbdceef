"""A paper as a PDF: the pages of words and tables, the pictures, the table."""

import io
from collections.abc import Iterator
from html import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    Image,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from bot.charts.canvas import BOLD, FAINT, GRID, REGULAR
from bot.papers.type import drawable, font_for
from handlers.ports import Chapter, Paper, Sheet

MARGIN = 18 * mm
WIDTH, HEIGHT = A4[0] - 2 * MARGIN, A4[1] - 2 * MARGIN
SIZE, LEADING, GAP = 9.5, 14, 16
ROOM = 30 * mm  # below a chapter's words a table begins on the next page where there is less
FIRST_COLUMN = 0.28  # of the width of a table
TEXT, STRONG = "paper", "paper-bold"
ALWAYS = "0123456789 .,%-+"


def pdf(paper: Paper) -> bytes:
    """The file. The fonts have just the signs that are in it, so it is small."""
    tables = (*(table for one in paper.chapters for table in one.tables), paper.table)
    said = (line for one in paper.chapters for line in one.lines)
    cells = (cell for table in tables for cell in _cells(table))
    signs = "".join([paper.title, *said, *cells, ALWAYS])
    for name, weight in ((TEXT, REGULAR), (STRONG, BOLD)):
        _register(TTFont(name, font_for(signs, weight)))
    pdfmetrics.registerFontFamily(TEXT, TEXT, STRONG, TEXT, STRONG)
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        title=paper.title,
        **dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN),
    )
    chapters = (flowable for one in paper.chapters for flowable in _chapter(one))
    document.build([*chapters, *_pictures(paper), PageBreak(), *_table(paper.table)])
    return out.getvalue()


def _register(font: TTFont) -> None:
    """In place of that of the paper before, which ReportLab would keep without a word: it knows
    fonts by their names, and has no way to take one back."""
    pdfmetrics._fonts.pop(font.fontName, None)
    pdfmetrics._dynFaceNames.pop(font.face.name, None)
    pdfmetrics.registerFont(font)


def _cells(table: Sheet) -> Iterator[str]:
    yield from (table.name, *table.heading)
    yield from (str(cell) for row in table.rows for cell in row)


def _style(size: float = SIZE, leading: float = LEADING, **more: object) -> ParagraphStyle:
    return ParagraphStyle(
        TEXT, fontName=TEXT, fontSize=size, leading=leading, wordWrap="CJK", **more
    )


def _chapter(chapter: Chapter) -> Iterator[Flowable]:
    style = _style()
    for line in chapter.lines:
        yield Paragraph(drawable(line), style) if line.strip() else Spacer(1, LEADING / 2)
    for table in chapter.tables:
        yield Spacer(1, LEADING)
        yield CondPageBreak(ROOM)
        yield from _table(table)
    yield PageBreak()


def _pictures(paper: Paper) -> Iterator[Flowable]:
    """As wide as the page, or as high as half of it, so that two stand on one."""
    for picture in paper.pictures:
        width, height = ImageReader(io.BytesIO(picture)).getSize()
        scale = min(WIDTH / width, (HEIGHT - GAP) / 2 / height)
        yield Image(io.BytesIO(picture), width * scale, height * scale)


def _table(sheet: Sheet) -> Iterator[Flowable]:
    style, head = _style(8, 11), _style(8, 11, textColor=HexColor(FAINT))
    rest = WIDTH * (1 - FIRST_COLUMN) / max(1, len(sheet.heading) - 1)
    rows = [[Paragraph(_safe(cell), head) for cell in sheet.heading]]
    rows += [[Paragraph(_safe(cell), style) for cell in row] for row in sheet.rows]
    widths = [WIDTH * FIRST_COLUMN, *[rest] * (len(sheet.heading) - 1)]
    lines = TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor(GRID))])
    yield Paragraph(_safe(sheet.name), _style(12, 20))
    yield Table(rows, widths, repeatRows=1, style=lines)


def _safe(cell: object) -> str:
    """A cell as text that is no markup."""
    return escape(drawable(str(cell)), quote=False)

"""Bars that lie, one under the other, each with its name above and its numbers beside."""

from collections.abc import Sequence

from bot.charts.canvas import BLUE, BOLD, FAINT, GRID, MARGIN, TOP, WIDTH, Canvas
from handlers.ports import Bar, Heading

ROW = 92
THICK = 30
NUMBERS = 230  # room for what stands beside the longest bar
FOOT = 90


def bars(heading: Heading, rows: Sequence[Bar]) -> bytes:
    """A PNG; bars are as long as their counts."""
    canvas = Canvas(TOP + ROW * len(rows) + FOOT, heading)
    most = max((row.count for row in rows), default=0) or 1
    room = WIDTH - 2 * MARGIN - NUMBERS
    for place, row in enumerate(rows):
        top = TOP + ROW * place
        name = canvas.fitted(row.name, 28, WIDTH - 2 * MARGIN)
        canvas.text((MARGIN, top), name, 28)
        length = room * row.count / most
        corner = (MARGIN, top + 24)
        canvas.box(corner, (MARGIN + room, top + 24 + THICK), GRID)
        if row.count:
            canvas.box(corner, (MARGIN + max(length, 8), top + 24 + THICK), BLUE)
        beside = MARGIN + room + 18
        canvas.text((beside, top + 24 + THICK / 2), str(row.count), 30, weight=BOLD)
        after = beside + canvas.width(f"{row.count} ", 30, BOLD)
        canvas.text((after, top + 25 + THICK / 2), row.said, 24, FAINT)
    return canvas.png()

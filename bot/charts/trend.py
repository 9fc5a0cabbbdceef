"""What came and what was done, over time."""

import math
from collections.abc import Sequence

from bot.charts.canvas import BLUE, BOLD, FAINT, GRID, INK, MARGIN, ORANGE, TOP, WIDTH, Canvas
from handlers.ports import Heading, Moment

HEIGHT = 1000
LEFT, RIGHT = MARGIN + 76, WIDTH - MARGIN - 10
CEILING, FLOOR = TOP + 80, HEIGHT - 180
GAP = 12  # between two labels below
NUMBERED = 12  # with so few moments, each has its number
LINES = 5


def trend(heading: Heading, names: tuple[str, str], moments: Sequence[Moment]) -> bytes:
    """A PNG with two lines, *names* say which is which."""
    canvas = Canvas(HEIGHT, heading)
    top = _grid(canvas, max(max(one.received, one.closed) for one in moments))
    _dates(canvas, moments)
    _legend(canvas, names)
    received = [_at(n, len(moments), one.received, top) for n, one in enumerate(moments)]
    closed = [_at(n, len(moments), one.closed, top) for n, one in enumerate(moments)]
    for points, ink in ((closed, ORANGE), (received, BLUE)):
        if len(points) > 1:
            canvas.line(points, ink, 5)
        for point in points:
            canvas.dot(point, 8 if ink == BLUE else 6, ink, "#ffffff")
    if len(moments) <= NUMBERED:
        for one, *points in zip(moments, received, closed, strict=True):
            _numbers(canvas, one, *points)
    return canvas.png()


def _numbers(
    canvas: Canvas, one: Moment, received: tuple[float, float], closed: tuple[float, float]
) -> None:
    """The higher one's above it, the lower one's below; once where they are the same."""
    away = -28 if received[1] <= closed[1] else 28
    canvas.text((received[0], received[1] + away), str(one.received), 26, BLUE, "mm", BOLD)
    if one.closed != one.received:
        canvas.text((closed[0], closed[1] - away), str(one.closed), 26, ORANGE, "mm", BOLD)


def _step(most: int) -> int:
    """A round distance between the lines, so that at most LINES of them hold *most*."""
    least = max(1.0, most / LINES)
    size = math.pow(10, math.floor(math.log10(least)))
    steps = (math.ceil(size * by) for by in (1, 2, 2.5, 5, 10))
    return next(step for step in steps if step >= least)


def _at(place: int, of: int, count: int, top: int) -> tuple[float, float]:
    across = 0.5 if of == 1 else place / (of - 1)
    x = LEFT + 30 + across * (RIGHT - LEFT - 60)
    return x, FLOOR - (FLOOR - CEILING) * count / top


def _grid(canvas: Canvas, most: int) -> int:
    """Draws the lines; the count at the highest of them."""
    step = _step(most)
    lines = max(1, math.ceil(most / step))
    for line in range(lines + 1):
        y = FLOOR - (FLOOR - CEILING) * line / lines
        canvas.line([(LEFT, y), (RIGHT, y)], FAINT if line == 0 else GRID, 2)
        canvas.text((LEFT - 16, y), str(line * step), 26, FAINT, "rm")
    return lines * step


def _dates(canvas: Canvas, moments: Sequence[Moment]) -> None:
    """As many dates as have room, evenly."""
    widest = max(canvas.width(one.label, 26) for one in moments) + GAP
    every = max(1, math.ceil(widest * len(moments) / (RIGHT - LEFT)))
    for place in range(0, len(moments), every):
        x, _ = _at(place, len(moments), 0, 1)
        canvas.text((x, FLOOR + 66), moments[place].label, 26, INK, "mm")


def _legend(canvas: Canvas, names: tuple[str, str]) -> None:
    x = float(MARGIN)
    for name, ink in zip(names, (BLUE, ORANGE), strict=True):
        canvas.box((x, TOP - 16), (x + 44, TOP - 8), ink, 4)
        canvas.dot((x + 22, TOP - 12), 9, ink, "#ffffff")
        canvas.text((x + 58, TOP - 12), name, 28)
        x += 58 + canvas.width(name, 28) + 48

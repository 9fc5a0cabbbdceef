"""A picture of which domain was taken for which."""

from collections.abc import Mapping
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

CELL, MARGIN, LABELS = 84, 24, 190
INK, PAPER, FULL = (24, 24, 27), (255, 255, 255), (30, 90, 170)
FONTS = (
    "NotoSansCJK-Regular.ttc",
    "wqy-microhei.ttc",
    "msyh.ttc",
    "PingFang.ttc",
)
Table = Mapping[str, Mapping[str, int]]


def draw(table: Table, file: Path) -> None:
    """Write the picture: a row for what is right, a column for what was told."""
    names = sorted({*table, *(told for row in table.values() for told in row)})
    size = LABELS + CELL * len(names) + MARGIN
    image = Image.new("RGB", (size, size), PAPER)
    pen, font = ImageDraw.Draw(image), _font()
    pen.text((MARGIN, MARGIN), "right ↓   told →" if _is_wide(font) else "right / told", INK, font)
    for at, name in enumerate(names):
        middle = LABELS + CELL * at + CELL // 2
        pen.text((LABELS - 12, middle), name, INK, font, anchor="rm")
        pen.text((middle, LABELS - 12), _upright(name), INK, font, anchor="md", align="center")
        _row(pen, font, LABELS + CELL * at, [table.get(name, {}).get(told, 0) for told in names])
    image.save(file, "PNG")


def _row(
    pen: ImageDraw.ImageDraw,
    font: ImageFont.ImageFont | ImageFont.FreeTypeFont,
    top: int,
    row: list[int],
) -> None:
    total = max(sum(row), 1)
    for at, count in enumerate(row):
        left, share = LABELS + CELL * at, count / total
        colour = tuple(round(p + (f - p) * share) for p, f in zip(PAPER, FULL, strict=True))
        pen.rectangle((left, top, left + CELL, top + CELL), fill=colour, outline=INK)
        ink = PAPER if share > 0.5 else INK  # noqa: PLR2004
        pen.text((left + CELL // 2, top + CELL // 2), str(count), ink, font, anchor="mm")


def _upright(name: str) -> str:
    return "\n".join(name) if not name.isascii() else name


def _font() -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    for name in FONTS:
        try:
            return ImageFont.truetype(name, 18)
        except OSError:
            continue
    return ImageFont.load_default(18)


def _is_wide(font: ImageFont.ImageFont | ImageFont.FreeTypeFont) -> bool:
    return isinstance(font, ImageFont.FreeTypeFont) and "CJK" in str(font.path)

"""Paper, ink and type for pictures that are looked at on a phone."""

import importlib.util
import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from handlers.ports import Heading

WIDTH = 1080
MARGIN = 56
TOP = 214  # where what is drawn begins, below the heading
PAPER, INK, FAINT, GRID = "#ffffff", "#1f2933", "#66727f", "#e3e8ed"
BLUE, ORANGE = "#0072b2", "#d55e00"  # told apart by the colour-blind as well
TWICE = 2  # drawn at twice the size and reduced, so that slanted edges are smooth
REGULAR, BOLD = 400, 700
SIMPLIFIED = 2  # the face for mainland China within the collection

Point = tuple[float, float]


class NoFont(Exception):
    """The package with the font is not installed."""


def font_file() -> Path:
    """The font of the package ``manimgx-fonts-cjk``: Noto Sans CJK, a collection."""
    spec = importlib.util.find_spec("manimgx_fonts_cjk")
    if spec is None or spec.origin is None:
        raise NoFont("manimgx-fonts-cjk")
    return Path(spec.origin).parent / "NotoSansCJK-VF.otf.ttc"


@cache
def font(size: int, weight: int = REGULAR) -> ImageFont.FreeTypeFont:
    """The simplified face of the font, in pixels of the drawing."""
    face = ImageFont.truetype(str(font_file()), size * TWICE, index=SIMPLIFIED)
    face.set_variation_by_axes([weight])
    return face


class Canvas:
    """A picture WIDTH pixels wide; all measures are pixels of what is seen."""

    def __init__(self, height: int, heading: Heading) -> None:
        self.height = height
        self._image = Image.new("RGB", (WIDTH * TWICE, height * TWICE), PAPER)
        self._draw = ImageDraw.Draw(self._image)
        room = WIDTH - 2 * MARGIN
        self.text((MARGIN, 74), self.fitted(heading.title, 44, room, BOLD), 44, weight=BOLD)
        self.text((MARGIN, 128), self.fitted(heading.below, 28, room), 28, FAINT)
        self.text((MARGIN, height - 40), self.fitted(heading.note, 24, room), 24, FAINT)

    def text(
        self,
        at: Point,
        text: str,
        size: int,
        ink: str = INK,
        anchor: str = "lm",
        weight: int = REGULAR,
        halo: float = 0,
    ) -> None:
        """Write on one line; *anchor* says which point of the text is at *at*, as Pillow does;
        a *halo* of paper keeps it legible upon lines."""
        face = font(size, weight)
        self._draw.text(
            _twice(at), text, ink, face, anchor, stroke_width=halo * TWICE, stroke_fill=PAPER
        )

    @staticmethod
    def width(text: str, size: int, weight: int = REGULAR) -> float:
        """How wide *text* would be."""
        return font(size, weight).getlength(text) / TWICE

    def fitted(self, text: str, size: int, room: float, weight: int = REGULAR) -> str:
        """*text*, cut off with an ellipsis where it is wider than *room*."""
        if self.width(text, size, weight) <= room:
            return text
        while text and self.width(f"{text}…", size, weight) > room:
            text = text[:-1]
        return f"{text}…"

    def box(self, corner: Point, opposite: Point, fill: str, radius: float = 6) -> None:
        """A filled rectangle with round corners."""
        self._draw.rounded_rectangle((*_twice(corner), *_twice(opposite)), radius * TWICE, fill)

    def line(self, points: Sequence[Point], ink: str, width: float) -> None:
        """A line through *points*."""
        path = [_twice(point) for point in points]
        self._draw.line(path, ink, round(width * TWICE), joint="curve")

    def area(self, outline: Sequence[Point], fill: str, holes: Sequence[Sequence[Point]]) -> None:
        """A filled area with a white border; *holes* are paper again."""
        for ring, ink in ((outline, fill), *((hole, PAPER) for hole in holes)):
            path = [_twice(point) for point in ring]
            self._draw.polygon(path, ink)
            self._draw.line(path, PAPER, 3 * TWICE, joint="curve")

    def dot(self, middle: Point, radius: float, fill: str, border: str | None = None) -> None:
        """A filled circle."""
        self._draw.circle(_twice(middle), radius * TWICE, fill, border, 2 * TWICE)

    def png(self) -> bytes:
        """The picture as a file."""
        out = io.BytesIO()
        size = (WIDTH, self.height)
        self._image.resize(size, Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
        return out.getvalue()


def _twice(point: Point) -> Point:
    return (point[0] * TWICE, point[1] * TWICE)

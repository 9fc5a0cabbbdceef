"""Type for paper: a small TrueType font with just the signs that a text needs, drawn at one weight
of the variable Noto Sans CJK, whose own form of outlines no PDF can hold."""

import io
from functools import cache

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from bot.charts.canvas import SIMPLIFIED, font_file

FAMILY = "Noto Sans CJK SC"
CLOSE_ENOUGH = 1.0  # thousandths of the size by which an outline may be off
MISSING = ".notdef"


@cache
def _source() -> TTFont:
    """The simplified face; read where something of it is needed."""
    return TTFont(font_file(), fontNumber=SIMPLIFIED, lazy=True)


def drawable(text: str) -> str:
    """*text* without the signs that the font does not have, such as 😀."""
    known = _source().getBestCmap()
    return "".join(sign for sign in text if ord(sign) in known or sign == "\n")


def font_for(text: str, weight: int) -> io.BytesIO:
    """The font as a file."""
    source = _source()
    known = source.getBestCmap()
    names = {ord(sign): known[ord(sign)] for sign in text if ord(sign) in known}
    order = [MISSING, *dict.fromkeys(names.values())]
    shapes = source.getGlyphSet(location={"wght": weight})
    outlines, widths = {}, {}
    for name in order:
        pen = TTGlyphPen(None)
        shapes[name].draw(Cu2QuPen(pen, CLOSE_ENOUGH, reverse_direction=True))
        outlines[name] = pen.glyph()
        widths[name] = round(shapes[name].width)
    return _built(f"NotoSansCJKsc-{weight}", names, outlines, widths)


def _built(
    title: str, names: dict[int, str], outlines: dict[str, object], widths: dict[str, int]
) -> io.BytesIO:
    head, lines = _source()["head"], _source()["hhea"]
    built = FontBuilder(head.unitsPerEm, isTTF=True)
    built.setupGlyphOrder(list(outlines))
    built.setupCharacterMap(names)
    built.setupGlyf(outlines)
    glyphs = built.font["glyf"]
    bearings = {name: getattr(glyphs[name], "xMin", 0) for name in outlines}
    built.setupHorizontalMetrics({name: (widths[name], bearings[name]) for name in outlines})
    built.setupHorizontalHeader(ascent=lines.ascent, descent=lines.descent)
    # Readers of PDF tell fonts apart by this name.
    built.setupNameTable({"familyName": FAMILY, "styleName": title, "psName": title})
    built.setupOS2(sTypoAscender=lines.ascent, sTypoDescender=lines.descent)
    built.setupPost()
    out = io.BytesIO()
    built.save(out)
    out.seek(0)
    return out

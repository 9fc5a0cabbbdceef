"""Where a text says that it is: district, town, road or crossing, and what stands there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

PARTS_NEEDED = 2  # a road alone may be ten kilometres long
_HAN = r"[\u4e00-\u9fff]"
_SECTION = r"(?:[东西南北中]{1,2}段)?"
_ROAD_END = re.compile(rf"(?:大道|大街|路|街|巷|胡同|高速|国道|省道){_SECTION}")
_ROAD_NAME = re.compile(rf"(?:{_HAN}{{1,6}}|[GSgs]\d{{2,4}})$")
_THING_NAME = re.compile(rf"(?:{_HAN}|[A-Za-z0-9]){{0,10}}$")
_AND = re.compile(r"[与和、跟至]|(?=[\u4e00-\u9fff]{1,4}(?:大道|大街|路|街))")
# What stands before a name without belonging to it; 和平路 and 上海路 keep their first sign.
_BEFORE = re.compile(
    r".*(?:[的在从往沿着由经你我他们住是有把个这那条被让去离走]|位于|处于|靠近|门口|反映|投诉"
    r"|(?<=[\u4e00-\u9fff])[与和到跟于至过](?=[\u4e00-\u9fff]{2}))"
)
SIDE = (
    r"(?:[东西南北]{1,2}(?:侧|角|门|边|口|面|向|头)|附近|旁边|对面|对过|门口|门前|楼下|院内|旁|口)"
)
_THING = re.compile(
    r"(?:小区|新村|花园|家园|公寓|佳苑|家属院|宿舍|广场|公园|湿地|学校|小学|中学|幼儿园|大学|学院|一中|二中"
    r"|医院|卫生院|诊所|市场|超市|商场|商城|大厦|酒店|宾馆|饭店|银行|药店|书店|网吧|加油站|公交站|火车站|汽车站"
    r"|车站|派出所|服务中心|服务大厅|政务大厅|图书馆|博物馆|体育馆|公厕|社区|村委会|立交桥|大桥|村(?!民|里|子|委)"
    rf"|路口|交叉口|十字口|(?<=\d)号(?:院|(?!楼))|(?<=\d)号楼)(?:小区)?(?:\d+号楼)?{SIDE}{{0,2}}"
)
_CROSSING = re.compile(
    rf"(?:交界处|交汇处|交叉处|交叉路口|交叉口|十字路口|丁字路口|路口|口){SIDE}{{0,2}}"
)


@dataclass(frozen=True, slots=True)
class PlaceNamed:
    """A place found in words; *address* is what names it, put together."""

    address: str
    district: str | None = None
    street: str | None = None
    road: str | None = None
    detail: str | None = None


class Gazetteer:
    """The districts of a city and their towns (乡镇、街道)."""

    def __init__(self, towns: Mapping[str, Sequence[str]]) -> None:
        """*towns* by district; a district may have none that are known."""
        self._districts = {
            name: full for full in towns for name in (full, full[:-1]) if len(name) > 1
        }
        self._towns = {
            name: (full, district)
            for district, some in towns.items()
            for full in some
            for name in _ways_to_say(full)
        }
        self._district = _any_of(self._districts)
        self._town = _any_of(self._towns)

    def district(self, text: str) -> str | None:
        """The district that *text* names, whether there is more of a place in it or not."""
        named = self._district.search(text)
        return self._districts[named[0]] if named else None

    def find(self, text: str) -> PlaceNamed | None:
        """The place that *text* names; None where it names none precisely enough to go there."""
        named, town = self._district.search(text), self._town.search(text)
        district = self._districts[named[0]] if named else None
        street, of = self._towns[town[0]] if town else (None, None)
        if not (named or town or _ROAD_END.search(text)):
            return None
        start = max(match.end() if match else 0 for match in (named, town))
        road, detail = _below(text[start:])
        parts = [part for part in (district, street, road, detail) if part]
        if len(parts) < PARTS_NEEDED:
            return None
        return PlaceNamed("".join(parts), district or of, street, road, detail)


def _ways_to_say(town: str) -> Iterator[str]:
    """马尚街道 is said 马尚街办, 马尚镇 too; but 般阳路街道 is never 般阳路镇."""
    yield town
    if town.endswith("街道"):
        yield f"{town[:-2]}街办"
        if not town.endswith("路街道"):
            yield f"{town[:-2]}镇"


def _any_of(names: Mapping[str, object]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


def _below(text: str) -> tuple[str | None, str | None]:
    """Road or crossing, and what is there."""
    text = text.removeprefix("办事处").lstrip(",，、 ")
    road = next(roads(text), None)
    if road is None:
        return None, next(_things(text), None)
    start, end = road
    end = _crossed(text, end)
    rest = text[end:]
    crossing = _CROSSING.match(rest)
    detail = crossing[0] if crossing else next(_things(rest[:30]), None)
    return text[start:end], detail


def roads(text: str) -> Iterator[tuple[int, int]]:
    """Where roads are named."""
    free = 0
    for end in _ROAD_END.finditer(text):
        name = _ROAD_NAME.search(text, free, end.start())
        free = end.end()
        if name:
            start = name.start() + _before(name[0])
            if start < end.start() and not text[start : end.end()].endswith(_not_roads()):
                yield start, end.end()


def _crossed(text: str, end: int) -> int:
    """The end of the second road where one follows at once, or *end*."""
    link = _AND.match(text, end)
    second = next(roads(text[link.end() : link.end() + 8]), None) if link else None
    return link.end() + second[1] if link and second and second[0] == 0 else end


def _things(text: str) -> Iterator[str]:
    """What stands there: buildings, shops, villages, house numbers, crossings."""
    for thing in _THING.finditer(text):
        name = _THING_NAME.search(text, 0, thing.start())
        before = name[0] if name else ""
        found = before[_before(before) :] + thing[0]
        if found != thing[0] or len(found) > 2:  # noqa: PLR2004  # 小区, alone, is nowhere
            yield found


def _before(name: str) -> int:
    """How much of *name* does not belong to it."""
    match = _BEFORE.match(name)
    return match.end() if match else 0


@cache
def _not_roads() -> tuple[str, ...]:
    """What ends like a road and is none."""
    return tuple((files("nlp") / "words" / "not_roads.txt").read_text("utf-8").split())

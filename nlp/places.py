"""Where a text says that it is: district, road or street, and what stands beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ROAD = re.compile(
    r"(?:[\u4e00-\u9fff]{1,8}?(?:大道|大街|路|街|巷|胡同|道)(?:[\u4e00-\u9fff]{0,2}段)?)"
    r"(?:[与和、跟](?:[\u4e00-\u9fff]{1,8}?(?:大道|大街|路|街|巷)))?"
)
_DETAIL = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9]{0,12}?(?:路口|交叉口|小区|广场|公园|学校|小学|中学|医院|市场|超市|"
    r"商场|大厦|花园|家园|社区|村|公交站|车站|桥|楼下|门口|号楼|\d+号)"
    r"(?:[东南西北]{1,2}(?:侧|角|门|边|口|面|向))?(?:附近|旁边|对面|门口|旁)?"
)
_NOT_PLACES = (
    *(
        "道路",
        "马路",
        "公路",
        "街道",
        "铁路",
        "修路",
        "走路",
        "让路",
        "网路",
        "堵路",
        "挡路",
        "没路",
    ),
    *("绕路", "一路", "线路", "电路", "楼道", "通道", "盲道", "车道", "下水道", "河道", "管道"),
    *("渠道", "难道", "知道", "味道", "人行道", "小街"),
)


PARTS_NEEDED = 2  # a road alone may be ten kilometres long


@dataclass(frozen=True, slots=True)
class PlaceNamed:
    """A place found in words; *address* is the run of text that names it."""

    address: str
    district: str | None = None
    road: str | None = None
    detail: str | None = None


def find_place(text: str, districts: Sequence[str]) -> PlaceNamed | None:
    """The place that *text* names; None where it names none precisely enough to go there."""
    district = next((name for name in districts if name in text), None)
    rest = text.split(district, 1)[1] if district else text
    road = next((m[0] for m in _ROAD.finditer(rest) if not m[0].endswith(_NOT_PLACES)), None)
    after = rest.split(road, 1)[1] if road else rest
    match = _DETAIL.match(after) if road else _DETAIL.search(after)
    detail = match[0] if match else None
    if sum(part is not None for part in (district, road, detail)) < PARTS_NEEDED:
        return None
    return PlaceNamed(f"{district or ''}{road or ''}{detail or ''}", district, road, detail)

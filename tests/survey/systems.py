"""Systems of indicators to test with: a small one by hand, and the example that is shipped."""

import csv
from functools import cache

from survey.indicators import System
from survey.reading import FIELDS, Known, read
from tests.conftest import ROOT

HEADINGS = {field.upper(): field for field in FIELDS}
HEAD = [*HEADINGS, "公园", "市场"]
KNOWN = Known(
    ("甲局", "乙局"), {"路灯": "lamp", "lamp": "lamp", "litter": "litter"}, {"lamp": "甲局"}
)

# Two indicators of 60 and 40; the last item applies to both kinds.
ROWS = [
    ["1", "环境", "60", "1-1", "没有垃圾", "40", "", "7.5", "乙局", "litter", "√", ""],
    ["1", "环境", "60", "1-2", "路灯亮", "20", "10", "", "", "路灯", "", "√"],
    ["2", "秩序", "40", "2-1", "不排队", "40.00", "12.34", "", "甲局", "lamp", "√", "1"],
]


def table(*changes: tuple[str, str]) -> list[list[str]]:
    """The rows with some cells written over, by their names."""
    rows = [[*HEAD], *([*row] for row in ROWS)]
    for where, said in changes:
        rows[int(where[1:]) - 1][ord(where[0]) - ord("A")] = said
    return rows


def small() -> System:
    """What the rows describe."""
    return read(table(), HEADINGS, KNOWN)


@cache
def example() -> System:
    """The example, read without a city: whatever it names is known."""
    path = ROOT / "survey" / "example" / "indicators.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    headings = dict(zip(rows[0], FIELDS, strict=False))
    named = {row[9] for row in rows[1:]}
    known = Known({row[8] for row in rows[1:]}, {one: one for one in named}, {})
    return read(rows, headings, known)

"""Every row of the lifecycle is driven by a journey. That each journey does live through the rows
that it is named for is checked where it ends, in conftest.py."""

from collections import Counter

from tests.conftest import ROOT
from tests.journeys.rows import JOURNEYS, NEVER, STAND_INS, every_row


def test_every_row_has_one_journey_or_a_reason_why_none() -> None:
    named = Counter([*NEVER, *(row for rows in JOURNEYS.values() for row in rows)])
    assert set(named) == every_row()
    assert named.most_common(1)[0][1] == 1
    assert all(NEVER.values())


def test_every_journey_that_is_named_exists() -> None:
    files = (ROOT / "tests" / "journeys").glob("test_*.py")
    there = "\n".join(file.read_text("utf-8") for file in files)
    assert [
        name for name in (*JOURNEYS, *STAND_INS.values()) if f"async def {name}(" not in there
    ] == []

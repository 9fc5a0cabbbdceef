"""When a challenger takes over, and when a night's training is due."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from cases.learning import Score, better, is_due, rightness

ZIBO = ZoneInfo("Asia/Shanghai")
AT = time(3, 30)


@pytest.mark.parametrize(
    ("changes", "wins"),
    [
        ([(10, 8, 9), (10, 8, 8)], True),
        ([(10, 8, 8), (10, 8, 8)], False),
        ([(10, 2, 9), (10, 8, 7)], False),
        ([], False),
    ],
)
def test_better_on_the_whole_and_worse_nowhere(
    changes: list[tuple[int, int, int]], wins: bool
) -> None:
    scores = [Score(str(number), *change) for number, change in enumerate(changes)]
    assert better(scores) is wins


def test_how_right_they_are_on_the_whole() -> None:
    assert rightness([Score("a", 10, 5, 6), Score("b", 30, 15, 30)]) == (0.5, 0.9)
    assert rightness([]) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("now", "last", "due"),
    [
        ("2026-03-03 03:29", None, False),
        ("2026-03-03 03:30", None, True),
        ("2026-03-03 23:00", "2026-03-02 03:31", True),  # the bot was down at night
        ("2026-03-03 23:00", "2026-03-03 03:31", False),
        ("2026-03-04 00:10", "2026-03-03 03:31", False),
    ],
)
def test_once_a_night_and_made_up_for_in_the_morning(
    now: str, last: str | None, due: bool
) -> None:
    at, before = _local(now), _local(last) if last else None
    assert is_due(at, before, AT, ZIBO) is due


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZIBO).astimezone(UTC)

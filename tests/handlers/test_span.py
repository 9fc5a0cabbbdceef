"""How /stats is told which days are meant."""

from datetime import date

import pytest

from cases.figures import Days
from handlers.span import read_span

TODAY = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("", Days(date(2026, 3, 14), TODAY)),
        ("1", Days(TODAY, TODAY)),
        ("30", Days(date(2026, 2, 19), TODAY)),
        ("2026-02", Days(date(2026, 2, 1), date(2026, 2, 28))),
        ("2026-3-1 2026-03-15", Days(date(2026, 3, 1), date(2026, 3, 15))),
    ],
)
def test_it_is_understood(text: str, days: Days) -> None:
    assert read_span(text, TODAY) == days


@pytest.mark.parametrize(
    "text",
    [
        *("0", "-1", "1101", "many", "7 days", "2026-13", "2026-02-30 2026-03-01"),
        *("2026-03-15 2026-03-01", "2026-03-01", "2026-04", "2020-01-01 2026-01-01", "0001-01"),
    ],
)
def test_anything_else_is_not(text: str) -> None:
    assert read_span(text, TODAY) is None

"""A few days of the quarter that ``python -m bench.quarter`` plays whole: its books balance."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bench.quarter.days import ZONE
from bench.quarter.plan import Plan
from bench.quarter.play import play


@pytest.mark.parametrize(
    "first",
    [
        date(2026, 2, 13),  # a Friday, then a Saturday that is worked, and nine days of rest
        date(2026, 12, 30),  # then a year whose holidays are not announced
    ],
)
async def test_the_books_of_some_days_balance(
    first: date, database_url: str, tmp_path: Path
) -> None:
    """Telegram away until after midnight, one kill, leave, a block."""
    away = datetime(first.year, first.month, first.day, 16, tzinfo=ZONE)
    outages = [(away, away + timedelta(hours=9))]
    plan = Plan(first, 3, 12, kills=1, outages=outages, leaves=2, blocks=1)
    life = await play(plan, database_url, tmp_path, seed=7)
    balance = life.office.ledger.balance
    assert not life.office.differs
    assert not balance.wrong
    assert sum(balance.owed.values()) >= 10
    told = balance.told + balance.overtaken + balance.blocked + life.office.ledger.waiting()
    assert told == balance.owed

"""A few days of the quarter that ``python -m bench.quarter`` plays whole: its books balance."""

from datetime import date, datetime
from pathlib import Path

from bench.quarter.days import ZONE
from bench.quarter.life import Plan
from bench.quarter.play import play

FRIDAY = date(2026, 2, 13)  # then a Saturday that is worked, and nine days of rest


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 2, day, hour, tzinfo=ZONE)


async def test_the_books_of_some_days_balance(database_url: str, tmp_path: Path) -> None:
    """Over the Spring Festival: Telegram away until after midnight, one kill, leave, a block."""
    plan = Plan(FRIDAY, 3, 12, kills=1, outages=[(at(13, 16), at(14, 1))], leaves=2, blocks=1)
    life = await play(plan, database_url, tmp_path, seed=7)
    balance = life.office.ledger.balance
    assert not life.office.differs
    assert not balance.wrong
    assert sum(balance.owed.values()) >= 10
    told = balance.told + balance.overtaken + balance.blocked + life.office.ledger.waiting()
    assert told == balance.owed

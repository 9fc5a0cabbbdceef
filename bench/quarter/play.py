"""Sets the stage, and lets the quarter pass."""

import sys
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from bench.quarter.days import DAY, ZONE, works
from bench.quarter.life import Life, Plan
from bench.quarter.service import Service
from bench.quarter.town import Town
from bench.stub import TOKEN
from bot.config import load
from bot.serve import SWITCH_EVERY, prepare
from bot.storage.engine import open_database

ROOT = Path(__file__).parents[2]
EACH, MOST = 4, 19  # officials of an organisation
A_QUARTER = 1000  # cases that one more official of each organisation handles in three months


def quarter(first: date, days: int, cases: int) -> Plan:
    """What goes wrong meanwhile: Telegram away from an afternoon until after midnight and over a
    whole morning, the service down from one afternoon to the next morning, and, in proportion,
    kills, leaves, blocks."""
    work = [day for n in range(days) if works(day := first + DAY * n)]
    third, half, last = (work[len(work) * n // 6] for n in (2, 3, 4))
    staff = min(MOST, EACH + cases // A_QUARTER)
    return Plan(
        first,
        days,
        cases,
        kills=max(3, days // 3),
        outages=[(_at(third, 14), _at(third + DAY, 1, 30)), (_at(half, 5), _at(half, 11, 20))],
        downs=[(_at(last, 15), _at(last + DAY, 10))],
        leaves=max(4, days * staff // 12),
        blocks=max(2, days * staff // 48),
        staff=staff,
    )


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


async def play(plan: Plan, url: str, folder: Path, seed: int) -> Life:
    """The quarter on the database at *url*."""
    config = replace(
        load(ROOT / "config.toml", {}),
        token=TOKEN,
        database_url=url,
        photo_folder=folder,
        model_folder=folder,
        per_second=1e6,
        per_chat_seconds=0.0,
    )
    sys.setswitchinterval(SWITCH_EVERY)
    await prepare(open_database(url))
    service = Service(config, datetime.combine(plan.first, time(), ZONE) - timedelta(days=1))
    town = Town(config.city.tree)
    await town.settle(service.store, list(config.city.organisations), plan.staff, plan.cases)
    life = Life(plan, service, town, seed)
    life.prepare()
    await life.run()
    await service.close()
    return life

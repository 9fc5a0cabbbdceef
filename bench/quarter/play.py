"""Sets the stage, and lets the quarter pass."""

import sys
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

from bench.quarter.days import ZONE
from bench.quarter.life import Life
from bench.quarter.plan import Plan
from bench.quarter.service import Service
from bench.quarter.town import Town
from bench.stub import TOKEN
from bot.config import load
from bot.serve import SWITCH_EVERY, prepare
from bot.storage.engine import open_database

ROOT = Path(__file__).parents[2]


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

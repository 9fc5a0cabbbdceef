"""A process that sweeps and delivers when it is told to, on a clock that stands still: one of
several on one database. ``python -m tests.durability.one_of_four DATABASE API TOKEN NOW``."""

import asyncio
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.app import build
from bot.config import load
from tests.conftest import ROOT


async def main(url: str, api: str, token: str, now: datetime) -> None:
    """A word a line: what to do next; answered when it is done."""
    config = replace(
        load(ROOT / "config.toml", {}),
        token=token,
        api_base_url=api,
        database_url=url,
        photo_folder=Path.cwd(),
        per_second=1000.0,
        per_chat_seconds=0.0,
    )
    service = build(config, lambda: now)
    await service.app.bot.initialize()
    does = {
        "sweep": service.clockwork.sweep,
        "deliver": lambda: service.delivery.catch_up(service.app.bot),
    }
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while word := (await asyncio.to_thread(sys.stdin.readline)).strip():
        await does[word]()
        sys.stdout.write(f"{word} done\n")
        sys.stdout.flush()
    await service.app.bot.shutdown()
    await service.database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4], now=datetime.fromisoformat(sys.argv[4])))

"""One process that sweeps once it is told to: python -m tests.durability.sweeper URL TIME."""

import asyncio
import sys
from datetime import datetime

from bot.config import load
from bot.storage.book import SqlStore
from bot.storage.engine import open_database
from cases.rounds import Rounds


async def sweep(url: str, now: datetime) -> None:
    """Say that we are ready, wait for a line, sweep; say how many cases were looked at."""
    database = open_database(url)
    rounds = Rounds(SqlStore(database, clock=lambda: now), load().city, lambda: now)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(f"{await rounds.sweep()}\n")
    await database.close()


if __name__ == "__main__":
    asyncio.run(sweep(sys.argv[1], datetime.fromisoformat(sys.argv[2])))

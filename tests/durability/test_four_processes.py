"""Four real processes sweep the same due cases and deliver; one of them is killed meanwhile."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.config import Config
from bot.storage.book import SqlStore
from bot.storage.engine import Database, open_database
from bot.storage.tables import notices, reminders
from cases.city import City
from cases.model import Case, CaseId, Kind, Person, PersonId, Place, Post, Report, Role, State
from sandbox.people import Townspeople
from sandbox.server import Sandbox, serve
from tests.conftest import ROOT

NOW = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)  # Tuesday 10:00 in Zibo
CASES, OWNERS, OFFICE = 600, 30, "市城市管理局"  # a sweep takes 500 at once
NUMBER = re.compile(r"ZB-\d{8}-\d{4}")


async def test_every_rung_is_told_once_by_four_that_sweep_at_once(
    config: Config, database_url: str, tmp_path: Path
) -> None:
    """The host's time zone differs from the city's, and between them."""
    async with serve() as sandbox, Townspeople(sandbox.url) as town:
        owners = [await town.person(100 + n, f"承办人{n}") for n in range(OWNERS)]
        for owner in owners:
            sandbox.world.chats[owner.id].started = True
        database = open_database(database_url)
        await _file(database, config.city)
        zones = ("America/New_York", "Asia/Shanghai", "UTC", "Pacific/Kiritimati")
        four = [await _start(sandbox, database_url, tmp_path, zone) for zone in zones]
        await asyncio.gather(*(_answers(one, "ready") for one in four))
        victim, *rest = four
        _say(victim, "sweep")
        sweeping = asyncio.gather(*(_do(one, "sweep") for one in rest))
        victim.send_signal(signal.SIGKILL)
        await asyncio.gather(victim.wait(), sweeping)
        for word in ("sweep", "deliver"):
            await asyncio.gather(*(_do(one, word) for one in rest))
        await asyncio.gather(*(one.communicate() for one in rest))
        assert [one.returncode for one in rest] == [0, 0, 0]
        heard = Counter(
            (owner.id, number)
            for owner in owners
            for message in await owner.chat()
            for number in NUMBER.findall(message.text)
        )
        assert heard == {(100 + n % OWNERS, f"ZB-{n:08}-{n:04}"): 1 for n in range(CASES)}
        await _check(database)
        await database.close()


async def _start(sandbox: Sandbox, url: str, folder: Path, zone: str) -> Process:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SUISHOUPAI_")}
    environment |= {"TZ": zone, "PYTHONPATH": str(ROOT)}
    command = (sys.executable, "-m", "tests.durability.one_of_four", url, sandbox.url)
    return await asyncio.create_subprocess_exec(
        *command,
        sandbox.token,
        NOW.isoformat(),
        env=environment,
        cwd=folder,
        stdin=PIPE,
        stdout=PIPE,
    )


def _say(process: Process, word: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{word}\n".encode())


async def _answers(process: Process, answer: str) -> None:
    assert process.stdout is not None
    assert (await process.stdout.readline()).decode().strip() == answer


async def _do(process: Process, word: str) -> None:
    _say(process, word)
    await _answers(process, f"{word} done")


async def _file(database: Database, city: City) -> None:
    """Cases of three working days, given to their owners two days ago: half is over."""
    report = Report(Kind.PROBLEM, "public_facility", "长椅坏了", Place("柳泉路"))
    start = NOW - timedelta(days=5)
    async with SqlStore(database, clock=lambda: NOW).writing() as book:
        await book.meet(Person(PersonId(1), "马奶奶"))
        for number in range(OWNERS):
            owner = Person(PersonId(100 + number), f"承办人{number}")
            await book.meet(owner)
            await book.appoint(owner.id, Post(Role.OFFICIAL, OFFICE))
        for number in range(CASES):
            owner_id = PersonId(100 + number % OWNERS)
            name, state = f"ZB-{number:08}-{number:04}", State.ASSIGNED
            case = Case(CaseId(0), name, report, PersonId(1), state, start, OFFICE, owner_id)
            case = city.promised(replace(case, due_version=1), city.handling(case, start))
            await book.add(replace(case, next_reminder_at=NOW - timedelta(minutes=1)))


async def _check(database: Database) -> None:
    """The tables say the same."""
    told = select(func.count()).select_from(reminders).where(reminders.c.recipient > 0)
    columns = (notices.c.state, notices.c.maybe_twice, func.count())
    sent = select(*columns).group_by(notices.c.state, notices.c.maybe_twice)
    async with database.reading() as connection:
        assert (await connection.execute(told)).scalar_one() == CASES
        assert [tuple(row) for row in await connection.execute(sent)] == [("sent", False, CASES)]

"""Four processes sweep the same due cases at once: every rung is told once, none is missing."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import insert, select

from bot.storage.tables import cases, notices
from cases.rounds import BATCH
from tests.casework.conftest import SUN, WANG, Office
from tests.casework.conftest import office as office  # noqa: PLC0414  # the fixture
from tests.conftest import ROOT

CASES, PROCESSES = 2 * BATCH, 4


async def test_each_rung_of_each_case_is_told_once(office: Office, database_url: str) -> None:
    """All cases are two working hours late: of each the owner and the supervisor are to hear."""
    late = await _many(office)
    seen = await _swept(database_url, late)
    assert sum(seen) >= CASES
    async with office.database.reading() as connection:
        query = select(notices.c.case, notices.c.recipient).where(notices.c.kind == "reminder")
        told = Counter((row.case, row.recipient) for row in await connection.execute(query))
        ids = (await connection.execute(select(cases.c.id))).scalars().all()
    assert told == {(case, person): 1 for case in ids for person in (WANG, SUN)}
    if not office.database.is_sqlite:
        assert sum(count > 0 for count in seen) > 1, "only one of the four had anything to do"


async def _many(office: Office) -> datetime:
    """File one case and copy it; returns when all of them are late."""
    case = await office.files()
    async with office.database.writing() as connection:
        row = (await connection.execute(select(cases))).mappings().one()
        copies = [
            {**row, "id": case.id + n, "number": f"{case.number}-{n}"} for n in range(1, CASES)
        ]
        await connection.execute(insert(cases), copies)
    assert case.due_at is not None
    return case.due_at + timedelta(hours=2)


async def _swept(url: str, now: datetime) -> list[int]:
    """How many cases each process looked at; all begin in the same moment."""
    processes = await asyncio.gather(*(_sweeper(url, now) for _ in range(PROCESSES)))
    for process in processes:
        if process.stdin is not None:
            process.stdin.write(b"go\n")
    said = await asyncio.gather(*(process.communicate() for process in processes))
    assert [process.returncode for process in processes] == [0] * PROCESSES
    return [int(out) for out, _ in said]


async def _sweeper(url: str, now: datetime) -> Process:
    """A process that stands ready, on a host whose time zone is not the city's."""
    arguments = ("-m", "tests.durability.sweeper", url, now.isoformat())
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments),
        stdin=PIPE,
        stdout=PIPE,
        cwd=ROOT,
        env={**os.environ, "TZ": "America/New_York"},
    )
    if process.stdout is not None:
        assert await process.stdout.readline() == b"ready\n"
    return process

"""How long the pack of the weekly analysis takes at a tenth of, and at, 100,000 cases."""

import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import insert

from bench.sweep import OFFICIALS, REPORTER, database_of, people
from bot.analysis_side import briefings, packs, repeats
from bot.config import Config, load
from bot.storage.book import SqlStore
from bot.storage.engine import Database
from bot.storage.rows import event_row, filed_row
from bot.storage.tables import cases, events
from bot.storage.tally import SqlTally
from bot.tools import tools_of
from cases.city import City
from cases.figures import Days, spans
from cases.model import (
    Case,
    CaseId,
    Event,
    Kind,
    Outcome,
    PersonId,
    Place,
    Report,
    Source,
    State,
)

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)  # Monday 08:30 in Zibo
FEW, MANY, CHUNK = 10_000, 100_000, 5_000
YEAR = timedelta(days=400)
OPEN_SHARE, SOLVED_SHARE, CORNER_SHARE = 0.2, 0.9, 0.05
LATELY = timedelta(days=7)
DISTRICTS = (("张店区", 36.77, 118.0), ("临淄区", 36.77, 118.25), ("周村区", 36.77, 117.8))
RETURNED = 40  # of so many cases one is given back
Done = TypeVar("Done")
ROADS = ("柳泉路", "人民路", "共青团路", "华光路", "新村路", "中心路", "西六路", "张周路")
WEEK, MONTH = Days.up_to(NOW.date() - timedelta(days=1), 7), Days.month(2026, 2)


async def main() -> None:
    """Print the table."""
    sys.stdout.write(
        "\nThe pack of the weekly analysis, and /stats of a month\n\n| | cases | whole pack | "
        "counted | PDF | annex | pack of a month | /stats of a month | first look for repeats "
        "| next look |\n|---|---|---|---|---|---|---|---|---|---|\n"
    )
    for kind in ("sqlite", *filter(None, [os.environ.get("SUISHOUPAI_BENCH_POSTGRES")])):
        for count in (FEW, MANY):
            async with database_of(kind) as database:
                name = "SQLite" if database.is_sqlite else "PostgreSQL"
                figures = await _measure(database, count)
            sys.stdout.write(f"| {name} | {count:,} | {figures} |\n")
            sys.stdout.flush()


async def _measure(database: Database, count: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        url = database.url.set(drivername=database.url.get_backend_name())
        config = replace(
            load(ROOT / "config.toml", {}),
            database_url=url.render_as_string(hide_password=False),
            photo_folder=Path(folder),
        )
        await people(SqlStore(database))
        await fill(database, config.city, count)
        return await _timed(config)


async def _timed(config: Config) -> str:
    """Of one service, which has drawn nothing before."""
    tools = tools_of(config, lambda: NOW)
    words, maker, look = tools.catalogue["zh"], packs(tools), repeats(tools)
    await asyncio.to_thread(tools.reader.warm_up)
    pack, whole = await _seconds(maker.make(WEEK, words))
    _, counted = await _seconds(briefings(tools).make(WEEK))
    _, month = await _seconds(maker.make(MONTH, words))
    _, stats = await _seconds(_stats(SqlTally(tools.database), config.city))
    _, first = await _seconds(look.look())
    _, again = await _seconds(look.look())
    await tools.database.close()
    if not pack.page:
        raise RuntimeError("the pack is empty")
    return (
        f"{whole:.2f} s | {counted:.2f} s | {len(pack.paper) / 1024:.0f} KB "
        f"| {len(pack.annex) / 1024:.0f} KB | {month:.2f} s | {stats:.2f} s "
        f"| {first:.2f} s | {again * 1000:.0f} ms"
    )


async def _stats(tally: SqlTally, city: City) -> None:
    for span in spans(MONTH, city.zone, NOW):
        await tally.whole(span, None)


async def _seconds(work: Awaitable[Done]) -> tuple[Done, float]:
    began = time.perf_counter()
    done = await work
    return done, time.perf_counter() - began


async def fill(database: Database, city: City, count: int) -> None:
    """Cases of more than a year, each with its log; of the last week a fifth is open."""
    made = _cases(city, count)
    done = 0
    while chunk := list(islice(made, CHUNK)):
        rows, logs = [], []
        for number, case in enumerate(chunk, start=done + 1):
            rows.append(filed_row(case))
            logs += _log(replace(case, id=CaseId(number)))
        done += len(chunk)
        async with database.writing() as connection:
            await connection.execute(insert(cases), rows)
            await connection.execute(insert(events), logs)
    if not database.is_sqlite:
        async with database.writing() as connection:
            await connection.exec_driver_sql("ANALYZE")


def _cases(city: City, count: int) -> Iterator[Case]:
    """A twentieth of them at a few corners, and some categories far oftener than others."""
    chance, offices = random.Random(7), list(city.organisations)
    codes = [chance.choice(list(city.categories)[: 3 + n]) for n in range(len(city.categories))]
    for number in range(count):
        at = NOW - YEAR + YEAR * number / count
        category = city.categories[chance.choice(codes)]
        place = _place(chance)
        source = Source.MEETING if number % 2_000 == 0 else Source.CITIZEN
        text = f"{place.address}{category.points_at[0]}"
        report = Report(Kind.PROBLEM, category.code, text, place, source=source)
        name = f"ZB-{at + timedelta(hours=8):%Y%m%d}-{number % 10_000:04d}"
        case = Case(CaseId(0), name, report, REPORTER, State.CLOSED, at)
        owner = PersonId(100 + number % OFFICIALS)
        case = replace(case, organisation=chance.choice(offices), owner=owner, due_version=1)
        case = city.promised(case, city.handling(case, at))
        if chance.random() < (OPEN_SHARE if NOW - at < LATELY else OPEN_SHARE / 50):
            yield replace(case, state=State.IN_PROGRESS)
        else:
            solved = replace(case, outcome=Outcome.SOLVED, verified=chance.random() < SOLVED_SHARE)
            yield replace(solved, rating=chance.randrange(1, 6))


def _place(chance: random.Random) -> Place:
    district, south, west = chance.choice(DISTRICTS)
    if chance.random() < CORNER_SHARE:
        road = chance.choice(ROADS)
        spread = 0.0001 * chance.random()
        return Place(f"{road}路口", district, south + ROADS.index(road) / 100, west + spread)
    address = f"{chance.choice(ROADS)}{chance.randrange(200)}号"
    return Place(address, district, south + chance.random() / 10, west + chance.random() / 10)


def _log(case: Case) -> list[dict[str, Any]]:
    """Filed, given, and where it is closed resolved and verified within two days."""
    states = [State.SUBMITTED, State.ASSIGNED, State.RESOLVED, State.CLOSED]
    actions = ["submit", "assign", "resolve", "verify"]
    reached = 4 if case.state is State.CLOSED else 2
    rows = [
        event_row(
            case.id,
            Event(
                case.submitted_at + timedelta(hours=12 * place),
                case.owner,
                actions[place],
                states[place - 1] if place else None,
                states[place],
            ),
            f"{case.id}:{place}",
            "",
        )
        for place in range(reached)
    ]
    if case.id % RETURNED == 0:
        gave_back = Event(case.submitted_at, case.owner, "return", State.ASSIGNED, State.SUBMITTED)
        rows.append(event_row(case.id, gave_back, f"{case.id}:return", ""))
    return rows


if __name__ == "__main__":
    asyncio.run(main())

"""How long a sweep takes: the same 10,000 due cases among few and among very many open ones."""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import Integer, String, cast, column, insert, literal, select

from bot.config import load
from bot.serve import prepare
from bot.storage.book import SqlStore
from bot.storage.engine import Database, open_database
from bot.storage.rows import filed_row
from bot.storage.tables import cases
from cases.city import City
from cases.model import Case, CaseId, Kind, Person, PersonId, Place, Post, Report, Role, State
from cases.rounds import Rounds

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)  # Tuesday 10:00 in Zibo
DUE, FEW, MANY, OFFICIALS, IDLE = 10_000, 20_000, 1_000_000, 200, 50
REPORTER = PersonId(1)


@dataclass(frozen=True)
class Figures:
    """What one database of so many open cases showed."""

    seconds: float
    idle: float


async def main() -> None:
    """Print the table."""
    sys.stdout.write(
        f"\n{DUE:,} due cases, each for its owner\n\n"
        "| | among | sweep | due cases/s | ratio | idle sweep |\n|---|---|---|---|---|---|\n"
    )
    for kind in ("sqlite", *filter(None, [os.environ.get("SUISHOUPAI_BENCH_POSTGRES")])):
        few = 0.0
        for open_cases in (FEW, MANY):
            async with database_of(kind) as database:
                figures = await _measure(database, open_cases)
            few = few or figures.seconds
            name = "SQLite" if kind == "sqlite" else "PostgreSQL"
            sys.stdout.write(
                f"| {name} | {open_cases:,} | {figures.seconds:.2f} s "
                f"| {DUE / figures.seconds:,.0f} | {figures.seconds / few:.2f} "
                f"| {figures.idle * 1000:.1f} ms |\n"
            )
            sys.stdout.flush()


async def _measure(database: Database, open_cases: int) -> Figures:
    city = load(ROOT / "config.toml", {}).city
    store = SqlStore(database, clock=lambda: NOW)
    await people(store)
    await fill(database, city, open_cases)
    rounds = Rounds(store, city, lambda: NOW)
    await rounds.next_due()
    began = time.perf_counter()
    seen = await rounds.sweep()
    seconds = time.perf_counter() - began
    if seen != DUE:
        raise RuntimeError(f"{seen} cases were due instead of {DUE}")
    return Figures(seconds, statistics.median([await _timed(rounds) for _ in range(IDLE)]))


async def _timed(rounds: Rounds) -> float:
    began = time.perf_counter()
    await rounds.sweep()
    return time.perf_counter() - began


async def people(store: SqlStore) -> None:
    """OFFICIALS officials, and the one who reports."""
    async with store.writing() as book:
        await book.meet(Person(REPORTER, "市民"))
        for number in range(OFFICIALS):
            official = Person(PersonId(100 + number), f"承办人{number}")
            await book.meet(official)
            await book.appoint(official.id, Post(Role.OFFICIAL, "市城市管理局"))


async def fill(database: Database, city: City, open_cases: int) -> None:
    """DUE cases that were assigned yesterday and are at half of their time, and the others that
    are not due for a month: copies of one row, made by the database."""
    due = _row(city, NOW - timedelta(days=1))
    later = _row(city, NOW, next_at=NOW + timedelta(days=30))
    async with database.writing() as connection:
        for row, first, count in ((due, 0, DUE), (later, DUE, open_cases - DUE)):
            await connection.execute(_copies(row, first, count))
    if not database.is_sqlite:
        async with database.writing() as connection:
            await connection.exec_driver_sql("ANALYZE cases")


def _row(city: City, start: datetime, next_at: datetime | None = None) -> dict[str, Any]:
    report = Report(
        Kind.PROBLEM, "public_facility", "长椅坏了", Place("柳泉路", "张店区", 36.8, 118.0)
    )
    case = Case(CaseId(0), "", report, REPORTER, State.ASSIGNED, start, "市城市管理局")
    case = city.promised(replace(case, due_version=1), city.handling(case, start))
    look = next_at or NOW - timedelta(minutes=1)
    return filed_row(replace(case, next_reminder_at=look))


def _copies(row: dict[str, Any], first: int, count: int) -> Any:
    numbers = select(literal(1, Integer).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < count))
    number = column("n", Integer)
    columns: dict[str, Any] = {
        name: literal(value, cases.c[name].type) for name, value in row.items()
    }
    columns["number"] = literal("ZB-") + cast(first + number, String)
    columns["owner"] = 100 + number % OFFICIALS
    source = select(*(value.label(name) for name, value in columns.items()))
    return insert(cases).from_select(list(columns), source.select_from(numbers))


@asynccontextmanager
async def database_of(kind: str) -> AsyncIterator[Database]:
    """A fresh database: a file, or one of its own on the server of that URL."""
    with tempfile.TemporaryDirectory() as folder:
        url, name = f"sqlite:///{folder}/bench.db", f"suishoupai_bench_{os.getpid()}"
        if kind != "sqlite":
            await _on_server(kind, f'CREATE DATABASE "{name}"')
            url = f"{kind.rpartition('/')[0]}/{name}"
        await prepare(open_database(url))
        database = open_database(url)
        try:
            yield database
        finally:
            await database.close()
            if kind != "sqlite":
                await _on_server(kind, f'DROP DATABASE "{name}" WITH (FORCE)')


async def _on_server(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


if __name__ == "__main__":
    asyncio.run(main())

"""How long a round in the field takes: handed out, every point opened, what fails described, each
point finished by 60 inspectors at once, and a case made of everything that failed; the whole of
10,773 points, some four minutes, beside a tenth (fewer: SUISHOUPAI_BENCH_POINTS=1077)."""

import asyncio
import csv
import hashlib
import os
import random
import sys
import tempfile
import time
from argparse import Namespace
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from bench.survey import MANY, ROOT, imported, points_in
from bench.sweep import database_of
from bot import indicators_command
from bot.config import Config, load
from bot.field_side import inspecting
from bot.storage.book import SqlStore
from bot.storage.engine import Database
from bot.storage.survey_rounds import SurveyRounds
from bot.storage.systems import Systems, points_of
from bot.storage.tables import cases, survey_findings, survey_points, survey_visits
from cases.model import Person, PersonId, Post, Role
from cases.records import Box
from cases.step import Ask
from survey.handing import Handing
from survey.indicators import System
from survey.inspecting import Arrival, Inspecting
from survey.rounds import Plan
from survey.scores import score
from survey.visits import Sheet

NOW = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)  # Tuesday 10:00 in Zibo
INSPECTORS, ITEMS, FAILING = 60, 15, 2
KINDS = ("公共厕所", "农贸市场", "公共广场", "老旧小区", "次干道")
HEADINGS = (
    *("指标编号", "指标", "指标分值", "条目编号", "检查内容", "分值"),
    *("部分得分", "每处扣分", "牵头单位", "类别"),
)
TOWN = Box(36.75, 117.98, 36.88, 118.12)  # 12 by 14 km: in a hundred metres' reach lie others


@dataclass(frozen=True)
class Figures:
    """What one round showed, in seconds."""

    handing: float
    field: float


async def main() -> None:
    """Print the table."""
    many = int(os.environ.get("SUISHOUPAI_BENCH_POINTS", MANY))
    sys.stdout.write(
        f"\nA round in the field: {ITEMS} items a point of which {FAILING} fail at the mean, "
        f"{INSPECTORS} inspectors at once\n\n"
        "| | points | hand out | in the field | points/s | whole | ratio |\n"
        "|---|---|---|---|---|---|---|\n"
    )
    for kind in ("sqlite", *filter(None, [os.environ.get("SUISHOUPAI_BENCH_POSTGRES")])):
        first = 0.0
        for count in (many // 10, many):
            async with database_of(kind) as database:
                figures = await _measure(database, count)
            seconds = figures.handing + figures.field
            first = first or seconds
            sys.stdout.write(
                f"| {'SQLite' if kind == 'sqlite' else 'PostgreSQL'} | {count:,} "
                f"| {figures.handing:.1f} s | {figures.field:.1f} s "
                f"| {count / figures.field:.1f} | {seconds:.1f} s | {seconds / first:.1f} |\n"
            )
            sys.stdout.flush()


async def _measure(database: Database, count: int) -> Figures:
    url = database.url.set(drivername=database.url.get_backend_name())
    plain = url.render_as_string(hide_password=False)
    config = replace(load(ROOT / "config.toml", {}), database_url=plain)
    store = SqlStore(database, clock=_now, tree=config.city.tree)
    inspectors = await _people(store, config.city.organisations)
    await _begun(database, config, count)
    began = time.perf_counter()
    await Handing(store, config.city, config.field, _now).morning()
    handed = time.perf_counter()
    field = inspecting(database, store, config.city, config.field, _now)
    server = asyncio.create_task(_as_the_server_does(database))
    await asyncio.gather(
        *(_in_the_field(field, one, number % 2) for number, one in enumerate(inspectors))
    )
    seconds = time.perf_counter() - handed
    server.cancel()
    await asyncio.gather(server, return_exceptions=True)
    await _audited(database, await Systems(database).system(1), count)
    return Figures(handed - began, seconds)


async def _as_the_server_does(database: Database) -> None:
    """PostgreSQL looks each minute at tables that have grown and makes the plans for them anew;
    here also where its autovacuum is off. Plans made for empty tables read all of them."""
    while not database.is_sqlite:
        await asyncio.sleep(60)
        async with database.writing() as connection:
            await connection.exec_driver_sql("ANALYZE")


def _now() -> datetime:
    return NOW


async def _people(store: SqlStore, organisations: Sequence[str]) -> list[PersonId]:
    """An official in each organisation, and the inspectors, the two of a team one after the
    other: teams are made of the two halves of the row of those without an office."""
    officials = [
        (PersonId(100 + n), Post(Role.OFFICIAL, name)) for n, name in enumerate(organisations)
    ]
    row = [PersonId(1000 + n) for n in range(INSPECTORS)]
    async with store.writing() as book:
        for person, post in (*officials, *((one, Post(Role.INSPECTOR)) for one in row)):
            await book.meet(Person(person, f"人员{person}"))
            await book.appoint(person, post)
    half = INSPECTORS // 2
    return [one for pair in zip(row[:half], row[half:], strict=True) for one in pair]


async def _begun(database: Database, config: Config, count: int) -> None:
    """The indicators and the points imported, and a round of one day that draws all of them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "indicators.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(_indicators(config))
        await indicators_command.DOES["import"](config, Namespace(file=str(path)))
    await imported(config, points_in(config, KINDS, count, TOWN))
    plan = Plan(
        name="三月测评",
        begins=NOW.date(),
        ends=NOW.date(),
        version=1,
        organisation="市文明办",
        quotas=dict.fromkeys(KINDS, count),
    )
    await SurveyRounds(database).start(plan, "seed", NOW)


def _indicators(config: Config) -> list[list[str]]:
    """A table of five indicators of 20.00, each with three items for each kind."""
    rows = [[*HEADINGS, *KINDS]]
    categories = list(config.city.categories.values())
    for group in range(5):
        for number in range(ITEMS):
            kind = number % len(KINDS)
            category = categories[(group * ITEMS + number) % len(categories)]
            rows.append(
                [
                    *(f"甲{group}", f"指标{group}", "20.00", f"甲{group}-{number:02}"),
                    f"{category.name}没有问题({KINDS[kind]},{number})",
                    "1.34" if number % 3 == 0 else "1.33",
                    *(("0.50", "") if number % 2 else ("", "0.25")),
                    *("", category.code),
                    *("√" if place == kind else "" for place in range(len(KINDS))),
                ]
            )
    return rows


async def _in_the_field(field: Inspecting, by: PersonId, half: int) -> None:
    """Whoever it is does every second point of their team's list, in its order, by what the
    presses and messages in the chat ask of the use case."""
    for visit in await field.in_hand(by):
        if visit.turn % 2 != half:
            continue
        here = visit.point.spot
        near = await field.nearest(by, here)
        if near is None or near[0] > 1:
            raise RuntimeError(f"the nearest of what is left is {near}")
        sheet = await field.open(visit.id, Arrival(here), by)
        await _looked_at(field, sheet, by)
        await field.finish(visit.id, Ask(by, f"visit:{visit.id}"))
        await field.left(by)


async def _looked_at(field: Inspecting, sheet: Sheet, by: PersonId) -> None:
    visit = sheet.visit.id
    chance = random.Random(visit)
    for item in range(len(sheet.items)):
        if chance.random() < FAILING / ITEMS:
            await field.fail(visit, item, by)
            count = chance.choice((1, 1, 2))
            if count > 1:
                await field.mark(visit, item, count, by)
            photo = hashlib.sha256(f"{visit}:{item}".encode()).hexdigest()
            await field.sheet(visit, by)
            await field.describe(visit, item, sheet.items[item].text, [photo], by)
    await field.sheet(visit, by)


async def _audited(database: Database, system: System, count: int) -> None:
    """Raises RuntimeError unless every point was done once, its score is what its findings earn,
    and everything that failed has its case."""
    visits = select(survey_visits, survey_points.c.kind).join(
        survey_points, survey_points.c.id == survey_visits.c.point
    )
    findings = select(survey_findings, survey_findings.c.count.label("times"))
    async with database.reading() as connection:
        done = (await connection.execute(visits.where(survey_visits.c.done_at.is_not(None)))).all()
        found = (await connection.execute(findings)).all()
        known = set((await connection.execute(select(cases.c.id))).scalars())
    if not len(done) == len({one.point for one in done}) == count:
        raise RuntimeError(f"{len(done)} points of {count} are done")
    if not found or any(row.case not in known for row in found if row.times):
        raise RuntimeError("something failed and has no case")
    answers: defaultdict[int, dict[str, int | None]] = defaultdict(dict)
    for row in found:
        answers[row.visit][row.item] = row.times
    for one in done:
        items = system.items_at(one.kind)
        earned = score(items, {item.code: 0 for item in items} | answers[one.id])
        if len(items) != ITEMS or points_of(one.score) != (earned or Decimal(0)):
            raise RuntimeError(f"visit {one.id} has {one.score} instead of {earned}")


if __name__ == "__main__":
    asyncio.run(main())

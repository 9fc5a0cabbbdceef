"""How long a field survey takes: to import points, to score and to rank them."""

import asyncio
import io
import os
import random
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from bench.sweep import database_of
from bot import indicators_command, points_command
from bot.config import Config, load
from bot.districts import Districts
from bot.sheets import Xlsx
from bot.storage.systems import Systems
from cases.records import Box
from survey.distance import Spot
from survey.indicators import System
from survey.points import FIELDS, Point
from survey.scores import means, ranking, score

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "survey" / "example" / "indicators.csv"
MANY, OFFICES = 10_773, 400
WHOLE = Box(36, 117.5, 37.3, 118.6)


async def main() -> None:
    """Print the table."""
    sys.stdout.write(
        "\nField survey: .xlsx imported, every item answered and scored, each point ranked\n\n"
        "| | points | import | score | rank | ratio of imports |\n|---|---|---|---|---|---|\n"
    )
    for kind in ("sqlite", *filter(None, [os.environ.get("SUISHOUPAI_BENCH_POSTGRES")])):
        first = 0.0
        for count in (MANY // 10, MANY):
            async with database_of(kind) as database:
                url = database.url.set(drivername=database.url.get_backend_name())
                plain = url.render_as_string(hide_password=False)
                config = replace(load(ROOT / "config.toml", {}), database_url=plain)
                await indicators_command.DOES["import"](config, Namespace(file=str(EXAMPLE)))
                system = await Systems(database).system(1)
                points = points_in(config, system.kinds, count)
                seconds = await imported(config, points)
            scoring, ranking_ = _scored(system, points)
            first = first or seconds
            sys.stdout.write(
                f"| {url.get_backend_name()} | {count:,} | {seconds:.1f} s | {scoring:.2f} s "
                f"| {ranking_:.2f} s | {seconds / first:.1f} |\n"
            )
            sys.stdout.flush()


async def imported(config: Config, points: Sequence[Point]) -> float:
    """Seconds to import them from a spreadsheet, as the command line does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "points.xlsx"
        sheet = Xlsx(path, {field: field for field in FIELDS}, lambda _: None)
        sheet.add([point.row() for point in points])
        sheet.close()
        began = time.perf_counter()
        with redirect_stdout(io.StringIO()):
            [line] = await points_command.DOES["import"](config, Namespace(file=str(path)))
        seconds = time.perf_counter() - began
    if not line.startswith(f"{len(points)} new"):
        raise RuntimeError(line)
    return seconds


def _scored(system: System, points: Sequence[Point]) -> tuple[float, float]:
    """Seconds to score all points, and to rank them and whoever answers for them."""
    chance = random.Random(2)
    items = {kind: system.items_at(kind) for kind in system.kinds}
    answers = [
        {item.code: chance.choice((0, 0, 0, 1, 2, None)) for item in items[point.kind]}
        for point in points
    ]
    began = time.perf_counter()
    scores = [
        score(items[point.kind], found) or Decimal(0)
        for point, found in zip(points, answers, strict=True)
    ]
    scored = time.perf_counter()
    for names in (
        [point.name for point in points],
        [f"{number % OFFICES}" for number in range(len(points))],
    ):
        ranking(means(zip(names, scores, strict=True)), least=1)
    return scored - began, time.perf_counter() - scored


def points_in(config: Config, kinds: Sequence[str], count: int, box: Box = WHOLE) -> list[Point]:
    """So many, all over the city, or as much of it as lies in *box*."""
    chance = random.Random(1)
    atlas = Districts.load(config.districts, config.division_code, config.boundaries)
    points: list[Point] = []
    while len(points) < count:
        north, east = chance.uniform(box.south, box.north), chance.uniform(box.west, box.east)
        spot = Spot(round(north, 6), round(east, 6))
        district = atlas.district_of(spot.latitude, spot.longitude)
        if district is not None:
            points.append(
                Point(
                    kind=chance.choice(kinds),
                    name=f"点位{len(points)}",
                    place=f"柳泉路{len(points)}号",
                    district=district,
                    street="",
                    organisation=chance.choice(config.city.organisations),
                    spot=spot,
                )
            )
    return points


if __name__ == "__main__":
    asyncio.run(main())

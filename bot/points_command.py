"""``suishoupai points``: the points of the field survey, from files, into files, and found."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterable, Mapping
from datetime import tzinfo
from math import nan
from pathlib import Path
from typing import Any

from bot import survey_files
from bot.config import Config
from bot.districts import Districts
from bot.failure import Failure
from bot.sheets import Xlsx
from bot.storage.engine import Database
from bot.storage.migrate import opened
from bot.storage.survey_points import Look, SurveyPoints, Wish
from bot.storage.systems import Systems
from handlers.texts import Catalogue
from survey import geojson
from survey.distance import Spot
from survey.points import FIELDS, MOST_ROWS, Known, Point, read
from survey.table import Fault, Faulty
from survey.visits import Stage

GEOJSON = (".geojson", ".json")
POLE = 89.0  # degrees; beyond it, boxes of degrees say nothing


async def bring_in(config: Config, wishes: argparse.Namespace) -> Iterable[str]:
    """Enter the points of a file; what is wrong is named, and the rest entered. Raises Failure
    where something was wrong, at the end."""
    path = Path(wishes.file)
    async with opened(config.database_url) as database:
        known = await _known(config, database)
        rows = _rows(path, config)
        try:
            points, faults = read(rows, _headings(config), known)
        except Faulty as error:
            points, faults = [], list(error.faults)
        entered = await SurveyPoints(database).enter(points)
    line = f"{entered.new} new, {entered.changed} changed, {entered.known} known already"
    if faults:
        sys.stdout.write(f"{line}\n")
        _complain(path, rows, faults, config)
        raise Failure(
            f"{path}: {len(faults)} things are wrong, and the points they are about were not "
            "entered; mend them and import it again, what was entered stays once"
        )
    return [line]


async def write(config: Config, wishes: argparse.Namespace) -> Iterable[str]:
    """Write all points into a file, .xlsx or .geojson; raises Failure."""
    path = Path(wishes.file)
    writer = _geojson if path.suffix.lower() in GEOJSON else _xlsx
    if writer is _xlsx and path.suffix.lower() != ".xlsx":
        raise Failure(f"{path}: points are written as .xlsx or .geojson")
    half = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        async with opened(config.database_url) as database:
            count = await writer(config, SurveyPoints(database), half)
        half.replace(path)
    except OSError as error:
        raise Failure(f"{path} cannot be written: {error.strerror}") from None
    finally:
        half.unlink(missing_ok=True)
    return [f"{path}: {count} points"]


async def find(config: Config, wishes: argparse.Namespace) -> Iterable[str]:
    """A line for each point that is found; with *near*, the nearest first, with its metres."""
    wish = Wish(
        name=wishes.name,
        kind=wishes.kind,
        district=wishes.district,
        organisation=wishes.organisation,
    )
    async with opened(config.database_url) as database:
        points = SurveyPoints(database)
        if wishes.near is None:
            return [_line(point) async for page in points.pages(wish) for point in page]
        found = await points.near(_spot(wishes.near), wishes.within, wish)
        return [f"{far:.0f} m\t{_line(point)}" for far, point in found]


async def history(config: Config, wishes: argparse.Namespace) -> Iterable[str]:
    """A line for each look at the points of that name that is over: round, day, score, how many
    items failed."""
    async with opened(config.database_url) as database:
        looks = await SurveyPoints(database).history(Wish(name=wishes.name))
    zone = config.city.zone
    return ["\t".join((_line(one.point), *_look(one, zone))) for one in looks]


Command = Callable[[Config, argparse.Namespace], Coroutine[Any, Any, Iterable[str]]]
DOES: Mapping[str, Command] = {
    "import": bring_in,
    "export": write,
    "find": find,
    "history": history,
}


async def _known(config: Config, database: Database) -> Known:
    """What points may be: the kinds of the newest indicators; raises StorageError without."""
    systems = Systems(database)
    return Known(
        kinds=(await systems.system(await systems.newest())).kinds,
        districts=config.districts,
        organisations=config.city.organisations,
        district_of=Districts.load(
            config.districts, config.division_code, config.boundaries
        ).district_of,
    )


def _rows(path: Path, config: Config) -> list[list[str]]:
    if path.suffix.lower() not in GEOJSON:
        return survey_files.table(path, MOST_ROWS)
    try:
        rows = geojson.rows(survey_files.contents(path), _headings(config))
    except ValueError as error:
        raise Failure(f"{path} is no GeoJSON with a collection of features: {error}") from None
    if len(rows) - 1 > MOST_ROWS:
        raise Failure(f"{path} has more than {MOST_ROWS:,} features; split it")
    return survey_files.cleaned(rows)


def _headings(config: Config) -> dict[str, str]:
    """The field of each heading, in every language and as GeoJSON names it."""
    every = Catalogue(config.city.zone).every
    words = {heading: field for field in FIELDS for heading in every(f"places.{field}")}
    return words | {field: field for field in FIELDS}


def _complain(path: Path, rows: list[list[str]], faults: list[Fault], config: Config) -> None:
    def feature(fault: Fault) -> str:
        heading = rows[0][fault.column - 1] if fault.column <= len(rows[0]) else ""
        return f"features[{fault.row - 2}] {heading}" if fault.row > 1 else "properties"

    words = Catalogue(config.city.zone)["zh"]
    where = feature if path.suffix.lower() in GEOJSON else survey_files.cells(path)
    for line in survey_files.complaints(faults, where, words, "places"):
        sys.stdout.write(f"{line}\n")


async def _xlsx(config: Config, points: SurveyPoints, path: Path) -> int:
    words, count = Catalogue(config.city.zone)["zh"], 0
    headings = {field: words.plain(f"places.{field}") for field in FIELDS}
    sheet = Xlsx(path, headings, lambda _: None)
    async for page in points.pages(Wish()):
        sheet.add([point.row() for point in page])
        count += len(page)
    sheet.close()
    return count


async def _geojson(_: Config, points: SurveyPoints, path: Path) -> int:
    every = [point async for page in points.pages(Wish()) for point in page]
    await asyncio.to_thread(path.write_text, "".join(geojson.written(every)), "utf-8")
    return len(every)


def _line(point: Point) -> str:
    return "\t".join((point.kind, point.name, point.district, point.place, point.organisation))


def _look(look: Look, zone: tzinfo) -> tuple[str, ...]:
    kind = "inspected" if look.stage is Stage.FIRST else "looked at again"
    reached = "no score" if look.score is None else str(look.score)
    day = f"{look.at.astimezone(zone):%Y-%m-%d}"
    return look.round, kind, day, reached, f"{look.failed} failed"


def _spot(text: str) -> Spot:
    try:
        latitude, longitude = map(float, text.split(","))
    except ValueError:
        latitude = longitude = nan
    if not (abs(latitude) < POLE and abs(longitude) <= 2 * POLE):
        raise Failure(f"--near {text!r} is no place; write 36.81,118.05")
    return Spot(latitude, longitude)

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
from bot.failure import Failure
from bot.sheets import Xlsx
from bot.storage.migrate import opened
from bot.storage.survey_points import SurveyPoints
from bot.survey_side import importing
from handlers.survey_words import cell_of, cleaned, complaints, feature_of, point_headings
from handlers.texts import Catalogue
from survey import geojson
from survey.distance import Spot
from survey.errors import NoIndicators
from survey.lookup import Look, Wish
from survey.points import FIELDS, MOST_ROWS, Entered, Point
from survey.table import Fault, Faulty
from survey.visits import Stage

GEOJSON = (".geojson", ".json")
NO_INDICATORS = (
    "there are no indicators yet, and they say which kinds of points there are; "
    "run: suishoupai indicators import FILE"
)
POLE = 89.0  # degrees; beyond it, boxes of degrees say nothing


async def bring_in(config: Config, wishes: argparse.Namespace) -> Iterable[str]:
    """Enter the points of a file; what is wrong is named, and the rest entered. Raises Failure
    where something was wrong, at the end."""
    path = Path(wishes.file)
    headings = point_headings(Catalogue(config.city.zone))
    async with opened(config.database_url) as database:
        entering = importing(config, database)
        rows = _rows(path, headings)
        try:
            entered, faults = await entering.take_points(rows, headings)
        except Faulty as error:
            entered, faults = Entered(0, 0, 0), list(error.faults)
        except NoIndicators:
            raise Failure(NO_INDICATORS) from None
    line = f"{entered.new} new, {entered.changed} changed, {entered.known} known already"
    if faults:
        sys.stdout.write(f"{line}\n")
        _complain(path, rows[0], faults, config)
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
        organisations=None if wishes.organisation is None else (wishes.organisation,),
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


def _rows(path: Path, headings: Mapping[str, str]) -> list[list[str]]:
    if path.suffix.lower() not in GEOJSON:
        return survey_files.table(path, MOST_ROWS)
    try:
        rows = geojson.rows(survey_files.contents(path), headings)
    except ValueError as error:
        raise Failure(f"{path} is no GeoJSON with a collection of features: {error}") from None
    if len(rows) - 1 > MOST_ROWS:
        raise Failure(f"{path} has more than {MOST_ROWS:,} features; split it")
    return cleaned(rows)


def _complain(path: Path, heading: list[str], faults: list[Fault], config: Config) -> None:
    is_geojson = path.suffix.lower() in GEOJSON
    where = feature_of(heading) if is_geojson else cell_of(survey_files.sheet(path))
    words = Catalogue(config.city.zone)["zh"]
    for line in complaints(faults, where, words, "places"):
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
    every = await points.all()
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

"""``suishoupai indicators``: importing systems of indicators, an empty table, and an example."""

import argparse
import sys
from collections.abc import Callable, Coroutine, Iterable, Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any

from bot import survey_files
from bot.config import Config
from bot.failure import Failure
from bot.indicator_files import IndicatorFiles
from bot.storage.migrate import opened
from bot.storage.systems import Systems
from bot.survey_side import importing
from handlers.survey_words import cell_of, complaints, indicator_headings
from handlers.texts import Catalogue, Words
from survey.importing import Version
from survey.reading import MOST_ROWS
from survey.table import Faulty

Lines = Iterable[str]


async def bring_in(config: Config, wishes: argparse.Namespace) -> Lines:
    """Import a table as a new version; every cell that is wrong is named, and then nothing is
    imported. Raises Failure."""
    path = Path(wishes.file)
    catalogue = Catalogue(config.city.zone)
    rows = survey_files.table(path, MOST_ROWS)
    async with opened(config.database_url) as database:
        entering = importing(config, database)
        try:
            version, new = await entering.take_indicators(
                rows, indicator_headings(catalogue), path.stem
            )
        except Faulty as error:
            raise _refused(path, error, catalogue["zh"]) from None
    if not new:
        return [f"version {version.number} says the same already; nothing was imported"]
    return [f"version {version.number}: {_size(version)}"]


async def template(config: Config, wishes: argparse.Namespace) -> Lines:
    """An empty table."""
    return _save(wishes.file, IndicatorFiles(config.city).template(_words(config)))


async def write_example(config: Config, wishes: argparse.Namespace) -> Lines:
    """The example as a table that can be changed and imported."""
    return _save(wishes.file, IndicatorFiles(config.city).example(_words(config)))


async def versions(config: Config, _: argparse.Namespace) -> Lines:
    """A line for each version, the newest first."""
    async with opened(config.database_url) as database:
        return [_line(one, config.city.zone) for one in await Systems(database).versions()]


DOES: Mapping[str, Callable[[Config, argparse.Namespace], Coroutine[Any, Any, Lines]]] = {
    "import": bring_in,
    "template": template,
    "example": write_example,
    "list": versions,
}


def _refused(path: Path, error: Faulty, words: Words) -> Failure:
    """Names the cells, and says what to do."""
    where = cell_of(survey_files.sheet(path))
    for line in complaints(error.faults, where, words, "indicators"):
        sys.stdout.write(f"{line}\n")
    return Failure(
        f"{path} was not imported: {len(error.faults)} cells are wrong; mend them and "
        "import it again"
    )


def _save(file: str, data: bytes) -> Lines:
    survey_files.save(Path(file), data)
    return [file]


def _words(config: Config) -> Words:
    return Catalogue(config.city.zone)["zh"]


def _line(one: Version, zone: tzinfo) -> str:
    at = one.imported_at.astimezone(zone)
    return f"{one.number}  {at:%Y-%m-%d %H:%M}  {one.name}  {_size(one)}"


def _size(one: Version) -> str:
    return f"{one.indicators} indicators, {one.kinds} kinds of points, {one.items} items"

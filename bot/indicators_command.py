"""``suishoupai indicators``: importing systems of indicators, an empty table, and an example."""

import argparse
import sys
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from datetime import tzinfo
from decimal import Decimal
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from bot import survey_files
from bot.clock import utc_now
from bot.config import Config
from bot.failure import Failure
from bot.storage.migrate import opened
from bot.storage.systems import Systems, Version
from bot.tables_in import Tables
from handlers.texts import Catalogue
from survey.indicators import System
from survey.reading import AMOUNTS, FIELDS, MOST_ROWS, Known, read
from survey.table import Faulty

Lines = Iterable[str]


async def bring_in(config: Config, wishes: argparse.Namespace) -> Lines:
    """Import a table as a new version; every cell that is wrong is named, and then nothing is
    imported. Raises Failure."""
    path = Path(wishes.file)
    async with opened(config.database_url) as database:
        system = _system(path, config)
        version, new = await Systems(database).add(system, path.stem[:200], utc_now())
    if not new:
        return [f"version {version} says the same already; nothing was imported"]
    size = _size(len(system.indicators), len(system.kinds), len(system.items))
    return [f"version {version}: {size}"]


async def template(config: Config, wishes: argparse.Namespace) -> Lines:
    """An empty table, with the kinds of points of the example to begin with."""
    head, *_ = _example()
    return _save(wishes.file, config, head[len(FIELDS) :], ())


async def write_example(config: Config, wishes: argparse.Namespace) -> Lines:
    """The example as a table that can be changed and imported."""
    head, *rows = _example()
    names = {code: one.name for code, one in config.city.categories.items()}
    return _save(
        wishes.file,
        config,
        head[len(FIELDS) :],
        [
            [*map(_typed, FIELDS, (names.get(said, said) for said in row)), *row[len(FIELDS) :]]
            for row in rows
        ],
    )


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


def _example() -> list[list[str]]:
    """The rows of the example, with their heading."""
    with as_file(files("survey") / "example" / "indicators.csv") as path:
        return survey_files.table(path, MOST_ROWS)


def _typed(field: str, said: str) -> str | Decimal:
    """What a cell says, as a number where it is one of points."""
    return Decimal(said) if said and field in AMOUNTS else said


def _system(path: Path, config: Config) -> System:
    rows = survey_files.table(path, MOST_ROWS)
    catalogue, categories = Catalogue(config.city.zone), config.city.categories
    headings = {
        heading: field for field in FIELDS for heading in catalogue.every(f"indicators.{field}")
    }
    known = Known(
        organisations=config.city.organisations,
        categories={name: code for code, one in categories.items() for name in (one.name, code)},
        leads={code: one.organisation for code, one in categories.items()},
    )
    try:
        return read(rows, headings, known)
    except Faulty as error:
        where, words = survey_files.cells(path), catalogue["zh"]
        for line in survey_files.complaints(error.faults, where, words, "indicators"):
            sys.stdout.write(f"{line}\n")
        raise Failure(
            f"{path} was not imported: {len(error.faults)} cells are wrong; mend them and "
            "import it again"
        ) from None


def _save(
    file: str, config: Config, kinds: Sequence[str], rows: Sequence[Sequence[str | Decimal]]
) -> Lines:
    words = Catalogue(config.city.zone)["zh"]
    choices: Mapping[str, Sequence[str]] = {
        "organisation": config.city.organisations,
        "category": [one.name for one in config.city.categories.values()],
    }
    data = Tables().template(
        [*(words.plain(f"indicators.{field}") for field in FIELDS), *kinds],
        [*(choices.get(field, ()) for field in FIELDS), *(() for _ in kinds)],
        rows,
        words.plain("indicators.example" if rows else "indicators.title"),
    )
    survey_files.save(Path(file), data)
    return [file]


def _line(one: Version, zone: tzinfo) -> str:
    at = one.imported_at.astimezone(zone)
    size = _size(one.indicators, one.kinds, one.items)
    return f"{one.number}  {at:%Y-%m-%d %H:%M}  {one.name}  {size}"


def _size(indicators: int, kinds: int, items: int) -> str:
    return f"{indicators} indicators, {kinds} kinds of points, {items} items"

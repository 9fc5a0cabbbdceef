"""``suishoupai export``: the cases of some days as a file."""

import sys
from pathlib import Path

from bot.clock import utc_now
from bot.config import Config
from bot.districts import Districts
from bot.export import OPERATOR, Exporter
from bot.photos import PhotoBox
from bot.reader import TextReader
from bot.settings import ConfigError, day
from bot.storage.book import SqlStore
from bot.storage.cards import PhotoIds
from bot.storage.engine import open_database
from bot.storage.migrate import check_version
from handlers.card import CardMaker
from handlers.export import span
from handlers.texts import Catalogue


async def export(config: Config, first: str, last: str, form: str, out: str | None) -> Path:
    """Write the file and return where it is; raises ConfigError and StorageError."""
    begins, ends = day("--from", first), day("--to", last)
    if begins > ends:
        raise ConfigError(f"--from {first} is after --to {last}")
    path = Path(out or f"cases-{begins}-{ends}.{form}")
    half = path.with_name(f".{path.name}.part.{form}")
    database = open_database(config.database_url)
    city, catalogue = config.city, Catalogue(config.city.zone)
    atlas = Districts.load(config.districts, config.division_code, config.boundaries)
    store = SqlStore(database, tree=city.tree)
    exporter = Exporter(
        store=store,
        city=city,
        catalogue=catalogue,
        maker=CardMaker(city, catalogue, TextReader.of(config), atlas, utc_now),
        atlas=atlas,
        pictures=PhotoBox(config.photo_folder, PhotoIds(database), most_bytes=config.photo_bytes),
    )
    try:
        await check_version(database)
        await exporter.write(OPERATOR, span(begins, ends, city), half, _tell)
        half.replace(path)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from None
    finally:
        half.unlink(missing_ok=True)
        await database.close()
    return path


async def _tell(done: int, total: int) -> None:
    end = "\n" if done == total else ""
    sys.stderr.write(f"\r{done} / {total}{end}")

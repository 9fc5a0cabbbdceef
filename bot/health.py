"""``suishoupai check``: is everything there that is needed? One line each, and how to mend it."""

from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.clock import utc_now
from bot.config import Config, require_token
from bot.districts import Districts
from bot.failure import CannotRun
from bot.storage.book import SqlStore
from bot.storage.engine import Database, StorageError, open_database
from bot.storage.migrate import upgrade
from bot.wire import Wire
from cases.audit import Audit

NAMED = 5


async def examine(config: Config) -> list[str]:
    """What was found to be in order; raises CannotRun, ConfigError or StorageError at the first
    thing that is not."""
    lines = [f"config: {config.city.name}, {len(config.city.categories)} categories"]
    Districts.load(config.districts, config.division_code, config.boundaries)
    lines.append(f"districts: {len(config.districts)}")
    lines.append(_calendar(config))
    lines += await _database(config)
    lines.append(await _telegram(config))
    return lines


def _calendar(config: Config) -> str:
    year = utc_now().astimezone(config.city.zone).year
    if config.city.calendar.is_announced(year + 1):
        return f"calendar: holidays known to the end of {year + 1}"
    return f"calendar: holidays of {year + 1} not announced yet; deadlines there are provisional"


async def _database(config: Config) -> list[str]:
    database = open_database(config.database_url)
    try:
        await upgrade(database)
        kind = database.url.get_backend_name()
        return [f"database: {kind}, schema up to date", await _log(database)]
    finally:
        await database.close()


async def _log(database: Database) -> str:
    """Whether each case's log is as it was written."""
    found = await Audit(SqlStore(database), utc_now).inspect()
    if found.broken:
        named = ", ".join(found.broken[:NAMED])
        raise StorageError(
            f"the log of {len(found.broken)} cases was changed behind the program's back: "
            f"{named}; see /audit NUMBER, and compare with a backup"
        )
    return f"log: {found.entries} entries of {found.cases} cases, none missing, none changed"


async def _telegram(config: Config) -> str:
    require_token(config)
    bot = Bot(config.token, f"{config.api_base_url}/bot", request=Wire())
    try:
        async with bot:
            return f"telegram: @{bot.username}"
    except InvalidToken:
        raise CannotRun("Telegram does not know this token (401); ask @BotFather for it") from None
    except NetworkError as error:
        raise CannotRun(f"{config.api_base_url} cannot be reached: {error.message}") from None
    except TelegramError as error:
        raise CannotRun(f"Telegram refused: {error.message}") from None

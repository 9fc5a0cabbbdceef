"""The schema, brought up to date by Alembic."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.storage.engine import Database, StorageError, open_database, plainly


async def upgrade(database: Database) -> None:
    """Create or update all tables; raises StorageError where that cannot be done."""
    try:
        async with database.writing() as connection:
            await connection.run_sync(_upgrade)
    except (DBAPIError, OSError) as error:
        raise plainly(error, database.url) from error


async def check_version(database: Database) -> None:
    """Raise StorageError unless the schema is the one this program knows."""
    try:
        async with database.reading() as connection:
            current = await connection.run_sync(_version)
    except (DBAPIError, OSError) as error:
        raise plainly(error, database.url) from error
    wanted = ScriptDirectory.from_config(configuration()).get_current_head()
    if current != wanted:
        raise StorageError(
            f"the database has schema {current or 'none'}, this program needs {wanted}; "
            "run: suishoupai db upgrade"
        )


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """The database of that URL as long as the block lasts; raises StorageError unless its schema
    is the one this program knows."""
    database = open_database(url)
    try:
        await check_version(database)
        yield database
    finally:
        await database.close()


def configuration() -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    return config


def _upgrade(connection: Connection) -> None:
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _version(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()

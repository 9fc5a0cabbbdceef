"""The migrations make the very tables that the program uses, on both databases."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect

from bot.storage.book import SqlStore
from bot.storage.engine import open_database
from bot.storage.migrate import check_version, configuration, upgrade
from bot.storage.tables import metadata
from cases.audit import Audit
from cases.model import Event, State
from tests.storage.test_book import GRANNY, NOW, file_one


def _difference(connection: Connection) -> object:
    return compare_metadata(
        MigrationContext.configure(connection, opts={"compare_type": True}), metadata
    )


async def test_the_schema_is_what_the_models_say(database_url: str) -> None:
    database = open_database(database_url)
    async with database.reading() as connection:
        assert await connection.run_sync(_difference) == []
    await check_version(database)
    await upgrade(database)
    await database.close()


async def test_it_can_be_taken_down_and_put_up_again(database_url: str) -> None:
    database = open_database(database_url)

    def down(connection: Connection) -> list[str]:
        config = configuration()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        return inspect(connection).get_table_names()

    async with database.writing() as connection:
        left = await connection.run_sync(down)
    assert set(left) <= {"alembic_version", "sqlite_sequence"}
    await upgrade(database)
    await check_version(database)
    await database.close()


async def test_logs_that_were_there_before_are_chained(database_url: str) -> None:
    database = open_database(database_url)
    first, second = [await file_one(database) for _ in range(2)]

    def down(connection: Connection) -> None:
        configured = configuration()
        configured.attributes["connection"] = connection
        command.downgrade(configured, "0005-1")

    event = Event(NOW, GRANNY, "submit", None, State.SUBMITTED, "坑 😀")
    urge = Event(NOW, None, "urge", State.SUBMITTED, State.SUBMITTED)
    async with SqlStore(database).writing() as book:
        await book.log(first, (event, "a"))
        await book.log(second, (event, "b"), (urge, "c"))
    async with database.writing() as connection:
        await connection.run_sync(down)
    await upgrade(database)
    async with SqlStore(database).writing() as book:
        await book.log(first, (urge, "d"))
    found = await Audit(SqlStore(database), lambda: NOW).inspect()
    assert (found.cases, found.entries, found.broken) == (2, 4, ())
    await database.close()


def test_there_is_one_head() -> None:
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    assert len(ScriptDirectory.from_config(configuration()).get_heads()) == 1
    assert Path(configuration().get_main_option("script_location") or "").is_dir()

"""Opening the database the same, correct way everywhere: SQLite by default, PostgreSQL by URL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.failure import Failure
from bot.storage import hops

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


class StorageError(Failure):
    """The database cannot be used; the message says what is wrong and what to do."""


class Database:
    """One database, with a door for readers and one for writers."""

    def __init__(self, url: URL, engine: AsyncEngine) -> None:
        self.url, self._engine = url, engine
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self._writer = engine.execution_options(sqlite_begin="IMMEDIATE")
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write. SQLite has one writer: ours queue here, not there."""
        if not self.is_sqlite:
            async with self._writer.begin() as connection:
                yield connection
            return
        async with self._turn, self._writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads."""
        async with self._engine.connect() as connection:
            yield connection

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()


def database_url(text: str) -> URL:
    """The URL with the driver that we use; raises StorageError for what is none of ours."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise StorageError(
            "the database URL cannot be read; write e.g. sqlite:///data/suishoupai.db"
        ) from None
    driver = _DRIVERS.get(url.get_backend_name())
    if driver is None:
        raise StorageError(
            f"the database {url.get_backend_name()!r} is not supported; use sqlite or postgresql"
        )
    return url.set(drivername=driver)


def open_database(text: str) -> Database:
    """Open the database of that URL; nothing is connected before it is used. Errors hide their
    parameters: what people wrote must not reach the log."""
    url = database_url(text)
    if url.get_backend_name() == "postgresql":
        return Database(
            url, create_async_engine(url, pool_size=10, max_overflow=10, hide_parameters=True)
        )
    _make_folder(url)
    # As many as a burst needs, kept open: opening one is a thread and five statements.
    engine = create_async_engine(
        url,
        pool_size=15,
        max_overflow=0,
        connect_args={"timeout": 30, "async_creator_fn": hops.connect},
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "connect", _on_connect)
    event.listen(engine.sync_engine, "begin", _on_begin)
    return Database(url, engine)


def plainly(error: DBAPIError | OSError, url: URL) -> StorageError:
    """What a failure to reach the database means, in one line and without the password."""
    where = url.render_as_string(hide_password=True)
    cause = str(getattr(error, "orig", None) or error).splitlines()[0]
    return StorageError(f"the database {where} cannot be used: {cause}")


def _make_folder(url: URL) -> None:
    if not url.database or url.database == ":memory:":
        raise StorageError("SQLite needs a file: sqlite:///data/suishoupai.db")
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise plainly(error, url) from error


def _on_connect(connection: Any, _: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _on_begin
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=30000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")

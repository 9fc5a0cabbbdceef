"""SQLite without a thread: three months of statements that wait for nobody.

The service gives SQLite a thread of its own, so that a slow statement holds up nobody; here
nobody waits, and handing each statement to the thread and back would take most of the run.
"""

import asyncio
import sqlite3
from typing import Any

from sqlalchemy import URL, Pool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util import await_only


def instead_of_the_thread() -> None:
    """From now on this process opens SQLite so."""
    registry.register("sqlite.aiosqlite", __name__, "Inline")


class _Cursor(sqlite3.Cursor):
    async def _async_soft_close(self) -> None:
        """What SQLAlchemy awaits of a cursor."""


class _Connection(sqlite3.Connection):
    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)


class Inline(SQLiteDialect_pysqlite):
    """The plain driver in the shape of an asynchronous one. Others get their turn before each
    statement, as with the thread."""

    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        """The pool that waits as coroutines do."""
        del url
        return AsyncAdaptedQueuePool

    def get_driver_connection(self, connection: Any) -> Any:
        """There is nothing in between."""
        return connection

    def connect(self, *args: Any, **kwargs: Any) -> Any:
        """With our cursors, which have no thread to go to."""
        kwargs.pop("async_creator_fn", None)
        return super().connect(*args, factory=_Connection, **kwargs)

    def do_execute(
        self, cursor: Any, statement: str, parameters: Any, context: Any = None
    ) -> None:
        """In its turn."""
        del context
        await_only(asyncio.sleep(0))
        cursor.execute(statement, parameters)

    def do_executemany(
        self, cursor: Any, statement: str, parameters: Any, context: Any = None
    ) -> None:
        """In its turn."""
        del context
        await_only(asyncio.sleep(0))
        cursor.executemany(statement, parameters)

"""SQLite with one hop to its thread and back for a statement; aiosqlite alone makes four."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

import aiosqlite


class _Cursor:
    """What SQLAlchemy wants of a cursor, with everything fetched when it has executed."""

    arraysize = 1

    def __init__(self, connection: "_Connection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> "_Cursor":
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> "_Cursor":
        """Run it and fetch its rows."""
        await self._connection.on_thread(self._run, sqlite3.Cursor.execute, sql, parameters)
        return self

    async def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> "_Cursor":
        """Run it for each of *rows*."""
        await self._connection.on_thread(self._run, sqlite3.Cursor.executemany, sql, rows)
        return self

    async def fetchall(self) -> list[Any]:
        """What was fetched, once."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open any more."""

    def _run(self, how: Any, sql: str, given: Any) -> None:
        cursor = self._connection.cursor_there()
        try:
            how(cursor, sql, given)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class _Connection(aiosqlite.Connection):
    """One of aiosqlite whose cursors do not go to the thread for nothing."""

    def __init__(self, database: str, options: dict[str, Any]) -> None:
        super().__init__(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
        self._thread.daemon = True  # else a process that dies would wait for it

    def cursor(self) -> Any:
        """A cursor; nothing is asked of the database yet."""
        return _Cursor(self)

    def cursor_there(self) -> sqlite3.Cursor:
        """A cursor of the thread."""
        return self._conn.cursor()

    async def on_thread(self, work: Any, *given: Any) -> None:
        """Do it there."""
        await self._execute(work, *given)  # type: ignore[no-untyped-call]


def connect(database: str, **options: Any) -> aiosqlite.Connection:
    """For SQLAlchemy's ``async_creator_fn``; the arguments are those of ``sqlite3.connect``."""
    return _Connection(database, options)

"""What all parts of the book share: one connection, one moment."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.tree import Tree


class Page:
    """A part of the book within one transaction."""

    def __init__(
        self, connection: AsyncConnection, now: datetime, tree: Tree, *, locks: bool
    ) -> None:
        self._db, self._now, self._tree = connection, now, tree
        self._locks = locks
        self.told_somebody = False
        self.looks: list[datetime] = []
        on_sqlite = connection.dialect.name == "sqlite"
        self._insert: Any = sqlite.insert if on_sqlite else postgresql.insert

"""Fresh databases for tests: copies of one that was migrated once."""

import asyncio
import os
import shutil
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from bot.serve import prepare
from bot.storage.engine import open_database

POSTGRES = os.environ.get(
    "SUISHOUPAI_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres"
)
KINDS = os.environ.get("SUISHOUPAI_TEST_DATABASES", "sqlite").split(",")
TEMPLATE = f"suishoupai_template_{os.getpid()}"


def migrated(kind: str, folder: Path) -> None:
    """Make the template that the fresh databases are copied from."""
    url = f"sqlite:///{folder / 'template.db'}"
    if kind == "postgresql":
        asyncio.run(_execute(f'CREATE DATABASE "{TEMPLATE}"'))
        url = _named(TEMPLATE)
    asyncio.run(prepare(open_database(url)))


def forget(kind: str) -> None:
    """Drop the template."""
    if kind == "postgresql":
        asyncio.run(_execute(f'DROP DATABASE IF EXISTS "{TEMPLATE}" WITH (FORCE)'))


@asynccontextmanager
async def fresh(kind: str, template_folder: Path, folder: Path) -> AsyncIterator[str]:
    """The URL of an empty, migrated database that lasts as long as the block."""
    if kind == "sqlite":
        path = folder / "test.db"
        shutil.copy(template_folder / "template.db", path)
        yield f"sqlite:///{path}"
        return
    name = f"suishoupai_{uuid.uuid4().hex}"
    await _execute(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"')
    try:
        yield _named(name)
    finally:
        await _execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _named(name: str) -> str:
    return POSTGRES.rpartition("/")[0] + f"/{name}"


async def _execute(statement: str) -> None:
    connection = await asyncpg.connect(POSTGRES)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()

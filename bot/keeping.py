"""``suishoupai db``: the schema, backups, and bringing them back."""

import argparse
import asyncio
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Coroutine, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL, func, select
from sqlalchemy.exc import DBAPIError

from bot.config import Config
from bot.failure import Failure
from bot.storage.engine import Database, database_url, open_database, plainly
from bot.storage.migrate import check_version
from bot.storage.migrate import upgrade as upgrade_schema
from bot.storage.tables import cases, indicator_versions, people

SQLITE, POSTGRES, PHOTOS = "database.db", "database.dump", "photos"


async def upgrade(config: Config, _: argparse.Namespace) -> None:
    """Bring the schema up to date."""
    database = open_database(config.database_url)
    try:
        await upgrade_schema(database)
    finally:
        await database.close()


async def backup(config: Config, wishes: argparse.Namespace) -> None:
    """One file with the database as of one moment and all photos, while the service runs. Photos
    are never changed, so those copied after the database are at worst too many."""
    database = open_database(config.database_url)
    try:
        await check_version(database)
    finally:
        await database.close()
    await asyncio.to_thread(_pack, config, Path(wishes.file))


async def restore(config: Config, wishes: argparse.Namespace) -> None:
    """Bring a backup back; raises Failure where there is something already, unless forced. The
    service must not run meanwhile."""
    database = open_database(config.database_url)
    try:
        if not wishes.force and await _holds_something(database):
            raise Failure(
                "the database is not empty; to replace what is there, stop the service and "
                "say: suishoupai db restore FILE --force"
            )
    finally:
        await database.close()
    await asyncio.to_thread(_unpack, config, Path(wishes.file))
    await upgrade(config, wishes)


DOES: Mapping[str, Callable[[Config, argparse.Namespace], Coroutine[Any, Any, None]]] = {
    "upgrade": upgrade,
    "backup": backup,
    "restore": restore,
}


async def _holds_something(database: Database) -> bool:
    try:
        async with database.reading() as connection:
            counts = [
                (await connection.execute(select(func.count()).select_from(table))).scalar_one()
                for table in (cases, people, indicator_versions)
            ]
        return any(counts)
    except DBAPIError as error:
        if "no such table" in str(error) or "does not exist" in str(error):
            return False
        raise plainly(error, database.url) from error


def _pack(config: Config, file: Path) -> None:
    url = database_url(config.database_url)
    half = file.with_name(f".{file.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=file.resolve().parent) as folder:
            copy = _copy(url, Path(folder))
            with tarfile.open(half, "w") as archive:
                archive.add(copy, copy.name)
                if config.photo_folder.is_dir():
                    archive.add(config.photo_folder, PHOTOS, filter=_whole)
        half.replace(file)
    except OSError as error:
        raise Failure(f"{file} cannot be written: {error.strerror}") from None
    finally:
        half.unlink(missing_ok=True)


def _whole(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Without photos that are being written just now."""
    return None if member.name.endswith(".part") else member


def _copy(url: URL, folder: Path) -> Path:
    """The database as of one moment, as a file in *folder*."""
    if url.get_backend_name() == "postgresql":
        copy = folder / POSTGRES
        _tool("pg_dump", url, "--format=custom", f"--file={copy}")
        return copy
    copy = folder / SQLITE
    with (
        closing(sqlite3.connect(str(url.database))) as source,
        closing(sqlite3.connect(copy)) as to,
    ):
        source.backup(to)
    return copy


def _unpack(config: Config, file: Path) -> None:
    url = database_url(config.database_url)
    name = SQLITE if url.get_backend_name() == "sqlite" else POSTGRES
    with tempfile.TemporaryDirectory() as folder:
        try:
            with tarfile.open(file) as archive:
                archive.extractall(folder, filter="data")
        except (OSError, tarfile.TarError) as error:
            raise Failure(f"{file} is no backup that can be read: {error}") from None
        if not (Path(folder) / name).exists():
            raise Failure(f"{file} is no backup of a {url.get_backend_name()} database")
        _put_back(url, Path(folder) / name)
        if (Path(folder) / PHOTOS).is_dir():
            shutil.copytree(Path(folder) / PHOTOS, config.photo_folder, dirs_exist_ok=True)


def _put_back(url: URL, copy: Path) -> None:
    if url.get_backend_name() == "postgresql":
        _tool(
            "pg_restore",
            url,
            "--clean",
            "--if-exists",
            "--single-transaction",
            "--no-owner",
            str(copy),
        )
        return
    try:
        with (
            closing(sqlite3.connect(copy)) as source,
            closing(sqlite3.connect(str(url.database))) as to,
        ):
            if source.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise Failure(f"the database in {copy.name} is damaged")
            source.backup(to)
    except sqlite3.Error as error:
        raise Failure(f"the database could not be brought back: {error}") from None


def _tool(name: str, url: URL, *arguments: str) -> None:
    """Run one of PostgreSQL's own tools; raises Failure in one line."""
    program = shutil.which(name)
    if program is None:
        raise Failure(
            f"PostgreSQL is saved by {name}, which is not here; install postgresql-client"
        )
    plain = url.set(drivername="postgresql", password=None).render_as_string()
    environment = {"PGPASSWORD": str(url.password)} if url.password else {}
    target = ["--dbname", plain]
    done = subprocess.run(  # noqa: S603
        [program, *target, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["it failed"])[0]
        raise Failure(said)

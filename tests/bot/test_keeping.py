"""Backups: one file, from which everything comes back; nothing is overwritten by mistake."""

import argparse
from dataclasses import replace
from pathlib import Path

import pytest

from bot.config import Config
from bot.failure import Failure
from bot.keeping import DOES
from bot.photos import PhotoBox
from bot.storage.book import SqlStore
from bot.storage.cards import PhotoIds
from bot.storage.engine import open_database
from tests.casework.conftest import Office, office
from tests.conftest import picture

__all__ = ["office"]


def asked(file: Path, *, force: bool = False) -> argparse.Namespace:
    return argparse.Namespace(file=str(file), force=force)


async def test_what_was_saved_comes_back(
    office: Office, config: Config, database_url: str, tmp_path: Path
) -> None:
    here = replace(config, database_url=database_url, photo_folder=tmp_path / "photos")
    box = PhotoBox(here.photo_folder, PhotoIds(office.database), most_bytes=10**7)
    photo = (await box.add(picture())).sha256
    case = await office.files(photos=(photo,))
    saved = tmp_path / "backup.tar"
    await DOES["backup"](here, asked(saved))
    later = await office.files()
    with pytest.raises(Failure, match=r"not empty.*--force"):
        await DOES["restore"](here, asked(saved))
    assert (await office.case(later.id)).number == later.number
    await office.database.close()
    there = replace(here, photo_folder=tmp_path / "elsewhere")
    await DOES["restore"](there, asked(saved, force=True))
    database = open_database(database_url)
    async with SqlStore(database).reading() as book:
        assert (await book.case(case.id)).report.photos == (photo,)
        assert (await book.names([case.reporter])) == {case.reporter: "马奶奶"}
        assert await book.load([case.owner or case.reporter])
    await database.close()
    assert list((tmp_path / "elsewhere").rglob(f"{photo}.jpg"))


async def test_an_empty_place_needs_no_force(
    office: Office, config: Config, tmp_path: Path, database_kind: str
) -> None:
    if database_kind != "sqlite":
        pytest.skip("a second database of a server is not ours to make")
    case = await office.files()
    here = replace(config, database_url=str(office.database.url), photo_folder=tmp_path / "p")
    saved = tmp_path / "backup.tar"
    await DOES["backup"](here, asked(saved))
    fresh = replace(here, database_url=f"sqlite:///{tmp_path / 'new.db'}")
    await DOES["restore"](fresh, asked(saved))
    database = open_database(fresh.database_url)
    async with SqlStore(database).reading() as book:
        assert (await book.find(case.number)).id == case.id
    await database.close()


async def test_what_is_no_backup_is_refused(config: Config, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("not a backup")
    here = replace(config, database_url=f"sqlite:///{tmp_path / 'new.db'}")
    for name in ("x", "missing"):
        with pytest.raises(Failure, match="no backup"):
            await DOES["restore"](here, asked(tmp_path / name))

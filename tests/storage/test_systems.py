"""Versions of the indicators: kept as they came, and never changed."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from bot.storage.engine import StorageError, open_database
from bot.storage.systems import Systems
from bot.storage.tables import indicator_items
from survey.importing import Version
from tests.survey.systems import example, small

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


async def test_versions_are_kept_as_they_came(database_url: str) -> None:
    database = open_database(database_url)
    systems = Systems(database)
    first, second = await systems.add(small(), "小", NOW), await systems.add(example(), "大", NOW)
    assert (first, second) == ((1, True), (2, True))
    assert await systems.system(1) == small()
    assert await systems.system(2) == example()
    assert await systems.versions() == [
        Version(2, "大", NOW, indicators=51, kinds=40, items=552),
        Version(1, "小", NOW, indicators=2, kinds=2, items=3),
    ]
    await database.close()


async def test_what_says_the_same_is_no_new_version(database_url: str) -> None:
    database = open_database(database_url)
    systems = Systems(database)
    await systems.add(small(), "小", NOW)
    assert await systems.add(small(), "另一个名字", NOW) == (1, False)
    assert [one.name for one in await systems.versions()] == ["小"]
    await database.close()


async def test_a_version_that_was_changed_behind_our_back_is_refused(database_url: str) -> None:
    database = open_database(database_url)
    systems = Systems(database)
    await systems.add(small(), "小", NOW)
    async with database.writing() as connection:
        await connection.execute(
            update(indicator_items).where(indicator_items.c.code == "1-1").values(weight=1)
        )
    with pytest.raises(StorageError, match="version 1 of the indicators was changed"):
        await systems.system(1)
    with pytest.raises(StorageError, match="there is no version 7"):
        await systems.system(7)
    await database.close()

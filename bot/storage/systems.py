"""Systems of indicators, version by version; none is changed once it is there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Table, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.engine import Database, StorageError
from bot.storage.tables import indicator_items, indicator_versions, indicators
from survey.importing import Version
from survey.indicators import CENT, Indicator, Item, System


class Systems:
    """Every version."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._insert: Any = sqlite.insert if database.is_sqlite else postgresql.insert

    async def add(self, system: System, name: str, at: datetime) -> tuple[int, bool]:
        """The version of *system*, and whether it is new; what says the same as a version that
        is there is that version."""
        table, digest = indicator_versions, system.digest()
        values = {"name": name, "digest": digest, "imported_at": at, "kinds": list(system.kinds)}
        statement = self._insert(table).values(values).on_conflict_do_nothing()
        async with self._database.writing() as connection:
            added = (await connection.execute(statement.returning(table.c.version))).first()
            if added is None:
                known = select(table.c.version).where(table.c.digest == digest)
                return int((await connection.execute(known)).scalar_one()), False
            version = int(added.version)
            await connection.execute(insert(indicators), _indicator_rows(version, system))
            await connection.execute(insert(indicator_items), _item_rows(version, system))
            return version, True

    async def versions(self) -> list[Version]:
        """The newest first."""
        table = indicator_versions
        counted = [
            select(func.count())
            .where(part.c.version == table.c.version)
            .scalar_subquery()
            .label(part.name)
            for part in (indicators, indicator_items)
        ]
        query = select(table, *counted).order_by(table.c.version.desc())
        async with self._database.reading() as connection:
            return [
                Version(
                    number=row.version,
                    name=row.name,
                    imported_at=row.imported_at,
                    indicators=row.indicators,
                    kinds=len(row.kinds),
                    items=row.indicator_items,
                )
                for row in await connection.execute(query)
            ]

    async def newest(self) -> int:
        """The newest version; raises StorageError where there is none."""
        query = select(func.max(indicator_versions.c.version))
        async with self._database.reading() as connection:
            version = (await connection.execute(query)).scalar_one()
        if version is None:
            raise StorageError(
                "there are no indicators yet, and they say which kinds of points there are; "
                "run: suishoupai indicators import FILE"
            )
        return int(version)

    async def system(self, version: int) -> System:
        """That version; raises StorageError where there is none, or where somebody has changed
        it in the database."""
        async with self._database.reading() as connection:
            query = select(indicator_versions).where(indicator_versions.c.version == version)
            head = (await connection.execute(query)).first()
            groups = await _rows(connection, indicators, version)
            items = await _rows(connection, indicator_items, version)
        if head is None:
            raise StorageError(f"there is no version {version} of the indicators")
        system = System(
            tuple(head.kinds),
            tuple(
                Indicator(
                    group.code,
                    group.name,
                    points_of(group.weight),
                    tuple(_item_of(item) for item in items if item.indicator == group.code),
                )
                for group in groups
            ),
        )
        if system.digest() != head.digest:
            raise StorageError(f"version {version} of the indicators was changed in the database")
        return system


async def _rows(connection: AsyncConnection, table: Table, version: int) -> Sequence[Row[Any]]:
    query = select(table).where(table.c.version == version).order_by(table.c.place)
    return (await connection.execute(query)).all()


def _indicator_rows(version: int, system: System) -> list[Mapping[str, object]]:
    return [
        {
            "version": version,
            "code": one.code,
            "place": place,
            "name": one.name,
            "weight": hundredths(one.weight),
        }
        for place, one in enumerate(system.indicators)
    ]


def _item_rows(version: int, system: System) -> list[Mapping[str, object]]:
    items = [(group.code, item) for group in system.indicators for item in group.items]
    return [
        {
            "version": version,
            "code": item.code,
            "place": place,
            "indicator": group,
            "text": item.text,
            "kinds": list(item.kinds),
            "weight": hundredths(item.weight),
            "partial": None if item.partial is None else hundredths(item.partial),
            "deduction": None if item.deduction is None else hundredths(item.deduction),
            "organisation": item.organisation,
            "category": item.category,
        }
        for place, (group, item) in enumerate(items)
    ]


def _item_of(row: Any) -> Item:
    return Item(
        code=row.code,
        text=row.text,
        kinds=tuple(row.kinds),
        weight=points_of(row.weight),
        partial=None if row.partial is None else points_of(row.partial),
        deduction=None if row.deduction is None else points_of(row.deduction),
        organisation=row.organisation,
        category=row.category,
    )


def hundredths(points: Decimal) -> int:
    """As they are stored."""
    return int(points / CENT)


def points_of(stored: int) -> Decimal:
    """From how they are stored."""
    return stored * CENT

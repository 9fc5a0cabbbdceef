"""Systems of indicators and points, from the rows of tables."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cases.city import City
from cases.dispatch import admin_of
from cases.model import PersonId
from cases.ports import Clock
from survey import points, reading
from survey.errors import NoIndicators
from survey.indicators import System
from survey.lookup import Wish
from survey.points import Entered, Point
from survey.ports import FieldStore, SystemsOf
from survey.table import Fault

Rows = Sequence[Sequence[str]]
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Version:
    """A system as it was imported: how many indicators, kinds of points and items it has."""

    number: int
    name: str
    imported_at: datetime
    indicators: int
    kinds: int
    items: int


class SystemBook(SystemsOf, Protocol):
    """Systems of indicators."""

    async def add(self, system: System, name: str, at: datetime) -> tuple[int, bool]:
        """The version of *system*, and whether it is new."""

    async def versions(self) -> list[Version]:
        """The newest first."""


class PointBook(Protocol):
    """The points that there are."""

    async def enter(self, points: Sequence[Point]) -> Entered:
        """Add them; a point that is there already takes what is said of it now."""

    async def all(self) -> list[Point]:
        """In the order in which they were entered."""

    async def count(self, wish: Wish) -> int:
        """How many *wish* finds."""


class Atlas(Protocol):
    """The districts of the city."""

    @property
    def names(self) -> Sequence[str]:
        """What they are called."""

    def district_of(self, latitude: float, longitude: float) -> str | None:
        """The district at that point (degrees); None outside the city."""


class Importing:
    """What admins enter; every method with *by* raises AdminsOnly for others. Those without are
    for whoever runs the service."""

    def __init__(
        self,
        store: FieldStore,
        systems: SystemBook,
        points: PointBook,
        city: City,
        atlas: Atlas,
        clock: Clock,
    ) -> None:
        self._store, self._systems, self._points = store, systems, points
        self._city, self._atlas, self._clock = city, atlas, clock

    async def known(self, by: PersonId) -> tuple[Version | None, int]:
        """The newest version, and how many points there are."""
        await self._require(by)
        return next(iter(await self._systems.versions()), None), await self._points.count(Wish())

    async def indicators(
        self, rows: Rows, headings: Mapping[str, str], name: str, by: PersonId
    ) -> tuple[Version, bool]:
        """As take_indicators()."""
        await self._require(by)
        return await self.take_indicators(rows, headings, name)

    async def take_indicators(
        self, rows: Rows, headings: Mapping[str, str], name: str
    ) -> tuple[Version, bool]:
        """The version that the rows describe, and whether it is new: what says the same as a
        version that is there is that version. Raises Faulty with everything that is wrong, and
        then nothing is imported."""
        categories = self._city.categories
        known = reading.Known(
            organisations=self._city.organisations,
            categories={
                name: code for code, one in categories.items() for name in (one.name, code)
            },
            leads={code: one.organisation for code, one in categories.items()},
        )
        system = await asyncio.to_thread(reading.read, rows, headings, known)
        number, new = await self._systems.add(system, name[:LONGEST], self._clock())
        return next(one for one in await self._systems.versions() if one.number == number), new

    async def points(
        self, rows: Rows, headings: Mapping[str, str], by: PersonId
    ) -> tuple[Entered, list[Fault]]:
        """As take_points()."""
        await self._require(by)
        return await self.take_points(rows, headings)

    async def take_points(
        self, rows: Rows, headings: Mapping[str, str]
    ) -> tuple[Entered, list[Fault]]:
        """What became of the points that can be taken, and what is wrong with the others. Raises
        Faulty where a heading is missing or there twice, NoIndicators."""
        newest = next(iter(await self._systems.versions()), None)
        if newest is None:
            raise NoIndicators
        known = points.Known(
            kinds=(await self._systems.system(newest.number)).kinds,
            districts=self._atlas.names,
            organisations=self._city.organisations,
            district_of=self._atlas.district_of,
        )
        good, faults = await asyncio.to_thread(points.read, rows, headings, known)
        return await self._points.enter(good), faults

    async def every_point(self, by: PersonId) -> Sequence[Point]:
        """All of them, to be written into a file."""
        await self._require(by)
        return await self._points.all()

    async def _require(self, by: PersonId) -> None:
        async with self._store.reading() as book:
            await admin_of(book, by)

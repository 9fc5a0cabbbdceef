"""An admin starts a round and ends it; what is drawn is committed to, and nobody sees the seed."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Protocol

from cases.city import City
from cases.dispatch import admin_of
from cases.errors import UnknownOrganisation
from cases.model import PersonId
from cases.ports import Clock
from survey.errors import BadRound
from survey.ports import FieldStore, SystemsOf
from survey.rounds import Plan, Record, Round

MOST_DRAWN, LONGEST = 1_000, 100


class RoundBook(Protocol):
    """The rounds that there are."""

    async def start(self, plan: Plan, seed: str, at: datetime) -> int:
        """Draw from the points that there are; the number of the round."""

    async def end(self, number: int, at: datetime) -> bool:
        """Let the seed be known; False where it was already."""

    async def rounds(self) -> list[Round]:
        """The newest first."""

    async def record(self, number: int) -> Record:
        """What may be known of a round."""


class Versions(SystemsOf, Protocol):
    """Systems of indicators."""

    async def newest(self) -> int:
        """The newest version."""


class Starting:
    """What admins do with rounds; every method raises AdminsOnly for others."""

    def __init__(
        self,
        store: FieldStore,
        rounds: RoundBook,
        systems: Versions,
        city: City,
        clock: Clock,
        seed: Callable[[], str],
    ) -> None:
        self._store, self._rounds, self._systems = store, rounds, systems
        self._city, self._clock, self._seed = city, clock, seed

    async def rounds(self, by: PersonId) -> Sequence[Round]:
        """The newest first."""
        await self._require(by)
        return await self._rounds.rounds()

    async def start(
        self, name: str, days: tuple[date, date], lead: str, draw: int, by: PersonId
    ) -> Round:
        """A round by the newest indicators, in which *draw* points of every kind are drawn in
        every district; asked for again while it lasts, it is the same round. Raises BadRound,
        UnknownOrganisation."""
        await self._require(by)
        today = self._city.local_day(self._clock())
        if not today <= days[0] <= days[1]:
            raise BadRound("days")
        if not 1 <= draw <= MOST_DRAWN:
            raise BadRound("draw")
        if lead not in self._city.organisations:
            raise UnknownOrganisation(lead, tuple(self._city.organisations))
        async with self._store.reading() as book:
            if not await book.prepared():
                raise BadRound("unprepared")
        version = await self._systems.newest()
        kinds = (await self._systems.system(version)).kinds
        plan = Plan(
            name=name[:LONGEST],
            begins=days[0],
            ends=days[1],
            version=version,
            organisation=lead,
            quotas=dict.fromkeys(kinds, draw),
        )
        for one in await self._rounds.rounds():
            if one.ended_at is None and one.plan == plan:
                return one
        number = await self._rounds.start(plan, self._seed(), self._clock())
        return next(one for one in await self._rounds.rounds() if one.number == number)

    async def end(self, number: int, by: PersonId) -> Record:
        """No more points are scored, and the seed may be known. Ending twice changes nothing.
        Raises BadRound where there is no such round."""
        await self._require(by)
        if all(one.number != number for one in await self._rounds.rounds()):
            raise BadRound("number")
        await self._rounds.end(number, self._clock())
        return await self._rounds.record(number)

    async def _require(self, by: PersonId) -> None:
        async with self._store.reading() as book:
            await admin_of(book, by)

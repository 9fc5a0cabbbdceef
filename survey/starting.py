"""An admin starts a round and ends it; what is drawn is committed to, and nobody sees the seed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from cases.city import City
from cases.dispatch import admin_of
from cases.errors import UnknownOrganisation
from cases.model import PersonId
from cases.ports import Clock
from survey.errors import BadRound, UnknownKind
from survey.ports import FieldStore, SystemsOf
from survey.rounds import Plan, Record, Round

MOST_DRAWN, MOST_DAYS, LONGEST_NAME = 1_000, 92, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A round as it is asked for: its first and last day, who leads, how many points of a kind are
    drawn in every district, and of which kinds another number; 0 leaves a kind out."""

    name: str
    days: tuple[date, date]
    lead: str
    draw: int
    of: Mapping[str, int] = field(default_factory=dict)


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

    async def start(self, wish: Wish, by: PersonId) -> Round:
        """As begin()."""
        await self._require(by)
        return await self.begin(wish)

    async def begin(self, wish: Wish) -> Round:
        """A round by the newest indicators, for whoever runs the service; asked for again while it
        lasts, it is the same round. Raises BadRound, UnknownOrganisation, UnknownKind."""
        self._check(wish)
        async with self._store.reading() as book:
            if not await book.prepared():
                raise BadRound("unprepared")
        version = await self._systems.newest()
        plan = Plan(
            name=wish.name[:LONGEST_NAME],
            begins=wish.days[0],
            ends=wish.days[1],
            version=version,
            organisation=wish.lead,
            quotas=_quotas(wish, (await self._systems.system(version)).kinds),
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

    def _check(self, wish: Wish) -> None:
        first, last = wish.days
        if not self._city.local_day(self._clock()) <= first <= last:
            raise BadRound("days")
        if (last - first).days >= MOST_DAYS:
            raise BadRound("long")
        numbers = (wish.draw, *wish.of.values())
        if not all(0 <= number <= MOST_DRAWN for number in numbers) or not any(numbers):
            raise BadRound("draw")
        if wish.lead not in self._city.organisations:
            raise UnknownOrganisation(wish.lead, tuple(self._city.organisations))

    async def _require(self, by: PersonId) -> None:
        async with self._store.reading() as book:
            await admin_of(book, by)


def _quotas(wish: Wish, kinds: Collection[str]) -> dict[str, int]:
    """How many are drawn of each kind of which any are."""
    for kind in wish.of:
        if kind not in kinds:
            raise UnknownKind(kind, tuple(kinds))
    numbers = {kind: wish.of.get(kind, wish.draw) for kind in kinds}
    return {kind: number for kind, number in numbers.items() if number}

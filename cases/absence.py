"""Leave and deputies: whoever is away is stood in for."""

from datetime import datetime

from cases.city import City
from cases.errors import AdminsOnly, BadLeave
from cases.model import Leave, Notice, Person, PersonId, Role
from cases.named import staff_named
from cases.ports import Book, Clock, Store


class Absence:
    """Who is on leave."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock

    async def take(
        self,
        by: PersonId,
        deputy: str,
        ends_at: datetime,
        *,
        starts_at: datetime | None = None,
        whose: str = "",
    ) -> tuple[Leave, Person, Person]:
        """Leave for *by*, or, asked by an admin, for *whose*; returns it with both people.

        The deputy is told. Raises UnknownPerson, AmbiguousTarget, BadLeave and AdminsOnly.
        """
        now = self._clock()
        starts_at = now if starts_at is None else starts_at
        async with self._store.writing() as book:
            away = await self._who(book, by, whose)
            stand_in = await staff_named(book, deputy)
            if ends_at <= max(now, starts_at) or stand_in.id == away.id:
                raise BadLeave
            leave = Leave(away.id, stand_in.id, starts_at, ends_at)
            await book.go_on_leave(leave)
            await book.tell([_told(leave, away)])
        return leave, away, stand_in

    async def end(self, by: PersonId, whose: str = "") -> Person:
        """Back at work; raises like ``take``."""
        async with self._store.writing() as book:
            away = await self._who(book, by, whose)
            await book.come_back(away.id)
        return away

    async def _who(self, book: Book, by: PersonId, whose: str) -> Person:
        asking = await book.person(by)
        if asking is None or not asking.posts or (whose and not asking.has(Role.ADMIN)):
            raise AdminsOnly
        return await staff_named(book, whose) if whose else asking


def _told(leave: Leave, away: Person) -> Notice:
    key = f"stand_in:{leave.person}:{leave.deputy}:{int(leave.starts_at.timestamp())}"
    facts = {
        "name": away.name,
        "starts": leave.starts_at.isoformat(),
        "ends": leave.ends_at.isoformat(),
    }
    return Notice(key, leave.deputy, "stand_in", facts=facts)

"""What is known about people: who may see it, how long it is kept, how it goes."""

from collections.abc import Mapping
from datetime import datetime

from cases.city import City
from cases.errors import NoContact, NotAllowed, StaffStays
from cases.lifecycle import Action, next_state
from cases.model import CaseId, Event, PersonId
from cases.ports import Book, Clock, Store
from cases.step import Ask

BATCH = 100


class Privacy:
    """The rights of people over what is stored about them."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock

    async def contact(self, case: CaseId, ask: Ask) -> str:
        """The reporter's phone number, for the owner of an open case; that it was looked at
        stands in the log. Raises NoContact."""
        async with self._store.writing() as book:
            found, person = await book.case(case), await book.person(ask.by)
            if person is None:
                raise NotAllowed(found.number, action=Action.CONTACT)
            next_state(found, Action.CONTACT, person)
            if found.report.anonymous or not found.report.contact:
                raise NoContact(found.number)
            if await book.done(ask.key) is None:
                seen = Event(self._clock(), ask.by, Action.CONTACT, found.state, found.state)
                await book.log(case, (seen, ask.key))
            return found.report.contact

    async def about(self, person: PersonId) -> Mapping[str, list[Mapping[str, object]]]:
        """Everything that is stored about *person*, by the kind of record."""
        async with self._store.reading() as book:
            return await book.about(person)

    async def leaving(self, person: PersonId) -> datetime | None:
        """When *person* will be forgotten, if they wished it."""
        async with self._store.reading() as book:
            return await book.leaving(person)

    async def leave(self, person: PersonId) -> datetime:
        """Note the wish to be forgotten; returns when that is done. Raises StaffStays for who
        holds a post: the work would have nobody."""
        async with self._store.writing() as book:
            known = await book.person(person)
            if known is not None and known.posts:
                raise StaffStays
            at = await book.leaving(person) or self._clock() + self._city.house.forget_after
            await book.leave(person, at)
            return at

    async def stay(self, person: PersonId) -> None:
        """Forget the wish."""
        async with self._store.writing() as book:
            await book.stay(person)

    async def sweep(self) -> int:
        """Forget who wished it and whose time has come, and the phone numbers of cases that have
        been over for long enough; returns how many people were forgotten."""
        now, forgotten = self._clock(), 0
        async with self._store.writing() as book:
            await book.clear_contacts(now - self._city.house.contact_lasts)
        while True:
            async with self._store.writing() as book:
                people = await book.due_to_leave(now, BATCH)
                for person in people:
                    known = await book.person(person)
                    if known is not None and known.posts:
                        await book.stay(person)  # became staff meanwhile
                    else:
                        await _forget(book, person)
            forgotten += len(people)
            if len(people) < BATCH:
                return forgotten


async def _forget(book: Book, person: PersonId) -> None:
    """The cards that others have of the person's cases must not go on showing the name."""
    for case in await book.forget(person):
        await book.refresh_cards(case)

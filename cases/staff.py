"""Who serves: one-time invitations, joining, leaving, the list of the staff."""

import hashlib
import secrets
from collections import OrderedDict
from dataclasses import replace
from datetime import datetime, timedelta

from cases.city import City
from cases.errors import AdminsOnly, DeadInvitation, UnknownOrganisation
from cases.model import Group, Person, PersonId, Post, Role
from cases.ports import Book, Clock, Invitation, Store
from cases.reach import tell_unreachable

LATELY = timedelta(minutes=1)
REMEMBERED = 10_000
CITY_WIDE = (Role.INSPECTOR, Role.EDITOR, Role.ADMIN)


class Staff:
    """The people of the service."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock
        self._lately: OrderedDict[PersonId, tuple[datetime, Person]] = OrderedDict()

    async def meet(self, person: Person) -> Person:
        """Remember somebody who talks to us, or what has changed about them.

        Who wrote within the last minute is not looked up again: this person is only spoken to,
        and casework reads for itself what somebody may do.
        """
        known = self._seen_lately(person.id)
        if known is None:
            async with self._store.reading() as book:
                known = await book.person(person.id)
        if known is not None:
            person = replace(
                person,
                language=known.language,
                posts=known.posts,
                deputy=known.deputy,
                stands_in_for=known.stands_in_for,
                oversees=known.oversees,
            )
        if known != person:
            async with self._store.writing() as book:
                await book.meet(person)
        self._remember(person)
        return person

    def _seen_lately(self, person: PersonId) -> Person | None:
        at, known = self._lately.get(person, (None, None))
        return known if at is not None and self._clock() - at < LATELY else None

    def _remember(self, person: Person) -> None:
        self._lately[person.id] = (self._clock(), person)
        self._lately.move_to_end(person.id)
        if len(self._lately) > REMEMBERED:
            self._lately.popitem(last=False)

    def forget(self, person: PersonId) -> None:
        """Look *person* up again when they write next."""
        self._lately.pop(person, None)

    async def speak(self, person: Person, language: str) -> Person:
        """Talk to *person* in *language* from now on."""
        person = replace(person, language=language)
        async with self._store.writing() as book:
            await book.meet(person)
        self._remember(person)
        return person

    async def appoint_admins(self, admins: tuple[PersonId, ...]) -> None:
        """Make sure that the admins whom the operator names are admins."""
        async with self._store.writing() as book:
            for admin in admins:
                if await book.person(admin) is None:
                    await book.meet(Person(admin, str(admin)))
                await book.appoint(admin, Post(Role.ADMIN))

    async def appoint(self, person: Person, post: Post) -> None:
        """Give *person* a post; for whoever sets the city up, not for anybody in a chat."""
        async with self._store.writing() as book:
            await book.meet(person)
            await book.appoint(person.id, post)
        self.forget(person.id)

    async def invite(self, post: Post, by: PersonId) -> str:
        """The token of a new one-time invitation; raises AdminsOnly and UnknownOrganisation."""
        self._check_organisation(post.organisation)
        token = secrets.token_urlsafe(16)
        expires = self._clock() + self._city.invitation_lasts
        async with self._store.writing() as book:
            await _require_admin(book, by)
            await book.invite(Invitation(_hash(token), post, by, expires))
        return token

    async def join(self, token: str, person: PersonId) -> Post:
        """Take up the post that the invitation names; raises DeadInvitation."""
        async with self._store.writing() as book:
            post = await book.redeem(_hash(token), person, self._clock())
            if post is None:
                raise DeadInvitation
            await book.appoint(person, post)
        self.forget(person)
        return post

    async def bind(self, group: Group, by: PersonId) -> None:
        """Make *group* the chat of its organisation; raises AdminsOnly, UnknownOrganisation."""
        self._check_organisation(group.organisation)
        async with self._store.writing() as book:
            await _require_admin(book, by)
            await book.bind(group)

    def _check_organisation(self, name: str | None) -> None:
        if name is not None and name not in self._city.organisations:
            raise UnknownOrganisation(name, tuple(self._city.organisations))

    async def lost(self, person: PersonId) -> None:
        """Remember that *person* has blocked us, and have their supervisors know; whoever writes
        again is met again. A group (it has removed us) is only reported."""
        async with self._store.writing() as book:
            known = await book.person(person)
            if known is not None and not known.blocked:
                await tell_unreachable(book, known, self._city.local_day(self._clock()))
                if known.id > 0:
                    await book.meet(replace(known, blocked=True))
        self.forget(person)

    async def require_admin(self, person: PersonId) -> None:
        """Raise AdminsOnly unless *person* is an admin."""
        async with self._store.reading() as book:
            await _require_admin(book, person)

    async def everyone(self, by: PersonId) -> list[Person]:
        """All who hold a post, for an admin; raises AdminsOnly."""
        async with self._store.reading() as book:
            await _require_admin(book, by)
            return await book.staff()


async def _require_admin(book: Book, by: PersonId) -> None:
    person = await book.person(by)
    if person is None or not person.has(Role.ADMIN):
        raise AdminsOnly


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

"""Who leaves for good, who comes back under another account, and how much everybody has to do."""

from collections.abc import Callable
from dataclasses import dataclass

from cases.assigning import Target, choose_owner, hand_over
from cases.city import City
from cases.dispatch import admin_of
from cases.errors import BadLeave, UnknownPerson
from cases.lifecycle import Action
from cases.model import HANDLED, Case, Person, PersonId, Role
from cases.named import staff_named
from cases.ports import Book, CaseQuery, Clock, Load, Store
from cases.step import Ask, Step, Steps

ALL = 100_000


@dataclass(frozen=True, slots=True)
class Gone:
    """Who has left, and how many open cases went to others with that."""

    person: Person
    cases: int


class Turnover:
    """Staff come and go; no case is left behind."""

    def __init__(
        self, store: Store, city: City, clock: Clock, forget: Callable[[PersonId], None]
    ) -> None:
        """*forget* is told of everybody whose posts have changed."""
        self._store, self._city, self._forget = store, city, forget
        self._steps = Steps(store, city, clock)

    async def dismiss(self, name: str, ask: Ask) -> Gone:
        """*name* leaves for good: all posts end, and every open case goes to whoever of the same
        organisation has the least to do, in one step. Raises AdminsOnly and UnknownPerson."""
        async with self._store.writing() as book:
            admin = await admin_of(book, ask.by)
            person = await staff_named(book, name)
            if person.id == admin.id:
                raise BadLeave
            await self._end(book, person)
            cases = await self._open(book, person.id)
            for case in cases:
                await self._pass_on(book, case, admin, ask)
        self._forget(person.id)
        return Gone(person, len(cases))

    async def replace(self, old: str, new: str, ask: Ask) -> Gone:
        """*old* writes from another account now, @*new*: posts and open cases go there, with
        their deadlines. Raises AdminsOnly and UnknownPerson (who has not yet said /start)."""
        async with self._store.writing() as book:
            admin = await admin_of(book, ask.by)
            before = await staff_named(book, old)
            now = await book.named(new.removeprefix("@"))
            if now is None or now.id == before.id:
                raise UnknownPerson(new)
            cases = await self._open(book, before.id)
            for post in before.posts:
                await book.appoint(now.id, post)
            await self._end(book, before)
            for case in cases:
                await self._pass_on(book, case, admin, ask, to=now)
        self._forget(before.id)
        self._forget(now.id)
        return Gone(now, len(cases))

    async def workload(self, by: PersonId) -> list[tuple[Person, Load]]:
        """How busy the officials are, the busiest first: for an admin all of them, for a
        supervisor those of their organisations. Raises AdminsOnly for others."""
        async with self._store.reading() as book:
            asking = await book.person(by)
            offices = _overseen(asking)
            if asking is None or (not offices and not asking.has(Role.ADMIN)):
                await admin_of(book, by)
            staff = [
                person
                for person in await book.staff(Role.OFFICIAL)
                if not offices or any(person.has(Role.OFFICIAL, name) for name in offices)
            ]
            loads = await book.load([person.id for person in staff])
        busy = [(person, loads.get(person.id, Load())) for person in staff]
        return sorted(busy, key=lambda one: -one[1].open_cases)

    async def _end(self, book: Book, person: Person) -> None:
        for post in person.posts:
            await book.dismiss(person.id, post)
        await book.come_back(person.id)

    @staticmethod
    async def _open(book: Book, owner: PersonId) -> list[Case]:
        return await book.search(CaseQuery(states=HANDLED, owners=(owner,), limit=ALL))

    async def _pass_on(
        self, book: Book, case: Case, admin: Person, ask: Ask, to: Person | None = None
    ) -> None:
        """The case with its deadline to *to*, or to a colleague, or to whoever takes it."""
        owner = to or await choose_owner(book, case.organisation)

        async def work(step: Step) -> Case:
            return await hand_over(step, self._city, Target(case.organisation, owner), None)

        key = f"{ask.key}/{case.id}"
        await self._steps.within(book, case, Action.REASSIGN, admin, key, work)


def _overseen(person: Person | None) -> set[str]:
    """The organisations of a supervisor who is no admin; empty for all others."""
    if person is None or person.has(Role.ADMIN):
        return set()
    return {p.organisation for p in person.posts if p.role is Role.SUPERVISOR and p.organisation}

"""派遣 by hand: admins and the dispatch desk give a case to somebody."""

from datetime import datetime

from cases.assigning import find_target, hand_over
from cases.city import City
from cases.errors import (
    AdminsOnly,
    DeadlineInThePast,
    NotAllowed,
    ReasonMissing,
)
from cases.lifecycle import Action, next_state
from cases.model import Case, CaseId, Person, PersonId, Role, Rule, State
from cases.ports import Backlog, Book, CaseQuery, Clock, Order, Store
from cases.reckoning import Basis, Part
from cases.step import Ask, Step, Steps


class Dispatch:
    """What admins do at the dispatch desk."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock
        self._steps = Steps(store, city, clock)

    async def reassign(
        self, number: str, target: str, ask: Ask, due: datetime | None = None
    ) -> Case:
        """转派 *number* to *target*: an official's @username or name, or an organisation.

        Assigns a case that still waits at the desk. The deadline stays unless *due* sets another.
        Raises AdminsOnly, UnknownCase, UnknownTarget, AmbiguousTarget, DeadlineInThePast.
        """
        async with self._store.writing() as book:
            admin = await admin_of(book, ask.by)
            case = await book.find(number)
            if await book.done(ask.key) is not None:
                return case
            goal = await find_target(book, self._city, target)
            part = self._deadline(case, due)

            async def work(step: Step) -> Case:
                return await hand_over(step, self._city, goal, part)

            waiting = case.state is State.SUBMITTED
            action = Action.ASSIGN if waiting else Action.REASSIGN
            return await self._steps.within(book, case, action, admin, ask.key, work)

    async def make_rule(self, case: CaseId, ask: Ask) -> Rule:
        """Turn the ruling on *case* into a rule: its category in its district goes to its
        organisation from now on. Raises AdminsOnly, and NotAllowed while it has none."""
        async with self._store.writing() as book:
            admin = await admin_of(book, ask.by)
            found = await book.case(case)
            next_state(found, Action.RULE, admin)
            if found.organisation is None:
                raise NotAllowed(found.number, action=Action.RULE)
            report = found.report
            rule = Rule(
                found.organisation, category=report.category, district=report.place.district
            )
            await book.rule(rule, ask.by, self._clock())
            return rule

    async def decline(self, case: CaseId, reason: str, ask: Ask) -> Case:
        """不予受理: the reason goes to the reporter."""
        if not reason.strip():
            raise ReasonMissing(Action.DECLINE)

        async def work(step: Step) -> Case:
            step.why = reason
            step.tell("declined", step.case.reporter, reason=reason)
            return step.case

        return await self._steps.take(case, Action.DECLINE, ask, work)

    async def show(self, number: str, by: PersonId) -> Case:
        """The case of that number, for an admin; raises AdminsOnly and UnknownCase."""
        async with self._store.reading() as book:
            await admin_of(book, by)
            return await book.find(number)

    async def pending(
        self, by: PersonId, offset: int = 0, limit: int = 10
    ) -> tuple[list[Case], int]:
        """Cases that wait for a decision or for verification, and how many there are."""
        query = CaseQuery(
            states=(State.SUBMITTED, State.RESOLVED),
            order=Order.DUE,
            offset=offset,
            limit=limit,
        )
        return await self._list(query, by)

    async def overdue(
        self, by: PersonId, offset: int = 0, limit: int = 10
    ) -> tuple[list[Case], int]:
        """Cases in handling whose time is over, worst first, and how many there are."""
        query = CaseQuery(
            states=(State.ASSIGNED, State.IN_PROGRESS),
            due_before=self._clock(),
            order=Order.DUE,
            offset=offset,
            limit=limit,
        )
        return await self._list(query, by)

    async def backlog(self, by: PersonId) -> list[Backlog]:
        """What is late, by organisation, the longest first; raises AdminsOnly."""
        async with self._store.reading() as book:
            await admin_of(book, by)
            return await book.overdue_by_organisation(self._clock())

    async def candidates(self, case: CaseId, by: PersonId) -> list[Person]:
        """To whom an admin may pass the case by button: all officials but the present owner."""
        async with self._store.reading() as book:
            await admin_of(book, by)
            owner = (await book.case(case)).owner
            return [person for person in await book.staff(Role.OFFICIAL) if person.id != owner]

    async def _list(self, query: CaseQuery, by: PersonId) -> tuple[list[Case], int]:
        async with self._store.reading() as book:
            await admin_of(book, by)
            return await book.search(query), await book.count(query)

    def _deadline(self, case: Case, due: datetime | None) -> Part | None:
        """The deadline to set: the one asked for, a first one, or None to keep what there is."""
        now = self._clock()
        if due is not None and due <= now:
            raise DeadlineInThePast(case.number)
        if due is not None:
            return Part(Basis.BY_HAND, now, at=due)
        return self._city.handling(case, now) if case.state is State.SUBMITTED else None


async def admin_of(book: Book, by: PersonId) -> Person:
    """The admin who asks; raises AdminsOnly."""
    person = await book.person(by)
    if person is None or not person.has(Role.ADMIN):
        raise AdminsOnly
    return person

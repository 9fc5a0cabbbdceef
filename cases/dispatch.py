"""派遣 by hand: admins and the dispatch desk give a case to somebody."""

from dataclasses import dataclass, replace
from datetime import datetime

from cases.city import City
from cases.errors import (
    AdminsOnly,
    AmbiguousTarget,
    DeadlineInThePast,
    ReasonMissing,
    UnknownTarget,
)
from cases.lifecycle import Action
from cases.model import Case, CaseId, Person, PersonId, Role, State
from cases.ports import Backlog, Book, CaseQuery, Clock, Order, Store
from cases.reckoning import Basis, Part
from cases.step import Ask, Step, Steps


@dataclass(frozen=True, slots=True)
class Target:
    """To whom a case goes: an official, or an organisation until one of its officials takes it."""

    organisation: str | None
    official: Person | None = None


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
                return await self._hand_over(step, goal, part)

            waiting = case.state is State.SUBMITTED
            action = Action.ASSIGN if waiting else Action.REASSIGN
            return await self._steps.within(book, case, action, admin, ask.key, work)

    async def _hand_over(self, step: Step, goal: Target, part: Part | None) -> Case:
        case = step.case
        name = goal.official.name if goal.official else goal.organisation or ""
        step.why = name
        if goal.official is not None:
            step.tell("assigned", goal.official.id)
        else:
            step.tell("offered", *await offered_to(step.book, goal.organisation))
        if case.owner is not None and (goal.official is None or case.owner != goal.official.id):
            step.tell("reassigned_away", case.owner, to=name)
        moved = replace(case, organisation=goal.organisation, rule="")
        moved = replace(moved, owner=goal.official.id if goal.official else None)
        return moved if part is None else self._city.promised(moved, part)

    async def decline(self, case: CaseId, reason: str, ask: Ask) -> Case:
        """不予受理: the reason goes to the reporter."""
        if not reason.strip():
            raise ReasonMissing(Action.DECLINE)

        async def work(step: Step) -> Case:
            step.why = reason
            step.tell("declined", step.case.reporter, reason=reason)
            return step.case

        return await self._steps.take(case, Action.DECLINE, ask, work)

    async def publish(self, case: CaseId, ask: Ask) -> Case:
        """A highlight is accepted: the reporter is thanked."""

        async def work(step: Step) -> Case:
            step.tell("published", step.case.reporter)
            return step.case

        return await self._steps.take(case, Action.PUBLISH, ask, work)

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


async def offered_to(book: Book, organisation: str | None) -> list[PersonId]:
    """Where a case is offered that no official has taken: in the group of the organisation, or,
    where it has none, to each of its officials."""
    groups = [g.chat for g in await book.groups() if g.organisation == organisation]
    return groups or [person.id for person in await book.staff(Role.OFFICIAL, organisation)]


async def find_target(book: Book, city: City, target: str) -> Target:
    """Who or what *target* names (``#ID`` is an official's id, as buttons say it); raises
    UnknownTarget and AmbiguousTarget."""
    if target in city.organisations:
        return Target(target)
    staff = await book.staff(Role.OFFICIAL)
    if target.startswith("#"):
        chosen = [person for person in staff if str(person.id) == target[1:]]
        return Target(_office(chosen[0]), chosen[0]) if chosen else _unknown(target)
    wanted = target.removeprefix("@").casefold()
    found = [p for p in staff if (p.username or "").casefold() == wanted]
    if not found and not target.startswith("@"):
        found = [person for person in staff if person.name.casefold() == wanted]
    if not found:
        raise UnknownTarget(target)
    if len(found) > 1:
        raise AmbiguousTarget(target, tuple(_told_apart(person) for person in found))
    return Target(_office(found[0]), found[0])


def _unknown(target: str) -> Target:
    raise UnknownTarget(target)


def _office(person: Person) -> str | None:
    return next((post.organisation for post in person.posts if post.role is Role.OFFICIAL), None)


def _told_apart(person: Person) -> str:
    handle = f"@{person.username}" if person.username else str(person.id)
    return f"{person.name} {handle} ({_office(person) or '-'})"

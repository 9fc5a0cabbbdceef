"""One step of one case: checked, logged, timed and told, in one transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeGuard

from cases.city import City
from cases.errors import NotAllowed
from cases.lifecycle import Action, next_state
from cases.model import (
    GONE,
    OPEN,
    SHOWING,
    Case,
    CaseId,
    Event,
    Kind,
    Notice,
    Person,
    PersonId,
    Role,
    Source,
    State,
    Urgency,
)
from cases.ports import Book, Clock, Store, Told

PROGRESS = ("resolved", "closed")  # what the reporter is told of the work


@dataclass(frozen=True, slots=True)
class Ask:
    """Who asks, and the key of the asking: the same key a second time changes nothing."""

    by: PersonId
    key: str


@dataclass(slots=True)
class Step:
    """What a use case works with while it changes *case*; *by* None is the city's rule."""

    book: Book
    city: City
    case: Case
    by: Person | None
    after: State
    now: datetime
    why: str = ""
    notices: list[Notice] = field(default_factory=list)
    also: list[tuple[str, str]] = field(default_factory=list)  # further rows of the log: what, why

    @property
    def actor(self) -> PersonId | None:
        """Whose name stands in the log."""
        return self.by.id if self.by else None

    def tell(self, kind: str, *people: PersonId | None, **facts: str) -> None:
        """Have these people told when the step is done; who acts needs no telling."""
        urgency = Urgency.URGENT if self.case.report.urgent else Urgency.NORMAL
        left_out = {self.actor}
        by_staff = self.case.report.source is not Source.CITIZEN
        if self.case.parent is not None or (by_staff and kind in PROGRESS):
            # Who is told of the whole, not of its parts; staff enter too much to hear of each.
            left_out.add(self.case.reporter)
        for person in {p for p in people if _is_there(p) and p not in left_out}:
            key = f"{kind}:{self.case.id}:{self.case.version + 1}:{person}"
            self.notices.append(Notice(key, person, kind, self.case.id, urgency, None, facts))

    async def keep(self, case: Case) -> Case:
        """Save *case* in its new state with its timers, drawn anew wherever it is shown."""
        case = replace(case, state=self.after, version=self.case.version + 1)
        if _retimed(self.case, case):
            case = await self._rewind(case)
        await self.book.save(case)
        await self._tell_followers()
        await self.book.tell(self.notices)
        await self.book.refresh_cards(case.id, but=self.shown())
        return case

    async def _tell_followers(self) -> None:
        """Whoever follows the case is told how it ended, as the reporter is."""
        if self.case.followed and self.case.state in OPEN and self.after not in OPEN:
            people = [one.person for one in await self.book.additions(self.case.id)]
            self.tell(f"{self.after}_follower", *people)

    def shown(self) -> set[PersonId]:
        """Who is about to be shown the case."""
        return {notice.recipient for notice in self.notices if notice.kind in SHOWING}

    async def _rewind(self, case: Case) -> Case:
        """Start the ladder of reminders anew; rungs that lie behind now count as passed."""
        case = replace(case, due_version=self.case.due_version + 1, quiet_until=None)
        await self.book.recall_reminders(case.id)
        if case.state not in OPEN:
            case = replace(case, due_at=None, suspended_at=None)
            return replace(case, next_reminder_at=self.city.ask_again_at(case, self.now))
        plan = self.city.reminders(case, self.now)
        behind = {rung.key for rung in plan if rung.at <= self.now}
        told = [Told(case.id, key, None, case.due_version) for key in sorted(behind)]
        await self.book.record(told, self.now)
        return replace(case, next_reminder_at=self.city.next_look(case, plan, behind))


def _is_there(person: PersonId | None) -> TypeGuard[PersonId]:
    """Whether there is somebody to tell: nobody, where the person was forgotten."""
    return person is not None and person < GONE


Work = Callable[[Step], Awaitable[Case]]


class Steps:
    """Runs steps: the one way in which a filed case ever changes."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self.store, self.city, self.clock = store, city, clock

    async def take(self, case: CaseId, action: Action, ask: Ask, work: Work) -> Case:
        """Do *action* to *case* as *ask* says; raises what next_state and *work* raise."""
        async with self.store.writing() as book:
            return await self.take_within(book, case, action, ask, work)

    async def take_within(
        self, book: Book, case: CaseId, action: Action, ask: Ask, work: Work
    ) -> Case:
        """The same inside a transaction that is open already."""
        found = await book.case(case)
        if await book.done(ask.key) is not None:
            return found
        person = await book.person(ask.by)
        if person is None:
            raise NotAllowed(found.number, action=action)
        return await self.within(book, found, action, person, ask.key, work)

    async def within(
        self,
        book: Book,
        case: Case,
        action: Action,
        by: Person | None,
        key: str,
        work: Work,
    ) -> Case:
        """The same inside a transaction that is open already; *by* None is the city's rule."""
        now = self.clock()
        step = Step(book, self.city, case, by, next_state(case, action, by), now)
        changed = await step.keep(await work(step))
        event = Event(now, step.actor, action, case.state, changed.state, step.why)
        more = [
            (Event(now, None, what, changed.state, changed.state, why), f"{key}/{what}")
            for what, why in step.also
        ]
        await book.log(case.id, (event, key), *more)
        return changed

    async def note(self, case: CaseId, action: Action, ask: Ask, work: Work) -> Case:
        """Note something on *case*, as the table of notes allows it: logged and told like a step,
        but neither state nor timers change. Raises what next_state and *work* raise."""
        async with self.store.writing() as book:
            found = await book.case(case)
            if await book.done(ask.key) is not None:
                return found
            person = await book.person(ask.by)
            if person is None:
                raise NotAllowed(found.number, action=action)
            next_state(found, action, person)
            return await self._noted(book, found, person, action, ask.key, work)

    async def note_by_rule(
        self, book: Book, case: Case, action: str, key: str, work: Work
    ) -> Case:
        """The same by the city's rule, inside a transaction that is open already."""
        return await self._noted(book, case, None, action, key, work)

    async def _noted(
        self, book: Book, case: Case, by: Person | None, action: str, key: str, work: Work
    ) -> Case:
        step = Step(book, self.city, case, by, case.state, self.clock())
        changed = await step.keep(await work(step))
        event = Event(step.now, step.actor, action, case.state, case.state, step.why)
        await book.log(case.id, (event, key))
        return changed


async def deciders(book: Book, case: Case) -> list[PersonId]:
    """Who decides on a case that waits at the desk: editors on a highlight, else the admins."""
    role = Role.EDITOR if case.report.kind is Kind.HIGHLIGHT else Role.ADMIN
    staff = await book.staff(role) or await book.staff(Role.ADMIN)
    return [person.id for person in staff]


def _retimed(before: Case, after: Case) -> bool:
    def timing(case: Case) -> tuple[object, ...]:
        handled = case.state in (State.ASSIGNED, State.IN_PROGRESS)
        return (
            handled or case.state,
            case.owner,
            case.organisation,
            case.due_at,
            case.suspended_at,
            case.report.category,
        )

    return timing(before) != timing(after)

"""The clock of a case: more time, a pause, another category, a moment of quiet."""

from dataclasses import replace
from datetime import datetime

from cases.assigning import supervisors
from cases.city import City
from cases.corrections import corrected, record
from cases.deadlines import WorkCalendar
from cases.dispatch import admin_of
from cases.errors import (
    DeadlineInThePast,
    ExtendedAlready,
    NotAllowed,
    ReasonMissing,
    SuspendedTooLong,
    UnknownCategory,
)
from cases.lifecycle import Action, owns
from cases.limits import Limit, Unit
from cases.model import Case, CaseId, Person, Role, State
from cases.ports import Book, Clock, Store
from cases.reckoning import Basis, Part, handed_on, reckon
from cases.step import Ask, Step, Steps, Work

EXTENSIONS = range(1, 11)  # working days
EXTENDED_AT_MOST = 1


class Timekeeping:
    """What changes when a case is due, or when its owner hears of it."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock
        self._steps = Steps(store, city, clock)

    async def ask_for_time(self, case: CaseId, reason: str, ask: Ask) -> Case:
        """延期: the owner asks; a supervisor, or else an admin, is asked to grant it."""
        if not reason.strip():
            raise ReasonMissing(Action.EXTEND)

        async def work(step: Step) -> Case:
            _once(step.case)
            step.why = reason
            granters = await supervisors(step.book, self._city, step.case.organisation)
            granters = granters or await step.book.staff(Role.ADMIN)
            step.tell("extension_asked", *(person.id for person in granters), reason=reason)
            return step.case

        return await self._steps.note(case, Action.ASK_FOR_TIME, ask, work)

    async def extend(self, case: CaseId, days: int, ask: Ask) -> Case:
        """延期 by 1 to 10 working days, once, granted by a supervisor or admin; the reporter is
        told the new date. Raises ExtendedAlready."""

        async def work(step: Step) -> Case:
            if days not in EXTENSIONS:
                raise NotAllowed(step.case.number, action=Action.EXTEND)
            _once(step.case)
            step.why = str(days)
            step.tell("extended", step.case.reporter, step.case.owner)
            part = Part(Basis.EXTENSION, step.now, Limit(days, Unit.WORKDAY))
            extended = replace(step.case, extended=step.case.extended + 1)
            return self._city.promised(extended, *step.case.reckoning, part)

        return await self._steps.take(case, Action.EXTEND, ask, work)

    async def suspend(
        self, number: str, reason: str, ask: Ask, until: datetime | None = None
    ) -> Case:
        """缓办: the clock and the reminders stop, by default for as long as the city allows; the
        case goes on by itself at *until*. Raises SuspendedTooLong and DeadlineInThePast."""
        if not reason.strip():
            raise ReasonMissing(Action.SUSPEND)

        async def work(step: Step) -> Case:
            step.why = reason
            at_most = self._city.calendar.due(step.now, self._city.suspend_at_most).at
            _check_pause(step, until, at_most)
            step.tell("suspended", step.case.owner, step.case.reporter, reason=reason)
            return replace(
                step.case,
                suspended_at=step.now,
                left=self._city.left(step.case, step.now),
                due_at=until or at_most,
            )

        return await self._on_number(number, Action.SUSPEND, ask, work)

    async def resume(self, number: str, ask: Ask) -> Case:
        """The case goes on with exactly the time that it had left."""
        return await self._on_number(number, Action.RESUME, ask, self._resumed)

    async def resume_by_itself(self, book: Book, case: Case) -> Case:
        """The end of a pause has come."""
        key = f"resume:{case.id}:{case.due_version}"
        return await self._steps.within(book, case, Action.RESUME, None, key, self._resumed)

    async def _resumed(self, step: Step) -> Case:
        unanswered = bool(step.case.question) and step.by is None
        kind = "unanswered" if unanswered else "resumed"
        step.tell(kind, step.case.owner, step.case.reporter)
        return self._city.resumed(step.case, step.now)

    async def recategorise(self, number: str, category: str, ask: Ask) -> Case:
        """Another category, by an admin: what is due is reckoned anew from the same start, with at
        least half of the new limit ahead; owner and reporter are told. Raises UnknownCategory."""
        if category not in self._city.categories:
            raise UnknownCategory(category)

        async def work(step: Step) -> Case:
            step.why = f"{step.case.report.category} → {category}"
            urgent = step.case.report.urgent or self._city.categories[category].urgent
            await self._learn(step, category, ask)
            report = replace(step.case.report, category=category, urgent=urgent, why=())
            moved = replace(step.case, report=report)
            step.tell("recategorised", step.case.owner, step.case.reporter)
            return moved if moved.state is State.SUBMITTED else self._anew(moved, step.now)

        return await self._on_number(number, Action.RECATEGORISE, ask, work)

    async def _learn(self, step: Step, category: str, ask: Ask) -> None:
        """The change is an example of what the category should have been."""
        if category != step.case.report.category:
            said = corrected(
                step.case, category, _actor(step), step.now, city=self._city, key=ask.key
            )
            await record(step.book, said)

    def _anew(self, case: Case, now: datetime) -> Case:
        limit, start = self._city.limit(case), case.since or now
        whole = Part(Basis.LIMIT, start, limit)
        due = reckon(self._city.calendar, [whole]).at
        fair = handed_on(self._city.calendar, limit, due, now)
        return self._city.promised(case, whole if fair.basis is Basis.KEPT else fair)

    async def acknowledge(self, case: CaseId, ask: Ask, wish: Limit | None = None) -> Case:
        """已知晓, or 稍后提醒 after *wish*: the owner alone is left in peace for at most half of
        the time that is left, then reminded again. An escalation comes all the same."""

        async def work(step: Step) -> Case:
            if not owns(step.case, _actor(step)):
                return step.case
            until = quiet_until(self._city, step.case, step.now, wish)
            step.why = until.isoformat()
            return await self._quiet(step, replace(step.case, quiet_until=until))

        return await self._steps.note(case, Action.ACKNOWLEDGE, ask, work)

    async def _quiet(self, step: Step, case: Case) -> Case:
        told = await step.book.told([case.id])
        known = {one.rung for one in told if one.version == case.due_version}
        plan = self._city.reminders(case, step.now)
        return replace(case, next_reminder_at=self._city.next_look(case, plan, known))

    async def _on_number(self, number: str, action: Action, ask: Ask, work: Work) -> Case:
        async with self._store.writing() as book:
            admin = await admin_of(book, ask.by)
            case = await book.find(number)
            if await book.done(ask.key) is not None:
                return case
            return await self._steps.within(book, case, action, admin, ask.key, work)


def quiet_until(city: City, case: Case, now: datetime, wish: Limit | None) -> datetime:
    """Until when the owner may be left in peace: as *wish* says, and for at most half of the time
    that is left; once a case is late, for half a working day."""
    most = _half(city.calendar, now, case.due_at or now)
    return most if wish is None else min(most, city.calendar.due(now, wish).at)


def _half(calendar: WorkCalendar, now: datetime, due: datetime) -> datetime:
    if due <= now:
        return calendar.add(now, calendar.working_day / 2)
    worked = calendar.between(now, due)
    return calendar.add(now, worked / 2) if worked else now + (due - now) / 2


def _once(case: Case) -> None:
    if case.extended >= EXTENDED_AT_MOST:
        raise ExtendedAlready(case.number)


def _check_pause(step: Step, until: datetime | None, at_most: datetime) -> None:
    if until is not None and until <= step.now:
        raise DeadlineInThePast(step.case.number)
    if until is not None and until > at_most:
        raise SuspendedTooLong(step.case.number, at_most=at_most)


def _actor(step: Step) -> Person:
    if step.by is None:
        raise NotAllowed(step.case.number, action="act as the rule")
    return step.by

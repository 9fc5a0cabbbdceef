"""Keeps deadlines true to the calendar: what was reckoned for a year that was not announced is
reckoned anew once it is, and the admins are warned while it is not."""

from dataclasses import replace

from cases.city import City
from cases.model import Case, CaseId, Notice, Role, State, Urgency
from cases.ports import Book, Clock, Store
from cases.reckoning import reckon
from cases.step import Step, Steps

BATCH = 200
DECEMBER = 12


class CalendarWatch:
    """Looks after provisional deadlines."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock
        self._steps = Steps(store, city, clock)

    async def reckon_anew(self) -> int:
        """Put right every provisional deadline that is known better now; returns how many moved
        or became firm."""
        mended, after = 0, CaseId(0)
        while True:
            async with self._store.writing() as book:
                cases = await book.provisional(after, BATCH)
                for case in cases:
                    mended += await self._mend(book, case)
            if len(cases) < BATCH:
                return mended
            after = cases[-1].id

    async def warn(self) -> None:
        """From December on, once a week: the coming year's holidays are not known."""
        today = self._city.local_day(self._clock())
        if today.month != DECEMBER or self._city.calendar.is_announced(today.year + 1):
            return
        year, week, _ = today.isocalendar()
        async with self._store.writing() as book:
            await book.tell(
                Notice(
                    f"calendar:{year}-{week}:{admin.id}",
                    admin.id,
                    "calendar",
                    urgency=Urgency.DIGEST,
                    facts={"year": str(today.year + 1)},
                )
                for admin in await book.staff(Role.ADMIN)
            )

    async def _mend(self, book: Book, case: Case) -> bool:
        if case.suspended_at is not None or not case.reckoning:
            return False
        deadline = reckon(self._city.calendar, case.reckoning)
        if (deadline.at, deadline.provisional) == (case.due_at, case.provisional):
            return False
        key = f"reckoned:{case.id}:{case.due_version}:{deadline.at.isoformat()}"
        await self._steps.note_by_rule(book, case, "reckoned", key, self._reckoned)
        return True

    async def _reckoned(self, step: Step) -> Case:
        case = self._city.timed(step.case, *step.case.reckoning)
        if case.due_at == step.case.due_at:
            return case
        step.why = f"{step.case.due_at} → {case.due_at}"
        promised = case.state in (State.ASSIGNED, State.IN_PROGRESS)
        step.tell("due_moved", case.owner, case.reporter if promised else None)
        return replace(case, promised_at=case.due_at) if promised else case

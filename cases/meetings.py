"""问题研判会: who gets the pack, when, and what the meeting decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cases.assigning import find_target
from cases.briefing import Period, last_whole
from cases.city import City
from cases.dispatch import admin_of
from cases.errors import AdminsOnly
from cases.intake import Commission, Intake
from cases.model import Case, Notice, Person, PersonId, Report, Urgency
from cases.ports import Book, CaseQuery, Clock, Order, Store
from cases.step import Ask

KIND = "briefing"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided: *target* (an official's @username or name, or an organisation) sees to
    what *report* says until *due*; *why* stands in the log."""

    target: str
    due: datetime
    report: Report
    why: str


class Meetings:
    """The weekly analysis."""

    def __init__(self, store: Store, city: City, intake: Intake, clock: Clock) -> None:
        self._store, self._city, self._intake, self._clock = store, city, intake, clock
        self._told: date | None = None

    async def post(self) -> None:
        """Send the pack to all who attend once the meeting has begun; each once, however often
        this is asked. A city that has only just begun has nothing to meet on."""
        now = self._clock()
        today = self._city.local_day(now)
        if self._told == today or not self._city.sitting.has_begun(self._city.calendar, now):
            return
        days = last_whole(Period.WEEK, today)
        async with self._store.writing() as book:
            if await self._has_begun(book, today):
                await book.tell(
                    _pack(person, days.first, days.last)
                    for person in self._city.sitting.attending(await book.staff())
                )
        self._told = today

    async def _has_begun(self, book: Book, today: date) -> bool:
        """Whether anything was reported before today."""
        first = await book.search(CaseQuery(order=Order.FILED, limit=1))
        return bool(first) and self._city.local_day(first[0].submitted_at) < today

    async def require(self, by: PersonId) -> Person:
        """Whoever may see the pack: admins, the supervisors who sit there, and who stands in for
        one of these on leave; raises AdminsOnly."""
        async with self._store.reading() as book:
            attending = self._city.sitting.attending(await book.staff())
        person = next((one for one in attending if one.id == by), None)
        if person is None:
            raise AdminsOnly
        return person

    async def require_chair(self, by: PersonId) -> None:
        """Whoever may note a decision; raises AdminsOnly."""
        async with self._store.reading() as book:
            await admin_of(book, by)

    async def decide(self, decision: Decision, ask: Ask) -> Case:
        """Make the decision a case, with owner and deadline. Raises AdminsOnly, UnknownTarget,
        AmbiguousTarget, DeadlineInThePast and IncompleteReport."""
        async with self._store.writing() as book:
            await admin_of(book, ask.by)
            goal = await find_target(book, self._city, decision.target)
            order = Commission(goal, decision.why, decision.due)
            return await self._intake.commission(book, decision.report, order, ask)


def _pack(person: Person, first: date, last: date) -> Notice:
    facts: Mapping[str, str] = {"first": first.isoformat(), "last": last.isoformat()}
    key = f"{KIND}:{first}:{person.id}"
    return Notice(key, person.id, KIND, urgency=Urgency.DIGEST, facts=facts)

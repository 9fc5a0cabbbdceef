"""受理 and 派遣: a report becomes a case, and the case gets an owner."""

from dataclasses import replace

from cases.city import City
from cases.errors import IncompleteReport
from cases.lifecycle import Action
from cases.model import Case, Event, Kind, Notice, Person, Report, Role, State, Urgency
from cases.ports import Book, Clock, Load, Store
from cases.step import Ask, Step, Steps, clocked, deciders, given


class Intake:
    """Takes reports in."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock
        self._steps = Steps(store, city, clock)

    async def submit(self, report: Report, ask: Ask) -> Case:
        """File *report* and assign it by rule; raises IncompleteReport.

        A problem or suggestion goes to the organisation that the rules name and there to the
        official with the least to do. Where there is none, and for highlights, the desk decides.
        """
        self._check(report)
        async with self._store.writing() as book:
            done = await book.done(ask.key)
            if done is not None:
                return await book.case(done)
            return await self._place(book, await self._file(book, report, ask), ask)

    def _check(self, report: Report) -> None:
        place = report.place
        if not report.text.strip():
            raise IncompleteReport("text")
        if not place.address.strip() and place.latitude is None:
            raise IncompleteReport("place")
        if report.category not in self._city.categories:
            raise IncompleteReport("category")

    async def _file(self, book: Book, report: Report, ask: Ask) -> Case:
        now = self._clock()
        day = self._city.local_day(now)
        number = self._city.case_number(day, await book.next_number(day))
        category = self._city.categories[report.category]
        report = replace(report, urgent=report.urgent or category.urgent)
        case = await book.add(number, report, ask.by, now)
        event = Event(now, ask.by, Action.SUBMIT, None, State.SUBMITTED)
        await book.log(case.id, event, ask.key)
        return case

    async def _place(self, book: Book, case: Case, ask: Ask) -> Case:
        report = case.report
        organisation, rule = self._city.lead(
            report.category, report.place.district, case.refused_by
        )
        case = replace(case, organisation=organisation, rule=rule)
        owner = await choose_owner(book, organisation)
        if report.kind is Kind.HIGHLIGHT or owner is None:
            return await self._wait_at_desk(book, case)

        async def assign(step: Step) -> Case:
            step.why = rule
            step.tell("assigned", owner.id)
            return given(case, owner.id, self._steps.handling(case, step.now))

        return await self._steps.within(
            book, case, Action.ASSIGN, None, f"{ask.key}/assign", assign
        )

    async def _wait_at_desk(self, book: Book, case: Case) -> Case:
        deadline = self._city.calendar.due(self._clock(), self._city.accept_within)
        case = clocked(replace(case, version=1, due_version=1), deadline)
        plan = self._city.reminders(case)
        case = replace(case, next_reminder_at=plan[0].at if plan else None)
        await book.save(case)
        urgency = Urgency.URGENT if case.report.urgent else Urgency.NORMAL
        await book.tell(
            Notice(f"desk:{case.id}:1:{person}", person, "desk", case.id, urgency)
            for person in await deciders(book, case)
        )
        return case


async def choose_owner(book: Book, organisation: str | None) -> Person | None:
    """The official there with the fewest open cases; among equals, the longest without one."""
    if organisation is None:
        return None
    able = [p for p in await book.staff(Role.OFFICIAL, organisation) if not p.blocked]
    loads = await book.load([person.id for person in able])

    def busyness(person: Person) -> tuple[int, float]:
        load = loads.get(person.id, Load())
        return load.open_cases, load.last_given.timestamp() if load.last_given else 0.0

    return min(able, key=busyness, default=None)

"""受理 and 派遣: a report becomes a case, and the case gets an owner."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cases.assigning import Target, choose_owner, has_group, offered_to
from cases.city import City
from cases.conduct import admit
from cases.corrections import chosen, record
from cases.errors import DeadlineInThePast, IncompleteReport
from cases.lifecycle import Action
from cases.model import (
    Case,
    CaseId,
    Event,
    Kind,
    Notice,
    PersonId,
    Report,
    Rule,
    State,
    Urgency,
)
from cases.ports import Book, Clock, Store
from cases.reckoning import Basis, Part
from cases.step import Ask, deciders

RULINGS_LAST = timedelta(minutes=1)
NEW = CaseId(0)  # the book gives the id


@dataclass(frozen=True, slots=True)
class Commission:
    """A case that is ordered instead of leaving it to the rules: from whom, *why* (as the log
    says it), and until when where that is not the limit of its category. Without a *goal* the
    admins decide from whom."""

    goal: Target | None
    why: str
    due: datetime | None = None


class Intake:
    """Takes reports in."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock
        self._known_rulings: Sequence[Rule] = ()
        self._looked_up: datetime | None = None

    async def submit(self, report: Report, ask: Ask, guess: str | None = None) -> Case:
        """File *report* and assign it by rule; raises IncompleteReport and TooManyReports.
        *guess* is the category that the reporter changed (empty where the bot had asked for it):
        an example to learn.

        A problem or suggestion goes to the organisation that the rules name and there to the
        official with the least to do. Where there is none, and for highlights, the desk decides.
        """
        self._check(report)
        async with self._store.writing() as book:
            done = await book.done(ask.key)
            if done is not None:
                return await book.case(done)
            trusted = await admit(book, self._city, ask.by, self._clock)
            case = await self._file(book, report, ask, trusted)
            if guess is not None:
                example = chosen(report, guess, ask.by, case.submitted_at, ask.key)
                await record(book, replace(example, case=case.id))
            return case

    async def commission(self, book: Book, report: Report, order: Commission, ask: Ask) -> Case:
        """File *report* as *order* says, inside a transaction that is open already; who may is
        checked by whoever calls. Raises IncompleteReport, DeadlineInThePast."""
        done = await book.done(ask.key)
        if done is not None:
            return await book.case(done)
        self._check(report)
        if order.due is not None and order.due <= self._clock():
            raise DeadlineInThePast("")
        return await self._file(book, report, ask, order)

    def _check(self, report: Report) -> None:
        place = report.place
        if not report.text.strip():
            raise IncompleteReport("text")
        if not place.address.strip() and place.latitude is None:
            raise IncompleteReport("place")
        if report.category not in self._city.categories:
            raise IncompleteReport("category")

    async def _file(self, book: Book, report: Report, ask: Ask, how: Commission | bool) -> Case:
        """File and place in as few statements as can be: nobody has a card of the case yet. *how*
        says who handles it, or else whether the reporter is trusted."""
        now = self._clock()
        day = self._city.local_day(now)
        category = self._city.categories[report.category]
        report = replace(report, urgent=report.urgent or category.urgent)
        number = self._city.case_number(day, await book.next_number(day))
        new = Case(NEW, number, report, ask.by, State.SUBMITTED, now)
        if isinstance(how, Commission):
            placed = self._ordered(new, how)
        else:
            placed = await self._place(book, new, trusted=how)
        case = await book.add(self._reminded(placed))
        why = how.why if isinstance(how, Commission) and how.goal is None else ""
        events = [(Event(now, ask.by, Action.SUBMIT, None, State.SUBMITTED, why), ask.key)]
        if case.state is State.ASSIGNED:
            event = Event(now, None, Action.ASSIGN, State.SUBMITTED, State.ASSIGNED, case.rule)
            events.append((event, f"{ask.key}/assign"))
        await book.log(case.id, *events)
        if report.photos:
            await book.use_pictures(report.photos)
        kind, people = await self._addressed(book, case)
        await book.tell(_announced(case, kind, person) for person in people if person != ask.by)
        return case

    async def _place(self, book: Book, case: Case, *, trusted: bool) -> Case:
        """The case with its organisation and owner by rule, or offered in the organisation's
        group, or waiting at the desk."""
        report, now = case.report, case.submitted_at
        organisation, rule = self._city.lead(
            report.category, report.place.district, rulings=await self._rulings(book)
        )
        case = replace(case, organisation=organisation, rule=rule, version=1, due_version=1)
        if report.kind is Kind.HIGHLIGHT or not trusted:
            return self._city.accepting(case, now)
        owner = await choose_owner(book, organisation)
        if owner is None and not await has_group(book, organisation):
            return self._city.accepting(case, now)
        case = replace(case, state=State.ASSIGNED, owner=owner.id if owner else None)
        return self._city.promised(case, self._city.handling(case, now))

    def _ordered(self, case: Case, order: Commission) -> Case:
        """The case in the hands that *order* names."""
        case = replace(case, rule=order.why, version=1, due_version=1)
        if order.goal is None:
            return self._city.accepting(case, case.submitted_at)
        official = order.goal.official
        case = replace(
            case,
            state=State.ASSIGNED,
            organisation=order.goal.organisation,
            owner=official.id if official else None,
        )
        if order.due is None:
            return self._city.promised(case, self._city.handling(case, case.submitted_at))
        return self._city.promised(case, Part(Basis.BY_HAND, case.submitted_at, at=order.due))

    async def _rulings(self, book: Book) -> Sequence[Rule]:
        """The admins' own rules, looked up again after a minute: they seldom change."""
        now = self._clock()
        if self._looked_up is None or not timedelta() <= now - self._looked_up < RULINGS_LAST:
            self._known_rulings, self._looked_up = await book.rulings(), now
        return self._known_rulings

    def _reminded(self, case: Case) -> Case:
        plan = self._city.reminders(case, case.submitted_at)
        return replace(case, next_reminder_at=self._city.next_look(case, plan, ()))

    @staticmethod
    async def _addressed(book: Book, case: Case) -> tuple[str, list[PersonId]]:
        """What is announced to whom."""
        if case.owner is not None:
            return "assigned", [case.owner]
        if case.state is State.ASSIGNED:
            return "offered", await offered_to(book, case.organisation)
        return "desk", await deciders(book, case)


def _announced(case: Case, kind: str, person: PersonId) -> Notice:
    urgency = Urgency.URGENT if case.report.urgent else Urgency.NORMAL
    return Notice(f"{kind}:{case.id}:1:{person}", person, kind, case.id, urgency)

"""并案 and 协办: cases that belong together."""

from dataclasses import replace
from datetime import timedelta

from cases.assigning import Target, choose_owner, offered_to
from cases.city import City
from cases.dispatch import admin_of
from cases.errors import CannotMerge, IllegalTransition, UnknownOrganisation
from cases.lifecycle import Action, next_state
from cases.model import Case, CaseId, Event, Notice, PersonId, State, Urgency
from cases.ports import Book, Clock, Store
from cases.reckoning import Basis, Part
from cases.records import Addition
from cases.step import Ask, Step, Steps

UNDO_WITHIN = timedelta(days=1)


class Families:
    """Merges duplicates, and gives several organisations a part each."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock
        self._steps = Steps(store, city, clock)

    async def merge(self, duplicate: str, master: str, ask: Ask) -> Case:
        """并案: *duplicate* ends and its reporter follows *master*; raises CannotMerge."""
        async with self._store.writing() as book:
            admin = await admin_of(book, ask.by)
            first, second = sorted((duplicate, master))  # locked in one order, whoever asks how
            found = {number: await book.find(number) for number in (first, second)}
            case, into = found[duplicate], found[master]
            if await book.done(ask.key) is not None:
                return case
            if case.id == into.id or into.state is State.MERGED or case.parent is not None:
                raise CannotMerge(duplicate)

            async def work(step: Step) -> Case:
                step.why = master
                step.tell("merged", step.case.owner, step.case.reporter, master=master)
                left = self._left(step)
                return replace(step.case, master=into.id, before_merge=step.case.state, left=left)

            merged = await self._steps.within(book, case, Action.MERGE, admin, ask.key, work)
            await self._follow(book, case, into, ask)
            return merged

    async def _follow(self, book: Book, case: Case, into: Case, ask: Ask) -> None:
        """Whoever reported or followed *case* follows *into*."""
        own = Addition(case.reporter, self._clock(), case.report.text, case.report.photos)
        added = [
            one.person
            for one in (own, *await book.additions(case.id))
            if one.person != into.reporter and await book.follow(into.id, one)
        ]

        async def absorb(step: Step) -> Case:
            step.why = case.number
            return replace(step.case, followed=step.case.followed + len(added))

        await self._steps.note_by_rule(book, into, "absorb", f"{ask.key}/absorb", absorb)

    async def unmerge(self, number: str, ask: Ask) -> Case:
        """Undo a merge within a day: the case is what it was, with the time that it had left."""
        async with self._store.writing() as book:
            admin = await admin_of(book, ask.by)
            case = await book.find(number)
            if await book.done(ask.key) is not None:
                return case
            master = case.master

            async def work(step: Step) -> Case:
                await self._check_undo(step)
                step.tell("unmerged", step.case.owner, step.case.reporter)
                part = Part(
                    Basis.RESUMED,
                    step.now,
                    self._city.limit(step.case),
                    left=step.case.left or timedelta(),
                )
                back = self._city.timed(step.case, *step.case.reckoning, part)
                return replace(back, master=None, before_merge=None)

            restored = await self._steps.within(book, case, Action.UNMERGE, admin, ask.key, work)
            if master is not None:
                await self._unfollow(book, case, master, ask)
            return restored

    async def _unfollow(self, book: Book, case: Case, master: CaseId, ask: Ask) -> None:
        people = {case.reporter, *(one.person for one in await book.additions(case.id))}
        gone = await book.unfollow(master, people)

        async def release(step: Step) -> Case:
            step.why = case.number
            return replace(step.case, followed=step.case.followed - gone)

        into = await book.case(master)
        await self._steps.note_by_rule(book, into, "release", f"{ask.key}/release", release)

    def _left(self, step: Step) -> timedelta:
        if step.case.suspended_at is not None:
            return step.case.left or timedelta()
        due = step.case.due_at or step.now
        return self._city.calendar.left(step.now, due, self._city.limit(step.case).unit)

    @staticmethod
    async def _check_undo(step: Step) -> None:
        merges = [e.at for e in await step.book.events(step.case.id) if e.action == Action.MERGE]
        if not merges or step.now - max(merges) > UNDO_WITHIN:
            raise CannotMerge(step.case.number)

    async def assist(self, number: str, organisation: str, ask: Ask) -> Case:
        """协办: *organisation* gets a part of the case, with an owner and a clock of its own; the
        case closes when all parts have. Returns the part. Raises UnknownOrganisation."""
        if organisation not in self._city.organisations:
            raise UnknownOrganisation(organisation, tuple(self._city.organisations))
        async with self._store.writing() as book:
            admin = await admin_of(book, ask.by)
            case = await book.find(number)
            done = await book.done(ask.key)
            if done is not None:
                return await book.case(done)
            next_state(case, Action.ASSIST, admin)
            if case.parent is not None:
                raise IllegalTransition(number, state=case.state, action=Action.ASSIST)
            return await self._part(book, case, organisation, ask)

    async def _part(self, book: Book, case: Case, organisation: str, ask: Ask) -> Case:
        now = self._clock()
        day = self._city.local_day(now)
        owner = await choose_owner(book, organisation)
        goal = Target(organisation, owner)
        part = Case(
            id=CaseId(0),
            number=self._city.case_number(day, await book.next_number(day)),
            report=case.report,
            reporter=case.reporter,
            state=State.ASSIGNED,
            submitted_at=now,
            organisation=organisation,
            owner=owner.id if owner else None,
            rule=case.number,
            parent=case.id,
            version=1,
            due_version=1,
        )
        part = self._city.promised(part, Part(Basis.LIMIT, now, self._city.limit(case)))
        plan = self._city.reminders(part, now)
        part = await book.add(replace(part, next_reminder_at=self._city.next_look(part, plan, ())))
        event = Event(now, ask.by, "assist", None, State.ASSIGNED, case.number)
        await book.log(part.id, (event, ask.key))
        await book.tell([_given(part, person) for person in await _handed(book, goal)])
        return part


async def _handed(book: Book, goal: Target) -> list[PersonId]:
    return [goal.official.id] if goal.official else await offered_to(book, goal.organisation)


def _given(part: Case, person: PersonId) -> Notice:
    kind = "offered" if part.owner is None else "assigned"
    urgency = Urgency.URGENT if part.report.urgent else Urgency.NORMAL
    return Notice(f"{kind}:{part.id}:1:{person}", person, kind, part.id, urgency)

"""Floods are slowed down kindly; abuse is warned of by admins, and may be appealed against."""

from datetime import timedelta

from cases.citizen_book import Strike, Verdict
from cases.city import City
from cases.dispatch import admin_of
from cases.errors import NothingToAppeal, ReasonMissing, TooManyReports
from cases.lifecycle import Action
from cases.model import Case, Notice, PersonId, Role
from cases.ports import Book, Clock, Store
from cases.step import Ask, Step, Steps

A_DAY = timedelta(days=1)


class Conduct:
    """警告 and 申诉."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock
        self._steps = Steps(store, city, clock)

    async def strike(self, number: str, reason: str, ask: Ask) -> Case:
        """Warn the reporter of *number*, by an admin; a case is good for one warning. The
        reporter is told why, and how to appeal."""
        if not reason.strip():
            raise ReasonMissing("strike")

        async def work(step: Step) -> Case:
            step.why = reason
            strike = Strike(0, step.case.id, step.case.reporter, ask.by, reason, step.now)
            if await step.book.strike(strike):
                step.tell("struck", step.case.reporter, reason=reason)
            return step.case

        async with self._store.reading() as book:
            await admin_of(book, ask.by)
            case = await book.find(number)
        return await self._steps.note(case.id, Action.STRIKE, ask, work)

    async def appeal(self, text: str, by: PersonId) -> None:
        """申诉 against the latest warning that was not decided on; the admins are told. Raises
        NothingToAppeal."""
        async with self._store.writing() as book:
            mine = [one for one in await book.strikes(by) if not one.appeal]
            if not text.strip() or not mine:
                raise NothingToAppeal
            await book.appeal(mine[-1].id, text)
            admins = await book.staff(Role.ADMIN)
            facts = {"text": text, "reason": mine[-1].reason, "strike": str(mine[-1].id)}
            await book.tell(
                Notice(
                    f"appealed:{mine[-1].id}:{p.id}", p.id, "appealed", mine[-1].case, facts=facts
                )
                for p in admins
            )

    async def judge(self, strike: int, verdict: Verdict, by: PersonId) -> Verdict:
        """The admins' word on an appeal: the first counts, and the person is told. Returns the
        word that counts; raises AdminsOnly and NothingToAppeal."""
        async with self._store.writing() as book:
            await admin_of(book, by)
            found = await book.strike_of(strike)
            if found is None or not found.appeal:
                raise NothingToAppeal
            if found.verdict is not Verdict.NONE:
                return found.verdict
            await book.decide(strike, verdict)
            kind = f"appeal_{verdict}"
            notice = Notice(f"{kind}:{strike}", found.person, kind, found.case)
            await book.tell([notice])
            return verdict


async def admit(book: Book, city: City, person: PersonId, clock: Clock) -> bool:
    """Whether what *person* reports now may go its way by itself; False where an admin has to
    see it first. Raises TooManyReports where it is too much for a day, or at once; the staff
    files as much as there is."""
    now, house = clock(), city.house
    counts = await book.standing(
        person, day=now - A_DAY, at_once=now - house.at_once, struck=now - house.strike_lasts
    )
    full_day = counts.today >= house.reports_a_day
    if full_day or counts.at_once >= house.reports_at_once:
        known = await book.person(person)
        if known is None or not known.posts:
            wait = A_DAY if full_day else house.at_once
            first = counts.first_today if full_day else counts.first_at_once
            raise TooManyReports(until=(first or now) + wait)
    return counts.strikes < house.strikes

"""退回: a case that is not one's own goes on, but not for ever."""

from dataclasses import replace

from cases.assigning import Target, choose_owner, hand_over
from cases.city import City
from cases.errors import BindingRuling, NotAllowed, ReasonMissing, ReturnTooLate
from cases.lifecycle import Action
from cases.model import Case, CaseId, Person
from cases.ports import Book, Clock, Store
from cases.step import Ask, Step, Steps, deciders

FREELY = 2  # so often may a case be returned before the desk's ruling binds
GIVEN = {Action.ASSIGN, Action.REASSIGN, Action.REOPEN, Action.REJECT, Action.UNMERGE}


class Bouncing:
    """Returns."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock
        self._steps = Steps(store, city, clock)

    async def give_back(
        self, case: CaseId, reason: str, ask: Ask, proposed: str | None = None
    ) -> Case:
        """退回, with a reason, soon after the case was given.

        The first time it goes straight to the organisation that is *proposed*, if one is; else,
        and the second time, the dispatch desk rules, and that ruling binds. The organisation is
        not offered the case again without an admin. Raises ReasonMissing, ReturnTooLate,
        BindingRuling.
        """
        if not reason.strip():
            raise ReasonMissing(Action.RETURN)
        async with self._store.writing() as book:
            found = await book.case(case)
            if await book.done(ask.key) is not None:
                return found
            person = await book.person(ask.by)
            if person is None:
                raise NotAllowed(found.number, action=Action.RETURN)
            return await self._bounce(book, found, person, reason, ask, proposed)

    async def _bounce(
        self,
        book: Book,
        case: Case,
        person: Person,
        reason: str,
        ask: Ask,
        proposed: str | None,
    ) -> Case:
        goes_on = (
            case.returned == 0
            and proposed in self._city.organisations
            and proposed not in (*case.refused_by, case.organisation)
        )

        async def back(step: Step) -> Case:
            await self._check(step)
            step.why = reason if proposed is None else f"{reason} → {proposed}"
            if not goes_on:
                step.tell("returned", *await deciders(step.book, step.case), reason=step.why)
            return self._returned(step)

        async def on(step: Step) -> Case:
            step.why = proposed or ""
            owner = await choose_owner(step.book, proposed)
            part = self._city.handling(step.case, step.now)
            return await hand_over(step, self._city, Target(proposed, owner), part)

        returned = await self._steps.within(book, case, Action.RETURN, person, ask.key, back)
        if not goes_on:
            return returned
        return await self._steps.within(
            book, returned, Action.ASSIGN, None, f"{ask.key}/assign", on
        )

    def _returned(self, step: Step) -> Case:
        refused = {*step.case.refused_by, step.case.organisation or ""} - {""}
        back = replace(
            step.case,
            owner=None,
            refused_by=tuple(sorted(refused)),
            returned=step.case.returned + 1,
        )
        return self._city.accepting(back, step.now)

    async def _check(self, step: Step) -> None:
        if step.case.returned >= FREELY:
            raise BindingRuling(step.case.number)
        given = [e.at for e in await step.book.events(step.case.id) if e.action in GIVEN]
        last = max(given, default=step.case.submitted_at)
        if step.now > self._city.calendar.end(last, self._city.return_within):
            raise ReturnTooLate(step.case.number)

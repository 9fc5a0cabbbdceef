"""What is done with a case on its way that needs no more than a press: 接单, 撤回, 催办."""

from dataclasses import replace
from datetime import timedelta

from cases.city import City
from cases.errors import (
    AlreadyTaken,
    IllegalTransition,
    NotAllowed,
    UrgedTooOften,
)
from cases.lifecycle import Action, owns
from cases.model import Case, CaseId
from cases.ports import Clock, Store
from cases.step import Ask, Step, Steps

URGE_EVERY = timedelta(days=1)


class Desk:
    """What people do with a case that is on its way."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock
        self._steps = Steps(store, city, clock)

    async def take(self, case: CaseId, ask: Ask) -> Case:
        """接单. The first of several officials has it; raises AlreadyTaken for the others."""
        try:
            return await self._steps.take(case, Action.TAKE, ask, _take)
        except (NotAllowed, IllegalTransition):
            await self._explain_late(case, ask)
            raise

    async def withdraw(self, case: CaseId, ask: Ask) -> Case:
        """撤回, by the reporter, as long as nobody has taken the case."""

        async def work(step: Step) -> Case:
            step.tell("withdrawn", step.case.owner)
            return step.case

        return await self._steps.take(case, Action.WITHDRAW, ask, work)

    async def urge(self, case: CaseId, ask: Ask) -> Case:
        """催办: the owner is told that the reporter waits; once a day, or raises UrgedTooOften."""

        async def work(step: Step) -> Case:
            await self._check_urge(step)
            urged = replace(step.case, urged=step.case.urged + 1)
            step.tell("urged", urged.owner, count=str(urged.urged))
            return urged

        return await self._steps.note(case, Action.URGE, ask, work)

    async def _check_urge(self, step: Step) -> None:
        case = step.case
        urges = [
            event.at for event in await step.book.events(case.id) if event.action == Action.URGE
        ]
        if urges and step.now - max(urges) < URGE_EVERY:
            raise UrgedTooOften(case.number)

    async def _explain_late(self, case: CaseId, ask: Ask) -> None:
        """Tell a colleague who came second who was first, instead of a bare refusal."""
        async with self._store.reading() as book:
            found, person = await book.case(case), await book.person(ask.by)
            if person is None or found.owner in (None, ask.by) or found.organisation is None:
                return
            owner = await book.person(found.owner)
            if owner and {post.organisation for post in person.posts} & {found.organisation}:
                raise AlreadyTaken(found.number, owner=owner.name)


async def _take(step: Step) -> Case:
    """The case is the taker's; whoever takes it for an owner on leave leaves it his."""
    if step.by is not None and owns(step.case, step.by):
        return step.case
    step.tell("taken_over", step.case.owner)
    return replace(step.case, owner=step.actor)

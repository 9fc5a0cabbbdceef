"""处置 and 核查: what the owner, the verifier and the reporter do with a case."""

from dataclasses import replace
from datetime import timedelta

from cases.city import City
from cases.errors import (
    AlreadyTaken,
    IllegalTransition,
    NotAllowed,
    ProofMissing,
    ReasonMissing,
    ReopenedTooOften,
    UrgedTooOften,
)
from cases.lifecycle import Action, owns
from cases.model import OPEN, Case, CaseId, Kind, Outcome, Resolution
from cases.ports import Book, Clock, Store
from cases.step import Ask, Step, Steps, deciders, verifier

URGE_EVERY = timedelta(days=1)
REOPENS = 2
STARS = range(1, 6)


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

    async def give_back(self, case: CaseId, reason: str, ask: Ask) -> Case:
        """退回, with a reason: to the dispatch desk, which will not offer it there again."""
        if not reason.strip():
            raise ReasonMissing(Action.RETURN)

        async def work(step: Step) -> Case:
            step.why = reason
            refused = {*step.case.refused_by, step.case.organisation or ""}
            step.tell("returned", *await deciders(step.book, step.case), reason=reason)
            back = replace(step.case, owner=None, refused_by=tuple(sorted(refused - {""})))
            return self._city.accepting(back, step.now)

        return await self._steps.take(case, Action.RETURN, ask, work)

    async def resolve(self, case: CaseId, resolution: Resolution, ask: Ask) -> Case:
        """办结, with words and, where there is something to see, a photo; or ProofMissing."""

        async def work(step: Step) -> Case:
            self._check_proof(step.case, resolution)
            step.why = resolution.text
            done = replace(step.case, resolution=resolution)
            step.tell("to_verify", await verifier(step.book, done))
            step.tell("resolved", step.case.reporter)
            return self._city.verifying(done, step.now)

        return await self._steps.take(case, Action.RESOLVE, ask, work)

    async def verify(self, case: CaseId, ask: Ask) -> Case:
        """核查通过: the case is closed, and only now does its outcome count."""
        return await self._steps.take(case, Action.VERIFY, ask, _verify)

    async def close_by_silence(self, book: Book, case: Case) -> Case:
        """Close a resolved case that nobody verified in time; it counts as unverified."""
        key = f"silence:{case.id}:{case.due_version}"
        return await self._steps.within(book, case, Action.VERIFY, None, key, _verify)

    async def reject(self, case: CaseId, reason: str, ask: Ask) -> Case:
        """核查不通过: back to the owner as rework, with a shorter limit."""
        if not reason.strip():
            raise ReasonMissing(Action.REJECT)

        async def work(step: Step) -> Case:
            step.why = reason
            step.tell("rework", step.case.owner, reason=reason)
            again = replace(step.case, resolution=None, reworked=step.case.reworked + 1)
            return self._rework(step, again)

        return await self._steps.take(case, Action.REJECT, ask, work)

    async def withdraw(self, case: CaseId, ask: Ask) -> Case:
        """撤回, by the reporter, as long as nobody has taken the case."""

        async def work(step: Step) -> Case:
            step.tell("withdrawn", step.case.owner)
            return step.case

        return await self._steps.take(case, Action.WITHDRAW, ask, work)

    async def rate(self, case: CaseId, stars: int, ask: Ask) -> Case:
        """The reporter's 1–5."""

        async def work(step: Step) -> Case:
            if stars not in STARS:
                raise NotAllowed(step.case.number, action="rate")
            step.why = str(stars)
            return replace(step.case, rating=stars)

        return await self._steps.take(case, Action.RATE, ask, work)

    async def judge(self, case: CaseId, outcome: Outcome, ask: Ask) -> Case:
        """修好了 or 修了一半: the reporter's word on the outcome of a closed case."""

        async def work(step: Step) -> Case:
            step.why = outcome
            return replace(step.case, outcome=outcome)

        return await self._steps.take(case, Action.RATE, ask, work)

    async def reopen(self, case: CaseId, ask: Ask) -> Case:
        """没修好: the case goes back to its owner; at most twice, or raises ReopenedTooOften."""

        async def work(step: Step) -> Case:
            if step.case.reopened >= REOPENS:
                raise ReopenedTooOften(step.case.number)
            step.tell("rework", step.case.owner, reason="")
            counted = replace(
                step.case,
                resolution=None,
                outcome=None,
                verified=False,
                rating=None,
                reopened=step.case.reopened + 1,
            )
            return self._rework(step, counted)

        return await self._steps.take(case, Action.REOPEN, ask, work)

    async def urge(self, case: CaseId, ask: Ask) -> Case:
        """催办: the owner is told that the reporter waits; once a day, or raises UrgedTooOften."""

        async def work(step: Step) -> Case:
            await self._check_urge(step)
            urged = replace(step.case, urged=step.case.urged + 1)
            step.tell("urged", urged.owner, count=str(urged.urged))
            return urged

        return await self._steps.note(case, "urge", ask, work)

    async def _check_urge(self, step: Step) -> None:
        case = step.case
        if step.actor != case.reporter:
            raise NotAllowed(case.number, action="urge")
        if case.state not in OPEN:
            raise IllegalTransition(case.number, state=case.state, action="urge")
        urges = [event.at for event in await step.book.events(case.id) if event.action == "urge"]
        if urges and step.now - max(urges) < URGE_EVERY:
            raise UrgedTooOften(case.number)

    def _check_proof(self, case: Case, resolution: Resolution) -> None:
        needs_photo = (
            case.report.kind is Kind.PROBLEM
            and resolution.outcome in (Outcome.SOLVED, Outcome.PARTLY_SOLVED)
            and self._city.categories[case.report.category].proof
        )
        if not resolution.text.strip() or (needs_photo and not resolution.photos):
            raise ProofMissing(case.number)

    def _rework(self, step: Step, case: Case) -> Case:
        return self._city.promised(case, self._city.rework(case, step.now))

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


async def _verify(step: Step) -> Case:
    resolution = step.case.resolution or Resolution("")
    step.tell("closed", step.case.reporter, step.case.owner)
    return replace(step.case, outcome=resolution.outcome, verified=step.by is not None)

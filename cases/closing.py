"""办结, 核查 and 结案: what came of a case, who checked it, and what its reporter says."""

import random
from dataclasses import replace

from cases.assigning import offered_to, supervisors, with_owner
from cases.city import City
from cases.errors import (
    NotAllowed,
    OldPicture,
    PartsOpen,
    ProofMissing,
    ReasonMissing,
    ReopenedTooOften,
)
from cases.lifecycle import Action
from cases.model import OPEN, Case, CaseId, Kind, Outcome, PersonId, Resolution, Role, State
from cases.ports import Book, Clock, Store
from cases.step import Ask, Step, Steps

REOPENS = 2
STARS = range(1, 6)
SHOWS_WORK = (Outcome.SOLVED, Outcome.PARTLY_SOLVED)


class Closing:
    """The end of a case, and what may come after it."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock
        self._steps = Steps(store, city, clock)

    async def resolve(self, case: CaseId, resolution: Resolution, ask: Ask) -> Case:
        """办结, with an outcome, words and, where there is something to see, a new photo.

        Raises ProofMissing, and OldPicture for a photo that the system has seen before.
        """

        async def work(step: Step) -> Case:
            await self._check_proof(step, resolution)
            step.why = resolution.text
            done = replace(step.case, resolution=resolution)
            if resolution.photos:
                await step.book.use_pictures(resolution.photos)
            step.tell("to_verify", await self._checker(step, done))
            step.tell("resolved", step.case.reporter)
            return self._city.verifying(done, step.now)

        return await self._steps.take(case, Action.RESOLVE, ask, work)

    async def _check_proof(self, step: Step, resolution: Resolution) -> None:
        report = step.case.report
        needs_photo = (
            report.kind is Kind.PROBLEM
            and resolution.outcome in SHOWS_WORK
            and self._city.categories[report.category].proof
        )
        if not resolution.text.strip() or (needs_photo and not resolution.photos):
            raise ProofMissing(step.case.number)
        if resolution.photos and await step.book.seen_before(resolution.photos):
            raise OldPicture(step.case.number)

    async def _checker(self, step: Step, case: Case) -> PersonId | None:
        """Who is asked to verify: inspectors in turn, else admins; never the owner. When there
        are more cases than they can check in a day, the rest is drawn by the day's seed."""
        able = await checkers(step.book, case)
        if not able:
            return None
        draw = await step.book.draw(self._city.local_day(step.now))
        if draw.asked >= self._city.checks_a_day * len(able):
            value = drawn(draw.seed, case.number)
            step.also.append(("draw", f"seed {draw.seed}: {value:.4f}"))
            if value >= self._city.check_share:
                return None
        await step.book.count_draw(draw)
        return able[case.id % len(able)]

    async def verify(self, case: CaseId, ask: Ask) -> Case:
        """核查通过, or the reporter's own 修好了: the case is closed, and only now does its
        outcome count. Raises PartsOpen while an assisting organisation has not done its part."""
        async with self._store.writing() as book:
            return await self.verify_within(book, case, ask)

    async def verify_within(self, book: Book, case: CaseId, ask: Ask) -> Case:
        """The same inside a transaction that is open already."""

        async def work(step: Step) -> Case:
            await _require_parts_done(step)
            return _closed(step)

        return await self._steps.take_within(book, case, Action.VERIFY, ask, work)

    async def close_by_silence(self, book: Book, case: Case) -> Case:
        """Close a resolved case that nobody verified in time; it counts as unverified. One whose
        parts are open gets the time again."""
        key = f"silence:{case.id}:{case.due_version}"
        if await _open_parts(book, case):
            return await self._steps.note_by_rule(book, case, "wait_for_parts", key, self._wait)

        async def work(step: Step) -> Case:
            return _closed(step)

        return await self._steps.within(book, case, Action.VERIFY, None, key, work)

    async def _wait(self, step: Step) -> Case:
        return self._city.verifying(step.case, step.now)

    async def reject(self, case: CaseId, reason: str, ask: Ask) -> Case:
        """核查不通过: back to the owner as rework, with a shorter limit."""
        async with self._store.writing() as book:
            return await self.reject_within(book, case, reason, ask)

    async def reject_within(self, book: Book, case: CaseId, reason: str, ask: Ask) -> Case:
        """The same inside a transaction that is open already."""
        if not reason.strip():
            raise ReasonMissing(Action.REJECT)

        async def work(step: Step) -> Case:
            step.why = reason
            again = await with_owner(step.book, step.case)
            again = replace(again, resolution=None, reworked=again.reworked + 1)
            step.tell("rework", *await _handlers(step.book, again), reason=reason)
            return self._city.promised(again, self._city.rework(again, step.now))

        return await self._steps.take_within(book, case, Action.REJECT, ask, work)

    async def rate(self, case: CaseId, stars: int, ask: Ask) -> Case:
        """The reporter's 1–5."""

        async def work(step: Step) -> Case:
            if stars not in STARS:
                raise NotAllowed(step.case.number, action="rate")
            step.why = str(stars)
            return replace(step.case, rating=stars, judged=True, next_reminder_at=None)

        return await self._steps.take(case, Action.RATE, ask, work)

    async def judge(self, case: CaseId, outcome: Outcome, ask: Ask) -> Case:
        """修好了 or 修了一半: the reporter's word on the outcome; 修好了 verifies what nobody has
        checked, and closes what still waits to be."""
        if outcome is Outcome.SOLVED and await self._waits(case):
            return await self.verify(case, ask)

        async def work(step: Step) -> Case:
            step.why = outcome
            checked = outcome is Outcome.SOLVED and step.case.reporter != step.case.owner
            return replace(
                step.case,
                outcome=outcome,
                verified=step.case.verified or checked,
                judged=True,
                next_reminder_at=None,
            )

        return await self._steps.take(case, Action.RATE, ask, work)

    async def _waits(self, case: CaseId) -> bool:
        async with self._store.reading() as book:
            return (await book.case(case)).state is State.RESOLVED

    async def reopen(self, case: CaseId, ask: Ask) -> Case:
        """没修好: the first time the case goes back to its owner with a shorter clock, the second
        time to the supervisor; a third time raises ReopenedTooOften."""

        async def work(step: Step) -> Case:
            if step.case.reopened >= REOPENS:
                raise ReopenedTooOften(step.case.number)
            again = replace(
                step.case,
                resolution=None,
                outcome=None,
                verified=False,
                rating=None,
                judged=False,
                reopened=step.case.reopened + 1,
            )
            again = await with_owner(step.book, again)
            again = await self._escalated(step, again) if step.case.reopened else again
            told = await _handlers(step.book, again)
            step.tell("rework", *told, *await checkers(step.book, again), reason="")
            return self._city.promised(again, self._city.rework(again, step.now))

        return await self._steps.take(case, Action.REOPEN, ask, work)

    async def _escalated(self, step: Step, case: Case) -> Case:
        """In the hands of the supervisor, if there is one, who is told why."""
        able = await supervisors(step.book, self._city, case.organisation)
        if not able:
            return case
        step.tell("taken_over", case.owner)
        step.tell("reopened_twice", able[0].id)
        return replace(case, owner=able[0].id)


def drawn(seed: str, number: str) -> float:
    """The draw of a case: 0 to 1, the same for whoever draws with the same seed."""
    return random.Random(f"{seed}:{number}").random()  # noqa: S311  # to be repeated, not secret


async def checkers(book: Book, case: Case) -> list[PersonId]:
    """Who may verify *case*: the inspectors who are there, else the admins; never the owner."""
    for role in (Role.INSPECTOR, Role.ADMIN):
        able = [
            p.id
            for p in await book.staff(role)
            if p.id != case.owner and not p.blocked and p.deputy is None
        ]
        if able:
            return able
    return []


async def _handlers(book: Book, case: Case) -> list[PersonId]:
    """Its owner, or whoever may take it."""
    return [case.owner] if case.owner else await offered_to(book, case.organisation)


def _closed(step: Step) -> Case:
    """Closed with the outcome that its owner named; the people concerned are told."""
    resolution = step.case.resolution or Resolution("")
    by_reporter = step.by is not None and step.by.id == step.case.reporter
    step.tell("closed", step.case.owner, None if by_reporter else step.case.reporter)
    outcome = Outcome.SOLVED if by_reporter else resolution.outcome
    return replace(step.case, outcome=outcome, verified=step.by is not None, judged=by_reporter)


async def _require_parts_done(step: Step) -> None:
    waiting = await _open_parts(step.book, step.case)
    if waiting:
        raise PartsOpen(step.case.number, parts=tuple(part.number for part in waiting))


async def _open_parts(book: Book, case: Case) -> list[Case]:
    """The parts of *case* that assisting organisations have not done yet."""
    return [part for part in await book.parts(case.id) if part.state in OPEN]
